"""Compare what an interpreter did in an execution with what ours did."""

import collections
import json
import re

# What one of two has where the other has nothing.
ABSENT = object()

# How an execution ends.
OUTCOME = ("status", "output", "error", "cause")

Difference = collections.namedtuple("Difference", "at ours theirs")


class Shape:
    """Which states of a definition lie within a Parallel or a Map, and in which branch of it."""

    def __init__(self, definition):
        self.branch = {}
        self.ordered = {}
        self._take(definition, None)

    def _take(self, graph, branch):
        for name, state in graph["States"].items():
            if branch:
                self.branch[name] = branch
            for number, inner in enumerate(state.get("Branches", [])):
                self._take_within(name, number, inner, ordered=True)
            if "ItemProcessor" in state:
                self._take_within(name, 0, state["ItemProcessor"], ordered=False)

    def _take_within(self, container, number, graph, ordered):
        if container in self.branch:
            raise ValueError(f"'{container}' lies within another Parallel or Map: teach this the order of its states")
        self.ordered[container, number] = ordered
        self._take(graph, (container, number))

    def of(self, states):
        """@return the states in order, those within a Parallel or Map behind it by branch; of a Map, whose items take turns, sorted"""
        outer = []
        for name in states:
            if name in self.branch:
                outer[-1][1].setdefault(self.branch[name], []).append(name)
            else:
                outer.append((name, {}))
        shaped = []
        for name, branches in outer:
            shaped.append(name)
            for key, inner in sorted(branches.items()):
                shaped.append(inner if self.ordered[key] else sorted(inner))
        return shaped


def given_by_state(tasks):
    given = collections.defaultdict(list)
    for task in tasks:
        given[task["state"]].append(task["given"])
    return given


def differences(shape, ours, theirs):
    """@return what differs, each with its place"""
    machine = ours["machine"]
    found = unlike(f"{machine} / states", shape.of(ours["states"]), shape.of(theirs["states"]), whole=True)
    for what in OUTCOME:
        found += unlike(f"{machine} / {what}", ours.get(what, ABSENT), theirs.get(what, ABSENT))
    ours_given, theirs_given = given_by_state(ours["tasks"]), given_by_state(theirs["tasks"])
    for state in sorted(ours_given.keys() | theirs_given.keys()):
        tries = len(ours_given[state]), len(theirs_given[state])
        found += unlike(f"{machine} / {state} / tries", *tries)
        for our_one, their_one in zip(ours_given[state], theirs_given[state]):
            found += unlike(f"{machine} / {state} / given", our_one, their_one)
    return found


def unlike(at, ours, theirs, whole=False):
    if not whole and isinstance(ours, dict) and isinstance(theirs, dict):
        return [
            difference
            for key in sorted(ours.keys() | theirs.keys())
            for difference in unlike(f"{at} / {key}", ours.get(key, ABSENT), theirs.get(key, ABSENT))
        ]
    if not whole and isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        return [
            difference
            for number, (our_one, their_one) in enumerate(zip(ours, theirs))
            for difference in unlike(f"{at} / {number}", our_one, their_one)
        ]
    # In Python 1 equals True and 1.0; in JSON, as the interpreters write it, they do not.
    return [] if text(ours) == text(theirs) else [Difference(at, ours, theirs)]


def text(value):
    return "nothing" if value is ABSENT else json.dumps(value, sort_keys=True, ensure_ascii=False)


def is_listed(difference, entry):
    return difference.at == entry["at"] and bool(re.fullmatch(entry["theirs"], text(difference.theirs), re.S))
