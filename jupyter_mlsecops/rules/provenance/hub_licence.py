"""Models and data sets whose licence the policy does not allow."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Place, Severity, hub_licence, judged, rule
from .hub_references import Reference, references

_HEX = "0123456789" * 4
_POLICY = (
    f"# %% [environment]\nmodel org/nc {_HEX} licence=cc-by-nc-4.0\nmodel org/llama {_HEX} licence=llama3\n"
    f"model org/free {_HEX} licence=apache-2.0\ndataset org/d {_HEX} licence=cc-by-nc-sa-4.0,mit\n"
    f"model org/untold {_HEX}\n# %% [licences]\ndeny CC-BY-NC-*\nreview LicenseRef-llama*"
)


@rule(
    id="hub-licence-violation",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Model or data set under a licence against the policy",
    screen=("from_pretrained", "hf_hub", "snapshot_download", "load_dataset", "pipeline", "Transformer", "CrossEncoder")
    + ("vllm", "hf download", "huggingface-cli", "hf-hub:", "INSTRUCTOR", "SparseEncoder", "load_", "evaluate"),
    bad=[
        "from transformers import AutoModel\nm = «AutoModel.from_pretrained('org/nc')»\n" + _POLICY,
        "from transformers import AutoModel\nm = «AutoModel.from_pretrained('org/llama', revision=commit)»\n" + _POLICY,
        "from datasets import load_dataset\nd = «load_dataset('org/d')»\n# %%\ne = «load_dataset('org/d')»\n" + _POLICY,
    ],
    ok=[
        "from transformers import AutoModel\nm = AutoModel.from_pretrained('org/free')\n" + _POLICY,
        "from transformers import AutoModel\nm = AutoModel.from_pretrained('org/untold')\n" + _POLICY,
        "from transformers import AutoModel\nm = AutoModel.from_pretrained('org/elsewhere')\n" + _POLICY,
        "from transformers import AutoModel\nm = AutoModel.from_pretrained('org/nc')",
    ],
)
def hub_licence_violation(code: Code) -> Iterator[Match]:
    """The licence of a model or data set may forbid what it is used for, and binds what is made with it.

    Use another one, or ask who is responsible for licences; the policy's table `licences` says what is allowed."""
    licences = code.licences
    if licences is None:
        return
    for (name, _), places in code.remember(_licensed).items():
        licence, place = places[0]
        if place.pointer != code.cell.source_pointer:
            continue
        verdict = judged(licence, licences)
        if verdict.verdict == "allow":
            continue
        denied = verdict.verdict == "deny"
        what = "the policy denies" if denied else "the policy wants to be reviewed"
        yield Match(
            place.span,
            f"{name} is under {verdict.licence}, which {what}",
            Severity.HIGH if denied else Severity.MEDIUM,
            related=tuple(place for _, place in places[1:]),
        )


def _licensed(cells: tuple[Code, ...]) -> dict[tuple[str, bool], list[tuple[str, Place]]]:
    """By name, and whether it is data: the licence that the cached card tells, and the places that take it."""
    found: dict[tuple[str, bool], list[tuple[str, Place]]] = {}
    for one in references(cells):
        licence = _licence(one)
        if licence:
            found.setdefault((one.name, one.is_data), []).append((licence, one.place))
    return found


def _licence(one: Reference) -> str:
    return hub_licence(one.cached.licence) if one.cached is not None else ""
