"""SSH connections that accept any server."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, rule

_POLICIES = tuple(
    f"paramiko{module}.{name}" for module in ("", ".client") for name in ("AutoAddPolicy", "WarningPolicy")
)


@rule(
    id="ssh-host-keys-unchecked",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="SSH host keys not checked",
    cwe=295,
    screen=("AutoAddPolicy", "WarningPolicy", "known_hosts"),
    aliases=("B507", "S507"),
    bad=[
        "import paramiko\nc = paramiko.SSHClient()\n«c.set_missing_host_key_policy(paramiko.AutoAddPolicy())»",
        "from paramiko import AutoAddPolicy\n«c.set_missing_host_key_policy(AutoAddPolicy)»",
        "import asyncssh\nc = await «asyncssh.connect(host, known_hosts=None)»",
    ],
    ok=[
        "import paramiko\nc.load_system_host_keys()\nc.set_missing_host_key_policy(paramiko.RejectPolicy())",
        "import asyncssh\nc = await asyncssh.connect(host, known_hosts='hosts')",
    ],
)
def ssh_host_keys_unchecked(code: Code) -> Iterator[Match]:
    """Any server is accepted, so one that took the place of yours gets the password and the files.

    Call load_system_host_keys() and use paramiko.RejectPolicy."""
    for call in code.calls("*.set_missing_host_key_policy"):
        policy = call.argument(0, "policy")
        if policy is not None and policy.name.removesuffix("()") in _POLICIES:
            yield Match(call.span)
    for call in code.calls("asyncssh.connect", "asyncssh.create_connection"):
        known = call.keywords.get("known_hosts")
        if known is not None and known.constant is None:
            yield Match(call.span)
