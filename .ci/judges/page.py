"""docs/reference/deployed-without-account.md, made of what was found."""

import collections
import difflib
import json
import pathlib

from making import BY_API

HERE = pathlib.Path(__file__).resolve().parent
PAGE = HERE.parent.parent / "docs" / "reference" / "deployed-without-account.md"
LONGEST = 60


def cells(*values):
    """@return values as cells, cut where they are long: at the end, or at the beginning if they differ at the end only"""
    texts = [value if isinstance(value, str) else json.dumps(value) for value in values]
    cut = [text if len(text) <= LONGEST else text[: LONGEST - 1] + "…" for text in texts]
    if len(set(cut)) < len(set(texts)):
        cut = [text if len(text) <= LONGEST else "…" + text[1 - LONGEST :] for text in texts]
    return ["`" + text.replace("|", "\\|") + "`" for text in cut]


def row(*cells):
    return "| " + " | ".join(cells) + " |"


def made(stacks):
    """@return rows: what CloudFormation leaves out, by type"""
    for kind in sorted(BY_API):
        numbers = [sum(stack.template.resources[key]["Type"] == kind for key in stack.by_api) for stack in stacks]
        if any(numbers):
            yield row(f"`{kind}`", *map(str, numbers), f"`{BY_API[kind][1]}`")


def differences(stacks):
    """@return rows: what is shown otherwise, by type and property, with the first of each"""
    found = collections.defaultdict(list)
    for index, stack in enumerate(stacks):
        for kind, path, wanted, got in stack.found:
            found[kind, path].append((index, wanted, got))
    for (kind, path), all_of_it in sorted(found.items()):
        numbers = [sum(index == each for each, _, _ in all_of_it) for index in range(len(stacks))]
        _, wanted, got = all_of_it[0]
        yield row(f"`{kind}`", f"`{path}`", *map(str, numbers), *cells(wanted, got))


def text(stacks):
    names = [f"of `{stack.template.name}`" for stack in stacks]
    totals = [
        row(
            f"`{stack.template.name}`",
            str(len(stack.template.resources)),
            str(len(stack.by_stack)),
            str(len(stack.by_api)),
        )
        for stack in stacks
    ]
    return (HERE / "deployed-without-account.template.md").read_text().format(
        totals="\n".join(totals),
        made_head=row("type", *names, "made by") + "\n" + row(*["---"] * (len(stacks) + 2)),
        made="\n".join(made(stacks)),
        differences_head=row("type", "property", *names, "the template has", "moto shows")
        + "\n"
        + row(*["---"] * (len(stacks) + 4)),
        differences="\n".join(differences(stacks)),
    )


def held(stacks, write):
    """@return how the page is other than what was found, as text"""
    now = text(stacks)
    if write:
        PAGE.write_text(now)
    there = PAGE.read_text() if PAGE.exists() else ""
    if there == now:
        return []
    lines = difflib.unified_diff(there.splitlines(), now.splitlines(), PAGE.name, "what was found", lineterm="")
    return [*lines, f"{PAGE.name} is not what was found; run .ci/templates SCRATCH --write, and look at the change"]
