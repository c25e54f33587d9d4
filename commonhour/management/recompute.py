"""`recompute`: after a time zone data update, coming dates anew, and what moved."""

from typing import TYPE_CHECKING, Any

import click

from commonhour.management.documents import print_json
from commonhour.management.setting_up import prepare, say

if TYPE_CHECKING:
    from commonhour.actions.dates.recompute import Move, Recomputed


@click.command()
@click.option("--dry-run", is_flag=True, help="Only list what would move; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
def recompute(dry_run: bool, as_json: bool) -> None:
    """Make the coming dates anew after an update of the time zone data, and list what moved.

    Wall times stay, instants follow. What is over is never touched. The worker does the same by itself when it
    starts; a second run changes nothing.

    \b
    Examples:
      commonhour recompute --dry-run
      commonhour recompute
    """
    prepare(static=False)
    from commonhour import clock
    from commonhour.actions.dates.recompute import recompute as recompute_dates
    from commonhour.core.rights import TERMINAL

    report = recompute_dates(clock.now(), actor=TERMINAL, is_dry=dry_run)
    if as_json:
        print_json(_document(report, dry_run))
    else:
        _show(report, dry_run)


def _show(report: "Recomputed", is_dry: bool) -> None:
    if not report.schedules:
        say(f"Every coming date was made with time zone data {report.version}; nothing to do.")
        return
    say(f"{report.sentence}{' (dry run: nothing was written)' if is_dry else ''}.")
    for move in report.moves:
        click.echo(_line(move))


def _line(move: "Move") -> str:
    dates = "1 date" if move.dates == 1 else f"{move.dates} dates"
    shift = (
        f"{abs(move.minutes)} min {'later' if move.minutes > 0 else 'earlier'}" if move.minutes else "its end"
    )
    return (
        f"{move.title}: {dates}, first {move.first.isoformat()}, {shift} "
        f"({move.before:%Y-%m-%d %H:%M} → {move.after:%Y-%m-%d %H:%M} UTC)"
    )


def _document(report: "Recomputed", is_dry: bool) -> dict[str, Any]:
    from commonhour.core.time.rfc3339 import rfc3339

    moves = [
        {
            "series": move.series, "title": move.title, "dates": move.dates, "first": move.first.isoformat(),
            "minutes": move.minutes, "before": rfc3339(move.before), "after": rfc3339(move.after),
        }
        for move in report.moves
    ]  # fmt: skip
    return {
        "made_with": list(report.made_with), "tzdata": report.version, "schedules": report.schedules,
        "dry_run": is_dry, "moved": moves,
    }  # fmt: skip
