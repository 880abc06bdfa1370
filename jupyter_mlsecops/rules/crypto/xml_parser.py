"""XML from elsewhere, read by parsers that do what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...sdk import (
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
    offer,
    regex,
    rule,
)

_TREES = ("xml.etree.ElementTree", "xml.etree.cElementTree")
_READS = ("parse", "fromstring", "iterparse", "XML", "fromstringlist")
# What defusedxml has under the same names.
_SHARED = frozenset((*_READS, "tostring", "XMLParser", "ParseError", "XMLParse"))
_STANDARD = (
    *(f"{tree}.{name}" for tree in _TREES for name in _READS),
    *(f"xml.dom.{module}.{name}" for module in ("minidom", "pulldom") for name in ("parse", "parseString")),
    *("xml.sax.parse", "xml.sax.parseString", "xml.dom.expatbuilder.parse", "xml.dom.expatbuilder.parseString"),
)
_LXML = tuple(
    f"lxml.{part}.{name}" for part in ("etree", "objectify") for name in ("parse", "fromstring", "iterparse", "XML")
)
_PARSERS = ("lxml.etree.XMLParser", "lxml.etree.XMLPullParser", "lxml.etree.ETCompatXMLParser")
_IMPORT = regex(
    r"^[ \t]{0,20}(?:import[ \t]+(xml)\.(?:etree\.c?ElementTree|dom\.minidom|dom\.pulldom|sax)[ \t]+as[ \t]+\w+"
    r"|from[ \t]+(xml\.etree|xml\.dom)[ \t]+import[ \t]+(?:ElementTree|minidom|pulldom)(?:[ \t]+as[ \t]+\w+)?)"
    r"[ \t]*(?=\r?$|#)",
    re.MULTILINE,
)


@rule(
    id="unsafe-xml-parser",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    title="XML from elsewhere read by an unprotected parser",
    cwe=[611, 776],
    screen=("xml", "resolve_entities"),
    aliases=("B313", "B314", "B317", "B318", "B319", "B320", "S313", "S314", "S317", "S318", "S319", "S320"),
    bad=[
        Example(
            "import requests\nimport xml.etree.ElementTree as ET\nroot = «ET.fromstring(requests.get(url).content)»",
            fixed="import requests\nimport defusedxml.ElementTree as ET\n"
            "root = ET.fromstring(requests.get(url).content)",
        ),
        Example(
            "from xml.dom import minidom\nimport urllib.request as r\n«r.urlretrieve(url, 'a.xml')»\n"
            "d = «minidom.parse('a.xml')»",
            fixed="from defusedxml import minidom\nimport urllib.request as r\nr.urlretrieve(url, 'a.xml')\n"
            "d = minidom.parse('a.xml')",
        ),
        "from lxml import etree\nimport requests\nx = «requests.get(url)».text\n# %%\nt = «etree.fromstring(x)»",
        Example(
            "from lxml import etree\np = «etree.XMLParser(resolve_entities=True)»",
            fixed="from lxml import etree\np = etree.XMLParser(resolve_entities=False)",
        ),
        "from xml.etree.ElementTree import parse\nt = «parse(path)»",
        "import xml.sax\nparser = xml.sax.make_parser()\n"
        "«parser.setFeature(xml.sax.handler.feature_external_ges, True)»",
    ],
    ok=[
        "import xml.etree.ElementTree as ET\nroot = ET.fromstring('<a/>')",
        "import xml.etree.ElementTree as ET\nroot = ET.Element('a')",
        "import defusedxml.ElementTree as ET, requests\nroot = ET.fromstring(requests.get(url).content)",
        "from lxml import etree\np = etree.XMLParser(resolve_entities=False)\nt = etree.parse(path, p)",
        "def fromstring(x): ...\nfromstring(x)",
    ],
)
def unsafe_xml_parser(code: Code) -> Iterator[Match]:
    """An XML text can grow to gigabytes as it is read, and some parsers put other files of this machine into it.

    Use the package defusedxml, whose functions have the same names."""
    for call in code.calls(*_STANDARD, *_LXML):
        source = call.argument(0, "source", "text", "file", "string")
        if call.is_reference or source is None or source.kind == "constant" and "<" in source.text:
            continue
        if "lxml" in call.name and call.argument(1, "parser") is not None:
            continue
        origin = code.origin(source)
        if origin.kind == "written":
            continue
        fetched = origin.kind in ("downloaded", "url")
        related = (origin.place,) if origin.place is not None and fetched and origin.place.span != call.span else ()
        inside = related and related[0].pointer == code.cell.source_pointer and _within(call.span, related[0].span)
        yield Match(
            call.span,
            "XML from the network read by an unprotected parser" if fetched else "",
            severity=None if fetched else Severity.INFO,
            related=() if inside else related,
            proposals=_defused(code, call),
        )
    for call in code.calls(*_PARSERS):
        entities, huge = call.keywords.get("resolve_entities"), call.keywords.get("huge_tree")
        if entities is not None and entities.is_true():
            edits = call.set_keyword("resolve_entities", "False")
            fix = offer("Set resolve_entities=False", Applicability.REVIEW, edits)
            yield Match(call.span, "Parser that puts other files into the text", Severity.MEDIUM, proposals=fix)
        elif huge is not None and huge.is_true():
            yield Match(call.span, "Parser without a limit", Severity.INFO)
    for call in code.calls("*.setFeature"):
        feature, on = call.argument(0), call.argument(1)
        external = feature is not None and feature.name.endswith(("feature_external_ges", "feature_external_pes"))
        if external and on is not None and on.is_true():
            fix = offer("Delete the statement", Applicability.REVIEW, call.drop_statement())
            yield Match(call.span, "Parser that puts other files into the text", Severity.MEDIUM, proposals=fix)


def _within(outer: Span, inner: Span | None) -> bool:
    return inner is not None and outer.start <= inner.start and inner.end <= outer.end


def _defused(code: Code, call: Call) -> tuple[Proposal, ...]:
    """The import taken from defusedxml, where the notebook uses nothing that defusedxml lacks."""
    if not call.name.startswith("xml.") or not code.remember(_has_it_all):
        return ()
    edits: list[TextEdit] = []
    for cell in code.cells:
        for found in _IMPORT.finditer(cell.text):
            start, end = found.span(1) if found.group(1) else found.span(2)
            module = "defusedxml"
            if found.group(1):  # xml.etree.ElementTree is defusedxml.ElementTree there
                end = cell.text.rfind(".", end, cell.text.find(" as", end))
            edits.append(TextEdit(Span(start, end), module, cell.cell.source_pointer))
    return offer("Use defusedxml (needs the package defusedxml)", Applicability.REVIEW, tuple(edits))


def _has_it_all(cells: tuple[Code, ...]) -> bool:
    """Whether defusedxml has all functions of ElementTree that a notebook calls."""
    made = (call.name for code in cells for tree in _TREES for call in code.calls(f"{tree}.*"))
    return all(name.rpartition(".")[2] in _SHARED for name in made if name.count(".") == 3)
