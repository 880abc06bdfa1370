"""Another version of a package where a notebook or a file asks for it."""

from __future__ import annotations

from ...sdk import Applicability, AssessedVersion, Declared, Dependency, Notebook, Proposal, Span, TextEdit, regex

_SHOWN = regex(r"[\w.+!-]{1,60}\Z")
_SPECIFIER = regex(r"(?P<equal>===?|=)\s*v?(?P<version>[\w.+!*-]{1,60})")
_BARE = regex(r"""(?P<open>["']?)(?P<name>[A-Za-z0-9][\w.-]{0,100}(?:\[[^\]]{0,100}\])?)(?P=open)\Z""")
_LISTS = ("requirements.txt", "script", "pyproject.toml")  # no shell reads these
_LOCKED = (".lock", "pylock.toml", "conda-lock.yml", "CycloneDX", "SPDX")


def raised(
    notebook: Notebook, dependency: Dependency, version: AssessedVersion, safe: str = ""
) -> tuple[Proposal, ...]:
    """The fix that asks for another version, in all places of the notebook that decide about it: ``safe``, else the
    smallest of which nothing is known."""
    safe = safe or version.assessment.safe
    if not _SHOWN.match(safe):
        return ()
    own = [one for one in dependency.declared if not one.path and not one.hashes and not one.origin.endswith(_LOCKED)]
    if version.source == "declared":
        deciding = [one for one in own if one.version == version.version]
        edits = [_other_version(notebook, one, safe) for one in deciding]
        title = f"Raise {shown(dependency.name)} to {safe}"
    else:
        edits = [_at_least(notebook, one, safe) for one in own]
        title = f"Ask for {shown(dependency.name)} {safe} or newer"
    made = tuple(edit for edit in edits if edit is not None)
    return (Proposal(title, Applicability.REVIEW, made),) if made and len(made) == len(edits) else ()


def shown(name: str) -> str:
    """A name or version as a message may have it; empty for what is none."""
    return name if _SHOWN.match(name) else ""


def _other_version(notebook: Notebook, asked: Declared, safe: str) -> TextEdit | None:
    match = _SPECIFIER.search(_text(notebook, asked))
    if match is None or match["version"] != asked.version:
        return None
    start = asked.span.start + match.start("version")
    return TextEdit(Span(start, start + len(asked.version)), safe, asked.pointer)


def _at_least(notebook: Notebook, asked: Declared, safe: str) -> TextEdit | None:
    match = _BARE.match(_text(notebook, asked))
    if match is None or asked.origin == "conda":
        return None
    quote = match["open"] or ("" if asked.origin in _LISTS else '"')
    return TextEdit(asked.span, f"{quote}{match['name']}>={safe}{quote}", asked.pointer)


def _text(notebook: Notebook, asked: Declared) -> str:
    cell = notebook.cell_at(asked.pointer)
    return cell.source[slice(*asked.span)] if cell is not None else ""
