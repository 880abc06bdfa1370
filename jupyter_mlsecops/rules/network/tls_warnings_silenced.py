"""Warnings about missing certificate checks, switched off."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, offer, rule

_WARNINGS = ("InsecureRequestWarning", "InsecurePlatformWarning", "SNIMissingWarning", "SubjectAltNameWarning")


@rule(
    id="tls-warnings-silenced",
    on=Code,
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    profile="audit",
    title="Warnings about certificate checks silenced",
    cwe=295,
    screen=("disable_warnings", *_WARNINGS, "Unverified HTTPS"),
    bad=[
        Example("import urllib3\n«urllib3.disable_warnings()»\nx = 1", fixed="import urllib3\nx = 1"),
        "import requests, urllib3\n«requests.packages.urllib3.disable_warnings()»",
        "from requests.packages import urllib3\n«urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)»",
        "import warnings\nfrom urllib3.exceptions import InsecureRequestWarning\n"
        "«warnings.simplefilter('ignore', InsecureRequestWarning)»",
        "import warnings\n«warnings.filterwarnings('ignore', message='Unverified HTTPS request')»",
    ],
    ok=[
        "import urllib3\nurllib3.PoolManager()  # disable_warnings",
        "import warnings\nwarnings.filterwarnings('ignore', category=UserWarning)  # InsecureRequestWarning",
        "import warnings\nfrom urllib3.exceptions import InsecureRequestWarning\n"
        "warnings.simplefilter('error', InsecureRequestWarning)",
    ],
)
def tls_warnings_silenced(code: Code) -> Iterator[Match]:
    """The warning says that a connection is not checked; without it nobody sees that.

    Delete the line and switch the certificate check on."""
    for call in code.calls("urllib3.disable_warnings", "requests.packages.urllib3.disable_warnings"):
        yield Match(call.span, proposals=offer("Delete the statement", Applicability.SAFE, call.drop_statement()))
    for call in code.calls("warnings.filterwarnings", "warnings.simplefilter"):
        action = call.argument(0, "action")
        category = call.argument(1 if call.name.endswith("simplefilter") else 2, "category")
        message = call.argument(-1 if call.name.endswith("simplefilter") else 1, "message")
        about = category is not None and category.name.rpartition(".")[2] in _WARNINGS
        about = about or (message is not None and "Unverified HTTPS" in message.text)
        if about and action is not None and action.constant == "ignore":
            yield Match(call.span, proposals=offer("Delete the statement", Applicability.SAFE, call.drop_statement()))
