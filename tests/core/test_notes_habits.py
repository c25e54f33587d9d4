"""Habits of communities in telling what they decided and who does what, each with what only looks like it."""

import datetime as dt

import pytest

from commonhour.core.notes.reading import read_notes

DAY = dt.date(2026, 11, 26)
THERE = "Attendees: Ana, Ben, Cleo\n\n## Talk\n\n"


def decisions(text):
    return [one.text for one in read_notes(THERE + text, day=DAY).decisions]


def actions(text):
    return [(one.owner, one.text) for one in read_notes(THERE + text, day=DAY).actions]


@pytest.mark.parametrize(
    "line",
    [
          "- We agree to keep the gate shut",
        "- The group agrees that the gate should stay shut", "- We are fine with a shut gate", "- Everybody seemed okay with the gate",
        "- We decided to ask the neighbours next week", "- We agreed to wait until they want it", "- The maintainers agreed to ship",
        "- It was agreed to keep the gate shut", "- It was decided that the gate stays shut", "- A decision was made to shut the gate",
        "- Agreed by all", "- So, the consensus is to wait", "- Board team consensus is to wait", "- The conclusion was that we wait",
        "- General agreement on the colour", "- We'll go with the blue gate", "- Settled on the blue gate", "- Minutes of the last meeting approved",
        "- The agenda was adopted", "- Approved the minutes", "- Passed 5-0", "- Vote: yes (9), no (0)", "- +1 from everyone",
        "- Discussed the colour and agreed to paint it blue", "- Discussed the colour; decided to keep it", "- Blue is out. Decision: green",
        "- Paint it green (agreed)", "- Paint it green → agreed", "- Se acordó pintarla", "- Decidimos pintarla", "門を青く塗ることにした", "青に決定しました。",
        "- Asked for objections, none", "- Cleo asked whether there were any objections, nobody had one",
    ],
)  # fmt: skip
def test_the_group_decided(line):
    assert decisions(line) == [line.removeprefix("- ")]


@pytest.mark.parametrize(
    "line",
    [
        "- Ana agrees: the gate is ugly", "- Everyone agrees that the gate is ugly", "- We agree to disagree", "- We are fine with it if Ben is",
        "- Are we fine with a shut gate?", "- We decided to discuss this at the next meeting", "- Agreed to talk about it again",
        "- We decided last week to wait", "- It was decided two years ago that we wait", "- Se decidió la semana pasada pintarla", "- Ana: the consensus is to wait",
        "- No agreement on the colour", "- The decision to paint was hard", "- The decision is to be made by Ben", "- Resolution to paint it", "- Will we go with blue?", "- Minutes will be approved next week", "- Minutes need to be approved",
        "- Discussion of what we agreed on", "- Discussed whether it was decided", "- Ben: makes sense (agreed)", "- Paint it green (agreed?)", "次回までに決定する予定",
        "- Ben: no objections", "- No objections from me", "- The board has no objections to be heard",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_no_decision(line):
    assert decisions(line) == []


@pytest.mark.parametrize(
    "said", ["No objections", "No objection to the paint.", "No objections from the group"]
)
def test_what_nobody_objected_to_stands_above(said):
    assert decisions(f"- Paint the gate\n    - {said}\n")[0].endswith(said)
    assert decisions(f"- Ana: {said}\n") == []


@pytest.mark.parametrize("head", ["Summary: (no objections raised)", "No objections:", "So the plan is"])
def test_a_list_below_what_nobody_objected_to_is_decided(head):
    assert decisions(f"- {head}\n    - the gate is green\n    - the door is blue\n- more\n") == [
        "the gate is green",
        "the door is blue",
    ]
    assert decisions(f"- Ana: {head}\n    - the gate is green\n") == []


@pytest.mark.parametrize(
    ("line", "owner", "text"),
    [
        ("- Ana needs to read the draft", "Ana", "read the draft"),
        ("- Ana has an action item to paint", "Ana", "paint"), ("- Web team members should take action items to paint", "Web team members", "paint"),
        ("- Ben, can you take the action item to paint?", "Ben", "paint"), ("- late -- Dora has action item to paint", "Dora", "paint"),
        ("- Dora volunteers to deduplicate it", "Dora", "deduplicate it"), ("- Slow? Dora volunteers to paint it", "Dora", "paint it"),
        ("- Dora has promised to write", "Dora", "write"), ("- Ana is going to paint", "Ana", "paint"), ("- Ana va a pintarla", "Ana", "pintarla"),
        ("- Ana and Ben will have a look", "Ana and Ben", "have a look"), ("- Ana send the invitation", "Ana", "send the invitation"),
        ("- Ana, invite the neighbours", "Ana", "invite the neighbours"), ("- @ana - close the gate", "ana", "close the gate"),
        ("- @ana+ben - add a preamble", "ana+ben", "add a preamble"), ("- check the boxes -- ana, dora", "ana, dora", "check the boxes"),
        ("- Blue is out, ana to paint it", "ana", "paint it"), ("- We'll inform the board", "", "inform the board"),
        ("- Ana: shall we? I can do it for you!", "Ana", "shall we? I can do it for you!"), ("- Ana: I can write it up", "Ana", "I can write it up"),
        ("- Paint is missing. TODO: buy paint", "", "buy paint"), ("- Paint is missing → ACTION: Ana to buy it", "Ana", "buy it"),
        ("- Action on Dora to paint", "Dora", "paint"), ("- TODO Dora: paint", "Dora", "paint"), ("- Dora to vet it", "Dora", "vet it"),
    ],
)  # fmt: skip
def test_somebody_does_it(line, owner, text):
    assert actions(line) == [(owner, text)]


@pytest.mark.parametrize(
    "line",
    [
        "- The gate needs to load", "- Ana needs to leave", "- Dora needs to read it", "- Google has AI to write poems", "- The shop has AI to write",
        "- Ben, can you take a seat?", "- Google is going to write it", "- Ana will have more time", "- Docs send nothing", "- Ana, important point. Sit down",
        "- @ana - a friend of mine", "- check the boxes -- linux, windows", "- check the boxes -- ana", "- late, folks to check it", "- We will add paint next year",
        "- Ana: shall we? I can do magic", "- Their long TODO: it grows", "- AR: I think we want it to be blue", "- Ana will scribe today",
        "- Ana will provide an update", "- Somebody writes notes?\n    - Ana will scribe", "- Who takes notes, which scribe?\n    - Dora will help",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_no_action(line):
    assert actions(line) == []


def test_a_role_that_is_filled_is_no_action_and_work_is():
    assert actions("- Is there a note taker?\n    - Ana will help\n") == []
    assert actions("- Is there a painter?\n    - Ana will help\n") == [("Ana", "help")]
    assert actions("- Ana will provide an update to the board by Friday\n")[0][0] == "Ana"


def test_what_is_told_below_next_steps_is_no_action():
    text = "- Next steps:\n    - MVP\n    - Requirements for May\n    - A form. We’re working on this.\n    - Paint it\n    - crater run\n    - 火曜日に塗る\n"
    assert [text for _, text in actions(text)] == ["Paint it", "crater run", "火曜日に塗る"]


def test_a_question_among_the_actions_is_none():
    assert actions("## Action items\n- Paint it?\n- Paint it\n") == [("", "Paint it")]


def test_the_present_tense_is_a_mark_of_the_group_and_not_of_one():
    assert decisions("- group agrees: the gate stays shut") == ["the gate stays shut"]
    assert decisions("- We all agree: the gate stays shut") == ["the gate stays shut"]
    assert decisions("- Ana agrees: the gate stays shut") == []


def test_a_decision_may_say_in_its_end_who_does_it():
    text = "- conclusion: we are in favor, ana to comment\n"
    assert decisions(text) == ["we are in favor, ana to comment"]
    assert actions(text) == [("ana", "comment")]
    assert actions("- conclusion: we are in favor, emil42 to comment\n") == [("emil42", "comment")]
    assert actions("- conclusion: we are in favor, glad to comment\n") == []
    assert actions("- we are in favor, emil42 to comment\n") == []


@pytest.mark.parametrize(
    ("said", "owner", "text"),
    [
        ("Paint it - Ana", "Ana", "Paint it"), ("Paint it → Ana, Ben", "Ana, Ben", "Paint it"), ("Paint it (owner: Ana)", "Ana", "Paint it"),
        ("Paint it [assigned to Ana]", "Ana", "Paint it"), ("Paint it (by Friday, Ana)", "Ana", "Paint it"),
        ("Paint it (in blue, Ana)", "Ana", "Paint it (in blue)"), ("Ana, write it", "Ana", "write it"),
        ("Paint it - soon", "", "Paint it - soon"), ("Paint it (in blue, soon)", "", "Paint it (in blue, soon)"), ("Ana, nicely", "", "Ana, nicely"),
    ],
)  # fmt: skip
def test_who_is_named_behind_what_is_to_do_owns_it(said, owner, text):
    assert actions(f"## Action items\n- {said}\n") == [(owner, text)]


def test_a_name_behind_a_dash_may_be_who_said_it():
    assert actions("- The gate\n    - Find out why it squeaks — ana\n") == []
    assert actions("- The gate\n    - Find out why it squeaks (Ana)\n") == [
        ("Ana", "Find out why it squeaks")
    ]


@pytest.mark.parametrize(
    "head", ["## Action points :muscle:", "## Actions arising", "Action items for next week:", "## Homework"]
)
def test_other_headings_above_actions(head):
    assert actions(f"{head}\n- Paint it\n") == [("", "Paint it")]
    assert actions(f"{head.replace('Action', 'Auction').replace('Home', 'Art')}\n- Paint it\n") == []
