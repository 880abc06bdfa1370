"""What install lines say about the version of a package, and which version runs then."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.core.python.pins import Allowed, allowed, current, is_before

Version = tuple[int, ...]

LINES: list[tuple[str, Allowed]] = [
    ("pip install torch==2.1.0", Allowed(exact=(2, 1, 0))),
    ("pip install torch===2.1.0+cu118", Allowed(exact=(2, 1, 0))),
    ("pip install 'torch == 2'", Allowed(exact=(2,))),
    ("pip install torch[opt]~=2.1.3 x==1", Allowed(exact=(2, 1, 3))),
    ("pip install torch~=2.1", Allowed(least=(2, 1), below=(3,))),
    ("pip install torch==2.*", Allowed(least=(2,), below=(3,))),
    ("pip install torch==2.5.*", Allowed(exact=(2, 5))),
    ("conda install -y pytorch=1.13 -c conda-forge", Allowed(exact=(1, 13))),
    ("conda install torch=2", Allowed(least=(2,), below=(3,))),
    ("pip install torch>=1.13", Allowed(least=(1, 13))),
    ("pip install 'torch>=1.13,<2.6'", Allowed(least=(1, 13), below=(2, 6))),
    ("pip install 'torch<=2.5'", Allowed(below=(2, 6))),
    ("pip install 'torch>=2.0,!=2.1'", Allowed(least=(2, 0))),
    ("pip install 'torch!=2.1'", Allowed()),
    ("pip install torch", Allowed()),
    ("pip install torchvision==0.13 my-torch==1.0 torch_x==3.0 x/torch==1", Allowed()),
    ("pip uninstall torch==2.1.0", Allowed()),
    ("pip install x  # torch==2.1.0", Allowed()),
    ("pip install \\\n  x \\\n  torch==2.1.0", Allowed(exact=(2, 1, 0))),
    ("echo torch==2.1.0\npip install x", Allowed()),
    ("uv add torch==2.1.0", Allowed(exact=(2, 1, 0))),
    ("pip install TORCH==2.1.0", Allowed(exact=(2, 1, 0))),
    ("pip install torch==" + "9" * 5000, Allowed(exact=(int("9" * 40),))),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_install_lines(line: str, expected: Allowed) -> None:
    assert allowed([line], "torch") == expected


def test_the_last_line_that_names_a_version_counts_and_marks_in_names_are_alike() -> None:
    lines = [
        "pip install llama_cpp.python==0.2.1",
        "pip install llama-cpp-python==0.3.0",
        "pip install llama-cpp-python",
    ]
    assert allowed(lines, "llama-cpp-python") == Allowed(exact=(0, 3, 0))


# what is allowed, what is installed, the bound; which runs, and whether that is older than the bound
RUNNING: list[tuple[Allowed, Version | None, Version, Version | None, bool | None]] = [
    (Allowed(), None, (2, 6), None, None),
    (Allowed(), (2, 5, 1), (2, 6), (2, 5, 1), True),
    (Allowed(), (2, 6), (2, 6), (2, 6), False),
    (Allowed(exact=(2, 1)), (2, 9), (2, 6), (2, 1), True),
    (Allowed(least=(1, 13)), None, (2, 6), None, None),
    (Allowed(least=(1, 13)), (2, 9), (2, 6), (2, 9), False),
    (Allowed(least=(1, 13)), (2, 1), (2, 6), (2, 1), True),
    (Allowed(least=(2, 6)), (2, 1), (2, 6), None, False),
    (Allowed(least=(2, 6)), None, (2, 10), None, None),
    (Allowed(below=(2, 6)), None, (2, 6), None, True),
    (Allowed(below=(2, 6)), (2, 9), (2, 6), None, True),
    (Allowed(below=(3,)), None, (2, 6), None, None),
]


@pytest.mark.parametrize(("line", "installed", "bound", "runs", "is_older"), RUNNING)
def test_what_runs(
    line: Allowed, installed: Version | None, bound: Version, runs: Version | None, is_older: bool | None
) -> None:
    assert (current(line, installed), is_before(line, installed, bound)) == (runs, is_older)
