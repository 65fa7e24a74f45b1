"""Workers that are processes of this machine, for many brief clips: these are mostly work for Python itself,
which threads would do one after another.

Rule 1: a worker is a new Python, not a copy of this one: no thread, lock or open file of this process is in it.
    It reads work from its standard input and ends with that, so none outlives this process, however it ends.
Rule 2: a worker that dies is an error in plain words; an error of the work itself is raised as it is.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from typing import ParamSpec, TypeVar, cast

from soundcase.audio.media.job import DerivationError

P = ParamSpec("P")
Value = TypeVar("Value")

_DIED = "a process that reads clips died, perhaps for lack of memory; '-j 1' does without"


class Processes(Executor):
    """An executor of so many workers."""

    def __init__(self, count: int, environment: Mapping[str, str]) -> None:
        """Raises OSError where no process can be started."""
        code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; serve()"
        pipe, command = subprocess.PIPE, (sys.executable, "-c", code)
        self._workers = [
            # In a session of its own: a key that interrupts is for this process alone.
            subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment, start_new_session=True)
            for _ in range(count)
        ]
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="media")

    def submit(self, call: Callable[P, Value], /, *args: P.args, **kwargs: P.kwargs) -> Future[Value]:
        """Let a worker make a call, whose parts can be pickled."""
        return cast(Future[Value], self._threads.submit(self._answered, (call, args, kwargs)))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """End the workers; what they still do is lost."""
        self._threads.shutdown(wait=False, cancel_futures=cancel_futures)
        for worker in self._workers:
            worker.kill()
        self._threads.shutdown(wait=wait)
        for worker in self._workers:
            with suppress(OSError), worker:  # waits for it, and closes its pipes
                pass

    def _answered(self, work: object) -> object:
        worker = self._idle.get()
        assert worker.stdin is not None
        assert worker.stdout is not None
        try:
            pickle.dump(work, worker.stdin, pickle.HIGHEST_PROTOCOL)
            worker.stdin.flush()
            answer, error = pickle.load(worker.stdout)  # noqa: S301 - our own process wrote it
        except (OSError, EOFError, pickle.UnpicklingError, ValueError) as reason:
            raise DerivationError(_DIED) from reason
        finally:
            self._idle.put(worker)
        if error is not None:
            raise error
        return answer


def serve() -> None:
    """Do what standard input asks for until it ends; what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while True:
        try:
            call, args, kwargs = pickle.load(sys.stdin.buffer)  # noqa: S301 - the process that began this one wrote it
        except EOFError:
            return
        try:
            answer = pickle.dumps((call(*args, **kwargs), None), pickle.HIGHEST_PROTOCOL)
        except Exception as error:  # noqa: BLE001 - it is raised where the work was asked for
            answer = pickle.dumps((None, error))
        answers.write(answer)
        answers.flush()
