"""Briefings on inspected public services, from declarative spec files."""

__version__ = "0.1.0"
