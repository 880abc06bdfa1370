"""A rule's examples as test cases, for the rules of this package and for those of others.

from jupyter_mlsecops.testing import cases, verify

@pytest.mark.parametrize(("rule", "example", "bad"), cases(my_rules))
def test_example(rule, example, bad):
    verify(rule, example, bad)
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from .core import model
from .core.advisory import Advisory, Assessment
from .core.engine import Engine, Scan
from .core.environment import Environment, Environments, canonical, release
from .core.example import Example
from .core.ipynb import escape
from .core.licences import Licences
from .core.modelfile import ModelFile
from .core.patch import apply
from .core.policy import Policy
from .core.project import Project
from .core.rule import Rule
from .core.ruleset import RuleSet
from .core.text import Lines, Span
from .examplefacts import environment_of, licences_of, projects_of
from .examplemodels import data_of, model_of

_MARKER = re.compile(r"^# %%(?: \[(?P<kind>[^\]]+)\])?[ \t]*$")
Places = set[tuple[str, Span]]
_WHOLE = Span(0, 0)  # the place of a finding that is the whole of a value


def cases(rules: Iterable[Rule]) -> list[tuple[Rule, Example, bool]]:
    """Every example of every rule, with whether it is a bad one."""
    return [(r, e, bad) for r in rules for bad, examples in ((True, r.bad), (False, r.ok)) for e in examples]


def verify(rule: Rule, example: Example, bad: bool) -> None:
    """Assert that ``rule`` finds exactly the marked spans of a bad example, nothing in a good one, and that its first
    fix gives the text that the example says."""
    tree, places = notebook(example.text)
    scan, raw = _scan(rule, tree, example.text)
    assert not scan.problems, scan.problems
    assert found_places(scan) == (places if bad else set()), example.text
    if bad:
        assert places, "a bad example needs at least one «span»"
    if example.fixed is not None:
        fix = next(f for finding in scan.findings for f in finding.fixes if f.edits)
        expected, _ = notebook(example.fixed)
        assert _joined(json.loads(apply(raw, fix.edits))) == _joined(expected)


def _scan(rule: Rule, tree: dict[str, Any], text: str) -> tuple[Scan, bytes]:
    raw = json.dumps(tree, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")
    environments = Environments(other=environment(text))
    policy = Policy(profile="audit", licences=licences(text))
    engine = Engine(RuleSet([rule]), policy, b"examples", advisories=advisories(text), environments=environments)
    files = models(text)
    if rule.on is ModelFile:
        (model,) = files.values()
        return engine.scan_model(model), raw
    known = {path: (model,) for path, model in files.items()}
    changed = {path: (one,) for path, one in data(text).items()}
    return engine.scan(raw, "example.ipynb", models=lambda _: known, data=lambda _: changed), raw


def found_places(scan: Scan) -> Places:
    """Where the findings of a scan stand: ``(pointer, span of the text there)``; aggregated places count as well."""
    places: Places = set()
    texts = scan.matched.texts if scan.matched else {}
    for finding in scan.findings:
        if finding.location.region is None:
            places.add((finding.location.pointer, _WHOLE))
        for where in (finding.location, *finding.related):
            if where.region is not None:
                places.add((where.pointer, Lines(texts[where.pointer].raw).span(where.region)))
    return places


def notebook(text: str) -> tuple[dict[str, Any], Places]:
    """The notebook that an example in percent format stands for (see ``Example``), and the spans marked in it.

    ``# %% [metadata]`` and ``# %% [attachments]`` are JSON of the cell above, ``# %% [notebook metadata]`` is that of
    the notebook; ``# %% [kernel R]`` is that of a notebook in R; ``# %% [7]`` begins a code cell that ran as the
    seventh. A name in ``«»`` marks all of its value. What stands under ``# %% [environment]``,
    ``# %% [advisories]``, ``# %% [licences]``, ``# %% [model m.pkl]`` and ``# %% [data d.csv]`` is no part of it:
    see the functions of these names. The name of a model in ``«»`` marks all of the file.
    """
    cells: list[dict[str, Any]] = []
    metadata: dict[str, Any] = {}
    whole: Places = set()
    for kind, body in _blocks(text):
        if kind.startswith("output"):
            if not cells:
                cells.append(_cell("code", "", 0))
            cells[-1]["outputs"].append(_output(kind.partition(" ")[2], body))
        elif kind in ("metadata", "attachments"):
            cells[-1][kind] = json.loads(body)
        elif kind == "notebook metadata":
            metadata = json.loads(body)
        elif kind.startswith("kernel "):
            language = kind.partition(" ")[2]
            metadata = {"kernelspec": {"name": language, "display_name": language, "language": language}}
        elif kind in ("environment", "advisories", "licences") or kind.startswith("data "):
            continue
        elif kind.startswith("model "):
            if "«" in kind:
                whole.add(("", _WHOLE))
        elif kind.isdigit():
            cells.append(_cell("code", body, len(cells)) | {"execution_count": int(kind)})
        else:
            cells.append(_cell(kind or "code", body, len(cells)))
    tree = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return _unmarked(tree, "", whole), whole


def environment(text: str) -> Environment | None:
    """What the kernel of an example has installed: lines like ``torch==2.7.1`` and ``python==3.11.4`` under the marker
    ``# %% [environment]``; see ``examplefacts.environment_of``. None where it has no such marker."""
    found = [body for kind, body in _blocks(text) if kind == "environment"]
    if not found:
        return None
    return environment_of("\n".join(found))


def licences(text: str) -> Licences | None:
    """What the policy of an example says of licences: lines like ``deny AGPL-*`` under ``# %% [licences]``."""
    found = [body for kind, body in _blocks(text) if kind == "licences"]
    return licences_of("\n".join(found)) if found else None


def models(text: str) -> dict[str, ModelFile]:
    """The model files of an example by name: lines under ``# %% [model m.pkl]``, see ``examplemodels.model_of``."""
    named = [(kind[6:].strip("«» "), body) for kind, body in _blocks(text) if kind.startswith("model ")]
    return {name: model_of(name, body) for name, body in named}


def data(text: str) -> dict[str, ModelFile]:
    """The data files of an example that were altered, by name: see ``examplemodels.data_of``."""
    named = [(kind[5:].strip(), body) for kind, body in _blocks(text) if kind.startswith("data ")]
    return {name: data_of(name, body) for name, body in named}


class ExampleAdvisories(NamedTuple):
    """Advisories of an example, each about the versions of one package that are older than another, and what an index
    says of projects."""

    known: Mapping[str, Sequence[tuple[str, Advisory]]]
    about: model.Advisories | None = None
    projects: Mapping[str, Project] = {}
    today: datetime.date = datetime.date(2026, 1, 31)

    def assess(self, name: str, version: str) -> Assessment:
        """What is known about a version of a package."""
        about = self.known.get(name, ())
        if not version:
            return Assessment("not-assessed", reason="its version is not known")
        hit = [(below, one) for below, one in about if (release(version) or ()) < (release(below) or ())]
        if not hit:
            return Assessment("not-known-vulnerable")
        safe = max((below for below, _ in hit), key=lambda below: release(below) or ())
        return Assessment("vulnerable", tuple(one for _, one in hit), safe=safe)

    def assess_all(self, pairs: Iterable[tuple[str, str]]) -> list[Assessment]:
        """What is known about versions of several packages."""
        return [self.assess(name, version) for name, version in pairs]

    def knows(self, name: str) -> bool:
        """Whether any is about a package."""
        return name in self.known

    def project(self, name: str) -> Project | None:
        """What an index says of a project."""
        return self.projects.get(name)


def advisories(text: str) -> ExampleAdvisories | None:
    """What is known in an example: lines like ``GHSA-1234 high pillow<9.1.1`` under ``# %% [advisories]``; the id of
    malware begins with ``MAL-``, and ``unknown`` is a severity that nobody rated. ``index …`` is what an index says
    (``examplefacts.projects_of``); the day is 2026-01-31. None without such a marker."""
    found = [body for kind, body in _blocks(text) if kind == "advisories"]
    if not found:
        return None
    known: dict[str, list[tuple[str, Advisory]]] = {}
    lines = "\n".join(found).splitlines()
    for line in lines:
        if line.startswith("index "):
            continue
        identity, severity, package = line.split()
        name, _, below = package.partition("<")
        kind: Literal["malware", "vulnerability"] = "malware" if identity.startswith("MAL-") else "vulnerability"
        rated = None if severity == "unknown" else model.Severity(severity)
        advisory = Advisory(identity, kind, f"A flaw of {name}", rated, fixed=(below,))
        known.setdefault(canonical(name), []).append((below, advisory))
    return ExampleAdvisories(known, projects=projects_of(line[6:] for line in lines if line.startswith("index ")))


def _blocks(text: str) -> list[tuple[str, str]]:
    blocks: list[tuple[str, list[str]]] = []
    for line in text.strip("\n").split("\n"):
        marker = _MARKER.match(line)
        if marker:
            blocks.append((marker.group("kind") or "", []))
        else:
            if not blocks:
                blocks.append(("", []))
            blocks[-1][1].append(line)
    return [(kind, "\n".join(lines)) for kind, lines in blocks]


def _cell(kind: str, source: str, index: int) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": f"c{index}", "metadata": {}, "source": source}
    return cell | {"execution_count": None, "outputs": []} if kind == "code" else cell


def _output(mime: str, body: str) -> dict[str, Any]:
    if not mime:
        return {"output_type": "stream", "name": "stdout", "text": body}
    if mime == "error":
        return {"output_type": "error", "ename": "Error", "evalue": "", "traceback": body.split("\n")}
    data = json.loads(body) if mime.endswith("json") else body
    return {"output_type": "display_data", "data": {mime: data}, "metadata": {}}


def _unmarked(value: Any, pointer: str, places: Places) -> Any:
    if isinstance(value, dict):
        plain = {k: k.strip("«»") for k in value}
        places.update((f"{pointer}/{escape(plain[k])}", _WHOLE) for k in value if k != plain[k])
        return {plain[k]: _unmarked(v, f"{pointer}/{escape(plain[k])}", places) for k, v in value.items()}
    if isinstance(value, list):
        return [_unmarked(v, f"{pointer}/{i}", places) for i, v in enumerate(value)]
    if not isinstance(value, str) or "«" not in value:
        return value
    out, *marked = value.split("«")
    for piece in marked:
        inside, _, after = piece.partition("»")
        places.add((pointer, Span(len(out), len(out) + len(inside))))
        out += inside + after
    return out


def _joined(value: Any) -> Any:
    """A document in which a multi-line string counts the same in one piece and in lines."""
    if isinstance(value, dict):
        return {
            k: "".join(v) if isinstance(v, list) and k in ("source", "text") else _joined(v) for k, v in value.items()
        }
    return [_joined(v) for v in value] if isinstance(value, list) else value
