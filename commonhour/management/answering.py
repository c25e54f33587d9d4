"""The file of answers that an import is given, and the one it writes to be filled in."""

from collections.abc import Iterable
from pathlib import Path

from commonhour.core.answers.answered import answered
from commonhour.core.answers.misfits import misfits, overruled
from commonhour.core.draft import Draft
from commonhour.errors import RefusedInput
from commonhour.errors.telling import tell
from commonhour.formats.answers import Stand, WrittenAnswers, read_answers, write_answers
from commonhour.management.files import read_file
from commonhour.management.setting_up import say

NONE = WrittenAnswers()
Given = dict[str, WrittenAnswers]


def given_answers(path: str, drafts: Iterable[tuple[str, Draft]], groups: Iterable[str]) -> Given:
    """By the names of the files. Raises RefusedInput with the line of an answer that does not fit, before anything
    is written; `groups` are the slugs of the hub's groups."""
    read = list(drafts)
    where, body = read_file(path)
    given = read_answers(body, where, [name for name, _ in read])
    known = set(groups)
    for name, draft in read:
        written = given.get(name, NONE)
        for misfit in misfits(draft, written.answers, known):
            reason, place = misfit.reason, written.place(misfit.part, misfit.key)
            raise RefusedInput(reason["code"], where=place, **reason["facts"])
        for one in overruled(draft, written.answers):
            say(tell(one.reason | {"where": written.place(one.part, one.key)}))
        known |= {group.slug for group in answered(draft, written.answers).groups}
    return given


def save_answers(path: str, stands: list[Stand], *, is_given: bool) -> None:
    """Never over a file that somebody may have filled in. Raises RefusedInput."""
    try:
        with Path(path).open("w" if is_given else "x", encoding="utf-8") as file:
            file.write(write_answers(stands))
    except FileExistsError as error:
        raise RefusedInput("answers-exist", where=path) from error
    except OSError as error:
        raise RefusedInput("unreadable-file", problem=str(error.strerror), where=path) from error
