#!/usr/bin/env python3
"""A version's section of CHANGELOG.md.

    scripts/release-notes.py v1.2.3
"""

import pathlib
import re
import sys

CHANGELOG = pathlib.Path(__file__).resolve().parent.parent / "CHANGELOG.md"


def main():
    version = sys.argv[1].removeprefix("v")
    sections = re.split(r"^## ", CHANGELOG.read_text(), flags=re.M)
    found = [section for section in sections if section.startswith(f"[{version}]")]
    if len(found) != 1:
        sys.exit(f"CHANGELOG.md has no section [{version}]: rename [Unreleased] before the tag")
    print(found[0].partition("\n")[2].strip())


if __name__ == "__main__":
    main()
