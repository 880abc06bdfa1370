"""Texts that nobody wrote for us: in bounded time all is found at its exact place, or said not to be assessed."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine, Scan
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.text import Lines, Span

from .hang import must_end
from .rules.secrets import planted

ROWS = {row.id: row for row in planted.PREFIXED}
TOKENS = [planted.mint(ROWS["huggingface-token"], random.Random(seed)) for seed in range(3)]
PASSWORD = "Zk81" + "xQ-vT3n" + "Wd7r"
Cell = dict[str, Any]


def _cell(source: str = "", *outputs: dict[str, Any], **metadata: Any) -> Cell:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": list(outputs),
        "source": source,
    }


def _shown(mime: str, value: Any) -> Cell:
    return _cell("", {"output_type": "display_data", "metadata": {}, "data": {mime: value}})


CODE: dict[str, Callable[[str], Cell]] = {"code": lambda text: _cell(text)}
SHOWN: dict[str, Callable[[str], Cell]] = {
    "printed": lambda text: _cell("", {"output_type": "stream", "name": "stdout", "text": text}),
    "JSON": lambda text: _shown("application/json", {"body": text}),
}
TEXTS = SHOWN | {
    "HTML": lambda text: _shown("text/html", text),
    "traceback": lambda text: _cell("", {"output_type": "error", "ename": "E", "evalue": "", "traceback": [text]}),
    "metadata": lambda text: _cell("", parameters={"body": text}),
    "Markdown": lambda text: {"cell_type": "markdown", "metadata": {}, "source": text},
}


def scan(cell: Cell) -> Scan:
    raw = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()
    with must_end(120):
        return Engine(rules.load(), Policy(), b"k" * 32).scan(raw, "a.ipynb")


def found(done: Scan, rule: str = "") -> list[Span]:
    """Where in their texts the findings of a rule stand; of every rule that hides what it finds without one."""
    assert done.matched is not None
    hides = {each.id for each in rules.builtin() if each.hides}
    spans = []
    for finding in done.findings:
        if (finding.rule == rule if rule else finding.rule in hides) and finding.location.region is not None:
            lines = Lines(done.matched.texts[finding.location.pointer].raw)
            spans.append(lines.span(finding.location.region))
    return spans


# ---------------------------------------------------------------- long lines

MILLION = 1_000_000
_CHANCE = random.Random(5)
FILLERS = {
    "DNA": "".join(_CHANCE.choices("ACGT", k=10_000)),
    "base64": base64.b64encode(_CHANCE.randbytes(7_500)).decode(),
    "spaces": " ",
    "names": "key=",
    "quotes": '"',
    "digits": "".join(_CHANCE.choices("0123456789", k=10_000)),
}


@pytest.mark.parametrize(
    ("filler", "place", "size"),
    [
        *((filler, place, MILLION) for filler in FILLERS for place in (*CODE, *SHOWN)),
        *(("spaces", place, 10 * MILLION) for place in (*CODE, *SHOWN)),
        ("digits", "printed", 10 * MILLION),
    ],
)
def test_a_line_of_millions_of_characters(filler: str, place: str, size: int) -> None:
    half = FILLERS[filler] * (size // 2 // len(FILLERS[filler]))
    text = f"{TOKENS[0]} {half} {TOKENS[1]} {half} {TOKENS[2]}"
    done = scan((CODE | SHOWN)[place](text))
    places = [text.index(token) for token in TOKENS]
    assert found(done, "huggingface-token") == [
        Span(at, at + len(t)) for at, t in sorted(zip(places, TOKENS, strict=True))
    ]
    told = [problem.message for problem in done.problems]
    said = "a.ipynb: cell 1, line 1: the cell is too large, so its code was not assessed."
    assert told == ([said] if place == "code" else [])


@pytest.mark.parametrize("place", SHOWN)
@pytest.mark.parametrize(
    ("piece", "times"),
    [
        (TOKENS[0] + " ", 5_000),
        (TOKENS[0] + " é\n", 5_000),
        ("ada.k@corp7.io ", 20_000),
        ("53 4111 1111 1111 1111\n", 20_000),
    ],
    ids=["token", "token, not ASCII", "mail", "card"],
)
def test_the_same_value_again_and_again(piece: str, times: int, place: str) -> None:
    """What is settled, spread and related to one another must not be compared each with each."""
    done = scan(SHOWN[place](piece * times))
    assert not done.problems
    assert done.findings or "4111" in piece  # the number of an example card, which is nobody's
    assert all(len(finding.related) <= 20 for finding in done.findings)


# ---------------------------------------------------------------- JSON in JSON


@pytest.mark.parametrize("place", [*CODE, *TEXTS])
@pytest.mark.parametrize(
    ("name", "value"),
    [("api_key", TOKENS[0]), ("api_key", "q8Zk3Vw1" + "LxYt5Rb7Nc2M"), ("password", PASSWORD)],
    ids=["token", "key", "password"],
)
@pytest.mark.parametrize("depth", [1, 2])
def test_json_in_json(name: str, value: str, place: str, depth: int) -> None:
    text = json.dumps({"region": "eu", name: value})
    for _ in range(depth - 1):
        text = json.dumps({"body": text})
    if place == "code":
        text = f"r = {text!r}"
    at = text.index(value)
    assert found(scan((CODE | TEXTS)[place](text))) == [Span(at, at + len(value))]


@pytest.mark.parametrize("place", [*CODE, *TEXTS])
def test_a_token_in_json_in_json_in_json(place: str) -> None:
    text = json.dumps(json.dumps(json.dumps({"body": TOKENS[0]})))
    at = text.index(TOKENS[0])
    assert found(scan((CODE | TEXTS)[place](text))) == [Span(at, at + len(TOKENS[0]))]


# ---------------------------------------------------------------- characters that nobody sees

UNSEEN = ("\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u200f", "\u2066")


@pytest.mark.parametrize("place", TEXTS)
@pytest.mark.parametrize("unseen", UNSEEN, ids=lambda c: f"U+{ord(c):04X}")
@pytest.mark.parametrize("at", [2, 3, 12, 36])
def test_an_unseen_character_in_a_token(unseen: str, place: str, at: int) -> None:
    """The place is that in the file, with the unseen character in it; nothing of it is shown."""
    token = TOKENS[0][:at] + unseen + TOKENS[0][at:]
    text = f"use {token} here{unseen}"
    start = text.index(token)
    done = scan(TEXTS[place](text))
    assert found(done) == [Span(start, start + len(token))]
    kinds = {(finding.rule, finding.preview) for finding in done.findings}
    assert ("huggingface-token", "hf_••••••") in kinds
    assert kinds <= {("huggingface-token", "hf_••••••"), ("hidden-code", "")}
    for finding in done.findings:
        shown = [finding.message, finding.preview, *(fix.title + fix.diff for fix in finding.fixes)]
        assert not [text for text in shown if unseen in text or TOKENS[0][4:12] in text]


@pytest.mark.parametrize("place", [*CODE, *TEXTS])
@pytest.mark.parametrize("unseen", UNSEEN, ids=lambda c: f"U+{ord(c):04X}")
def test_unseen_characters_around_a_token(unseen: str, place: str) -> None:
    text = f"# use {unseen}{TOKENS[0]}{unseen} here"
    start = text.index(TOKENS[0])
    assert found(scan((CODE | TEXTS)[place](text))) == [Span(start, start + len(TOKENS[0]))]


def test_the_same_token_with_and_without_unseen_characters_has_one_name() -> None:
    names = {
        finding.fingerprint
        for text in (TOKENS[0], TOKENS[0][:9] + "\u200b" + TOKENS[0][9:])
        for finding in scan(SHOWN["printed"](text)).findings
    }
    assert len(names) == 1


@pytest.mark.parametrize("place", [*CODE, *TEXTS])
@pytest.mark.parametrize("script", ["密钥", "ключ", "κ", "а", "é", "ー", "مفتاح", "🔑", "\ud83d"], ids=ascii)
def test_other_scripts_beside_a_token(script: str, place: str) -> None:
    """Directly beside it too: none of their letters is one that a token is made of."""
    for text in (f"# {script}：{TOKENS[0]}", f"# {script}{TOKENS[0]}{script}"):
        start = text.index(TOKENS[0])
        assert found(scan((CODE | TEXTS)[place](text))) == [Span(start, start + len(TOKENS[0]))]


# ---------------------------------------------------------------- bytes


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3(", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xc0\xaf"])
@pytest.mark.parametrize("kind", ["notebook", "python"])
def test_bytes_that_are_no_utf8(bad: bytes, kind: Any) -> None:
    """Nothing is found, or all of it; where nothing is, a problem says so and names the file."""
    source = f"x = 1\ntoken = '{TOKENS[0]}'\n# "
    raw = json.dumps({"cells": [_cell(source)], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()
    raw = raw.replace(b"x = 1", b"x = 1 # " + bad) if kind == "notebook" else source.encode() + bad
    with must_end():
        done = Engine(rules.load(), Policy(), b"k" * 32).scan(raw, "a", kind)
    if done.problems:
        assert all(problem.message.startswith("a: ") for problem in done.problems)
        assert done.input.status == "incomplete"
    else:
        assert [finding.rule for finding in done.findings if finding.category.value == "secrets"] == [
            "huggingface-token"
        ]
