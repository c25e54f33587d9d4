"""What published notes say as rows: decisions of their own, and actions that outlive them. A draft says nothing yet.

Not part of what a change set remembers: whatever the text is, saved, restored or taken back, they follow it.
"""

import datetime as dt

from commonhour.core.notes.reading import read_notes
from commonhour.core.notes.said import Decided, NotesRead, ToDo
from commonhour.core.notes.same import said_key
from commonhour.models import ActionItem, ActionMention, Decision, Notes
from commonhour.models.notes import PUBLISHED


def derive(notes: Notes, now: dt.datetime) -> NotesRead:
    """Bring the rows in line with saved notes, and return what was read. Call inside the transaction of the write, with the
    series locked."""
    read = read_notes(notes.text) if notes.stage == PUBLISHED else NotesRead()
    _keep_presence(notes, read)
    _keep_decisions(notes, read.decisions)
    _keep_actions(notes, read.actions, now)
    return read


def _keep_presence(notes: Notes, read: NotesRead) -> None:
    """Of nameless notes only how many."""
    is_named = not notes.is_nameless
    notes.present, notes.present_count = list(read.present) if is_named else [], read.present_count
    notes.regrets, notes.regrets_count = list(read.regrets) if is_named else [], read.regrets_count
    notes.save(update_fields=["present", "present_count", "regrets", "regrets_count"])


def _keep_decisions(notes: Notes, decided: tuple[Decided, ...]) -> None:
    wanted = {said_key(one.text): one for one in reversed(decided)}  # said twice: the first line counts
    notes.decisions.exclude(key__in=wanted).delete()
    kept = {row.key: row for row in notes.decisions.all()}
    for key, one in wanted.items():
        row = kept.get(key) or Decision(notes=notes, key=key)
        if (row.line, row.text, row.result) != (one.line, one.text, one.result):
            row.line, row.text, row.result = one.line, one.text, one.result
            row.save()


def _keep_actions(notes: Notes, to_dos: tuple[ToDo, ...], now: dt.datetime) -> None:
    wanted = {said_key(one.text, one.owner): one for one in reversed(to_dos)}
    mentions = {row.action.key: row for row in notes.mentions.select_related("action")}
    for key in mentions.keys() - wanted.keys():
        _forget(mentions[key])
    found = ActionItem.objects.filter(series=notes.series_id, key__in=wanted)
    known = {row.key: row for row in found.order_by("-pk")} | {
        key: row.action for key, row in mentions.items()
    }
    for key, one in wanted.items():
        item = known.get(key) or ActionItem(series=notes.series, key=key, said_on=notes.date)
        _follow(item, one, notes, now)
        ActionMention.objects.update_or_create(
            action=item, notes=notes, defaults={"line": one.line, "is_done": one.is_done}
        )


def _forget(mention: ActionMention) -> None:
    """Who takes a line out of the only notes that had it, takes the action back; one that others carried on stays."""
    action = mention.action
    mention.delete()
    if not action.is_edited and not action.mentions.exists():
        action.delete()


def _follow(item: ActionItem, said: ToDo, notes: Notes, now: dt.datetime) -> None:
    """The latest notes of a series say what is to be done; what a person set is theirs. A done box ends it either way."""
    item.text = said.text
    if not item.is_edited:
        item.owner, item.due = said.owner[:100], said.due or item.due
        if not said.is_done and _is_latest(item, notes):
            item.state, item.done_at = ActionItem.OPEN, None
    if said.is_done and item.state == ActionItem.OPEN:
        item.state, item.done_at = ActionItem.DONE, now
    item.save()


def _is_latest(item: ActionItem, notes: Notes) -> bool:
    return item.pk is None or not item.mentions.filter(notes__date__gt=notes.date or dt.date.max).exists()
