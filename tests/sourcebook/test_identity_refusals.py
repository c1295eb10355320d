"""Every rule of book.yml, broken once and kept once: each part of it, each form that a word must have."""

from __future__ import annotations

import pytest

from sourcebook import identity
from sourcebook.book import BookError

START = "title: A river\nslug: our-river\n"
COLOURS = '["#aaaaaa", "#bbbbbb", "#cccccc"]'

REFUSED = {
    # the whole
    "title: A river\n": "line 1: `slug` is missing. Add it.",
    "slug: our-river\n": "line 1: `title` is missing. Add it.",
    "title: '  '\nslug: r\n": "line 1: `title` is empty. Fill it.",
    "title: 5\nslug: r\n": "line 1: `title` must be text.",
    **{
        f"{START}{key}: 5\n": f"line 3: `{key}` must be text."
        for key in ("subtitle", "description", "authors", "as_of", "icon", "distribution", "archive")
    },
    f"{START}subtitel: x\n": "line 3: unknown key `subtitel`. Did you mean subtitle",
    # the forms of words, each from end to end
    **{
        f"title: A\nslug: {slug}\n": "line 2: `slug: "
        for slug in (
            "our river",
            "Our-river",
            "our_river",
            "-river",
            "river-",
            "our--river",
            "5-rivers",
            "rivière",
            "''",
        )
    },
    f"title: A\nslug: {'r' * 41}\n": "line 2: `slug`: string should have at most 40 characters",
    **{
        f"{START}language: {code}\n": "line 3: `language: "
        for code in ("English", "e", "EN", "en_GB", "en-", "en-toolongpart", "''")
    },
    **{
        f"{START}package: {name}\n": "line 3: `package: "
        for name in ("our-river", "Our", "5river", "our.river", "'our river'")
    },
    **{
        f"{START}colours:\n  card: '{colour}'\n": "line 4: `colours.card: "
        for colour in ("red", "#ABCDEF", "#abc", "#abcdef0", "abcdef", "#abcdeg")
    },
    **{
        f"{START}pages:\n  data: {page}\n": "line 4: `pages.data: "
        for page in ("book/data.html", "../data", "/data", "book/", "'book data'", "book//data", "''")
    },
    f"{START}pages:\n  corrections: ../book\n": "line 4: `pages.corrections: ",
    f"{START}prefixes:\n  river: River\n": "line 4: `prefixes.river: River`",
    # the parts
    f"{START}licence:\n  text: ''\n": "line 4: `licence.text` is empty.",
    f"{START}licence:\n  adress: x\n": "line 4: unknown key `licence.adress`. Did you mean address?",
    f"{START}colours:\n  light: ['#aaaaaa', '#bbbbbb']\n": "line 4: `colours.light` has too few entries.",
    f"{START}colours:\n  dark: ['#aaaaaa', '#bbbbbb', '#cccccc', "
    "'#dddddd']\n": "line 4: `colours.dark`: list should have at most 3 items",
    f"{START}colours:\n  light: ['#aaaaaa', red, '#cccccc']\n": "line 4: `colours.light.1: red` must be a colour",
    f"{START}colours:\n  crad: '#aaaaaa'\n": "line 4: unknown key `colours.crad`. Did you mean card?",
    f"{START}pages:\n  glosary: book/a\n": "line 4: unknown key `pages.glosary`. Did you mean glossary?",
    f"{START}schemas:\n  reponses: a\n": "line 4: unknown key `schemas.reponses`. Did you mean responses?",
    f"{START}former:\n  storrage: [a]\n": "line 4: unknown key `former.storrage`. Did you mean storage?",
    **{
        f"{START}former:\n  {key}: ['']\n": f"line 4: `former.{key}.0` is empty."
        for key in ("storage", "responses", "answers", "history", "themes")
    },
    **{
        f"{START}former:\n  {key}: {{a: ''}}\n": f"line 4: `former.{key}.a` is empty."
        for key in ("environment", "settings")
    },
    f"{START}evidence:\n  gauge: {{link: a}}\n": "line 4: `evidence.gauge.says` is missing.",
    f"{START}evidence:\n  gauge: {{says: a}}\n": "line 4: `evidence.gauge.link` is missing.",
    f"{START}evidence:\n  gauge: {{link: '', says: a}}\n": "line 4: `evidence.gauge.link` is empty.",
    f"{START}evidence:\n  gauge: {{link: a, says: b, more: c}}\n": "line 4: unknown key `evidence.gauge.more`.",
    f"{START}shelves:\n  all: {{kind: ''}}\n": "line 4: `shelves.all.kind` is empty.",
    f"{START}curricula: ['']\n": "line 3: `curricula.0` is empty.",
    f"{START}kit: {{a.ipynb: ''}}\n": "line 3: `kit.a.ipynb` is empty.",
    f"{START}kept: {{notes: ''}}\n": "line 3: `kept.notes` is empty.",
    **{
        f"{START}{key}:\n": "line 3: is empty. Fill it, or take the key out."
        for key in ("evidence", "shelves", "kit", "prefixes", "kept")
    },
    # the file
    "- title\n": "line 1: must begin with `title:` and `slug:`.",
    "A river\n": "line 1: must begin with `title:` and `slug:`.",
    f"{START}slug: r\n": "line 3: the key `slug` stands already in line 2.",
    f"{START}pages: {{\n": "line 3: a list or group that begins here is not closed.",
}


@pytest.mark.parametrize("text", REFUSED)
def test_every_rule_is_held(text: str) -> None:
    with pytest.raises(BookError) as caught:
        identity.parse(text)
    assert str(caught.value).startswith(f"book/book.yml, {REFUSED[text]}"), caught.value


@pytest.mark.parametrize(
    ("text", "attribute", "value"),
    [
        (f"title: A\nslug: {'r' * 40}\n", "slug", "r" * 40),
        ("title: A\nslug: r2-d2\n", "slug", "r2-d2"),
        (f"{START}language: pt-BR\n", "language", "pt-BR"),
        (f"{START}language: gsw\n", "language", "gsw"),
        (f"{START}package: _our_river2\n", "package", "_our_river2"),
        (f"{START}package: ''\n", "package", ""),
        (f"{START}pages: {{corrections: ''}}\n", "pages.corrections", ""),
        (f"{START}pages: {{corrections: book/Was_wrong-1}}\n", "pages.corrections", "book/Was_wrong-1"),
        (f"{START}colours: {{light: {COLOURS}}}\n", "colours.light", ["#aaaaaa", "#bbbbbb", "#cccccc"]),
        (f"{START}prefixes: {{river: riv}}\n", "prefixes", {"river": "riv"}),
        (f"{START}archive: the-river\n", "zip_name", "the-river"),
        (f"{START}distribution: river-book\npackage: river\n", "installed_as", "river-book"),
        (f"{START}package: river\n", "installed_as", "river"),
        (f"{START}authors: The class\n", "by", "The class"),
    ],
)
def test_what_each_may_be(text: str, attribute: str, value: object) -> None:
    found: object = identity.parse(text)
    for part in attribute.split("."):
        found = getattr(found, part)
    assert found == value


def test_names_of_files_that_readers_keep() -> None:
    plain = identity.parse(START)
    assert (plain.schema_name("responses"), plain.schema_name("history", 2)) == (
        "our-river-responses/2",
        "our-river-history/2",
    )
    named = identity.parse(f"{START}schemas: {{answers: kept}}\nformer: {{answers: [was/1], storage: [old, older]}}\n")
    assert named.schema_name("answers") == "kept/1"
    assert named.reads("answers") == {"kept/1", "was/1"}
    assert named.reads("responses") == {"our-river-responses/1", "our-river-responses/2"}
    assert named.data_attributes == {"book": "our-river", "former": "old older"}
