"""Commands that Python code runs: what they read like, and where they stand."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.core.python.code import link
from jupyter_mlsecops.core.rule import Match
from jupyter_mlsecops.core.shell.called import called_shells, matching_calls, own_shells
from jupyter_mlsecops.core.shell.launched import launched
from tests.core.cells import notebook_of, unmarked

READ = [
    ("import os\nos.system('ls -l')", ["ls -l"]),
    ("import os\nos.system(f'ls {folder}')", ["ls {…}"]),
    ("import os\nos.system('ls ' + folder + ' -l')", ["ls {…} -l"]),
    ("import os\nos.system('ls %s' % folder)", ["ls {…}"]),
    ("import os\nos.system('ls {}'.format(folder))", ["ls {…}"]),
    ("import os\nos.system(command)", []),
    ("from subprocess import run as r\nr(['ls', '-l', 'a b', folder, 'n', 5])", ["ls -l 'a b' {…} n 5"]),
    ("import subprocess, sys\nsubprocess.run([sys.executable, '-m', 'pip', 'list'])", ["python -m pip list"]),
    ("import os, sys\nos.system(f'{sys.executable} -m pip list')", ["python -m pip list"]),
    ("import subprocess\nsubprocess.run('ls -l'.split())", ["ls -l"]),
    ("import subprocess, shlex\ncommand = 'ls -l'\n# a\nsubprocess.Popen(shlex.split(command))", ["ls -l"]),
    ("import asyncio\nawait asyncio.create_subprocess_exec('ls', '-l')", ["ls -l"]),
    ("import os\nos.execlp('nc', 'nc', '-l', '1')", ["nc -l 1"]),
    ("import asyncio\nloop = asyncio.get_event_loop()\nawait loop.subprocess_shell(make, 'ls -l')", ["ls -l"]),
    ("get_ipython().system('ls')\nget_ipython().system_raw('id &')", ["ls", "id &"]),
    ("from IPython import get_ipython\nget_ipython().getoutput('ls')", ["ls"]),
    ("get_ipython().run_line_magic('pip', 'install a')", ["pip install a"]),
    ("get_ipython().run_line_magic('pip', f'install {name}')", ["pip install {…}"]),
    ("get_ipython().run_line_magic('sx', 'ls -l')\nget_ipython().magic('%sx id')", ["ls -l", "id"]),
    ("get_ipython().magic('env')\nget_ipython().run_line_magic(name, 'a')", ["env"]),
    ("get_ipython().run_cell_magic('bash', '', 'ls\\nid\\n')", ["ls", "id"]),
    ("get_ipython().run_cell_magic('script', 'bash -e', 'ls')", ["ls"]),
    ("get_ipython().run_cell_magic('html', '', 'ls')\nget_ipython().run_cell_magic('script', 'perl', 'x')", []),
    ("get_ipython().run_cell_magic('bash', '', script)", ["{…}"]),
    ("import pip\npip.main(['install', 'a'])", ["pip install a"]),
    ("class Os:\n    def system(self, x): ...\nos = Os()\nos.system('ls')", []),
]


@pytest.mark.parametrize(("source", "texts"), READ)
def test_what_a_call_runs_is_read_as_far_as_it_is_constant(source: str, texts: list[str]) -> None:
    (code,) = link(notebook_of(source))
    assert [shell.text for _, shell in called_shells(code)] == texts


PLACES = [
    "import os\nos.system('a; «curl» b')",
    "import os\nos.system('''a\n«curl» b\n''')",
    "import os\nos.system(f'«curl» {url}')",
    "import subprocess\nsubprocess.run(['«curl»', url, '-k'], check=True)",
    "import subprocess\nsubprocess.run('«curl» -k'.split())",
    "import subprocess, shlex\ncommand = 'x | «curl» -k'\nsubprocess.run(shlex.split(command))",
    "import os\nos.execlp('«curl»', 'curl', '-k')",
    "get_ipython().run_line_magic('sx', '«curl» -k')",
    "get_ipython().run_cell_magic('bash', '', '''\n«curl» -k\n«curl» -L\n''')",
    "get_ipython().run_cell_magic('bash', '', 'ls && «curl» -k')",
    "import os\n«os.system('curl \\t-k')»",  # places in a text with escapes cannot be told
    "«get_ipython().run_cell_magic('bash', '', 'ls\\ncurl -k\\n')»",
    "get_ipython().run_cell_magic('html', '', 'curl -k')",
]


@pytest.mark.parametrize("marked", PLACES)
def test_a_command_is_found_where_it_is_written(marked: str) -> None:
    source, spans = unmarked(marked)
    (code,) = link(notebook_of(source))
    found = launched(code, lambda shell, command: [Match(command.words[0].span)] if command.name == "curl" else [])
    assert [match.span for match in found] == spans


def test_a_command_of_another_cell_is_found_at_the_call() -> None:
    marked, spans = unmarked("import os\n«os.system(COMMAND)»")
    _, code = link(notebook_of("COMMAND = 'curl -k'", marked))
    found = launched(code, lambda shell, command: [Match(command.words[0].span)] if command.name == "curl" else [])
    assert [match.span for match in found] == spans


def test_the_calls_that_run_a_line_with_something_in_it() -> None:
    source, spans = unmarked(
        "import os, subprocess as s\n«os.system('cd a; rm b')»\nos.system('ls')\n«s.run(['rm', name])»\n!rm c"
    )
    (code,) = link(notebook_of(source))
    found = matching_calls(code, lambda shell: [one for one in shell.commands() if one.name == "rm"])
    assert [match.span for match in found] == spans


OWN = [
    ("!ls\nx = 1\n%pip install a", ["ls", "pip install a"]),
    ("%%bash\nls\nid", ["ls", "id"]),
    ("x = (1\n%time\n)", []),  # Python: the remainder of a division
    ("text = '''\n!ls\n'''", []),
]


@pytest.mark.parametrize(("source", "texts"), OWN)
def test_the_shell_lines_of_a_cell(source: str, texts: list[str]) -> None:
    other, code = link(notebook_of("!other", source))
    assert [shell.text for shell in own_shells(code)] == texts
    assert [shell.text for shell in own_shells(other)] == ["other"]
