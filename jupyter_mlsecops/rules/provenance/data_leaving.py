"""Personal data written to files, and data of any kind handed to hosted language models."""

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
    Severity,
    Span,
    TextEdit,
    is_nearby,
    offer,
    rule,
)
from .hosted_llm import hosted_calls
from .personal import personal_columns
from .printers import values_of
from .reach import at, made_of, settled

_WRITERS = tuple(
    f"*.to_{kind}" for kind in "csv parquet excel sql json feather pickle gbq hdf html stata orc clipboard".split()
)
_SENDERS = (
    *(
        f"{c}.{v}"
        for c in ("requests", "requests.Session()", "httpx", "httpx.Client()")
        for v in ("post", "put", "patch")
    ),
    *("urllib.request.Request", "urllib.request.urlopen", "wandb.Table", "wandb.log", "mlflow.log_table"),
    *("streamlit.dataframe", "streamlit.write", "*.push_to_hub"),
)
_TEXTS = frozenset("to_string to_csv to_json to_markdown to_dict to_html to_records".split())
_READS = frozenset(("read", "read_text", "read_bytes"))


@rule(
    id="pii-written-or-sent",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    profile="strict",
    title="Columns of personal data written or sent",
    cwe=[359, 312],
    owasp=["LLM02"],
    screen=("to_", "post", "put", "patch", "Request", "create", "generate", "Table", "push_to_hub", "log"),
    bad=[
        Example(
            "import pandas as pd\ndf = pd.read_csv('a.csv')\ndf['email'].head()\n«df.to_csv('out.csv', index=False)»",
            fixed="import pandas as pd\ndf = pd.read_csv('a.csv')\ndf['email'].head()\n"
            "df.drop(columns=[\"email\"]).to_csv('out.csv', index=False)",
        ),
        "import pandas as pd\ndf = pd.DataFrame({'ssn': s, 'age': a})\n# %%\n«df.to_parquet('out.parquet')»",
        "import pandas as pd\ndf = pd.read_csv('a.csv', usecols=['Email', 'DateOfBirth'])\n«df.to_sql('t', con)»",
        "«df[['customer_email', 'phone_number']].to_excel('out.xlsx')»",
        "import pandas as pd\npeople = pd.read_csv('a.csv', names=['first_name', 'last_name', 'score'])\n"
        "top = people.sort_values('score').head(10)\n«top.to_json('top.json')»",
        "import requests\nprint(df['ssn'])\n«requests.post('https://api.tool.dev/v1', json=df.to_dict())»",
        "from openai import OpenAI\nclient = OpenAI()\nrows = df[['email', 'note']].to_string()\n"
        "r = «client.chat.completions.create(model='m', messages=[{'role': 'user', 'content': f'Sum up {rows}'}])»",
    ],
    ok=[
        "import pandas as pd\ndf = pd.read_csv('a.csv')\ndf.to_csv('out.csv')",
        "df['email'].head()\ndf.drop(columns=['email']).to_csv('out.csv')",
        "print(df['email'])\ndf['email'] = df['email'].map(digest)\ndf.to_csv('out.csv')",
        "print(df['email'])\ndf.groupby('country').size().to_csv('out.csv')",
        "print(df['email'])\ndf[['age', 'score']].to_csv('out.csv')",
        "df = df.drop(columns=['ssn'])\nprint(df['age'])\ndf.to_parquet('out.parquet')",
        "import requests\nprint(df['ssn'])\nrequests.post('http://localhost:8000', json=df.to_dict())",
        "config['email'] = 'x'\nprint(config['email'])",
        "text = \"df[['ssn']].to_csv('a.csv')\"",
        "model['phone_model'].to('cuda')",
    ],
)
def pii_written_or_sent(code: Code) -> Iterator[Match]:
    """Every copy of personal data has to be protected, found and deleted one day, and this makes another one.

    Drop the columns that are not needed, or replace them by a keyed hash, before the data is written or sent."""
    for call in code.calls(*_WRITERS):
        frame = call.receiver
        columns = personal_columns(code, frame) if frame is not None and not _is_text(call) else frozenset()
        if columns and frame is not None:
            names = ", ".join(f'"{column}"' for column in sorted(columns))
            edit = TextEdit(Span(frame.span.end, frame.span.end), f".drop(columns=[{names}])")
            is_frame = not isinstance(frame.spot.node, ast.Subscript)
            fixes = offer(f"Leave out {names}", Applicability.REVIEW, (edit,)) if is_frame else ()
            yield Match(call.span, _message(columns, "written"), proposals=fixes)
    for call in (*code.calls(*_SENDERS), *hosted_calls(code)):
        url = call.argument(0, "url")
        if url is not None and is_nearby(url.text):
            continue
        columns = frozenset().union(*(_carried(code, call)))
        if columns:
            yield Match(call.span, _message(columns, "sent"))


def _is_text(call: Call) -> bool:
    """Whether ``to_csv()`` and its relatives give a text back because they are told no file."""
    return not call.args and not {"path_or_buf", "path", "excel_writer", "buf", "name", "con"} & call.keywords.keys()


def _carried(code: Code, call: Call) -> Iterator[frozenset[str]]:
    for value in values_of(call):
        for step in made_of(code, value):
            node = settled(step, code).node
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _TEXTS:
                yield personal_columns(code, at(settled(step, code), code, node.func.value).value)


def _message(columns: frozenset[str], done: str) -> str:
    words = sorted(columns)
    shown = ", ".join(word for word in words[:3])
    return f"Personal data {done}: {shown}{' …' if len(words) > 3 else ''}"


@rule(
    id="data-sent-to-hosted-llm",
    on=Code,
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    title="Data sent to a hosted language model",
    cwe=201,
    owasp=["LLM02"],
    screen=("openai", "anthropic", "genai", "generativeai", "vertexai", "litellm", "cohere", "langchain", "mistralai")
    + ("groq", "together", "replicate", "InferenceClient", "bedrock"),
    bad=[
        "from openai import OpenAI\nclient = OpenAI()\n"
        "r = «client.chat.completions.create(model='m', messages=[{'role': 'user', 'content': df.to_string()}])»",
        "import anthropic\nc = anthropic.Anthropic()\ntext = open('contract.txt').read()\n# %%\n"
        "r = «c.messages.create(model='m', max_tokens=9, messages=[{'role': 'user', 'content': f'Sum up: {text}'}])»",
        "import google.generativeai as genai\nm = genai.GenerativeModel('m')\n"
        "r = «m.generate_content(df.to_markdown())»",
        "from pathlib import Path\nfrom litellm import completion as ask\n"
        "r = «ask(model='m', messages=[{'role': 'user', 'content': Path('a.txt').read_text()}])»",
        "from langchain_openai import ChatOpenAI\nllm = ChatOpenAI()\nr = «llm.invoke('Explain ' + df.to_csv())»",
    ],
    ok=[
        "from openai import OpenAI\nclient = OpenAI()\n"
        "r = client.chat.completions.create(model='m', messages=[{'role': 'user', 'content': 'Hello'}])",
        "from openai import OpenAI\nclient = OpenAI(base_url='http://localhost:11434/v1', api_key='x')\n"
        "r = client.chat.completions.create(model='m', messages=[{'role': 'user', 'content': df.to_string()}])",
        "print(df.to_string())\nimport openai",
        "import ollama\nr = ollama.chat(model='m', messages=[{'role': 'user', 'content': df.to_string()}])",
    ],
)
def data_sent_to_hosted_llm(code: Code) -> Iterator[Match]:
    """The table or file leaves this machine with the prompt, and the provider may keep it.

    Check that the data may be given to this provider; send the columns and rows that the question needs, or ask a
    model that runs here."""
    for call in hosted_calls(code):
        if any(_is_data(code, call)):
            yield Match(call.span)


def _is_data(code: Code, call: Call) -> Iterator[bool]:
    for value in values_of(call):
        for step in made_of(code, value):
            node = settled(step, code).node
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr in _TEXTS - {"to_dict", "to_json"}:
                    yield True
                elif node.func.attr in _READS:
                    made = at(settled(step, code), code, node.func.value).value.name
                    yield made in ("open()", "io.open()", "pathlib.Path()") or made.startswith("pathlib.Path")
