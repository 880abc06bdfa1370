"""Files that make an interpreter run code at every start, whichever notebook it is for. They are read, never run.

``site.py`` executes the lines of ``*.pth`` that begin with ``import``, imports ``sitecustomize`` and ``usercustomize``,
and from Python 3.15 on calls what ``*.start`` names (PEP 829).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence

from ..core.installed import StartUp, canonical
from ..core.regex import regex
from .files import changed, names, read

_MOST = 256_000  # bytes that are looked at of one file
_RECORD = 8_000_000
_FILES = 500
_CUSTOM = ("sitecustomize.py", "usercustomize.py")
_START = regex(r"3\.(?:1[5-9]|[2-9]\d)(?:\.|\Z)")

# What a word stands for, in the order in which it is told. The words are looked for in the text as it is, also within
# strings: a line that runs a constant is judged by what stands in the constant.
ACTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "decodes hidden code",
        regex(
            r"\b(?:base64|b(?:16|32|64|85)decode|a85decode|codecs|zlib|gzip|bz2|lzma|marshal|pickle|fromhex|unhexlify"
            r"|rot_?13)\b|[A-Za-z0-9+/]{120}|(?:\\x[0-9a-fA-F]{2}){8}|(?:chr\([^)]{1,20}\)[^A-Za-z]{0,4}){4}"
        ),
    ),
    (
        "runs text as code",
        regex(r"\b(?:exec|eval|compile)\s{0,20}\((?!\s{0,20}[rRbBuU]{0,2}['\"])|__builtins__|\bbuiltins\b"),
    ),
    (
        "imports under a computed name",
        regex(r"(?:__import__|import_module)\s{0,20}\((?!\s{0,20}['\"][\w.]{1,200}['\"]\s{0,20}[),])"),
    ),
    (
        "starts programs",
        regex(
            r"\b(?:subprocess|Popen|pty|ctypes|multiprocessing|startfile|posix_spawnp?|spawn[lv]p?e?|exec[lv]p?e?|fork)\b"
            r"|\bos\s{0,20}\.\s{0,20}(?:system|popen)\b"
        ),
    ),
    (
        "reaches the network",
        regex(
            r"\b(?:socket|urllib[23]?|http\.client|httpx|aiohttp|requests|urlopen|ftplib|smtplib|paramiko)\b|https?://"
        ),
    ),
)
_RUNS = ACTS[1][0]
_STRING = regex(r"'(?:[^'\\\n]|\\[\s\S]?)*(?:'|\n|\Z)|\"(?:[^\"\\\n]|\\[\s\S]?)*(?:\"|\n|\Z)")
_MADE_UP = regex(r"\b(?:exec|eval|compile)\s{0,20}\(\s{0,20}[rRbBuU]{0,2}''(?!\s{0,20}[,)])")  # of more than a constant
_UNREADABLE = "cannot be read"
_TOO_LONG = "is too long to be read"

_IMPORTS = regex(
    r"\bimport\s{1,20}([\w.]{1,200}(?:\s{0,20},\s{0,20}[\w.]{1,200}){0,50})|__import__\(['\"]([\w.]{1,200})"
)
# What setuptools has put beside the packages of most environments: known as it stands, so that it need not be judged.
_SETUPTOOLS = (
    "import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, 'local') == 'local'; "
    "enabled and __import__('_distutils_hack').add_shim();"
)
# Well-known files, each with the only modules that its lines may import. A file that does more is none of them.
_KNOWN: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (regex(rf"(?:{name})\Z", re.IGNORECASE), regex(rf"(?:{modules})\Z"))
    for name, modules in (
        (r"distutils-precedence\.pth", r"os|_distutils_hack"),
        (r"__editable__\..{1,200}\.pth", r"__editable___\w{1,200}_finder"),
        (r".{1,200}-editable\.pth", r"_\w{1,200}_editable_loader"),
        (r"_\w{1,200}_editable\.pth", r"_\w{1,200}_editable"),
        (r".{1,200}-nspkg\.pth", r"sys|types|os|importlib"),
        (r"easy-install\.pth|setuptools\.pth", r"sys"),
        (r"_virtualenv\.pth", r"_virtualenv"),
        (r"_uv_ephemeral_overlay\.pth", r"site"),
        (r"(?:a1_|zzz_)?coverage\.pth", r"sys|os|coverage"),
        (r"pytest-cov\.pth", r"sys|os|pytest_cov"),
        (r"pywin32\.pth", r"pywin32_bootstrap"),
        (r"debugpy\.pth", r"debugpy"),
    )
)


def read_all(folders: Iterable[tuple[str, Sequence[str]]], python: str = "") -> tuple[StartUp, ...]:
    """The files in folders of packages, each with the names in it, that run code at every start of this Python.

    Those that are well known, and do no more than they are known for, are left out.
    """
    found: list[StartUp] = []
    for folder, present in folders:
        acts = {name: told for name in _candidates(present, python) if (told := _of_file(folder, name)) is not None}
        owners = _owners(folder, present, list(acts)) if acts else {}
        found += (StartUp(name, owners.get(name), told) for name, told in sorted(acts.items()))
    told_once = {(one.file, one.acts): one for one in sorted(found, key=lambda one: one.owner == "")}
    # One that belongs to a package and is imported by name is that package's own module.
    return tuple(one for one in sorted(told_once.values(), key=_key) if not (one.file in _CUSTOM and one.owner))


def _key(one: StartUp) -> tuple[str, tuple[str, ...]]:
    return one.file, one.acts


def state(folders: Iterable[tuple[str, Sequence[str]]], python: str = "") -> tuple[object, ...]:
    """What changes when one of these files does, if the folders did not."""
    return tuple(
        (name, changed(os.path.join(folder, name)))
        for folder, present in folders
        for name in _candidates(present, python)
    )


def _candidates(present: Sequence[str], python: str) -> list[str]:
    ends = (".pth", ".start") if _START.match(python) else (".pth",)
    # As site.py does, which passes over hidden files.
    wanted = (name for name in present if (name.endswith(ends) and not name.startswith(".")) or name in _CUSTOM)
    return sorted(wanted)[:_FILES]


def _of_file(folder: str, name: str) -> tuple[str, ...] | None:
    """What the code of a file does; None if it runs none, or no more than a well-known file of this name."""
    raw = read(os.path.join(folder, name), _MOST + 1)
    if raw is None:
        return (_UNREADABLE,) if os.path.isfile(os.path.join(folder, name)) else None
    text = raw.decode("utf-8", "replace").removeprefix("\ufeff").replace("\0", " ")
    cut = (_TOO_LONG,) if len(raw) > _MOST else ()
    if name in _CUSTOM:
        return (*acts(text), *cut) if text.strip() else None
    if name.endswith(".start"):
        return cut if any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines()) else None
    code = "\n".join(line for line in text.splitlines() if line.startswith(("import ", "import\t")))
    if not code or (name == "distutils-precedence.pth" and code.strip() == _SETUPTOOLS):
        return cut or None
    told = (*acts(code), *cut)
    return None if not told and _is_known(name, code) else told


def acts(code: str) -> tuple[str, ...]:
    """The suspicious things that some code has words for, as ``ACTS`` names them."""
    masked = _STRING.sub("''", code)
    return tuple(act for act, words in ACTS if words.search(code) or (act == _RUNS and _MADE_UP.search(masked)))


def _is_known(name: str, code: str) -> bool:
    modules = [module for pattern, module in _KNOWN if pattern.match(name)]
    named = (word for both in _IMPORTS.findall(code) for word in (both[0] or both[1]).split(","))
    imported = {word.strip().partition(".")[0] for word in named}
    return any(all(module.match(word) for word in imported) for module in modules)


def _owners(folder: str, present: Sequence[str], files: Sequence[str]) -> dict[str, str]:
    """The packages whose lists of files name these: empty for one that none names. Nothing where there are no lists."""
    lists = [(name, os.path.join(folder, name, "RECORD")) for name in present if name.endswith(".dist-info")]
    eggs = [name for name in present if name.endswith(".egg-info")]
    lists += ((name, os.path.join(folder, name, "installed-files.txt")) for name in eggs)
    conda = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(folder))), "conda-meta")
    lists += ((name, os.path.join(conda, name)) for name in names(conda) if name.endswith(".json"))
    patterns = {
        file: re.compile(rb'(?:^|[\n"/\\])' + re.escape(file.encode("utf-8", "surrogateescape")) + rb'(?:["\r\n,]|\Z)')
        for file in files
    }
    owners: dict[str, str] = {}
    told = False
    for name, path in lists:
        raw = read(path, _RECORD)
        told |= raw is not None
        for file, pattern in patterns.items():
            if raw is not None and file not in owners and pattern.search(raw):
                words = name.removesuffix(".json").removesuffix(".dist-info").removesuffix(".egg-info").split("-")
                owners[file] = canonical("-".join(words[:-2] or words[:1]) if path.endswith(".json") else words[0])
    return owners | {file: "" for file in files if file not in owners} if told else {}
