"""What notes say on their own, where there is no hub yet to bring them into."""

from commonhour.actions.notes.bringing import NONE, BringReport, Brought
from commonhour.core.finding import notice
from commonhour.core.notes.brought import NotesFiles
from commonhour.core.notes.reading import read_notes
from commonhour.core.places.secrets import guard, public


def read_alone(read: NotesFiles) -> BringReport:
    report = BringReport()
    for one in read.notes:
        said, (text, joins) = read_notes(one.text, day=one.date), guard(one.text)
        one.title = public(one.title)
        if text != one.text:
            report.findings.append(notice("notes-secret", one.where, times=max(1, len(joins))))
        report.done.append(Brought(one, one.series, "", NONE, len(said.decisions), len(said.actions)))
    return report
