"""R clients that check no certificate."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Confidence, Example, Match, Notebook, Severity, offer, r_code, regex, rule

_SWITCHES = ("ssl_verifypeer", "ssl_verifyhost", "ssl.verifypeer", "ssl.verifyhost", "ssl_verify", "verify_ssl")
_CLIENTS = (
    *("config", "handle_setopt", "new_handle", "req_options", "list", "c", "GET", "POST", "PUT", "httpGET"),
    *("getURL", "getURLContent", "getBinaryURL", "getForm", "postForm", "curlOptions", "curlSetOpt", "multi_download"),
)
_EXTRA = regex(r"(?:^|\s)(?:-\w*k\w*|--insecure|--no-check-certificate)(?:\s|$)")
_KERNEL = "\n# %% [kernel R]"


@rule(
    id="r-tls-verify-off",
    form_of="tls-verify-off",
    on=Notebook,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Certificate check switched off in R",
    cwe=295,
    owasp=["ML06"],
    atlas=["AML.T0010"],
    screen=("ssl", "extra"),
    bad=[
        Example(
            "%%R\nr <- httr::GET(u, «httr::config(ssl_verifypeer = FALSE)»)",
            fixed="%%R\nr <- httr::GET(u, httr::config())",
        ),
        "httr::set_config(«httr::config(ssl_verifypeer = 0L, timeout = 3)»)" + _KERNEL,
        "r <- request(u) |> «req_options(ssl_verifypeer = 0)»" + _KERNEL,
        "h <- «curl::new_handle(ssl_verifypeer = FALSE)»" + _KERNEL,
        "x <- «RCurl::getURL(u, ssl.verifypeer = FALSE)»" + _KERNEL,
        "options(RCurlOptions = «list(ssl.verifypeer = FALSE)»)" + _KERNEL,
        "«download.file(u, 'a', method = 'curl', extra = '-k')»" + _KERNEL,
        "«options(download.file.extra = '--no-check-certificate')»" + _KERNEL,
        "check <- FALSE\n# %%\nr <- httr::GET(u, «config(ssl_verifypeer = check)»)" + _KERNEL,
    ],
    ok=[
        "r <- httr::GET(u, httr::config(ssl_verifypeer = TRUE))" + _KERNEL,
        "download.file(u, 'a', method = 'curl', extra = '-L')" + _KERNEL,
        "# httr::config(ssl_verifypeer = FALSE)" + _KERNEL,
        "x <- 'config(ssl_verifypeer = FALSE)'" + _KERNEL,
        "f <- function(ssl_verifypeer = FALSE) 1" + _KERNEL,
    ],
)
def r_tls_verify_off(notebook: Notebook) -> Iterator[Match]:
    """Without the certificate check anyone on the way can read what you send and answer in the server's place.

    Remove the option. If the server has a certificate of your own organisation, pass its authority as cainfo."""
    code = r_code(notebook)
    for call in code.calls(*_CLIENTS):
        off = [value for value in call.arguments if value.name in _SWITCHES and value.is_false]
        if off:
            edits = call.without(off[0]) if len(off) == 1 else None
            yield call.match(proposals=offer(f"Remove {off[0].name}", Applicability.SAFE, edits))
    for call in code.calls("download.file", "options"):
        extra = call.argument(-1, "extra", "download.file.extra")
        if extra is not None and _EXTRA.search(extra.text):
            fix = offer(f"Remove {extra.name}", Applicability.REVIEW, call.without(extra))
            yield call.match(proposals=fix)
