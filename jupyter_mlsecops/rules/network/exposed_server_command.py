"""Servers started from a shell line, a magic or a process that everyone on the network can reach."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Code,
    Confidence,
    Example,
    Match,
    Severity,
    Shell,
    called_shells,
    launched,
    offer,
    rule,
)
from .environment import settings
from .exposure import is_everywhere
from .serving import SCREEN, exposed

_ON = ("1", "true", "yes", "on")


@rule(
    id="exposed-server-command",
    on=Shell,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Server open to the whole network",
    cwe=(306, 668),
    owasp=["ML05"],
    atlas=["AML.T0049"],
    screen=SCREEN,
    bad=[
        Example("!mlflow ui --host «0.0.0.0» --port 5000", fixed="!mlflow ui --host 127.0.0.1 --port 5000"),
        Example(
            "!streamlit run app.py --server.address=«0.0.0.0» &",
            fixed="!streamlit run app.py --server.address=127.0.0.1 &",
        ),
        Example("%tensorboard --logdir runs «--bind_all»", fixed="%tensorboard --logdir runs"),
        Example("!jupyter lab --no-browser «--ServerApp.token=''»", fixed="!jupyter lab --no-browser"),
        Example(
            "%%bash\njupyter notebook --ip=«0.0.0.0» --port 8888",
            fixed="%%bash\njupyter notebook --ip=127.0.0.1 --port 8888",
        ),
        Example("!gunicorn -b «0.0.0.0:8000» app:app", fixed="!gunicorn -b 127.0.0.1:8000 app:app"),
        Example("!gunicorn --bind «:8000» app:app", fixed="!gunicorn --bind 127.0.0.1:8000 app:app"),
        "!nohup uvicorn app:app --host «0.0.0.0» &",
        "!python -m vllm.entrypoints.api_server --host «0.0.0.0»",
        "!vllm serve org/model --host «0.0.0.0» --port 8000",
        "!text-generation-launcher --model-id org/m --hostname «0.0.0.0»",
        "!ray start --head --dashboard-host=«0.0.0.0»",
        "!jupyter lab --ip='«*»'",
        "!«OLLAMA_HOST=0.0.0.0» ollama serve",
        "%env «OLLAMA_HOST=0.0.0.0:11434»",
        "%env «GRADIO_SHARE=True»",
        Example("!python launch.py «--share» --xformers", fixed="!python launch.py --xformers"),
        "!python -m «http.server» 8000 &",
        "!panel serve app.ipynb «--allow-websocket-origin=*»",
        "!bokeh serve app.py «--allow-websocket-origin '*'»",
        "!streamlit run app.py «--server.enableXsrfProtection=false»",
        "!mongod «--bind_ip_all» --fork",
        "!streamlit run app.py «--server.enableCORS false» «--server.enableXsrfProtection false»",
        "!jupyter lab «--NotebookApp.token=''» --NotebookApp.password=''",
        "!docker run -p 8888:8888 jupyter/base-notebook start-notebook.sh «--NotebookApp.token=''»",
        "!redis-server «--protected-mode no» &",
        "!code-server «--auth none»",
        "!fastapi «run» app.py",
    ],
    ok=[
        "!mlflow ui --host 127.0.0.1",
        "!docker run -p 8000:8000 image serve --host 0.0.0.0",
        "!docker run -p 127.0.0.1:8888:8888 jupyter/base-notebook start-notebook.sh --NotebookApp.token=''",
        "!ping 0.0.0.0",
        "!echo --host 0.0.0.0",
        "!jupyter lab --ServerApp.token=$JUPYTER_TOKEN",
        "!curl http://0.0.0.0:8000/health",
        "%tensorboard --logdir runs",
        "# !mlflow ui --host 0.0.0.0",
        "!python -m http.server 8000 --bind 127.0.0.1",
        "!fastapi dev app.py",
        "!panel serve app.ipynb --allow-websocket-origin=lab.tool.dev",
        "!gunicorn -b 127.0.0.1:8000 app:app",
        "!python train.py --lr 0.1 --shared",
        "%env GRADIO_SHARE=False",
    ],
)
def exposed_server_command(shell: Shell) -> Iterator[Match]:
    """Anyone who reaches this machine can use the server, and few of these servers ask for a password.

    Bind it to 127.0.0.1 and go through Jupyter's proxy or an SSH tunnel; never start Jupyter without a token."""
    for command in () if shell.magic in ("env", "set_env") else shell.commands():
        yield from exposed(shell, command)
    for variable in shell.variables():
        if _opens(variable.name, variable.value.strip("'\"")) and "=" in shell.text:
            yield Match(variable.span)


@rule(
    id="exposed-server-process",
    form_of="exposed-server-command",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Server open to the whole network, started from Python",
    cwe=(306, 668),
    owasp=["ML05"],
    atlas=["AML.T0049"],
    screen=SCREEN,
    bad=[
        Example(
            "import subprocess\nsubprocess.Popen(['mlflow', 'ui', '--host', '«0.0.0.0»'])",
            fixed="import subprocess\nsubprocess.Popen(['mlflow', 'ui', '--host', '127.0.0.1'])",
        ),
        Example(
            "import os\nos.system('tensorboard --logdir runs «--bind_all» &')",
            fixed="import os\nos.system('tensorboard --logdir runs &')",
        ),
        Example(
            "import subprocess as sp\nsp.run(['jupyter', 'lab', \"«--ServerApp.token=''»\", '--no-browser'])",
            fixed="import subprocess as sp\nsp.run(['jupyter', 'lab', '--no-browser'])",
        ),
        "import subprocess, sys\ncmd = [sys.executable, '-m', 'vllm.entrypoints.api_server', '--host', '«0.0.0.0»']\n"
        "p = subprocess.Popen(cmd)",
        "from subprocess import Popen\np = Popen('uvicorn app:app --host «0.0.0.0» --port 8000', shell=True)",
        "get_ipython().system('mlflow ui --host «0.0.0.0»')",
        "import subprocess\ncmd = f'mlflow ui --port {port} --host «0.0.0.0»'\nsubprocess.Popen(cmd, shell=True)",
        "from tensorboard import program\np = program.TensorBoard()\n"
        "p.configure(argv=[None, '--logdir', 'x', '«--bind_all»'])",
        "import subprocess\nCMD = ['mlflow', 'ui', '--host', '0.0.0.0']\n# %%\np = «subprocess.Popen(CMD)»",
        "get_ipython().run_line_magic('tensorboard', '--logdir runs «--bind_all»')",
        "get_ipython().run_line_magic('sx', 'mlflow ui --host «0.0.0.0»')",
        "import shlex, subprocess\np = subprocess.Popen(shlex.split('mlflow ui --host «0.0.0.0»'))",
        "from tensorboard import notebook\nnotebook.start('--logdir runs «--bind_all»')",
        "import subprocess\nsubprocess.Popen(['python', '-m', '«http.server»', '8000'])",
        Example("import os\n«os.environ['GRADIO_SHARE'] = 'True'»\nx = 1", fixed="import os\nx = 1"),
        "import subprocess\ncmd = ['mlflow', 'ui']\n# %%\ncmd += ['--host', '0.0.0.0']\np = «subprocess.Popen(cmd)»",
        "import subprocess\ncmd = ['mlflow', 'ui', *options]\ncmd.extend(['--host', '0.0.0.0'])\n«subprocess.run(cmd)»",
        "import subprocess\nBASE = ['mlflow', 'ui']\n# %%\n«subprocess.run(BASE + ['--host', '0.0.0.0'])»",
        "import os\n«os.environ['OLLAMA_HOST'] = '0.0.0.0:11434'»",
        "import subprocess\n«subprocess.Popen('OLLAMA_HOST=0.0.0.0 ollama serve', shell=True)»",
    ],
    ok=[
        "import subprocess\nsubprocess.Popen(['mlflow', 'ui', '--host', '127.0.0.1'])",
        "import subprocess\nsubprocess.run(['docker', 'run', 'image', '--host', '0.0.0.0'])",
        "print('mlflow ui --host 0.0.0.0')",
        "import os\nos.system('echo --host 0.0.0.0')",
        "import os\nos.environ['OLLAMA_HOST'] = '127.0.0.1'",
    ],
)
def exposed_server_process(code: Code) -> Iterator[Match]:
    """Anyone who reaches this machine can use the server, and few of these servers ask for a password.

    Bind it to 127.0.0.1 and go through Jupyter's proxy or an SSH tunnel; never start Jupyter without a token."""
    yield from launched(code, exposed)
    for call, shell in called_shells(code):
        if any(_opens(one.name, one.value.strip("'\"")) for one in shell.variables()) and "=" in shell.text:
            yield Match(call.span)
    for setting in settings(code):
        if isinstance(setting.value.constant, str) and _opens(setting.name, setting.value.constant):
            fix = offer(f"Do not set {setting.name}", Applicability.SAFE, setting.edits)
            yield Match(setting.span, f"{setting.name} opens the server to everyone", proposals=fix)


def _opens(name: str, value: str) -> bool:
    """Whether a server that reads this variable answers everyone."""
    if name in ("GRADIO_SHARE", "OLLAMA_ALLOW_ALL"):
        return value.lower() in _ON
    if name in ("JUPYTER_TOKEN", "JUPYTERHUB_API_TOKEN"):
        return not value
    servers = (
        "OLLAMA_HOST",
        "GRADIO_SERVER_NAME",
        "MLFLOW_HOST",
        "STREAMLIT_SERVER_ADDRESS",
        "UVICORN_HOST",
        "FLASK_RUN_HOST",
        "CHAINLIT_HOST",
        "PHOENIX_HOST",
        "BOKEH_ADDRESS",
    )
    return (name in servers and is_everywhere(value)) or (name == "OLLAMA_ORIGINS" and value == "*")
