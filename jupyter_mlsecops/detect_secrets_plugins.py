"""Plugins for detect-secrets: the tokens that this package knows by their shape, each under its own type.

detect-secrets scan -p "$(python -m jupyter_mlsecops.detect_secrets_plugins)" FILES

Run as a module it prints the path of this file, which is what ``-p`` wants. detect-secrets executes the file once for
every plugin in a baseline, so the classes are made elsewhere, once.
"""

from jupyter_mlsecops.rules.secrets.detectors import detectors

if __name__ == "__main__":
    print(__file__)
else:
    globals().update(detectors())
