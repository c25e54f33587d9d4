"""The text of a typed time while it is being read: what is left of it, and what was said about it."""

import re
from dataclasses import dataclass, field

from commonhour.core.speech.words import Voice


@dataclass(frozen=True, slots=True)
class TypedDoubt:
    """What must be answered first. Each choice is a label and the text to read instead."""

    sentence: str
    choices: tuple[tuple[str, str], ...]


class Unclear(Exception):
    """Ends the reading with a question. Never leaves `read_time`."""

    def __init__(self, question: TypedDoubt) -> None:
        super().__init__(question.sentence)
        self.question = question


@dataclass(slots=True)
class Scan:
    """`left` is as long as `text`; what has been read is blanked with bars, so that places stay the same."""

    text: str
    voice: Voice
    left: str = ""
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left = self.text

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match in what is left, which is then read."""
        match = pattern.search(self.left)
        if match:
            self.blank(*match.span())
        return match

    def blank(self, start: int, end: int) -> None:
        self.left = self.left[:start] + "|" * (end - start) + self.left[end:]

    def instead(self, span: tuple[int, int], replacement: str) -> str:
        """The whole text with one place written differently: what to retry with."""
        return " ".join(f"{self.text[: span[0]]} {replacement} {self.text[span[1] :]}".split())

    def say(self, sentence: str) -> None:
        if sentence not in self.said:
            self.said.append(sentence)

    def ask(self, sentence: str, span: tuple[int, int], choices: list[tuple[str, str]]) -> Unclear:
        """The exception to raise: `choices` are labels and what to write in place of `span`."""
        retries = tuple((label, self.instead(span, text)) for label, text in choices)
        return Unclear(TypedDoubt(sentence, retries))
