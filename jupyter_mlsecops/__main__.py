"""``python -m jupyter_mlsecops`` is the command ``jupyter mlsecops``."""

from jupyter_mlsecops.cli import main

if __name__ == "__main__":  # not in the worker processes of `scan --jobs`
    main()
