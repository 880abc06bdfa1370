"""R scripts from the network."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Notebook, Severity, is_local, r_code, replace, rule

_KERNEL = "\n# %% [kernel R]"


@rule(
    id="r-remote-source",
    on=Notebook,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="R script from the network is run",
    cwe=(494, 829),
    owasp=["ML06"],
    atlas=["AML.T0010.001"],
    screen=("source", "dget"),
    bad=[
        "%%R\n«source('https://host.tool.dev/setup.R')»",
        "u <- 'https://host.tool.dev/setup.R'\n# %%\n«source(u)»" + _KERNEL,
        "«source(url(paste0('https://host.tool.dev/', name)))»" + _KERNEL,
        "«devtools::source_url('https://host.tool.dev/setup.R')»" + _KERNEL,
        "«devtools::source_gist('a1b2c3')»" + _KERNEL,
        "«download.file('https://host.tool.dev/a.R', 'a.R')»\n«source('a.R')»" + _KERNEL,
    ],
    ok=[
        "source('setup.R')" + _KERNEL,
        "source(file.path('R', 'setup.R'))" + _KERNEL,
        "devtools::source_url('https://host.tool.dev/a.R', sha1 = 'ab12')" + _KERNEL,
        "source('http://localhost:8000/setup.R')" + _KERNEL,
        "# source('https://host.tool.dev/setup.R')" + _KERNEL,
        "x <- \"source('https://host.tool.dev/setup.R')\"" + _KERNEL,
        "source('https://host.tool.dev/setup.R')",
    ],
)
def r_remote_source(notebook: Notebook) -> Iterator[Match]:
    """The script runs at once with your rights, whatever the server sends this time.

    Download it to a file, read it or compare its checksum, then source the file."""
    code = r_code(notebook)
    for call in code.calls("source", "sys.source", "dget", "source_url", "source_gist"):
        value = call.argument(0, "file", "url", "id")
        if value is None or is_local(value.text):
            continue
        if call.name.startswith("source_"):
            if call.argument(-1, "sha1") is None:
                yield call.match()
            continue
        origin = code.origin(value)
        if origin.kind in ("url", "downloaded"):
            yield call.match(related=[replace(origin.call.place, explains=True)] if origin.call is not None else [])
