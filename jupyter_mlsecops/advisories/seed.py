"""Incidents that everybody should hear of, also before the first advisory is downloaded.

Written by hand from public reports: packages that were taken over and released with malware, and some that were never
anything else, chosen because data scientists install them. It is no database: a package that is not here is not
assessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import msgspec

from .claims import Claim, claim
from .ranges import START, ordered

_OSV = "https://osv.dev/vulnerability/"
_EVERYTHING = (("introduced", START),)


class Incident(msgspec.Struct, frozen=True):
    """Releases that are malware: those in ``versions`` and in the range of the ``events``. ``date`` is ISO."""

    id: str
    date: str
    summary: str
    versions: tuple[str, ...] = ()
    events: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    url: str = ""


# Releases of packages that are otherwise good.
_TAKEN_OVER = {
    "ctx": Incident(
        "PYSEC-2022-199",
        "2022-05-24",
        "The owner's account was taken over; every later release sends environment variables away.",
        events=(("introduced", "0.1.2.post1"),),
    ),
    "exotel": Incident(
        "PYSEC-2022-250",
        "2022-08-24",
        "The maintainer was phished; this release runs a downloaded program.",
        versions=("0.1.6",),
    ),
    "spam": Incident(
        "PYSEC-2022-251",
        "2022-08-24",
        "The maintainer was phished; these releases run a downloaded program.",
        versions=("2.0.2", "4.0.2"),
    ),
    "deep-translator": Incident(
        "PYSEC-2022-252",
        "2022-08-24",
        "The maintainer was phished; this release runs a downloaded program.",
        versions=("1.8.5",),
    ),
    "torchtriton": Incident(
        "torchtriton-2022-12",
        "2022-12-30",
        "A stranger's package under the name of a dependency of PyTorch nightly builds; it sends keys and files away.",
        versions=("3.0.0",),
        url="https://pytorch.org/blog/compromised-nightly-dependency/",
    ),
    "gratient": Incident("PYSEC-2024-1", "2024-01-29", "This release harvests credentials.", versions=("0.5",)),
    "aiocpa": Incident(
        "MAL-2024-11518",
        "2024-11-25",
        "These releases send tokens and private keys away.",
        versions=("0.1.13", "0.1.14"),
    ),
    "ultralytics": Incident(
        "PYSEC-2024-154",
        "2024-12-07",
        "The build was taken over through a pull request; these releases mine cryptocurrency.",
        events=(("introduced", "8.3.41"), ("fixed", "8.3.43"), ("introduced", "8.3.45"), ("fixed", "8.3.47")),
        url="https://github.com/ultralytics/ultralytics/issues/18027",
    ),
    "num2words": Incident(
        "MAL-2025-6794",
        "2025-07-28",
        "The maintainer was phished; these releases carry malware.",
        versions=("0.5.15", "0.5.16"),
        aliases=("PYSEC-2025-72", "GHSA-jxr6-qrxx-2ph2"),
    ),
    "litellm": Incident(
        "MAL-2026-2144",
        "2026-03-24",
        "A publishing token was stolen; these releases steal credentials, one of them whenever Python starts.",
        versions=("1.82.7", "1.82.8"),
        aliases=("PYSEC-2026-2",),
    ),
    "telnyx": Incident(
        "MAL-2026-2254",
        "2026-03-27",
        "A publishing token was stolen; these releases steal credentials.",
        versions=("4.87.1", "4.87.2"),
        aliases=("PYSEC-2026-3",),
    ),
    "xinference": Incident(
        "MAL-2026-3000",
        "2026-04-22",
        "The build was taken over; these releases steal credentials when they are imported.",
        versions=("2.6.0", "2.6.1", "2.6.2"),
    ),
    "elementary-data": Incident(
        "MAL-2026-3083",
        "2026-04-24",
        "The build was taken over; this release steals credentials whenever Python starts.",
        versions=("0.23.3",),
    ),
    "lightning": Incident(
        "MAL-2026-3201",
        "2026-04-30",
        "These releases steal credentials when they are imported, and spread to what those open.",
        versions=("2.6.2", "2.6.3"),
        aliases=("GHSA-w37p-236h-pfx3",),
    ),
    "mistralai": Incident("MAL-2026-3608", "2026-05-12", "This release carries malware.", versions=("2.4.6",)),
    "guardrails-ai": Incident("MAL-2026-3607", "2026-05-12", "This release carries malware.", versions=("0.10.1",)),
    "durabletask": Incident(
        "MAL-2026-4174",
        "2026-05-19",
        "A maintainer's account was taken over; these releases steal credentials, and on some machines delete files.",
        versions=("1.4.1", "1.4.2", "1.4.3"),
    ),
}

# Names that have never stood for anything else.
_NEVER_GOOD = {
    "fabrice": Incident("MAL-2024-10573", "2024-11-11", "Not fabric: it steals cloud credentials.", events=_EVERYTHING),
    "deepseeek": Incident("MAL-2025-1970", "2025-03-03", "Not DeepSeek: it tells about its host.", events=_EVERYTHING),
    "deepseekai": Incident("MAL-2025-1971", "2025-03-03", "Not DeepSeek: it tells about its host.", events=_EVERYTHING),
    "aliyun-ai-labs-snippets-sdk": Incident(
        "MAL-2025-5096", "2025-05-19", "Its model file is a pickle that sends data away.", events=_EVERYTHING
    ),
}

INCIDENTS: Mapping[str, Incident] = MappingProxyType(_TAKEN_OVER | _NEVER_GOOD)
"""What happened to packages, by their canonical names."""


@lru_cache(256)
def claims(name: str) -> tuple[Claim, ...]:
    """What is known of a package by its canonical name."""
    incident = INCIDENTS.get(name)
    if incident is None:
        return ()
    return (
        claim(
            incident.id,
            aliases=incident.aliases,
            ranges=[ordered(incident.events)] if incident.events else (),
            versions=incident.versions,
            summary=incident.summary,
            modified=incident.date,
            url=incident.url or _OSV + incident.id,
            malware=True,
        ),
    )
