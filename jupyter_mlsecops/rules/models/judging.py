"""A model file judged: all that it does, the worst first, each name once."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Frozen, ModelFile, enumerated
from .deed import Deed, Tier

_NAMED = 3  # things beside the worst that a message names


class Judgement(Frozen, frozen=True):
    """What a file does that is not known to be harmless, by tier, each in the order of the file."""

    critical: tuple[Deed, ...] = ()
    review: tuple[Deed, ...] = ()

    @property
    def tier(self) -> Tier:
        """The worst tier."""
        return Tier.CRITICAL if self.critical else Tier.REVIEW if self.review else Tier.NOTE


def judge(model: ModelFile) -> Judgement:
    """What a model file would do. Names stand once in it, with the worst that is done with them. Kept with the file."""
    kept: Judgement | None = model.__dict__.get("judged")
    if kept is None:
        kept = model.__dict__["judged"] = _judge(model)
    return kept


def _judge(model: ModelFile) -> Judgement:
    known: dict[object, Deed] = {}
    for deed in _deeds(model):
        key = deed.name or (deed.does, deed.member)
        before = known.get(key)
        if before is None or _is_more(deed, before):
            known[key] = deed
    found = known.values()
    return Judgement(
        tuple(deed for deed in found if deed.tier is Tier.CRITICAL),
        tuple(deed for deed in found if deed.tier is Tier.REVIEW),
    )


def told(deeds: tuple[Deed, ...]) -> str:
    """What a file does, in a sentence that goes on from "Loading it": the first thing, then up to three more."""
    first, *rest = deeds
    text = f"{first.does} ({first.place})" if first.place else first.does
    if not rest:
        return text
    return f"{text}; also {enumerated(map(_short, rest[:_NAMED]), len(rest))}"


def about(model: ModelFile, deeds: tuple[Deed, ...]) -> str:
    """What a finding is about, so that accepting it holds for this file and these things only."""
    subjects = sorted({deed.name or deed.does for deed in deeds})
    return "\n".join((model.digest or model.path, *subjects))


def accepted(model: ModelFile, deeds: tuple[Deed, ...]) -> str:
    """Why the policy accepts all of some things that a file does; empty if it does not."""
    names = {deed.name for deed in deeds}
    if not names or "" in names or not names <= model.accepted:
        return ""
    return "; ".join(one.reason for one in model.known if model.digest == f"sha256:{one.sha256}")


def signer_of(model: ModelFile) -> str:
    """Who signed a file, of those whose signatures count; empty for nobody."""
    return model.signature.signer if model.signature is not None and model.signature.state == "trusted" else ""


def _deeds(model: ModelFile) -> Iterator[Deed]:
    # With all readers of formats, which a scan without model files does not need.
    from ...formats import pickles
    from .judged import pickled, verdicts

    of_pickles = tuple(fact for fact in model.facts if isinstance(fact, pickles.Fact))
    yield from pickled.deeds(of_pickles)
    yield from verdicts.deeds(tuple(fact for fact in model.facts if not isinstance(fact, pickles.Fact)), model.kind)


def _short(deed: Deed) -> str:
    what = deed.name or deed.does
    return f"{what} ({deed.place})" if deed.place else what


def _is_more(deed: Deed, before: Deed) -> bool:
    """Whether a deed says more of a name than one before: that it is called, not imported alone."""
    if deed.tier is not before.tier:
        return deed.tier > before.tier
    return before.does.startswith("imports") and deed.does.startswith("calls")
