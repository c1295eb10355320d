"""A question bank read as a psychometrician reads it: what gives keys away, what readers without knowledge would score.

Nothing here is about whether an answer is true. ``limits`` says what a bank must keep to, ``figures``
tells what it does.
"""
