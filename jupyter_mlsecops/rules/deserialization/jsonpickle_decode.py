"""Decoding with jsonpickle."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, load_match, rule


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
        "import jsonpickle\nx = «jsonpickle.decode(text)»",
        "from jsonpickle import decode\nx = «decode(text)»",
        "import jsonpickle, requests\nr = «requests.get(url)»\nx = «jsonpickle.decode(r.text)»",
    ],
    ok=["import jsonpickle\njsonpickle.encode(x)", "import json\nx = json.loads(text)  # not jsonpickle.decode"],
)
def unsafe_jsonpickle_decode(code: Code) -> Iterator[Match]:
    """jsonpickle builds any object that the text names, and building one can run code.

    Use json.loads, and make your objects from plain values."""
    for call in code.calls("jsonpickle.decode", "jsonpickle.loads", "jsonpickle.unpickler.decode"):
        yield load_match(code, call, call.argument(0, "string"))
