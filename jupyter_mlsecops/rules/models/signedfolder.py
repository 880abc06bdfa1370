"""Signed folders in which a file is missing, or lies that nobody signed."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import LOAD_SCREEN, Confidence, Load, Match, ModelFile, Notebook, Severity, Signature, rule
from .loadedfiles import firsts, loaded_models

_NAMED = 3  # files that a message names
_LONGEST = 80  # characters of a name


@rule(
    id="signed-folder-altered",
    on=ModelFile,
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    title="Signed folder in which files are missing or were added",
    cwe=345,
    owasp=["ML06"],
    atlas=["AML.T0010.003"],
    bad=[
        "# %% [model «m.pkl»]\ntext 1\nsignature trusted ACME\nmissing config.json",
        "# %% [model «m.pkl»]\ntext 1\nsignature unknown\nadded modeling.py",
    ],
    ok=[
        "# %% [model m.pkl]\ntext 1\nsignature trusted ACME",
        "# %% [model m.pkl]\ntext 1\nsignature wrong",
    ],
)
def signed_folder_altered(model: ModelFile) -> Iterator[Match]:
    """The files that were signed are what they were, but the folder is not: a library that loads all of it may load
    what nobody signed, or do without what belongs to it.

    Get the folder anew from the author, or remove what does not belong to it. If you made it, sign it again."""
    said = model.signature
    if said is not None and said.folder is not None and said.folder.is_first:
        yield Match(None, _told(said), about=_about(said))


@rule(
    id="loaded-signed-folder-altered",
    on=Notebook,
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    title="Cell loads from a signed folder that was altered",
    cwe=345,
    owasp=["ML06"],
    atlas=["AML.T0010.003"],
    screen=LOAD_SCREEN,
    bad=[
        "import joblib\nm = «joblib.load('d/m.joblib')»\n"
        "# %% [model d/m.joblib]\ntext 1\nsignature trusted ACME\nmissing config.json\nadded modeling.py",
    ],
    ok=["import joblib\nm = joblib.load('d/m.joblib')\n# %% [model d/m.joblib]\ntext 1\nsignature trusted ACME"],
)
def loaded_signed_folder_altered(notebook: Notebook) -> Iterator[Match]:
    """The files that were signed are what they were, but the folder is not: a library that loads all of it may load
    what nobody signed, or do without what belongs to it.

    Get the folder anew from the author, or remove what does not belong to it. If you made it, sign it again."""
    for load, said in firsts(_signed(notebook), lambda pair: pair[1].path):
        yield Match(load.span, _told(said), related=(load.place,), about=_about(said))


def _signed(notebook: Notebook) -> Iterator[tuple[Load, Signature]]:
    """Each call that loads from a signed folder which is not what was signed."""
    for load, model in loaded_models(notebook):
        if model.signature is not None and model.signature.folder is not None:
            yield load, model.signature


def _told(said: Signature) -> str:
    assert said.folder is not None
    kinds = (("signed but missing", said.folder.missing), ("there but not signed", said.folder.added))
    parts = [f"{what}: {_named(ways)}" for what, ways in kinds if ways]
    return f"The folder is not what was signed ({said.path}); {'; '.join(parts)}"


def _named(ways: tuple[str, ...]) -> str:
    shown = ", ".join(way if len(way) <= _LONGEST else way[: _LONGEST - 1] + "…" for way in ways[:_NAMED])
    return f"{shown} and more" if len(ways) > _NAMED else shown


def _about(said: Signature) -> str:
    assert said.folder is not None
    return "\n".join((said.path, *said.folder.missing, "", *said.folder.added))
