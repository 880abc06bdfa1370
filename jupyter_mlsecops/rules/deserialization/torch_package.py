"""Loading PyTorch packages."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, load_match, rule


@rule(
    id="unsafe-torch-package-load",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="PyTorch package or exported program loaded",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("PackageImporter", "torch"),
    bad=[
        "from torch.package import PackageImporter\np = «PackageImporter('m.pt')»",
        "import torch\np = «torch.export.load('m.pt2')»",
        "import torch.package as tp\np = «tp.PackageImporter(path)»",
    ],
    ok=["import torch\nm = torch.jit.load('m.pt')", "class PackageImporter: ...\nPackageImporter('m.pt')"],
)
def unsafe_torch_package_load(code: Code) -> Iterator[Match]:
    """A PyTorch package or exported program brings code and pickles, and they run when a model is taken out of it.

    Share the state_dict as safetensors, and the code as a package that people can read and install."""
    for call in code.calls("torch.package.PackageImporter", "torch.package.package_importer.PackageImporter"):
        yield load_match(code, call, call.argument(0, "file_or_buffer"))
    for call in code.calls("torch.export.load", "torch._export.aot_load", "torch._inductor.aoti_load_package"):
        place = call.argument(0, "f", "so_path", "path")
        yield load_match(code, call, place, unknown=Severity.MEDIUM, fetched=Severity.HIGH)
