"""The worker process: its limits, its end, and what it must not do."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_core.utils import ensure_async
from jupyter_server.services.contents.manager import ContentsManager
from tornado.web import HTTPError

from jupyter_mlsecops.server import process, protocol
from jupyter_mlsecops.server.process import Settings, Worker, WorkerFailed

from .notebooks import LEAK, files, notebook, places, settle

LOG = logging.getLogger("test")
RAW = json.dumps(notebook(LEAK)).encode()


def settings(**changes: Any) -> Settings:
    given = {"profile": None, "policy_file": "", "max_bytes": 1_000_000, "timeout": 20.0, **changes}
    return Settings(key=lambda: b"k" * 32, **given)


@pytest.fixture
def worker() -> Iterator[Worker]:
    one = Worker(settings(), LOG)
    yield one
    one.stop()


def scan(worker: Worker, **changes: Any) -> tuple[protocol.Reply, bytes]:
    return worker.ask(protocol.ScanBytes("a.ipynb"), RAW, **changes).result(30)


def test_killed_while_idle(worker: Worker) -> None:
    first = scan(worker)[0].digest
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    assert scan(worker)[0].digest == first


def test_killed_while_it_works(worker: Worker) -> None:
    scan(worker)
    pid = worker.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    asked = worker.ask(protocol.ScanBytes("a.ipynb"), RAW)
    time.sleep(0.2)
    os.kill(pid, signal.SIGKILL)
    assert places(json.loads(asked.result(30)[1]))
    assert worker.pid != pid


def test_timeout_kills_and_the_next_request_is_served(worker: Worker) -> None:
    scan(worker)
    pid = worker.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(WorkerFailed) as caught:
        scan(worker, timeout=0.3)
    assert caught.value.reason == "timeout" and "scan_timeout" in str(caught.value)
    assert places(json.loads(scan(worker)[1]))
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_worker_that_cannot_start_says_why() -> None:
    broken = Worker(settings(command=[sys.executable, "-c", "pass"]), LOG)
    with pytest.raises(WorkerFailed) as caught:
        scan(broken)
    assert caught.value.reason == "configuration"
    broken.stop()
    with pytest.raises(WorkerFailed) as caught:
        scan(broken)
    assert caught.value.reason == "stopped"


def test_ignores_interrupts(worker: Worker) -> None:
    scan(worker)
    pid = worker.pid
    assert pid is not None
    os.kill(pid, signal.SIGINT)
    scan(worker)
    assert worker.pid == pid


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks into /proc")
def test_dies_with_the_server(tmp_path: Path) -> None:
    code = (
        "import logging, os, signal; from jupyter_mlsecops.server import process as p, protocol as q\n"
        "w = p.Worker(p.Settings(lambda: b'k' * 32, None, '', 10**6, 20.0), logging.getLogger())\n"
        "w.ask(q.About()).result(); print(w.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    parent = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    pid = int(parent.stdout)
    for _ in range(50):
        if not Path(f"/proc/{pid}").exists() or "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
            return
        time.sleep(0.1)
    pytest.fail("the worker outlived its server")


def test_nothing_is_imported_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("msgspec", "struct", "json", "jupyter_mlsecops", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'imported')!r}, 'w')\n")
    monkeypatch.chdir(tmp_path)
    one = Worker(settings(), LOG)
    scan(one)
    one.stop()
    assert not (tmp_path / "imported").exists()


HOOK = """
import os, sys
log = os.open({log!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT
def hook(event, args):
    if event == "open" and args[0] != os.devnull and not isinstance(args[0], int):
        mode, flags = args[1] or "", args[2] or 0
        if set(mode) & set("wax+") or not mode and flags & writing:
            os.write(log, b"x")
    elif event in ("os.mkdir", "os.rename", "os.link", "os.symlink", "socket.connect", "subprocess.Popen"):
        os.write(log, b"x")
sys.addaudithook(hook)
"""


def audited(log: Path, code: str) -> list[str]:
    """A command that notes in ``log`` what ``code`` opens for writing, and what it starts or connects to."""
    return [*process.launch_command()[:-1], f"exec({HOOK.format(log=str(log))!r})\n{code}"]


def test_opens_nothing_for_writing(tmp_path: Path) -> None:
    log = tmp_path / "log"
    one = Worker(settings(command=audited(log, process.launch_command()[-1])), LOG)
    file = tmp_path / "a.ipynb"
    file.write_bytes(RAW)
    before = files(tmp_path)
    scan(one)
    reply, body = one.ask(protocol.ScanFile("a.ipynb", str(file))).result(30)
    assert places(json.loads(body))
    one.ask(protocol.PlanFix("a.ipynb", reply.digest, "review", None)).result(30)
    one.stop()
    assert log.read_text() == "" and files(tmp_path) == before | {log}
    # The hook does see what it is to see:
    for code in ("open('b', 'w')", "import os; os.open('c', os.O_WRONLY | os.O_CREAT)"):
        subprocess.run(audited(log, code), check=True, cwd=tmp_path)
    assert log.read_text() == "xx"


_watching: list[str] | None = None


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if _watching is not None and event == "open" and isinstance(args[0], (str, bytes, os.PathLike)):
        mode, flags = args[1] or "", args[2] or 0
        if set(mode) & set("wax+") or not mode and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            _watching.append(os.fsdecode(args[0]))


async def test_server_writes_nothing_for_a_scan(api: Any, save: Any, tmp_path: Path) -> None:
    global _watching
    await save("a.ipynb", notebook(LEAK))
    before = files(tmp_path)
    sys.addaudithook(_watch)
    _watching = []
    try:
        report = await api("report", path="a.ipynb")
        await api("scan", {"path": "a.ipynb", "notebook": notebook(LEAK, "x = 1")})
        await api("fix", {"path": "a.ipynb", "base": report["digest"], "applicability": "review"})
        assert [path for path in _watching if path != os.devnull] == []
    finally:
        _watching = None
    assert files(tmp_path) == before


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks into /proc")
def test_cannot_write_and_leaves_no_core(worker: Worker) -> None:
    scan(worker)
    limits = Path(f"/proc/{worker.pid}/limits").read_text().splitlines()
    for name in ("Max core file size", "Max file size"):
        (line,) = [line for line in limits if line.startswith(name)]
        assert line.split()[-3:-1] == ["0", "0"]


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks into /proc")
def test_key_is_not_on_the_command_line(worker: Worker) -> None:
    scan(worker)
    assert (
        b"kkkk"
        not in Path(f"/proc/{worker.pid}/cmdline").read_bytes() + Path(f"/proc/{worker.pid}/environ").read_bytes()
    )


class InMemory(ContentsManager):
    """A contents manager without files."""

    books: dict[str, Any] = {}

    def get(self, path: str, content: bool = True, type: str | None = None, format: str | None = None, **_: Any) -> Any:
        if path not in self.books:
            raise HTTPError(404, "no such thing")
        model = {"name": path, "path": path, "type": "notebook", "format": "json", "writable": True, "mimetype": None}
        number, book = self.books[path]
        return {**model, "last_modified": number, "created": 0, "content": book if content else None}

    def save(self, model: Any, path: str = "") -> Any:
        self.run_pre_save_hooks(model=model, path=path)
        self.books[path] = (self.books.get(path, (0, None))[0] + 1, model["content"])
        self.emit(data={"action": "save", "path": path})
        return self.get(path, content=False)

    def is_hidden(self, path: str) -> bool:
        return path.startswith(".")

    def dir_exists(self, path: str) -> bool:
        return path == ""

    def file_exists(self, path: str = "") -> bool:
        return path in self.books


async def test_remote_contents_manager(jp_configurable_serverapp: Any, jp_root_dir: Path) -> None:
    server = jp_configurable_serverapp(
        config={"ServerApp": {"jpserver_extensions": {"jupyter_mlsecops": True}, "contents_manager_class": InMemory}}
    )
    (app,) = server.extension_manager.extension_apps["jupyter_mlsecops"]
    before = files(jp_root_dir)
    for source, expected in ((LEAK, [(0, 3, 8)]), ("x = 1", [])):
        model = {"type": "notebook", "format": "json", "content": notebook(source)}
        await ensure_async(server.contents_manager.save(model, "far/a.ipynb"))
        await settle(server)
        saved = await app._service.reports.get("far/a.ipynb")
        assert [place[1:] for place in places(json.loads(saved.body))] == expected
        assert await app._service.reports.get("far/a.ipynb") is saved
    assert files(jp_root_dir) == before
