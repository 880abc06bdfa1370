"""What an encoded text holds, told by its first bytes: a pickle, a program, packed code. Nothing is unpickled.

Only so much is decoded and unpacked as tells what it is, so that no text takes long and none grows in memory.
"""

from __future__ import annotations

import base64
import binascii
import io
import zlib
from contextlib import suppress

from ...sdk import Frozen, Severity, regex

_LONGEST = 400_000  # characters of an encoded text that are decoded
_UNPACKED = 200_000  # bytes that are unpacked of a packed one
_OPCODES = 20_000
_DEEPEST = 3
_DANGEROUS = frozenset(
    ("os", "posix", "nt", "subprocess", "sys", "socket", "shutil", "pty", "importlib", "runpy", "code", "webbrowser")
    + ("ctypes", "requests", "urllib", "urllib.request", "httpx", "commands", "popen2", "multiprocessing", "asyncio")
    + ("timeit", "pip", "torch.utils.cpp_extension", "numpy.testing._private.utils", "bdb", "pdb", "operator", "types")
)
_BUILTINS = frozenset(
    ("eval", "exec", "execfile", "compile", "open", "getattr", "__import__", "apply", "input", "globals", "breakpoint")
)
_PYTHON = regex(
    r"(?m)^\s{0,40}(?:import\s+\w|from\s+[\w.]{1,60}\s+import\s|def\s+\w+\s{0,4}\(|class\s+\w|exec\s{0,4}\(|eval\s{0,4}\(|__import__\s{0,4}\()"
)
_RISKY = regex(
    r"\b(?:exec|eval|__import__|compile)\s{0,4}\(|\bos\s{0,4}\.\s{0,4}(?:system|popen|dup2|exec\w{1,3})\b|\bsubprocess\b"
    r"|\bsocket\b|\bpty\b|\burlopen\b|\brequests\s{0,4}\.\s{0,4}(?:get|post|put)\b|\bpickle\b|\bmarshal\b|\bctypes\b"
    r"|\bos\s{0,4}\.\s{0,4}environ\b|/\.ssh|/dev/tcp"
)
_SHELL = regex(
    r"(?:curl|wget)\b[^\n]{0,300}\|\s{0,4}(?:sudo\s{1,4})?(?:ba|z|da)?sh\b|/dev/tcp/|\bnc\b[^\n]{0,80}\s-e\b|\A#!/bin/(?:ba|z|da)?sh"
    r"|(?i:powershell\b[^\n]{0,80}\s-(?:e|enc|encodedcommand)\b|\biex\s{0,4}\(|Invoke-Expression)"
)
_TEXT_PICKLE = regex(
    r"c(?P<module>os|posix|nt|subprocess|builtins|__builtin__|commands|sys|socket|pty)(?:\\n|\n)(?P<name>\w{2,20})(?:\\n|\n)"
)


class Payload(Frozen, frozen=True):
    """What is in an encoded text, in words; ``is_grave`` if it runs a command or is a program."""

    what: str
    severity: Severity

    @property
    def is_grave(self) -> bool:
        return self.severity.rank >= Severity.HIGH.rank


def of_base64(text: str) -> Payload | None:
    """What a base64 text holds; None for nothing that is worth a word."""
    head = _decoded(text[:64])
    if head is None or not _is_candidate(head):
        return None
    raw = _decoded(text[:_LONGEST])
    return of_bytes(raw) if raw is not None else None


def of_bytes(raw: bytes, depth: int = 0) -> Payload | None:
    """What some bytes are; None for nothing that is worth a word."""
    if raw[:4] == b"\x7fELF" and raw[4:5] in (b"\x01", b"\x02"):
        return Payload("a program (ELF)", Severity.HIGH)
    if raw[:2] == b"MZ" and (b"PE\0\0" in raw[:1024] or b"DOS mode" in raw[:512]):
        return Payload("a program (Windows)", Severity.HIGH)
    if raw[:1] == b"\x80" and raw[1:2] in b"\x02\x03\x04\x05" and len(raw) > 3:
        return _pickle(raw)
    if raw[:3] in (b"\x1f\x8b\x08",) or (raw[:1] == b"\x78" and raw[1:2] in b"\x01\x5e\x9c\xda"):
        inner = of_bytes(_unpacked(raw), depth + 1) if depth < _DEEPEST else None
        return Payload(f"packed: {inner.what}", inner.severity) if inner else None
    return _script(raw) or (_nested(raw, depth) if depth < _DEEPEST else None)


def of_text_pickle(text: str) -> Payload | None:
    """A pickle of the oldest protocol, which is text, that calls something dangerous."""
    for match in _TEXT_PICKLE.finditer(text):
        if _is_dangerous(match["module"], match["name"]):
            return Payload(f"a pickle that calls {match['module']}.{match['name']}", Severity.HIGH)
    return None


def _is_candidate(head: bytes) -> bool:
    if head[:4] == b"\x7fELF" or head[:2] == b"MZ" or head[:3] == b"\x1f\x8b\x08":
        return True
    if head[:1] in (b"\x80", b"\x78"):
        return head[1:2] in b"\x01\x02\x03\x04\x05\x5e\x9c\xda"
    return all(32 <= c < 127 or c in b"\t\r\n" for c in head)


def _decoded(text: str) -> bytes | None:
    text = text[: len(text) // 4 * 4] if "=" not in text[-3:] else text + "=" * (-len(text) % 4)
    try:
        return base64.b64decode(text.translate(_URL_SAFE).encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return None


_URL_SAFE = str.maketrans("-_", "+/")


def _unpacked(raw: bytes) -> bytes:
    """The beginning of what a zlib or gzip stream holds; nothing if it is none."""
    try:
        return zlib.decompressobj(47).decompress(raw, _UNPACKED)  # 47: zlib or gzip, whichever it is
    except zlib.error:
        return b""


def _pickle(raw: bytes) -> Payload | None:
    import pickletools  # with all of pickle, for the few texts that look like one

    strings: list[str] = []
    seen = has_end = False
    named: list[tuple[str, str]] = []
    with suppress(Exception):  # not a pickle, or one that is cut off
        for count, (opcode, argument, _) in enumerate(pickletools.genops(io.BytesIO(raw))):
            seen = count > 2
            if opcode.name in ("GLOBAL", "INST") and isinstance(argument, str):
                module, _, name = argument.partition(" ")
                named.append((module, name))
            elif opcode.name == "STACK_GLOBAL" and len(strings) >= 2:
                named.append((strings[-2], strings[-1]))
            elif "UNICODE" in opcode.name and isinstance(argument, str):
                strings = [*strings[-3:], argument]
            has_end = opcode.name == "STOP"
            if count > _OPCODES:
                has_end = True
                break
    for module, name in named:
        if _is_dangerous(module, name):
            return Payload(f"a pickle that calls {module}.{name}", Severity.HIGH)
    return Payload("a pickle", Severity.MEDIUM) if has_end and seen else None


def _is_dangerous(module: str, name: str) -> bool:
    if module in ("builtins", "__builtin__"):
        return name in _BUILTINS
    return module in _DANGEROUS or module.partition(".")[0] in ("os", "subprocess", "socket", "importlib", "ctypes")


def _script(raw: bytes) -> Payload | None:
    """Source code in the bytes: of Python or of a shell."""
    try:
        text = raw[:_UNPACKED].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < min(len(raw), _UNPACKED) - 4:
            return None
        text = raw[: error.start].decode("utf-8")
    if _SHELL.search(text):
        return Payload("a shell command that fetches or opens a connection", Severity.HIGH)
    if _PYTHON.search(text):
        if _RISKY.search(text):
            return Payload("Python code that runs programs or opens connections", Severity.HIGH)
        return Payload("Python code", Severity.LOW)
    return None


def _nested(raw: bytes, depth: int) -> Payload | None:
    """What base64 in base64 holds."""
    if len(raw) < 40 or not _BASE64.fullmatch(raw[:64].decode("latin-1")):
        return None
    inner = _decoded("".join(raw.decode("latin-1").split()))
    return of_bytes(inner, depth + 1) if inner else None


_BASE64 = regex(r"[A-Za-z0-9+/_\-\s]{40,64}")
