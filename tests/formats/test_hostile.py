"""Whatever the bytes: an ending, soon, in little memory, never an exception."""

from __future__ import annotations

import random
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_mlsecops.formats.fact import Reading
from jupyter_mlsecops.formats.pickles.source import Source
from jupyter_mlsecops.formats.recognise import FORMATS, run
from jupyter_mlsecops.formats.record import Limits, Record

from .samples import HOSTILE, SAMPLES
from .shapes import look, npy, zipped


def fine(reading: Reading) -> bool:
    """Whether a reading is one that can be shown: short texts, one line each, and not many."""
    texts = [text for fact in reading.facts for text in (fact.what, fact.member, fact.detail)]
    texts += [text for gap in reading.gaps for text in (gap.why, gap.member, gap.cure)]
    return all(len(text) <= 200 and text.isprintable() for text in texts)


@pytest.mark.parametrize("name", SAMPLES)
def test_cut_anywhere(name: str) -> None:
    raw = SAMPLES[name]
    for size in range(0, len(raw), max(1, len(raw) // 120)):
        assert fine(look(name, raw[:size]))


@pytest.mark.parametrize("name", SAMPLES)
def test_changed_anywhere(name: str) -> None:
    chance = random.Random(name)
    for _ in range(200):
        raw = bytearray(SAMPLES[name])
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(raw))
            if chance.random() < 0.5:
                raw[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
            else:
                raw[at:at] = chance.choice((b"\xff" * 8, b"[" * 50, b"{", b"\0", b"PK\x05\x06", b'"', b"9" * 30))
        assert fine(look(name, bytes(raw)))


@settings(max_examples=150, deadline=None)
@given(raw=st.binary(max_size=300), name=st.sampled_from([row.name for row in FORMATS]))
def test_any_bytes_as_any_format(raw: bytes, name: str) -> None:
    record = Record(name)
    run(name, Source(raw), record)
    assert fine(record.reading())


@pytest.mark.parametrize("name", SAMPLES)
def test_small_limits_end_in_gaps_and_keep_what_was_found(name: str) -> None:
    for limits in (Limits(read_bytes=30), Limits(items=2), Limits(facts=1), Limits(text_bytes=4), Limits(depth=0)):
        reading = look(name, SAMPLES[name], limits)
        assert len(reading.facts) <= max(limits.facts, 1) if limits.facts == 1 else fine(reading)
    assert not look(name, SAMPLES[name], Limits(read_bytes=0)).complete


@pytest.mark.parametrize("name", HOSTILE)
def test_costly_files_are_not_read_in_full(name: str) -> None:
    path, raw = HOSTILE[name]
    reading = look(path, raw)
    assert fine(reading) and (not reading.complete or name in ("names", "template", "keys"))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell a peak of memory")
def test_a_zip_bomb_costs_little_memory(tmp_path: Path) -> None:
    for name, members in {
        "m.keras": {"config.json": b" " * (100 << 20), "metadata.json": b"{}"},
        "a.npz": {"a.npy": npy("'<i4'", "(9,)", bytes(100 << 20))},
        "m.skops": {"schema.json": b"[" * (100 << 20)},
    }.items():
        (tmp_path / name).write_bytes(zipped(members, method=zipfile.ZIP_DEFLATED))  # type: ignore[arg-type]
    code = """
    import sys
    from jupyter_mlsecops.formats.pickles.source import Source
    from jupyter_mlsecops.formats.recognise import read

    def peak():  # not getrusage, whose peak a process takes over from the one that starts it
        return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))

    before = peak()
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            print(read(path, Source(file)).complete)
    print(peak() - before)
    """
    paths = sorted(str(path) for path in tmp_path.iterdir())
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *paths], capture_output=True, text=True, check=True, timeout=120
    )
    *complete, grown = done.stdout.split()
    assert complete == ["True", "False", "False"] and int(grown) < 120 << 10


FORBIDDEN = ("open", "exec", "import", "os.", "socket", "subprocess", "pickle", "marshal", "urllib")


def test_nothing_is_imported_or_run_that_a_file_names() -> None:
    code = """
    import sys
    from jupyter_mlsecops.formats.pickles.source import Source
    from jupyter_mlsecops.formats.recognise import read
    from tests.formats.samples import SAMPLES
    for name, raw in SAMPLES.items():
        read(name, Source(raw))  # what is imported once is not what this looks at
    seen = []
    sys.addaudithook(lambda event, args: seen.append(event))
    for name, raw in SAMPLES.items():
        read(name, Source(raw + b" "))
    allowed = {"object.__getattr__", "compile", "object.__setattr__"}
    print(*sorted(set(seen) - allowed))
    """
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True, timeout=120, cwd=root
    )
    assert not [event for event in done.stdout.split() if event.startswith(FORBIDDEN)]


def test_paths_that_escape_an_archive_are_told() -> None:
    raw = zipped({"../../config.json": "{}", "metadata.json": "{}", "config.json": "{}", "/etc/x": "y"})
    found = {(fact.kind.value, fact.what) for fact in look("m.keras", raw).facts}
    assert {("path-escape", "../../config.json"), ("path-escape", "/etc/x")} <= found
