"""Diffs as they may be shown: those of the whole text, whatever is left out far from the edits."""

from __future__ import annotations

import difflib

from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.diffs import Diffs
from jupyter_mlsecops.core.ipynb import script
from jupyter_mlsecops.core.matched import Matched
from jupyter_mlsecops.core.model import Edit
from jupyter_mlsecops.core.patch import edit_text
from jupyter_mlsecops.core.segments import texts_of
from jupyter_mlsecops.core.text import Lines, Span

TEXT = "".join(f"line {number}\n" for number in range(300))


def diff_of(text: str, changes: list[tuple[Span, str]], hidden: list[Span] = []) -> str:  # noqa: B006
    notebook = script(text.encode(), "a.py")
    matched = Matched([], [], texts_of(notebook), {})
    matched.__dict__["masks"] = {"": hidden}
    lines = Lines(text)
    edits = [Edit(pointer="", region=lines.region(span), insert=insert) for span, insert in changes]
    return Diffs(notebook, matched).of(edits, None)


@given(
    st.lists(
        st.tuples(st.integers(0, len(TEXT)), st.integers(0, 40), st.sampled_from(["", "x", "a\nb\n"])),
        min_size=1,
        max_size=4,
    )
)
def test_a_diff_applies_to_the_text(drawn: list[tuple[int, int, str]]) -> None:
    """The lines that it adds and takes away, at the places that it names, make the edited text of the old one."""
    changes: list[tuple[Span, str]] = []
    for start, length, insert in sorted(drawn):
        if not changes or start > changes[-1][0].end:
            changes.append((Span(start, min(start + length, len(TEXT))), insert))
    assert patched(TEXT, diff_of(TEXT, changes)) == edit_text(TEXT, changes).splitlines()


def test_of_a_long_line_the_stretch_around_the_change_is_shown() -> None:
    text = f"x = 1\n{'a' * 300}SECRET{'b' * 20}old{'c' * 900}\ny = 2\n"
    at = text.index("old")
    diff = diff_of(text, [(Span(at, at + 3), "new")], [Span(at - 26, at - 20)])
    shown = diff.splitlines()[2:]
    assert shown[0] == "@@ -2 +2 @@"
    assert shown[1].startswith(f"-…{'a' * 34}••••••{'b' * 20}oldcc")
    assert shown[2].startswith(f"+…{'a' * 34}••••••{'b' * 20}newcc")


def test_changes_far_apart_in_a_line_are_shown_each() -> None:
    text = f"x = 1  # {'a' * 300}old{'c' * 20}\n"
    at = text.index("old")
    shown = diff_of(text, [(Span(0, 0), "import os\n"), (Span(at, at + 3), "new")]).splitlines()[2:]
    before, after = f"…{'a' * 60}old{'c' * 20}", f"…{'a' * 60}new{'c' * 20}"
    assert [shown[0], shown[1], *shown[3:]] == ["@@ -1 +1,2 @@", "+import os", "@@ -1 +2 @@", f"-{before}", f"+{after}"]


def test_a_long_line_is_never_cut_within_what_is_hidden() -> None:
    text = f"{'a' * 300}{'S' * 100}old{'c' * 900}"
    diff = diff_of(text, [(Span(400, 403), "new")], [Span(300, 400)])
    assert "-…••••••oldcc" in diff
    assert "S" not in diff


def patched(text: str, diff: str) -> list[str]:
    """What a unified diff makes of a text."""
    old, new, at = text.splitlines(), [], 0
    for line in diff.splitlines()[2:]:
        if line.startswith("@@"):
            first, _, length = line.split()[1][1:].partition(",")
            start = int(first) - (length != "0")
            new += old[at:start]
            at = start
        elif line.startswith("+"):
            new.append(line[1:])
        else:
            assert old[at] == line[1:]
            at += 1
            if line.startswith(" "):
                new.append(line[1:])
    return new + old[at:]


def test_one_edit_shows_what_a_diff_of_all_lines_shows() -> None:
    at = TEXT.index("line 150\n")
    changes = [(Span(at, at + 8), "other")]
    whole = difflib.unified_diff(
        TEXT.splitlines(), edit_text(TEXT, changes).splitlines(), "a.py", "a.py", n=2, lineterm=""
    )
    assert diff_of(TEXT, changes) == "\n".join(whole)


def test_what_is_hidden_stays_hidden_where_it_reaches_over_lines() -> None:
    at = TEXT.index("line 150\n")
    hidden = [
        Span(TEXT.index("line 140"), TEXT.index("line 149")),
        Span(TEXT.index("line 151"), TEXT.index("line 170")),
    ]
    shown = diff_of(TEXT, [(Span(at, at + 8), "other")], hidden)
    assert [number for number in range(300) if f"line {number}\n" in f"{shown}\n"] == [149, 150]
    assert "-line 150\n+other\n" in shown
