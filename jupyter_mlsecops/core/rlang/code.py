"""The R code of a notebook, understood: calls across its cells, constants, and where files come from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

import msgspec

from ..ipynb import Cell, Notebook
from ..python.escapes import mask
from . import syntax
from .call import RCall, RChunk, RValue
from .syntax import Token, call_of

_R = frozenset(("r", "ir", "irkernel", "webr", "xr"))
_JOINS = frozenset(("paste0", "paste", "file.path", "str_c", "glue", "sprintf", "normalizePath", "here", "path.expand"))
_WRAPS = frozenset(("url", "gzcon", "file", "gzfile", "bzfile", "xzfile", "curl", "rawConnection", "memDecompress"))
_FETCHERS = {
    "download.file": (1, "destfile"),
    "download": (1, "destfile"),
    "curl_download": (1, "destfile"),
    "curl_fetch_disk": (1, "path"),
    "drive_download": (1, "path"),
    "pb_download": (0, "file"),
    "write_disk": (0, "path"),
    "req_perform": (1, "path"),
}
_CONTENTS = frozenset(("GET", "getURL", "getBinaryURL", "req_perform", "curl_fetch_memory", "url", "curl", "pins_get"))
_WRITERS = {
    "saveRDS": (1, "file"),
    "save": (-1, "file"),
    "save.image": (0, "file"),
    "write_rds": (1, "file"),
    "qsave": (1, "file"),
    "dput": (1, "file"),
    "py_save_object": (1, "filename"),
    "sink": (0, "file"),
}
_DEPTH = 6


class ROrigin(msgspec.Struct, frozen=True):
    """Where a file comes from: see ``python.origin.Origin``."""

    kind: Literal["downloaded", "url", "written", "unknown"]
    call: RCall | None = None


class RCode:
    """The R code of one notebook."""

    def __init__(self, notebook: Notebook) -> None:
        self.chunks = notebook.gather(_chunks)
        self._assigned: dict[str, list[tuple[tuple[int, int], tuple[Token, ...]]]] = {}
        for chunk in self.chunks:
            for one in syntax.parse(chunk.text).assignments:
                self._assigned.setdefault(one.name, []).append(((chunk.number, one.at), one.value))

    def calls(self, *names: str) -> Iterator[RCall]:
        """The calls of functions by name, whatever their package, in order."""
        for chunk in self.chunks:
            found = [call for call in syntax.parse(chunk.text).calls if call.name in names]
            for call in sorted(found, key=lambda c: c.span.start):
                yield RCall(self, chunk, call)

    def defines(self, name: str) -> bool:
        """Whether the notebook gives a name another meaning: a function of its own."""
        return name in self._assigned

    def is_constant(self, name: str) -> bool:
        """Whether a name is only ever given constants."""
        given = self._assigned.get(name, [])
        return bool(given) and all(len(value) == 1 and value[0].kind in ("string", "number") for _, value in given)

    def settled(self, value: Sequence[Token], at: tuple[int, int]) -> Sequence[Token]:
        """The expression that a name was last given, followed as far as it is known."""
        for _ in range(_DEPTH):
            if len(value) != 1 or value[0].kind != "name":
                break
            given = self._given(value[0].text, at)
            if given is None:
                break
            at, value = given
        return value

    def text(self, value: Sequence[Token], at: tuple[int, int], depth: int = 0) -> tuple[str, bool]:
        """The text that an expression begins with, and whether that is all of it."""
        value = self.settled(value, at)
        if len(value) == 1 and value[0].kind in ("string", "number"):
            return value[0].text, value[0].kind == "string"
        call = call_of(value)
        if call is None or depth > _DEPTH or not call.arguments:
            return "", False
        plain = [argument for argument in call.arguments if not argument.name]
        if call.name in _WRAPS and plain:
            return self.text(plain[0].value, at, depth + 1)[0], False
        if call.name not in _JOINS:
            return "", False
        if call.name in ("glue", "sprintf"):
            head = self.text(plain[0].value, at, depth + 1)[0] if plain else ""
            mark = min((k for k in (head.find("{"), head.find("%")) if k >= 0), default=len(head))
            return head[:mark], mark == len(head) and len(plain) == 1
        glue = {"paste": " ", "file.path": "/", "here": "/"}.get(call.name, "")
        named = [a for a in call.arguments if a.name in ("sep", "collapse")]
        if named:
            glue = self.text(named[0].value, at, depth + 1)[0]
        out: list[str] = []
        for argument in plain:
            text, is_whole = self.text(argument.value, at, depth + 1)
            out.append(text)
            if not is_whole:
                return glue.join(out), False
        return glue.join(out), True

    def names(self, value: Sequence[Token], at: tuple[int, int], functions: bool = False) -> Iterator[str]:
        """The names in an expression, and in the expressions that its names were given."""
        pending = [(at, value)]
        seen: set[str] = set()
        while pending and len(seen) < 50:
            at, value = pending.pop()
            for token, following in zip(value, [*value[1:], None], strict=True):
                is_function = following is not None and following.text == "("
                if token.kind != "name" or (following is not None and following.text == "=") or token.text in seen:
                    continue
                seen.add(token.text)
                if is_function == functions:
                    yield token.text.rpartition(":")[2]
                given = None if is_function else self._given(token.text, at)
                if given is not None:
                    pending.append(given)

    def origin(self, value: RValue | None) -> ROrigin:
        """Where the file or bytes that an argument means come from, as far as this notebook tells."""
        if value is None:
            return ROrigin("unknown")
        if value.text.lower().startswith(("http://", "https://", "ftp://")):
            return ROrigin("url")
        if set(value.functions) & _CONTENTS:
            return ROrigin("downloaded")
        keys = self._keys(value)
        fetched, written = self._files
        for key in sorted(keys & fetched.keys()):
            return ROrigin("downloaded", fetched[key])
        for key in sorted(keys & written.keys()):
            return ROrigin("written", written[key])
        return ROrigin("unknown")

    @cached_property
    def _files(self) -> tuple[dict[str, RCall], dict[str, RCall]]:
        """By key, the calls that fetch files and those that write them."""
        tables: list[dict[str, RCall]] = []
        for table in (_FETCHERS, _WRITERS):
            files: dict[str, RCall] = {}
            for call in self.calls(*table):
                position, name = table[call.name]
                target = call.argument(position, name)
                for key in self._keys(target) if target is not None else ():
                    files.setdefault(key, call)
            tables.append(files)
        return tables[0], tables[1]

    def _keys(self, value: RValue) -> set[str]:
        """The names under which a file may be known: its path, and the expression that gives it."""
        path = value.constant
        if path is not None:
            return {path.removeprefix("./").replace("\\", "/")}
        keys = {" ".join(token.text for token in value.written.value)}
        call = value.call
        if call is not None and call.name in _WRAPS and call.arguments:
            keys |= self._keys(call.arguments[0])
        return keys

    def _given(self, name: str, at: tuple[int, int]) -> tuple[tuple[int, int], tuple[Token, ...]] | None:
        """The last value that a name was given before a place, else the first one that it is given."""
        given = self._assigned.get(name)
        if not given:
            return None
        behind = bisect_left(given, at, key=_place_of)
        if behind:
            return given[behind - 1]
        return given[0] if given[0][0][0] != at[0] else None


def r_code(notebook: Notebook) -> RCode:
    """The R code of a notebook, read once: of an R kernel, and of ``%%R`` cells and ``%R`` lines in one of Python."""
    code: RCode | None = notebook.__dict__.get("r_code")  # it is frozen for rules, and this is not theirs to see
    if code is None:
        code = notebook.__dict__["r_code"] = RCode(notebook)
    return code


def _place_of(given: tuple[tuple[int, int], tuple[Token, ...]]) -> tuple[int, int]:
    return given[0]


def _chunks(cell: Cell) -> list[RChunk]:
    if cell.kind == "code" and cell.language in _R:
        return [RChunk(cell, cell.index, 0, cell.source)]
    if cell.kind != "code" or cell.language != "python" or "%R" not in cell.source:
        return []
    bodies = [escape.body for escape in mask(cell.source).escapes if escape.name == "R"]
    return [RChunk(cell, cell.index, body.start, cell.source[slice(*body)]) for body in bodies]
