"""What is to be done, as it is said: owner, due date and words apart; done when struck out, ticked or called so."""

import datetime as dt
import re
from collections.abc import Set

from commonhour.core.notes.boxes import without_day
from commonhour.core.notes.due import take_due
from commonhour.core.notes.names import speaker_of
from commonhour.core.notes.owners import bare_doer_of, doer_of, doers_behind, is_known, take_owner
from commonhour.core.notes.said import ToDo
from commonhour.core.notes.verbs import GIVEN, word_set

_STRUCK = re.compile(r"^~~(.{1,2000}?)~~")
_DONE = re.compile(
    r"\s*(?:[-–—,;]\s*)?(?:[(\[]\s*(?:already )?(?:done|completed|complete|hecho|完了|済)[!.]?\s*[)\]]|(?<=-- )done|(?<=– )done|✅|☑️?|✔️?)\s*[.]?$|^(?:✅|☑️?|✔️?)\s*|^(?:\[done\]|done:)\s*",
    re.IGNORECASE,
)
_AS_ACTION = re.compile(
    r"^(?:pending )?(?:action items?|AIs?|ARs?|action) (?:(?:for|on) (@?[\w.'-]{2,40}) )?to (?!merge: )(?=[\w-]+)",
    re.IGNORECASE,
)
_IS_ASKED = re.compile(r"(?:^|\s)@([\w][\w.-]{1,40}),? please (?=[a-z])")
_ASKED_TO_TAKE = re.compile(
    r"(?:^|[.:;]\s)@?([^\W\d_][\w.'’-]{1,30}), (?:can|could|would|will) you (?:please )?take (?:the |an? |that )?(?:action items?|AIs?)(?: to)? (?=\w)",
    re.IGNORECASE,
)
# What somebody does in this meeting, or tells there.
_ROLE = re.compile(
    r"\bwill (?:scribe|chair|moderate|facilitate|keep (?:the )?(?:notes|minutes)|take (?:the )?(?:notes|minutes)|(?:provide|give|present|share) (?:an? |the )?updates?)"
    r"(?: (?:today|this time|(?:for |in )?(?:this|the|today['’]s) (?:meeting|call|week)))?[.!)]{0,2}$",
    re.IGNORECASE,
)
_GETS_ACTION = re.compile(
    r"^(@?[\w.'-]{2,40}) [-–—:] (?:action|AI|AR|TODO)(?: item)?(?: to)?:? (?=\S)", re.IGNORECASE
)
_I_WILL = r"I'll|I’ll|I will|I am going to|I'm going to|I plan to"
_I_CAN = (
    r"I can(?= do (?:it|this|that)(?: for [\w ]{1,40})?[.!]?$)"
    r"|I can(?= (?:leave|file|post|open|send|draft|prepare|summarize|capture) an? )"
    r"|(?:I can|I volunteer to|I['’]m happy to|I(?:['’]d| would) be happy to|[Hh]appy to)"
    r"(?= (?:write|draft|create|prepare|schedule|reach out|follow up|look into|set up|organi[sz]e)\b)"
)
_PROMISE = re.compile(
    r"(?:^will(?=\s)|(?:^|[.,!?;:–—-]\s|\bok,? )(?:and |so |sure,? )?"
    rf"(?:{_I_WILL}|{_I_CAN}))\s(?:also |go |try to |just )?([\w-]+)\b"
)
_WE_SEND = re.compile(
    r"^[Ww]e(?:['’]ll| will) (?:also |then )?(?=(?:send|ask|tell|inform|notify|remind|invite) )"
)
_BEHIND = re.compile(
    r"(?:[.;,!?)]|\s[–—-]{1,2}|→|[-=]>)\s(?:ACTION(?: ITEM)?|Action(?: item)?|TODO)(?: ?\(([^()]{2,40})\))?: (?=\w)"
)
_TAKES = re.compile(
    r"[(\[](?:ACTION(?: ITEM)?|AI|AR)[)\]]|\b(?:I|[Ww]e)['’]ll take (?:care of|this|that|it|over)\b|\b(?:I'll|I’ll|I will|I can|happy to|going to) take (?:the |an? |that )?(?:action items?|AI|task)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\s(?:--|[–—]|<--|->|→)\s|[.;?!]\s(?=[A-Z])|,\s(?:and\s)?(?=[A-Z])|\s\((?=[^()]{5,200}\)$)"
)
_GIVEN_TO = re.compile(
    r"\s*(?:(?:has )?(?:volunteer(?:s|ed)|agreed|offered|promised) |[\w ]{2,20} (?:action items?|AIs?) )?to "
)
_COMMA = re.compile(r",\s(?:and\s)?(?=[\w.-]{2,30} to )")  # only a known name is one behind a comma
_LONGEST = 600  # characters in which a clause is looked for; more is a paragraph
_NO_PROMISE = word_set(
    "say ask note add give call keep be second mention move put turn try start repeat explain answer"
)
_TEMPLATE = re.compile(r"^(?:[<{(\[].{0,80}[>})\]]|\.{2,}|…|_+|-+|none.{0,30}|n/?a|tbd|nothing(?: new)?|no|nil|なし|ninguna?o?|\(?list .{0,40}\)?|no action items?.{0,40})[.!]?$", re.IGNORECASE)  # fmt: skip


def is_nothing(text: str) -> bool:
    """A template that nobody filled in, or "None this week"."""
    bare = text.strip(" *_~")
    return not any(letter.isalnum() for letter in bare) or bool(_TEMPLATE.match(bare) and "](" not in bare)


def to_do(
    line: int, said: str, about: str, names: Set[str], day: dt.date | None, *, is_done: bool = False
) -> ToDo:
    """Of a line that is known to be an action. `about` is who stood beside its mark."""
    text, is_struck = _without_strike(said)
    text, is_ended = _without_done(text)
    text = without_day(text)
    text, due = take_due(text, day)
    if about and due is None:
        about, due = take_due(about, day)
    rest, owner = (text, about) if about and _is_name(about, names) else take_owner(text, names)
    if owner and owner == about:
        rest = take_owner(text, names)[0] if take_owner(text, names)[1] == about else text
    return ToDo(line, rest.strip() or text or said, owner, due, is_done or is_struck or is_ended)


def task_in(line: int, text: str, names: Set[str], day: dt.date | None) -> ToDo | None:
    """Of a line without a mark: "Ana to write", "Action item for Ana to write", "Ana: I'll write a comment"."""
    bare, is_struck = _without_strike(text)
    bare, is_ended = _without_done(bare)
    is_done = is_struck or is_ended
    if found := _AS_ACTION.match(bare):
        return to_do(
            line, bare[found.end() :], (found[1] or "").removeprefix("@"), names, day, is_done=is_done
        )
    if found := _IS_ASKED.search(bare):
        return to_do(line, bare[found.end() :], found[1], names, day, is_done=is_done)
    if found := _GETS_ACTION.match(bare):
        return to_do(line, bare[found.end() :], found[1].removeprefix("@"), names, day, is_done=is_done)
    if " you " in bare and (found := _ASKED_TO_TAKE.search(bare[:_LONGEST])):
        return to_do(line, bare[found.end() :].rstrip("?"), found[1], names, day, is_done=is_done)
    if ":" in bare and (found := _BEHIND.search(bare[:_LONGEST])):
        return to_do(line, bare[found.end() :], found[1] or "", names, day, is_done=is_done)
    if " will " in bare and _ROLE.search(bare[-_LONGEST:]):
        return None
    if doer := doer_of(bare, names) or bare_doer_of(bare, names) or doers_behind(bare, names):
        said, due = take_due(doer[0], day)
        return ToDo(line, said, doer[1], due, is_done)
    if found := _WE_SEND.match(bare):
        said, due = take_due(bare[found.end() :], day)
        return ToDo(line, said, "", due, is_done)
    return _promised(line, bare, day) or _in_clause(line, bare, names, day)


def _promised(line: int, text: str, day: dt.date | None) -> ToDo | None:
    speaker = speaker_of(text)
    if not speaker:
        return None
    said = text[len(speaker) :].lstrip("*>: ")
    found = _PROMISE.search(said)
    is_given = found and found[1].casefold() in GIVEN - _NO_PROMISE
    if (is_given or _TAKES.search(said)) and not text.rstrip().endswith("?"):
        said, due = take_due(said[_start_of_promise(said, found) :], day)
        return ToDo(line, said, speaker, due)
    return None


def _in_clause(line: int, text: str, names: Set[str], day: dt.date | None) -> ToDo | None:
    """ "TAC approved, Ryan will send it on", "Lint policy (Felix to write it)", "seconded -- action item for Ana to file it"."""
    for clause in _CLAUSE.split(text[:_LONGEST])[1:]:
        doer = doer_of(clause, names)
        if doer and (_is_given_to(clause, doer[1]) or is_known(doer[1].casefold(), names)):
            said, due = take_due(doer[0].rstrip(")"), day)
            return ToDo(line, said, doer[1], due)
        if found := _AS_ACTION.match(clause):
            return to_do(line, clause[found.end() :], (found[1] or "").removeprefix("@"), names, day)
    behind = task_behind(line, text, names, day)
    return behind if behind and is_known(behind.owner.casefold(), names) else None


def task_behind(line: int, text: str, names: Set[str], day: dt.date | None) -> ToDo | None:
    """ "We are in favor, ana to comment": behind a decision whoever that is, behind other words it must be somebody known."""
    for clause in _COMMA.split(text[:_LONGEST])[1:]:
        if doer := doer_of(clause, names):
            said, due = take_due(doer[0], day)
            return ToDo(line, said, doer[1], due)
    return None


def _is_given_to(clause: str, owner: str) -> bool:
    """ "Ana to file it", "Ana has an action item to", also of an Ana nobody knows; "Ana will file it" may be told."""
    return bool(_GIVEN_TO.match(clause[len(owner) :]))


def asks_to_take(text: str) -> bool:
    """A question that gives somebody an action: "Ana, can you take the action item to write it?"."""
    return bool(_ASKED_TO_TAKE.search(text[:_LONGEST]))


def _start_of_promise(said: str, found: re.Match[str] | None) -> int:
    """In a long speech only what follows is a promise."""
    return (
        found.start() + len(found[0]) - len(found[0].lstrip(".,!;: ")) if found and found.start() > 80 else 0
    )


def _without_strike(text: str) -> tuple[str, bool]:
    if found := _STRUCK.match(text.strip()):
        return text.strip().replace("~~", "").strip(), len(found[1]) > 1
    return text, False


def _without_done(text: str) -> tuple[str, bool]:
    bare = _DONE.sub("", text).strip()
    return (bare, True) if bare and bare != text.strip() else (text, False)


def _is_name(about: str, names: Set[str]) -> bool:
    words = re.split(r"[\s,/&+]+", about.replace("@", "").strip())
    is_name = all(word[:1].isupper() or word.casefold() in names for word in words if word != "and")
    return len(words) <= 6 and (is_name or about.startswith("@"))
