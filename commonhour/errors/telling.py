"""From a code and its facts to a sentence, in the language that `gettext` speaks."""

from collections.abc import Callable, Mapping, Sequence
from string import Formatter
from typing import Any

from commonhour.errors.words import WORDS

Fault = dict[str, Any]  # {"code": …, "facts": {…}}, and "where" when it is known: what JSON keeps of an error
Translate = Callable[[str], str]
Number = Callable[[int], str]


def plain(text: str) -> str:
    return text


def in_thousands(number: int) -> str:
    return f"{number:,}"


def tell(fault: Fault, gettext: Translate = plain, number: Number = in_thousands) -> str:
    """The sentence of a fault, in one line and behind the place it is about; "" for none."""
    if not fault:
        return ""
    sentence = fill(WORDS.get(fault["code"]) or fault["code"], fault["facts"], gettext, number)
    return _in_one_line(f"{fault['where']}: {sentence}" if fault.get("where") else sentence)


def fill(
    words: str, facts: Mapping[str, Any], gettext: Translate = plain, number: Number = in_thousands
) -> str:
    """The words in their language, each place filled in with its fact."""
    return _Places(gettext, number).vformat(gettext(words), (), facts)


def fault(code: str, /, **facts: Any) -> Fault:
    """A fault that nobody raises."""
    return {"code": code, "facts": facts}


def told(text: str) -> Fault:
    """What somebody else has put into words, or an earlier version of ours."""
    return fault("told", text=text) if text else {}


class _Places(Formatter):
    """Facts by their kind: numbers with their thousands apart, lists with commas, a fault in its own words."""

    def __init__(self, gettext: Translate, number: Number) -> None:
        self._gettext, self._number = gettext, number

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), "…")  # what an earlier version kept may lack a fact of today

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, dict):
            return tell(value, self._gettext, self._number)
        if isinstance(value, list):
            return self._list(list(map(str, value)), format_spec)
        if isinstance(value, int) and not format_spec:
            return self._number(value)
        return format(value, format_spec) if not isinstance(value, str) else value

    def _list(self, items: list[str], kind: str) -> str:
        gettext = self._gettext
        if kind == "and" and len(items) > 1:
            return gettext("{items} and {last}").format(items=", ".join(items[:-1]), last=items[-1])
        return ", ".join(items)


def _in_one_line(text: str) -> str:
    """A file may be called anything, and a sentence may quote it: line ends, bells and turned writing included."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text
    )
