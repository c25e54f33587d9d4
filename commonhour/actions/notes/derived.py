"""What published notes say as rows: decisions of their own, and actions that outlive them. A draft says nothing yet.

Not part of what a change set remembers: whatever the text is, saved, restored or taken back, they follow it.
"""

import datetime as dt
from dataclasses import replace

from commonhour.actions.notes.life import follow
from commonhour.actions.notes.same_action import Matching
from commonhour.actions.search.index import index_notes
from commonhour.core.limits import ACTIONS_OF_NOTES, DECISIONS_OF_NOTES
from commonhour.core.notes.reading import read_notes
from commonhour.core.notes.said import Decided, NotesRead, ToDo
from commonhour.core.notes.same import said_key
from commonhour.models import ActionItem, ActionMention, Decision, Notes, Unnamed
from commonhour.models.notes import PUBLISHED


def derive(notes: Notes, now: dt.datetime) -> NotesRead:
    """Bring the rows in line with saved notes, and return what was read. Call inside the transaction of the write, with the
    series locked."""
    read = read_notes(notes.text, day=notes.date) if notes.stage == PUBLISHED else NotesRead()
    _keep_presence(notes, read)
    _keep_decisions(notes, read.decisions[:DECISIONS_OF_NOTES])
    _keep_actions(notes, read.actions, now)
    index_notes([notes.pk])
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
    """Each line finds its action, or begins one; more than anybody does in one meeting stay text. Those that the notes speak of no more follow what others say."""
    to_dos = _without_unnamed(notes, to_dos[:ACTIONS_OF_NOTES])
    wanted = {said_key(one.text, one.owner): one for one in reversed(to_dos)}
    wanted = dict(sorted(wanted.items(), key=lambda pair: pair[1].line))
    before = {row.action_id: row for row in notes.mentions.select_related("action")}
    found = Matching(notes, before.values()).of(wanted)
    for action in before.keys() - {item.pk for item in found.values() if item}:
        _forget(before[action], now)
    for key, said in wanted.items():
        item = found[key] or _begun(notes, key, said)
        _mention(item, notes, key, said)
        was_done = item.pk in before and before[item.pk].is_done
        follow(item, now, is_newly_done=said.is_done and not was_done)


def _without_unnamed(notes: Notes, to_dos: tuple[ToDo, ...]) -> tuple[ToDo, ...]:
    """Nobody does what nameless notes say; who asked not to be named is not named here either."""
    digests = {one.owner: Unnamed.digest_of(one.owner) for one in to_dos if one.owner}
    known = Unnamed.objects.filter(digest__in=digests.values()) if digests else Unnamed.objects.none()
    hidden = set(known.values_list("digest", flat=True))
    return tuple(
        replace(one, owner="") if notes.is_nameless or digests.get(one.owner) in hidden else one
        for one in to_dos
    )


def _begun(notes: Notes, key: str, said: ToDo) -> ActionItem:
    return ActionItem.objects.create(series=notes.series, key=key, text=said.text, said_on=notes.date)


def _mention(item: ActionItem, notes: Notes, key: str, said: ToDo) -> None:
    ActionMention.objects.update_or_create(
        action=item, notes=notes,
        defaults={"line": said.line, "is_done": said.is_done, "key": key, "text": said.text, "owner": said.owner[:100], "due": said.due},
    )  # fmt: skip


def _forget(mention: ActionMention, now: dt.datetime) -> None:
    """Who takes a line out of the only notes that had it, takes the action back; one that others carried on stays, and what
    a person set waits for the line to come back."""
    action = mention.action
    mention.delete()
    if action.mentions.exists():
        follow(action, now)
    elif not action.is_edited:
        action.delete()
