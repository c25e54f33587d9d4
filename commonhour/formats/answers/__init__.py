"""The file of answers to what an import asks: read, and written as a template to fill in."""

from commonhour.formats.answers.reader import WrittenAnswers, read_answers
from commonhour.formats.answers.writer import Stand, write_answers

__all__ = ["Stand", "WrittenAnswers", "read_answers", "write_answers"]
