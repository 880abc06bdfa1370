"""What installed packages say of themselves: hand-built environments, broken ones, and one that pip made."""

from __future__ import annotations

import json
import os
import sys
import venv
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from jupyter_mlsecops.core.installed import Details, Distribution, Licensed, Need, Origin
from jupyter_mlsecops.core.licencenames import package_licence
from jupyter_mlsecops.environment import of_folder

from .test_packages import SITE, make

COMMIT = "0123456789" * 4


def built(root: Path, files: dict[str, str | bytes], settings: str = "version = 3.11.7\n") -> Details:
    """The details of an environment of some files, whose interpreter leaves a mark when it is started."""
    make(root, [], settings)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    environment = of_folder(root, detailed=True)
    assert environment is not None and environment.details is not None
    assert not (root / "STARTED").exists()
    return environment.details


def dist(name: str, metadata: str | bytes, **others: str | bytes) -> dict[str, str | bytes]:
    """The files of one ``*.dist-info``; ``_`` in a keyword is the dot in the name of a file."""
    folder = f"{SITE}/{name}.dist-info"
    more = {f"{folder}/{key.replace('__', '.')}": text for key, text in others.items()}
    return {f"{folder}/METADATA": metadata, **more}


def only(details: Details) -> Distribution:
    (one,) = details.packages.values()
    return one


HEAD = "Metadata-Version: 2.4\nName: Some.Package\nVersion: 1.0\n"
SAID: list[tuple[str, dict[str, str | bytes], dict[str, object]]] = [
    (
        "requirements, not those in the description",
        dist("Some_Package-1.0", HEAD + "Requires-Dist: a>=1\nrequires-dist: b; extra == 'x'\n\nRequires-Dist: c\n"),
        {"name": "some-package", "version": "1.0", "requires": ("a>=1", "b; extra == 'x'")},
    ),
    (
        "lines that end as on Windows",
        dist("p-1.0", HEAD.replace("\n", "\r\n") + "Requires-Dist: a\r\nLicense: MIT\r\n\r\nRequires-Dist: c\r\n"),
        {"requires": ("a",), "licence": Licensed(text="MIT")},
    ),
    (
        "a licence by PEP 639 and by classifiers",
        dist(
            "p-1.0",
            HEAD
            + "License-Expression: MIT\nClassifier: License :: OSI Approved :: MIT License\nClassifier: Topic :: X\n",
        ),
        {"licence": Licensed("MIT", ("License :: OSI Approved :: MIT License",))},
    ),
    (
        "the text of a licence",
        dist("p-1.0", HEAD + "License: MIT License\n        \n        Copyright\nSummary: x\n"),
        {"licence": Licensed(text="MIT License\n        \n        Copyright")},
    ),
    ("nothing told", dist("p-1.0", HEAD + "License: UNKNOWN\n"), {"licence": Licensed()}),
    (
        "modules by top_level.txt",
        dist("scikit_learn-1.0", HEAD, top_level__txt="sklearn\n", RECORD="other/x.py,,\n"),
        {"modules": ("sklearn",)},
    ),
    (
        "modules by RECORD",
        dist(
            "p-1.0",
            HEAD,
            RECORD="p/__init__.py,sha256=x,1\np/sub/a.py,,\nsix.py,,\n_ext.cpython-311-x86_64-linux-gnu.so,,\n"
            "../../../bin/tool,,\np-1.0.dist-info/METADATA,,\n__pycache__/six.cpython-311.pyc,,\np.libs/x.so,,\n"
            '"quoted/a,b.py",,\nzz.pth,,\n',
        ),
        {"modules": ("_ext", "p", "quoted", "six")},
    ),
    ("an installer", dist("p-1.0", HEAD, INSTALLER="uv\n"), {"installer": "uv"}),
    (
        "a commit, without the login in its address",
        dist(
            "p-1.0",
            HEAD,
            direct_url__json=json.dumps(
                {"url": "https://u:" + "pw@git.dev:8443/a/b?t=1#x", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}
            ),
        ),
        {"origin": Origin("vcs", "https://git.dev:8443/a/b", COMMIT)},
    ),
    (
        "an editable folder, without its path",
        dist("p-1.0", HEAD, direct_url__json='{"url": "file:///home/me/p", "dir_info": {"editable": true}}'),
        {"origin": Origin("editable")},
    ),
    (
        "a folder",
        dist("p-1.0", HEAD, direct_url__json='{"url": "file:///p", "dir_info": {}}'),
        {"origin": Origin("folder")},
    ),
    (
        "an archive",
        dist("p-1.0", HEAD, direct_url__json='{"url": "https://x.dev/p.whl?sig=1", "archive_info": {}}'),
        {"origin": Origin("archive", "https://x.dev/p.whl")},
    ),
    ("an origin that is broken", dist("p-1.0", HEAD, direct_url__json="{" * 1000), {"origin": Origin("archive")}),
    (
        "bytes that are no text",
        dist("p-1.0", HEAD.encode() + b"Requires-Dist: \xff\xfe\nRequires-Dist: a\n", INSTALLER=b"\xff"),
        {"requires": ("\ufffd\ufffd", "a"), "installer": "\ufffd"},
    ),
    (
        "an egg",
        {
            f"{SITE}/old-0.9-py3.11.egg-info/PKG-INFO": HEAD + "License: BSD\n",
            f"{SITE}/old-0.9-py3.11.egg-info/requires.txt": (
                "a>=1\n\n[x]\nb\n\n[:python_version < '3']\nc\n\n[y:os_name == 'nt']\nd\n"
            ),
            f"{SITE}/old-0.9-py3.11.egg-info/installed-files.txt": "../old/__init__.py\n../old/a.py\nPKG-INFO\n",
        },
        {
            "requires": (
                "a>=1",
                "b ; extra == 'x'",
                "c ; (python_version < '3')",
                "d ; (os_name == 'nt') and extra == 'y'",
            ),
            "modules": ("old",),
            "licence": Licensed(text="BSD"),
        },
    ),
    (
        "an egg that is a file, as distutils wrote",
        {f"{SITE}/old-0.9.egg-info": HEAD + "License: MIT\n"},
        {"name": "old", "licence": Licensed(text="MIT")},
    ),
    (
        "conda, by the names of the index",
        {
            "conda-meta/py-xgboost-2.0.3-py311_0.json": json.dumps(
                {
                    "name": "py-xgboost",
                    "version": "2.0.3",
                    "channel": "https://conda.dev/t/" + "tk-1234/conda-forge/linux-64",
                    "depends": ["numpy >=1.2", "__glibc >=2", "libxgboost"],
                    "license": "Apache-2.0",
                    "files": ["x"] * 1000,
                }
            )
        },
        {
            "name": "xgboost",
            "requires": ("numpy", "libxgboost"),
            "licence": Licensed(text="Apache-2.0"),
            "origin": Origin("conda", "conda-forge"),
            "installer": "conda",
        },
    ),
]


@pytest.mark.parametrize(("files", "expected"), [x[1:] for x in SAID], ids=[x[0] for x in SAID])
def test_what_is_said(tmp_path: Path, files: dict[str, str | bytes], expected: dict[str, object]) -> None:
    details = built(tmp_path, files)
    one = only(details)
    assert {key: getattr(one, key) for key in expected} == expected
    assert details.unread == ()
    assert one.installed > 1_700_000_000


def test_windows(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "Lib/site-packages/p-1.0.dist-info/METADATA": HEAD,
        "Lib/site-packages/p-1.0.dist-info/RECORD": "p\\__init__.py,,\r\nq/__init__.py,,\r\n",
        "Scripts/python.exe": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    (tmp_path / "pyvenv.cfg").write_text("version = 3.12.1\n")
    found = of_folder(tmp_path, detailed=True)
    assert found is not None and found.details is not None
    assert (only(found.details).name, only(found.details).modules) == ("p", ("q",))


def test_the_nearest_of_two_counts_and_what_lies_elsewhere_is_not_asked(tmp_path: Path) -> None:
    files = dist("p-1.0", HEAD + "Requires-Dist: site\n")
    record = {"name": "p", "version": "2.0", "depends": ["meta"], "license": "MIT"}
    files["conda-meta/p-2.0-0.json"] = json.dumps(record)
    files["conda-meta/q-2.0-0.json"] = json.dumps(record | {"name": "q"})
    files["conda-meta/python-3.12.4-0.json"] = json.dumps({"name": "python", "version": "3.12.4"})
    details = built(tmp_path, files, settings="")
    assert (details.packages["p"].version, details.packages["p"].requires) == ("1.0", ("site",))
    assert (details.packages["q"].version, details.packages["q"].requires) == ("2.0", ("meta",))
    assert details.python == "3.12.4"


def test_system_packages(tmp_path: Path) -> None:
    root = tmp_path / "usr"
    details = built(
        root,
        {
            "lib/python3/dist-packages/PyYAML-6.0.egg-info/PKG-INFO": HEAD,
            "lib/python3/dist-packages/PyYAML-6.0.egg-info/top_level.txt": "_yaml\nyaml\n",
            "local/lib/python3.11/dist-packages/p-1.0.dist-info/METADATA": HEAD,
        },
        settings="",
    )
    assert details.imports["yaml"] == ("pyyaml",) and "p" in details.packages


def broken(root: Path) -> dict[str, str | bytes]:
    """Packages whose metadata cannot be read, each in its way, beside one whose can."""
    site = root / SITE
    for name in ("empty", "loop", "pipe", "folder", "dead"):
        (site / f"{name}-1.0.dist-info").mkdir(parents=True)
    (site / "loop-1.0.dist-info" / "METADATA").symlink_to("METADATA")
    (site / "dead-1.0.dist-info" / "METADATA").symlink_to("nowhere")
    (site / "folder-1.0.dist-info" / "METADATA").mkdir()
    os.mkfifo(site / "pipe-1.0.dist-info" / "METADATA")
    (site / "self-1.0.dist-info").symlink_to("self-1.0.dist-info")
    (root / "conda-meta").mkdir()
    (root / "conda-meta" / "c-1.0-0.json").write_text("[" * 100_000)
    (root / "conda-meta" / "d-1.0-0.json").write_text('{"name": 1}')
    return dist("fine-1.0", HEAD + "Requires-Dist: a\n")


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")
def test_what_cannot_be_read_is_named_and_hides_nothing(tmp_path: Path) -> None:
    details = built(tmp_path, broken(tmp_path))
    assert details.unread == ("c", "d", "dead", "empty", "folder", "loop", "pipe", "self")
    assert set(details.packages) == {*details.unread, "fine"}
    assert details.packages["fine"].requires == ("a",) and details.packages["pipe"].version == "1.0"


def test_huge_files_are_cut(tmp_path: Path) -> None:
    many = "".join(f"Requires-Dist: p{n}\n" for n in range(200_000))
    details = built(
        tmp_path,
        dist("p-1.0", HEAD + many, RECORD="".join(f"m{n}/a.py,,\n" for n in range(900_000)))
        | dist("q-1.0", HEAD + "License: " + "x" * 3_000_000)
        | dist("r-1.0", HEAD + "Requires-Dist: " + "(" * 900_000 + "\nRequires-Dist: a\n"),
    )
    assert len(details.packages["p"].requires) == 2000 and len(details.packages["p"].modules) == 2000
    assert len(details.packages["q"].licence.text) == 2000
    assert details.needs("r") == (Need("a"),)


def test_an_environment_that_pip_made_is_what_the_standard_library_reads(tmp_path: Path) -> None:
    venv.create(tmp_path, with_pip=True)
    found = of_folder(tmp_path, detailed=True)
    assert found is not None and found.details is not None
    (site,) = tmp_path.glob("[lL]ib/**/site-packages")
    told = {one.metadata["Name"].lower(): one for one in distributions(path=[str(site)])}
    assert found.packages == {name: one.version for name, one in told.items()}
    assert {name: one.requires for name, one in found.details.packages.items()} == {
        name: tuple(one.requires or ()) for name, one in told.items()
    }
    assert found.details.imports["pip"] == ("pip",) and found.details.packages["pip"].installer
    assert found.startup == ()


def test_our_own_environment_is_what_the_standard_library_reads() -> None:
    found = of_folder(Path(sys.prefix), detailed=True)
    assert found is not None and found.details is not None and found.details.unread == ()
    expected: dict[str, set[str]] = {}
    for one in distributions(path=[path for path in sys.path if path.startswith(sys.prefix)]):
        name = one.metadata["Name"].lower().replace("_", "-").replace(".", "-")
        expected[name] = {Requirement(text).name for text in one.requires or ()}
    told = {name: {Requirement(text).name for text in one.requires} for name, one in found.details.packages.items()}
    assert {name: told[name] for name in expected} == expected
    assert found.details.imports["yaml"] == ("pyyaml",) and found.details.imports["_pytest"] == ("pytest",)
    assert found.startup == ()
    untold = {name for name, one in found.details.packages.items() if not package_licence(one.licence)}
    assert untold <= {"sigstore-models"}  # whose metadata name a file with its licence, and not the licence
