"""Waiting for a condition: the only place that sleeps."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Unreachable(AssertionError):
    """What is waited for can't come any more."""


class TimedOut(AssertionError):
    """A condition didn't come about in time. Says what was seen last."""


def wait_until(what: str, condition: Callable[[], T], timeout: float = 20, pause: float = 0.02) -> T:
    """Returns the condition's value as soon as it is true.

    A condition that raises isn't fulfilled yet, and what it raised last is part of the complaint; but [`Unreachable`] ends the wait.
    """
    deadline = time.monotonic() + timeout
    while True:
        try:
            seen: object = (value := condition())
            if value:
                return value
        except Unreachable:
            raise
        except Exception as problem:  # noqa: BLE001  what isn't there yet may fail in any way
            seen = problem
        if time.monotonic() > deadline:
            raise TimedOut(f"{what}: not within {timeout:g} s; last seen: {seen!r}")
        time.sleep(pause)
