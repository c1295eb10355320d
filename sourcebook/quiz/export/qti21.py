"""QTI 2.1: one zip with a test and a file for each question.

It holds the book's marking exactly, ordering and part marks too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from sourcebook.identity import Identity
from sourcebook.quiz.export.item import Item
from sourcebook.quiz.export.pack import node, xml, zipped
from sourcebook.quiz.export.text import accepted, digits, paragraphs, short

_QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_RESPONSE = "RESPONSE"


def _root(tag: str, space: str, place: str, **attributes: str) -> ET.Element:
    return ET.Element(tag, {"xmlns": space, "xmlns:xsi": _XSI, "xsi:schemaLocation": f"{space} {place}", **attributes})


def _qti(tag: str, **attributes: str) -> ET.Element:
    return _root(tag, _QTI, "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd", **attributes)


def _html(parent: ET.Element, html: str) -> None:
    """HTML of ours as elements; QTI allows a link no title."""
    for part in ET.fromstring(f"<div>{html}</div>"):
        for link in part.iter("a"):
            link.attrib.pop("title", None)
        parent.append(part)


def _declare(root: ET.Element, cardinality: str, kind: str, right: Sequence[str]) -> ET.Element:
    declared = node(root, "responseDeclaration", identifier=_RESPONSE, cardinality=cardinality, baseType=kind)
    correct = node(declared, "correctResponse")
    for value in right:
        node(correct, "value", value)
    return declared


def _mapping(declared: ET.Element, entries: Iterator[tuple[str, float]], **attributes: str) -> None:
    mapping = node(declared, "mapping", lowerBound="0", upperBound="1", defaultValue="0")
    for key, value in entries:
        node(mapping, "mapEntry", mapKey=key, mappedValue=digits(round(value, 12)), **attributes)


def _outcomes(root: ET.Element, feedback: str) -> None:
    score = node(
        root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float", normalMaximum="1"
    )
    node(node(score, "defaultValue"), "value", "0")
    node(root, "outcomeDeclaration", identifier="SOLUTION", cardinality="single", baseType="identifier")
    if feedback:
        node(root, "outcomeDeclaration", identifier="FEEDBACK", cardinality=feedback, baseType="identifier")


def _option(number: int) -> str:
    return f"option{number}"


def _set(parent: ET.Element, outcome: str) -> ET.Element:
    return node(parent, "setOutcomeValue", identifier=outcome)


def _value(parent: ET.Element, kind: str, value: str) -> None:
    node(parent, "baseValue", value, baseType=kind)


def _variable(parent: ET.Element, name: str = _RESPONSE) -> None:
    node(parent, "variable", identifier=name)


def _if(parent: ET.Element) -> ET.Element:
    return node(node(parent, "responseCondition"), "responseIf")


def _choices(root: ET.Element, item: Item) -> tuple[ET.Element, ET.Element]:
    many = item.type == "multiple"
    right = [_option(c.number) for c in item.choices if c.right]
    declared = _declare(root, "multiple" if many else "single", "identifier", right)
    if many:
        part = 1 / item.rights
        _mapping(declared, ((_option(c.number), part if c.right else -part) for c in item.choices))
    _outcomes(root, "multiple" if many else "single")
    body, processing = ET.Element("itemBody"), ET.Element("responseProcessing")
    _html(body, item.prompt_html)
    shuffle = "false" if item.type == "claim" else "true"
    limit = "0" if many else "1"
    asked = node(body, "choiceInteraction", responseIdentifier=_RESPONSE, shuffle=shuffle, maxChoices=limit)
    for choice in item.choices:
        _html(node(asked, "simpleChoice", identifier=_option(choice.number)), paragraphs(choice.text))
    if many:
        node(_set(processing, "SCORE"), "mapResponse", identifier=_RESPONSE)
    else:
        right_one = _if(processing)
        match = node(right_one, "match")
        _variable(match)
        node(match, "correct", identifier=_RESPONSE)
        _value(_set(right_one, "SCORE"), "float", "1")
    _variable(_set(processing, "FEEDBACK"))
    return body, processing


def _typed(root: ET.Element, item: Item) -> tuple[ET.Element, ET.Element]:
    forms = accepted(item.accept)
    if item.type == "number":
        _declare(root, "single", "float", [digits(item.answer)])
    else:
        declared = _declare(root, "single", "string", forms[:1])
        _mapping(declared, ((form, 1) for form in forms), caseSensitive="false")
    _outcomes(root, "single")
    body, processing = ET.Element("itemBody"), ET.Element("responseProcessing")
    _html(body, item.prompt_html)
    node(node(body, "p"), "textEntryInteraction", responseIdentifier=_RESPONSE, expectedLength="30")
    if item.type == "number":
        right = _if(processing)
        mode = (
            {"toleranceMode": "absolute", "tolerance": digits(item.tolerance)}
            if item.tolerance
            else {"toleranceMode": "exact"}
        )
        equal = node(right, "equal", **mode)
        _variable(equal)
        node(equal, "correct", identifier=_RESPONSE)
        _value(_set(right, "SCORE"), "float", "1")
    else:
        node(_set(processing, "SCORE"), "mapResponse", identifier=_RESPONSE)
    wrong = _if(processing)
    less = node(wrong, "lt")
    _variable(less, "SCORE")
    _value(less, "float", "1")
    _value(_set(wrong, "FEEDBACK"), "identifier", "wrong")
    return body, processing


def _order(root: ET.Element, item: Item) -> tuple[ET.Element, ET.Element]:
    count = len(item.pairs)
    _declare(root, "ordered", "identifier", [_option(n) for n in range(count)])
    _outcomes(root, "")
    body, processing = ET.Element("itemBody"), ET.Element("responseProcessing")
    _html(body, item.asked_html)
    asked = node(body, "orderInteraction", responseIdentifier=_RESPONSE, shuffle="true")
    for left, place in item.pairs:
        _html(node(asked, "simpleChoice", identifier=_option(int(place) - 1)), paragraphs(left))
    for number in range(count):
        placed = _if(processing)
        match = node(placed, "match")
        _variable(node(match, "index", n=str(number + 1)))
        _value(match, "identifier", _option(number))
        total = node(_set(placed, "SCORE"), "sum")
        _variable(total, "SCORE")
        _value(total, "float", digits(round(1 / count, 12)))
    return body, processing


def _match(root: ET.Element, item: Item) -> tuple[ET.Element, ET.Element]:
    pairs = [f"left{n} right{item.sides.index(right)}" for n, (_, right) in enumerate(item.pairs)]
    declared = _declare(root, "multiple", "directedPair", pairs)
    _mapping(declared, ((pair, 1 / len(pairs)) for pair in pairs))
    _outcomes(root, "")
    body, processing = ET.Element("itemBody"), ET.Element("responseProcessing")
    _html(body, item.prompt_html)
    limit = str(len(pairs))
    asked = node(body, "matchInteraction", responseIdentifier=_RESPONSE, shuffle="true", maxAssociations=limit)
    for side, texts, most in (("left", [left for left, _ in item.pairs], "1"), ("right", item.sides, limit)):
        match_set = node(asked, "simpleMatchSet")
        for number, text in enumerate(texts):
            _html(
                node(match_set, "simpleAssociableChoice", identifier=f"{side}{number}", matchMax=most), paragraphs(text)
            )
    node(_set(processing, "SCORE"), "mapResponse", identifier=_RESPONSE)
    return body, processing


def _item(item: Item) -> bytes:
    title = f"{item.id}. {short(item.prompt)}"
    root = _qti("assessmentItem", identifier=item.id, title=title, adaptive="false", timeDependent="false")
    kind = _choices if item.choices else {"order": _order, "match": _match}.get(item.type, _typed)
    body, processing = kind(root, item)
    _value(_set(processing, "SOLUTION"), "identifier", "solution")
    root.append(body)
    root.append(processing)
    feedback = [(_option(c.number), c.feedback) for c in item.choices] or (
        [("wrong", item.wrong)] if item.wrong else []
    )
    for name, text in feedback:
        _html(
            node(root, "modalFeedback", outcomeIdentifier="FEEDBACK", showHide="show", identifier=name),
            paragraphs(text),
        )
    solution = node(root, "modalFeedback", outcomeIdentifier="SOLUTION", showHide="show", identifier="solution")
    _html(solution, item.explanation_html)
    return xml(root, indent=False)


def _test(ident: str, title: str, items: Sequence[Item]) -> bytes:
    root = _qti("assessmentTest", identifier=ident, title=title)
    node(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    part = node(root, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual")
    node(part, "itemSessionControl", maxAttempts="0", showFeedback="true")
    section = node(part, "assessmentSection", identifier="section", title=title, visible="true")
    for item in items:
        node(section, "assessmentItemRef", identifier=item.id, href=f"items/{item.id}.xml")
    total = node(_set(node(root, "outcomeProcessing"), "SCORE"), "sum")
    node(total, "testVariables", variableIdentifier="SCORE")
    return xml(root)


def _manifest(ident: str, items: Sequence[Item]) -> bytes:
    root = _root(
        "manifest",
        _PACKAGE,
        "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
        identifier=f"{ident}-manifest",
    )
    data = node(root, "metadata")
    node(data, "schema", "QTIv2.1 Package")
    node(data, "schemaversion", "1.0.0")
    node(root, "organizations")
    resources = node(root, "resources")
    test = node(resources, "resource", identifier=ident, type="imsqti_test_xmlv2p1", href="test.xml")
    node(test, "file", href="test.xml")
    for item in items:
        node(test, "dependency", identifierref=item.id)
        resource = node(
            resources, "resource", identifier=item.id, type="imsqti_item_xmlv2p1", href=f"items/{item.id}.xml"
        )
        node(resource, "file", href=f"items/{item.id}.xml")
    return xml(root)


def write(of: Identity, name: str, title: str, items: Sequence[Item]) -> bytes:
    """The zip for systems that read QTI 2.1; ``name`` makes the test's id."""
    ident = f"{of.slug}-{name}"
    files = {"imsmanifest.xml": _manifest(ident, items), "test.xml": _test(ident, title, items)}
    return zipped(files | {f"items/{item.id}.xml": _item(item) for item in items})
