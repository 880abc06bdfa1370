"""What is particular to PyTorch's files: the names of their members, and the storages after old ones' pickles."""

from __future__ import annotations

from collections.abc import Iterable

from ..pickles import End, Fact, Pair, Reading
from ..pickles import Kind as PickleKind

LEGACY_STREAMS = 5
_SIZES = {
    "Double": 8, "Float": 4, "Half": 2, "BFloat16": 2, "Long": 8, "Int": 4, "Short": 2, "Char": 1, "Byte": 1, "Bool": 1,
    "ComplexDouble": 16, "ComplexFloat": 8, "QUInt8": 1, "QInt8": 1, "QInt32": 4, "QUInt4x2": 1, "QUInt2x4": 1,
    "Untyped": 1, "": 1,
}  # fmt: skip
_PICKLES = ("data.pkl", "constants.pkl", "attributes.pkl", "bytecode.pkl")


def zip_kind(names: Iterable[str]) -> str:
    """What a zip archive is for, by the names of its members."""
    ends = {name.rpartition("/")[2] for name in names}
    if "data.pkl" in ends or "constants.pkl" in ends or "bytecode.pkl" in ends:
        code = any(name.startswith("code/") or "/code/" in name for name in names)
        return "torchscript" if code or "bytecode.pkl" in ends else "torch zip"
    if ends and all(end.endswith(".npy") for end in ends):
        return "npz"
    return "zip"


def tar_kind(names: Iterable[str]) -> str:
    """What a tar archive is for, by the names of its members."""
    plain = {name.removeprefix("./") for name in names}
    if {"pickle", "storages", "tensors"} <= plain:
        return "torch tar"
    if "model_config.yaml" in plain:
        return "nemo"
    return "tar"


def must_be_pickle(name: str) -> bool:
    """Whether a loader reads a member of this name as a pickle, whatever it is."""
    return name.endswith((*_PICKLES, ".pkl", ".pickle", ".joblib"))


def legacy_tail(reading: Reading) -> int | None:
    """How many bytes of storages follow the five pickles of an old PyTorch file; None where it is no such file."""
    stops = [ending for ending in reading.endings if not ending.path and ending.end is End.STOP]
    if len(stops) < LEGACY_STREAMS:
        return None
    total, seen = 0, set()
    for fact in reading.facts:
        if fact.kind is not PickleKind.PERSISTENT_ID or fact.stream != 3 or not fact.arguments:
            continue
        size = _storage(fact)
        if size is None:
            return None
        key, length = size
        if key not in seen:
            seen.add(key)
            total += length
    return total


def _storage(fact: Fact) -> tuple[object, int] | None:
    """The key of a storage that a persistent id names, and the bytes it takes with its count."""
    match fact.arguments[0]:
        case ("storage", Pair() as kind, str(key), _, int(count), *_) if 0 <= count < 1 << 50:
            width = _SIZES.get(kind.name.removesuffix("Storage"))
            return None if width is None else (key, 8 + count * width)
        case ("module", *_):
            return "module", 0
    return None
