"""What is read in notes: marks in three languages, the habits of communities, and what only looks like them."""

import datetime as dt
import re
from pathlib import Path

import pytest

from commonhour.core.notes.reading import read_notes

DAY = dt.date(2026, 11, 26)  # a Thursday


def decisions(text):
    return [one.text for one in read_notes(text).decisions]


def actions(text, day=DAY):
    return [(one.owner, one.text, one.due, one.is_done) for one in read_notes(text, day=day).actions]


@pytest.mark.parametrize(
    "line",
    [
        "DECISION: ship on Friday", "decision: ship on Friday", "- **Decision:** ship on Friday",
        "* **Decision**: ship on Friday", "**Decision** ship on Friday", "1. DECISION - ship on Friday" , "✅ Decision: ship on Friday",
        "- 🎯 **DECISION**: ship on Friday", "[DECISION] ship on Friday", "DECISIÓN: ship on Friday", "Acuerdo: ship on Friday", "決定：ship on Friday",
        "- 合意事項: ship on Friday", "Resolved: ship on Friday", "RESOLUTION: ship on Friday", "Agreed: ship on Friday",
        "Consensus: ship on Friday", "- Meeting consensus: ship on Friday", "Conclusion: ship on Friday", "#agreed ship on Friday",
        "14:03 <ana> #agreed ship on Friday", "## Decision: ship on Friday", "AGREED: ship on Friday",
    ],
)  # fmt: skip
def test_a_decision_in_the_words_people_use(line):
    assert decisions(line) == ["ship on Friday"]


@pytest.mark.parametrize(
    "text",
    [
        "We will vote on this at the next meeting", "Motion to ship on Friday (pending)", "Issues for VOTE (list issue #)",
        "Decision: ", "Decision: TBD", "**Decision**: <what was decided>", "Decisions: none", "> DECISION: ship", "```\nDECISION: ship\n```",
        "<!-- DECISION: ship -->", "Label Code Motion is applied here", "Should we have approved this?", "If we agreed to ship, then we would",
        "We would need to be approved by the board", "The previous decision was wrong", "Niko: agreed, just make it shorter",
        "Potential consensus: ship", "No consensus yet", "Decision time:", "He moved to Berlin", "- [Resolved by #12](https://x.example)",
        "Did we decide: no idea", "`DECISION: ship`",
    ],
)  # fmt: skip
def test_what_is_no_decision(text):
    assert decisions(text) == []


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("Motion to ship on Friday carried", "carried"), ("Motion to ship: approved", "carried"), ("The motion passes.", "carried"),
        ("Motion to ship was rejected", "rejected"), ("Motion that we ship. All in favor. **Motion passes**.", "carried"),
        ("TAC voted and APPROVED, Ana will send it", ""), ("Vote: 5 in favor, 0 opposed", "carried"), ("Motion failed", "rejected"),
        ("All in favour, no objections", "carried"), ("Approved unanimously", "carried"), ("We decided not to ship", ""),
        ("TAC agreed to ship", ""), ("There was consensus on the goal", ""), ("#rejected ship on Friday", "rejected"),
        ("PASSED without objection", ""), ("Decision to wait a week", ""), ("Any objections to a merge? None.", ""),
    ],
)  # fmt: skip
def test_what_was_voted_on_has_its_result(line, result):
    (one,) = read_notes(line).decisions
    assert one.result == result


def test_a_bare_result_is_told_with_what_it_was_about():
    assert decisions("* Vote to add the new group\n    * Motion passes\n") == [
        "Vote to add the new group: Motion passes"
    ]


@pytest.mark.parametrize(
    "head",
    ["Consensus:", "- Consensus from meeting:", "**Decisions**", "## Decisions", "Resolved:", "決定事項："],
)
def test_each_entry_of_a_list_below_a_mark_is_a_decision_and_not_what_is_said_about_it(head):
    assert decisions(f"{head}\n    - ship on Friday\n        - because of Ana\n    - tell all\n") == [
        "ship on Friday",
        "tell all",
    ]


def test_a_list_of_decisions_ends_at_the_next_heading_and_at_the_next_thing_said():
    assert decisions("## Decisions\n- one\n## Talk\n- two\n") == ["one"]
    assert decisions("- Consensus:\n    - one\n- what next?\n    - two\n") == ["one"]
    assert decisions("Conclusion:\n- one\n\n- a link\n") == ["one"]


@pytest.mark.parametrize(
    "line",
    [
        "ACTION: @ana write the post", "- action: @ana write the post", "**Action**: Ana to write the post", "AI: ana to write the post",
        "Action item: Ana to write the post", "ACTION ITEM (Ana): write the post", "AI Ana: write the post", "TODO: ana to write the post",
        "#action ana to write the post", "- [ ] @ana write the post", "- [ ] Ana to write the post", "* Ana to write the post",
        "ACCIÓN: @ana write the post", "Tarea: @ana write the post", "アクション：@ana write the post", "宿題: @ana write the post",
        "📌 **ACTION:** @ana: write the post", "Ana - action to: write the post", "Pending action item: Ana to write the post",
        "seconded -- action item for Ana to write the post", "Ana takes the action item to write the post",
        "- [ ] [2026-11-19]: Ana to write the post",
    ],
)  # fmt: skip
def test_an_action_in_the_words_people_use(line):
    ((owner, text, due, is_done),) = actions(line)
    assert (owner.casefold(), text, due, is_done) == ("ana", "write the post", None, False)


@pytest.mark.parametrize(
    "text",
    [
        "Action item scribe: ana", "* No action item now.", "[Action items list](https://x.example)", "AI: is it a bubble", "AI/ML working group",
        "> ACTION: @ana write", "```\nACTION: @ana write\n```", "Action items:", "Action items: none", "ACTION: <who> to <what>", "- [ ] ",
        "- [ ] [Fix it](https://x.example/1)", "- [ ] #123 Fix it", "- [ ] Who writes the post?", "## Agenda\n- [ ] Review last week's items",
        "Need to write a post", "Proposal to close this", "Motion to close it", "Link to open it", "How to write a post", "Ability to open it",
        "Niko: to be honest, no", "RFC to rename it",
    ],
)  # fmt: skip
def test_what_is_no_action(text):
    assert actions(text) == []


@pytest.mark.parametrize(
    "head",
    [
        "## Action items",
        "**Action items**",
        "Action items:",
        "Action items",
        "# ✅ Action Items",
        "## 宿題",
        "Acciones:",
        "TODO:",
    ],
)
def test_entries_below_action_items_are_actions_until_the_next_heading(head):
    text = f"{head}\n- Ana to write the post\n    - with pictures\n- tell all\n\n## Talk\n- nothing\n"
    assert [one[:2] for one in actions(text)] == [("Ana", "write the post"), ("", "tell all")]


def test_boxes_of_an_agenda_are_no_actions_but_those_that_name_somebody():
    text = "- [x] [One](https://x.example/1)\n- [ ] [Two](https://x.example/2)\n- [ ] const evaluation\n- [ ] Ana to write it up\n"
    assert [one[:2] for one in actions(text)] == [("Ana", "write it up")]


def test_a_plain_box_is_an_action_done_once_it_is_ticked():
    assert actions("- [ ] Book a room\n- [x] Tell all\n- [X] Pay\n") == [
        ("", "Book a room", None, False), ("", "Tell all", None, True), ("", "Pay", None, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said",
    ["~~Ana to write~~", "Ana to write (done)", "✅ Ana to write", "Ana to write ✅", "[x] Ana to write"],
)
def test_what_is_struck_out_or_called_done_is_done(said):
    assert actions(f"## Action items\n- {said}\n") == [("Ana", "write", None, True)]


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("by 2026-12-01", dt.date(2026, 12, 1)), ("by Friday", dt.date(2026, 11, 27)), ("by Thursday", dt.date(2026, 12, 3)),
        ("by Dec 1", dt.date(2026, 12, 1)), ("until 1 December", dt.date(2026, 12, 1)), ("due 27/11", dt.date(2026, 11, 27)),
        ("(due 2026-12-01)", dt.date(2026, 12, 1)), ("by 31 January", dt.date(2027, 1, 31)), ("before December 1st, 2026", dt.date(2026, 12, 1)),
        ("antes del 1 de diciembre", dt.date(2026, 12, 1)), ("by tomorrow", dt.date(2026, 11, 27)), ("12月1日まで", dt.date(2026, 12, 1)),
        ("by the 1 December", dt.date(2026, 12, 1)), ("due: 2026-12-01", dt.date(2026, 12, 1)),
    ],
)  # fmt: skip
def test_a_due_date_is_taken_out_of_the_text_and_completed_from_the_day_of_the_meeting(said, due):
    assert actions(f"ACTION: @ana write the post {said}") == [("ana", "write the post", due, False)]


@pytest.mark.parametrize(
    "said", ["by 3/4", "by Ana", "by the end", "by 30 February", "before Christmas", "by hand"]
)
def test_what_is_no_day_stays_in_the_text(said):
    assert actions(f"ACTION: @ana write it {said}") == [("ana", f"write it {said}", None, False)]


def test_without_the_day_of_the_meeting_only_a_whole_date_is_due():
    assert actions("ACTION: @ana write by Friday", None) == [("ana", "write by Friday", None, False)]
    assert actions("ACTION: @ana write by 2026-12-01", None)[0][2] == dt.date(2026, 12, 1)


def test_links_and_code_in_an_action_keep_their_markdown():
    text = "write about [the `cfg`](https://x.example/a_b) and **bold** things"
    assert actions(f"ACTION: @ana {text}") == [("ana", text, None, False)]


def test_who_is_named_in_several_ways_owns_it():
    assert actions("Jory & Jenn to prepare the forms")[0][0] == "Jory & Jenn"
    assert actions("ACTION: [Ana](mailto:ana@x.example) to write")[0][:2] == ("Ana", "write")
    assert actions("* Attendees: ana, ben\n* ana will ask ben")[0][:2] == ("ana", "ask ben")
    assert actions("Ana: I'll write a summary")[0][0] == "Ana"


def test_topics_and_infos():
    read = read_notes(
        "TOPIC: Release\nINFO: next call in May\n#topic Web\n#info three people came\nTema: Sitio\n議題：公開\n"
    )
    assert [one.text for one in read.topics] == ["Release", "Web", "Sitio", "公開"]
    assert [one.text for one in read.infos] == ["next call in May", "three people came"]


@pytest.mark.parametrize(
    "text",
    [
        "## Attendance (please add yourself):\n\n* Ana Ruiz (Red Hat, **TAC**)\n* Ben Li (IBM)\n* C Rob\n## Agenda\n* x\n",
        "Present: Ana Ruiz, Ben Li and C Rob\n", "* Team members: Ana Ruiz, Ben Li, C Rob\n", "**Attendees**\n- Ana Ruiz, IBM\n- Ben Li, SAP\n- C Rob, LF\n",
        "Attendance\n\n- [Ana Ruiz](https://x.example)\n- Ben Li - SAP\n- C Rob\n\nSome talk\n- D\n", "出席者：Ana Ruiz、Ben Li、C Rob\n",
        "Asistentes: Ana Ruiz, Ben Li y C Rob\n",
        "## Attendance\n| | Name |\n|---|---|\n| x | Ana Ruiz (IBM) |\n| | Not Here |\n| X | Ben Li |\n| x | C Rob |\n",
    ],
)  # fmt: skip
def test_who_was_there(text):
    assert read_notes(text).present == ("Ana Ruiz", "Ben Li", "C Rob")


def test_who_could_not_come_and_how_many_there_were():
    read = read_notes("Present: 14\nRegrets: Ana Ruiz, Ben Li\n")
    assert (read.present, read.present_count, read.regrets) == ((), 14, ("Ana Ruiz", "Ben Li"))
    assert read_notes("Attendance: 12 people\n").present_count == 12
    assert read_notes("Apologies:\n- Ana Ruiz\n- Ben Li\n").regrets == ("Ana Ruiz", "Ben Li")
    assert read_notes("Regrets: none\n").regrets == ()
    assert read_notes("(Ana Ruiz sends regrets)\n").regrets == ("Ana Ruiz",)


def test_templates_name_nobody():
    assert read_notes("Present:\n- [Please add yourself]\n- <name>\n- \n").present == ()


def test_a_table_of_actions_is_read_by_its_columns():
    text = (
        "### Action Items\n\n| # | Action | Owner | Due | Status |\n|---|---|---|---|---|\n"
        "| 1 | Write the post | @ana | 2026-12-01 | Open |\n| 2 | Ask \\| wait | Ben | Friday | Done |\n| 3 | | | | |\n"
    )
    assert actions(text) == [
        ("ana", "Write the post", dt.date(2026, 12, 1), False), ("Ben", "Ask | wait", dt.date(2026, 11, 27), True),
    ]  # fmt: skip


def test_a_table_of_decisions_and_one_of_anything_else():
    assert decisions("## Decisions\n| Decision | Why |\n|---|---|\n| Ship | soon |\n") == ["Ship"]
    assert decisions("## Decisions\n| Colour | Size |\n|---|---|\n| red | 4 |\n") == []


def documented():
    page = (Path(__file__).parents[2] / "docs" / "reference" / "notes-marks.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `(.+)` \| (a decision|an action|nothing) \|$", page, re.M)


def test_what_the_reference_says_is_read_is_read():
    assert len(documented()) > 20
    for line, kind in documented():
        read = read_notes(line, day=DAY)
        found = {"a decision": bool(read.decisions), "an action": bool(read.actions)}
        assert found == {"a decision": kind == "a decision", "an action": kind == "an action"}, line


def test_a_motion_and_its_result_some_lines_below_are_one_decision():
    text = "* _Motion_: **That we adopt the charter**\n    * _Moved_: Ana\n    * PASSED without objection\n"
    (one,) = read_notes(text).decisions
    assert (one.line, one.result) == (3, "carried")
    assert "adopt the charter" in one.text
    (one,) = read_notes("**Motion:** To approve\n**Moved by:** Ana\n**Result:** Rejected\n").decisions
    assert (one.line, one.result) == (3, "rejected")
    assert decisions("**Motion:** [what]\n**Result:** [Approved/Rejected]\n") == []


def test_a_heading_of_two_words_for_one_thing_and_of_two_things():
    assert decisions("#### Conclusion/Resolution\n\nGoes to stage 2.\n\nThanks to all.\n") == [
        "Goes to stage 2."
    ]
    assert decisions("## Decisions and action items\n- one\n") == []


def test_minutes_that_a_chat_wrote():
    text = (
        "Meeting summary\n---------------\n* TOPIC: Release (ana, 18:01:00)\n* AGREED: ship on Friday (ana, 18:02:03)\n"
        "* ACTION: ben to tell all (ana, 18:04:03)\n\nPeople Present (lines said)\n---------------------------\n* ana (12)\n* ben (3)\n"
    )
    read = read_notes(text)
    assert [one.text for one in read.topics] == ["Release"]
    assert [one.text for one in read.decisions] == ["ship on Friday"]
    assert [(one.owner, one.text) for one in read.actions] == [("ben", "tell all")]
    assert read.present == ("ana", "ben")


def test_a_heading_may_be_underlined():
    assert decisions("Decisions\n---------\n- one\n\nTalk\n====\n- two\n") == ["one"]


def test_struck_out_words_are_no_fence():
    assert decisions("~~~~[~~Old~~](https://x.example)\nDECISION: ship\n") == ["ship"]
    assert decisions("~~~~\nDECISION: ship\n") == ["ship"]
    assert decisions("~~~\nDECISION: ship\n~~~\n") == []
