"""What the server and its scan worker say to each other.

A message is one frame: two lengths, a msgpack header (one of the classes below) and a payload of plain bytes, so that
a notebook of many megabytes is never copied into the header. Nothing is pickled. Both sides import this module, so it
needs the standard library, msgspec and the wire types only.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Sequence
from typing import BinaryIO, Literal, TypeVar

import msgspec

from ..core.model import Finding, Report
from ..core.modelreport import LoadedModel

_LENGTHS = struct.Struct("<IQ")
T = TypeVar("T")

Applicability = Literal["safe", "review"]
SeverityWord = Literal["critical", "high", "medium", "low", "info"]


class Request(msgspec.Struct, frozen=True, tag=True):
    """Base of what the server asks for."""


class Start(Request, frozen=True):
    """The first message: the key of fingerprints, the policy, and the bounds of one worker.

    ``deadline`` is in seconds per request: the operating system ends a worker that exceeds it. ``may_store`` says
    whether it will be asked to write a secret to a store, ``local_kernels`` whether kernels run on this machine.
    ``avoided`` are marks of files over which earlier workers ended: they are not read.
    """

    key: bytes
    profile: str | None
    policy_file: str
    max_bytes: int
    deadline: float
    may_store: bool = False
    local_kernels: bool = True
    avoided: Sequence[str] = ()


class About(Request, frozen=True):
    """Ask for ``{version, rules_digest, rules}``."""


class ScanBytes(Request, frozen=True):
    """Scan the payload, a notebook's bytes. With ``gate``, say which finding is at or above it. ``os_path`` is where
    the notebook lies, or will lie; empty for one that is not on a disk of this machine."""

    path: str
    gate: SeverityWord | None = None
    os_path: str = ""


class ScanFile(Request, frozen=True):
    """Scan the file at ``os_path``, which the server resolved; ``path`` is its name in reports."""

    path: str
    os_path: str


class ScanCell(Request, frozen=True):
    """Scan the state named ``base`` with the source of one cell (in the payload, UTF-8) changed."""

    path: str
    base: str
    index: int
    cell_id: str | None


class PlanFix(Request, frozen=True):
    """Plan fixes of findings in the state named ``base``; of all with ``fingerprints`` None."""

    path: str
    base: str
    applicability: Applicability
    fingerprints: list[str] | None


class Suppress(Request, frozen=True):
    """Check a suppression against the state named ``base`` and the policy, and make its entry."""

    path: str
    base: str
    rule: str
    fingerprint: str
    reason: str
    by: str
    on: str


class StoreSecret(Request, frozen=True):
    """Write a secret of the state named ``base`` to the ``.env`` in ``folder``, or to the keyring, as ``name``.

    Asked again until the reply's reason is no longer ``pending``.
    """

    path: str
    base: str
    fingerprint: str
    name: str
    where: Literal["dotenv", "keyring"]
    folder: str


class FindHistory(Request, frozen=True):
    """Look for a secret in the git history of the file at ``os_path``, or with ``whole`` of its whole repository.

    Asked again until the reply's reason is no longer ``pending``.
    """

    path: str
    fingerprint: str
    os_path: str
    whole: bool


class ListDependencies(Request, frozen=True):
    """List what the notebook in the state named ``base`` needs, and what is known of it."""

    path: str
    base: str


class ListModels(Request, frozen=True):
    """List the model files that the notebook in the state named ``base`` loads, and what is known of them."""

    path: str
    base: str


class Reading(Request, frozen=True):
    """Ask how far the reading of model files in the background is, for a notebook; with ``stop``, end it."""

    path: str
    stop: bool


class FindFiles(Request, frozen=True):
    """Find the files at and below ``os_path`` that are scanned, all inside of ``root``; ``path`` is its API path.

    ``hidden`` says whether those with a dot before their names are among them.
    """

    path: str
    os_path: str
    root: str
    hidden: bool


class ScanAny(Request, frozen=True):
    """Scan a file of any kind inside of ``root`` for ``who``. Asked again until the reply's reason is no longer
    ``pending``; what is known of a model file that could not be read to its end is dropped at the ``first`` time."""

    path: str
    os_path: str
    root: str
    who: str
    first: bool


AnyRequest = (
    Start
    | About
    | ScanBytes
    | ScanFile
    | ScanCell
    | PlanFix
    | Suppress
    | StoreSecret
    | FindHistory
    | ListDependencies
    | ListModels
    | Reading
    | FindFiles
    | ScanAny
)


class Counts(msgspec.Struct, frozen=True):
    """Findings by severity."""

    critical: int = 0
    high: int = 0
    medium: int = 0
    low: int = 0
    info: int = 0


def count(findings: Sequence[Finding]) -> Counts:
    """Findings by severity."""
    return Counts(**Counter(finding.severity.value for finding in findings))


class Stamp(msgspec.Struct, frozen=True):
    """What a local file was when it was read; a different one means that it changed."""

    mtime_ns: int
    size: int
    inode: int


class Blocked(msgspec.Struct, frozen=True):
    """Why the policy refuses a save: the worst finding, and how many there are. Holds no text of the notebook."""

    rule: str
    severity: SeverityWord
    title: str
    cell_index: int | None
    line: int | None
    part: str
    number: int


class Needs(msgspec.Struct, frozen=True):
    """What a scanned notebook needs: a ``service.ledger.Fact`` each; ``flaws`` are the ids that its scan told."""

    facts: Sequence[tuple[str, str, str]]
    flaws: Sequence[str]


class Found(msgspec.Struct, frozen=True):
    """The files to be scanned, each with its API path; ``report`` says what could not be looked into."""

    files: list[tuple[str, str]]
    report: Report


class Scanned(msgspec.Struct, frozen=True):
    """The report of one file, and what is known of it if it is a model."""

    report: Report
    models: list[LoadedModel]


class Reply(msgspec.Struct, frozen=True):
    """The answer; the payload is the JSON body for the browser, and empty when ``status`` is an error.

    ``status`` is an HTTP status; ``reason`` a word to tell errors apart, ``message`` a sentence for people. ``needs``
    is null where there is no advisory database to remember it for; ``loaded`` are the files that a saved notebook
    loads, a ``service.provenance.Seen`` each. ``lasts``: the same bytes are answered so again,
    which a notebook is not that loads files from beside it. ``memory`` is the worker's resident size in bytes,
    0 where it is not known; ``reading`` the mark of the file that it reads in the background, now or next.
    """

    status: int = 200
    reason: str = ""
    message: str = ""
    digest: str = ""
    counts: Counts = Counts()
    complete: bool = True
    stamp: Stamp | None = None
    blocked: Blocked | None = None
    needs: Needs | None = None
    loaded: Sequence[tuple[str, str, str, int, str, str, bool]] = ()
    lasts: bool = True
    memory: int = 0
    reading: str = ""


def write_frame(stream: BinaryIO, header: msgspec.Struct, payload: bytes = b"") -> None:
    """Send one message. Raises ``OSError`` if the other side is gone."""
    head = msgspec.msgpack.encode(header)
    stream.write(_LENGTHS.pack(len(head), len(payload)) + head)
    if payload:
        stream.write(payload)
    stream.flush()


def read_frame(stream: BinaryIO, decoder: msgspec.msgpack.Decoder[T]) -> tuple[T, bytes]:
    """Receive one message. Raises ``EOFError`` if the other side is gone."""
    head_length, payload_length = _LENGTHS.unpack(_read_exactly(stream, _LENGTHS.size))
    header = decoder.decode(_read_exactly(stream, head_length))
    return header, _read_exactly(stream, payload_length)


def _read_exactly(stream: BinaryIO, length: int) -> bytes:
    got = stream.read(length) if length else b""
    if len(got) != length:
        raise EOFError
    return got
