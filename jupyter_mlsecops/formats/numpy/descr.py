"""The type of an array as its header spells it: how many bytes a value has, and whether it may be a Python object."""

from __future__ import annotations

import re
from typing import NamedTuple

_DEPTH = 32
_FIELDS = 100_000
# What numpy writes. Whatever else it accepts (aliases, comma texts) is told.
_CANONICAL = re.compile(r"[<>|=]([biufcmMSUVO?])([0-9]{0,9})(?:\[[0-9a-zA-Z/]{1,20}\])?", re.ASCII)


class Type(NamedTuple):
    """A type. ``size`` is in bytes, None where it cannot be told; ``odd`` is how it is spelled if not as usual."""

    size: int | None
    is_object: bool = False
    odd: str = ""


class BadType(Exception):
    """A header names no type."""


def type_of(descr: object, depth: int = 0) -> Type:
    """The type that a ``descr`` entry means. What is spelled oddly may be an object. Raises ``BadType``."""
    if depth > _DEPTH:
        raise BadType("Its type is nested too deeply.")
    if isinstance(descr, str):
        return _plain(descr)
    if isinstance(descr, tuple):
        if len(descr) != 2:
            raise BadType("Its type is not one.")
        return _repeated(type_of(descr[0], depth + 1), descr[1])
    if isinstance(descr, list):
        if len(descr) > _FIELDS:
            raise BadType("Its type has too many fields.")
        return _together([_field(field, depth) for field in descr])
    if isinstance(descr, dict):
        formats = descr.get("formats")
        inner = [type_of(item, depth + 1) for item in formats] if isinstance(formats, (list, tuple)) else []
        return Type(None, any(found.is_object for found in inner) or not inner, "a mapping")
    raise BadType("Its type is not one.")


def _plain(text: str) -> Type:
    found = _CANONICAL.fullmatch(text)
    if found is None:
        return Type(None, True, text)
    letter, digits = found.groups()
    if letter == "O":
        return Type(8, True)
    if not digits:
        return Type(1 if letter == "?" else None, False, "" if letter in "?SUV" else text)
    return Type(int(digits) * (4 if letter == "U" else 1))


def _field(field: object, depth: int) -> Type:
    if not isinstance(field, tuple) or not 2 <= len(field) <= 3:
        raise BadType("A field of its type is not one.")
    found = type_of(field[1], depth + 1)
    return found if len(field) == 2 else _repeated(found, field[2])


def _repeated(found: Type, shape: object) -> Type:
    counts = shape if isinstance(shape, tuple) else (shape,)
    if len(counts) > 64 or not all(type(n) is int and 0 <= n < 1 << 63 for n in counts):
        raise BadType("The shape of a field is not one.")
    size = found.size
    for n in counts:
        size = size * n if size is not None else None
    return found._replace(size=size)


def _together(found: list[Type]) -> Type:
    size: int | None = 0
    for one in found:
        size = size + one.size if size is not None and one.size is not None else None
    return Type(size, any(one.is_object for one in found), next((one.odd for one in found if one.odd), ""))
