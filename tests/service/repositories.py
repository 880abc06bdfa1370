"""Git repositories for the tests, made by the real git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

# No setting of the machine's, and always the same people and times.
_SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


class Repository:
    """One repository. Its commits are a day apart, from 2026-01-01 on."""

    def __init__(self, folder: Path, *, made: bool = True) -> None:
        self.folder = folder
        self._day = 0
        folder.mkdir(parents=True, exist_ok=True)
        if made:
            self.git("init", "-q", "-b", "main")

    def git(self, *args: str, **env: str) -> str:
        """The output of a git command in the folder."""
        variables = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(
            ("git", *args), cwd=self.folder, env=variables | _SETTINGS | env, capture_output=True, timeout=30
        )
        assert done.returncode == 0, (args, done.stderr)
        return done.stdout.decode().strip()

    def commit(self, **files: str | None) -> str:
        """Write files, None to delete one, and commit them; the first ten digits of the commit."""
        return self.commit_files(files)

    def commit_files(self, files: dict[str, str | None]) -> str:
        """Like ``commit``, for names that are no identifiers."""
        for name, text in files.items():
            file = self.folder / name
            if text is None:
                file.unlink()
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(text.encode())
        self.git("add", "-A")
        self._day += 1
        when = f"2026-01-{self._day:02}T12:00:00+0000"
        self.git("commit", "-q", "--allow-empty", "-m", "x", GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when)
        return self.git("rev-parse", "HEAD")[:10]
