"""What notes say on their own, where there is no hub yet to bring them into."""

from commonhour.actions.notes.bringing import NONE, BringReport, Brought, told_text
from commonhour.core.notes.brought import NotesFiles
from commonhour.core.notes.reading import read_notes


def read_alone(read: NotesFiles) -> BringReport:
    report = BringReport()
    for one in read.notes:
        said = read_notes(told_text(one, report.findings), day=one.date)
        report.done.append(Brought(one, one.series, "", NONE, len(said.decisions), len(said.actions)))
    return report
