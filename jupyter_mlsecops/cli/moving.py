"""Moving the values of secrets out of files that ``fix`` changes, on a clear word."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field

import click

from ..core.engine import Scan
from ..core.model import Problem
from ..service.secrets import Secret, fix_for, secrets_of, store
from ..service.stored import StoreError
from .walk import Target

_WORDS = {"dotenv": "the .env file beside it, which only you can read and git ignores", "keyring": "the keyring"}


@dataclass
class Mover:
    """Writes the secrets of one file to ``place`` before the fix that reads them from there is made.

    ``yes`` is the word that was given on the command line. ``refused`` are the fingerprints of those that stay.
    """

    place: str
    key: bytes
    target: Target
    yes: bool
    quiet: bool
    problems: list[Problem] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    _moved: set[str] = field(default_factory=set)

    def move(self, scan: Scan, rules: set[str] | None) -> set[str]:
        """Write what is new in ``scan``; the result is what must not be fixed, as its value stands nowhere else.

        Raises ``click.ClickException`` where nobody says that it may be written.
        """
        secrets = secrets_of(scan, self.key)
        wanted: dict[str, tuple[str, Secret]] = {}
        for finding in scan.findings:
            fix = fix_for(finding, self.place)
            known = secrets.get(finding.fingerprint)
            if fix is None or fix.store is None or known is None or (rules is not None and finding.rule not in rules):
                continue
            if finding.fingerprint not in self._moved | self.refused:
                wanted.setdefault(finding.fingerprint, (fix.store.name, known))
        if wanted:
            self._agree(sorted({name for name, _ in wanted.values()}))
        for fingerprint, (name, secret) in wanted.items():
            self._store(fingerprint, name, secret)
        return self.refused

    def _agree(self, names: list[str]) -> None:
        if self.yes:
            return
        told = f"{self.target.name}: {', '.join(names)} to {_WORDS[self.place]}"
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise click.ClickException(f"Nothing was written ({told}). Say --yes to write it.")
        if not click.confirm(f"Write {told}, and change the code?", err=True):
            raise click.ClickException("Nothing was written.")

    def _store(self, fingerprint: str, name: str, secret: Secret) -> None:
        folder = os.path.dirname(os.path.abspath(self.target.path))
        try:
            stored = store(self.place, folder, name, secret)
        except StoreError as error:
            self.refused.add(fingerprint)
            message = f"{self.target.name}: {name} was not moved: {error}"
            self.problems.append(Problem(path=self.target.name, kind="not-written", message=message))
            return
        self._moved.add(fingerprint)
        if not self.quiet:
            note = f" {stored.note}" if stored.note else ""
            click.echo(f"{self.target.name}: {stored.name} is in {stored.where} now.{note}", err=True)
