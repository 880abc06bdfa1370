"""Wire types: what every report, route and event is made of.

These classes are the one source of truth: the JSON Schema in ``jupyter_mlsecops/schemas`` and the TypeScript in
``src/generated`` are made from them. None of them can hold a secret: texts are redacted before they get here, and
``core.text.Sensitive`` is refused by the encoder. The words are SARIF's where SARIF has one.
"""

from __future__ import annotations

import enum
from typing import Literal

import msgspec

from .severity import Severity as Severity

SCHEMA_VERSION = "1"
Staleness = Literal["current", "stale", "outdated"]
_STALE_DAYS, _OUTDATED_DAYS = 7, 30


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
    """How much thought a fix wants.

    safe: stricter, and breaks no valid local use. review: look at the diff first. manual: advice, or code that needs a
    step of a person's first, and is therefore never taken where many findings are fixed.
    """

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

    ``locations`` are all places of a finding that stands in several, ``location`` first: to change one of them is not
    enough. No more than 100 are listed. It is empty where the finding stands in one place.

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
    locations: list[Location] = []
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
