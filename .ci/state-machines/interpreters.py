"""Run the ways of test-events/execution in interpreters of other people, and compare what these do with what ours does.

Usage: interpreters.py SCRATCH NODE_FOLDER [--write]

SCRATCH holds ways/, which WaysForInterpreters has written; NODE_FOLDER holds the npm packages and run_in_node.js. Runs in the Python
that LocalStack is installed for. Known differences are in differences.toml. docs/reference/interpreters.md must show what was found;
with --write it is written.
"""

import collections
import importlib.metadata
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tomllib

import comparison
import run_on_localstack

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "reference" / "interpreters.md"
NODE_SECONDS = 240
MOST_CHARACTERS = 600

# A fault that the comparison must find: the definition stays well-formed, and leaves out a state.
PLANTED_WAY = "loads"
PLANTED_STATE = "Commit files"
PLANTED_NEXT = "Who is told?"


class Ways:
    """The prepared definitions, by machine, and our interpreter's executions, by way."""

    def __init__(self, folder):
        self.folder = folder
        self.definitions = {file.stem: file.read_text() for file in sorted((folder / "definitions").iterdir())}
        self.ways = {file.stem: json.loads(file.read_text()) for file in sorted((folder / "ways").iterdir())}
        self.executions = {way: content["executions"] for way, content in self.ways.items()}
        self.shapes = {name: comparison.Shape(json.loads(text)) for name, text in self.definitions.items()}

    def with_a_fault(self, folder):
        """@return one way, with another definition than our interpreter had"""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder / "definitions", folder / "definitions")
        (folder / "ways").mkdir()
        shutil.copy(self.folder / "ways" / f"{PLANTED_WAY}.json", folder / "ways")
        machine = self.executions[PLANTED_WAY][0]["machine"]
        definition = json.loads(self.definitions[machine])
        definition["States"][PLANTED_STATE]["Next"] = PLANTED_NEXT
        (folder / "definitions" / f"{machine}.json").write_text(json.dumps(definition))
        return Ways(folder)


def check_all_ways_are_there(ways):
    files = {file.stem for file in (ROOT / "test-events" / "execution").glob("*.json")}
    if files != ways.ways.keys():
        raise SystemExit(f"The ways that were written and test-events/execution differ: {sorted(files ^ ways.ways.keys())}")


def interpreters(scratch, node_folder):
    """@return by name: its version, and what runs ways in it"""

    def on_localstack(ways, name):
        return run_on_localstack.run_all(sys.executable, scratch / name, ways.definitions, ways.executions)

    def by_node(ways, name):
        results = scratch / f"{name}.json"
        results.unlink(missing_ok=True)
        command = ["node", node_folder / "run_in_node.js", ways.folder, results]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        subprocess.run(command, check=True, timeout=NODE_SECONDS, env=environment)
        return json.loads(results.read_text())

    package = json.loads((node_folder / "node_modules" / "aws-local-stepfunctions" / "package.json").read_text())
    return {
        "LocalStack": (importlib.metadata.version("localstack-core"), on_localstack),
        "aws-local-stepfunctions": (package["version"], by_node),
    }


def compare(ways, ran):
    """@return of each way, what differs in its executions"""
    found = {}
    for way, executions in ways.executions.items():
        theirs = ran.get(way, [])
        if len(theirs) != len(executions):
            raise SystemExit(f"Of the {len(executions)} executions of {way} {len(theirs)} were run.")
        found[way] = [
            difference
            for ours, other in zip(executions, theirs)
            for difference in comparison.differences(ways.shapes[ours["machine"]], ours, other)
        ]
    return found


def faults(name, found, entries):
    """@return what is not listed, and what is listed and does not occur, in words"""
    said, met = [], set()
    for way, differences in found.items():
        for difference in differences:
            fitting = [number for number, entry in enumerate(entries) if comparison.is_listed(difference, entry)]
            met.update(fitting)
            if not fitting:
                ours, theirs = (comparison.text(value)[:MOST_CHARACTERS] for value in difference[1:])
                said.append(f"{name}, {way}: {difference.at} differs:\n  ours   {ours}\n  theirs {theirs}")
    for number, entry in enumerate(entries):
        if number not in met:
            said.append(f"{name}: {entry['at']} is listed in differences.toml, and no way differs so")
    return said


def check_that_a_fault_is_found(ways, name, run):
    found = compare(ways, run(ways, f"planted-{name}"))
    if not any(difference.at.endswith("/ states") for difference in found[PLANTED_WAY]):
        raise SystemExit(f"{name}: nothing differed where '{PLANTED_STATE}' led to '{PLANTED_NEXT}'. Is anything compared?")


def counts(found, entries):
    same_end = sum(not any(of_outcome(difference) for difference in differences) for differences in found.values())
    same = sum(not differences for differences in found.values())
    return (
        f"{len(found)} ways, {same_end} with the same states and outcome, {same} with the same parameters of Tasks as well; "
        f"{len(entries)} differences listed, no way left out"
    )


def of_outcome(difference):
    """@return whether states or outcome differ, and not only what a Task is given"""
    return difference.at.split(" / ")[1] in ("states", *comparison.OUTCOME)


def page(ways, versions, found, listed):
    """What the template's places stand for."""
    names = list(versions)
    numbered = [(name, entry) for name in names for entry in listed.get(name.lower(), [])]

    def cell(name, way):
        numbers = {
            number
            for difference in found[name][way]
            for number, (of, entry) in enumerate(numbered, start=1)
            if of == name and comparison.is_listed(difference, entry)
        }
        return ", ".join(str(number) for number in sorted(numbers)) or "as ours"

    def row(cells):
        return "| " + " | ".join(str(cell) for cell in cells) + " |"

    machines = collections.Counter(each["machine"] for executions in ways.executions.values() for each in executions)
    lines = [row(["way", "what happens", *names]), "|---" * (2 + len(names)) + "|"]
    lines += [row([way, ways.ways[way]["shows"], *(cell(name, way) for name in names)]) for way in ways.ways]
    reasons = [
        f"{number}. {name}, `{entry['at']}`: {entry['why'].strip()}. Right: {entry['right']}. Source: {entry['source']}."
        for number, (name, entry) in enumerate(numbered, start=1)
    ]
    return {
        "INTERPRETERS": "\n".join(
            f"- {name} {version}: {counts(found[name], listed.get(name.lower(), []))}" for name, version in versions.items()
        ),
        "COUNTS": ", ".join(f"{count} of `{machine}`" for machine, count in machines.items()),
        "WAYS": "\n".join(lines),
        "DIFFERENCES": "\n".join(reasons),
    }


def main():
    # A run that is ended from outside ends its servers as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    scratch, node_folder = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    ways = Ways(scratch / "ways")
    check_all_ways_are_there(ways)
    wrong = ways.with_a_fault(scratch / "planted-ways")
    listed = tomllib.loads((HERE / "differences.toml").read_text())
    versions, found, said, closing = {}, {}, [], []
    for name, (version, run) in interpreters(scratch, node_folder).items():
        entries = listed.get(name.lower(), [])
        check_that_a_fault_is_found(wrong, name, run)
        versions[name], found[name] = version, compare(ways, run(ways, name))
        said += faults(name, found[name], entries)
        closing.append(f"{name} {version}: {counts(found[name], entries)}")
    if said:
        raise SystemExit("\n".join(said))
    text = (HERE / "interpreters.template.md").read_text()
    for place, content in page(ways, versions, found, listed).items():
        text = text.replace("{" + place + "}", content)
    if "--write" in sys.argv[3:]:
        PAGE.write_text(text)
    elif not PAGE.exists() or PAGE.read_text() != text:
        raise SystemExit(f"{PAGE.relative_to(ROOT)} is stale: run .ci/interpreters SCRATCH --write, and look at what changed.")
    print("\n".join(closing))
    print("each ran every way, and the fault that was planted was found in each")


if __name__ == "__main__":
    main()
