"""Lists of named things that meet, in YAML, JSON or TOML under anybody's keys, and the front matter of a charter."""

import datetime as dt
import re
from pathlib import PurePath

from commonhour.core.draft import Draft, DraftGroup, DraftPerson, DraftSeries, DraftSpace
from commonhour.core.places.doors import Stand
from commonhour.core.slugs import slugify
from commonhour.errors import RefusedInput
from commonhour.formats.catalogue.collecting import Catalogue
from commonhour.formats.catalogue.entries import Entries, entries_in, is_like_group, is_when
from commonhour.formats.catalogue.keys import key_words, meaning_of, name_key, names_calls, slug_key
from commonhour.formats.catalogue.plain_files import json_value, read_toml
from commonhour.formats.catalogue.seasons import join_seasons
from commonhour.formats.catalogue.tables import Table, Value
from commonhour.formats.catalogue.things import ListReading, Thing
from commonhour.formats.catalogue.told_calls import ToldCall, series_of
from commonhour.formats.catalogue.yaml_file import yaml_values
from commonhour.formats.page.vocabulary import kind_of_group, role_of, state_of

# Of a table under such a key these say the same as the key: `slack: {name: "#lantern"}`.
_INSIDE = {
    "name", "url", "link", "href", "text", "value", "label", "channel", "address",
}  # fmt: skip
_NOBODY = re.compile(r"(?i)\W*(?:tb[dac]|n/?a|none|null|vacant|open|unknown)?\W*")
_CHAT_NAME = re.compile(r"#?[a-z][\w.-]{1,60}", re.I)
_MACHINES = re.compile(r"[A-Z0-9_]{8,}")  # what a program calls a channel
_REPO_NAME = re.compile(r"[\w.-]{1,60}/[\w.-]{1,100}")
_WEB = ("https://", "http://")


def has_named_things(body: bytes, where: str) -> bool:
    """True when the file is of this kind."""
    try:
        return any(entries_in(root) for root in values_of(body, where))
    except RefusedInput:
        return False


def read_named_things(body: bytes, *, where: str, today: dt.date) -> Draft:
    """Each thing a group with its calls. Which keys were taken for what is a finding; words that found no place are
    listed. Raises RefusedInput when nothing in the file has a name and a time."""
    reading, roots = ListReading(Catalogue("list", where, today)), values_of(body, where)
    lists = [one for root in roots for one in entries_in(root)]
    if not lists:
        raise RefusedInput("no-named-things", where=where)
    reading.close(roots)
    reading.catalogue.check_repeated(roots)
    for one in lists:
        _read_list(reading, one, one.key if len(lists) > 1 else "")
    for thing in reading.things:
        _write_calls(reading, thing)
    _set_parents(reading)
    join_seasons(reading.catalogue, reading.entries)
    for meaning, keys in reading.keys.items():
        reading.catalogue.find("read-as", min(keys.values()), meaning, keys=sorted(keys))
    return reading.catalogue.close()


def values_of(body: bytes, where: str) -> list[Value]:
    """What a file of YAML, JSON or TOML holds. Raises RefusedInput with the line that is not well formed."""
    look, suffix = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1], PurePath(where).suffix.lower()
    if suffix == ".toml":
        return [read_toml(body, where)]
    is_json = suffix == ".json" or (look in (b"{", b"[") and suffix not in (".yaml", ".yml"))
    return [json_value(body, where)] if is_json else yaml_values(body, where)


def _read_list(reading: ListReading, entries: Entries, space: str) -> None:
    catalogue, slug = reading.catalogue, ""
    if space:
        slug, name = slugify(space), catalogue.line(key_words(space).capitalize(), entries.line)
        catalogue.draft.spaces.append(DraftSpace(slug, name, position=len(catalogue.draft.spaces)))
    for key, table in entries.things:
        if not reading.is_closed(table):
            thing = _read_thing(reading, key, table, entries.key, slug)
            thing.has_call = names_calls(entries.key)
            thing.group.space = slug or None


def _read_thing(reading: ListReading, key: str, table: Table, list_key: str, holder: str) -> Thing:
    """`holder` is the slug of what it stands in: there a thing that stands twice is one."""
    named, short = name_key(table), slug_key(table)
    for taken, meaning in ((named, "name"), (short, "slug")):
        if taken:
            reading.took(meaning, taken, table.line_of(taken))
    name = table.text(named) or key
    kind = kind_of_group(name, key_words(list_key))
    thing = reading.thing(name, table.text(short) or key, kind, table, holder)
    call = ToldCall(table.line) if thing.table is not table and _has_when(table) else thing.own
    _read_table(reading, thing, call, table, skipped=frozenset((named, short)))
    if call is not thing.own:
        thing.calls.append(call)
        thing.own.about, call.about = [*thing.own.about, *call.about], []
    return thing


def _read_table(
    reading: ListReading,
    thing: Thing,
    call: ToldCall,
    table: Table,
    context: str = "",
    skipped: frozenset[str] = frozenset(),
) -> None:
    """Gives everything in a table to what its key says it is; `context` is the key the table stands under."""
    outer = meaning_of(context)
    for key, value in table.values.items():
        line = table.line_of(key)
        if outer and key_words(key) in _INSIDE:
            _read_value(reading, thing, call, context, outer, value, line)
        elif key not in skipped:
            meaning = meaning_of(key) if outer in ("", "link", "about") else ""
            _read_value(reading, thing, call, key, meaning, value, line)


def _read_value(
    reading: ListReading, thing: Thing, call: ToldCall, key: str, meaning: str, value: Value, line: int
) -> None:
    if isinstance(value, list):
        for item in value:
            _read_value(reading, thing, call, key, meaning, item, line)
    elif isinstance(value, Table) and reading.is_closed(value):
        pass
    elif isinstance(value, Table) and meaning == "people":
        _read_people(reading, thing, key, value)
    elif (
        isinstance(value, Table)
        and meaning in ("", "when", "door")
        and (names_calls(key) or _has_when(value))
    ):
        _read_call(reading, thing, key, value)
    elif isinstance(value, Table) and not meaning and name_key(value) and is_like_group(value):
        _read_thing(reading, "", value, key, thing.group.slug).parent = thing.group.slug
    elif isinstance(value, Table):
        _read_table(reading, thing, call, value, *_as_labelled(key, value))
    elif value and value.strip():
        text = value if meaning == "about" else _bare(" ".join(value.split()))
        meaning = meaning or ("when" if is_when(key, text) else "")
        if _read_text(reading, thing, call, key, meaning, text, line):
            reading.took(meaning, key, line)
        else:
            _leave(reading.catalogue, thing.group, key, text, line)


def _as_labelled(key: str, table: Table) -> tuple[str, frozenset[str]]:
    """`{label: Slack channel, url: …}` is about what its label says, and not about the key it stands under."""
    named = name_key(table)
    has_link = any(isinstance(one, str) and one.startswith(_WEB) for one in table.values.values())
    is_labelled = named and has_link and meaning_of(key) in ("", "link")
    return (table.text(named), frozenset((named,))) if is_labelled else (key, frozenset())


def _bare(text: str) -> str:
    """The address of a Markdown link."""
    return re.sub(r"^\[[^\]]*\]\((\S+)\)$", r"\1", text)


def _has_when(table: Table) -> bool:
    return any(meaning_of(key) == "when" and isinstance(value, str) for key, value in table.values.items())


def _read_call(reading: ListReading, thing: Thing, key: str, table: Table) -> None:
    named, short = name_key(table), slug_key(table)
    about = named or ("description" if 0 < len(table.text("description")) <= 80 else "")
    call = ToldCall(table.line, table.text(about), table.text(short))
    thing.calls.append(call)
    reading.took("when", key, table.line)
    _read_table(reading, thing, call, table, skipped=frozenset((about, short)))


def _read_people(reading: ListReading, thing: Thing, key: str, table: Table) -> None:
    """One person, or several by their roles: `{chairs: [...]}`, `{liaison: name}`."""
    named = name_key(table) or next(
        (one for one in table.values if key_words(one) in ("github", "username", "login")), ""
    )
    if not named:
        for role, value in table.values.items():
            _read_value(reading, thing, thing.own, role, "people", value, table.line_of(role))
        return
    handle = table.text("github", "username", "login").lstrip("@")
    handle = handle if re.fullmatch(r"[\w-]{1,60}", handle) else ""
    url = f"https://github.com/{handle}" if handle and table.text("github") else ""
    organisation = reading.catalogue.line(
        table.text("company", "organization", "organisation", "affiliation", "employer"), table.line
    )
    _add_person(reading, thing, key, table.text(named) or handle, organisation, url, table.line)


def _add_person(
    reading: ListReading, thing: Thing, key: str, text: str, organisation: str, url: str, line: int
) -> None:
    name = re.sub(r"\s*\[address\]|[<>]", "", reading.catalogue.line(text, line)).strip(" ,@")
    if _NOBODY.fullmatch(name):
        return
    role = role_of(key_words(key)) or key_words(key).removesuffix("s")[:40]
    person = DraftPerson(name, "member" if role in ("people", "contact") else role, organisation, url)
    if (name, person.role) not in thing.people:
        thing.people.add((name, person.role))
        thing.group.people.append(person)
    reading.took("people", key, line)


def _read_text(
    reading: ListReading, thing: Thing, call: ToldCall, key: str, meaning: str, text: str, line: int
) -> bool:
    """True when the text has found its place."""
    catalogue, group = reading.catalogue, thing.group
    if meaning == "when":
        call.when.append((key, text, line))
    elif meaning in ("zone", "length"):
        setattr(call, meaning, text)
    elif meaning == "about":
        call.about.append(catalogue.safe(text, line, call.joins))
    elif meaning == "people":
        for name in re.split(r"\s*(?:[,;&\n]|\band\b)\s*", catalogue.safe(text, line)):
            _add_person(reading, thing, key, name, "", "", line)
    elif meaning == "state" and (state_of(text) or text.lower() in ("active", "ongoing")):
        group.state = state_of(text) or group.state
    elif meaning == "kind":
        group.kind = kind_of_group(text, group.name)
    elif meaning == "parent":
        thing.parent = text
    else:
        return _read_place(catalogue, thing, call, key, meaning, text, line)
    return True


def _read_place(
    catalogue: Catalogue, thing: Thing, call: ToldCall, key: str, meaning: str, text: str, line: int
) -> bool:
    """Where they talk, keep things and meet."""
    label, group = key_words(key).capitalize(), thing.group
    if meaning == "calendar" and catalogue.calendar(text):
        return True
    if meaning and text.lower().startswith(_WEB):
        is_door = meaning == "door" or (meaning == "link" and call is not thing.own)
        shown = catalogue.link(text, line, call.joins, Stand.DOOR if is_door else Stand.PAGE)
        if shown and is_door:
            call.url = call.url or shown
        elif shown:
            catalogue.channel(group, shown, label, line)
    elif meaning == "door":
        call.place.append(catalogue.located("", text, line, call.joins))
    elif meaning == "chat" and _CHAT_NAME.fullmatch(text) and not _MACHINES.fullmatch(text):
        catalogue.named_channel(group, "chat", label, f"#{text.lstrip('#')}")
    elif meaning == "repo" and _REPO_NAME.fullmatch(text):
        catalogue.named_channel(group, "repo", label, text)
    else:
        return False
    return True


def _leave(catalogue: Catalogue, group: DraftGroup, key: str, text: str, line: int) -> None:
    """What has no place here: words are listed, one by one; numbers and keys of machines are counted."""
    if re.fullmatch(r"[\w.:/+-]*", text) and not text.startswith(_WEB):
        catalogue.report.dropped(line, key, "of-group")
    else:
        catalogue.unplaced(f"{group.name}: {key}: {text}", line)


def _write_calls(reading: ListReading, thing: Thing) -> None:
    """Its calls become series; what is said about the thing itself describes the group."""
    own = thing.own
    thing.group.description, own.about = "\n\n".join(dict.fromkeys(own.about)), []
    is_call = own.when or (not thing.calls and (thing.has_call or own.joins))
    calls = [*([own] if is_call else []), *thing.calls]
    made: list[DraftSeries] = []
    for call in calls:
        made += series_of(reading.catalogue, thing.group, call, {one.title for one in made}, reading.entries)
    if made and not is_call:
        made[0].joins += [one for one in own.joins if one not in made[0].joins]
        made[0].url = made[0].url or own.url
        made[0].description = "\n\n".join(filter(None, (made[0].description, *own.place)))


def _set_parents(reading: ListReading) -> None:
    slugs = {thing.group.slug: thing for thing in reading.things}
    for thing in reading.things:
        parent = slugs.get(slugify(thing.parent)) if thing.parent else None
        if parent is not None and parent is not thing:
            thing.group.parent = parent.group.slug
        elif not _NOBODY.fullmatch(thing.parent):
            reading.catalogue.unplaced(f"{thing.group.name}: parent: {thing.parent}", thing.own.line)
