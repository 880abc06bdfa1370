"""What readers of a ``.env`` get back: a shell, python-dotenv, and the quotes that all of them understand."""

from __future__ import annotations

import importlib
import shutil
import string
import subprocess
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jupyter_mlsecops.service.envfile import quoted
from jupyter_mlsecops.service.stored import StoreError

ODD = st.text(
    st.sampled_from(string.ascii_letters + string.digits + "\"'\\$`#{}!~ \t=:;&|<>()*?[]^%@,.-_/äß☃"), min_size=1
)


def written(value: str) -> str | None:
    """The line, or None where the value is refused."""
    try:
        return f"K={quoted(value)}"
    except StoreError:
        return None


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
@settings(max_examples=60, deadline=None)
@given(st.lists(ODD, min_size=1, max_size=25))
@example(["a'b", 'a"b', "a\\", "a\\\\b", "$HOME", "`id`", "a#b", " a #b ", "~", "a'\\\"b", "${", "!x", "a'b\\\\"])
def test_a_shell_gets_the_value_back(values: list[str]) -> None:
    kept = [(value, line) for value in values if (line := written(value)) is not None]
    script = "".join(f"{line}\nprintf '%s\\0' \"$K\"\n" for _, line in kept)
    done = subprocess.run(("sh", "-c", script), capture_output=True, check=True, timeout=30)
    assert done.stdout.decode().split("\0")[:-1] == [value for value, _ in kept]


@settings(max_examples=300, deadline=None)
@given(ODD, st.sampled_from(["", "B='x\"y'\n", 'B="x"\n']))
@example("a'b\\\\", "")
@example("${HOME}", "")
def test_python_dotenv_gets_the_value_back(value: str, after: str) -> None:
    try:
        dotenv: Any = importlib.import_module("dotenv")
    except ImportError:
        pytest.skip("python-dotenv is not installed")
    import io

    line = written(value)
    if line is not None:
        assert dotenv.dotenv_values(stream=io.StringIO(f"A=1\n{line}\n{after}"))["K"] == value


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("sk-abc_DEF.1/2:3@4%5+6=", "sk-abc_DEF.1/2:3@4%5+6="),
        ("a b", "'a b'"),
        ("a#b", "'a#b'"),
        ("pa$$w0rd", "'pa$$w0rd'"),
        ("a\\b", "'a\\b'"),
        ("it's", '"it\'s"'),
        ('it\'s "x"', '"it\'s \\"x\\""'),
        ("a\\\\b", '"a\\\\\\\\b"'),
    ],
)
def test_quotes(value: str, line: str) -> None:
    assert quoted(value) == line


@pytest.mark.parametrize("value", ["it's $5", "${HOME}x", "it's `x`", "a\\\\$b'", "a\\"])
def test_no_form_is_right_for_all_readers(value: str) -> None:
    with pytest.raises(StoreError):
        quoted(value)
