"""Configurations of NeMo: what they have called."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.rules.models.judging import judge
from jupyter_mlsecops.service.modelfiles import examine_bytes

from .archives.assemble import TAR_END, tar_file
from .shapes import look

CONFIGURATION = """
encoder:
  _target_: nemo.collections.asr.modules.ConformerEncoder
  layers: [{_target_: torch.nn.ReLU}, {target: acme.nets.Net}]
optim: {name: adam}
other:
  - nested: {_target_: os.system, command: echo harmless}
  - _target_: acme.nets.Net
"""


def test_targets_are_told_once_with_their_place() -> None:
    found = look("model_config.yaml", CONFIGURATION.encode())
    assert [(fact.kind.value, fact.what, fact.detail) for fact in found.facts] == [
        ("target", "acme.nets.Net", "/other/1/_target_"),
        ("target", "nemo.collections.asr.modules.ConformerEncoder", "/encoder/_target_"),
        ("target", "os.system", "/other/0/nested/_target_"),
        ("target", "torch.nn.ReLU", "/encoder/layers/0/_target_"),
    ]


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("os.system", "critical: calls os.system, which runs programs"),
        ("torch.hub.load", "critical: calls torch.hub.load, which loads other files"),
        ("acme.nets.Net", "review: calls acme.nets.Net, which is no class of the libraries of its kind"),
        ("torch.compile", "review: calls torch.compile, which is no class of the libraries of its kind"),
        ("nemo.collections.asr.modules.ConformerEncoder", ""),
        ("torch.optim.Adam", ""),
    ],
)
def test_what_a_target_does(target: str, told: str) -> None:
    archive = tar_file("model_config.yaml", f"model: {{_target_: {target}}}\n".encode()) + TAR_END
    model = examine_bytes(archive, "m.nemo")
    found = judge(model)
    assert [f"{one.tier.name.lower()}: {one.does}" for one in found.critical + found.review] == ([told] if told else [])
    assert model.gaps == ()


def test_a_configuration_that_is_broken_is_a_gap() -> None:
    assert [gap.why for gap in look("model_config.yaml", b"a: [").gaps] == ["It is not valid YAML."]
