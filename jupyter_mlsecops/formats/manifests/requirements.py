"""``requirements.txt`` as pip reads it: one requirement or option a line, continued lines, comments, hashes."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.dependency import Declared
from ...core.manifest import Manifest, install
from ...core.regex import regex
from ...core.shell.installs import Option
from ...core.shell.requirement import Requirement
from ...core.text import Span
from .entries import LONGEST, direct, pep508, refused

ORIGIN = "requirements.txt"
_COMMENT = regex(r"(?:^|(?<=\s))#[^\r\n]*")
_CONTINUED = regex(r"\\(?=(?:\r\n|[\r\n])?\Z)")
_FIRST_OPTION = regex(r"(?:^|(?<=\s))--?[A-Za-z]")
_WORD = regex(r"(?:[^\s\"'\\]+|\\.|\"[^\"]*\"|'[^']*'|[\"'\\])+")
_MARKER = regex(r"\s;")
_LONG = {
    "-i": "index-url",
    "-r": "requirement",
    "-c": "constraint",
    "-e": "editable",
    "-f": "find-links",
    "--pypi-url": "index-url",
}
_WITH_VALUE = frozenset(
    "index-url extra-index-url requirement constraint editable find-links trusted-host no-binary only-binary "
    "use-feature global-option config-settings hash index default-index".split()
)


def read(text: str) -> Manifest:
    """What the file asks for; lines that pip would refuse are problems."""
    return listing(text, ORIGIN, "install")


def listing(text: str, origin: str, verb: str) -> Manifest:
    """What a file in this notation asks for. ``verb`` is install where just that is installed which it lists."""
    packages: list[Declared] = []
    options: list[Option] = []
    bad: list[int] = []
    is_hashed = False
    for start, line in _logical_lines(text):
        begin = _FIRST_OPTION.search(line)
        cut = begin.start() if begin else len(line)
        own = list(_options(line[cut:], start + cut))
        hashes = tuple(option.value for option in own if option.name == "hash")
        is_hashed = is_hashed or bool(hashes)
        asked = line[:cut].strip()
        if asked:
            span = Span(start, start + cut)
            found = _asked(line[:cut], span, origin, hashes)
            packages += [found] if found is not None else []
            bad += [start] if found is None else []
        for option in own:
            if option.name in ("editable", "requirement") and option.value:
                packages.append(_named(option, origin))
        options += (option for option in own if option.name != "hash")
    if is_hashed:  # of one package, and pip wants them of all
        options.append(Option("require-hashes", "", Span(0, 0), Span(0, 0)))
    return Manifest(tuple(packages), (install("pip", verb, tuple(packages), tuple(options)),), refused(text, bad))


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Offset and text of each line, continued ones as one; blanks stand where comments and line ends were."""
    at = begin = 0
    parts: list[str] = []
    for physical in text.splitlines(keepends=True):
        if not parts:
            begin = at
        at += len(physical)
        line = _COMMENT.sub(lambda match: " " * len(match[0]), physical)
        continued = _CONTINUED.search(line) if line == physical else None
        if continued:
            parts.append(line[: continued.start()] + " " * (len(line) - continued.start()))
            continue
        parts.append(line)
        joined = "".join(parts)
        parts = []
        if joined.strip():
            yield begin, joined
    if parts and "".join(parts).strip():
        yield begin, "".join(parts)


def _options(text: str, start: int) -> Iterator[Option]:
    """The options behind a requirement, or those of a line of its own; ``-ifoo``, ``-i foo``, ``--index-url=foo``."""
    words = [(match[0], Span(start + match.start(), start + match.end())) for match in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        word, span = words[at]
        at += 1
        if word.startswith("--"):
            name, equals, value = word.partition("=")
        else:
            name, value = word[:2], word[2:].removeprefix("=")
            equals = value
        name = _LONG.get(name, name.lstrip("-"))
        value_span = Span(span.end - len(value), span.end)
        if not equals and name in _WITH_VALUE and at < len(words):
            value, value_span = words[at]
            span = Span(span.start, value_span.end)
            at += 1
        if word.startswith("-"):
            bare = value.strip("\"'")
            yield Option(name, bare, span, value_span)


def _asked(line: str, span: Span, origin: str, hashes: tuple[str, ...]) -> Declared | None:
    """One requirement; its place is that of the name or the address with the version, without a marker."""
    marker = _MARKER.search(line) or (regex(";").search(line) if "://" not in line else None)
    end = marker.start() if marker else len(line)
    text = line[:end]
    begin = len(text) - len(text.lstrip())
    place = Span(span.start + begin, span.start + len(text.rstrip()))
    found = pep508(line.strip(), place, origin, hashes) if len(line) <= LONGEST else None
    return found or direct(text.strip(), place, origin, hashes)


def _named(option: Option, origin: str) -> Declared:
    """What ``-e`` and ``-r`` name: a project, or another list."""
    found = direct(option.value, option.value_span, origin) if option.name == "editable" else None
    if found is not None:
        return found
    kind = Requirement("", "", "path" if option.name == "editable" else "file", option.value_span, option.value)
    return Declared("", "", kind, "", option.value_span, origin)
