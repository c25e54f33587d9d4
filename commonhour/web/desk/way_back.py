"""What lies at the top of the desk for ten minutes: the last thing somebody did, and the button that undoes it."""

from django.utils.translation import gettext

from commonhour import clock
from commonhour.core.rights import Actor
from commonhour.core.speech.changes import change_sentence
from commonhour.reads.undo import offered


def way_back(actor: Actor) -> dict[str, str] | None:
    offer = offered(actor, clock.now())
    if offer is None:
        return None
    return {"path": f"/desk/undo/{offer.id}/", "sentence": change_sentence(offer.kind, offer.facts, gettext)}
