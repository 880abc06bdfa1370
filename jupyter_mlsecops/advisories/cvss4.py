"""The score of CVSS 4.0: a table of the worst case of each kind of flaw, and how far a flaw is below it.

The specification sorts vectors into kinds ("macro vectors") by six properties ("equivalence sets") and gives each a
score. Base and threat metrics are read; those that describe the system of a user (environmental) and those that change
no score (supplemental) are not. So two of the properties depend on one another: what is at stake on the vulnerable
system (confidentiality and integrity both high, one of three high, none high) decides the sixth as well.
"""

from __future__ import annotations

from collections.abc import Sequence

from .vectors import metrics

# How far each value is from the worst one, in steps of the specification.
_STEPS = {
    "AV": {"N": 0, "A": 1, "L": 2, "P": 3},
    "PR": {"N": 0, "L": 1, "H": 2},
    "UI": {"N": 0, "P": 1, "A": 2},
    "AC": {"L": 0, "H": 1},
    "AT": {"N": 0, "P": 1},
    "VC": {"H": 0, "L": 1, "N": 2},
    "VI": {"H": 0, "L": 1, "N": 2},
    "VA": {"H": 0, "L": 1, "N": 2},
    "SC": {"H": 0, "L": 1, "N": 2},
    "SI": {"H": 0, "L": 1, "N": 2},
    "SA": {"H": 0, "L": 1, "N": 2},
    "E": {"X": 0, "A": 0, "P": 1, "U": 2},
}

# Tenths of the score. A row for each kind of access (3) x complexity (2) x what is at stake (5, see _STAKES); in a row
# for each kind of what follows elsewhere (2) x how far exploits have come (3).
_TENTHS = """
100 93 91 93 89 81  96 87 81 90 80 68  93 89 81 88 78 69  92 81 65 80 70 48  79 69 50 69 55 27
95 90 84 92 82 72   91 83 71 81 71 53  92 80 70 84 71 50  82 72 59 70 52 30  71 52 29 63 29 17
94 86 77 87 74 63   89 74 64 75 63 49  86 74 59 72 57 52  76 58 50 57 52 25  65 58 26 53 21 13
90 75 61 77 68 52   77 62 53 66 59 30  74 57 47 61 57 24  59 57 23 52 29 16  58 26 15 23 13 6
86 74 56 70 52 40   74 61 34 54 40 22  72 55 46 53 34 19  57 41 19 36 19 8   47 21 11 24 9 4
73 59 41 54 45 20   55 40 20 43 22 11  61 48 20 46 17 8   51 18 9 18 7 2     24 12 5 10 3 1
"""
_SCORES = tuple(int(tenths) / 10 for tenths in _TENTHS.split())

# What is at stake: the third and the sixth property of the specification, of which a base vector has 00, 10 or 21.
_BOTH, _BOTH_LESS, _ONE, _ONE_LESS, _NONE = range(5)
_BELOW = {_BOTH: (_BOTH_LESS, _ONE), _ONE: (_ONE_LESS,), _NONE: ()}

# The worst vectors of a kind, as steps from the worst of all, and the number of steps to the next kind.
_ACCESS = (([(0, 0, 0)], 1), ([(1, 0, 0), (0, 1, 0), (0, 0, 1)], 4), ([(3, 0, 0), (1, 1, 1)], 5))
_COMPLEXITY = (([(0, 0)], 1), ([(1, 0), (0, 1)], 2))
_STAKES = {_BOTH: ([(0, 0, 0)], 7), _ONE: ([(1, 0, 0), (0, 1, 0)], 8), _NONE: ([(1, 1, 1)], 10)}
_ELSEWHERE = (([(0, 0, 0)], 5), ([(1, 1, 1)], 4))


def score(vector: str) -> float | None:
    """The base and threat score of a CVSS 4.0 vector, 0.0 to 10.0; None where a base metric is missing or unknown."""
    if (found := metrics(vector, _STEPS, optional="E")) is None:
        return None
    step = {name: _STEPS[name][letter] for name, letter in found.items()}
    access = [step["AV"], step["PR"], step["UI"]]
    complexity = [step["AC"], step["AT"]]
    stake = [step["VC"], step["VI"], step["VA"]]
    elsewhere = [step["SC"], step["SI"], step["SA"]]
    if stake == elsewhere == [2, 2, 2]:
        return 0.0
    kind = (
        0 if not any(access) else 2 if step["AV"] == 3 or all(access) else 1,
        1 if any(complexity) else 0,
        _BOTH if not any(stake[:2]) else _NONE if all(stake) else _ONE,
        1 if all(elsewhere) else 0,
        step.get("E", 0),
    )
    distances = (
        _distance(access, *_ACCESS[kind[0]]),
        _distance(complexity, *_COMPLEXITY[kind[1]]),
        _distance(stake, *_STAKES[kind[2]]),
        _distance(elsewhere, *_ELSEWHERE[kind[3]]),
        0.0,
    )
    worst = _of(kind)
    # The mean over the properties that have a lower kind, of the way that the flaw has gone to it.
    ways = [
        (worst - max(map(_of, below))) * distance
        for below, distance in zip(_lower(kind), distances, strict=True)
        if below
    ]
    value = worst - sum(ways) / len(ways) if ways else worst
    return int((max(value, 0.0) + 1e-6) * 10 + 0.5) / 10  # half up; the small number heals floating point


Kind = tuple[int, int, int, int, int]


def _of(kind: Kind) -> float:
    access, complexity, stake, elsewhere, exploits = kind
    return _SCORES[(((access * 2 + complexity) * 5 + stake) * 2 + elsewhere) * 3 + exploits]


def _lower(kind: Kind) -> tuple[list[Kind], ...]:
    """For each property, the kinds that are next below in it alone."""
    access, complexity, stake, elsewhere, exploits = kind
    return (
        [(access + 1, complexity, stake, elsewhere, exploits)] if access < 2 else [],
        [(access, complexity + 1, stake, elsewhere, exploits)] if complexity < 1 else [],
        [(access, complexity, below, elsewhere, exploits) for below in _BELOW[stake]],
        [(access, complexity, stake, elsewhere + 1, exploits)] if elsewhere < 1 else [],
        [(access, complexity, stake, elsewhere, exploits + 1)] if exploits < 2 else [],
    )


def _distance(steps: Sequence[int], worst: Sequence[Sequence[int]], depth: int) -> float:
    """How much of the way to the next kind lies between the first of the worst vectors that is not below this one."""
    for vector in worst:
        if all(here >= there for here, there in zip(steps, vector, strict=True)):
            return (sum(steps) - sum(vector)) / depth
    raise AssertionError("every vector of a kind is at or below one of its worst")
