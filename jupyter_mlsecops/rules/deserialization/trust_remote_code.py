"""Models that bring code of their own."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Severity,
    TextEdit,
    Value,
    offer,
    regex,
    rule,
)
from .versions import named, not_known

_NESTED = (
    *("model_kwargs", "tokenizer_kwargs", "config_kwargs", "processor_kwargs", "model_args", "tokenizer_args"),
    *("engine_args", "engine_kwargs", "llm_kwargs", "vllm_kwargs", "hf_kwargs", "init_kwargs", "load_kwargs"),
    *("loading_kwargs", "from_pretrained_kwargs", "pipeline_kwargs", "dataset_kwargs", "embedding_kwargs"),
    *("encode_kwargs", "encoder_kwargs", "kwargs", "model_init_kwargs", "automodel_args"),
)
_DATASETS = (
    *("datasets.load_dataset", "datasets.load_dataset_builder", "datasets.get_dataset_config_names"),
    *("datasets.get_dataset_split_names", "datasets.get_dataset_infos", "datasets.get_dataset_config_info"),
)
_REPOSITORY = regex(r"[A-Za-z0-9][\w.-]{0,95}/[\w.-]{1,96}")
_IN_TEXT = regex(r"(?:^|,)trust_remote_code=[Tt]rue(?:,|$)")  # as lm-evaluation-harness takes its arguments
_COMMIT = regex(r"[0-9a-f]{40}")
_LONGEST = 2000
_SWITCHES = ("HF_DATASETS_TRUST_REMOTE_CODE", "TRUST_REMOTE_CODE")


@rule(
    id="trust-remote-code",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Code of a downloaded model is trusted",
    cwe=[94, 829],
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.003"],
    screen=("trust_remote_code", "custom_pipeline", *_SWITCHES),
    bad=[
        Example(
            "from transformers import AutoModel\nm = «AutoModel.from_pretrained('org/m', trust_remote_code=True)»",
            fixed="from transformers import AutoModel\nm = AutoModel.from_pretrained('org/m', trust_remote_code=False)",
        ),
        "from transformers import pipeline\np = «pipeline('text-generation', model=name, trust_remote_code=True)»",
        Example(
            "from datasets import load_dataset\nd = «load_dataset('org/d', trust_remote_code=True)»",
            fixed="from datasets import load_dataset\nd = load_dataset('org/d')",
        ),
        Example(
            "from datasets import load_dataset\nd = «load_dataset('org/d', trust_remote_code=True)»\n"
            "# %% [environment]\ndatasets==4.1.0",
            fixed="from datasets import load_dataset\nd = load_dataset('org/d')",
        ),
        Example(
            "!pip install datasets==2.16.1\n# %%\nfrom datasets import load_dataset\n"
            "d = «load_dataset('org/d', trust_remote_code=True)»",
            fixed="!pip install datasets==2.16.1\n# %%\nfrom datasets import load_dataset\n"
            "d = load_dataset('org/d', trust_remote_code=False)",
        ),
        "from vllm import LLM\nllm = «LLM('org/m', **{'trust_remote_code': True})»",
        "import functools\nload = functools.partial(AutoModel.from_pretrained, trust_remote_code=True)\n"
        "m = «load('org/m')»",
        "import functools\n"
        "ms = list(map(«functools.partial(AutoModel.from_pretrained, trust_remote_code=True)», names))",
        "m = «AutoModel.from_pretrained('org/m', trust_remote_code=True, revision='" + "0123456789" * 4 + "')»",
        "«config.trust_remote_code = True»",
        "import os\n«os.environ['HF_DATASETS_TRUST_REMOTE_CODE'] = '1'»",
        "import datasets\n«datasets.config.HF_DATASETS_TRUST_REMOTE_CODE = True»",
        "opts = {'trust_remote_code': True}\n# %%\nm = «AutoModel.from_pretrained(name, **opts)»",
        "from sentence_transformers import SentenceTransformer as ST\nm = «ST('org/m', trust_remote_code=True)»",
        "import lm_eval\nr = «lm_eval.simple_evaluate('hf', model_args='pretrained=org/m,trust_remote_code=True')»",
        "from types import SimpleNamespace\nc = SimpleNamespace(trust=True)\n# %%\n"
        "m = «AutoModel.from_pretrained('org/m', trust_remote_code=c.trust)»",
        "from diffusers import DiffusionPipeline\n"
        "p = «DiffusionPipeline.from_pretrained('org/m', custom_pipeline='org/own')»",
        "trust = True\nllm = «LLM(model=name, trust_remote_code=trust)»",
        Example(
            "e = «HuggingFaceEmbeddings(model_name=n, model_kwargs={'trust_remote_code': True})»",
            fixed="e = HuggingFaceEmbeddings(model_name=n, model_kwargs={'trust_remote_code': False})",
        ),
        "from transformers import AutoModel\nown = True if big else False\n# %%\n"
        "m = «AutoModel.from_pretrained(n, trust_remote_code=own)»",
        "from transformers import AutoModel\nkw = {'trust_remote_code': True} if big else {}\n"
        "m = «AutoModel.from_pretrained(n, **kw)»",
        "from dataclasses import dataclass\n@dataclass\nclass Config:\n    own: bool = False\n# %%\n"
        "c = Config(own=True)\nfrom transformers import AutoModel\n"
        "m = «AutoModel.from_pretrained(n, trust_remote_code=c.own)»",
    ],
    ok=[
        "m = AutoModel.from_pretrained('org/m', trust_remote_code=False)",
        "m = AutoModel.from_pretrained('org/m')  # no trust_remote_code=True",
        "from diffusers import DiffusionPipeline\n"
        "p = DiffusionPipeline.from_pretrained('org/m', custom_pipeline='./pipelines/own')",
        "def load(n, trust_remote_code=False):\n    return M.from_pretrained(n, trust_remote_code=trust_remote_code)",
    ],
)
def trust_remote_code(code: Code) -> Iterator[Match]:
    """With trust_remote_code the Python files in the model's repository are downloaded and run in this kernel.

    Leave it off. If the model needs it, read that code and pin revision and code_revision to the commit you read."""
    for call in code.keyword("trust_remote_code", *_NESTED):
        flag = call.keywords.get("trust_remote_code")
        if call.name in ("functools.partial", "functools.partialmethod"):
            continue  # it counts where what it makes is called
        if flag is not None:
            if flag.may_be(True):
                yield _of_datasets(code, call) if call.name in _DATASETS else _passed(call)
            continue
        for name in _NESTED:
            inner = call.keywords[name].entries.get("trust_remote_code") if name in call.keywords else None
            if inner is not None and inner.may_be(True):
                fix = offer("Set trust_remote_code to False", Applicability.REVIEW, _edits(code, call, inner))
                yield Match(call.span, severity=_severity(call), proposals=fix)
                break
    for call in code.keyword("model_args"):
        text = call.keywords["model_args"].text
        if _IN_TEXT.search(text[:2000]):
            yield Match(call.span)
    for call in code.keyword("model_args"):
        if _IN_TEXT.search(call.keywords["model_args"].text[:_LONGEST]):
            yield Match(call.span)
    for call in code.keyword("custom_pipeline"):
        name = call.keywords["custom_pipeline"].constant
        if isinstance(name, str) and _REPOSITORY.fullmatch(name):
            yield Match(call.span, f"The pipeline's code is downloaded from {name} and run", severity=_severity(call))
    for store in code.stores("*.trust_remote_code", *(f"*.{name}" for name in _SWITCHES), "os.environ[]"):
        switched = store.key in _SWITCHES and store.value.constant in ("1", "true", "True")
        if switched or (not store.name.endswith("[]") and store.value.is_true()):
            fix = offer("Delete the statement", Applicability.REVIEW, store.drop_statement())
            is_of_datasets = _SWITCHES[0] in (store.key, store.name.rpartition(".")[2])
            dead = is_of_datasets and code.is_before("datasets", 4) is False
            message = "datasets runs no code of a dataset since 4.0: this does nothing" if dead else ""
            yield Match(store.span, message, Severity.INFO if dead else None, proposals=fix)


def _severity(call: Call) -> Severity:
    """Low where the code is tied to a commit that somebody can have read."""
    revision = call.keywords.get("code_revision") or call.keywords.get("revision")
    text = revision.constant if revision is not None else None
    return Severity.LOW if isinstance(text, str) and _COMMIT.fullmatch(text) else Severity.HIGH


def _passed(call: Call) -> Match:
    """A call that passes it."""
    edits = call.set_keyword("trust_remote_code", "False")
    fix = offer("Set trust_remote_code=False", Applicability.REVIEW, edits)
    return Match(call.span, severity=_severity(call), proposals=fix)


def _of_datasets(code: Code, call: Call) -> Match:
    """A call of datasets, which does not know it any more since 4.0, and did without only since 2.20."""
    off = _passed(call).proposals
    edits = call.drop_keyword("trust_remote_code")
    if code.is_before("datasets", 4) is False:
        fix = offer("Delete trust_remote_code, which does nothing", Applicability.SAFE, edits)
        message = f"{named(code, 'datasets', 'datasets')} runs no code of a dataset: trust_remote_code does nothing"
        return Match(call.span, message, Severity.INFO, proposals=fix)
    out = offer("Leave trust_remote_code out (datasets 2.20 or newer)", Applicability.REVIEW, edits)
    fixes = (*off, *out) if code.is_before("datasets", 2, 20) else (*out, *off)
    if code.is_before("datasets", 4) is None:
        message = f"Code of a dataset is trusted; {not_known('datasets')}, and from 4.0 on it would do nothing"
        return Match(call.span, message, _severity(call), proposals=fixes)
    return Match(call.span, "Code of a dataset is trusted", _severity(call), proposals=fixes)


def _edits(code: Code, call: Call, inner: Value) -> tuple[TextEdit, ...] | None:
    """Edits of the nested value, where it is written out in the call itself."""
    written = inner.is_written_out and call.span.start <= inner.span.start and inner.span.end <= call.span.end
    is_here = written and code.cell.source[slice(*inner.span)] == "True"
    return inner.replaced("False") if is_here else None
