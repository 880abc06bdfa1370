"""Wire types: what every report, route and event is made of.

These classes are the one source of truth: the JSON Schema in ``jupyter_mlsecops/schemas`` and the TypeScript in
``src/generated`` are made from them. None of them can hold a secret: texts are redacted before they get here, and
``core.text.Sensitive`` is refused by the encoder. The words are SARIF's where SARIF has one.
"""

from __future__ import annotations

import enum
from typing import Literal

import msgspec

SCHEMA_VERSION = "1"
Staleness = Literal["current", "stale", "outdated"]
_STALE_DAYS, _OUTDATED_DAYS = 7, 30


class Severity(enum.Enum):
    """How bad it is if the finding is true."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info up to 4 for critical, so that ranks compare."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(reversed(Severity))}


class Confidence(enum.Enum):
    """How sure the rule is that the finding is true."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Category(enum.Enum):
    """What a rule is about; ``--select`` and ``--ignore`` take these words as well as rule ids."""

    SECRETS = "secrets"
    PII = "pii"
    DESERIALIZATION = "deserialization"
    EXECUTION = "execution"
    NETWORK = "network"
    CRYPTO = "crypto"
    DEPENDENCIES = "dependencies"
    MODELS = "models"
    PROVENANCE = "provenance"
    NOTEBOOK = "notebook"


class Part(enum.Enum):
    """The part of a notebook, or the whole of another file, that a location lies in."""

    SOURCE = "source"
    OUTPUT = "output"
    ATTACHMENT = "attachment"
    CELL_METADATA = "cell-metadata"
    NOTEBOOK_METADATA = "notebook-metadata"
    FILE = "file"


class Applicability(enum.Enum):
    """safe: stricter, and breaks no valid local use. review: look at the diff first. manual: advice only."""

    SAFE = "safe"
    REVIEW = "review"
    MANUAL = "manual"


class Wire(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all wire types: frozen, keyword-only, encoded field by field in the order of definition."""


class Region(Wire, frozen=True, kw_only=True):
    """A stretch of one text. Lines and columns count from 1, columns in UTF-16 units; ``end_column`` is exclusive.

    Lines end at ``\\n``, ``\\r\\n`` or a lone ``\\r``, as in the browser's editor.
    """

    start_line: int
    start_column: int
    end_line: int
    end_column: int


class Location(Wire, frozen=True, kw_only=True):
    """Where something stands.

    ``cell_index`` counts every cell from 0. ``cell_id`` is null where the file has none. ``pointer`` is the JSON
    pointer of the text that ``region`` counts in (``/cells/3/source``); empty for a file that is not a notebook.
    """

    path: str
    cell_index: int | None = None
    cell_id: str | None = None
    part: Part = Part.FILE
    pointer: str = ""
    region: Region | None = None


class RelatedLocation(Location, frozen=True, kw_only=True):
    """A further place; ``message`` says what it has to do with the finding ("Downloaded here")."""

    message: str = ""


class Edit(Wire, frozen=True, kw_only=True):
    """Replace ``region`` of the text at ``pointer`` by ``insert``.

    With ``region`` null the whole value at ``pointer`` goes: ``insert`` null removes the array element or member,
    a string replaces the value by the JSON that it holds.
    """

    pointer: str
    region: Region | None
    insert: str | None


class SecretStore(Wire, frozen=True, kw_only=True):
    """Where changed code reads a secret from: ``id`` is the store (dotenv, keyring, …), ``name`` what it asks for."""

    id: str
    name: str


class Fix(Wire, frozen=True, kw_only=True):
    """A change that makes the finding go away; it was applied in memory and re-scanned before it was offered.

    ``diff`` is a unified diff of the text with every secret masked. A ``manual`` fix has no edits. ``store`` is where
    the code reads a secret from after the change; null where it reads none.
    """

    title: str
    applicability: Applicability
    edits: list[Edit] = []
    diff: str = ""
    store: SecretStore | None = None


class References(Wire, frozen=True, kw_only=True):
    """Where to read more: ``CWE-502``, ``ML06:2023``, ``AML.T0011.000``, ``CVE-…`` / ``GHSA-…`` / ``MAL-…``."""

    cwe: list[str] = []
    owasp: list[str] = []
    atlas: list[str] = []
    advisory: list[str] = []


class Finding(Wire, frozen=True, kw_only=True):
    """One thing that someone can act on. ``message`` and ``preview`` never hold a secret or a person's datum.

    ``fingerprint`` is the same for the same value (or statement) wherever it stands; see ``core.text.fingerprint``.
    """

    rule: str
    category: Category
    severity: Severity
    confidence: Confidence
    message: str
    preview: str
    fingerprint: str
    location: Location
    related: list[RelatedLocation] = []
    fixes: list[Fix] = []
    references: References = References()


class Suppression(Wire, frozen=True, kw_only=True):
    """Why a finding is silent. ``kind``: comment, metadata, baseline, policy. ``where`` says where that is written."""

    kind: Literal["comment", "metadata", "baseline", "policy"]
    reason: str
    where: str


class SuppressedFinding(Finding, frozen=True, kw_only=True):
    """A finding that somebody silenced, with the reason. It is counted and listed, never dropped."""

    suppression: Suppression


class Problem(Wire, frozen=True, kw_only=True):
    """An input that could not be assessed in full, or a rule that failed. Never means "clean".

    ``kind`` is a word to group by: unreadable, not-json, not-a-notebook, unsupported-version, too-large, too-deep,
    rule-failed, cell-not-parsed, not-readable, model-not-assessed, timeout, not-written, configuration.
    """

    path: str
    kind: str
    message: str


class Input(Wire, frozen=True, kw_only=True):
    """One file that was looked at. ``digest`` is ``sha256:…`` of its bytes; ``reason`` says why it was not scanned."""

    path: str
    kind: Literal["notebook", "python", "requirements", "model", "other"]
    digest: str
    status: Literal["scanned", "incomplete", "skipped"]
    reason: str = ""


class Advisories(Wire, frozen=True, kw_only=True):
    """The advisory database a scan used. ``newest`` is an ISO date, ``age_days`` counts from it."""

    source: str
    records: int
    newest: str
    age_days: int


def staleness(age_days: int) -> Staleness:
    """How old is too old for advisories: more than a week is stale, more than a month outdated."""
    if age_days > _OUTDATED_DAYS:
        return "outdated"
    return "stale" if age_days > _STALE_DAYS else "current"


class Advisory(Wire, frozen=True, kw_only=True):
    """A published flaw. ``severity`` is null where nobody rated it, ``score`` (CVSS) where it has no vector."""

    id: str
    aliases: list[str]
    kind: Literal["vulnerability", "malware"]
    severity: Severity | None
    score: float | None
    summary: str
    fixed: list[str]
    url: str


class AssessedVersion(Wire, frozen=True, kw_only=True):
    """What is known of one version of a package: the one that is ``declared``, or that is ``installed``.

    There is no state "clean". ``reason`` says why it was not assessed; ``safe`` is the smallest later version for which
    nothing is known, empty if there is none.
    """

    version: str
    source: Literal["declared", "installed"]
    state: Literal["vulnerable", "not-known-vulnerable", "not-assessed"]
    reason: str
    safe: str
    advisories: list[Advisory]


class Declaration(Wire, frozen=True, kw_only=True):
    """A place that asks for a package: what it says (``>=2,<3``), by which tool or kind of file, and where."""

    specifier: str
    origin: str
    location: Location


class Dependency(Wire, frozen=True, kw_only=True):
    """A package that a notebook names, or that one of those brings in.

    ``installed`` is its version in the kernel's environment, null where it is not there or that is not known.
    ``through`` is the chain of packages that leads to it, empty for one that the notebook names. ``state`` is the worst
    of its versions.
    """

    name: str
    declared: list[Declaration]
    imported: list[Location]
    installed: str | None
    through: list[str]
    state: Literal["vulnerable", "not-known-vulnerable", "not-assessed"]
    versions: list[AssessedVersion]


class DependencyReport(Wire, frozen=True, kw_only=True):
    """What a notebook needs, and what is known of it. ``environment`` says whether the kernel's packages are known,
    ``python`` its version. ``advisories`` is null where only the incidents that come with the product are known."""

    path: str
    digest: str
    kernel: str
    environment: bool
    python: str
    advisories: Advisories | None
    dependencies: list[Dependency]


class News(Wire, frozen=True, kw_only=True):
    """A flaw of a version of a package that became known after the notebook at ``path`` was scanned, on the day
    ``since``. ``through`` is the package that brings it in, empty for none."""

    path: str
    name: str
    version: str
    through: str
    advisory: str
    kind: Literal["vulnerability", "malware"]
    severity: Severity | None
    summary: str
    safe: str
    since: str


class NewsReport(Wire, frozen=True, kw_only=True):
    """What became known since notebooks were scanned. ``advisories`` is null where there is no database; ``problem``
    says why something cannot be told, empty for nothing."""

    advisories: Advisories | None
    news: list[News]
    problem: str = ""


class ModelDeed(Wire, frozen=True, kw_only=True):
    """One thing that a model file does when it is loaded. ``does`` goes on from "Loading it"; ``place`` says where in
    the file that stands (``REDUCE at byte 27 of data.pkl``), empty where no place is known."""

    tier: Literal["critical", "review"]
    does: str
    place: str


class LoadedModel(Wire, frozen=True, kw_only=True):
    """A model file that cells of a notebook load, read without loading it.

    ``format`` is judged by its content. ``digest`` is ``sha256:…``, empty where a large file gave no reason to compute
    it. ``state`` is the worst that is known; there is no state "clean". ``deeds`` are its worst, the worst first, and
    ``more`` is how many there are beside them; ``gaps`` are sentences: what was not read, and why. ``loads`` are the
    calls that load it.
    """

    path: str
    format: str
    size: int
    digest: str
    state: Literal["critical", "review", "reading", "not-assessed", "not-known-bad"]
    deeds: list[ModelDeed]
    more: int
    gaps: list[str]
    loads: list[Location]


class ReadingModel(Wire, frozen=True, kw_only=True):
    """How far the reading in the background is: the file that is read now, and how many files are left with it."""

    path: str
    percent: int
    left: int


class ModelReport(Wire, frozen=True, kw_only=True):
    """The model files that a notebook loads from beside it, as far as their paths can be told from its code."""

    path: str
    digest: str
    models: list[LoadedModel]


class Tool(Wire, frozen=True, kw_only=True):
    """Which program, and which set of rules, made a report."""

    name: str
    version: str
    rules_digest: str
    advisories: Advisories | None = None


class Packages(Wire, frozen=True, kw_only=True):
    """How many different packages the scanned files need, by the worst that is known of a version that one of them
    names or has installed. There is no state "clean"."""

    vulnerable: int
    not_known_vulnerable: int
    not_assessed: int


class Report(Wire, frozen=True, kw_only=True):
    """The whole result of a scan; ``--format json`` is this object. It is sorted: equal scans are equal bytes.

    ``packages`` is null where no file needs any, or nobody asked about them.
    """

    schema_version: str
    tool: Tool
    inputs: list[Input]
    findings: list[Finding]
    suppressed: list[SuppressedFinding]
    problems: list[Problem]
    packages: Packages | None = None


class RuleInfo(Wire, frozen=True, kw_only=True):
    """A rule as the panel, ``rules`` and SARIF show it. ``why`` and ``remedy`` are plain text, two sentences each."""

    id: str
    title: str
    category: Category
    severity: Severity
    confidence: Confidence
    why: str
    remedy: str
    references: References
    help_uri: str


class FileScan(Wire, frozen=True, kw_only=True):
    """The scan of one file, or of all files of a folder, that somebody asked for.

    ``id`` names it in later questions. ``done`` of ``total`` files were scanned; ``total`` is 0 until they were
    counted, and ``reading`` says how far the file is that is read now. ``report`` and ``models``, its model files, are
    complete in the state ``done``; in the state ``cancelled`` they are what there was until then. ``message`` says why
    a scan failed.
    """

    id: str
    path: str
    state: Literal["running", "done", "cancelled", "failed"]
    done: int
    total: int
    reading: ReadingModel | None
    report: Report | None
    models: list[LoadedModel]
    message: str


class CellStamp(Wire, frozen=True, kw_only=True):
    """Which text of a cell a report was made from: CRC-32 of its UTF-8 bytes; only to notice that it changed since."""

    cell_id: str | None
    crc: int


class PanelReport(Wire, frozen=True, kw_only=True):
    """What the browser gets for one notebook: the report, and stamps that tell whether its cells are still the same.

    ``digest`` names the scanned state; a later request can say "one cell changed since this". ``reading`` counts the
    model files that are still being read in the background: their findings come with a later report.
    """

    path: str
    digest: str
    cells: list[CellStamp]
    report: Report
    reading: int = 0


class SuppressionEntry(Wire, frozen=True, kw_only=True):
    """One entry of the notebook's metadata ``mlsecops.suppressions``."""

    fingerprint: str
    rule: str
    reason: str
    by: str = ""
    on: str = ""
