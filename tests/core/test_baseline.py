"""Baselines: which findings they know, in our format and in the one of detect-secrets, and what they tell of values."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.baseline import BaselineError, DetectSecrets, Own, check_of, key_of, parse
from jupyter_mlsecops.core.engine import Engine, Scan
from jupyter_mlsecops.core.found import Found
from jupyter_mlsecops.core.policy import Policy
from tests.cli.files import GITHUB, HUGGING_FACE, PASSWORD, STRIPE, code, notebook, printed

RULES = rules.load()
SALT = b"0123456789abcdef"
EMPTY = Own("b.json", ".", SALT, {})


def scan(
    *sources: str, baseline: Any = None, path: str = "a.ipynb", policy: Policy | None = None
) -> tuple[Engine, Scan]:
    engine = Engine(RULES, policy or Policy(), b"k" * 32, baseline=baseline)
    cells = [code(source, id=f"c{k}") for k, source in enumerate(sources)]
    return engine, engine.scan(notebook(*cells).encode(), path)


def found(*sources: str) -> list[Found]:
    engine, done = scan(*sources)
    return engine.acceptable(done)


def own(*sources: str, path: str = "a.ipynb", reason: str = "") -> Own:
    return EMPTY.updated({path: found(*sources)}, [], [], "2026-01-31", reason)[0]


def theirs(path: str, *secrets: dict[str, Any], version: str = "1.5.0") -> DetectSecrets:
    tree = {"version": version, "plugins_used": [], "results": {path: list(secrets)}}
    known = parse(json.dumps(tree).encode(), ".secrets.baseline", ".")
    assert isinstance(known, DetectSecrets)
    return known


def secret(value: str, kind: str = "Secret Keyword", **more: Any) -> dict[str, Any]:
    digest = hashlib.sha1(value.encode()).hexdigest()
    return {"type": kind, "filename": "x", "hashed_secret": digest, "is_verified": False, "line_number": 1} | more


def loud(done: Scan) -> list[str]:
    return [finding.rule for finding in done.findings]


def silent(done: Scan) -> list[tuple[str, str, str, str]]:
    return [(f.rule, f.suppression.kind, f.suppression.reason, f.suppression.where) for f in done.suppressed]


TOKEN = f'token = "{HUGGING_FACE}"'
PICKLE = "import pickle\npickle.load(f)"


def test_what_was_found_is_silent_with_date_or_reason_and_the_rest_is_loud() -> None:
    known = own(TOKEN, PICKLE)
    _, done = scan(TOKEN, PICKLE, f'key = "{STRIPE}"', baseline=known)
    assert loud(done) == ["stripe-key"]
    when = ("baseline", "accepted on 2026-01-31", "b.json")
    assert silent(done) == [("huggingface-token", *when), ("unsafe-pickle-load", *when)]
    _, done = scan(TOKEN, baseline=own(TOKEN, reason="revoked"))
    assert silent(done) == [("huggingface-token", "baseline", "revoked", "b.json")]


@pytest.mark.parametrize(
    ("now", "rule"),
    [
        ('token = "' + "hf_" + "ZzQmTrYbWknV" + "xLpDsFgHjCaE" + "uRiOoPqKzM" + '"', "huggingface-token"),
        ("import pickle\npickle.load(other)", "unsafe-pickle-load"),
    ],
)
def test_another_value_or_statement_is_new(now: str, rule: str) -> None:
    assert loud(scan(now, baseline=own(TOKEN, PICKLE))[1]) == [rule]


def test_a_file_of_another_name_is_new_and_paths_start_at_the_folder_of_the_baseline() -> None:
    known = own(TOKEN, path="sub/a.ipynb")
    assert loud(scan(TOKEN, baseline=known, path="a.ipynb")[1]) == ["huggingface-token"]
    inside = Own(known.name, "sub", known.salt, known.files)  # the command is run in sub/
    assert not loud(scan(TOKEN, baseline=inside, path="a.ipynb")[1])
    assert key_of("..", "work/./a.ipynb") == "../work/a.ipynb"


def test_what_nobody_may_silence_stays_loud_and_is_not_accepted() -> None:
    policy = Policy(forbid_suppress=frozenset({"secrets"}))
    engine, done = scan(TOKEN, PICKLE, baseline=own(TOKEN, PICKLE), policy=policy)
    assert loud(done) == ["huggingface-token"]
    assert {one.rule.id for one in engine.acceptable(done)} == {"unsafe-pickle-load"}


def test_what_a_comment_silences_is_not_accepted() -> None:
    assert found(TOKEN + "  # mlsecops: ignore[huggingface-token] revoked") == []


def test_an_update_keeps_dates_and_drops_what_is_gone() -> None:
    first, new, gone = EMPTY.updated({"a.ipynb": found(TOKEN), "b.ipynb": found(PICKLE)}, [], [], "2026-01-01", "old")
    assert (new, gone) == (2, 0)
    second, new, gone = first.updated({"a.ipynb": found(TOKEN, PICKLE)}, [], ["b.ipynb"], "2026-02-02", "new")
    assert (new, gone) == (1, 1)
    said = [(path, e.rule, e.on, e.reason) for path, entries in second.files.items() for e in entries]
    assert said == [
        ("a.ipynb", "huggingface-token", "2026-01-01", "old"),
        ("a.ipynb", "unsafe-pickle-load", "2026-02-02", "new"),
    ]
    in_part, _, gone = first.updated({"a.ipynb": []}, ["a.ipynb"], [], "2026-02-02", "")
    assert (in_part.files, gone) == (first.files, 0)


def test_the_file_is_read_as_it_was_written_and_tells_little_of_hidden_values() -> None:
    known = own(TOKEN, f'password = "{PASSWORD}"', PICKLE)
    raw = known.encode()
    assert parse(raw, known.name, known.prefix) == known
    assert parse(raw, known.name, known.prefix).encode() == raw  # type: ignore[union-attr]
    checks = {entry.rule: entry.check for entry in known.files["a.ipynb"]}
    assert {rule: len(check) for rule, check in checks.items()} == {
        "huggingface-token": 4,
        "named-credential": 4,
        "unsafe-pickle-load": 32,
    }
    for value in (HUGGING_FACE, PASSWORD):
        assert not any(value[k : k + 8].encode() in raw for k in range(len(value) - 7))


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_the_check_depends_on_the_salt(salt: bytes, other: bytes) -> None:
    one = PICKLED[0]
    assert (check_of(salt, one) == check_of(other, one)) is (salt == other)


PICKLED = found(PICKLE)

SOURCES = {
    GITHUB: f'gh = "{GITHUB}"',
    STRIPE: f'key = "{STRIPE}"',
    PASSWORD: f'password = "{PASSWORD}"',
}


@pytest.mark.parametrize(
    ("value", "entry", "reason"),
    [
        (STRIPE, secret(STRIPE), "known as Secret Keyword, not audited"),
        (STRIPE, secret(STRIPE, is_secret=False), "labelled as no secret in the audit"),
        (STRIPE, secret(STRIPE, is_secret=False, is_verified=True), "labelled as no secret in the audit"),
        (
            STRIPE,
            secret(STRIPE + "\\", "Base64 High Entropy String"),
            "known as Base64 High Entropy String, not audited",
        ),
        (PASSWORD, secret(PASSWORD), "known as Secret Keyword, not audited"),
        (GITHUB, secret("ghp", "GitHub Token"), "known as GitHub Token, not audited"),
        (GITHUB, secret("ghp", "Secret Keyword"), None),
        (STRIPE, secret(STRIPE, is_secret=True), None),
        (STRIPE, secret(STRIPE, is_verified=True), None),
        (STRIPE, secret(STRIPE[:-1]), None),
    ],
)
def test_what_detect_secrets_knew(value: str, entry: dict[str, Any], reason: str | None) -> None:
    _, done = scan(SOURCES[value], baseline=theirs("a.ipynb", entry))
    assert [said[2] for said in silent(done)] == ([] if reason is None else [reason])
    assert len(loud(done)) == (reason is None)
    assert loud(scan(SOURCES[value], baseline=theirs("b.ipynb", entry))[1])


def test_one_label_of_a_live_secret_weighs_more_than_others() -> None:
    both = theirs("a.ipynb", secret(STRIPE), secret(STRIPE, "Stripe Access Key", is_secret=True))
    assert loud(scan(SOURCES[STRIPE], baseline=both)[1]) == ["stripe-key"]


def test_a_value_that_json_escapes() -> None:
    value = "\u00e9Zk81xQ-vT3nWd7r"
    source = f"password = '{value}'"
    assert [one.value for one in found(source)] == [value]
    for raw in (value, value + "\\", json.dumps(value)[1:-1]):
        assert not loud(scan(source, baseline=theirs("a.ipynb", secret(raw)))[1])


def test_their_paths_of_another_system() -> None:
    known = theirs(".\\sub\\a.ipynb", secret(STRIPE))
    assert not loud(scan(SOURCES[STRIPE], baseline=known, path="sub/a.ipynb")[1])


def test_only_secrets_are_theirs() -> None:
    known = theirs("a.ipynb", secret("pickle.load(f)"))
    assert loud(scan(PICKLE, baseline=known)[1]) == ["unsafe-pickle-load"]


def test_the_values_of_outputs_too() -> None:
    engine = Engine(RULES, Policy(), b"k" * 32, baseline=theirs("a.ipynb", secret(STRIPE)))
    done = engine.scan(notebook(code("show()", printed(f"key: {STRIPE}\n"))).encode(), "a.ipynb")
    assert not done.findings and [f.location.pointer for f in done.suppressed] == ["/cells/0/outputs/0/text"]


GOOD = json.loads(own(TOKEN).encode())
THEIRS = {"version": "1.5.0", "plugins_used": [], "results": {"a": [secret(STRIPE)]}}


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        (b"", "it is empty"),
        (own(TOKEN).encode()[:-30], "cut off"),
        (b"\xff\xfe", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[]", "neither a baseline"),
        (b'{"a": 1}', "neither a baseline"),
        (json.dumps(GOOD | {"mlsecops_baseline": 2}).encode(), "newer version"),
        (json.dumps(GOOD | {"salt": "xyz"}).encode(), "salt is damaged"),
        (json.dumps(GOOD | {"files": {"a": [{"rule": 3}]}}).encode(), "damaged (Expected `str`, got `int`"),
        (json.dumps(THEIRS | {"version": "0.14.3", "exclude": {}}).encode(), "detect-secrets 0.14.3, and version 1"),
        (json.dumps(THEIRS | {"version": "2.0.0"}).encode(), "detect-secrets 2.0.0, and version 1"),
        (json.dumps(THEIRS | {"results": []}).encode(), "damaged (Expected `object`, got `array`"),
        (json.dumps(THEIRS | {"results": {"a": [{"type": "x"}]}}).encode(), "required field `hashed_secret`"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_used_says_why(raw: bytes, part: str) -> None:
    with pytest.raises(BaselineError) as caught:
        parse(raw, "b.json", ".")
    assert part in str(caught.value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)
    )
)
def test_any_json_is_a_baseline_or_is_refused(tree: Any) -> None:
    for each in (tree, {"mlsecops_baseline": 1, "salt": "00", "files": tree}, {"version": "1.0", "results": tree}):
        try:
            parse(json.dumps(each).encode(), "b.json", ".")
        except BaselineError:
            continue


def test_no_plugin_of_a_baseline_is_imported(tmp_path: Path) -> None:
    plugin = tmp_path / "evil.py"
    plugin.write_text("raise SystemExit('imported')")
    tree = THEIRS | {"plugins_used": [{"name": "Evil", "path": f"file://{plugin}"}]}
    assert parse(json.dumps(tree).encode(), "b", ".").by("a", PICKLED[0]) is None
