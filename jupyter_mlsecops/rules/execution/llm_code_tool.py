"""Language models that may run code."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, offer, rule

_TOOLS = tuple(
    f"{root}*.{name}"
    for root in ("langchain", "langchain_experimental", "langchain_community")
    for name in ("PythonREPL", "PythonREPLTool", "PythonAstREPLTool", "ShellTool", "BashProcess", "create_python_agent")
)  # fmt: skip
_FLAGS = ("allow_dangerous_code", "allow_dangerous_requests", "allow_dangerous_tools")


@rule(
    id="llm-code-execution-tool",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Language model may run code in this kernel",
    cwe=94,
    owasp=["LLM05", "LLM06"],
    atlas=["AML.T0050", "AML.T0053"],
    screen=("langchain", "allow_dangerous", "smolagents", "use_docker"),
    bad=[
        "from langchain_experimental.tools import PythonREPLTool\ntools = [«PythonREPLTool()»]",
        "from langchain_community.tools import ShellTool as Shell\n# %%\nt = «Shell()»",
        Example(
            "agent = «create_pandas_dataframe_agent(llm, df, allow_dangerous_code=True)»",
            fixed="agent = create_pandas_dataframe_agent(llm, df, allow_dangerous_code=False)",
        ),
        "import smolagents\na = «smolagents.CodeAgent(tools=[], model=m, additional_authorized_imports=['*'])»",
        Example(
            "u = «UserProxyAgent('u', code_execution_config={'work_dir': 'w', 'use_docker': False})»",
        ),
    ],
    ok=[
        "agent = create_pandas_dataframe_agent(llm, df)",
        "agent = create_pandas_dataframe_agent(llm, df, allow_dangerous_code=False)  # allow_dangerous_code=True",
        "import smolagents\na = smolagents.CodeAgent(tools=[], model=m)",
        "u = UserProxyAgent('u', code_execution_config={'use_docker': True})",
    ],
)
def llm_code_execution_tool(code: Code) -> Iterator[Match]:
    """The model's answer is run as code, and a text that the model reads can decide what that answer is.

    Run it in a container without network and secrets, and let a person confirm each step."""
    for call in code.calls(*_TOOLS):
        yield Match(call.span)
    for call in code.keyword(*_FLAGS):
        for name in _FLAGS:
            if name in call.keywords and call.keywords[name].is_true():
                fix = offer(f"Set {name}=False", Applicability.REVIEW, call.set_keyword(name, "False"))
                yield Match(call.span, proposals=fix)
                break
    for call in code.calls("smolagents.*CodeAgent", "smolagents.CodeAgent"):
        allowed = call.argument(-1, "additional_authorized_imports")
        if allowed is not None and (allowed.constant == "*" or any(item.constant == "*" for item in allowed.items)):
            yield Match(call.span)
    for call in code.keyword("code_execution_config", "use_docker"):
        flag = call.keywords.get("use_docker")
        config = call.keywords.get("code_execution_config")
        flag = config.entries.get("use_docker") if config is not None else flag
        if flag is not None and flag.is_false():
            yield Match(call.span)
