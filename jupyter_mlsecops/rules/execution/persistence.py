"""Files that run by themselves later, written from a cell."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    Code,
    Command,
    Confidence,
    Match,
    Severity,
    Shell,
    Span,
    Value,
    called_shells,
    own_shells,
    regex,
    replace,
    rule,
)

_STEPS = 60
_STARTED = regex(
    r"(?:^|.*[/\\])(?:\.ipython[/\\]profile_[^/\\]+[/\\](?:startup[/\\].*|ipython\w*_config\.py)"
    r"|\.jupyter[/\\].*|\.ssh[/\\](?:authorized_keys2?|rc)|\.git[/\\]hooks[/\\].*"
    r"|\.config[/\\](?:autostart|systemd[/\\]user)[/\\].*|Library[/\\]Launch(?:Agents|Daemons)[/\\].*"
    r"|Start Menu[/\\]Programs[/\\]Startup[/\\].+|(?:site|user)customize\.py|ipython_startup[/\\].+)"
    r"|(?:.*[/\\])?(?:site|dist)-packages[/\\].*\.pth|/etc/(?:cron[\w.]*(?:/.*)?|rc\.local|init\.d/.+|systemd/system/.*|ld\.so\.preload)"
    r"|/var/spool/cron/.*",
    re.IGNORECASE,
)
_SHELL_START = regex(
    r"(?:(?:~|/root|/home/[^/]+|\$HOME|\$\{HOME\}|/Users/[^/]+|.*\x00)[/\\])"
    r"\.(?:bashrc|bash_profile|bash_login|profile|zshrc|zprofile|zshenv|zlogin|cshrc|login|config/fish/config\.fish)"
    r"|/etc/(?:profile(?:\.d/.+)?|bash\.bashrc|zshrc|environment)"
)
_SETS_ONLY = regex(r"(?:echo|printf)\s[\s'\"]{0,8}(?:export\s+)?[A-Za-z_]\w*=[^`;|&]{0,2000}?(?:>>|\|)")
_OPENERS = ("open", "io.open", "builtins.open", "codecs.open")
_COPIES = (
    "shutil.copy",
    "shutil.copy2",
    "shutil.copyfile",
    "shutil.move",
    "os.rename",
    "os.replace",
    "os.symlink",
    "os.link",
)
_JOINS = (
    "os.path.join",
    "pathlib.Path",
    "pathlib.PurePath",
    "os.path.expanduser",
    "str",
    "os.fspath",
    "os.path.expandvars",
)
_SITE = ("site.get", "site.USER_SITE", "sysconfig.get_path", "distutils.sysconfig.get_python_lib")
_WRITES = frozenset("wax+")


@rule(
    id="persistence-from-cell",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Cell writes a file that runs by itself later",
    cwe=506,
    owasp=["ML06"],
    atlas=["AML.T0011"],
    screen=(
        *(".ipython", ".jupyter", ".bash", ".profile", ".zsh", "/etc/", "authorized_keys", "crontab", "customize"),
        *(".pth", "autostart", "systemd", "LaunchAgents", "LaunchDaemons", "Startup", "/cron", ".git/hooks", "CronTab"),
    ),
    bad=[
        "import os\np = os.path.expanduser('~/.ipython/profile_default/startup/00.py')\n# %%\n"
        "«open(p, 'w')».write(text)",
        "from pathlib import Path\n«(Path.home() / '.bashrc').open('a')».write('curl x')",
        "from pathlib import Path\nrc = Path.home() / '.jupyter' / 'jupyter_server_config.py'\n«rc.write_text(text)»",
        "import os\nwith «open(os.path.join(os.environ['HOME'], '.ssh', 'authorized_keys'), mode='a')» as f:\n"
        "    f.write(key)",
        "home = load()\nwith «open(f'{home}/.zshrc', 'a')» as f:\n    f.write(text)",
        "import site, os\n«open(os.path.join(site.getsitepackages()[0], 'sitecustomize.py'), 'w')».write(text)",
        "«open('/usr/lib/python3/dist-packages/a.pth', 'w')».write('import os')",
        "import site\n«open(site.getsitepackages()[0] + '/a.pth', 'w')».write('import a')",
        "!mkdir -p ~/.ipython/profile_default/startup && «cp a.py ~/.ipython/profile_default/startup/»",
        "import shutil as s\n«s.copy('a.py', '/root/.ipython/profile_default/startup/a.py')»",
        "!echo 'python /tmp/a.py &' «>> ~/.bashrc»",
        "%%bash\ncat key.pub «>> ~/.ssh/authorized_keys»",
        "!echo key | «tee -a /root/.ssh/authorized_keys»",
        "!(crontab -l; echo '* * * * * /tmp/a.sh') | «crontab -»",
        "%%writefile «~/.ipython/profile_default/startup/00.py»\nimport os",
        "%%file «/etc/cron.d/job»\n* * * * * root /tmp/a.sh",
        "!«cp a.service /etc/systemd/system/a.service»",
        "import os\n«os.system('echo key >> ~/.ssh/authorized_keys')»",
        "import subprocess\n«subprocess.run(['cp', 'a.service', '/etc/systemd/system/a.service'])»",
        "«get_ipython().run_cell_magic('bash', '', 'echo key >> ~/.ssh/authorized_keys\\n')»",
        "from crontab import CronTab\nc = «CronTab(user=True)»\nc.new(command='a').minute.every(1)",
        "!echo 'export PATH=/opt/bin:$PATH' «>> ~/.bashrc»",
    ],
    ok=[
        "open('model.pth', 'wb').write(data)",
        "import torch\ntorch.save(m, 'site-packages.pth')",
        "import os\nprint(open(os.path.expanduser('~/.bashrc')).read())",
        "!cat ~/.bashrc",
        "!crontab -l",
        "!source ~/.bashrc && echo done",
        "!cp ~/.bashrc backup.txt",
        "%%writefile startup.py\nimport os",
        "%%writefile app/profile\nx",
        "open('profile', 'w').write(text)",
        "from pathlib import Path\nPath('notes/.profile.md').write_text(text)",
        "text = \"open('/root/.bashrc', 'a')\"",
        "!ls > ~/files.txt",
        "# !echo x >> ~/.bashrc",
        "!ssh-keygen -t ed25519 -f ~/.ssh/id_ed25519",
    ],
)
def persistence_from_cell(code: Code) -> Iterator[Match]:
    """What is written there runs at the next start of the kernel, a shell or the machine, with nobody to see it.

    Look at what is written. If you did not put it there, delete the file; settings belong into the environment."""
    yield from _in_calls(code)
    for shell in own_shells(code):
        for span, severity in _in_shell(shell):
            yield Match(span.shift(shell.start), severity=severity)
    for call, shell in called_shells(code):
        for _, severity in list(_in_shell(shell))[:1]:
            yield Match(call.span, severity=severity)
    for escape in code.escapes:
        if escape.kind == "cell" and escape.name in ("writefile", "file"):
            header = code.cell.source[slice(*escape.header)]
            path = header.split()[-1] if header.split() else ""
            start = escape.header.start + header.rfind(path)
            if path and _runs_later(path.strip("'\"")):
                yield Match(Span(start, start + len(path)))


def _in_calls(code: Code) -> Iterator[Match]:
    for call in code.calls(*_OPENERS):
        mode = call.argument(1, "mode")
        if mode is not None and _WRITES & set(mode.text) and _runs_later(_path(code, call.argument(0, "file"))):
            yield Match(call.span)
    for call in code.calls("*.write_text", "*.write_bytes"):
        if _runs_later(_path(code, call.receiver)):
            yield Match(call.span)
    for call in code.calls("*.open"):
        mode = call.argument(0, "mode")
        if mode is not None and _WRITES & set(mode.text) and _runs_later(_path(code, call.receiver)):
            yield Match(call.span)
    for call in code.calls(*_COPIES):
        if _runs_later(_path(code, call.argument(1, "dst"))):
            yield Match(call.span)
    for call in code.calls("crontab.CronTab"):
        yield Match(call.span)


def _in_shell(shell: Shell) -> Iterator[tuple[Span, Severity | None]]:
    if shell.kind == "magic":
        return
    for command in shell.commands():
        for redirect in command.redirects:
            if redirect.target is not None and ">" in redirect.operator and _runs_later(redirect.target.text):
                yield redirect.span, _severity(shell, redirect.target.text)
        target = _written_to(command)
        if target and _runs_later(target):
            yield command.span, _severity(shell, target)
        elif command.name == "crontab" and _sets_table(command):
            yield command.span, None


def _severity(shell: Shell, path: str) -> Severity | None:
    """The severity of a write by a shell: a line that sets a variable for shells is what such files are for."""
    return Severity.LOW if _SHELL_START.fullmatch(path) and _SETS_ONLY.match(shell.text) else None


def _written_to(command: Command) -> str:
    """The file that a command writes; empty for one that writes none."""
    words = [word.text for word in command.words[1:] if not word.text.startswith("-")]
    if command.name == "tee":
        return next((word for word in words if _runs_later(word)), "")
    if command.name == "sed":
        in_place = any(word.text.startswith(("-i", "--in-place")) for word in command.words[1:])
        return words[-1] if in_place and words else ""
    return words[-1] if command.name in ("cp", "mv", "ln", "install", "rsync", "scp") and len(words) > 1 else ""


def _sets_table(command: Command) -> bool:
    words = [word.text for word in command.words[1:]]
    return bool(words) and not {"-l", "-r", "-e", "-V"} & set(words)


def _runs_later(path: str) -> bool:
    return bool(path) and bool(_STARTED.fullmatch(path[:500]) or _SHELL_START.fullmatch(path[:500]))


def _path(code: Code, value: Value | None) -> str:
    """The text of a path, with ``\\0`` for what is not known; empty where nothing is."""
    if value is None:
        return ""
    out: list[str] = []
    stack: list[object] = [value.spot]
    for _ in range(_STEPS):
        if not stack:
            break
        item = stack.pop()
        if isinstance(item, str):
            out.append(item)
            continue
        at = code.names.settled(item)  # type: ignore[arg-type]  # all but the strings are spots
        node = at.node
        pieces: list[ast.expr | str] = []
        if isinstance(node, ast.Constant):
            out.append(str(node.value))
            continue
        if isinstance(node, ast.JoinedStr):
            pieces = [v.value if isinstance(v, ast.FormattedValue) else v for v in node.values]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Div)):
            pieces = [node.left, "/" if isinstance(node.op, ast.Div) else "", node.right]
        elif isinstance(node, ast.Call):
            pieces = _joined(code.names.qualified(replace(at, node=node.func)), node)
        if not pieces:
            of_site = code.names.qualified(at).startswith(_SITE)
            out.append("site-packages" if of_site else "\0")
        stack.extend(p if isinstance(p, str) else replace(at, node=p) for p in reversed(pieces))
    return "".join(out)


def _joined(name: str, call: ast.Call) -> list[ast.expr | str]:
    """The pieces of a path that a call puts together; none where it does something else."""
    method = call.func if isinstance(call.func, ast.Attribute) else None
    pieces: list[ast.expr | str] = []
    if name in _JOINS:
        for argument in call.args:
            pieces += [argument, "/"]
    elif method is not None and method.attr in ("joinpath", "expanduser", "resolve", "absolute", "as_posix"):
        for argument in (method.value, *call.args):
            pieces += [argument, "/"]
    return pieces[:-1]
