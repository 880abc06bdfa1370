"""Baselines: findings that were accepted on a date, so that only new ones are loud. Data, never code.

Two formats: ours, which covers all findings, and the one of detect-secrets, for secrets. See docs/decisions/0012.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import posixpath
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import msgspec
from msgspec.structs import replace

from .found import Found
from .model import Category, Suppression
from .regex import regex
from .text import printable

FORMAT = 1
SALT_BYTES = 16
_HIDDEN_DIGITS = 4  # 16 bits of a hidden value: enough to tell it from another one, too few to guess it from
_DIGITS = 32
_PEM_HEADER = regex(r"BEGIN (?:[A-Z0-9]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)?")


class BaselineError(Exception):
    """A baseline that cannot be used; the text names the cause and the cure, and nothing of its content."""


class Baseline(Protocol):
    """What is known of the files below one folder."""

    def by(self, path: str, one: Found) -> Suppression | None:
        """The suppression of a finding in the file that a report names ``path``; None if it is not known."""


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """An accepted finding: its rule, a check of its value (``check_of``), the date, and a reason if one was given."""

    rule: str
    check: str
    on: str = ""
    reason: str = ""


class _Own(msgspec.Struct, frozen=True):
    mlsecops_baseline: int
    salt: str
    files: dict[str, list[Entry]]


class _Secret(msgspec.Struct, frozen=True):
    type: str
    hashed_secret: str
    is_secret: bool | None = None
    is_verified: bool = False


class _Theirs(msgspec.Struct, frozen=True):
    version: str
    results: dict[str, list[_Secret]]


class Own(msgspec.Struct, frozen=True):
    """A baseline in our format. ``name`` is how a report calls it; ``prefix`` leads from its folder to the working
    folder, that the paths in a report start from. The paths in ``files`` start from its own folder.
    """

    name: str
    prefix: str
    salt: bytes
    files: Mapping[str, tuple[Entry, ...]]

    def by(self, path: str, one: Found) -> Suppression | None:
        """As ``Baseline.by``."""
        entries = self.files.get(key_of(self.prefix, path), ())
        check = check_of(self.salt, one) if any(entry.rule == one.rule.name for entry in entries) else ""
        for entry in entries:
            if entry.rule == one.rule.name and hmac.compare_digest(entry.check, check):
                reason = entry.reason or f"accepted{' on ' + entry.on if entry.on else ''}"
                return Suppression(kind="baseline", reason=printable(reason), where=self.name)
        return None

    def updated(
        self,
        found: Mapping[str, Iterable[Found]],
        in_part: Iterable[str],
        gone: Iterable[str],
        on: str,
        reason: str,
    ) -> tuple[Own, int, int]:
        """The findings of some files in place of what was known of them; how many entries are new, and how many went.

        ``found`` is by the path in a report; what was known of files that were read ``in_part`` stays. ``gone`` are
        keys of ``files``. An entry that was known keeps its date and reason.
        """
        partly, files = set(in_part), dict(self.files)
        for key in gone:
            files.pop(key, None)
        for path, some in found.items():
            key = key_of(self.prefix, path)
            old = {(entry.rule, entry.check): entry for entry in files.pop(key, ())}
            pairs = {(one.rule.name, check_of(self.salt, one)) for one in some} | (
                set(old) if path in partly else set()
            )
            if pairs:
                files[key] = tuple(old.get(pair) or Entry(*pair, on=on, reason=reason) for pair in sorted(pairs))
        before, after = self._keys(), replace(self, files=files)._keys()
        return replace(self, files=files), len(after - before), len(before - after)

    def _keys(self) -> set[tuple[str, str, str]]:
        return {(path, entry.rule, entry.check) for path, entries in self.files.items() for entry in entries}

    def encode(self) -> bytes:
        """The file: sorted, so that equal baselines are equal bytes."""
        own = _Own(FORMAT, self.salt.hex(), {path: list(self.files[path]) for path in sorted(self.files)})
        return msgspec.json.format(msgspec.json.encode(own), indent=2) + b"\n"


class DetectSecrets(msgspec.Struct, frozen=True):
    """A ``.secrets.baseline``; the hashes in ``files`` are SHA-1 of what its plugins returned."""

    name: str
    prefix: str
    files: Mapping[str, Mapping[str, tuple[_Secret, ...]]]

    def by(self, path: str, one: Found) -> Suppression | None:
        """As ``Baseline.by``. What the audit or a provider confirmed as a live secret stays loud."""
        if one.rule.category is not Category.SECRETS:
            return None
        known = self.files.get(key_of(self.prefix, path), {})
        matching = [
            secret
            for variant, kind in _variants(one.value)
            for secret in known.get(_sha1(variant), ())
            if not kind or secret.type == kind
        ]
        if not matching or any(_is_confirmed(secret) for secret in matching):
            return None
        if any(secret.is_secret is False for secret in matching):
            reason = "labelled as no secret in the audit"
        else:
            reason = f"known as {printable(matching[0].type, 60)}, not audited"
        return Suppression(kind="baseline", reason=reason, where=self.name)


def _is_confirmed(secret: _Secret) -> bool:
    return bool(secret.is_secret) or (secret.is_verified and secret.is_secret is None)


def check_of(salt: bytes, one: Found) -> str:
    """Tells a value from others without telling it: an HMAC under the salt of the file, short for what is hidden."""
    if one.rule.hides:
        family, value, digits = one.rule.category.value, one.value, _HIDDEN_DIGITS
    else:
        family, value, digits = one.rule.name, " ".join(one.value.split()), _DIGITS
    message = family.encode() + b"\0" + value.encode("utf-8", "surrogatepass")
    return hmac.new(salt, message, hashlib.sha256).hexdigest()[:digits]


def key_of(prefix: str, path: str) -> str:
    """The path of a file from the folder of a baseline."""
    return posixpath.normpath(posixpath.join(prefix, path))


def _variants(value: str) -> list[tuple[str, str]]:
    """What detect-secrets may have returned for a value, and for which type of secret alone.

    In a raw notebook the value is escaped, and a backslash stands before the quote that ends it.
    """
    escaped = {json.dumps(value, ensure_ascii=plain)[1:-1] for plain in (True, False)}
    whole = [(text + end, "") for text in sorted({value, *escaped}) for end in ("", "\\")]
    header = _PEM_HEADER.search(value)
    parts = [(value.partition("_")[0], "GitHub Token"), (value.partition("-")[0], "GitLab Token")]
    return [*whole, *parts, *([(header[0], "Private Key")] if header else [])]


def _sha1(text: str) -> str:
    return hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def parse(raw: bytes, name: str, prefix: str) -> Own | DetectSecrets:
    """A baseline in either format. Raises ``BaselineError``."""
    tree = _tree(raw)
    if "mlsecops_baseline" in tree:
        if tree["mlsecops_baseline"] != FORMAT:
            raise BaselineError("it was written by a newer version of jupyter_mlsecops; update it here.")
        own = _converted(tree, _Own)
        try:
            salt = bytes.fromhex(own.salt)
        except ValueError as error:
            raise BaselineError("its salt is damaged; restore the file from version control.") from error
        files = {key_of("", path): tuple(entries) for path, entries in own.files.items()}
        return Own(name, prefix, salt, files)
    if "results" in tree and "version" in tree:
        theirs = _converted(tree, _Theirs)
        if theirs.version.partition(".")[0] != "1":
            raise BaselineError(
                f"it was written by detect-secrets {printable(theirs.version, 20)}, and version 1 is read; "
                "`detect-secrets scan --baseline FILE` with version 1 brings it up to date."
            )
        return DetectSecrets(name, prefix, {_path(path): _by_hash(some) for path, some in theirs.results.items()})
    raise BaselineError("it is neither a baseline of jupyter_mlsecops nor one of detect-secrets.")


def _tree(raw: bytes) -> dict[str, Any]:
    try:
        tree = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        cause = "it is empty" if not raw.strip() else "it is not valid JSON; it may be cut off"
        raise BaselineError(f"{cause}. Restore it from version control, or write a new one.") from error
    if not isinstance(tree, dict):
        raise BaselineError("it is neither a baseline of jupyter_mlsecops nor one of detect-secrets.")
    return tree


def _converted(tree: dict[str, Any], wanted: Any) -> Any:
    try:
        return msgspec.convert(tree, wanted)
    except msgspec.ValidationError as error:  # its text names types and places, never values
        raise BaselineError(f"it is damaged ({printable(str(error), 120)}).") from error


def _path(filename: str) -> str:
    return key_of("", filename.replace("\\", "/"))


def _by_hash(secrets: Iterable[_Secret]) -> dict[str, tuple[_Secret, ...]]:
    hashes: dict[str, tuple[_Secret, ...]] = {}
    for secret in secrets:
        hashes[secret.hashed_secret] = (*hashes.get(secret.hashed_secret, ()), secret)
    return hashes
