"""Write the names of TensorFlow's own operators into the package, from a wheel of TensorFlow. Nothing is imported.

pip download --no-deps tensorflow-cpu -d tf && python scripts/tensorflow_operators.py tf/*.whl
"""

from __future__ import annotations

import re
import sys
import textwrap
import zipfile
from pathlib import Path

TARGET = Path(__file__).parents[1] / "jupyter_mlsecops" / "rules" / "models" / "judged" / "tensorflow_operators.py"
GENERATED = re.compile(r"gen_\w+\.py$")
NAME = re.compile(r'_execute\.execute\(b"(\w+)"|_apply_op_helper\(\s*"(\w+)"')


def operators(wheel: Path) -> list[str]:
    """Every operator for which the wheel has a Python function."""
    found: set[str] = set()
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if GENERATED.search(name):
                text = archive.read(name).decode("utf-8")
                found |= {one or other for one, other in NAME.findall(text)}
    return sorted(found)


def main() -> None:
    wheel = Path(sys.argv[1])
    version = wheel.name.split("-")[1]
    words = textwrap.fill(" ".join(operators(wheel)), 112, initial_indent="    ", subsequent_indent="    ")
    TARGET.write_text(
        f'"""The operators of TensorFlow {version}. Written by scripts/tensorflow_operators.py."""\n\n'
        "from __future__ import annotations\n\n"
        f'OPERATORS = frozenset(\n    """\n{words}\n    """.split()\n)\n'
    )


if __name__ == "__main__":
    main()
