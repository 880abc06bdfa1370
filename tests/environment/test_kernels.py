"""The kernels of this machine: where Jupyter looks for them, and the interpreter that each is started with."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from jupyter_core.paths import jupyter_path

from jupyter_mlsecops.environment import Kernels
from jupyter_mlsecops.environment.kernels import folders, interpreters
from jupyter_mlsecops.environment.kernelspecs import Start, start

from .test_packages import SITE, make

ENVIRONMENTS: list[dict[str, str]] = [
    {},
    {"JUPYTER_PATH": "/one/:/two"},
    {"JUPYTER_DATA_DIR": "/data"},
    {"XDG_DATA_HOME": "/xdg"},
    {"JUPYTER_PREFER_ENV_PATH": "0"},
    {"JUPYTER_PREFER_ENV_PATH": "yes", "JUPYTER_PATH": "/one"},
]


@pytest.mark.parametrize("variables", ENVIRONMENTS, ids=str)
def test_folders_are_those_of_jupyter(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JUPYTER_PATH", "JUPYTER_DATA_DIR", "XDG_DATA_HOME", "JUPYTER_PREFER_ENV_PATH"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert [str(folder) for folder in folders()] == jupyter_path("kernels")


def install(data: Path, name: str, argv: object, language: str = "python") -> None:
    folder = data / "kernels" / name
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps({"argv": argv, "language": language, "display_name": name}))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "data"))
    return tmp_path / "data"


def test_interpreters(data: Path, tmp_path: Path) -> None:
    executable = make(tmp_path / "env", [])
    install(data, "Env", [str(executable), "-m", "ipykernel_launcher"])
    install(data, "own", ["python3", "-m", "ipykernel_launcher"])
    install(data, "r", ["R", "--slave"], "R")
    install(data, "wrapped", ["/usr/bin/ssh", "host", "python"])
    install(data, "odd", "python")
    install(data, "none", [])
    (data / "kernels" / "broken").mkdir()
    (data / "kernels" / "broken" / "kernel.json").write_text("{")
    mine = ("env", "own", "r", "wrapped", "odd", "none", "broken")
    found = {name: one for name, one in interpreters().items() if name in mine}
    assert found == {"env": Start(executable), "own": Start(Path(sys.executable))}


OWN = Path(sys.executable)
PYTHON = Path("/opt/envs/a/bin/python")


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"argv": ["/usr/bin/env", "A=1", "/opt/envs/a/bin/python", "-m", "ipykernel"]}, Start(PYTHON)),
        ({"argv": ["/usr/bin/env", "python3", "-m", "ipykernel"]}, Start(OWN)),
        ({"argv": ["{prefix}/bin/python", "-m", "ipykernel"]}, Start(Path(sys.prefix, "bin", "python"))),
        ({"argv": ["/opt/bin/conda", "run", "-p", "/opt/envs/a", "python", "-m", "ipykernel"]}, Start(PYTHON)),
        ({"argv": ["/opt/bin/conda", "run", "--no-capture-output", "-n", "a", "python"]}, Start(PYTHON)),
        ({"argv": ["/opt/bin/conda", "run", "-n", "base", "python"]}, Start(Path("/opt/bin/python"))),
        ({"argv": ["conda", "run", "-n", "a", "python"]}, None),
        ({"argv": ["/opt/bin/python", "-m", "nb_conda_kernels", "run", "/opt", "/opt/envs/a", "x"]}, Start(PYTHON)),
        ({"argv": ["/opt/bin/python", "-m", "nb_conda_kernels.runner", "/opt", "/opt/envs/a"]}, Start(PYTHON)),
        ({"argv": ["/opt/bin/python", "-m", "nb_conda_kernels"]}, None),
        ({"argv": ["bash", "-c", "source activate a && python -m ipykernel"]}, None),
        ({"argv": ["docker", "run", "image", "python"]}, None),
        ({"argv": ["/opt/envs/a/bin/python", "launch.py"], "metadata": {"process_proxy": {"class_name": "K8s"}}}, None),
        ({"argv": [str(PYTHON)], "metadata": {"kernel_provisioner": {"provisioner_name": "remote"}}}, None),
        ({"argv": [str(PYTHON)], "metadata": {"kernel_provisioner": {"provisioner_name": "local-provisioner"}}},
         Start(PYTHON)),
        ({"argv": [str(PYTHON)], "metadata": [], "env": []}, Start(PYTHON)),
        ({"argv": [str(PYTHON)], "env": {"PYTHONPATH": "/lib/a:relative::${LIB}/b:/c", "X": 1}},
         Start(PYTHON, (Path("/lib/a"), Path("/own/b"), Path("/c")))),
        ({"argv": [str(PYTHON)], "language": "R"}, None),
        ({"argv": ["/usr/bin/env"]}, None),
        ({"argv": [1]}, None),
    ],
)  # fmt: skip
@pytest.mark.skipif(os.pathsep != ":", reason="the paths here are those of POSIX")
def test_what_a_spec_starts(spec: dict[str, object], expected: Start | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIB", "/own")
    assert start(json.dumps({"language": "python", **spec}).encode()) == expected


def test_packages_of_pythonpath_come_first(data: Path, tmp_path: Path) -> None:
    executable = make(tmp_path / "a", [f"{SITE}/torch-2.1.0.dist-info", f"{SITE}/keras-3.0.dist-info"])
    shared = tmp_path / "shared"
    (shared / "torch-2.7.0.dist-info").mkdir(parents=True)
    install(data, "a", [str(executable)])
    install(data, "b", [str(executable)])
    spec = data / "kernels" / "b" / "kernel.json"
    spec.write_text(json.dumps({**json.loads(spec.read_text()), "env": {"PYTHONPATH": str(shared)}}))
    found = Kernels().read()
    assert [(one.packages["torch"], one.packages["keras"]) for name in "ab" if (one := found.of(name)) is not None] == [
        ("2.1.0", "3.0"),
        ("2.7.0", "3.0"),
    ]


def test_what_was_installed_since_is_seen_and_the_rest_is_kept(data: Path, tmp_path: Path) -> None:
    first = make(tmp_path / "a", [f"{SITE}/torch-2.1.0.dist-info"], "version = 3.11.7\n")
    install(data, "a", [str(first)])
    install(data, "b", [str(make(tmp_path / "b", [f"{SITE}/keras-3.0.dist-info"], "version = 3.11.7\n"))])
    kernels = Kernels()
    before = kernels.read()
    site = tmp_path / "a" / SITE
    (site / "torch-2.1.0.dist-info").rename(site / "torch-2.7.0.dist-info")
    os.utime(site, ns=(1, 1))  # a folder that changed twice within one tick of the clock would look the same
    after = kernels.read()
    versions = [environments.of("a").version("torch") for environments in (before, after)]  # type: ignore[union-attr]
    assert versions == [(2, 1, 0), (2, 7, 0)]
    assert after.of("b") is before.of("b")
    assert not (tmp_path / "a" / "STARTED").exists()


def test_metadata_are_read_where_they_are_wanted_and_only_what_changed_is_read_again(
    data: Path, tmp_path: Path
) -> None:
    names = ("torch-2.1.0", "numpy-2.0.0")
    for kernel in ("a", "b"):
        root = tmp_path / kernel
        install(data, kernel, [str(make(root, [f"{SITE}/{n}.dist-info" for n in names], "version = 3.11.7\n"))])
        for name in names:
            (root / SITE / f"{name}.dist-info" / "METADATA").write_text("Requires-Dist: x\n")
    kernels = Kernels()
    plain = kernels.read()
    wanted = kernels.read(lambda name: name == "a")
    assert [environments.of("a").details is None for environments in (plain, wanted)] == [True, False]  # type: ignore[union-attr]
    assert wanted.of("b") is plain.of("b") and kernels.read(lambda name: name == "a").of("a") is wanted.of("a")
    site = tmp_path / "a" / SITE
    (site / "torch-2.1.0.dist-info").rename(site / "torch-2.7.0.dist-info")
    os.utime(site, ns=(1, 1))
    after = kernels.read().of("a")  # what was wanted once stays wanted
    before = wanted.of("a")
    assert after is not None and before is not None and after.details is not None and before.details is not None
    assert after.details.packages["numpy"] is before.details.packages["numpy"]
    assert (after.packages["torch"], after.details.packages["torch"].version) == ("2.7.0", "2.7.0")
