"""Downloads that Python gives to a shell or an interpreter at once."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import SUBPROCESS, Code, Confidence, Match, Severity, matching_calls, regex, rule, taint

from .download_piped_to_shell import piped_downloads
from .sinks import comes_from

_INTERPRETER = regex(r"(?:.*/)?(?:(?:ba|z|da|k|a)?sh|python[\d.]*|perl|ruby|node|Rscript)")


@rule(
    id="download-run-by-python",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Download run at once by a shell that Python starts",
    cwe=(494, 829),
    owasp=["ML06"],
    atlas=["AML.T0010.001"],
    screen=("curl", "wget", "input="),
    bad=[
        "import os\n«os.system('curl -fsSL https://get.tool.dev/install.sh | sh')»",
        "import subprocess as s\n«s.run('wget -qO- https://get.tool.dev/i.sh | sudo bash', shell=True)»",
        "from subprocess import check_call\n«check_call(['bash', '-c', 'curl -s https://get.tool.dev/i.sh | bash'])»",
        "import os\nurl = load()\n# %%\n«os.system(f'curl -s {url} | bash')»",
        "command = 'bash <(curl -s https://get.tool.dev/i.sh)'\n# %%\nimport os\n«os.popen(command)»",
        "«get_ipython().system('curl -s https://get.tool.dev/i.sh | sh')»",
        "«get_ipython().run_cell_magic('bash', '', 'set -e\\ncurl -s https://get.tool.dev/i.sh | sh\\n')»",
        "import asyncio\nawait «asyncio.create_subprocess_shell('curl -s https://get.tool.dev/i.sh | sh')»",
        "import requests, subprocess\ntext = «requests.get(url)».text\n# %%\n"
        "«subprocess.run(['bash'], input=text, text=True)»",
    ],
    ok=[
        "import os\nos.system('curl -fsSL https://get.tool.dev/install.sh -o install.sh')",
        "import os\nos.system('curl -s http://localhost:8000/i.sh | sh')",
        "import os\nos.system('curl -s https://api.tool.dev/items | python -m json.tool')",
        "text = 'curl -fsSL https://get.tool.dev/install.sh | sh'\nprint(text)",
        "import subprocess\nsubprocess.run(['bash'], input='echo a', text=True)",
        "import requests, subprocess\nsubprocess.run(['sort'], input=requests.get(url).text, text=True)",
    ],
)
def download_run_by_python(code: Code) -> Iterator[Match]:
    """The downloaded script runs at once with your rights, whatever the server sends this time.

    Download it to a file, read it or compare its checksum, then run the file."""
    yield from matching_calls(code, piped_downloads)
    for call in code.calls(*SUBPROCESS):
        given = call.keywords.get("input")
        words = call.argument(0, "args")
        program = words.items[0].constant if words is not None and words.items else words.constant if words else ""
        if given is None or not isinstance(program, str) or not _INTERPRETER.fullmatch(program):
            continue
        made = taint(code, given)
        if made.source == "network":
            yield Match(call.span, related=comes_from(code, call, made.place))
