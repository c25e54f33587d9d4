"""The public links of the hub, each with the pages it stands on."""

import re
from collections import defaultdict
from collections.abc import Iterator

from commonhour.core.places.providers import is_join_link
from commonhour.core.places.secrets import has_secret
from commonhour.models import CallForProposals, Channel, Goal, Notes, Series, Session
from commonhour.reads.shapes.notes import WITH_PAGES, desk_page_of, page_of
from commonhour.reads.spot import Spot

_URL = re.compile(r"https?://[^\s<>\"'`()\[\]{}|\\]+")
LONGEST = 2_000
LATEST_NOTES = 400  # an archive of ten years is not asked for every week


def public_links() -> dict[str, list[Spot]]:
    """Every link that readers may follow, in a fixed number of queries. Ways into a call are none, nor is what carries a secret."""
    found: dict[str, list[Spot]] = defaultdict(list)
    for url, place in _all_links():
        if is_askable(url):
            found[url].append(place)
    return found


def is_askable(url: str) -> bool:
    is_web = url.startswith(("https://", "http://")) and len(url) <= LONGEST
    return is_web and not is_join_link(url) and not has_secret(url)


def _all_links() -> Iterator[tuple[str, Spot]]:
    yield from _of_groups()
    yield from _of_series()
    yield from _of_notes()


def _of_groups() -> Iterator[tuple[str, Spot]]:
    for channel in Channel.objects.exclude(url="").select_related("group"):
        group = channel.group
        page = group.path if group else "/"
        mend = f"/desk/groups/{group.slug}/channels/" if group else "/desk/community/links/"
        name = channel.label or channel.name or channel.url
        yield channel.url, Spot(page, name, mend, channel.group_id)
    for goal in Goal.objects.filter(text__contains="://").select_related("group"):
        for url in _urls_in(goal.text):
            mend = f"/desk/groups/{goal.group.slug}/goals/"
            yield url, Spot(goal.group.path, goal.group.name, mend, goal.group_id)


def _of_series() -> Iterator[tuple[str, Spot]]:
    for series in Series.objects.filter(source=None).exclude(url=""):
        yield series.url, _place(series, series.title)
    for call in CallForProposals.objects.filter(state="open").exclude(url="").select_related("series"):
        page, group = (call.series.path, call.series.group_id) if call.series else ("/", None)
        yield call.url, Spot(page, call.label, f"/desk/proposals/{call.pk}/", group)
    for session in Session.objects.exclude(recording="", url="").select_related("series"):
        for url in filter(None, (session.recording, session.url)):
            yield url, _place(session.series, session.title)


def _of_notes() -> Iterator[tuple[str, Spot]]:
    """What everybody may read of the latest notes, with their recordings and slides."""
    for notes in Notes.objects.public().latest_first().prefetch_related(*WITH_PAGES)[:LATEST_NOTES]:
        name = notes.title or notes.series.title
        spot = Spot(page_of(notes), name, desk_page_of(notes), notes.series.group_id)
        for url in sorted({*_urls_in(notes.text), notes.recording, notes.slides}):
            yield url, spot


def _urls_in(text: str) -> Iterator[str]:
    return (url.rstrip(".,;:!?*_") for url in _URL.findall(text))


def _place(series: Series | None, name: str) -> Spot:
    if series is None:
        return Spot("/", name)
    return Spot(series.path, name, f"/desk/series/{series.slug}/", series.group_id)
