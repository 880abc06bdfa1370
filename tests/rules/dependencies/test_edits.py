"""One slip, and distances, against the definition."""

import itertools
import string
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.rules.dependencies.names.edits import Slip, distance, near, slip

short = st.text("ab1-", max_size=7)


def defined(a: str, b: str) -> int:
    """Optimal string alignment by its recurrence."""

    @cache
    def of(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        best = min(of(i - 1, j) + 1, of(i, j - 1) + 1, of(i - 1, j - 1) + (a[i - 1] != b[j - 1]))
        if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
            best = min(best, of(i - 2, j - 2) + 1)
        return best

    return of(len(a), len(b))


@given(short, short, st.integers(0, 4))
def test_distance_is_as_defined(a: str, b: str, most: int) -> None:
    assert distance(a, b, most) == min(defined(a, b), most + 1)


@given(st.text("ab-", max_size=7), st.text("ab-", max_size=7))
def test_a_slip_is_one_edit(a: str, b: str) -> None:
    assert (slip(a, b) is not None) == (defined(a, b) == 1)


@pytest.mark.parametrize(
    ("wrong", "right", "expected"),
    [
        ("nmupy", "numpy", Slip("swapped", True, 1)),
        ("nuumpy", "numpy", Slip("doubled", True, 2)),
        ("scrap", "scrapp", Slip("halved", True, 5)),
        ("nupy", "numpy", Slip("missing", True, 2)),
        ("numpyy", "numpy", Slip("doubled", True, 5)),
        ("numjpy", "numpy", Slip("extra", True, 3)),
        ("numqpy", "numpy", Slip("extra", False, 3)),
        ("torchs", "torch", Slip("extra", True, 5)),
        ("torch2", "torch", Slip("extra", True, 5)),
        ("bumpy", "numpy", Slip("replaced", True, 0)),
        ("zumpy", "numpy", Slip("replaced", False, 0)),
        ("cu11", "cu12", None),
        ("numpy", "numpy", None),
        ("nump", "numpyy", None),
        ("", "a", Slip("missing", True, 0)),
    ],
)
def test_kinds(wrong: str, right: str, expected: Slip | None) -> None:
    assert slip(wrong, right) == expected


def test_near_is_mutual() -> None:
    letters = string.ascii_lowercase + string.digits
    assert not [(a, b) for a, b in itertools.combinations(letters, 2) if near(a, b) != near(b, a)]
    assert near("p", "o") and near("0", "o") and not near("q", "m")
