"""Environment variables shown in an output."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, offer, rule

_PRINTERS = (
    "print",
    "display",
    "pprint.pprint",
    "pprint.pp",
    "IPython.display.display",
    "rich.print",
    "logging.info",
    "logging.debug",
)
_ENVIRONMENT = ("os.environ", "os.environ.copy()", "os.environ.items()", "os.environ.values()", "os.environb")


@rule(
    id="environment-printed",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="All environment variables shown",
    cwe=[532, 200],
    atlas=["AML.T0055"],
    screen=("environ",),
    bad=[
        Example("import os\n«print(os.environ)»\nx = 1", fixed="import os\nx = 1"),
        "import os\n«print(dict(os.environ))»",
        "from os import environ as e\nfrom pprint import pprint\n«pprint(dict(e))»",
        "import os\n«os.environ»",
        "import os\n«print(f'{os.environ}')»",
        "import json, os\n«print(json.dumps(dict(os.environ)))»",
        "import os\nfor k, v in os.environ.items():\n    «print(f'{k}={v}')»",
    ],
    ok=[
        "import os\nprint(os.environ['HOME'])",
        "import os\nprint(os.environ.get('HOME'))",
        "import os\nos.environ['A'] = '1'",
        "import os\nenv = dict(os.environ)",
        "import os\nprint(sorted(os.environ))",
        "import os\nprint(len(os.environ))",
        "import os\nfor k in os.environ.keys():\n    print(k)",
        "import os\nos.environ\nx = 1",
        "import os\nfor k, v in os.environ.items():\n    print(k)",
    ],
)
def environment_printed(code: Code) -> Iterator[Match]:
    """The environment holds keys and passwords, and the output keeps them in the notebook.

    Print the one variable you need, and clear this output."""
    for call in code.calls(*_PRINTERS):
        if any(value.shows(*_ENVIRONMENT) for value in call.args):
            yield Match(call.span, proposals=offer("Delete the statement", Applicability.SAFE, call.drop_statement()))
    for shown in code.shown():
        if shown.is_last and shown.name in _ENVIRONMENT:
            yield Match(shown.span)
