"""``briefings``: the group of commands, and how errors become messages and exit codes."""

from __future__ import annotations

import sys
from typing import Any

import click

from briefings import __version__
from briefings.cli.options import AS_JSON, print_faults, print_json
from briefings.errors import EXIT_BUG, BriefingError

__all__ = ["main"]


class _Group(click.Group):
    """Turns our errors into messages; what is not ours is a bug, and is called one."""

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


def _register() -> None:
    from briefings.cli import build, data, diff, due, look, mail, schedule, status, theme, trace

    for command in (build.build, build.check, look.show, look.list_, look.schema, data.data,
                    theme.theme, trace.trace, diff.diff, status.plan,
                    status.status, status.why, status.verify, mail.mail,
                    schedule.schedule, due.run_due):  # fmt: skip
        main.add_command(command)


_register()
