"""R code made of text."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Notebook, RCall, RValue, Severity, r_code, rule

_PARSERS = ("parse", "str2lang", "str2expression", "parse_expr", "parse_exprs", "parse_quo")
_INPUTS = frozenset(("readline", "commandArgs", "readLines", "GET", "content", "fromJSON", "getURL", "req_perform"))
_KERNEL = "\n# %% [kernel R]"


@rule(
    id="r-eval-parse",
    on=Notebook,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Text run as R code",
    cwe=95,
    atlas=["AML.T0050"],
    screen=("eval", "evalq"),
    bad=[
        "%%R\nx <- «eval(parse(text = command))»",
        "«eval(parse(text = readline('? ')))»" + _KERNEL,
        "e <- parse(text = answer)\n# %%\n«eval(e)»" + _KERNEL,
        "«eval(str2lang(formula_text))»" + _KERNEL,
        "«eval(rlang::parse_expr(input$code))»" + _KERNEL,
        "r <- httr::GET(u)\n«eval(parse(text = httr::content(r, 'text')))»" + _KERNEL,
        "«eval(parse(text = paste0('df$', column)))»" + _KERNEL,
    ],
    ok=[
        "eval(quote(x + 1))" + _KERNEL,
        "eval(parse(text = '1 + 1'))" + _KERNEL,
        "code <- 'x + 1'\neval(parse(text = code))" + _KERNEL,
        "eval(expr, envir = data)" + _KERNEL,
        "# eval(parse(text = command))" + _KERNEL,
        "eval(parse(text = command))".replace("eval", "evaluate") + _KERNEL,
    ],
)
def r_eval_parse(notebook: Notebook) -> Iterator[Match]:
    """Whoever may choose the text can run any code in this notebook.

    Use df[[name]], get() or do.call() with a name that you compared with a list of allowed ones."""
    for call in r_code(notebook).calls("eval", "evalq", "eval_tidy"):
        parsed = call.argument(0, "expr")
        maker = parsed.call if parsed is not None else None
        text = _text(maker) if maker is not None and maker.name in _PARSERS else None
        if text is None or text.constant is not None:
            continue
        if set(text.functions) & _INPUTS or "input" in text.names:
            yield call.match("Text from outside is run as R code", Severity.HIGH)
        elif "paste0" in text.functions or "paste" in text.functions or "sprintf" in text.functions:
            yield call.match(severity=Severity.LOW)  # a column's name, nearly always
        else:
            yield call.match()


def _text(maker: RCall) -> RValue | None:
    return maker.argument(-1 if maker.name == "parse" else 0, "text", "s", "x")
