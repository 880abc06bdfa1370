"""What an index says of a project and its releases: facts that are handed in, for no scan asks an index."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Literal, get_args

import msgspec

Status = Literal["active", "archived", "deprecated", "quarantined"]
_LONGEST = 256  # characters; nothing longer is a version
RELEASE_AGE = 7
"""Days that a release is to be out before it is used, where the policy does not say."""
STATUSES: tuple[Status, ...] = get_args(Status)


class Release(msgspec.Struct, frozen=True):
    """One release. ``uploaded`` is when its first file came to the index (ISO 8601 in UTC), empty where not told.

    ``yanked`` is why its publisher took it back (PEP 592), empty where no reason is given, None where it stands.
    """

    uploaded: str = ""
    yanked: str | None = None

    def age_on(self, day: datetime.date) -> int | None:
        """Whole days from the upload to a day (UTC); None where the upload is not told, or came after it."""
        if not self.uploaded:
            return None
        age = (day - datetime.date.fromisoformat(self.uploaded[:10])).days
        return age if age >= 0 else None

    def age_days(self, today: datetime.date) -> int | None:
        """Whole days from the upload to a day (UTC), never negative; None where the upload is not told."""
        if not self.uploaded:
            return None
        return max(0, (today - datetime.date.fromisoformat(self.uploaded[:10])).days)


def status_of(word: object) -> Status:
    """The status of this name; one that is not known says nothing, for indexes may have others later."""
    return next((status for status in STATUSES if status == word), "active")


class Project(msgspec.Struct, frozen=True):
    """What the index says of a project: its status (PEP 792) with the reason, and its releases by version (PEP 440)."""

    status: Status = "active"
    reason: str = ""
    releases: Mapping[str, Release] = msgspec.field(default_factory=dict)

    def release(self, version: str) -> Release | None:
        """The release of a version however it is written; None where the index does not have it."""
        found = self.releases.get(version)
        return found if found is not None or not self.releases else self._like(version)

    def _like(self, version: str) -> Release | None:
        from packaging.version import InvalidVersion, Version

        try:
            wanted = Version(version) if len(version) <= _LONGEST else None
        except InvalidVersion:
            return None
        return next((one for text, one in self.releases.items() if Version(text) == wanted), None)

    def later(self, version: str) -> list[str]:
        """The releases above a version that stand, oldest first; a pre-release only above a pre-release."""
        from packaging.version import InvalidVersion, Version

        try:
            here = Version(version)
        except InvalidVersion:
            return []
        standing = (Version(text) for text, release in self.releases.items() if release.yanked is None)
        return [str(one) for one in sorted(standing) if one > here and (here.is_prerelease or not one.is_prerelease)]


def instant(value: object) -> str:
    """A time (ISO 8601 or a ``datetime``) in UTC to the second, so that texts sort as times; empty for what is none."""
    if isinstance(value, str) and len(value) > 40:
        return ""
    try:
        time = msgspec.convert(value, datetime.datetime, strict=True)
        aware = time if time.tzinfo is not None else time.replace(tzinfo=datetime.timezone.utc)
        utc = aware.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    except (msgspec.ValidationError, ValueError, OverflowError):
        return ""
    return utc.isoformat(timespec="seconds") + "Z"
