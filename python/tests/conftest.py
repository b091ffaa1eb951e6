import pathlib
from collections.abc import Iterator

import pytest


class FakeClock:
    """A clock that moves when somebody sleeps; ``at`` runs things at instants."""

    def __init__(self) -> None:
        self.now = 0.0
        self.events: list[tuple[float, object]] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        while self.events and self.events[0][0] <= self.now:
            self.events.pop(0)[1]()

    def at(self, seconds: float, event: object) -> None:
        self.events.append((seconds, event))
        self.events.sort(key=lambda pair: pair[0])


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def double(tmp_path: pathlib.Path) -> Iterator[object]:
    from instance_double import InstanceDouble

    made = InstanceDouble(tmp_path / "home")
    yield made
    made.stop()


@pytest.fixture
def client(double, clock):
    from sleeper_workflows import Client
    from sleeper_workflows._place import LocalPlace

    return Client(LocalPlace(double.home), patience=5, clock=clock)


pytest_plugins = ["moto_fixtures"]
