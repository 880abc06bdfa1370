"""Programs and pickles that a notebook carries in its texts."""

from __future__ import annotations

import ast
import base64
import zlib
from collections.abc import Iterator, Sequence

from ...sdk import (
    JOINTS,
    Applicability,
    Confidence,
    Example,
    Match,
    Part,
    Place,
    Proposal,
    Segment,
    Severity,
    Span,
    TextEdit,
    clear_output,
    pieces,
    quiet,
    regex,
    rule,
)
from .payloads import Payload, of_base64, of_bytes, of_text_pickle

_LEAST = 40
_RUN = regex(r"[A-Za-z0-9+/_-]{40,}={0,2}")
_FRAGMENT = regex(r"[A-Za-z0-9+/]{12}")
_HEX_RUN = regex(r"(?<![0-9A-Za-z])(?:800[2-5]|7[fF]454[cC]46|4[dD]5[aA])[0-9a-fA-F]{36,200000}(?![0-9A-Za-z])")
_ESCAPED = regex(r"(?:\\x80\\x0[2-5]|\\x7fELF|\\x1f\\x8b|x\\x(?:9c|da)|MZ\\x90)")
_BYTES = regex(r"[rR]?[bB][rR]?(\"\"\"|'''|\"|')")
# One of these is in every text that can match: a long run, bytes written out, a pickle that is text, or pieces.
_SHAPES = (
    r"[A-Za-z0-9+/_-]{40}",
    *(r"\\x80\\x0[2-5]", r"\\x7fELF", r"\\x1f\\x8b", r"x\\x(?:9c|da)", r"MZ\\x90"),
    r"c(?:os|posix|nt|subprocess|builtins|__builtin__|commands|sys|socket|pty)(?:\\n|\n)",
    *JOINTS,
)
_MOST = 50  # runs of one text that are decoded in full
_IMAGE = regex(
    r"data:(?:image|font|audio|video)/[\w.+-]{1,40};base64,\s{0,4}\Z|data:application/(?:font|x-font|pdf)[\w.+-]{0,40};base64,\Z"
)


def _pickled() -> str:
    """A pickle that calls a harmless function of ``os``, spelled out, for nothing here makes one."""
    frame = b"\x8c\x05posix\x94\x8c\x06getpid\x94\x93\x94)R\x94\x8c\x05dummy\x94."
    return base64.b64encode(b"\x80\x04\x95\x1e" + bytes(7) + frame).decode()


def _plain_pickle() -> str:
    frame = b"}\x94(\x8c\x05first\x94K\x01\x8c\x06second\x94K\x02\x8c\x05third\x94K\x03u."
    return base64.b64encode(b"\x80\x04\x95\x28" + bytes(7) + frame).decode()


def _packed(source: str) -> str:
    return base64.b64encode(zlib.compress(source.encode())).decode()


def _bad() -> Sequence[str | Example]:
    code = "import socket, subprocess\nsubprocess.run(['id'])\n" * 3
    return [
        f"blob = '«{_pickled()}»'",
        f"import base64\nx = f(base64.b64decode('«{_plain_pickle()}»'))",
        f"exec(unpack('«{_packed(code)}»'))",
        f"exec(decode('''«{base64.b64encode(code.encode()).decode()}»'''))",
        f"# %% [markdown]\nSee <!-- «{_pickled()}» -->",
        f"show()\n# %% [output text/html]\n<p>«{_pickled()}»</p>",
        f'f()\n# %% [metadata]\n{{"cache": "«{_pickled()}»"}}',
        "payload = «b\"cos\\nsystem\\n(S'id'\\ntR.\"»",
        "p = «b'\\x80\\x02cposix\\ngetpid\\n)R.'»",
        f"h = bytes.fromhex('«{base64.b64decode(_pickled()).hex()}»')",
    ]


@rule(
    id="embedded-binary-payload",
    on=Segment,
    stored=True,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Program, pickle or packed code carried in a text",
    cwe=[506, 502],
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    shapes=_SHAPES,
    bad=_bad,
    ok=[
        f"img = '{base64.b64encode(bytes(range(256))).decode()}'",
        "# %% [markdown]\n![x](data:image/png;base64,iVBORw0KGgo" + "A" * 80 + ")",
        f"text = '{base64.b64encode(b'nothing but a long English sentence about the weather of today').decode()}'",
        f"data = '{_packed('1,2,3;' * 40)}'",
        "digest = '" + "0123456789abcdef" * 4 + "'",
        "show()\n# %% [output text/html]\n<script>var a = 'eJ" + "zT0yMAAAGTAJE" * 6 + "';</script>",
        f"show()\n# %% [output text/html]\n<img src='data:image/png;base64,{'iVBORw0KGgo' * 8}'>",
        "path = '/usr/local/lib/python3/dist-packages/some/very/long/path/to/a/file'",
    ],
)
def embedded_payload(segment: Segment) -> Iterator[Match]:
    """Nobody reads what is encoded or attached, and scanners of packages do not see it. A pickle runs code
    when it is loaded.

    Decode it in a safe place to see what it is. Keep data in a file beside the notebook, in a format that cannot run
    code."""
    found: list[tuple[Span, Payload]] = []
    long = _long_words(segment.raw)
    for match in (match for word in long for match in _RUN.finditer(segment.raw, *word)):
        payload = of_base64(match[0])
        if payload is not None and not _IMAGE.search(segment.raw, max(0, match.start() - 80), match.start()):
            found.append((Span(*match.span()), payload))
            if len(found) == _MOST:
                break
    for match in (match for word in long for match in _HEX_RUN.finditer(segment.raw, *word)):
        payload = of_bytes(bytes.fromhex(match[0][: len(match[0]) // 2 * 2]))
        if payload is not None:
            found.append((Span(*match.span()), payload))
    if segment.kind == "code":
        found += _written_out(segment)
        found += _in_pieces(segment)
    told = [(span, payload) for span, payload in found if payload.is_grave or segment.kind == "code"]
    if not told:
        return
    span, payload = max(told, key=lambda pair: pair[1].severity.rank)
    others = tuple(Place(segment.pointer, other) for other, _ in told if other != span)[:20]
    yield Match(
        span, f"A text holds {payload.what}", payload.severity, related=others, proposals=tuple(_fixes(segment, told))
    )


def _long_words(text: str) -> list[Span]:
    """Where stretches without white space stand that are long enough to hold something. That is quicker than to look
    for a run from each place."""
    found: list[Span] = []
    at = 0
    for word in text.split():
        if len(word) >= _LEAST:
            start = text.index(word, at)
            at = start + len(word)
            found.append(Span(start, at))
    return found


def _fixes(segment: Segment, told: list[tuple[Span, Payload]]) -> Iterator[Proposal]:
    """In code only a person can tell what else depends on it."""
    if segment.kind != "code":
        edits = tuple(TextEdit(span) for span, _ in told)
        is_output = segment.part is Part.OUTPUT
        yield Proposal("Remove what is encoded", Applicability.SAFE if is_output else Applicability.REVIEW, edits)
        yield from clear_output(segment)


def _written_out(segment: Segment) -> Iterator[tuple[Span, Payload]]:
    r"""Bytes literals of a cell that hold a payload with ``\x80`` written out, and pickles that are text."""
    text = segment.raw
    if not _ESCAPED.search(text) and of_text_pickle(text) is None:
        return
    for match in _BYTES.finditer(text):
        end = text.find(match[1], match.end())
        if end < 0 or end - match.end() > 100_000:
            continue
        while end > 0 and text[end - 1] == "\\" and text[end - 2] != "\\":  # an escaped quote
            end = text.find(match[1], end + 1)
        if end < 0:
            continue
        span = Span(match.start(), end + len(match[1]))
        try:
            with quiet():
                raw = ast.literal_eval(text[slice(*span)])
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            continue
        payload = of_bytes(raw) if isinstance(raw, bytes) else None
        payload = payload or (of_text_pickle(raw.decode("latin-1")) if isinstance(raw, bytes) else None)
        if payload is not None and payload.severity is not Severity.LOW:
            yield span, payload


def _in_pieces(segment: Segment) -> Iterator[tuple[Span, Payload]]:
    """Payloads in strings that a cell writes in pieces, none of which tells enough."""
    if not _FRAGMENT.search(segment.raw):
        return
    for text in pieces(segment):
        if len(text.value) >= _LEAST and _RUN.fullmatch(text.value):
            payload = of_base64(text.value)
            if payload is not None:
                yield text.span, payload
