"""Names of persons and places, as presidio and a spaCy model that is installed see them: only where asked for.

``MLSECOPS_PRESIDIO_MODEL`` names the installed model (``en_core_web_lg``); without it this module offers no rule and
imports nothing. Only the recognizer of the model is used: presidio's others repeat our own entities, and one of them
looks for a list of host names on the network. docs/decisions/0011-presidio.md says why it is an extra.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from jupyter_mlsecops.sdk import Category, Confidence, Match, Place, Rule, Segment, Severity, Span, rule, shape

from .fixes import redact

VARIABLE = "MLSECOPS_PRESIDIO_MODEL"
_LABELS = {"PERSON": "name of a person", "LOCATION": "name of a place"}
_MANY = {"PERSON": "names of persons", "LOCATION": "names of places"}
_KINDS = ("markdown", "raw", "stream", "text")
_MIMES = ("", "text/plain", "text/markdown")
_MOST_TEXT = 20_000  # characters of a text that are read: a model takes about a second for a megabyte
_SURE = 0.5
_RELATED = 3
_PRECEDENCE = 1_000  # whatever else claims a value knows better what it is


class Named(NamedTuple):
    """A stretch of a text that names somebody or some place: PERSON or LOCATION."""

    entity: str
    start: int
    end: int


Find = Callable[[str], Iterable[Named]]


class PresidioNotReady(Exception):
    """The model was asked for and cannot be used; the scan reports that the rule failed."""


def presidio_rule(find: Find) -> Rule:
    """The rule that reports what ``find`` sees. ``find`` is called with a text, at the earliest in a scan."""

    @rule(
        id="pii-presidio",
        on=Segment,
        category=Category.PII,
        title="Name of a person or a place",
        severity=Severity.LOW,
        confidence=Confidence.LOW,
        cwe=359,
        profile="audit",
        precedence=_PRECEDENCE,
        guard=_is_prose,
        propose=redact,
    )
    def pii_presidio(segment: Segment) -> Iterator[Match]:
        """A language model sees names of persons or places here. It errs often, so look before you act on it.

        Replace the names by roles or numbers if they belong to people who did not agree to be named."""
        seen: dict[str, list[Span]] = {}
        for named in find(segment.text[:_MOST_TEXT]):
            if named.entity in _LABELS and named.start < named.end:
                seen.setdefault(named.entity, []).append(Span(named.start, named.end))
        for entity, spans in sorted(seen.items()):
            places = tuple(Place(segment.pointer, segment.raw_span(span)) for span in spans)
            count = len(spans)
            label = f"{count} {_MANY[entity]}" if count > 1 else _LABELS[entity].capitalize()
            yield Match(
                spans[0],
                f"{label}, as a language model sees it",
                label=_LABELS[entity],
                preview=shape(),
                parts=tuple(spans),
                several=True,
                related=places[1 : 1 + _RELATED],
                hidden=places,
            )

    return pii_presidio


def finder(analyzer: Any, language: str = "en") -> Find:
    """What a presidio ``AnalyzerEngine`` finds, as this rule wants it: no overlaps, nothing it is unsure of."""

    def find(text: str) -> Iterator[Named]:
        end = 0
        results = analyzer.analyze(text=text, language=language, entities=list(_LABELS), score_threshold=_SURE)
        for result in sorted(results, key=lambda r: (r.start, -r.end)):
            if result.start >= end:
                end = result.end
                yield Named(result.entity_type, result.start, result.end)

    return find


@cache
def analyzer(model: str) -> Any:
    """A presidio analyzer over an installed spaCy model that has no recognizer but the model's own.

    Raises ``PresidioNotReady`` where presidio or the model is not installed: presidio would download it.
    """
    if importlib.util.find_spec("presidio_analyzer") is None:
        raise PresidioNotReady("presidio-analyzer is not installed: pip install 'jupyter_mlsecops[presidio]'")
    spacy: Any = importlib.import_module("spacy")
    if not spacy.util.is_package(model):
        raise PresidioNotReady(f"The spaCy model that {VARIABLE} names is not installed.")
    presidio: Any = importlib.import_module("presidio_analyzer")
    engines: Any = importlib.import_module("presidio_analyzer.nlp_engine")
    recognizers: Any = importlib.import_module("presidio_analyzer.predefined_recognizers")
    language = model.partition("_")[0]
    configuration = {"nlp_engine_name": "spacy", "models": [{"lang_code": language, "model_name": model}]}
    registry = presidio.RecognizerRegistry(
        recognizers=[recognizers.SpacyRecognizer(supported_language=language, supported_entities=list(_LABELS))],
        supported_languages=[language],
    )
    return presidio.AnalyzerEngine(
        registry=registry,
        nlp_engine=engines.NlpEngineProvider(nlp_configuration=configuration).create_engine(),
        supported_languages=[language],
    )


def chosen(environment: dict[str, str]) -> list[Rule]:
    """The rule where an environment names a model, else none."""
    model = environment.get(VARIABLE, "")
    if not model:
        return []

    def find(text: str) -> Iterable[Named]:
        return finder(analyzer(model), model.partition("_")[0])(text)

    return [presidio_rule(find)]


def _is_prose(segment: Segment) -> bool:
    return segment.kind in _KINDS and segment.mime in _MIMES and any(c.isupper() for c in segment.text[:_MOST_TEXT])


RULES = chosen(dict(os.environ))
