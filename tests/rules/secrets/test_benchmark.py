"""The token benchmark, one seed: every provider in every context, and their twins."""

from __future__ import annotations

from collections import Counter
from itertools import islice

import pytest

notebooks = pytest.importorskip("bench.tokens.notebooks", reason="the benchmarks are not part of a source package")

from bench.tokens import contexts, providers, score, twins  # noqa: E402

SEED = 1
KNOWN_ALARMS = {
    "detect-secrets-token": "its plugins match a part of a longer run, with no look at what follows",
    "artifactory-token": "the same",
}


@pytest.fixture(scope="module")
def scored() -> score.Score:
    return score.score(notebooks.books(SEED), score.scanner())


def test_it_asks_for_enough() -> None:
    assert len({each.name for each in providers.PROVIDERS}) == len(providers.PROVIDERS) >= 110
    assert len({each.name for each in contexts.CONTEXTS}) == len(contexts.CONTEXTS) >= 14


def test_every_token_is_found(scored: score.Score) -> None:
    assert [(one.provider, one.context, one.phrase) for one in scored.missed] == []


def test_with_its_exact_span_once(scored: score.Score) -> None:
    assert [(one.provider, one.context) for one, _ in scored.inexact] == []
    assert [(one.provider, one.context, how) for one, how in scored.repeated] == []


def test_under_its_provider_s_name(scored: score.Score) -> None:
    assert [(one.provider, one.context, how) for one, how in scored.misnamed] == []


def test_no_twin_is_reported() -> None:
    scan = score.scanner()
    alarms = [
        (found.rule.id, one.provider, one.context)
        for book in twins.twin_books(SEED)
        for found in scan(book.tree)
        for one in book.planted
        if one.pointer == found.pointer
    ]
    # Only a token that is too long or stands inside base64 may be taken for a shorter one.
    assert {context for rule, _, context in alarms if rule in KNOWN_ALARMS} <= {"off_by_one", "in_base64"}
    assert [alarm for alarm in alarms if alarm[0] not in KNOWN_ALARMS] == []


def test_the_same_seed_makes_the_same_notebooks() -> None:
    first, second = (
        [book.raw for book in (*notebooks.books(3, providers.PROVIDERS[:9]), *islice(twins.twin_books(3), 9))]
        for _ in range(2)
    )
    assert first == second


def test_what_is_planted_stands_where_it_is_said_to_stand() -> None:
    encoded = {"attachment", "split", "tb_ansi", "html_cell", "html_attr"}
    wrong: Counter[str] = Counter()
    for book in notebooks.books(SEED):
        for one in book.planted:
            if one.context not in encoded:
                stored = notebooks.text_at(book.tree, one.pointer)[one.start : one.end]
                wrong[one.context] += stored != one.value
    assert not +wrong
