"""QTI 1.2 in Canvas's way: references are followed, response conditions are run."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

from tests.sourcebook.quiz.readers.common import Asked, seen, table, words

_QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
_CP = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"


def bare(root: ET.Element, space: str) -> ET.Element:
    """The tree without its name space, which every element must have."""
    for element in root.iter():
        assert element.tag.startswith(space), element.tag
        element.tag = element.tag.removeprefix(space)
    return root


def _shown(parent: ET.Element) -> str:
    text = parent.find("material/mattext")
    return seen(text.text or "") if text.get("texttype") == "text/html" else words(text.text or "")


def _holds(test: ET.Element, given: dict[str, list[str]]) -> bool:
    if test.tag == "other":
        return True
    if test.tag == "not":
        return not any(_holds(child, given) for child in test)
    if test.tag in ("and", "or"):
        return (all if test.tag == "and" else any)(_holds(child, given) for child in test)
    values = given.get(test.get("respident"), [])
    if test.tag == "varequal":
        return any(value.casefold() == (test.text or "").casefold() for value in values)
    try:
        numbers = [float(value) for value in values]
    except ValueError:
        return False
    limit = float(test.text)
    return any(n >= limit - 1e-9 if test.tag == "vargte" else n <= limit + 1e-9 for n in numbers)


def _run(processing: ET.Element, given: dict[str, list[str]]) -> tuple[float, set[str]]:
    """Share of the mark and names of the feedback shown."""
    score, feedback = 0.0, set()
    for condition in processing.findall("respcondition"):
        tests = list(condition.find("conditionvar"))
        # Several forms of a short answer stand side by side: any of them will do.
        if not any(_holds(test, given) for test in tests):
            continue
        for change in condition.findall("setvar"):
            assert change.get("varname") == "SCORE"
            score = float(change.text) + (score if change.get("action") == "Add" else 0)
        feedback |= {shown.get("linkrefid") for shown in condition.findall("displayfeedback")}
        if condition.get("continue") == "No":
            break
    return score / 100, feedback


def _read(item: ET.Element) -> Asked:
    fields = {f.findtext("fieldlabel"): f.findtext("fieldentry") or "" for f in item.iter("qtimetadatafield")}
    assert fields["points_possible"] == "1"
    presentation, processing = item.find("presentation"), item.find("resprocessing")
    feedback = {f.get("ident"): _shown(f.find("flow_mat")) for f in item.findall("itemfeedback")}
    responses = {r.get("ident"): r for r in presentation if r.tag.startswith("response_")}
    labels = {label.get("ident") for label in presentation.iter("response_label")}
    for test in processing.iter("varequal"):
        response = responses[test.get("respident")]
        assert response.tag == "response_str" or test.text in {
            label.get("ident") for label in response.iter("response_label")
        }
    assert {shown.get("linkrefid") for shown in processing.iter("displayfeedback")} == set(feedback)
    assert {n for n in fields["original_answer_ids"].split(",") if n} <= labels
    asked = Asked(
        prompt=_shown(presentation), explanation=feedback["general_fb"], wrong=feedback.get("general_incorrect_fb", "")
    )
    asked.numbers = table(presentation.findtext("material/mattext") or "")
    kind = fields["question_type"]
    if kind in ("multiple_choice_question", "multiple_answers_question"):
        names = {_shown(label): label.get("ident") for label in presentation.iter("response_label")}
        cardinality = {"multiple_choice_question": "Single", "multiple_answers_question": "Multiple"}[kind]
        assert responses["response1"].get("rcardinality") == cardinality
        asked.options = list(names)
        for text, ident in names.items():
            _, shown_feedback = _run(processing, {"response1": [ident]})
            [own] = shown_feedback - {"general_fb"}
            asked.feedback[text] = feedback[own]
        asked.mark = lambda chosen: _run(processing, {"response1": [names[text] for text in chosen]})[0]
    elif kind == "matching_question":
        sides: dict[str, dict[str, str]] = {}
        lefts = {}
        for ident, response in responses.items():
            lefts[_shown(response)] = ident
            sides[ident] = {_shown(label): label.get("ident") for label in response.iter("response_label")}
            # Canvas knows a choice by the digits that come first in its name (`get_canvas_matches` of its importer).
            numbers = [int(re.search(r"\d+", name)[0]) for name in sides[ident].values()]
            assert len(set(numbers)) == len(numbers), numbers
        asked.lefts, asked.rights = list(lefts), sorted(next(iter(sides.values())))

        def pairs(chosen: dict[str, str]) -> float:
            return _run(processing, {lefts[left]: [sides[lefts[left]][side]] for left, side in chosen.items()})[0]

        asked.mark = pairs
    else:
        assert kind in ("numerical_question", "short_answer_question")
        assert (presentation.find("response_str/render_fib").get("fibtype") == "Decimal") == (
            kind == "numerical_question"
        )
        asked.mark = lambda typed: _run(processing, {"response1": [typed]})[0]
    return asked


def read(content: bytes) -> tuple[str, dict[str, Asked]]:
    """Title and questions by their id; every reference of the package must lead somewhere."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        files: dict[str, Any] = {name: package.read(name) for name in package.namelist()}
    manifest = bare(ET.fromstring(files.pop("imsmanifest.xml")), _CP)
    resources = {r.get("identifier"): r for r in manifest.iter("resource")}
    assert {f.get("href") for f in manifest.iter("file")} == set(files)
    assert all(d.get("identifierref") in resources for d in manifest.iter("dependency"))
    [quiz] = [r for r in resources.values() if r.get("type") == "imsqti_xmlv1p2"]
    assessment = bare(ET.fromstring(files[quiz.find("file").get("href")]), _QTI).find("assessment")
    assert assessment.get("ident") == quiz.get("identifier")
    items = assessment.findall("section/item")
    assert len({item.get("ident") for item in items}) == len(items)
    return assessment.get("title"), {item.get("ident"): _read(item) for item in items}
