"""The e-mail addresses of people, taken out of everything a page's draft says; lists, offices and its contact stay."""

import dataclasses
from typing import Any

from commonhour.core.draft import Draft, DraftJoin, DraftPerson
from commonhour.core.finding import with_texts
from commonhour.core.places.addresses import ADDRESS_MARK, hide_addresses
from commonhour.core.schedule.schedule import Schedule
from commonhour.formats.page.reading import PageReading

_LINKS = ("url", "recording")


def hide_people(lines: list[str], reading: PageReading) -> None:
    """Hides the addresses in the draft, and says on which line the first one stands."""
    contact = reading.draft.community.contact_email
    found = [(number, _hidden(line, contact)[1]) for number, line in enumerate(lines, 1) if "@" in line]
    count = sum(hidden for _, hidden in found)
    if count:
        first = next(number for number, hidden in found if hidden)
        reading.find("dropped-property", first, "person-address", times=count)
    _hide(reading.draft, contact)


def _hidden(text: str, contact: str) -> tuple[str, int]:
    if not contact:
        return hide_addresses(text)
    parts = [hide_addresses(part) for part in text.split(contact)]
    return contact.join(part for part, _ in parts), sum(hidden for _, hidden in parts)


def _hide(thing: Any, contact: str) -> None:
    for field in dataclasses.fields(thing):
        value = getattr(thing, field.name)
        if isinstance(value, str) and "@" in value and field.name != "contact_email":
            setattr(thing, field.name, _public(field.name, value, contact))
        elif dataclasses.is_dataclass(value) and not isinstance(value, type):
            setattr(thing, field.name, _public_part(value, contact))
        elif isinstance(value, list) and not field.name.startswith("_"):
            value[:] = [_public_part(part, contact) for part in value]
    if isinstance(thing, DraftPerson) and ADDRESS_MARK in thing.name:
        thing.name = " ".join(thing.name.replace(ADDRESS_MARK, "").split()).strip(" <>(),;") or ADDRESS_MARK


def _public(name: str, value: str, contact: str) -> str:
    """A link to a person's mailbox goes; an address inside a web link is part of where it leads."""
    hidden, count = _hidden(value, contact)
    if name not in _LINKS or not count:
        return hidden
    return "" if value.lower().startswith("mailto:") else value


def _public_part(part: Any, contact: str) -> Any:
    if isinstance(part, str | dict):
        return with_texts(part, lambda text: _hidden(text, contact)[0])
    if dataclasses.is_dataclass(part) and not isinstance(part, type | DraftJoin | Schedule | Draft):
        if part.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            values = {f.name: getattr(part, f.name) for f in dataclasses.fields(part)}
            safe = {n: _public_part(v, contact) for n, v in values.items() if isinstance(v, str | dict)}
            return dataclasses.replace(part, **safe)
        _hide(part, contact)
    return part
