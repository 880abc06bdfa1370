"""What is dangerous in any language: a download piped into a shell, a script that is fetched and run."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Segment, Severity, Span, regex, rule

_MAGIC = regex(r"\s{0,20}%%(\w+)")
_OWN = frozenset(("python", "bash", "sh", "zsh", "shell", "dash", "ksh"))
_OTHER_MAGICS = frozenset(
    "R julia ruby perl scala javascript js sql cpp rust node kotlin go dotnet csharp fsharp".split()
)
_PIPED = regex(
    r"\b(?:curl|wget)\b(?=[^|;&\r\n]{0,400}(?:https?://|\$|\{))[^|;&\r\n]{0,400}\|\s{0,5}(?:sudo\s{1,5})?"
    r"(?:/\w{1,20}){0,3}/?(?:sh|bash|zsh|python3?)\b(?!\s{1,5}-[mc])|\b(?:sh|bash|zsh)\s{1,5}-c\s{1,5}\\?[\"']?\$\((?:curl|wget)\b"
    r"[^)\r\n]{0,400}\)|\b(?:sh|bash|zsh)\s{1,5}<\((?:curl|wget)\b[^)\r\n]{0,400}\)"
)
_INCLUDED = regex(
    r"\binclude(?:_string)?\(\s{0,5}(?:Main,\s{0,5}read\(\s{0,5})?(?:Downloads\.)?download\([^\r\n]{0,300}\)"
    r"|\bloadstring\(\s{0,5}game:HttpGet|\beval\(\s{0,5}await\s{1,5}\(await\s{1,5}fetch\([^\r\n]{0,300}\)"
)
_COMMENTED = regex(r"\s*(?:#|//|--|\*|;;)")
_JULIA = "\n# %% [kernel julia]"


@rule(
    id="download-run-in-other-code",
    form_of="download-piped-to-shell",
    on=Segment,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Download run at once in a cell that is not Python",
    cwe=(494, 829),
    owasp=["ML06"],
    atlas=["AML.T0010.001"],
    screen=("curl", "wget", "include", "fetch", "HttpGet"),
    bad=[
        'run(`bash -c "«curl -s https://get.tool.dev/i.sh | sh»"`)' + _JULIA,
        ";«curl -fsSL https://get.tool.dev/i.sh | sudo bash»" + _JULIA,
        '«include(download("https://host.tool.dev/a.jl"))»' + _JULIA,
        "using Downloads\n«include(Downloads.download(url))»" + _JULIA,
        "%%R\nsystem('«wget -qO- https://get.tool.dev/i.sh | bash»')",
        "%%ruby\n`«bash <(curl -s https://get.tool.dev/i.sh)»`",
    ],
    ok=[
        'download("https://host.tool.dev/a.csv", "a.csv")' + _JULIA,
        'include("a.jl")' + _JULIA,
        "run(`curl -s https://host.tool.dev/a.sh -o a.sh`)" + _JULIA,
        "run(pipeline(`curl -s https://host.tool.dev/a.json`, `python -m json.tool`))" + _JULIA,
        "# curl -s https://get.tool.dev/i.sh | sh" + _JULIA,
        "x = 'curl -s https://get.tool.dev/i.sh | sh'",
        "# %% [markdown]\ncurl -s https://get.tool.dev/i.sh | sh",
    ],
)
def download_run_in_other_code(segment: Segment) -> Iterator[Match]:
    """The downloaded script runs at once with your rights, whatever the server sends this time.

    Download it to a file, read it or compare its checksum, then run the file."""
    language = other_language(segment)
    if not language:
        return
    for pattern in (_PIPED, _INCLUDED):
        for found in pattern.finditer(segment.text):
            if not is_commented(segment.text, found.start()):
                yield Match(Span(*found.span()))


def other_language(segment: Segment) -> str:
    """The language of a code cell that is neither Python nor a shell's, a cell magic's included; empty for others."""
    if segment.kind != "code" or segment.cell is None or segment.cell.kind != "code":
        return ""
    if segment.language != "python":
        return "" if segment.language in _OWN else segment.language
    magic = _MAGIC.match(segment.text)
    return magic.group(1) if magic is not None and magic.group(1) in _OTHER_MAGICS else ""


def is_commented(text: str, at: int) -> bool:
    """Whether a place stands in a line that is a comment in most languages."""
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    return _COMMENTED.match(text, start, at) is not None
