"""Templates that write values into HTML as they are, and prompts that are programs."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    GAP,
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Span,
    TextEdit,
    Value,
    offer,
    regex,
    rule,
    skeleton,
    taint,
)

from .sinks import SAID, comes_from

_ENVIRONMENTS = ("jinja2.Environment", "jinja2.environment.Environment", "jinja2.Environment().overlay")
_TEMPLATES = ("jinja2.Template", "jinja2.environment.Template")
_PROMPTS = (
    *(
        "langchain*.PromptTemplate",
        "langchain*.PromptTemplate.from_template",
        "langchain*.ChatPromptTemplate.from_template",
    ),
    *("langchain*.ChatPromptTemplate.from_messages", "langchain*.HumanMessagePromptTemplate.from_template"),
    *("langchain*.SystemMessagePromptTemplate.from_template", "langchain*.PromptTemplate.from_file"),
    *("PromptTemplate", "PromptTemplate.from_template", "ChatPromptTemplate.from_template"),
)
_MADE_OF_TEXT = (
    *(*_TEMPLATES, "jinja2.Environment().from_string", "jinja2.environment.Environment().from_string"),
    *("flask.render_template_string", "quart.render_template_string", "mako.template.Template"),
)
_TAG = regex(
    r"<(?:!doctype|html|body|head|div|p|h[1-6]|table|tr|td|th|ul|ol|li|span|a|b|i|img|script|style|form|br)\b[^<>]{0,200}>"
)
_FIELD = regex(r"\{\{\s*([A-Za-z_]\w*)\s*\}\}")


@rule(
    id="template-autoescape-off",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Template writes values without escaping them",
    cwe=(79, 1336),
    owasp=["LLM01"],
    atlas=["AML.T0051"],
    screen=("jinja2", "template_format", "mako", "render_template_string", "from_string", "Template"),
    aliases=("B701", "S701", "B702", "S702"),
    bad=[
        Example(
            "from jinja2 import Environment\nenv = «Environment(autoescape=False)»",
            fixed="from jinja2 import Environment\nenv = Environment(autoescape=True)",
        ),
        Example(
            "import jinja2 as j\nenv = «j.Environment(loader=j.FileSystemLoader('.'))»",
            fixed="import jinja2 as j\nenv = j.Environment(loader=j.FileSystemLoader('.'), autoescape=True)",
        ),
        Example(
            "from jinja2 import Template\n# %%\npage = «Template('<b>{{ name }}</b>')».render(name=name)",
            fixed="from jinja2 import Template\n# %%\n"
            "page = Template('<b>{{ name }}</b>', autoescape=True).render(name=name)",
        ),
        "from jinja2 import Template as T\nsource = '<p>{{ text }}</p>'\n# %%\nprint(«T(source)».render(text=t))",
        "import jinja2\nkw = {'autoescape': False}\nenv = «jinja2.Environment(**kw)»",
        Example(
            "from langchain.prompts import PromptTemplate\n"
            "p = «PromptTemplate.from_template('Tell me about {{ topic }}', template_format='jinja2')»",
            fixed="from langchain.prompts import PromptTemplate\n"
            "p = PromptTemplate.from_template('Tell me about {topic}')",
        ),
        "from langchain_core.prompts import PromptTemplate\n"
        "p = «PromptTemplate(template=text, input_variables=['a'], template_format='jinja2')»",
        "from flask import request, render_template_string\ndef page():\n"
        "    return «render_template_string('<p>' + request.args['name'] + '</p>')»",
        "from flask import render_template_string\ndef page(name):\n"
        "    return «render_template_string(f'<p>{name}</p>')»",
        "import jinja2\nenv = jinja2.Environment(autoescape=True)\n# %%\ntext = «input()»\nt = «env.from_string(text)»",
        "from mako.template import Template\npage = «Template('<b>${name}</b>')».render(name=name)",
    ],
    ok=[
        "from jinja2 import Environment, select_autoescape\nenv = Environment(autoescape=select_autoescape())",
        "import jinja2\nenv = jinja2.Environment(autoescape=True)",
        "from jinja2 import Template\nprompt = Template('Tell me about {{ topic }}').render(topic=t)",
        "from jinja2 import Template\npage = Template('<b>{{ name }}</b>', autoescape=True)",
        "from langchain.prompts import PromptTemplate\np = PromptTemplate.from_template('About {topic}')",
        "from flask import render_template_string\ndef page(name):\n"
        "    return render_template_string('<p>{{ name }}</p>', name=name)",
        "from string import Template\nTemplate('<b>$name</b>')",
        "import gym\nfrom jinja2 import Template\nenv = gym.Environment()",
        "from mako.template import Template\nt = Template('<b>${name}</b>', default_filters=['h'])",
        "from jinja2.sandbox import SandboxedEnvironment\nenv = SandboxedEnvironment(autoescape=True)",
        "text = 'jinja2.Environment(autoescape=False)'",
    ],
)
def template_autoescape_off(code: Code) -> Iterator[Match]:
    """A value with a tag in it becomes part of the page, and a script in it runs in the reader's browser.

    Pass autoescape=True to jinja2, and keep the f-string format for prompts: a jinja2 template is a program."""
    programs = {match.span: match for match in _programs(code)}
    yield from programs.values()
    yield from (match for match in _unescaped(code) if match.span not in programs)


def _programs(code: Code) -> Iterator[Match]:
    """Templates that are made of what comes from outside, which can then call whatever Python can."""
    for call in code.calls(*_MADE_OF_TEXT):
        text = call.argument(0, "source", "text")
        if text is None or call.is_reference or text.kind == "constant":
            continue
        made = taint(code, text)
        if made.kind == "tainted" and made.source != "table":
            message = f"{SAID[made.source].capitalize()} becomes a template, which is a program"
            yield Match(call.span, message, Severity.HIGH, related=comes_from(code, call, made.place))
        elif made.kind == "unknown" and call.name.endswith("render_template_string") and GAP in skeleton(code, text):
            yield Match(call.span, "Value written into a template, which is a program")


def _unescaped(code: Code) -> Iterator[Match]:
    for call in code.calls(*_ENVIRONMENTS):
        if not call.has_unknown_kwargs and _is_off(call):
            yield Match(call.span, proposals=_escape(call))
    for call in code.calls(*_TEMPLATES):
        text = call.argument(0, "source")
        is_html = text is not None and _TAG.search(text.text[:20_000])
        if is_html and not call.has_unknown_kwargs and _is_off(call):
            yield Match(call.span, proposals=_escape(call))
    for call in code.calls("mako.template.Template"):
        text = call.argument(0, "text")
        if text is not None and _TAG.search(text.text[:20_000]) and "default_filters" not in call.keywords:
            yield Match(call.span)
    for call in code.calls(*_PROMPTS):
        kind = call.argument(-1, "template_format")
        if kind is not None and kind.constant == "jinja2":
            message = "Prompt that is a jinja2 template"
            yield Match(call.span, message, proposals=_plain_format(code, call))


def _is_off(call: Call) -> bool:
    flag = call.keywords.get("autoescape")
    return flag is None or flag.is_false()


def _escape(call: Call) -> tuple[Proposal, ...]:
    return offer("Set autoescape=True", Applicability.REVIEW, call.set_keyword("autoescape", "True"))


def _plain_format(code: Code, call: Call) -> tuple[Proposal, ...]:
    """A proposal to use the plain format, where the template has nothing but names to fill in."""
    text = call.argument(0, "template")
    if text is None or not text.is_written_out or not isinstance(text.constant, str):
        return ()
    edits = _single_braces(code, text)
    dropped = call.drop_keyword("template_format")
    return offer("Use the plain format", Applicability.REVIEW, (*edits, *dropped) if edits and dropped else None)


def _single_braces(code: Code, text: Value) -> tuple[TextEdit, ...]:
    written = code.cell.source[slice(*text.span)]
    rest = _FIELD.sub("", written)
    if "{" in rest or "}" in rest:
        return ()
    fields = _FIELD.finditer(written)
    start = text.span.start
    return tuple(TextEdit(Span(start + m.start(), start + m.end()), "{" + m.group(1) + "}") for m in fields)
