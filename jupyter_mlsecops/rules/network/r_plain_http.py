"""R packages and data over plain HTTP."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Confidence,
    Example,
    Match,
    Notebook,
    RCall,
    RValue,
    Severity,
    is_remote,
    offer,
    r_code,
    rule,
)

_READERS = (
    *("read.csv", "read.csv2", "read.table", "read.delim", "read_csv", "read_tsv", "read_delim", "read_table", "fread"),
    *("readLines", "scan", "url", "download.file", "download", "curl_download", "fromJSON", "stream_in", "read_json"),
    *("read_html", "read_xml", "xmlParse", "htmlParse", "readHTMLTable", "GET", "POST", "request", "getURL", "readRDS"),
    *(
        "read_excel",
        "read_rds",
        "read_sas",
        "read_sav",
        "st_read",
        "read_parquet",
        "get_url",
        "vroom",
        "import",
        "source",
    ),
)
_KERNEL = "\n# %% [kernel R]"


@rule(
    id="r-plain-http-data",
    form_of="plain-http-data",
    on=Notebook,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Data loaded over plain HTTP in R",
    cwe=319,
    owasp=["ML02", "ML06"],
    atlas=["AML.T0010.002"],
    screen=("http://",),
    bad=[
        Example(
            "%%R\nx <- «read.csv('http://data.tool.dev/a.csv')»",
            fixed="%%R\nx <- read.csv('https://data.tool.dev/a.csv')",
        ),
        "u <- 'http://data.tool.dev/a.csv'\n# %%\nx <- «data.table::fread(u)»" + _KERNEL,
        "«download.file(paste0('http://data.tool.dev/', name), name)»" + _KERNEL,
        "x <- readLines(«url('http://data.tool.dev/a')»)" + _KERNEL,
    ],
    ok=[
        "x <- read.csv('https://data.tool.dev/a.csv')" + _KERNEL,
        "x <- read.csv('http://localhost:8000/a.csv')" + _KERNEL,
        "# read.csv('http://data.tool.dev/a.csv')" + _KERNEL,
        "print('http://data.tool.dev/a.csv')" + _KERNEL,
    ],
)
def r_plain_http_data(notebook: Notebook) -> Iterator[Match]:
    """Over plain HTTP anyone on the way can change the data, and a model learns what they want.

    Use the https:// address, and compare the file's hash."""
    for call in r_code(notebook).calls(*_READERS):
        value = call.argument(0, "file", "url", "input", "con", "x", "txt", "path", "description")
        if value is not None and _is_plain(value) and not (value.call and value.call.name == "url"):
            yield _secured(call, value)


@rule(
    id="r-plain-http-repository",
    on=Notebook,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="R packages installed over plain HTTP",
    cwe=(319, 494),
    owasp=["ML06"],
    atlas=["AML.T0010.001"],
    screen=("http://",),
    bad=[
        Example(
            "%%R\n«install.packages('x', repos = 'http://cran.tool.dev')»",
            fixed="%%R\ninstall.packages('x', repos = 'https://cran.tool.dev')",
        ),
        "«options(repos = c(CRAN = 'http://cran.tool.dev'))»" + _KERNEL,
        "r <- 'http://cran.tool.dev'\n# %%\n«install.packages(c('a', 'b'), repos = r)»" + _KERNEL,
    ],
    ok=[
        "install.packages('x', repos = 'https://cran.tool.dev')" + _KERNEL,
        "install.packages('x')" + _KERNEL,
        "install.packages('x', repos = NULL, type = 'source')" + _KERNEL,
        "options(repos = 'http://localhost:8080/')" + _KERNEL,
        "options(digits = 3, url = 'http://data.tool.dev')" + _KERNEL,
    ],
)
def r_plain_http_repository(notebook: Notebook) -> Iterator[Match]:
    """Anyone on the way can send another package, and its code runs while it is installed.

    Use the https:// address of the repository."""
    for call in r_code(notebook).calls(
        "install.packages", "options", "install_version", "update.packages", "available.packages"
    ):
        value = call.argument(-1, "repos", "contriburl")
        inner = value.call if value is not None else None
        for one in inner.arguments if inner is not None and inner.name == "c" else [value] if value is not None else []:
            if _is_plain(one):
                yield _secured(call, one)
                break


def _is_plain(value: RValue) -> bool:
    return value.text.lower().startswith("http://") and is_remote(value.text)


def _secured(call: RCall, value: RValue) -> Match:
    return call.match(proposals=offer("Use https", Applicability.REVIEW, value.secured()))
