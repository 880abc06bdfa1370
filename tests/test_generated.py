"""The generator: what it writes, and that ``--check`` says what is stale."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import jsonschema
import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.model import Severity
from jupyter_mlsecops.core.policy import Policy
from scripts import rulepages

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "scripts" / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_check_names_what_is_stale_and_writes_nothing(
    generate: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "argv", ["generate.py"])
    assert generate.main() == 0
    monkeypatch.setattr(sys, "argv", ["generate.py", "--check"])
    capsys.readouterr()
    assert (generate.main(), capsys.readouterr().out) == (0, "")
    (tmp_path / "docs" / "rules.md").write_text("old", "utf-8")
    (tmp_path / "docs" / "rules" / "no-such-rule.md").write_text("gone", "utf-8")
    (tmp_path / "src" / "generated" / "model.ts").unlink()
    assert generate.main() == 1
    assert capsys.readouterr().out.splitlines() == [
        "stale: src/generated/model.ts (run `make generate`)",
        "stale: docs/rules.md (run `make generate`)",
        "stale: docs/rules/no-such-rule.md (run `make generate`)",
    ]
    assert (tmp_path / "docs" / "rules.md").read_text("utf-8") == "old"
    monkeypatch.setattr(sys, "argv", ["generate.py"])
    assert generate.main() == 0
    assert not (tmp_path / "docs" / "rules" / "no-such-rule.md").exists()


def test_the_schemas_are_schemas_and_ask_for_every_member(generate: ModuleType) -> None:
    for path, text in generate.generated().items():
        if path.endswith(".schema.json"):
            schema = json.loads(text)
            jsonschema.Draft202012Validator.check_schema(schema)
            for one in (schema, *schema["$defs"].values()):
                assert list(one.get("properties", ())) == one.get("required", [])


@pytest.mark.parametrize(
    "piece",
    [
        "export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';\n",
        "export interface ISuppressedFinding extends IFinding {\n  suppression: ISuppression;\n}\n",
        "  region: IRegion | null;\n  insert: string | null;\n",
        "  kind: 'comment' | 'metadata' | 'baseline' | 'policy';\n",
        "export type Part =\n  | 'source'\n",
    ],
)
def test_typescript(generate: ModuleType, piece: str) -> None:
    assert piece in generate.typescript()


@pytest.mark.parametrize("name", [".safetensors", ".zst", "saved_model.pb", "config.json", "requirements*.txt"])
def test_names_of_files_are_those_of_the_formats(generate: ModuleType, name: str) -> None:
    assert f"'{name}'" in generate.file_names()


def test_every_rule_has_its_page_and_no_secret_stands_there() -> None:
    pages = rulepages.pages()
    engine = Engine(rules.load(), Policy(select=frozenset({"secrets"})), b"key")
    for rule in rules.builtin():
        assert f"[{rule.name}](rules/{rule.name}.md)" in pages["docs/rules.md"]
        page = pages[f"docs/rules/{rule.name}.md"]
        assert page.startswith(f"# {rule.name}\n") and (not rule.form_of or f"`{rule.id}`" in page)
    for path, page in pages.items():
        assert "«" not in page
        lines = page.splitlines()
        leaks = [
            f for f in engine.scan(page.encode(), path, "other").findings if f.severity.rank >= Severity.MEDIUM.rank
        ]
        assert not [(f.rule, lines[f.location.region.start_line - 1]) for f in leaks if f.location.region]


def test_help_is_the_page_of_the_rule() -> None:
    for rule in rules.builtin():
        assert rule.info.help_uri.endswith(f"/docs/rules/{rule.name}.md")


def test_the_page_of_options_has_them_all(generate: ModuleType) -> None:
    page = generate.options_page()
    for option in ("--fail-on", "--staged", "--review", "--diff", "--schema", "--jobs N", "-q, --quiet"):
        assert f"- `{option}" in page


def test_the_pages_name_sub_commands_and_no_host_of_an_index(generate: ModuleType) -> None:
    options = generate.options_page()
    headings = [line for line in options.splitlines() if line.startswith("## jupyter mlsecops db")]
    assert headings == [
        "## jupyter mlsecops db",
        *(f"## jupyter mlsecops db {n}" for n in ("export", "import", "status", "update")),
    ]
    assert "- `--allow-downgrade`: " in options.partition("## jupyter mlsecops db import\n")[2]
    pages = rulepages.pages()
    assert "Not found:" in pages["docs/rules/test-package-index.md"]
    assert not [path for path, page in pages.items() if rulepages.INDEX in page]
    assert rulepages.INDEX not in options
