"""The names that a notebook, or a file that lists packages, asks an index for."""

from __future__ import annotations

from ....sdk import Applicability, Declared, Frozen, Notebook, Place, Proposal, Span, TextEdit, declared, regex

_FROM_AN_INDEX = frozenset(("pinned", "ranged", "unpinned", "variable"))
_OTHER_NAMES = ("conda", "mamba", "micromamba")  # whose packages have names of their own
_NAME = regex(r"[\w.-]")
_LOCKED = (".lock", "pylock.toml", "conda-lock.yml")


class Asked(Frozen, frozen=True):
    """A canonical name, and where it stands: each place is the name alone, or all of the requirement."""

    name: str
    declared: tuple[Declared, ...]
    places: tuple[Place, ...]


def asked(notebook: Notebook) -> tuple[Asked, ...]:
    """The names that are asked for, in order of first place, as far as nobody has settled that they are right.

    A name that is installed where the notebook runs, that a lock has or the policy names, was looked at before. Worked
    out once for the same facts.
    """
    return notebook.remember(_asked)


def _asked(notebook: Notebook) -> tuple[Asked, ...]:
    settled = {one.name for one in notebook.beside if one.hashes or one.origin.endswith(_LOCKED)}
    if notebook.environment is not None:
        settled.update(notebook.environment.packages)
    settled |= notebook.known_packages
    begins = tuple(name[:-1] for name in notebook.known_packages if name.endswith("*"))
    found: dict[str, list[Declared]] = {}
    for one in declared(notebook):
        if _is_open(one) and one.name not in settled and not one.name.startswith(begins):
            found.setdefault(one.name, []).append(one)
    return tuple(
        Asked(name, tuple(many), tuple(Place(one.pointer, _name_span(notebook, one) or one.span) for one in many))
        for name, many in found.items()
    )


def _is_open(one: Declared) -> bool:
    """Whether a name is asked of the Python package index here, and not by a lock."""
    if one.name in ("", "python") or one.path or one.hashes or one.requirement.kind not in _FROM_AN_INDEX:
        return False
    return not one.origin.startswith(_OTHER_NAMES) and not one.origin.endswith(_LOCKED)


def replaced(notebook: Notebook, one: Asked, right: str) -> tuple[Proposal, ...]:
    """The fix that writes another name in all places; none where a place does not show the name."""
    spans = [(place.pointer, _name_span(notebook, place)) for place in one.declared]
    if any(span is None for _, span in spans):
        return ()
    edits = tuple(TextEdit(span, right, pointer) for pointer, span in spans)
    return (Proposal(f"Install {right}", Applicability.REVIEW, edits),)


def _name_span(notebook: Notebook, one: Declared) -> Span | None:
    """The name alone, where it is what the place begins with: not where it is put in from elsewhere."""
    cell = notebook.cell_at(one.pointer)
    name = one.requirement.name
    text = cell.source[one.span.start : one.span.end] if cell is not None else ""
    bare = text.lstrip("'\" ")
    if not name or not bare.startswith(name) or _NAME.match(bare[len(name) :]):
        return None
    at = one.span.start + len(text) - len(bare)
    return Span(at, at + len(name))
