"""What the facts of model files that are no pickles mean, one row a kind: how bad it is, and what loading does then."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ....formats.fact import Fact, Kind
from ..deed import Deed, Tier, cut
from . import graphs, keras, named, templates

Judge = Callable[[Fact, str], "tuple[Tier, str]"]

_QUIET = Tier.NOTE, ""
# The text goes on from "Loading it"; {} is what the fact is about, as shown.
_ROWS: dict[Kind, tuple[Tier, str]] = {
    Kind.BOUNDS: (Tier.REVIEW, "reads behind its end: {} is longer than the file"),
    Kind.DUPLICATE_KEY: (Tier.REVIEW, "depends on the reader: the key {} stands twice"),
    Kind.TRAILING: (Tier.REVIEW, "leaves {} that its format does not explain"),
    Kind.PATH_ESCAPE: (Tier.REVIEW, "opens or writes a file outside of its folder: {}"),
    Kind.NAMED_FILE: _QUIET,
    Kind.FETCH: (Tier.REVIEW, "may fetch {}"),
    Kind.WRONG_NAME: (Tier.REVIEW, "reads {} where its name says something else"),
    Kind.CODE_FILE: (Tier.REVIEW, "runs code that comes with it: {}"),
    Kind.ZIP_TAMPER: (Tier.REVIEW, "depends on the reader: readings of the archive differ at {}"),
    Kind.ZIP_RATIO: (Tier.REVIEW, "unpacks {} to more than a thousand times its size"),
    Kind.OBJECT_ARRAY: _QUIET,  # its pickle is judged by itself
    Kind.ODD_TYPE: (Tier.REVIEW, "makes an array of type {}, which numpy does not write"),
    Kind.SPAN: (Tier.REVIEW, "reads a tensor whose bytes do not fit its shape: {}"),
    Kind.HEADER_SIZE: (Tier.REVIEW, "reads a header longer than the format allows: {}"),
    Kind.OVERLAP: (Tier.REVIEW, "reads tensors that share bytes: {}"),
    Kind.HOLE: (Tier.REVIEW, "passes over bytes that belong to no tensor, before {}"),
    Kind.KERAS_CODE: (Tier.CRITICAL, "runs Python code that is stored in a Lambda layer"),
    Kind.KERAS_LAMBDA: (Tier.REVIEW, "makes the Lambda layer {}, whose function is looked up by name"),
    Kind.KERAS_REGISTERED: (Tier.REVIEW, "makes {}, which somebody has to have registered: its code decides"),
    Kind.KERAS_PICKLE: (Tier.CRITICAL, "unpickles {} where weights are expected"),
    Kind.KERAS_SAVED_MODEL: (Tier.REVIEW, "loads the SavedModel {}, whose operators run unchecked"),
    Kind.HDF5_LINK: (Tier.REVIEW, "takes values from another file: {}"),
    Kind.TEMPLATE_UNDERSCORE: (Tier.CRITICAL, "renders a chat template that reads {}, a way to Python's internals"),
    Kind.TEMPLATE_COMPUTED: (Tier.REVIEW, "renders a chat template that puts the name of an attribute together ({})"),
    Kind.TEMPLATE_FORMAT: (Tier.CRITICAL, "renders a chat template that reads attributes through {}"),
    Kind.TEMPLATE_FILE: (Tier.REVIEW, "renders a chat template that opens another one ({})"),
    Kind.REMOTE_CODE: (Tier.REVIEW, "runs code of its repository if remote code is trusted: {}"),
    Kind.CUSTOM_CLASS: (Tier.REVIEW, "imports {}, which is no class of the library"),
    Kind.HANDLER: (Tier.REVIEW, "serves it with code of its own: {}"),
    Kind.SKOPS_NODE: (Tier.REVIEW, "has a node of a kind that skops does not have: {}"),
    Kind.DOCTYPE: (Tier.REVIEW, "lets its document type {} define entities, which can read files and fill memory"),
    Kind.CONTRADICTION: (Tier.REVIEW, "finds {} where its format wants something else"),
}
_JUDGES: dict[Kind, Judge] = {
    Kind.KERAS_FUNCTION: keras.function,
    Kind.KERAS_CLASS: keras.klass,
    Kind.TENSORFLOW_OPERATOR: graphs.tensorflow,
    Kind.ONNX_OPERATOR: graphs.onnx,
    Kind.CUSTOM_DOMAIN: graphs.domain,
    Kind.SCRIPT_OPERATOR: graphs.script,
    Kind.TEMPLATE_FILTER: templates.filter_,
    Kind.TEMPLATE_TEST: templates.test,
    Kind.TEMPLATE_METHOD: templates.method,
    Kind.TEMPLATE_CALL: templates.call,
    Kind.TEMPLATE_NAME: templates.name,
    Kind.MLFLOW_LOADER: named.mlflow_loader,
    Kind.TARGET: named.target,
    Kind.SKOPS_CLASS: named.skops_class,
    Kind.SKOPS_CALLABLE: named.skops_callable,
}
# Kinds that mean nothing in some formats: a configuration with a key twice is careless, not confusing.
_HARMLESS = {(Kind.DUPLICATE_KEY, "huggingface"), (Kind.DUPLICATE_KEY, "mar"), (Kind.HOLE, "gguf")}


def deeds(facts: tuple[Fact, ...], format: str) -> Iterator[Deed]:
    """What a file does, in the order of its facts; ``format`` is the name that ``formats.recognise`` gives it."""
    for fact in facts:
        if (fact.kind, format) in _HARMLESS:
            continue
        tier, does = verdict(fact, format)
        if does:
            offset = -1 if fact.offset is None else fact.offset
            yield Deed(tier, does, cut(fact.what), offset, member=fact.member)


def verdict(fact: Fact, format: str) -> tuple[Tier, str]:
    """How bad one fact is, and what loading the file does then; an empty text where there is nothing to tell."""
    judge = _JUDGES.get(fact.kind)
    if judge is not None:
        return judge(fact, format)
    tier, does = _ROWS[fact.kind]
    return tier, does.replace("{}", cut(fact.what)) if fact.what else does.replace(" {}", "").replace("{}", "")
