"""Files that list packages, by name, and their readers: what they ask for, each package at its place in the text.

Nothing is resolved, fetched or run: a file is read as text, by the parser of its notation. Parsers tell no places, so a
place is looked for in the text, in order of appearance (see ``toml_text``).
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable
from functools import partial
from importlib import import_module

from ...core.dependency import NotReadable
from ...core.manifest import Manifest
from .shift import shifted

MAX_CHARACTERS = 50_000_000
_BOM = "\ufeff"

# The name of a file, or that of its folder with it, and the module that reads it; the first one counts.
_READERS = (
    ("constraints*.txt", "constraints"),
    ("*[-_.]constraints.txt", "constraints"),
    ("requirements*.txt", "requirements"),
    ("*[-_.]requirements.txt", "requirements"),
    ("requirements/*.txt", "requirements"),
    ("requirements*.lock", "requirements"),
    ("requirements*.in", "requirements_in"),
    ("*[-_.]requirements.in", "requirements_in"),
    ("requirements/*.in", "requirements_in"),
    ("pyproject.toml", "pyproject"),
    ("pylock.toml", "pylock"),
    ("pylock.*.toml", "pylock"),
    ("uv.lock", "uv_lock"),
    ("poetry.lock", "poetry_lock"),
    ("pdm.lock", "pdm_lock"),
    ("pipfile", "pipfile"),
    ("pipfile.lock", "pipfile_lock"),
    ("conda-lock.yml", "conda_lock"),
    ("*.conda-lock.yml", "conda_lock"),
    ("environment*.y*ml", "conda_environment"),
    ("*[-_.]environment.y*ml", "conda_environment"),
    ("env.y*ml", "conda_environment"),
    ("conda.y*ml", "conda_environment"),
    ("conda[-_]*.y*ml", "conda_environment"),
    ("setup.cfg", "setup_cfg"),
    ("pixi.toml", "pixi"),
    ("pixi.lock", "pixi_lock"),
    ("*.cdx.json", "named_bom"),
    ("*.spdx.json", "named_bom"),
    ("bom.json", "bom"),
    ("*[-_.]bom.json", "bom"),
    ("sbom.json", "bom"),
    ("*[-_.]sbom.json", "bom"),
)
_ENDS = tuple({pattern.rpartition("*")[2].rpartition("]")[2] for pattern, _ in _READERS})
_BOMS = (b'"bomFormat"', b'"spdxVersion"')


def is_manifest(path: str) -> bool:
    """Whether a file of this name lists packages. ``path`` has forward slashes; two parts of it are enough."""
    return _module(path) is not None


def reader(path: str) -> Callable[[str], Manifest] | None:
    """What reads the text of a file of this name; None where it lists no packages by its name.

    A reader raises ``NotReadable`` where the text is not in its notation, and nothing else.
    """
    module = _module(path)
    return partial(read, module) if module is not None else None


def is_bom(raw: bytes) -> bool:
    """Whether a file is a bill of materials by what is in it, whatever its name."""
    return raw[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and any(word in raw for word in _BOMS)


def of_bom(text: str) -> Manifest:
    """What a bill of materials lists. Raises ``NotReadable``."""
    return read("bom", text)


def read(module: str, text: str) -> Manifest:
    """What a text says to the reader of this name. Raises ``NotReadable``."""
    if len(text) > MAX_CHARACTERS:
        raise NotReadable(f"The file is longer than {MAX_CHARACTERS // 1_000_000} million characters.")
    body = text.removeprefix(_BOM)
    try:
        found: Manifest = import_module(f"{__name__}.{module}").read(body)
    except RecursionError as error:
        raise NotReadable("The file is nested too deeply.") from error
    except UnicodeError as error:
        raise NotReadable("The file holds characters that no text has.") from error
    return found if body is text else shifted(found, len(_BOM))


def _module(path: str) -> str | None:
    folder, _, name = path.lower().rpartition("/")
    if not name.endswith(_ENDS):  # most files; a pattern is compiled when a name is compared with it
        return None
    inside = f"{folder.rpartition('/')[2]}/{name}"
    return next((m for p, m in _READERS if fnmatch.fnmatchcase(inside if "/" in p else name, p)), None)
