"""Chat templates: what they name is told, nothing is rendered."""

from __future__ import annotations

import sys

import pytest

from .shapes import look, tokenizer, told


def facts(template: str) -> set[tuple[str, str]]:
    return {fact[:2] for fact in told("chat_template.jinja", template.encode())}


@pytest.mark.parametrize(
    "template",
    [
        "{{ x.__class__ }}",
        "{{ x['__class__'] }}",
        "{{ x['__cla' + 'ss__'] }}",
        "{{ x['__cla' ~ 'ss__'] }}",
        "{{ x[a if b else '__class__'] }}",
        "{{ x|map(attribute='__class__') }}",
        "{{ x|map('attr', '__class__') }}",
        "{{ x|selectattr('y.__class__') }}",
        "{{ x|groupby('__class__') }}",
        "{{ x|attr('__class__') }}",
        "{% if x.__class__ %}{% endif %}",
        "{% for a in x.__class__ %}{% endfor %}",
        "{% macro m(a=x.__class__) %}{% endmacro %}",
        "{% set a = x.__class__ %}",
        "{% generation %}{{ x.__class__ }}{% endgeneration %}",
        "{% call x.__class__() %}{% endcall %}",
        "{% set a = '__class__' %}{{ x[a] }}",
        "{% set a = '__cla' %}{% set b = a ~ 'ss__' %}{{ x[b] }}",
        "{% for a in ['__class__', '__mro__'] %}{{ x[a] }}{% endfor %}",
        "{% set ns = namespace(a='__class__') %}{{ x[ns.a] }}",
        "{% macro m(a='__class__') %}{{ x[a] }}{% endmacro %}",
    ],
)
def test_private_attributes_are_seen_wherever_they_stand(template: str) -> None:
    assert {what for kind, what in facts(template) if kind == "template-underscore"} >= {"__class__"} or (
        "template-underscore",
        "y.__class__",
    ) in facts(template)


@pytest.mark.parametrize(
    "template",
    [
        "{{ '__class__' }}",
        "{# x.__class__ #}",
        "x.__class__",
        "{% raw %}{{ x.__class__ }}{% endraw %}",
        "{{ '<|' ~ role ~ '|>' }}",
        "{{ messages[i + 1]['role'] }}",
        "{{ x['a' if b else 'c'] }}",
        "{% set ns = namespace(a=1) %}{% set ns.a = ns.a + 1 %}",
        "{% set i = messages|length - 1 - loop.index0 %}{{ messages[i] }}",
        "{% set a = call.name.split('.')[0] %}{{ tools[a] }}",
        "{{ messages[(messages|length - 2):] }}",
        "{{ loop.index0 % 2 }}{{ messages[loop.index0 % 2] }}",
    ],
)
def test_texts_and_comments_are_no_attributes(template: str) -> None:
    assert not {kind for kind, _ in facts(template)} & {"template-underscore", "template-computed"}


@pytest.mark.parametrize(
    "template",
    [
        "{{ x['__cla' + y] }}",
        "{{ x['%sclass%s' % ('__', '__')] }}",
        "{{ x['ssalc'|reverse] }}",
        "{{ x['__CLASS__'.lower()] }}",
        "{% set a = 'cl' ~ b %}{{ x[a] }}",
        "{% set a = '__ssalc__' %}{{ x[a[::-1]] }}",
        "{{ x[['__', 'class', '__']|join] }}",
        "{{ x[''.join(['__', 'class'])] }}",
        "{{ x[a.replace('x', '_')] }}",
        "{{ x|map(attribute='a' ~ b) }}",
    ],
)
def test_names_that_are_put_together_are_told(template: str) -> None:
    assert "template-computed" in {kind for kind, _ in facts(template)}


@pytest.mark.parametrize(
    ("template", "is_format"),
    [
        ("{{ '{0.__class__}'.format(x) }}", True),
        ("{{ '{x[__class__]}'.format_map(y) }}", True),
        ("{{ ('{0._' ~ 'a}').format(x) }}", True),
        ("{{ text.format(x) }}", True),
        ("{{ '{:>4}'.format(x) }}", False),
        ("{{ '%s'|format(x) }}", False),
    ],
)
def test_formats_that_read_attributes(template: str, is_format: bool) -> None:
    assert ("template-format" in {kind for kind, _ in facts(template)}) is is_format


def test_what_is_used_is_told_once() -> None:
    found = told("chat_template.jinja", b"{{ a|trim }}{{ b|trim }}{{ f(x) }}{{ x.run() }}{% if x is odd %}{% endif %}")
    assert sorted(fact[:2] for fact in found if fact[0] != "template-name") == [
        ("template-call", "f"),
        ("template-filter", "trim"),
        ("template-method", "run"),
        ("template-test", "odd"),
    ]


@pytest.mark.parametrize(
    "value",
    [
        "{{ x.__class__ }}",
        [{"name": "default", "template": "{{ x }}"}, {"name": "tool_use", "template": "{{ x.__class__ }}"}],
        {"default": "{{ x.__class__ }}"},
    ],
)
def test_templates_of_a_tokenizer(value: object) -> None:
    assert ("template-underscore", "__class__", None) in told("tokenizer_config.json", tokenizer(value))


@pytest.mark.parametrize("template", ["{% if %}", "{{ x", "{{ " + "(" * 5000, "{% for x in y %}" * 500, "\xff"])
def test_what_does_not_parse_is_a_gap(template: str) -> None:
    assert not look("chat_template.jinja", template.encode("latin-1")).complete


def test_without_jinja2_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from jupyter_mlsecops.formats import templates

    monkeypatch.setitem(sys.modules, "jinja2", None)
    templates._environment.cache_clear()
    try:
        (gap,) = look("chat_template.jinja", b"{{ x.__class__ }}").gaps
    finally:
        templates._environment.cache_clear()
    assert "jinja2" in gap.why and "Install" in gap.cure
