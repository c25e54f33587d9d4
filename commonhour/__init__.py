"""Common Hour: the meetings hub of an open community."""

__version__ = "0.1.0"
