"""``setup.cfg``: what a project of setuptools needs. ``setup.py`` is a program, and no program is run to be read."""

from __future__ import annotations

import configparser
from collections.abc import Iterator

from ...core.dependency import Declared, NotReadable
from ...core.manifest import Manifest, install
from ...core.text import Span
from .entries import pep508, refused

ORIGIN = "setup.cfg"
_LONGEST = 500_000


def read(text: str) -> Manifest:
    """What the project asks for. Raises ``NotReadable`` where the file has no sections and options."""
    if len(text) > _LONGEST:
        raise NotReadable(f"The file is longer than {_LONGEST:,} characters.")
    config = configparser.RawConfigParser(strict=False)
    try:
        config.read_string(text)
    except configparser.Error as error:
        lines = [getattr(error, "lineno", None), *(line for line, _ in getattr(error, "errors", ()))]
        where = next((f" (line {line})" for line in lines if isinstance(line, int)), "")
        raise NotReadable(f"The file has no sections and options as a setup.cfg has them{where}.") from error
    bad: list[int] = []
    packages = tuple(one for section, option in _lists(config) for one in _of(config, text, section, option, bad))
    return Manifest(packages, (install("pip", "declare", packages),), refused(text, bad))


def _lists(config: configparser.RawConfigParser) -> Iterator[tuple[str, str]]:
    for option in ("setup_requires", "install_requires", "tests_require"):
        if config.has_option("options", option):
            yield "options", option
    extras = "options.extras_require"
    for option in config.options(extras) if config.has_section(extras) else ():
        yield extras, option


def _of(
    config: configparser.RawConfigParser, text: str, section: str, option: str, bad: list[int]
) -> Iterator[Declared]:
    lowered = text.lower()
    at = max(lowered.find(option, max(text.find(f"[{section}]"), 0)), 0)
    value = config.get(section, option)
    for line in value.splitlines() if "\n" in value else value.split(";"):
        asked = line.strip()
        if not asked or asked.startswith(("#", "file:")):
            continue
        found = text.find(asked, at)
        span = Span(found, found + len(asked)) if found >= 0 else Span(at, at)
        at = span.end
        one = pep508(asked, span, ORIGIN)
        if one is None:
            bad.append(span.start)
        else:
            yield one
