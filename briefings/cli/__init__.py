"""The command line: the only part that prints, reads the clock or exits."""

from briefings.cli.main import main

__all__ = ["main"]
