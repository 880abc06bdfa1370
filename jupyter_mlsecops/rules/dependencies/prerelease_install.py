"""Releases that are not finished."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Confidence,
    Example,
    Install,
    Match,
    Option,
    Proposal,
    Severity,
    Shell,
    TextEdit,
    installs,
    rule,
)

_FLAGS = frozenset(("pre", "allow-prereleases"))


@rule(
    id="prerelease-install",
    on=Shell,
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    title="Unfinished releases are installed too",
    cwe=1104,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    screen=("--pre", "prereleases"),
    bad=[
        Example("%pip install «--pre» -U acme-models", fixed="%pip install -U acme-models"),
        Example("!uv pip install «--prerelease=allow» acme-models", fixed="!uv pip install acme-models"),
        "!uv pip install acme-models «--prerelease allow»",
        "%%bash\npoetry add «--allow-prereleases» acme-models",
    ],
    ok=[
        "%pip install -U acme-models",
        "%pip install --pre acme-models==2.0.0rc1",
        "!uv pip install --prerelease=disallow acme-models",
        "!pip install --prefer-binary acme-models",
        "!conda install --pre acme",
        "# %pip install --pre acme-models",
    ],
)
def prerelease_install(shell: Shell) -> Iterator[Match]:
    """Nobody has tried these releases for long, and the option holds for all packages that come with them.

    Leave it out, or name the one unfinished version that you want: `%pip install package==2.0rc1`."""
    for install in installs(shell):
        if install.requirements and all(r.kind == "pinned" for r in install.requirements):
            continue
        for option in install.options:
            if _allows(install, option):
                edit = TextEdit(shell.cut(option.span))
                fix = Proposal("Finished releases only", Applicability.REVIEW, (edit,))
                yield Match(option.span, proposals=(fix,))


def _allows(install: Install, option: Option) -> bool:
    if install.tool.startswith("uv") and option.name == "prerelease":
        return option.value == "allow"
    return option.name in _FLAGS and not install.tool.endswith(("conda", "mamba"))
