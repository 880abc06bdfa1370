"""Commands, addresses, files, settings, and habits that matter in an audit."""

from __future__ import annotations

from jupyter_mlsecops.sdk import Category, Confidence, Severity

from .row import Hit, Row

_RANDOM = "Random random randrange randint choice choices uniform triangular randbytes sample getrandbits"


def _by_literal(hit: Hit) -> Severity:
    """A command that is written out does what it says."""
    return Severity.INFO if hit.is_literal else Severity.MEDIUM


COMMANDS = (
    Row(
        id="bandit-paramiko-command",
        tests=("B601",),
        title="Command put together for another machine",
        why="The other machine gives this text to a shell, and with it what other people wrote into it.",
        remedy="Write the command out, and put every part that varies through shlex.quote.",
        category=Category.EXECUTION,
        severity=Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
        judge=_by_literal,
        cwe=(78,),
        modules=("paramiko",),
        words=(("exec_command",),),
        bad=("import paramiko\nc = paramiko.SSHClient()\n# %%\n«c.exec_command(f'cat {name}')»",),
        ok=("c.exec_command(f'cat {name}')", "import paramiko\nc = paramiko.SSHClient()\nc.connect(host)"),
    ),
    Row(
        id="bandit-wildcard",
        tests=("B609",),
        title="Wildcard in a shell command",
        why="A file that somebody named like an option becomes one here: tar and rsync run commands that way.",
        remedy="Write ./* instead of *, or list the files with glob and pass them after --.",
        category=Category.EXECUTION,
        severity=Severity.LOW,
        confidence=Confidence.MEDIUM,
        cwe=(155,),
        words=(
            ("chown", "chmod", "tar", "rsync"),
            ("*",),
            ("system", "popen", "getoutput", "getstatusoutput", "shell"),
        ),
        bad=(
            "import os\n«os.system('tar cf all.tar *')»",
            "import subprocess\n%cd data\n«subprocess.run('chown me *', shell=True)»",
        ),
        ok=(
            "import os\nos.system('tar cf all.tar data')",
            "import subprocess\nsubprocess.run(['tar', 'cf', 'all.tar', '*'])\nsystem = 'linux'",
        ),
    ),
    Row(
        id="bandit-shell-true",
        tests=("B604",),
        title="Call with shell=True",
        why="If this function gives its argument to a shell, it gives it with what other people wrote into it.",
        remedy="Pass a list and leave shell=True out.",
        category=Category.EXECUTION,
        severity=Severity.LOW,
        confidence=Confidence.LOW,
        cwe=(78,),
        words=(("shell",),),
        profile="audit",
        bad=("«runner.start(command, shell=True)»",),
        ok=("runner.start(command, shell=False)", "p = {'shell': True}"),
    ),
    Row(
        id="bandit-logging-listen",
        tests=("B612",),
        title="Logging settings taken from the network",
        why="Whoever can connect to this port sends settings that run code.",
        remedy="Read the settings from a file, or pass verify= with a function that checks a signature.",
        category=Category.NETWORK,
        severity=Severity.MEDIUM,
        cwe=(94,),
        modules=("logging.config",),
        words=(("listen",),),
        bad=(
            "import logging.config\nt = «logging.config.listen(9999)»",
            "from logging.config import listen as hear\n# %%\nt = «hear()»",
        ),
        ok=("import logging.config\nt = logging.config.listen(verify=check)", "import logging.config\nsock.listen(5)"),
    ),
    Row(
        id="bandit-bind-all",
        tests=("B104",),
        title="Address of all network interfaces",
        why="A server with this address can be reached by everyone in the network.",
        remedy="Use 127.0.0.1, and a tunnel or a proxy with a login for others.",
        category=Category.NETWORK,
        severity=Severity.LOW,
        confidence=Confidence.MEDIUM,
        cwe=(1327,),
        words=(("0.0.0.0",),),  # noqa: S104
        profile="audit",
        bad=("host = «'0.0.0.0'»",),
        ok=("host = '127.0.0.1'", "version = '10.0.0.0.1'"),
    ),
    Row(
        id="bandit-temporary-folder",
        tests=("B108",),
        title="Fixed name in a shared temporary folder",
        why="On a machine with other users somebody else can make this file first, or a link in its place.",
        remedy="Use tempfile.mkdtemp() or tempfile.NamedTemporaryFile().",
        category=Category.CRYPTO,
        severity=Severity.INFO,
        confidence=Confidence.MEDIUM,
        cwe=(377,),
        words=(("/tmp", "/var/tmp", "/dev/shm"),),  # noqa: S108
        once=True,
        profile="audit",
        bad=("f = open(«'/tmp/model.bin'», 'wb')",),
        ok=("f = open('data/tmp/model.bin', 'wb')",),
    ),
    Row(
        id="bandit-swallowed-error",
        tests=("B110", "B112"),
        title="Error that nobody sees",
        why="A check that fails here looks like one that passed.",
        remedy="Catch the error that you expect, or log it.",
        category=Category.EXECUTION,
        severity=Severity.INFO,
        cwe=(390,),
        words=(("except",), ("pass", "continue")),
        once=True,
        profile="audit",
        bad=(
            "try:\n    check(model)\n«except:»\n    pass",
            "for f in files:\n    try:\n        check(f)\n    «except Exception:  # é»\n        continue",
        ),
        ok=("try:\n    import torch\nexcept ImportError:\n    pass", "try:\n    check(f)\nexcept:\n    raise"),
    ),
    Row(
        id="bandit-random",
        tests=("B311",),
        title="Random numbers that can be foretold",
        why="Who sees some of these numbers knows the next ones, which matters only for secrets and drawings of lots.",
        remedy="Use the secrets module for tokens and keys.",
        category=Category.CRYPTO,
        severity=Severity.INFO,
        cwe=(330,),
        modules=("random",),
        words=(tuple(_RANDOM.split()),),
        once=True,
        profile="audit",
        bad=(
            "import random\nx = «random.choice(words)»",
            "from random import randint\nx = «randint(1, 6)»\n# %%\ny = «randint(1, 6)» + «randint(1, 6)»",
        ),
        ok=("import secrets\nx = secrets.choice(words)", "import numpy as np\nx = np.random.choice(words)"),
    ),
)
