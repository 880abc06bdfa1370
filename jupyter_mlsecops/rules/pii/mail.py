"""E-mail addresses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from jupyter_mlsecops.sdk import Severity, regex

from .entity import Entity, Value
from .reading import Reading

_DOMAIN = regex(
    r"@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}([A-Za-z]{2,63}|xn--[A-Za-z0-9-]{2,59}))"
    r"(?![A-Za-z0-9_@]|-[A-Za-z0-9]|\.[A-Za-z0-9])"
)
_LOCAL = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+%'-"
_ESCAPE = regex(r"\\[nrtbfv](?=[A-Za-z0-9])")
_NO_URL = regex(r"[\s\"'<>]")
# Reserved for documentation and tests, or for machines of one network.
_RESERVED = regex(
    r"(?i)(?:^|\.)(?:example\.[a-z]{2,4}|lists?\.[a-z0-9.-]{4,60}|googlegroups\.com|[a-z0-9.-]{0,60}gserviceaccount\.com|(?:example|test|invalid|localhost|local|internal|localdomain|lan|home|corp|arpa))\Z"
)
# Last labels that are no domain: endings of files, attributes of arrays in ``a@b.mean``.
_NOT_DOMAIN = frozenset(
    "png jpg jpeg gif svg webp ico bmp pdf css js ts jsx tsx json yaml yml toml txt csv html htm xml ipynb tar gz whl "
    "egg bin onnx dot mean sum shape transpose reshape values data cpu cuda numpy weight weights bias grad conj inv "
    "func function method astype flatten size item detach".split()
)
_MACHINE = regex(
    r"(?i)(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer-daemon|postmaster|notifications?|bounces?|git|svn|hg|"
    r"(?:your|my|some)[-_.]?\w{0,20}|x{2,}|user(?:name)?|example|system|name|email|e-mail|mail|someone|somebody|you|me|foo|bar|abc|\.+)\Z"
)
_OFFICE = regex(
    r"(?i)(?:info|support|contact|help|hello|sales|press|media|security|abuse|admin|webmaster|feedback|team|office|legal|"
    r"privacy|jobs|careers|billing|service|enquiries|community|opensource|root|hostmaster|licensing|marketing)\Z"
)
_PLACEHOLDER = regex(
    r"(?i)(?:your|my|some)[-_]?\w{0,20}\.\w+|(?:domain|email|company|xx+|foo|bar|abc|website|site|organization|provider|server|host)\.\w{2,4}"
)


def addresses(reading: Reading) -> Iterator[Value]:
    """The e-mail addresses of persons in a text."""
    for domain in _DOMAIN.finditer(reading.text):
        if domain[2].lower() not in _NOT_DOMAIN and _is_in_use(domain[1]):
            value = _address(reading, domain.start(), domain.end())
            if value is not None:
                yield value


def _address(reading: Reading, at: int, end: int) -> Value | None:
    text = reading.text
    local = _local(text[max(0, at - 65) : at])
    if not local or not _is_of_person(local):
        return None
    start = at - len(local)
    if text[start - 1 : start] == "@":
        return None
    scheme = text.rfind("://", start - 200 if start > 200 else 0, start)
    if scheme >= 0 and not _NO_URL.search(text, scheme, start) and text.find("?", scheme, start) < 0:
        return None  # a part of a URL, and no value of its query
    behind = text[end : end + 2]
    if behind[:1] in ("(", "[") or behind == ":/":
        return None  # a matrix product, the address of a repository
    if reading.is_code and not reading.is_in_string(start):
        return None
    return Value(start, end)


@lru_cache(maxsize=512)
def _is_in_use(domain: str) -> bool:
    return _RESERVED.search(domain) is None and _PLACEHOLDER.fullmatch(domain) is None


@lru_cache(maxsize=512)
def _is_of_person(local: str) -> bool:
    return _MACHINE.match(local) is None and _OFFICE.match(local) is None


def _local(before: str) -> str:
    """The name of a mailbox at the end of a text, or nothing."""
    if "\\" in before:
        before = _ESCAPE.split(before)[-1]
    local = before[len(before.rstrip(_LOCAL)) :][-64:].lstrip(".'-")
    is_name = not local.endswith((".", "'")) and ".." not in local and (len(local) >= 4 or not local.isdigit())
    return local if is_name else ""


EMAIL = Entity(
    id="email-address",
    label="e-mail address",
    many="e-mail addresses",
    why="An e-mail address names a person, and everyone who gets the notebook can read it.",
    remedy="Clear or redact the output, and print counts instead of people; in the text, name a role instead.",
    find=addresses,
    literals=("@",),
    severity=Severity.MEDIUM,
    elsewhere=Severity.LOW,
    bad=lambda: [
        "# %%\nprint(user)\n# %% [output]\nAda <«ada.l@" + "corp-mail.io»>, Bob <«bob+x@" + "corp-mail.io»>",
        "# %% [markdown]\nAsk «ada.l@" + "corp-mail.io» for access.",
    ],
    ok=(
        "@tf.function\ndef f(a, b): return a@b.mean()",
        "# %% [markdown]\nuser@example.com, noreply@corp-mail.io, git@github.com:a/b.git, https://ada@corp-mail.io/x",
        "!pip install git+ssh://git@github.com/a/b.git",
        "# %%\nx\n# %% [output]\njava.lang.Object@1b2c3d4 icon@2x.png",
    ),
)
