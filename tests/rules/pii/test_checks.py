"""Check digits of our own, on numbers that the offices publish as examples."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jupyter_mlsecops.rules.pii import checks

PUBLISHED: list[tuple[Callable[[str], bool], str]] = [
    (checks.is_nino, "AB 12 34 56 C"),
    (checks.is_sg_nric, "S1234567" + "D"),
    (checks.is_sg_nric, "T1234567" + "J"),
    (checks.is_sg_nric, "F1234567" + "N"),
    (checks.is_sg_nric, "G1234567" + "X"),
    (checks.is_tw_id, "A12345678" + "9"),
    (checks.is_hu_taj, "111 111 11" + "0"),
    (checks.is_de_svnr, "15070649C10" + "3"),
    (checks.is_au_medicare, "2123 45670 1"),
    (checks.is_ru_snils, "112-233-445 " + "95"),
    (checks.is_hk_id, "G123456(" + "A)"),
    (checks.is_uy_ci, "1.234.567-" + "2"),
]


@pytest.mark.parametrize(("is_right", "number"), PUBLISHED)
def test_published_numbers_are_right(is_right: Callable[[str], bool], number: str) -> None:
    assert is_right(number)


@pytest.mark.parametrize(("is_right", "number"), [entry for entry in PUBLISHED if entry[0] is not checks.is_nino])
def test_a_changed_digit_is_noticed(is_right: Callable[[str], bool], number: str) -> None:
    k = next(k for k, c in enumerate(number) if c.isdigit() and k > 2)
    other = str((int(number[k]) + 1) % 10)
    assert not is_right(number[:k] + other + number[k + 1 :])


@pytest.mark.parametrize("number", ["QQ123456C", "BG123456A", "AB123456E", "DO123456A"])
def test_prefixes_that_are_never_issued(number: str) -> None:
    assert not checks.is_nino(number)
