"""Who is to do something: "@ana write", "Ana and Kenji to write", "Ana: write", "[staff] write", "write (Ana)"."""

import re
from collections.abc import Set

from commonhour.core.notes.verbs import BARE, BODIES, GIVEN, NO_DOER, NOT_DOING, OF_PEOPLE, word_set

_LINK = re.compile(r"^(~~)?\[([^\[\]]{1,80})\]\([^()\s]{1,300}\)\s*")
_HANDLES = r"@([\w][\w.-]{0,62}(?:(?:(?:\s?[,/&+]\s?|\s(?:and\s|y\s)?)@|[+/]@?)[\w][\w.-]{0,62}){0,5})"
_AT = re.compile(rf"^{_HANDLES}[:,]?(?:\s+(?:to|will|[-–—→:])(?=\s))?\s*")
_AT_DASH = re.compile(rf"^{_HANDLES}\s[-–—]\s(?=([a-z][\w-]*)\s)")
_NAME = r"@?[\w][\w.'’-]{0,30}"
_SUBJECT = re.compile(
    rf"^({_NAME}(?:(?:\s?,\s(?:and\s)?|\sand\s|\sy\s|\s?&\s?|\s?/\s?|\s?\+\s?|\s){_NAME}){{0,5}}?)(?:\s\([^()]{{1,40}}\))?"
    r"(?::(?=\svolunteer))?\s(to|will|(?:has )?(?:agreed|offered|promised) to|volunteer(?:s|ed) to|plans to|(?:is )?assigned to"
    r"|needs? to|(?:is|are) going to|va a|se encarga de|se compromete a"
    r"|(?:takes?|took|has|have|gets?|should take|will take|can take|to take) (?:(?:the |an? )?action items?|(?:the |an )AI|AIs) to)"
    r"\s((?:also |then |likely )?[\w-]+)"
)
_IS_ITEM = re.compile(r"\b(?:items?|AIs?) to$")
_TAKES_ON = re.compile(r"^(?:volunteer|promised|offered)|\b(?:items?|AIs?) to$")
# Endings of words that are no nickname.
_NO_NICK = tuple(word_set("ed ing ly tion ment ness able ible ful ity ant ent ous ive ers"))
_BETWEEN = re.compile(r"\s?,\s(?:and\s)?|\sand\s|\sy\s|\s?&\s?|\s?/\s?|\s?\+\s?")
_BEFORE = re.compile(
    r"^(?:\[([^\[\]]{2,40})\](?!\()|([\w][\w .'’-]{0,40}?))\s?(?:[:：]|→|->|=>|[-–—](?=\s))\s*(?=\S)"
)
_IN_BRACKETS = re.compile(r"^\[([^\[\]]{2,40})\](?!\()\s*(?=\S)")
_LOOK = re.compile(r"\san? (?:look|chat|go|word|response|draft|proposal|patch|PR)\b")
_BARE = re.compile(rf"^({_NAME}?),?\s([a-z]+)\s(?!to\b)")
_BEHIND = re.compile(
    r"\s(?:--|[–—])\s(@?[\w][\w.-]{0,30}(?:(?:\s?,\s(?:and\s)?|\sand\s|\s?&\s?)@?[\w][\w.-]{0,30}){1,5})$"
)
_LAST = 220  # characters in which owners stand behind what they do
_AT_END = re.compile(
    r"\s*(?:[-–—]\s*|\()?@([\w][\w.-]{0,62})\)?[.]?$|\s*[(\[]\s?(?:(?:owner|assigned to|assignee):?\s)?([\w][\w .,/&'’-]{0,40})[)\]]\.?$"
    r"|\s(?:-{1,2}|[–—→]|->)\s([\w][\w .,/&'’-]{0,40})$"
)
_JAPANESE = re.compile(r"^([^\s:：、。（）]{1,20}?(?:さん|氏))(?:が|は|、|：|:)?\s*")


def take_owner(text: str, names: Set[str]) -> tuple[str, str]:
    """The text of something to do without its owner, and the owner; "" for nobody. `names` are folded."""
    for way in (_at, _linked, _by_verb, _before, _polite, _at_end, bare_doer_of):
        found = way(text, names)
        if found and found[0]:
            return found
    return text, ""


def doer_of(text: str, names: Set[str]) -> tuple[str, str] | None:
    """Of a line without a mark: what is to be done and who is said to do it ("Ana to write"), or None."""
    found = _SUBJECT.match(text)
    if not found:
        return None
    subject, how, verb = found[1], found[2], found[3].casefold().split()[-1]
    if how.endswith("agreed to") and subject.split()[-1].casefold() in BODIES:
        return None  # what a body agreed to do is a decision
    if how == "will" and verb == "have" and not _LOOK.match(text[found.end() :]):
        return None
    if how.startswith("need") and not (verb in OF_PEOPLE and _are_people(subject, names)):
        return None  # what a thing needs is no task
    if how.endswith("going to") and not _are_people(subject, names):
        return None
    if _IS_ITEM.search(how) and _is_body(subject):
        return _from_verb(text, found), subject
    if verb in NOT_DOING or not _is_doer(
        subject, names, is_given=verb in GIVEN or bool(_TAKES_ON.search(how)), is_will=how == "will"
    ):
        return None
    return _from_verb(text, found), subject.replace("@", "")


def _is_doer(subject: str, names: Set[str], *, is_given: bool, is_will: bool) -> bool:
    """Known names may do anything; an unknown one is a word with a capital, and what is to be done a thing people are given."""
    people = [one.strip().removeprefix("@") for one in _BETWEEN.split(subject)]
    known = [is_known(one.casefold(), names) for one in people]
    if all(known):
        return True
    if any(known) and is_given:  # of several some are known, the others may be nicknames
        return all(" " not in one and one.casefold() not in NO_DOER for one in people)
    if all(word.casefold() in BODIES for word in subject.split()):
        return not is_will
    if not is_given or (is_will and not subject[:1].isupper()):
        return False
    if len(people) == 1 and _is_like_nick(subject.removeprefix("@")):
        return True
    words = [word for one in people for word in one.split()]
    return all(_is_like_name(word, names) for word in words)


def _is_body(subject: str) -> bool:
    """ "All web team members", with or without words around it that say which."""
    words = subject.casefold().split()
    return words[-1] in BODIES and not NO_DOER & set(words)


def _are_people(subject: str, names: Set[str]) -> bool:
    """Known by name; a thing or a body "needs to" in general."""
    people = [one.strip().removeprefix("@").casefold() for one in _BETWEEN.split(subject)]
    return all(one in names and one not in BODIES for one in people)


def bare_doer_of(text: str, names: Set[str]) -> tuple[str, str] | None:
    """ "@ana - write the post" and, of somebody known, "Ana send the invitation", which leave out the "to"."""
    if found := _AT_DASH.match(text):
        return (text[found.end() :], found[1].replace("@", "")) if found[2] in GIVEN else None
    found = _BARE.match(text)
    if found and found[1].casefold() in names and found[2] in BARE:
        return text[found.start(2) :], found[1]
    return None


def doers_behind(text: str, names: Set[str]) -> tuple[str, str] | None:
    """ "check the boxes -- ana, ben": two or more, since one name behind a dash may be who said it."""
    found = _BEHIND.search(text[-_LAST:]) if text.partition(" ")[0].casefold() in GIVEN else None
    if found and _are_owners(_BETWEEN.split(found[1]), names):
        return text[: len(text[:-_LAST]) + found.start()], found[1]
    return None


def _are_owners(people: list[str], names: Set[str]) -> bool:
    """One of them is known, and the others are called as people are."""
    known = [one.startswith("@") or is_known(one.casefold(), names) for one in people]
    return any(known) and all(
        is_one or _is_like_nick(name) for is_one, name in zip(known, people, strict=True)
    )


def is_known(folded: str, names: Set[str]) -> bool:
    """Also "Brian B." where there is a Brian."""
    first, _, rest = folded.partition(" ")
    if rest and len(rest.strip(".")) == 1:
        return first in names
    return folded in names or folded in BODIES


def _is_like_nick(word: str) -> bool:
    """ "simulacrum", but not "connected", "easily" or "need"."""
    is_one_word = word.islower() and word.isalnum() and word.isascii()
    return is_one_word and not word.endswith(_NO_NICK) and word not in NO_DOER and word not in GIVEN


def _is_like_name(word: str, names: Set[str]) -> bool:
    """With a capital, but no abbreviation: "RFC to close" is about the RFC."""
    folded = word.casefold()
    if folded in names or folded in BODIES:
        return True
    is_abbreviation = word.isupper() and len(word) > 1
    return word[:1].isupper() and not is_abbreviation and folded not in NO_DOER and folded not in GIVEN


def _from_verb(text: str, found: re.Match[str]) -> str:
    return text[found.start(3) :].strip()


def _at(text: str, names: Set[str]) -> tuple[str, str] | None:
    found = _AT.match(text)
    return (text[found.end() :], found[1].replace("@", "").rstrip(".-")) if found else None


def _linked(text: str, names: Set[str]) -> tuple[str, str] | None:
    """`[ana@x.example](mailto:…) to write`: a link is an owner where it goes on with what is to be done."""
    found = _LINK.match(text)
    rest = text[found.end() :] if found else ""
    if found and rest.startswith(("to ", "will ")):
        return rest.split(" ", 1)[1], found[2]
    return None


def _by_verb(text: str, names: Set[str]) -> tuple[str, str] | None:
    found = _SUBJECT.match(text)
    if not found:
        return None
    if found[2].startswith("need") and not _are_people(found[1], names):
        return None
    verb, is_one = (
        found[3].casefold().split()[-1],
        len(found[1].split()) == 1 and found[1].casefold() not in NO_DOER,
    )
    if not (is_one and verb in GIVEN) and not _is_doer(found[1], names, is_given=True, is_will=False):
        return None
    return _from_verb(text, found), found[1].replace("@", "")


def _before(text: str, names: Set[str]) -> tuple[str, str] | None:
    found = _BEFORE.match(text) or _IN_BRACKETS.match(text)
    if not found:
        return None
    name = next(one for one in found.groups() if one).strip()
    people = _BETWEEN.split(name)
    is_name = all(len(one.split()) <= 3 and _is_person(one, names) for one in people)
    return (text[found.end() :], name) if is_name else None


def _is_person(name: str, names: Set[str]) -> bool:
    return name.casefold() in names or all(_is_like_name(word, names) for word in name.split())


def _polite(text: str, names: Set[str]) -> tuple[str, str] | None:
    found = _JAPANESE.match(text)
    return (text[found.end() :], found[1]) if found else None


def _at_end(text: str, names: Set[str]) -> tuple[str, str] | None:
    found = _AT_END.search(text[-90:])
    if not found:
        return None
    name, start = next(one for one in found.groups() if one).strip(), len(text[:-90]) + found.start()
    people = _BETWEEN.split(name)
    if start and (found[1] or all(one.casefold() in names for one in people)):
        return text[:start], name
    if found[2] and "," in name and people[-1].casefold() in names:  # "(with pictures, Ana)"
        return text[: text.rindex(",")] + ")", people[-1]
    return None
