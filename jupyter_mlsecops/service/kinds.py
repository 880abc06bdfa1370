"""What kind of file a name, or how a file begins, stands for."""

from __future__ import annotations

import os

from ..core.engine import Kind
from ..formats.manifests import is_bom, is_manifest
from ..formats.modelnames import is_model_head, is_model_name


def kind_of_name(name: str) -> Kind | None:
    """The kind of file that a name, or a path, stands for; None for one that is scanned only if it is named."""
    lowered = name.lower()
    if lowered.endswith(".ipynb"):
        return "notebook"
    if lowered.endswith(".py"):
        return "python"
    if is_manifest(lowered.replace(os.sep, "/")):
        return "requirements"
    return "model" if is_model_name(lowered.replace(os.sep, "/")) else None


def kind_of(name: str, raw: bytes) -> Kind:
    """The kind of a file that was named: by its name, else by how it begins."""
    kind = kind_of_name(name)
    if kind is not None:
        return kind
    if raw[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"nbformat"' in raw:
        return "notebook"
    if raw.startswith(b"#!") and b"python" in raw[:80].splitlines()[0]:
        return "python"
    if is_bom(raw):
        return "requirements"
    return "model" if is_model_head(raw[:4096], name.replace(os.sep, "/")) else "other"
