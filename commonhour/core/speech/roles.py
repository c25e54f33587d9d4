"""What each role lets somebody do, in a sentence: at the choice, and of somebody who has it."""

from collections.abc import Callable

from commonhour.core.rights import Role
from commonhour.errors.words.marked import marked as _

CHOICES = {
    Role.NOTE_TAKER: _(
        "Note-taker: keeps the record of a group’s dates, which is sessions, outcome and notes."
    ),
    Role.REVIEWER: _("Reviewer: says what they think of proposals for a group, or for the whole community."),
    Role.MODERATOR: _(
        "Moderator: edits a group’s page, its calls and their dates, and invites note-takers and reviewers."
    ),
    Role.CHAIR: _("Chair: a moderator who also says who else moderates the group."),
    Role.MANAGER: _("Programme manager: edits everything, and says who may do what."),
}
_SENTENCES = {
    Role.NOTE_TAKER: _("Takes notes for {group}: may keep the record of its dates."),
    Role.REVIEWER: _("Reviews proposals for {group}: may read them, and say what they think."),
    Role.MODERATOR: _(
        "Moderates {group}: may edit its page, its calls and their dates, and invite note-takers and reviewers."
    ),
    Role.CHAIR: _("Chairs {group}: may edit its page, its calls and their dates, and say who moderates it."),
    Role.MANAGER: _("Programme manager: may edit everything, and say who may do what."),
}
_REVIEWS_ALL = _("Reviews proposals: may read all of them, and say what they think.")


def role_sentence(role: str, group: str, gettext: Callable[[str], str] = str) -> str:
    sentence = _SENTENCES[Role(role)] if group or role != Role.REVIEWER else _REVIEWS_ALL
    return gettext(sentence).format(group=group)
