"""The only room that starts or ends anything; one POSIX side, one Windows side.

    commands    own_command, own_script, clean_environment, own_environment
    starting    start_detached, start_child, run_briefly
    ending      is_alive, ask_to_end, end_group, end_session, when_parent_ends
    identity    identify, own_user; sockets: start_with_socket, somebody_listens_at
    files       FileLock, keep_private

Everything starts in a group of its own, inherits no handle but those asked for, and is known
by a ProcessId (pid and birth), so that a pid used again is never taken for it. Never a shell.
"""

from __future__ import annotations

from .commands import clean_environment, own_command, own_environment, own_script
from .ending import ask_to_end, end_group, end_session, when_parent_ends
from .files import FileLock, keep_private
from .identity import ProcessId, identify, is_alive, lower_priority, own_user
from .sockets import received_socket, somebody_listens_at, start_with_socket
from .starting import Child, Completed, run_briefly, start_child, start_detached

__all__ = [
    "Child",
    "Completed",
    "FileLock",
    "ProcessId",
    "ask_to_end",
    "clean_environment",
    "end_group",
    "end_session",
    "identify",
    "is_alive",
    "keep_private",
    "lower_priority",
    "own_command",
    "own_environment",
    "own_script",
    "own_user",
    "received_socket",
    "run_briefly",
    "somebody_listens_at",
    "start_child",
    "start_detached",
    "start_with_socket",
    "when_parent_ends",
]
