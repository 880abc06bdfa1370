"""From tokens to states: each asked once, not too fast, not too many, and every doubt left a doubt."""

from __future__ import annotations

import enum
import json
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from ..core.text import Sensitive
from . import client
from .client import NoAnswer, Response
from .provider import Answer, Provider
from .providers import provider_of

MOST = 50
PAUSE = 1.0  # seconds between two requests to one host


class State(enum.Enum):
    """live: the provider takes the token. revoked: it says that it does not. unknown: it was asked, or should have
    been, and nothing certain came back. not-assessed: there is nobody to ask.
    """

    LIVE = "live"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    NOT_ASSESSED = "not-assessed"


class Candidate(NamedTuple):
    """A token that was found: by which rule, under which name, and the value."""

    rule: str
    fingerprint: str
    value: Sensitive


class Verdict(NamedTuple):
    """What became of one token; ``reason`` says why there is no better answer. It holds no text of an answer."""

    state: State
    provider: str = ""
    reason: str = ""


class Question(NamedTuple):
    """One request that would be sent."""

    candidate: Candidate
    provider: Provider


def questions(candidates: Iterable[Candidate], most: int = MOST) -> tuple[list[Question], dict[str, Verdict]]:
    """What to ask, and the verdicts, by fingerprint, that need no asking. Each value is asked about once, at most
    ``most`` in all, in an order that depends on nothing but the tokens.
    """
    asked: dict[str, Question] = {}
    settled: dict[str, Verdict] = {}
    for candidate in sorted(candidates, key=lambda c: (c.rule, c.fingerprint)):
        token = candidate.value.reveal()
        provider = provider_of(candidate.rule, token)
        if candidate.fingerprint in asked:
            continue
        if provider is None or not client.is_sendable(token):
            settled.setdefault(
                candidate.fingerprint, Verdict(State.NOT_ASSESSED, reason="nobody can be asked about it")
            )
        elif len(asked) >= most:
            settled[candidate.fingerprint] = Verdict(
                State.UNKNOWN, provider.name, f"not asked: {most} were asked before"
            )
        else:
            settled.pop(candidate.fingerprint, None)  # another rule found it too, one without a provider
            asked[candidate.fingerprint] = Question(candidate, provider)
    return list(asked.values()), settled


def ask(
    wanted: Iterable[Question],
    *,
    endpoint: str | None = None,
    timeout: float = client.TIMEOUT,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[tuple[str, Verdict]]:
    """Send the requests, one after the other, and say with each fingerprint what its answer means.

    Two requests to one host are at least a second apart, and a host that asks for patience is left alone from then on.
    ``endpoint`` is that of ``client.send``; ``clock`` and ``sleep`` count in seconds.
    """
    last: dict[str, float] = {}
    impatient: set[str] = set()
    for candidate, provider in wanted:
        if provider.host in impatient:
            yield candidate.fingerprint, Verdict(State.UNKNOWN, provider.name, "not asked: too many requests")
            continue
        wait = last.get(provider.host, float("-inf")) + PAUSE - clock()
        if wait > 0:
            sleep(wait)
        last[provider.host] = clock()
        answer = client.send(client.request_of(provider, candidate.value.reveal()), endpoint, timeout)
        if isinstance(answer, Response) and answer.status == 429:
            impatient.add(provider.host)
        yield candidate.fingerprint, judged(provider, answer)


def judged(provider: Provider, answer: Response | NoAnswer) -> Verdict:
    """What an answer means for the token that was asked about."""
    if isinstance(answer, NoAnswer):
        return Verdict(State.UNKNOWN, provider.name, answer.reason)
    status, body = answer.status, None
    if status in _NO_ANSWERS or status // 100 in _NO_ANSWERS:
        reason = _NO_ANSWERS.get(status) or _NO_ANSWERS[status // 100]
        return Verdict(State.UNKNOWN, provider.name, f"{reason} ({status})")
    if answer.content_type == "text/html":  # a page for people: of a proxy, a gateway, a login
        return Verdict(State.UNKNOWN, provider.name, f"a web page came back ({status})")
    if answer.content_type == "application/json" or answer.content_type.endswith("+json"):
        try:
            body = json.loads(answer.body)
        except (ValueError, RecursionError):
            return Verdict(State.UNKNOWN, provider.name, f"the answer cannot be read ({status})")
    if any(_fits(known, status, body) for known in provider.live):
        return Verdict(State.LIVE, provider.name)
    if any(_fits(known, status, body) for known in provider.revoked):
        return Verdict(State.REVOKED, provider.name)
    return Verdict(State.UNKNOWN, provider.name, f"the answer is not a known one ({status})")


# By status, or by its first digit.
_NO_ANSWERS = {
    3: "a redirect, which is not followed",
    5: "the provider has a failure",
    429: "too many requests",
}


def _fits(known: Answer, status: int, body: Any) -> bool:
    if status != known.status:
        return False
    if not known.field:
        return True
    value = body
    for name in known.field.split("."):
        if isinstance(value, dict):
            value = value.get(name)
        elif isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            return False
    if known.values:  # True is not 1 here
        return any(type(value) is type(one) and value == one for one in known.values)
    return value is not None and value is not False
