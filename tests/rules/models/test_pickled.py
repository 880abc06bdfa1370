"""What a pickle would do: how bad it is, in which words, and where. No file here is ever loaded."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from jupyter_mlsecops.formats.pickles.lists import harmful
from jupyter_mlsecops.rules.models.deed import Tier
from jupyter_mlsecops.rules.models.judged import pickled
from jupyter_mlsecops.rules.models.judging import Judgement, accepted, judge, told
from jupyter_mlsecops.service.modelfiles import examine_bytes

from ...formats.pickles import assemble as a

NOT_LISTED = "which is on no list of names that were looked at"
WANDERS = "which leads through another module or a private attribute"
PAYLOAD = "of the payload at byte 4"
LISTED = a.stack_global("collections", "OrderedDict")
ARRAY = a.stack_global("numpy", "dtype")
MAKER = a.stack_global("numpy._core.multiarray", "_reconstruct")
OWN = a.stack_global("acme_models.nets", "Net")
BAD = a.stack_global("os", "system")
TEXT = a.text(a.HARMLESS)
TENSOR = (
    a.MARK
    + a.text("storage")
    + a.global_("torch", "FloatStorage")
    + a.text("0")
    + a.text("cpu")
    + a.int1(4)
    + a.TUPLE
    + a.BINPERSID
)


def pickle(*parts: bytes, proto: int = 4) -> bytes:
    return a.proto(proto) + b"".join(parts) + a.STOP


@pytest.mark.parametrize(
    ("raw", "tier", "does", "place"),
    [
        (pickle(a.call(BAD, TEXT)), Tier.CRITICAL, "calls os.system, which runs programs", "REDUCE at byte 32"),
        (pickle(BAD), Tier.CRITICAL, "imports os.system, which runs programs", "STACK_GLOBAL at byte 14"),
        (
            pickle(a.global_("__builtin__", "eval"), proto=2),
            Tier.CRITICAL,
            "imports __builtin__.eval, which runs code (as builtins.eval)",
            "GLOBAL at byte 2",
        ),
        (
            pickle(a.call(a.call(LISTED), TEXT)),
            Tier.CRITICAL,
            "calls a value that collections.OrderedDict made",
            "REDUCE at byte 49",
        ),
        (
            pickle(LISTED, a.EMPTY_DICT, a.MARK, a.text("x"), a.NONE, a.SETITEMS, a.BUILD),
            Tier.CRITICAL,
            "changes collections.OrderedDict in place, for the whole process",
            "BUILD at byte 36",
        ),
        (
            pickle(a.call(a.global_("builtins", "str"), a.text("os")), a.text("x"), a.STACK_GLOBAL),
            Tier.CRITICAL,
            "imports something whose name is only put together while it is loaded",
            "STACK_GLOBAL at byte 26",
        ),
        (
            pickle(a.call(a.stack_global("acme", "io.helper"))),
            Tier.CRITICAL,
            f"calls acme.io.helper, {WANDERS}",
            "REDUCE at byte 22",
        ),
        (
            pickle(a.call(a.stack_global("acme", "Net._make"))),
            Tier.CRITICAL,
            f"calls acme.Net._make, {WANDERS}",
            "REDUCE at byte 22",
        ),
        (
            pickle(a.data(pickle(a.call(BAD, TEXT)))),
            Tier.CRITICAL,
            "calls os.system, which runs programs",
            f"REDUCE at byte 32 {PAYLOAD}",
        ),
        (
            pickle(a.call(MAKER, a.ext1(7), a.int1(0), a.data(b"b"))),
            Tier.CRITICAL,
            "lets numpy._core.multiarray._reconstruct call something that the file does not name",
            "REDUCE at byte 50",
        ),
        (
            pickle(a.call(a.stack_global("acme", "A." * 30 + "A"))),
            Tier.CRITICAL,
            f"calls acme.{'A.' * 30}A, which has more parts than any honest one",
            "REDUCE at byte 74",
        ),
        (pickle(a.call(OWN)), Tier.REVIEW, f"calls acme_models.nets.Net, {NOT_LISTED}", "REDUCE at byte 28"),
        (pickle(OWN), Tier.REVIEW, f"imports acme_models.nets.Net, {NOT_LISTED}", "STACK_GLOBAL at byte 25"),
        (
            pickle(a.call(a.stack_global("acme", "Net.Inner"))),
            Tier.REVIEW,
            f"calls acme.Net.Inner, {NOT_LISTED}",
            "REDUCE at byte 22",
        ),
        (
            pickle(a.ext1(7)),
            Tier.REVIEW,
            "asks Python's extension registry for something that the file does not name",
            "EXT1 at byte 2",
        ),
        (
            pickle(a.int_line(b"0x10")),
            Tier.REVIEW,
            "holds a number written so that loaders read it differently",
            "INT at byte 2",
        ),
        (
            pickle(a.persid("anything")),
            Tier.REVIEW,
            "hands its loader a value to make something of",
            "PERSID at byte 2",
        ),
        (
            pickle(a.data(pickle(a.call(OWN)))),
            Tier.REVIEW,
            f"calls acme_models.nets.Net, {NOT_LISTED}",
            f"REDUCE at byte 28 {PAYLOAD}",
        ),
    ],
)
def test_what_a_pickle_does(raw: bytes, tier: Tier, does: str, place: str) -> None:
    found = judge(examine_bytes(raw, "m.pkl"))
    worst = (found.critical or found.review)[0]
    assert (found.tier, worst.does, worst.place) == (tier, does, place)


@pytest.mark.parametrize(
    "raw",
    [
        pickle(a.call(LISTED)),
        pickle(a.text("os.system")),
        pickle(a.call(LISTED), a.text("os"), a.text("system"), a.TUPLE3),
        pickle(TENSOR, proto=2),
        pickle(a.call(a.global_("__torch__.acme.nets", "Net")), proto=2),
        pickle(a.call(LISTED), a.call(ARRAY, a.int1(1)), a.BUILD),
        pickle(a.call(MAKER, a.call(ARRAY, a.int1(1)), a.text("PCG64"), a.NONE)),
    ],
    ids=[
        "listed",
        "words",
        "words in a tuple",
        "a tensor's storage",
        "a compiled type",
        "a state that is made",
        "made objects",
    ],
)
def test_what_is_not_told(raw: bytes) -> None:
    model = examine_bytes(raw, "m.pkl")
    assert (judge(model), model.gaps) == (Judgement((), ()), ())


def test_ids_that_pytorch_does_not_write() -> None:
    raw = pickle(a.call(TENSOR.replace(a.text("storage"), a.text("buffer"))), proto=2)
    assert [deed.does for deed in judge(examine_bytes(raw, "m.pt")).review] == [
        "hands its loader a value to make something of",
        "calls what its loader makes of a value",
    ]


def test_a_class_with_its_source_as_old_pytorch_writes_it() -> None:
    """What its loader makes of it is the class that is named, so the name alone is told."""
    named = (
        a.MARK + a.text("module") + a.global_("acme_models.nets", "Net") + a.text("nets.py") + a.text("class Net: 1")
    )
    raw = pickle(named + a.TUPLE + a.BINPERSID, a.EMPTY_TUPLE, a.NEWOBJ, proto=2)
    found = judge(examine_bytes(raw, "m.pt"))
    assert (found.critical, [deed.name for deed in found.review]) == ((), ["acme_models.nets.Net"])


def test_many_names_are_one_message_with_the_worst_first() -> None:
    own = [a.call(a.stack_global("acme", f"Net{number}")) + a.POP for number in range(6)]
    found = judge(examine_bytes(pickle(*own, a.call(BAD, TEXT)), "m.pkl"))
    assert [deed.name for deed in found.critical] == ["os.system"]
    assert told(found.review) == (
        "calls acme.Net0, which is on no list of names that were looked at (REDUCE at byte 17); also acme.Net1 (REDUCE "
        "at byte 34), acme.Net2 (REDUCE at byte 51), acme.Net3 (REDUCE at byte 68) and 2 more"
    )


def test_without_the_table_of_harm_nothing_falls_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    model = examine_bytes(
        pickle(a.call(BAD, TEXT), a.call(a.stack_global("builtins", "exec"), TEXT), a.TUPLE2), "m.pkl"
    )
    monkeypatch.setattr(pickled, "harmful", lambda pair: None)
    assert harmful is not pickled.harmful
    assert [deed.name for deed in judge(model).review] == ["os.system", "builtins.exec"]


def test_long_names_are_cut() -> None:
    found = judge(examine_bytes(pickle(a.call(a.stack_global("acme", "N" * 200))), "m.pkl"))
    assert len(told(found.review)) < 250


def test_accepting_takes_the_digest_and_every_name() -> None:

    from jupyter_mlsecops.core.modelfile import KnownModel

    model = examine_bytes(pickle(a.call(OWN)), "m.pkl")
    right, name = model.digest.removeprefix("sha256:"), "acme_models.nets.Net"

    def reason(sha256: str, *names: str) -> str:
        known = replace(model, known=(KnownModel(sha256, frozenset(names), "ours"),))
        return accepted(known, judge(known).review)

    assert reason(right, name) == reason(right, name, "acme.Other") == "ours"
    assert reason(right, "acme.Other") == reason("0" * 64, name) == ""
