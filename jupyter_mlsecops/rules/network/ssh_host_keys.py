"""SSH connections that accept any server."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Code,
    Command,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Shell,
    Span,
    TextEdit,
    Value,
    launched,
    offer,
    regex,
    rule,
)

_POLICIES = frozenset(
    f"paramiko{module}.{name}"
    for module in ("", ".client", ".ssh_client")
    for name in ("AutoAddPolicy", "WarningPolicy", "MissingHostKeyPolicy")
)
_SSH = frozenset(("ssh", "scp", "sftp", "rsync", "sshpass", "autossh", "git", "sshfs", "ansible", "mosh"))
_UNCHECKED = regex(r"(StrictHostKeyChecking[ \t]{0,4}[= ][ \t]{0,4}[\"']?)(no|off)\b", 2)


@rule(
    id="ssh-host-keys-unchecked",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="SSH host keys not checked",
    cwe=295,
    screen=(
        "AutoAddPolicy",
        "WarningPolicy",
        "MissingHostKeyPolicy",
        "known_hosts",
        "hostkeys",
        "StrictHostKeyChecking",
    ),
    aliases=("B507", "S507"),
    bad=[
        Example(
            "import paramiko\nc = paramiko.SSHClient()\n«c.set_missing_host_key_policy(paramiko.AutoAddPolicy())»",
            fixed="import paramiko\nc = paramiko.SSHClient()\nc.set_missing_host_key_policy(paramiko.RejectPolicy())",
        ),
        "from paramiko import AutoAddPolicy\n«c.set_missing_host_key_policy(AutoAddPolicy)»",
        "from paramiko.client import WarningPolicy as W\np = W()\n# %%\n«c.set_missing_host_key_policy(policy=p)»",
        "import asyncssh\nc = await «asyncssh.connect(host, known_hosts=None)»",
        "import pysftp\no = pysftp.CnOpts()\n«o.hostkeys = None»",
        "import subprocess\nsubprocess.run(['ssh', '-o', '«StrictHostKeyChecking=no»', host, 'date'])",
    ],
    ok=[
        "import paramiko\nc.load_system_host_keys()\nc.set_missing_host_key_policy(paramiko.RejectPolicy())",
        "import asyncssh\nc = await asyncssh.connect(host, known_hosts='hosts')",
        "class AutoAddPolicy: ...\nc.set_missing_host_key_policy(AutoAddPolicy())",
        "import pysftp\no = pysftp.CnOpts(knownhosts='hosts')\nprint(o.hostkeys)",
    ],
)
def ssh_host_keys_unchecked(code: Code) -> Iterator[Match]:
    """Any server is accepted, so one that took the place of yours gets the password and the files.

    Call load_system_host_keys() and use paramiko.RejectPolicy."""
    for call in code.calls("*.set_missing_host_key_policy"):
        policy = call.argument(0, "policy")
        if policy is not None and policy.name.removesuffix("()") in _POLICIES:
            yield Match(call.span, proposals=_rejecting(code, policy))
    for call in code.calls("asyncssh.connect", "asyncssh.create_connection", "asyncssh.connect_reverse"):
        known = call.keywords.get("known_hosts")
        if known is not None and known.constant is None:
            fix = offer("Use the known hosts of this account", Applicability.REVIEW, call.drop_keyword("known_hosts"))
            yield Match(call.span, proposals=fix)
    for store in code.stores("pysftp.CnOpts().hostkeys"):
        if store.value.constant is None:
            fix = offer("Delete the statement", Applicability.REVIEW, store.drop_statement())
            yield Match(store.span, proposals=fix)

    yield from launched(code, _unchecked)


def _unchecked(shell: Shell, command: Command) -> Iterator[Match]:
    for word in command.words[1:] if command.name in _SSH else ():
        yield from _relaxed(shell, word.span)


def _rejecting(code: Code, policy: Value) -> tuple[Proposal, ...]:
    written = code.cell.source[slice(*policy.span)]
    owner, dot, last = written.rpartition(".")
    if not dot or policy.spot.unit != code.unit or last.removesuffix("()") not in ("AutoAddPolicy", "WarningPolicy"):
        return ()
    edits = policy.replaced(f"{owner}.RejectPolicy{'()' if last.endswith('()') else ''}")
    return offer("Use RejectPolicy", Applicability.REVIEW, edits)


@rule(
    id="shell-ssh-host-keys-unchecked",
    form_of="ssh-host-keys-unchecked",
    on=Shell,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="SSH host keys not checked in a shell line",
    cwe=295,
    screen=("stricthostkeychecking",),
    caseless=True,
    bad=[
        Example(
            "!ssh -o «StrictHostKeyChecking=no» me@gpu.tool.dev nvidia-smi",
            fixed="!ssh -o StrictHostKeyChecking=accept-new me@gpu.tool.dev nvidia-smi",
        ),
        "!scp -o «StrictHostKeyChecking=no» -r data me@gpu.tool.dev:",
        '!rsync -e "ssh -o «StrictHostKeyChecking=no»" data me@gpu.tool.dev:',
        "%%bash\nssh '-o«StrictHostKeyChecking no»' me@gpu.tool.dev",
        '%env GIT_SSH_COMMAND="ssh -o «StrictHostKeyChecking=no»"',
        '!echo "«StrictHostKeyChecking no»" >> ~/.ssh/config',
    ],
    ok=[
        "!ssh -o StrictHostKeyChecking=accept-new me@gpu.tool.dev",
        "!ssh me@gpu.tool.dev",
        "!echo StrictHostKeyChecking=no",
        "# !ssh -o StrictHostKeyChecking=no me@gpu.tool.dev",
        "!ssh -o StrictHostKeyChecking=no localhost date",
    ],
)
def shell_ssh_host_keys_unchecked(shell: Shell) -> Iterator[Match]:
    """Any server is accepted, so one that took the place of yours gets the password and the files.

    Use accept-new, which remembers a server at the first connection and refuses another one in its place."""
    places = [variable.span for variable in shell.variables() if variable.name == "GIT_SSH_COMMAND"]
    for command in () if shell.magic else shell.commands():
        written = command.name in ("echo", "printf") and any(r.operator.startswith(">") for r in command.redirects)
        at_home = any(word.text.rpartition("@")[2] in ("localhost", "127.0.0.1") for word in command.words)
        if (command.name in _SSH or written) and not at_home:
            places += [word.span for word in command.words[1:]]
    for span in places:
        yield from _relaxed(shell, span)


def _relaxed(shell: Shell, span: Span) -> Iterator[Match]:
    for found in _UNCHECKED.finditer(shell.text, *span):
        edit = TextEdit(Span(*found.span(2)), "accept-new")
        yield Match(Span(*found.span()), proposals=offer("Use accept-new", Applicability.REVIEW, (edit,)))
