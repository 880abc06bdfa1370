"""Models and files given to everybody, by shell lines."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Command,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Shell,
    Span,
    TextEdit,
    Word,
    host,
    rule,
)

_ACLS = frozenset(("public-read", "public-read-write", "publicRead", "publicReadWrite", "publicread", "website"))
_EVERYBODY = ("allusers", "allauthenticatedusers")
# Hosts that keep what anybody uploads and give it to whoever has, or guesses, the address.
_DROPS = frozenset(
    "transfer.sh 0x0.st file.io temp.sh bashupload.com tmpfiles.org gofile.io catbox.moe litterbox.catbox.moe "
    "pixeldrain.com oshi.at paste.rs dpaste.com pastebin.com termbin.com ix.io sprunge.us uguu.se x0.at".split()
)
_UPLOADS = ("-T", "--upload-file", "-F", "--form", "-d", "--data-binary", "--data", "--post-file")


@rule(
    id="public-upload-command",
    form_of="public-artifact-upload",
    on=Shell,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Shell line that makes a file public",
    cwe=200,
    owasp=["ML05", "LLM02"],
    screen=("public", "allusers", "allauthenticatedusers", "kaggle", "anonymous", *sorted(_DROPS)),
    caseless=True,
    bad=[
        Example(
            "!aws s3 cp model.pt s3://bucket/m.pt «--acl public-read»", fixed="!aws s3 cp model.pt s3://bucket/m.pt"
        ),
        "!aws s3 sync out s3://bucket/ «--acl=public-read» --quiet",
        "%%bash\nset -e\naws s3api put-bucket-acl --bucket b «--acl public-read-write»",
        "!gsutil acl ch -u «AllUsers:R» gs://bucket/m.pt",
        "!gsutil iam ch «allUsers:objectViewer» gs://bucket",
        "!gsutil cp «-a public-read» m.pt gs://bucket/",
        "!gcloud storage buckets add-iam-policy-binding gs://b «--member=allUsers» --role=roles/storage.objectViewer",
        Example("!kaggle datasets create -p data «--public»", fixed="!kaggle datasets create -p data"),
        "!kaggle datasets create «-u» -p data",
        "!az storage container create -n models «--public-access blob»",
        Example(
            "!gh repo create me/models «--public» --source .", fixed="!gh repo create me/models --private --source ."
        ),
        "!gh gist create «--public» notes.md",
        "!«curl --upload-file model.pt https://transfer.sh/model.pt»",
        "!«curl -F 'file=@data.csv' https://0x0.st»",
        "!«cat data.csv | nc termbin.com 9999»",
        "!mc anonymous set «public» minio/models",
    ],
    ok=[
        "!aws s3 cp model.pt s3://bucket/public/m.pt",
        "!aws s3 cp model.pt s3://bucket/m.pt --acl private",
        "!gsutil cp m.pt gs://public-bucket/",
        "!kaggle datasets create -p data",
        "!kaggle datasets download -d public/data",
        "!az storage container create -n models --public-access off",
        "!gh repo create me/models --private",
        "!curl -O https://transfer.sh/abc/model.pt",
        "!echo --acl public-read",
        "# !aws s3 cp a s3://b --acl public-read",
    ],
)
def public_upload_command(shell: Shell) -> Iterator[Match]:
    """Everybody can read what this line uploads or opens, with the personal data and secrets that may be in it.

    Leave the option out, so that the file stays private, and share it with the people who need it."""
    if shell.kind == "magic":
        return
    line = shell.commands()
    for number, command in enumerate(line):
        yield from _options(shell, command)
        before = line[number - 1] if number and line[number - 1].operator in ("|", "|&") else None
        if command.outer is None and _drops(command, before):
            start = before.span.start if before is not None else command.span.start
            yield Match(Span(start, command.span.end), "File uploaded to a public file host")


def _options(shell: Shell, command: Command) -> Iterator[Match]:
    words, texts = command.words, [word.text for word in command.words]
    if command.name == "aws":
        yield from _valued(shell, words, ("--acl",), _ACLS)
    elif command.name in ("gsutil", "gcloud"):
        yield from _valued(shell, words, ("-a", "--predefined-acl"), _ACLS)
        for word in words[1:]:
            if any(who in word.text.lower() for who in _EVERYBODY):
                yield Match(word.span)
    elif command.name == "az":
        yield from _valued(shell, words, ("--public-access",), frozenset(("blob", "container")))
    elif texts[:3] == ["kaggle", "datasets", "create"]:
        for word in words[3:]:
            if word.text in ("--public", "-u"):
                yield _removed(shell, word)
    elif texts[:1] == ["gh"] and texts[1:3] in (["repo", "create"], ["gist", "create"]):
        for word in words[3:]:
            if word.text in ("--public", "-p") and (word.text == "--public" or texts[1] == "gist"):
                edit = TextEdit(word.span, "--private")
                fix = Proposal("Make it private", Applicability.SAFE, (edit,))
                yield Match(word.span, proposals=(fix,)) if texts[1] == "repo" else _removed(shell, word)
    elif texts[:3] in (["mc", "anonymous", "set"], ["mc", "policy", "set"]) and texts[3:4] in (
        ["public"],
        ["download"],
    ):
        yield Match(words[3].span)


def _valued(shell: Shell, words: tuple[Word, ...], names: tuple[str, ...], values: frozenset[str]) -> Iterator[Match]:
    for at, word in enumerate(words):
        name, equals, value = word.text.partition("=")
        if name not in names:
            continue
        if equals and value in values:
            yield _removed(shell, word)
        elif not equals and at + 1 < len(words) and words[at + 1].text in values:
            following = words[at + 1]
            yield _removed(shell, Word(word.text, Span(word.span.start, following.span.end)))


def _removed(shell: Shell, word: Word) -> Match:
    edit = TextEdit(shell.cut(word.span))
    return Match(word.span, proposals=(Proposal(f"Remove {word.text}", Applicability.SAFE, (edit,)),))


def _drops(command: Command, before: Command | None) -> bool:
    texts = [word.text for word in command.words[1:]]
    if command.name in ("nc", "ncat", "netcat"):
        return before is not None and any(text in _DROPS for text in texts)
    if command.name not in ("curl", "wget"):
        return False
    hosts = {host(text if "://" in text else f"https://{text}") for text in texts if not text.startswith("-")}
    is_upload = any(text.startswith(_UPLOADS) for text in texts)
    return is_upload and bool(hosts & _DROPS)
