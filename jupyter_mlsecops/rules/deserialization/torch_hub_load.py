"""Models whose code comes from a GitHub repository."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, regex, rule

_LOADERS = ("torch.hub.load", "torch.hub.list", "torch.hub.help")
# torch itself asks no question about repositories of these owners.
_OWNERS = ("pytorch/", "facebookresearch/", "facebookincubator/", "fairinternal/")
_COMMIT = regex(r"[^:]+:[0-9a-f]{40}")


@rule(
    id="untrusted-torch-hub-load",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Code from GitHub run by torch.hub.load",
    cwe=[829, 494],
    owasp=["ML06"],
    atlas=["AML.T0010.003"],
    screen=("hub",),
    bad=[
        "import torch\nm = «torch.hub.load('someone/nets', 'net', pretrained=True)»",
        "import torch\nrepo = 'someone/nets:main'\n# %%\nm = «torch.hub.load(repo, 'net')»",
        "from torch import hub\nm = «hub.load('pytorch/vision:v0.10.0', 'resnet18')»",
        "import torch\nm = «torch.hub.load('someone/nets:0a1b2c3', 'net', trust_repo=True)»",
        "import torch.hub\nnames = «torch.hub.list('someone/nets')»",
        "import torch\nm = «torch.hub.load(repo_or_dir='someone/nets', model='net')»",
    ],
    ok=[
        "import torch\nm = torch.hub.load('./nets', 'net', source='local')",
        "import torch\nm = torch.hub.load('someone/nets:0123456789abcdef0123456789abcdef01234567', 'net')",
        "import torch\nm = torch.hub.load_state_dict_from_url(url)",
    ],
)
def untrusted_torch_hub_load(code: Code) -> Iterator[Match]:
    """torch.hub.load downloads a repository and runs its hubconf.py. Whoever can change that branch or tag runs code in
    this kernel.

    Pin the repository to a commit you have read (owner/repo:<commit>), or clone it and load with source="local"."""
    for call in code.calls(*_LOADERS):
        repository, source = call.argument(0, "repo_or_dir", "github"), call.argument(-1, "source")
        if source is not None and source.constant != "github":
            continue
        text = repository.constant if repository is not None else None
        if not isinstance(text, str) or _COMMIT.fullmatch(text):
            continue
        severity = Severity.HIGH
        if text.startswith(_OWNERS):
            severity = Severity.LOW if ":" in text else Severity.MEDIUM
        yield Match(call.span, f"Code from GitHub run by {call.name}", severity)
