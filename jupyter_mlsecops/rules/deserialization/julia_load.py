"""Julia objects loaded from files."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Segment, Severity, Span, regex, rule

_LOAD = regex(r"(?<![\w.@])(?:Serialization\.deserialize|deserialize|BSON\.load|JLD\.load)\s{0,3}\(")
_FETCH = regex(r"\s{0,5}(?:open\()?(?:IOBuffer\()?(?:Downloads\.|HTTP\.)?(?:download|get)\(")
_JULIA = "\n# %% [kernel julia]"


@rule(
    id="unsafe-julia-load",
    on=Segment,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Julia object file loaded",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("deserialize", "BSON.load", "JLD.load"),
    bad=[
        'using Serialization\nm = «deserialize(»"m.jls")' + _JULIA,
        "import BSON\nm = «BSON.load(»path)" + _JULIA,
        "m = «Serialization.deserialize(»download(url))" + _JULIA,
        '%%julia\nm = «deserialize(»"m.jls")',
    ],
    ok=[
        'serialize("m.jls", m)' + _JULIA,
        '# deserialize("m.jls")' + _JULIA,
        "m = JSON3.read(text)" + _JULIA,
        "function deserialize(x)\n    x\nend" + _JULIA,
        'm = deserialize("m.jls")',
    ],
)
def unsafe_julia_load(segment: Segment) -> Iterator[Match]:
    """A serialised Julia object can hold code and types that run when it is loaded or used.

    Keep weights as safetensors or HDF5 and tables as Arrow, and compare the checksum of a file from elsewhere."""
    text = segment.text
    is_magic = segment.language == "python" and text.lstrip().startswith("%%julia")
    if segment.language != "julia" and not is_magic:
        return
    if "function deserialize" in text:
        return
    for found in _LOAD.finditer(text):
        line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if "#" in line or line.count('"') % 2:
            continue
        fetched = _FETCH.match(text, found.end()) is not None
        message = "An object from the network is loaded" if fetched else ""
        yield Match(Span(*found.span()), message, Severity.CRITICAL if fetched else None)
