"""Gradio apps that anyone can reach."""

from __future__ import annotations

import ast
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
    Value,
    import_edits,
    offer,
    rule,
)
from .exposure import is_everywhere

_MODULES = ("gradio", "gr")
_APPS = frozenset(("demo", "iface", "interface", "app", "ui", "blocks", "chat", "gui", "webui"))
_COLAB = "google.colab"
_PASSWORD = '(os.environ["GRADIO_USER"], os.environ["GRADIO_PASSWORD"])'
_WIDE = ("/", "~", "C:\\", "C:/", "/root", "/home", "/etc", "/content/drive")


def _launches(code: Code) -> Iterator[Call]:
    """The calls of ``launch`` on what may be a Gradio app, without a password."""
    for call in code.calls("*.launch"):
        auth = call.argument(-1, "auth")
        if (auth is None or auth.constant is None) and (code.uses_module(*_MODULES) or "gradio" in call.name):
            yield call


def _apps_of_others(code: Code) -> Iterator[Call]:
    """The calls of ``launch`` on what another module hands over, where its name says that it is an app."""
    if not code.uses_module(*_MODULES):
        for call in code.calls("*.launch"):
            auth = call.argument(-1, "auth")
            owner = call.written.rpartition(".")[0].rpartition(".")[2]
            if owner in _APPS and (auth is None or auth.constant is None) and "gradio" not in call.name:
                yield call


def _with_password(code: Code, call: Call) -> tuple[Proposal, ...]:
    """A name and a password from the environment, which is no secret in the notebook."""
    imported, edits = import_edits(code, "os"), call.set_keyword("auth", _PASSWORD)
    if imported is None or edits is None:
        return ()
    title = "Ask for a name and password from GRADIO_USER and GRADIO_PASSWORD"
    return offer(title, Applicability.REVIEW, (*imported, *edits))


@rule(
    id="gradio-public-share",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Gradio app shared on a public address",
    cwe=[668, 306],
    owasp=["ML05"],
    atlas=["AML.T0049"],
    screen=("gradio", "gr.", "share"),
    bad=[
        Example(
            "import gradio as gr\ndemo = gr.Interface(f, 'text', 'text')\n«demo.launch(share=True)»",
            fixed="import gradio as gr\ndemo = gr.Interface(f, 'text', 'text')\ndemo.launch(share=False)",
        ),
        "import gradio as gr\n«gr.Interface(f, 'text', 'text').launch(debug=True, share=True)»",
        "from gradio import Blocks\nwith Blocks() as app:\n    pass\n# %%\n«app.queue().launch(share=True)»",
        "import gradio as gr\nopts = {'share': True}\n«gr.ChatInterface(f).launch(**opts)»",
        "import gradio as gr\n«gr.load('models/org/m').launch(True, False, True)»",
        "import gradio as gr\ndemo = gr.Blocks()\nPUBLIC = True\n# %%\n«demo.queue().launch(share=PUBLIC, auth=None)»",
        "import gradio as gr\nwith gr.Blocks() as demo:\n    gr.Markdown('a')\nif __name__ == '__main__':\n"
        "    «demo.launch(share=True)»",
        "import gradio as gr\ndemo = gr.Blocks()\n«demo.launch(share=True if public else False)»",
        "import gradio as gr, sys\ndemo = gr.Blocks()\nIN_COLAB = 'google.colab' in sys.modules\n# %%\n"
        "«demo.launch(share=IN_COLAB)»",
        "import gradio as gr\nclass App:\n    def __init__(self, share=True):\n        self.share = share\n"
        "        self.demo = gr.Blocks()\n    def run(self):\n        «self.demo.launch(share=self.share)»",
        "import gradio as gr\ndef start(app, **options):\n    app.launch(**options)\n# %%\n"
        "«start(gr.Blocks(), share=True)»",
        "from app import demo\n«demo.launch(share=True)»",
        "import gradio\nstart = gradio.TabbedInterface([a, b]).launch\n# %%\n«start(share=True)»",
        "import argparse\nimport gradio as gr\np = argparse.ArgumentParser()\np.add_argument('--share', default=True)\n"
        "# %%\nargs = p.parse_args()\ndemo = gr.Blocks()\n«demo.launch(share=args.share)»",
        "import gradio as gr\ncfg = {'launch': {'share': True}}\n# %%\n«gr.Blocks().launch(**cfg.get('launch', {}))»",
    ],
    ok=[
        "import gradio as gr\ndemo.launch()",
        "import gradio as gr\ndemo.launch(share=False)",
        "import gradio as gr\ndemo.launch(share=arguments.share)",
        "import gradio as gr\ndemo.launch(share=True, auth=(user, password))",
        "import rocket\nrocket.launch(share=True)  # not a gradio app",
        "import gradio as gr\nprint('demo.launch(share=True)')",
    ],
)
def gradio_public_share(code: Code) -> Iterator[Match]:
    """share=True opens a public address to this kernel for days, and anyone who finds it can use the app.

    Use share=False, or pass auth=(name, password)."""
    for call in (*_launches(code), *_apps_of_others(code)):
        share = call.argument(2, "share")
        if share is not None and share.is_true() and not call.is_reference:
            edits = call.set_keyword("share", "False") if "share" in call.keywords else share.replaced("False")
            private = offer("Set share=False", Applicability.SAFE, edits)
            yield Match(call.span, proposals=(*private, *_with_password(code, call)))
        elif share is not None and not call.is_reference and _may_be_true(code, share):
            edits = call.set_keyword("share", "False")
            private = offer("Set share=False", Applicability.REVIEW, edits)
            message = "Gradio app shared on a public address where a condition holds"
            yield Match(call.span, message, Severity.MEDIUM, proposals=(*private, *_with_password(code, call)))


def _may_be_true(code: Code, share: Value) -> bool:
    """Whether it is true in some runs: ``True if public else False``, ``"google.colab" in sys.modules``."""
    node = code.names.settled(share.spot).node
    is_colab = isinstance(node, ast.Compare) and isinstance(node.left, ast.Constant) and node.left.value == _COLAB
    is_in_colab = is_colab and isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In)
    return is_in_colab or any(choice.is_true() for choice in share.choices)


@rule(
    id="gradio-bind-all-interfaces",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Gradio app open to the whole network",
    cwe=[668, 306],
    owasp=["ML05"],
    atlas=["AML.T0049"],
    screen=("gradio", "gr.", "server_name", "allowed_paths"),
    aliases=("B104", "S104"),
    bad=[
        Example(
            "import gradio as gr\n«gr.Interface(f, 'text', 'text').launch(server_name='0.0.0.0')»",
            fixed="import gradio as gr\ngr.Interface(f, 'text', 'text').launch(server_name=\"127.0.0.1\")",
        ),
        Example("import gradio as gr\n«demo.launch(allowed_paths=['/'])»", fixed="import gradio as gr\ndemo.launch()"),
        "import gradio as gr, os\n«demo.launch(allowed_paths=[os.path.expanduser('~'), 'data'])»",
        "import gradio as gr\n«demo.launch(auth=('a', p), allowed_paths=['/'])»",
        "import gradio as gr\nHOST = '0.0.0.0'\n# %%\n«demo.launch(server_name=HOST, server_port=7860)»",
    ],
    ok=[
        "import gradio as gr\ndemo.launch(server_name='127.0.0.1')",
        "import gradio as gr\ndemo.launch()",
        "import gradio as gr\ndemo.launch(server_name='0.0.0.0', auth=(user, password))",
        "import gradio as gr\ndemo.launch(allowed_paths=['images'])",
    ],
)
def gradio_bind_all_interfaces(code: Code) -> Iterator[Match]:
    """Everyone on the network can use the app and read the files it may read.

    Use server_name="127.0.0.1", or pass auth=(name, password)."""
    for call in _launches(code):
        name = call.argument(-1, "server_name")
        if name is not None and any(is_everywhere(choice.constant) for choice in name.choices):
            local = offer("Use 127.0.0.1", Applicability.REVIEW, call.set_keyword("server_name", '"127.0.0.1"'))
            yield Match(call.span, proposals=(*local, *_with_password(code, call)))
    for call in code.keyword("allowed_paths"):
        paths = call.keywords["allowed_paths"]
        if call.name.endswith((".launch", ".mount_gradio_app")) and any(_is_wide(item) for item in paths.items):
            fix = offer("Remove allowed_paths", Applicability.REVIEW, call.drop_keyword("allowed_paths"))
            yield Match(call.span, "Gradio app that serves every file", Severity.HIGH, proposals=fix)


def _is_wide(path: Value) -> bool:
    return path.constant in _WIDE or path.name in ("pathlib.Path.home()", "os.sep")
