"""Shell lines that send credentials to a host in the network."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Command, Shell, is_nearby
from .credentials import FILES, FOLDERS

_NETWORK = frozenset(("nc", "ncat", "netcat", "socat", "telnet", "openssl", "ftp", "sendmail", "mail", "mailx", "ssh"))
_HTTP = frozenset(("curl", "wget", "http", "https", "xh"))
_COPIERS = frozenset(("scp", "rsync", "sftp", "rclone", "gsutil", "aws", "azcopy", "s3cmd", "mc"))
_DNS = frozenset(("nslookup", "dig", "host", "ping", "drill"))
_LONGEST = 20  # commands of one pipe
_LISTS = (["env"], ["printenv"], ["set"], ["export"], ["export", "-p"], ["declare", "-x"])


def leaks(shell: Shell) -> Iterator[tuple[Command, Command]]:
    """The stretches of a line, by first and last command, that send credentials away."""
    if shell.kind == "magic":
        return
    line = shell.commands()
    fed = {id(command.outer) for command in line if command.outer is not None and _is_source(command)}
    for number, command in enumerate(line):
        if command.outer is not None:
            continue
        if _is_source(command):
            end = number
            while line[end].operator in ("|", "|&") and end + 1 < min(len(line), number + _LONGEST):
                end += 1
                if _receives(line[end]):
                    yield command, line[end]
                    break
            if any(r.target and r.target.text.startswith(("/dev/tcp/", "/dev/udp/")) for r in command.redirects):
                yield command, command
        elif _carries(command, id(command) in fed):
            yield command, command


def _is_source(command: Command) -> bool:
    words = [word.text for word in command.words]
    if not words or command.name in _HTTP | _NETWORK | _COPIERS:
        return False
    if words in _LISTS and not command.settings:
        return True
    if command.name in ("cat", "base64", "xxd", "tar", "zip", "gzip", "head", "strings", "od", "openssl", "grep"):
        return any(_is_kept(word) for word in words[1:])
    return any(r.operator == "<" and r.target and _is_kept(r.target.text) for r in command.redirects)


def _is_kept(text: str) -> bool:
    return not text.endswith(".pub") and (FILES.search(text) is not None or FOLDERS.search(text) is not None)


def _is_here(command: Command) -> bool:
    return any(is_nearby(word.text) or word.text in ("localhost", "127.0.0.1") for word in command.words)


def _receives(command: Command) -> bool:
    """Whether a command sends away what comes in by the pipe."""
    if _is_here(command):
        return False
    if command.name in _NETWORK:
        return True
    words = [word.text for word in command.words[1:]]
    if command.name == "wget":
        return any(word.endswith("=-") or word.endswith("/dev/stdin") for word in words)
    return command.name in _HTTP and any(word.endswith(("@-", "@/dev/stdin")) or word in ("-T-", "-") for word in words)


def _carries(command: Command, is_fed: bool) -> bool:
    """Whether a command that talks to the network is given credentials in its own words, or by a command in them."""
    words = [word.text for word in command.words]
    if command.name not in _HTTP | _NETWORK | _COPIERS | _DNS or _is_here(command):
        return False
    if is_fed:
        return True
    if command.name in _DNS:
        return False
    if any(r.operator == "<" and r.target and _is_kept(r.target.text) for r in command.redirects):
        return True
    if command.name in _HTTP:
        pairs = zip(words, words[1:], strict=False)
        return (
            any("@" in word and _is_kept(word.rpartition("@")[2]) for word in words[1:])
            or any((option in ("-T", "--upload-file") and _is_kept(value)) for option, value in pairs)
            or any(
                word.startswith(("--post-file=", "--body-file=", "--upload-file=")) and _is_kept(word) for word in words
            )
        )
    if command.name in _COPIERS:
        given = [word for option, word in zip(words, words[1:], strict=False) if option not in ("-i", "-F", "-S", "-e")]
        plain = [word for word in given if not word.startswith("-") and "ssh -i" not in word]
        return any(_is_kept(word) and ":" not in word.replace("://", "") for word in plain[:-1])
    return False
