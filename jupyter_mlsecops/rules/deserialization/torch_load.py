"""Loading PyTorch files as pickles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...sdk import (
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Severity,
    Value,
    load_match,
    offer,
    regex,
    rule,
)

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
        "%pip install torch==2.1.0\n# %%\nimport torch\nm = «torch.load(path, weights_only=True)»",
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
    ],
    ok=[
        "import torch\nm = torch.load(path, weights_only=True)",
        "import torch\nm = torch.jit.load('m.pt')",
        "import torch\nw = torch.hub.load_state_dict_from_url(url, weights_only=True)",
        f"import os\nos.environ['{_SWITCH}'] = '0'",
        "%pip install torch==2.7.1\n# %%\nimport torch\nm = torch.load(path)",
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
        explicit = weights_only is not None and weights_only.is_false()
        version = code.pinned("torch")
        if call.name in _FROM_URL:
            yield from _from_url(call, weights_only)
            continue
        old = version is not None and version < (2, 6)
        if weights_only is not None and not explicit and not (old and weights_only.is_true()):
            continue
        if weights_only is None and version is not None and not old:
            continue
        if weights_only is not None and not explicit:
            match = load_match(code, call, call.argument(0, "f"), unknown=Severity.LOW, fetched=Severity.HIGH)
            tricked = "before torch 2.6 weights_only=True can be tricked (CVE-2025-32434)"
            yield replace(match, message=f"{match.message}; {tricked}")
            continue
        edits = None if "pickle_module" in call.keywords else call.set_keyword("weights_only", "True")
        yield load_match(
            code,
            call,
            call.argument(0, "f"),
            unknown=Severity.HIGH if explicit or old else Severity.MEDIUM,
            fetched=Severity.CRITICAL if explicit or old else Severity.HIGH,
            proposals=offer("Set weights_only=True", Applicability.REVIEW, edits),
        )
    yield from _switches(code)


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


def _from_url(call: Call, weights_only: Value | None) -> Iterator[Match]:
    """A download that is unpickled at once: these never had another default."""
    if (weights_only is None and call.has_unknown_kwargs) or (weights_only is not None and not weights_only.is_false()):
        return
    url = call.argument(0, "url")
    official = url is not None and _OFFICIAL.match(url.text) is not None
    fix = offer("Set weights_only=True", Applicability.REVIEW, call.set_keyword("weights_only", "True"))
    message = f"{call.name} downloads a pickle and loads it"
    yield Match(call.span, message, Severity.LOW if official else Severity.HIGH, proposals=fix)
