"""Starting: detached from us, as our child, or for a moment."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from ..errors import N_, Cancelled, EnvironmentFailed
from .ending import end_group
from .identity import ProcessId, identify

if sys.platform == "win32":
    from . import windows as side
else:
    from . import posix as side

Child = subprocess.Popen[bytes]
"""A process of ours that we wait for."""
Output = Path | Literal["pipe"] | None
_KEPT_LINES = 20_000
_LAST_WORDS = 1.0  # seconds for what is still in the pipe when its writer has ended
_LOOK_AGAIN = 0.1  # seconds between two looks at a cancel flag


@dataclass(frozen=True, slots=True)
class Completed:
    """How a short helper ended; `status` is None where its time was over."""

    status: int | None
    output: str

    @property
    def has_succeeded(self) -> bool:
        return self.status == 0


def start_detached(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    output: Path | None = None,
    given: bytes | Callable[[], bytes] = b"",
    shared_sockets: Sequence[int] = (),
) -> ProcessId:
    """Start `command` so that it outlives us, and return who it is.

    What it says is appended to the file `output`; `given` is written to its stdin, which is
    closed then. A function is called while the program comes up already; where it raises, the
    program is given nothing. EnvironmentFailed: the program is missing or may not be started.
    """
    child = _start(
        command,
        folder=folder,
        environment=environment,
        output=output,
        stdin=subprocess.PIPE if given else subprocess.DEVNULL,
        detached=True,
        handles=shared_sockets,
    )
    who = identify(child.pid) or ProcessId(child.pid, time.time())
    data = b""
    try:
        data = given() if callable(given) else given
    finally:
        # Somebody must collect its exit status, or it stays a zombie for as long as we live.
        threading.Thread(
            target=_give_and_wait, args=(child, data), name=f"reaper-{child.pid}", daemon=True
        ).start()
    return who


def start_child(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    output: Output = None,
    shared_sockets: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start `command` as our child in a group of its own; its stdin is a pipe that we hold.

    The end of that pipe tells it that we are gone (`when_parent_ends`).
    """
    return _start(
        command,
        folder=folder,
        environment=environment,
        output=output,
        stdin=subprocess.PIPE,
        detached=False,
        handles=shared_sockets,
    )


def run_briefly(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    timeout: float,
    on_line: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    started: Callable[[ProcessId], None] | None = None,
) -> Completed:
    """Run a short helper to its end, at most `timeout` seconds; blocks.

    `started` hears who it is, for whoever comes after us; `on_line` hears each line as it is said.
    Cancelled: `cancelled()` became true; the helper and all that it started have ended by then.
    """
    child = _start(
        command,
        folder=folder,
        environment=environment,
        output="pipe",
        stdin=subprocess.DEVNULL,
        detached=False,
    )
    who = identify(child.pid) or ProcessId(child.pid, time.time())
    said: deque[str] = deque(maxlen=_KEPT_LINES)
    try:
        if started:
            started(who)
        for line in _lines_until(child, time.monotonic() + timeout, cancelled):
            said.append(line)
            if on_line:
                on_line(line)
        status = child.poll()
        return Completed(status, "\n".join(said))
    finally:
        if child.poll() is None:
            end_group(who, patience=2.0)
        child.wait()


def _lines_until(
    child: subprocess.Popen[bytes], deadline: float, cancelled: Callable[[], bool] | None
) -> Iterator[str]:
    assert child.stdout is not None
    heard: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_listen, args=(child.stdout, heard), daemon=True).start()
    last_words = None
    while time.monotonic() < deadline:
        if cancelled and cancelled():
            raise Cancelled(N_("The helper program was stopped, as asked."))
        try:
            line = heard.get(timeout=_LOOK_AGAIN)
        except queue.Empty:
            if child.poll() is not None:
                last_words = last_words or time.monotonic() + _LAST_WORDS
                if time.monotonic() > last_words:
                    return  # somebody it left behind still holds the pipe
            continue
        if line is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, deadline - time.monotonic()))
            return
        yield line


def _listen(stream: IO[bytes], heard: queue.Queue[str | None]) -> None:
    with stream:
        for line in stream:
            heard.put(line.decode(errors="replace").rstrip("\r\n"))
    heard.put(None)


def _give_and_wait(child: subprocess.Popen[bytes], given: bytes) -> None:
    if child.stdin is not None:
        with contextlib.suppress(OSError), child.stdin as stdin:
            stdin.write(given)
    child.wait()


def _start(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    output: Output,
    stdin: int,
    detached: bool,
    handles: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    try:
        with _stdout(output) as stdout:
            return side.start(
                command,
                folder=folder,
                environment=environment,
                stdin=stdin,
                stdout=stdout,
                detached=detached,
                handles=handles,
            )
    except OSError as reason:
        raise EnvironmentFailed(
            N_("{program} cannot be started: {reason}."),
            program=command[0],
            reason=reason.strerror or reason,
        ) from reason


@contextlib.contextmanager
def _stdout(output: Output) -> Iterator[int | IO[Any]]:
    if output is None:
        yield subprocess.DEVNULL
    elif isinstance(output, Path):
        with output.open("ab") as file:
            yield file
    else:
        yield subprocess.PIPE
