"""Where a shell line says which package indexes are asked."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Frozen, Shell, Span, host, installs, is_remote

TEST_INDEX = "test.pypi" + ".org"
OPTIONS = ("index-url", "extra-index-url", "index", "default-index", "find-links")
_VARIABLES = frozenset(
    "PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_FIND_LINKS UV_INDEX UV_INDEX_URL UV_DEFAULT_INDEX UV_EXTRA_INDEX_URL "
    "UV_FIND_LINKS".split()
)


class Address(Frozen, frozen=True):
    """The address of an index, without quotes, where it stands."""

    url: str
    span: Span

    @property
    def is_plain(self) -> bool:
        """Whether it is reached over plain HTTP, on another machine."""
        return self.url.startswith("http://") and is_remote(self.url)

    @property
    def is_for_trials(self) -> bool:
        """Whether it is the index on which people try out how to publish."""
        return host(self.url) == TEST_INDEX


def addresses(shell: Shell) -> Iterator[Address]:
    """The indexes that options, variables and ``pip config set`` name."""
    for span in _places(shell):
        text = shell.text[slice(*span)]
        at = text.find("http")
        if at >= 0:
            url = text[at:].strip("'\"")
            yield Address(url, Span(span.start + at, span.start + at + len(url)))


def _places(shell: Shell) -> Iterator[Span]:
    for install in installs(shell):
        for option in install.values(*OPTIONS):
            yield option.value_span
    for variable in shell.variables():
        if variable.name in _VARIABLES:
            yield variable.span
    for command in shell.commands():
        words = command.words
        if command.name == "pip" and len(words) > 4 and (words[1].text, words[2].text) == ("config", "set"):
            yield words[4].span
