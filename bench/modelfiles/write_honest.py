"""Write honest files with every library that this Python has:
``python bench/modelfiles/write_honest.py FOLDER [TAG [MODULE...]]``.

Run by each Python that has some of the libraries, into the same folder: what is there already stays. With a tag, such
as the year of the libraries, its folders are called so as well, and stand beside those of other versions.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.modelfiles.honest.shelf import Shelf  # noqa: E402

MODULES = (
    *("tables", "sklearns", "sklearn_kin", "networks", "texts", "late", "later_sklearns", "later_statistics"),
    *("later_sklearn_kin", "later_values", "later_tables", "later_pictures", "later_texts", "later_networks", "latest"),
)


def makers(modules: Sequence[str]) -> Iterator[tuple[str, Callable[[Shelf], None]]]:
    """The libraries, and what writes the files of each."""
    for module in modules:
        for name, function in inspect.getmembers(
            import_module(f"bench.modelfiles.honest.{module}"), inspect.isfunction
        ):
            if name.startswith("of_"):
                yield name[3:].replace("_", "-"), function


def main(target: str, tag: str = "", *modules: str) -> None:
    folder = Path(target).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)  # what libraries write beside
    warnings.simplefilter("ignore")
    for library, make in makers(modules or MODULES):
        library += f"@{tag}" if tag else ""
        if (folder / library).exists():
            continue
        shelf = Shelf(folder, library)
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                make(shelf)
        except ImportError:
            pass
        except Exception as error:  # the rest of this library is left out
            shelf.failed.append(f"{type(error).__name__}: {error}"[:200])
        if not any(path.is_file() for path in shelf.folder.rglob("*")):
            for path in sorted(shelf.folder.rglob("*"), reverse=True):
                path.rmdir()
            shelf.folder.rmdir()
        for text in shelf.failed:
            print(f"{library}: {text}", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
