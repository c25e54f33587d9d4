"""`search rebuild`: makes the index of the search anew."""

import click

from commonhour.management.documents import print_json
from commonhour.management.setting_up import prepare, say


@click.group()
def search() -> None:
    """What the search knows. It follows every write by itself, and the worker brings it in line after an upgrade."""


@search.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
def rebuild(as_json: bool) -> None:
    """Make the index of the search anew, also one that is damaged. Nobody can write meanwhile.

    \b
    Example:
      commonhour search rebuild
    """
    prepare(static=False)
    from commonhour.actions.search.index import rebuild as rebuild_index

    count = rebuild_index()
    say(f"{count:,} documents are found.")
    if as_json:
        print_json({"documents": count})
