"""Server configuration for the integration tests only.

It disables authentication and exposes the JupyterLab application object on the
global window object. Never use it elsewhere.
"""

import os

from jupyterlab.galata import configure_jupyter_server

configure_jupyter_server(c)  # noqa: F821
c.MLSecOps.block_on_save = os.environ.get("MLSECOPS_TEST_BLOCK", "never")  # noqa: F821
