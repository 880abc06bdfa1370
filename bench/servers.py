"""Running servers: what a save costs with the extension and without, and how soon its report is there."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from figures import Figure, median, percentile
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

Json = dict[str, Any]
SCAN = "https://events.jupyter-mlsecops.org/scan/v1"


class Server:
    """One server and its client."""

    def __init__(self, port: int, token: str) -> None:
        self.address = f"127.0.0.1:{port}"
        self._headers = {"Authorization": f"token {token}"}
        self._client = AsyncHTTPClient(force_instance=True, max_body_size=200_000_000)

    async def call(self, method: str, path: str, body: Any = None) -> Json:
        """One request, decoded."""
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body)
        request = HTTPRequest(f"http://{self.address}/{path}", method, self._headers, data, request_timeout=60)
        answer = await self._client.fetch(request)
        return json.loads(answer.body)  # type: ignore[no-any-return]

    async def save(self, content: bytes, name: str = "a.ipynb") -> float:
        """Save a notebook; milliseconds until the answer."""
        body = b'{"type":"notebook","format":"json","content":' + content + b"}"
        began = time.perf_counter()
        await self.call("PUT", f"api/contents/{name}", body)
        return (time.perf_counter() - began) * 1000

    async def events(self) -> WebSocketClientConnection:
        """The event bus."""
        request = HTTPRequest(f"ws://{self.address}/api/events/subscribe", headers=self._headers)
        return await websocket_connect(request)

    async def probe(self) -> Json:
        """The longest stall of the event loop since the last call (ms), and the memory (MB)."""
        return await self.call("GET", "probe")


@contextlib.asynccontextmanager
async def server(*, extension: bool, **options: str) -> AsyncIterator[Server]:
    """A server on an empty folder, with our extension on or off and nothing else."""
    port, token = free_port(), secrets.token_hex(16)
    with tempfile.TemporaryDirectory() as folder:
        enabled = {"probe": True, "jupyter_mlsecops": extension}
        command = [
            *(sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", f"--port={port}"),
            *("--ServerApp.port_retries=0", f"--ServerApp.jpserver_extensions={enabled}"),
            f"--ServerApp.root_dir={folder}",
            *(f"--MLSecOps.{name}={value}" for name, value in options.items()),
        ]
        paths = {
            name: f"{folder}/.{name}" for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
        }
        path = os.pathsep.join(filter(None, [str(Path(__file__).parent), os.environ.get("PYTHONPATH")]))
        environment = {**os.environ, **paths, "JUPYTER_TOKEN": token, "PYTHONPATH": path}
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            one = Server(port, token)
            await until_up(one, process)
            yield one
        finally:
            process.terminate()
            process.wait(20)


async def until_up(one: Server, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers."""
    for _ in range(300):
        with contextlib.suppress(OSError, Exception):
            await one.call("GET", "api/status")
            return
        if process.poll() is not None:
            break
        await asyncio.sleep(0.1)
    raise SystemExit("The server for the benchmark did not start.")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


async def event(bus: WebSocketClientConnection, state: str) -> Json:
    """The next scan event with a state."""
    while True:
        message = await asyncio.wait_for(bus.read_message(), 60)
        data = json.loads(message or "{}")
        if data.get("schema_id", data.get("__schema__")) == SCAN and data["state"] == state:
            return data  # type: ignore[no-any-return]


def versions(raw: bytes, number: int) -> list[bytes]:
    """A notebook as it is edited: its first code cell differs each time."""
    made = []
    for i in range(number):
        tree = json.loads(raw)
        cell = next(cell for cell in tree["cells"] if cell["cell_type"] == "code")
        cell["source"] = f"edited = {i}\n" + "".join(cell["source"])
        made.append(json.dumps(tree).encode())
    return made


async def saves(raw: bytes, rounds: int) -> list[Figure]:
    """The cost of a save, taken in turns on both servers; the time to the event; stalls and memory."""
    async with server(extension=True) as on, server(extension=False) as off:
        status = await on.call("GET", "mlsecops/api/status")
        if status.get("problem"):
            raise SystemExit(f"The extension does not work: {status['problem']}")
        bus = await on.events()
        for content in versions(raw, 5):  # warm up both
            await asyncio.gather(on.save(content), off.save(content))
            await event(bus, "done")
        stalls = await asyncio.gather(on.probe(), off.probe())
        took: dict[str, list[float]] = {"on": [], "off": [], "event": []}
        for i, content in enumerate(versions(raw, rounds)):
            for which in ("on", "off") if i % 2 else ("off", "on"):
                if which == "off":
                    took["off"].append(await off.save(content))
                    continue
                began = time.perf_counter()
                took["on"].append(await on.save(content))
                await event(bus, "done")
                took["event"].append((time.perf_counter() - began) * 1000)
        stalls = await asyncio.gather(on.probe(), off.probe())
        bus.close()
    size = f"{len(raw) / 1000:.0f} kB" if len(raw) < 1_000_000 else f"{len(raw) / 1e6:.0f} MB"
    how = f"{rounds} saves of {size}, servers in turns"
    label = f"save of {size}"
    return [
        Figure(f"{label}: added, p50", median(took["on"]) - median(took["off"]), "ms", how),
        Figure(f"{label}: added, p95", percentile(took["on"], 0.95) - percentile(took["off"], 0.95), "ms", how, 20.0),
        Figure(f"{label}: with, p50", median(took["on"]), "ms", how),
        Figure(f"{label}: without, p50", median(took["off"]), "ms", how),
        Figure(f"{label}: until its report is there, p50", median(took["event"]), "ms", how),
        Figure(f"{label}: until its report is there, p95", percentile(took["event"], 0.95), "ms", how),
        Figure(f"{label}: longest stall of the loop, with", stalls[0]["stall"], "ms", how),
        Figure(f"{label}: longest stall of the loop, without", stalls[1]["stall"], "ms", how),
    ]


async def memory() -> list[Figure]:
    """What the extension adds to the server process itself (the worker is another one)."""
    found: dict[bool, list[float]] = {True: [], False: []}
    for extension in (True, False) * 3:
        async with server(extension=extension) as one:
            found[extension].append((await one.probe())["memory"])
    added = median(found[True]) - median(found[False])
    return [Figure("memory added to the server process", added, "MB", "resident, median of 3 fresh servers each")]


def measure(raw: bytes, rounds: int) -> list[Figure]:
    """All figures of this module: for a typical notebook, and for a large one."""
    large = json.loads(raw)
    text = "".join(f"{i:6d} {i * 7919 % 1000003:8d} a line of output\n" for i in range(5_000_000 // 34))
    output = {"output_type": "stream", "name": "stdout", "text": text}
    large["cells"].append(
        {"cell_type": "code", "source": "", "metadata": {}, "outputs": [output], "execution_count": 1}
    )
    figures = asyncio.run(saves(raw, rounds))
    figures += asyncio.run(saves(json.dumps(large).encode(), max(10, rounds // 4)))
    return figures + asyncio.run(memory())
