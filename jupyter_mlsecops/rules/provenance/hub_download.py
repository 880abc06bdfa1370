"""Models and data sets taken from a hub without a commit."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import regex

from ...sdk import Call, Code, Confidence, Match, Place, Severity, rule

_NAMES = (
    "transformers.*.from_pretrained",
    "diffusers.*.from_pretrained",
    "peft.*.from_pretrained",
    "sentence_transformers.*.from_pretrained",
    "optimum.*.from_pretrained",
    "transformers.pipeline",
    "huggingface_hub.hf_hub_download",
    "huggingface_hub.snapshot_download",
    "datasets.load_dataset",
    "sentence_transformers.SentenceTransformer",
    "sentence_transformers.CrossEncoder",
)
_COMMIT = regex(r"[0-9a-f]{40}")
_LOCAL = regex(r"[./~]|[A-Za-z]:\\")
_PACKAGED = frozenset(
    [
        "csv",
        "json",
        "parquet",
        "text",
        "imagefolder",
        "audiofolder",
        "videofolder",
        "pandas",
        "arrow",
        "webdataset",
        "xml",
        "generator",
        "sql",
    ]
)


@rule(
    id="unpinned-hub-download",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    profile="strict",
    title="Model or data set taken from a hub without a commit",
    cwe=494,
    owasp=["ML06", "ML10", "LLM03"],
    atlas=["AML.T0010.003"],
    screen=(
        "from_pretrained",
        "hf_hub_download",
        "snapshot_download",
        "load_dataset",
        "pipeline",
        "SentenceTransformer",
        "CrossEncoder",
    ),
    aliases=("B615",),
    bad=[
        "from transformers import AutoModel, AutoTokenizer\nt = «AutoTokenizer.from_pretrained('org/m')»\n"
        "# %%\nm = «AutoModel.from_pretrained('org/m', revision='main')»",
        "from datasets import load_dataset\nname = 'org/d'\n# %%\nd = «load_dataset(name)»",
        "import transformers as tr\nm = «tr.BertModel.from_pretrained('bert-base-uncased')»",
        "from transformers import pipeline\np = «pipeline('summarization', model='org/m')»",
    ],
    ok=[
        "from transformers import AutoModel\nm = AutoModel.from_pretrained('org/m', revision='"
        + "0123456789" * 4
        + "')",
        "from transformers import AutoModel\nm = AutoModel.from_pretrained('./m')",
        "from transformers import AutoModel\nm = AutoModel.from_pretrained(path)",
        "from transformers import AutoModel\nm.save_pretrained('out')\nm = AutoModel.from_pretrained('out')",
        "from datasets import load_dataset\nd = load_dataset('csv', data_files='a.csv')",
        "from transformers import AutoModel\nm = AutoModel.from_pretrained('org/m', revision=commit)",
        "from transformers import pipeline\np = pipeline('summarization', model=m, tokenizer=t)",
        "from own import Model\nModel.from_pretrained('org/m')",
    ],
)
def unpinned_hub_download(code: Code) -> Iterator[Match]:
    """The owner of the repository can replace what a name or branch stands for, and the notebook would use it unseen.

    Pass revision= with the 40 digits of a commit."""
    places = code.remember(_unpinned)
    if places and places[0].pointer == code.cell.source_pointer:
        more = f" and {len(places) - 1} more" if len(places) > 1 else ""
        yield Match(places[0].span, f"Taken from a hub without a commit{more}", related=places[1:])


def _unpinned(cells: tuple[Code, ...]) -> tuple[Place, ...]:
    return tuple(call.place for code in cells for call in code.calls(*_NAMES) if _is_unpinned(code, call))


def _is_unpinned(code: Code, call: Call) -> bool:
    keywords = ("pretrained_model_name_or_path", "repo_id", "path", "model_name_or_path", "model_name", "model")
    name = call.argument(-1, "model") if call.name.endswith(".pipeline") else call.argument(0, *keywords)
    text = name.constant if name is not None else None
    if not isinstance(text, str) or not text or _LOCAL.match(text) or text in _PACKAGED:
        return False
    if text.count("/") > 1 or code.origin(name).kind == "written":
        return False
    revision = call.keywords.get("revision")
    if revision is None:
        return not call.has_unknown_kwargs
    return revision.constant is None or (
        isinstance(revision.constant, str) and not _COMMIT.fullmatch(revision.constant)
    )
