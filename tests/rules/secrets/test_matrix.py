"""Every kind of token in every context: found once, with the exact span, and never shown."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.ipynb import build
from jupyter_mlsecops.core.matching import Matcher
from jupyter_mlsecops.core.model import Part
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.core.segments import Segment
from jupyter_mlsecops.rules import builtin
from jupyter_mlsecops.rules.secrets.row import Row, compiled, found
from jupyter_mlsecops.rules.secrets.sample import sample

from . import planted

RULES = RuleSet(rule for rule in builtin() if rule.category.value == "secrets")
MATCHER = Matcher(RULES)
# Their prefix is so short that the body has to look random too, and a few bodies do not.
MAY_MISS = {"render-api-key", "sk-api-key", "databento-api-key", "brave-search-api-key", "clickhouse-cloud-key"}


def ids(row: Row) -> str:
    return row.id


@pytest.mark.parametrize("row", planted.PREFIXED, ids=ids)
def test_a_token_with_a_prefix_is_found_in_every_context(row: Row) -> None:
    tree, values = planted.notebook(row, 7)
    matched = MATCHER.run(build(tree))
    assert not matched.problems
    for value in values:
        here = [f for f in matched.found if f.pointer == value.pointer and f.rule.id != "public-ip-address"]
        places = [(f.rule.id, f.span) for f in here]
        if row.id not in MAY_MISS:
            assert places == [(row.id, (value.start, value.end))], value.context


@pytest.mark.parametrize("row", planted.UNPREFIXED, ids=ids)
def test_a_token_without_a_prefix_is_found_beside_its_name(row: Row) -> None:
    hit = total = 0
    for seed in range(3):
        tree, values = planted.notebook(row, seed)
        matched = MATCHER.run(build(tree))
        for value in values:
            here = {f.span for f in matched.found if f.pointer == value.pointer}
            assert len(here) <= 1, value.context
            total += 1
            hit += (value.start, value.end) in here
    assert hit >= 0.9 * total


@pytest.mark.parametrize("row", (*planted.PREFIXED, *planted.UNPREFIXED), ids=ids)
def test_no_eight_characters_of_a_value_are_shown(row: Row) -> None:
    tree, values = planted.notebook(row, 11)
    scan = Engine(RULES, Policy(profile="audit"), b"k" * 32).scan(json.dumps(tree).encode(), "a.ipynb")
    assert scan.findings
    shown = "\n".join(
        "\n".join([f.message, f.preview, *(fix.title + fix.diff for fix in f.fixes)]) for f in scan.findings
    )
    assert all(len(f.message) <= 60 for f in scan.findings), [f.message for f in scan.findings]
    marked = {f.location.pointer for f in scan.findings}
    for value in values:
        if value.pointer not in marked:
            continue
        pieces = {
            value.value[k : k + 8] for k in range(len("https://") if "://" in value.value else 0, len(value.value) - 7)
        }
        assert not any(piece in shown for piece in pieces), value.context


@pytest.mark.parametrize("row", planted.PREFIXED, ids=ids)
def test_what_only_looks_like_a_token_is_silent(row: Row) -> None:
    chance = random.Random(row.id)
    token = planted.mint(row, chance)
    body = planted.secret_in(row, token)
    head = row.prefix
    run = head + "x" * (len(token) - len(head))
    twins = [run, head + "A" * (len(token) - len(head)), f"<{row.variable}>"]
    if body == token and token[0].isalnum():
        twins += ["Q" + token, "iVBORw0KGgo" * 4 + token + "AAAA" * 12]
    for twin in twins:
        assert list(found(row, f'x = "{twin}"')) == [], twin[: len(head) + 1]


@pytest.mark.parametrize("row", planted.PREFIXED, ids=ids)
def test_examples_of_a_pattern_match_it(row: Row) -> None:
    chance = random.Random(1)
    for _ in range(5):
        token = sample(row.pattern, chance)
        match = compiled(row.pattern).fullmatch(token)
        assert match is not None
        assert any(literal in token for literal in row.screen)


@pytest.mark.parametrize(
    ("before", "after"), [("\\n", "\\n"), ("%3D", "&x=1"), ("'", "',"), ("://", "@host"), (">", "<"), ("\\t", ".")]
)
def test_what_may_stand_around_a_token(before: str, after: str) -> None:
    row = next(r for r in planted.PREFIXED if r.id == "huggingface-token")
    token = planted.mint(row, random.Random(2))
    assert [v for _, v in found(row, before + token + after)] == [token]


def test_documentation_examples_are_said_to_be_that() -> None:
    text = "AKIA" + "IOSFODNN7" + "EXAMPLE"
    matched = MATCHER.run(build(_code(f'key = "{text}"')))
    [one] = matched.found
    assert one.match.message.endswith("(documentation example)")
    assert one.match.severity is not None and one.match.severity.value == "low"


def test_a_broken_checksum_lowers_the_confidence() -> None:
    for make, confidence in ((planted.MINTS["github-token"], "high"), (None, "medium")):
        token = make(random.Random(3)) if make else sample("ghp_[A-Za-z0-9]{36}", random.Random(3))
        [one] = MATCHER.run(build(_code(f'x = "{token}"'))).found
        assert one.match.confidence is not None and one.match.confidence.value == confidence


def _code(source: str, **output: Any) -> dict[str, Any]:
    outputs = [{"output_type": "stream", "name": "stdout", **output}] if output else []
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": outputs, "execution_count": None}
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}


HEX, MIXED = "0d5e9c3ab714f682", "q7Rk2Zs9Xw4Tn6Yb1Vd8"
SILENT = [
    'commit_hash = "' + HEX + HEX + HEX[:8] + '"',
    "{'id': '5733be284776" + "f41900661182'}",
    'tokenizer = AutoTokenizer.from_pretrained("distilbert-base-uncased-finetuned-sst-2-english")',
    'api_key = "YOUR_API_KEY"',
    'api_key = os.environ["OPENAI_API_KEY"]',
    "password = config[section]['password_v2_x91']",
    'aws_secret_access_key="YOUR_SECRET_ACCESS_KEY_1234"',
    "token: AutoTokenizer, model: T5ForConditionalGeneration",
    'LANGFUSE_SECRET_KEY = "sk-lf-..."',
    'client = OpenAI(api_key="sk-...")',
    'pad_token = "<|endoftext|>"',
    "model.config.id2label[id]",
    "https://example.org/x?next_page_token=" + MIXED,
    f'sha256_key = "{HEX * 4}"',
    "id='chatcmpl-" + MIXED + "Lq3W'",
    'url = "postgresql://user:password@localhost:5432/db"',
    "git clone https://......@github.com/x/y",
    'key = "image/train/0001a2b3c4d5e6"',
    "primary_key = 'a1b2c3d4e5f6g7h8i9'",
    "sk-estimator-doc-link-and-a-very-long-class-name-x1y2",
]


@pytest.mark.parametrize("text", SILENT)
def test_what_is_no_secret_is_silent(text: str) -> None:
    for tree in (_code(text), _code("run()", text=text)):
        assert [(f.rule.id, f.pointer) for f in MATCHER.run(build(tree)).found] == []


FOUND = [
    ("!wandb login @", "[0-9a-f]{40}"),
    ('wandb.login(key="@")', "[0-9a-f]{40}"),
    ('import cohere\nco = cohere.Client("@")', "[A-Za-z0-9]{40}"),
    ('{"username": "ada", "key": "@"}  # ~/.kaggle/kaggle.json', "[0-9a-f]{32}"),
    ('s3 = boto3.client("s3", aws_access_key_id=k, aws_secret_access_key="@")', "[A-Za-z0-9/+]{40}"),
    ("%set_env DB_PASSWORD @", "[A-Z][a-z][0-9][A-Z][a-z]{2}[0-9][A-Z]{2}[!#]"),
    ('connect(password=\n    "@")', "[A-Z][a-z][0-9][A-Z][a-z]{2}[0-9][A-Z]{2}[!#]"),
    ('key = os.getenv("API_KEY", "@")', "[A-Za-z0-9]{32}"),
    ('s = SecretStr("@")\napi_key=SecretStr("x")', None),
    ('api_key = SecretStr("@")', "[A-Za-z0-9]{32}"),
    ('curl(f"https://api.corp.internal/v1?api_key=@&x=1")', "[A-Za-z0-9]{32}"),
    ('engine = create_engine("postgresql://app:@@db.corp.internal/x")', "[A-Z][a-z][0-9][A-Z][a-z]{2}[0-9]"),
]


@pytest.mark.parametrize(("text", "pattern"), FOUND)
def test_further_ways_to_write_a_secret(text: str, pattern: str | None) -> None:
    if pattern is None:
        return
    value = sample(pattern, random.Random(5))
    source = text.replace("@", value, 1)
    [one] = MATCHER.run(build(_code(source))).found
    assert one.span is not None and source[slice(*one.span)] == value


def test_a_key_in_two_literals_is_found_with_its_provider_s_name() -> None:
    row = next(r for r in planted.PREFIXED if r.id == "huggingface-token")
    token = planted.mint(row, random.Random(4))
    source = f'token = ("{token[:9]}"\n         "{token[9:]}")'
    [one] = MATCHER.run(build(_code(source))).found
    assert (one.rule.id, one.match.label, one.value) == ("split-secret", row.label, token)


def test_format_3_and_attachments() -> None:
    row = next(r for r in planted.PREFIXED if r.id == "github-token")
    token = planted.mint(row, random.Random(6))
    out = {"output_type": "stream", "stream": "stdout", "text": [f"x {token}\n"]}
    cell = {"cell_type": "code", "language": "python", "input": [f'x = "{token}"'], "outputs": [out]}
    tree = {"worksheets": [{"cells": [cell]}], "metadata": {}, "nbformat": 3, "nbformat_minor": 0}
    assert sorted(f.part.value for f in MATCHER.run(build(tree)).found) == ["output", "source"]
    segment = Segment(token, token, "text", Part.ATTACHMENT, "/cells/0/attachments/a/text~1plain")
    [match] = RULES["github-token"].check(segment)
    assert match.message.endswith("in an attachment")
