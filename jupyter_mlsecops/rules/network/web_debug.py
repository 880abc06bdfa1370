"""Web apps whose error pages run code."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Shell,
    TextEdit,
    offer,
    rule,
)
from .environment import settings
from .exposure import is_everywhere

_APPS = ("flask", "dash", "jupyter_dash", "quart", "bottle", "flask_socketio", "flask_restx", "aiohttp", "sanic")
_NEARBY = ("flask", "dash", "jupyter_dash", "quart", "bottle", "flask_socketio")
_CONSOLES = ("flask.", "quart.", "flask_socketio.", "?")
_MAKERS = ("fastapi.FastAPI", "starlette.applications.Starlette", "tornado.web.Application", "litestar.Litestar")
_ON = frozenset(("1", "true", "True", "on", "yes", "development"))
_VARIABLES = ("FLASK_DEBUG", "FLASK_ENV", "QUART_DEBUG", "DASH_DEBUG")


def _runs(code: Code) -> Iterator[Call]:
    """The calls that start a web app."""
    for call in code.calls("*.run", "*.run_server", "*.run_simple"):
        root = call.name.partition(".")[0]
        if root in _APPS or (root == "?" and code.uses_module(*_NEARBY)):
            yield call


@rule(
    id="web-debug-mode",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Web app in debug mode",
    cwe=[489, 94],
    atlas=["AML.T0049"],
    screen=("debug", "DEBUG", "FLASK_ENV", "DebuggedApplication", "flask", "quart"),
    aliases=("B201", "S201"),
    bad=[
        Example(
            "from flask import Flask\napp = Flask(__name__)\n«app.run(debug=True)»",
            fixed="from flask import Flask\napp = Flask(__name__)\napp.run(debug=False)",
        ),
        "import dash\napp = dash.Dash()\n# %%\n«app.run_server(mode='inline', debug=True)»",
        Example(
            "from flask import Flask\napp = Flask('a')\n«app.run('127.0.0.1', 5000, True)»",
            fixed="from flask import Flask\napp = Flask('a')\napp.run('127.0.0.1', 5000, False)",
        ),
        "from flask import Flask\napp = Flask('a')\n«app.debug = True»",
        "from flask import Flask\napp = Flask('a')\n«app.config['DEBUG'] = True»",
        "from flask import Flask\napp = Flask('a')\n«app.config.update(DEBUG=True, TESTING=False)»",
        "import flask\nopts = {'debug': True}\n# %%\napp = flask.Flask('a')\n# %%\n«app.run(**opts)»",
        "from werkzeug.serving import run_simple\n«run_simple('localhost', 80, app, use_debugger=True)»",
        "from fastapi import FastAPI\napp = «FastAPI(debug=True)»",
        "import flask, os\n«os.environ['FLASK_DEBUG'] = '1'»",
        "from flask import Flask\nimport threading\n"
        "def serve(app):\n    «app.run(debug=True, use_reloader=False)»\nthreading.Thread(target=serve).start()",
        "from flask import Flask\na = Flask('a')\n«a.run(debug=True if local else False)»",
    ],
    ok=[
        "from flask import Flask\napp = Flask(__name__)\napp.run(debug=False)",
        "runner.run(debug=True)",
        "import asyncio\nasyncio.run(main(), debug=True)  # with flask",
        "import gradio as gr\ndemo.launch(debug=True)",
        "import flask, os\nos.environ['FLASK_DEBUG'] = '0'",
        "from flask import Flask\nclass Job:\n    def run(self, debug): ...\nprint('app.run(debug=True)')",
    ],
)
def web_debug_mode(code: Code) -> Iterator[Match]:
    """In debug mode the error page has a console that runs code, for everyone who can reach the app.

    Use debug=False."""
    for call in _runs(code):
        for name, position in (
            ("debug", 2 if call.name.startswith(("flask.", "quart.")) else -1),
            ("use_debugger", -1),
        ):
            debug = call.argument(position, name)
            if debug is not None and debug.may_be(True):
                edits = call.set_keyword(name, "False") if name in call.keywords else debug.replaced("False")
                yield Match(call.span, severity=_severity(call), proposals=_off(edits))
    for call in code.calls("werkzeug.serving.run_simple", *_MAKERS, "bottle.debug"):
        name = "use_debugger" if call.name.endswith("run_simple") else "debug"
        debug = call.argument(0 if call.name == "bottle.debug" else -1, name, "mode")
        if debug is not None and debug.may_be(True) and name != "debug":
            yield Match(call.span, proposals=_off(call.set_keyword(name, "False")))
        elif debug is not None and debug.may_be(True):
            message = "Error pages show the code and its values"
            yield Match(call.span, message, Severity.LOW, proposals=_off(call.set_keyword(name, "False")))
    for call in code.calls("werkzeug.debug.DebuggedApplication"):
        yield Match(call.span)
    for call in code.calls("flask.Flask().config.update", "flask.Flask().config.from_mapping"):
        debug = call.keywords.get("DEBUG")
        if debug is not None and debug.may_be(True):
            yield Match(call.span, proposals=_off(call.set_keyword("DEBUG", "False")))
    for store in code.stores("flask.Flask().debug", "quart.Quart().debug", "flask.Flask().config[]"):
        if store.value.is_true() and (store.name.endswith("debug") or store.key == "DEBUG"):
            yield Match(store.span, proposals=_off(store.set_value("False")))
    for setting in settings(code):
        if setting.name in _VARIABLES and setting.value.constant in _ON:
            fix = offer(f"Do not set {setting.name}", Applicability.SAFE, setting.edits)
            yield Match(setting.span, proposals=fix)


def _severity(call: Call) -> Severity | None:
    """A Dash app of this machine alone is medium: its console asks for a PIN that the notebook shows."""
    host = call.argument(-1, "host")
    if call.name.startswith(_CONSOLES) or (host is not None and is_everywhere(host.constant)):
        return None
    return Severity.MEDIUM


def _off(edits: tuple[TextEdit, ...] | None) -> tuple[Proposal, ...]:
    return offer("Set it to False", Applicability.SAFE, edits)


@rule(
    id="shell-web-debug-mode",
    form_of="web-debug-mode",
    on=Shell,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Web app in debug mode, started from a shell line",
    cwe=[489, 94],
    atlas=["AML.T0049"],
    screen=("--debug", "FLASK_DEBUG", "FLASK_ENV"),
    aliases=("B201", "S201"),
    bad=[
        Example("!flask --app app run «--debug»", fixed="!flask --app app run"),
        "!«FLASK_DEBUG=1» flask run &",
        "%env «FLASK_ENV=development»",
        "!python -m flask run «--debug» --port 5000",
    ],
    ok=["!flask run", "%env FLASK_DEBUG=0", "!dvc repro --debug", "# !flask run --debug"],
)
def shell_web_debug_mode(shell: Shell) -> Iterator[Match]:
    """In debug mode the error page has a console that runs code, for everyone who can reach the app.

    Start it without --debug."""
    for command in () if shell.magic else shell.commands():
        texts = [word.text for word in command.words]
        if "run" in texts and (command.name == "flask" or texts[1:3] == ["-m", "flask"]):
            for word in command.words[1:]:
                if word.text == "--debug":
                    fix = offer("Remove --debug", Applicability.SAFE, (TextEdit(shell.cut(word.span)),))
                    yield Match(word.span, proposals=fix)
    for variable in shell.variables():
        if variable.name in _VARIABLES and variable.value.strip("'\"") in _ON:
            yield Match(variable.span)
