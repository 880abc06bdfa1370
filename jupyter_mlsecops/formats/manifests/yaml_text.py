"""YAML with places: libyaml reads it, and its events are put together here, so that no node and no alias is trusted.

PyYAML's own composer calls itself for each level and its constructor copies what an alias names; a file of some
kilobytes can end the process with the one and fill the memory with the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from ...core.dependency import NotReadable
from ...core.text import Span

_DEPTH = 50
_REPEATED = 100_000  # nodes that aliases may repeat
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(eq=False)
class Node:
    """One value: a ``text`` (None for others), a list of ``items`` or the ``members`` of a mapping in order.

    An alias is the very node that it names; ``is_broken`` is one that names nothing that is complete before it.
    """

    span: Span
    text: str | None = None
    items: list[Node] = field(default_factory=list)
    members: dict[str, Node] = field(default_factory=dict)
    is_broken: bool = False
    size: int = 1  # nodes in it, all that aliases repeat counted each time

    def get(self, name: str) -> Node:
        """The member of this name, also one that ``<<`` merges in; an empty node where there is none."""
        if name not in self.members and "<<" in self.members:
            return self.members["<<"].get(name)
        return self.members.get(name, _NONE)

    @property
    def words(self) -> str:
        """Its text; empty where it is none."""
        return self.text or ""


_NONE = Node(Span(0, 0))


def parse(text: str) -> Node:
    """The first document of a YAML text. Raises ``NotReadable``."""
    try:
        return _document(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark is not None else ""
        raise NotReadable(f"The file is not valid YAML{where}.") from error
    except ValueError as error:  # a lone surrogate, a number of a line that no computer has
        raise NotReadable("The file holds characters that YAML does not allow.") from error


def _document(text: str) -> Node:
    root = Node(Span(0, 0))
    anchors: dict[str, Node] = {}
    open_: list[tuple[Node, list[str], str]] = [(root, [], "")]  # with the key that waits for its value, and the anchor
    repeated = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.DocumentEndEvent):
            break
        if isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            done, _, anchor = open_.pop()
            open_[-1][0].size += done.size
            if anchor:
                anchors[anchor] = done
        elif isinstance(event, yaml.NodeEvent):
            node = _node(event, text, anchors)
            holder, waiting, _ = open_[-1]
            _add(holder, waiting, node)
            if isinstance(event, yaml.CollectionStartEvent):
                if len(open_) > _DEPTH:
                    raise NotReadable("The file is nested too deeply.")
                is_mapping = isinstance(event, yaml.MappingStartEvent)
                open_.append((node, [_MAPPING] if is_mapping else [], event.anchor or ""))
            else:
                holder.size += node.size
                repeated += node.size if isinstance(event, yaml.AliasEvent) else 0
                if repeated > _REPEATED:
                    raise NotReadable("The file repeats too much by aliases.")
    return root.items[0] if root.items else _NONE


_MAPPING = "\0"  # in a mapping the next text is a key


def _add(holder: Node, waiting: list[str], node: Node) -> None:
    if not waiting:
        holder.items.append(node)
    elif len(waiting) == 1:
        waiting.append(node.words)
    else:
        holder.members.setdefault(waiting.pop(), node)


def _node(event: yaml.NodeEvent, text: str, anchors: dict[str, Node]) -> Node:
    assert event.start_mark is not None and event.end_mark is not None  # events of a parser have places
    start, end = event.start_mark.index, event.end_mark.index
    anchor = event.anchor or ""
    if isinstance(event, yaml.AliasEvent):
        known = anchors.get(anchor)
        if known is None:
            return Node(Span(start, end), is_broken=True)
        return Node(Span(start, end), known.text) if known.text is not None else known
    if not isinstance(event, yaml.ScalarEvent):
        anchors.pop(anchor, None)
        return Node(Span(start, end))
    value: str = event.value
    if anchor:
        start += len(anchor) + 1 if text.startswith("&", start) else 0
    stripped = value.strip()
    at = text.find(stripped, start, end)
    # A text that is folded or has escapes stands nowhere as it is read.
    node = Node(Span(at, at + len(stripped)) if at >= 0 else Span(start, end), value)
    if anchor:
        anchors[anchor] = node
    return node


def entries(node: Node) -> list[Node]:
    """The items of a list of packages. Raises ``NotReadable`` where some of them are told by an alias of nothing."""
    if node.is_broken or any(item.is_broken for item in node.items):
        raise NotReadable("The file repeats packages by an alias of something that is not complete.")
    return node.items


def texts(node: Node) -> Iterator[Node]:
    """The texts of a list, in order."""
    return (item for item in entries(node) if item.text is not None)
