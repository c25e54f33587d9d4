"""Names that stand in notes, so that those of a meeting under the Chatham House rule can be kept without them."""

from commonhour.core.notes.names import AT, names_of, speaker_of
from commonhour.core.notes.said import NotesRead
from commonhour.core.notes.verbs import BODIES


def names_in(text: str, read: NotesRead) -> list[str]:
    """Each name once, as it was written: who was there or not, owners, `@names`, and who speaks ("Ana: I think …")."""
    owners = [name for one in read.actions if one.owner for name in _people(one.owner)]
    lines = (line.lstrip(" \t>*+-•") for line in text.split("\n"))
    speakers = [name for name in map(speaker_of, lines) if name]
    return list(dict.fromkeys([*read.present, *read.regrets, *owners, *AT.findall(text), *speakers]))


def _people(owner: str) -> list[str]:
    """ "Ana & Ben" are two; "staff" is nobody's name."""
    return [name for name in names_of(owner.replace("/", ", ")) if name.casefold() not in BODIES]
