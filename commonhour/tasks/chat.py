"""Tells chats and programs what lies in the outbox for them: many places at once, each one message after the other, so that
one which does not answer holds up no other."""

import datetime as dt
import itertools
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from django.utils.translation import override

from commonhour import clock
from commonhour.actions.news.outbox import failed, lease, sent, withdraw
from commonhour.actions.news.turns import turns
from commonhour.core.limits import PLACES_AT_ONCE, SEND_SECONDS, SLOW_PLACES_AT_ONCE
from commonhour.errors import GatewayError
from commonhour.errors.telling import fault
from commonhour.gateways.send import Request
from commonhour.gateways.senders.registry import SERVICES
from commonhour.gateways.senders.service import Outgoing, deliver
from commonhour.models import Delivery
from commonhour.tasks.budget import UNLIMITED, Budget
from commonhour.tasks.messages import Composer, not_made, revealed, voice_of

_LOOKS_AGAIN = 0.5  # seconds, while an answer is awaited: what became due meanwhile is not
_NO_ANSWER = frozenset({"answer-too-slow", "host-unreachable", "connection-broken-off", "answer-no-http"})


@dataclass
class ChatLane:
    """`slow` are the places that did not answer this process the last time: they have few of the threads, so that the
    others always find one free. Only the lane's own thread asks the database. One message has so many `seconds`."""

    seconds: float = SEND_SECONDS
    slow: set[int] = field(default_factory=set)
    under_way: dict[Future[None], Delivery] = field(default_factory=dict)

    def send_messages(self, now: dt.datetime, budget: Budget = UNLIMITED) -> int:
        """Send what is due; returns how many messages were tried."""
        if not turns(now):
            return 0
        tried = 0
        with ThreadPoolExecutor(PLACES_AT_ONCE, thread_name_prefix="place") as pool:
            for _ in budget.spend_on(itertools.count()):
                tried += self._begin(pool)
                if not self.under_way:
                    break
                self._settle(_LOOKS_AGAIN)
            while self.under_way:
                self._settle(None)
        return tried

    def _begin(self, pool: ThreadPoolExecutor) -> int:
        """Hand the next messages of as many places as there are threads for to these; returns how many."""
        now = clock.now()
        keys = list(self._chosen(now))
        if not keys:
            return 0
        composer, rows = Composer(now), lease(keys, now)
        for row in rows:
            request = self._request(row, composer)
            if request is not None:
                self.under_way[pool.submit(deliver, request, self.seconds)] = row
        return len(rows)

    def _chosen(self, now: dt.datetime) -> Iterator[int]:
        busy = {row.destination_id for row in self.under_way.values()}
        free, free_for_slow = PLACES_AT_ONCE - len(busy), SLOW_PLACES_AT_ONCE - len(busy & self.slow)
        for place, pk in turns(now).items() if free else ():
            if place in busy or free == 0 or (place in self.slow and free_for_slow <= 0):
                continue
            free, free_for_slow = free - 1, free_for_slow - (place in self.slow)
            yield pk

    def _request(self, row: Delivery, composer: Composer) -> Request | None:
        """What its place is asked; None when it is not told after all."""
        try:
            if row.good_until is not None and row.good_until <= composer.now:
                withdraw(row, composer.now, fault("too-late-to-tell"))
            elif request := request_of(row, composer):
                return request
            else:
                withdraw(row, composer.now, fault("nothing-to-tell"))
        except GatewayError as error:
            failed(row, error, composer.now)
        except Exception as error:
            failed(row, not_made(row, error), composer.now)
        return None

    def _settle(self, seconds: float | None) -> None:
        """Note what was answered in this time."""
        done, _ = wait(self.under_way, seconds, FIRST_COMPLETED)
        for future in done:
            self._note(self.under_way.pop(future), future.exception())

    def _note(self, row: Delivery, error: BaseException | None) -> None:
        if error is not None and not isinstance(error, GatewayError):
            error = not_made(row, error)
        place = row.destination_id or 0
        is_slow = error is not None and error.code in _NO_ANSWER
        self.slow = self.slow | {place} if is_slow else self.slow - {place}
        if error is None:
            sent(row, clock.now())
        else:
            failed(row, error, clock.now())


def request_of(row: Delivery, composer: Composer) -> Request | None:
    """In the language and the zone of its place. Raises GatewayError."""
    assert row.destination is not None
    service = SERVICES.get(row.destination.kind)
    if service is None or service.request is None:
        raise GatewayError("place-unknown", permanent=True, kind=row.destination.kind)
    with override(row.language):
        voice = voice_of(row.language)
        message = composer.message(row, voice)
        if message is None:
            return None
        out = Outgoing(
            str(row.public_id), row.kind, message, composer.now, row.queued_at, row.tzid, voice.words
        )
        return service.request(revealed(row.destination), out)
