"""Plugins of detect-secrets that others wrote: each is a rule, sees windows, and one that fails loses only its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from detect_secrets.plugins.base import BasePlugin, RegexBasedDetector
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine, Scan
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.core.text import Lines
from jupyter_mlsecops.rules.secrets.adapter import WINDOW
from jupyter_mlsecops.rules.secrets.foreign import pieces, rule_of
from tests.cli.files import HUGGING_FACE, code, notebook, printed

BUILTIN = list(rules.load())
ACME = "acme-" + "7f3k9" + "q2w8z"


class Acme(RegexBasedDetector):
    secret_type = "Acme Token"
    denylist = (re.compile("acme-[a-z0-9]{10}"),)


class Part(RegexBasedDetector):
    secret_type = "Part"
    denylist = (re.compile("(acme)-[a-z0-9]{10}"),)


class Normalising(BasePlugin):
    secret_type = "Normalised"

    def analyze_string(self, string: str) -> Iterator[str]:
        if "acme-" in string:
            yield string.upper().replace("-", "")


class Raising(BasePlugin):
    secret_type = "Raising"

    def analyze_string(self, string: str) -> Iterator[str]:
        if "acme-" in string:
            raise ValueError(string)
        yield from re.findall("first", string)


class NoText(BasePlugin):
    secret_type = "No text"

    def analyze_line(self, filename: str, line: str, **kwargs: Any) -> set[Any]:
        class Secret:
            secret_value = None

        return {Secret()}

    def analyze_string(self, string: str) -> Iterator[str]:
        yield from ()


class Context(BasePlugin):
    """Takes what detect-secrets offers, by name."""

    secret_type = "By name"

    def analyze_line(self, line: str, filename: str) -> set[Any]:  # type: ignore[override]
        assert filename.endswith(".py")
        return Acme().analyze_line(filename, line)

    def analyze_string(self, string: str) -> Iterator[str]:
        yield from ()


def scan(plugin: Any, *texts: str, **more: Any) -> Scan:
    made = rule_of(plugin, plugin.secret_type, **more)
    engine = Engine(RuleSet([*BUILTIN, made]), Policy(), b"k" * 32)
    raw = notebook(code("show()", *map(printed, texts))).encode()
    return engine.scan(raw, "a.ipynb")


def marked(done: Scan) -> list[tuple[str, str]]:
    """Each finding of a plugin, with the text that it marks."""
    texts = done.matched.texts if done.matched else {}
    found = []
    for finding in done.findings:
        where = finding.location
        if finding.rule.startswith("detect-secrets-") and where.region:
            raw = texts[where.pointer].raw
            found.append((finding.rule, raw[slice(*Lines(raw).span(where.region))]))
    return found


@pytest.mark.parametrize(
    ("plugin", "text", "expected"),
    [
        (Acme(), f"one\n  id {ACME} end", [("detect-secrets-acme-token", ACME)]),
        (Part(), f"one\n  id {ACME} end", [("detect-secrets-part", "acme")]),
        (Normalising(), f"one\n  id {ACME} end \ntwo", [("detect-secrets-normalised", f"id {ACME} end")]),
        (Context(), f"x {ACME}", [("detect-secrets-by-name", ACME)]),
        (Acme(), f"a {ACME} b {ACME}", [("detect-secrets-acme-token", ACME)] * 2),
        (Acme(), "x " * 700 + ACME + " y" * 700, [("detect-secrets-acme-token", ACME)]),
        (Acme(), "nothing", []),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BasePlugin) else None,
)
def test_a_plugin_is_a_rule(plugin: Any, text: str, expected: list[tuple[str, str]]) -> None:
    done = scan(plugin, text)
    assert (marked(done), done.problems) == (expected, [])


@pytest.mark.parametrize("plugin", [Raising(), NoText()])
def test_one_that_fails_is_a_problem_that_tells_nothing_and_loses_nothing_else(plugin: Any) -> None:
    done = scan(plugin, "the first\n", f"x {ACME}", f"t {HUGGING_FACE}\n")
    assert "huggingface-token" in [finding.rule for finding in done.findings]
    assert ("detect-secrets-raising", "first") in marked(done) or isinstance(plugin, NoText)
    (problem,) = done.problems
    assert problem.kind == "rule-failed" and ACME not in problem.message


def test_one_that_is_slow_is_stopped_after_a_line_and_keeps_what_it_found() -> None:
    seconds = iter(range(1000))
    done = scan(Acme(), f"{ACME}\n" * 20, clock=lambda: next(seconds) * 0.4)
    assert ("detect-secrets-acme-token", ACME) in marked(done)
    (problem,) = done.problems
    assert (problem.kind, "TooSlow" in problem.message) == ("rule-failed", True)


@given(st.text(alphabet="ab\r\n", max_size=40), st.integers(0, 3000))
def test_the_pieces_of_a_text_cover_it_and_overlap(text: str, long: int) -> None:
    text += "x" * long + "\n" + text
    covered = set()
    for start, end in pieces(text):
        assert 0 < end - start <= WINDOW and "\n" not in text[start:end]
        covered |= set(range(start, end))
    assert covered == {at for at, c in enumerate(text) if c not in "\r\n"}
