"""A fix takes away what it names and leaves every other byte of the file."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.core.patch import apply

from .scanning import code, markdown, notebook, output, scan

REST = "<table>\n <tr><td>caf\u00e9 \U0001f600</td></tr>\n</table>"
CASES = [
    (output(f"{REST}<script>eval(atob('x'))</script> end"), output(f"{REST} end"), "Remove what acts"),
    (output(f"{REST}<img src=x onerror=alert(1)>"), output(f"{REST}<img src=x>"), "Remove what acts"),
    (output(f"<b data-commandlinker-command='a:b'>x</b>{REST}"), output(f"<b>x</b>{REST}"), "Remove the attribute"),
]


@pytest.mark.parametrize(("before", "after", "title"), CASES)
def test_the_rest_of_an_output_stays(before: dict[str, object], after: dict[str, object], title: str) -> None:
    other = output("<p>\u202e other</p>")
    raw = notebook(markdown("text"), code("show(x)", [other, before]), code("y"))
    fixes = [fix for finding in scan(raw).findings for fix in finding.fixes]
    fix = next(fix for fix in fixes if fix.title == title)
    assert fix.applicability.value == "safe"
    assert apply(raw, fix.edits) == notebook(markdown("text"), code("show(x)", [other, after]), code("y"))


@pytest.mark.parametrize(("before", "after", "title"), CASES)
def test_or_the_output_goes(before: dict[str, object], after: dict[str, object], title: str) -> None:
    raw = notebook(code("show(x)", [output("<p>1</p>"), before]))
    fix = next(f for finding in scan(raw).findings for f in finding.fixes if f.title == "Clear this output")
    assert scan(apply(raw, fix.edits)).findings == []
    assert apply(raw, fix.edits) == notebook(code("show(x)", [output("<p>1</p>")]))
