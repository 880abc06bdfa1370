"""Environment variables that a Python cell sets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...sdk import Call, Code, Span, TextEdit, Value


class Setting(NamedTuple):
    """A variable that a statement or call sets. ``edits`` remove it, None where no small edit does."""

    name: str
    value: Value
    span: Span
    edits: tuple[TextEdit, ...] | None


def settings(code: Code) -> Iterator[Setting]:
    """``os.environ["A"] = "1"``, ``os.environ |= {"A": "1"}``, ``os.environ.update(A="1")``, ``.setdefault("A", "1")``,
    ``os.putenv("A", "1")``.
    """
    for store in code.stores("os.environ[]"):
        if isinstance(store.key, str):
            yield Setting(store.key, store.value, store.span, store.drop_statement())
    for store in code.stores("os.environ"):
        for key, added in store.value.entries.items():
            yield Setting(key, added, store.span, None)
    for call in code.calls("os.environ.setdefault", "os.putenv", "os.environ.__setitem__"):
        name, value = call.argument(0, "key"), call.argument(1, "value")
        if name is not None and isinstance(name.constant, str) and value is not None:
            yield Setting(name.constant, value, call.span, call.drop_statement())
    for call in code.calls("os.environ.update"):
        given = call.argument(0)
        entries = {**call.keywords, **(given.entries if given is not None else {})}
        for key, value in entries.items():
            yield Setting(key, value, call.span, _without(call, key, len(entries)))


def _without(call: Call, key: str, entries: int) -> tuple[TextEdit, ...] | None:
    return call.drop_statement() if entries == 1 else call.drop_keyword(key) if key in call.keywords else None
