"""The fix that wraps what is filled into a text with a function that makes it harmless there."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_mlsecops.sdk import Applicability, Code, Proposal, TextEdit, Value, import_edits, inserted, taint

_MOST = 8  # places that one fix changes


def wrapped(
    code: Code, value: Value | None, function: str, title: str, clean: Sequence[str] = (), in_quotes: bool = False
) -> tuple[Proposal, ...]:
    """A proposal after which ``function`` is called on everything that is filled into a text; none where no small edit
    does that. ``clean`` are the functions of which one suffices. ``in_quotes`` says that what it returns may stand
    between quotes, where ``shlex.quote`` adds its own."""
    fields = [one for one in inserted(code, value) if taint(code, one.value, clean).kind != "clean"]
    module = function.rpartition(".")[0]
    is_text = value is not None and value.is_filled_in and all(one.span != value.span for one in fields)
    imported = _imported(code, [one.value.spot.unit for one in fields], module)
    if not is_text or not 0 < len(fields) <= _MOST or imported is None or not all(one.is_plain for one in fields):
        return ()
    if not in_quotes and any(_is_quoted(one.source, one.field.start, one.field.end) for one in fields):
        return ()
    edits: list[TextEdit] = [edit for one in fields for edit in one.wrapped(function)]
    return (Proposal(title, Applicability.REVIEW, (*edits, *imported)),)


def _imported(code: Code, units: Sequence[int], module: str) -> tuple[TextEdit, ...] | None:
    """Edits after which the first of some cells imports a module; None where that cannot be: ``html = page``."""
    home = code.cells[min(units, default=code.unit)]  # asked for first: from now on any cell counts
    bound = (b for facts in code.names.facts for scope in facts.scopes for b in scope.names.get(module, ()))
    if any(binding.kind != "import" for binding in bound):
        return None
    edits = import_edits(home, module)
    if edits is None:
        return None
    return tuple(TextEdit(edit.span, edit.insert, home.cell.source_pointer) for edit in edits)


def _is_quoted(source: str, start: int, end: int) -> bool:
    """Whether a field stands between quotes of the text it is in, or within a word."""
    return source[max(0, start - 1) : start] in ("'", '"', "\\") and source[end : end + 1] == source[start - 1]
