"""Loading PyTorch packages."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, load_match, rule


@rule(
    id="unsafe-torch-package-load",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="PyTorch package loaded",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("PackageImporter", "torch"),
    bad=[
        "from torch.package import PackageImporter\np = «PackageImporter('m.pt')»",
        "import torch.package as tp\np = «tp.PackageImporter(path)»",
    ],
    ok=["import torch\nm = torch.jit.load('m.pt')", "class PackageImporter: ...\nPackageImporter('m.pt')"],
)
def unsafe_torch_package_load(code: Code) -> Iterator[Match]:
    """A PyTorch package brings Python source and pickles, and both run when a model is taken out of it.

    Share the state_dict as safetensors, and the code as a package that people can read and install."""
    for call in code.calls("torch.package.PackageImporter", "torch.package.package_importer.PackageImporter"):
        yield load_match(code, call, call.argument(0, "file_or_buffer"))
