"""From a code and its facts to a sentence, in the language that `gettext` speaks."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from string import Formatter
from typing import Any

from commonhour.errors.words import WORDS

Fault = dict[str, Any]  # {"code": …, "facts": {…}}, and "where" when it is known: what JSON keeps of an error
Translate = Callable[[str], str]
Number = Callable[[int], str]
_SHOWN = 3  # of a choice


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
    return Places(gettext, number).vformat(gettext(words), (), facts)


def fault(code: str, /, **facts: Any) -> Fault:
    """A fault that nobody raises."""
    return {"code": code, "facts": facts}


def told(text: str) -> Fault:
    """What somebody else has put into words, or an earlier version of ours."""
    return fault("told", text=text) if text else {}


class Places(Formatter):
    """Facts by their kind: numbers with their thousands apart, lists with commas, a fault in its own words."""

    def __init__(self, gettext: Translate, number: Number) -> None:
        self._gettext, self._number = gettext, number

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), "…")  # what an earlier version kept may lack a fact of today

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, dict):
            return tell(value, self._gettext, self._number)
        if isinstance(value, list):
            quoted = format_spec.startswith("quoted")
            items = [f"“{item}”" if quoted else str(item) for item in value]
            return self._list(items, format_spec.removeprefix("quoted").removeprefix("-"))
        if isinstance(value, int) and not format_spec:
            return self._number(value)
        return format(value, format_spec) if not isinstance(value, str) else value

    def _list(self, items: list[str], kind: str) -> str:
        """ "A and B and C", "A or B or C"; of a choice "A, B, C or others"; else "A, B, C"."""
        gettext = self._gettext
        pair = gettext("{one} and {other}") if kind == "and" else gettext("{one} or {other}")
        if kind in ("and", "or") and items:
            return reduce(lambda one, other: pair.format(one=one, other=other), items)
        if kind == "choice" and len(items) > 1:
            *shown, last = items if len(items) <= _SHOWN else [*items[:_SHOWN], gettext("others")]
            return pair.format(one=", ".join(shown), other=last)
        return ", ".join(items)


def _in_one_line(text: str) -> str:
    """A file may be called anything, and a sentence may quote it: line ends, bells and turned writing included."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text
    )
