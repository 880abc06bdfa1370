"""Records: what of them counts, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.advisories.osv import (
    MOST_BYTES,
    Affected,
    InvalidRecord,
    NoRecord,
    Record,
    from_json,
    from_value,
)

from .written import record

V20 = "AV:N/AC:L/Au:N/C:P/I:P/A:P"
V31, V30 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:L"
V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"


def about(**more: Any) -> dict[str, Any]:
    """A record with one package, and what else is told."""
    return {"id": "PYSEC-2026-1", "modified": "2026-01-02T03:04:05Z", "affected": [package()]} | more


def package(name: str = "alpha", ecosystem: str = "PyPI", **more: Any) -> dict[str, Any]:
    return {"package": {"name": name, "ecosystem": ecosystem}, **more}


def ranged(*events: dict[str, str], type: str = "ECOSYSTEM") -> dict[str, Any]:
    return about(affected=[package(ranges=[{"type": type, "events": list(events)}])])


def test_a_whole_record() -> None:
    affected = [
        package(
            "Alpha_.Lib",
            ranges=[
                {"type": "ECOSYSTEM", "events": [{"introduced": "1"}, {"fixed": "2.0rc1"}, {"introduced": "0"}]},
                {"type": "GIT", "repo": "https://example.org/a", "events": [{"introduced": "0" * 40}]},
                {"type": "SEMVER", "events": [{"introduced": "3.0.0"}, {"last_affected": "3.1.0"}]},
            ],
            versions=["1.0", "not a version", "1.0"],
            database_specific={"versions": ["9.9"]},
        ),
        package("left-pad", "npm", versions=["1"]),
        package("private", "PyPI:https://example.org/simple", versions=["7"]),
    ]
    raw = about(
        modified="2026-01-02T05:04:05.25+02:00",
        withdrawn="2026-02-01T00:00:00Z",
        aliases=["CVE-2026-1", "GHSA-x", "", "no id", "PYSEC-2026-1", "CVE-2026-1"],
        affected=affected,
        summary="  Two\nlines\u202e ",
        details="First.\nSecond.",
        references=[{"type": "WEB", "url": "https://example.org/1"}, {"url": "javascript:alert(1)"}, {"url": 3}, {}],
        severity=[{"type": "CVSS_V3", "score": V31}],
        something_new={"a": [1]},
    )
    assert from_json(json.dumps(raw).encode()) == Record(
        id="PYSEC-2026-1",
        modified="2026-01-02T03:04:05.250000Z",
        withdrawn="2026-02-01T00:00:00.000000Z",
        aliases=("CVE-2026-1", "GHSA-x"),
        affected=(
            Affected(
                "alpha-lib",
                (
                    (("introduced", "1"), ("fixed", "2.0rc1"), ("introduced", "0")),
                    (("introduced", "3.0.0"), ("last_affected", "3.1.0")),
                ),
                ("1.0", "not a version"),
            ),
            Affected("private", (), ("7",)),
        ),
        severity=V31,
        summary="Two lines\N{REPLACEMENT CHARACTER}",
        details="First.\nSecond.",
        references=("https://example.org/1",),
    )


INVALID: list[tuple[dict[str, Any], str]] = [
    (about(id="nothing"), "id"),
    (about(id="PYSEC-2026-1\x1b[31m"), "id"),
    (about(id="PYSEC-" + "1" * 200), "id"),
    (about(id=7), "wrong type"),
    (about(modified="yesterday"), "wrong type"),
    (about(modified="2026-01-02T03:04:05"), "wrong type"),
    (about(modified="0001-01-01T00:00:00+10:00"), "calendar"),
    ({"id": "PYSEC-2026-1"}, "modified"),
    (about(withdrawn="never"), "wrong type"),
    (about(aliases="CVE-2026-1"), "wrong type"),
    (about(aliases=[f"CVE-2026-{n}" for n in range(300)]), "200 aliases"),
    (about(affected={}), "wrong type"),
    (about(affected=[package("../../etc")]), "name"),
    (about(affected=[package("")]), "name"),
    (about(affected=[package("a" * 300)]), "name"),
    (about(affected=[package(versions="1.0")]), "wrong type"),
    (about(affected=[package(versions=[1.0])]), "wrong type"),
    (about(affected=[package(versions=[""])]), "version"),
    (about(affected=[package(versions=["1" * 300])]), "version"),
    (about(affected=[package(versions=["1.0\n2.0"])]), "version"),
    (ranged({"introduced": "0"}, type="MAGIC"), "type"),
    (ranged({"fixed": "1"}), "begins"),
    (ranged(), "begins"),
    (ranged({"introduced": "0", "fixed": "1"}), "event"),
    (ranged({"introduced": "0"}, {"appeared": "1"}), "event"),
    (ranged({"introduced": "0"}, {"fixed": "1" * 300}), "version"),
    (ranged(*[{"introduced": str(n)} for n in range(3_000)]), "2,000 events"),
]


@pytest.mark.parametrize(("raw", "why"), INVALID)
def test_an_invalid_record_says_why_and_nothing_of_its_text(raw: dict[str, Any], why: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        from_json(json.dumps(raw).encode())
    assert why in str(refused.value)
    assert str(refused.value).isprintable()
    with pytest.raises(InvalidRecord):
        from_value(raw)


BROKEN = [
    (b"", "JSON"),
    (b'{"id": "PYSEC-1", "modif', "JSON"),
    (json.dumps(about()).encode() + b"{}", "JSON"),
    (b"[" * 100_000, "wrong type"),
    (b'{"id": "PYSEC-1", "new": ' + b"[" * 200_000, "deep"),
    (b'{"id": "PYSEC-1", "new": ' + b'{"a":' * 200_000, "deep"),
    (json.dumps(about(new="x")).encode().replace(b'"x"', b'"\xff\xfe"'), "UTF-8"),
    (json.dumps(about(details="x")).encode().replace(b'"x"', b'"\\ud800"'), "JSON"),
    (b'"' + b"a" * MOST_BYTES + b'"', "5 MB"),
]


@pytest.mark.parametrize(("raw", "why"), BROKEN, ids=[why for _, why in BROKEN])
def test_what_is_no_json_says_so(raw: bytes, why: str) -> None:
    with pytest.raises(InvalidRecord, match=why):
        from_json(raw)


def test_an_object_without_an_id_is_no_record() -> None:
    with pytest.raises(NoRecord):
        from_json(b'{"name": "a package.json"}')


@pytest.mark.parametrize(
    ("told", "severity"),
    [
        ({}, None),
        ({"severity": [{"type": "CVSS_V4", "score": V4}, {"type": "CVSS_V3", "score": V30}]}, V30),
        ({"severity": [{"type": "CVSS_V3", "score": V30}, {"type": "CVSS_V3", "score": V31}]}, V31),
        ({"severity": [{"type": "CVSS_V4", "score": V4}], "database_specific": {"severity": "LOW"}}, V4),
        (
            {"severity": [{"score": "9.8"}, {"score": 9.8}, {}], "database_specific": {"severity": "moderate"}},
            "MODERATE",
        ),
        ({"database_specific": {"severity": "medium"}}, "MODERATE"),
        ({"severity": [{"type": "CVSS_V2", "score": V20}]}, V20),
        ({"severity": [{"type": "CVSS_V2", "score": V20}], "database_specific": {"severity": "LOW"}}, "LOW"),
        ({"severity": [{"type": "CVSS_V2", "score": V20}, {"type": "CVSS_V3", "score": V31}]}, V31),
        ({"database_specific": {"severity": "TERRIBLE"}}, None),
        ({"database_specific": ["CRITICAL"]}, None),
        ({"severity": [{"score": V31 + "x" * 200}]}, None),
        ({"affected": [package(severity=[{"type": "CVSS_V3", "score": V31}])]}, V31),
        ({"affected": [package(ecosystem="npm", severity=[{"type": "CVSS_V3", "score": V31}])]}, None),
    ],
)
def test_severity_is_a_vector_else_the_word_of_the_source(told: dict[str, Any], severity: str | None) -> None:
    assert from_value(about(**told)).severity == severity


@pytest.mark.parametrize(
    ("told", "summary"),
    [
        ({"summary": "Short"}, "Short"),
        ({"details": "\n\n# Impact\nIt runs code."}, "Impact"),
        ({"summary": " ", "details": "First\nsecond"}, "First"),
        ({"summary": "a" * 500}, "a" * 199 + "…"),
        ({}, ""),
    ],
)
def test_summary(told: dict[str, Any], summary: str) -> None:
    assert from_value(about(**told)).summary == summary


def test_lists_that_are_null_are_empty() -> None:
    nothing = about(aliases=None, severity=None, references=None, affected=None, withdrawn=None, summary=None)
    assert from_value(nothing) == Record("PYSEC-2026-1", "2026-01-02T03:04:05.000000Z", ())


@given(st.binary(max_size=300))
def test_any_bytes_are_a_record_or_invalid(raw: bytes) -> None:
    with pytest.raises(InvalidRecord):
        from_json(raw)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@given(st.sampled_from(sorted({*record("A-1", "a", ">= 0"), "withdrawn", "severity", "references", "aliases"})), ANY)
def test_any_value_of_a_field_is_taken_or_invalid(name: str, value: Any) -> None:
    try:
        read = from_value(record("PYSEC-1", "a", ">= 0, < 1") | {name: value})
    except InvalidRecord:
        return
    assert read.summary.isprintable()
    assert all(one.package for one in read.affected)
