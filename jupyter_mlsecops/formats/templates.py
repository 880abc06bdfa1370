"""Chat templates: Jinja text that a tokenizer renders. It is parsed and looked at, never rendered.

What it names is told: filters, tests, methods, calls and what it reads of its surroundings. Private attributes, and
attributes whose names are put together, are told apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from .fact import Kind
from .jsons import Json, text_of
from .record import PATIENCE, Record
from .templatetexts import Texts

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

_LONGEST = 128 << 10
_COST = 6
_INSTALL = "Install jinja2 (it comes with jupyter_server)."
# Filters and their arguments that name an attribute to be read.
_BY_ATTRIBUTE = frozenset(
    "map selectattr rejectattr groupby sort unique sum min max join attr dictsort".split(),
)
_FORMATTERS = frozenset({"format", "format_map"})


def read_template(text: str, record: Record, member: str = "", offset: int | None = None, detail: str = "") -> None:
    """Note all that one template names. ``detail`` says which template of the file it is."""
    if len(text) > _LONGEST:
        record.gap(f"A template is longer than {_LONGEST:,} characters.", member, offset, PATIENCE)
        return
    # Parsing costs some microseconds a character.
    record.items(_COST * len(text))
    try:
        environment = _environment()
    except ImportError:
        record.gap("Chat templates were not read: jinja2 is missing.", member, offset, _INSTALL)
        return
    try:
        tree = environment.parse(text)
    except RecursionError:
        record.gap("A template is nested too deeply.", member, offset)
        return
    except Exception as error:  # its parser lets errors of its lexer, of numbers and of texts through
        line = getattr(error, "lineno", None)
        where = f" (line {line})" if line else ""
        record.gap(f"A template is not valid Jinja{where}.", member, offset)
        return
    _Look(record, member, offset, detail).over(tree)


def read_templates(value: Json, record: Record, member: str = "") -> None:
    """The templates of a ``chat_template`` entry: a text, a list of named ones, or a mapping of names."""
    if isinstance(value, str):
        read_template(value, record, member, detail="chat_template")
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, dict):
                read_template(text_of(item.get("template")), record, member, detail=text_of(item.get("name")))
            elif isinstance(item, str):
                read_template(item, record, member, detail="chat_template")
    elif isinstance(value, dict):
        for name, item in value.items():
            read_template(text_of(item), record, member, detail=name)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, nodes
    from jinja2.ext import Extension
    from jinja2.parser import Parser

    class Generation(Extension):
        """The tag with which libraries mark what the assistant says."""

        tags = {"generation"}  # noqa: RUF012

        def parse(self, parser: Parser) -> nodes.Node:
            line = next(parser.stream).lineno
            body = parser.parse_statements(("name:endgeneration",), drop_needle=True)
            return nodes.Scope(body, lineno=line)

    # Nothing is rendered: what rendering would escape does not matter.
    return Environment(  # noqa: S701
        extensions=[Generation, "jinja2.ext.loopcontrols", "jinja2.ext.do"], trim_blocks=True, lstrip_blocks=True
    )


class _Look:
    """One walk over the tree of a template."""

    def __init__(self, record: Record, member: str, offset: int | None, detail: str) -> None:
        self.record = record
        self.member = member
        self.offset = offset
        self.detail = detail
        self.texts = Texts(())

    def over(self, tree: nodes.Template) -> None:
        from jinja2 import nodes

        everything = list(_all(tree))
        self.record.items(len(everything))
        self.texts = Texts(everything)
        own = {node.name for node in everything if isinstance(node, nodes.Name) and node.ctx in ("store", "param")}
        own |= {node.name for node in everything if isinstance(node, nodes.Macro)}
        for node in everything:
            match node:
                case nodes.Getattr():
                    self.attribute(node.attr, node)
                case nodes.Getitem() if not isinstance(node.arg, nodes.Slice):
                    self.item(node.arg, node)
                case nodes.Filter():
                    self.note(Kind.TEMPLATE_FILTER, node.name, node)
                    if node.name in _BY_ATTRIBUTE:
                        for argument in [*node.args, *(pair.value for pair in node.kwargs)]:
                            self.item(argument, node)
                case nodes.Test():
                    self.note(Kind.TEMPLATE_TEST, node.name, node)
                case nodes.Call():
                    self.call(node, own)
                case nodes.Name() if node.ctx == "load" and node.name not in own:
                    self.note(Kind.TEMPLATE_NAME, node.name, node)
                    if node.name.startswith("_"):
                        self.note(Kind.TEMPLATE_UNDERSCORE, node.name, node)
                case nodes.Include() | nodes.Import() | nodes.FromImport() | nodes.Extends():
                    self.note(Kind.TEMPLATE_FILE, type(node).__name__.lower(), node)

    def note(self, kind: Kind, what: str, node: nodes.Node) -> None:
        place = f"{self.detail}, line {node.lineno}" if self.detail else f"line {node.lineno}"
        self.record.once(kind, what, self.offset, self.member, place)

    def attribute(self, name: str, node: nodes.Node) -> None:
        if any(part.startswith("_") for part in name.split(".")):
            self.note(Kind.TEMPLATE_UNDERSCORE, name, node)

    def item(self, key: nodes.Expr, node: nodes.Node) -> None:
        """A key by which an attribute or an item is read; filters that read attributes have it as an argument."""
        for name in sorted(self.texts.known(key)):
            self.attribute(name, node)
        if not self.texts.known(key) and self.texts.built(key):
            self.note(Kind.TEMPLATE_COMPUTED, type(key).__name__.lower(), node)

    def call(self, node: nodes.Call, own: set[str]) -> None:
        from jinja2 import nodes

        called = node.node
        if isinstance(called, nodes.Name):
            if called.name not in own:
                self.note(Kind.TEMPLATE_CALL, called.name, node)
            return
        if isinstance(called, nodes.Getattr):
            names = {called.attr}
        elif isinstance(called, nodes.Getitem):
            names = self.texts.known(called.arg) or {"[…]"}
        else:
            self.note(Kind.TEMPLATE_CALL, type(called).__name__.lower(), node)
            return
        for name in sorted(names):
            self.note(Kind.TEMPLATE_METHOD, name, node)
            if name in _FORMATTERS:
                texts = self.texts.known(called.node)
                if not texts or any(mark in text for text in texts for mark in ("._", "[_", ".{", "[{")):
                    self.note(Kind.TEMPLATE_FORMAT, name, node)


def _all(tree: nodes.Node) -> Iterator[nodes.Node]:
    """Every node, without recursion, in the order of the text."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(list(node.iter_child_nodes()))
