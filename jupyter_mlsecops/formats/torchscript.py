"""TorchScript: compiled code in the ``code`` folder of an archive of PyTorch. Which operators it calls is told."""

from __future__ import annotations

import re

from .fact import Kind
from .pickles.source import Source
from .record import PATIENCE, Record

_CALL = re.compile(rb"(?<![\w.])((?:torch|ops|aten|prim)(?:\.[A-Za-z_]\w{0,100}){1,6})[ \t]{0,8}\(", re.ASCII)


def is_code(member: str) -> bool:
    """Whether a member of an archive is compiled code: one root folder, then ``code``."""
    parts = member.split("/")
    return "code" in parts[:2] and member.endswith(".py")


def read(source: Source, record: Record, member: str = "") -> None:
    """Note the operators that one source calls, each at its first place."""
    raw = source.read(0, record.limits.text_bytes + 1)
    if len(raw) > record.limits.text_bytes:
        record.gap("Its code is too long.", member, cure=PATIENCE)
    record.read(len(raw))
    for found in _CALL.finditer(raw):
        record.once(Kind.SCRIPT_OPERATOR, found[1].decode("ascii"), found.start(1), member)
