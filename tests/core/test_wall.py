"""Wall times as texts for people, pages and JSON."""

from commonhour.core.time.wall import day_and_hour, day_text, iso_text


def test_a_wall_time_and_a_whole_day_as_texts() -> None:
    wall, day = "20261126T160500", "20261126"
    assert (day_text(wall), day_text(day)) == ("2026-11-26", "2026-11-26")
    assert (day_and_hour(wall), day_and_hour(day)) == ("2026-11-26 16:05", "2026-11-26")
    assert (iso_text(wall), iso_text(day)) == ("2026-11-26T16:05:00", "2026-11-26")
