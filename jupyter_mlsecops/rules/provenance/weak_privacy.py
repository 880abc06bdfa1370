"""Differential privacy with settings under which it protects nobody."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Call, Code, Confidence, Match, Severity, Value, rule

_MODULES = ("opacus", "tensorflow_privacy", "diffprivlib", "dp_accounting", "pydp", "jax_privacy", "pipeline_dp")
_MOST = 10.0  # an epsilon above lets an attacker be 20 000 times surer that a person was in the data
_NOISE = ("noise_multiplier",)
_BUDGETS = ("epsilon", "target_epsilon", "total_epsilon")


@rule(
    id="weak-privacy-parameters",
    on=Code,
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    title="Differential privacy that protects nobody",
    cwe=359,
    owasp=["ML03", "ML04"],
    atlas=["AML.T0024.000"],
    screen=_MODULES,
    bad=[
        "from opacus import PrivacyEngine\ne = PrivacyEngine()\n"
        "m, o, d = «e.make_private(module=m, optimizer=o, data_loader=d, noise_multiplier=0.0, max_grad_norm=1.0)»",
        "from opacus import PrivacyEngine\neps = 50\n# %%\n"
        "r = «PrivacyEngine().make_private_with_epsilon(module=m, target_epsilon=eps, target_delta=1e-5)»",
        "import tensorflow_privacy as tfp\no = «tfp.DPKerasSGDOptimizer(l2_norm_clip=1.0, noise_multiplier=0)»",
        "from diffprivlib.models import GaussianNB\nm = «GaussianNB(epsilon=100)»",
        "from diffprivlib import models as dp\nkw = {'epsilon': 25.0}\nm = «dp.LogisticRegression(**kw)»",
    ],
    ok=[
        "from opacus import PrivacyEngine\nm = PrivacyEngine().make_private(module=m, noise_multiplier=1.1)",
        "from diffprivlib.models import GaussianNB\nm = GaussianNB(epsilon=1.0)",
        "from diffprivlib.models import GaussianNB\nm = GaussianNB(epsilon=eps)",
        "from sklearn.linear_model import HuberRegressor\nm = HuberRegressor(epsilon=100)",
        "import opacus\nimport torch\no = torch.optim.RMSprop(p, epsilon=100)",
    ],
)
def weak_privacy_parameters(code: Code) -> Iterator[Match]:
    """Without noise, or with a budget this large, the model can still give away who was in its training data.

    Add noise (noise_multiplier near 1), and keep epsilon below 10; single digits are usual."""
    if not code.uses_module(*_MODULES):
        return
    for call in code.keyword(*_NOISE, *_BUDGETS):
        if not _is_private(call):
            continue
        noise = [call.keywords[name] for name in _NOISE if name in call.keywords]
        budgets = [call.keywords[name] for name in _BUDGETS if name in call.keywords]
        if any(_number(value) == 0 for value in noise):
            yield Match(call.span, "Differential privacy without noise")
        elif any((_number(value) or 0) > _MOST for value in budgets):
            yield Match(call.span, "Differential privacy with a budget that protects nobody")


def _is_private(call: Call) -> bool:
    return call.name.startswith(_MODULES) or call.name.rpartition(".")[2].startswith(
        ("make_private", "DP", "VectorizedDP")
    )


def _number(value: Value) -> float | None:
    constant = value.constant
    return float(constant) if isinstance(constant, (int, float)) and not isinstance(constant, bool) else None
