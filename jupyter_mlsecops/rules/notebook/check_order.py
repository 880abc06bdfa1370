"""Checks of a file that come after the file was loaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...sdk import Call, Code, Confidence, Match, Place, Severity, Span, node_span, regex, replace, rule

_LOADS = (
    *("pickle.load", "dill.load", "cloudpickle.load", "joblib.load", "torch.load", "torch.jit.load", "numpy.load"),
    *("pandas.read_pickle", "keras.models.load_model", "tensorflow.keras.models.load_model", "keras.saving.load_model"),
    *("tarfile.open().extractall", "tarfile.open", "shutil.unpack_archive", "zipfile.ZipFile", "*.load_weights"),
)
_CHECK = regex(
    r"(?i)\b\w*(?:sha(?:1|224|256|384|512)|md5|blake2[bs]?|checksum|hexdigest|file_digest|verify_hash|known_hash)\w*\b"
)
_HASHES = (
    *("sha1", "sha224", "sha256", "sha384", "sha512", "md5", "blake2", "checksum", "hexdigest", "file_digest"),
    *("verify_hash", "known_hash"),
)
_COMPARES = regex(r"==|!=|\bassert\b|\bcompare_digest\b|\braise\b")
_GIVEN = regex(r"\s{0,40}([A-Za-z_]\w{0,60})\s{0,4}=(?!=)")
_NAME = regex(r"[\"']([^\"'\r\n]{1,200}\.\w{1,12})[\"']|(?<![\w.\"'/])([A-Za-z_]\w{2,60})(?![\w(\"'/]|\s{0,4}=(?!=))")


class _Step(NamedTuple):
    """A load or a check: where it stands, the number of its cell, and the files and names that it mentions."""

    place: Place
    unit: int
    files: frozenset[str]


@rule(
    id="security-check-out-of-order",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    title="File checked only after it was loaded",
    cwe=696,
    owasp=["ML06"],
    atlas=["AML.T0010.003"],
    screen=_HASHES,
    caseless=True,
    bad=[
        "# %%\nimport pickle, hashlib\nm = «pickle.load(open('m.pkl', 'rb'))»\n# %%\n"
        "assert hashlib.«sha256»(open('m.pkl', 'rb').read()).hexdigest() == GOOD",
        "# %%\nimport pickle, hashlib\nwith open('m.pkl', 'rb') as f:\n    m = «pickle.load(f)»\n# %%\n"
        "assert hashlib.«sha256»(open('m.pkl', 'rb').read()).hexdigest() == GOOD",
        "# %%\nimport joblib, hashlib\nm = «joblib.load('m.pkl')»\n# %%\n"
        "digest = hashlib.«sha256»(open('m.pkl', 'rb').read()).hexdigest()\nassert digest == GOOD",
        "# %%\nimport torch\nstate = «torch.load(weights_file)»\n# %%\n"
        "if «sha256sum»(weights_file) != expected:\n    raise ValueError",
    ],
    ok=[
        "# %%\nimport pickle, hashlib\nassert hashlib.sha256(open('m.pkl', 'rb').read()).hexdigest() == GOOD\n# %%\n"
        "m = pickle.load(open('m.pkl', 'rb'))",
        "# %%\nimport pickle\nm = pickle.load(open('m.pkl', 'rb'))\n# %%\n"
        "import hashlib\nassert hashlib.sha256(open('other.bin', 'rb').read()).hexdigest() == GOOD",
        "# %%\nimport pickle\nm = pickle.load(open('m.pkl', 'rb'))\n# %%\n"
        "import hashlib\nprint(hashlib.md5(b'm.pkl').hexdigest())",
        "# %%\nimport pickle, hashlib\nm = pickle.load(open('m.pkl', 'rb'))\n# %%\n"
        "digest = hashlib.sha256(open('m.pkl', 'rb').read()).hexdigest()\nprint(digest)",
        "# %%\nassert sha256sum('m.pkl') == GOOD\n# %%\nimport joblib\njoblib.load('m.pkl')\n# %%\n"
        "assert sha256sum('m.pkl') == GOOD",
    ],
)
def check_out_of_order(code: Code) -> Iterator[Match]:
    """By then what the file makes Python run has run. The check tells that something was wrong, when it is too late.

    Move the check above the cell that loads the file."""
    if not code.mentions(*_HASHES, caseless=True) or not _speaks_of_hashes(code.text):
        return
    loads, checks = code.remember(_steps)
    for check in checks:
        if check.unit != code.unit:
            continue
        late = next((load for load in loads if load.unit < check.unit and _is_unchecked(load, check, checks)), None)
        if late is not None:
            yield Match(check.place.span, related=(replace(late.place, explains=True),))


def _is_unchecked(load: _Step, check: _Step, checks: list[_Step]) -> bool:
    """Whether a load is of a file that this check is about, and no earlier one was."""
    files = load.files & check.files
    return bool(files) and not any(one.unit <= load.unit and one.files & files for one in checks)


def _steps(codes: tuple[Code, ...]) -> tuple[list[_Step], list[_Step]]:
    """The loads and the checks of a notebook, in order."""
    loads: list[_Step] = []
    checks: list[_Step] = []
    for code in codes:
        for call in code.calls(*_LOADS):
            loads.append(_Step(_loaded(call), code.unit, _names(code.text[slice(*call.span)]) | _opened(code, call)))
        judged = 0  # up to where lines were looked at
        for match in _CHECK.finditer(code.text) if _speaks_of_hashes(code.text) else ():
            if match.start() < judged:
                continue
            start = code.text.rfind("\n", 0, match.start()) + 1
            end = code.text.find("\n", match.end())
            judged = end if end >= 0 else len(code.text)
            line = code.text[start:judged]
            is_check = _COMPARES.search(line) or _is_compared(line, code.text[judged:])
            is_code = not line.lstrip().startswith(("#", "import", "from", "def"))
            if is_check and is_code and (files := _names(line)):
                checks.append(_Step(Place(code.cell.source_pointer, Span(*match.span())), code.unit, files))
                break
    return loads, checks


def _is_compared(line: str, behind: str) -> bool:
    """Whether a line gives its hash a name, and one of the next lines compares that."""
    given = _GIVEN.match(line)
    lines = behind[:2000].split("\n") if given is not None else []
    return given is not None and any(_COMPARES.search(one) and given[1] in one for one in lines)


def _speaks_of_hashes(text: str) -> bool:
    lowered = text.lower()
    return any(word in lowered for word in _HASHES)


def _loaded(call: Call) -> Place:
    return replace(call.place, message="Loaded here")


def _opened(code: Code, call: Call) -> frozenset[str]:
    """The file that a call is given open: ``with open("m.pkl", "rb") as f``."""
    given = call.argument(0, "file", "f")
    if given is None or not given.name.endswith("open()"):
        return frozenset()
    at = code.names.settled(given.spot)
    home = code.cells[at.unit]
    return _names(home.text[slice(*node_span(at.node, home.summary.lines))])


def _names(text: str) -> frozenset[str]:
    """The file names in some code, and the names that may stand for one."""
    return frozenset(match[1] or match[2] for match in _NAME.finditer(text[:2000]))
