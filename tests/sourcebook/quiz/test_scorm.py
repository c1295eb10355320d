"""The SCORM package as a file: what its manifest names is there, and nothing else.

``tests/browser/test_learning_platform.py`` answers its questions in a platform.
"""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest

from sourcebook.quiz import bank
from sourcebook.quiz.export import scorm
from tests.rivers import RIVERS

IN = {"c": "http://www.imsproject.org/xsd/imscp_rootv1p1p2", "a": "http://www.adlnet.org/xsd/adlcp_rootv1p2"}


@pytest.mark.parametrize("chapter", bank.names(RIVERS))
def test_the_manifest_names_the_page_and_every_file(chapter: str) -> None:
    package = zipfile.ZipFile(io.BytesIO(scorm.write(RIVERS, chapter)))
    manifest = ET.fromstring(package.read("imsmanifest.xml"))
    assert manifest.findtext("c:metadata/c:schemaversion", namespaces=IN) == "1.2"
    item = manifest.find("c:organizations/c:organization/c:item", IN)
    page = manifest.find("c:resources/c:resource", IN)
    assert item is not None
    assert page is not None
    assert item.get("identifierref") == page.get("identifier")
    assert item.findtext("c:title", namespaces=IN) == bank.load(RIVERS, chapter).title
    assert page.get(f"{{{IN['a']}}}scormtype") == "sco"
    named = {file.get("href") for file in page.findall("c:file", IN)}
    assert named == set(package.namelist()) - {"imsmanifest.xml"}
    assert page.get("href") in named


@pytest.mark.parametrize("chapter", bank.names(RIVERS))
def test_the_page_takes_nothing_from_elsewhere_and_a_form_is_handed_in_at_once(chapter: str) -> None:
    package = zipfile.ZipFile(io.BytesIO(scorm.write(RIVERS, chapter)))
    text = package.read("index.html").decode()
    assert set(re.findall(r'(?:src|href)="([^"#]+)"', text)) <= {*package.namelist()} | {
        address for address in re.findall(r'href="(https?://[^"]+)"', text)
    }
    loaded_bank = bank.load(RIVERS, chapter)
    mode = "check" if loaded_bank.form or not loaded_bank.questions else "practice"
    assert f'data-mode="{mode}"' in text
    assert text.count('class="mm-q"') == len(loaded_bank.questions) + len(loaded_bank.borrowed)


def test_an_unknown_chapter_is_refused() -> None:
    with pytest.raises(bank.BankError, match="no questions for 'nowhere'"):
        scorm.write(RIVERS, "nowhere")
