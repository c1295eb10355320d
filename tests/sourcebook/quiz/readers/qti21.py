"""QTI 2.1: identifiers are resolved and response processing is run, by the rules of the specification."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

from tests.sourcebook.quiz.readers.common import Asked, seen, table
from tests.sourcebook.quiz.readers.qti12 import bare

_QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
_CP = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
# What may stand in an item, in this order.
_ITEM = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"]
_INLINE = {"p", "em", "strong", "code", "a", "br"}


def _html(parent: ET.Element) -> str:
    for element in parent.iter():
        assert element is parent or element.tag in _INLINE, element.tag
        assert set(element.attrib) <= {"href"} or element is parent
    return seen("".join(ET.tostring(child, encoding="unicode") for child in parent))


class _Item:
    def __init__(self, root: ET.Element) -> None:
        self.root = root
        self.declared = root.find("responseDeclaration")
        self.kind = self.declared.get("baseType"), self.declared.get("cardinality")
        self.outcomes = {o.get("identifier") for o in root.findall("outcomeDeclaration")}

    def correct(self) -> Any:
        values = [self.value(v.text or "") for v in self.declared.findall("correctResponse/value")]
        return values[0] if self.kind[1] == "single" else values

    def value(self, text: str) -> Any:
        return float(text) if self.kind[0] == "float" else text

    def mapped(self, response: Any) -> float:
        mapping = self.declared.find("mapping")

        def part(value: str) -> float:
            for entry in mapping:
                key = entry.get("mapKey")
                if key == value or (entry.get("caseSensitive") == "false" and key.casefold() == value.casefold()):
                    return float(entry.get("mappedValue"))
            return float(mapping.get("defaultValue"))

        values = [] if response is None else response if isinstance(response, list) else [response]
        total = sum(map(part, dict.fromkeys(values)))
        return min(float(mapping.get("upperBound")), max(float(mapping.get("lowerBound")), total))

    def evaluate(self, node: ET.Element, state: dict[str, Any]) -> Any:
        below = [self.evaluate(child, state) for child in node]
        if node.tag == "variable":
            return state[node.get("identifier")]
        if node.tag == "correct":
            return self.correct()
        if node.tag == "mapResponse":
            return self.mapped(state["RESPONSE"])
        if node.tag == "baseValue":
            return float(node.text) if node.get("baseType") == "float" else node.text
        if node.tag == "index":
            place = int(node.get("n")) - 1
            return below[0][place] if below[0] and place < len(below[0]) else None
        if node.tag == "sum":
            return sum(below)
        if node.tag == "lt":
            return below[0] < below[1]
        if node.tag == "match":
            return below[0] is not None and below[0] == below[1]
        assert node.tag == "equal"
        if node.get("toleranceMode") == "exact":
            return below[0] == below[1]
        return below[0] is not None and abs(below[0] - below[1]) <= float(node.get("tolerance")) + 1e-9

    def run(self, response: Any) -> dict[str, Any]:
        state: dict[str, Any] = {name: None for name in self.outcomes} | {"SCORE": 0.0, "RESPONSE": response}
        for rule in self.root.find("responseProcessing"):
            steps = [rule]
            if rule.tag == "responseCondition":
                test, *steps = rule.find("responseIf")
                if not self.evaluate(test, state):
                    continue
            for step in steps:
                assert step.tag == "setOutcomeValue"
                assert step.get("identifier") in self.outcomes
                state[step.get("identifier")] = self.evaluate(step[0], state)
        return state

    def feedback_of(self, state: dict[str, Any]) -> dict[str, str]:
        """Feedback shown, by the name of the outcome that brings it up."""
        shown = {}
        for feedback in self.root.findall("modalFeedback"):
            value = state[feedback.get("outcomeIdentifier")]
            if feedback.get("identifier") in (value if isinstance(value, list) else [value]):
                shown[feedback.get("outcomeIdentifier")] = _html(feedback)
        return shown


def _read(root: ET.Element) -> Asked:
    tags = [child.tag for child in root]
    assert sorted(tags, key=_ITEM.index) == tags
    item = _Item(root)
    body = root.find("itemBody")
    [asking] = [element for element in body.iter() if element.get("responseIdentifier")]
    assert asking.get("responseIdentifier") == item.declared.get("identifier") == "RESPONSE"
    assert {f.get("outcomeIdentifier") for f in root.findall("modalFeedback")} <= item.outcomes
    before = ET.Element("div")
    before.extend(p for p in body if p.tag == "p" and p.find("textEntryInteraction") is None)
    asked = Asked(prompt=_html(before), explanation=item.feedback_of(item.run(None))["SOLUTION"])
    asked.numbers = table("".join(ET.tostring(part, encoding="unicode") for part in body if part.tag == "table"))
    known = {c.get("identifier") for c in asking.iter() if c.get("identifier")}
    if asking.tag in ("choiceInteraction", "orderInteraction"):
        names = {_html(c): c.get("identifier") for c in asking.findall("simpleChoice")}
        used = item.correct() if isinstance(item.correct(), list) else [item.correct()]
        assert set(used) <= known
        assert {e.get("mapKey") for e in root.iter("mapEntry")} <= known
        assert {f.get("identifier") for f in root.iter("modalFeedback")} - {"solution"} <= known
        assert {b.text for b in root.iter("baseValue") if b.get("baseType") == "identifier"} - {"solution"} <= known
        if asking.tag == "choiceInteraction":
            many = item.kind[1] == "multiple"
            assert asking.get("maxChoices") == ("0" if many else "1")
            asked.options = list(names)
            for text, name in names.items():
                asked.feedback[text] = item.feedback_of(item.run([name] if many else name))["FEEDBACK"]
            asked.mark = lambda chosen: item.run(
                [names[t] for t in chosen] if many else next((names[t] for t in chosen), None)
            )["SCORE"]
        else:
            asked.lefts, asked.rights = list(names), [str(n) for n in range(1, len(names) + 1)]
            asked.mark = lambda given: item.run([names[t] for t in sorted(given, key=lambda t: int(given[t]))])["SCORE"]
    elif asking.tag == "matchInteraction":
        lefts, rights = ({_html(c): c.get("identifier") for c in half} for half in asking.findall("simpleMatchSet"))
        assert int(asking.get("maxAssociations")) == len(lefts)
        assert {n for v in item.correct() for n in v.split()} <= known
        assert {e.get("mapKey") for e in root.iter("mapEntry")} == set(item.correct())
        asked.lefts, asked.rights = list(lefts), sorted(rights)
        asked.mark = lambda given: item.run([f"{lefts[left]} {rights[side]}" for left, side in given.items()])["SCORE"]
    else:
        assert asking.tag == "textEntryInteraction"
        asked.wrong = item.feedback_of(item.run(item.value("-987654321")))["FEEDBACK"]
        assert "FEEDBACK" not in item.feedback_of(item.run(item.correct()))
        asked.mark = lambda typed: item.run(item.value(typed))["SCORE"]
    return asked


def read(content: bytes) -> tuple[str, dict[str, Asked]]:
    """Title and questions by their id; every reference of the package must lead somewhere."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    manifest = bare(ET.fromstring(files.pop("imsmanifest.xml")), _CP)
    assert manifest.findtext("metadata/schema") == "QTIv2.1 Package"
    resources = {r.get("identifier"): r for r in manifest.iter("resource")}
    assert {f.get("href") for f in manifest.iter("file")} == set(files) == {r.get("href") for r in resources.values()}
    assert all(d.get("identifierref") in resources for d in manifest.iter("dependency"))
    [test] = [r for r in resources.values() if r.get("type") == "imsqti_test_xmlv2p1"]
    paper = bare(ET.fromstring(files[test.get("href")]), _QTI)
    found = {}
    for reference in paper.iter("assessmentItemRef"):
        root = bare(ET.fromstring(files[reference.get("href")]), _QTI)
        assert root.get("identifier") == reference.get("identifier")
        assert resources[reference.get("identifier")].get("href") == reference.get("href")
        found[root.get("identifier")] = _read(root)
    assert len(found) == len(resources) - 1
    return paper.get("title"), found
