"""Functions whose arguments end up in an output, a log or an experiment tracker."""

from __future__ import annotations

from ...sdk import Call, Value

_LEVELS = ("debug", "info", "warning", "warn", "error", "critical", "exception", "log")
TRACKERS = (
    *(f"mlflow.{name}" for name in ("log_param", "log_params", "log_dict", "log_text", "set_tag", "set_tags")),
    *("wandb.log", "wandb.config.update", "wandb.init().log", "wandb.init().config.update", "*.log_parameter"),
    *("*.log_parameters", "*.add_text"),
)
PRINTERS = (
    *("print", "display", "pprint", "pp", "pprint.pprint", "pprint.pp", "rich.print", "icecream.ic"),
    *("IPython.display.display", "IPython.display.JSON", "IPython.display.HTML", "IPython.display.Markdown"),
    *("sys.stdout.write", "sys.stderr.write", "warnings.warn", "click.echo", "typer.echo"),
    *("tqdm.write", "tqdm.tqdm.write", "tqdm.auto.tqdm.write", "rich.console.Console().print"),
    *("streamlit.write", "streamlit.json", "streamlit.text", "streamlit.code", "streamlit.markdown"),
    *(f"*.{level}" for level in _LEVELS),
    *TRACKERS,
)


def values_of(call: Call) -> tuple[Value, ...]:
    """Everything that a call is passed."""
    return (*call.args, *call.starred, *call.keywords.values())
