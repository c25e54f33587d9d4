"""Two laws of every edit: what is shown before saving is what is stored, and what hung on a date still hangs on it."""

import datetime as dt
from dataclasses import replace

from depth import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.recurrence.rules import normal_rrule
from commonhour.core.schedule import edits
from commonhour.core.schedule.following import begins_following, carried, change_following
from commonhour.core.schedule.schedule import CANCELLED, Override, Schedule
from commonhour.core.time.wall import parse_wall, wall_text

HOUR = dt.timedelta(hours=1)
AFTER = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
BEFORE = dt.datetime(2027, 6, 1, tzinfo=dt.UTC)
FAR = dt.datetime(2027, 9, 1)
ZONES = ("Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "UTC")
RULES = ("FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;COUNT=9", "FREQ=MONTHLY;BYDAY=1TH", "FREQ=WEEKLY;BYDAY=MO,TH",
         "FREQ=WEEKLY;UNTIL=20270114T160000", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=DAILY;COUNT=20", "")  # fmt: skip


@st.composite
def schedules(draw):
    """A schedule with extra dates, dates left out, and a few single dates moved or called off."""
    bare = Schedule(
        "20261001T160000", draw(st.sampled_from(ZONES)), HOUR, draw(st.sampled_from(RULES)), uid="u"
    )
    texts = [one.recurrence_id for one in occurrences(bare, AFTER, BEFORE)]
    exdates = draw(st.lists(st.sampled_from(texts), max_size=2, unique=True)) if len(texts) > 4 else []
    rdates = draw(
        st.lists(st.sampled_from(["20260929T160000", "20261103T100000", "20270320T023000"]), max_size=2)
    )
    found = replace(bare, rdates=tuple(sorted(set(rdates))), exdates=tuple(sorted(exdates)))
    for text in draw(st.lists(st.sampled_from(sorted(set(texts) - set(exdates))), max_size=3, unique=True)):
        if draw(st.booleans()):
            found = edits.cancel_one(found, text)
        else:
            moved = parse_wall(text) + dt.timedelta(days=draw(st.integers(-3, 3)), hours=2)
            found = edits.move_one(found, text, dtstart=wall_text(moved))
    return found


@st.composite
def changes(draw, *, same_rule=False):
    """(schedule, the date from which, what changes)."""
    schedule = draw(schedules())
    ids = edits.effective_ids(schedule, dt.datetime(2027, 2, 1))
    recurrence_id = draw(st.sampled_from([text for text in ids if begins_following(schedule, text)]))
    minutes = [0, 30, -60] if same_rule else [0, 0, 30, -60, 24 * 60, -24 * 60, 7 * 24 * 60]
    return schedule, recurrence_id, {
        "dtstart": wall_text(parse_wall(recurrence_id) + dt.timedelta(minutes=draw(st.sampled_from(minutes)))),
        "tzid": draw(st.sampled_from([None, *ZONES])),
        "duration": draw(st.sampled_from([None, 2 * HOUR])),
        "rrule": None if same_rule else draw(st.sampled_from([None, *RULES])),
    }  # fmt: skip


def split_of(change):
    schedule, recurrence_id, new = change
    return change_following(schedule, recurrence_id, **new)


def stored(schedule):
    """A schedule as it comes back: every text in its one normal form."""
    rrule = schedule.rrule and normal_rrule(schedule.rrule, tzid=schedule.tzid, all_day=schedule.is_all_day)
    overrides = tuple(replace(one) for one in sorted(schedule.overrides, key=lambda one: one.recurrence_id))
    return replace(schedule, rrule=rrule, overrides=overrides,
                   rdates=tuple(sorted(set(schedule.rdates))), exdates=tuple(sorted(set(schedule.exdates))))  # fmt: skip


def seen(*schedules):
    """What a reader sees, whatever it is called."""
    found = [one for schedule in schedules if schedule for one in occurrences(schedule, AFTER, BEFORE)]
    return sorted((one.start, one.end, one.status) for one in found)


@settings(max_examples=examples(60))
@given(changes())
def test_what_is_shown_is_what_is_stored(change):
    split = split_of(change)
    kept = [stored(one) for one in (split.ended, split.opened) if one]
    assert seen(*kept) == seen(split.ended, split.opened)
    if split.ended:
        # Nothing before the change is touched, and nothing of what ends comes after it.
        past = [one for one in occurrences(change[0], AFTER, BEFORE) if one.recurrence_id < change[1]]
        assert [one[:6] for one in occurrences(split.ended, AFTER, BEFORE)] == [one[:6] for one in past]


@settings(max_examples=examples(60))
@given(changes())
def test_what_hung_on_a_date_still_hangs_on_it(change):
    schedule, recurrence_id, _ = change
    split = split_of(change)
    coming = [text for text in edits.effective_ids(schedule, FAR) if text >= recurrence_id]
    goes, surplus = carried(schedule, split, recurrence_id, FAR)
    dropped = {one.recurrence_id for one in split.dropped}
    assert sorted({*goes, *surplus, *(dropped & set(coming))}) == coming
    assert not dropped & {*goes, *surplus}
    assert list(goes) == sorted(goes)
    assert list(goes.values()) == sorted(set(goes.values()))
    assert set(goes.values()) <= set(edits.effective_ids(split.opened, FAR + dt.timedelta(days=30)))


@settings(max_examples=examples(60))
@given(changes(same_rule=True))
def test_under_the_same_rule_each_date_goes_by_as_much_as_the_first(change):
    schedule, recurrence_id, new = change
    shift = parse_wall(new["dtstart"]) - parse_wall(recurrence_id)
    split = split_of(change)
    goes, surplus = carried(schedule, split, recurrence_id, FAR)
    assert not surplus
    assert not split.dropped
    assert {old: wall_text(parse_wall(old) + shift) for old in goes} == goes
    changed = {goes[one.recurrence_id]: one.status for one in schedule.overrides if one.recurrence_id in goes}
    assert {
        one.recurrence_id: one.status for one in split.opened.overrides if one.recurrence_id in changed
    } == changed


@settings(max_examples=examples(60))
@given(schedules(), st.data())
def test_an_edit_of_one_date_touches_no_other(schedule, data):
    text = data.draw(st.sampled_from(edits.effective_ids(schedule, dt.datetime(2027, 2, 1))))
    moved = wall_text(parse_wall(text) + dt.timedelta(days=1))
    edit = data.draw(st.sampled_from([
        lambda: edits.cancel_one(schedule, text, reason="Flu"), lambda: edits.restore_one(schedule, text),
        lambda: edits.move_one(schedule, text, dtstart=moved)]))  # fmt: skip
    changed = edit()
    assert edits.effective_ids(changed, FAR) == edits.effective_ids(schedule, FAR)
    assert seen(stored(changed)) == seen(changed)

    def others(one):
        return [o for o in occurrences(one, AFTER, BEFORE) if o.recurrence_id != text]

    assert others(changed) == others(schedule)


def test_a_date_the_new_rule_does_not_make_is_told():
    schedule = Schedule("20261001T160000", "Europe/Madrid", HOUR, "FREQ=WEEKLY",
                        overrides=(Override("20261008T160000", status=CANCELLED),))  # fmt: skip
    split = change_following(schedule, "20261001T160000", rrule="FREQ=WEEKLY;COUNT=1")
    goes, surplus = carried(schedule, split, "20261001T160000", dt.datetime(2026, 10, 20))
    assert goes == {"20261001T160000": "20261001T160000"}
    assert surplus == ("20261015T160000",)
    assert [one.recurrence_id for one in split.dropped] == ["20261008T160000"]
