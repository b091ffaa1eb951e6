"""Judges of templates: each gives its findings, and says how much it looked at."""

import collections
import json
import pathlib
import subprocess
import sys

from cloudformation import REGION
from findings import NOTHING, Accepted, Finding

HERE = pathlib.Path(__file__).resolve().parent
NPM = HERE.parent.parent / "verification" / "src" / "test" / "npm"


def output_of(command, allowed, **options):
    """@return standard output of a command, which must end with one of the codes that are allowed"""
    run = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, **options)
    if run.returncode not in allowed:
        raise SystemExit(f"{command[0]} ended with {run.returncode}:\n{run.stdout[-4000:]}\n{run.stderr[-4000:]}")
    return run.stdout


class CfnLint:
    """Types, properties and references by the schemas of CloudFormation. Warnings are findings like errors."""

    name = "cfn-lint"
    accepted = Accepted.read(HERE / "cfn-lint.accepted")
    # Exit codes are sums: 2 errors, 4 warnings, 8 information.
    CODES = {0, 2, 4, 6, 8, 10, 12, 14}

    def judge(self, templates):
        tool = pathlib.Path(sys.executable).parent / "cfn-lint"
        names = {str(template.path): template.name for template in templates}
        text = output_of([tool, "--format", "json", "--regions", REGION, "--", *names], self.CODES)
        findings = []
        for found in json.loads(text):
            path = found["Location"]["Path"] or []
            resource = str(path[1]) if len(path) > 1 and path[0] == "Resources" else ""
            findings.append(Finding(found["Rule"]["Id"], names[found["Filename"]], resource, found["Message"]))
        return findings, f"{sum(len(template.resources) for template in templates)} resources"


class Checkov:
    """Settings that make a resource less safe than it could be."""

    name = "checkov"
    accepted = Accepted.read(HERE / "checkov.accepted")

    def __init__(self, tool):
        self.tool = tool

    def judge(self, templates):
        files = [word for template in templates for word in ("--file", str(template.path))]
        text = output_of(
            [self.tool, "--framework", "cloudformation", "--compact", "--skip-download", "--output", "json", *files], {0, 1}
        )
        report = json.loads(text)
        summary = report["summary"]
        if summary["parsing_errors"] or not summary["resource_count"]:
            raise SystemExit(f"checkov did not read the templates: {summary}")
        names = {str(template.path): template.name for template in templates}
        findings = [
            Finding(
                found["check_id"],
                names[found["file_abs_path"]],
                found["resource"].rsplit(".", 1)[1],
                found["check_name"],
            )
            for found in report["results"]["failed_checks"]
        ]
        return findings, f"{summary['passed'] + summary['failed']} checks of {summary['resource_count']} resources"


class Definitions:
    """Definitions of state machines, joined as CloudFormation does, by both public validators of the language."""

    name = "validators of Amazon States Language"
    accepted = NOTHING

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for file in ("package.json", "package-lock.json", "validate.js"):
            (folder / file).write_text((NPM / file).read_text())
        output_of(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], {0}, cwd=folder)

    def judge(self, templates):
        findings = []
        definitions = {}
        for template in templates:
            for key, machine in template.of_type("AWS::StepFunctions::StateMachine").items():
                text = template.resolve(machine["Properties"]["DefinitionString"])
                for left in ("${", "Fn::"):
                    if left in text:
                        findings.append(Finding("unresolved", template.name, key, f"{left} is left in the definition"))
                path = self.folder / f"{template.name}.{key}.json"
                path.write_text(text)
                definitions[str(path)] = template.name, key
        text = output_of(["node", "validate.js", *definitions], {0, 1}, cwd=self.folder)
        if f"{len(definitions)} definitions, " not in text:
            raise SystemExit(f"The validators did not read {len(definitions)} definitions:\n{text}")
        for line in text.splitlines():
            for path, (template, key) in definitions.items():
                if line.startswith(path + ": "):
                    validator, message = line[len(path) + 2 :].split(": ", 1)
                    findings.append(Finding(validator, template, key, message))
        return findings, f"{len(definitions)} definitions"


def judge(one, templates):
    """@return what must not be, as text, and a line that counts"""
    findings, seen = one.judge(templates)
    refused, unused = one.accepted.part(findings)
    by_rule = collections.Counter(finding.rule for finding in findings if finding not in refused)
    stands = f", {by_rule.total()} findings stand by {len(one.accepted.entries)} reasons" if by_rule else ""
    return [*map(str, refused), *unused], f"{one.name}: {len(templates)} templates, {seen}{stands}"
