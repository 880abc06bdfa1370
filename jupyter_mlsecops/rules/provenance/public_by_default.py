"""Uploads that are public because nothing was said about it: one finding for all of them."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Place,
    Severity,
    TextEdit,
    offer,
    replace,
    rule,
)
from .public_upload import TRAINING_ARGUMENTS

_HUB = ("transformers", "huggingface_hub", "datasets", "diffusers", "peft", "sentence_transformers", "trl", "setfit")


@rule(
    id="public-by-default",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    profile="strict",
    title="Upload that is public unless told otherwise",
    cwe=[200, 1188],
    owasp=["ML05", "LLM02"],
    screen=("push_to_hub", "create_repo", "wandb.save", "upload_large_folder"),
    bad=[
        Example(
            "from transformers import AutoModel\nm = AutoModel.from_pretrained('./m')\n«m.push_to_hub('org/m')»",
            fixed="from transformers import AutoModel\nm = AutoModel.from_pretrained('./m')\n"
            "m.push_to_hub('org/m', private=True)",
        ),
        Example(
            "from huggingface_hub import HfApi\n«HfApi().create_repo('org/m')»\n# %%\nfrom datasets import Dataset\n"
            "«Dataset.from_dict({}).push_to_hub('org/d')»",
            fixed="from huggingface_hub import HfApi\nHfApi().create_repo('org/m', private=True)\n# %%\n"
            "from datasets import Dataset\nDataset.from_dict({}).push_to_hub('org/d', private=True)",
        ),
        Example(
            "import transformers as t\na = «t.TrainingArguments('o', push_to_hub=True)»",
            fixed="import transformers as t\na = t.TrainingArguments('o', push_to_hub=True, hub_private_repo=True)",
        ),
        "import wandb\n«wandb.save('*')»",
    ],
    ok=[
        "from huggingface_hub import create_repo\ncreate_repo('org/m', private=True)",
        "from transformers import TrainingArguments\nTrainingArguments('o', push_to_hub=False)",
        "from transformers import TrainingArguments\nTrainingArguments('o', push_to_hub=True, hub_private_repo=True)",
        "from datasets import Dataset\nd.push_to_hub('org/m', **options)",
        "from github import Github\nGithub(t).get_user().create_repo('x')",
        "import wandb\nwandb.save('model.h5')",
        "m.push_to_hub('org/m')  # of a library that is not known",
        "from transformers import Trainer\ntrainer = Trainer(model)\ntrainer.push_to_hub('done')",
        "from transformers import Trainer\ntrainer.push_to_hub(commit_message='done')",
        "from huggingface_hub import create_repo\ncreate_repo('org/m', private=private)",
    ],
)
def public_by_default(code: Code) -> Iterator[Match]:
    """The Hub makes a new repository public unless it is told to be private or the organization has another default.

    Pass private=True (hub_private_repo=True to TrainingArguments), and make it public when you have looked at it."""
    places = code.remember(_by_default)
    if places and places[0].pointer == code.cell.source_pointer:
        title = "Upload it as private" if len(places) == 1 else "Upload all of them as private"
        fixes = offer(title, Applicability.REVIEW, code.remember(_as_private))
        yield Match(places[0].span, related=places[1:], proposals=fixes)


def _as_private(cells: tuple[Code, ...]) -> tuple[TextEdit, ...]:
    """Edits that make every such upload private; none where one of them cannot be changed."""
    found: list[TextEdit] = []
    for code in cells:
        for call in _defaulting(code):
            name = "hub_private_repo" if "push_to_hub" in call.keywords else "private"
            edits = None if call.name == "wandb.save" else call.set_keyword(name, "True")
            if edits is None:
                return ()
            found += (replace(edit, pointer=code.cell.source_pointer) for edit in edits)
    return tuple(found)


def _by_default(cells: tuple[Code, ...]) -> tuple[Place, ...]:
    return tuple(call.place for code in cells for call in _defaulting(code))


def _is_named(call: Call) -> bool:
    """Whether a call names the repository: those of trainers and of clones do not, and take no ``private``."""
    name = call.argument(0, "repo_id", "repo_path_or_name", "dataset_repo_id")
    return name is not None and "github" not in call.name and "Trainer()" not in call.name


def _defaulting(code: Code) -> Iterator[Call]:
    found: dict[int, Call] = {}
    if code.uses_module(*_HUB):
        for call in code.calls(
            "*.push_to_hub", "*.create_repo", "huggingface_hub.create_repo", "*.upload_large_folder"
        ):
            if "private" not in call.keywords and not call.has_unknown_kwargs and _is_named(call):
                found[call.order] = call
        for call in code.calls(*TRAINING_ARGUMENTS):
            push = call.keywords.get("push_to_hub")
            is_told = "hub_private_repo" in call.keywords or call.has_unknown_kwargs
            if push is not None and push.is_true() and not is_told:
                found[call.order] = call
    for call in code.calls("wandb.save"):
        if call.args and call.args[0].constant in ("*", "./*", "**", "**/*"):
            found[call.order] = call
    yield from (found[order] for order in sorted(found))
