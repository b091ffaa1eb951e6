"""Fails if the folder of recorded executions was given and a JSONPath case of it did not run and pass, or it holds none.

Usage: check-corpus.py CORPUS_FOLDER SUREFIRE_REPORTS

An empty CORPUS_FOLDER says that none was given.
"""

import glob
import json
import pathlib
import sys
import xml.etree.ElementTree as ET


def main(corpus, reports):
    if not corpus:
        print("recorded executions: no folder was given, not measured")
        return
    file = pathlib.Path(corpus) / "aws-recorded.jsonl"
    if not file.exists():
        sys.exit(f"recorded executions: {file} is not there")
    cases = [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
    expected = sum(1 for case in cases if case["queryLanguage"] == "JSONPath")
    passed = 0
    for report in glob.glob(f"{reports}/TEST-*AslCorpusTest*.xml"):
        for case in ET.parse(report).getroot().iter("testcase"):
            bad = [child.tag for child in case if child.tag in ("failure", "error", "skipped")]
            passed += not bad and case.get("name", "").startswith("shouldDoWhatAwsDid")
    failed = max(expected - passed, 0)
    print(f"recorded executions: {passed} passed, {failed} failed")
    if failed or not passed:
        sys.exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
