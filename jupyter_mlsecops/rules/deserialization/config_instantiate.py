"""Objects that a configuration file names, made by hydra."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, load_match, rule

_NAMES = ("hydra.utils.instantiate", "hydra.utils.call", "hydra._internal.instantiate._instantiate2.instantiate")


@rule(
    id="config-instantiate",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Configuration names what is called",
    cwe=(470, 502),
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("hydra",),
    bad=[
        "from hydra.utils import instantiate\nfrom omegaconf import OmegaConf\n"
        "m = «instantiate(OmegaConf.load('conf.yaml'))»",
        "import hydra\n«!wget https://data.tool.dev/conf.yaml»\n# %%\nfrom omegaconf import OmegaConf\n"
        "cfg = OmegaConf.load('conf.yaml')\nm = «hydra.utils.instantiate(cfg.model)»",
    ],
    ok=[
        "import hydra\nwith hydra.initialize():\n    cfg = hydra.compose('conf')",
        "from tool import instantiate\ninstantiate(cfg)",
    ],
)
def config_instantiate(code: Code) -> Iterator[Match]:
    """hydra calls whatever a `_target_` of the configuration names, os.system too. A configuration that came with a
    downloaded model runs code like a pickle does.

    Use configurations that you wrote or read, and compare each `_target_` with a list of the classes you expect."""
    for call in code.calls(*_NAMES):
        yield load_match(code, call, call.argument(0, "config"), unknown=Severity.LOW, fetched=Severity.HIGH)
