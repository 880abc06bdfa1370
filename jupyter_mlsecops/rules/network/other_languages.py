"""Downloads over plain HTTP in languages other than Python and R."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Confidence,
    Example,
    Match,
    Proposal,
    Segment,
    Severity,
    Span,
    TextEdit,
    is_remote,
    regex,
    rule,
)

_CALL = regex(
    r"(?<![\w.])(?:(?:Downloads\.)?download|HTTP\.(?:get|post|request)|(?:scala\.io\.)?Source\.fromURL|new\s{1,3}(?:java\.net\.)?URL"
    r"|fetch|axios(?:\.get|\.post)?|\w{0,40}\.?(?:GetStringAsync|GetAsync|DownloadFile|DownloadString)|http\.Get|URI\.open"
    r"|urldownload|addFile|spark\.read\.\w{1,20}|Net::HTTP\.get|Invoke-WebRequest|Importer\.\w{1,20}|java\.net\.URL)\s{0,3}\(?\s{0,3}"
    r"(?:\"GET\",\s{0,3})?[\"'`](http://[^\"'`\s]{4,500})"
)
_COMMENTED = regex(r"\s*(?:#|//|--|\*|;;)")
_JULIA = "\n# %% [kernel julia]"
_SCALA = "\n# %% [kernel scala]"
_OWN = frozenset(("python", "r", "bash", "sh", "zsh", "shell"))


@rule(
    id="plain-http-in-other-code",
    form_of="plain-http-data",
    on=Segment,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Data loaded over plain HTTP",
    cwe=319,
    owasp=["ML02", "ML06"],
    atlas=["AML.T0010.002"],
    screen=("http://",),
    bad=[
        Example(
            'p = download("«http://data.tool.dev/a.csv»")' + _JULIA,
            fixed='p = download("https://data.tool.dev/a.csv")' + _JULIA,
        ),
        'r = HTTP.get("«http://data.tool.dev/a»")' + _JULIA,
        'val t = scala.io.Source.fromURL("«http://data.tool.dev/a.csv»").mkString' + _SCALA,
        '%%julia\np = download("«http://data.tool.dev/a.csv»")',
    ],
    ok=[
        'p = download("https://data.tool.dev/a.csv")' + _JULIA,
        'p = download("http://localhost:8000/a.csv")' + _JULIA,
        '# download("http://data.tool.dev/a.csv")' + _JULIA,
        'ns = "http://www.w3.org/2005/Atom"' + _JULIA,
        'p = download("http://data.tool.dev/a.csv")',
    ],
)
def plain_http_in_other_code(segment: Segment) -> Iterator[Match]:
    """Over plain HTTP anyone on the way can change the data, and a model learns what they want.

    Use the https:// address, and compare the file's hash."""
    if segment.kind != "code" or segment.cell is None:
        return
    if segment.language in _OWN and not segment.text.lstrip().startswith(
        ("%%julia", "%%scala", "%%js", "%%javascript")
    ):
        return
    text = segment.text
    for found in _CALL.finditer(text):
        line = max(text.rfind("\n", 0, found.start()), text.rfind("\r", 0, found.start())) + 1
        if is_remote(found.group(1)) and _COMMENTED.match(text, line, found.start() + 1) is None:
            start, end = found.span(1)
            edit = TextEdit(Span(start, start + 4), "https")
            fix = Proposal("Use https", Applicability.REVIEW, (edit,))
            yield Match(Span(start, end), proposals=(fix,))
