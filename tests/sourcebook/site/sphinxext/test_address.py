"""The public address comes from one setting."""

from __future__ import annotations

import pytest

from sourcebook.site.sphinxext import address


@pytest.mark.parametrize(
    ("repository", "expected"),
    [
        ("https://github.com/Ada/mali", "https://ada.github.io/mali/"),
        ("https://github.com/ada/mali.git", "https://ada.github.io/mali/"),
        ("https://github.com/ada/ada.github.io", "https://ada.github.io/"),
        ("https://gitlab.com/ada/mali/", "https://ada.gitlab.io/mali/"),
        ("https://code.example.org/ada/mali", ""),
        ("", ""),
    ],
)
def test_pages_of_a_repository(repository: str, expected: str) -> None:
    assert address.of_repository(repository) == expected


def test_the_setting_goes_before_the_environment_and_that_before_the_repository() -> None:
    repository = "https://github.com/ada/mali"
    assert address.choose("https://b.example/x", repository, "https://c.example") == "https://b.example/x/"
    assert address.choose("", repository, "https://c.example") == "https://c.example/"
    assert address.choose("", repository, "") == "https://ada.github.io/mali/"
    assert address.choose("", "", "") == ""


def test_an_address_without_scheme_is_refused_with_a_remedy() -> None:
    with pytest.raises(ValueError, match="begin it with https://"):
        address.choose("b.example/x", "", "")
