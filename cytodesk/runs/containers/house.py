"""Containers: the engine that was chosen, and what is asked of it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from cytodesk.engines import Engine, chosen_engine, find_engines
from cytodesk.errors import N_, EnvironmentFailed
from cytodesk.processes import ProcessId, clean_environment
from cytodesk.runs.containers.apptainer import built_image, command_of, image_file, variables_of
from cytodesk.runs.containers.creating import ContainerOrder, create_container
from cytodesk.runs.containers.images import KEPT, WantedImage, brought_here, image_here, kept_name
from cytodesk.runs.containers.memory import NOTE, Memory, Note
from cytodesk.runs.containers.reaching import Reach, reaches
from cytodesk.runs.containers.sockets import Sockets
from cytodesk.runs.containers.talking import (
    Ending,
    EngineTalk,
    StoredImage,
)
from cytodesk.runs.containers.trying import Trial
from cytodesk.runs.process_runner import LOG, RECORD
from cytodesk.runs.supervised import start_supervised

_BELIEVED_FOR = 60.0
"""Seconds for which an engine that answered is not asked again."""
_DOUBTED_FOR = 3.0


class Containers:
    """One for each station; `preferred` is read anew whenever the engines are looked for."""

    def __init__(
        self, workspace: str, folder: Path, cache: Path, preferred: Callable[[], str | None]
    ) -> None:
        """`workspace` is its id, `folder` where it stands; `cache` keeps images that are files."""
        self._workspace = workspace
        self._cache = cache
        self._memory = Memory(folder)
        self._preferred = preferred
        self._sockets = Sockets()
        self._lock = threading.Lock()
        self._talks: dict[str, EngineTalk] = {}
        self._engines: tuple[Engine, ...] = ()
        self._looked = float("-inf")

    def close(self) -> None:
        for talk in self._talks.values():
            talk.close()
        self._talks.clear()
        self._sockets.close()

    @property
    def have_been_used(self) -> bool:
        """Whether a container was ever made for this workspace: a crash may have left some."""
        return self._memory.is_there

    def engines(self, *, anew: bool = False) -> tuple[Engine, ...]:
        """Return the engines of this computer; who answered a minute ago still does."""
        with self._lock:
            answers = any(engine.answers for engine in self._engines)
            age = time.monotonic() - self._looked
            if anew or age > (_BELIEVED_FOR if answers else _DOUBTED_FOR):
                self._engines = find_engines()
                self._looked = time.monotonic()
            return self._engines

    def engine(self) -> Engine:
        """Return the engine to use. Raises EnvironmentFailed, saying what would help."""
        engine = chosen_engine(self.engines(), self._preferred())
        if engine is None:
            raise EnvironmentFailed(
                N_("It runs in a container, and no engine was found. Install Podman or Docker.")
            )
        if not engine.answers:
            raise EnvironmentFailed(
                N_("It runs in a container, and {engine} does not answer: {reason}"),
                engine=engine.kind.said,
                reason=engine.trouble,
            )
        return engine

    def talk(self, engine: Engine) -> EngineTalk:
        """Return the way to the engine's API; podman's service is started where it has ended."""
        address = self._sockets.address(engine)
        with self._lock:
            if address not in self._talks:
                self._talks[address] = EngineTalk(engine.kind.said, address)
            return self._talks[address]

    def has(self, engine: Engine, wanted: WantedImage) -> bool:
        """Whether the image is here already. Raises EnvironmentFailed."""
        if engine.kind.has_socket:
            return image_here(self.talk(engine), wanted) is not None
        return image_file(wanted, self._cache).exists()

    def image(
        self,
        engine: Engine,
        wanted: WantedImage,
        report: Callable[[str], None],
        is_cancelled: Callable[[], bool],
    ) -> StoredImage:
        """Return the image, brought here first where it is not. Blocks.

        Raises EnvironmentFailed, Cancelled.
        """
        if engine.kind.has_socket:
            return brought_here(self.talk(engine), wanted, report, is_cancelled)
        return built_image(engine, wanted, self._cache, report, is_cancelled)

    def reach(self, engine: Engine) -> Reach:
        """Return how this engine's containers reach the station: as tried, else the likeliest."""
        known = self._memory.reach_of(engine.kind.value)
        offered = reaches(engine)
        return next((reach for reach in offered if reach.name == known), offered[0])

    def try_reaches(self, engine: Engine, image: StoredImage, station: str) -> dict[str, bool]:
        """Try each way to the station in a container of `image`; the first good one is kept.

        Raises EnvironmentFailed where the engine itself does not serve.
        """
        talk = self.talk(engine)
        trial = Trial(talk, image, f"cytodesk-{self._workspace[:8]}-trial")
        worked = {reach.name: trial.reaches(reach, station) for reach in reaches(engine)}
        good = next((name for name, has_worked in worked.items() if has_worked), None)
        if good is not None:
            self._memory.keep(engine.kind.value, good)
        return worked

    def forget_image(self, content: str) -> None:
        """Remove the image that was loaded for the algorithm with this content, if any was."""
        if not self.have_been_used:
            return
        for engine in self.engines():
            if engine.answers and engine.kind.has_socket:
                with contextlib.suppress(EnvironmentFailed):
                    self.talk(engine).remove_image(kept_name(content))

    def start(self, engine: Engine, order: ContainerOrder) -> ProcessId:
        """Make the container of a run and have a supervisor start it; return who that is.

        Raises EnvironmentFailed.
        """
        if not engine.kind.has_socket:
            return self._supervised(order.folder, command_of(engine, order), variables_of(order))
        name = self._name(order.run_id)
        talk = self.talk(engine)

        def create() -> None:
            self._memory.begin()
            Note(engine.kind.value, name).write(order.folder)
            create_container(talk, engine, order, name, self._workspace)

        command = [str(engine.program), "start", "--attach", name]
        return self._supervised(order.folder, command, prepare=create)

    def _supervised(
        self,
        folder: Path,
        command: list[str],
        variables: Mapping[str, str] | None = None,
        prepare: Callable[[], None] = lambda: None,
    ) -> ProcessId:
        return start_supervised(
            command,
            folder=folder,
            work=folder,
            log=folder / LOG,
            record=folder / RECORD,
            environment=clean_environment(variables),
            prepare=prepare,
        )

    def kept_images(self) -> list[StoredImage]:
        """Return the images that came with algorithms, of the engine that is used now."""
        if not self.have_been_used:
            return []
        with contextlib.suppress(EnvironmentFailed):
            return self.talk(self.engine()).images(KEPT)
        return []

    def stop(self, folder: Path, patience: int) -> None:
        """Ask the program of the run in `folder` to end, if it is in a container. Blocks."""
        with contextlib.suppress(EnvironmentFailed):
            if found := self._noted(folder):
                talk, name = found
                talk.stop(name, patience)

    def ending(self, folder: Path) -> Ending | None:
        """Return what the engine says of the end of the run in `folder`.

        None where it has no container, or its engine does not answer.
        """
        with contextlib.suppress(EnvironmentFailed):
            if found := self._noted(folder):
                talk, name = found
                return talk.ending(name)
        return None

    def remove(self, folder: Path) -> None:
        """Remove the container of the run in `folder`, with what still lives in it.

        Where its engine does not answer now, `remove_left` finds it another time.
        """
        with contextlib.suppress(EnvironmentFailed):
            if found := self._noted(folder):
                talk, name = found
                talk.remove(name)
                (folder / NOTE).unlink(missing_ok=True)

    def remove_left(self, is_wanted: Callable[[int], bool]) -> int:
        """Remove this workspace's containers whose runs are not wanted; return how many.

        An engine that does not answer keeps its own until another time.
        """
        count = 0
        for engine in self.engines():
            if engine.answers and engine.kind.has_socket:
                with contextlib.suppress(EnvironmentFailed):
                    talk = self.talk(engine)
                    left = [e for e in talk.left_by(self._workspace) if not is_wanted(e.run)]
                    for each in left:
                        talk.remove(each.name)
                    count += len(left)
        return count

    def _name(self, run: int) -> str:
        return f"cytodesk-{self._workspace[:8]}-{run}"

    def _noted(self, folder: Path) -> tuple[EngineTalk, str] | None:
        if note := Note.read(folder):
            for engine in self.engines():
                if engine.kind == note.engine:
                    return self.talk(engine), note.name
        return None
