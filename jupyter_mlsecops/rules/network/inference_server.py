"""Switches that open an inference server, or let a model bring code of its own."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Code,
    Command,
    Confidence,
    Example,
    Match,
    Severity,
    Shell,
    Span,
    launched,
    regex,
    rule,
)
from .options import options, removal

_REMOTE_CODE = ("--trust-remote-code", "--trust_remote_code")
# Options that hold settings of the model: ``--model_args pretrained=org/m,trust_remote_code=True``.
_ARGUMENTS = ("--model_args", "--model-args", "--engine-args", "--hf-overrides")
_TRUSTS = regex(r"\btrust_remote_code[\"']?[=:]\s?(?:[Tt]rue|1)\b")
_ON = ("", "true", "True", "1", "yes")
_OFF = ("--disable-token-auth", "--disable-token", "--disable-api-auth", "--skip-auth", "--no-api-auth")
_MODES = ("explicit", "poll")
_CODE = ("--confirm_run_unsafe_code", "--allow-code-execution", "--allow_code_execution")
_SCREEN = (*_REMOTE_CODE, "trust_remote_code", *_OFF, *_CODE, "model-control-mode", "enable-model-api")
# ``config.properties`` of TorchServe
_PROPERTIES = regex(
    r"^[ \t]{0,20}(?:(?P<open>(?:management|inference|metrics)_address=https?://(?:0\.0\.0\.0|\[::\])[^\r\n]{0,20})"
    r"|(?P<token>disable_token_authorization=true)|(?P<models>enable_model_api=true)"
    r"|(?P<urls>allowed_urls=[^\r\n]{0,200}(?:https?\(?s?\)?\??://)?\.\*[^\r\n]{0,40}))[ \t]{0,20}\r?$",
    8,
)
_TOLD = {
    "open": "TorchServe answers everyone on the network",
    "token": "TorchServe asks nobody for a token",
    "models": "TorchServe lets callers load models",
    "urls": "TorchServe loads models from any address",
}


@rule(
    id="unsafe-inference-server-flags",
    on=Shell,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Inference server with an unsafe switch",
    cwe=[306, 94],
    owasp=["ML06"],
    atlas=["AML.T0049"],
    screen=_SCREEN,
    bad=[
        Example("!vllm serve org/model «--trust-remote-code» &", fixed="!vllm serve org/model &"),
        "!python -m sglang.launch_server --model-path org/m «--trust-remote-code»",
        "!text-generation-launcher --model-id org/m «--trust-remote-code»",
        "!lm_eval --model hf --model_args pretrained=org/m «--trust_remote_code»",
        "!accelerate launch train.py «--trust_remote_code True»",
        "!lm_eval --model hf --model_args pretrained=org/m,«trust_remote_code=True» --tasks all",
        Example(
            "!torchserve --start --model-store s «--disable-token-auth»", fixed="!torchserve --start --model-store s"
        ),
        "!tritonserver --model-repository=/m «--model-control-mode=explicit»",
        "!tritonserver --model-repository=/m «--model-control-mode poll»",
    ],
    ok=[
        "!vllm serve org/model",
        "!accelerate launch train.py --trust_remote_code False",
        "!tritonserver --model-control-mode=none",
        "!lm_eval --model hf --model_args pretrained=org/m,trust_remote_code=False",
        "!echo --trust-remote-code",
        "# !vllm serve org/model --trust-remote-code",
        "!vllm serve --help | grep trust-remote-code",
    ],
)
def unsafe_inference_server_flags(shell: Shell) -> Iterator[Match]:
    """The switch lets the author of the model run code on this machine, or lets everyone load models into the server.

    Remove it. If a model needs code of its own, read that code and pin it with --revision and --code-revision."""
    for command in shell.commands():
        yield from _flags(shell, command)


@rule(
    id="unsafe-inference-server-setup",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Inference server set up unsafely from Python",
    cwe=[306, 94],
    owasp=["ML06"],
    atlas=["AML.T0049"],
    screen=(*_SCREEN, "_address=http", "disable_token_auth", "enable_model_api", "allowed_urls"),
    bad=[
        Example(
            "import subprocess\nsubprocess.Popen(['vllm', 'serve', 'org/m', '«--trust-remote-code»'])",
            fixed="import subprocess\nsubprocess.Popen(['vllm', 'serve', 'org/m'])",
        ),
        "import os\nos.system('torchserve --start «--disable-token-auth»')",
        "%%writefile config.properties\n«inference_address=http://0.0.0.0:8080»\n"
        "«management_address=http://0.0.0.0:8081»\n«disable_token_authorization=true»",
    ],
    ok=[
        "%%writefile config.properties\ninference_address=http://127.0.0.1:8080",
        "print('vllm serve org/m --trust-remote-code')",
        "%%writefile notes.md\ninference_address=http://0.0.0.0:8080",
    ],
)
def unsafe_inference_server_setup(code: Code) -> Iterator[Match]:
    """The setting lets the author of the model run code on this machine, or lets everyone use and change the server.

    Remove it: TorchServe then asks for a token and listens on this machine only."""
    yield from launched(code, _flags)
    for escape in code.escapes:
        header = code.cell.source[slice(*escape.header)]
        if escape.kind == "cell" and escape.name in ("writefile", "file") and header.strip().endswith(".properties"):
            for found in _PROPERTIES.finditer(code.cell.source, *escape.body):
                kind = found.lastgroup or ""
                severity = Severity.MEDIUM if found.group().strip().startswith(("inference", "metrics")) else None
                yield Match(Span(*found.span(kind)), _TOLD[kind], severity)


def _flags(shell: Shell, command: Command) -> Iterator[Match]:
    if command.name in ("echo", "printf", "grep", "sed", "cat", "rg"):
        return
    for word, following in options(command):
        name, _, value = word.text.partition("=")
        after = following.text if following is not None else ""
        span = word.span
        if name in _REMOTE_CODE and value in _ON and after not in ("False", "false", "0", "no"):
            if not value and after in _ON[1:] and following is not None:
                span = Span(span.start, following.span.end)
            yield _without(shell, span, "The model may bring code of its own")
        elif name in _ARGUMENTS and (found := _TRUSTS.search(value or after)) is not None:
            where = word if value else following or word
            at_word = shell.text.find(found.group(), *where.span)
            inside = Span(at_word, at_word + len(found.group())) if at_word >= 0 else where.span
            yield Match(inside, "The model may bring code of its own")
        elif name in _CODE and value in _ON:
            yield _without(shell, span, "Code that a model writes is run")
        elif name in _OFF and value in _ON:
            yield _without(shell, span, "The server asks nobody for a token")
        elif name == "--model-control-mode" and (value or after) in _MODES:
            if not value and following is not None:
                span = Span(span.start, following.span.end)
            yield _without(shell, span, "Callers can load and unload models", Severity.MEDIUM)
        elif name == "--enable-model-api" and command.name == "torchserve" and value in _ON:
            yield _without(shell, span, "Callers can load and unload models", Severity.MEDIUM)


def _without(shell: Shell, span: Span, message: str, severity: Severity | None = None) -> Match:
    return Match(span, message, severity, proposals=removal(shell, span, Applicability.REVIEW))
