"""A second package index beside the first one."""

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
    Span,
    TextEdit,
    host,
    installs,
    is_remote,
    rule,
)
from .indexes import TEST_INDEX

# Indexes that publishers of well-known packages tell people to add: the names there are theirs on PyPI as well.
PUBLISHERS = frozenset(
    (
        "download.pytorch.org",
        "pypi.nvidia.com",
        "pypi.ngc.nvidia.com",
        "wheels.vllm.ai",
        "abetlen.github.io",
        "data.pyg.org",
        "dl.fbaipublicfiles.com",
        "storage.googleapis.com",
        "download.openmmlab.com",
        "aiinfra.pkgs.visualstudio.com",
        "pypi" + ".anaconda.org",
    )
)
_ON_PYTORCH = frozenset(("torch", "torchvision", "torchaudio", "torchtext", "torchdata", "torchao", "triton"))


@rule(
    id="extra-index-confusion",
    on=Shell,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Extra package index beside PyPI",
    cwe=(427, 494),
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    screen=("extra-index-url", "EXTRA_INDEX_URL", "unsafe-", "find-links", "-f", "extra_index"),
    bad=[
        "%pip install acme-models==1.2.0 «--extra-index-url https://pypi.acme.dev/simple»",
        "!pip install «--extra-index-url=https://pypi.acme.dev/simple» acme-models",
        "!«PIP_EXTRA_INDEX_URL=https://pypi.acme.dev/simple» pip install acme-models",
        "!pip config set «global.extra-index-url https://pypi.acme.dev/simple»",
        "%pip install acme==1.0 «-f https://wheels.acme.dev/»",
        Example(
            "!uv pip install acme==1.0 --extra-index-url https://pypi.acme.dev/s «--index-strategy unsafe-best-match»",
            fixed="!uv pip install acme==1.0 --extra-index-url https://pypi.acme.dev/s",
        ),
        Example(
            "%pip install torch==2.6.0 torchvision «--extra-index-url https://download.pytorch.org/whl/cu118»",
            fixed="%pip install torch==2.6.0 torchvision --index-url https://download.pytorch.org/whl/cu118",
        ),
    ],
    ok=[
        "%pip install acme-models==1.2.0 --index-url https://pypi.acme.dev/simple",
        "%pip install torch==2.6.0 -f https://download.pytorch.org/whl/torch_stable.html",
        "%pip install acme==1.0 -f ./wheels",
        "!pip config set global.index-url https://pypi.acme.dev/simple",
        "!uv pip install acme==1.0 --extra-index-url https://pypi.acme.dev/simple --index-strategy first-index",
        "hint = '%pip install acme --extra-index-url https://pypi.acme.dev/simple'",
        "%uv pip install acme-models==1.2.0 --extra-index-url https://pypi.acme.dev/simple",
        "%pip install --require-hashes -r requirements.txt --extra-index-url https://pypi.acme.dev/simple",
        "!echo --extra-index-url https://pypi.acme.dev/simple",
        f"%pip install acme==1.0 --extra-index-url https://{TEST_INDEX}/simple",
    ],
)
def extra_index_confusion(shell: Shell) -> Iterator[Match]:
    """pip takes the highest version that any index has, so a package that someone puts on PyPI under the name of your
    private one is installed instead of it.

    Use one `--index-url` that serves all you need, or uv, which stops at the first index that has the name."""
    for install in installs(shell):
        if any(o.name == "require-hashes" for o in install.options):
            continue
        for option in install.values("index-strategy"):
            if option.value.startswith("unsafe-"):
                edit = TextEdit(shell.cut(option.span))
                fix = Proposal("Stop at the first index that has the name", Applicability.SAFE, (edit,))
                yield Match(option.span, proposals=(fix,))
        if install.tool != "pip":
            continue  # uv takes a name from the first index that has it
        for option in install.values("extra-index-url"):
            if _is_for_trials(option.value):
                continue
            yield Match(option.span, severity=_severity(install, option), proposals=_single(shell, install, option))
        for option in install.values("find-links"):
            if is_remote(option.value) and not _is_for_trials(option.value) and host(option.value) not in PUBLISHERS:
                yield Match(option.span, "Extra list of packages beside PyPI", Severity.LOW)
    for command in shell.commands():
        words = command.words
        sets = command.name == "pip" and len(words) > 4 and [word.text for word in words[1:3]] == ["config", "set"]
        if sets and words[3].text.endswith(".extra-index-url") and not _is_for_trials(words[4].text):
            yield Match(Span(words[3].span.start, words[4].span.end))
    for variable in shell.variables():
        if variable.name == "PIP_EXTRA_INDEX_URL" and variable.value and not _is_for_trials(variable.value):
            yield Match(variable.span)


def _severity(install: Install, option: Option) -> Severity | None:
    """High where a newer version that a stranger publishes is taken: that is what the attack is."""
    if host(option.value) in PUBLISHERS:
        return Severity.LOW
    is_open = any(requirement.kind in ("unpinned", "ranged") for requirement in install.requirements)
    return Severity.HIGH if is_open else None


def _is_for_trials(url: str) -> bool:
    """Whether a rule of its own speaks of an index."""
    return host(url.strip("'\"")) == TEST_INDEX


def _single(shell: Shell, install: Install, option: Option) -> tuple[Proposal, ...]:
    """PyTorch's index serves all that its own packages need, so that it can stand alone."""
    if host(option.value) != "download.pytorch.org" or any(install.values("index-url", "requirement")):
        return ()
    if not install.requirements or any(r.key not in _ON_PYTORCH for r in install.requirements):
        return ()
    start = shell.text.find("extra-", option.span.start, option.span.end)
    edit = TextEdit(Span(start, start + len("extra-")))
    return (Proposal("Use this index alone", Applicability.REVIEW, (edit,)),) if start >= 0 else ()
