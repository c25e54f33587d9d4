"""The command `commonhour`: every verb of the hub, one file a noun under commonhour/management."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from commonhour.errors import UserError

REFUSED = 2  # exit code of refused input, as of wrong usage
# What a disk or its owner refuses is no bug of ours.
_DISK = {
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EIO,
    errno.ENOTDIR,
}


@contextmanager
def told() -> Iterator[None]:
    """What people or machines did wrong is said in one sentence, never as a traceback."""
    try:
        yield
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        click.echo(f"commonhour: {sentence}", err=True)
        sys.exit(REFUSED)


def _sentence(error: Exception) -> str | None:
    """None for what is not to be told here, such as a bug."""
    if isinstance(error, click.ClickException | click.exceptions.Exit | click.Abort):
        return None  # click says these
    if isinstance(error, UserError):
        return error.sentence()
    if isinstance(error, OSError) and error.errno in _DISK:
        return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."
    from commonhour.management.setting_up import why_it_stands

    return why_it_stands(error)


class Sentences(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        with told():
            return super().invoke(ctx)


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="common-hour", prog_name="commonhour")
def main() -> None:
    """The meetings hub of an open community.

    Documents go to stdout, prose to stderr. Exit 0: done; 1: findings at the level asked for; 2: refused input or
    wrong usage.
    """


with told():  # without zone data not even the code can be loaded
    from commonhour.management.backups import backup, restore
    from commonhour.management.check import check
    from commonhour.management.demonstration import demo
    from commonhour.management.doctor import doctor
    from commonhour.management.expanding import expand
    from commonhour.management.exports import export
    from commonhour.management.imports import import_
    from commonhour.management.mail_in import mail_in
    from commonhour.management.next_meetings import next_
    from commonhour.management.people import publish, user
    from commonhour.management.recompute import recompute
    from commonhour.management.search import search
    from commonhour.management.serving import serve, worker
    from commonhour.management.sources import sync

for command in (
    serve, worker, mail_in, demo, import_, export, expand, check, next_, publish, user, recompute, search, sync, backup, restore, doctor,
):  # fmt: skip
    main.add_command(command)
