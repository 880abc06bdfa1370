"""The metadata block of a script (PEP 723): the packages and the Python that a file or a cell says it needs."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

from .regex import regex
from .shell.requirement import Kind, Requirement, requirement
from .shell.words import Word
from .text import Span

_MARK = "# /// script"
_MOST = 64 * 1024  # characters of one block
_LINE = regex(r"#(?: [^\r\n]*)?(?:\r\n|\r|\n|\Z)")


def script_requirements(source: str) -> Iterator[Requirement]:
    """What the block asks for, at its places in the source; nothing where there is none or it is not valid.

    The Python that it requires has the name ``python``.
    """
    block = _block(source)
    if block is None:
        return
    text = source[slice(*block)]
    read = _toml("\n".join(line[2:] if line.startswith("# ") else line[1:] for line in text.splitlines()))
    python = read.get("requires-python")
    if isinstance(python, str) and python.strip():
        at = _place(text, "requires-python", python, 0)
        yield Requirement("python", python.strip(), _kind(python), at.shift(block.start))
    listed = read.get("dependencies")
    behind = 0
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, str):
            at = _place(text, "dependencies", one, behind)
            behind = at.end
            found = requirement(Word(one, at.shift(block.start)))
            if found is not None:
                yield found


def _block(source: str) -> Span | None:
    """The lines between the marks: up to the last closing one of the comment, as the standard has it."""
    start = 0
    while True:
        start = source.find(_MARK, start)
        if start < 0:
            return None
        behind = start + len(_MARK)
        if (start == 0 or source[start - 1] in "\r\n") and source[behind : behind + 1] in ("\r", "\n"):
            break
        start = behind
    first = at = behind + (2 if source.startswith("\r\n", behind) else 1)
    end = -1
    while at < len(source) and at - first < _MOST and (line := _LINE.match(source, at)):
        if line.group().rstrip("\r\n") == "# ///":
            end = at
        at = line.end()
    return Span(first, end) if end >= 0 else None


def _toml(text: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _place(text: str, key: str, value: str, behind: int) -> Span:
    """Where a value stands in quotes behind its key; the key's line where it is written in another way."""
    head = re.search(rf"(?:^|\n)#[ \t]*({key}[ \t]*=)", text)
    start = max(behind, head.end() if head else 0)
    found = [at for quote in "\"'" if (at := text.find(f"{quote}{value}{quote}", start)) >= 0]
    if found:
        return Span(min(found) + 1, min(found) + 1 + len(value))
    return Span(*head.span(1)) if head else Span(0, len(text))


def _kind(specifier: str) -> Kind:
    return "pinned" if re.match(r"\s*===?[^,*]+\Z", specifier) else "ranged"
