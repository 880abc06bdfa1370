"""The options of a command, and a line without one of them."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Command, Proposal, Shell, Span, TextEdit, Word, offer


def options(command: Command) -> Iterator[tuple[Word, Word | None]]:
    """Each option of a command once, with the word behind it, which may be its value."""
    seen: set[str] = set()
    for at, word in enumerate(command.words[1:], 1):
        if word.text[:1] == "-" and word.text not in seen:
            seen.add(word.text)
            yield word, command.words[at + 1] if at + 1 < len(command.words) else None


def removal(shell: Shell, span: Span, applicability: Applicability) -> tuple[Proposal, ...]:
    """The fix that takes an option away, with its value if ``span`` holds that."""
    option = shell.text[slice(*span)].split("=")[0].split()[0]
    return offer(f"Remove {option}", applicability, (TextEdit(cut(shell, span)),))


def cut(shell: Shell, span: Span) -> Span:
    """The option with the blanks before it, or as an element of a list with its quotes and a comma."""
    text = shell.text
    before = text[: span.start].rstrip("'\"")
    if len(before) < span.start and before.rstrip().endswith(",") and text[span.end : span.end + 1] in ("'", '"'):
        return Span(len(before.rstrip()) - 1, span.end + 1)
    return shell.cut(span)
