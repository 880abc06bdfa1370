"""Models and data sets taken from a hub without a commit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from ...sdk import (
    Applicability,
    Call,
    Code,
    Confidence,
    Match,
    Place,
    Proposal,
    Severity,
    Shell,
    Value,
    commands,
    regex,
    rule,
)

_LIBRARIES = (
    *("transformers", "diffusers", "peft", "sentence_transformers", "optimum", "trl", "setfit", "adapters", "gliner"),
    *("huggingface_hub", "open_clip", "auto_gptq", "awq", "span_marker", "spacy_transformers", "timm", "speechbrain"),
)
_NAMES = (
    *(f"{library}.*.from_pretrained" for library in _LIBRARIES),
    "Auto*.from_pretrained",  # of a star import
    *(
        "unsloth.FastLanguageModel.from_pretrained",
        "unsloth.FastModel.from_pretrained",
        "llama_cpp.Llama.from_pretrained",
    ),
    *("transformers.pipeline", "transformers.pipelines.pipeline", "optimum.pipelines.pipeline", "vllm.LLM"),
    *("huggingface_hub.hf_hub_download", "huggingface_hub.snapshot_download", "huggingface_hub.cached_download"),
    *("huggingface_hub.HfApi().hf_hub_download", "huggingface_hub.HfApi().snapshot_download"),
    *("huggingface_hub.from_pretrained_keras", "huggingface_hub.from_pretrained_fastai"),
    *("datasets.load_dataset", "datasets.load_dataset_builder", "evaluate.load"),
    *("sentence_transformers.SentenceTransformer", "sentence_transformers.CrossEncoder"),
    *("sentence_transformers.SparseEncoder", "setfit.SetFitTrainer", "InstructorEmbedding.INSTRUCTOR"),
    *("diffusers.*.load_lora_weights", "diffusers.*.load_textual_inversion", "transformers.*.load_adapter"),
)
_KEYWORDS = (
    "pretrained_model_name_or_path",
    "repo_id",
    "path",
    "model_name_or_path",
    "model_name",
    "model_id",
    "model",
)
# What these are asked for is on the hub where its name begins with ``hf-hub:``; ``@`` and a revision may follow.
_PREFIXED = (
    *("timm.create_model", "open_clip.create_model", "open_clip.create_model_and_transforms"),
    *("open_clip.create_model_from_pretrained", "open_clip.get_tokenizer"),
)
_COMMIT = regex(r"[0-9a-f]{40}")
_SHORT = regex(r"[0-9a-f]{7,39}")
_LOCAL = regex(r"[./~]|[A-Za-z]:\\|\\\\|file:|\{")
_FOLDER = regex(
    r"(?:(?:my[_-])?(?:models?|outputs?|results?|checkpoints?|ckpts?|data|datasets?|saved?|tmp|temp|logs?|runs?|artifacts?"
    r"|weights|trained|finetuned|fine-tuned)|saved[_-]\w{1,40})/|.{0,200}/checkpoint-|.{0,200}checkpoint-\d+\Z|.{0,200}/\Z",
    0,
)
_PLAIN_ID = regex(r"[\w.-]{1,96}(?:/[\w.-]{1,96})?")
_PACKAGED = frozenset(
    "csv json parquet text imagefolder audiofolder videofolder pandas arrow webdataset xml generator sql pdffolder "
    "spark lance hdf5".split()
)
_OF_DATA = ("datasets.load_dataset", "datasets.load_dataset_builder")
_DOWNLOADERS = (["hf", "download"], ["huggingface-cli", "download"])


class _Unpinned(NamedTuple):
    """A download whose content can change. ``kind`` is short where it names a commit with too few digits."""

    place: Place
    name: str
    kind: Literal["free", "short"]
    is_data: bool


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
        *("from_pretrained", "hf_hub_download", "snapshot_download", "load_dataset", "pipeline", "SentenceTransformer"),
        *("CrossEncoder", "cached_download", "vllm", "hf download", "huggingface-cli", "evaluate", "huggingface.co"),
        *("INSTRUCTOR", "SparseEncoder", "load_lora_weights", "load_adapter", "load_textual_inversion"),
        *("hf_hub:", "hf-hub:"),
    ),
    aliases=("B615",),
    bad=[
        "from transformers import AutoModel, AutoTokenizer\nt = «AutoTokenizer.from_pretrained('org/m')»\n"
        "# %%\nm = «AutoModel.from_pretrained('org/m', revision='main')»",
        "from datasets import load_dataset\nname = 'org/d'\n# %%\nd = «load_dataset(name)»",
        "from datasets import load_dataset as get\nd = «get('squad', split='train')»",
        "from datasets import load_dataset\nd = «load_dataset('squad_v2' if impossible else 'squad')»",
        "import transformers as tr\nm = «tr.BertModel.from_pretrained('bert-base-uncased')»",
        "from transformers import *\nm = «AutoModel.from_pretrained('org/m')»",
        "from transformers import pipeline\np = «pipeline('summarization', model='org/m')»",
        "from transformers import pipeline\np = «pipeline('summarization', 'org/m')»",
        "from transformers import AutoModel\nload = AutoModel.from_pretrained\n# %%\nm = «load('org/m')»",
        "from transformers import AutoModel\nkw = {'revision': 'v1.0', 'torch_dtype': 'auto'}\n"
        "m = «AutoModel.from_pretrained('org/m', **kw)»",
        "from functools import partial\nfrom transformers import AutoModel\n"
        "load = partial(AutoModel.from_pretrained, device_map='auto')\nm = «load('org/m')»",
        "from transformers import AutoModel\nm = «AutoModel.from_pretrained('org/m', revision='0123abc')»",
        "%%time\nfrom huggingface_hub import hf_hub_download\np = «hf_hub_download(repo_id='org/m', filename='a.bin')»",
        "from huggingface_hub import HfApi\napi = HfApi()\np = «api.snapshot_download('org/m')»",
        "from sentence_transformers import SentenceTransformer\nm = «SentenceTransformer('all-MiniLM-L6-v2')»",
        "from diffusers import DiffusionPipeline\np = «DiffusionPipeline.from_pretrained('org/m')».to('cuda')",
        "from vllm import LLM\nm = «LLM(model='org/m')»",
        "from peft import PeftModel\nm = «PeftModel.from_pretrained(base, 'org/adapter')»",
        "import timm\nm = «timm.create_model('hf_hub:org/m', pretrained=True)»",
        "from transformers import AutoModel\nname = 'org/m' if large else 'org/s'\n"
        "m = «AutoModel.from_pretrained(name)»",
        "import evaluate\nm = «evaluate.load('accuracy')»",
        "!«hf download org/m»",
        "%%bash\nset -e\n«huggingface-cli download org/m --local-dir m --revision main»",
        "!«git clone https://huggingface.co/org/m»",
    ],
    ok=[
        "from transformers import AutoModel\nm = AutoModel.from_pretrained('org/m', revision='"
        + "0123456789" * 4
        + "')",
        "from transformers import AutoModel\nSHA = '" + "0123456789" * 4 + "'\n# %%\nkw = dict(revision=SHA)\n"
        "m = AutoModel.from_pretrained('org/m', **kw)",
        "from transformers import AutoModel\nm = AutoModel.from_pretrained('./m')",
        "from transformers import AutoModel\nm = AutoModel.from_pretrained('models/bert')",
        "from transformers import AutoModel\nm = AutoModel.from_pretrained('run/checkpoint-500')",
        "from transformers import AutoModel\nm = AutoModel.from_pretrained('org/m', local_files_only=True)",
        "from transformers import AutoModel\nm = AutoModel.from_pretrained(path)",
        "from transformers import AutoModel\nm = AutoModel.from_pretrained('./mine' if trained else 'org/m')",
        "from transformers import AutoModel\nm.save_pretrained('out')\nm = AutoModel.from_pretrained('out')",
        "from transformers import AutoModel, TrainingArguments\na = TrainingArguments(output_dir='bert-mine')\n"
        "m = AutoModel.from_pretrained('bert-mine')",
        "from datasets import load_dataset\nd = load_dataset('csv', data_files='a.csv')",
        "from transformers import AutoModel\nm = AutoModel.from_pretrained('org/m', revision=commit)",
        "from transformers import AutoModel\nm = AutoModel.from_pretrained('org/m', **options)",
        "from transformers import pipeline\np = pipeline('summarization', model=m, tokenizer=t)",
        "from peft import PeftModel\nm = PeftModel.from_pretrained(base, './adapter')",
        "import timm\nm = timm.create_model('resnet18', pretrained=True)",
        "from own import Model\nModel.from_pretrained('org/m')",
        "from sklearn.pipeline import Pipeline\np = Pipeline([('a', x)])",
        "text = \"AutoModel.from_pretrained('org/m')\"  # AutoModel.from_pretrained('org/m')",
        "!hf download org/m --revision " + "0123456789" * 4,
        "!git clone https://github.com/org/m",
        "!hf upload org/m out",
    ],
)
def unpinned_hub_download(code: Code) -> Iterator[Match]:
    """The owner of the repository can replace what a name or branch stands for, and the notebook would use it unseen.

    Pass revision= with the 40 digits of a commit: huggingface_hub.model_info("name").sha and dataset_info("name").sha
    tell the one you have tried."""
    found = code.remember(_unpinned)
    free = tuple(one for one in found if one.kind == "free")
    chosen = free or found
    if chosen and chosen[0].place.pointer == code.cell.source_pointer:
        more = f" and {len(chosen) - 1} more" if len(chosen) > 1 else ""
        what = "Taken from a hub without a commit" if free else "Taken from a hub by a shortened commit"
        yield Match(
            chosen[0].place.span,
            what + more,
            None if free else Severity.INFO,
            related=tuple(one.place for one in chosen[1:]),
            proposals=_advice(chosen[0]),
        )


def _advice(first: _Unpinned) -> tuple[Proposal, ...]:
    """Where the commit is asked for: it is not known here, for a scan opens no connection."""
    if not _PLAIN_ID.fullmatch(first.name):
        return ()
    ask = "dataset_info" if first.is_data else "model_info"
    title = f'Pass revision= with the value of huggingface_hub.{ask}("{first.name}").sha'
    return (Proposal(title, Applicability.MANUAL),)


def _unpinned(cells: tuple[Code, ...]) -> tuple[_Unpinned, ...]:
    own = _own_folders(cells)
    found: list[_Unpinned] = []
    for code in cells:
        for call in code.calls(*_NAMES, *_PREFIXED):
            one = _of_call(code, call, own)
            if one is not None:
                found.append(one)
    order = {cell.source_pointer: number for number, cell in enumerate(cells[0].notebook.cells)}
    found += (one for shell in commands(cells[0].notebook) for one in _of_shell(shell))
    return tuple(sorted(found, key=lambda one: order.get(one.place.pointer, 0)))


def _own_folders(cells: tuple[Code, ...]) -> frozenset[str]:
    """The folders into which the notebook itself trains or writes."""
    names: set[str] = set()
    for code in cells:
        for call in code.keyword("output_dir", "save_directory", "local_dir"):
            for keyword in ("output_dir", "save_directory", "local_dir"):
                value = call.keywords.get(keyword)
                if value is not None and isinstance(value.constant, str):
                    names.add(value.constant.rstrip("/"))
        for call in code.calls("*.TrainingArguments", "*.Seq2SeqTrainingArguments", "*.save_model", "*.save_to_disk"):
            if call.args and isinstance(call.args[0].constant, str):
                names.add(call.args[0].constant.rstrip("/"))
    return frozenset(names)


def _of_call(code: Code, call: Call, own: frozenset[str]) -> _Unpinned | None:
    second = call.name.endswith(".pipeline") or call.name.startswith("peft.PeftM")  # behind the base model
    name = call.argument(1, "model_id", "model") if second else call.argument(0, *_KEYWORDS)
    text = _text(name) if name is not None else None
    if isinstance(text, str) and call.name in _PREFIXED:
        prefix, _, text = text.partition(":")
        text, _, commit = text.partition("@")
        if prefix not in ("hf_hub", "hf-hub") or _COMMIT.fullmatch(commit):
            return None
    if not isinstance(text, str) or not text or _LOCAL.match(text) or _FOLDER.match(text) or text in _PACKAGED:
        return None
    if text.count("/") > 1 or text.rstrip("/") in own or code.origin(name).kind == "written":
        return None
    local = call.keywords.get("local_files_only")
    if local is not None and not local.is_false():
        return None
    revision = call.keywords.get("revision")
    kind: Literal["free", "short"] = "free"
    if revision is None:
        if call.has_unknown_kwargs:
            return None
    elif isinstance(revision.constant, str):
        if _COMMIT.fullmatch(revision.constant):
            return None
        kind = "short" if _SHORT.fullmatch(revision.constant) else "free"
    elif revision.constant is not None:
        return None
    return _Unpinned(call.place, text, kind, call.name in _OF_DATA)


def _text(name: Value) -> object:
    """What a name is worth; of several to choose from the first, for all are without a commit."""
    texts = [choice.constant for choice in name.choices]
    return texts[0] if all(isinstance(text, str) for text in texts) else None


def _of_shell(shell: Shell) -> Iterator[_Unpinned]:
    for command in shell.commands():
        words = [word.text for word in command.words]
        place = Place(shell.cell.source_pointer, command.span.shift(shell.start))
        if words[:2] in _DOWNLOADERS and len(words) > 2:
            revision = next((b for a, b in zip(words, words[1:], strict=False) if a == "--revision"), "")
            revision = revision or next((w.partition("=")[2] for w in words if w.startswith("--revision=")), "")
            if not _COMMIT.fullmatch(revision) and "{" not in revision and "$" not in revision:
                yield _Unpinned(place, words[2], "short" if _SHORT.fullmatch(revision) else "free", "dataset" in words)
        elif words[:2] == ["git", "clone"]:
            url = next((word for word in words[2:] if "://" in word), "")
            if "://huggingface.co/" in url or "@hf.co" in url:
                yield _Unpinned(place, "", "free", False)
