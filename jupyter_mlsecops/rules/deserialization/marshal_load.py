"""Loading marshalled data."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, load_match, rule


@rule(
    id="unsafe-marshal-load",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Marshalled data loaded",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("marshal",),
    aliases=("B302", "S302"),
    bad=[
        "import marshal\ncode = «marshal.load(f)»",
        "from marshal import loads\ncode = «loads(blob)»",
        "import marshal, requests\ncode = «marshal.loads(requests.get(url).content)»",
    ],
    ok=["import marshal\nmarshal.dump(x, f)", "from marshmallow import Schema\nSchema().load(x)  # not marshal.load"],
)
def unsafe_marshal_load(code: Code) -> Iterator[Match]:
    """Marshal is Python's own format for compiled code. Loading a file that somebody made up can crash the kernel or
    run code.

    Keep data as JSON or Parquet."""
    for call in code.calls("marshal.load", "marshal.loads"):
        yield load_match(code, call, call.argument(0), unknown=Severity.MEDIUM, fetched=Severity.HIGH)
