#!/usr/bin/env python3
"""Whether template.yaml fits the code, without AWS.

    .ci/run template                # installs the translator, lints, then runs this

Each rule is also shown to find what it is there for: every fault in faults.py is put into a copy, and must be named.
"""

import copy
import json
import sys

sys.dont_write_bytecode = True  # the tree is watched
from faults import CHANGES, SABOTAGES  # noqa: E402
from model import ROOT, Code  # noqa: E402
from rules import RULES, expanded, findings  # noqa: E402
from samtranslator.yaml_helper import yaml_parse  # noqa: E402


def expect(what, expected, found):
    if not any(expected in fault for fault in found):
        print(f"FAILED to notice that {what}: {found}")
        sys.exit(1)


def main():
    code, text = Code(), (ROOT / "template.yaml").read_text()
    faults = findings(code, yaml_parse(text))
    for fault in faults:
        print(f"FAILED {fault}")
    if faults:
        sys.exit(1)
    print(f"ok  {len(RULES)} rules apply to {len(code.functions)} functions, {len(code.routes)} routes")
    counts = expanded(yaml_parse(text)).counts().items()
    print("ok  " + ", ".join(f"{count:,} {what} of {most:,}" for what, (count, most) in counts))
    for what, (sabotage, expected) in SABOTAGES.items():
        template = yaml_parse(text)
        # The anchors of the file are one object each; a sabotage is to hit one function.
        template = json.loads(json.dumps(template))
        sabotage(template)
        expect(what, expected, findings(code, template))
    for what, (change, expected) in CHANGES.items():
        other = copy.deepcopy(code)
        change(other)
        expect(what, expected, findings(other, yaml_parse(text)))
    print(f"ok  each of {len(SABOTAGES) + len(CHANGES)} faults that were put in was found")


if __name__ == "__main__":
    main()
