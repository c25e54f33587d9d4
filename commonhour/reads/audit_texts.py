"""Ways into calls, passcodes and the like in texts that everybody can read."""

from collections.abc import Iterator

from commonhour.core.finding import Finding, notice
from commonhour.core.places.secrets import has_secret
from commonhour.models import Channel, Community, Goal, Group, Series, Session
from commonhour.reads.spot import Spot


def secret_findings() -> Iterator[tuple[Finding, Spot, Spot | None]]:
    """One finding for each text, which is not quoted; in six queries."""
    for text, spot in _texts():
        if text and has_secret(text):
            yield notice("secret-in-public", spot.where, "text", name=spot.name), spot, None


def _texts() -> Iterator[tuple[str, Spot]]:
    for group in Group.objects.only("slug", "name", "description"):
        yield group.description, Spot(group.path, group.name, f"/desk/groups/{group.slug}/", group.pk)
    for goal in Goal.objects.select_related("group"):
        mend = f"/desk/groups/{goal.group.slug}/goals/"
        yield goal.text, Spot(goal.group.path, goal.group.name, mend, goal.group_id)
    yield from _channels()
    for series in Series.objects.only("slug", "title", "description", "url", "group_id"):
        spot = Spot(series.path, series.title, f"/desk/series/{series.slug}/", series.group_id)
        yield f"{series.description}\n{series.url}", spot
    for session in Session.objects.select_related("series"):
        home = session.series
        spot = Spot(home.path if home else "/", session.title, "", home.group_id if home else None)
        yield f"{session.title}\n{session.url}", spot
    community = Community.objects.filter(id=1).first()
    if community:
        yield community.description, Spot("/", str(community), "/desk/community/")


def _channels() -> Iterator[tuple[str, Spot]]:
    for channel in Channel.objects.select_related("group"):
        group = channel.group
        mend = f"/desk/groups/{group.slug}/channels/" if group else "/desk/community/"
        name = group.name if group else "the community"
        yield (
            f"{channel.label} {channel.url}",
            Spot(group.path if group else "/", name, mend, channel.group_id),
        )
