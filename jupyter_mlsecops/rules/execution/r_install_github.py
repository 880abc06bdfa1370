"""R packages from a branch that moves."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Notebook, Place, Severity, r_code, regex, rule

_INSTALLERS = (
    "install_github",
    "install_gitlab",
    "install_bitbucket",
    "install_git",
    "install_url",
    "pak",
    "pkg_install",
)
_REPOSITORY = regex(r"(?:github::|gitlab::|\w+=)?[\w.-]+/[\w.-]+(?:/[\w./-]+)?(?:\[[^\]]*\])?(@.*|\#.*)?")
_COMMIT = regex(r"@[0-9a-f]{40}")
_KERNEL = "\n# %% [kernel R]"


@rule(
    id="r-install-without-commit",
    on=Notebook,
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    title="R package from a branch",
    cwe=494,
    owasp=["ML06"],
    atlas=["AML.T0010.001"],
    screen=("install_", "pak"),
    bad=[
        "%%R\n«devtools::install_github('owner/package')»",
        "«remotes::install_github('owner/package@main')»\n# %%\n«remotes::install_github('owner/other')»" + _KERNEL,
        "«pak::pak('owner/package')»" + _KERNEL,
        "«devtools::install_git('https://host.tool.dev/a.git')»" + _KERNEL,
    ],
    ok=[
        "remotes::install_github('owner/package@" + "0123456789abcdef0123456789abcdef01234567" + "')" + _KERNEL,
        "remotes::install_github('owner/package', ref = '" + "0123456789" * 4 + "')" + _KERNEL,
        "pak::pak('ggplot2')" + _KERNEL,
        "install.packages('ggplot2')" + _KERNEL,
        "# devtools::install_github('owner/package')" + _KERNEL,
    ],
)
def r_install_without_commit(notebook: Notebook) -> Iterator[Match]:
    """The package is whatever the branch holds today, and its code runs while it is installed.

    Name the commit: install_github("owner/package@<40 digits>")."""
    places: list[Place] = []
    for call in r_code(notebook).calls(*_INSTALLERS):
        value = call.argument(0, "repo", "url", "pkg")
        text = value.constant if value is not None else None
        if text is None:
            continue
        at = _REPOSITORY.fullmatch(text)
        if at is None and not (call.name.startswith("install_") and "://" in text):
            continue
        ref = call.argument(-1, "ref")
        named = ref.constant if ref is not None else None
        if ref is not None and (named is None or _COMMIT.fullmatch(f"@{named}")):
            continue
        if at is not None and at.group(1) and _COMMIT.fullmatch(at.group(1)):
            continue
        places.append(call.place)
    if places:
        yield Match(places[0].span, related=tuple(places))
