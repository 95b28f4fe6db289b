#!/usr/bin/env python3
"""Sets parameters of a deployed stack, and leaves all others, code and policy as they are. Needs the AWS CLI.

    scripts/set-parameters.py checkout-discounts-prod DiscountsOff=1 GradualDeployment=false
"""

import json
import subprocess
import sys


def aws(*arguments):
    done = subprocess.run(["aws", "cloudformation", *arguments], check=False, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr.strip() or f"aws ended with {done.returncode}")
    return done.stdout


def main():
    if len(sys.argv) < 3 or not all("=" in argument for argument in sys.argv[2:]):
        sys.exit("usage: scripts/set-parameters.py STACK NAME=VALUE...")
    stack, given = sys.argv[1], dict(argument.split("=", 1) for argument in sys.argv[2:])
    query = ["--query", "Stacks[0].Parameters[].ParameterKey", "--output", "json"]
    there = json.loads(aws("describe-stacks", "--stack-name", stack, *query))
    if unknown := sorted(set(given) - set(there)):
        sys.exit(f"{stack} has no parameter {', '.join(unknown)}: {', '.join(sorted(there))}")
    parameters = [
        {"ParameterKey": name, "ParameterValue": given[name]}
        if name in given
        else {"ParameterKey": name, "UsePreviousValue": True}
        for name in there
    ]
    aws(
        "update-stack", "--stack-name", stack, "--use-previous-template",
        "--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND", "--parameters", json.dumps(parameters),
    )  # fmt: skip
    print(f"{stack} is being updated: {' '.join(sys.argv[2:])}", flush=True)
    aws("wait", "stack-update-complete", "--stack-name", stack)
    print("done")


if __name__ == "__main__":
    main()
