"""Words that say what a line is: "DECISION:", "**Action item** (Ana):", "#agreed", "合意：", "Attendance (please add yourself)"."""

import re
from dataclasses import dataclass, replace

from commonhour.core.notes.lines import BELOW_HEADINGS, Line
from commonhour.core.notes.verbs import word_set

DECISION, ACTION, INFO, TOPIC = "decision", "action", "info", "topic"
PRESENT, REGRETS, AGENDA, STEPS = "present", "regrets", "agenda", "steps"

_WORDS = {
    DECISION: "decision, decisions, approved, accepted, ratified, decided, resolved, resolution, resolutions, agreed, agreement, agreements, consensus,"
    " conclusion, conclusions, outcome, decision log, agrees, all agree, we agree, we all agree,"
    " decisión, decisiones, acuerdo, acuerdos, acordado, resuelto, resolución, conclusión,"
    " conclusiones, 決定, 決定事項, 合意, 合意事項, 結論",
    ACTION: "action, actions, action item, action items, action point, action points, ai, ais, ar, ars, todo, todos, to do,"
    " to-do, to-dos, task, tasks, next action, next actions, action list, actions arising, homework, acción, accion, acciones, tarea, tareas, punto de acción,"
    " puntos de acción, por hacer, アクション, アクションアイテム, 宿題, タスク, やること, 今後のアクション, 次回までの宿題",
    STEPS: "next step, next steps, action item review, action items review, action item followups, review action items,"
    " follow-up, follow-ups, followups, follow up, próximos pasos, siguientes pasos, 次のステップ",
    INFO: "info, fyi, información, informacion, 情報, 共有, 共有事項",
    TOPIC: "topic, tema, 議題, トピック",
    PRESENT: "present, attendance, attendees, attendee, attending, in attendance, participants, participant, team members,"
    " members present, who was there, roll call, people present, others, others present, also present, guests, observers,"
    " presentes, asistentes, asistencia, participantes, 出席, 出席者, 参加者",
    REGRETS: "regrets, apologies, absent, absentees, absences, not present, tac member regrets, member regrets,"
    " ausentes, ausencias, disculpas, 欠席, 欠席者",
    AGENDA: "agenda, topics, triage, agenda items, orden del día, アジェンダ, shepherded items, checklist, standing items,"
    " before meeting checklist, nominated issues, nominated prs, upcoming meetings, upcoming design meetings, schedule",
}  # fmt: skip
_KINDS = {word.strip(): kind for kind, words in _WORDS.items() for word in words.split(",")}
# Words around them that change nothing: "rough consensus", "Consensus from this meeting", "open action items".
_AROUND = word_set("""
existing remaining outstanding unchecked reminder rough lazy emerging meeting meeting's team group our final key main from of the this today made taken open
pending new my lang tac committee we all everyone everybody del de la reunión
""")
_AROUND_ACTIONS = word_set(
    "existing remaining outstanding unchecked reminder open pending new our agreed assigned from this today's the meeting for next week"
)
_TAGS = {
    "agreed": DECISION, "decision": DECISION, "accepted": DECISION, "rejected": DECISION, "action": ACTION, "ai": ACTION,
    "todo": ACTION, "info": INFO, "topic": TOPIC,
}  # fmt: skip
# "12:03 <ana> #action kenji asks": what a chat log puts before a tag, bounded, so that no line is walked twice.
_TAG = re.compile(
    r"^(?:\[?\d{1,2}:\d\d(?::\d\d)?\]?\s{1,3})?(?:<[^<>\s]{1,40}>\s{1,3})?#([A-Za-z]{2,8})\b[:：]?\s*(.*)$"
)
_DECORATION = re.compile(r"^[^\w\s#@\[\]()<>`~\"'“‘*_|!/$\\-]{1,8}\s*")
_SHORTCODE = re.compile(r"(?:\s:[a-z][a-z0-9_+-]{1,30}:)+$")  # "Attendees :wave:"
_HEAD = re.compile(
    r"^(?:\*{1,3}|_{1,3}|\[)?\s?([^\W\d_][^:：*_\[\]()`<>\"“|]{0,59}?)\s?(?:\(([^()]{0,60})\)\s?)?(?:[\]*_]{1,3}\s?)?(?:\([^()]{0,60}\)\s?)?"
    r"(?:(?<=[\]*_ )])[-–—→]\s|[:：]|--$)\s?[*_]{0,3}\s*(.*)$"
)
_BOLD = re.compile(r"^(?:\*\*|__)([^*_:：]{2,60})(?:\*\*|__)\s+(\S.*)$")
_BRACKETS = re.compile(r"^\[([^\[\]]{2,40})\](?!\()\s+(\S.*)$")
_AI_FOR = re.compile(
    r"^(?:AI|AR|TODO|Action [Ii]tem|ACTION ITEM|Action) ((?:@|for )?(?!items?\b|list\b|scribe\b|points?\b|time\b)[\w.-]{2,40}):\s*(\S.*)$"
)
# "Summary: (no objections raised)", "So the plan is": what stands below was not put into words before.
_OPENS = re.compile(
    r"^(?:(?:summary|results?|proposal|poll|vote)[:—–-]\s\(?no objections?(?: (?:raised|heard|voiced|made))?\)?[:.]?"
    r"|\(?no objections?(?: (?:raised|heard|voiced|made))?\)?:|so (?:the |our )?plan is:?)$",
    re.IGNORECASE,
)
_LOGGED = re.compile(
    r"\s\([^\s(),]{1,40}, \d\d:\d\d(?::\d\d)?\)$"
)  # who typed it and when, in the minutes of a chat
_BOTH = re.compile(r"/|&|\band\b|\by\b")
_ALONE = re.compile(r"\s*\(.*$")


@dataclass(frozen=True, slots=True)
class Mark:
    """`about` stood in brackets or between the word and the colon, as an owner does; `text` is "" above a list."""

    kind: str
    text: str
    about: str = ""
    word: str = ""


def kind_of(label: str) -> str | None:
    """What a label says, whatever its case, "Consensus from this meeting" as "consensus"."""
    folded = " ".join(label.strip(" *_:：—-").casefold().split())
    if folded in _KINDS:
        return _KINDS[folded]
    for kind, around in (
        (DECISION, _AROUND),
        (ACTION, _AROUND_ACTIONS),
        (REGRETS, _AROUND),
        (PRESENT, _AROUND),
    ):
        bare = " ".join(word for word in folded.split() if word not in around)
        if _KINDS.get(bare) == kind:
            return kind
    return _kind_of_both(folded)


def _kind_of_both(folded: str) -> str | None:
    """ "Conclusion/Resolution" is one thing; "Decisions and actions" are two, and nobody knows which is which."""
    parts = {_KINDS.get(part.strip()) for part in _BOTH.split(folded)}
    return parts.pop() if len(parts) == 1 else None


def heading_kind(text: str) -> str | None:
    """What stands below a heading: its words without emoji, bold, colon and "(please add yourself)"."""
    bare = _DECORATION.sub("", _without_shortcode(text).strip(" *_")).strip()
    return kind_of(_ALONE.sub("", bare)) or kind_of(bare)


def _without_shortcode(text: str) -> str:
    return _SHORTCODE.sub("", text) if text.endswith(":") else text


def opens_decisions(line: Line) -> bool:
    """Whether the list below is what nobody objected to."""
    return (line.is_item or line.text.endswith(":")) and bool(_OPENS.match(line.text.strip(" *_")))


def as_heading(line: Line) -> Line:
    """ "Action items" or "Attendance (please add yourself)" alone on a line stands like a heading, with no mark of one."""
    if line.is_item or line.level or not line.text or line.indent or len(line.text) > 100:
        return line
    kind = heading_kind(line.text)
    is_list = kind in (PRESENT, REGRETS) or (kind == ACTION and " " in line.text)
    return replace(line, level=BELOW_HEADINGS) if is_list else line


def mark_of(text: str) -> Mark | None:
    """The mark a line begins with, or None."""
    if tag := _TAG.match(text):
        return (
            Mark(_TAGS[tag[1].lower()], tag[2].strip(), word=tag[1].lower())
            if tag[1].lower() in _TAGS
            else None
        )
    bare = _DECORATION.sub("", _without_shortcode(text))
    if found := _AI_FOR.match(bare):
        return Mark(ACTION, found[2], found[1].removeprefix("for ").removeprefix("@"))
    for pattern, about in ((_HEAD, 2), (_BOLD, 0), (_BRACKETS, 0)):
        found = pattern.match(bare)
        kind = kind_of(found[1]) if found else None
        if found and kind:
            said = _LOGGED.sub("", found[found.re.groups].strip())
            return Mark(kind, said, (found[about] or "") if about else "", found[1].strip())
    return None
