"""Files that a notebook carries in attachments and as pictures."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from ...sdk import (
    Applicability,
    Cell,
    Confidence,
    Example,
    Match,
    Notebook,
    Place,
    Proposal,
    Severity,
    TextEdit,
    escape,
    rule,
)
from .payloads import of_base64

_SHOWN = (
    "image/",
    "audio/",
    "video/",
    "text/plain",
    "text/markdown",
    "text/csv",
    "application/pdf",
    "application/json",
)
# How the base64 of a program, a pickle or an archive begins; no picture begins like that.
_FOREIGN = (
    "f0VMR",
    "TV",
    "gAJ",
    "gAI",
    "gAK",
    "gAL",
    "gAM",
    "gAN",
    "gAO",
    "gAP",
    "gAQ",
    "gAR",
    "gAS",
    "gAT",
    "gAU",
    "gAV",
)
_ARCHIVES = ("UEsDB", "H4sI", "N3q8", "UmFyI")


def _attachment(mime: str, body: str, mark: str = "«a.png»") -> str:
    held = f'{{"{mark}": {{"{mime}": "{body}"}}}}'
    return f"# %% [markdown]\n![a](attachment:a.png)\n# %% [attachments]\n{held}"


@rule(
    id="disguised-attachment",
    form_of="embedded-binary-payload",
    on=Notebook,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Attachment or picture that is something else",
    cwe=[506, 434],
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    bad=[
        Example(
            _attachment("application/x-python-pickle", base64.b64encode(b"\x80\x04N.").decode()),
            fixed="# %% [markdown]\n![a](attachment:a.png)\n# %% [attachments]\n{}",
        ),
        _attachment("application/octet-stream", "AAAA"),
        _attachment("image/png", base64.b64encode(b"PK\x03\x04" + bytes(40)).decode()),
    ],
    ok=[
        _attachment("image/png", "iVBORw0KGgoAAAANSUhEUg==", "a.png"),
        _attachment("image/jpeg", "/9j/4AAQSkZJRg==", "a.png"),
        _attachment("text/plain", "hello", "a.txt"),
        _attachment("image/svg+xml", "PHN2Zz48L3N2Zz4=", "a.svg"),
    ],
)
def disguised_attachment(notebook: Notebook) -> Iterator[Match]:
    """Attachments are for pictures in the text. A program, a pickle or an archive in one is carried past everybody who
    reads the notebook.

    Remove it, and keep files beside the notebook."""
    found = notebook.gather(_disguised)
    if found:
        edits = tuple(TextEdit(None, pointer=pointer) for pointer, _ in found)
        remove = Proposal("Remove it", Applicability.REVIEW, edits)
        places = tuple(Place(pointer, None) for pointer, _ in found)
        grave = any(what in ("a program", "a pickle") for _, what in found)
        severity = Severity.HIGH if grave else Severity.MEDIUM
        yield Match(None, f"An attachment or picture is {found[0][1]}", severity, related=places, proposals=(remove,))


def _disguised(cell: Cell) -> tuple[tuple[str, str], ...]:
    """What is no picture in a cell, by pointer, and what it is."""
    return (*_attached(cell), *_pictures(cell))


def _attached(cell: Cell) -> Iterator[tuple[str, str]]:
    attachments: Any = cell.json.get("attachments")
    for name, bundle in attachments.items() if isinstance(attachments, dict) else ():
        for mime, value in bundle.items() if isinstance(bundle, dict) else ():
            what = (
                _foreign(value)
                if mime.startswith("image/")
                else ""
                if mime.startswith(_SHOWN)
                else "of no kind that is shown"
            )
            if what:
                yield f"{cell.pointer}/attachments/{escape(name)}", what
                break


def _pictures(cell: Cell) -> Iterator[tuple[str, str]]:
    outputs: Any = cell.json.get("outputs")
    for index, output in enumerate(outputs if isinstance(outputs, list) else ()):
        data = output.get("data") if isinstance(output, dict) else None
        for mime, value in data.items() if isinstance(data, dict) else ():
            if mime.startswith("image/") and mime != "image/svg+xml" and (what := _foreign(value)):
                yield f"{cell.pointer}/outputs/{index}", what
                break


def _foreign(value: Any) -> str:
    """What a stored picture is, if it is none."""
    first = value[0] if isinstance(value, list) and value else value
    text = first.lstrip()[:200_000] if isinstance(first, str) and first[:80].strip()[:2] in _BEGINNINGS else ""
    if text.startswith(_ARCHIVES):
        return "an archive"
    if text.startswith(_FOREIGN):
        payload = of_base64("".join(text.split()))
        if payload is not None:
            return "a pickle" if "pickle" in payload.what else "a program"
    return ""


_BEGINNINGS = frozenset(start[:2] for start in (*_FOREIGN, *_ARCHIVES))
