"""Whatever a text is, the rules for files, commands and cookies end, and mark a part of it that is no white space."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_mlsecops.core.model import Part
from jupyter_mlsecops.core.segments import Segment
from jupyter_mlsecops.rules.secrets import (
    app_passwords,
    azure_urls,
    cookies,
    encoded_keys,
    encoded_logins,
    jwt,
    key_files,
    kubernetes,
    login_arguments,
    login_commands,
    login_files,
    login_pairs,
    password_hashes,
)
from jupyter_mlsecops.sdk import Rule

MODULES = (
    *(app_passwords, azure_urls, cookies, encoded_keys, encoded_logins, jwt, key_files, kubernetes, login_arguments),
    *(login_commands, login_files, login_pairs, password_hashes),
)
RULES = [thing for module in MODULES for thing in vars(module).values() if isinstance(thing, Rule)] + list(jwt.RULES)
LITERALS = sorted({literal for rule in RULES for literal in rule.screen})
VALUE = "t7Kq2" + "xWz9Lm"
PIECES = [
    *(
        '"',
        "'",
        " ",
        "\n",
        "\\n",
        "\\",
        "=",
        ":",
        ";",
        ",",
        "(",
        ")",
        "{",
        "}",
        "/",
        "@",
        "&",
        "%",
        "$",
        ".",
        "\t",
        "é",
        "\ud800",
    ),
    *(
        VALUE,
        VALUE * 4,
        "0d5e9c3ab714f682" * 2,
        "sessionid=",
        "cookies={",
        "login ada password ",
        "-u ada:",
        "-p ",
        "TRUE",
    ),
    *(
        "eyJhbGciOiJub25lIn0",
        ".eyJzdWIiOiJ4MSJ9",
        "?sv=2022-11-02&sig=",
        "kind: Secret\n",
        '"kty":"EC"',
        '"d":"',
        "$2y$10$",
    ),
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(LITERALS), st.text(max_size=4)), max_size=30).map(
    "".join
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["", "cookie", "auth", "kty"]))
def test_spans_lie_in_the_text(text: str, key: str) -> None:
    segment = Segment(text, text, "stream", Part.OUTPUT, "/cells/0/outputs/0/text", key=key)
    for rule in RULES:
        for match in rule.check(segment):
            assert match.span is not None
            start, end = match.span
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip() == text[start:end]
            assert len(match.message) <= 60
            assert not any(text[k : k + 8] in match.message for k in range(start, end - 7))
