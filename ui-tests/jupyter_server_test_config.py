"""Server configuration of the browser tests only.

It switches authentication off and puts the JupyterLab application on the
window object. Never use it elsewhere.
"""

from jupyterlab.galata import configure_jupyter_server

configure_jupyter_server(c)  # noqa: F821
