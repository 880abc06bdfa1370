"""``python -m jupyter_mlsecops`` is the command ``jupyter mlsecops``."""

from jupyter_mlsecops.cli import main

main()
