"""The models and data sets that a notebook takes from a hub, and how far each is fixed to a commit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ...sdk import Cached, Call, Code, Frozen, Notebook, Place, Shell, Span, TextEdit, Value, commands, regex, replace

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
# Loaders that cannot be told a revision.
_NO_REVISION = ("llama_cpp.Llama.from_pretrained", "setfit.SetFitTrainer")
# Readers of files whose address may be one of the hub.
_READERS = tuple(
    f"{library}.{verb}_{kind}"
    for library, verb in (("pandas", "read"), ("polars", "read"), ("polars", "scan"), ("dask.dataframe", "read"))
    for kind in ("csv", "json", "parquet", "ndjson", "ipc", "feather", "excel", "table")
)
_ADDRESS = regex(r"hf://(datasets/)?([\w.-]{1,96}/[\w.-]{1,96})(?:@([^/]*))?/")
_COMMIT = regex(r"[0-9a-f]{40}")
_SHORT = regex(r"[0-9a-f]{7,39}")
_LOCAL = regex(r"[./~]|[A-Za-z]:\\|\\\\|file:|\{")
_FOLDER = regex(
    r"(?:(?:my[_-])?(?:models?|outputs?|results?|checkpoints?|ckpts?|data|datasets?|saved?|tmp|temp|logs?|runs?|artifacts?"
    r"|weights|trained|finetuned|fine-tuned)|saved[_-]\w{1,40})/|.{0,200}/checkpoint-|.{0,200}checkpoint-\d+\Z|.{0,200}/\Z",
    0,
)
_PACKAGED = frozenset(
    "csv json parquet text imagefolder audiofolder videofolder pandas arrow webdataset xml generator sql pdffolder "
    "spark lance hdf5".split()
)
_OF_DATA = ("datasets.load_dataset", "datasets.load_dataset_builder")
_DOWNLOADERS = (["hf", "download"], ["huggingface-cli", "download"])


Kind = Literal["free", "short", "commit", "unknown"]


class Reference(Frozen, frozen=True):
    """A download from a hub.

    ``kind`` says what it is fixed to: nothing that stays (``free``), a commit with too few digits (``short``), a
    ``commit``, or what cannot be told (``unknown``). ``name`` is empty where it is not known. ``cached`` is what this
    machine has of it, and ``edits`` take its commit; None and nothing where there is none, or the call has no place
    for one.
    """

    place: Place
    name: str
    kind: Kind
    is_data: bool
    cached: Cached | None = None
    edits: tuple[TextEdit, ...] = ()


def references(cells: tuple[Code, ...]) -> tuple[Reference, ...]:
    """What a notebook takes from a hub, in order of place; for ``Code.remember``."""
    own = _own_folders(cells)
    found: list[Reference] = []
    for code in cells:
        for call in code.calls(*_NAMES, *_PREFIXED):
            one = _of_call(code, call, own)
            if one is not None:
                found.append(one)
        for call in code.calls(*_READERS):
            address = _ADDRESS.match(call.args[0].text) if call.args else None
            if address is not None:
                found.append(Reference(call.place, address[2], _shell_kind(address[3] or ""), address[1] is not None))
    notebook = cells[0].notebook
    order = {cell.source_pointer: number for number, cell in enumerate(notebook.cells)}
    found += (one for shell in commands(notebook) for one in _of_shell(notebook, shell))
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


def _of_call(code: Code, call: Call, own: frozenset[str]) -> Reference | None:
    second = call.name.endswith(".pipeline") or call.name.startswith("peft.PeftM")  # behind the base model
    name = call.argument(1, "model_id", "model") if second else call.argument(0, *_KEYWORDS)
    text = _text(name) if name is not None else None
    kind = _kind(call)
    if isinstance(text, str) and call.name in _PREFIXED:
        prefix, _, text = text.partition(":")
        text, _, commit = text.partition("@")
        if prefix not in ("hf_hub", "hf-hub"):
            return None
        kind = "commit" if _COMMIT.fullmatch(commit) else kind
    if not isinstance(text, str) or not text or _LOCAL.match(text) or _FOLDER.match(text) or text in _PACKAGED:
        return None
    if text.count("/") > 1 or text.rstrip("/") in own or code.origin(name).kind == "written":
        return None
    is_data = call.name in _OF_DATA
    cached = _cached(code.notebook, text, is_data) if name is not None and isinstance(name.constant, str) else None
    return Reference(call.place, text, kind, is_data, cached, _edits(call, cached, kind))


def _kind(call: Call) -> Kind:
    local = call.keywords.get("local_files_only")
    if local is not None and not local.is_false():
        return "unknown"
    revision = call.keywords.get("revision")
    if revision is None:
        return "unknown" if call.has_unknown_kwargs else "free"
    if isinstance(revision.constant, str):
        if _COMMIT.fullmatch(revision.constant):
            return "commit"
        return "short" if _SHORT.fullmatch(revision.constant) else "free"
    return "free" if revision.constant is None else "unknown"


def _edits(call: Call, cached: Cached | None, kind: Kind) -> tuple[TextEdit, ...]:
    """Edits after which a call takes the commit that is cached, if that is what it takes without them."""
    if cached is None or kind not in ("free", "short") or call.name in (*_PREFIXED, *_NO_REVISION):
        return ()
    revision = call.keywords.get("revision")
    written = revision.constant if revision is not None else None
    is_same = written in (None, "main") or (kind == "short" and cached.commit.startswith(str(written)))
    edits = call.set_keyword("revision", f'"{cached.commit}"') if is_same else None
    return tuple(replace(edit, pointer=edit.pointer or call.place.pointer) for edit in edits or ())


def _cached(notebook: Notebook, name: str, is_data: bool) -> Cached | None:
    """What this machine has of a model or data set; the library sentence-transformers has an owner for bare names."""
    if notebook.environment is None:
        return None
    hub = notebook.environment.hub
    if is_data:
        return hub.datasets.get(name)
    return hub.models.get(name) or (hub.models.get(f"sentence-transformers/{name}") if "/" not in name else None)


def _text(name: Value) -> object:
    """What a name is worth; of several to choose from the first, for all are without a commit."""
    texts = [choice.constant for choice in name.choices]
    return texts[0] if all(isinstance(text, str) for text in texts) else None


def _of_shell(notebook: Notebook, shell: Shell) -> Iterator[Reference]:
    for command in shell.commands():
        words = [word.text for word in command.words]
        span = command.span.shift(shell.start)
        place = Place(shell.cell.source_pointer, span)
        if words[:2] in _DOWNLOADERS and len(words) > 2:
            revision = next((b for a, b in zip(words, words[1:], strict=False) if a == "--revision"), "")
            revision = revision or next((w.partition("=")[2] for w in words if w.startswith("--revision=")), "")
            is_data = "dataset" in words
            cached = _cached(notebook, words[2], is_data)
            edits: tuple[TextEdit, ...] = ()
            if cached is not None and not revision:
                end = command.words[2].span.shift(shell.start).end
                edits = (TextEdit(Span(end, end), f" --revision {cached.commit}", place.pointer),)
            yield Reference(place, words[2], _shell_kind(revision), is_data, cached, edits)
        elif words[:2] == ["git", "clone"]:
            url = next((word for word in words[2:] if "://" in word), "")
            if "://huggingface.co/" in url or "@hf.co" in url:
                yield Reference(place, "", "free", False)


def _shell_kind(revision: str) -> Kind:
    if _COMMIT.fullmatch(revision):
        return "commit"
    if "{" in revision or "$" in revision:
        return "unknown"
    return "short" if _SHORT.fullmatch(revision) else "free"
