"""Names that stand in notes are found, and words that only look like a speaker are not."""

from commonhour.core.notes.nameless import names_in
from commonhour.core.notes.reading import read_notes


def names(text):
    return names_in(text, read_notes(text))


def test_owners_at_names_and_speakers_are_names_each_once():
    text = "Ana Ruiz: I would wait.\nACTION: @kenji ask @ana-r by 2026-12-01\n- Ana Ruiz: fine\n"
    assert names(text) == ["kenji", "ana-r", "Ana Ruiz"]


def test_marks_addresses_and_headings_are_no_names():
    assert (
        names("DECISION: ship\nTopic: release\nAgenda: none\nmail to me@example.org\nhttps://x.example/@y\n")
        == []
    )


def test_who_was_there_and_several_owners_are_a_name_each():
    text = "Present: Ana Ruiz, Ben Li\nRegrets: Cleo\nJory & Jenn to prepare the forms\nACTION: staff to send them\n"
    assert names(text) == ["Ana Ruiz", "Ben Li", "Cleo", "Jory", "Jenn"]


def test_what_speaks_in_bold_or_behind_a_bullet_is_a_name_too():
    assert names("- **Ana:** no\n> Ben: yes\nQuestion: why\n") == ["Ana", "Ben"]
