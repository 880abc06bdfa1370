"""The engine: bytes in, findings out. It knows no Jupyter, opens no file and starts nothing."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from msgspec import structs
from msgspec.structs import replace

from .advisory import Advisories
from .assessing import counted, states
from .collection import no_collection
from .dataloads import DATA, data_loads
from .decoding import NotebookError
from .dependency import Declared, NotReadable
from .environment import Environments
from .findings import finding_of, name_of, order, related_of
from .found import Found
from .ipynb import Notebook, digest_of, of_model, parse, script
from .loads import MODELS, loads
from .loadtable import Load, linked_for
from .manifest import Manifest
from .matched import Matched
from .matching import Matcher
from .model import (
    SCHEMA_VERSION,
    Applicability,
    Category,
    Finding,
    Input,
    Location,
    Problem,
    Report,
    Severity,
    SuppressedFinding,
    Tool,
)
from .modelfile import ModelFile
from .placing import location_of, placed, values_of
from .policy import Policy
from .ruleset import RuleSet
from .scanned import Frame, Last, Scan
from .segments import Segment
from .suppress import Silencer
from .text import printable
from .unassessed import unlisted, unparsed, unread

if TYPE_CHECKING:
    from .baseline import Baseline
    from .fixing import Fixer, Plan

Lister = Callable[[str], Manifest]
Models = Callable[[tuple[Load, ...]], Mapping[str, tuple[ModelFile, ...]]]
Kind = Literal["notebook", "python", "requirements", "model", "other"]
_RELATED = 20  # further places named in one finding


class Engine:
    """One set of rules under one policy. Keeps what it learned of texts, so that scanning again is quick.

    ``key`` names values without telling them (see ``text.fingerprint``); what is in ``baseline`` is suppressed.
    ``environments`` are what kernels have installed, ``advisories`` what is known of flaws of packages. Not safe for
    use by several threads at once.
    """

    def __init__(
        self,
        rules: RuleSet,
        policy: Policy,
        key: bytes,
        version: str = "",
        advisories: Advisories | None = None,
        baseline: Baseline | None = None,
        environments: Environments | None = None,
    ) -> None:
        self.rules = rules
        self.policy = policy
        self.baseline = baseline
        self.environments = environments or Environments()
        self.advisories = advisories
        self._tool = Tool(name="jupyter_mlsecops", version=version, rules_digest=rules.digest)
        self._key = key
        running = RuleSet(rule for rule in rules if policy.runs(rule))
        self._matcher = Matcher(running)
        shown = (rule for rule in running if policy.shows(rule, Severity.CRITICAL))
        self._counts_packages = any(rule.category is Category.DEPENDENCIES for rule in shown)

    @property
    def tool(self) -> Tool:
        """This program, its rules and the advisories that it knows at this moment."""
        return structs.replace(self._tool, advisories=self.advisories.about if self.advisories else None)

    def scan(
        self,
        raw: bytes,
        path: str,
        kind: Kind = "notebook",
        like: Notebook | None = None,
        lister: Lister | None = None,
        beside: tuple[Declared, ...] = (),
        models: Models | None = None,
        data: Models | None = None,
    ) -> Scan:
        """Scan one file. Never raises for what is in it: a file that cannot be read is a ``Problem``.

        ``like`` is an earlier state of the same notebook; what did not change since is not read again. ``lister`` reads
        the packages that a file of its kind asks for, ``beside`` are those that files near the notebook ask for.
        ``models`` is asked for the model files that the notebook's code loads, by their paths there, ``data`` for the
        data files that are not what they were.
        """
        path = printable(path, 4096)
        try:
            with no_collection():
                notebook = parse(raw, path, like) if kind == "notebook" else script(raw, path, kind)
            notebook = replace(notebook, lister=lister, beside=beside, models={}, data={})
        except NotebookError as error:
            problem = Problem(path=path, kind=error.kind, message=f"{path}: {error}")
            told = Input(path=path, kind=kind, digest=digest_of(raw), status="incomplete", reason=str(error))
            return Scan(told, problems=[problem])
        return self.scan_notebook(notebook, kind, models, data)

    def scan_model(self, model: ModelFile) -> Scan:
        """Scan a model file that was read already. What was not read of it is a ``Problem``."""
        (known,) = self._with_policy({"": (model,)})[""]
        return self._scan(of_model(known), "model", unread(known))

    def _with_policy(self, models: Mapping[str, tuple[ModelFile, ...]]) -> dict[str, tuple[ModelFile, ...]]:
        """Model files, with what the policy knows of them."""
        known = self.policy.known_models
        if not known:
            return dict(models)
        return {path: tuple(replace(one, known=known) for one in some) for path, some in models.items()}

    def scan_notebook(
        self,
        notebook: Notebook,
        kind: Kind = "notebook",
        models: Models | None = None,
        data: Models | None = None,
    ) -> Scan:
        """Scan a notebook that is parsed already; ``models`` and ``data`` as in ``scan``."""
        notebook = replace(
            notebook,
            environment=self.environments.of(notebook.kernel),
            advisories=self.advisories,
            licences=self.policy.licences,
            known_packages=self.policy.known_packages,
            minimum_release_age=self.policy.minimum_release_age,
        )
        try:
            _ = notebook.packages
        except NotReadable as error:
            message = f"{notebook.path}: {error} Its packages were not assessed."
            problem = Problem(path=notebook.path, kind="not-readable", message=message)
            notebook, problems = replace(notebook, lister=None), [problem]
        else:
            problems = unlisted(notebook)
        asked = [table for table, ask in ((MODELS, models), (DATA, data)) if ask is not None]
        with linked_for(notebook, *asked):
            if models is not None and (named := loads(notebook)):
                # Another notebook with models would have cells to be linked again; nobody has seen this one yet.
                structs.force_setattr(notebook, "models", self._with_policy(models(named)))
            if data is not None and (named := data_loads(notebook)):
                structs.force_setattr(notebook, "data", dict(data(named)))
            last: Last | None = notebook.state.get("scan")
            scan = last.again(notebook, self, kind) if last is not None else None
            if scan is None:
                with no_collection():
                    scan = self._scan(notebook, kind, problems)
        if not any(problem.kind == "rule-failed" for problem in scan.problems):  # what failed is tried again
            notebook.state["scan"] = Last.of(scan, notebook, self, kind)
        return scan

    def _scan(self, notebook: Notebook, kind: Kind, problems: list[Problem]) -> Scan:
        matched = self._matcher.run(notebook)
        problems = problems + matched.problems + [unparsed(notebook, *lost) for lost in matched.lost.items()]
        shown = [one for one in matched.found if self.policy.shows(one.rule, one.match.severity or one.rule.severity)]
        names = [name_of(one, self._key) for one in shown]
        places: dict[str, list[Location]] = {}
        for one, name in zip(shown, names, strict=True):
            if one.rule.hides:
                places.setdefault(name, []).append(location_of(notebook, matched, one.pointer, one.part, one.span))
        silencer = Silencer(notebook, self.policy, self.baseline)
        silenced = [silencer.by(one, name) for one, name in zip(shown, names, strict=True)]
        loud = [one for one, suppression in zip(shown, silenced, strict=True) if suppression is None]
        fixes = self._fixer(notebook, matched, self.policy.secret_store).fixes(loud) if loud else {}
        findings: list[Finding] = []
        suppressed: list[SuppressedFinding] = []
        for one, name, suppression in zip(shown, names, silenced, strict=True):
            location = location_of(notebook, matched, one.pointer, one.part, one.span)
            same = (other for other in places.get(name, []) if other != location)
            related = [related_of(other, "") for other in itertools.islice(same, _RELATED)]
            told = [(place, at) for place in one.match.related if (at := placed(notebook, matched, place)) is not None]
            related += [related_of(at, place.message) for place, at in told]
            others = (at for place, at in told if not place.explains)
            locations = [location, *values_of(notebook, matched, one), *others]
            finding = finding_of(one, name, locations, related[:_RELATED], fixes.get(one, []))
            if suppression is None:
                findings.append(finding)
            else:
                fields = {f: getattr(finding, f) for f in Finding.__struct_fields__}
                suppressed.append(SuppressedFinding(**fields, suppression=suppression))
        status: Literal["scanned", "incomplete"] = "incomplete" if problems else "scanned"
        reason = problems[0].message if problems else ""
        return Scan(
            Input(path=notebook.path, kind=kind, digest=notebook.digest, status=status, reason=reason),
            sorted(findings, key=order),
            sorted(suppressed, key=order),
            problems,
            states(notebook) if self._counts_packages else {},
            notebook,
            matched,
        )

    def report(self, scans: Iterable[Scan], problems: Iterable[Problem] = (), inputs: Iterable[Input] = ()) -> Report:
        """One report of many scans, in an order that does not depend on the order of the scans."""
        done = list(scans)
        return Report(
            schema_version=SCHEMA_VERSION,
            tool=self.tool,
            inputs=sorted([*inputs, *(scan.input for scan in done)], key=lambda i: i.path),
            findings=sorted((f for scan in done for f in scan.findings), key=order),
            suppressed=sorted((f for scan in done for f in scan.suppressed), key=order),
            problems=sorted(
                [*problems, *(p for scan in done for p in scan.problems)], key=lambda p: (p.path, p.kind, p.message)
            ),
            packages=counted(scan.packages for scan in done),
        )

    def acceptable(self, scan: Scan) -> list[Found]:
        """What a baseline may accept of a scan: all that is shown, that somebody may silence and nobody has, but for a
        baseline. It holds the values themselves.
        """
        if scan.notebook is None or scan.matched is None:
            return []
        silencer = Silencer(scan.notebook, self.policy)
        return [
            one
            for one in scan.matched.found
            if self.policy.shows(one.rule, one.match.severity or one.rule.severity)
            and self.policy.may_suppress(one.rule)
            and silencer.by(one, name_of(one, self._key)) is None
        ]

    def plan(
        self,
        scan: Scan,
        applicability: Applicability = Applicability.SAFE,
        rules: set[str] | None = None,
        fingerprints: set[str] | None = None,
    ) -> Plan:
        """One set of edits that fixes as many findings of ``scan`` as go together; verified like each single fix.

        ``applicability`` safe takes the safe fixes, review those too. ``rules`` and ``fingerprints`` narrow it.
        """
        wanted = [
            finding
            for finding in scan.findings
            if (rules is None or finding.rule in rules)
            and (fingerprints is None or finding.fingerprint in fingerprints)
        ]
        from .fixing import Plan

        if scan.notebook is None or scan.matched is None:
            return Plan([], "", 0)
        return self._fixer(scan.notebook, scan.matched).plan(wanted, applicability)

    def _fixer(self, notebook: Notebook, matched: Matched, secret_store: str = "") -> Fixer:
        from .fixing import Fixer  # most notebooks have nothing to fix

        return Fixer(self._matcher, notebook, matched, secret_store)


__all__ = ["Engine", "Frame", "Scan", "Segment"]
