"""Names written with letters of another script that look like the usual ones."""

from __future__ import annotations

import builtins
import unicodedata
from collections.abc import Iterator
from itertools import islice

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
from .literals import is_in_text, is_unusual_source

# Letters that look like a Latin one in most fonts. Greek ones that formulas use (α, ν, ρ) are no disguise.
_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u04cf\u0578\u057d"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405\u0417"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03f2\u0131\u0261",
    "aeopcyxijshdqwlnuABEKMHOPCTXIJSZABEZHIKMNOPTYXocig",
)
_MOST = 300
_NAME = regex(r"[^\W\d]\w*")
_WORD = regex(r"[^\W\d_]+")
_IMPORT = regex(r"(?m)^[ \t]*(?:from|import)[ \t]+[^\n#]{0,400}")
_INSTALL = regex(
    r"(?m)^[ \t]*[!%]?[ \t]*(?:\S{1,60}[ \t]+-m[ \t]+)?(?:pip3?|conda|mamba|uv)\b[^\n#]{0,20}install[^\n#]{0,400}"
)
_FANCY = regex("[\U0001d400-\U0001d7ff\uff21-\uff3a\uff41-\uff5a]")
_POWERFUL = frozenset(
    ("exec", "eval", "compile", "open", "getattr", "setattr", "globals", "locals", "vars", "input", "breakpoint", "os")
    + ("system", "subprocess", "popen", "Popen", "import", "importlib", "pickle", "loads", "load", "socket", "builtins")
)


@rule(
    id="lookalike-name",
    form_of="hidden-code",
    on=Segment,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Name with letters of another script that look alike",
    cwe=1007,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    aliases=["PLC2401", "PLC2403"],
    guard=is_unusual_source,
    bad=[
        Example("import «p\u0430ndas» as pd", fixed="import pandas as pd"),
        "from «numpy\u03bf» import array",
        "!pip install «requ\u0435sts»",
        "«us\u0435r» = 1",
        "«\U0001d5f2\U0001d605\U0001d5f2\U0001d5f0»('x = 1')",
        "«\uff45\uff56\uff41\uff4c»(x)",
        "«\u043e\u0440\u0435n»('a')",
    ],
    ok=[
        "\u03b1 = 1\nv_\u03bd = 2\n\u0394t = 3\n\u03c3_x = 4\n\u03b8hat = 5",
        "\u0434\u0430\u043d\u043d\u044b\u0435 = 1\n\u0441 = 2",
        "s = 'p\u0430ndas'  # us\u0435r",
        "x_\u0434\u043e\u043c = 1",
        "\U0001d465 = 1",
        "# %% [markdown]\nimport p\u0430ndas",
    ],
)
def lookalike_name(segment: Segment) -> Iterator[Match]:
    """It reads like a name you know and is another one: another package is installed, another function called.

    Write the name with the letters of your keyboard, and check what was installed under the other one."""
    if segment.kind != "code":
        return
    odd = (match for match in _NAME.finditer(segment.text) if not match[0].isascii())
    found = [
        (Span(*match.span()), plain)
        for match in islice(odd, _MOST)
        if (plain := _plain(match[0])) is not None and not is_in_text(segment, match.start())
    ]
    if not found:
        return
    brought = [Span(*m.span()) for pattern in (_IMPORT, _INSTALL) for m in pattern.finditer(segment.text)]
    grave = [pair for pair in found if pair[1] in _POWERFUL or any(pair[0].overlaps(line) for line in brought)]
    first = (grave or found)[0][0]
    edits = tuple(TextEdit(span, plain) for span, plain in found)
    yield Match(
        first,
        severity=Severity.HIGH if grave else Severity.MEDIUM,
        related=tuple(Place(segment.pointer, span) for span, _ in found[:20] if span != first),
        proposals=(Proposal("Write it in plain letters", Applicability.REVIEW, edits),),
    )


def _plain(name: str) -> str | None:
    """The ASCII name that a name is made to look like; None for an honest one."""
    if _FANCY.search(name):
        plain = unicodedata.normalize("NFKC", name)
        return plain if plain.isascii() and (plain in _POWERFUL or hasattr(builtins, plain)) else None
    plain = name.translate(_ALIKE)
    if not plain.isascii():
        return None
    mixed = any(not word.isascii() and any(c.isascii() for c in word) for word in _WORD.findall(name))
    return plain if mixed or plain in _POWERFUL else None
