"""Who wrote nameless notes (Chatham House rule) is forgotten."""

from commonhour.models import ChangeSet, Notes


def forget_writers(notes: Notes) -> None:
    """Neither their versions nor what the history says of them names anybody."""
    notes.revisions.update(user=None, name="")
    of_them = ChangeSet.objects.filter(changes__noun="notes", changes__object_id=notes.pk)
    ChangeSet.objects.filter(pk__in=of_them.values("pk")).update(actor_name="")
