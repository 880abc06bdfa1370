"""A security companion inside Jupyter.

Importing this package is cheap: it loads neither jupyter_server nor the rules.
"""

from typing import Any

try:
    from jupyter_mlsecops._version import __version__
except ImportError:  # a source tree that was never installed
    __version__ = "0+unknown"

__all__ = ["__version__"]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Tell JupyterLab where the built front end lies."""
    return [{"src": "labextension", "dest": "jupyter-mlsecops"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Tell Jupyter Server which application to load."""
    from jupyter_mlsecops.server.extension import MLSecOps

    return [{"module": "jupyter_mlsecops", "app": MLSecOps}]
