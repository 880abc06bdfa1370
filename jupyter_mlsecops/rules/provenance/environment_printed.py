"""Environment variables shown in an output."""

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
    TextEdit,
    Value,
    called_shells,
    offer,
    own_shells,
    regex,
    rule,
)
from .environ import VALUES, Holding, held
from .few import with_few_fixes
from .printers import PRINTERS, values_of
from .reach import Step, is_filtered, shown
from .shells import in_cell, is_captured, returns_output, without_line

_PASSING = frozenset(("sort", "less", "more", "cat", "head", "tail", "tee", "uniq", "column", "nl", "tr", "bat"))
_SOUGHT = regex(r"(?i)key|token|secret|pass|pwd|cred|auth|api|aws|azure|hf_|openai|\.\*|=")


@rule(
    id="environment-printed",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="All environment variables shown",
    cwe=[532, 200],
    owasp=["LLM02"],
    atlas=["AML.T0055"],
    screen=("env", "!set", "\nset", "declare", "export"),
    bad=[
        Example("import os\n«print(os.environ)»\nx = 1", fixed="import os\nx = 1"),
        "import os\n«print(dict(os.environ))»",
        "from os import environ as e\nfrom pprint import pprint\n«pprint(dict(e))»",
        Example("import os\n«os.environ»", fixed="import os\nsorted(os.environ)"),
        Example("import os\n«dict(os.environ)»", fixed="import os\nsorted(dict(os.environ))"),
        "import os\n«print(f'{os.environ}')»",
        "import os\n«print('env: %s' % os.environ)»",
        "import json, os\n«print(json.dumps(dict(os.environ), indent=2))»",
        "import json, os\n«json.dumps(dict(os.environ))»",
        "import os\nfor k, v in os.environ.items():\n    «print(f'{k}={v}')»",
        "import os\nfor k, v in os.environ.items():\n    «print(k, v)»",
        "import os\nfor pair in os.environ.items():\n    «print(pair)»",
        "import os\nfor name in os.environ:\n    «print(name, os.environ[name])»",
        "import os\n«print({k: v for k, v in os.environ.items()})»",
        "import os\n«print('\\n'.join(f'{k}={v}' for k, v in os.environ.items()))»",
        "import os\n«print(*os.environ.items(), sep='\\n')»",
        "import logging, os\nlog = logging.getLogger('a')\n«log.info('environment: %s', os.environ)»",
        "import os\nenv = os.environ.copy()\n# %%\nshow = print\n«show(env)»",
        "%%time\nimport os\n«print(os.environ)»",
        Example("x = 1\n!«env»", fixed="x = 1"),
        "!«printenv» | sort",
        Example("%«env»\nx = 1", fixed="x = 1"),
        "!«set»",
        "!«env» | grep -i token",
        Example("%%bash\nset -e\n«env»\nls", fixed="%%bash\nset -e\nls"),
        "%%bash\n«export -p»",
        "%%bash\n«export»",
        "!«cat /proc/self/environ»",
        "import os\n«os.system('env')»",
        "import subprocess\n«subprocess.run(['printenv'])»",
        "import subprocess\n«print(subprocess.check_output('env', shell=True).decode())»",
        "import subprocess\nr = subprocess.run(['env'], capture_output=True, text=True)\n«print(r.stdout)»",
        "import os\n«print(os.popen('env').read())»",
        "from os import *\n«print(environ)»",
        "import os, yaml\n«print(yaml.dump(dict(os.environ)))»",
        "import os\nfor k, v in os.environ.items():\n    if 'KEY' in k:\n        «print(k, v)»",
        "import os\nfor k, v in os.environ.items():\n    if k.startswith('CUDA'):\n        «print(k, v)»",
        "«get_ipython().run_line_magic('env', '')»",
        "if debug:\n    !«env»",
    ],
    ok=[
        "import os\nprint(os.environ['HOME'])",
        "import os\nprint(os.environ.get('HOME'))",
        "import os\nos.environ['A'] = '1'",
        "import os\nenv = dict(os.environ)",
        "import os\nprint(sorted(os.environ))",
        "import os\nprint(len(os.environ))",
        "import os\nprint(list(os.environ))",
        "import os\nprint('HOME' in os.environ)",
        "import os\nfor k in os.environ.keys():\n    print(k)",
        "import os\nos.environ\nx = 1",
        "import os\nfor k, v in os.environ.items():\n    print(k)",
        "import os\nfor k, v in os.environ.items():\n    print(k, len(v))",
        "import os\nfor name in ('HOME', 'USER'):\n    print(os.environ[name])",
        "import os, subprocess\nsubprocess.run(['ls'], env=os.environ)",
        "import gym\nenv = gym.make('CartPole-v1')\nprint(env)\nenv",
        "%env A=1",
        "%env HOME",
        "!env A=1 python train.py",
        "!printenv HOME",
        "!env | wc -l",
        "!env | cut -d= -f1",
        "!env | grep CUDA_VISIBLE",
        "!conda env list",
        "%%bash\nset -euo pipefail\nls",
        "lines = !env",
        "!env > env.txt",
        "%%bash\nexport A=1",
        "import subprocess\nout = subprocess.check_output('env', shell=True)",
        "text = 'print(os.environ)'  # !env",
        "# %% [markdown]\n!env",
        "import os\nprint(os.environ.keys())",
        "class os:\n    environ = 1\nprint(os.environ)",
    ],
)
def environment_printed(code: Code) -> Iterator[Match]:
    """The environment holds keys and passwords, and the output keeps them in the notebook.

    Print the one variable you need, or the names alone with sorted(os.environ), and clear this output."""
    yield from with_few_fixes(_found(code))


def _found(code: Code) -> Iterator[Match]:
    for call in code.calls(*PRINTERS):
        value = next((value for value in values_of(call) if _shows_values(code, value)), None)
        if value is not None:
            severity = Severity.LOW if is_filtered(code, call.span) else None
            fixes = offer("Delete the statement", Applicability.SAFE, call.drop_statement())
            yield Match(call.span, severity=severity, proposals=(*fixes, *_names_alone(code, value)))
    last = code.last
    if last is not None and _shows_values(code, last):
        yield Match(last.span, proposals=_names_alone(code, last))
    yield from _of_shells(code)


def _of_shells(code: Code) -> Iterator[Match]:
    for shell in own_shells(code):
        if not is_captured(shell):
            found = _printing(shell)
            if found is not None:
                yield Match(in_cell(shell, found.span), proposals=without_line(shell))
    for call, shell in called_shells(code):
        if _printing(shell) is not None and not returns_output(call):
            fixes = offer("Delete the statement", Applicability.SAFE, call.drop_statement())
            yield Match(call.span, proposals=fixes)


def _printing(shell: Shell) -> Command | None:
    """The command of a line that prints all variables to the notebook."""
    line = shell.commands()
    for at, command in enumerate(line):
        if command.outer is not None or not _lists_all(shell, command):
            continue
        if any(redirect.operator.lstrip("12&").startswith(">") for redirect in command.redirects):
            continue
        passed = command
        while passed.operator in ("|", "|&") and at + 1 < len(line):
            at += 1
            passed = line[at]
            if passed.redirects or not _passes_values(passed):
                break
        else:
            return command
    return None


def _lists_all(shell: Shell, command: Command) -> bool:
    words = [word.text for word in command.words]
    if shell.kind == "magic":
        return words == ["env"]
    if command.settings:
        return False
    if words[:1] == ["cat"] or words[:1] == ["strings"]:
        return any(word.startswith("/proc/") and word.endswith("/environ") for word in words[1:])
    return words in (["env"], ["printenv"], ["set"], ["export"], ["export", "-p"], ["declare", "-x"], ["env", "-0"])


def _passes_values(command: Command) -> bool:
    """Whether a filter behind the list lets values of keys through."""
    if command.name in ("grep", "egrep", "rg"):
        words = [word.text for word in command.words[1:]]
        options = "".join(word for word in words if word.startswith("-") and not word.startswith("--"))
        if set("cql") & set(options):
            return False
        return "v" in options or any(_SOUGHT.search(word) for word in words if not word.startswith("-"))
    return command.name in _PASSING


def _shows_values(code: Code, value: Value) -> bool:
    holding = Holding(code)
    return any(holding(step) in VALUES for step in shown(code, value, holding.is_part))


def _names_alone(code: Code, value: Value) -> tuple[Proposal, ...]:
    if held(code, Step(value, {})) != "all":
        return ()
    edit = TextEdit(value.span, f"sorted({code.text[slice(*value.span)]})")
    return (Proposal("Show the names alone", Applicability.REVIEW, (edit,)),)
