"""Gradio apps that anyone can reach."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Call, Code, Confidence, Example, Match, Severity, offer, rule

_MODULES = ("gradio", "gr")


def _launches(code: Code) -> Iterator[Call]:
    """The calls of ``launch`` on what may be a Gradio app, without a password."""
    for call in code.calls("*.launch"):
        auth = call.argument(-1, "auth")
        if (auth is None or auth.constant is None) and (code.uses_module(*_MODULES) or "gradio" in call.name):
            yield call


@rule(
    id="gradio-public-share",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Gradio app shared on a public address",
    cwe=[668, 306],
    owasp=["ML05"],
    atlas=["AML.T0049"],
    screen=("gradio",),
    bad=[
        Example(
            "import gradio as gr\ndemo = gr.Interface(f, 'text', 'text')\n«demo.launch(share=True)»",
            fixed="import gradio as gr\ndemo = gr.Interface(f, 'text', 'text')\ndemo.launch(share=False)",
        ),
        "import gradio as gr\n«gr.Interface(f, 'text', 'text').launch(debug=True, share=True)»",
        "from gradio import Blocks\nwith Blocks() as app:\n    pass\n# %%\n«app.queue().launch(share=True)»",
        "import gradio as gr\nopts = {'share': True}\n«gr.ChatInterface(f).launch(**opts)»",
    ],
    ok=[
        "import gradio as gr\ndemo.launch()",
        "import gradio as gr\ndemo.launch(share=False)",
        "import gradio as gr\ndemo.launch(share=True, auth=(user, password))",
        "import rocket\nrocket.launch(share=True)  # not a gradio app",
    ],
)
def gradio_public_share(code: Code) -> Iterator[Match]:
    """share=True opens a public address to this kernel for three days, and anyone who finds it can use the app.

    Use share=False, or pass auth=(name, password)."""
    for call in _launches(code):
        share = call.argument(-1, "share")
        if share is not None and share.is_true():
            yield Match(
                call.span, proposals=offer("Set share=False", Applicability.SAFE, call.set_keyword("share", "False"))
            )


@rule(
    id="gradio-bind-all-interfaces",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Gradio app open to the whole network",
    cwe=[668, 306],
    owasp=["ML05"],
    atlas=["AML.T0049"],
    screen=("gradio",),
    aliases=("B104", "S104"),
    bad=[
        Example(
            "import gradio as gr\n«gr.Interface(f, 'text', 'text').launch(server_name='0.0.0.0')»",
            fixed="import gradio as gr\ngr.Interface(f, 'text', 'text').launch(server_name=\"127.0.0.1\")",
        ),
        "import gradio as gr\n«demo.launch(allowed_paths=['/'])»",
    ],
    ok=["import gradio as gr\ndemo.launch(server_name='127.0.0.1')", "import gradio as gr\ndemo.launch()"],
)
def gradio_bind_all_interfaces(code: Code) -> Iterator[Match]:
    """Everyone on the network can use the app and read the files it may read.

    Use server_name="127.0.0.1", or pass auth=(name, password)."""
    for call in _launches(code):
        name, paths = call.argument(-1, "server_name"), call.argument(-1, "allowed_paths")
        if name is not None and name.constant in ("0.0.0.0", "::"):  # noqa: S104  # what is looked for
            edits = call.set_keyword("server_name", '"127.0.0.1"')
            yield Match(call.span, proposals=offer("Use 127.0.0.1", Applicability.REVIEW, edits))
        elif paths is not None and any(item.constant == "/" for item in paths.items):
            yield Match(call.span, "Gradio app that serves every file", Severity.HIGH)
