"""The model files that a notebook loads, as a report tells them."""

from __future__ import annotations

from typing import Literal

from ..core import model as wire
from ..core.ipynb import Notebook
from ..core.loads import loads
from ..core.matched import Matched
from ..core.modelfile import ModelFile
from ..core.modelreport import LoadedModel, ModelDeed, ModelReport
from ..core.placing import location_of
from ..core.text import printable
from ..rules.models.deed import Deed, Tier
from ..rules.models.judging import judge
from .models import LATER

_DEEDS = 20  # of one file
_GAPS = 5
_PLACES = 20
_TEXT = 300  # characters


def listed(notebook: Notebook, matched: Matched) -> ModelReport:
    """The model files that a scanned notebook loads, the worst first, then in the order of the cells."""
    files: dict[str, ModelFile] = {}
    places: dict[str, dict[wire.Location, None]] = {}
    for load in loads(notebook) if notebook.models else ():
        at = location_of(notebook, matched, load.pointer, wire.Part.SOURCE, load.span)
        for model in notebook.models.get(load.path, ()):
            files.setdefault(model.path, model)
            places.setdefault(model.path, {})[at] = None
    found = [told(model, list(places[path])) for path, model in files.items()]
    return ModelReport(
        path=notebook.path, digest=notebook.digest, models=sorted(found, key=lambda one: _ORDER.index(one.state))
    )


State = Literal["critical", "review", "reading", "not-assessed", "not-known-bad"]
_ORDER: tuple[State, ...] = ("critical", "review", "reading", "not-assessed", "not-known-bad")


def told(model: ModelFile, places: list[wire.Location]) -> LoadedModel:
    """What is known of one model file, which calls at ``places`` load."""
    judged = judge(model)
    deeds = (*judged.critical, *judged.review)
    return LoadedModel(
        path=printable(model.path, 4096),
        format=printable(model.kind, 40),
        size=model.size,
        digest=model.digest,
        state=_state(model, judged.tier),
        deeds=[_deed(deed) for deed in deeds[:_DEEDS]],
        more=max(0, len(deeds) - _DEEDS),
        gaps=[printable(gap, _TEXT) for gap in model.gaps[:_GAPS]],
        loads=places[:_PLACES],
    )


def _state(model: ModelFile, tier: Tier) -> State:
    if tier is Tier.CRITICAL:
        return "critical"
    if tier is Tier.REVIEW:
        return "review"
    if LATER in model.gaps:
        return "reading"
    return "not-assessed" if model.gaps else "not-known-bad"


def _deed(deed: Deed) -> ModelDeed:
    return ModelDeed(
        tier="critical" if deed.tier is Tier.CRITICAL else "review",
        does=printable(deed.does, _TEXT),
        place=printable(deed.place, _TEXT),
    )
