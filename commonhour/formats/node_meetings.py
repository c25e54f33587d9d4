"""Node.js and OpenJS meetings (`*.meeting.json`): a group, how to join, and the calendar that knows when."""

import datetime as dt
import re

from commonhour.core.draft import Draft, DraftGroup, DraftPerson, DraftSeries, DraftSpace
from commonhour.core.places.doors import Stand
from commonhour.core.places.secrets import JOIN_MARK
from commonhour.core.slugs import slugify
from commonhour.core.undecided.asking import EVERYTHING
from commonhour.core.undecided.question import Question, fact
from commonhour.errors import RefusedInput
from commonhour.formats.catalogue.collecting import Catalogue
from commonhour.formats.catalogue.plain_files import read_json
from commonhour.formats.catalogue.tables import Table

_USED = {"name", "host", "calendar", "github", "hackmd", "joining", "invited", "agenda"}
_USED_IN_JOINING = {"participant", "observer", "notes", "sessions"}
_PERSON = re.compile(r"^([^@():]{2,80}?)\s+@([\w-]{1,60})(?:\s*\(([^()]{1,80})\))?$")
_SLUG = re.compile(r"[\w.-]{1,100}")


def read_node_meetings(body: bytes, *, where: str, today: dt.date) -> Draft:
    """The group and the call of a .meeting.json. The file has no time: the call is undecided, its calendar a source.

    Raises RefusedInput when the file is none of this kind.
    """
    root = read_json(body, where)
    if not root.text("name") or not (root.table("calendar") or root.table("joining") or root.table("github")):
        raise RefusedInput("no-named-meeting", where=where)
    catalogue = Catalogue("node-meetings", where, today)
    group = catalogue.group(root.text("name"), "", root.line_of("name"))
    host = catalogue.line(root.text("host"), root.line_of("host"))
    if host:
        group.space = slugify(host)
        catalogue.draft.spaces.append(DraftSpace(group.space, host))
    _read_channels(catalogue, root, group)
    series = _series(catalogue, root, group)
    invited = _read_invited(catalogue, root, group)
    parts = (_read_joining(catalogue, root, group, series), invited, _agenda(catalogue, root))
    series.description = "\n\n".join(filter(None, parts))
    for key in sorted(set(root.values) - _USED):
        catalogue.unplaced(f"{key}: {root.text(key)}", root.line_of(key))
    return catalogue.close()


def _read_channels(catalogue: Catalogue, root: Table, group: DraftGroup) -> None:
    github, pad = root.table("github"), root.table("hackmd")
    line = root.line_of("github")
    if github and all(_SLUG.fullmatch(github.text(name)) for name in ("owner", "repo")):
        url = f"https://github.com/{github.text('owner')}/{github.text('repo')}"
        catalogue.channel(group, url, "Repository", line, "repo")
        label = github.text("agendaLabel")
        if label:
            catalogue.channel(group, f"{url}/labels/{label.replace(' ', '%20')}", "Agenda", line, "notes")
    if pad and _SLUG.fullmatch(pad.text("team")):
        catalogue.channel(
            group, f"https://hackmd.io/@{pad.text('team')}", "Notes", root.line_of("hackmd"), "notes"
        )


def _series(catalogue: Catalogue, root: Table, group: DraftGroup) -> DraftSeries:
    """Titled as its calendar titles it, so that the calendar's call finds it."""
    calendar = root.table("calendar") or Table(root.line)
    line = root.line_of("calendar")
    title = calendar.text("filter")
    series = catalogue.series(title or f"{group.name} meeting", group, line)
    url = catalogue.link(calendar.text("url"), line) if calendar.text("url") else ""
    if url and not catalogue.calendar(url):
        catalogue.source("ics", url)
    hours = [catalogue.line(text, line) for text in _hours(root)]
    asks = [fact("in-its-calendar", url=url, title=series.title) if url else EVERYTHING]
    series.question = Question("hours-without-day" if hours else "no-time", {"hours": hours, "asks": asks})
    if url:
        catalogue.find("no-time", line, "file-calendar", title=series.title)
    else:
        catalogue.find("no-time", line, "file", title=series.title)
    return series


def _hours(root: Table) -> list[str]:
    joining = root.table("joining")
    return [one.text("time") for one in joining.tables("sessions") if one.text("time")] if joining else []


def _read_joining(catalogue: Catalogue, root: Table, group: DraftGroup, series: DraftSeries) -> str:
    """The words about joining; the links go behind the join page."""
    joining, line = root.table("joining"), root.line_of("joining")
    if joining is None:
        return ""
    said = []
    for table in (joining, *joining.tables("sessions")):
        for text in table.texts("participant"):
            clean = catalogue.line(text, line, series.joins, Stand.DOOR)
            said += [clean] if clean != JOIN_MARK else []
    for url in joining.texts("observer"):
        if url.lower().startswith(("http://", "https://")):
            catalogue.channel(group, url, "Watch live", line)
        else:
            said.append(catalogue.line(url, line, series.joins))
    said += [catalogue.line(text, line, series.joins) for text in joining.texts("notes")]
    for key in sorted(set(joining.values) - _USED_IN_JOINING):
        catalogue.unplaced(f"{key}: {joining.text(key)}", line)
    return "\n\n".join(filter(None, said))


def _read_invited(catalogue: Catalogue, root: Table, group: DraftGroup) -> str:
    """ "Joyee Cheung @joyeecheung (voting member)" is a person; teams and everybody else are named."""
    others, line = [], root.line_of("invited")
    for text in root.texts("invited"):
        found = _PERSON.match(text)
        if found:
            role = catalogue.line(found[3] or "member", line).lower()[:40]
            name = catalogue.line(found[1], line)
            group.people.append(DraftPerson(name, role, url=f"https://github.com/{found[2]}"))
        else:
            others.append(catalogue.line(text, line))
    return f"Invited: {', '.join(others)}." if others else ""


def _agenda(catalogue: Catalogue, root: Table) -> str:
    lines = []
    for part in root.tables("agenda"):
        items = [catalogue.line(text, root.line_of("agenda")) for text in part.texts("items")]
        lines.append("\n".join([catalogue.line(part.text("title"), root.line_of("agenda")), *(f"- {one}" for one in items)]))  # fmt: skip
    return "\n\n".join(filter(None, lines))
