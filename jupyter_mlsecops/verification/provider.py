"""What a row of the table of providers is."""

from __future__ import annotations

from dataclasses import dataclass

TOKEN = "TOKEN"


@dataclass(frozen=True)
class Answer:
    """An answer that tells something: the status, and what stands in the JSON body.

    ``field`` is a path in the body (``error.code``, ``errors.0.code``); it must lead to one of ``values``, or where
    there are none to anything but null and false. Without a field the status alone tells it.
    """

    status: int
    field: str = ""
    values: tuple[str | int | bool, ...] = ()


@dataclass(frozen=True)
class Provider:
    """The one request that asks a provider, and what it answers.

    ``TOKEN`` in the URL, a header or the body is where the token goes, ``base64(…)`` around it encodes it. ``rules``
    are the ids of the rules whose tokens may be asked about, those left out that begin with a word of ``never``.
    ``docs`` is the provider's own page about the request, ``note`` what a reader should know of the answer.
    """

    name: str
    rules: tuple[str, ...]
    url: str
    headers: tuple[tuple[str, str], ...]
    live: tuple[Answer, ...]
    revoked: tuple[Answer, ...]
    docs: str
    method: str = "GET"
    body: str = ""
    never: tuple[str, ...] = ()
    note: str = ""

    @property
    def host(self) -> str:
        """Who gets to see the token."""
        return self.url.split("/")[2]

    def asks_about(self, rule: str, token: str) -> bool:
        """Whether a token that a rule found may be sent to this provider."""
        return rule in self.rules and not token.startswith(self.never)
