"""Archives that may write outside their folder."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, offer, rule

_MAKERS = (
    "tarfile.open()",
    "tarfile.TarFile()",
    "tarfile.TarFile.open()",
    "tarfile.TarFile.gzopen()",
    "tarfile.TarFile.bz2open()",
)


@rule(
    id="unsafe-tar-extract",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Tar archive unpacked without a filter",
    cwe=22,
    owasp=["ML06"],
    atlas=["AML.T0010.002"],
    screen=("tarfile",),
    aliases=("B202", "S202"),
    bad=[
        Example(
            "import tarfile\nt = tarfile.open(path)\n«t.extractall()»",
            fixed='import tarfile\nt = tarfile.open(path)\nt.extractall(filter="data")',
        ),
        Example(
            "import tarfile\nwith tarfile.open(path) as t:\n    «t.extractall(path='data')»",
            fixed="import tarfile\nwith tarfile.open(path) as t:\n    t.extractall(path='data', filter=\"data\")",
        ),
        "import tarfile\n«tarfile.open(path).extractall('data')»",
        "from tarfile import TarFile as T\n# %%\n«T(path).extract(name)»",
        "import tarfile, urllib.request as r\n«r.urlretrieve(url, 'a.tgz')»\n«tarfile.open('a.tgz').extractall()»",
        "import tarfile\n«tarfile.open(path).extractall(filter='fully_trusted')»",
    ],
    ok=[
        "import tarfile\ntarfile.open(path).extractall(filter='data')",
        "import tarfile\nnames = tarfile.open(path).getnames()",
        "import zipfile\nzipfile.ZipFile(path).extractall()  # not tarfile",
        "import tarfile\nwith tarfile.open(path) as t:\n    t.extractall('data', members=safe(t))",
    ],
)
def unsafe_tar_extract(code: Code) -> Iterator[Match]:
    """Before Python 3.14 a tar archive can name files outside the folder, and unpacking it overwrites them.

    Pass filter="data"."""
    for call in code.calls(*(f"{maker}.{name}" for maker in _MAKERS for name in ("extractall", "extract"))):
        given = call.keywords.get("filter")
        if (given is None and call.has_unknown_kwargs) or "members" in call.keywords:
            continue
        if given is not None and given.constant != "fully_trusted":
            continue
        origin = code.origin(call.receiver)
        fetched = origin.kind in ("downloaded", "url")
        yield Match(
            call.span,
            f"Archive that cell {origin.cell} downloads unpacked without a filter" if origin.cell and fetched else "",
            severity=Severity.HIGH if fetched else None,
            related=(origin.place,) if origin.place is not None and fetched else (),
            proposals=offer('Set filter="data"', Applicability.REVIEW, call.set_keyword("filter", '"data"')),
        )


@rule(
    id="unsafe-archive-unpack",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.LOW,
    title="Archive unpacked without a filter",
    cwe=22,
    owasp=["ML06"],
    atlas=["AML.T0010.002"],
    screen=("unpack_archive",),
    bad=[
        Example(
            "import shutil\n«shutil.unpack_archive('a.tar.gz', 'data')»",
            fixed="import shutil\nshutil.unpack_archive('a.tar.gz', 'data', filter=\"data\")",
        ),
    ],
    ok=["import shutil\nshutil.unpack_archive(p, filter='data')", "import shutil\nshutil.unpack_archive('a.zip')"],
)
def unsafe_archive_unpack(code: Code) -> Iterator[Match]:
    """Before Python 3.14 a tar archive can name files outside the folder, and unpacking it overwrites them.

    Pass filter="data"."""
    for call in code.calls("shutil.unpack_archive"):
        name = call.argument(0, "filename")
        if "filter" in call.keywords or call.has_unknown_kwargs or name is None or name.text.endswith(".zip"):
            continue
        fix = offer('Set filter="data"', Applicability.REVIEW, call.set_keyword("filter", '"data"'))
        yield Match(call.span, proposals=fix)
