"""A small part of the differential fuzz; ``python -m tests.formats.pickles.fuzz`` runs as much of it as one likes."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_mlsecops.formats.pickles import read

from . import assemble as a
from .fuzz.compare import unreported
from .inert import trace


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit of memory and an alarm")
def test_nothing_that_an_unpickler_does_goes_unreported() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.formats.pickles.fuzz", "--seed", "7", "--batch", "0"],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["misses"] == [] and found["resolving"] > 500


@pytest.mark.parametrize(
    "miss",
    [a.global_("os", "system"), a.command(), a.stack_global("m", "n") + a.MARK + a.NONE + a.APPENDS, a.persid("x")],
)
@pytest.mark.parametrize("pure", [True, False])
def test_the_fuzz_would_see_a_miss(miss: bytes, pure: bool) -> None:
    found = trace(miss + a.STOP, pure=pure)
    assert unreported(read(a.NONE + a.STOP), found) != ""
    assert unreported(read(miss + a.STOP), found) == ""


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    reading = read(data)
    assert reading.endings and reading == read(data)
