"""TorchServe archives: a zip with a manifest that names the handler, the model and requirements."""

from __future__ import annotations

from .fact import Kind, Part
from .jsons import member_of, read_json, text_of
from .paths import escapes
from .pickles.source import Source
from .record import Record, Unreadable
from .zips import Archive

_MANIFEST = "MAR-INF/MANIFEST.json"
_REQUIREMENTS = "requirements.txt"


def recognise(names: frozenset[str]) -> bool:
    """Whether an archive with these members is a model archive."""
    return _MANIFEST in names


def read(source: Source, record: Record) -> None:
    """Read the manifest and hand on what it names."""
    archive = Archive(source, record)
    names = frozenset(member.name for member in archive.members)
    manifest = archive.named(_MANIFEST)
    if manifest is None:
        record.gap(f"It has no {_MANIFEST}.")
    else:
        try:
            value, twice = read_json(manifest.source, record, _MANIFEST)
            for key in twice:
                record.fact(Kind.DUPLICATE_KEY, key, member=_MANIFEST)
            handler = text_of(member_of(value, "model", "handler"))
            if handler:
                _handler(handler, names, record)
            if not isinstance(member_of(value, "model"), dict):
                record.gap("Its manifest names no model.", _MANIFEST)
        except Unreadable as error:
            record.gap(str(error), _MANIFEST, error.offset, error.cure)
    for name in sorted(names - {_MANIFEST}):
        if name.endswith(".py"):
            record.part(Part("python", name))
            record.fact(Kind.CODE_FILE, name, member=name)
        elif name.rpartition("/")[2] == _REQUIREMENTS:
            record.part(Part("requirements", name))
        else:
            record.part(Part("unknown", name))


def _handler(handler: str, names: frozenset[str], record: Record) -> None:
    """A handler is a file of the archive (with a function after a colon), or one that the server has."""
    name = handler.partition(":")[0]
    if escapes(name):
        record.fact(Kind.PATH_ESCAPE, name, member=_MANIFEST, detail="handler")
    elif name in names or f"{name}.py" in names or "." in name:
        record.fact(Kind.HANDLER, handler, member=_MANIFEST)
