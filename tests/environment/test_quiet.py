"""Learning what kernels have installed starts nothing, imports nothing of theirs, connects to nobody, and opens no file
of a package but its metadata."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from .fake import environment, kernel, marks

CODE = """
import sys
from pathlib import Path
from jupyter_mlsecops.environment import Kernels, of_folder
import yaml  # what is imported once is not what this looks at
seen = []
sys.addaudithook(lambda event, args: seen.append((event, str(args[0]) if args else "")))
kernels = Kernels(licences=True)
kernels.read(lambda name: True)
of_folder(Path(sys.argv[1]), detailed=True)
own = tuple(seen)
import json
print(json.dumps(own))
"""


def test_quiet(tmp_path: Path) -> None:
    root = environment(tmp_path / "env", "torch-2.1.0", "numpy-2.0.0")
    site = root / "lib" / "python3.11" / "site-packages"
    for name in ("torch-2.1.0", "numpy-2.0.0"):
        (site / f"{name}.dist-info" / "METADATA").write_text("Name: x\nVersion: 1\nRequires-Dist: a; extra == 'b'\n")
        (site / f"{name}.dist-info" / "RECORD").write_text("x/__init__.py,,\n")
    hub = tmp_path / "hub" / "models--a"
    (hub / "refs").mkdir(parents=True)
    (hub / "refs" / "main").write_text("0123456789" * 4)
    kernel(tmp_path / "data", "own", root)
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(root)],
        env={"JUPYTER_PATH": str(tmp_path / "data"), "HF_HUB_CACHE": str(tmp_path / "hub"), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    seen = json.loads(done.stdout)
    forbidden = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "socket.", "urllib.", "ctypes")
    assert [event for event, _ in seen if event.startswith(forbidden)] == []
    # What is executed is our own modules, as they are first imported: a code object is told with its file.
    assert [what for event, what in seen if event == "exec" and str(tmp_path) in what] == []
    opened = {Path(path).relative_to(root).as_posix() for event, path in seen if event == "open" and str(root) in path}
    own = "lib/python3.11/site-packages"
    metadata = {
        f"{own}/{name}.dist-info/{file}" for name in ("torch-2.1.0", "numpy-2.0.0") for file in ("METADATA", "RECORD")
    }
    assert opened == metadata | {"pyvenv.cfg", f"{own}/evil.pth", f"{own}/sitecustomize.py"}
    assert marks(root) == []
