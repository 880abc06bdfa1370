"""``jupyter mlsecops sign``: a signature of a model with a key of one's own. No network is used."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import baselinefile
from ..core.model import Severity
from ..service.digests import NotHashed, hash_file, still
from ..service.signatures import OF_FOLDER
from ..signing import bundle, keys, statement
from . import session
from .config import PolicyOptions
from .paths import shown
from .session import Wanted
from .walk import Target

if TYPE_CHECKING:
    from ..signing.keys import PrivateKey

_KEY_BYTES = 64 << 10
_TOLD = 5  # findings that are told


@click.command("sign")
@click.argument("path")
@click.option(
    "--key", "key_", metavar="FILE", required=True, help="The private key, in PEM: on curve P-256, P-384 or P-521."
)
@click.option(
    "--output", "output_", metavar="FILE", help="The signature.  [default: PATH.sig; for a folder, model.sig in it]"
)
@click.option(
    "--fail-on",
    type=click.Choice([*(severity.value for severity in Severity), "never"]),
    default="critical",
    show_default=True,
    help="Do not sign what has a finding at or above this severity.",
)
def command(path: str, key_: str, output_: str | None, fail_on: str) -> int:
    """Sign a model, a file or a folder of files, so that others can tell whether it was altered.

    The signature is one of OpenSSF model signing: `model_signing verify key` takes it, and so do scans here, for whom
    the public key is named under model-signers in the policy. The files are scanned first. Exit status: 0 signed,
    1 not signed because of findings, 2 not signed.
    """
    if not keys.is_available():
        raise click.ClickException(keys.MISSING)
    top = os.path.realpath(path)
    output = os.path.abspath(output_ or (os.path.join(path, OF_FOLDER) if os.path.isdir(path) else f"{path}.sig"))
    files = dict(_files(path, top, os.path.realpath(output)))
    _look_at_old(output)
    key = _key(key_)
    assessed, told = _scanned(files, fail_on)
    if told:
        for line in told[:_TOLD]:
            click.echo(line, err=True)
        rest = f"{len(told) - _TOLD} more findings. " if len(told) > _TOLD else ""
        click.echo(f"{rest}Not signed. To sign it nevertheless, give --fail-on never.", err=True)
        return 1
    digests = {way: _digest(file, assessed.get(file, "")) for way, file in files.items()}
    ignored = [way] if (way := _way(top, os.path.realpath(output))) and os.path.isdir(top) else []
    payload = statement.encode(os.path.basename(top), digests, ignored)
    signature, hint = keys.sign(key, payload)
    try:
        baselinefile.write(Path(output), bundle.encode(payload, signature, hint))
    except OSError as error:
        raise click.ClickException(f"{shown(output)}: The signature cannot be written: {error.strerror}.") from error
    number = f"{len(files)} files" if len(files) > 1 else "1 file"
    click.echo(f"{shown(path)}: {number} signed with the key {hint[:12]}…, in {shown(output)}")
    return 0


def _files(path: str, top: str, output: str) -> Iterator[tuple[str, str]]:
    """The files that are signed, by their way from the folder that is signed. Raises ``click.ClickException``."""
    if not os.path.isdir(top):
        if os.path.islink(path) or not os.path.isfile(top):
            raise click.ClickException(f"{shown(path)}: This is neither a file nor a folder that can be signed.")
        yield statement.ITSELF, top
        return
    found = False
    for folder, folders, names in os.walk(top, onerror=_refuse):
        for name in [*folders, *names]:
            file = os.path.join(folder, name)
            way = _way(top, file)
            if file == output or statement.is_of_git(way):
                continue
            if os.path.islink(file) or not (os.path.isfile(file) or os.path.isdir(file)):
                raise click.ClickException(f"{shown(file)}: A model that is signed holds files and folders only.")
            if name in names:
                found = True
                yield way, file
        folders[:] = [name for name in folders if not statement.is_of_git(_way(top, os.path.join(folder, name)))]
    if not found:
        raise click.ClickException(f"{shown(path)}: There is no file in this folder.")


def _way(top: str, file: str) -> str:
    """The way to a file from a folder; empty for one that is not in it."""
    way = os.path.relpath(file, top).replace(os.sep, "/")
    return "" if way.startswith("../") else way


def _refuse(error: OSError) -> None:
    raise click.ClickException(f"{shown(error.filename)}: The folder cannot be read ({error.strerror}).")


def _look_at_old(output: str) -> None:
    """Only a signature is replaced by one."""
    if not os.path.lexists(output):
        return
    try:
        with still(output) as (file, _):
            bundle.parse(file.read(bundle.MOST_BYTES))
    except (bundle.Broken, bundle.Unsupported):
        return
    except (bundle.NotASignature, NotHashed) as error:
        message = f"{shown(output)}: This is there already and no signature. Name another file with --output."
        raise click.ClickException(message) from error


def _key(path: str) -> PrivateKey:
    try:
        with open(path, "rb") as file:
            pem = file.read(_KEY_BYTES)
    except OSError as error:
        raise click.ClickException(f"{shown(path)}: The key cannot be read ({error.strerror}).") from error
    try:
        if not keys.is_encrypted(pem):
            return keys.read_private(pem)
        password = click.prompt(f"Password of {shown(path)}", hide_input=True, err=True)
        return keys.read_private(pem, password.encode())
    except keys.KeyProblem as error:
        raise click.ClickException(f"{shown(path)}: {error}") from error


def _scanned(files: dict[str, str], fail_on: str) -> tuple[dict[str, str], list[str]]:
    """The digests of the files that were scanned, and what was found at or above the gate. What was not assessed is
    said."""
    ours = ("model-signature-wrong", "model-signature-unverified")  # of an earlier signature, which is replaced
    here = session.start(PolicyOptions(fail_on, "audit", (), ours, None))
    alone, targets = Wanted(compares=False), [Target(file, shown(file)) for file in files.values()]
    scans = [session.scan_file(here.engine, target, alone).scan for target in targets]
    for problem in (*here.problems, *(problem for scan in scans for problem in scan.problems)):
        click.echo(f"not assessed  {problem.message}", err=True)
    report = here.engine.report(scans)
    told = [f"{f.location.path}: {f.message} ({f.severity.value}, {f.rule})" for f in here.policy.gate(report.findings)]
    return {file: scan.input.digest for file, scan in zip(files.values(), scans, strict=True)}, told


def _digest(file: str, assessed: str) -> str:
    try:
        digest = hash_file(file)
    except NotHashed as error:
        raise click.ClickException(f"{shown(file)}: The file cannot be read: {error}.") from error
    if assessed not in ("", digest):
        raise click.ClickException(f"{shown(file)}: It changed after it was scanned. Try again.")
    return digest.removeprefix("sha256:")
