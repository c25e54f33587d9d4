"""Why an answer to what an import asks does not fit."""

from commonhour.errors.words.marked import marked as _

WORDS = {
    # the file of answers
    "answer-no-file": _("“{name}” is none of the files that are imported."),
    "answer-no-part": _("“{name}” is no part of a file of answers; its parts are {known}."),
    "answer-twice": _("“{name}” is answered twice; keep one of the two."),
    "answer-no-text": _("An answer here is one word or date, not a list or a mapping."),
    "answer-no-take": _("A fact of the community is answered with take, leave or open."),
    "answer-no-group-verb": _(
        "A group is answered with keep, reject, {{merge: slug of another group}} or {{rename: another name}}."
    ),
    "answer-no-meeting-answer": _(
        "A meeting is answered with one of its readings, when-needed, {{reading: …, minutes: 60}}, or its time: {{rule: FREQ=WEEKLY;BYDAY=TU, start: 2026-12-01T15:00, zone: Europe/Berlin, minutes: 60}}."
    ),
    "answers-exist": _("It is there already; name another file, or give it with --answers too."),
    "answers-need-dry-run": _("--write-answers goes with --dry-run: it shows what would be asked."),
    # an answer and what was read
    "answer-no-fact": _("The community has no fact “{name}”; its facts are {known}."),
    "answer-no-group": _("No group “{name}” was read."),
    "answer-no-verb": _("The group “{name}” can be kept, rejected, merged or renamed, not “{text}”."),
    "answer-no-name": _(
        "“{name}” has nothing behind {verb}: write the group it belongs to, or its new name."
    ),
    "answer-same-name": _(
        "“{name}” cannot be renamed to “{text}”, as another group is called so; to make them one, write merge."
    ),
    "answer-no-target": _("“{name}” cannot be merged into “{target}”: there is no such group."),
    "answer-lost-target": _(
        "“{name}” cannot be merged into “{target}”, which is left out itself or leads back to it."
    ),
    "answer-no-letters": _("No meeting asks what “{name}” means."),
    "answer-no-zone": _("“{name}” cannot mean “{text}” here; it may mean {known}."),
    "answer-no-start": _("No first date was assumed for “{name}”."),
    "answer-no-date": _("“{text}” is no date: write confirm, or a date such as 2026-12-01."),
    "answer-off-rule": _("By this rule there is no meeting on {text}, where it is to start."),
    "answer-overrules": _(
        "“{name}” has an answer of its own, {zone}, which counts; for the others “{word}” means {other}."
    ),
    "answer-wrong-start": _("“{name}” does not meet on {text}: write confirm, or a date on which it does."),
    "answer-no-meeting": _("No meeting “{name}” was read."),
    "answer-not-asked": _("Nothing is asked about “{name}”: it was read with its time."),
    "answer-no-reading": _("“{name}” has no reading “{text}” (any more); it has {known}."),
    # on the desk
    "no-group-ticked": _("Nothing was changed: tick the groups first."),
    "one-group-to-rename": _("A name is one group's: tick just one, and write its name."),
    "no-group-to-merge": _("Choose the group that they belong to."),
}
