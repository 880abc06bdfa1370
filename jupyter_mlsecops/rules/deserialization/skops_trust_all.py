"""skops told to trust whatever is in a file."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, rule


@rule(
    id="skops-trust-all",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="skops file loaded with every type trusted",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("skops",),
    bad=[
        "import skops.io as sio\nm = «sio.load('m.skops', trusted=True)»",
        "from skops.io import load, get_untrusted_types\nm = «load(p, trusted=get_untrusted_types(file=p))»",
        "import skops.io as sio\ntypes = sio.get_untrusted_types(file=p)\n# %%\nm = «sio.load(p, trusted=types)»",
    ],
    ok=["import skops.io as sio\nm = sio.load('m.skops', trusted=['numpy.int64'])", "import skops.io as s\ns.load(p)"],
)
def skops_trust_all(code: Code) -> Iterator[Match]:
    """skops refuses types that can run code. Trusting all types that the file names takes that protection away.

    Print skops.io.get_untrusted_types(file=...), and pass the list of those that you checked."""
    for call in code.calls("skops.io.load", "skops.io.loads", "skops.io._persist.load", "skops.io._persist.loads"):
        trusted = call.argument(1, "trusted")
        if trusted is not None and (trusted.is_true() or trusted.name == "skops.io.get_untrusted_types()"):
            yield Match(call.span)
