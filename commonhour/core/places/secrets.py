"""Secrets in text: ways into calls, passcodes and private tokens, found so that none gets published."""

import enum
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial

from commonhour.core.draft import DraftJoin
from commonhour.core.places.above import Above, code_lines
from commonhour.core.places.calendars import is_secret_ics, public_address
from commonhour.core.places.codes import BEFORE_LABEL, BEHIND_LABEL, has_any, may_name_code, numbers_in
from commonhour.core.places.decoding import decoded
from commonhour.core.places.doors import NEAR, Stand, is_door, names_door
from commonhour.core.places.links import JOIN_MARK, PASSCODE_MARK, with_scheme
from commonhour.core.places.providers import APPS, is_recording, opens_app
from commonhour.core.places.tokens import has_token, without_tokens

# Brackets, quotes, table bars and backslashes end a link in Markdown, HTML and unescaped calendar text.
_URL = re.compile(
    rf"(?:\b(?:https?|webcal|{'|'.join(map(re.escape, APPS))})://|\b(?:skype|facetime|facetime-audio|mumble):(?=[\w+])|"
    r"(?<![\w@./:-])//(?=[\w-]+\.)|(?<![\w@./-])(?=[\w-]+(?:\.[\w-]+)+(?::\d+)?[/?#]+\w))"
    r"[^\s<>\"'`()\[\]{}|\\，。；]+",
    re.IGNORECASE,
)
# What every one of them has, and is quickly looked for.
_HAS_LINK = re.compile(r"//|\.[\w-]+(?::\d+)?[/?#]|(?i:skype|facetime|facetime-audio|mumble):")
_TRAILING = ".,;:!?*_~"
_PARAMETER_NAMES = r"pwd|passwd|password|pass_?code|pin"
_SECRET_PARAMETER = re.compile(rf"(?i)(?<![a-z0-9])({_PARAMETER_NAMES})(=|%3D)(?![\s&]|$)[^\s&<>\"'()\[\]]+")
_PARAMETER_OF_LINK = re.compile(
    rf"(?i)(?:[?&#;.]|%3F|%26)(?:{_PARAMETER_NAMES}|pass|pw|tk|meetingpwd|uniqueid)(?:=|%3D)(?![\s&]|$)"
)
_NUMBER_ALONE = re.compile(
    r"^(?:\w+ )?(?:meeting|webinar|conference|event)[ -]?(?:id|number|nr)\b[\s:#=]*[\d\s-]+$", re.I
)
# What says that a block of code holds no program but how to join.
_OF_CALLS = re.compile(
    r"zoom|webex|teams|jitsi|\bmeet|\bcalls?\b|\bdial|\bjoin|conferenc|besprech|reuni|réunion|webinar|passcode|\bPIN\b",
    re.I,
)
_DIGITS = frozenset("0123456789-")
_AROUND_CODE = "()[]<>*_`'\".,;#"
# Texts and lines in which nothing was found, so none with a secret: what is read is looked at again in its draft and at
# each write, and of a thousand dates one text is kept in many rows. An import of thousands of calls fits in, with a few MB
# in each process; 65 MB are the most.
_harmless: set[tuple[str, "Stand"]] = set()
_MOST, _SHORT = 65_536, 1_000
# A time, a day, a number alone.
_IS_TIME = re.compile(r"[\dTZ:-]{0,25}$")
# Without any of these there is nothing to find: a link, a mailbox, an escape, a code.
_MAY_HOLD = re.compile(r"[/@:=\d\\&%]|[^\x00-\x7f]|pass|code|pw|pin\b|kenn|key", re.I)


class Kind(enum.Enum):
    """What was found. A TOKEN opens no call, and neither does a private CALENDAR."""

    LINK = "a way into a call"
    CODE = "a passcode"
    NUMBER = "a meeting's number or dial-in code"
    TOKEN = "an address with a private token"
    CALENDAR = "the private address of a calendar"


# Is told kind, secret and the text before it; says what stands there instead, which of the last two is known.
Keep = Callable[[Kind, str, str], str]


def guard(text: str, stands: Stand = Stand.TEXT) -> tuple[str, list[DraftJoin]]:
    """The text with join links and passcodes taken out, and what was taken out.

    The first passcode goes with the first link; meeting numbers and dial-in codes come as joins of their own.
    Private tokens of other addresses are taken out as well, and kept nowhere: they open no call.
    """
    if (text, stands) in _harmless:
        return text, []
    kept: dict[Kind, list[str]] = defaultdict(list)

    def keep(kind: Kind, secret: str, before: str) -> str:
        kept[kind].append(secret)
        return JOIN_MARK if kind is Kind.LINK else PASSCODE_MARK

    clean = replace_secrets(text, keep, stands)
    if clean == text:
        _remember(text, stands)
    return clean, _joins(kept[Kind.LINK], kept[Kind.CODE], kept[Kind.NUMBER])


def _remember(text: str, stands: Stand) -> None:
    if len(text) <= _SHORT:
        if len(_harmless) >= _MOST:
            _harmless.clear()
        _harmless.add((text, stands))


def replace_secrets(text: str, keep: Keep, stands: Stand = Stand.TEXT) -> str:
    """The text with what `keep` says in the place of each secret."""
    if _IS_TIME.match(text) or not _MAY_HOLD.search(text):
        return text
    return "\n".join(clean_lines(text.split("\n"), lambda _: keep, stands))


def clean_lines(
    lines: Sequence[str], keep_of: Callable[[int], Keep], stands: Stand = Stand.TEXT
) -> list[str]:
    """The same of lines, with a `keep` for each by its number from 0. In a sample of code only ways into calls go."""
    samples, above = _samples(lines), Above()
    return [
        above.line(line, partial(_clean, keep=keep_of(number), stands=stands, is_sample=number in samples))
        for number, line in enumerate(lines)
    ]


def _samples(lines: Sequence[str]) -> set[int]:
    """The lines of code that speaks of no call: a password in there opens none."""
    found: set[int] = set()
    for first, behind in code_lines(lines):
        if not _OF_CALLS.search("\n".join(lines[first:behind])):
            found.update(range(first, behind))
    return found


def _clean(piece: str, lead: str, in_column: bool, *, keep: Keep, stands: Stand, is_sample: bool) -> str:
    """A piece of one line without its secrets: as it is written, or as it reads where only that shows them all."""
    if not lead and (not _MAY_HOLD.search(piece) or (piece, stands) in _harmless):
        return piece
    if in_column and stands is Stand.TEXT and names_door(lead[:-2]):
        stands = Stand.DOOR
    plain, read = decoded(piece), piece
    if plain != piece:
        seen, found = (_found_in(one, lead, stands, is_sample) for one in (piece, plain))
        known = "\n".join(map(decoded, seen))
        read = plain if any(one not in known for one in found) else piece
    clean = _as_written(read, lead, keep, stands, is_sample)
    if clean == piece and not lead and not is_sample:
        _remember(piece, stands)
    return clean


def _found_in(piece: str, lead: str, stands: Stand, is_sample: bool) -> list[str]:
    found: list[str] = []

    def note(kind: Kind, secret: str, before: str) -> str:
        found.append(secret)
        return JOIN_MARK if kind is Kind.LINK else PASSCODE_MARK

    _as_written(piece, lead, note, stands, is_sample)
    return found


def _as_written(piece: str, lead: str, keep: Keep, stands: Stand, is_sample: bool) -> str:
    if "/" in piece or ":" in piece:
        piece = _behind(lead, piece, lambda text: _links_out(text, keep, stands, is_sample))
    if is_sample:
        return piece
    return _behind(
        lead if lead and _is_one_code(piece) else "", piece, lambda text: _codes_out(text, keep, stands)
    )


def _is_one_code(piece: str) -> bool:
    """True for a single word, or for groups of digits."""
    words = [word for word in piece.split() if any(map(str.isalnum, word))]
    return len(words) == 1 or (bool(words) and all({*word.strip(_AROUND_CODE)} <= _DIGITS for word in words))


def _behind(lead: str, piece: str, clean: Callable[[str], str]) -> str:
    """What becomes of a piece behind the words that lead to it, which are no part of it."""
    done = clean(lead + piece)
    return done[len(lead) :] if done.startswith(lead) else clean(piece)


def _links_out(text: str, keep: Keep, stands: Stand, is_sample: bool) -> str:
    if not _HAS_LINK.search(text):
        return text
    return _URL.sub(lambda found: _link_out(found, keep, stands, is_sample), text)


def _codes_out(text: str, keep: Keep, stands: Stand) -> str:
    lower = text.casefold()
    for pattern, label in numbers_in(lower, at_door=stands is Stand.DOOR):
        text = pattern.sub(partial(_number_out, label=label, keep=keep), text)
    if may_name_code(lower):
        for pattern in BEHIND_LABEL:
            text = pattern.sub(lambda found: found[1] + _code_out(found, keep), text)
        text = BEFORE_LABEL.sub(lambda found: _out(Kind.CODE, found, keep), text)
    if has_any(lower, ("=", "%3d")):
        text = _SECRET_PARAMETER.sub(lambda found: f"{found[1]}={_out(Kind.CODE, found, keep)}", text)
    return text


def public(text: str, stands: Stand = Stand.TEXT) -> str:
    """The text without its secrets."""
    return guard(text, stands)[0]


def beginning(text: str, most: int) -> str:
    """The first signs of a text, for what quotes it. Cut off before, the word that names a code could not be found."""
    return public(text)[:most]


def has_secret(text: str, stands: Stand = Stand.TEXT) -> bool:
    """True when `guard` would take something out."""
    return guard(text, stands)[0] != text


def carries_code(url: str) -> bool:
    """True for a join link that carries its password, or a personal token."""
    return bool(_PARAMETER_OF_LINK.search(url)) or has_token(url)


def is_open(join: DraftJoin) -> bool:
    """True for a link or a meeting's number without anything secret beside it."""
    return not carries_code(join.url) and (not join.passcode or bool(_NUMBER_ALONE.match(join.passcode)))


def with_place(about: str, place: str) -> str:
    """What is said about a call, and where it is; nothing of a place of which only marks are left."""
    is_empty = not place.replace(JOIN_MARK, "").replace(PASSCODE_MARK, "").strip(" ,;")
    return about if is_empty or place in about else f"{about}\n\nLocation: {place}".strip()


def join_of(kind: Kind, secret: str) -> DraftJoin:
    """What was found as a way to join. An address that no browser opens (`zoommtg://`) is shown like a code."""
    if (
        kind is not Kind.LINK
        or opens_app(secret)
        or not with_scheme(secret).lower().startswith(("http", "//"))
    ):
        return DraftJoin(passcode=secret)
    return DraftJoin(url=f"https:{secret}" if secret.startswith("//") else with_scheme(secret))


def _link_out(found: re.Match[str], keep: Keep, stands: Stand, is_sample: bool) -> str:
    url = found[0].rstrip(_TRAILING)
    before, rest = _before(found), found[0][len(url) :]
    if is_secret_ics(url):
        keep(Kind.CALENDAR, url, before)
        return public_address(url) + rest
    opens = is_door(url, stands, before, found.string[found.end() : found.end() + NEAR])
    if opens or (not is_sample and _PARAMETER_OF_LINK.search(url) and not is_recording(url)):
        return keep(Kind.LINK, url, before) + rest
    if is_sample or not has_token(url):
        return found[0]
    keep(Kind.TOKEN, url, before)
    return without_tokens(url) + rest


def _number_out(found: re.Match[str], label: str, keep: Keep) -> str:
    return found.expand(label) + _out(Kind.NUMBER, found, keep)


def _out(kind: Kind, found: re.Match[str], keep: Keep) -> str:
    return keep(kind, found[0].strip(), _before(found))


def _before(found: re.Match[str]) -> str:
    """The words that lead to it; the whole text would be copied once for each link."""
    return found.string[max(0, found.start() - NEAR) : found.start()]


def _code_out(found: re.Match[str], keep: Keep) -> str:
    code = found[2].rstrip(".,;:!?)]}*_\"'”’»`")
    if code in ("", PASSCODE_MARK[:-1], "[join", "…") or _IS_NO_CODE.match(code):
        return found[2]
    return keep(Kind.CODE, code, _before(found)) + found[2][len(code) :]


# A place-holder for what was found before, and an address, which was looked at as one.
# A link that is no secret itself, perhaps behind what a page writes round it; our own marks.
_IS_NO_CODE = re.compile(r"(?i)\[?(?:join link|passcode)|[\](<'\"]*https?://|common-hour-join:")


def _joins(links: list[str], codes: list[str], numbers: list[str]) -> list[DraftJoin]:
    links, codes, numbers = (list(dict.fromkeys(found)) for found in (links, codes, numbers))
    joins = [join_of(Kind.LINK, link) for link in links]
    if joins and joins[0].url and codes:
        joins[0] = DraftJoin(url=joins[0].url, passcode=codes.pop(0))
    return joins + [DraftJoin(passcode=code) for code in codes + numbers]
