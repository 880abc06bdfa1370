"""Shell commands that fetch, unpack, copy and move files, or change the folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from ..regex import regex
from ..shell.commands import commands
from .paths import HOLE, REMOTE, is_near


class Step(msgspec.Struct, frozen=True):
    """One thing that a command does. ``target`` is a file or folder; ``UNNAMED`` where its name is not told.

    ``fetch``: to ``target``; ``unpack`` and ``copy``: ``source`` to ``target``; ``cd``: into ``target``.
    """

    kind: Literal["fetch", "unpack", "copy", "cd"]
    target: str
    source: str = ""


UNNAMED = "\1"  # a file in this folder whose name is not told
_ENDINGS = (".gz", ".bz2", ".xz", ".lzma", ".zst", ".Z")
_UNZIPPERS = frozenset(("gunzip", "bunzip2", "unxz", "unlzma", "unzstd", "uncompress"))
_ZIPPERS = frozenset(("gzip", "bzip2", "xz", "lzma", "zstd", "pigz"))
_CLIENTS = frozenset(("wget", "curl", "aria2c", "axel", "http", "wget2", "lftp"))
# Options that take a value, so that the value is not taken for a URL or file.
_VALUES = {
    "git": frozenset("-b --branch --depth -o --origin -c --config -j --jobs --reference --filter -u".split()),
    "curl": frozenset(
        "-H --header -A --user-agent -u --user -d --data -X --request -b --cookie -c --retry -m -e".split()
    ),
    "wget": frozenset("--header -U --user-agent --user --password -t --tries -T --timeout -a -i -e -l -A -R".split()),
    "unzip": frozenset(("-x", "-P")),
    "kaggle": frozenset(("-v", "--file-name")),
    "huggingface-cli": frozenset("--revision --repo-type --token --include --exclude --cache-dir".split()),
    "hf": frozenset("--revision --repo-type --token --include --exclude --cache-dir".split()),
    "scp": frozenset(("-P", "-i", "-o", "-F")),
    "rsync": frozenset(("-e", "--rsh", "--exclude")),
    "aws": frozenset(("--profile", "--region", "--endpoint-url", "--exclude", "--include")),
}
_HOST = regex(r"(?:[\w.-]+@)?[\w.-]{2,}:(?!//)")


def steps(text: str) -> Iterator[Step]:
    """What the commands of a shell text do with files, in order."""
    piped = False
    for command in commands(text, False):
        words = [word.text for word in command.words]
        into = [
            redirect.target.text
            for redirect in command.redirects
            if redirect.operator in (">", ">>", "1>", ">|") and redirect.target
        ]
        found, streams = _of(words, piped)
        yield from found
        fetched = streams or (piped and not found)
        if fetched:
            yield from (Step("fetch", target) for target in into)
        piped = fetched and not into and command.operator in ("|", "|&")


def of_words(words: Sequence[str]) -> Iterator[Step]:
    """What one command, given as its words, does with files."""
    yield from _of(list(words), False)[0]


def _of(words: list[str], piped: bool) -> tuple[list[Step], bool]:
    """The steps of one command, and whether it prints what it fetched."""
    if not words:
        return [], False
    program = words[0].rpartition("/")[2]
    if program in ("python", "python3") and words[1:2] == ["-m"] and len(words) > 2:
        words = words[2:]
        program = words[0]
        if program in ("zipfile", "tarfile") and "-e" in words:
            at = words.index("-e")
            return [Step("unpack", words[at + 2] if len(words) > at + 2 else "", words[at + 1])] if len(
                words
            ) > at + 1 else [], False
    options, plain = _split(words[1:], _VALUES.get(program, frozenset()))
    if program in ("cd", "pushd", "chdir"):
        return [Step("cd", plain[0] if plain else "/root")], False
    if program in _CLIENTS:
        return _client(program, words[1:])
    if program in ("mv", "cp", "ln") and len(plain) >= 2:
        return list(_copied(plain[:-1], plain[-1])), False
    if program == "tee" and piped:
        return [Step("fetch", target) for target in plain], False
    maker = _MAKERS.get(program)
    if maker is not None:
        return list(maker(options, plain, words, piped)), False
    return list(_unpacked(program, options, plain, words, piped)), False


def _split(words: Sequence[str], with_value: frozenset[str]) -> tuple[list[tuple[str, str]], list[str]]:
    """The options, each with the word behind it or its ``=value``, and the other words."""
    options: list[tuple[str, str]] = []
    plain: list[str] = []
    skip = False
    for k, word in enumerate(words):
        if skip:
            skip = False
        elif word.startswith("-") and len(word) > 1:
            name, _, value = word.partition("=")
            following = words[k + 1] if k + 1 < len(words) else ""
            options.append((name, value or following))
            skip = name in with_value and not value
        else:
            plain.append(word)
    return options, plain


def _value(options: Sequence[tuple[str, str]], *names: str) -> str:
    return next((value for name, value in options if name in names), "")


def _without(plain: Sequence[str], *values: str) -> list[str]:
    return [word for word in plain if word not in values or not word]


def _in(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}" if folder else name


def _base(url: str) -> str:
    path = re.split(r"[?#]", url, maxsplit=1)[0].rstrip("/")
    return path.rpartition("/")[2] or UNNAMED


def _client(program: str, words: list[str]) -> tuple[list[Step], bool]:
    output, folder, remote_name = "", "", False
    urls: list[str] = []
    letter = "O" if program.startswith("wget") else "o"
    names = ("--output-document", "--output", "--out")
    skip = False
    for k, word in enumerate(words):
        following = words[k + 1] if k + 1 < len(words) else ""
        name, _, value = word.partition("=")
        if skip:
            skip = False
        elif name in names:
            output, skip = value or following, not value
        elif (
            name in ("-P", "-d", "--dir", "--directory-prefix", "--output-dir")
            and program != "curl"
            or name == "--output-dir"
        ):
            folder, skip = value or following, not value
        elif program == "wget" and word.startswith("-P") and len(word) > 2:
            folder = word[2:]
        elif word in _VALUES.get(program, ()):
            skip = True
        elif re.match(rf"-[A-Za-z]*{letter}", word) and not word.startswith("--"):
            rest = word.partition(letter)[2]
            output, skip = rest or following, not rest
        elif word.startswith("-"):
            remote_name |= program == "curl" and (
                word in ("--remote-name", "--remote-name-all") or ("O" in word and word[1] != "-")
            )
        elif (
            REMOTE.match(word)
            or HOLE in word
            or word[:1] in "$({"
            or "://" in word
            or re.match(r"www\.|[\w-]+(?:\.[\w-]+)+/", word)
        ):
            urls.append(word)
    if urls and all(is_near(url) for url in urls):
        return [], False
    if output:
        if output in ("-", "/dev/stdout"):
            return [], True
        return ([Step("fetch", _in(folder, output))] if output != "/dev/null" else []), False
    if program in ("curl", "http") and not remote_name:
        return [], bool(urls)
    return [Step("fetch", _in(folder, _base(url))) for url in urls], False


_Options = Sequence[tuple[str, str]]


def _git(options: _Options, plain: list[str], words: list[str], piped: bool) -> Iterator[Step]:
    if "clone" in plain:
        rest = plain[plain.index("clone") + 1 :]
        if rest:
            yield Step("fetch", rest[1] if len(rest) > 1 else _base(rest[0]).rpartition(":")[2].removesuffix(".git"))


def _gdown(options: _Options, plain: list[str], words: list[str], piped: bool) -> Iterator[Step]:
    output = _value(options, "-O", "--output")
    yield Step("fetch", _in(output, UNNAMED) if output.endswith("/") else output or UNNAMED)


def _kaggle(options: _Options, plain: list[str], words: list[str], piped: bool) -> Iterator[Step]:
    if "download" not in plain and "output" not in plain:
        return
    folder = _value(options, "-p", "--path")
    name = _value(options, "-d", "--dataset", "-c", "--competition") or (plain[-1] if len(plain) > 2 else "")
    file = _value(options, "-f", "--file")
    if "--unzip" in words or "--untar" in words or "output" in plain:
        yield Step("fetch", folder)
    elif file:
        yield Step("fetch", _in(folder, _base(file)))
    else:
        yield Step("fetch", _in(folder, _base(name) + ".zip") if name else folder)


def _hub(options: _Options, plain: list[str], words: list[str], piped: bool) -> Iterator[Step]:
    folder = _value(options, "--local-dir")
    if "download" in plain and folder:
        yield Step("fetch", folder)


def _store(options: _Options, plain: list[str], words: list[str], piped: bool) -> Iterator[Step]:
    """``aws s3 cp``, ``gsutil cp``, ``gcloud storage cp``, ``azcopy copy``, ``dvc get``, ``scp``, ``rsync``."""
    if words[0] == "az":
        target = _value(options, "-f", "--file", "-d", "--destination")
        if "download" in words and target:
            yield Step("fetch", target)
        return
    places = [word for word in plain if word not in ("s3", "cp", "sync", "copy", "rsync", "storage", "get", "mv")]
    if len(places) < 2 or not (REMOTE.match(places[-2]) or _HOST.match(places[-2])) or REMOTE.match(places[-1]):
        return
    source, target = places[-2], places[-1]
    yield Step("fetch", target)
    if not source.endswith("/"):
        yield Step("fetch", _in("" if target == "." else target, _base(source).rpartition(":")[2]))


def _tar(options: _Options, plain: list[str], words: list[str], piped: bool) -> Iterator[Step]:
    flags = words[1].lstrip("-") if len(words) > 1 and not words[1].startswith("--") else ""
    if (
        "x" not in flags
        and not {"-x", "--extract", "--get"}.intersection(words)
        and not any(re.match(r"-\w*x", w) for w in words)
    ):
        return
    folder = _value(options, "-C", "--directory")
    archive = _value(options, "--file")
    if not archive:
        at = next((k for k, w in enumerate(words[1:], 1) if re.fullmatch(r"-?[A-Za-z]*f", w)), 0)
        archive = words[at + 1] if at and at + 1 < len(words) else ""
    if piped and archive in ("", "-"):
        yield Step("fetch", folder)
    elif archive:
        yield Step("unpack", folder, archive)


def _unpacked(program: str, options: _Options, plain: list[str], words: list[str], piped: bool) -> Iterator[Step]:
    if program == "unzip":
        folder = _value(options, "-d")
        rest = _without(plain, folder)
        if rest:
            yield Step("unpack", folder, rest[0])
    elif program in ("7z", "7za", "7zr", "7zz") and plain[:1] in (["x"], ["e"]) and len(plain) > 1:
        folder = next((name[2:] for name, _ in options if name.startswith("-o")), "")
        yield Step("unpack", folder, plain[1])
    elif program in ("unrar", "rar", "unar", "jar") and plain:
        rest = [word for word in plain if word not in ("x", "e", "xf")]
        if rest:
            yield Step("unpack", rest[1] if len(rest) > 1 else _value(options, "-o"), rest[0])
    elif program in _UNZIPPERS or (
        program in _ZIPPERS and any(re.match(r"-\w*d|--decompress", name) for name, _ in options)
    ):
        for name in plain:
            ending = next((e for e in _ENDINGS if name.endswith(e)), "")
            if ending:
                yield Step("unpack", name.removesuffix(ending), name)


def _copied(sources: list[str], target: str) -> Iterator[Step]:
    for source in sources:
        yield Step("copy", target, source)
        if not source.endswith("/"):
            yield Step("copy", _in("" if target == "." else target, source.rpartition("/")[2]), source)


_MAKERS = {
    "git": _git,
    "gdown": _gdown,
    "kaggle": _kaggle,
    "huggingface-cli": _hub,
    "hf": _hub,
    **dict.fromkeys(("aws", "gsutil", "gcloud", "azcopy", "az", "dvc", "scp", "rsync", "s5cmd", "rclone"), _store),
    **dict.fromkeys(("tar", "bsdtar", "gtar"), _tar),
}
