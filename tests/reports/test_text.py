"""The report for people."""

from typing import NamedTuple

import pytest
from msgspec import structs

from jupyter_mlsecops.core.model import Input, Location, Severity
from jupyter_mlsecops.reports import text, words
from jupyter_mlsecops.reports.text import Look, marked

from .reports import FULL, OUTPUT, RULES, SOURCE, finding, report, with_packages


class Frame(NamedTuple):
    lines: list[tuple[int, str]]
    start_column: int
    end_column: int


FRAMES = {
    OUTPUT: Frame([(2, "a ••••••")], 2, 8),
    SOURCE: Frame([(1, "f("), (2, "  'x\ty',"), (3, ") + 1")], 0, 1),
}
INFOS = {rule.id: rule for rule in RULES}

EXPECTED = """\
train model.ipynb:cell 7, output:2:3  ⬣ critical  a-token  Token here (hf_••••••)
  2 │ a ••••••
    │   ^^^^^^
  also: cell 1:1:1, notebook metadata
  why:  It can be read, e.g. by everyone.
  fix:  Redact output: jupyter mlsecops fix --rule a-token 'train model.ipynb'

train model.ipynb:cell 1:1:1  ⬣ critical  a-token  Token here (hf_••••••)
  1 │ f(
    │ ^^
  2 │   'x    y',
    │   ^^^^^^^^^
  3 │ ) + 1
    │ ^
  why:  It can be read, e.g. by everyone.
  fix:  Revoke it at https://example.org (jupyter mlsecops rules a-token)

-odd,%.py:3:1  ◆ medium  plain-http  Plain HTTP here
  why:  It can be read, e.g. by everyone.
  fix:  Use https (look at it first: --diff): jupyter mlsecops fix --review --rule plain-http ./-odd,%.py

train model.ipynb:notebook metadata  ● low  from-elsewhere  No version here
  fix:  jupyter mlsecops rules from-elsewhere

not assessed  cut.ipynb: The file is not valid JSON. Restore it from a copy, or save it again in Jupyter.
not assessed  The key cannot be kept.

4 findings (2 critical, 1 medium, 1 low) in 2 files · 3 at or above medium · 2 ignored with a reason · \
1 file not assessed in full. Apply 1 safe fix: jupyter mlsecops fix 'train model.ipynb'
"""


def test_whole() -> None:
    said = text.render(FULL, INFOS, FRAMES, FULL.findings[:3], Severity.MEDIUM, Look())
    assert said == EXPECTED


def test_colours_change_nothing_but_colour() -> None:
    import re

    said = text.render(FULL, INFOS, FRAMES, FULL.findings[:3], Severity.MEDIUM, Look(colour=True))
    assert "\x1b[" in said and re.sub(r"\x1b\[[0-9;]*m", "", said) == EXPECTED


@pytest.mark.parametrize(
    ("line", "start", "end", "shown", "carets"),
    [
        ("abc", 1, 2, "abc", " ^"),
        ("\tx = 1", 1, 2, "    x = 1", "    ^"),
        ("漢字 = key", 5, 8, "漢字 = key", "       ^^^"),
        ("漢字", 1, 2, "漢字", "  ^^"),
        ("e\u0301 = k", 5, 6, "e\u0301 = k", "    ^"),
        ("\U0001f600 k", 2, 3, "\U0001f600 k", "   ^"),
        ("a\u202eb", 2, 3, "a<U+202E>b", "         ^"),
        ("a\x1b[31m", 1, 2, "a<U+001B>[31m", " ^^^^^^^^"),
        ("a\0b\ud83d", 3, 4, "a<U+0000>b<U+D83D>", "          ^^^^^^^^"),
        ("abc", 3, 3, "abc", "   ^"),
        ("x" * 60 + "KEY" + "y" * 200, 60, 63, "…" + "x" * 25 + "KEY" + "y" * 71 + "…", " " * 26 + "^^^"),
        ("KEY" + "y" * 10_000_000, 0, 3, "KEY" + "y" * 97 + "…", "^^^"),
        ("x" * 10_000_000 + "KEY", 10_000_000, 10_000_003, "…" + "x" * 25 + "KEY", " " * 26 + "^^^"),
    ],
)
def test_carets_stand_under_exactly_what_is_meant(line: str, start: int, end: int, shown: str, carets: str) -> None:
    out, indent, width = marked(line, start, end)
    assert (out, " " * indent + "^" * width) == (shown, carets)


def test_compact() -> None:
    said = text.render_compact(FULL, FULL.findings[:3], Severity.MEDIUM, Look(summary=False))
    assert said.splitlines() == [
        "train model.ipynb:cell 7, output:2:3: ⬣ critical a-token Token here (hf_••••••)",
        "train model.ipynb:cell 1:1:1: ⬣ critical a-token Token here (hf_••••••)",
        "-odd,%.py:3:1: ◆ medium plain-http Plain HTTP here",
        "train model.ipynb:notebook metadata: ● low from-elsewhere No version here",
        "not assessed  cut.ipynb: The file is not valid JSON. Restore it from a copy, or save it again in Jupyter.",
        "not assessed  The key cannot be kept.",
    ]
    assert text.render_compact(report(), [], None, Look()) == ""


def test_below_the_gate() -> None:
    low = report(finding("x", Severity.LOW, OUTPUT))
    said = text.render(low, {}, {}, [], Severity.MEDIUM, Look())
    assert said.splitlines()[-1].startswith("1 finding (1 low) in 1 file · none at or above medium. Read more: ")
    assert text.render(report(), {}, {}, [], Severity.MEDIUM, Look()) == "No findings in 0 files.\n"


UPDATE = "jupyter mlsecops db update"


@pytest.mark.parametrize(
    "numbers, days, said, said_by_a_hook",
    [
        ((0, 0, 12), None, f"Packages: 12 not assessed. There is no advisory database: {UPDATE}", True),
        (
            (1, 0, 1200),
            None,
            f"Packages: 1 vulnerable, 1,200 not assessed. There is no advisory database: {UPDATE}",
            True,
        ),
        ((0, 3, 0), 0, "Packages: 3 not known to be vulnerable. The newest advisory is 0 days old.", False),
        ((0, 3, 0), 1, "Packages: 3 not known to be vulnerable. The newest advisory is 1 day old.", False),
        (
            (2, 3, 4),
            7,
            "Packages: 2 vulnerable, 3 not known to be vulnerable, 4 not assessed. The newest advisory is 7 days old.",
            False,
        ),
        ((0, 3, 0), 8, f"Packages: 3 not known to be vulnerable. The newest advisory is 8 days old: {UPDATE}", True),
    ],
)
def test_packages_in_one_line(numbers: tuple[int, int, int], days: int | None, said: str, said_by_a_hook: bool) -> None:
    one = with_packages(report(finding("x", Severity.LOW, OUTPUT)), numbers, days)
    assert text.render(one, {}, {}, [], None, Look()).splitlines()[-1] == said
    assert "Packages" not in text.render(one, {}, {}, [], None, Look(summary=False))
    assert (text.render_compact(one, [], None, Look()).splitlines()[-1] == said) == said_by_a_hook
    assert text.render_compact(with_packages(report(), numbers, days), [], None, Look()) == ""


@pytest.mark.parametrize("days, colour", [(None, 2), (7, 2), (8, 2), (30, 2), (31, 33)])
def test_only_what_is_outdated_stands_out(days: int | None, colour: int) -> None:
    said = text.render(with_packages(report(), (0, 1, 0), days), {}, {}, [], None, Look(colour=True))
    assert said.splitlines()[-1].startswith(f"\x1b[{colour}mPackages: ")


def test_news() -> None:
    look = Look(words=words.news)
    assert text.render(report(), {}, {}, [], None, look).startswith("No file is remembered: ")
    paths = [f"{name}.ipynb" for name in "abcd"]
    inputs = [Input(path=path, kind="notebook", digest="", status="skipped") for path in paths]
    none = structs.replace(report(), inputs=inputs)
    assert text.render(none, {}, {}, [], None, look) == "Nothing new about 4 files scanned before.\n"
    found = [finding("x", Severity.HIGH, Location(path=path)) for path in paths]
    again = ". See how to fix them: jupyter mlsecops scan"
    for number, told in (
        (1, f"1 finding (1 high) in 1 of 4 files scanned before · 1 at or above medium{again} a.ipynb"),
        (4, f"4 findings (4 high) in 4 of 4 files scanned before · 4 at or above medium{again}"),
    ):
        some = structs.replace(report(*found[:number]), inputs=inputs)
        assert text.render(some, {}, {}, found[:number], Severity.MEDIUM, look).splitlines()[-1] == told
