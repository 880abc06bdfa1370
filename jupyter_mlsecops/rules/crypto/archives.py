"""Archives that are unpacked with no look at what they name."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Call,
    Code,
    Command,
    Confidence,
    Example,
    Match,
    Severity,
    Span,
    commands,
    own_shells,
    regex,
    rule,
)
from .tar_filters import filters_by_itself, fixes, words

_TAR = (".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tbz2", ".txz")
_KERAS_IS_SAFE = (3, 14)
_KERAS = ("keras.utils.get_file", "tensorflow.keras.utils.get_file", "keras.utils.data_utils.get_file")
_FETCHERS = frozenset(("wget", "curl", "gdown", "aria2c", "axel", "gsutil", "aws"))
_EXTRACTS = regex(r"-?[a-zA-Z]{0,8}x[a-zA-Z]{0,8}\Z")
_NAMES = (
    *("zipfile.ZipFile().namelist()[]", "zipfile.ZipFile().infolist()[].filename", "tarfile.open()[].name"),
    *("tarfile.open().getnames()[]", "tarfile.open().getmembers()[].name", "zipfile.ZipFile().filelist[].filename"),
)


@rule(
    id="unsafe-archive-unpack",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.LOW,
    title="Archive unpacked with no look at its names",
    cwe=22,
    owasp=["ML06"],
    atlas=["AML.T0010.002"],
    screen=("unpack_archive", "ZipFile", "tarfile", "get_file", "tar "),
    bad=[
        Example(
            "import shutil\n«shutil.unpack_archive('a.tar.gz', 'data')»",
            fixed="import shutil\nshutil.unpack_archive('a.tar.gz', 'data', filter=\"data\")",
        ),
        "import shutil\n«shutil.unpack_archive('a.tar.gz', 'data')»\n# %% [environment]\npython==3.9.1",
        "from shutil import unpack_archive as unpack\n«unpack(path)»",
        "import os, zipfile\nz = zipfile.ZipFile(path)\nfor name in z.namelist():\n"
        "    with open(«os.path.join('data', name)», 'wb') as f:\n        f.write(z.read(name))",
        "from keras.utils import get_file\np = «get_file('a', origin=url, untar=True)»",
        "import tensorflow as tf\np = «tf.keras.utils.get_file('a', url, extract=True)»",
        "!wget https://data.tool.dev/a.tar.gz\n!«tar xzf a.tar.gz»",
        "!curl -L -o m.tgz https://data.tool.dev/x\n# %%\n%%bash\ncd data\n«tar -xf ../m.tgz»",
        "!«tar -xPf a.tar»",
    ],
    ok=[
        "import shutil\nshutil.unpack_archive(p, filter='data')",
        "import shutil\nshutil.unpack_archive('a.zip')",
        "import shutil\nshutil.unpack_archive(path, format='zip')",
        "import zipfile\nzipfile.ZipFile(path).extractall('data')",
        "import os, zipfile\nfor name in zipfile.ZipFile(path).namelist():\n"
        "    target = os.path.join('data', os.path.basename(name))",
        "from keras.utils import get_file\np = get_file('a', origin=url)",
        "from keras.utils import get_file\np = get_file('a', url, untar=True)\n# %% [environment]\nkeras==3.14.0",
        "import shutil\nshutil.unpack_archive('a.tar.gz', 'data')\n# %% [environment]\npython==3.14",
        "!tar xzf a.tar.gz",
        "!wget https://data.tool.dev/a.csv\n!tar czf b.tar.gz a.csv",
    ],
)
def unsafe_archive_unpack(code: Code) -> Iterator[Match]:
    """An archive can name files outside the folder that it is unpacked into, and these are overwritten then.

    Pass filter="data" for tar archives, and use ZipFile.extractall, which corrects the names."""
    for call in code.calls("shutil.unpack_archive"):
        is_open = "filter" not in call.keywords and not call.has_unknown_kwargs and _may_be_tar(call)
        if is_open and not filters_by_itself(code):
            fetched = code.origin(call.argument(0, "filename")).kind in ("downloaded", "url")
            message = f"Archive unpacked with no look at its names{words(code)}"
            yield Match(call.span, message, Severity.MEDIUM if fetched else None, proposals=fixes(code, call))
    for call in code.calls("os.path.join"):
        if any(value.name in _NAMES for value in call.args[1:]):
            yield Match(call.span, "A name out of an archive becomes a path")
    for call in code.calls(*_KERAS):
        unpacks = (call.keywords.get("untar"), call.keywords.get("extract"))
        old = code.is_before("keras", *_KERAS_IS_SAFE)
        if old is not False and any(value is not None and value.is_true() for value in unpacks):
            known = "" if old else "; Keras's version is not known here"
            yield Match(call.span, f"Keras unpacks the archive, before 3.14 also outside its folder{known}")
    yield from _unpacked(code)


def _may_be_tar(call: Call) -> bool:
    name, kind = call.argument(0, "filename"), call.argument(2, "format")
    if kind is not None and isinstance(kind.constant, str):
        return "tar" in kind.constant
    known = name.constant if name is not None else None
    return not isinstance(known, str) or known.endswith(_TAR) or "." not in known


def _unpacked(code: Code) -> Iterator[Match]:
    """``tar`` on a file that the notebook downloads, or told to believe every name."""
    for shell in own_shells(code):
        for command in () if shell.magic else shell.commands():
            options = command.words[1].text if command.name == "tar" and len(command.words) > 1 else ""
            if not (_EXTRACTS.match(options) or options in ("--extract", "--get")):
                continue
            span = Span(command.words[0].span.start, command.words[-1].span.end).shift(shell.start)
            texts = [word.text for word in command.words[1:]]
            if "--absolute-names" in texts or (options[:2] != "--" and "P" in options):
                yield Match(span, "tar writes wherever the archive says")
            elif any(text.rpartition("/")[2] in code.remember(_fetched) for text in texts):
                yield Match(span, "Archive that the notebook downloads unpacked", Severity.INFO)


def _fetched(cells: tuple[Code, ...]) -> frozenset[str]:
    """The names of the archives that shell lines download."""
    lines = (shell for shell in commands(cells[0].notebook) if not shell.magic)
    found = (command for shell in lines for command in shell.commands() if command.name in _FETCHERS)
    return frozenset(name for command in found for name in _named(command))


def _named(command: Command) -> Iterator[str]:
    for before, word in zip(command.words, command.words[1:], strict=False):
        if "://" in word.text or before.text in ("-o", "-O", "--output", "--output-document"):
            name = word.text.partition("?")[0].rpartition("/")[2]
            if name.endswith(_TAR):
                yield name
