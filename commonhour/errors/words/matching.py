"""Why a call was given to a group, or to none for certain."""

from commonhour.errors.words.marked import marked as _

WORDS = {
    "category-names": _("The category “{category}” is the name of “{group}”."),
    "chosen-group": _("It was put into “{group}” by choice."),
    "description-names": _("The description names “{group}”, and the title names no group."),
    "file-group": _("Its file holds the calls of “{group}”."),
    "fits-no-group": _("It came with a calendar and fits no group for certain."),
    "group-before": _("It was in “{group}” before."),
    "links-to": _("The call links to a page of “{group}” ({host})."),
    "names-channel": _("The call names the channel “#{channel}” of “{group}”."),
    "put-into": _("It was put into “{group}” by a person."),
    "put-into-by": _("It was put into “{group}” by {name}."),
    "taken-out": _("A person took it out of its group."),
    "taken-out-of": _("It was taken out of “{group}” by a person."),
    "taken-out-of-by": _("It was taken out of “{group}” by {name}."),
    "text-disagrees": _("{reason} But its text points to “{group}”."),
    "text-points-elsewhere": _("{reason} Its text points to “{group}”."),
    "text-points-to": _("Its text points to {groups:quoted-and}."),
    "title-ambiguous": _("The title could mean {near:quoted-choice}."),
    "title-everyday": _("Any call may be called so, not only one of “{name}”."),
    "title-has-more": _(
        "The title has the words of “{group}”, but {words:quoted} may make it something else."
    ),
    "title-joint": _("The title speaks of several groups meeting together."),
    "title-joint-of": _("The title speaks of several groups meeting together: {near:quoted-choice}."),
    "title-names": _("The title names “{group}”."),
    "title-names-also": _("The title names “{group}”, but also {others:quoted-choice}."),
    "title-names-initials": _("The title names “{group}” by its initials “{short}”."),
    "title-names-other": _("The title names “{group}” by its other name “{name}”."),
    "title-part": _("The title names “{group}” in part (“{part}”), and no other group is called so."),
    "title-silent": _("The title names no group."),
    "title-too-little": _(
        "The title has only {words:quoted}, which is too little to tell; near are {near:quoted-choice}."
    ),
}
