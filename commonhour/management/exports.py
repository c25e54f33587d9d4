"""`export`: the hub as a Markdown page for a Hugo site, or as a calendar."""

import click

from commonhour.errors import NotFound
from commonhour.management.notes_out import export_notes
from commonhour.management.proposals import export_proposals
from commonhour.management.setting_up import prepare


@click.group()
def export() -> None:
    """Everything the hub knows, for other places."""


export.add_command(export_proposals)
export.add_command(export_notes)


@export.command()
@click.option(
    "--shortcodes", is_flag=True, help="Groups and calendar as our Hugo shortcodes instead of text."
)
def page(shortcodes: bool) -> None:
    """The meetings page as repaired Markdown with front matter, on stdout. Join links are never in it.

    \b
    Examples:
      commonhour export page > content/community/meetings.md
      commonhour export page --shortcodes > content/community/meetings.md
    """
    prepare(static=False)
    from commonhour.formats.page import write_page
    from commonhour.reads.page_draft import page_draft

    click.echo(write_page(page_draft(), shortcodes=shortcodes), nl=False)


@export.command()
@click.option("--group", default="", metavar="SLUG", help="Only the calls of this group.")
@click.option("--series", default="", metavar="SLUG", help="Only this series.")
def calendar(group: str, series: str) -> None:
    """The calendar (.ics) of the hub, of a group or of a series, on stdout.

    \b
    Examples:
      commonhour export calendar > community.ics
      commonhour export calendar --group metrics > metrics.ics
    """
    prepare(static=False)
    from django.conf import settings

    from commonhour.core.scope import Scope
    from commonhour.models import Group, Series
    from commonhour.reads.feed import calendar_feed

    if group and not Group.objects.filter(slug=group).exists():
        raise NotFound("no-group-called", name=group)
    if series and not Series.objects.filter(slug=series).exists():
        raise NotFound("no-series-called", name=series)
    body = calendar_feed(Scope(groups=(group,) if group else (), series=series), base_url=settings.BASE_URL)
    click.echo(body, nl=False)
