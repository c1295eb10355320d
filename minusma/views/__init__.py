"""Data views: ``views.deaths_by_year()`` gives the picture, its words, its numbers and its sources.

In the book a view is an SVG built ahead; in a live notebook the same call also gives its explorer.
"""

from minusma.views.bases import who_stood_where
from minusma.views.ceilings import ceilings
from minusma.views.conflict import conflict_deaths
from minusma.views.contributors import contributors
from minusma.views.council import council_positions, council_votes
from minusma.views.displacement import displacement
from minusma.views.interests import interests
from minusma.views.lives import deaths_by_country, deaths_by_year
from minusma.views.mandate_matrix import mandate_matrix
from minusma.views.map import map_of_mali
from minusma.views.money import money
from minusma.views.personnel import us_personnel_in_mali
from minusma.views.timeline import timeline
from minusma.views.withdrawal import withdrawal
from sourcebook.views.registry import get, ids, maker

__all__ = [
    "ceilings",
    "conflict_deaths",
    "contributors",
    "council_positions",
    "council_votes",
    "deaths_by_country",
    "deaths_by_year",
    "displacement",
    "get",
    "ids",
    "interests",
    "maker",
    "mandate_matrix",
    "map_of_mali",
    "money",
    "timeline",
    "us_personnel_in_mali",
    "who_stood_where",
    "withdrawal",
]
