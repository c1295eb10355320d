"""The commands of ``minusma``, one module each: ``arguments(parser)`` and ``run(namespace) -> int``."""
