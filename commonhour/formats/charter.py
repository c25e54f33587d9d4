"""A group's charter in Markdown: its front matter says who and when as data, its text the rest."""

import datetime as dt
import re

from commonhour.core.draft import Draft, DraftCommunity, DraftSeries, Unplaced
from commonhour.core.joining import joined
from commonhour.core.matching.naming import name_key
from commonhour.errors import RefusedInput
from commonhour.formats.catalogue.entries import entries_in
from commonhour.formats.catalogue.keys import meaning_of
from commonhour.formats.catalogue.tables import Table, decoded
from commonhour.formats.catalogue.yaml_file import yaml_values
from commonhour.formats.named_things import read_named_things
from commonhour.formats.page import read_page

_HEAD = re.compile(r"\A(---[ \t]*\r?\n)(.*?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)


def is_charter(body: bytes) -> bool:
    """True when the front matter names a group, somebody in it, and when it meets; an event's page has a title."""
    try:
        found = _HEAD.match(decoded(body, ""))
        root = yaml_values(found[2].encode(), "")[0] if found else None
    except (RefusedInput, IndexError):
        return False
    has_people = isinstance(root, Table) and any(meaning_of(key) == "people" for key in root.values)
    return isinstance(root, Table) and has_people and bool(root.text("name")) and bool(entries_in(root))


def read_charter(body: bytes, *, where: str, today: dt.date) -> Draft:
    """The group of the front matter with what the text adds to it. Raises RefusedInput without such front matter."""
    text = decoded(body, where)
    found = _HEAD.match(text)
    if not found:
        raise RefusedInput("no-named-things", where=where)
    # Blank lines stand for the other part, so that both keep the numbers of their lines.
    head = read_named_things(f"\n{found[2]}".encode(), where=where, today=today)
    head.kind = "charter"
    if not text[found.end() :].strip():
        return head
    page = read_page("\n" * found[0].count("\n") + text[found.end() :], where=where, today=today)
    return joined([head, _as_of(head, page)], DraftCommunity())


def _as_of(head: Draft, page: Draft) -> Draft:
    """The text's own group is the one of the head; of a call the head has told, other words about it are listed."""
    group, about = head.groups[0], page.community
    group.description = "\n\n".join(filter(None, (group.description, about.description)))
    if about.title and name_key(group.name) not in name_key(about.title):
        page.unplaced.append(Unplaced(group.where, about.title))
    if len(page.groups) == 1:
        page.groups[0].slug = group.slug
        for series in page.series:
            series.group = group.slug
        if head.series:
            page.unplaced += [Unplaced(one.where, said) for one in page.series if (said := _said(one))]
            page.series = []
            page.findings = [one for one in page.findings if one.code != "no-time"]
    return page


def _said(series: DraftSeries) -> str:
    quote = series.question.facts.get("quote", "") if series.question else ""
    return quote or (series.title if series.schedules else "")
