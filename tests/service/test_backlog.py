"""Files that are read in the background: in turn, for who waits, and for nobody else."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_mlsecops.core.modelfile import ModelFile
from jupyter_mlsecops.service import backlog
from jupyter_mlsecops.service.backlog import Backlog, File, Progress
from jupyter_mlsecops.service.modelfiles import Watch, examine, identity
from jupyter_mlsecops.service.opening import NotRead

from ..formats.pickles import assemble as a

BAD = a.proto(4) + a.call(a.stack_global("os", "system"), a.text(a.HARMLESS)) + a.STOP


class Reader:
    """Stands in for who reads a file, so that a test says when that goes on."""

    def __init__(self) -> None:
        self.order: list[str] = []
        self.begun = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)
        self.stopped: list[str] = []

    def __call__(self, path: str, name: str, watch: Watch) -> ModelFile:
        self.order.append(name)
        self.begun.release()
        assert self.go_on.acquire(timeout=20)
        if watch.stop():
            self.stopped.append(name)
        return ModelFile(name, "pickle", "", 1)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    one = Reader()
    monkeypatch.setattr(backlog, "examine", one)
    yield one
    one.go_on.release(100)


def file(name: str) -> File:
    return File("/nowhere/" + name, name, identity(os.stat(__file__)))


def test_one_after_the_other_and_each_once(reader: Reader) -> None:
    done: list[str] = []
    one = Backlog(lambda file, model: done.append(model.path))
    for name in ("a", "b", "a", "c"):
        assert one.want("me", file(name))
    assert one.want("you", file("b"))
    assert reader.begun.acquire(timeout=20)
    assert one.progress("me") == Progress("a", 0, 3)
    assert one.progress("you") == Progress("a", 0, 1)
    assert one.progress("nobody") is None
    one.want("me", file("urgent"), first=True)
    reader.go_on.release(4)
    assert one.settle(20)
    assert reader.order == done == ["a", "urgent", "b", "c"]
    assert one.progress("me") is None


def test_what_nobody_waits_for_any_more_is_given_up(reader: Reader) -> None:
    done: list[str] = []
    one = Backlog(lambda file, model: done.append(model.path))
    for name in ("a", "b", "c"):
        one.want("me", file(name))
    one.want("you", file("c"))
    assert reader.begun.acquire(timeout=20)
    one.forget("me")
    assert one.progress("me") is None
    one.want("me", file("a"))  # while the reading that was given up has not ended yet
    reader.go_on.release(3)
    assert one.settle(20)
    assert (reader.order, reader.stopped, done) == (["a", "c", "a"], ["a"], ["c", "a"])


def test_who_does_not_ask_any_more_does_not_wait(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "LEASE", -1.0)
    done: list[str] = []
    one = Backlog(lambda file, model: done.append(model.path))
    for name in ("a", "b"):
        one.want("me", file(name))
    reader.go_on.release(2)
    assert one.settle(20)
    assert (reader.stopped, done) == (["a"], [])


def test_so_many_files_and_no_more(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "MOST", 2)
    one = Backlog(lambda file, model: None)
    assert one.want("me", file("now"))
    assert reader.begun.acquire(timeout=20)
    assert [one.want("me", file(name)) for name in ("a", "b", "c", "a")] == [True, True, False, True]


@pytest.mark.parametrize(
    ("error", "gap"),
    [
        (NotRead("unreadable", "Permission denied"), "It cannot be read: Permission denied."),
        (RuntimeError("of a secret"), "Reading it failed (RuntimeError). Please report this."),
    ],
)
def test_a_file_that_fails_is_told_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception, gap: str
) -> None:
    def fails(path: str, name: str, **more: Any) -> ModelFile:
        if name == "bad":
            raise error
        return examine(path, name, **more)

    monkeypatch.setattr(backlog, "examine", fails)
    (tmp_path / "m.pkl").write_bytes(BAD)
    done: dict[str, tuple[str, ...]] = {}
    one = Backlog(lambda file, model: done.update({model.path: model.gaps}))
    one.want("me", file("bad"))
    one.want("me", File(str(tmp_path / "m.pkl"), "m.pkl", identity(os.stat(tmp_path / "m.pkl"))))
    assert one.settle(20)
    assert done == {"bad": (gap,), "m.pkl": ()}


def test_a_reading_gives_way_and_says_how_far_it_is(tmp_path: Path) -> None:
    size = 3 << 20
    (tmp_path / "m.pkl").write_bytes(a.proto(4) + b"K\x010" * (size // 3) + a.NONE + a.STOP)
    done: list[tuple[str, ...]] = []
    one = Backlog(lambda file, model: done.append(model.gaps))
    wanted = File(str(tmp_path / "m.pkl"), "m.pkl", identity(os.stat(tmp_path / "m.pkl")))
    with one.paused():
        one.want("me", wanted)
        now = one.progress("me")
        assert now is not None and (now.name, now.left) == ("m.pkl", 1) and now.percent < 100
        assert one.is_waiting("me", wanted) and not one.is_waiting("you", wanted)
    assert one.settle(60) and done == [()]
    assert not one.is_waiting("me", wanted)


def test_a_file_that_takes_too_long_is_not_assessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "SECONDS", -1.0)
    (tmp_path / "m.pkl").write_bytes(BAD)
    done: list[tuple[str, ...]] = []
    one = Backlog(lambda file, model: done.append(model.gaps))
    one.want("me", File(str(tmp_path / "m.pkl"), "m.pkl", identity(os.stat(tmp_path / "m.pkl"))))
    assert one.settle(20)
    ((gap,),) = done
    assert "costs too much" in gap
