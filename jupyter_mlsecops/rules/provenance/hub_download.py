"""Models and data sets taken from a hub without a commit."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Proposal, Severity, regex, rule
from .hub_references import Reference, references

_PLAIN_ID = regex(r"[\w.-]{1,96}(?:/[\w.-]{1,96})?")
_HEX = "0123456789" * 4
_CACHED = f"# %% [environment]\nmodel org/m {_HEX}\ndataset org/d {_HEX}"


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
        *("hf_hub:", "hf-hub:", "hf://"),
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
        "import polars as pl\nd = «pl.scan_parquet('hf://datasets/org/d/data/*.parquet')»",
        "!«hf download org/m»",
        "%%bash\nset -e\n«huggingface-cli download org/m --local-dir m --revision main»",
        "!«git clone https://huggingface.co/org/m»",
        Example(
            "from transformers import AutoModel, AutoTokenizer\nt = «AutoTokenizer.from_pretrained('org/m')»\n"
            "# %%\nm = «AutoModel.from_pretrained('org/m', revision='main')»\n" + _CACHED,
            fixed="from transformers import AutoModel, AutoTokenizer\n"
            f"t = AutoTokenizer.from_pretrained('org/m', revision=\"{_HEX}\")\n"
            f"# %%\nm = AutoModel.from_pretrained('org/m', revision=\"{_HEX}\")",
        ),
        Example(
            "from datasets import load_dataset\nd = «load_dataset('org/d', split='train')»\n"
            "e = «load_dataset('org/other')»\n" + _CACHED,
            fixed="from datasets import load_dataset\n"
            f"d = load_dataset('org/d', split='train', revision=\"{_HEX}\")\ne = load_dataset('org/other')",
        ),
        Example("!«hf download org/m --quiet»\n" + _CACHED, fixed=f"!hf download org/m --revision {_HEX} --quiet"),
        "from transformers import AutoModel\nm = «AutoModel.from_pretrained('org/m', revision='v1.0')»\n" + _CACHED,
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
        "import pandas as pd\nd = pd.read_csv('hf://datasets/org/d@" + "0123456789" * 4 + "/a.csv')",
        "d.to_parquet('hf://datasets/org/d/a.parquet')",
    ],
)
def unpinned_hub_download(code: Code) -> Iterator[Match]:
    """The owner of the repository can replace what a name or branch stands for, and the notebook would use it unseen.

    Pass revision= with the 40 digits of a commit: huggingface_hub.model_info("name").sha and dataset_info("name").sha
    tell the one you have tried."""
    found = code.remember(_unpinned)
    fixable = tuple(one for one in found if one.edits)
    rest = tuple(one for one in found if not one.edits and one.kind == "free")
    for chosen in (fixable, rest or (() if fixable else found)):
        if chosen and chosen[0].place.pointer == code.cell.source_pointer:
            yield _match(chosen)


def _match(chosen: tuple[Reference, ...]) -> Match:
    more = f" and {len(chosen) - 1} more" if len(chosen) > 1 else ""
    free = any(one.kind == "free" for one in chosen)
    what = "Taken from a hub without a commit" if free else "Taken from a hub by a shortened commit"
    return Match(
        chosen[0].place.span,
        what + more,
        None if free else Severity.INFO,
        related=tuple(one.place for one in chosen[1:]),
        proposals=_pin(chosen) or _advice(chosen[0]),
    )


def _pin(chosen: tuple[Reference, ...]) -> tuple[Proposal, ...]:
    """The commits that this machine has downloaded: all at once, for they are one finding."""
    edits = tuple(dict.fromkeys(edit for one in chosen for edit in one.edits))
    if not edits:
        return ()
    first = chosen[0]
    commit = first.cached.commit[:12] if first.cached is not None else ""
    title = f"Add the commit that this machine has downloaded ({commit})"
    if len(chosen) > 1:
        title = f"Add the commits that this machine has downloaded ({len(chosen)} downloads)"
    return (Proposal(title, Applicability.REVIEW, edits),)


def _advice(first: Reference) -> tuple[Proposal, ...]:
    """Where the commit is asked for: it is not known here, for a scan opens no connection."""
    if not _PLAIN_ID.fullmatch(first.name):
        return ()
    ask = "dataset_info" if first.is_data else "model_info"
    title = f'Pass revision= with the value of huggingface_hub.{ask}("{first.name}").sha'
    return (Proposal(title, Applicability.MANUAL),)


def _unpinned(cells: tuple[Code, ...]) -> tuple[Reference, ...]:
    """What can change: where no commit is named, or one with too few digits."""
    return tuple(one for one in references(cells) if one.kind in ("free", "short"))
