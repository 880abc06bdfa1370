"""Where findings about the kernel stand in a notebook, and examples of it."""

from __future__ import annotations

from ...sdk import Notebook

KERNEL = (
    '# %% [notebook metadata]\n{"«kernelspec»": {"name": "python3", "display_name": "Python 3"}}\n# %% [environment]\n'
)
QUIET_KERNEL = KERNEL.replace("«", "").replace("»", "")


def kernel_pointer(notebook: Notebook) -> str:
    """Where a notebook names its kernel; its metadata where it names none."""
    metadata = notebook.json.get("metadata")
    return "/metadata/kernelspec" if isinstance(metadata, dict) and "kernelspec" in metadata else "/metadata"
