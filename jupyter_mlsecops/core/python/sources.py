"""What values come from outside, and what makes them harmless: functions by qualified name."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from ..regex import regex

Source = Literal["", "model", "widget", "input", "network", "table", "parameter", "environment"]

_CACHED = 4096  # names
_VERBS = "get|post|put|patch|delete|request|send|stream"
_LANGCHAIN = r"(?:langchain\w*|langgraph|llama_index|dspy|guidance|instructor|haystack|semantic_kernel|crewai)\."
# The answer of a language model. The function is named in full, or its last parts say enough.
_MODEL = (
    r"(?:.*\.)?(?:chat\.completions|completions|responses|beta\.\w+\.\w+|messages|ChatCompletion|Completion)"
    r"\.(?:a?create|parse)",
    r".*\.(?:generate_content|generate_content_async)",
    r".*\.(?:bedrock\w*\.|client\(\)\.)?invoke_model",
    r"litellm\.a?(?:completion|text_completion|responses)",
    r"(?:ollama|ollama\.(?:Async)?Client\(\))\.(?:chat|generate)",
    r"cohere\..*\.(?:chat|generate)",
    r"(?:mistralai|groq|together|anthropic|replicate|zhipuai|dashscope)\..*\.(?:complete|create|run|call|chat)",
    r"replicate\.run",
    r"(?:google\.generativeai|google\.genai|vertexai)\..*\.(?:send_message|predict|generate_text)",
    r"huggingface_hub\.(?:Async)?InferenceClient\(\)\.(?:text_generation|chat_completion|conversational)",
    r"transformers\.pipeline\(\)",
    r"transformers\..*\.generate",
    r"vllm\.LLM\(\)\.(?:generate|chat)",
    r"llama_cpp\.Llama(?:\.from_pretrained)?\(\)(?:\.create_(?:chat_)?completion)?",
    r"openai\.(?:Async|Azure)*OpenAI\(\)\..*\.create",
    _LANGCHAIN
    + r".*\.(?:a?invoke|a?predict|a?run|a?call|a?generate|a?stream|a?batch|a?query|a?chat|a?complete|kickoff)",
    _LANGCHAIN + r".*\(\)",
)
_WIDGET = (
    r"ipywidgets\.(?:widgets\.)*(?:Text|Textarea|Combobox|Password|FileUpload|TagsInput)\(\)\.value",
    r"streamlit\.(?:\w+\.)?(?:text_input|text_area|chat_input|file_uploader|data_editor)",
    r"panel\.widgets\.(?:TextInput|TextAreaInput|TextEditor)\(\)\.value",
)
_INPUT = (
    r"(?:builtins\.)?(?:raw_)?input",
    r"(?:get_ipython\(\)\.)?kernel\.raw_input",
    r"(?:click|typer)\.prompt",
    r"sys\.argv",
    r"sys\.stdin(?:\.\w+)?",
    r"argparse\.ArgumentParser\(\)\.parse_(?:known_)?args",
    r"google\.colab\.files\.upload",
)
_NETWORK = (
    rf"requests(?:\.[sS]ession\(\))?\.(?:{_VERBS})",
    rf"httpx(?:\.(?:Async)?Client\(\))?\.(?:{_VERBS})",
    rf"aiohttp\.ClientSession\(\)\.(?:{_VERBS})",
    r"(?:six\.moves\.)?urllib\.request\.urlopen",
    r"urllib2?\.urlopen",
    r"urllib3\.(?:PoolManager\(\)\.)?request",
    r"socket\.(?:socket|create_connection)\(\)\.recv\w*",
    r"websockets?\.\w+\(\)\.recv",
    r"(?:flask|quart|bottle)\.request\.(?:args|form|json|values|data|files|get_json|query|forms|headers|cookies)",
    r"paho\.mqtt\..*\.payload",
)
_TABLE = (r"(?:pandas|polars|dask\.dataframe)\.(?:read_\w+|scan_\w+)", r"datasets\.load_dataset")
_ENVIRONMENT = (r"os\.environ(?:\.get)?", r"os\.getenv", r"getpass\.getuser", r"google\.colab\.userdata\.get")

_KINDS: tuple[tuple[Source, tuple[str, ...]], ...] = (
    ("model", _MODEL),
    ("widget", _WIDGET),
    ("input", _INPUT),
    ("network", _NETWORK),
    ("table", _TABLE),
    ("environment", _ENVIRONMENT),
)
_SOURCES = regex("|".join(f"(?P<{kind}>{'|'.join(names)})" for kind, names in _KINDS))
_CLEAN = regex(
    r"(?:builtins\.)?(?:int|float|complex|bool|len|abs|round|ord|hash|id|range|type|isinstance|issubclass|callable)"
    r"|numpy\.(?:arange|linspace|int\d*|float\d*|shape|prod|random\..*)|torch\.cuda\.\w+"
    r"|os\.(?:getcwd|getpid|cpu_count|getuid|name|sep|pathsep)|os\.path\.(?:getsize|getmtime|exists|isfile|isdir|sep)"
    r"|sys\.(?:executable|prefix|base_prefix|version|version_info|platform|maxsize|byteorder)(?:\.\w+|\[\])*"
    r"|(?:datetime|time|calendar|uuid|random|secrets|platform|multiprocessing|math|statistics|tempfile|hashlib|hmac)\..*"
    r"|pathlib\.Path\.(?:cwd|home)|__file__|__name__|torch\.__version__|.*\.__version__"
)
_CLEANERS = regex(r"(?i).*(?:quote|escape|sanit|clean|valid|allow|safe|hash|digest|strftime|isoformat|uuid)\w*")
# Functions and methods whose result is made of what they are given, and nothing else that matters.
_PASSES = frozenset(
    (
        *("str", "repr", "bytes", "list", "tuple", "set", "dict", "sorted", "reversed", "next", "iter", "format"),
        *("enumerate", "zip", "map", "filter", "min", "max", "sum", "getattr", "vars", "ascii", "memoryview"),
        *("os.path.join", "os.path.abspath", "os.path.expanduser", "os.path.basename", "os.path.dirname"),
        *("os.path.splitext", "os.path.normpath", "os.path.realpath", "os.fspath", "pathlib.Path", "pathlib.PurePath"),
        *("json.loads", "json.dumps", "json.load", "yaml.safe_load", "ast.literal_eval", "textwrap.dedent"),
        *("re.sub", "re.search", "re.match", "re.findall", "re.split", "re.fullmatch", "re.finditer", "io.StringIO"),
        *("io.BytesIO", "html.unescape", "urllib.parse.unquote", "markdown.markdown", "string.Template"),
        *("numpy.array", "pandas.DataFrame", "pandas.Series", "random.choice", "copy.copy", "copy.deepcopy"),
        *("compile", "bs4.BeautifulSoup", "IPython.display.HTML", "IPython.display.Markdown"),
        *("langchain_core.output_parsers.StrOutputParser", "asyncio.run", "nest_asyncio.run"),
    )
)


@lru_cache(maxsize=_CACHED)
def source_of(name: str) -> Source:
    """What a value of this qualified name, or the result of calling it, comes from; empty where that is not known."""
    match = _SOURCES.fullmatch(name)
    found: Source = match.lastgroup if match else ""  # type: ignore[assignment]  # the groups are the sources
    return found


@lru_cache(maxsize=_CACHED)
def is_clean(name: str) -> bool:
    """Whether what has this qualified name, or the result of calling it, is a number or otherwise out of reach."""
    return name not in _PASSES and _CLEAN.fullmatch(name) is not None


@lru_cache(maxsize=_CACHED)
def is_cleaner(name: str) -> bool:
    """Whether a function says of itself that it checks or quotes what it is given."""
    return _CLEANERS.fullmatch(name.rpartition(".")[2]) is not None


def passes_on(name: str) -> bool:
    """Whether a function gives back what it is given, in another shape."""
    return name in _PASSES
