"""The bodies of requests, validated."""

from __future__ import annotations

import json
import re
from typing import Literal, TypeVar

import msgspec
from tornado.web import HTTPError

from .protocol import Applicability

B = TypeVar("B", bound=msgspec.Struct)
_ECHO = re.compile(r"Invalid enum value .*(?= - at )", re.S)  # the one message of msgspec that repeats what was sent


class ChangedCell(msgspec.Struct, frozen=True):
    """One cell that changed; ``id`` is null where the scanned file had none."""

    index: int
    id: str | None
    source: str


class ScanBody(msgspec.Struct, frozen=True):
    """A whole notebook, or one changed cell of the state ``base``. The notebook stays the bytes that were sent."""

    path: str
    notebook: msgspec.Raw = msgspec.Raw()  # empty where there is none
    base: str | None = None
    cell: ChangedCell | None = None

    def __post_init__(self) -> None:
        if bool(bytes(self.notebook)) == (self.cell is not None) or (self.cell is None) != (self.base is None):
            raise ValueError("either notebook, or base and cell, is needed")


class FixBody(msgspec.Struct, frozen=True):
    """Which fixes to plan: those of some fingerprints, or of all with null."""

    path: str
    base: str
    applicability: Applicability = "safe"
    fingerprints: list[str] | None = None


class SuppressBody(msgspec.Struct, frozen=True):
    """Which finding to ignore, and why."""

    path: str
    base: str
    rule: str
    fingerprint: str
    reason: str


class StoreBody(msgspec.Struct, frozen=True):
    """Which secret to move, and where to: one that a fix of the finding names, with the name that it names."""

    path: str
    base: str
    fingerprint: str
    name: str
    where: Literal["dotenv", "keyring"]


class HistoryBody(msgspec.Struct, frozen=True):
    """Which secret to look for: in the history of its notebook, or of the whole repository."""

    path: str
    base: str
    fingerprint: str
    whole: bool = False


class DependenciesBody(msgspec.Struct, frozen=True):
    """Which scanned state of a notebook to list the packages of."""

    path: str
    base: str


class ModelsBody(msgspec.Struct, frozen=True):
    """Which scanned state of a notebook to list the model files of."""

    path: str
    base: str


class ReadingBody(msgspec.Struct, frozen=True):
    """The reading of which notebook's model files to ask about, or to end."""

    path: str
    stop: bool = False


class WorkspaceBody(msgspec.Struct, frozen=True):
    """Which file or folder to scan, the root folder with an empty path; with ``id``, which scan of it to ask about."""

    path: str
    id: str | None = None
    cancel: bool = False


def decode(body: bytes, type: type[B]) -> B:
    """The body of a request. Raises ``HTTPError`` 400, with a message that holds nothing of the body."""
    try:
        return msgspec.json.decode(body, type=type)
    except msgspec.ValidationError as error:
        raise _bad(_ECHO.sub("Invalid value", str(error))) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass  # a lone surrogate is legal JSON, but not to msgspec
    try:
        tree = json.loads(body)
        if isinstance(tree, dict) and "notebook" in tree:
            tree["notebook"] = msgspec.Raw(json.dumps(tree["notebook"]).encode())
        return msgspec.convert(tree, type)
    except msgspec.ValidationError as error:
        raise _bad(_ECHO.sub("Invalid value", str(error))) from None
    except (ValueError, RecursionError):
        raise _bad("it is not JSON that can be read") from None


def _bad(cause: str) -> HTTPError:
    return HTTPError(400, f"The body of the request is wrong: {cause}.", reason="bad-request")
