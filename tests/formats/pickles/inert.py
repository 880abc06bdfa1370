"""What the real unpicklers do with a stream, found out without importing or calling anything that it names.

Every name is answered with a stub; stubs write down what is done to them and do nothing.
"""

from __future__ import annotations

import io
import pickle
from dataclasses import dataclass, field
from typing import Any

Name = tuple[str, str]


@dataclass
class Trace:
    """What happened: names resolved, names called, values called, names changed, ids handed over, STOP offsets."""

    resolved: set[Name] = field(default_factory=set)
    called: set[Name] = field(default_factory=set)
    changed: set[Name] = field(default_factory=set)
    value_called: bool = False
    persistent: bool = False
    stops: list[int] = field(default_factory=list)


class _Peekable(io.BytesIO):
    """A file that lets the unpickler look ahead as far as it likes: then frames mean nothing to it."""

    def peek(self, _: int = 0) -> bytes:
        return self.getvalue()[self.tell() :]


def trace(
    data: bytes, *, pure: bool, shared: bool = False, peek: bool = False, encoding: str = "ASCII", buffers: int = 0
) -> Trace:
    """Run an inert unpickler over all streams of some bytes; ``shared`` uses one unpickler, and so one memo, for all.

    ``peek`` gives it a file to look ahead in.
    """
    found = Trace()
    file = _Peekable(data) if peek else io.BytesIO(data)
    base: Any = pickle._Unpickler if pure else pickle.Unpickler  # type: ignore[attr-defined]
    kind = _inert(base, found)

    def unpickler() -> Any:
        return kind(file, encoding=encoding, buffers=[b"x"] * buffers if buffers else None)

    one = unpickler()
    try:
        while file.tell() < len(data) and len(found.stops) < 4:
            one.load()
            found.stops.append(file.tell())
            if not shared:
                one = unpickler()
    except (Exception, RecursionError):
        pass
    return found


def _inert(base: Any, found: Trace) -> Any:
    class Meta(type):
        name: Name

        def __call__(cls, *args: Any, **kwargs: Any) -> Any:
            found.called.add(cls.name)
            return type.__call__(cls)

        def append(cls, *_: Any) -> None:
            found.changed.add(cls.name)

        extend = add = __setitem__ = append

    class Stub(metaclass=Meta):
        name: Name = ("", "")

        def __new__(cls, *args: Any, **kwargs: Any) -> Any:
            found.called.add(cls.name)
            return object.__new__(cls)

        def __init__(self, *_: Any) -> None: ...

        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            found.value_called = True
            return self

        def __setstate__(self, *_: Any) -> None:
            if isinstance(self, type) or not isinstance(self, Stub):
                return

        def append(self, *_: Any) -> None: ...

        extend = add = __setitem__ = update = append

        def __iter__(self) -> Any:
            return iter(())

    class Inert(base):  # type: ignore[misc]
        def find_class(self, module: str, name: str) -> Any:
            found.resolved.add((module, name))
            return Meta("Stub", (Stub,), {"name": (module, name)})

        def persistent_load(self, pid: Any) -> Any:
            found.persistent = True
            return type.__call__(Meta("Stub", (Stub,), {"name": ("persistent", "id")}))

    return Inert
