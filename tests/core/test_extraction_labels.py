"""Against labels of real notebooks, which were made by hand."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "real-notebooks.zip"


@pytest.mark.skipif(not CORPUS.exists(), reason=f"there are no real notebooks at {CORPUS}")
def test_at_most_one_in_a_hundred_is_false_or_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    corpus, extraction = importlib.import_module("corpus"), importlib.import_module("extraction")
    labels = json.loads(extraction.LABELS.read_text(encoding="utf-8"))
    for name, count in extraction.compare(corpus.each(CORPUS), labels).items():
        assert count.right > 500, name
        assert len(count.false) <= count.right / 100, (name, count.false[:20])
        assert len(count.missed) <= count.right / 100, (name, count.missed[:20])
