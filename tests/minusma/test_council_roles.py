"""Who plays whom in the Council: members whose position is known are played by one student
alone as long as possible.
"""

from __future__ import annotations

import pytest

from minusma.council import voting
from tests.ours import OURS


@pytest.mark.parametrize("year", voting.SESSIONS)
@pytest.mark.parametrize("students", range(5, 32))
def test_a_member_with_a_known_view_shares_no_student_while_others_can(year: int, students: int) -> None:
    roles = voting.sharing(OURS, students, year)
    seats = list(voting.members(OURS, year)["member"])
    spoken = set(voting.positions(OURS, year, ("member",))["speaker"])
    assert spoken, "the test needs a member whose position is known"
    assert len(roles) == students
    # By name, for "and" stands in the name of a member too.
    shared = [played for role in roles if len(played := [member for member in seats if member in role]) > 1]
    assert len(shared) <= max(0, len(seats) - students)
    unspoken = [member for member in seats if member not in spoken]
    with_view = [role for role in shared if set(role) & spoken]
    alone = [role for role in roles if role in unspoken]
    assert not (with_view and alone), "a member without a known view is played alone, and one with a view is not"
    if students > len(seats):
        doubled = {role.partition(" (with ")[0] for role in roles if " (with " in role}
        assert len(doubled) == min(students - len(seats), len(seats))
        assert doubled <= spoken or spoken <= doubled
