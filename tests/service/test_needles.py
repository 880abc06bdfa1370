"""What a value is looked for as: the forms in which a commit may hold it, and what only looks like one."""

from __future__ import annotations

import base64
import json
import string
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.service.needles import Needles

VALUE = "tok" + "_" + "Zk81xQvT3nWd7r" + "Lm2P"

MULTILINE = "-----BEGIN X-----\n" + "Zk81xQvT3nWd7rLm2P" * 2 + "\n" + "Qm2LpDsFgHjCaEuRiOo" + "\n-----END X-----"


@pytest.mark.parametrize(
    ("value", "pieces", "text"),
    [
        (VALUE, (), f"a {VALUE} b"),
        ('a"b\\c/d' + VALUE, (), json.dumps(["x" + 'a"b\\c/d' + VALUE])),
        ("pässwört-" + VALUE, (), json.dumps("pässwört-" + VALUE)),
        ("pässwört-" + VALUE, (), "x pässwört-" + VALUE),
        ('a"b' + VALUE, (), json.dumps("x = " + json.dumps('a"b' + VALUE))),
        ("a/b" + VALUE, (), '"a\\/b' + VALUE),
        (VALUE, ("tok_Zk81xQvT", "3nWd7rLm2P"), "'tok_Zk81xQvT' + \n '3nWd7rLm2P'"),
        ("p@ss:w/rd?" + VALUE, (), "https://u:" + urllib.parse.quote("p@ss:w/rd?" + VALUE, safe="") + "@h/"),
        (MULTILINE, (), json.dumps(MULTILINE.splitlines(keepends=True), indent=1)),
        ("hunter2", (), 'pw = "hunter2"'),
    ],
    ids=["plain", "json", "json-ascii", "unicode", "json-twice", "slash", "pieces", "url", "lines", "short"],
)
def test_forms(value: str, pieces: tuple[str, ...], text: str) -> None:
    raw = text.encode()
    assert Needles(value, pieces).held_by([raw])
    assert Needles(value, pieces).held_by(raw[at : at + 7] for at in range(0, len(raw), 7))


@pytest.mark.parametrize(
    ("value", "pieces", "text"),
    [
        (VALUE, (), VALUE[:-1] + "X"),
        (VALUE, ("tok_Zk81xQvT", "3nWd7rLm2P"), "'tok_Zk81xQvT'"),
        (MULTILINE, (), json.dumps(MULTILINE.splitlines(keepends=True)[:2])),
        ("hunter2", (), "hunter22 xhunter2"),
    ],
    ids=["other", "one-piece", "some-lines", "in-a-word"],
)
def test_not_held(value: str, pieces: tuple[str, ...], text: str) -> None:
    assert not Needles(value, pieces).held_by([text.encode()])


@given(
    st.text(string.ascii_letters + string.digits + '+/=_-ü"\\', min_size=8, max_size=60),
    st.binary(max_size=9),
    st.binary(max_size=9),
)
def test_inside_of_base64(value: str, before: bytes, after: bytes) -> None:
    inside = before + value.encode() + after
    needles = Needles(value)
    assert needles.held_by([base64.b64encode(inside)])
    assert needles.held_by([base64.urlsafe_b64encode(inside)])


@given(st.text(min_size=8, max_size=40), st.integers(1, 20))
def test_as_json_however_it_is_cut(value: str, size: int) -> None:
    for text in (json.dumps(["k", value]), json.dumps(["k", value], ensure_ascii=False)):
        raw = text.encode("utf-8", "surrogatepass")
        assert Needles(value).held_by(raw[at : at + size] for at in range(0, len(raw), size))
