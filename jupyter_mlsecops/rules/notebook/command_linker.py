"""Links in stored content that run commands of JupyterLab."""

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
    clear_output,
    regex,
    rule,
)
from .markup import is_page, tags

_MARK = "data-commandlinker-"
_IN_CODE = regex(r"(?i)<[a-z][^<>]{0,2000}?[\s\"'/](data-commandlinker-command)\s{0,8}=")
_SHOWN = ("%%html", "%%markdown", "%%svg", "HTML(", "Markdown(", "SVG(", "publish_display_data", "_repr_html_")


@rule(
    id="command-linker-attribute",
    on=Segment,
    stored=True,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Stored link that runs a JupyterLab command",
    cwe=[79, 94],
    atlas=["AML.T0011"],
    screen=("data-commandlinker-command",),
    caseless=True,
    bad=[
        Example(
            "show()\n# %% [output text/html]\n<a href='#'« data-commandlinker-command=\"notebook:run-all-cells\"» "
            "class=b>Results</a>",
            fixed="show()\n# %% [output text/html]\n<a href='#' class=b>Results</a>",
        ),
        Example(
            "# %% [markdown]\n<button« data-commandlinker-command='terminal:create-new'»« "
            'data-commandlinker-args=\'{"initialCommand": "id"}\'»>Go</button>',
            fixed="# %% [markdown]\n<button>Go</button>",
        ),
        "show()\n# %% [output image/svg+xml]\n<svg><a« DATA-CommandLinker-Command=console:create»>x</a></svg>",
        '%%html\n<a «data-commandlinker-command»="docmanager:open">x</a>',
        "from IPython.display import HTML\nHTML('<a «data-commandlinker-command»=\"docmanager:open\">x</a>')",
    ],
    ok=[
        '# %% [markdown]\nThe attribute `<a data-commandlinker-command="a:b">` runs a command.',
        "# %% [markdown]\nThe attribute data-commandlinker-command runs a command.",
        "x\n# %% [output text/html]\n<p>data-commandlinker-command=\"a\"</p><a title='data-commandlinker-command'>",
        "attribute = 'data-commandlinker-command'",
        'text\n# %% [output]\n<a data-commandlinker-command="a:b">',
    ],
)
def command_linker(segment: Segment) -> Iterator[Match]:
    """One click on such a link runs a command of JupyterLab, such as a terminal or all cells, even in a notebook that
    nobody trusted. Nobody writes it by accident.

    Remove the attribute, do not click, and ask where the notebook came from. Update JupyterLab."""
    if segment.kind == "code":
        if any(mark in segment.raw for mark in _SHOWN):
            for match in _IN_CODE.finditer(segment.raw):
                yield Match(Span(*match.span(1)), "HTML whose link runs a JupyterLab command", Severity.MEDIUM)
        return
    if not is_page(segment):
        return
    for tag in tags(segment):
        places = [a.span for a in tag.attributes if a.name.startswith(_MARK)]
        if any(a.name == "data-commandlinker-command" for a in tag.attributes):
            others = tuple(Place(segment.pointer, span) for span in places[1:])
            strip = Proposal("Remove the attribute", Applicability.SAFE, tuple(TextEdit(span) for span in places))
            yield Match(places[0], related=others, proposals=(strip, *clear_output(segment)))
