"""The layers hold at run time too: what a scan imports, and what it never does."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

CORE_MAY_NOT = ["jupyter_server", "tornado", "traitlets", "click", "nbformat", "detect_secrets", "IPython", "requests"]


def run(code: str, *args: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *args], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


@pytest.mark.parametrize("module", ["jupyter_mlsecops.sdk", "jupyter_mlsecops.core.engine", "jupyter_mlsecops.rules"])
def test_the_engine_and_the_rules_import_no_jupyter(module: str) -> None:
    loaded = run(
        """
        import importlib, sys
        module = importlib.import_module(sys.argv[1])
        if hasattr(module, "load"):
            module.load()
        print(*{name.partition(".")[0] for name in sys.modules})
        """,
        module,
    ).split()
    assert not set(CORE_MAY_NOT) & set(loaded)


def test_scanning_runs_nothing_opens_nothing_and_calls_nobody(tmp_path: Path) -> None:
    """An audit hook sees every file, program, socket and compiled code of a scan of hostile notebooks."""
    (tmp_path / "evil.py").write_text("raise SystemExit('imported')")
    seen = run(
        """
        import json, os, sys
        os.chdir(sys.argv[1]); sys.path.insert(0, sys.argv[1])
        from jupyter_mlsecops import rules
        from jupyter_mlsecops.core.engine import Engine
        from jupyter_mlsecops.core.policy import Policy
        engine = Engine(rules.load(), Policy(profile="audit"), b"key")

        def raw(*sources):
            cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
            cells = [cell | {"source": source} for source in sources]
            return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}).encode()

        hostile = raw(
            "import evil", "!touch pwned", "%run evil.py", "exec(open('evil.py').read())",
            "import pickle; pickle.load(f)",
            "api_key = '" + "sk_live_" + "9dK2mQ7xVb4TzR8nW1cYp5Ls" + "'", "password = 'hunter2-Zk81xQ'",
        )
        engine.scan(hostile, "warm.ipynb")  # what is imported once is not what this looks at
        events = []
        # The parser looks for a file named <unknown> when it words a syntax error, and finds none.
        sys.addaudithook(lambda event, args: events.append(event) if args[:1] != ("<unknown>",) else None)
        engine.scan(hostile.replace(b"pwned", b"pwned2"), "hostile.ipynb")
        print(*sorted(set(events)))
        """,
        str(tmp_path),
    ).split()
    forbidden = (
        "open",
        "exec",
        "os.",
        "subprocess.",
        "socket.",
        "import",
        "pickle.",
        "shutil.",
        "tempfile.",
        "urllib.",
    )
    assert not [event for event in seen if event.startswith(forbidden)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["evil.py"]


def test_neither_a_scan_nor_the_server_has_the_code_that_sends_tokens(tmp_path: Path) -> None:
    """Every module of the server and of the engine, every command but one, and a scan that finds a token."""
    (tmp_path / "a.py").write_text("token = 'hf_" + "QmZrTbYkWnVx" + "LpDsFgHjCaEu" + "RiOoPqKzMe'\n")
    loaded = run(
        """
        import contextlib, importlib, io, os, pkgutil, sys
        os.chdir(sys.argv[1])
        os.environ["MLSECOPS_KEY_FILE"] = "key"
        for name in ("core", "rules", "server", "reports"):
            package = importlib.import_module(f"jupyter_mlsecops.{name}")
            for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
                importlib.import_module(module.name)
        from jupyter_mlsecops import cli
        from jupyter_mlsecops.cli.commands import COMMANDS
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            statuses = [cli.run([name, *(["a.py"] if name in ("scan", "check", "fix") else ["--help"])])
                        for name in COMMANDS if name != "verify"]
        assert "huggingface-token" in said.getvalue() and 1 in statuses, said.getvalue()
        print(*sys.modules)
        """,
        str(tmp_path),
    ).split()
    assert "jupyter_mlsecops.server.save" in loaded and "jupyter_mlsecops.cli.scan" in loaded
    assert not [name for name in loaded if name.startswith("jupyter_mlsecops.verification")]


def test_a_scan_that_finds_nothing_has_not_what_findings_and_files_need(tmp_path: Path) -> None:
    """What most scans do without is not imported: it would be a good part of the time that one takes."""
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}
    code = 'import torch\ntokens = 3\nprint(tokens, 1234567)\nmodel = torch.load("not-there.pt", weights_only=True)'
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": 1, "outputs": [], "source": code}
    (tmp_path / "a.ipynb").write_text(json.dumps({**notebook, "cells": [cell]}))
    loaded = run(
        """
        import os, sys
        os.chdir(sys.argv[1])
        os.environ |= {"MLSECOPS_KEY_FILE": "key", "MLSECOPS_ADVISORIES": "none"}
        from jupyter_mlsecops import cli
        cli.run(["scan", "a.ipynb", "--quiet"])
        print(*sys.modules)
        """,
        str(tmp_path),
    ).split()
    assert "jupyter_mlsecops.core.matching" in loaded and "jupyter_mlsecops.rules.pii.kinds" in loaded
    unwanted = ("core.baseline", "core.fixing", "core.patch", "rules.pii.rules", "rules.secrets.fixing")
    unwanted += ("rules.secrets.unprefixed", "service.ledger", "service.lookback", "service.models", "signing")
    assert not {f"jupyter_mlsecops.{name}" for name in unwanted} & set(loaded)
    costly = {"asyncio", "email", "http", "json", "logging", "sqlite3", "ssl", "zipfile"}
    if sys.version_info >= (3, 11):  # before it uuid, which msgspec needs, brings it
        costly.add("subprocess")
    assert not costly & set(loaded)
