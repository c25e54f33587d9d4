"""The command `commonhour`: every verb of the hub, one file a noun under commonhour/management."""

import sys

import click

from commonhour.errors import UserError
from commonhour.management.check import check
from commonhour.management.demonstration import demo
from commonhour.management.expanding import expand
from commonhour.management.exports import export
from commonhour.management.imports import import_
from commonhour.management.next_meetings import next_
from commonhour.management.people import publish, user
from commonhour.management.recompute import recompute
from commonhour.management.serving import serve, worker
from commonhour.management.sources import sync

REFUSED = 2  # exit code of refused input, as of wrong usage


class Sentences(click.Group):
    """Shows what people did wrong as one sentence, never as a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except UserError as error:
            click.echo(f"commonhour: {error.sentence()}", err=True)
            sys.exit(REFUSED)


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="common-hour", prog_name="commonhour")
def main() -> None:
    """The meetings hub of an open community.

    Documents go to stdout, prose to stderr. Exit 0: done; 1: findings at the level asked for; 2: refused input or
    wrong usage.
    """


for command in (serve, worker, demo, import_, export, expand, check, next_, publish, user, recompute, sync):
    main.add_command(command)
