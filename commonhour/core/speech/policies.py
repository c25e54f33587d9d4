"""What to expect in a call, in words: for pages as lines with a link, for calendars and mails in one line."""

from dataclasses import dataclass

from commonhour.core.policies import Policies, is_address
from commonhour.core.speech.words import Translate
from commonhour.errors.words.marked import marked as _

_CODED = {
    "recorded": {
        "yes": _("It is recorded."),
        "no": _("It is not recorded."),
        "said": _("Whether it is recorded is said at the start."),
    },
    "bots": {
        "allowed": _("Bots that take notes may come."),
        "ask": _("Ask before you bring a bot that takes notes."),
        "no": _("No bots that take notes, please."),
    },
    "chatham": {
        "yes": _("The Chatham House Rule holds: tell what was said, not who said it or was there."),
        "no": _("The Chatham House Rule does not hold: who said what may be told."),
    },
}
_LINKED = {"conduct": _("The code of conduct holds."), "antitrust": _("The antitrust policy holds.")}


@dataclass(frozen=True, slots=True)
class Expected:
    """One thing to know; with a `url` its words are those of a link."""

    words: str
    url: str = ""


def expected(policies: Policies, gettext: Translate) -> list[Expected]:
    """What is said, in the order in which people ask."""
    said = policies.as_json()
    found = [Expected(gettext(words[said[name]])) for name, words in _CODED.items() if name in said]
    for name, words in _LINKED.items():
        text = said.get(name, "")
        if text:
            found.append(Expected(gettext(words), text) if is_address(text) else Expected(text))
    return found + ([Expected(policies.line)] if policies.line else [])


def expected_line(policies: Policies, gettext: Translate, *, links: bool = True) -> str:
    """All of it in one line; "" where nothing is said."""
    return " ".join(
        f"{one.words} {one.url}" if links and one.url else one.words for one in expected(policies, gettext)
    )
