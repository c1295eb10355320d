"""An engine for textbooks whose numbers know their sources: tables, facts, views,
questions, the classroom and the site.
"""
