"""How secrets are fixed, the same for all rules: each kind of place has a module of its own.

No title, and no text that is put in, holds any part of a value.
"""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import Applicability, Match, Part, Proposal, Segment, Span, TextEdit, regex

from .fix_code import in_python, manual, review
from .fix_output import in_metadata, in_output, value_of
from .fix_print import in_printing_cell
from .fix_shell import in_shell
from .literals import is_python
from .names import environment_key, names, variable_at
from .rotation import rotate, rows
from .site import Site

_SHELL_CELL = ("%%bash", "%%sh", "%%script bash", "%%!", "%%system")
_FILE_CELL = ("%%writefile", "%%file")
# How another language reads a variable, for a value that is all of a literal.
_READS = {"r": 'Sys.getenv("{name}")', "julia": 'ENV["{name}"]'}
_R_MAGIC = regex(r"\s*%%R\b")
_SETS = regex(r"(?:Sys\.setenv\([^)]{0,200}|ENV\[[^\]]{0,80}\]\s{0,9}=\s{0,9})\Z")


def fixes(segment: Segment, match: Match, label: str, variable: str) -> Iterator[Proposal]:
    """The fixes of a value that ``label`` names, and that people keep in ``variable``, if that is not empty."""
    if match.span is not None:
        yield from _fixes(segment, match, match.span, label, variable)
        yield from rotate(match, label, value_of(segment, match))


def advised(segment: Segment, match: Match, title: str) -> Iterator[Proposal]:
    """The same for a value that code cannot simply read from the environment: of code only ``title`` is said."""
    if match.span is None:
        return
    if segment.part is Part.SOURCE:
        yield Proposal(title, Applicability.MANUAL)
    elif segment.part is Part.OUTPUT:
        yield from in_output(segment, match, match.label)
        yield from in_printing_cell(segment, match, match.label)
    else:
        yield from in_metadata(segment, match, match.label)
    yield from rotate(match, match.label, value_of(segment, match))


def _fixes(segment: Segment, match: Match, span: Span, label: str, variable: str) -> Iterator[Proposal]:
    if segment.part is Part.OUTPUT:
        yield from in_output(segment, match, label)
        yield from in_printing_cell(segment, match, label)
    elif segment.part is not Part.SOURCE:
        yield from in_metadata(segment, match, label)
    else:
        name = _name(segment, match, span, variable)
        if segment.kind == "code" and segment.around is not None and segment.cell is not None:
            yield from _in_cell(Site(segment, match, span, name, segment.around, segment.cell))
        else:
            yield review("Put a placeholder there", (TextEdit(span, f"<{name}>"),))


def _name(segment: Segment, match: Match, span: Span, variable: str) -> str:
    named = names(segment.around).get(value_of(segment, match), "") if segment.around is not None else ""
    row = rows().get(match.label)
    own = environment_key(segment.text, span)
    return own or named or variable or (row.variable if row else "") or variable_at(segment.text, span)


def _in_cell(site: Site) -> Iterator[Proposal]:
    if not is_python(site.segment.language, site.source):
        yield from _in_other_cell(site)
    elif _is_in_escape(site):
        yield from in_shell(site)
    elif site.token is not None and site.token.kind == "comment":
        yield review("Put a placeholder there", (TextEdit(site.span, f"<{site.name}>"),))
    else:
        yield from in_python(site)


def _is_in_escape(site: Site) -> bool:
    if site.code is None:
        return site.token is not None and site.token.kind == "escape"
    inside = (e for e in site.code.escapes if e.kind != "cell")
    return any(e.span.start <= site.span.start < e.span.end for e in inside)


def _in_other_cell(site: Site) -> Iterator[Proposal]:
    body, language = site.source.lstrip(), site.segment.language
    if body.startswith(_SHELL_CELL) or language in ("bash", "sh", "zsh"):
        yield from in_shell(site)
        return
    if body.startswith(_FILE_CELL):
        title = "Write this file outside of the notebook, and name it in .gitignore"
        yield Proposal(title, Applicability.MANUAL)
        return
    start, end = site.span.start - 1, site.span.end + 1
    quotes = site.source[start : start + 1] + site.source[end - 1 : end]
    reads = _READS.get("r" if _R_MAGIC.match(site.source) else language)
    if reads and quotes in ('""', "''") and not _SETS.search(site.source[max(0, start - 240) : start]):
        edit = TextEdit(Span(start, end), reads.format(name=site.name))
        yield review(f"Read {site.name} from the environment", (edit,))
    else:
        yield manual(site)
