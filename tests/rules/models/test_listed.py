"""Names that are listed for what honest files do with them, and what is told where a file does something else."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.rules.models.judging import judge
from jupyter_mlsecops.service.modelfiles import examine_bytes

from ...formats.archives.assemble import torch_zip
from ...formats.pickles import assemble as a

STEPS = a.stack_global("sklearn.pipeline", "Pipeline")
PARTS = a.stack_global("sklearn.pipeline", "FeatureUnion")
DICT = a.stack_global("collections", "OrderedDict")
GETATTR = a.stack_global("builtins", "getattr")
OWN_BYTES = a.stack_global("torch.storage", "_load_from_bytes")
FRAME = a.stack_global("statsmodels.base.data", "PandasData") + a.EMPTY_TUPLE + a.NEWOBJ
ZONE = a.call(GETATTR, a.stack_global("zoneinfo", "ZoneInfo"), a.text("_unpickle"))


def told(*parts: bytes) -> list[str]:
    """What a pickle of these would do."""
    found = judge(examine_bytes(a.proto(4) + b"".join(parts) + a.STOP, "m.pkl"))
    return [f"{deed.tier.name.lower()}: {deed.does}" for deed in found.critical + found.review]


def state(key: str, value: bytes = a.NONE) -> bytes:
    return a.EMPTY_DICT + a.text(key) + value + a.SETITEM


def slots(key: str) -> bytes:
    return a.NONE + state(key) + a.TUPLE2


def of_storage(inner: bytes) -> bytes:
    """Bytes that PyTorch reads as a file of its own."""
    return a.call(OWN_BYTES, a.data(inner))


@pytest.mark.parametrize(
    "parts",
    [
        (STEPS, a.EMPTY_TUPLE, a.NEWOBJ, state("steps", a.EMPTY_LIST), a.BUILD),
        (a.call(a.global_("copyreg", "_reconstructor"), STEPS, a.global_("builtins", "object"), a.NONE),),
        (STEPS,),
        (FRAME, state("frame"), a.BUILD),
        (a.call(DICT), state("__networkx_cache__"), a.BUILD),
        (a.call(DICT), state("__model"), a.BUILD),
        (a.call(DICT), slots("__slotted"), a.BUILD),
        (a.call(GETATTR, a.call(DICT), a.text("keys")),),
        (a.call(GETATTR, a.EMPTY_LIST, a.text("append")),),
        (a.call(ZONE, a.text("Europe/Paris"), a.int1(1)),),
        (a.call(a.stack_global("builtins", "type"), a.NONE),),
        (of_storage(torch_zip()),),
        (of_storage(torch_zip()), of_storage(torch_zip() + bytes(9)), a.TUPLE2),
        (a.call(a.stack_global("builtins", "bytearray"), a.int4(1 << 20)),),
        (a.call(a.stack_global("zoneinfo", "ZoneInfo"), a.text("UTC")),),
    ],
    ids=[
        "instance", "reconstructed", "imported", "frame", "cache", "name of its own", "slot of its own", "method",
        "method of a list", "zone", "type",
        "storage", "storages", "bytes", "called of the standard library",
    ],
)  # fmt: skip
def test_what_honest_files_do(parts: tuple[bytes, ...]) -> None:
    assert told(*parts) == []


WITH = "with arguments, which honest files make objects of without any"
ROOM = "makes its loader reserve memory that the file does not need"


@pytest.mark.parametrize(
    ("parts", "first"),
    [
        ((a.call(STEPS, a.EMPTY_LIST),), f"review: calls sklearn.pipeline.Pipeline {WITH}"),
        ((STEPS, a.text("x"), a.TUPLE1, a.NEWOBJ), f"review: calls sklearn.pipeline.Pipeline {WITH}"),
        ((a.MARK, STEPS, a.text("x"), a.OBJ), f"review: calls sklearn.pipeline.Pipeline {WITH}"),
        (
            (a.call(a.global_("copyreg", "_reconstructor"), STEPS, PARTS, a.text("x")),),
            "review: lets copyreg._reconstructor call sklearn.pipeline.FeatureUnion",
        ),
        (
            (FRAME, state("restore_design_info"), a.BUILD),
            "review: makes a statsmodels.base.data.PandasData, which evaluates the formula that its state holds, if "
            "the state says so",
        ),
        ((a.call(DICT), state("__class__"), a.BUILD), "review: sets __class__ on an object"),
        ((a.call(DICT), slots("__reduce_ex__"), a.BUILD), "review: sets __reduce_ex__ on an object"),
        (
            (a.call(GETATTR, a.call(DICT), a.text("__class__")),),
            "critical: calls builtins.getattr, which resolves names",
        ),
        (
            (a.call(GETATTR, a.stack_global("os", "path"), a.text("genericpath")),),
            "critical: imports os.path.genericpath, which leads through another module or a private attribute",
        ),
        (
            (ZONE, a.POP, a.call(GETATTR, a.int1(1), a.text("real"))),
            "critical: calls builtins.getattr, which resolves names",
        ),
        (
            (a.call(a.stack_global("builtins", "type"), a.text("x"), a.EMPTY_TUPLE, a.EMPTY_DICT),),
            "review: calls builtins.type, which is on no list of names that were looked at",
        ),
        (
            (a.call(a.call(GETATTR, a.call(DICT), a.text("keys")), a.text("x")),),
            "critical: calls a value that builtins.getattr made",
        ),
        ((of_storage(bytes(300)),), "critical: calls torch.storage._load_from_bytes, which loads other files"),
        (
            (of_storage(torch_zip()), of_storage(bytes(300)), a.TUPLE2),
            "critical: calls torch.storage._load_from_bytes, which loads other files",
        ),
        (
            (a.call(a.stack_global("builtins", "bytearray"), b"\x8a\x06" + bytes([0, 0, 0, 0, 0, 1])),),
            f"review: {ROOM}",
        ),
        (
            (a.call(a.stack_global("builtins", "range"), a.int4(1), b"\x8a\x06" + bytes([0, 0, 0, 0, 0, 1])),),
            f"review: {ROOM}",
        ),
        (
            (
                a.call(
                    a.stack_global("numpy._core.multiarray", "_reconstruct"),
                    a.stack_global("numpy", "ndarray"),
                    a.int4(1 << 20) + a.int4(1 << 20) + a.TUPLE2,
                    a.data(b"b"),
                ),
            ),
            f"review: {ROOM}",
        ),
        (
            (a.call(a.stack_global("cloudpickle.cloudpickle", "_make_function")),),
            "review: calls cloudpickle.cloudpickle._make_function, which makes functions of code that the file holds",
        ),
        (
            (a.call(a.call(a.stack_global("cloudpickle.cloudpickle", "_make_function"))),),
            "critical: calls a value that cloudpickle.cloudpickle._make_function made",
        ),
    ],
)
def test_what_other_files_do(parts: tuple[bytes, ...], first: str) -> None:
    assert told(*parts)[0] == first


def test_methods_of_objects_of_classes_that_are_not_listed() -> None:
    made = a.stack_global("acme.nets", "Net") + a.EMPTY_TUPLE + a.NEWOBJ
    assert told(a.call(GETATTR, made, a.text("fit"))) == [
        "review: calls acme.nets.Net, which is on no list of names that were looked at",
        "review: takes fit of an object that it makes",
    ]
