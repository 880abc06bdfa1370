"""R objects loaded from files."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Notebook, RCall, Severity, r_code, rule

_LOADERS = {
    "readRDS": "file",
    "read_rds": "file",
    "loadRDS": "file",
    "load": "file",
    "unserialize": "connection",
    "qread": "file",
    "py_load_object": "filename",
}
_KERNEL = "\n# %% [kernel R]"


@rule(
    id="unsafe-r-load",
    on=Notebook,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="R object file loaded",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("readRDS", "read_rds", "loadRDS", "load(", "unserialize", "qread", "py_load_object", "load ("),
    bad=[
        "%%R\nmodel <- «readRDS('model.rds')»",
        "m <- «readRDS(path)»" + _KERNEL,
        "m <- «base::readRDS(file = 'é.rds')»  # readRDS('x')" + _KERNEL,
        "f <- 'all.RData'\n# %%\n«load(f)»" + _KERNEL,
        "m <- 'm.rds' |> «readRDS()»" + _KERNEL,
        "m <- «readRDS(gzcon(url('https://data.tool.dev/m.rds')))»" + _KERNEL,
        "«download.file(u, dest)»\n# %%\nm <- «readRDS(dest)»" + _KERNEL,
        "«saveRDS(m, 'm.rds')»\n# %%\nm <- «readRDS('./m.rds')»" + _KERNEL,
        "x <- «unserialize(httr::content(r, 'raw'))»" + _KERNEL,
        "library(reticulate)\nm <- «py_load_object('m.pkl')»" + _KERNEL,
        "%R m <- «readRDS('m.rds')»",
    ],
    ok=[
        "m <- read.csv('m.csv')" + _KERNEL,
        "saveRDS(m, 'm.rds')" + _KERNEL,
        "print(\"readRDS('m.rds')\")  # readRDS('m.rds')" + _KERNEL,
        "load <- function(x) x\nload('a.csv')" + _KERNEL,
        "readRDS <- function(x) x\nreadRDS('a')" + _KERNEL,
        "x <- unserialize(serialize(m, NULL))" + _KERNEL,
        "load(mtcars)" + _KERNEL,
        "readRDS('m.rds')",
        "# %% [markdown]\nreadRDS('m.rds')",
    ],
)
def unsafe_r_load(notebook: Notebook) -> Iterator[Match]:
    """An R object file can hold code: before R 4.4 it ran while the file was read, and later the functions in it still
    run when the object is used.

    Use R 4.4 or newer, load only files whose checksum you know, and keep tables as Parquet or CSV."""
    code = r_code(notebook)
    for call in code.calls(*_LOADERS):
        if code.defines(call.name) or not _is_file(call):
            continue
        value = call.argument(0, _LOADERS[call.name])
        if value is not None and value.functions[:1] == ("serialize",):
            continue
        origin = code.origin(value)
        related = [origin.call.place] if origin.call is not None else []
        if origin.kind in ("downloaded", "url"):
            yield call.match(f"{call.name} on a file from the network", Severity.CRITICAL, related)
        elif origin.kind == "written":
            yield call.match(f"{call.name} on a file that this notebook writes", Severity.INFO, related)
        else:
            yield call.match(f"{call.name} runs what the file tells it to")


def _is_file(call: RCall) -> bool:
    """Whether the call loads a file: ``load`` is a name of many things."""
    value = call.argument(0, _LOADERS[call.name])
    if value is None:
        return False
    if call.name != "load":
        return True
    text = value.constant
    if text is not None:
        return text.lower().endswith((".rdata", ".rda", ".rds", ".robj"))
    return call.package == "base" or bool({"url", "file", "file.path", "paste0", "here"} & set(value.functions))
