"""Which notes here a file was brought to before: those of its path, in the series it went to, and of its day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from commonhour.actions.upstream.memory import Memory, short_key
from commonhour.core.notes.brought import BroughtNotes, digest
from commonhour.models import ExternalRef, Notes, Series

_NOUN = "notes"


@dataclass(slots=True)
class Known:
    """Remembered below a series, so that the same path of two is two, and stays when one moves to another group."""

    series: Sequence[Series]
    memory: Memory = field(default_factory=lambda: Memory(_NOUN))
    _said: dict[tuple[str, str], list[ExternalRef]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, series: Sequence[Series], brought: Sequence[BroughtNotes]) -> "Known":
        known = cls(series)
        known.memory.recall()
        asked = {short_key(key) for one in brought for key in known._keys(one.key)}
        for (_, key), ref in known.memory.refs.items():
            if key not in asked:
                known._said[key.partition("#")[0], ref.fields["text"]].append(ref)
        return known

    def ref(self, one: BroughtNotes, text: str) -> ExternalRef | None:
        found = self._ref(self._name(one, text), text)
        return found or self._of_another_year(one, text)

    def remember(self, one: BroughtNotes, here: Notes, text: str) -> None:
        """What it says there now, as the middle side of the next merge."""
        name, ref = self._name(one, text), self.ref(one, text)
        if ref and (ref.object_id, ref.fields["text"]) == (here.pk, digest(text)):
            return
        fields = {"text": digest(text)} | ({"date": one.date.isoformat()} if one.date else {})
        self.memory.remember(_NOUN, ref.key if ref else _key(here.series_id, name), here.pk, fields)

    def _name(self, one: BroughtNotes, text: str) -> str:
        """A path that held the notes of one meeting and now holds those of another has the day in its name."""
        ref = self._ref(one.key, text)
        if ref is None or one.date is None or ref.fields["text"] == digest(text):
            return one.key
        day = one.date.isoformat()
        return one.key if ref.fields.get("date", day) == day else f"{one.key}#{day}"

    def _ref(self, name: str, text: str) -> ExternalRef | None:
        """Of several series' the one that says the same."""
        refs = [ref for key in self._keys(name) if (ref := self.memory.ref(_NOUN, key))]
        return next((ref for ref in refs if ref.fields["text"] == digest(text)), refs[0] if refs else None)

    def _of_another_year(self, one: BroughtNotes, text: str) -> ExternalRef | None:
        """The part of a document that said the same when another year was read into its day."""
        if one.date is None:
            return None
        day = f"{one.date:-%m-%d}"
        files = (key.partition("#")[0] for key in self._keys(one.key))
        said = (ref for file in files for ref in self._said.get((file, digest(text)), ()))
        return next((ref for ref in said if ref.fields.get("date", "").endswith(day)), None)

    def _keys(self, name: str) -> list[str]:
        return [_key(row.pk, name) for row in self.series]


def _key(series: int, name: str) -> str:
    """Our own files say themselves which notes they are."""
    return name if name.startswith("own|") else f"{series}|{name}"
