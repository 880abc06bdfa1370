"""Bytes to a JSON object, with an error that people understand where that does not go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

BOM = b"\xef\xbb\xbf"
JsonObject = Mapping[str, Any]


class NotebookError(Exception):
    """The bytes are no notebook that can be read. ``kind`` is a ``Problem`` kind; the text names the cause."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def encoding_of(raw: bytes) -> str:
    """The encoding of a text file: UTF-16 where it begins as PowerShell lets ``pip freeze > FILE`` begin, else UTF-8.

    Decoded with it, the byte-order mark is the first character, so that encoding gives the same bytes again.
    """
    if raw.startswith(b"\xff\xfe") and not raw.startswith(b"\xff\xfe\0\0"):
        return "utf-16-le"
    return "utf-16-be" if raw.startswith(b"\xfe\xff") else "utf-8"


def decode(raw: bytes) -> JsonObject:
    """The JSON object in ``raw``, which may begin with a byte-order mark. Raises ``NotebookError``."""
    body = raw[len(BOM) :] if raw.startswith(BOM) else raw
    if not body or body.isspace():
        raise NotebookError("not-json", "The file is empty.")
    try:
        tree = msgspec.json.decode(body)
    except RecursionError as error:
        raise NotebookError("too-deep", "The JSON is nested too deeply to be read.") from error
    except (msgspec.DecodeError, UnicodeDecodeError):
        tree = _decode_leniently(body)  # NaN, Infinity and lone surrogates are in real notebooks
    if not isinstance(tree, dict):
        raise NotebookError("not-a-notebook", "The file is JSON, but its top level is not an object.")
    return tree


def _decode_leniently(body: bytes) -> Any:
    import json

    try:
        return json.loads(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise NotebookError("not-json", f"The file is not UTF-8 (byte {error.start}).") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        cut = error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string")
        cause = "it looks cut off" if cut else error.msg
        raise NotebookError("not-json", f"The file is not valid JSON ({where}: {cause}).") from error
    except RecursionError as error:
        raise NotebookError("too-deep", "The JSON is nested too deeply to be read.") from error
    except ValueError as error:  # integers beyond the interpreter's digit limit
        raise NotebookError("not-json", "The file holds a number that is too long to be read.") from error
