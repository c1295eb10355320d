"""Paths in steps: the same places as the absolute ones, moved where that was asked, and refused where they are none."""

import re

import pytest

from sourcebook.views.paths import relative


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("M0,-4.3L-5,4.3L5,4.3Z", "M0-4.3l-5,8.6h10Z"),
        ("M1,2L1,5L4,5L5,4", "M1,2v3h3l1-1"),
        ("M0,0L1,2L3,5L2,4", "M0,0l1,2 2,3-1-1"),
        ("M0,0L.04,.04L.08,.08L1,1", "M0,0h0l.1,.1 .9,.9"),
        ("M10,10H12V14", "M10,10h2v4"),
        ("M10,10h2v4h-2Z", "M10,10h2v4h-2Z"),
        ("M0,0C1,2,3,4,5,6Q7,8,9,10", "M0,0c1,2,3,4,5,6q2,2,4,4"),
        ("M2.5,0A2.5,2.5,0,1,1,-2.5,0", "M2.5,0a2.5,2.5,0,1,1-5,0"),
        ("M1,1L2,3ZM5,5L6,8Z", "M1,1l1,2ZM5,5l1,3Z"),
        ("M1,1L2,3Zl1,1", "M1,1l1,2Zl1,1"),
        ("M1,1,2,3", "M1,1l1,2"),
        ("", ""),
    ],
)
def test_a_path_is_said_in_steps(path: str, short: str) -> None:
    assert relative(path) == short


@pytest.mark.parametrize(
    ("path", "moved"),
    [
        ("M0,-4.3L-5,4.3Z", "M100,45.7l-5,8.6Z"),
        ("M0,0h2v4L9,9Z", "M100,50h2v4l7,5Z"),
        ("M0,0C1,2,3,4,5,6", "M100,50c1,2,3,4,5,6"),
        ("M0,0H5V6", "M100,50h5v6"),
        ("m1,1l2,2", "M101,51l2,2"),
    ],
)
def test_a_moved_path_begins_elsewhere_and_goes_the_same_way(path: str, moved: str) -> None:
    assert relative(path, 100, 50) == moved


def test_rounded_steps_do_not_add_up() -> None:
    many = "M0,0" + "".join(f"L{n * 0.34:.2f},{n % 2}" for n in range(1, 101))
    steps = [float(number) for number in re.findall(r"-?[\d.]+", relative(many).removeprefix("M0,0"))]
    assert len(steps) == 200
    assert sum(steps[::2]) == pytest.approx(34)


@pytest.mark.parametrize("path", ["10,10L2,2", "M1,1S2,2,3,3", "M1", "M1,1L2", "M1,1A1,2,3", "M", "M1,1Z2", "M1e3,2"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r"path|numbers at a time"):
        relative(path)
