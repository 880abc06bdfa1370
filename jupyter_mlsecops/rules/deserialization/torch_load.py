"""Loading PyTorch files as pickles."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, load_match, offer, rule

_SWITCH = "TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"


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
        "import torch\n«torch.save(m, 'm.pt')»\n# %%\nm = «torch.load('m.pt', weights_only=False)»",
        f"import os\n«os.environ['{_SWITCH}'] = '1'»",
    ],
    ok=[
        "import torch\nm = torch.load(path, weights_only=True)",
        "import torch\nm = torch.jit.load('m.pt')",
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
    for call in code.calls("torch.load", "torch.serialization.load"):
        weights_only = call.argument(-1, "weights_only")
        if weights_only is None and call.has_unknown_kwargs and not call.is_reference:
            continue
        explicit = weights_only is not None and weights_only.is_false()
        version = code.pinned("torch")
        old = version is not None and version < (2, 6)
        if weights_only is not None and not explicit and not (old and weights_only.is_true()):
            continue
        if weights_only is None and version is not None and not old:
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
    for store in code.stores("os.environ[]"):
        if store.key == _SWITCH and store.value.constant in ("1", "true", "True", "y", "yes"):
            fix = offer("Delete the switch", Applicability.SAFE, store.drop_statement())
            yield Match(store.span, "weights_only switched off for every torch.load", proposals=fix)
