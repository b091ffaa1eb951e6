"""A running ``./sleeper local`` with a home of its own, or the instance on AWS that SLEEPER_TEST_INSTANCE names.

SLEEPER_COMMAND names another command than that of this project.
"""

import os
import pathlib
import subprocess
import uuid

import pytest

from sleeper_workflows import Client

ROOT = pathlib.Path(__file__).parents[3]
PATIENCE_SECONDS = 600


class LocalRun:
    def __init__(self, folder: pathlib.Path) -> None:
        self.home = folder / "home"
        self.command = os.environ.get("SLEEPER_COMMAND", str(ROOT / "sleeper"))
        self.environment = {**os.environ, "SLEEPER_HOME": str(self.home)}
        self.environment.pop("SLEEPER_INSTANCE_ID", None)
        self.log = folder / "local.log"
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self.home.mkdir(exist_ok=True)
        with self.log.open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen([self.command, "local"], stdout=subprocess.PIPE, stderr=log, text=True, env=self.environment)
        for line in self.process.stdout:
            if line.strip() == "ready":
                return
        raise AssertionError("local ended: " + self.log.read_text(encoding="utf-8"))

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.stdout.read()
            self.process.stdout.close()
            self.process.wait(PATIENCE_SECONDS)
            self.process = None

    def run(self, *arguments: str) -> str:
        done = subprocess.run([self.command, *arguments], env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def local(tmp_path_factory):
    run = LocalRun(tmp_path_factory.mktemp("local"))
    run.start()
    yield run
    run.stop()


DEPLOYED = os.environ.get("SLEEPER_TEST_INSTANCE")


def pytest_collection_modifyitems(config, items):
    """Leave out, and count as left out, what is about this machine's home where the instance is on AWS."""
    if DEPLOYED:
        about_home = [item for item in items if "local" in item.fixturenames]
        config.hook.pytest_deselected(items=about_home)
        items[:] = [item for item in items if item not in about_home]


@pytest.fixture
def instance(request):
    """The client of the running instance."""
    if DEPLOYED:
        return Client.aws(DEPLOYED, patience=60)
    return Client.local(request.getfixturevalue("local").home, patience=60)


@pytest.fixture
def name():
    """A name that no other test has."""
    return "t" + uuid.uuid4().hex[:12]
