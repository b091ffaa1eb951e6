"""Create the stacks of an instance in a server of moto's, and hold what becomes of them against
docs/reference/deployed-without-account.md.

Usage: deployed.py SCRATCH [--write]

SCRATCH has templates/NAME/out as sleeper.cdk.Assemblies fills it. Of each stack SCRATCH/deployed/NAME gets what is run on afterwards:
definitions/MACHINE.json, functions.json (of each its handler and its environment, by its name), queues.json (URLs by names, as the
environment has them).
With --write the page is made anew.
"""

import copy
import json
import pathlib
import re
import shutil
import sys

import page
from cloudformation import ACCOUNT, REGION, Template
from making import BY_API
from moto_server import Moto
from showing import SHOWN

STACK = "sleeper-prod"
STACKS = ["none", "IngestStack"]
FUNCTION_ARN = re.compile(r"arn:aws:lambda:[^\"' ]+")


def rewritten(template):
    """@return the template as moto can take it; the page lists what is other"""
    body = copy.deepcopy(template.body)
    functions = {
        template.resolve(function["Properties"]["FunctionName"]): key
        for key, function in template.of_type("AWS::Lambda::Function").items()
    }
    for resource in body["Resources"].values():
        if resource["Type"] == "AWS::Lambda::EventSourceMapping":
            name, _ = template.resolve(resource["Properties"]["FunctionName"]).split(":")
            resource["Properties"]["FunctionName"] = {"Ref": functions[name]}
    return body


class Stack:
    """A stack that is made in a server: first by CloudFormation, and by the services' own APIs what that leaves out."""

    def __init__(self, server, template):
        self.server = server
        self.template = template
        self.by_api = []
        self.lost = {}

    def make(self):
        self.server.reset()
        self._bootstrap()
        client = self.server.client("cloudformation")
        client.create_stack(
            StackName=STACK, TemplateBody=json.dumps(rewritten(self.template)), Capabilities=["CAPABILITY_NAMED_IAM"]
        )
        status = client.describe_stacks(StackName=STACK)["Stacks"][0]["StackStatus"]
        if status != "CREATE_COMPLETE":
            raise SystemExit(f"{self.template.name}: moto ended with {status}")
        pages = client.get_paginator("list_stack_resources").paginate(StackName=STACK)
        made = [each for each in pages for each in each["StackResourceSummaries"] if each.get("LogicalResourceId")]
        self.by_stack = {each["LogicalResourceId"] for each in made}
        self.template.ids = {each["LogicalResourceId"]: each.get("PhysicalResourceId") for each in made}
        for kind, (make, _) in BY_API.items():
            for key, resource in self.template.of_type(kind).items():
                if key not in self.by_stack:
                    make(self.server, self.template.resolve(resource["Properties"]))
                    self.by_api.append(key)

    def _bootstrap(self):
        """What 'cdk bootstrap' makes in an account, and 'cdk deploy' uploads."""
        self.server.client("ssm").put_parameter(Name="/cdk-bootstrap/hnb659fds/version", Value="30", Type="String")
        s3 = self.server.client("s3")
        s3.create_bucket(Bucket=f"cdk-hnb659fds-assets-{ACCOUNT}-{REGION}")
        out = self.template.path.parent
        for file in json.loads((out / f"{STACK}.assets.json").read_text())["files"].values():
            for destination in file["destinations"].values():
                bucket = self.template.substituted(destination["bucketName"], {})
                s3.put_object(Bucket=bucket, Key=destination["objectKey"], Body=(out / file["source"]["path"]).read_bytes())

    def left_out(self):
        """@return logical ids of what nobody made"""
        return set(self.template.resources) - self.by_stack - set(self.by_api)

    def differences(self):
        """@return of each property that is shown otherwise: type, path, what the template has, what moto shows"""
        for key, resource in self.template.resources.items():
            show = SHOWN.get(resource["Type"])
            if show and "Properties" in resource:
                properties = self.template.resolve(without_zones(resource["Properties"]))
                named = {"RoleName": self.template.ids.get(key)} if resource["Type"] == "AWS::IAM::Role" else {}
                shown = show(self.server, named | properties)
                for name in sorted(set(shown) & set(properties)):
                    for path, wanted, got in differing(name, parsed(properties[name]), parsed(shown[name])):
                        yield resource["Type"], path, wanted, got

    def results(self):
        """@return definitions by machine, functions by name, queues' URLs by name"""
        machines = self.server.client("stepfunctions")
        definitions = {}
        for each in machines.list_state_machines()["stateMachines"]:
            described = machines.describe_state_machine(stateMachineArn=each["stateMachineArn"])
            definitions[each["name"].removeprefix(STACK + "-")] = described["definition"]
        functions = {
            each["FunctionName"]: {"handler": each["Handler"], "environment": each["Environment"]["Variables"]}
            for each in self.server.client("lambda").list_functions()["Functions"]
        }
        queues = {
            queue["Properties"]["QueueName"]: self.template.ids[key]
            for key, queue in self.template.of_type("AWS::SQS::Queue").items()
        }
        return definitions, functions, queues

    def aliases(self):
        client = self.server.client("lambda")
        return {
            alias["AliasArn"]
            for each in client.list_functions()["Functions"]
            for alias in client.list_aliases(FunctionName=each["FunctionName"])["Aliases"]
        }


def without_zones(properties):
    return {key: value for key, value in properties.items() if "Fn::GetAZs" not in json.dumps(value)}


def parsed(value):
    """A text that is a document of JSON is compared as what it says."""
    if isinstance(value, str) and value.startswith("{"):
        return json.loads(value)
    return value


def differing(path, wanted, got):
    if isinstance(wanted, dict) and isinstance(got, dict):
        for key in sorted(wanted):
            yield from differing(f"{path}.{key}", wanted[key], got.get(key))
        for key in sorted(set(got) - set(wanted)):
            yield f"{path}.{key}", None, got[key]
    elif isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        for index, (one, other) in enumerate(zip(wanted, got, strict=True)):
            yield from differing(f"{path}.{index}", one, other)
    elif wanted != got:
        yield path, wanted, got


def faults_of(definitions, aliases):
    """@return what must not be in definitions, as text"""
    for machine, text in definitions.items():
        json.loads(text)
        for left in ("${", "Fn::"):
            if left in text:
                yield f"{machine}: {left} is left in its definition"
        for arn in sorted(set(FUNCTION_ARN.findall(text)) - aliases):
            yield f"{machine}: {arn} is called, and is not the alias of a function of the instance"


def awake(definitions, aliases):
    """Planted: a call of what is not published, and one of a function that is not there."""
    text = definitions["ingest-job"]
    for planted in (text.replace(":live", ":$LATEST", 1), text.replace(f":function:{STACK}-", f":function:{STACK}-other-", 1), text + "${Left}"):
        try:
            found = list(faults_of({"planted": planted}, aliases))
        except ValueError:
            found = ["it is no JSON"]
        if not found:
            raise SystemExit("A fault that was planted in a definition was not found.")


def write(folder, definitions, functions, queues):
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "definitions").mkdir(parents=True)
    for machine, text in definitions.items():
        (folder / "definitions" / f"{machine}.json").write_text(text)
    (folder / "functions.json").write_text(json.dumps(functions, indent=1, sort_keys=True))
    (folder / "queues.json").write_text(json.dumps(queues, indent=1, sort_keys=True))


def main():
    scratch = pathlib.Path(sys.argv[1])
    stacks = []
    faults = []
    with Moto(scratch / "moto") as server:
        for name in STACKS:
            stack = Stack(server, Template.read(name, scratch / "templates" / name / "out" / f"{STACK}.template.json"))
            stack.make()
            stack.found = list(stack.differences())
            definitions, functions, queues = stack.results()
            aliases = stack.aliases()
            faults += [f"{name}: {fault}" for fault in faults_of(definitions, aliases)]
            if len(definitions) != 3 or len(aliases) != len(functions):
                faults.append(f"{name}: {len(definitions)} definitions, {len(functions)} functions, {len(aliases)} aliases")
            faults += [f"{name}: {key} was not made" for key in sorted(stack.left_out())]
            awake(definitions, aliases)
            write(scratch / "deployed" / name, definitions, functions, queues)
            stacks.append(stack)
            print(
                f"{name}: of {len(stack.template.resources)} resources CloudFormation made {len(stack.by_stack)}, the services' APIs"
                f" {len(stack.by_api)}; {len(definitions)} definitions, {len(functions)} functions, {len(queues)} queues"
            )
    faults += page.held(stacks, "--write" in sys.argv)
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


main()
