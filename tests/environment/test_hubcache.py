"""What a user has downloaded from Hugging Face, from a cache that is built by hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jupyter_mlsecops.core.hub import Cached
from jupyter_mlsecops.environment import HubCache, Kernels
from jupyter_mlsecops.environment.hubcache import folder, of_card

from .fake import environment, kernel

ONE, TWO = "0123456789" * 4, "abcdef0123" * 4
PLACES: list[tuple[dict[str, str], str]] = [
    ({}, "~/.cache/huggingface/hub"),
    ({"XDG_CACHE_HOME": "/xdg"}, "/xdg/huggingface/hub"),
    ({"HF_HOME": "/hf", "XDG_CACHE_HOME": "/xdg"}, "/hf/hub"),
    ({"HF_HUB_CACHE": "/own", "HF_HOME": "/hf"}, "/own"),
    ({"HUGGINGFACE_HUB_CACHE": "~/old", "HF_HOME": "/hf"}, "~/old"),
]


@pytest.mark.parametrize(("variables", "place"), PLACES)
def test_where_it_is(variables: dict[str, str], place: str) -> None:
    assert folder(variables) == Path(os.path.expanduser(place))


def repository(root: Path, name: str, commit: str, card: str | None = None) -> None:
    """One repository as huggingface_hub keeps it."""
    (root / name / "refs").mkdir(parents=True)
    (root / name / "refs" / "main").write_text(commit)
    snapshot = root / name / "snapshots" / commit
    snapshot.mkdir(parents=True)
    if card is not None:
        (root / name / "blobs").mkdir()
        (root / name / "blobs" / "b").write_text(card)
        (snapshot / "README.md").symlink_to("../../blobs/b")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "hub"
    monkeypatch.setenv("HF_HUB_CACHE", str(root))
    repository(root, "models--org--name", ONE, "---\nlicense: apache-2.0\n---\n# Card")
    repository(root, "models--gpt2", TWO)
    repository(root, "datasets--org--a-b", TWO, "---\nlicense:\n- mit\n- cc-by-4.0\n---\n")
    repository(root, "spaces--org--s", ONE)
    (root / "models--org--broken" / "refs").mkdir(parents=True)
    (root / "models--org--broken" / "refs" / "main").write_text("../../../etc")
    (root / "models--org--none").mkdir()
    (root / "version.txt").write_text("1")
    return root


def test_commits_and_licences(cache: Path) -> None:
    found = HubCache(licences=True).read()
    assert found.models == {"gpt2": Cached(TWO), "org/name": Cached(ONE, ("apache-2.0",))}
    assert found.datasets == {"org/a-b": Cached(TWO, ("mit", "cc-by-4.0"))}
    assert HubCache().read().models["org/name"] == Cached(ONE)


def test_a_new_download_is_seen_and_else_nothing_is_made_anew(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel(tmp_path / "data", "own", environment(tmp_path / "env", "torch-2.1.0"))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "data"))
    kernels = Kernels()
    before = kernels.read().of("own")
    assert before is not None and kernels.read().of("own") is before
    (cache / "models--gpt2" / "refs" / "main").write_text(ONE)
    os.utime(cache / "models--gpt2" / "refs" / "main", ns=(1, 1))
    after = kernels.read().of("own")
    assert after is not None and (before.hub.models["gpt2"], after.hub.models["gpt2"]) == (Cached(TWO), Cached(ONE))
    assert after.packages == before.packages


CARDS: list[tuple[str, tuple[str, ...]]] = [
    ("---\nlicense: mit\n---\n", ("mit",)),
    ("\ufeff---\r\ntags:\r\n- x\r\nlicense: mit # or so\r\nlanguage: en\r\n---\r\n", ("mit",)),
    ("---\nlicense: other\nlicense_name: gemma\nlicense_link: x\n---\n", ("gemma",)),
    ("---\nlicense_name: llama3\nlicense: other\n---\n", ("llama3",)),
    ("---\nlicense:\n  - mit\n  - gpl-3.0\n---\n", ("mit", "gpl-3.0")),
    ("---\nlicense: [mit, isc]\n---\n", ("mit", "isc")),
    ("---\nlicense: 1.0\n---\n", ()),
    ("---\nlicense: !!python/object/apply:os.system ['x']\n---\n", ()),
    ("---\nlicense: {\n---\n", ()),
    ("---\nlicense: " + "[" * 400 + "\n---\n", ()),
    ("---\nnested:\n  license: mit\n---\n", ()),
    ("---\nlicense: mit\n", ()),
    ("license: mit\n", ()),
    ("", ()),
]


@pytest.mark.parametrize(("card", "words"), CARDS)
def test_cards(card: str, words: tuple[str, ...]) -> None:
    assert of_card(card.encode()) == words


def test_bytes_that_are_no_text() -> None:
    assert of_card(b"---\nlicense: \xff\n---\n") == ("\ufffd",)
