"""Tar archives that may write outside their folder."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...sdk import Call, Code, Confidence, Example, Match, Severity, Value, replace, rule
from .tar_filters import filters_by_itself, fixes, words

_MAKERS = (
    *("tarfile.open()", "tarfile.TarFile()", "tarfile.TarFile.open()", "tarfile.TarFile.gzopen()"),
    *("tarfile.TarFile.bz2open()", "tarfile.TarFile.xzopen()", "contextlib.closing()"),
)
_METHODS = ("extractall", "extract")
_KNOWN = tuple(f"{maker}.{name}" for maker in _MAKERS for name in _METHODS)
# Archives of other kinds, whose methods have the same names.
_OTHERS = ("zipfile", "py7zr", "rarfile", "pyzipper", "patoolib", "libarchive")


@rule(
    id="unsafe-tar-extract",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Tar archive unpacked without a filter",
    cwe=22,
    owasp=["ML06"],
    atlas=["AML.T0010.002"],
    screen=("tarfile",),
    aliases=("B202", "S202"),
    bad=[
        Example(
            "import tarfile\nt = tarfile.open(path)\n«t.extractall()»",
            fixed='import tarfile\nt = tarfile.open(path)\nt.extractall(filter="data")',
        ),
        Example(
            "import tarfile\nwith tarfile.open(path) as t:\n    «t.extractall(path='data')»",
            fixed="import tarfile\nwith tarfile.open(path) as t:\n    t.extractall(path='data', filter=\"data\")",
        ),
        "import tarfile\n«tarfile.open(path).extractall('data')»",
        "from tarfile import TarFile as T\n# %%\n«T(path).extract(name)»",
        "from tarfile import *\nt = TarFile.open(path)\n«t.extractall()»",
        "import tarfile\nwith tarfile.open(path) as t:\n    for m in t.getmembers():\n        «t.extract(m, 'data')»",
        "import tarfile\nwith tarfile.open(path) as t:\n    «t.extractall('data', members=t.getmembers())»",
        "import tarfile, urllib.request as r\n«r.urlretrieve(url, 'a.tgz')»\n«tarfile.open('a.tgz').extractall()»",
        "import tarfile\n«tarfile.open(path).extractall(filter='fully_trusted')»",
        "import tarfile\n«tarfile.open(path).extractall(filter=tarfile.fully_trusted_filter)»",
        Example(
            "import tarfile\n«tarfile.open(path).extractall()»\n# %% [environment]\npython==3.11.4",
            fixed='import tarfile\ntarfile.open(path).extractall(filter="data")',
        ),
        "import tarfile\n«tarfile.open(path).extractall()»\n# %% [environment]\npython==3.9.2",
        Example(
            "import tarfile\n«tarfile.open(path).extractall()»\n# %% [notebook metadata]\n"
            '{"language_info": {"name": "python", "version": "3.6.5"}}',
            fixed='import tarfile\ntarfile.open(path).extractall(filter="data")\n# %% [notebook metadata]\n'
            '{"language_info": {"name": "python", "version": "3.6.5"}}',
        ),
        "import tarfile\n«tarfile.open(path).extractall(filter='fully_trusted')»\n# %% [environment]\npython==3.14",
        "import tarfile\n«tarfile.open(path).extractall()»\n# %% [environment]\npython==3.12.1\n"
        "# %% [notebook metadata]\n"
        '{"language_info": {"name": "python", "version": "3.14.2"}}',
        "import tarfile\nunpack = tarfile.open(path).extractall\n# %%\n«unpack('data')»",
        "import tarfile\ndef unpack(tar):\n    «tar.extractall('data')»\nwith tarfile.open(path) as t:\n    unpack(t)",
        "import contextlib, tarfile\nwith contextlib.closing(tarfile.open(path)) as t:\n    «t.extractall()»",
    ],
    ok=[
        "import tarfile\ntarfile.open(path).extractall(filter='data')",
        "import tarfile\nnames = tarfile.open(path).getnames()",
        "import zipfile\nzipfile.ZipFile(path).extractall()  # not tarfile",
        "import tarfile, zipfile\nwith zipfile.ZipFile(path) as z:\n    z.extractall()",
        "import tarfile\nwith tarfile.open(path) as t:\n    t.extractall('data', members=safe(t))",
        "import tarfile\nwith tarfile.open(path) as t:\n    t.extractall('data', [m for m in t if is_inside(m)])",
        "import tarfile\nt = tarfile.open(path)\nt.extraction_filter = tarfile.data_filter\nt.extractall()",
        "import tarfile\nt = Archive(path)\nt.extractall()",
        "print('tarfile.open(path).extractall()')",
        "import tarfile\ntarfile.open(path).extractall()\n# %% [notebook metadata]\n"
        '{"language_info": {"name": "python", "version": "3.14.2"}}',
        "import tarfile\ntarfile.open(path).extractall()\n# %% [environment]\npython==3.14",
        "import tarfile\nwith tarfile.open('a.tar', 'w:gz') as t:\n    t.add('m')\n# %%\n"
        "with tarfile.open('a.tar') as t:\n    t.extractall('out')",
    ],
)
def unsafe_tar_extract(code: Code) -> Iterator[Match]:
    """Before Python 3.14 a tar archive can name files outside the folder, and unpacking it overwrites them.

    Pass filter="data"."""
    for call in code.calls(*_KNOWN, *(f"*.{name}" for name in _METHODS)):
        given = call.keywords.get("filter")
        if not _is_tar(code, call) or (given is None and (call.has_unknown_kwargs or _is_filtered(code))):
            continue
        if given is not None and not _trusts_all(given):
            continue
        if given is None and _picks_members(call):
            continue
        if _packed_here(code, call):
            continue
        origin = code.origin(call.receiver)
        fetched = origin.kind in ("downloaded", "url")
        archive = f"Archive that cell {origin.cell} downloads" if origin.cell and fetched else "Tar archive"
        yield Match(
            call.span,
            f"{archive} unpacked without a filter{words(code) if given is None else ''}",
            severity=Severity.HIGH if fetched else Severity.LOW if origin.kind == "written" else None,
            related=(origin.place,) if origin.place is not None and fetched else (),
            proposals=fixes(code, call),
        )


def _is_tar(code: Code, call: Call) -> bool:
    """Whether the method is that of a tar archive: known, or handed to a function of a notebook with no other kind."""
    if call.name in _KNOWN or ("tarfile" in code.names.stars and f"tarfile.{call.name}" in _KNOWN):
        return True
    return call.name.startswith("?.") and code.uses_module("tarfile") and not code.uses_module(*_OTHERS)


def _packed_here(code: Code, call: Call) -> bool:
    """Whether the notebook makes the archive itself."""
    receiver = call.receiver
    if receiver is None:
        return False
    at = code.names.settled(receiver.spot)
    path = at.node.args[0] if isinstance(at.node, ast.Call) and at.node.args else None
    name = Value(code, replace(at, node=path)).constant if path is not None else None
    return isinstance(name, str) and name in code.remember(_packed)


def _packed(cells: tuple[Code, ...]) -> frozenset[str]:
    """The archives that the notebook makes, as far as their names are known."""
    names: set[str] = set()
    for _, call in cells[0].calls_anywhere("tarfile.open", "tarfile.TarFile", "tarfile.TarFile.open"):
        name, mode = call.argument(0, "name"), call.argument(1, "mode")
        if name is not None and mode is not None and mode.text[:1] in ("w", "x"):
            names.add(str(name.constant))
    for _, call in cells[0].calls_anywhere("shutil.make_archive"):
        name, kind = call.argument(0, "base_name"), call.argument(1, "format")
        if name is not None and kind is not None and "tar" in kind.text:
            names |= {f"{name.constant}.tar{ending}" for ending in ("", ".gz", ".bz2", ".xz")}
    return frozenset(names)


def _trusts_all(value: Value) -> bool:
    return value.constant in ("fully_trusted", None) or value.name == "tarfile.fully_trusted_filter"


def _picks_members(call: Call) -> bool:
    """Whether something decides which members are unpacked; all of them, one by one, is no choice."""
    if call.name.endswith(".extract"):
        return False
    members = call.argument(1, "members")
    return members is not None and members.constant is not None and not members.name.endswith("getmembers()")


def _is_filtered(code: Code) -> bool:
    """Whether archives are filtered without a word: by Python 3.14, or by a filter set for all of them."""
    return filters_by_itself(code) or code.remember(_sets_filter)


def _sets_filter(cells: tuple[Code, ...]) -> bool:
    """Whether a filter is set for all archives."""
    return any(True for code in cells for _ in code.stores("*.extraction_filter"))
