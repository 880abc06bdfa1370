"""One package that a file asks for, from the words that the file has for it."""

from __future__ import annotations

from urllib.parse import unquote

from msgspec.structs import replace

from ...core.dependency import Declared
from ...core.environment import canonical
from ...core.regex import regex
from ...core.shell.requirement import Kind, Requirement, requirement
from ...core.shell.words import Word
from ...core.text import Span

_NUMBER = regex(r"v?\d[\w.!+-]{0,200}\Z")
_EXACT = regex(r"={1,3}\s{0,20}v?(\d[\w.!+-]{0,200})\Z")
_ARCHIVE = regex(r"[\w.+!-]{1,300}\.(?:whl|zip|tar\.gz|tgz|tar\.bz2)\Z")
_PLAIN = regex(
    r"([A-Za-z0-9](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9])?)"
    r"(==[0-9]{1,9}(?:\.[0-9]{1,9}){0,9}(?:(?:a|b|rc)[0-9]{1,9})?(?:\.post[0-9]{1,9})?(?:\.dev[0-9]{1,9})?)?\Z"
)
_DIRECT = ("vcs", "url", "path", "variable")
LONGEST = 10_000
"""Characters that one requirement may have. Its grammar is read with a stack, and no real one has as many."""


def pep508(text: str, span: Span, origin: str, hashes: tuple[str, ...] = ()) -> Declared | None:
    """A requirement as PEP 508 has it, or a bare address or path as pip takes it; None where it is neither."""
    if len(text) > LONGEST:
        return None
    plain = _PLAIN.match(text)
    if plain is not None and not _ARCHIVE.match(text):  # nearly all are, and the grammar takes longer to be imported
        return ranged(plain[1], plain[2] or "", span, origin, hashes)
    if _ARCHIVE.match(text):  # its grammar would take `acme-1.0-py3-none-any.whl` for a name
        return direct(text, span, origin, hashes)
    from packaging.requirements import InvalidRequirement
    from packaging.requirements import Requirement as Pep508

    try:
        given = Pep508(text)
    except RecursionError:  # a marker of a thousand brackets
        return None
    except InvalidRequirement:
        return direct(text, span, origin, hashes)
    if given.url is not None:
        found = direct(f"{given.name} @ {given.url}", span, origin, hashes)
    else:
        found = ranged(given.name, str(given.specifier), span, origin, hashes)
    if found is None or not (given.marker or given.extras):
        return found
    told = replace(
        found.requirement, extras=tuple(sorted(given.extras)), marker=str(given.marker) if given.marker else ""
    )
    return replace(found, requirement=told)


def direct(text: str, span: Span, origin: str, hashes: tuple[str, ...] = ()) -> Declared | None:
    """A package that is told by an address or a path: ``git+https://…``, ``name @ https://….whl``, ``./folder``."""
    found = requirement(Word(text, span))
    if found is None or found.kind not in _DIRECT:
        return None
    name, version = _of_file(found.url)
    known = found.name or name
    return Declared(canonical(known), version, found, "", span, origin, hashes=(*found.hashes, *hashes))


def ranged(name: str, specifier: str, span: Span, origin: str, hashes: tuple[str, ...] = ()) -> Declared:
    """A package by name and versions, in the notation of PEP 440 or that of poetry (``^1.2``, ``1.2`` alone)."""
    specifier = specifier.strip()
    if _NUMBER.match(specifier):
        specifier = f"=={specifier}"
    exact = _EXACT.match(specifier)
    kind: Kind = "pinned" if exact else "unpinned" if specifier in ("", "*") else "ranged"
    found = Requirement(name, specifier.removeprefix("*"), kind, span)
    return Declared(canonical(name), exact.group(1) if exact else "", found, "", span, origin, hashes=hashes)


def locked(
    name: str,
    version: str,
    span: Span,
    origin: str,
    hashes: tuple[str, ...] = (),
    url: str = "",
    ref: str = "",
    uploaded: str = "",
) -> Declared:
    """A package of a lock; ``url`` is where it comes from if that is no index, ``ref`` the commit of a repository."""
    kind: Kind = "pinned" if version else "unpinned"
    if url:
        kind = "vcs" if ref or url.startswith("git+") else "url" if "://" in url else "path"
    found = Requirement(name, f"=={version}" if version else "", kind, span, url, ref)
    return Declared(canonical(name), version, found, "", span, origin, hashes=hashes, uploaded=uploaded)


def refused(text: str, starts: list[int]) -> tuple[str, ...]:
    """The problem that something at these places is no requirement; what it says instead may be a secret."""
    if not starts:
        return ()
    line = text.count("\n", 0, starts[0]) + 1
    more = f" (and {len(starts) - 1} more)" if len(starts) > 1 else ""
    return (f"Line {line}{more} holds no requirement that pip accepts, so it was not assessed.",)


def words(value: object) -> str:
    """A value of a parsed file if it is text; empty for anything else, for files hold what they like."""
    return value if isinstance(value, str) else ""


def table(value: object) -> dict[str, object]:
    """A value of a parsed file if it is a table; empty for anything else."""
    return value if isinstance(value, dict) else {}


def listed(value: object) -> list[object]:
    """A value of a parsed file if it is a list; empty for anything else."""
    return value if isinstance(value, list) else []


def _of_file(url: str) -> tuple[str, str]:
    """Name and version in the file name of a wheel or a source archive; both empty where it has none."""
    from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, parse_sdist_filename, parse_wheel_filename

    file = unquote(url.partition("#")[0].partition("?")[0].rpartition("/")[2])
    try:
        if file.endswith(".whl"):
            name, version = parse_wheel_filename(file)[:2]
        elif file.endswith((".tar.gz", ".zip")):
            name, version = parse_sdist_filename(file)
        else:
            return "", ""
    except (InvalidWheelFilename, InvalidSdistFilename):
        return "", ""
    return name, str(version)
