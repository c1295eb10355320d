"""The claims lab in Python: the form that reads without scripts, and the verdicts beside ours."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from minusma import claims, data
from tests.ours import OURS

CLAIMS = data.load("claims").sort_values("order")


def test_without_script_every_claim_has_its_record_sources_and_verdict() -> None:
    page = BeautifulSoup(claims.html(OURS, CLAIMS), "html.parser")
    sections = page.select(".mm-claim")
    assert [s["data-id"] for s in sections] == list(CLAIMS["id"])
    assert sum(s["data-lesson"] == "yes" for s in sections) == 12
    for section, verdict in zip(sections, CLAIMS["verdict"], strict=True):
        assert f"Our verdict: {verdict}." in section.get_text()
        assert section.select_one(".mm-source a")
        assert [o.get_text() for o in section.select("select[name=second] option")] == [
            "choose",
            *claims.verdicts(OURS),
        ]
    assert [row.select("td")[2].get_text() for row in page.select(".mm-lab-table tbody tr")] == list(CLAIMS["verdict"])
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_the_rules_of_the_verdicts_stand_above_the_claims_each_with_an_example_that_has_it() -> None:
    shown = BeautifulSoup(claims.html(OURS, CLAIMS), "html.parser").select_one(".mm-verdicts")
    rules = data.load("verdicts")
    assert [d.get_text() for d in shown.select("dd")] == list(rules["rule"])
    ours = dict(zip(CLAIMS["id"], CLAIMS["verdict"], strict=True))
    assert [ours[example] for example in rules["example"]] == list(rules["verdict"])


def test_what_stopped_being_true_is_said_after_our_verdict_and_only_there() -> None:
    page = BeautifulSoup(claims.html(OURS, CLAIMS), "html.parser")
    for _, row in CLAIMS.iterrows():
        section = page.select_one(f"#lab-{row['id']}")
        said = section.select_one(".mm-ours").extract().get_text()
        assert ("What stopped being true: " in said) == (row["verdict"] == "outdated")
        assert "What stopped being true" not in section.get_text()


def test_verdicts_of_the_page_stand_beside_ours() -> None:
    shown = claims.claims(OURS, lesson=True)
    assert shown.answers == {}
    first, second = CLAIMS.iloc[0], CLAIMS.iloc[1]
    shown._live().answers = {
        first["id"]: {"first": "opinion", "second": first["verdict"]},
        second["id"]: {"first": "opinion", "second": ""},
    }
    frame = shown.to_frame()
    assert list(frame.columns) == ["claim", "first", "second", "ours", "same"]
    assert frame.loc[first["id"], ["first", "second", "same"]].tolist() == ["opinion", first["verdict"], True]
    assert frame["second"].isna().sum() == len(CLAIMS) - 1
    assert frame["same"].sum() == 1


def test_a_notebook_gets_a_widget_and_the_book_plain_html(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCEBOOK_STATIC", "1")
    static = claims.claims(OURS)
    assert set(static._repr_mimebundle_()) == {"text/html", "text/plain"}
    assert static._widget is None
    monkeypatch.delenv("SOURCEBOOK_STATIC")
    assert "application/vnd.jupyter.widget-view+json" in claims.claims(OURS)._repr_mimebundle_()
