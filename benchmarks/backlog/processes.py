"""What a process and all that it started hold and run, sampled from /proc while it goes on."""

import os
import pathlib
import resource
import threading

PROC = pathlib.Path("/proc")
PAGE_BYTES = resource.getpagesize()
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
TASK_MAIN = b"sleeper.ingest.IngestTask"
INTERVAL_SECONDS = 0.1


class Sampler:
    """Looks every tenth of a second, on a thread of its own, until it is left.

    Memory counts from the second look at a process on: one that was just forked shows its parent's as its own.
    """

    def __init__(self, pid):
        self.pid = pid
        self.most_tasks = 0
        self.peak_bytes = 0
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *unused):
        self.stopped.set()
        self.thread.join()

    def _sample(self):
        before = set()
        while not self.stopped.wait(INTERVAL_SECONDS):
            tree = set(descendants(self.pid))
            self.most_tasks = max(self.most_tasks, sum(is_task(pid) for pid in tree))
            self.peak_bytes = max(self.peak_bytes, sum(resident_bytes(pid) for pid in tree & before))
            before = tree


def descendants(pid):
    """The process and all below it."""
    found, ahead = [], [pid]
    while ahead:
        pid = ahead.pop()
        found.append(pid)
        for thread in listed(PROC / str(pid) / "task"):
            ahead += [int(child) for child in read(thread / "children").split()]
    return found


def listed(folder):
    try:
        return list(folder.iterdir())
    except OSError:  # it has ended meanwhile
        return []


def is_task(pid):
    """Whether it is the JVM of a task, and not the shell that becomes it."""
    arguments = read(PROC / str(pid) / "cmdline").split(b"\0")
    return TASK_MAIN in arguments and arguments[0].endswith(b"/java")


def resident_bytes(pid):
    fields = read(PROC / str(pid) / "statm").split()
    return int(fields[1]) * PAGE_BYTES if fields else 0


def cpu_seconds(pid):
    """User and system seconds of the process itself, and of those of its children that have ended."""
    fields = read(PROC / str(pid) / "stat").rpartition(b")")[2].split()
    user, system, of_children_user, of_children_system = (int(ticks) / CLOCK_TICKS for ticks in fields[11:15])
    return user + system, of_children_user + of_children_system


def busy_seconds():
    """Seconds in which a core of the machine was neither idle nor waiting for a disk."""
    fields = [int(ticks) for ticks in read(PROC / "stat").split(b"\n")[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / CLOCK_TICKS


def read(path):
    try:
        return path.read_bytes()
    except OSError:  # it has ended meanwhile
        return b""
