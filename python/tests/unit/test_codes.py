"""Every code that the client names is one of the page of errors."""

import pathlib
import re

ROOT = pathlib.Path(__file__).parents[3]


def test_should_name_codes_of_the_page_of_errors_alone():
    # Given
    page = (ROOT / "docs/reference/errors.md").read_text(encoding="utf-8")
    known = set(re.findall(r"^### ([A-Z_]+)$", page, re.MULTILINE))
    sources = (ROOT / "python/src/sleeper_workflows").glob("*.py")
    # When
    named = {code for source in sources for code in re.findall(r'"([A-Z]{2,}(?:_[A-Z]+)+)"', source.read_text(encoding="utf-8"))}
    # Then what the environment has is no code
    assert {name for name in named if not name.startswith(("SLEEPER_", "AWS_"))} <= known
    assert {"NULL_VALUE", "SCHEMA_MISMATCH"} <= named
