"""What a language model answers, or somebody types into a widget, and what is run because of it."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    SUBPROCESS,
    Call,
    Code,
    Confidence,
    Example,
    Frozen,
    Match,
    Proposal,
    Severity,
    Source,
    Span,
    Value,
    regex,
    rule,
    taint,
)

from .eval_exec import literal_eval
from .quoting import wrapped
from .sinks import EXPRESSIONS, QUOTES, comes_from, runs_code, runs_shell

_SQL = (
    *("*.execute", "*.executemany", "*.executescript", "*.exec_driver_sql", "*.read_sql", "*.read_sql_query"),
    *("*.sql", "sqlalchemy.text", "sqlalchemy.sql.text", "pandasql.sqldf", "*.run", "*.run_no_throw"),
    *("duckdb.query", "duckdb.connect().query", "google.cloud.bigquery.Client().query", "*.query_df", "*.read_gbq"),
    *("*.fetch_all", "*.fetchrow", "*.fetchval", "*.execute_query", "*.run_query", "awswrangler.athena.read_sql_query"),
)
_DATABASE = regex(
    r"(?:.*\.)?(?:\w*(?:cur|cursor|con|conn|connection|db|database|engine|session|sqlite|duckdb|spark|sql|bigquery|athena|clickhouse)\w*|pandas|pd"
    r"|sqlalchemy|psycopg2?|cx_Oracle|pyodbc|pymysql|SQLDatabase)\b.*"
)
_PYTHON = regex(r"(?:.*/)?python[\d.]*(?:\.exe)?")


class _Sink(Frozen, frozen=True):
    """A call that does what a text says; ``what`` it does with it."""

    call: Call
    value: Value
    what: str
    severity: Severity
    clean: tuple[str, ...] = ()


@rule(
    id="llm-output-to-sink",
    on=Code,
    severity=Severity.CRITICAL,
    confidence=Confidence.MEDIUM,
    title="Answer of a language model is run",
    cwe=(94, 95),
    owasp=["LLM05", "LLM01"],
    atlas=["AML.T0051", "AML.T0050"],
    screen=("eval", "exec", "system", "popen", "subprocess", "sql", "query", "run_cell", ".run("),
    bad=[
        "from openai import OpenAI\nclient = OpenAI()\n"
        "answer = «client.chat.completions.create(model='m', messages=m)»\n"
        "# %%\n«exec(answer.choices[0].message.content)»",
        Example(
            "import ast\nanswer = «client.chat.completions.create(model='m', messages=m)»\n"
            "rows = «eval(answer.choices[0].message.content)»",
            fixed="import ast\nanswer = client.chat.completions.create(model='m', messages=m)\n"
            "rows = ast.literal_eval(answer.choices[0].message.content)",
        ),
        "import re\nfrom anthropic import Anthropic\ntext = «Anthropic().messages.create(messages=m)».content[0].text\n"
        "# %%\nprogram = re.search('```python(.*)```', text, re.S).group(1)\n«exec(program)»",
        "import google.generativeai as g\nmodel = g.GenerativeModel('m')\ntext = «model.generate_content(p)».text\n"
        "import subprocess\n«subprocess.run(text, shell=True)»",
        "def ask(prompt):\n    r = «client.chat.completions.create(messages=prompt)»\n"
        "    return r.choices[0].message.content\n# %%\nimport os\n«os.system(ask('which command?'))»",
        "from langchain_openai import ChatOpenAI\nllm = ChatOpenAI()\nchain = prompt | llm\n# %%\n"
        "code = «chain.invoke({'q': q})».content.strip('`')\n«exec(code, {})»",
        "from langchain.chains import LLMChain\nchain = LLMChain(llm=llm, prompt=p)\n"
        "«get_ipython().run_cell(chain.run(q))»",
        "from transformers import pipeline\npipe = pipeline('text-generation')\n«exec(pipe(p)[0]['generated_text'])»",
        "from own import sql_chain\nsql = «sql_chain.invoke({'q': q})»\n# %%\nrows = «cur.execute(sql)»",
        "import ollama\nsql = «ollama.chat(model='m', messages=m)»['message']['content']\n# %%\n«cursor.execute(sql)»",
        "from openai import OpenAI\nsql = «OpenAI().responses.create(input=q)».output_text\nimport pandas as pd\n"
        "df = «pd.read_sql(sql, con)»",
        "import litellm, pandas as pd\nr = «litellm.completion(model='m', messages=m)»\n# %%\n"
        "df = «df.query(r.choices[0].message.content)»",
        "text = ''\nfor part in «client.chat.completions.create(stream=True)»:\n"
        "    text += part.choices[0].delta.content\n"
        "«exec(text)»",
        "class Agent:\n    def ask(self, p):\n"
        "        return «self.client.chat.completions.create(messages=p)».choices[0]\n"
        "    def run(self, p):\n        «exec(self.ask(p).message.content)»",
        "import subprocess, sys\nr = «client.responses.create(input=q)».output_text\n"
        "«subprocess.run([sys.executable, '-c', r])»",
        "from openai import OpenAI\nr = «OpenAI().responses.create(input=q)».output_text\n# %%\n"
        "opts = {'shell': True}\n"
        "import subprocess\n«subprocess.run(r, **opts)»",
    ],
    ok=[
        "answer = client.chat.completions.create(model='m', messages=m)\nprint(answer.choices[0].message.content)",
        "import json\nanswer = client.responses.create(input=q)\nrows = json.loads(answer.output_text)",
        "import ast\nanswer = client.responses.create(input=q)\nrows = ast.literal_eval(answer.output_text)",
        "answer = client.responses.create(input=q)\nwith Sandbox() as box:\n    box.run_code(answer.output_text)",
        "answer = client.responses.create(input=q)\ncur.execute('INSERT INTO a VALUES (?)', (answer.output_text,))",
        "answer = client.responses.create(input=q)\nn = int(answer.output_text)\nimport os\nos.system(f'sleep {n}')",
        "answer = client.responses.create(input=q)\ncollection.query(answer.output_text)",
        "from transformers import pipeline\nmodel = pipeline('text-generation').model\nmodel.eval()",
        "def create(x): ...\nprint(create('x = 1'))",
        "answer = client.responses.create(input=q)\nimport subprocess\nsubprocess.run(['echo', answer.output_text])",
        "answer = client.responses.create(input=q)\nagent.execute(answer.output_text)",
        "rows = cur.execute(table.invoke({'q': q}))",
        "text = 'exec(client.responses.create(input=q).output_text)'",
    ],
)
def llm_output_to_sink(code: Code) -> Iterator[Match]:
    """The answer of a language model is run here, and any text that the model reads can decide what that answer is.

    Let a person read the answer first, run it in a container without network and secrets, or ask for data as JSON and
    read it with json.loads."""
    yield from _reached(code, "model", "The answer of a language model")


@rule(
    id="widget-input-to-sink",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="What is typed into a widget is run",
    cwe=95,
    owasp=["LLM05"],
    atlas=["AML.T0050"],
    screen=("widgets", "interact", "streamlit", "gradio", "panel", "gr."),
    bad=[
        "import pandas as pd\nfrom ipywidgets import interact\ndef show(expression):\n"
        "    return «df.query(expression)»\n"
        "interact(show, expression='a > 1')",
        Example(
            "import ast\nimport ipywidgets as w\nbox = w.Text()\n# %%\nprint(«eval(box.value)»)",
            fixed="import ast\nimport ipywidgets as w\nbox = w.Text()\n# %%\nprint(ast.literal_eval(box.value))",
        ),
        "import ipywidgets as widgets, os\n@widgets.interact(folder='.')\ndef show(folder):\n"
        "    «os.system(f'ls {folder}')»",
        "from ipywidgets import interact_manual\ninteract_manual(lambda code: «exec(code)», code='')",
        "from ipywidgets import Textarea\nbox = Textarea()\n# %%\n"
        "box.observe(lambda change: «eval(change['new'])», 'value')",
        "import gradio as gr\ndef run(text):\n    return «eval(text)»\n# %%\n"
        "gr.Interface(fn=run, inputs='text', outputs='text')",
        "import streamlit as st, pandas as pd\n«pd.read_sql('SELECT * FROM t WHERE a = ' + st.text_input('a'), con)»",
        "import streamlit as st, duckdb\nname = st.text_input('a')\n"
        "st.write(«duckdb.query(f\"select * from t where a = '{name}'\")».df())",
        "import ipywidgets as w\nname = w.Combobox()\ndef go(_):\n"
        "    «cur.execute(f'DELETE FROM t WHERE a = {name.value}')»\n"
        "w.Button().on_click(go)",
        "import ipywidgets as w\nbox = w.Text()\ndef go(_):\n    display(«df.query(box.value)»)\n"
        "w.Button().on_click(go)",
        "from ipywidgets import interactive_output, Text\nbox = Text()\ndef show(e):\n    «eval(e)»\n"
        "interactive_output(show, {'e': box})",
    ],
    ok=[
        "from ipywidgets import interact\ndef show(n):\n    return df.query(f'a > {n}')\ninteract(show, n=3)",
        "import ipywidgets as w\nbox = w.IntSlider()\nprint(box.value)",
        "import ipywidgets as w\nbox = w.Text()\nprint(float(box.value))",
        "import ipywidgets as w, ast\nbox = w.Text()\nprint(ast.literal_eval(box.value))",
        "import ipywidgets as w, os, shlex\nbox = w.Text()\nos.system('ls ' + shlex.quote(box.value))",
        "from ipywidgets import interact\ndef show(kind):\n    return plot(kind)\ninteract(show, kind='a')",
        "import gradio as gr\ndef run(text):\n    return model.predict(text)\n"
        "gr.Interface(fn=run, inputs='text', outputs='text')",
    ],
)
def widget_input_to_sink(code: Code) -> Iterator[Match]:
    """Whoever can reach the widget runs code in this kernel with what is typed there.

    Offer a fixed list of choices, convert the text (float, ast.literal_eval), or pass it as a parameter."""
    yield from _reached(code, "widget", "What is typed into a widget")


def _reached(code: Code, source: Source, said: str) -> Iterator[Match]:
    seen: set[Span] = set()
    for sink in _sinks(code):
        made = taint(code, sink.value, sink.clean)
        if made.source != source or made.kind != "tainted" or sink.call.span in seen:
            continue
        seen.add(sink.call.span)
        severity = sink.severity if source == "model" else Severity.MEDIUM
        related = comes_from(code, sink.call, made.place) if source == "model" else ()
        yield Match(sink.call.span, f"{said} is {sink.what}", severity, related=related, proposals=_fixes(code, sink))


def _sinks(code: Code) -> Iterator[_Sink]:
    for call, value in runs_code(code):
        if value is not None and not call.is_reference:
            yield _Sink(call, value, "run as Python", Severity.CRITICAL)
    for call, value in runs_shell(code):
        if value is not None and not call.is_reference:
            yield _Sink(call, value, "given to a shell", Severity.CRITICAL, QUOTES)
    for call in code.calls(*SUBPROCESS):
        words = call.args[0].items if call.args else ()
        if len(words) > 2 and words[1].constant == "-c" and _is_python(words[0]):
            yield _Sink(call, words[2], "run as Python", Severity.CRITICAL)
    for call in code.calls(*_SQL):
        value = call.argument(0, "sql", "text", "query", "statement", "command")
        if value is not None and (_DATABASE.fullmatch(call.name) or _DATABASE.fullmatch(call.written)):
            is_run = call.name.endswith((".run", ".run_no_throw"))
            if not is_run or "SQLDatabase" in call.name:
                yield _Sink(call, value, "run as SQL", Severity.HIGH)
    for call in code.calls(*EXPRESSIONS):
        value = call.argument(0, "expr", "ex")
        if value is not None and _is_frame(call):
            yield _Sink(call, value, "evaluated by pandas", Severity.HIGH)


def _is_python(word: Value) -> bool:
    text = word.constant
    return word.name == "sys.executable" or (isinstance(text, str) and _PYTHON.fullmatch(text) is not None)


def _is_frame(call: Call) -> bool:
    name = call.written.rpartition(".")[0].lower()
    return call.name.startswith(("pandas.", "numexpr.")) or name.startswith(("df", "data", "frame")) or "df" in name


def _fixes(code: Code, sink: _Sink) -> tuple[Proposal, ...]:
    if sink.what == "run as Python":
        return literal_eval(code, sink.call, sink.value)
    if sink.what == "given to a shell":
        return wrapped(code, sink.value, "shlex.quote", "Quote with shlex.quote", QUOTES)
    return ()
