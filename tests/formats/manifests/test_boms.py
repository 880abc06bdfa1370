"""Bills of materials: what they list and where, however they are told apart from other JSON."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.dependency import Declared, NotReadable
from jupyter_mlsecops.formats import manifests
from jupyter_mlsecops.formats.manifests import bom, purl

from .marked import unmarked

SHA = "0a" * 32
COMMIT = "0123456789abcdef" * 2 + "01234567"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("pkg:pypi/numpy@1.26.4", ("pypi", "numpy", "1.26.4", "")),
        ("PKG:PyPI/Scikit_Learn", ("pypi", "Scikit_Learn", "", "")),
        ("pkg:pypi/torch@2.1.0%2Bcu118?file_name=torch.whl#sub/path", ("pypi", "torch", "2.1.0+cu118", "")),
        ("pkg://pypi/numpy@1", ("pypi", "numpy", "1", "")),
        ("pkg:npm/%40scope/name@1.0", ("npm", "@scope/name", "1.0", "")),
        ("pkg:conda/numpy@1.26.4?build=py312_0&channel=main", ("conda", "numpy", "1.26.4", "")),
        ("pkg:huggingface/org/model@" + COMMIT, ("huggingface", "org/model", COMMIT, "")),
        (
            "pkg:pypi/acme@1.0?vcs_url=git%2Bhttps://host.dev/acme.git%40" + COMMIT,
            ("pypi", "acme", "1.0", f"git+https://host.dev/acme.git@{COMMIT}"),
        ),
        ("pkg:pypi/", None),
        ("pkg:pypi", None),
        ("numpy@1.0", None),
        ("", None),
        ("pkg:pypi/" + "a" * 5000, None),
    ],
)
def test_package_urls(text: str, told: tuple[str, ...] | None) -> None:
    assert purl.parse(text) == told


CYCLONEDX = """{
  "components": [
    {"bom-ref": "pkg:pypi/numpy@1.26.4", "type": "library", "name": "numpy", "version": "1.26.4",
     "purl": "«pkg:pypi/numpy@1.26.4»", "hashes": [{"alg": "SHA-256", "content": "%s"}, {"alg": "MD5", "content": "0"}],
     "components": [{"type": "library", "name": "inner", "version": "2", "purl": "«pkg:pypi/inner@2»"}]},
    {"type": "library", "name": "numpy", "version": "1.26.4", "purl": "«pkg:pypi\\/numpy@1.26.4»"},
    {"type": "library", "name": "torch", "purl": "«pkg:pypi/torch@2.1.0%2Bcu118»"},
    {"type": "library", "name": "any", "purl": "«pkg:pypi/any»"},
    {"type": "library", "name": "acme", "version": "1", "purl": "«pkg:pypi/acme@1?vcs_url=git%2Bhttps://h.dev/a%40c0»"},
    {"type": "library", "name": "conda-numpy", "purl": "«pkg:conda/pytorch@2.0.1?channel=main»"},
    {"type": "library", "name": "cuda", "purl": "«pkg:conda/cudatoolkit@11»"},
    {"type": "library", "group": "org", "name": "«plain»", "version": "3"},
    {"type": "machine-learning-model", "name": "bert"},
    {"type": "file", "name": "a.txt"},
    "no object", {"purl": 3}
  ],
  "metadata": {"component": {"type": "application", "name": "mine", "purl": "pkg:pypi/mine@1"}},
  "dependencies": [{"ref": "pkg:pypi/numpy@1.26.4"}],
  "bomFormat": "CycloneDX", "specVersion": "1.6"
}""".replace("%s", SHA)
SPDX = """{
  "spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "documentDescribes": ["SPDXRef-own"],
  "packages": [
    {"SPDXID": "SPDXRef-own", "name": "mine", "versionInfo": "1"},
    {"SPDXID": "SPDXRef-1", "name": "Flask", "versionInfo": "0.12",
     "checksums": [{"algorithm": "SHA256", "checksumValue": "%s"}],
     "externalRefs": [{"referenceCategory": "SECURITY", "referenceType": "cpe23Type", "referenceLocator": "cpe:x"},
       {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "«pkg:pypi/flask@0.12»"}]},
    {"SPDXID": "SPDXRef-2", "name": "«openssl»", "versionInfo": "3"}
  ]
}""".replace("%s", SHA)

FILES = [
    pytest.param(
        CYCLONEDX,
        [
            ("numpy", "1.26.4", "pinned", ""),
            ("inner", "2", "pinned", ""),
            ("numpy", "1.26.4", "pinned", ""),
            ("torch", "2.1.0+cu118", "pinned", ""),
            ("any", "", "unpinned", ""),
            ("acme", "1", "vcs", ""),
            ("torch", "2.0.1", "pinned", "conda"),
            ("", "11", "pinned", "conda"),
            ("", "3", "pinned", "other"),
        ],
        id="CycloneDX",
    ),
    pytest.param(SPDX, [("flask", "0.12", "pinned", ""), ("", "3", "pinned", "other")], id="SPDX"),
]


@pytest.mark.parametrize("name", ["bom.json", "x.cdx.json", "x.spdx.json", "sbom.json", "acme-sbom.json"])
@pytest.mark.parametrize(("marked", "asked"), FILES)
def test_what_a_bill_lists(name: str, marked: str, asked: list[tuple[str, str, str, str]]) -> None:
    text, spans = unmarked(marked)
    read = manifests.reader(name)
    assert read is not None and manifests.is_bom(text.encode())
    found = read(text).packages
    assert [(one.name, one.version, one.requirement.kind, one.ecosystem) for one in found] == asked
    assert [one.span for one in found] == spans
    assert [one.hashes for one in found if one.hashes] == [(f"sha256:{SHA}",)]


def test_where_a_repository_is_told_the_commit_counts() -> None:
    url = f"pkg:pypi/acme@1.0?vcs_url=git%2Bhttps://host.dev/acme.git%40{COMMIT}"
    (one,) = listed(components={"type": "library", "name": "acme", "purl": url})
    assert (one.requirement.url, one.requirement.ref) == ("git+https://host.dev/acme.git", COMMIT)


@pytest.mark.parametrize("edition", ["1.2", "1.4", "1.5", "1.6", "1.7"])
def test_editions_of_cyclonedx(edition: str) -> None:
    doc = {"bomFormat": "CycloneDX", "specVersion": edition, "components": [{"purl": "pkg:pypi/a@1"}]}
    assert [(one.name, one.version) for one in bom.read(json.dumps(doc)).packages] == [("a", "1")]


@pytest.mark.parametrize(
    ("name", "doc", "why"),
    [
        ("bom.json", {"bomFormat": "CycloneDX", "specVersion": "3.0"}, "an edition of CycloneDX"),
        ("bom.json", {"bomFormat": "CycloneDX"}, "an edition of CycloneDX"),
        ("bom.json", {"spdxVersion": "SPDX-4.0"}, "an edition of SPDX"),
        ("x.cdx.json", {"parts": []}, "neither CycloneDX nor SPDX"),
        ("x.spdx.json", {"@context": "spdx 3", "@graph": []}, "neither CycloneDX nor SPDX"),
        ("bom.json", [], "not an object"),
        ("bom.json", {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{}] * 50_001}, "more than 50,000"),
        ("bom.json", {"spdxVersion": "SPDX-2.3", "packages": [{}] * 50_001}, "more than 50,000"),
    ],
)
def test_what_is_refused(name: str, doc: Any, why: str) -> None:
    read = manifests.reader(name)
    assert read is not None
    with pytest.raises(NotReadable, match=why):
        read(json.dumps(doc))


def test_components_inside_components_have_an_end() -> None:
    inner: dict[str, Any] = {"purl": "pkg:pypi/deep@1"}
    for _ in range(60):
        inner = {"type": "file", "name": "f", "components": [inner]}
    with pytest.raises(NotReadable, match="more than 50 deep"):
        listed(components=inner)


def test_other_json_of_that_name_lists_nothing() -> None:
    assert bom.read('{"parts": ["wheel", "door"]}').packages == ()


def listed(components: dict[str, Any]) -> tuple[Declared, ...]:
    return bom.read(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [components]})).packages


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["pkg:pypi/a@1", "library"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["components", "purl", "name", "type", "version", "hashes", "metadata", "externalRefs"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@given(
    json_values,
    json_values,
    st.sampled_from([{"bomFormat": "CycloneDX", "specVersion": "1.5"}, {"spdxVersion": "SPDX-2.3"}]),
)
def test_whatever_a_bill_holds_is_read_or_refused(first: Any, second: Any, kind: dict[str, str]) -> None:
    text = json.dumps({**kind, "components": first, "packages": first, "metadata": second, "relationships": second})
    for one in bom.read(text).packages:
        assert 0 <= one.span.start <= one.span.end <= len(text)
