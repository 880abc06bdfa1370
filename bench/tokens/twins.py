"""Twins: texts that look like tokens and are none. Whatever is found in them is a false alarm.

A broken checksum makes no twin: such a token stays a finding, with less confidence.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from dataclasses import replace

from .contexts import CONTEXTS
from .draw import Token, shape, std64
from .notebooks import Book, book, books
from .planting import PYTHON, Draft, Plant, Planted
from .providers import PROVIDERS, Provider

_BODIES = (
    "YOUR_API_KEY",
    "YOUR_TOKEN_HERE",
    "your-key-here",
    "replace_me",
    "INSERT_KEY_HERE",
    "<token>",
    "...",
    "****",
)
_VALUES = (
    *("YOUR_API_KEY", "your_api_key_here", "<api-key>", "xxxxxxxxxxxxxxxxxxxx", "changeme", "my-secret-token", "..."),
    *("INSERT_KEY_HERE", "paste-your-key-here", "dummy_token_123", "test-api-key-1234", "REPLACE_ME", "None"),
    *("1234567890abcdef1234567890abcdef", "0123456789abcdefghij", "********", "{your_token}", "example-token-value"),
)
_URLS = (
    "user:password",
    "<user>:<password>",
    "username:your_password",
    "user:***",
    "postgres:postgres",
    "admin:changeme",
)
_BASE64 = re.compile(r"[A-Za-z0-9+/]+")
_LONGEST_HEAD = 20  # what all tokens of a provider begin with may hold names that were encoded
# Formats of one exact length.
_EXACT = frozenset(
    (
        "Hugging Face, user",
        "Replicate",
        "Groq",
        "Perplexity",
        "Cerebras",
        "Kaggle, new",
        "LangSmith",
        "Langfuse",
        "RunPod",
        "Jina",
        "Google API key",
        "GitHub",
        "GitHub, fine-grained",
        "npm",
        "DigitalOcean",
        "SendGrid",
        "Twilio",
        "Neon",
        "Notion",
        "Airtable",
        "Linear",
        "Pulumi",
        "Firecrawl",
        "AWS access key id",
        "Google OAuth client secret",
        "Together",
        "Docker",
        "Vercel",
        "Supabase, secret",
        "Weights & Biases, v1",
        "Render",
        "ElevenLabs",
    )
)
_NEUTRAL = (
    'x = "@T@"',
    'print("@T@")',
    "@T@",
    'df.loc["@T@"]',
    'name = "@T@"',
    "id: @T@",
    'item_id = "@T@"',
    "# see @T@",
)
_DIGESTS = (
    'commit = "{H40}"',
    "commit {H40}",
    'revision="{H40}"',
    'model = load("acme/net", revision="{H40}")',
    "sha256: {H64}",
    "sha256:{H64}",
    'assert digest == "{H64}"',
    'dataset_id = "{H24}"',
    "{'id': '{H24}', 'question': 'Who?'}",
    'md5 = "{H32}"',
    "{'_id': ObjectId('{H24}')}",
    'run_id = "{H32}"',
    "mlflow run {H32}",
    'etag: "{H32}"',
    "session_id: {uuid}",
    "{uuid}",
    'uuid = "{uuid}"',
    "{'request_id': '{uuid}'}",
    "<Run {uuid}>",
    "trace_id={H32}",
    "Downloading 7f3b{H36}: 100%",
    "/home/jovyan/.cache/blobs/{H64}",
    "url = 'https://host.corp.internal/commit/{H40}'",
    "chatcmpl-{N29}",
    "id='msg_{N24}'",
    "call_{N24}",
    "file-{N24}",
    "wandb: Run {P8}",
    "checkpoint-{H8}",
    "layer {H12}",
    "artifact_version = '{H32}'",
    "checksum: {H40}",
    "fingerprint {H40}",
    "git_hash='{H40}'",
    "image@sha256:{H64}",
)
_WORDS = (
    'eos_token = "<|endoftext|>"',
    "pad_token_id: 50256",
    'tokenizer.pad_token = "[PAD]"',
    "max_new_tokens=512",
    'tokenizer = AutoTokenizer.from_pretrained("distilbert-base-uncased-finetuned-sst-2-english")',
    "token: AutoTokenizer, model: T5ForConditionalGeneration",
    "mask_token='<mask>'",
    "num_tokens: 1048576",
    "{'token_type_ids': [0, 0, 1], 'token': 'Ġworld'}",
    "sort_key = 'created_at_2024_desc'",
    "token = tokens[index2]",
    "api_key = settings.openai_api_key_v2",
    'token = os.environ["HF_TOKEN"]',
    "password = getpass.getpass('Password: ')",
    "client = Client(api_key=load_secret('prod/openai_api_key'))",
    "key=lambda row: row.created_at_timestamp",
    'api_key = "${OPENAI_API_KEY}"',
    "token: ${{ secrets.HF_TOKEN_2024 }}",
    "password = f'{user_password_from_vault}'",
    'secret_name = "projects/my-project/secrets/openai-key/versions/3"',
    "partition_key = '/tenant_id/region_v2'",
    'primary_key = "customer_order_line_item_id_2"',
    "foreign_key='fk_orders_customers_2024'",
    "key = 'train/0001a2b3c4'",
    'public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHnWqLkVyFqL4x0dA9jQm7rT2yB8sXcV5eKzP1wRuGhN ada"',
    "token count: 12345678",
    "next_page_token: CAUQAA",
    "cache_key = f'{model_name}-{version}'",
    "key: value_of_item_42",
    "keyboard_layout = 'qwertz-de-latin1-2024'",
    "The access token expires after 3600 seconds.",
    "keys = ['input_ids', 'attention_mask_2d']",
    "secret santa list: https://docs.corp.internal/santa-2024-list",
)


def twin_books(seed: int) -> Iterator[Book]:
    """Notebooks without a single token; what is planted are the twins."""
    whole = [context for context in CONTEXTS if context.name != "split"]  # nobody writes a placeholder in two pieces
    yield from books(seed, [_twin(each, kind) for each in PROVIDERS for kind in ("placeholder", "repeated")], whole)
    for number, provider in enumerate(PROVIDERS):
        draft = Draft(PYTHON)
        for make in (_off_by_one, _in_a_word, _in_base64, _digest, _word):
            for turn in range(4):
                make(
                    Plant(
                        provider,
                        make.__name__.strip("_"),
                        random.Random(f"{seed} {number} {make.__name__} {turn}"),
                        draft,
                    )
                )
        yield book(f"{number:03}-neutral.ipynb", draft)


def _twin(provider: Provider, kind: str) -> Provider:
    """A provider whose tokens were never issued."""
    chance = random.Random(provider.name)
    head = os.path.commonprefix([provider.make(chance).text for _ in range(12)])[:_LONGEST_HEAD]

    def make(chance: random.Random) -> Token:
        text = provider.make(chance).text
        if provider.form == "url":
            scheme = text.partition("://")[0]
            return Token(
                f"{scheme}://{chance.choice(_URLS)}@db.corp.internal/x"
                if "hooks" not in text
                else head + "T000/B000/XXXX"
            )
        if "PRIVATE" in text:
            return Token("-----BEGIN PRIVATE" + " KEY-----\\n...\\n-----END PRIVATE" + " KEY-----")
        size = len(text) - len(head)
        if kind == "repeated":
            return Token(head + chance.choice("xXa0A1") * size)
        body = chance.choice((*_BODIES, "x" * size)) if head else chance.choice(_VALUES)
        return Token(head + body)

    return replace(
        provider, name=f"{provider.name}, {kind}", make=make, form="word" if provider.form == "lines" else provider.form
    )


def _put(plant: Plant, text: str) -> None:
    """Put a text into a place that is drawn: code, an output, a Markdown cell."""
    style = plant.chance.randrange(4)
    here = plant.draft.here
    pointer = {
        0: f"{here}/source",
        1: f"{here}/outputs/0/text",
        2: f"{here}/source",
        3: f"{here}/outputs/0/data/text~1plain",
    }
    plant.draft.planted.append(
        Planted(plant.provider.name, plant.context, text[:40], pointer[style], 0, len(text), text, frozenset())
    )
    if style == 0:
        plant.draft.code(text)
    elif style == 1:
        plant.draft.code("run()", [{"output_type": "stream", "name": "stdout", "text": text + "\n"}])
    elif style == 2:
        plant.draft.text("markdown", text)
    else:
        data = {"text/plain": text}
        plant.draft.code("show()", [{"output_type": "display_data", "metadata": {}, "data": data}])


def _neutral(plant: Plant, value: str) -> None:
    _put(plant, plant.chance.choice(_NEUTRAL).replace("@T@", value))


def _off_by_one(plant: Plant) -> None:
    if plant.provider.name in _EXACT:
        text = plant.provider.make(plant.chance).text
        _neutral(plant, text[:-1] if plant.chance.random() < 0.5 else text + plant.chance.choice("aZ7"))


def _in_a_word(plant: Plant) -> None:
    if plant.provider.form == "word" and "." not in plant.provider.make(plant.chance).text:
        text = shape("{N6}", plant.chance) + plant.provider.make(plant.chance).text + shape("{N6}", plant.chance)
        _neutral(plant, text)


def _in_base64(plant: Plant) -> None:
    """In a picture: as its own MIME type, as a data URI in Markdown or HTML, or as text without a name."""
    around, token = std64(plant.chance.randbytes(300)), plant.provider.make(plant.chance).text
    if not _BASE64.fullmatch(token):
        return
    text = around[:200] + "/" + token + "/" + around[200:]
    here, style = plant.draft.here, plant.chance.randrange(4)
    uri = "data:image/png;base64," + text
    pointer = (
        f"{here}/outputs/0/data/image~1png",
        f"{here}/outputs/0/data/text~1html",
        f"{here}/source",
        f"{here}/source",
    )
    plant.draft.planted.append(
        Planted(plant.provider.name, plant.context, str(style), pointer[style], 0, len(text), text, frozenset())
    )
    if style < 2:
        data = {"image/png": text} if style == 0 else {"text/html": f'<img src="{uri}">'}
        plant.draft.code("show()", [{"output_type": "display_data", "metadata": {}, "data": data}])
    elif style == 2:
        plant.draft.text("markdown", f"![picture]({uri})")
    else:
        plant.draft.code(f'logo = b64decode("{text}")')


def _digest(plant: Plant) -> None:
    _put(plant, shape(plant.chance.choice(_DIGESTS), plant.chance))


def _word(plant: Plant) -> None:
    _put(plant, plant.chance.choice(_WORDS))
