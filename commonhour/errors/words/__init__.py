"""The English sentence of every code, by what it is about. Each is the message id of its translations."""

from commonhour.errors.words import answers, desk, files, matching, outside, standing, times

WORDS = {
    **times.WORDS,
    **files.WORDS,
    **outside.WORDS,
    **matching.WORDS,
    **desk.WORDS,
    **answers.WORDS,
    **standing.WORDS,
}
