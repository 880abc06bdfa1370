"""Options and settings of commands that switch the check of certificates off."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Command, Match, Shell, Span, TextEdit, Word, is_local, offer
from .options import cut, removal

# curl's short options that take the rest of the word or the next word as their value
_CURL_VALUES = frozenset("AbcCdDeEFhHKmoPQrtTuUwxXyYz")
OFF = frozenset(("0", "false", "no", "off"))
_FLAGS = {
    "curl": ("--insecure", "--proxy-insecure"),
    "wget": ("--no-check-certificate", "--check-certificate=off", "--check-certificate=no"),
    "aria2c": ("--check-certificate=false",),
    "http": ("--verify=no", "--verify=false"),
    "https": ("--verify=no", "--verify=false"),
    "conda": ("--insecure", "-k"),
    "mamba": ("--insecure", "-k"),
    "aws": ("--no-verify-ssl",),
    "gdown": ("--no-check-certificate",),
    "yt-dlp": ("--no-check-certificate", "--no-check-certificates"),
    "youtube-dl": ("--no-check-certificate",),
    "axel": ("--insecure", "-k"),
    "mc": ("--insecure",),
    "s3cmd": ("--no-check-certificate",),
    "oras": ("--insecure",),
    "helm": ("--insecure-skip-tls-verify",),
    "podman": ("--tls-verify=false",),
    "skopeo": ("--tls-verify=false", "--src-tls-verify=false", "--dest-tls-verify=false"),
    "kubectl": ("--insecure-skip-tls-verify", "--insecure-skip-tls-verify=true"),
    "oc": ("--insecure-skip-tls-verify", "--insecure-skip-tls-verify=true"),
}
# A program, the words that say which of its settings is meant, and what follows them.
_SETTINGS = {
    "git": ("http.sslverify",),
    "conda": ("ssl_verify",),
    "mamba": ("ssl_verify",),
    "npm": ("strict-ssl",),
    "yarn": ("strict-ssl", "enablestrictssl"),
}
# Literals of which one is in every command whose options switch the check off.
SCREEN = (
    *("curl", "--no-check-certificate", "check-certificate=", "--verify=", "--no-verify-ssl", "--insecure", "axel"),
    *("tls-verify=false", "trusted-host", "--allow-insecure-host", "sslverify", "ssl_verify", "strict-ssl"),
    "enablestrictssl",
)


def unchecked_or_trusted(shell: Shell, command: Command) -> Iterator[Match]:
    """The options of one command that switch the check off, with the hosts that pip trusts without a certificate."""
    yield from unchecked(shell, command)
    words = command.words if any(word.text == "install" for word in command.words) else ()
    for at, word in enumerate(words):
        name, equals, host = word.text.partition("=")
        if name in ("--trusted-host", "--allow-insecure-host") and (equals or at + 1 < len(words)):
            end = word.span.end if equals else words[at + 1].span.end
            if not is_local(f"https://{host or words[at + 1].text}"):
                yield without(shell, Span(word.span.start, end))


def unchecked(shell: Shell, command: Command) -> Iterator[Match]:
    """The options of one command that switch the check off."""
    if any(_is_at_home(word.text) for word in command.words):
        return  # a service of this machine has no certificate that could be checked
    for word in command.words[1:]:
        if word.text.lower() in _FLAGS.get(command.name, ()):
            yield without(shell, word.span)
    if command.name == "curl":
        yield from _curl(shell, command)
    yield from _settings(shell, command)


def _is_at_home(text: str) -> bool:
    """Whether a word is the address of this machine or its network, with or without a scheme."""
    if text.startswith(("localhost", "127.0.0.1")):
        return True
    return text.startswith(("http://", "https://")) and is_local(text)


def _curl(shell: Shell, command: Command) -> Iterator[Match]:
    """``-k``, alone or among other letters."""
    skip = False
    for word in command.words[1:]:
        text = word.text
        if skip:
            skip = False
        elif text.startswith("-") and not text.startswith("--"):
            for at, letter in enumerate(text[1:], 1):
                if letter in _CURL_VALUES:
                    skip = at == len(text) - 1
                    break
                if letter == "k" and shell.text[slice(*word.span)] == text:
                    place = Span(word.span.start + at, word.span.start + at + 1)
                    edit = TextEdit(cut(shell, word.span) if text == "-k" else place)
                    yield matched(word.span, "Remove -k", edit)
                    break


def _settings(shell: Shell, command: Command) -> Iterator[Match]:
    """``git -c http.sslVerify=false``, ``git config http.sslVerify false`` and those of other programs."""
    names = _SETTINGS.get(command.name)
    if names is None:
        return
    words = command.words
    for at, word in enumerate(words):
        name, equals, value = word.text.partition("=")
        if name.lower() not in names:
            continue
        if equals and value.lower() in OFF:
            start = words[at - 1].span.start if words[at - 1].text == "-c" else word.span.start
            yield without(shell, Span(start, word.span.end)) if start < word.span.start else Match(word.span)
        elif not equals and at + 1 < len(words) and words[at + 1].text.lower() in OFF:
            following: Word = words[at + 1]
            yield matched(following.span, "Switch the check on", TextEdit(following.span, "true"))


def without(shell: Shell, span: Span) -> Match:
    """An option that is best left out."""
    return Match(span, proposals=removal(shell, span, Applicability.SAFE))


def matched(span: Span, title: str, edit: TextEdit) -> Match:
    """What one small edit puts right."""
    return Match(span, proposals=offer(title, Applicability.SAFE, (edit,)))
