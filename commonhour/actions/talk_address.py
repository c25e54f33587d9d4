"""The address of a talk: it follows the title, and the one it had leads to it."""

from commonhour.actions.news.change_set import Changes
from commonhour.models import OldPath, Session


def follow_title(changes: Changes, session: Session) -> None:
    """After its title changed."""
    slug = session.free_slug(session.title)
    if slug != session.slug:
        facts = {"noun": "session", "object_id": session.pk}
        OldPath.objects.update_or_create(path=session.path, defaults=facts)
        changes.set(session, slug=slug)
