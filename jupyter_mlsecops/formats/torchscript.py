"""TorchScript: compiled code in the ``code`` folder of an archive of PyTorch. Which operators it calls is told."""

from __future__ import annotations

import re

from .fact import Kind
from .pickles.source import Source
from .record import PATIENCE, Record

# Blanks may stand around the dots, and what is not called at once may be called by another name.
_NAME = re.compile(rb"(?<![\w.])(torch|ops|aten|prim)((?:[ \t]{0,8}\.[ \t]{0,8}[A-Za-z_]\w{0,100}){1,6})", re.ASCII)
# A text up to its end, or to that of its line, where the next one begins; or a name that is used as a value.
_PART = re.compile(
    rb"\x22(?:[^\x22\\\n]|\\.)*\\?(?:\x22|\n|\Z)|\x27(?:[^\x27\\\n]|\\.)*\\?(?:\x27|\n|\Z)|\x23[^\n]*"
    rb"|(?<![\w.])(torch|ops)(?![ \t]{0,8}[.\w])",
    re.ASCII,
)
_BLANKS = re.compile(rb"[ \t]+")


def is_code(member: str) -> bool:
    """Whether a member of an archive is compiled code: one root folder, then ``code``."""
    parts = member.split("/")
    return "code" in parts[:2] and member.endswith(".py")


def read(source: Source, record: Record, member: str = "") -> None:
    """Note the operators that one source names, each at its first place."""
    raw = source.read(0, record.limits.text_bytes + 1)
    if len(raw) > record.limits.text_bytes:
        record.gap("Its code is too long.", member, cure=PATIENCE)
    record.read(len(raw))
    for found in _NAME.finditer(raw):
        record.items()
        name = found[1] + _BLANKS.sub(b"", found[2])
        record.once(Kind.SCRIPT_OPERATOR, name.decode("ascii"), found.start(1), member)
    for found in _PART.finditer(raw):
        record.items()
        if found[1]:
            why = f"Its code has another name for {found[1].decode()}: what it calls cannot be told."
            record.gap(why, member, found.start())
            break
