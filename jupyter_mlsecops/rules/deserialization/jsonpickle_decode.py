"""Decoding with jsonpickle."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Code,
    Confidence,
    Example,
    Match,
    Severity,
    TextEdit,
    import_edits,
    load_match,
    offer,
    rule,
)


@rule(
    id="unsafe-jsonpickle-decode",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="jsonpickle text decoded",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("jsonpickle",),
    aliases=("B301", "S301"),
    bad=[
        Example(
            "import jsonpickle\nx = «jsonpickle.decode(text)»",
            fixed="import json\nimport jsonpickle\nx = json.loads(text)",
        ),
        "import jsonpickle\nx = «jsonpickle.decode(text, keys=True)»",
        "from jsonpickle import decode\nx = «decode(text)»",
        "import jsonpickle, requests\nr = «requests.get(url)»\nx = «jsonpickle.decode(r.text)»",
    ],
    ok=["import jsonpickle\njsonpickle.encode(x)", "import json\nx = json.loads(text)  # not jsonpickle.decode"],
)
def unsafe_jsonpickle_decode(code: Code) -> Iterator[Match]:
    """jsonpickle builds any object that the text names, and building one can run code.

    Use json.loads, and make your objects from plain values."""
    for call in code.calls(
        "jsonpickle.decode",
        "jsonpickle.loads",
        "jsonpickle.unpickler.decode",
        "jsonpickle.unpickler.Unpickler().restore",
    ):
        imported = import_edits(code, "json")
        plain = len(call.args) == 1 and not call.keywords and not call.has_unknown_kwargs
        edits = (TextEdit(call.func_span, "json.loads"), *imported) if plain and imported is not None else None
        fix = offer("Use json.loads", Applicability.REVIEW, edits)
        yield load_match(code, call, call.argument(0, "string"), proposals=fix)
