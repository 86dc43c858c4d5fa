"""Prints why tests of a JUnit report were skipped, and one line with its numbers."""

import sys
import xml.etree.ElementTree as ET


def main(report: str, name: str) -> None:
    suite = next(ET.parse(report).iter("testsuite"))
    tests, errors, failures, skipped = (int(suite.get(key, "0")) for key in ("tests", "errors", "failures", "skipped"))
    for case in suite.iter("testcase"):
        for reason in case.iter("skipped"):
            print(f"  skipped: {case.get('name')}: {reason.get('message')}")
    print(f"{name}: {tests - errors - failures - skipped} passed, {errors + failures} failed, {skipped} skipped")


main(*sys.argv[1:])
