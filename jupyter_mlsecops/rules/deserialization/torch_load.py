"""Loading PyTorch files as pickles."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Value,
    load_match,
    offer,
    regex,
    rule,
)
from .conversions import to_safetensors
from .versions import named, not_known, upgrade, with_words

_SAFE = (2, 6)
_UPGRADE = "2.10.0"
_SWITCH = "TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"
_ON = ("1", "true", "True", "TRUE", "y", "yes", "on")
_LOADERS = (
    "torch.load",
    "torch.serialization.load",
    "torch.serialization._load",
    "torch.hub.load_state_dict_from_url",
    "torch.utils.model_zoo.load_url",
)
_FROM_URL = ("torch.hub.load_state_dict_from_url", "torch.utils.model_zoo.load_url")
_OFFICIAL = regex(r"https://(?:download\.pytorch\.org|dl\.fbaipublicfiles\.com)/")
_SETS_IT = regex(rf"[ \t]*(?:export[ \t]+)?{_SWITCH}[= \t][\"']?(?:1|true|True|y|yes|on)\b")


@rule(
    id="unsafe-torch-load",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="PyTorch file loaded as a pickle",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("torch", _SWITCH),
    aliases=("B614", "TOR102"),
    bad=[
        Example(
            "import torch\nm = «torch.load('m.pt', weights_only=False)»",
            fixed="import torch\nm = torch.load('m.pt', weights_only=True)",
        ),
        Example(
            "import torch\nm.load_state_dict(«torch.load(path, map_location='cpu')»)",
            fixed="import torch\nm.load_state_dict(torch.load(path, map_location='cpu', weights_only=True))",
        ),
        "import torch as T\n# %%\nm = «T.load(path, weights_only=False)»",
        "from torch import load\nm = «load(path)»",
        "import torch, pickle\nm = «torch.load(path, pickle_module=pickle, weights_only=False)»",
        "import functools, torch\ntorch.load = «functools.partial(torch.load, weights_only=False)»",
        "import torch\nopts = dict(weights_only=False)\nm = «torch.load(path, **opts)»",
        Example(
            "%pip install torch==2.1.0\n# %%\nimport torch\nm = «torch.load(path, weights_only=True)»",
            fixed="%pip install torch==2.10.0\n# %%\nimport torch\nm = torch.load(path, weights_only=True)",
        ),
        Example(
            "!pip install -q 'torch==2.1.0'\n# %%\nimport torch\nm = «torch.load(path)»",
            fixed="!pip install -q 'torch==2.10.0'\n# %%\nimport torch\nm = torch.load(path, weights_only=True)",
        ),
        "%pip install torch==2.1.0 torchvision==0.16.0\n# %%\nimport torch\nm = «torch.load(path)»",
        "%pip install 'torch>=1.13'\n# %%\nimport torch\nm = «torch.load(path)»",
        "import torch\nm = «torch.load(path)»\n# %% [environment]\ntorch==2.5.1+cu124",
        "import torch\nm = «torch.load(path)»\n# %% [environment]\nnumpy==2.1.0",
        "import torch, gdown\n«gdown.download(url, 'm.pt')»\nm = «torch.load('m.pt')»",
        "import torch\nload = torch.load\n# %%\nm = «load(path, weights_only=False)»",
        "import torch\nold = torch.load\ntorch.load = lambda *a, **k: «old(*a, **{**k, 'weights_only': False})»",
        "import torch, io, requests\nm = «torch.load(io.BytesIO(requests.get(url).content))»",
        Example(
            "import torch\nw = «torch.hub.load_state_dict_from_url('https://data.tool.dev/m.pth')»",
            fixed="import torch\n"
            "w = torch.hub.load_state_dict_from_url('https://data.tool.dev/m.pth', weights_only=True)",
        ),
        f"«%env {_SWITCH}=1»",
        f"import os\n«os.environ.setdefault('{_SWITCH}', '1')»",
        "import torch\n«torch.save(m, 'm.pt')»\n# %%\nm = «torch.load('m.pt', weights_only=False)»",
        f"import os\n«os.environ['{_SWITCH}'] = '1'»",
        "import torch\nm = «torch.load(path, weights_only=False if old else True)»",
    ],
    ok=[
        "import torch\ndef load(path, **options):\n    return torch.load(path, **options)\n"
        "m = load('m.pt', weights_only=True)",
        "import torch\nm = torch.load(path, weights_only=True)",
        "import torch\nm = torch.jit.load('m.pt')",
        "import torch\nw = torch.hub.load_state_dict_from_url(url, weights_only=True)",
        f"import os\nos.environ['{_SWITCH}'] = '0'",
        "%pip install torch==2.7.1\n# %%\nimport torch\nm = torch.load(path)",
        "!pip install torch>=2.6\n# %%\nimport torch\nm = torch.load(path)",
        "import torch\nm = torch.load(path)\n# %% [environment]\ntorch==2.6.0",
        "%pip install 'torch>=1.13'\n# %%\nimport torch\nm = torch.load(path)\n# %% [environment]\ntorch==2.10.0",
        "import torch\nx = torch.load\ndef load(p): ...\nload(path)",
        "import torch\nm = torch.load(path, **options)",
        "from safetensors.torch import load_file\nload_file(path)",
    ],
)
def unsafe_torch_load(code: Code) -> Iterator[Match]:
    """A PyTorch file is a pickle unless weights_only is on, and loading it runs whatever its author put in. Before
    torch 2.6 the safe way was not the default, and even weights_only=True could be tricked.

    Use torch 2.10 or newer with weights_only=True, or keep the weights as safetensors."""
    for call in code.calls(*_LOADERS):
        weights_only = call.argument(-1, "weights_only")
        if weights_only is None and call.has_unknown_kwargs and not call.is_reference:
            continue
        if call.name in _FROM_URL:
            yield from _from_url(code, call, weights_only)
        elif weights_only is None:
            yield from _by_default(code, call)
        elif weights_only.may_be(False):
            yield load_match(code, call, call.argument(0, "f"), proposals=_alternatives(code, call))
        elif weights_only.is_true() and code.is_before("torch", *_SAFE):
            yield _tricked(code, call)
    yield from _switches(code)


def _by_default(code: Code, call: Call) -> Iterator[Match]:
    """A load that leaves it to torch: safe from 2.6 on."""
    old = code.is_before("torch", *_SAFE)
    if old is False:
        return
    unknown, fetched = (Severity.HIGH, Severity.CRITICAL) if old else (Severity.MEDIUM, Severity.HIGH)
    fixes = _alternatives(code, call)
    match = load_match(code, call, call.argument(0, "f"), unknown=unknown, fetched=fetched, proposals=fixes)
    here = named(code, "torch", "torch") if old else f"{not_known('torch')}, and before 2.6 it"
    yield with_words(match, f"{here} unpickles by default")


def _tricked(code: Code, call: Call) -> Match:
    """The safe way, in a torch that can be talked out of it."""
    fixes = upgrade(code, "torch", "torch", _UPGRADE)
    file = call.argument(0, "f", "url")
    match = load_match(code, call, file, unknown=Severity.LOW, fetched=Severity.MEDIUM, proposals=fixes)
    here = named(code, "torch", "torch")
    return with_words(match, f"{here} can be tricked in spite of weights_only=True (CVE-2025-32434): upgrade it")


def _alternatives(code: Code, call: Call) -> tuple[Proposal, ...]:
    """Load weights only, or weights of another format."""
    return (*_fixes(code, call), *to_safetensors(code, call))


def _fixes(code: Code, call: Call) -> tuple[Proposal, ...]:
    """Load weights only; where torch could be tricked still, with a newer torch."""
    edits = None if "pickle_module" in call.keywords else call.set_keyword("weights_only", "True")
    if code.is_before("torch", *_SAFE):
        return upgrade(code, "torch", "torch", _UPGRADE, edits, "set weights_only=True")
    said = "" if code.is_before("torch", *_SAFE) is False else f" (safe in torch {_SAFE[0]}.{_SAFE[1]} or newer)"
    return offer(f"Set weights_only=True{said}", Applicability.REVIEW, edits)


def _switches(code: Code) -> Iterator[Match]:
    """Where the environment variable is set that takes the safe default away."""
    said = "weights_only switched off for every torch.load"
    for call in code.calls("os.environ.setdefault", "os.putenv", "os.environ.__setitem__", "os.environ.update"):
        name, value = call.argument(0), call.argument(1)
        given = call.keywords.get(_SWITCH) or (name.entries.get(_SWITCH) if name is not None else None)
        if name is not None and name.constant == _SWITCH:
            given = value
        if given is not None and given.constant in _ON:
            yield Match(
                call.span, said, proposals=offer("Delete the switch", Applicability.SAFE, call.drop_statement())
            )
    for escape in code.escapes:
        body = code.cell.source[slice(*escape.body)]
        if escape.kind == "line" and escape.name in ("env", "set_env") and _SETS_IT.match(body):
            yield Match(escape.span, said)
    for store in code.stores("os.environ[]"):
        if store.key == _SWITCH and store.value.constant in _ON:
            fix = offer("Delete the switch", Applicability.SAFE, store.drop_statement())
            yield Match(store.span, said, proposals=fix)


def _from_url(code: Code, call: Call, weights_only: Value | None) -> Iterator[Match]:
    """A download that is unpickled at once: these never had another default."""
    if weights_only is not None and weights_only.is_true() and code.is_before("torch", *_SAFE):
        yield _tricked(code, call)
    if weights_only is not None and not weights_only.is_false():
        return
    url = call.argument(0, "url")
    official = url is not None and _OFFICIAL.match(url.text) is not None
    message = f"{call.name} downloads a pickle and loads it"
    severity = Severity.LOW if official else Severity.HIGH
    yield Match(call.span, message, severity, proposals=_fixes(code, call))
