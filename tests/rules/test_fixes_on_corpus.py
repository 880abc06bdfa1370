"""Every fix that is offered for a real notebook, or for a seed with unsafe code, does what it promises and no more.

Each is applied to the bytes of the file and scanned again by an engine that has seen nothing: the finding is gone, no
rule finds more in any cell, the code of the cell is as readable as before, and nothing beside the edited texts has
changed. So are all fixes of a notebook together. Every sixth real notebook; all of them with MLSECOPS_WHOLE_CORPUS set.
What fails is named by notebook, cell and rule, never with a text of a notebook.
"""

from __future__ import annotations

import ast
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.inputtransformer2 import TransformerManager

sys.path.insert(0, str(Path(__file__).parents[2]))
seeds = pytest.importorskip("bench.code.seeds", reason="the benchmarks are not part of a source package")

from jupyter_mlsecops import rules  # noqa: E402
from jupyter_mlsecops.core.engine import Engine  # noqa: E402
from jupyter_mlsecops.core.ipynb import joined, resolve  # noqa: E402
from jupyter_mlsecops.core.model import Applicability, Category, Edit, Finding, Region  # noqa: E402
from jupyter_mlsecops.core.patch import Document, apply  # noqa: E402
from jupyter_mlsecops.core.policy import Policy  # noqa: E402
from jupyter_mlsecops.core.python.magics import quiet  # noqa: E402
from jupyter_mlsecops.core.scanned import Scan  # noqa: E402

EVERY = 1 if os.environ.get("MLSECOPS_WHOLE_CORPUS") else 6
RULES = rules.load()
IPYTHON = TransformerManager()  # type: ignore[no-untyped-call]
GROUPS = sorted(path.stem for path in (seeds.HERE / "positives").glob("*.txt"))

# Rules about code whose fix works for a seed. A rule that loses its fix is a loss to somebody: it stays in the list.
FIXED = frozenset(
    """
    active-content-in-output bind-all-interfaces client-tls-verify-off command-linker-attribute credentials-logged
    download-piped-to-shell dynamic-asyncio-shell dynamic-eval-exec dynamic-html-output dynamic-os-system
    embedded-binary-payload environment-printed exposed-server-command gradio-bind-all-interfaces gradio-public-share
    hidden-code insecure-package-index insecure-temp-file interpolated-shell-line keras-unsafe-deserialization-enabled
    kernel-environment-mismatch langchain-dangerous-load llm-code-execution-tool llm-output-to-sink
    loose-file-permissions notebook-trust-abuse pandas-expression-injection pickle-backed-model-load
    pickled-transformers-weights pii-written-or-sent plain-ftp-telnet plain-http-data public-artifact-upload
    r-plain-http-repository remote-content-in-output request-without-timeout shell-plain-http shell-tls-verify-off
    shell-world-writable-permissions sql-string-building ssh-host-keys-unchecked startup-side-effects
    subprocess-shell-true template-autoescape-off tls-verify-off tls-warnings-silenced trust-remote-code
    unsafe-archive-unpack unsafe-inference-server-flags unsafe-joblib-load unsafe-jsonpickle-decode unsafe-keras-load
    unsafe-msgpack-arrow-hook unsafe-numpy-load unsafe-pandas-read-pickle unsafe-ruamel-yaml unsafe-tar-extract
    unsafe-torch-load unsafe-xml-parser unsafe-yaml-full-load unsafe-yaml-load unverified-ssl-context weak-cipher
    weak-hash weak-random-secret weak-tls-version web-debug-mode widget-input-to-sink widget-state-payload
    """.split()
)


def test_real_notebooks(corpus: list[Path]) -> None:
    """The corpus is not in this repository; the test is skipped where it is not beside it."""
    wrong = []
    fixes = 0
    for path in corpus[::EVERY]:
        raw = path.read_bytes()
        checked, found = check(raw)
        fixes += checked
        wrong += [f"{path.name}: {one}" for one in found]
    assert fixes > 20 and not wrong, "\n".join(wrong)


@pytest.mark.parametrize("group", GROUPS)
def test_seeds(group: str) -> None:
    found = {seed.name: check(seed.raw)[1] for seed in seeds.load("positives", group)}
    wrong = [f"{name}: {one}" for name, every in found.items() for one in every]
    assert not wrong, "\n".join(wrong)


def test_rules_that_fix() -> None:
    scans = (scanned(seed.raw)[1] for seed in seeds.load("positives"))
    fixed = {f.rule for scan in scans for f in scan.findings if any(fix.edits for fix in f.fixes)}
    assert len(FIXED) >= 35 and sorted(FIXED - fixed) == []
    by_id = {rule.id: rule for rule in RULES}
    assert not [rule for rule in FIXED if by_id[rule].category in (Category.SECRETS, Category.PII)]


def scanned(raw: bytes) -> tuple[Engine, Scan]:
    """What an engine without a memory finds, in the loudest profile."""
    engine = Engine(RULES, Policy(profile="audit"), b"k" * 32)
    return engine, engine.scan(raw, "a.ipynb")


def check(raw: bytes) -> tuple[int, list[str]]:
    """How many fixes are offered for a notebook, and what is wrong with them: each alone, the safe ones together, all
    together."""
    engine, scan = scanned(raw)
    wrong: list[str] = []
    fixes = [(finding, fix) for finding in scan.findings for fix in finding.fixes if fix.edits]
    for finding, fix in fixes:
        patched = apply(raw, fix.edits)
        after = scanned(patched)[1]
        found = [*side_effects(scan, after), *changes(raw, patched, fix.edits)]
        if not tally([finding]) <= tally(scan.findings) - tally(after.findings):
            found.append("the finding is still there")
        wrong += [f"{finding.location.pointer}, {finding.rule}, {fix.title!r}: {one}" for one in found]
    for applicability in (Applicability.SAFE, Applicability.REVIEW):
        plan = engine.plan(scan, applicability)
        patched = apply(raw, plan.edits)
        after = scanned(patched)[1]
        found = [*side_effects(scan, after), *changes(raw, patched, plan.edits)]
        allowed = {Applicability.SAFE, applicability}
        fixable = {id(finding) for finding, fix in fixes if fix.applicability in allowed}
        gone = (tally(scan.findings) - tally(after.findings)).total()
        if not bool(fixable) <= plan.fixed <= min(gone, len(fixable)):
            found.append(f"{plan.fixed} of {len(fixable)} are said to be fixed, {gone} are gone")
        wrong += [f"all {applicability.value} fixes: {one}" for one in found]
    return len(fixes), wrong


def tally(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    """Findings by rule and cell."""
    return Counter((finding.rule, cell_of(finding.location.pointer)) for finding in findings)


def cell_of(pointer: str) -> str:
    """The pointer of the cell that a pointer leads into; outside of cells the pointer itself."""
    found = re.match(r"(?:/worksheets/\d+)?/cells/\d+", pointer)
    return found[0] if found else pointer


def side_effects(before: Scan, after: Scan) -> Iterator[str]:
    """What a change of a notebook made worse."""
    assert before.notebook is not None and before.matched is not None
    if after.notebook is None or after.matched is None:
        yield "the notebook cannot be read any more"
        return
    for (rule, cell), number in (tally(after.findings) - tally(before.findings)).items():
        yield f"{number} more of {rule} in {cell}"
    for pointer, lost in after.matched.lost.items():
        known = before.matched.lost.get(pointer)
        if known is None or len(lost.lines) > len(known.lines):
            yield f"the engine reads less of {pointer}"
    for old, new in zip(before.notebook.cells, after.notebook.cells, strict=False):
        is_python = old.kind == "code" and old.language == "python"
        if is_python and old.source != new.source and parses(old.source) and not parses(new.source):
            yield f"Python cannot parse {new.source_pointer}"


def parses(source: str) -> bool:
    """Whether IPython makes Python of a cell; of the code in a cell magic that is the code itself."""
    try:
        with quiet():
            head, _, body = source.partition("\n")
            text = body if head.startswith("%%") else IPYTHON.transform_cell(source)
            ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def changes(raw: bytes, patched: bytes, edits: Iterable[Edit]) -> Iterator[str]:
    """What differs between two files beside what the edits say."""
    by_pointer: dict[str, list[Edit]] = {}
    for edit in edits:
        by_pointer.setdefault(edit.pointer, []).append(edit)
    wanted, tree = json.loads(raw), json.loads(patched)
    touched = set()
    for pointer, own in sorted(by_pointer.items(), key=lambda item: position(item[0]), reverse=True):
        holder, key = inside(wanted, pointer)
        if own[0].region is None:  # the whole value goes, or another one comes: its list or object is what changes
            touched.add(pointer.rpartition("/")[0])
            if own[0].insert is None:
                del holder[key]
            else:
                holder[key] = json.loads(own[0].insert)
            continue
        touched.add(pointer)
        old, new = holder[key], resolve(tree, pointer)
        if joined(new) != edited(joined(old), own):
            yield f"{pointer} is not what the edits make of it"
        if type(old) is not type(new) or (is_in_lines(old) and not is_in_lines(new)):
            yield f"{pointer} is stored in another way"
        holder[key] = new
    if wanted != tree:
        yield "more than the edited values has changed"
    if frame(raw, touched) != frame(patched, touched):
        yield "bytes beside the edited values have changed"


def position(pointer: str) -> list[tuple[int, str]]:
    """A key that sorts pointers in the order of lists: taking an element out moves those behind it."""
    return [(int(token), "") if token.isdigit() else (-1, token) for token in pointer.split("/")]


def inside(tree: Any, pointer: str) -> tuple[Any, Any]:
    """The list or object that a pointer leads into, and the index or key there."""
    parent, _, last = pointer.rpartition("/")
    holder = resolve(tree, parent)
    return holder, int(last) if isinstance(holder, list) else last.replace("~1", "/").replace("~0", "~")


def is_in_lines(value: Any) -> bool:
    """Whether a text is stored as a list of strings, each a line."""
    return isinstance(value, list) and all(line.endswith("\n") for line in value[:-1])


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text with the edits applied; lines are counted here by another code than in the product."""
    lines = [line.encode("utf-16-le", "surrogatepass") for line in broken(text)]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    whole = b"".join(lines)

    def offset(line: int, column: int) -> int:
        return min(starts[line - 1] + 2 * (column - 1), len(whole)) if line <= len(lines) else len(whole)

    spans = []
    for edit in edits:
        region = edit.region
        assert isinstance(region, Region)
        start, end = (
            offset(region.start_line, region.start_column),
            offset(region.end_line, region.end_column),
        )
        spans.append((start, end, (edit.insert or "").encode("utf-16-le", "surrogatepass")))
    for start, end, insert in sorted(spans, reverse=True):
        whole = whole[:start] + insert + whole[end:]
    return whole.decode("utf-16-le", "surrogatepass")


def broken(text: str) -> list[str]:
    """The lines of a text with their ends."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)


def frame(raw: bytes, pointers: Iterable[str]) -> list[str]:
    """The file without the values at ``pointers``: the text before, between and behind them."""
    text = raw.decode("utf-8")
    document, spans, tree = Document(text), [], json.loads(raw)
    for pointer in pointers:
        start, end = document.find(pointer)
        assert json.loads(text[start:end]) == resolve(tree, pointer)
        spans.append((start, end))
    kept, at = [], 0
    for start, end in sorted(spans):
        if start < at:  # inside of the one before
            continue
        kept.append(text[at:start])
        at = end
    return [*kept, text[at:]]
