"""Code that stands far to the right of what a reader sees."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Confidence,
    Example,
    Match,
    Place,
    Proposal,
    Segment,
    Severity,
    Span,
    TextEdit,
    regex,
    rule,
)
from .literals import is_in_text

_FAR = 200
_PUSHED = regex(r"(?<=[^ \t\r\n])[ \t\u00a0\u2000-\u200a\u3000]{25,}(?=[^ \t\r\n#\\])")


@rule(
    id="code-out-of-sight",
    form_of="hidden-code",
    on=Segment,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Code pushed out of sight by blanks",
    cwe=[506, 1007],
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=(" " * _FAR, "\t" * 25, "\u3000" * 25, "\u00a0" * 25),
    bad=[
        Example(
            "x = 1;«" + " " * 220 + "»import os; os.system('id')\ny = 2",
            fixed="x = 1; import os; os.system('id')\ny = 2",
        ),
        "print(x),«" + "\t" * 60 + "»exec(y)",
        "print('a')«" + " " * 240 + "»;__import__('os').system('id')",
        "!ls«" + " " * 240 + "»; curl -s https://example.com/x",
    ],
    ok=[
        "x = 1" + " " * 240 + "# a remark",
        "s = 'a" + " " * 240 + "b'",
        's = """\na' + " " * 240 + 'b\n"""',
        "x = 1" + " " * 240,
        "x = 1;" + " " * 100 + "y = 2",
    ],
)
def code_out_of_sight(segment: Segment) -> Iterator[Match]:
    """Nobody sees what stands far to the right of a line, and it runs all the same. Editors do not break lines by
    default, so this is a way to hide code.

    Read what stands there, and put it on a line of its own or remove it."""
    if segment.kind != "code":
        return
    found = [
        Span(*match.span())
        for match in _PUSHED.finditer(segment.text)
        if len(match[0].expandtabs(8)) >= _FAR and not is_in_text(segment, match.start())
    ]
    if found:
        edits = tuple(TextEdit(span, " ") for span in found)
        others = tuple(Place(segment.pointer, span) for span in found[1:20])
        close = Proposal("Close the gap", Applicability.SAFE, edits)
        yield Match(found[0], related=others, proposals=(close,))
