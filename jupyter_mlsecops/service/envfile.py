"""Values in the ``.env`` file beside a notebook, which only its owner can read and git does not see."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from pathlib import Path

from . import git
from .stored import Stored, StoreError, check_name

FILE = ".env"
_IGNORE = ".gitignore"
_MOST_BYTES = 1_000_000
_SECONDS = 10.0
_BARE = re.compile(r"[A-Za-z0-9_./:@%+,=-]+\Z")
_EXPANDED = re.compile(r"\$\{[^}]*\}")


def add(folder: str | Path, name: str, value: str) -> Stored:
    """Add ``name=value`` to the ``.env`` in ``folder``, made where there is none, and have git ignore it.

    What stands in it stays as it is, byte for byte. Raises ``StoreError``: the name has another value, the value
    cannot be written, git tracks the file, or it is not the user's own.
    """
    check_name(name)
    written = quoted(value)
    folder = Path(folder)
    _refuse_shadow(folder)
    found = _open(folder / FILE)
    try:
        known = _read(found) if found is not None else b""
        is_there = _is_there(known, name, value)
        notes = _ignored(folder)
        if is_there:
            return Stored(name, FILE, " ".join(["It was there already.", *notes]))
        if found is None:
            found = _create(folder / FILE)
        notes += _narrow(found)
        _append(found, known, f"{name}={written}")
    finally:
        if found is not None:
            os.close(found)
    return Stored(name, FILE, " ".join(notes))


def quoted(value: str) -> str:
    """``value`` as python-dotenv and a shell both read it back. Raises ``StoreError`` where there is no such form."""
    if not value or any(not c.isprintable() and c != "\t" for c in value):
        several = "\n" in value or "\r" in value
        cause = "it has several lines" if several else "it is empty or has characters that are not printable"
        raise StoreError(f"The value cannot be written to a {FILE} file: {cause}. Choose another place.")
    if _BARE.match(value):
        return value
    # ${…} is expanded between any quotes, and before 1.2 a last backslash took the closing one away.
    if not _EXPANDED.search(value) and not value.endswith("\\"):
        if "'" not in value and "\\\\" not in value:
            return f"'{value}'"
        if "$" not in value and "`" not in value:
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    raise StoreError(f"The value cannot be written so that all readers of a {FILE} file agree: its quotes, $ or \\.")


def _refuse_shadow(folder: Path) -> None:
    """Raise where a new file would hide one further up in the same repository from ``load_dotenv``."""
    root = _git_root(folder)
    if root is None or os.path.lexists(folder / FILE):
        return
    above = folder.absolute()
    while above != root:
        above = above.parent
        if os.path.lexists(above / FILE):
            other = os.path.relpath(above / FILE, folder).replace(os.sep, "/")
            cure = "Add the variable there, or choose another place."
            raise StoreError(f"A new {FILE} would hide {other} from the notebook. {cure}")


def _git_root(folder: Path) -> Path | None:
    here = folder.absolute()
    return next((each for each in (here, *here.parents) if os.path.lexists(each / ".git")), None)


def _open(path: Path) -> int | None:
    """The file, if it is there. Raises ``StoreError`` for what is not a file of the user's own."""
    if os.path.islink(path):
        raise StoreError(f"{FILE} is a link. It was left as it is: a secret would go to where it leads.")
    flags = os.O_RDWR | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        found = os.open(path, flags | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{FILE} cannot be opened ({error.strerror}).") from error
    status = os.fstat(found)
    if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
        os.close(found)
        raise StoreError(f"{FILE} is not a file of its own. It was left as it is.")
    if hasattr(os, "geteuid") and status.st_uid != os.geteuid():
        os.close(found)
        raise StoreError(f"{FILE} belongs to somebody else. It was left as it is.")
    return found


def _create(path: Path) -> int:
    """A new file that nobody else can read from its first moment on."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.open(path, flags | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as error:
        raise StoreError(f"{FILE} cannot be made ({error.strerror}).") from error


def _read(file: int) -> bytes:
    content = b""
    while piece := os.read(file, 1 << 16):
        content += piece
        if len(content) > _MOST_BYTES:
            raise StoreError(f"{FILE} is larger than {_MOST_BYTES // 1_000_000} MB. It was left as it is.")
    if b"\0" in content:
        raise StoreError(f"{FILE} is not a text in UTF-8. It was left as it is.")
    return content


def _is_there(content: bytes, name: str, value: str) -> bool:
    """Whether the file sets ``name`` to this value already. Raises ``StoreError`` where it sets another one."""
    line = re.compile(
        rb"^[\xef\xbb\xbf \t]*(?:export[ \t]+)?(['\"]?)%b\1[ \t]*(?:=([^\r\n]*))?\r?$" % name.encode(), re.M
    )
    values = [(match[2] or b"").strip() for match in line.finditer(content)]
    if not values:
        return False
    same = {quoted(value), *((f"'{value}'", f'"{value}"') if _BARE.match(value) else ())}
    if values[-1] in {form.encode() for form in same}:
        return True
    raise StoreError(f"{FILE} has another value for {name}. It was left as it is: rename one of them.")


def _narrow(file: int) -> list[str]:
    """Take the rights of others away."""
    mode = stat.S_IMODE(os.fstat(file).st_mode)
    if not hasattr(os, "fchmod") or not mode & 0o077:
        return []
    try:
        os.fchmod(file, mode & 0o700)
    except OSError as error:
        raise StoreError(f"Others can read {FILE}, and that cannot be changed ({error.strerror}).") from error
    return [f"Others could read {FILE}; now only you can."]


def _append(file: int, known: bytes, line: str) -> None:
    """One line more, whole or not at all."""
    end = b"\r\n" if b"\r\n" in known else b"\n"
    text = (b"" if not known or known.endswith((b"\n", b"\r")) else end) + line.encode() + end
    before = os.fstat(file).st_size
    if before != len(known):
        raise StoreError(f"{FILE} changed while it was read. Try again.")
    try:
        if os.write(file, text) != len(text):
            raise OSError(28, "no space left")
        os.fsync(file)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.ftruncate(file, before)
        raise StoreError(f"{FILE} cannot be written ({error.strerror}).") from error


def _ignored(folder: Path) -> list[str]:
    """Have git ignore the file. Raises ``StoreError`` where git has it, or cannot be made to ignore it."""
    try:
        inside = git.ask("rev-parse", "--is-inside-work-tree", folder=folder, timeout=_SECONDS).strip() == b"true"
        if not inside:
            return []
        if git.ask("ls-files", "-z", "--", FILE, folder=folder, timeout=_SECONDS):
            raise StoreError(f"git tracks {FILE} here, so the value would be committed. First: git rm --cached {FILE}")
        if _is_ignored(folder):
            return []
        _append_ignore(folder / _IGNORE)
        if not _is_ignored(folder):
            raise StoreError(f"git cannot be made to ignore {FILE} here. See: git check-ignore -v {FILE}")
    except git.GitError as error:
        if _git_root(folder) is None:
            return []
        raise StoreError(f"It is not known whether git ignores {FILE} here: {error}.") from error
    return [f"{FILE} was added to {_IGNORE}."]


def _is_ignored(folder: Path) -> bool:
    return git.status("check-ignore", "--quiet", "--no-index", "--", FILE, folder=folder, timeout=_SECONDS) == 0


def _append_ignore(path: Path) -> None:
    if os.path.islink(path):  # git does not follow it
        raise StoreError(f"{_IGNORE} is a link, and git ignores nothing by it. Name {FILE} in a file.")
    try:
        content = path.read_bytes() if os.path.lexists(path) else b""
        end = b"\r\n" if b"\r\n" in content else b"\n"
        start = b"" if not content or content.endswith(b"\n") else end
        with open(path, "ab") as file:
            file.write(start + b"/" + FILE.encode() + end)
    except OSError as error:
        raise StoreError(f"{_IGNORE} cannot be written ({error.strerror}).") from error
