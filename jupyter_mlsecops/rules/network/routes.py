"""Functions that others call over the network, or that a language model calls: routes and tools."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal

from ...sdk import Code, Frozen, Span, node_span

_WEB = frozenset(("get", "post", "put", "patch", "delete", "route", "websocket", "api_route", "api", "websocket_route"))
_TOOLS = frozenset(("tool", "function_tool", "kernel_function", "register_for_execution"))
_SERVICES = frozenset(("deployment", "service", "ingress"))
FRAMEWORKS = (
    *("fastapi", "flask", "starlette", "quart", "sanic", "litestar", "bottle", "robyn", "bentoml", "ray", "aiohttp"),
    *("blacksheep", "falcon", "flask_restful", "ninja", "connexion", "litserve"),
)
_METHODS = frozenset(("__call__", "predict", "generate", "post", "get", "infer", "classify"))


class Route(Frozen, frozen=True):
    """A function that is called from outside. ``span`` is ``def name``, ``body`` all of it with its decorators."""

    name: str
    kind: Literal["web", "tool"]
    span: Span
    body: Span
    parameters: frozenset[str]


def routes(code: Code) -> Iterator[Route]:
    """The routes and tools that a cell defines."""
    if "@" not in code.text:
        return
    is_web = code.uses_module(*FRAMEWORKS)
    for node in ast.walk(code.summary.parsed.tree):
        if isinstance(node, ast.ClassDef) and is_web and _SERVICES & set(_decorators(node)):
            for member in node.body:
                if isinstance(member, (ast.FunctionDef, ast.AsyncFunctionDef)) and member.name in _METHODS:
                    yield _route(code, member, "web")
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        names = set(_decorators(node))
        if is_web and names & _WEB:
            yield _route(code, node, "web")
        elif names & _TOOLS:
            yield _route(code, node, "tool")


def _decorators(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[str]:
    """The last parts of the names of a function's decorators; ``@get`` alone says nothing, ``@app.get`` does."""
    for decorator in node.decorator_list:
        func = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(func, ast.Attribute):
            yield func.attr
        elif isinstance(func, ast.Name) and func.id in _TOOLS | _SERVICES:
            yield func.id


def _route(code: Code, node: ast.FunctionDef | ast.AsyncFunctionDef, kind: Literal["web", "tool"]) -> Route:
    start, end = node_span(node, code.summary.lines)
    first = min((node_span(one, code.summary.lines).start for one in node.decorator_list), default=start)
    arguments = node.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    name_end = code.text.find(node.name, start) + len(node.name)
    parameters = frozenset(one.arg for one in named if one.arg not in ("self", "cls"))
    return Route(node.name, kind, Span(start, max(name_end, start + 1)), Span(first, end), parameters)
