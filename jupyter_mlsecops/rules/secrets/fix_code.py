"""A secret in Python code: an expression that reads it takes the place of the literal."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from jupyter_mlsecops.sdk import Applicability, Call, Proposal, SecretStore, Span, Store, TextEdit, regex

from . import stores
from .imports import head_edits
from .literals import Token
from .names import environment_key
from .readers import READERS, variables_of
from .site import Site

Edits = tuple[TextEdit, ...]
Expression = Callable[[str], str]

MOST = 5  # so many fixes that can be applied are offered at once
_STORED = regex(
    r"environ(?:\[[^\]\n]{1,80}\][ \t]*=|\.setdefault\([^,\n]{1,80},|\.update\([^)\n]{0,300})[ \t]*\(?\s{0,40}\Z"
    r"|putenv\([^,\n]{1,80},[ \t]*\Z"
)
_DEFAULT = regex(
    r"""(?:getenv|environ\.get)\(\s{0,9}(?:['"][A-Za-z_]\w{0,80}['"]|[A-Za-z_]\w{0,80})"""
    r"""(\s{0,40},\s{0,40}(?:default\s{0,9}=\s{0,9})?)\Z"""
)
_FIELD_QUOTE = regex(r"""[rbuRBU]?(["'])\Z""")
_MOST_BRACES = 40


def in_python(site: Site) -> Iterator[Proposal]:
    """The fixes of a value in a string of a Python cell, the store that suits the notebook first."""
    fixes = list(_fixes(site))
    yield from fixes[:MOST]
    if not fixes:
        yield manual(site)


def manual(site: Site) -> Proposal:
    """What is left where the literal cannot be taken out by an edit."""
    return Proposal(f"Read {site.name} from the environment here", Applicability.MANUAL)


def review(title: str, edits: Edits) -> Proposal:
    """A fix that a person should look at first."""
    return Proposal(title, Applicability.REVIEW, edits)


def stored(site: Site, store: stores.Store, name: str, edits: Edits) -> Proposal:
    """A fix after which the code reads ``name`` from ``store``; the environment may be that of a .env file."""
    title = stores.title(store, site.around, name)
    is_file = store.id == "environment" and stores.reads_env_file(site.around, site.cell, site.statement)
    held = SecretStore(id="dotenv" if is_file else store.id, name=name)
    return Proposal(title, Applicability.REVIEW, edits, held)


def file_instead(site: Site, name: str, left_out: Edits) -> Iterator[Proposal]:
    """A .env file sets the variable, and the line that did is ``left_out``."""
    written = stores.spelled(stores.DOTENV, site.around, site.cell, site.statement)
    if written is not None:
        lines = tuple(line for line in written.lines if line != "import os")
        edits = (*left_out, *head_edits(site.around, site.cell, site.statement, lines))
        yield stored(site, stores.DOTENV, name, edits)


def store_edits(
    site: Site, store: stores.Store, rewrite: Callable[[Expression], Edits | None], more: tuple[str, ...] = ()
) -> Edits | None:
    """The edits of ``rewrite`` with the store's expression, and those that import what it needs and ``more`` lines."""
    written = stores.spelled(store, site.around, site.cell, site.statement)
    if written is None:
        return None
    edits = rewrite(lambda quote: written.code.replace("{q}", quote).replace("{name}", site.name))
    if edits is None:
        return None
    lines = tuple(dict.fromkeys((*more, *written.lines)))
    return (*edits, *head_edits(site.around, site.cell, site.statement, lines))


def _fixes(site: Site) -> Iterator[Proposal]:
    token = site.token
    if token is None or token.kind != "string":
        if len(site.match.parts) < 2:
            return
    elif _is_prose(site, token):
        yield review("Put a placeholder there", (TextEdit(site.span, f"<{site.name}>", site.pointer),))
        return
    elif without_default := _without_default(site, token):
        yield review(f"Read {site.name} from the environment, without a default", without_default)
        return
    is_stored = token is not None and _is_stored(site, token)
    left_out = list(_line_left_out(site)) if is_stored else []
    if len(left_out) == 1:
        key = environment_key(site.source, site.span) or site.name
        from_file = list(file_instead(site, key, left_out[0].edits))
        if site.around.secret_store == "dotenv":
            yield from from_file
        else:
            left_out = [*from_file, *left_out]
    argument = tuple(_argument_left_out(site))
    seen: set[Edits] = set()  # where a .env file was read already, its variables are the environment's
    for number, store in enumerate(stores.offered(site.around)):
        if is_stored and store.id in ("environment", "dotenv"):
            continue
        if store.id == "aws" and site.name.startswith("AWS_"):
            continue  # the key that opens the store does not lie in it
        edits = store_edits(site, store, lambda expression: _rewritten(site, expression))
        if edits is not None and edits not in seen:
            seen.add(edits)
            yield stored(site, store, site.name, edits)
        if number == 0 and not is_stored:
            yield from argument
    yield from left_out


def _rewritten(site: Site, expression: Expression) -> Edits | None:
    """The edits that put an expression in the place of the value; None where it cannot be taken out alone."""
    token = site.token
    if len(site.match.parts) > 1:
        value = "".join(site.source[slice(*part)] for part in site.match.parts)
        if any(c.isspace() for c in value) or "://" in value:
            return None  # the pieces hold more than the value
        return (_edit(site, site.span, expression('"')),)
    if token is None or token.kind != "string":
        return None
    start, end = token.body
    if (start, end) == tuple(site.span) and not _has_neighbour(site, token):
        code = expression('"') + (".encode()" if "b" in token.prefix.lower() else "")
        return (_edit(site, Span(token.start, token.end), code),)
    return _piece(site, token, expression)


def _piece(site: Site, token: Token, expression: Expression) -> Edits | None:
    """The value is a piece of the literal, which becomes an f-string."""
    source, span, (start, end) = site.source, site.span, token.body
    prefix = token.prefix.lower()
    quote = "'" if '"' in token.quote else '"'
    if "f" in prefix or "t" in prefix:
        if _depth(source, start, span.start):
            return _inside_field(site, expression)
        return (_edit(site, span, f"{{{expression(quote)}}}"),)
    is_bytes = "b" in prefix
    if is_bytes and ("\\" in source[start:end] or _has_neighbour(site, token)):
        return None
    after = source[token.end :].lstrip(" \t")
    if after[:1] == "%" or ("\\N{" in source[start:end] and "r" not in prefix):
        return None  # a format of its own, in which the value would be read as one
    braces = [at for at in (*range(start, span.start), *range(span.end, end)) if source[at] in "{}"]
    if len(braces) > _MOST_BRACES:
        return None
    kept = "".join(c for c in token.prefix if c in "rR")
    edits = [_edit(site, Span(token.start, token.start + len(token.prefix)), "f" + kept)]
    edits += [_edit(site, Span(at, at), source[at]) for at in braces]
    edits.append(_edit(site, span, f"{{{expression(quote)}}}"))
    if is_bytes:
        edits.append(_edit(site, Span(token.end, token.end), ".encode()"))
    return tuple(edits)


def _inside_field(site: Site, expression: Expression) -> Edits | None:
    """The value is a literal in a replacement field of an f-string; it keeps the quotes it has, which fit there."""
    source, span = site.source, site.span
    opened = _FIELD_QUOTE.search(source, max(0, span.start - 2), span.start)
    if opened is None or source[span.end : span.end + 1] != opened[1]:
        return None
    start = span.start - 1
    if opened.start() < start and source[opened.start()] not in "rRuU":
        return None
    return (_edit(site, Span(opened.start(), span.end + 1), expression(opened[1])),)


def _depth(source: str, start: int, at: int) -> int:
    """How many replacement fields are open at an offset of an f-string whose body begins at ``start``."""
    depth = 0
    while start < at:
        double = source[start : start + 2]
        if not depth and double in ("{{", "}}"):
            start += 2
            continue
        depth += {"{": 1, "}": -1}.get(source[start], 0)
        start += 1
    return max(0, depth)


def _has_neighbour(site: Site, token: Token) -> bool:
    """Whether another literal follows or precedes with nothing but space between: they are one string.

    Two literals on lines of their own outside brackets are two statements, which an f-string fits as well.
    """
    strings = [t for t in site.tokens if t.kind == "string"]
    at, source = strings.index(token), site.source
    behind = at + 1 < len(strings) and not source[token.end : strings[at + 1].start].strip(" \t\r\n\\")
    ahead = at > 0 and not source[strings[at - 1].end : token.start].strip(" \t\r\n\\")
    return behind or ahead


def _is_prose(site: Site, token: Token) -> bool:
    """Whether the string is a statement of its own: a docstring, or code that was put in quotes to switch it off."""
    if site.code is None or len(token.quote) < 3:
        return False
    lines = site.code.summary.lines
    for node in ast.walk(site.code.summary.parsed.tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            start = lines.ast_offset(node.lineno, node.col_offset)
            end = lines.ast_offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
            if start <= token.start < end:
                return True
    return False


def _is_stored(site: Site, token: Token) -> bool:
    """Whether the value is put into the environment, where it cannot be read from as well."""
    return _STORED.search(site.source[max(0, token.start - 400) : token.start]) is not None


def _without_default(site: Site, token: Token) -> Edits:
    """Edits that take a value out that stands in only where a variable is not set."""
    match = _DEFAULT.search(site.source, max(0, token.start - 240), token.start)
    if match is None or token.body != tuple(site.span) or site.source[token.end :].lstrip()[:1] not in (")", ","):
        return ()
    return (_edit(site, Span(match.start(1), token.end), ""),)


def _line_left_out(site: Site) -> Iterator[Proposal]:
    """Delete the statement that sets the variable: it can be set before Jupyter starts."""
    if site.code is None:
        return
    key = environment_key(site.source, site.span) or site.name
    title = f"Delete the line, and set {key} before Jupyter starts"
    setting: list[Store | Call] = [*site.code.stores("os.environ[]")]
    setting += site.code.calls("os.environ.setdefault", "os.putenv")
    for one in setting:
        edits = one.drop_statement() if _holds(one.span, site.span) else None
        if edits:
            yield review(title, tuple(_edit(site, e.span, e.insert) for e in edits if e.span))


def _argument_left_out(site: Site) -> Iterator[Proposal]:
    """Delete the argument of a call whose library reads the variable by itself."""
    token = site.token
    if site.code is None or token is None or tuple(site.span) != token.body:
        return
    for call in site.code.calls(*READERS):
        if not _holds(call.span, site.span):
            continue
        for keyword, variable in READERS[call.name]:
            value = call.keywords.get(keyword)
            edits: Edits | None = None
            if value is not None and _holds(value.span, site.span):
                edits = call.drop_keyword(keyword)
            elif len(call.args) == 1 and not call.keywords and _holds(call.args[0].span, site.span):
                edits = (TextEdit(Span(call.func_span.end + 1, call.span.end - 1)),)
            if edits and site.name in variables_of(variable):
                title = f"Leave it out: {call.written} reads {variable} by itself"
                yield review(title, tuple(_edit(site, e.span, e.insert) for e in edits if e.span))
                return


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _edit(site: Site, span: Span, insert: str) -> TextEdit:
    return TextEdit(span, insert, site.pointer)
