"""The life of an action: it is what the notes of its series say of it, the latest last, but for what a person set."""

import datetime as dt

from commonhour.core.notes.same import said_key
from commonhour.models import ActionItem, ActionMention


def follow(item: ActionItem, now: dt.datetime, *, is_newly_done: bool = False) -> None:
    """Bring the row in line with its mentions, of which there is one at least. What a person set is theirs; a box that is
    ticked from now on ends it either way."""
    said = sorted(item.mentions.select_related("notes"), key=_when)
    before = _image(item)
    item.text = said[-1].text
    item.said_on = min((one.notes.date for one in said if one.notes.date), default=None)
    if not item.is_edited:
        item.owner = next((one.owner for one in reversed(said) if one.owner), "")
        item.due = next((one.due for one in reversed(said) if one.due), None)
        if said[-1].is_done:
            _end(item, now)
        else:
            _open(item)
    elif is_newly_done and said[-1].is_done:
        _end(item, now)
    item.key = said_key(item.text, item.owner)
    if _image(item) != before:
        item.version += 1
        item.save()


def _when(mention: ActionMention) -> tuple[dt.date, int]:
    """Notes of no known day count as the newest."""
    return mention.notes.date or dt.date.max, mention.notes_id


def _end(item: ActionItem, now: dt.datetime) -> None:
    if item.state == ActionItem.OPEN:
        item.state, item.done_at = ActionItem.DONE, now


def _open(item: ActionItem) -> None:
    item.state, item.done_at = ActionItem.OPEN, None


def _image(item: ActionItem) -> tuple[object, ...]:
    return item.key, item.text, item.owner, item.due, item.state, item.said_on
