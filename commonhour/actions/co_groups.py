"""The further groups that hold a series with its own: on the pages of each, and who looks after any may change its dates."""

from collections.abc import Collection

from commonhour.actions.news.change_set import Changes
from commonhour.actions.rights import require
from commonhour.core.rights import Actor, Verb
from commonhour.models import Group, Series


def hold_together(changes: Changes, series: Series, wanted: Collection[Group], actor: Actor) -> list[str]:
    """Who looks after some groups says it of those; the others stay. Returns what changed. Raises NotAllowed."""
    present = list(series.co_groups.all())
    mine = actor.groups(Verb.CHANGE_SERIES)
    stays = [one for one in present if mine is not None and one.pk not in mine]
    for group in set(wanted) - set(present):
        require(actor, Verb.CHANGE_SERIES, group)
    holders = ({*wanted} | {*stays}) - {series.group}
    if holders == set(present):
        return []
    series.co_groups.set([one for one in holders if one])
    after = list(series.co_groups.all())
    changes.record(series, "co_groups", [one.name for one in present], [one.name for one in after])
    return ["co_groups"]
