"""How many people are in a list: typed, or as Zoom, Meet and Teams export it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhour.errors import RefusedInput
from commonhour.formats.guest_list import guest_list
from commonhour.formats.participants import people_in, people_in_file

ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
123 4567 8901,Metrics call,11/26/2026 04:00:00 PM,11/26/2026 05:01:00 PM,host@example.org,61,4

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,In Waiting Room
Ana Alba,ana@example.org,11/26/2026 04:00:00 PM,11/26/2026 04:10:00 PM,10,No,No
Ana Alba,ana@example.org,11/26/2026 04:11:00 PM,11/26/2026 05:00:00 PM,49,No,No
"Baker, Ben",,11/26/2026 04:00:00 PM,11/26/2026 05:00:00 PM,60,Yes,No
iPhone,,11/26/2026 04:02:00 PM,11/26/2026 05:00:00 PM,58,Yes,No
"""
MEET = """First name,Last name,Email,Duration,Time joined,Time exited
Ana,Alba,ana@example.org,1 hr,4:00 PM,5:00 PM
Ana,Zorn,,1 hr,4:00 PM,5:00 PM
Ben,Baker,ben@example.org,1 hr,4:00 PM,5:00 PM
"""
TEAMS = """1. Summary
Meeting title\tMetrics call
Attended participants\t2

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Ana Alba\t11/26/26, 4:00:00 PM\t11/26/26, 5:00:00 PM\t1h\tana@example.org\tana@example.org\tOrganizer
Ben (Guest)\t11/26/26, 4:00:00 PM\t11/26/26, 5:00:00 PM\t1h\t\t\tPresenter

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Ana Alba\t11/26/26, 4:00:00 PM\t11/26/26, 4:30:00 PM\t30m\tana@example.org\tOrganizer
Cora (left out)\t11/26/26, 4:30:00 PM\t11/26/26, 5:00:00 PM\t30m\tcora@example.org\tOrganizer
"""
OLD_TEAMS = (
    "Full Name\tUser Action\tTimestamp\nAna Alba\tJoined\t4 PM\nAna Alba\tLeft\t5 PM\nBen\tJoined\t4 PM\n"
)


@pytest.mark.parametrize(
    ("text", "number"),
    [(ZOOM, 3), (MEET, 3), (TEAMS, 2), (OLD_TEAMS, 2), ("Ana\n\n ana \nBen Baker\nben@example.org", 3),
     ("Alba, Ana\nBaker, Ben", 2), ("Name;Email\nAna;a@example.org\nAna;b@example.org", 2)],
    ids=["zoom", "meet", "teams", "old teams", "typed", "with commas", "semicolons"],
)  # fmt: skip
def test_everybody_is_counted_once(text, number):
    assert people_in(text) == number


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_as_the_program_wrote_it(encoding):
    assert people_in_file(TEAMS.encode(encoding)) == 2


@pytest.mark.parametrize(
    "body", [b"", b"\n \n", b"\x00\x01", b"PK\x03\x04\xff\xfe", b"\xff\xfe\x00", b"Name,Email\n"]
)
def test_a_file_of_nobody_is_refused(body):
    with pytest.raises(RefusedInput):
        people_in_file(body)


@given(st.binary(max_size=300))
def test_whatever_is_in_it_it_is_counted_or_refused(body):
    try:
        assert people_in_file(body) > 0
    except RefusedInput as error:
        assert error.code.startswith("attendance-")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1"])
def test_a_spreadsheet_reckons_with_no_cell(name):
    assert guest_list(["Name"], [[name]]).splitlines()[1].lstrip('"').startswith("'")
