"""Licences: what a policy says of an expression, and the expression of a package or a model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.installed import Licensed
from jupyter_mlsecops.core.licencenames import hub_licence, package_licence
from jupyter_mlsecops.core.licences import Licences, Verdict, canonical, judged, tightened
from jupyter_mlsecops.core.policy import PolicyError, from_table

DENY = Licences(
    review=frozenset(["MPL-*", "GPL-2.0-only WITH Classpath-exception-2.0"]), deny=frozenset(["GPL-2.0", "AGPL-*"])
)
ALLOW = Licences(
    allow=frozenset(["MIT", "bsd-*", "LGPL-2.1+", "GPL-3.0-only WITH GCC-exception-3.1"]), deny=frozenset(["SSPL-1.0"])
)
JUDGED: list[tuple[Licences, str, Verdict, str]] = [
    (DENY, "MIT", "allow", "MIT"),
    (DENY, "GPL-2.0-only", "deny", "GPL-2.0-only"),
    (DENY, "GPL-2.0-or-later", "deny", "GPL-2.0-or-later"),
    (DENY, "GPL-2.0+", "deny", "GPL-2.0+"),
    (DENY, "GPL-2.0", "deny", "GPL-2.0"),
    (DENY, "GPL-3.0-only", "allow", "GPL-3.0-only"),
    (DENY, "LGPL-2.0-only", "allow", "LGPL-2.0-only"),
    (DENY, "GPL-2.0 OR MIT", "allow", "MIT"),
    (DENY, "GPL-2.0 AND MIT", "deny", "GPL-2.0"),
    (DENY, "MIT AND GPL-2.0 OR MPL-2.0", "review", "MPL-2.0"),
    (DENY, "MIT AND (GPL-2.0 OR MPL-2.0)", "review", "MPL-2.0"),
    (DENY, "(MIT OR GPL-2.0) AND (AGPL-3.0-only OR MPL-2.0)", "review", "MPL-2.0"),
    (DENY, "GPL-2.0-only WITH Classpath-exception-2.0", "review", "GPL-2.0-only WITH Classpath-exception-2.0"),
    (DENY, "GPL-2.0-only WITH GCC-exception-2.0", "deny", "GPL-2.0-only WITH GCC-exception-2.0"),
    (ALLOW, "BSD-3-Clause", "allow", "BSD-3-Clause"),
    (ALLOW, "LicenseRef-BSD-unspecified", "allow", "LicenseRef-BSD-unspecified"),
    (ALLOW, "Apache-2.0", "review", "Apache-2.0"),
    (ALLOW, "Apache-2.0 OR MIT", "allow", "MIT"),
    (ALLOW, "SSPL-1.0", "deny", "SSPL-1.0"),
    (ALLOW, "LGPL-2.1-or-later", "allow", "LGPL-2.1-or-later"),
    (ALLOW, "LGPL-2.1-only", "review", "LGPL-2.1-only"),
    (ALLOW, "GPL-3.0-only WITH GCC-exception-3.1", "allow", "GPL-3.0-only WITH GCC-exception-3.1"),
    (ALLOW, "GPL-3.0-only", "review", "GPL-3.0-only"),
    (Licences(deny=frozenset(["GPL-2.0-only"])), "GPL-2.0-or-later", "allow", "GPL-2.0-or-later"),
    (Licences(deny=frozenset(["GPL-2.0-only"])), "GPL-2.0", "deny", "GPL-2.0"),
    (Licences(allow=frozenset(), review=frozenset()), "MIT", "review", "MIT"),
    (
        Licences(allow=frozenset("*"), deny=frozenset(["LicenseRef-llama*"])),
        "LicenseRef-llama3.1",
        "deny",
        "LicenseRef-llama3.1",
    ),
    (
        Licences(allow=frozenset("*"), deny=frozenset(["GPL-*"])),
        "GPL-2.0-only WITH GCC-exception-2.0",
        "deny",
        "GPL-2.0-only WITH GCC-exception-2.0",
    ),
]


def _id(value: object) -> str:
    return value[:50] if isinstance(value, str) else ""


@pytest.mark.parametrize(("licences", "expression", "verdict", "licence"), JUDGED, ids=_id)
def test_judged(licences: Licences, expression: str, verdict: Verdict, licence: str) -> None:
    assert judged(canonical(expression), licences) == (verdict, licence)


_SETS: dict[str, Verdict] = {"MIT": "allow", "MPL-2.0": "review", "AGPL-3.0-only": "deny"}
_EXPRESSIONS = st.recursive(
    st.sampled_from(sorted(_SETS)),
    lambda inner: st.tuples(inner, st.sampled_from(("AND", "OR")), inner).map(lambda three: f"({' '.join(three)})"),
    max_leaves=12,
)


@given(_EXPRESSIONS)
def test_or_is_the_better_and_and_the_worse(expression: str) -> None:
    """Against Python's own reading of the brackets, with ``min`` for OR and ``max`` for AND."""
    ranks = {"allow": 0, "review": 1, "deny": 2}

    class Rank(int):
        def __or__(self, other: int) -> Rank:
            return Rank(min(self, other))

        def __and__(self, other: int) -> Rank:
            return Rank(max(self, other))

    text = expression.replace("OR", "|").replace("AND", "&")
    for name, verdict in _SETS.items():
        text = text.replace(name, f"R({ranks[verdict]})")
    assert ranks[judged(canonical(expression), DENY).verdict] == eval(text, {"R": Rank})


NO_EXPRESSIONS = [
    "",
    "MIT OR",
    "OR MIT",
    "(MIT",
    "MIT)",
    "MIT MIT",
    "MIT WITH",
    "Own-Words",
    "MIT WITH MIT",
    "(" * 400 + "MIT" + ")" * 400,
]


@pytest.mark.parametrize("text", [*NO_EXPRESSIONS, "MIT OR " * 5000 + "MIT"], ids=lambda text: text[:20])
def test_what_is_no_expression(text: str) -> None:
    assert canonical(text) == ""
    assert package_licence(Licensed(expression=text or "?")) == ""


@given(st.lists(st.sampled_from(["MIT", "OR", "AND", "WITH", "(", ")", "GPL-2.0+"]), max_size=8))
def test_anything_is_read_or_refused(tokens: list[str]) -> None:
    expression = canonical(" ".join(tokens))
    if expression:
        assert judged(expression, DENY).verdict in ("allow", "review", "deny")
        assert canonical(expression) == expression


OSI = "License :: OSI Approved :: "
PACKAGES: list[tuple[Licensed, str]] = [
    (Licensed("mit or apache-2.0", (OSI + "BSD License",), "GPL"), "MIT OR Apache-2.0"),
    (Licensed("", (OSI + "BSD License",), "BSD-3-Clause"), "BSD-3-Clause"),
    (Licensed("", (OSI + "BSD License",), "BSD"), "LicenseRef-BSD-unspecified"),
    (Licensed("", (OSI + "BSD License",), ""), "LicenseRef-BSD-unspecified"),
    (Licensed("", (OSI + "BSD License",), "BSD 2-Clause"), "BSD-2-Clause"),
    (Licensed("", (OSI + "MIT License",), "see LICENSE"), "MIT"),
    (Licensed("", (OSI + "GNU Affero General Public License v3 or later (AGPLv3+)",), "GPL"), "AGPL-3.0-or-later"),
    (Licensed("", (OSI + "MIT License", OSI + "Apache Software License"), ""), "MIT AND Apache-2.0"),
    (Licensed("", ("License :: Other/Proprietary License",), ""), "LicenseRef-Proprietary"),
    (Licensed("", ("License :: OSI Approved",), "AGPL-3.0"), "AGPL-3.0"),
    (Licensed("", (), "MIT AND (Apache-2.0 OR BSD-3-Clause)"), "MIT AND (Apache-2.0 OR BSD-3-Clause)"),
    (Licensed("", (), "Apache License, Version 2.0"), "Apache-2.0"),
    (Licensed("", (), "The MIT License (MIT)"), "MIT"),
    (Licensed("", (), "GPL v3 or later"), "GPL-3.0-or-later"),
    (Licensed("", (), "GNU LGPL"), "LicenseRef-LGPL-unspecified"),
    (Licensed("", (), "BSD (3-clause)"), "BSD-3-Clause"),
    (Licensed("", (), "MIT License\n\nCopyright (c) someone\n" + "x" * 500), "MIT"),
    (Licensed("", (), "Copyright x\n\nPermission is hereby granted, free of\n  charge, to any" + "x" * 300), "MIT"),
    (Licensed("", (), "UNLICENSED"), ""),
    (Licensed("", (), "Own words"), ""),
    (Licensed("", (), "unknown"), ""),
    (Licensed(), ""),
]


@pytest.mark.parametrize(("told", "expression"), PACKAGES)
def test_packages(told: Licensed, expression: str) -> None:
    assert package_licence(told) == expression


MODELS: list[tuple[tuple[str, ...], str]] = [
    (("apache-2.0",), "Apache-2.0"),
    (("cc-by-nc-4.0", "mit"), "CC-BY-NC-4.0 AND MIT"),
    (("llama3.1",), "LicenseRef-llama3.1"),
    (("gemma",), "LicenseRef-gemma"),
    (("bigscience-openrail-m",), "LicenseRef-bigscience-openrail-m"),
    (("openrail++",), "LicenseRef-openrail-plus-plus"),
    (("odbl",), "ODbL-1.0"),
    (("gpl",), "LicenseRef-GPL-unspecified"),
    (("own words (of / mine)",), "LicenseRef-own-words-of-mine"),
    (("mit or isc", "zlib"), "(MIT OR ISC) AND Zlib"),
    (("other",), ""),
    (("unknown", "mit"), "MIT"),
    (("···",), ""),
    ((), ""),
]


@pytest.mark.parametrize(("words", "expression"), MODELS)
def test_models(words: tuple[str, ...], expression: str) -> None:
    assert hub_licence(words) == expression
    assert canonical(expression) == expression


def test_a_policy_in_a_file() -> None:
    policy = from_table({"licences": {"allow": ["MIT", "BSD-*"], "deny": ["GPL-3.0"]}})
    assert policy.licences == Licences(frozenset(["MIT", "BSD-*"]), frozenset(), frozenset(["GPL-3.0"]))
    assert from_table({"licences": {"review": ["AGPL-3.0-only"]}}).licences == Licences(
        review=frozenset(["AGPL-3.0-only"])
    )
    assert from_table({}).licences is None


WRONG: list[tuple[object, str]] = [
    (["MIT"], "licences: a table is wanted"),
    ({"forbid": ["MIT"]}, "'forbid' is none of allow, review, deny"),
    ({"deny": "MIT"}, "licences.deny: a list of SPDX ids is wanted"),
    ({"deny": [1]}, "licences.deny: a list of SPDX ids is wanted"),
    ({"deny": ["GLP-3.0"]}, "licences.deny: 'GLP-3.0' is no SPDX id"),
]


@pytest.mark.parametrize(("table", "message"), WRONG)
def test_a_policy_that_is_wrong(table: object, message: str) -> None:
    with pytest.raises(PolicyError, match=message):
        from_table({"licences": table})


def _set(*ids: str) -> frozenset[str]:
    return frozenset(ids)


EXCEPTION = "GPL-2.0-only WITH GCC-exception-2.0"
TIGHTENED: list[tuple[Licences | None, Licences | None, Licences | None]] = [
    (None, None, None),
    (DENY, None, DENY),
    (None, ALLOW, ALLOW),
    (Licences(deny=_set("A")), Licences(review=_set("B"), deny=_set("C")), Licences(None, _set("B"), _set("A", "C"))),
    (Licences(_set("A", "B")), Licences(_set("B", "C")), Licences(_set("B"))),
    (Licences(_set("A")), Licences(_set("C")), Licences(_set())),
    (Licences(), Licences(_set("A", "B WITH C")), Licences(_set("A"))),
    (DENY, Licences(_set(EXCEPTION)), Licences(_set(), DENY.review, DENY.deny)),
    (Licences(), Licences(review=_set(EXCEPTION)), Licences(review=_set(EXCEPTION))),
    (Licences(_set("A")), Licences(), Licences(_set("A"))),
]


@pytest.mark.parametrize(("floor", "other", "both"), TIGHTENED)
def test_tightened(floor: Licences | None, other: Licences | None, both: Licences | None) -> None:
    assert tightened(floor, other) == both


@given(
    st.sets(st.sampled_from(["MIT", "MPL-2.0", "GPL-2.0-only WITH GCC-exception-2.0", "*"])),
    st.booleans(),
    _EXPRESSIONS,
)
def test_a_project_never_loosens_what_the_administrator_says(ids: set[str], allows: bool, expression: str) -> None:
    ranks = {"allow": 0, "review": 1, "deny": 2}
    other = Licences(frozenset(ids) if allows else None, frozenset() if allows else frozenset(ids))
    both = tightened(DENY, other)
    assert both is not None
    for text in (canonical(expression), "GPL-2.0-only WITH GCC-exception-2.0"):
        assert ranks[judged(text, both).verdict] >= ranks[judged(text, DENY).verdict]
