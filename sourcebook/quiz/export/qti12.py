"""QTI 1.2 as Canvas reads it: one zip, one quiz.

text2qti writes such files too, but knows no matching question, reads prompts as its own
markup, and dates its manifest. So the file is written here, and a test holds it against
text2qti's wherever that knows the type: the same elements in the same places.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from sourcebook.identity import Identity
from sourcebook.quiz.export.item import Item
from sourcebook.quiz.export.pack import node, xml, zipped
from sourcebook.quiz.export.text import accepted, digits, paragraphs
from sourcebook.quiz.markdown import plain

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_TYPES = {
    "single": "multiple_choice_question",
    "claim": "multiple_choice_question",
    "multiple": "multiple_answers_question",
    "number": "numerical_question",
    "text": "short_answer_question",
    "order": "matching_question",
    "match": "matching_question",
}


def _root(tag: str, space: str, schema: str, **attributes: str) -> ET.Element:
    return ET.Element(tag, {"xmlns": space, "xmlns:xsi": _XSI, "xsi:schemaLocation": f"{space} {schema}", **attributes})


def _text(parent: ET.Element, text: str, kind: str = "text/html") -> None:
    node(node(parent, "material"), "mattext", text, texttype=kind)


def _field(parent: ET.Element, label: str, entry: str) -> None:
    field = node(parent, "qtimetadatafield")
    node(field, "fieldlabel", label)
    node(field, "fieldentry", entry)


def _condition(parent: ET.Element, go_on: bool = True) -> tuple[ET.Element, ET.Element]:
    """A response condition and the element that holds what must be true."""
    condition = node(parent, "respcondition", **{"continue": "Yes" if go_on else "No"})
    return condition, node(condition, "conditionvar")


def _show(condition: ET.Element, feedback: str) -> None:
    node(condition, "displayfeedback", feedbacktype="Response", linkrefid=feedback)


def _feedback(item: ET.Element, name: str, html: str) -> None:
    _text(node(node(item, "itemfeedback", ident=name), "flow_mat"), html)


def _ident(item: Item, number: int) -> str:
    """The name of a choice. Canvas takes the digits that come first in it for the number of the choice."""
    return f"{number}-{item.id}"


def _choices(item: Item, presentation: ET.Element) -> None:
    cardinality = "Multiple" if item.type == "multiple" else "Single"
    shown = node(node(presentation, "response_lid", ident="response1", rcardinality=cardinality), "render_choice")
    for choice in item.choices:
        _text(node(shown, "response_label", ident=_ident(item, choice.number)), paragraphs(choice.text))


def _typed(item: Item, presentation: ET.Element) -> None:
    asked = node(presentation, "response_str", ident="response1", rcardinality="Single")
    if item.type == "number":
        node(node(asked, "render_fib", fibtype="Decimal"), "response_label", ident="answer1")
    else:
        node(node(asked, "render_fib"), "response_label", ident="answer1", rshuffle="No")


def _pairs(item: Item, presentation: ET.Element) -> None:
    for number, (left, _) in enumerate(item.pairs):
        asked = node(presentation, "response_lid", ident=f"response_{number}")
        _text(asked, plain(left), "text/plain")
        shown = node(asked, "render_choice")
        for side, text in enumerate(item.sides):
            _text(node(shown, "response_label", ident=_ident(item, side)), plain(text), "text/plain")


def _right(item: Item, processing: ET.Element) -> None:
    """What gives the mark."""
    if item.pairs:
        for number, (_, right) in enumerate(item.pairs):
            condition, test = _condition(processing)
            node(test, "varequal", _ident(item, item.sides.index(right)), respident=f"response_{number}")
            node(condition, "setvar", digits(round(100 / len(item.pairs), 2)), varname="SCORE", action="Add")
        return
    condition, test = _condition(processing, go_on=False)
    if item.type == "multiple":
        every = node(test, "and")
        for choice in item.choices:
            node(
                every if choice.right else node(every, "not"),
                "varequal",
                _ident(item, choice.number),
                respident="response1",
            )
    elif item.choices:
        node(test, "varequal", next(_ident(item, c.number) for c in item.choices if c.right), respident="response1")
    elif item.type == "number":
        either = node(test, "or")
        node(either, "varequal", digits(item.answer), respident="response1")
        within = node(either, "and")
        node(within, "vargte", digits(round(item.answer - item.tolerance, 9)), respident="response1")
        node(within, "varlte", digits(round(item.answer + item.tolerance, 9)), respident="response1")
    else:
        for form in accepted(item.accept):
            node(test, "varequal", form, respident="response1")
    node(condition, "setvar", "100", action="Set", varname="SCORE")


def _item(section: ET.Element, item: Item) -> None:
    element = node(section, "item", ident=item.id, title=item.id)
    data = node(node(element, "itemmetadata"), "qtimetadata")
    _field(data, "question_type", _TYPES[item.type])
    _field(data, "points_possible", "1")
    _field(data, "original_answer_ids", ",".join(_ident(item, n) for n in range(len(item.choices or item.sides))))
    _field(data, "assessment_question_identifierref", f"{item.id}-question")
    presentation = node(element, "presentation")
    _text(presentation, item.prompt_html)
    (_choices if item.choices else _pairs if item.pairs else _typed)(item, presentation)
    processing = node(element, "resprocessing")
    node(node(processing, "outcomes"), "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    condition, test = _condition(processing)
    node(test, "other")
    _show(condition, "general_fb")
    for choice in item.choices:
        condition, test = _condition(processing)
        node(test, "varequal", _ident(item, choice.number), respident="response1")
        _show(condition, f"{_ident(item, choice.number)}_fb")
    _right(item, processing)
    if item.wrong:
        condition, test = _condition(processing)
        node(test, "other")
        _show(condition, "general_incorrect_fb")
    _feedback(element, "general_fb", item.explanation_html)
    if item.wrong:
        _feedback(element, "general_incorrect_fb", paragraphs(item.wrong))
    for choice in item.choices:
        _feedback(element, f"{_ident(item, choice.number)}_fb", paragraphs(choice.feedback))


def _assessment(ident: str, title: str, items: Sequence[Item]) -> bytes:
    space = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
    root = _root("questestinterop", space, "http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd")
    assessment = node(root, "assessment", ident=ident, title=title)
    _field(node(assessment, "qtimetadata"), "cc_maxattempts", "1")
    section = node(assessment, "section", ident="root_section")
    for item in items:
        _item(section, item)
    return xml(root)


def _meta(of: Identity, ident: str, title: str, count: int) -> bytes:
    """How Canvas sets the quiz up: as practice, unpublished, in the order of the book."""
    space = "http://canvas.instructure.com/xsd/cccv1p0"
    root = _root("quiz", space, "https://canvas.instructure.com/xsd/cccv1p0.xsd", identifier=ident)
    settings = {
        "title": title,
        "description": f"From the open textbook {of.title}, {of.licence.text}.",
        "shuffle_answers": "false",
        "scoring_policy": "keep_highest",
        "quiz_type": "practice_quiz",
        "points_possible": f"{count}.0",
        "show_correct_answers": "true",
        "allowed_attempts": "-1",
        "one_question_at_a_time": "false",
        "available": "false",
    }
    for tag, text in settings.items():
        node(root, tag, text)
    return xml(root)


def _manifest(ident: str) -> bytes:
    space = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
    root = _root("manifest", space, "http://www.imsglobal.org/xsd/imscp_v1p1.xsd", identifier=f"{ident}-manifest")
    data = node(root, "metadata")
    node(data, "schema", "IMS Content")
    node(data, "schemaversion", "1.1.3")
    node(root, "organizations")
    resources = node(root, "resources")
    quiz = node(resources, "resource", identifier=ident, type="imsqti_xmlv1p2")
    node(quiz, "file", href=f"{ident}/{ident}.xml")
    node(quiz, "dependency", identifierref=f"{ident}-meta")
    kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
    meta = node(resources, "resource", identifier=f"{ident}-meta", type=kind, href=f"{ident}/assessment_meta.xml")
    node(meta, "file", href=f"{ident}/assessment_meta.xml")
    return xml(root)


def write(of: Identity, name: str, title: str, items: Sequence[Item]) -> bytes:
    """The zip that Canvas imports as "QTI .zip file"; ``name`` makes the quiz's id."""
    ident = f"{of.slug}-{name}"
    return zipped(
        {
            "imsmanifest.xml": _manifest(ident),
            f"{ident}/{ident}.xml": _assessment(ident, title, items),
            f"{ident}/assessment_meta.xml": _meta(of, ident, title, len(items)),
        }
    )
