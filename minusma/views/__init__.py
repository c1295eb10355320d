"""Data views: ``views.deaths_by_year()`` gives the picture, its words, its numbers and its sources.

In the book a view is an SVG built ahead; in a live notebook the same call also gives its explorer.
"""

from __future__ import annotations

from sourcebook.notebook import bind_views

#: In the order of the book: id of the view, and the module that draws it. The function's
#: name is the id with underscores.
VIEWS = {
    "where-is-mali": "where_is_mali",
    "steps-of-2012": "steps_of_2012",
    "how-the-war-moved": "how_the_war_moved",
    "timeline": "timeline",
    "map-of-mali": "map",
    "mandate-matrix": "mandate_matrix",
    "ceilings": "ceilings",
    "money": "money",
    "deaths-by-year": "lives",
    "deaths-by-country": "lives",
    "conflict-deaths": "conflict",
    "displacement": "displacement",
    "contributors": "contributors",
    "who-stood-where": "bases",
    "where-they-stood": "where_they_stood",
    "council-votes": "council",
    "council-positions": "council",
    "withdrawal": "withdrawal",
    "interests": "interests",
    "us-personnel-in-mali": "personnel",
}

bind_views(__name__)
