"""Writing a report: to standard output or a file, in the form that was asked for."""

from __future__ import annotations

import os
import sys

import click
import msgspec

from .session import Results, Session, Wanted


class Form(msgspec.Struct, frozen=True):
    """How the report of a command is written."""

    format: str
    output: str | None
    no_color: bool
    quiet: bool
    compact: bool = False

    @property
    def wanted(self) -> Wanted:
        """What the format needs to know of each file."""
        return Wanted(
            frames=self.format == "text" and not self.compact,
            places=self.format in ("sarif", "github"),
        )

    @property
    def colour(self) -> bool:
        """Whether to write colours: to a terminal only, and only if nobody objects."""
        objected = self.no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return not objected and self.output is None and sys.stdout.isatty()


def write(session: Session, results: Results, form: Form) -> None:
    """Write the report. Raises ``click.ClickException`` if the file cannot be written."""
    text = render(session, results, form)
    if form.output is None:
        echo(text)
        return
    try:
        with open(form.output, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise click.ClickException(f"{form.output}: the report cannot be written ({error.strerror}).") from error
    if not form.quiet:
        from ..reports import words
        from ..reports.forms import as_seen

        report = as_seen(results.report)
        summary = words.news if results.is_news else words.summary
        click.echo(summary(report, session.policy.gate(report.findings), session.policy.fail_on), err=True)


def render(session: Session, results: Results, form: Form) -> str:
    """The report as text in the form that was asked for."""
    report = results.report
    if form.format == "json":
        from ..reports import json

        return json.render(report)
    if form.format == "sarif":
        from ..reports import sarif

        return sarif.render(report, [rule.info for rule in session.rules], results.regions, results.replacements)
    named = {finding.rule for finding in report.findings}
    infos = {rule.id: rule.info for rule in session.rules if rule.id in named}
    if form.format == "github":
        from ..reports import github

        return github.render(report, infos, results.regions)
    from ..reports import text, words
    from ..reports.forms import as_seen

    report = as_seen(report)
    gate = session.policy.gate(report.findings)
    look = text.Look(form.colour, not form.quiet, words.news if results.is_news else words.summary)
    if form.compact:
        return text.render_compact(report, gate, session.policy.fail_on, look)
    return text.render(report, infos, results.frames, gate, session.policy.fail_on, look)


def echo(text: str) -> None:
    """Write to standard output in its encoding; what that lacks is replaced. A reader that went away is no error."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(_PLAIN).encode(encoding, "backslashreplace").decode(encoding)
    try:
        click.echo(text, nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # `jupyter mlsecops scan | head`: the exit status is still that of the scan.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


_PLAIN = str.maketrans({"⬣": "!!", "▲": "!", "◆": "*", "●": "-", "◌": ".", "│": "|", "•": "*", "…": "...", "·": "|"})
