"""What resembles a known name, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.rules.dependencies.names import famous
from jupyter_mlsecops.rules.dependencies.names.edits import slip
from jupyter_mlsecops.rules.dependencies.names.known import index, known, resembled
from jupyter_mlsecops.rules.dependencies.names.resembling import LONGEST, Index, Likeness
from jupyter_mlsecops.rules.dependencies.names.wrong import NEVER_PUBLISHED, WRONG
from tests.hang import must_end

FAMOUS = famous.NAMES.split()
ALLOWED = {*WRONG, *NEVER_PUBLISHED}


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ("tokenziers", Likeness("tokenizers", "slip")),
        ("nunpy", Likeness("numpy", "slip")),
        ("ajx", Likeness("jax", "slip")),
        ("nltkk", Likeness("nltk", "slip")),
        ("tensorlfow", Likeness("tensorflow", "slip")),
        ("tensorfllw", Likeness("tensorflow", "slip")),
        ("sentence-tranformrs", Likeness("sentence-transformers", "slips")),
        ("huggingfacehub", Likeness("huggingface-hub", "separators")),
        ("py-yaml", Likeness("pyyaml", "separators")),
        ("t0rch", Likeness("torch", "letters")),
        ("rnatplotlib", Likeness("matplotlib", "letters")),
        ("learn-scikit", Likeness("scikit-learn", "order")),
        ("python-numpy", Likeness("numpy", "affix")),
        ("requests3", Likeness("requests", "slip")),
        ("boto4", Likeness("boto3", "slip")),
        ("urllib4", Likeness("urllib3", "slip")),
        ("pytorhc", Likeness("torch", "slip")),
        ("sklern", Likeness("scikit-learn", "slip")),
        ("opencv4", Likeness("opencv-python", "slip")),
        ("langchain-opneai", Likeness("langchain-openai", "slip")),
    ],
)
def test_is_taken_for(wrong: str, expected: Likeness) -> None:
    assert resembled(wrong) == expected


@pytest.mark.parametrize(
    "name",
    [
        *("numpy", "python-dateutil", "pytorch", "sklearn", "opencv"),  # known, or explained elsewhere
        *("acme", "my-company-models", "forecasting-utils", "a", "", "x" * 300),
        *("azure-mgmt-foo", "types-fo", "nvidia-cufft-cu14", "google-cloud-foo", "langchain-acme"),
        "jox",
    ],
)
def test_is_no_slip(name: str) -> None:
    assert resembled(name) is None


def test_no_known_name_resembles_another() -> None:
    assert not [name for name in known() if index().find(name) is not None]


@pytest.mark.parametrize("right", [name for name in FAMOUS if "-" not in name])
def test_swapped_and_doubled_letters_of_every_famous_name_are_seen(right: str) -> None:
    swapped = {right[:at] + right[at + 1] + right[at] + right[at + 2 :] for at in range(len(right) - 1)}
    doubled = {right[:at] + right[at] + right[at:] for at in range(len(right))}
    assert {wrong for wrong in (swapped | doubled) - known() if resembled(wrong) is None} <= ALLOWED


@given(
    st.lists(st.text("abn", min_size=3, max_size=9), min_size=1, max_size=12), st.text("abn", min_size=3, max_size=10)
)
def test_every_slip_that_counts_is_found(words: list[str], name: str) -> None:
    """Looking up halves misses nothing that comparing with every name finds."""
    found = Index(words, ()).find(name)
    slips = {word: one for word in words if (one := slip(name, word)) is not None}
    counts = any(
        one.kind in ("swapped", "doubled") or len(word) >= (4 if one.is_likely else 8) for word, one in slips.items()
    )
    if name not in words and (found is None or found.how == "slip"):
        assert (found is not None) == counts
        assert found is None or found.name in slips


@given(st.text(max_size=120))
def test_any_text_is_answered(name: str) -> None:
    found = index().find(name)
    assert found is None or (found.name in {*known(), *ALLOWED} and found.name != name and len(name) <= LONGEST)


@pytest.mark.parametrize("name", ["opentelemetry-instrumentation-{}", "{}a" * 9, "python-{}", "a-{}-" * 8])
def test_many_hostile_names_come_to_an_end(name: str) -> None:
    with must_end():
        for number in range(20_000):
            index().find(name.replace("{}", str(number)))
