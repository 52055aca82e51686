"""``briefings``: the group of commands, and how errors become messages and exit codes."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import Any

import click

from briefings import __version__
from briefings.cli.options import AS_JSON, print_faults, print_json
from briefings.errors import EXIT_BUG, BriefingError

__all__ = ["main"]


# Each command with the module that has it: only the one that is called is imported.
_COMMANDS = {
    "build": "build",
    "check": "build",
    "show": "look",
    "list": "look:list_",
    "schema": "look",
    "data": "data",
    "theme": "theme",
    "trace": "trace",
    "diff": "diff",
    "plan": "status",
    "status": "status",
    "why": "status",
    "verify": "status",
    "mail": "mail",
    "schedule": "due",  # which adds to it what runs packs
    "run-due": "due:run_due",
}


class _Group(click.Group):
    """Turns our errors into messages; what is not ours is a bug, and is called one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command = getattr(import_module(f"briefings.cli.{module}"), name or cmd_name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BriefingError as error:
            if ctx.meta.get(AS_JSON):
                print_json({"faults": [fault.as_json() for fault in error.faults]})
            else:
                print_faults(error.faults)
            ctx.exit(error.exit_code)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)
        except Exception as error:
            if ctx.params.get("trace"):
                raise
            name = type(error).__name__
            click.echo(f"briefings: a bug of ours: {name}: {error}", err=True)
            click.echo("run again with `briefings --trace ...` and report what it prints", err=True)
            ctx.exit(EXIT_BUG)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefings")
@click.option("--trace", is_flag=True, help="Print the traceback of a bug.")
def main(trace: bool) -> None:
    """Briefings on inspected public services, in Word, PDF and HTML, from spec files."""
    gc.set_threshold(50_000, 20, 20)  # what a command reads and imports lives until it ends
