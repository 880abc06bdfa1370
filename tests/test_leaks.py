"""What is planted, and the search for it: it finds a canary however it is hidden, and nothing that is public."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest

from . import canaries
from .leaks import Leaks

MADE, PLANTED = canaries.books()
LEAKS = Leaks(PLANTED)


def test_enough_is_planted_everywhere() -> None:
    secret, personal = set(canaries.secrets()), set(canaries.personal())
    assert sum(canary.kind in secret for canary in PLANTED) >= 150
    assert sum(canary.kind in personal for canary in PLANTED) >= 50
    assert {canary.place for canary in PLANTED} == {*canaries.PLACES, "metadata of the notebook"}
    everything = "\n".join(json.dumps(book, ensure_ascii=False) for book in MADE.values())
    assert LEAKS.of(everything) == set(PLANTED)


HIDDEN: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "reversed": lambda v: v[::-1],
    "JSON": lambda v: json.dumps(v),
    "JSON, all escaped": lambda v: "".join(f"\\u{ord(c):04x}" for c in v),
    "JSON in JSON": lambda v: json.dumps(json.dumps({"a": v})),
    "Python": lambda v: "".join(f"\\x{ord(c):02X}" for c in v),
    "URL": lambda v: quote(v, safe=""),
    "URL, all escaped": lambda v: "".join(f"%{ord(c):02x}" for c in v),
    "HTML": lambda v: html.escape(v),
    "HTML, decimal": lambda v: "".join(f"&#{ord(c)};" for c in v),
    "HTML, hexadecimal": lambda v: "".join(f"&#x{ord(c):X};" for c in v),
    "hex": lambda v: v.encode().hex(),
    "hex, capitals": lambda v: "0x" + v.encode().hex().upper(),
    "hex, odd": lambda v: "a" + v.encode().hex(),
    "base64": lambda v: base64.b64encode(v.encode()).decode(),
    "base64, second": lambda v: base64.b64encode(b"?" + v.encode()).decode(),
    "base64, third": lambda v: base64.b64encode(b"\xff?" + v.encode()).decode(),
    "base64 for URLs": lambda v: base64.urlsafe_b64encode(b"\xff>" + v.encode()).decode().rstrip("="),
    "base64 behind letters": lambda v: "key" + base64.b64encode(v.encode()).decode(),
    "base64 of JSON": lambda v: base64.b64encode(json.dumps({"a": v}).encode()).decode(),
    "colours": lambda v: f"{v[: len(v) // 2]}\x1b[0m\x1b[31m{v[len(v) // 2 :]}",
    "colours in JSON": lambda v: json.dumps(f"{v[: len(v) // 2]}\x1b[31m{v[len(v) // 2 :]}"),
    "UTF-16": lambda v: v.encode("utf-16-le").decode("latin-1"),
}


@pytest.mark.parametrize("way", HIDDEN)
def test_the_search_finds_a_canary_that_is_hidden_so(way: str) -> None:
    tokens = [canary for canary in PLANTED if len(canary.value) >= 24 and "\n" not in canary.value]
    missed = [c.kind.rule for c in tokens if c not in LEAKS.of(f'{{"a": "x {HIDDEN[way](c.value)} z"}}')]
    assert not missed


def test_the_search_finds_eight_characters() -> None:
    assert [c.kind.rule for c in PLANTED if c not in LEAKS.of(f"xx{LEAKS.least(c)}yy")] == []


def test_the_search_does_not_take_what_is_public_for_a_leak() -> None:
    _, others = canaries.books(2)
    everything = "\n".join(canary.value for canary in others if canary.kind in canaries.secrets())
    assert not {canary.kind.rule for canary in LEAKS.of(everything)}
