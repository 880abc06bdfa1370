"""Which versions a requirement lets in, and where its condition holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.bounds import allows, applies, newest


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        ("<9", "8.99999"),
        ("<9.1.0", "9.0.99999"),
        ("<=9.1", "9.1"),
        (">=1,<2,!=1.5", "1.99999"),
        ("<9, <=8.2", "8.2"),
        ("(<3)", "2.99999"),
        ("~=9.0.0", "9.0.99999"),
        ("~=9.0", "9.99999"),
        ("==9.0.*", "9.0.99999"),
        ("=1.2", "1.2.99999"),
        ("^1.2", "1.99999"),
        ("^0.2.3", "0.2.99999"),
        ("~1.2.3", "1.2.99999"),
        ("~1", "1.99999"),
        ("<2.0rc1", "1.99999"),
        *((unbounded, "") for unbounded in ("", "*", ">=1", "!=2", "==1.0", "<0", "<0.0", "<1!2", "<{v}", "@latest")),
    ],
)
def test_the_newest_version_that_is_let_in(specifier: str, expected: str) -> None:
    assert newest(specifier) == expected


@pytest.mark.parametrize(
    ("specifier", "installed", "expected"),
    [
        ("", "1.0", True),
        ("", "", False),
        ("~=2.1.0", "2.1.5", True),
        ("~=2.1.0", "2.2", False),
        ("!=2.1.5", "2.1.5", False),
        ("==2.1.*", "2.1.5+cu118", True),
        (">=2", "3.0rc1", True),
        ("^2", "2.1.5", True),
        ("=2.1", "2.1.0", True),
        ("=2.1", "2.2.0", False),
        ("~1.2", "1.1", False),
        ("<{v}", "1.0", False),
        (">=1", "no version", False),
    ],
)
def test_what_stays_installed(specifier: str, installed: str, expected: bool) -> None:
    assert allows(specifier, installed) is expected


@pytest.mark.parametrize(
    ("marker", "python", "expected"),
    [
        ('python_version < "3.8"', "3.11", False),
        ('python_version >= "3.8"', "3.11.4", True),
        ('python_version < "3.8"', "", True),
        ("", "3.11", True),
        ("no condition", "3.11", True),
        ('extra == "dev"', "3.11", False),
        ("(" * 900, "3.11", True),
    ],
)
def test_where_a_condition_holds(marker: str, python: str, expected: bool) -> None:
    assert applies(marker, python) is expected


@given(st.text("0123456789.,<>=~!^* vrc+", max_size=40))
def test_any_specifier_can_be_read(text: str) -> None:
    newest(text)
    allows(text, "1.0")
    applies(text, "3.11")
