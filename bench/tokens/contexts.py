"""Where tokens stand in a notebook: each context makes a cell, or a piece of one, around a token."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from . import makers
from .phrases import MARKDOWN, OUTPUT, Phrases
from .phrases_code import CODE
from .planting import GENERIC, PYTHON, V3, Json, Plant
from .providers import Provider

_URL_SAFE = re.compile(r"[A-Za-z0-9_.~-]+")


def fits(provider: Provider, context: Context) -> bool:
    """Whether a token of a provider can stand in a context at all: no key of many lines stands in a URL."""
    if provider.form == "lines":
        return context.lines
    if provider.is_password and context.name == "header":
        return False
    if context.name == "positional" and (provider.is_password or provider.rules <= GENERIC or "token" in provider.word):
        return False
    if context.name == "block":
        return provider.form == "line"
    if context.only == "url":
        return provider.form == "word" and _URL_SAFE.fullmatch(provider.make(random.Random(1)).text) is not None
    if context.only == "known":
        return not provider.word and provider.form == "word"
    return provider.form in ("word", "url") if context.only == "plain" else True


@dataclass(frozen=True)
class Context:
    """A place in a notebook. ``only`` narrows the tokens that can stand there (see ``fits``)."""

    name: str
    make: Callable[[Plant], None]
    only: str = ""
    language: str = PYTHON
    lines: bool = False


def _of(name: str, phrases: Phrases) -> Context:
    return Context(
        name, lambda plant: _MAKERS[phrases.kind](plant, plant.phrase(phrases)), phrases.only, phrases.language
    )


def _code(plant: Plant, phrase: str) -> None:
    plant.draft.code(plant.write(phrase, f"{plant.draft.here}/source"))


def _text(kind: str) -> Callable[[Plant, str], None]:
    return lambda plant, phrase: plant.draft.text(kind, plant.write(phrase, f"{plant.draft.here}/source"))


def _stream(name: str) -> Callable[[Plant, str], None]:
    def make(plant: Plant, phrase: str) -> None:
        text = plant.write(phrase, f"{plant.draft.here}/outputs/0/text")
        stored = text.splitlines(keepends=True) if plant.chance.random() < 0.5 else text
        plant.draft.code("run()", [{"output_type": "stream", "name": name, "text": stored}])

    return make


def _result(plant: Plant, phrase: str) -> None:
    text = plant.write(phrase, f"{plant.draft.here}/outputs/0/data/text~1plain")
    data = {"text/plain": text}
    plant.draft.code("show()", [{"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data}])


def _error(plant: Plant, phrase: str) -> None:
    """The message of an error, or a line of its traceback."""
    at = f"{plant.draft.here}/outputs/0"
    output: Json = {"output_type": "error", "ename": "AuthError", "evalue": "denied", "traceback": ["Traceback", "..."]}
    if plant.chance.random() < 0.4:
        output["evalue"] = plant.write(phrase, f"{at}/evalue")
    else:
        output["traceback"][1] = plant.write(phrase, f"{at}/traceback/1")
    plant.draft.code("run()", [output])


_MAKERS: dict[str, Callable[[Plant, str], None]] = {
    "code": _code,
    "markdown": _text("markdown"),
    "raw": _text("raw"),
    "stream": _stream("stdout"),
    "stderr": _stream("stderr"),
    "result": _result,
    "error": _error,
}


def _block(plant: Plant) -> None:
    """A token of several lines, as it stands in a file, a literal or an output."""
    kind, phrase = plant.chance.choice([
        ("code", "@n@ = '''@T@'''"), ("code", "%%writefile key.txt\n@T@\n"), ("code", "!cat > key <<'EOF'\n@T@\nEOF"),
        ("stream", "@T@\n"), ("markdown", "The file:\n\n```\n@T@\n```"), ("raw", "@T@"), ("result", "@T@"),
    ])  # fmt: skip
    _MAKERS[kind](plant, phrase)


CONTEXTS = (
    *(_of(name, phrases) for name, phrases in {**CODE, **MARKDOWN, **OUTPUT}.items()),
    Context("html_cell", makers.HTML_CELL, "plain"),
    Context("html_attr", makers.HTML_ATTRIBUTE, "plain"),
    Context("json_value", makers.json_value, lines=True),
    Context("cell_metadata", makers.cell_metadata, lines=True),
    Context("nb_metadata", makers.notebook_metadata, lines=True),
    Context("tb_ansi", makers.coloured_traceback, "plain"),
    Context("split", makers.split_literal, "plain"),
    Context("attachment", makers.attachment_name, "known"),
    Context("rich", makers.rich_output, "plain"),
    Context("block", _block, lines=True),
    Context("nbformat3", makers.old_format, "plain", V3),
)
