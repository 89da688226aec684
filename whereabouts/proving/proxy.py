"""A line between the application and its database that can be cut, stalled, slowed and reset."""

import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

CHUNK = 65_536
LOOK_EVERY_SECONDS = 0.02
LINGER_NOT = struct.pack("ii", 1, 0)  # closing sends a reset, not a farewell


@dataclass(frozen=True, kw_only=True)
class Weather:
    """What the line does for a while."""

    kind: str  # fair, cut, reset, stall, stall_up, stall_down, slow, flap
    seconds: float
    delay: float = 0.0


def schedule(*, chance: Random, seconds: float) -> list[Weather]:
    """Return a made-up sequence of weathers that lasts about so long; it begins and ends fair."""
    left, found = seconds, [Weather(kind="fair", seconds=0.5)]
    kinds = ["cut", "reset", "stall", "stall_up", "stall_down", "slow", "flap"]
    while left > 1.5:
        lasts = min(left, chance.uniform(0.2, 2.5))
        kind = chance.choice(kinds)
        delay = chance.uniform(0.02, 0.25) if kind == "slow" else 0.0
        found.append(Weather(kind=kind, seconds=lasts, delay=delay))
        calm = chance.uniform(0.2, 1.0)
        found.append(Weather(kind="fair", seconds=calm))
        left -= lasts + calm
    return found


class Proxy:
    """Listens on a port of loopback and passes everything on to the database's socket."""

    def __init__(self, *, target: Path) -> None:
        """Begin to listen; nobody is passed on before the first connection."""
        self._target = str(target)
        self._weather = Weather(kind="fair", seconds=0)
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._guard = threading.Lock()
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def let(self, *, weather: Weather) -> None:
        """Change the weather; a cut or a reset ends every connection there is."""
        self._weather = weather
        if weather.kind in ("cut", "flap"):
            self._end_all(reset=False)
        elif weather.kind == "reset":
            self._end_all(reset=True)

    def run(self, *, weathers: list[Weather]) -> None:
        """Let a sequence of weathers pass, and leave the line fair."""
        for weather in weathers:
            self.let(weather=weather)
            ends = time.monotonic() + weather.seconds
            while time.monotonic() < ends:
                if weather.kind == "flap":
                    self._end_all(reset=True)
                time.sleep(min(0.2, max(0.0, ends - time.monotonic())))
        self.let(weather=Weather(kind="fair", seconds=0))

    def close(self) -> None:
        """Stop listening and end every connection."""
        self._closing.set()
        self._listener.close()
        self._end_all(reset=False)

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self._weather.kind in ("cut", "reset"):
                near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
                near.close()
                continue
            far = socket.socket(socket.AF_UNIX)
            try:
                far.connect(self._target)
            except OSError:
                near.close()
                far.close()
                continue
            near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            pair = (near, far)
            with self._guard:
                self._pairs.add(pair)
            for come, go, stalls in (
                (near, far, ("stall", "stall_up")),
                (far, near, ("stall", "stall_down")),
            ):
                threading.Thread(
                    target=self._pass_on, args=(come, go, stalls, pair), daemon=True
                ).start()

    def _pass_on(
        self,
        come: socket.socket,
        go: socket.socket,
        stalls: tuple[str, ...],
        pair: tuple[socket.socket, socket.socket],
    ) -> None:
        try:
            while chunk := come.recv(CHUNK):
                while self._weather.kind in stalls:
                    time.sleep(LOOK_EVERY_SECONDS)
                if self._weather.kind == "slow":
                    time.sleep(self._weather.delay)
                go.sendall(chunk)
        except OSError:
            pass
        self._end(pair=pair, reset=False)

    def _end_all(self, *, reset: bool) -> None:
        with self._guard:
            pairs = list(self._pairs)
        for pair in pairs:
            self._end(pair=pair, reset=reset)

    def _end(self, *, pair: tuple[socket.socket, socket.socket], reset: bool) -> None:
        with self._guard:
            if pair not in self._pairs:
                return  # whoever was first says how it ends
            self._pairs.discard(pair)
        for end in pair:
            with suppress(OSError):
                if reset and end.family == socket.AF_INET:
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
                    # Wakes the thread that reads; only then does closing send the reset.
                    end.shutdown(socket.SHUT_RD)
                else:
                    end.shutdown(socket.SHUT_RDWR)
            with suppress(OSError):
                end.close()
