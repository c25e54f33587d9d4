"""The app server: granian's worker processes and the background worker, under one watch."""

import multiprocessing
import os
import resource
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any

from django.conf import settings
from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer
from granian.server.mp import WorkerProcess

from commonhour.core.limits import CONNECTIONS, HEAD_SECONDS, SERVER_THREADS
from commonhour.management.children import (
    GRACE,
    Child,
    end_with_parent,
    hold_signals_while_forking,
    told_to_end,
)
from commonhour.management.connections import watch
from commonhour.management.mail_in import listen_beside_server
from commonhour.management.setting_up import set_up

_LOOK_EVERY = 0.25  # seconds, at most
_FILES_OF_OUR_OWN = 256  # a process opens: databases, their journals, what it sends


class AppServer(MPServer):
    """Granian with a watch of our own. Its respawning of workers gives up when one dies twice within 5.5 seconds,
    takes a worker that was told to end for a dead one, and knows nothing of the background worker."""

    def __init__(self, host: str, port: int, workers: int) -> None:
        self.places = places()
        super().__init__(
            "commonhour.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=workers,
            blocking_threads=SERVER_THREADS, backpressure=self.places, http=HTTPModes.http1, websockets=False,
            http1_settings=HTTP1Settings(header_read_timeout=HEAD_SECONDS * 1000),
            # In the other mode a worker that has nothing to do may miss that it is told to end.
            runtime_mode=RuntimeModes.st, workers_kill_timeout=GRACE, log_level=LogLevels.error,
        )  # fmt: skip
        # Like the server's workers: a fork shares this process's memory where the system can do that.
        can_fork = multiprocessing.get_start_method() == "fork"
        self.context: Any = multiprocessing.get_context("fork" if can_fork else "spawn")
        self.children: list[Child] = []
        self.beside: list[Child] = []  # those of them that serve no pages

    def run(self) -> None:
        """Serve until one of the processes is told to end."""
        hold_signals_while_forking()
        loader = partial(application, self.bind_port, self.places)
        self.serve(target_loader=loader, wrap_loader=False)

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        """Only a mark. Granian's own sets an Event, and a second signal while it does so hangs for ever."""
        self.interrupt_signal = True
        if os.getpid() != self.pid:  # in a fork that has none of its own yet, and nothing to finish
            os._exit(0)

    def signal_handler_reload(self, *args: Any, **kwargs: Any) -> None:
        """A terminal that is closed."""
        self.interrupt_signal = True

    def _spawn_worker(self, *args: Any, **kwargs: Any) -> WorkerProcess:
        worker = super()._spawn_worker(*args, **kwargs)
        worker.interrupt_by_parent = True  # granian's watch says and does nothing: ours does
        return worker

    def _serve_loop(self, spawn_target: Callable[..., None], target_loader: Callable[..., Any]) -> None:
        self.children = [Child("The background worker", partial(self._start_beside, background))]
        if settings.SMTP_LISTEN:
            self.children.append(
                Child("The listener for mail", partial(self._start_beside, listen_beside_server))
            )
        self.beside = list(self.children)
        for idx, worker in enumerate(self.wrks):
            start = self._starter(idx, spawn_target, target_loader)
            self.children.append(Child(f"Server process {idx + 1}", start, worker.inner))
        while not self.interrupt_signal and not any(child.look_after() for child in self.children):
            running = [one.process.sentinel for one in self.children if one.process.exitcode is None]
            wait(running, timeout=_LOOK_EVERY)

    def shutdown(self, exit_code: int = 0) -> None:
        end = time.monotonic() + GRACE
        beside = [child.process for child in self.beside]
        for process in beside:
            process.terminate()
        super().shutdown(exit_code)
        for process in beside:
            process.join(max(0.0, end - time.monotonic()))
            process.kill()

    def _starter(
        self, idx: int, target: Callable[..., None], loader: Callable[..., Any]
    ) -> Callable[[], BaseProcess]:
        def start() -> BaseProcess:
            self.wrks[idx] = self._spawn_worker(idx=idx, target=target, callback_loader=loader)
            self.wrks[idx].start()
            return self.wrks[idx].inner

        return start

    def _start_beside(self, target: Callable[[], None]) -> BaseProcess:
        process: BaseProcess = self.context.Process(name=f"commonhour-{target.__name__}", target=target)
        process.start()
        return process


def places() -> int:
    """How many connections a process may have; it asks for as many open files as that takes."""
    wanted = CONNECTIONS + _FILES_OF_OUR_OWN
    may, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    if may != resource.RLIM_INFINITY and may < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    return allowed - _FILES_OF_OUR_OWN


def application(port: int, places: int) -> Callable[..., Any]:
    """In a process of the server: what it serves."""
    end_with_parent()
    watch(port, places)
    set_up()
    from django.conf import settings
    from django.utils.module_loading import import_string

    served: Callable[..., Any] = import_string(settings.WSGI_APPLICATION)
    return served


def background() -> None:
    """In the process of the background worker."""
    is_told = told_to_end()
    end_with_parent()
    set_up()
    from commonhour.tasks.worker import work

    if not work(is_told):
        raise SystemExit(1)
