"""An OSV server on this machine, for one environment: its answers are ready before anybody asks."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import corpus
from packaging.version import InvalidVersion, Version

sys.path.insert(0, str(corpus.ROOT))
from tests.advisories import real  # noqa: E402

Record = dict[str, Any]


def version(text: str) -> Version | None:
    """A PEP 440 version, or None."""
    try:
        return Version(text)
    except InvalidVersion:
        return None


def spoken(records: list[Record], env: list[tuple[str, str]]) -> dict[tuple[str, str], bytes]:
    """What OSV's server answers about each package, by the words of its specification and not by our code."""
    answers: dict[tuple[str, str], list[Record]] = {}
    installed = dict(env)
    for record in records:
        for name, entry in real.affected(record):
            here = version(installed.get(name, ""))
            if here is not None and (installed[name] in entry.get("versions", ()) or included(entry, here)):
                vulns = answers.setdefault((name, installed[name]), [])
                if record not in vulns:
                    vulns.append(dated(record))
    return {pair: json.dumps({"vulns": vulns}).encode() for pair, vulns in answers.items()}


def included(entry: Record, here: Version) -> bool:
    """Whether a version is among the versions of a record, or in one of its ranges."""
    if here in (version(text) for text in entry.get("versions", ())):
        return True
    for one in entry.get("ranges", ()):
        if one["type"] != "ECOSYSTEM":
            continue
        events = [
            (kind, Version("0.dev0") if text == "0" else version(text))
            for e in one["events"]
            for kind, text in e.items()
        ]
        affected = False
        for kind, at in sorted(((kind, at) for kind, at in events if at is not None), key=lambda event: event[1]):
            if kind == "introduced" and here >= at:
                affected = True
            elif (kind == "fixed" and here >= at) or (kind == "last_affected" and here > at):
                affected = False
        if affected:
            return True
    return False


def dated(record: Record) -> Record:
    """A record whose dates pip-audit reads: it knows one way to write them only."""
    return {name: value for name, value in record.items() if name != "published"}


@contextmanager
def serving(answers: dict[tuple[str, str], bytes]) -> Iterator[str]:
    """The address of a server that gives these answers, and an empty one to any other question."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1  # one packet an answer, so that nobody waits for the second

        def do_POST(self) -> None:
            query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = answers.get((query["package"]["name"], query["version"]), b"{}")
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1/query"
        finally:
            server.shutdown()
