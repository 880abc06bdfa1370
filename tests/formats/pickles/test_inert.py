"""Reading a pickle imports, opens, runs and calls nothing, whatever it asks for."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

from . import assemble as a
from .fuzz.streams import seeds


def test_nothing_is_imported_opened_or_run(tmp_path: Path) -> None:
    """An audit hook sees every import, file, program and compiled code while hostile pickles are read."""
    (tmp_path / "evil.py").write_text("raise SystemExit('imported')")
    hostile = [*seeds(), a.global_("evil", "f") + a.EMPTY_TUPLE + a.REDUCE + a.STOP, a.command() + a.STOP]
    for number, data in enumerate(hostile):
        (tmp_path / f"{number}.pkl").write_bytes(data)
    code = """
        import sys
        sys.path.insert(0, sys.argv[1])
        from pathlib import Path
        from jupyter_mlsecops.formats.pickles import JOBLIB, read
        files = [path.read_bytes() for path in sorted(Path(sys.argv[1]).glob("*.pkl"))]
        for data in files:
            read(data)  # what is looked up once, and codecs that are found once, are not what this looks at
        before, events = set(sys.modules), []
        sys.addaudithook(lambda event, args: events.append(event))
        for data in files:
            read(data), read(data, context=JOBLIB)
        seen = sorted(set(events))
        assert set(sys.modules) == before, set(sys.modules) - before
        assert "evil" not in sys.modules
        print(*seen)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(tmp_path)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    forbidden = ("open", "exec", "compile", "os.", "subprocess.", "socket.", "import", "pickle.", "marshal.")
    assert [event for event in done.stdout.split() if event.startswith(forbidden)] == []


def test_reading_needs_the_standard_library_only() -> None:
    code = """
        import sys
        import jupyter_mlsecops.formats.pickles
        ours = {name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)
        print(*sorted(name for name in ours if not name.startswith("_")))
        print(*sorted({"pickle", "pickletools", "importlib.util", "subprocess"} & set(sys.modules)))
    """
    done = subprocess.run(
        [sys.executable, "-S", "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout.split("\n")[:2] == ["jupyter_mlsecops", ""], done.stderr
