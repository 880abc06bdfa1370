"""The built-in rules as an index tells them: all that is needed until one of them is asked.

Most rules have nothing to look at in most notebooks, and importing all of them takes longer than scanning one. So
``scripts/generate.py`` writes down what screens, policies and lists want to know; the module of a rule is imported when
the rule is called, or when somebody reads about it. The index holds for folders whose files are those it was made of:
the rules of any other folder are imported, so that none is lost to an index that is out of date.
See docs/decisions/0017-index-of-rules.md.
"""

from __future__ import annotations

import importlib
import os
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import msgspec

from .core.example import Example
from .core.ipynb import Notebook
from .core.model import Category, Confidence, References, Severity
from .core.modelfile import ModelFile
from .core.once import once
from .core.python.code import Code
from .core.rule import Guard, Match, Proposal, Rule
from .core.segments import Segment
from .core.shell.line import Shell

FILE = "index.json"
T = TypeVar("T")
_SUBJECTS: Mapping[str, type] = {each.__name__: each for each in (Code, ModelFile, Notebook, Segment, Shell)}
_SAME = """id severity confidence category title caseless aliases precedence profile dense stored printed second_opinion
    form_of""".split()  # fields of a rule and of its entry
# Installing a package, or checking it out, writes all its files in less time; only what is younger is read.
_WRITTEN_TOGETHER = 60_000_000_000  # ns


def rules_of(thing: object) -> Iterable[Rule]:
    """The rules that a module or a list holds, each once; a rule is its own."""
    if isinstance(thing, Rule):
        return [thing]
    members: Iterable[object] = thing if isinstance(thing, (list, tuple)) else vars(thing).values()
    found: list[Rule] = []
    for member in members:
        if isinstance(member, Rule):
            found.append(member)
        elif isinstance(member, (list, tuple)):
            found.extend(rule for rule in member if isinstance(rule, Rule))
    # A module may name a rule of its neighbour: the rule set wants each once.
    return {rule.id: rule for rule in found}.values()


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A rule without what it does. The fields are those of ``Rule``; ``module`` declares it, ``on`` is the name of its
    class of subject, ``guard`` that of its guard; ``references``, ``screen`` and ``shapes`` are names in the index."""

    id: str
    module: str
    on: str
    severity: Severity
    confidence: Confidence
    category: Category
    title: str
    references: str
    screen: str = ""
    caseless: bool = False
    aliases: tuple[str, ...] = ()
    precedence: int | None = None
    profile: str | None = None
    proposes: bool = False
    guard: str = ""
    dense: bool = False
    shapes: str = ""
    stored: bool = False
    printed: bool = False
    second_opinion: bool = False
    form_of: str = ""


class Folder(msgspec.Struct, frozen=True):
    """The folder of a category: how many rules it has, and the size and the checksum (CRC-32) of each file in it and
    below that they are made of.
    """

    rules: int
    files: dict[str, tuple[int, int]]


class Index(msgspec.Struct, frozen=True):
    """The folders by the names of their categories; what several rules share, by names that they know it by."""

    folders: dict[str, Folder]
    references: dict[str, References]
    screens: dict[str, tuple[str, ...]]
    shapes: dict[str, tuple[str, ...]]
    rules: list[Entry]


def made(rules: Iterable[tuple[str, Rule]], folder: str, categories: Iterable[str]) -> Index:
    """The index of rules, each with the module that declares it; ``folder`` is that of all ``categories``."""
    declared = list(rules)
    entries = [
        Entry(
            module=module,
            on={subject: name for name, subject in _SUBJECTS.items()}[rule.on],
            references=_name_of(rule.references),
            screen=_name_of(rule.screen),
            proposes=rule.propose is not None,
            guard=f"{rule.guard.__module__}.{rule.guard.__qualname__}" if rule.guard else "",
            shapes=_name_of(rule.shapes),
            **{name: getattr(rule, name) for name in _SAME},
        )
        for module, rule in declared
    ]
    folders = {
        category: Folder(
            sum(_folder_of(entry) == category for entry in entries),
            {name: (each.st_size, _checksum(file)) for name, file, each in _files(os.path.join(folder, category))},
        )
        for category in sorted(categories)
    }
    return Index(
        folders,
        _named(rule.references for _, rule in declared),
        _named(rule.screen for _, rule in declared),
        _named(rule.shapes for _, rule in declared),
        sorted(entries, key=lambda entry: entry.id),
    )


def _named(values: Iterable[T]) -> dict[str, T]:
    return dict(sorted({_name_of(value): value for value in values if value}.items()))


def _name_of(value: object) -> str:
    return f"{zlib.crc32(repr(value).encode()):08x}" if value else ""


def _folder_of(entry: Entry) -> str:
    return entry.module.rsplit(".", 2)[-2]


def written(index: Index) -> str:
    """The index as text: JSON, a line for each file and each rule."""

    def lines(values: Iterable[str]) -> str:
        return ",\n".join(values)

    def json(value: object) -> str:
        return msgspec.json.encode(value).decode()

    def named(values: Iterable[tuple[str, object]]) -> str:
        return lines(f"{json(name)}: {json(value)}" for name, value in values)

    folders = lines(
        f'{json(name)}: {{"rules": {folder.rules}, "files": {{\n{named(sorted(folder.files.items()))}\n}}}}'
        for name, folder in index.folders.items()
    )
    shared = (("references", index.references), ("screens", index.screens), ("shapes", index.shapes))
    tables = lines(f'"{name}": {{\n{named(values.items())}\n}}' for name, values in shared)
    rules = lines(map(json, index.rules))
    return f'{{"folders": {{\n{folders}\n}},\n{tables},\n"rules": [\n{rules}\n]}}\n'


def read(folder: str, categories: Collection[str]) -> dict[str, list[Rule]]:
    """By category, the rules of those whose files are as the index in ``folder`` has them; none without an index."""
    file = os.path.join(folder, FILE)
    try:
        with open(file, "rb") as opened:
            since = os.fstat(opened.fileno()).st_mtime_ns + _WRITTEN_TOGETHER
            index = msgspec.json.decode(opened.read(), type=Index)
        current = [
            name
            for name, told in index.folders.items()
            if name in categories and _is_current(os.path.join(folder, name), told.files, since)
        ]
        return {name: found for name, found in _rules(index, current) if len(found) == index.folders[name].rules}
    except (OSError, msgspec.MsgspecError, LookupError):
        return {}


def _is_current(folder: str, told: Mapping[str, tuple[int, int]], since: int) -> bool:
    found = 0
    for name, file, status in _files(folder):
        found += 1
        size, checksum = told.get(name, (-1, 0))
        if size != status.st_size or (status.st_mtime_ns > since and _checksum(file) != checksum):
            return False
    return found == len(told)


def _files(folder: str) -> Iterable[tuple[str, str, os.stat_result]]:
    """The sources in a folder and below: their names there, their paths, and what the system says of them."""
    below = [("", folder)]
    for prefix, path in below:
        for entry in os.scandir(path):
            if entry.name.endswith(".py"):
                yield prefix + entry.name, entry.path, entry.stat()
            elif entry.name != "__pycache__" and entry.is_dir():
                below.append((f"{prefix}{entry.name}/", entry.path))


def _checksum(file: str) -> int:
    with open(file, "rb") as opened:
        return zlib.crc32(opened.read())


def _rules(index: Index, folders: Iterable[str]) -> Iterable[tuple[str, list[Rule]]]:
    """The rules of some folders, as far as the index has them."""
    found: dict[str, list[Rule]] = {folder: [] for folder in folders}
    guards: dict[str, _Guard] = {}
    for entry in index.rules:
        folder = _folder_of(entry)
        if folder not in found:
            continue
        whole = _Whole(entry.module, entry.id)
        guard = guards.get(entry.guard)
        if guard is None and entry.guard:
            guard = guards[entry.guard] = _Guard(entry.guard)
        found[folder].append(
            Rule(
                id=entry.id,
                on=_SUBJECTS[entry.on],
                severity=entry.severity,
                confidence=entry.confidence,
                category=entry.category,
                title=entry.title,
                check=whole.check,
                references=index.references[entry.references],
                doc_made=whole.doc,
                bad_made=whole.bad,
                ok_made=whole.ok,
                screen=index.screens[entry.screen] if entry.screen else (),
                caseless=entry.caseless,
                aliases=entry.aliases,
                precedence=entry.precedence,
                profile=entry.profile,
                propose=whole.propose if entry.proposes else None,
                guard=guard,
                dense=entry.dense,
                shapes=index.shapes[entry.shapes] if entry.shapes else (),
                stored=entry.stored,
                printed=entry.printed,
                second_opinion=entry.second_opinion,
                form_of=entry.form_of,
            )
        )
    return found.items()


class _Whole:
    """A rule with all that it does: its module is imported when that is asked for."""

    def __init__(self, module: str, id: str) -> None:
        self._module = module
        self._id = id

    @once
    def rule(self) -> Rule:
        """The rule itself."""
        return _declared(self._module)[self._id]

    def check(self, subject: Any) -> Iterable[Match]:
        return self.rule.check(subject)

    def propose(self, segment: Segment, match: Match) -> Iterable[Proposal]:
        assert self.rule.propose is not None
        return self.rule.propose(segment, match)

    def doc(self) -> str:
        return self.rule.doc_made()

    def bad(self) -> Sequence[str | Example]:
        return self.rule.bad_made()

    def ok(self) -> Sequence[str | Example]:
        return self.rule.ok_made()


class _Guard:
    """The guard of a rule, under its own name: what is known of a text is kept by the name of the question. Its module
    is imported when it is asked, which is best if that is another one than the rule's."""

    def __init__(self, name: str) -> None:
        self.__module__, _, self.__qualname__ = name.rpartition(".")

    @once
    def _guard(self) -> Guard:
        guard: Guard = getattr(importlib.import_module(self.__module__), self.__qualname__)
        return guard

    def __call__(self, segment: Segment) -> Any:
        return self._guard(segment)


@cache
def _declared(module: str) -> dict[str, Rule]:
    return {rule.id: rule for rule in rules_of(importlib.import_module(module))}
