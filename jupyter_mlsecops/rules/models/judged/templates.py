"""What chat templates use: whatever else one uses is told."""

from __future__ import annotations

from ....formats.fact import Fact
from ..deed import Tier, cut

_FILTERS = frozenset(
    "abs batch capitalize center count d default dictsort e escape first float forceescape format from_json groupby "
    "indent int items join last length list lower map max min random reject rejectattr replace reverse round safe "
    "select selectattr slice sort string striptags sum title to_json tojson trim truncate unique upper urlencode "
    "wordcount wordwrap xmlattr".split()
)
_TESTS = frozenset(
    "boolean callable defined divisibleby eq equalto escaped even false filter float ge greaterthan gt in integer "
    "iterable le lessthan lower lt mapping ne none number odd sameas sequence string test true undefined upper == != "
    "< <= > >=".split()
)
_METHODS = frozenset(
    "append capitalize copy count endswith extend find get index insert isalnum isalpha isdecimal isdigit islower "
    "isnumeric isspace istitle isupper items join keys lower lstrip partition pop removeprefix removesuffix replace "
    "reverse rfind rindex rpartition rsplit rstrip setdefault sort split splitlines startswith strftime strip swapcase "
    "title update upper values zfill cycle changed isoformat".split()
)
_CALLS = frozenset(
    "caller dict format_date joiner len list namespace now raise_exception range strftime_now str int tojson".split()
)
_HARM = frozenset(
    "mro subclasses popen system eval exec execfile compile getattr setattr globals import_module load_module "
    "check_output check_call Popen spawn getoutput read_text write_text listdir".split()
)
_REACH = frozenset(
    "self cycler lipsum config request session g url_for get_flashed_messages application app builtins os sys "
    "subprocess importlib context".split()
)
_WHERE = "renders a chat template that"


def filter_(fact: Fact, format: str) -> tuple[Tier, str]:
    """A filter. One of them reads attributes by name."""
    if fact.what == "attr":
        return Tier.CRITICAL, f"{_WHERE} reads attributes by the filter attr, past the checks of a sandbox"
    return _listed(fact.what, _FILTERS, "filter")


def test(fact: Fact, format: str) -> tuple[Tier, str]:
    """A test."""
    return _listed(fact.what, _TESTS, "test")


def method(fact: Fact, format: str) -> tuple[Tier, str]:
    """A method that is called on a value."""
    if fact.what in _HARM:
        return Tier.CRITICAL, f"{_WHERE} calls {cut(fact.what)}, which is no method of a text or list"
    return _listed(fact.what, _METHODS | {"format", "format_map"}, "method")


def call(fact: Fact, format: str) -> tuple[Tier, str]:
    """A function of the surroundings that is called."""
    if fact.what in _HARM:
        return Tier.CRITICAL, f"{_WHERE} calls {cut(fact.what)}"
    return _listed(fact.what, _CALLS, "function")


def name(fact: Fact, format: str) -> tuple[Tier, str]:
    """A variable that the template does not set: whatever its caller hands it, or a global of Jinja."""
    if fact.what in _REACH:
        return Tier.REVIEW, f"{_WHERE} reads {cut(fact.what)}, from which Python's internals can be reached"
    return Tier.NOTE, ""


def _listed(what: str, known: frozenset[str], kind: str) -> tuple[Tier, str]:
    if what in known:
        return Tier.NOTE, ""
    return Tier.REVIEW, f"{_WHERE} uses the {kind} {cut(what)}, which chat templates do not need"
