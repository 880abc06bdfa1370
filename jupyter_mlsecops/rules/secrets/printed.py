"""Values that stand alone in an output and are named only by the statement that printed them: ``print(api_key)``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .chosen import is_chosen
from .filters import is_password
from .fixes import proposals
from .named import is_credential, label_of
from .pairs import Pair
from .words import is_weak

_LINE = r"[ \t]*b?[\"']?[^\s\"'`\\<>]{8,}[\"']?[ \t]*\r?"
_ALONE = regex(r"^[ \t]*b?(?P<mark>[\"']?)(?P<value>[^\s\"'`\\<>]{8,1300})(?P=mark)[ \t]*\r?$", re.MULTILINE)
_MIXED = regex(r"(?=[^0-9]*[0-9])[^A-Za-z]*[A-Za-z]")  # other values were not drawn by chance
_LINES, _LONGEST = 3, 4000  # of an output with more lines nobody knows which statement printed what
# A variable, an attribute, or what something keeps under a name: ``os.environ["KEY"]``, ``userdata.get("KEY")``.
_PLACE = (
    r"(?:[A-Za-z_][\w.]{0,80}(?:\[|\()[ ]?[\"'](?P<key>[\w-]{2,80})[\"'][^\n()\[\]]{0,60}[\])]|"
    r"(?:[A-Za-z_]\w{0,60}\.){0,4}(?P<name>[A-Za-z_]\w{0,60}))"
)
_END = r"[ \t]*;?[ \t]*(?:#[^\n]*)?"
_PRINTS = regex(rf"^[ \t]*(?:[\w.]{{0,20}}print|display)\([ \t]*{_PLACE}[ \t]*\){_END}$", re.MULTILINE)
_SHOWS = regex(rf"(?:^|\n){_PLACE}{_END}\s*\Z")
_ECHOES = regex(
    r"^[ \t]*(?:!?[ ]?(?:echo[ ][\"']?\$\{?|printenv[ ])|%env[ ])(?P<key>\w{2,80})\}?[\"']?[ \t]*$", re.MULTILINE
)
# What is drawn in the cell itself shows how that is done, and ids that a data set calls tokens are hexadecimal.
_DRAWS = regex(r"\brandom\b|\bsecrets\.|\buuid\d|urandom|choices?\(|generate_key|digest\(|encrypt|tokenizer")
_ID = regex(r"[0-9a-f]{32}\Z|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\Z")
# ``secret_word`` and ``token_count`` are no credentials: the word comes last, but for an ending.
_NAMES = regex(
    r"(?i)(?:tokens?|keys?|secrets?|passw(?:or)?d|passwd|passphrase|pwd|(?<![a-z])pw|credentials?|bearer|_pat)"
    r"(?:[_-]?(?:value|str|prod|dev|live|test|main|old|new|id|v?\d{1,3}))?\Z"
)
# Of what is called a key in small letters only this opens something.
_WEAK = regex(r"(?<!api)(?<!api_)(?<!access_)(?<!secret_)(?<!private_)(?<!account_)(?<!auth_)(?<!admin_)keys?\Z")
_FAKE = "q8Zk3Vw1Lx" + "Yt5Rb7Nc2M"


@rule(
    id="printed-credential",
    form_of="named-credential",
    on=Segment,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Credential printed by its name",
    cwe=(312, 532),
    bad=[
        f"print(acme_token)\n# %% [output]\n«{_FAKE}»",
        f"api_key = load()\napi_key\n# %% [output text/plain]\n'«{_FAKE}»'",
        f'print(os.environ["ACME_API_KEY"])\n# %% [output]\n«{_FAKE}»',
        f"!echo $ACME_TOKEN\n# %% [output]\n«{_FAKE}»",
        "print(password)\n# %% [output]\n«" + "Harbour" + "2019»",
        f"print(host)\nprint(settings.db_password)\n# %% [output]\ndb1\n«{_FAKE}»",
    ],
    ok=[
        f"print(cache_key)\n# %% [output]\n{_FAKE}",
        f"print(key)\n# %% [output]\n{_FAKE}",
        f"print(blob.name_key)\n# %% [output]\nraw/{_FAKE}",
        f"for row in rows:\n    print(row)\n# %% [output]\n{_FAKE}",
        "print(token)\n# %% [output]\nunbelievably2good",
        "print(token)\n# %% [output]\n" + "0d5e9c3ab714f682" + "7c41d90be385a26f",
        f"import secrets\ntoken = secrets.token_urlsafe(16)\nprint(token)\n# %% [output]\n{_FAKE}",
        f"for token in tokens:\n    print(token)\n# %% [output]\na\nb\nc\n{_FAKE}",
    ],
    screen=tuple("0123456789"),
    shapes=(rf"^{_LINE}$",),
    printed=True,
    precedence=4200,
    propose=proposals("", ""),
)
def printed_credential(segment: Segment) -> Iterator[Match]:
    """The cell prints a credential, and everyone who gets the notebook can read it in the output.

    Change it where it is valid, clear the output, and print no more than whether it is set."""
    text = segment.text
    if segment.kind not in ("stream", "text") or segment.cell is None or len(text) > _LONGEST:
        return
    if text.strip().count("\n") >= _LINES:
        return
    alone = [match for match in _ALONE.finditer(text) if _MIXED.match(match["value"])]
    names = _names(segment.cell.source, segment.kind) if alone else []
    for match in alone:
        span = Span(*match.span("value"))
        name = next((name for name in names if _is_of(name, span, match["value"])), "")
        if name:
            label = label_of(name)
            yield Match(span, message=f"{label} {segment.where}", label=label, preview=shape())


def _names(source: str, kind: str) -> list[str]:
    """The names of credentials that a cell prints, each by a statement that prints nothing else."""
    if _DRAWS.search(source):
        return []
    shown = [*_PRINTS.finditer(source), *_ECHOES.finditer(source)]
    if kind == "text":
        shown += _SHOWS.finditer(source)
    names = [match["key"] or match.groupdict().get("name") or "" for match in shown]
    return [name for name in names if _NAMES.search(name) and not _WEAK.search(name)]


def _is_of(name: str, span: Span, value: str) -> bool:
    """Whether a value can be what a name says."""
    if is_password(name) and is_chosen(value):
        return True
    return is_credential(Pair(name, span, value, True, is_weak(name))) and not (name == "token" and _ID.match(value))
