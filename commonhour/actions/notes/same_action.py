"""Which action of a series a line of notes speaks of: the same words, or nearly, whoever is named and however they are typed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.db.models import Max

from commonhour.core.notes.said import ToDo
from commonhour.core.notes.same import said_key
from commonhour.models import ActionItem, ActionMention, Notes

_ALIKE = 0.8  # of 1: a line that was worded a little otherwise
_ALWAYS = dt.date.max


@dataclass
class Matching:
    """`mentions` are what the notes said before, with their actions. No two lines of the same notes are one action."""

    notes: Notes
    mentions: Collection[ActionMention]
    taken: set[int] = field(default_factory=set)
    found: dict[str, ActionItem | None] = field(default_factory=dict)

    def of(self, wanted: Mapping[str, ToDo]) -> dict[str, ActionItem | None]:
        """By the key of its line the action it speaks of, None for a new one. What is surer is found first."""
        for kept in self.mentions:
            if kept.key in wanted:
                self._take(kept.key, kept.action)
        known = self._known() if wanted.keys() - self.found.keys() else []
        self._by_key(wanted, known)
        self._by_place(wanted)
        self._by_words(wanted, known)
        return {key: self.found.get(key) for key in wanted}

    def _take(self, key: str, item: ActionItem) -> None:
        self.found[key] = item
        self.taken.add(item.pk)

    def _missing(self, wanted: Mapping[str, ToDo]) -> list[tuple[str, ToDo]]:
        return [(key, said) for key, said in wanted.items() if key not in self.found]

    def _known(self) -> list[ActionItem]:
        """All of the series, the open ones first, then the latest."""
        rows = ActionItem.objects.filter(series=self.notes.series_id).annotate(
            last=Max("mentions__notes__date")
        )
        return sorted(rows, key=lambda row: (row.state != ActionItem.OPEN, -row.pk))

    def _by_key(self, wanted: Mapping[str, ToDo], known: list[ActionItem]) -> None:
        """The same words and the same name."""
        by_key = _grouped(known, lambda row: row.key)
        for key, said in self._missing(wanted):
            fitting = (row for row in by_key[key] if self._is_free(row, said))
            if item := next(fitting, None):
                self._take(key, item)

    def _by_place(self, wanted: Mapping[str, ToDo]) -> None:
        """A line of these notes that was corrected: what people set on its action stays."""
        by_line = defaultdict(list)
        for kept in self.mentions:
            by_line[kept.line].append(kept)
        for key, said in self._missing(wanted):
            for kept in by_line[said.line]:
                if kept.action_id not in self.taken and _is_reworded(kept, said):
                    self._take(key, kept.action)
                    break

    def _by_words(self, wanted: Mapping[str, ToDo], known: list[ActionItem]) -> None:
        """The same words, and nobody or somebody else is named: it is the one that is open, when it is only one."""
        open_ones = (row for row in known if row.state == ActionItem.OPEN)
        by_words = _grouped(open_ones, lambda row: said_key(row.text))
        for key, said in self._missing(wanted):
            fitting = [row for row in by_words[said_key(said.text)] if self._is_free(row, said)]
            if len(fitting) == 1:
                self._take(key, fitting[0])

    def _is_free(self, row: ActionItem, said: ToDo) -> bool:
        """What ended before these notes is not begun again by them: they speak of another one."""
        if row.pk in self.taken:
            return False
        by_hand = row.done_at.date() if row.done_at and row.is_edited else None
        ended = max(filter(None, [row.last, by_hand]), default=_ALWAYS)  # type: ignore[attr-defined]
        return row.state == ActionItem.OPEN or said.is_done or ended >= (self.notes.date or dt.date.min)


def _grouped(
    rows: Iterable[ActionItem], key: Callable[[ActionItem], str]
) -> defaultdict[str, list[ActionItem]]:
    groups: defaultdict[str, list[ActionItem]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _is_reworded(kept: ActionMention, said: ToDo) -> bool:
    if said_key(kept.text) == said_key(said.text):
        return True
    is_same_owner = kept.owner.casefold() == said.owner.casefold()
    return is_same_owner and SequenceMatcher(None, kept.text, said.text).ratio() >= _ALIKE
