"""Hits of bandit and ruff on real notebooks that we leave out on purpose, and why.

By the number that both tools give the test (B301 and S301 are 301), and with a pattern, only in text that it matches.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Waiver(NamedTuple):
    """Why hits of a test are left out.

    ``pattern`` is searched in the lines of the hit, None means every hit. With ``giver`` a string in these lines must
    also stand behind a match of it somewhere in the notebook; with ``is_never_given`` the name that the pattern's
    group holds must be given no value anywhere in it.
    """

    test: str
    reason: str
    pattern: re.Pattern[str] | None = None
    giver: str = ""
    is_never_given: bool = False

    def covers(self, test: str, text: str, code: str) -> bool:
        """Whether a hit of ``test`` in the lines ``text`` of a notebook with all this ``code`` is left out."""
        found = self.pattern.search(text) if self.pattern is not None else None
        if test != self.test or (self.pattern is not None and found is None):
            return False
        if self.is_never_given and found is not None and re.search(rf"\b{found[1]}\s*(?:=(?!=)|\bin\b|:)", code):
            return False
        names = re.findall(r"[\"']([^\"'\s]+)[\"']", text)
        return not self.giver or any(re.search(self.giver + r"[\"']" + re.escape(name), code) for name in names)


_BUILDER = re.compile(r"load_dataset\(\s*[\"'](?:csv|json|parquet|text|imagefolder|audiofolder|pandas|arrow)\b")
_FOLDER = re.compile(r"from_pretrained\(\s*(?:f[\"']\{)?\w*dir(?:ectory)?\b")
_NAME = re.compile(r"from_pretrained\(\s*([A-Za-z_]\w*)\s*[,)]")
_ACCOUNT = re.compile(r"[\"'](?:username|user|your[-_]\w+)/")
_CONSTANT = re.compile(r"\(\s*[rb]?[\"']")
_IMPORT = "an import alone does nothing; what is called is found"
_WORDS = "words like token and pad in names; the rules about secrets look at the values"

WAIVERS = (
    Waiver("101", "an assertion in a notebook is a check for the reader, not a guard"),
    *(Waiver(test, _WORDS) for test in ("105", "106", "107")),
    Waiver("310", "a check of the scheme; downloads are judged by plain-http-data and remote-data-without-hash"),
    *(Waiver(test, _IMPORT) for test in ("401", "402", "403", "404", "405", "406", "407", "408", "409")),
    Waiver("603", "a list of arguments without a shell is the safe way to start a program"),
    Waiver("605", "a command that is written out does what it says", _CONSTANT),
    Waiver("607", "a program by its name is found on the path of whoever runs the notebook"),
    Waiver("615", "a packaged builder reads the files that it is given", _BUILDER),
    Waiver("615", "a folder that the notebook or the service that runs its script has written", _FOLDER),
    Waiver("615", "a name without a value is an error, not a download", _NAME, is_never_given=True),
    Waiver("615", "a name to be replaced by the reader's own", _ACCOUNT),
    Waiver(
        "615", "the notebook saves or uploads it under this name", giver=r"(?:output_dir|repo_id|push_to_hub)\W{1,4}"
    ),
)
