"""What a finding is put into words with: marked for translation, with a place for each fact."""

from dataclasses import dataclass


def marked(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Words:
    """`checked` is the message of a check, which changes nothing; `many` that of a finding with `times` over 1."""

    message: str
    suggestion: str = ""
    checked: str = ""
    many: str = ""
