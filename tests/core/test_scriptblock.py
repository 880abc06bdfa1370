"""The metadata of scripts: what they ask for, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.scriptblock import script_requirements
from tests.core.cells import unmarked

BLOCKS = [
    ("# /// script\n# dependencies = [\n#   \"«requests<3»\",\n#   '«rich»',\n# ]\n# ///\n",
     [("requests", "<3"), ("rich", "")]),
    ("#!/usr/bin/env uv\n\n# /// script\n# requires-python = \"«>=3.11»\"\n# dependencies = [\"«a»\", \"«a»\"]\n# ///",
     [("python", ">=3.11"), ("a", ""), ("a", "")]),
    ("# /// script\r\n# dependencies = ['«a==1.0»']\r\n# ///\r\nx = 1", [("a", "==1.0")]),
    ("x = 1\n# /// script\n# dependencies = ['«a; python_version < \"3\"»']\n#\n# [tool.uv]\n# offline = true\n# ///",
     [("a", "")]),
    ("# /// script\n# [tool.uv]\n# constraint-dependencies = ['b']\n# ///", []),
    ("# /// script\n# other = ['a']\n# dependencies = ['«a»']\n# ///", [("a", "")]),
    ("# /// script\n# dependencies = ['«a»']\n# ///\n# text\n# ///", []),  # the last mark closes it
    ("# /// script\n# «dependencies =» [\"\\u0061b\"]\n# ///", [("ab", "")]),
    ("# /// script\n# dependencies = ['a']\n", []),
    ("# /// script\n# dependencies = ['a']\n\n# ///", []),
    ("# /// script\n# dependencies = 'a'\n# ///", []),
    ("# /// script\n# dependencies = [1, {}]\n# requires-python = 3\n# ///", []),
    ("# /// pyproject\n# dependencies = ['a']\n# ///", []),
    (" # /// script\n# dependencies = ['a']\n# ///", []),
    ("#/// script\n# dependencies = ['a']\n# ///", []),
    ("# /// script x\n# dependencies = ['a']\n# ///", []),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), BLOCKS)
def test_what_a_block_asks_for(marked: str, expected: list[tuple[str, str]]) -> None:
    source, spans = unmarked(marked)
    found = list(script_requirements(source))
    assert [(one.name, one.specifier) for one in found] == expected
    if found:
        assert [one.span for one in found] == spans


@given(st.text(alphabet="#/ \r\nscriptdependencies=[]'\"<>1{}\\u", max_size=200))
def test_any_block_can_be_read(text: str) -> None:
    source = f"# /// script\n# dependencies = ['a',\n# {text}\n# ///\n"
    assert all(0 <= one.span.start <= one.span.end <= len(source) for one in script_requirements(source))
