"""What each role lets somebody do, in a sentence: at the choice, and of somebody who has it."""

from collections.abc import Callable

from commonhour.core.rights import Role
from commonhour.errors.words.marked import marked as _

CHOICES = {
    Role.NOTE_TAKER: _(
        "Note-taker: keeps the record of a group’s dates, which is sessions, outcome and notes."
    ),
    Role.MODERATOR: _("Moderator: edits a group’s page, its calls and their dates, and invites note-takers."),
    Role.CHAIR: _("Chair: a moderator who also says who else moderates the group."),
    Role.MANAGER: _("Programme manager: edits everything, and says who may do what."),
}
_SENTENCES = {
    Role.NOTE_TAKER: _("Takes notes for {group}: may keep the record of its dates."),
    Role.MODERATOR: _(
        "Moderates {group}: may edit its page, its calls and their dates, and invite note-takers."
    ),
    Role.CHAIR: _("Chairs {group}: may edit its page, its calls and their dates, and say who moderates it."),
    Role.MANAGER: _("Programme manager: may edit everything, and say who may do what."),
}


def role_sentence(role: str, group: str, gettext: Callable[[str], str] = str) -> str:
    return gettext(_SENTENCES[Role(role)]).format(group=group)
