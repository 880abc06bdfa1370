"""Model files on disk: what is opened and what is not, what changes under our hands, what is remembered."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import socket
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.cli.loading import Loading, examined, examined_bytes
from jupyter_mlsecops.cli.walk import Target
from jupyter_mlsecops.core.engine import Engine, Models
from jupyter_mlsecops.core.ipynb import Notebook
from jupyter_mlsecops.core.loads import Load
from jupyter_mlsecops.core.modelfile import KnownModel, ModelFile
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.text import Span
from jupyter_mlsecops.service import modelfiles, modelreading, models
from jupyter_mlsecops.service.modelfiles import SMALL, Identity, Watch, examine, identity
from jupyter_mlsecops.service.models import FILES, QUICK, ModelFiles, Quick, beside, hold, mark, small
from jupyter_mlsecops.service.opening import NotRead, head

from ..formats.pickles import assemble as a

BAD = a.proto(4) + a.call(a.stack_global("os", "system"), a.text(a.HARMLESS)) + a.STOP
GOOD = a.proto(4) + a.call(a.stack_global("collections", "OrderedDict")) + a.STOP


def named(model: ModelFile) -> list[str]:
    return [str(fact.pair) for fact in model.facts if fact.kind.value == "global"]


@pytest.mark.parametrize("patient", [True, False])
def test_a_file_is_read(tmp_path: Path, patient: bool) -> None:
    (tmp_path / "m.pkl").write_bytes(BAD)
    model = examine(str(tmp_path / "m.pkl"), "a/m.pkl", patient=patient)
    assert (model.path, model.kind, model.size, model.gaps) == ("a/m.pkl", "pickle", len(BAD), ())
    assert model.digest == "sha256:" + hashlib.sha256(BAD).hexdigest()
    assert named(model) == ["os.system"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    os.mkfifo("pipe.pkl")
    os.symlink("loop.pkl", "loop.pkl")
    (tmp_path / "folder.pkl").mkdir()
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket.pkl")
        for name, cause in [
            ("pipe.pkl", "it is not a regular file"),
            ("socket.pkl", ""),
            ("/dev/zero", "it is not a regular file"),
            ("loop.pkl", "symbolic links"),
            ("folder.pkl", "directory"),
            ("missing.pkl", "No such file"),
        ]:
            with pytest.raises(NotRead) as caught:
                examine(name, name)
            assert cause in str(caught.value) and caught.value.kind == "unreadable"
            assert head(name) == b""


@pytest.mark.parametrize("size", [len(BAD), SMALL + 1_000])
def test_a_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    path = tmp_path / "m.pkl"
    path.write_bytes(GOOD)
    os.truncate(path, size)
    read = modelreading.answer

    def while_it_changes(*args: object) -> object:
        with path.open("r+b") as file:
            file.write(BAD)
        os.utime(path, ns=(1, 1))
        return read(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(modelreading, "answer", while_it_changes)
    with pytest.raises(NotRead, match="changed while it was read") as caught:
        examine(str(path), "m.pkl")
    assert caught.value.kind == "model-not-assessed"


def test_a_large_file_has_a_digest_only_where_there_is_something_to_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(modelfiles, "HASHED", SMALL)
    digests = []
    for name, start in [("bad", BAD), ("good", GOOD)]:
        (tmp_path / name).write_bytes(start + bytes(SMALL))
        digests.append(bool(examine(str(tmp_path / name), name).digest))
    assert digests == [True, False]


def test_a_file_of_gigabytes_costs_no_memory(tmp_path: Path) -> None:
    import resource

    path = tmp_path / "m.pkl"
    path.write_bytes(a.proto(5) + a.bytes8(b"", claimed=3 << 30))
    with path.open("r+b") as file:
        file.seek(3 << 30, os.SEEK_CUR)
        file.seek(11 + (3 << 30))
        file.write(a.STOP)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    model = examine(str(path), "m.pkl")
    assert (model.kind, model.facts, model.gaps) == ("pickle", (), ())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def load(path: str, is_folder: bool = False) -> Load:
    return Load(path, "joblib.load", "/cells/0/source", Span(0, 1), is_folder=is_folder)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = tmp_path / "root"
    (place / "nb").mkdir(parents=True)
    (place / "nb" / "m.pkl").write_bytes(BAD)
    (place / "good.pkl").write_bytes(GOOD)
    (tmp_path / "outside.pkl").write_bytes(BAD)
    return place


def found(root: Path, *loads: Load) -> dict[str, list[str]]:
    """The names of the files that are found for each path."""
    read = beside(str(root / "nb" / "a.ipynb"), "nb/a.ipynb", str(root), read=ModelFiles().read)(loads)
    return {path: [model.path for model in some] for path, some in read.items()}


def test_files_are_found_from_the_folder_of_the_notebook(root: Path) -> None:
    loads = [
        load("m.pkl"),
        load("../good.pkl"),
        load(str(root / "good.pkl")),
        load("missing.pkl"),
        load("\0"),
        load("."),
    ]
    assert found(root, *loads) == {
        "m.pkl": ["nb/m.pkl"],
        "../good.pkl": ["good.pkl"],
        str(root / "good.pkl"): ["good.pkl"],
    }


def test_nothing_outside_of_the_root_is_read(root: Path) -> None:
    (root / "nb" / "link.pkl").symlink_to(root.parent / "outside.pkl")
    (root / "nb" / "dir").symlink_to(root.parent)
    outside = str(root.parent / "outside.pkl")
    loads = [load("link.pkl"), load("../../outside.pkl"), load(outside), load("dir/outside.pkl"), load("dir", True)]
    assert found(root, *loads) == {"link.pkl": ["nb/link.pkl"], "dir/outside.pkl": ["nb/dir/outside.pkl"]}


def test_a_folder_is_looked_into_for_who_loads_folders(root: Path) -> None:
    for name in ("pytorch_model.bin", "config.txt", "sub/deep.pt", "sub/more/far.pt", "sub/more/too/far.pt"):
        path = root / "nb" / "local" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(GOOD)
    read = found(root, load("local", is_folder=True))["local"]
    assert sorted(read) == [
        "nb/local/pytorch_model.bin",
        "nb/local/sub/deep.pt",
        "nb/local/sub/more/far.pt",
    ]
    assert found(root, load("local")) == {}


def asking(root: Path, quick: Quick) -> Models:
    return small(str(root / "nb" / "a.ipynb"), "nb/a.ipynb", str(root), quick, "a")


def test_a_file_over_which_processes_ended_is_not_read(root: Path) -> None:
    path = root / "nb" / "deadly.pkl"
    path.write_bytes(BAD)
    ended = mark(os.path.realpath(path), modelfiles.identity(os.stat(path)))
    (model,) = asking(root, Quick([ended]))((load("deadly.pkl"),))["deadly.pkl"]
    assert (model.facts, model.kind) == ((), "unknown") and "It could not be read" in model.gaps[0]
    path.write_bytes(BAD + b"\n")  # which is another state of it
    (model,) = asking(root, Quick([ended]))((load("deadly.pkl"),))["deadly.pkl"]
    assert named(model) == ["os.system"]


def test_a_large_file_is_read_in_the_background(root: Path) -> None:
    path = root / "nb" / "large.pkl"
    path.write_bytes(BAD)
    os.truncate(path, QUICK + 1)
    quick = Quick()
    ask = asking(root, quick)
    (unread,) = ask((load("large.pkl"),))["large.pkl"]
    assert (unread.facts, unread.digest, unread.gaps) == ((), "", ("It is being read in the background.",))
    assert quick.backlog.settle(20) and quick.backlog.progress("a") is None
    (model,) = ask((load("large.pkl"),))["large.pkl"]
    assert named(model) == ["os.system"]
    os.utime(path, ns=(5, 5))
    assert named(ask((load("large.pkl"),))["large.pkl"][0]) == []
    assert quick.backlog.settle(20)
    assert named(ask((load("large.pkl"),))["large.pkl"][0]) == ["os.system"]


def test_many_small_files_do_not_hold_anybody_up(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_WAITED", -1.0)
    quick = Quick()
    ask = asking(root, quick)
    assert ask((load("m.pkl"),))["m.pkl"][0].gaps == ("It is being read in the background.",)
    assert quick.backlog.settle(20)
    assert named(ask((load("m.pkl"),))["m.pkl"][0]) == ["os.system"]


def test_a_small_file_that_is_broken_is_told_at_once_and_read_again(root: Path) -> None:
    (root / "nb" / "m.pkl").write_bytes(BAD[:-1])
    quick = Quick()
    ask = asking(root, quick)
    (first,) = ask((load("m.pkl"),))["m.pkl"]
    assert named(first) == ["os.system"] and first.gaps == ("It is being read in the background.",)
    assert quick.backlog.settle(20)
    (second,) = ask((load("m.pkl"),))["m.pkl"]
    assert named(second) == ["os.system"] and "cut off" in second.gaps[0]
    assert quick.backlog.progress("a") is None


def test_what_is_known_is_not_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = beside(str(root / "nb" / "a.ipynb"), "a.ipynb", str(root), read=ModelFiles().read)
    first = ask((load("m.pkl"),))
    monkeypatch.setattr(models, "examine", None)
    assert ask((load("m.pkl"),)) == first
    monkeypatch.undo()
    (root / "nb" / "m.pkl").write_bytes(GOOD)
    assert named(ask((load("m.pkl"),))["m.pkl"][0]) == ["collections.OrderedDict"]


def test_a_scan_holds_while_the_files_stay_as_they_are(root: Path) -> None:
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": None}
    source = "import joblib\njoblib.load('m.pkl')\njoblib.load('later.pkl')"
    tree = {"cells": [cell | {"source": source}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    ask = asking(root, Quick())
    engine = Engine(rules.load(), Policy(known_models=(KnownModel("0" * 64, frozenset(["a.B"]), "x"),)), b"key")

    def scanned() -> Notebook:
        found = engine.scan(json.dumps(tree).encode(), "nb/a.ipynb", models=ask).notebook
        assert found is not None
        return found

    first = scanned()
    assert hold(first, ask)
    (root / "nb" / "later.pkl").write_bytes(GOOD)
    assert not hold(first, ask)
    second = scanned()
    assert hold(second, ask)
    (root / "nb" / "m.pkl").write_bytes(GOOD)
    assert not hold(second, ask)


def test_a_file_that_cannot_be_read_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*args: object, **more: object) -> ModelFile:
        raise NotRead("unreadable", "Permission denied")

    monkeypatch.setattr(models, "examine", refuses)
    patient = beside(str(root / "nb" / "a.ipynb"), "nb/a.ipynb", str(root), read=ModelFiles().read)
    for ask in (patient, asking(root, Quick())):
        assert ask((load("m.pkl"),))["m.pkl"][0].gaps == ("It cannot be read: Permission denied.",)


def test_what_many_facts_tell_is_forgotten(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_FACTS", 3)
    files, states = ModelFiles(), [Identity(0, number, 0, 0) for number in range(3)]
    for state, size in zip(states, (2, 2, 9), strict=True):
        files.keep(state, ModelFile("m", "pickle", "", 1, facts=tuple(range(size))))
        files.keep(state, ModelFile("m", "pickle", "", 1, facts=tuple(range(size))))
        assert files.known("m", state) is not None  # the last one is, however much it tells
    assert [files.known("m", state) is not None for state in states] == [False, False, True]
    files.forget("m", states[2])
    assert files.known("m", states[2]) is None


def test_so_many_files_and_no_more(root: Path) -> None:
    for number in range(models.MAX_FILES + 20):
        (root / "nb" / f"{number}.pkl").write_bytes(GOOD)
    loads = [load(f"{number}.pkl") for number in range(models.MAX_FILES + 20)]
    assert list(found(root, *loads)) == [f"{number}.pkl" for number in range(models.MAX_FILES)]


class _Clock:
    """A second that passes with every fourth look."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.25
        return self.now


FLOOD = BAD[:-1] + b"N0" * (1 << 20) + a.NONE + a.STOP
"""It does harm, and then nothing for so long that the clock is looked at some thirty times."""


@pytest.mark.parametrize("patient", [True, False], ids=["the command", "on save"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["raw", "gzip"])
@pytest.mark.parametrize("more", [0, SMALL], ids=["small", "large"])
def test_after_two_seconds_reading_ends(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    patient: bool,
    pack: Callable[[bytes], bytes],
    more: int,
) -> None:
    path = tmp_path / "m.pkl"
    path.write_bytes(pack(FLOOD) + bytes(more))
    clock = _Clock()
    monkeypatch.setattr(time, "monotonic", clock)
    model = examine(str(path), "m.pkl", patient=patient)
    assert 2 < clock.now < 3.5, "it looks once or twice more, and works no more"
    assert [gap for gap in model.gaps if "out of time" in gap and "--model-timeout 600" in gap]
    assert named(model) == ["os.system"], "what was found until then stays"
    clock.now = 0.0
    assert examine(str(path), "m.pkl", patient=patient, watch=Watch.lasting(600)).gaps == ()


def test_who_has_a_policy_says_how_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "m.pkl").write_bytes(FLOOD)
    status = (tmp_path / "m.pkl").stat()
    monkeypatch.setattr(time, "monotonic", _Clock())
    target = Target(str(tmp_path / "m.pkl"), "m.pkl")
    for seconds, is_whole in [(2, False), (60, True)]:
        policy = Policy(model_timeout=seconds)
        read = [
            examined(target, policy),
            examined_bytes(FLOOD, target, policy),
            ModelFiles().read(target.path, "m.pkl", status, seconds),
            *Loading(target, policy).models((load("m.pkl"),))["m.pkl"],
        ]
        assert [model.gaps == () for model in read] == [is_whole] * 4
        FILES.forget("m.pkl", identity(status))


class _Noting(Watch):
    """A watch that notes how far the reading was after each read."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[int] = []

    def passed(self, start: int, end: int) -> None:
        super().passed(start, end)
        self.noted.append(self.percent)


def _of_payloads(path: Path) -> None:
    raw = b"".join(b"B" + struct.pack("<I", 5 << 20) + bytes(5 << 20) + a.POP for _ in range(4))
    path.write_bytes(a.proto(4) + raw + a.NONE + a.STOP)


def _of_members(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("m/data.pkl", GOOD)
        for number in range(20):
            file.writestr(f"m/data/{number}", bytes(1 << 20))


def _of_opcodes(path: Path) -> None:
    path.write_bytes(a.proto(4) + b"K\x010" * (4 << 20) + a.NONE + a.STOP)


@pytest.mark.parametrize("make", [_of_payloads, _of_members, _of_opcodes])
def test_how_far_the_reading_is_counts_what_is_passed_over(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "m.pt")
    watch = _Noting()
    model = examine(str(tmp_path / "m.pt"), "m.pt", watch=watch)
    assert model.gaps == () and model.size > SMALL
    assert watch.noted == sorted(watch.noted), "it never falls"
    assert watch.noted[0] < 5 and watch.noted[-1] >= 75
    quarters = {percent // 25 for percent in watch.noted}
    assert quarters == {0, 1, 2, 3}, "no jump to the end"
