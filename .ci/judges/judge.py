"""Hold the templates of an instance against judges of other people, each of which is proved awake first.

Usage: judge.py SCRATCH CHECKOV

SCRATCH has templates/NAME/out as sleeper.cdk.Assemblies fills it; CHECKOV is the command of that name.
"""

import pathlib
import sys

import awake
from cloudformation import Template
from findings import Accepted, Finding
from judges import CfnLint, Checkov, Definitions, judge
from policies import Policies


def stale_lines_are_told():
    """A line of a list that accepts nothing is told, and accepts nothing of another resource."""
    accepted = Accepted(["RULE | Bucket* | a reason", "RULE | Queue* | a reason"], "planted")
    refused, unused = accepted.part([Finding("RULE", "t", "Bucket1", ""), Finding("RULE", "t", "Topic", "")])
    return [finding.resource for finding in refused] == ["Topic"] and len(unused) == 1 and "Queue*" in unused[0]


def main():
    scratch = pathlib.Path(sys.argv[1])
    paths = sorted(scratch.glob("templates/*/out/*.template.json"))
    templates = [Template.read(path.parent.parent.name, path) for path in paths]
    small = next(template for template in templates if template.name == "none")
    judges = [CfnLint(), Checkov(sys.argv[2]), Policies(), Definitions(scratch / "definitions")]

    faults = awake.asleep(judges, small, scratch / "planted")
    if not stale_lines_are_told():
        faults.append("lists of what stands: a line that accepts nothing was not told")
    lines = []
    for each in judges:
        its, line = judge(each, templates)
        faults += its
        lines.append(line)
    for line in [*faults, *lines]:
        print(line)
    if faults:
        sys.exit(f"{len(faults)} faults: mend them, or give a reason in .ci/judges/*.accepted")
    print(f"{len(awake.FAULTS)} planted faults were found, and no other")


main()
