"""Notebooks by their path, only as far as the contents manager gives access to them."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import dataclass
from typing import Any

import msgspec
from jupyter_core.utils import ensure_async
from jupyter_server.services.contents.fileio import FileManagerMixin
from jupyter_server.services.contents.manager import ContentsManager
from tornado.web import HTTPError

from ..core.text import printable
from .protocol import Stamp


class ContentsError(HTTPError):
    """A path that is not served: the status, a word in ``reason`` and a message that names the path and the cause."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        self.text = printable(message, 4096)  # it is logged
        super().__init__(status, self.text, reason=reason)


@dataclass(frozen=True)
class Local:
    """A notebook in a file that the worker can read itself."""

    os_path: str
    stamp: Stamp


@dataclass(frozen=True)
class Remote:
    """A notebook that only the contents manager can read. ``stamp`` changes when it does; None: not known."""

    stamp: str | None


@dataclass(frozen=True)
class Place:
    """A file or folder to be scanned: its API path, where it lies, and in which folder it must lie."""

    path: str
    os_path: str
    root: str
    hidden: bool


def clean_path(path: str, *, may_be_root: bool = False) -> str:
    """The API path without outer slashes. Raises ``ContentsError`` for one that no contents manager should see."""
    if "\0" in path or not path.isprintable() and any("\ud800" <= c <= "\udfff" for c in path):
        raise ContentsError(400, "bad-path", "The path holds characters that no path can have.")
    segments = path.replace("\\", "/").split("/") if os.sep == "\\" else path.split("/")
    if ".." in segments:
        raise _not_found(path)
    path = path.strip("/")
    if not path and not may_be_root:
        raise ContentsError(400, "bad-path", "A path is needed.")
    return path


async def check_visible(manager: ContentsManager, path: str) -> None:
    """Raise ``ContentsError`` if ``path`` is hidden or outside the root. It need not exist."""
    try:
        hidden = not manager.allow_hidden and await ensure_async(manager.is_hidden(path))
    except (HTTPError, OSError, ValueError) as error:
        raise _not_found(path) from error
    if hidden:
        raise _not_found(path)


async def find(manager: ContentsManager, path: str) -> Local | Remote:
    """The notebook at ``path``. Raises ``ContentsError``: 404 unknown, hidden or no notebook, 403 no permission."""
    await check_visible(manager, path)
    # Asked even for a local file, so that the access rules of any contents manager hold.
    model = await _get(manager, path, content=False)
    if model.get("type") != "notebook":
        raise ContentsError(404, "not-a-notebook", f"{path} is not a notebook.")
    if isinstance(manager, FileManagerMixin) and path.endswith(".ipynb"):
        os_path: str = manager._get_os_path(path)  # type: ignore[no-untyped-call]
        try:
            status = os.stat(os_path)
        except OSError as error:
            raise _not_found(path) from error
        if stat.S_ISREG(status.st_mode):
            return Local(os_path, Stamp(status.st_mtime_ns, status.st_size, status.st_ino))
    modified = model.get("last_modified")
    return Remote(str(modified) if modified else None)


async def place(manager: ContentsManager, path: str) -> Place:
    """A file or folder of any kind on a disk of this machine. Raises ``ContentsError``."""
    await check_visible(manager, path)
    await _get(manager, path, content=False)
    if not isinstance(manager, FileManagerMixin):
        raise ContentsError(409, "not-local", f"{path or 'This folder'} is not on a disk of this server.")
    try:
        os_path: str = manager._get_os_path(path)  # type: ignore[no-untyped-call]
        root: str = manager._get_os_path("")  # type: ignore[no-untyped-call]
    except (HTTPError, OSError, ValueError) as error:
        raise _not_found(path) from error
    return Place(path, os_path, root, bool(manager.allow_hidden))


def os_path_of(manager: ContentsManager, path: str) -> str:
    """Where the notebook at ``path`` lies, or will lie, on a disk of this machine; empty for any other."""
    if not isinstance(manager, FileManagerMixin) or not path.endswith(".ipynb"):
        return ""
    try:
        os_path: str = manager._get_os_path(path)  # type: ignore[no-untyped-call]
    except (HTTPError, OSError, ValueError):
        return ""
    return os_path


async def read(manager: ContentsManager, path: str) -> bytes:
    """The notebook at ``path`` as JSON, through the contents manager. Raises ``ContentsError``."""
    model = await _get(manager, path, content=True)
    return encode(model.get("content"))


def encode(content: Any) -> bytes:
    """A notebook model's content as JSON bytes."""
    try:
        return msgspec.json.encode(content)
    except (UnicodeEncodeError, TypeError, msgspec.MsgspecError):  # lone surrogates, and classes of other packages
        return json.dumps(content).encode()


async def _get(manager: ContentsManager, path: str, content: bool) -> dict[str, Any]:
    try:
        model: dict[str, Any] = await ensure_async(manager.get(path, content=content))
        return model
    except HTTPError as error:
        if error.status_code == 403:
            raise ContentsError(403, "no-permission", f"{path}: no permission to read it.") from error
        if error.status_code == 404:
            raise _not_found(path) from error
        raise ContentsError(400, "unreadable", f"{path} cannot be read.") from error
    except PermissionError as error:
        raise ContentsError(403, "no-permission", f"{path}: no permission to read it.") from error
    except (OSError, ValueError) as error:
        raise ContentsError(404, "unreadable", f"{path} cannot be read ({type(error).__name__}).") from error


def _not_found(path: str) -> ContentsError:
    return ContentsError(404, "not-found", f"{path}: there is no such file.")
