"""Opening shelves."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, load_match, rule


@rule(
    id="unsafe-shelve-open",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Shelf opened",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("shelve",),
    aliases=("B301", "S301"),
    bad=[
        "import shelve\ndb = «shelve.open('cache.db')»",
        "from shelve import open as shelf\nwith «shelf(path)» as db:\n    pass",
        "import shelve\ndb = «shelve.DbfilenameShelf('cache.db')»",
    ],
    ok=["import shelve\ndb = shelve.open('cache.db', 'n')", "open('cache.db')  # shelve.open"],
)
def unsafe_shelve_open(code: Code) -> Iterator[Match]:
    """A shelf holds pickles, and reading an entry runs whatever its author put in.

    Keep such values in SQLite or JSON, and open only shelves that you made."""
    for call in code.calls("shelve.open", "shelve.DbfilenameShelf", "shelve.Shelf", "shelve.BsdDbShelf"):
        flag = call.argument(1, "flag")
        if flag is None or flag.constant != "n":
            yield load_match(code, call, call.argument(0, "filename", "dict"), unknown=Severity.MEDIUM)
