"""The id of a date lasts, is its own, and stands beside those of the same call."""

from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.schedule.occurrence import public_id

UIDS = st.text(max_size=20)


def test_an_id_is_the_same_for_ever():
    assert str(public_id("call@example.org", "20261126T160000")) == "8e25a88e-0cc9-8653-a31c-b9528435f9ca"


@given(UIDS, UIDS)
def test_ids_of_one_call_begin_alike_and_no_two_dates_share_one(uid: str, other: str) -> None:
    days = [public_id(uid, f"202611{day:02d}T160000") for day in range(1, 29)]
    assert {(one.version, one.variant) for one in days} == {(8, "specified in RFC 4122")}
    assert len(set(days)) == len(days)
    assert len({one.bytes[:6] for one in days}) == 1
    if other != uid:
        assert public_id(other, "20261101T160000").bytes[:6] != days[0].bytes[:6]
