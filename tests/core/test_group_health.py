"""Signs that a group may need a hand."""

import datetime as dt

import pytest

from commonhour.core.audit.group_health import GroupFacts, Sign, signs, weight

TODAY = dt.date(2026, 11, 23)
WELL = {
    "meets_by_plan": True,
    "has_next": True,
    "last": (False, True, True),
    "final": None,
    "signers": 1,
    "dead_links": 0,
}


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, []),
        ({"has_next": False}, [Sign.NO_NEXT_DATE]),
        ({"has_next": False, "meets_by_plan": False}, []),
        ({"last": (True, True, True)}, [Sign.THREE_CANCELLED]),
        ({"last": (True, True)}, []),
        ({"final": TODAY + dt.timedelta(weeks=3)}, [Sign.ENDS_SOON]),
        ({"final": TODAY + dt.timedelta(days=22)}, []),
        ({"signers": 0, "dead_links": 2}, [Sign.NOBODY_SIGNS_IN, Sign.DEAD_LINK]),
    ],
)
def test_signs(facts, found):
    assert signs(GroupFacts(**(WELL | facts)), TODAY) == found


def test_the_worst_sign_weighs_more_than_all_others_together():
    first, *others = Sign
    assert weight([first]) > weight(others) > weight([]) == 0
