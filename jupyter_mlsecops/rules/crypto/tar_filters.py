"""What the Python of a notebook knows of filters for tar archives."""

from __future__ import annotations

from ...sdk import Applicability, Call, Code, Proposal, offer

_BY_ITSELF = (3, 14)
_EVERYWHERE = (3, 12)
_SINCE = {8: 17, 9: 17, 10: 12, 11: 4}  # the releases of older Pythons that got filters later
_FIX = 'Set filter="data"'


def filters_by_itself(code: Code) -> bool | None:
    """Whether tar archives are filtered without a word; None if the version of Python is not known."""
    version = _python(code)
    return version >= _BY_ITSELF if version is not None else None


def words(code: Code) -> str:
    """What a message says of Python, after what it says of the archive; empty if nothing."""
    version = _python(code)
    if version is None:
        return "; Python's version is not known here, and only 3.14 or newer filters by itself"
    if _knows_filter(version) is not False:
        return ""
    ran_last = ", which ran it last," if code.version("python") is None else ""
    return f"; Python {_written(version)}{ran_last} knows no filter"


def fixes(code: Code, call: Call) -> tuple[Proposal, ...]:
    """Pass the filter; advice where the Python of the kernel does not know it. What ran it last may be long gone."""
    version = _python(code)
    knows = _knows_filter(version) if version is not None else None
    if knows is False and version is not None and code.version("python") is not None:
        advice = f"{_FIX} in Python 3.12 or newer: {_written(version)} does not know it"
        return (Proposal(advice, Applicability.MANUAL),)
    title = _FIX if knows else f"{_FIX} (Python 3.10.12, 3.11.4, 3.12 or newer)"
    return offer(title, Applicability.REVIEW, call.set_keyword("filter", '"data"'))


def _knows_filter(version: tuple[int, ...]) -> bool | None:
    if version >= _EVERYWHERE:
        return True
    since = _SINCE.get(version[1]) if version[:1] == (3,) and len(version) > 1 else None
    if since is None:
        return False
    return version[2] >= since if len(version) > 2 else None


def _python(code: Code) -> tuple[int, ...] | None:
    """The Python that the notebook runs with; where that is not known, the one that ran it last."""
    installed, last = code.version("python"), _last(code)
    if installed is None or (last is not None and last[: len(installed)] == installed):  # it may know more numbers
        return last
    return installed


def _last(code: Code) -> tuple[int, ...] | None:
    """The Python that ran the notebook last, as its metadata says; None where it does not."""
    metadata = code.notebook.json.get("metadata")
    info = metadata.get("language_info") if isinstance(metadata, dict) else None
    said = info.get("version") if isinstance(info, dict) else None
    numbers = said.split(".")[:3] if isinstance(said, str) and len(said) < 40 else []
    if len(numbers) < 2 or not all(map(str.isdecimal, numbers[:2])):
        return None
    return tuple(int(number) for number in numbers if number.isdecimal())


def _written(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
