"""Tables of packages as poetry, Pipfile, uv and pixi write them, with versions or with where a package comes from."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from ...core.dependency import Declared
from ...core.environment import canonical
from ...core.shell.installs import Option
from ...core.text import Span
from ...core.urls import host
from .entries import direct, listed, ranged, table, words
from .toml_text import TomlText

_REFS = ("rev", "tag", "branch", "ref", "revision")


def entries(packages: dict[str, object], places: TomlText, at: int, origin: str) -> Iterator[Declared]:
    """The packages of a table that begins at ``at``: ``name = "^1.2"`` or ``name = {git = "…", rev = "…"}``."""
    for name, value in packages.items():
        if name.lower() == "python":
            continue
        span = places.pair(name, words(value), at)
        for one in listed(value) or [value]:
            if isinstance(one, str):
                yield ranged(name, one, span, origin)
            else:
                version = words(table(one).get("version"))
                yield sourced(name, table(one), span, origin) or ranged(name, version, span, origin)


def sourced(name: str, source: dict[str, object], span: Span, origin: str) -> Declared | None:
    """A package from a repository, a URL or a path; None where the table names none of them."""
    repository = words(source.get("git"))
    if repository:
        ref = next((words(source[key]) for key in _REFS if words(source.get(key))), "")
        address = repository if repository.startswith(("git+", "git@", "git://")) else f"git+{repository}"
        return direct(f"{name} @ {address}" + (f"@{ref}" if ref else ""), span, origin)
    address = next((words(source[key]) for key in ("url", "path", "file") if words(source.get(key))), "")
    if not address:
        return None
    if "://" not in address and not address.startswith((".", "/", "~")):
        address = f"./{address}"
    found = direct(f"{name} @ {address}" if "://" in address else address, span, origin)
    return replace(found, name=canonical(name)) if found is not None else None


def indexes(sources: object, places: TomlText, headers: list[int]) -> tuple[Option, ...]:
    """The package indexes of ``[[source]]`` tables, and those of them whose certificate is not checked."""
    options: list[Option] = []
    for number, source in enumerate(map(table, listed(sources))):
        at = headers[number] if number < len(headers) else 0
        url = words(source.get("url"))
        if url:
            span = places.value("url", url, at)
            options.append(Option("index", url, span, span))
        if source.get("verify_ssl") is False and url:
            key = places.key("verify_ssl", at)
            if key is not None:
                options.append(Option("trusted-host", host(url), key, key))
    return tuple(options)
