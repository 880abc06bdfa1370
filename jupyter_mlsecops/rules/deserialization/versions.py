"""What rules about versions have in common: how a version is named, and the fix that takes a newer one."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Code,
    Match,
    Proposal,
    Requirement,
    Shell,
    TextEdit,
    commands,
    installs,
    offer,
    replace,
)

# What is released together with a package: a newer one alone would not go with it.
_TOGETHER = {
    "torch": frozenset(("torchvision", "torchaudio", "torchtext", "torchdata", "xformers", "triton", "torch-scatter")),
    "keras": frozenset(("tensorflow", "tf-keras", "keras-core", "tensorflow-cpu", "tensorflow-gpu")),
}
_NAMES = {"torch": ("torch", "pytorch")}


def named(code: Code, package: str, title: str) -> str:
    """A package with the version that the notebook runs with, as far as that is known: ``torch 2.1.0``."""
    version = code.version(package)
    return f"{title} {'.'.join(map(str, version))}" if version is not None else title


def not_known(title: str) -> str:
    """What a message says of a package whose version is not known."""
    return f"{title}'s version is not known here"


def with_words(match: Match, words: str) -> Match:
    """A match whose message says more."""
    return replace(match, message=f"{match.message}; {words}")


def upgrade(
    code: Code, package: str, title: str, to: str, edits: tuple[TextEdit, ...] | None = (), then: str = ""
) -> tuple[Proposal, ...]:
    """Take version ``to`` of a package and make further edits, which ``then`` names; None where these are not known.

    The one install line that names a version is changed. Where there is none, or where it has to be changed together
    with others, this is advice.
    """
    words = f"{title} {to} or newer" + (f", and {then}" if then else "")
    pin = _pin(code, package, to)
    if pin is not None and edits is not None:
        return offer(f"Install {title} {to}" + (f" and {then}" if then else ""), Applicability.REVIEW, (pin, *edits))
    return (Proposal(f"Install {words}", Applicability.MANUAL),)


def _pin(code: Code, package: str, to: str) -> TextEdit | None:
    """The edit of the one install line that names the version of a package, where it can be changed alone."""
    found: list[TextEdit | None] = []
    for shell, requirement in _requirements(code):
        if requirement.key in _TOGETHER.get(package, ()):
            return None
        if requirement.key in _NAMES.get(package, (package,)):
            found.append(_changed(shell, requirement, to))
    return found[0] if len(found) == 1 else None


def _requirements(code: Code) -> Iterator[tuple[Shell, Requirement]]:
    for shell in commands(code.notebook):
        for install in installs(shell):
            yield from ((shell, requirement) for requirement in install.requirements)


def _changed(shell: Shell, requirement: Requirement, to: str) -> TextEdit | None:
    if requirement.kind != "pinned" or "+" in requirement.specifier:  # a build of its own, from an index of its own
        return None
    written = shell.text[slice(*requirement.span)]
    if written.count(requirement.specifier) != 1:
        return None
    equals = "=" if requirement.specifier[:2] != "==" else "=="
    insert = written.replace(requirement.specifier, f"{equals}{to}")
    return TextEdit(requirement.span.shift(shell.start), insert, shell.cell.source_pointer)
