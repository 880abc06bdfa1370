"""Packages that Python code installs from a source whose content can change."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Code,
    Confidence,
    Example,
    Match,
    Severity,
    Shell,
    called_shells,
    host,
    is_remote,
    offer,
    replace,
    rule,
)
from . import (
    extra_index_confusion,
    insecure_package_index,
    remote_requirements_file,
    test_package_index,
    unhashed_url_dependency,
    unpinned_vcs_dependency,
)

_VARIABLES = ("PIP_EXTRA_INDEX_URL", "PIP_INDEX_URL", "PIP_FIND_LINKS", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL")


@rule(
    id="mutable-pip-source",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Python code installs from a source that can change",
    cwe=(494, 829, 427),
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    screen=("git+", "hg+", "git@", "://", "INDEX_URL"),
    bad=[
        "import subprocess, sys\n"
        "«subprocess.check_call([sys.executable, '-m', 'pip', 'install', 'git+https://github.com/acme/models'])»",
        "import os\n«os.system('pip install -q git+https://github.com/acme/models@main')»",
        "from subprocess import run as sh\nimport sys\ncmd = f'{sys.executable} -m pip install git+https://github.com/a/b'\n"
        "# %%\n«sh(cmd, shell=True)»",
        "«get_ipython().system('pip install https://files.tool.dev/acme-1.0-py3-none-any.whl')»",
        "«get_ipython().run_line_magic('pip', 'install git+https://github.com/acme/models')»",
        "import pip\n«pip.main(['install', 'git+https://github.com/acme/models'])»",
        "import subprocess\n«subprocess.run(['pip', 'install', 'acme', '--extra-index-url', 'https://pypi.acme.dev/s'])»",
        "import os\n«os.system('pip install -r https://files.tool.dev/requirements.txt')»",
        "import subprocess\n«subprocess.run('pip install -i http://pypi.tool.dev/simple acme==1.0', shell=True)»",
        "import os\n«os.environ['PIP_EXTRA_INDEX_URL'] = 'https://pypi.acme.dev/simple'»",
        Example(
            "import os\n«os.environ['PIP_INDEX_URL'] = 'http://pypi.tool.dev/simple'»",
            fixed="import os\nos.environ['PIP_INDEX_URL'] = \"https://pypi.tool.dev/simple\"",
        ),
    ],
    ok=[
        "import subprocess, sys\nsubprocess.check_call([sys.executable, '-m', 'pip', 'install', 'acme==1.2.0'])",
        "import os\nos.system('pip install git+https://github.com/acme/models@0123456789abcdef0123456789abcdef01234567')",
        "import os\nos.system('pip install -r requirements.txt')",
        "import subprocess\nsubprocess.run(['git', 'clone', 'https://github.com/acme/models'])",
        "import os\nos.environ['PIP_INDEX_URL'] = 'https://pypi.acme.dev/simple'",
        "text = 'pip install git+https://github.com/acme/models'",
        "def run(x):\n    pass\nrun('pip install git+https://github.com/acme/models')",
        "!pip install git+https://github.com/acme/models",
    ],
)
def mutable_pip_source(code: Code) -> Iterator[Match]:
    """What is installed can be replaced by whoever owns the branch, file or index, and a package runs code when it is
    installed.

    Pin the full commit or add the hash of the file, use one https index, and install with `%pip` in a cell of its
    own, where everybody sees it."""
    for call, shell in called_shells(code):
        first = next(_found(shell), None)
        if first is not None:
            yield Match(call.span, first.message, first.severity)
    for store in code.stores("os.environ[]"):
        url = store.value.constant
        if store.key not in _VARIABLES or not isinstance(url, str) or not is_remote(url):
            continue
        if url.startswith("http://"):
            edits = store.set_value(f'"https{url[4:]}"') if store.value.is_written_out else None
            fixes = offer("Use https", Applicability.REVIEW, edits)
            yield Match(store.span, "Package index over plain HTTP", proposals=fixes)
        elif "EXTRA" in str(store.key):
            severity = Severity.LOW if host(url) in extra_index_confusion.PUBLISHERS else None
            yield Match(store.span, "Extra package index beside PyPI", severity)


def _found(shell: Shell) -> Iterator[Match]:
    """What is said of a shell line: it holds for a command that Python runs as well."""
    for known in (
        unpinned_vcs_dependency.unpinned_vcs_dependency,
        unhashed_url_dependency.unhashed_url_dependency,
        remote_requirements_file.remote_requirements_file,
        test_package_index.test_package_index,
        insecure_package_index.insecure_package_index,
        extra_index_confusion.extra_index_confusion,
    ):
        for match in known.check(shell):
            yield replace(match, message=match.message or known.title)
