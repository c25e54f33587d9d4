"""The way into a call that people type into its texts is kept as its way to join; no column would keep it."""

from typing import TypeVar

from commonhour.actions.news.change_set import Changes
from commonhour.core.places.doors import Stand
from commonhour.core.places.secrets import guard
from commonhour.models import JoinTarget, Series

Value = TypeVar("Value")


def guarded(changes: Changes | None, series: Series | None, facts: dict[str, Value]) -> dict[str, Value]:
    """The same facts with "[join link]" and "[passcode]" for secrets; an address that is a join link becomes "".

    The first link found becomes the way to join of a saved series that has none; `changes` then says so.
    """
    clean: dict[str, Value] = dict(facts)
    joins = []
    for name, value in facts.items():
        if isinstance(value, str):
            text, found = guard(value, Stand.PAGE if name == "url" else Stand.TEXT)
            clean[name] = "" if text != value and name == "url" else text  # type: ignore[assignment]
            joins += found
    link = next((join for join in joins if join.url), None)
    if changes and series and link and not JoinTarget.objects.filter(series=series).exists():
        target = JoinTarget(series=series)
        target.seal(link.url, link.passcode)
        target.save()
        changes.relocated(series, "earlier", "kept")
    return clean
