"""Fixes of secrets, the same for all rules: redact or clear an output, read a value from the environment, ask for it.

No title, and no text that is put in, holds any part of a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from jupyter_mlsecops.sdk import Applicability, Match, Part, Proposal, Segment, Span, TextEdit

from .literals import Token, is_python, tokens

Propose = Callable[[Segment, Match], Iterable[Proposal]]

_OUTPUT = re.compile(r".*/outputs/\d+(?=/)")
_ENV_MAGIC = re.compile(r"[ \t]*%(?:set_)?env[ \t]+([A-Za-z_]\w*)[ \t]*[= \t][ \t]*['\"]?\Z")
_ENV_STORE = re.compile(
    r"environ(?:\[[^\]\n]{1,80}\][ \t]*=|\.setdefault\([^,\n]{1,80},)[ \t]*\(?\s{0,40}\Z|putenv\([^,\n]{1,80},[ \t]*\Z"
)
_IMPORTS_OS = re.compile(r"^[ \t]*import[ \t]+(?:[\w., \t]+,[ \t]*)?os[ \t]*(?:$|[,;#\r])", re.MULTILINE)
_IMPORTS_GETPASS = re.compile(r"^[ \t]*from[ \t]+getpass[ \t]+import[ \t]+.*\bgetpass\b", re.MULTILINE)
_FUTURE = re.compile(r"^from[ \t]+__future__[ \t]+import[ \t]+(?:\([^)]*\)|[^\r\n]*)", re.MULTILINE)
_ASSIGNED = re.compile(
    r"(?:^|[\s;({,])([A-Za-z_][\w.]*)(?:\[['\"]([A-Za-z_][\w-]*)['\"]\])?"
    r"[ \t]*(?::[^=\n]{1,40})?={1,2}[ \t]*\(?\s{0,40}\Z"
)
_KEYED = re.compile(r"['\"]([A-Za-z_][\w-]{0,60})['\"][ \t]*[:,][ \t]*\Z")
_GENERIC = frozenset(("LOGIN", "BEARER", "AUTHORIZATION", "KEY", "PAIR"))
_WORD_BREAK = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])")


def proposals(label: str, variable: str) -> Propose:
    """The ``propose`` of a rule: ``label`` names what it finds, ``variable`` is where people keep it.

    Where they are empty, the label of the match and the name beside the value are taken.
    """

    def propose(segment: Segment, match: Match) -> Iterable[Proposal]:
        if match.span is None:
            return ()
        called = label or match.label or "secret"
        if segment.part is Part.OUTPUT:
            return _in_output(segment, match.span, called)
        if segment.part is not Part.SOURCE:
            return _in_metadata(segment, match.span, called)
        name = variable or variable_at(segment.text, match.span)
        if segment.kind != "code":
            return (_replace("Put a placeholder there", segment, match.span, f"<{name}>"),)
        return _in_code(segment, match, name)

    return propose


def advice(title: str) -> Propose:
    """A ``propose`` for a value that code cannot simply read from the environment: outputs are fixed, code is not."""

    def propose(segment: Segment, match: Match) -> Iterable[Proposal]:
        if match.span is None:
            return ()
        if segment.part is Part.SOURCE:
            return (Proposal(title, Applicability.MANUAL),)
        if segment.part is Part.OUTPUT:
            return _in_output(segment, match.span, match.label)
        return _in_metadata(segment, match.span, match.label)

    return propose


def _in_output(segment: Segment, span: Span, label: str) -> Iterator[Proposal]:
    edit = TextEdit(segment.raw_span(span), f"[redacted: {label}]")
    yield Proposal("Redact output", Applicability.SAFE, (edit,))
    output = _OUTPUT.match(segment.pointer)
    if output:
        yield Proposal("Clear this output", Applicability.SAFE, (TextEdit(None, pointer=output[0]),))


def _in_metadata(segment: Segment, span: Span, label: str) -> Iterator[Proposal]:
    edit = TextEdit(segment.raw_span(span), f"[redacted: {label}]")
    yield Proposal(
        "Redact metadata" if segment.part is not Part.ATTACHMENT else "Redact attachment", Applicability.REVIEW, (edit,)
    )


def _replace(title: str, segment: Segment, span: Span, insert: str) -> Proposal:
    return Proposal(title, Applicability.REVIEW, (TextEdit(segment.raw_span(span), insert),))


def _in_code(segment: Segment, match: Match, name: str) -> Iterator[Proposal]:
    source, span = segment.text, match.span
    if span is None:
        return
    if not is_python(segment.language, source):
        body = source.lstrip()
        if body.startswith(("%%bash", "%%sh", "%%script bash", "%%!", "%%system")):
            yield _shell(segment, span, name)
        else:
            yield Proposal(f"Read {name} from the environment here", Applicability.MANUAL)
        return
    found = tokens(source)
    if match.parts:
        yield from _expression(segment, span, name, found)
        return
    token = next((t for t in found if t.start <= span.start and span.end <= t.end), None)
    if token is None:
        yield Proposal(f"Read {name} from the environment here", Applicability.MANUAL)
    elif token.kind == "comment":
        yield _replace("Put a placeholder there", segment, span, f"<{name}>")
    elif token.kind == "escape":
        yield from _escape(segment, span, name, token, found)
    else:
        yield from _string(segment, span, name, token, found)


def _expression(segment: Segment, span: Span, name: str, found: list[Token]) -> Iterator[Proposal]:
    """A value written in several literals: the whole expression goes."""
    yield _code_fix(f"Read {name} from the environment", segment, span, f'os.environ["{name}"]', "os", found)
    yield _code_fix(f"Ask for {name} with getpass", segment, span, f'getpass("{name}: ")', "getpass", found)


def _string(segment: Segment, span: Span, name: str, token: Token, found: list[Token]) -> Iterator[Proposal]:
    source = segment.text
    start, end = token.body
    whole = Span(token.start, token.end)
    has_neighbour = _has_neighbour(source, token, found)
    is_bytes, is_format = "b" in token.prefix.lower(), bool(set(token.prefix.lower()) & set("ft"))
    if (start, end) == tuple(span) and not has_neighbour:
        tail = ".encode()" if is_bytes else ""
        store = _ENV_STORE.search(source[max(0, token.start - 200) : token.start])
        if not store:
            code = f'os.environ["{name}"]{tail}'
            yield _code_fix(f"Read {name} from the environment", segment, whole, code, "os", found)
        code = f'getpass("{name}: ")' + tail
        yield _code_fix(f"Ask for {name} with getpass", segment, whole, code, "getpass", found)
        return
    rest = source[start : span.start] + source[span.end : end]
    if is_bytes or (not is_format and ("{" in rest or "}" in rest)) or has_neighbour:
        yield Proposal(f"Read {name} from the environment here", Applicability.MANUAL)
        return
    mark = "'" if '"' in token.quote else '"'
    field = f"{{os.environ[{mark}{name}{mark}]}}"
    edits = [TextEdit(Span(span.start, span.end), field)]
    if not is_format:
        prefix = token.prefix.replace("u", "").replace("U", "")
        edits.insert(0, TextEdit(Span(token.start, token.start + len(token.prefix)), "f" + prefix))
    edits += _import(source, "os", found)
    yield Proposal(f"Read {name} from the environment", Applicability.REVIEW, tuple(edits))


def _has_neighbour(source: str, token: Token, found: list[Token]) -> bool:
    """Whether another literal follows or precedes with nothing but space between: they are one string."""
    strings = [t for t in found if t.kind == "string"]
    at = strings.index(token)
    behind = at + 1 < len(strings) and not source[token.end : strings[at + 1].start].strip(" \t\r\n\\")
    ahead = at > 0 and not source[strings[at - 1].end : token.start].strip(" \t\r\n\\")
    # Two statements on lines of their own are no neighbours, but then neither needs this fix.
    return behind or ahead


def _escape(segment: Segment, span: Span, name: str, token: Token, found: list[Token]) -> Iterator[Proposal]:
    """A value in a ``!`` or ``%`` line."""
    source = segment.text
    line = source[token.start : token.end]
    magic = _ENV_MAGIC.match(source[token.start : span.start])
    if magic:
        indent = line[: len(line) - len(line.lstrip())]
        target = magic[1]
        lines = [] if _IMPORTS_OS.search(source) else ["import os"]
        lines += [] if _IMPORTS_GETPASS.search(source) else ["from getpass import getpass"]
        lines.append(f'os.environ["{target}"] = getpass("{target}: ")')
        edit = TextEdit(Span(token.start, token.end), "\n".join(indent + each for each in lines))
        yield Proposal(f"Ask for {target} with getpass", Applicability.REVIEW, (edit,))
    elif line.lstrip().startswith(("!", "%sx", "%system", "%pip", "%conda")):
        yield _shell(segment, span, name)
    else:
        yield Proposal(f"Read {name} from the environment here", Applicability.MANUAL)


def _shell(segment: Segment, span: Span, name: str) -> Proposal:
    """A value in a shell command: its variable, also where single quotes would keep it from being expanded."""
    text = segment.text
    line = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    outside_double = re.sub(r'"[^"]*"', "", line)
    quoted = outside_double.count("'") % 2 == 1 and '"' not in outside_double
    insert = f"'\"${name}\"'" if quoted else f"${{{name}}}" if text[span.end : span.end + 1].isalnum() else f"${name}"
    return _replace(f"Read {name} from the environment", segment, span, insert)


def _code_fix(title: str, segment: Segment, span: Span, code: str, module: str, found: list[Token]) -> Proposal:
    edits = (TextEdit(segment.raw_span(span), code), *_import(segment.text, module, found))
    return Proposal(title, Applicability.REVIEW, edits)


def _import(source: str, module: str, found: list[Token]) -> tuple[TextEdit, ...]:
    """The edit that imports ``os``, or ``getpass`` from its module, unless the cell does so already."""
    if (_IMPORTS_OS if module == "os" else _IMPORTS_GETPASS).search(source):
        return ()
    at = _import_place(source, found)
    statement = "import os\n" if module == "os" else "from getpass import getpass\n"
    if source[at - 1 : at] not in ("", "\n", "\r"):
        statement = "\n" + statement
    return (TextEdit(Span(at, at), statement),)


def _import_place(source: str, found: list[Token]) -> int:
    """Where an import may stand: behind leading magics, comments, a docstring and ``from __future__``."""
    at = 0
    for token in found:
        lead = source[at : token.start]
        if lead.strip():
            break
        end = token.end
        docstring = token.kind == "string" and len(token.quote) == 3 and not source[end:].split("\n", 1)[0].strip()
        if token.kind == "string" and not docstring:
            break
        # A magic or command in the middle of the code stays there; only what the cell begins with is passed over.
        if token.kind == "escape" and not source[token.start : end].lstrip().startswith("%"):
            break
        at = _next_line(source, end)
    for match in _FUTURE.finditer(source):
        at = max(at, _next_line(source, match.end()))
    return at


def _next_line(source: str, at: int) -> int:
    end = source.find("\n", at)
    return len(source) if end < 0 else end + 1


def variable_at(source: str, span: Span) -> str:
    """A variable's name for the value at ``span``, from the name beside it: ``db_password`` → ``DB_PASSWORD``."""
    before = source[max(0, span.start - 160) : span.start].rstrip("\"'`\\*rbfuRBFU")
    before = re.sub(r"(?i)(?:Bearer|Basic|Token)\s+\Z", "", before).rstrip("\"'`\\")
    match = _KEYED.search(before)
    name = match[1] if match else ""
    if not name:
        match = _ASSIGNED.search(before)
        name = (match[2] or match[1].rpartition(".")[2]) if match else ""
    if not name:
        loose = re.search(
            r"([A-Za-z_][\w-]{1,60})[\"'`\])*]{0,3}[ \t]{0,3}(?:=|:|\||,|\(|to|is|[ \t]|-)+[\"'`*(]*\Z", before
        )
        name = loose[1] if loose else ""
    upper = "_".join(piece for piece in _WORD_BREAK.split(name) if piece).upper()
    return "SECRET" if not upper or upper in _GENERIC or upper[0].isdigit() else upper[:60]
