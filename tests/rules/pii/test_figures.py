"""What is told of many values at once is what patterns tell of each, and values in long lines have their own names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.model import Part
from jupyter_mlsecops.core.segments import Segment
from jupyter_mlsecops.rules.pii.figures import is_among_numbers
from jupyter_mlsecops.rules.pii.kinds import survey
from jupyter_mlsecops.rules.pii.reading import Reading

ARRAY = re.compile(r"\[[\d\s.,+\-eE]{0,200}\Z|[\d\s.,+\-eE]{200}\Z|\([\d\s.,+\-eE]{0,180}\d[\s,][\s\d.,+\-eE]{0,20}\Z")
MOSTLY = re.compile(r"[\d\s.,;:+\-/|()\[\]eE%$]")
PIECES = [
    "[",
    "(",
    "1, ",
    "0.5 ",
    ",",
    " ",
    "-",
    "e",
    "E",
    ".",
    "x",
    "ab",
    "é",
    "²",
    "\u0663",
    "\u3000",
    "\u5bc6",
    "\n",
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.sampled_from(["7 " * 90, "1" * 21, "x, y, "]), max_size=12).map("".join)
NUMBER = "536904399"


def segment(text: str, key: str = "", kind: str = "stream") -> Segment:
    return Segment(text, text, kind, Part.OUTPUT, "/cells/0/outputs/0/text", key=key)


def told_by_patterns(text: str, start: int, end: int, grouped: bool) -> bool:
    if text[start - 1 : start] == "." or (text[end : end + 1] == "." and text[end + 1 : end + 2].isdigit()):
        return True
    if ARRAY.search(text, max(0, start - 201), start):
        return True
    begin = text.rfind("\n", max(0, start - 400), start) + 1 or max(0, start - 400)
    stop = text.find("\n", end, end + 400)
    stop = stop if stop >= 0 else end + 400
    line, rest = text[begin:stop], text[begin:start] + text[end:stop]
    if re.search(r"[0-9](?: |, ?)\Z", text[:start]) or re.match(r"(?: |, ?)[0-9]", text[end:]):
        return not ("," in line and sum(any(c.isalpha() for c in field) for field in line.split(",")) >= 2)
    mostly = 2 * (len(MOSTLY.findall(rest)) + end - start) > len(rest) + end - start
    return not grouped and mostly and re.search(r"\d", rest) is not None


@given(TEXTS, TEXTS, st.booleans())
def test_a_figure_is_what_the_patterns_say(before: str, behind: str, grouped: bool) -> None:
    text, start = before + NUMBER + behind, len(before)
    end = start + len(NUMBER)
    told = is_among_numbers(Reading(segment(text)), start, end, grouped)
    assert told == told_by_patterns(text, start, end, grouped)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|", "  "], ids=repr)
def test_each_value_of_a_long_line_has_the_head_of_its_own_column(sign: str) -> None:
    heads = ["ssn", "count", "total"] * 40
    text = "\n".join(sign.join(cell.rjust(9) for cell in row) for row in (heads, [NUMBER] * len(heads)))
    found = survey(segment(text))
    width = 9 + len(sign)
    line = text.index("\n") + 1
    assert [(value.start - line) // width for value in found["us-ssn"]] == [*range(0, len(heads), 3)]
    assert found.keys() == {"us-ssn"}


def test_a_uuid_is_nobody_s_number_but_under_the_name_of_a_telephone() -> None:
    uuid = "1234567a-bcde-4158-6753-abcdefabcdef"
    assert survey(segment(uuid, "id")) == {}
    assert [(value.start, value.end) for value in survey(segment(uuid, "tel"))["phone-number"]] == [(14, 23)]


@pytest.mark.parametrize("name", ["patientSsn", "userSsn", "patientUserSsn"])
def test_a_name_may_be_glued_to_its_owner_s(name: str) -> None:
    assert "us-ssn" in survey(segment(f'{name} = "{NUMBER}"'))
