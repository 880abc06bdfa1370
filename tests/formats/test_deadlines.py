"""Whoever waits for a file waits for so long: every reader asks whether time is up, and counts what it does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jupyter_mlsecops.formats.fact import Gap
from jupyter_mlsecops.formats.pickles import Budget, End
from jupyter_mlsecops.formats.reading import Limits, Reading, Room, read
from jupyter_mlsecops.formats.record import Limits as RecordLimits

from .archives.assemble import HARMFUL, TAR_END, File, tar_file, torch_zip, zipped
from .archives.test_layers import LAYERS
from .pickles import assemble as a
from .samples import HOSTILE, SAMPLES

ARCHIVES = {
    "m.pkl": HARMFUL,
    "m.pt": torch_zip(HARMFUL),
    "m.zip": zipped(File("a.zip", torch_zip(HARMFUL), method=8)),
    "m.tar": tar_file("a.pkl", HARMFUL) + TAR_END,
    **{f"m.{name}": pack(HARMFUL) for name, pack in LAYERS.items()},
}


class Clock:
    """A deadline that passes when it has been asked so often."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


def looked(raw: bytes, name: str, stop: Callable[[], bool], limits: Limits | None = None) -> Reading:
    limits = limits or Limits()
    return read(raw, name, Room(limits, Budget(limits.pickles, stop)))


def is_late(found: Reading) -> bool:
    """Whether it says that time was up."""
    whys = [ending.why.lower() for ending in found.endings if isinstance(ending, Gap) or ending.end is End.OVER_BUDGET]
    return not found.complete and any("out of time" in why for why in whys)


@pytest.mark.parametrize(("name", "raw"), [*SAMPLES.items(), *ARCHIVES.items()], ids=[*SAMPLES, *ARCHIVES])
def test_every_reader_asks_the_clock(name: str, raw: bytes) -> None:
    assert is_late(looked(raw, name, lambda: True))


@pytest.mark.parametrize("name", SAMPLES)
def test_what_was_found_before_time_was_up_stays(name: str) -> None:
    whole = looked(SAMPLES[name], name, lambda: False)
    for after in range(1, 12):
        found = looked(SAMPLES[name], name, Clock(after))
        assert set(found.facts) <= set(whole.facts) and (found.complete <= whole.complete or is_late(found))
        if set(found.facts) != set(whole.facts):
            assert not found.complete


LONG = {
    "empty gzips": ("m.pkl", LAYERS["gzip"](b"") * 60_000),
    "empty xz": ("m.pkl", LAYERS["xz"](b"") * 30_000),
    "a byte a stream": ("m.pkl", LAYERS["zlib"](b"N") * 60_000),
    "tar blocks": ("m.tar", tar_file("a", b"") + b"!" * (2 << 20)),
    "tar headers": ("m.tar", tar_file("a", b"") * 3_000),
    "zip entries": ("m.zip", zipped(*[File(f"{n}", b"N.") for n in range(3_000)])),
    "opcodes": ("m.pkl", a.proto(4) + b"N0" * 500_000 + b"N."),
    **HOSTILE,
}
# These end at a limit of their own before there is anything to count.
_AT_ONCE = ("deep.json", "wide.json", "long.json", "digits.json", "keys.yaml", "deep.onnx", "names.gguf", "nested.ubj",
            "header.safetensors", "comments.xml", "attributes.xml", "quotes.json", "slashes.json", "escapes.json",
            "aliases.yaml", "template", "keys", "names")  # fmt: skip


@pytest.mark.parametrize("name", [each for each in LONG if each not in _AT_ONCE])
def test_the_clock_is_asked_again_and_again(name: str) -> None:
    path, raw = LONG[name]
    clock = Clock(1 << 60)
    looked(raw, path, clock)
    asked = (1 << 60) - clock.left
    assert asked > 5
    assert is_late(looked(raw, path, Clock(asked // 2)))


SMALL = Limits(
    members=50, decoded_bytes=1 << 20, header_bytes=1 << 16, searched_bytes=1 << 16,
    pickles=Limits().pickles._replace(opcodes=10_000), others=RecordLimits(read_bytes=1 << 20, items=10_000),
)  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_the_same_limits_end_it_without_a_clock(name: str) -> None:
    path, raw = LONG[name]
    found = looked(raw, path, lambda: False, SMALL)
    assert not found.complete or name == "tar headers"


def test_the_reader_of_other_formats_has_the_limits_of_the_whole() -> None:
    path, raw = "config.json", b'{"a": [' + b"1," * 5_000 + b"1]}"
    assert looked(raw, path, lambda: False).complete
    assert not looked(raw, path, lambda: False, Limits(others=RecordLimits(items=1_000))).complete
