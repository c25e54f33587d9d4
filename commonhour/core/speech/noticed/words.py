"""What a finding is put into words with, with a place for each fact."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """`checked` is the message of a check, which changes nothing; `many` that of a finding with `times` over 1."""

    message: str
    suggestion: str = ""
    checked: str = ""
    many: str = ""
