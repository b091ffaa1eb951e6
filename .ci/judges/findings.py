"""What judges find, and the lists of what stands with a reason."""

import dataclasses
import fnmatch


@dataclasses.dataclass(frozen=True)
class Finding:
    """rule of a judge, broken in a template by a resource (its logical id, empty for the whole template)"""

    rule: str
    template: str
    resource: str
    message: str

    def __str__(self):
        return f"{self.template}: {self.resource or 'template'}: {self.rule}: {self.message}"


class Accepted:
    """A list of what stands. Each line has a rule, a pattern of logical ids, and the reason, separated by bars."""

    def __init__(self, lines, source):
        self.source = source
        self.entries = []
        for number, line in enumerate(lines, start=1):
            if line.strip() and not line.startswith("#"):
                parts = [part.strip() for part in line.split("|", 2)]
                if len(parts) != 3 or not all(parts):
                    raise SystemExit(f"{source}:{number}: write RULE | PATTERN | REASON, not: {line.strip()}")
                self.entries.append(tuple(parts))

    @classmethod
    def read(cls, path):
        return cls(path.read_text().splitlines(), path.name)

    def part(self, findings):
        """@return what is not accepted, and the entries that nothing matched, as text"""
        used = set()
        refused = []
        for finding in findings:
            matching = {
                entry
                for entry in self.entries
                if entry[0] == finding.rule and fnmatch.fnmatchcase(finding.resource, entry[1])
            }
            used |= matching
            if not matching:
                refused.append(finding)
        unused = [
            f"{self.source}: nothing is found that '{rule} | {pattern}' would accept: take the line out"
            for rule, pattern, reason in self.entries
            if (rule, pattern, reason) not in used
        ]
        return refused, unused


NOTHING = Accepted([], "no list")
