"""Where a process spends its time, by the samples of its own flight recorder."""

import collections
import json
import subprocess

# The first frame from the top that begins with one of these says what a sample belongs to.
ROOMS = [
    ("software.amazon.awssdk", "AWS SDK"),
    ("sleeper.aws", "drivers"),
    ("sun.net.www", "HTTP client of the JDK"),
    ("com.github.luben.zstd", "zstd"),
    ("sleeper.sort", "kernel"),
    ("sleeper", "others of ours"),
]
# Native methods that wait: for a disk, a socket, another thread, a process.
WAITS = {"force0", "accept", "park", "poll", "epollWait", "wait", "socketAccept", "poll0", "waitForProcessExit0"}
OPTIONS = "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="


def of(recording):
    """By room, the share of all samples, and the methods on top most often.

    A sample in a socket's write may be one of waiting; compiling and collecting have no samples.
    """
    events = ["jfr", "print", "--json", "--stack-depth", "64", "--events", "jdk.ExecutionSample,jdk.NativeMethodSample"]
    printed = subprocess.run([*events, str(recording)], capture_output=True, text=True, check=True).stdout
    samples = []
    for event in json.loads(printed)["recording"]["events"]:
        trace = event["values"]["stackTrace"]
        frames = [_name(frame["method"]) for frame in (trace or {}).get("frames", [])]
        # A native method that only waits is no work.
        if frames and not (event["type"] == "jdk.NativeMethodSample" and _waits(frames[0])):
            samples.append(frames)
    rooms = collections.Counter(_room(frames) for frames in samples)
    methods = collections.Counter(frames[0] for frames in samples)
    return {
        "samples": len(samples),
        "rooms": {room: count / max(len(samples), 1) for room, count in rooms.most_common()},
        "methods": {method: count / max(len(samples), 1) for method, count in methods.most_common(8)},
    }


def _name(method):
    return method["type"]["name"].replace("/", ".") + "." + method["name"]


def _waits(method):
    return method.rsplit(".", 1)[1] in WAITS


def _room(frames):
    for frame in frames:
        for start, room in ROOMS:
            if frame.startswith(start + "."):
                return room
    return "JDK alone"
