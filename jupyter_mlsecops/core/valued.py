"""Values that rules make and change: structs, which cost a twentieth of a dataclass when their module is imported."""

from __future__ import annotations

from typing import Any

import msgspec


class _Fields:
    """The fields of a class as ``dataclasses`` describes them, worked out for who asks."""

    def __get__(self, instance: object | None, owner: type[msgspec.Struct]) -> dict[str, Any]:
        from dataclasses import fields, make_dataclass

        return {field.name: field for field in fields(make_dataclass(owner.__name__, owner.__struct_fields__))}


class Value(msgspec.Struct, frozen=True):
    """The base of what rules handle. ``dataclasses.replace`` and ``fields`` take it for a dataclass."""

    __dataclass_fields__ = _Fields()
