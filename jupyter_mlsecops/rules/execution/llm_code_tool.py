"""Language models that may run code."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    TextEdit,
    Value,
    offer,
    own_shells,
    replace,
    rule,
)

_TOOLS = (
    *(
        f"langchain*.{name}"
        for name in ("PythonREPL", "PythonREPLTool", "PythonAstREPLTool", "ShellTool", "BashProcess", "LLMBashChain")
    ),
    *("langchain*.create_python_agent", "langchain*.LLMBashChain.from_llm"),
    *("langchain*.PALChain", "langchain*.PALChain.from_math_prompt", "langchain*.PALChain.from_colored_object_prompt"),
    *("llama_index*.CodeInterpreterToolSpec", "llama_index*.PandasQueryEngine", "llama_index*.PandasInstructionParser"),
    *("autogen*.LocalCommandLineCodeExecutor", "google.adk.*.UnsafeLocalCodeExecutor", "autogen*.JupyterCodeExecutor"),
    *("smolagents.PythonInterpreterTool", "smolagents.*.PythonInterpreterTool", "metagpt.*.DataInterpreter"),
    *(
        "agents.LocalShellTool",
        "agents.ShellTool",
        "camel.toolkits.CodeExecutionToolkit",
        "camel.toolkits.TerminalToolkit",
    ),
    *(
        f"{root}.tools.{path}{kind}Tools"
        for root in ("agno", "phi")
        for path in ("", "*.")
        for kind in ("Python", "Shell")
    ),
)
# Without a flag these run code only in the releases of the time when they were part of langchain itself.
_OLD_TOOLS = tuple(
    f"langchain.{path}create_{name}_agent"
    for path in ("", "*.")
    for name in ("pandas_dataframe", "csv", "spark_dataframe")
)
_LOADERS = ("load_tools", "*.load_tools")
_PANDASAI = ("pandasai.SmartDataframe", "pandasai.SmartDatalake", "pandasai.Agent", "pandasai.PandasAI")
_FLAGS = ("allow_dangerous_code", "allow_dangerous_requests", "allow_dangerous_tools", "unsafe_mode")
_OPEN_AGENTS = ("smolagents.CodeAgent", "smolagents.*.CodeAgent")
_AGENTS = (*_OPEN_AGENTS, "transformers.agents.ReactCodeAgent")
# Agents that are told by name or by function which tools they have, with the names of those that run code.
_EQUIPPED = {
    "qwen_agent.*": ("function_list", ("code_interpreter",)),
    "strands.Agent": ("tools", ("strands_tools.python_repl", "strands_tools.shell")),
}
_REACHING = frozenset(
    ("os", "os.*", "subprocess", "sys", "shutil", "socket", "importlib", "builtins", "ctypes", "pickle")
)
_NO_QUESTION = ("-y", "--auto_run", "--auto-run")
_OFF = ("0", "false", "no", "off")
_SANDBOXES = ("e2b", "docker", "modal", "blaxel", "wasm")


@rule(
    id="llm-code-execution-tool",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Language model may run code in this kernel",
    cwe=94,
    owasp=["LLM05", "LLM06"],
    atlas=["AML.T0050", "AML.T0053"],
    screen=(
        *("langchain", "allow_dangerous", "smolagents", "use_docker", "auto_run", "unsafe", "llama_index", "pandasai"),
        *(
            "LocalCommandLine",
            "code_execution_config",
            "agno",
            "phi.",
            "load_tools",
            "AUTOGEN_USE_DOCKER",
            "interpreter",
            *("Interpreter", "JupyterCodeExecutor", "ShellTool", "camel", "strands_tools", "UnsafeLocal", "CodeAgent"),
        ),
    ),
    bad=[
        "from langchain_experimental.tools import PythonREPLTool\ntools = [«PythonREPLTool()»]",
        "from langchain_experimental.utilities import PythonREPL\nrepl = «PythonREPL()»\n# %%\nrepl.run(text)",
        "from langchain_experimental.tools.python.tool import *\nt = «PythonAstREPLTool(locals={'df': df})»",
        "from langchain_community.tools import ShellTool as Shell\n# %%\nt = «Shell()»",
        "import langchain_community.tools as tools\nt = «tools.ShellTool()»",
        "from langchain.agents import load_tools\ntools = «load_tools(['python_repl', 'serpapi'], llm=llm)»",
        "from langchain.agents import create_pandas_dataframe_agent\na = «create_pandas_dataframe_agent(llm, df)»",
        Example(
            "agent = «create_pandas_dataframe_agent(llm, df, allow_dangerous_code=True)»",
            fixed="agent = create_pandas_dataframe_agent(llm, df)",
        ),
        "kw = {'allow_dangerous_code': True}\n# %%\nagent = «create_csv_agent(llm, 'a.csv', **kw)»",
        "from langchain_experimental.pal_chain import PALChain\n"
        "chain = «PALChain.from_math_prompt(llm, allow_dangerous_code=True)»",
        Example(
            "import smolagents\na = «smolagents.CodeAgent(tools=[], model=m, additional_authorized_imports=['*'])»",
            fixed="import smolagents\na = smolagents.CodeAgent(tools=[], model=m, additional_authorized_imports=[], "
            'executor_type="docker")',
        ),
        Example(
            "from smolagents import CodeAgent\na = «CodeAgent(tools=[], model=m)»\n# %%\n"
            "b = «CodeAgent([], m, name='b')»",
            fixed='from smolagents import CodeAgent\na = CodeAgent(tools=[], model=m, executor_type="docker")\n# %%\n'
            "b = CodeAgent([], m, name='b', executor_type=\"docker\")",
        ),
        "from smolagents import CodeAgent\na = «CodeAgent([], m, additional_authorized_imports=['os', 'json'])»",
        Example(
            "from smolagents import CodeAgent\na = «CodeAgent(tools=[], model=m)»",
            fixed='from smolagents import CodeAgent\na = CodeAgent(tools=[], model=m, executor_type="docker")',
        ),
        Example(
            "u = «UserProxyAgent('u', code_execution_config={'work_dir': 'w', 'use_docker': False})»",
            fixed="u = UserProxyAgent('u', code_execution_config={'work_dir': 'w', 'use_docker': True})",
        ),
        "from autogen.coding import LocalCommandLineCodeExecutor as Local\ne = «Local(work_dir='w')»",
        Example(
            "from interpreter import interpreter\n«interpreter.auto_run = True»\ninterpreter.chat('plot it')",
            fixed="from interpreter import interpreter\ninterpreter.auto_run = False\ninterpreter.chat('plot it')",
        ),
        "import os\n«os.environ['AUTOGEN_USE_DOCKER'] = '0'»",
        "!«interpreter -y --model m»",
        "%env «AUTOGEN_USE_DOCKER=0»",
        "from langchain_experimental.pal_chain import PALChain as P\n# %%\nc = «P.from_math_prompt(llm)»",
        "from crewai import Agent\na = «Agent(role='r', allow_code_execution=True, code_execution_mode='unsafe')»",
        "from crewai_tools import CodeInterpreterTool\nt = «CodeInterpreterTool(unsafe_mode=True)»",
        "from llama_index.experimental.query_engine import PandasQueryEngine\ne = «PandasQueryEngine(df=df)»",
        "from pandasai import SmartDataframe\nd = «SmartDataframe(df, config={'llm': llm})»",
        "from agents import Agent, LocalShellTool\na = Agent(name='a', tools=[«LocalShellTool(executor=run)»])",
        "from langchain.agents.middleware import ShellToolMiddleware\nm = «ShellToolMiddleware(workspace_root='w')»",
        "from qwen_agent.agents import Assistant\na = «Assistant(llm=cfg, function_list=['code_interpreter'])»",
        "from strands import Agent\nfrom strands_tools import python_repl, calculator\n"
        "a = «Agent(tools=[calculator, python_repl])»",
        "from functools import partial\nfrom langchain_community.tools import ShellTool\nmake = partial(ShellTool)\n"
        "«make()»",
        "from google.adk.code_executors import UnsafeLocalCodeExecutor\ne = «UnsafeLocalCodeExecutor()»",
    ],
    ok=[
        "agent = create_pandas_dataframe_agent(llm, df)",
        "from langchain_experimental.agents import create_pandas_dataframe_agent\n"
        "a = create_pandas_dataframe_agent(m, df)",
        "agent = create_pandas_dataframe_agent(llm, df, allow_dangerous_code=False)  # allow_dangerous_code=True",
        "import smolagents\na = smolagents.CodeAgent(tools=[], model=m, executor_type='docker')",
        "import smolagents\na = smolagents.CodeAgent(tools=[], model=m, use_e2b_executor=True)",
        "import smolagents\na = smolagents.ToolCallingAgent(tools=[], model=m)",
        "u = UserProxyAgent('u', code_execution_config={'use_docker': True})",
        "u = UserProxyAgent('u', code_execution_config=False)",
        "from autogen.coding import DockerCommandLineCodeExecutor\ne = DockerCommandLineCodeExecutor(work_dir='w')",
        "from interpreter import interpreter\ninterpreter.auto_run = False",
        "from e2b_code_interpreter import Sandbox\nwith Sandbox() as box:\n    box.run_code(text)",
        "from langchain.agents import load_tools\ntools = load_tools(['serpapi'], llm=llm)",
        "class ShellTool: ...\nShellTool()",
        "from crewai import Agent\na = Agent(role='r', allow_code_execution=True)",
        "text = 'allow_dangerous_code=True with langchain'",
        "from langchain.agents.middleware import DockerExecutionPolicy, ShellToolMiddleware\n"
        "m = ShellToolMiddleware(execution_policy=DockerExecutionPolicy())",
        "from strands import Agent\nfrom strands_tools import calculator\na = Agent(tools=[calculator])",
    ],
)
def llm_code_execution_tool(code: Code) -> Iterator[Match]:
    """The model's answer is run as code, and a text that the model reads can decide what that answer is.

    Run it in a container without network and secrets, and let a person confirm each step."""
    flagged = {match.span: match for match in _flagged(code)}
    yield from flagged.values()
    for call in code.calls(*_TOOLS, *_OLD_TOOLS):
        if call.span not in flagged and not any(name in call.keywords for name in _FLAGS):
            yield Match(call.span)
    for call in code.calls(*_PANDASAI):
        yield Match(call.span, "pandasai runs the code that a model writes", Severity.MEDIUM)
    for call in code.calls(*_LOADERS):
        names = call.argument(0, "tool_names")
        if names is not None and any(item.constant in ("python_repl", "terminal") for item in names.items):
            yield Match(call.span)
    yield from _equipped(code)
    yield from _smolagents(code)
    yield from _switches(code)


def _equipped(code: Code) -> Iterator[Match]:
    """Agents that are given such a tool by its name, and the shell that a middleware brings without a container."""
    for agent, (keyword, tools) in _EQUIPPED.items():
        for call in code.calls(agent):
            given = call.keywords.get(keyword)
            if given is not None and any(item.constant in tools or item.name in tools for item in given.items):
                yield Match(call.span)
    for call in code.calls("langchain*.ShellToolMiddleware"):
        policy = call.keywords.get("execution_policy")
        if policy is None or policy.name.endswith("HostExecutionPolicy()"):
            yield Match(call.span)


def _flagged(code: Code) -> Iterator[Match]:
    for call in code.keyword(*_FLAGS):
        name = next((name for name in _FLAGS if name in call.keywords and call.keywords[name].may_be(True)), "")
        if name == "unsafe_mode" and not code.uses_module("crewai_tools"):
            continue
        if name:
            drop = offer(f"Leave {name} out", Applicability.REVIEW, call.drop_keyword(name))
            off = offer(f"Set {name}=False", Applicability.REVIEW, call.set_keyword(name, "False"))
            yield Match(call.span, f"{name}=True", proposals=(*drop, *off))
    for call in code.keyword("code_execution_mode"):
        if call.keywords["code_execution_mode"].constant == "unsafe":
            fix = offer("Run the code in a container", Applicability.REVIEW, call.drop_keyword("code_execution_mode"))
            yield Match(call.span, proposals=fix)
    for call in code.keyword("code_execution_config", "use_docker"):
        config = call.keywords.get("code_execution_config")
        flag = config.entries.get("use_docker") if config is not None else call.keywords.get("use_docker")
        if flag is not None and flag.is_false():
            yield Match(call.span, "Code of the model runs without a container", proposals=_in_docker(code, flag))


def _in_docker(code: Code, flag: Value) -> tuple[Proposal, ...]:
    if not flag.is_written_out:
        return ()
    home = code.cells[flag.spot.unit]
    edit = TextEdit(Value(home, flag.spot).span, "True", home.cell.source_pointer)
    return offer("Run the code in a container", Applicability.REVIEW, (edit,))


def _smolagents(code: Code) -> Iterator[Match]:
    """Agents that run code here: each one that may import everything, the others as one finding of the notebook."""
    for call in code.calls(*_AGENTS):
        reach = _reach(call)
        if reach:
            none = call.set_keyword("additional_authorized_imports", "[]")
            docker = () if _is_sandboxed(call) else call.set_keyword("executor_type", '"docker"')
            edits = (*none, *docker) if none is not None and docker is not None else None
            fix = offer("Allow no further modules, run it in a container", Applicability.REVIEW, edits)
            yield Match(call.span, f"The agent may import {reach}", proposals=fix)
    if not any(True for _ in code.calls(*_OPEN_AGENTS)):
        return
    every = code.calls_anywhere(*_OPEN_AGENTS)
    local = [(cell, call) for cell, call in every if not _is_sandboxed(call) and not _reach(call)]
    if local and local[0][0] is code:
        found = [(cell, call.set_keyword("executor_type", '"docker"')) for cell, call in local]
        edits = tuple(TextEdit(e.span, e.insert, cell.cell.source_pointer) for cell, made in found for e in made or ())
        fix = offer("Run the code in a container", Applicability.REVIEW, edits if len(edits) == len(local) else None)
        message = "Code of the model runs in this kernel"
        related = tuple(replace(call.place, message="Here as well") for _, call in local[1:])
        yield Match(local[0][1].span, message, Severity.MEDIUM, related=related, proposals=fix)


def _reach(call: Call) -> str:
    """What an agent may import that reaches files and programs; empty where it is none of that."""
    allowed = call.argument(-1, "additional_authorized_imports")
    if allowed is None:
        return ""
    names = [allowed.constant, *(item.constant for item in allowed.items)]
    return "any module" if "*" in names else next((str(name) for name in names if name in _REACHING), "")


def _is_sandboxed(call: Call) -> bool:
    kind = call.argument(-1, "executor_type")
    executor = call.argument(-1, "executor")
    old = call.argument(-1, "use_e2b_executor")
    is_kind = kind is not None and (kind.constant in _SANDBOXES or kind.kind != "constant")
    return is_kind or executor is not None or (old is not None and old.is_true()) or call.has_unknown_kwargs


def _switches(code: Code) -> Iterator[Match]:
    for shell in own_shells(code):
        for command in shell.commands():
            if command.name == "interpreter" and any(word.text in _NO_QUESTION for word in command.words[1:]):
                span = command.span.shift(shell.start)
                yield Match(span, "Code of the model runs without a question")
        for variable in shell.variables():
            if variable.name == "AUTOGEN_USE_DOCKER" and variable.value.strip("'\"").lower() in _OFF:
                yield Match(variable.span.shift(shell.start), "Code of the model runs without a container")
    for store in code.stores(
        "interpreter.interpreter.auto_run", "interpreter.auto_run", "interpreter.OpenInterpreter().auto_run"
    ):
        if store.value.is_true():
            fix = offer("Ask before code is run", Applicability.SAFE, store.set_value("False"))
            yield Match(store.span, "Code of the model runs without a question", proposals=fix)
    for store in code.stores("os.environ[]"):
        if store.key == "AUTOGEN_USE_DOCKER" and str(store.value.constant).lower() in _OFF:
            fix = offer("Run the code in a container", Applicability.REVIEW, store.drop_statement())
            yield Match(store.span, "Code of the model runs without a container", proposals=fix)
