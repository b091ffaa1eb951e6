"""Faults that are planted in copies of a template, each with the judge that must find it and the rule that it breaks."""

import copy
import dataclasses
import re
from collections.abc import Callable

from cloudformation import Template


@dataclasses.dataclass(frozen=True)
class Fault:
    """plant changes the body of a template; rule is a regular expression that a finding's rule must match whole"""

    name: str
    judge: str
    rule: str
    plant: Callable[[Template], None]


def first(template, kind):
    return next(iter(template.of_type(kind).values()))["Properties"]


def wrong_type(template):
    first(template, "AWS::Lambda::Function")["MemorySize"] = "much"


def unpublished(template):
    """Versions of the first function become versions of the second."""
    functions = list(template.of_type("AWS::Lambda::Function"))
    for version in template.of_type("AWS::Lambda::Version").values():
        if version["Properties"]["FunctionName"] == {"Ref": functions[0]}:
            version["Properties"]["FunctionName"] = {"Ref": functions[1]}


def unknown_action(template):
    first(template, "AWS::IAM::Policy")["PolicyDocument"]["Statement"][0]["Action"] = "s3:FetchObject"


def wildcard_of_nothing(template):
    first(template, "AWS::S3::BucketPolicy")["PolicyDocument"]["Statement"][0]["Action"] = "s3:Fetch*"


def other_resource(template):
    statement = first(template, "AWS::IAM::Policy")["PolicyDocument"]["Statement"][0]
    statement["Action"] = "s3:GetObject"
    statement["Resource"] = "arn:aws:s3:::sleeper-prod-data"


def no_resource(template):
    statement = first(template, "AWS::IAM::Policy")["PolicyDocument"]["Statement"][0]
    statement["Action"] = "s3:ListAllMyBuckets"
    statement["Resource"] = "arn:aws:s3:::sleeper-prod-data"


def in_definition(template, pattern, replacement):
    """Replaces the first match in the parts that a definition is joined of."""
    parts = first(template, "AWS::StepFunctions::StateMachine")["DefinitionString"]["Fn::Join"][1]
    for index, part in enumerate(parts):
        if isinstance(part, str) and re.search(pattern, part):
            parts[index] = re.sub(pattern, replacement, part, count=1)
            return
    raise SystemExit(f"No definition has {pattern}; plant the fault elsewhere.")


def no_next(template):
    in_definition(template, r',\s*"Next"\s*:\s*"[^"]*"', "")


def next_to_nowhere(template):
    in_definition(template, r'"Next"\s*:\s*"[^"]*"', '"Next":"Nowhere"')


def unresolved_name(template):
    in_definition(template, r'"StartAt"', '"Comment":"${Left}","StartAt"')


def public_bucket(template):
    bucket = first(template, "AWS::S3::Bucket")
    bucket["PublicAccessBlockConfiguration"] = dict.fromkeys(bucket["PublicAccessBlockConfiguration"], False)
    bucket["AccessControl"] = "PublicRead"


VALIDATOR = "asl-validator|amazon-states-language-service"
FAULTS = [
    Fault("wrong-type", "cfn-lint", "E3012", wrong_type),
    Fault("unpublished", "cfn-lint", "W2530", unpublished),
    Fault("unknown-action", "cfn-lint", "W3037", unknown_action),
    Fault("unknown-action", "policy_sentry", "unknown-action", unknown_action),
    Fault("wildcard-of-nothing", "policy_sentry", "unknown-action", wildcard_of_nothing),
    Fault("other-resource", "policy_sentry", "other-resource s3:GetObject", other_resource),
    Fault("no-resource", "policy_sentry", "no-resource s3:ListAllMyBuckets", no_resource),
    Fault("no-next", "validators of Amazon States Language", VALIDATOR, no_next),
    Fault("next-to-nowhere", "validators of Amazon States Language", VALIDATOR, next_to_nowhere),
    Fault("unresolved-name", "validators of Amazon States Language", "unresolved", unresolved_name),
    Fault("public-bucket", "checkov", "CKV_AWS_20", public_bucket),
    Fault("public-bucket", "checkov", "CKV_AWS_5[3-6]", public_bucket),
]


def copies(template, faults, folder):
    """@return copies of a template by the names of the faults that are in them, written into a folder"""
    folder.mkdir(parents=True, exist_ok=True)
    made = {}
    for fault in faults:
        if fault.name not in made:
            planted = Template(fault.name, copy.deepcopy(template.body))
            fault.plant(planted)
            made[fault.name] = planted.write(folder / f"{fault.name}.template.json")
    return made


def asleep(judges, template, folder):
    """@return what the judges did not find, as text"""
    missed = []
    for judge in judges:
        faults = [fault for fault in FAULTS if fault.judge == judge.name]
        if not faults:
            missed.append(f"{judge.name}: no fault is planted for it: add one to FAULTS")
            continue
        planted = copies(template, faults, folder)
        findings, _ = judge.judge(list(planted.values()))
        refused, _ = judge.accepted.part(findings)
        for fault in faults:
            if not any(finding.template == fault.name and re.fullmatch(fault.rule, finding.rule) for finding in refused):
                missed.append(f"{judge.name}: {fault.name} was planted, and no finding is of rule {fault.rule}")
    return missed
