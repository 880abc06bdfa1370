"""XML, of which PMML is one kind: its first lines, in any encoding, up to the root element."""

from __future__ import annotations

import re
from xml.parsers import expat

from .fact import Kind
from .pickles.source import Source
from .record import Record, Unreadable

_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be"), (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)  # fmt: skip
_DECLARED = re.compile(r"""<\?xml[^>]{0,200}?encoding\s{0,20}=\s{0,20}["']([A-Za-z][\w.\-]{0,40})["']""", re.ASCII)
# Encodings that parsers of XML know; only these are looked up.
_ENCODINGS = frozenset(
    "utf-8 utf8 us-ascii ascii iso-8859-1 iso-8859-2 iso-8859-5 iso-8859-7 iso-8859-9 iso-8859-15 latin-1 latin1 "
    "windows-1250 windows-1251 windows-1252 windows-1254 cp1252 shift_jis euc-jp iso-2022-jp gb2312 gbk gb18030 big5 "
    "euc-kr koi8-r utf-7 cp037 ibm037 utf-16 utf-32 utf-16-le utf-16-be utf-16le utf-16be".split()
)
_PROLOG = 1 << 20
_TAIL = 4096


def recognise(head: bytes) -> bool:
    """Whether bytes begin like XML: a declaration, a document type, a comment or PMML's root."""
    try:
        text = _decoded(head[:256])
    except Unreadable:
        return head.lstrip().startswith(b"<?xml")
    return text.lstrip("\ufeff \t\r\n").startswith(("<?xml", "<!DOCTYPE", "<!--", "<PMML"))


def read(source: Source, record: Record) -> None:
    """Read up to the root element, and look at how the file ends."""
    raw = source.read(0, _PROLOG)
    record.read(len(raw))
    text = _decoded(raw).lstrip("\ufeff")
    root: list[str] = []
    parser = expat.ParserCreate("utf-8")

    def document_type(name: str, system: str | None, public: str | None, has_subset: int) -> None:
        where = parser.CurrentByteIndex
        record.fact(Kind.DOCTYPE, name, where, detail="with a subset of its own" if has_subset else system or "")
        raise _Enough

    def element(name: str, _attributes: dict[str, str]) -> None:
        root.append(name)
        raise _Enough

    parser.StartDoctypeDeclHandler = document_type
    parser.StartElementHandler = element
    try:
        parser.Parse(text.encode("utf-8", "replace"), False)
    except _Enough:
        pass
    except expat.ExpatError as error:
        raise Unreadable(f"It is not well-formed XML (line {error.lineno}).") from error
    else:
        raise Unreadable("It has no root element.")
    if root:
        _end(source, root[0], raw, record)


class _Enough(Exception):
    """All that is of interest has been read."""


def _end(source: Source, root: str, raw: bytes, record: Record) -> None:
    size = source.size or len(raw)
    tail = source.read(max(0, size - _TAIL), _TAIL)
    plain = tail.replace(b"\0", b"")
    if f"</{root}".encode() not in plain and b"/>" not in plain and _encoding(raw) not in ("cp037", "utf-7"):
        record.gap("It is cut short: its root element does not end.")


def _encoding(raw: bytes) -> str:
    for mark, name in _MARKS:
        if raw.startswith(mark):
            if name != "cp037":
                return name
            break
    probe = raw[:400]
    text = probe.decode("cp037" if raw.startswith(b"\x4c\x6f") else "latin-1")
    declared = _DECLARED.search(text)
    name = declared[1].lower() if declared else "utf-8"
    if name not in _ENCODINGS:
        raise Unreadable(f"Its encoding {name} is not known.")
    return name if not name.startswith(("utf-16", "utf-32")) else "utf-8"


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode(_encoding(raw), "replace")
    except (UnicodeError, LookupError) as error:
        raise Unreadable("Its text cannot be decoded.") from error
