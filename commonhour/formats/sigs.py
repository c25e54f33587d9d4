"""A community's `sigs.yaml` (Kubernetes, Kubeflow and others): groups, who leads them, where they talk, when they meet."""

import datetime as dt
import re
from dataclasses import dataclass, field

from commonhour.core.draft import Draft, DraftGroup, DraftPerson, DraftSpace
from commonhour.core.places.doors import Stand
from commonhour.errors import RefusedInput
from commonhour.errors.telling import fault
from commonhour.formats.catalogue.collecting import Catalogue
from commonhour.formats.catalogue.fields import Fields, decide_call
from commonhour.formats.catalogue.seasons import SeasonalCall, join_seasons
from commonhour.formats.catalogue.tables import Table
from commonhour.formats.catalogue.yaml_file import read_yaml

# Key of the file: name of the space, kind of its groups.
_LISTS = {
    "sigs": ("Special interest groups", "working-group"),
    "workinggroups": ("Working groups", "working-group"),
    "committees": ("Committees", "committee"),
    "usergroups": ("User groups", "other"),
}
# Other communities' spellings of the same lists, and of the keys of a meeting.
_OTHER_LISTS = {
    "working_groups": "workinggroups", "working-groups": "workinggroups", "wgs": "workinggroups",
    "special_interest_groups": "sigs", "user_groups": "usergroups", "user-groups": "usergroups",
}  # fmt: skip
_OTHER_KEYS = {
    "timezone": "tz", "time_zone": "tz", "zone": "tz", "weekday": "day", "days": "day", "start_time": "time",
    "hour": "time", "cadence": "frequency", "recurrence": "frequency", "schedule": "frequency", "length": "duration",
    "first": "start_date", "starting": "start_date", "link": "url", "zoom": "url", "meeting_url": "url",
    "notes": "archive_url", "notes_url": "archive_url", "agenda": "archive_url", "agenda_url": "archive_url",
    "minutes": "archive_url", "recordings": "recordings_url", "recording_url": "recordings_url",
}  # fmt: skip
_ROLES = {
    "chairs": "chair", "tech_leads": "tech lead", "technical_leads": "tech lead", "emeritus_leads": "emeritus",
    "emeritus": "emeritus", "secretaries": "secretary", "liaison": "liaison",
}  # fmt: skip
_USED_IN_GROUP = {
    "dir", "name", "mission_statement", "description", "charter_link", "label", "stakeholder_sigs", "leadership",
    "meetings", "contact", "subprojects", "owners",
}  # fmt: skip
_USED_IN_MEETING = {
    "description", "day", "time", "tz", "frequency", "url", "archive_url", "recordings_url", "duration", "start",
    "start_date",
}  # fmt: skip


@dataclass(slots=True)
class _Sigs:
    catalogue: Catalogue
    entries: list[SeasonalCall] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)  # and the group that had it first


def read_sigs(body: bytes, *, where: str, today: dt.date) -> Draft:
    """The groups of a sigs.yaml and their calls, each scheduled or undecided with its question.

    Weekly calls and those on the nth weekday of a month begin on the next such day from `today` on, as the file
    has no dates. Raises RefusedInput when the file is none of this kind.
    """
    roots = read_yaml(body, where)
    reading = _Sigs(Catalogue("sigs", where, today))
    reading.catalogue.check_repeated(roots)
    for root in roots:
        _respell(root, _OTHER_LISTS)
    if not any(name in root.values for root in roots for name in _LISTS):
        raise RefusedInput("no-sigs", where=where)
    for root in roots:
        for name, (title, kind) in _LISTS.items():
            _read_list(reading, root, name, title, kind)
        for name in sorted(set(root.values) - set(_LISTS)):
            reading.catalogue.report.dropped(root.line_of(name), name)
    join_seasons(reading.catalogue, reading.entries)
    return reading.catalogue.close()


def _respell(table: Table, names: dict[str, str]) -> None:
    """Keys under the names that Kubernetes gives them; one that is there under both keeps its own."""
    for key in [*table.values]:
        name = names.get(key.lower(), key.lower())
        if name != key and name not in table.values and name in {*names.values(), *_LISTS}:
            table.values[name], table.lines[name] = table.values.pop(key), table.lines.pop(key, table.line)


def _read_list(reading: _Sigs, root: Table, name: str, title: str, kind: str) -> None:
    tables = list(reading.catalogue.entries(root, name))
    if not tables:
        return
    slug = title.lower().replace(" ", "-")
    reading.catalogue.draft.spaces.append(
        DraftSpace(slug, title, position=len(reading.catalogue.draft.spaces))
    )
    for table in tables:
        _read_group(reading, table, slug, kind)


def _read_group(reading: _Sigs, table: Table, space: str, kind: str) -> None:
    catalogue = reading.catalogue
    name = table.text("name", "dir", "label")
    if not name:
        catalogue.refuse(table.line, fault("group-without-name-or-dir"))
        return
    group = catalogue.group(name, table.text("dir"), table.line, kind)
    group.space = space
    about = table.text("mission_statement", "description")
    group.description = _paragraphs(catalogue.safe(about, table.line_of("mission_statement")))
    _read_people(catalogue, table, group)
    _read_contact(catalogue, table, group)
    charter = table.text("charter_link")
    if charter and "://" not in charter:
        folder = catalogue.line(table.text("dir"), table.line_of("dir"))
        charter = "/".join(filter(None, (folder, charter)))
    if charter:
        catalogue.channel(group, charter, "Charter", table.line_of("charter_link"), "docs")
    stakeholders = table.texts("stakeholder_sigs")
    if stakeholders:
        catalogue.unplaced(
            f"{name}: stakeholder SIGs {', '.join(stakeholders)}", table.line_of("stakeholder_sigs")
        )
    for meeting in catalogue.entries(table, "meetings"):
        _read_meeting(reading, meeting, group)
    _read_subprojects(reading, table, group)
    for key in sorted(set(table.values) - _USED_IN_GROUP):
        catalogue.report.dropped(table.line_of(key), key, "of-group")


def _paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text)).strip()


def _read_people(catalogue: Catalogue, table: Table, group: DraftGroup) -> None:
    leadership = table.table("leadership")
    if leadership is None:
        return
    for key in leadership.values:
        plural = catalogue.line(key.replace("_", " "), leadership.line_of(key))
        role = _ROLES.get(key) or plural.removesuffix("s").lower()[:40]
        for person in leadership.tables(key):
            _add_person(catalogue, group, person, role)
        for name in leadership.texts(key):
            group.people.append(DraftPerson(catalogue.line(name, leadership.line_of(key)), role))


def _add_person(catalogue: Catalogue, group: DraftGroup, person: Table, role: str) -> None:
    handle = person.text("github").lstrip("@")
    name = catalogue.line(person.text("name") or handle, person.line)
    if not name:
        catalogue.refuse(person.line, fault("person-without-name", role=role))
        return
    url = f"https://github.com/{handle}" if re.fullmatch(r"[\w-]{1,60}", handle) else ""
    organisation = catalogue.line(person.text("company", "organization", "organisation"), person.line)
    group.people.append(DraftPerson(name, role, organisation, url))


def _read_contact(catalogue: Catalogue, table: Table, group: DraftGroup, label: str = "") -> None:
    contact = table.table("contact")
    if contact is None:
        return
    prefix = f"{label}: " if label else ""
    for slack in contact.texts("slack"):
        catalogue.named_channel(group, "chat", f"{prefix}Slack", f"#{slack.lstrip('#')}")
    for key, said in (("mailing_list", "Mailing list"), ("private_mailing_list", "Private mailing list")):
        for url in contact.texts(key):
            catalogue.channel(group, url, prefix + said, contact.line_of(key), "list")
    for liaison in contact.tables("liaison"):
        _add_person(catalogue, group, liaison, "liaison")
    for team in contact.tables("teams"):
        catalogue.report.dropped(team.line, case="github-team")
    for key in sorted(
        set(contact.values) - {"slack", "mailing_list", "private_mailing_list", "liaison", "teams"}
    ):
        catalogue.unplaced(f"{group.name}: {key}: {contact.text(key)}", contact.line_of(key))


def _read_subprojects(reading: _Sigs, table: Table, group: DraftGroup) -> None:
    """One that meets is a group of its own; of the others the names and channels are kept."""
    catalogue, silent = reading.catalogue, []
    for project in catalogue.entries(table, "subprojects"):
        name = project.text("name") or "subproject"
        if project.items("owners"):
            catalogue.report.dropped(project.line_of("owners"), case="owners-file")
        if not project.items("meetings"):
            silent.append(name)
            _read_contact(catalogue, project, group, label=name)
            continue
        child = catalogue.group(name, f"{group.slug}-{name}", project.line, "other")
        child.space, child.parent = group.space, group.slug
        child.description = catalogue.line(project.text("description"), project.line_of("description"))
        _read_contact(catalogue, project, child)
        _read_people(catalogue, project, child)
        for meeting in catalogue.entries(project, "meetings"):
            _read_meeting(reading, meeting, child)
    if silent:
        catalogue.unplaced(
            f"{group.name}: subprojects without calls: {', '.join(silent)}", table.line_of("subprojects")
        )


def _read_meeting(reading: _Sigs, table: Table, group: DraftGroup) -> None:
    catalogue = reading.catalogue
    _respell(table, _OTHER_KEYS)
    title = table.text("description", "name", "title") or f"{group.name} meeting"
    # Thirty groups have a "Regular SIG Meeting".
    is_anothers = reading.titles.setdefault(title, group.slug) != group.slug
    named = f"{group.name}: {title}" if is_anothers else title
    series = catalogue.series(named, group, table.line, f"{group.slug} {title}")
    series.url = catalogue.link(table.text("url"), table.line_of("url"), series.joins, Stand.DOOR)
    for key, kind, label in (
        ("archive_url", "notes", "Notes"),
        ("recordings_url", "recordings", "Recordings"),
    ):
        for url in table.texts(key):
            catalogue.channel(group, url, f"{label}: {series.title}", table.line_of(key), kind)
    fields = Fields(
        table.line, table.text("frequency"), ", ".join(table.texts("day")), table.text("time"), table.text("tz"),
        table.text("duration"), table.text("start_date", "start"),
    )  # fmt: skip
    reading.entries.append(decide_call(catalogue, series, fields))
    for key in sorted(set(table.values) - _USED_IN_MEETING):
        catalogue.unplaced(f"{series.title}: {key}: {table.text(key)}", table.line_of(key))
