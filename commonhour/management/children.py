"""Children of `serve`: each is replaced when it dies, and none outlives the process that watches over them."""

import contextlib
import logging
import os
import select
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess

logger = logging.getLogger(__name__)
# What a child is given to finish what is under way, before it is killed.
GRACE = 8
# A child that dies sooner than this after its start has failed in a row; from the second time on the next one waits.
STEADY = 10.0
FIRST_WAIT, LONGEST_WAIT = 2.0, 30.0
_PARENT_SEEN_EVERY = 0.5
# How a process ends that was asked to: a server that has stopped, and one that had not yet begun to listen.
_ASKED = (0, -signal.SIGTERM, -signal.SIGINT)
_ASKING = (signal.SIGTERM, signal.SIGINT)


class Child:
    """A process that is to be there. `start` begins a new one."""

    def __init__(
        self, name: str, start: Callable[[], BaseProcess], process: BaseProcess | None = None
    ) -> None:
        self.name, self.start = name, start
        self.process = process or start()
        self.born, self.failures, self.next_at = time.monotonic(), 0, 0.0

    def look_after(self) -> bool:
        """Replace a dead one: the first time at once, when it fails again and again after a while. True when it was
        told to end, and did."""
        code = self.process.exitcode
        if code is None or code in _ASKED:
            return code is not None
        if not self.next_at:
            self._bury()
        if time.monotonic() >= self.next_at:
            self._begin()
        return False

    def _begin(self) -> None:
        self.born = time.monotonic()
        try:
            self.process, self.next_at = self.start(), 0.0
        except OSError:  # a machine out of memory or processes has some later on
            logger.exception("%s could not begin.", self.name)
            self._bury()

    def _bury(self) -> None:
        now = time.monotonic()
        self.failures = self.failures + 1 if now - self.born < STEADY else 0
        wait = min(FIRST_WAIT * 2.0 ** min(self.failures - 2, 8), LONGEST_WAIT) if self.failures > 1 else 0.0
        self.next_at = now + wait
        logger.error("%s ended (%s); another one begins in %d s.", self.name, self.process.exitcode, wait)


def told_to_end() -> Callable[[], bool]:
    """Whether this process was told to end meanwhile. Only a mark is set when the signal comes: an Event has a lock,
    which the code that the signal interrupted may hold."""
    told: list[int] = []
    for name in _ASKING:
        signal.signal(name, lambda number, _: told.append(number))
    return lambda: bool(told)


def hold_signals_while_forking() -> None:
    """Python forgets what came before it has made a fork ready: it is to come after that."""
    hold, let = (
        partial(signal.pthread_sigmask, how, _ASKING) for how in (signal.SIG_BLOCK, signal.SIG_UNBLOCK)
    )
    os.register_at_fork(before=hold, after_in_parent=let, after_in_child=let)


def end_with_parent() -> None:
    """In a child: the parent is told when this one is told to end, and sees to it that all end in time. When the
    parent is gone, also when it was killed, end like one that was told to."""
    parent = parent_process()
    if parent is not None and parent.pid is not None:
        told, tell = os.pipe()
        os.set_blocking(tell, False)
        signal.set_wakeup_fd(tell, warn_on_full_buffer=False)  # whatever handles a signal later on
        threading.Thread(target=_follow, args=(parent.pid, told), daemon=True).start()


def _follow(parent: int, told: int) -> None:
    # The parent's number is asked for: PR_SET_PDEATHSIG is Linux's alone, and ends with the thread that started us.
    while os.getppid() == parent:
        if select.select([told], [], [], _PARENT_SEEN_EVERY)[0]:
            os.read(told, 1)
            with contextlib.suppress(ProcessLookupError):
                os.kill(parent, signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
