"""A child is replaced at once, one that fails again and again after a longer and longer while."""

import multiprocessing
import os
import time

import pytest

from commonhour.management import children
from commonhour.management.children import Child


def starter(code: int | None):
    """Starts processes that end with this code at once, or stay."""

    def start():
        target, args = (time.sleep, (60,)) if code is None else (os._exit, (code,))
        process = multiprocessing.get_context("fork").Process(target=target, args=args)
        process.start()
        return process

    return start


def test_waits_grow_while_it_fails_in_a_row(caplog):
    child = Child("It", starter(1))
    waits = []
    for _ in range(7):
        child.process.join()
        child._bury()
        waits.append(round(child.next_at - time.monotonic()))
    assert waits == [0, 2, 4, 8, 16, 30, 30]
    child.born -= children.STEADY
    child._bury()
    assert round(child.next_at - time.monotonic()) == 0


def test_a_dead_one_is_replaced():
    child = Child("It", starter(1))
    first = child.process
    first.join()
    child.start = starter(None)
    assert not child.look_after()
    assert child.process is not first
    assert not child.look_after()
    child.process.kill()
    child.process.join()


def test_one_that_cannot_begin_is_tried_again(caplog):
    child = Child("It", starter(1))
    child.process.join()

    def fail():
        raise BlockingIOError("no more processes")

    child.start = fail
    for _ in range(2):
        assert not child.look_after()
    assert "could not begin" in caplog.text
    assert child.next_at > time.monotonic()  # and not at once, again and again


@pytest.mark.parametrize("code", [0, None])
def test_one_that_was_told_to_end_is_not(code):
    child = Child("It", starter(code))
    if code is None:
        child.process.terminate()
    child.process.join()
    same = child.process
    assert child.look_after()
    assert child.process is same
