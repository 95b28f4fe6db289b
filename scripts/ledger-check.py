#!/usr/bin/env python3
"""The ledger in a table: the contract of stores against two stand-ins for DynamoDB, moto and dynoxide; and the commands that read
and repair a table.

    scripts/ledger-check.py

moto is wrong about concurrent transactions and about request tokens, so it is asked one call at a time. dynoxide takes many at
once: 2,000 sessions want 100 uses at one moment.
"""

import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
from harness import ROOT, Check, build, call, environment, listening_port, require, target_directory  # noqa: E402
from loopback import CREDENTIALS, REGION, moto  # noqa: E402

DYNOXIDE = "3.2.0"
SERIAL = ["table_keeps_the_contract", "scan_finds_every_row_and_counter"]
CONCURRENT = ["concurrent_sessions_share_a_limit", "conflicts_and_lost_answers_change_no_count"]


# Number 0 of the series MAY with this key.
CODE_KEY, CODE = "an-example-key-with-32-characters", "CN48-AF9M-1884"


def main():
    with Check("ledger-check", seconds=3000) as check:
        binary = dynoxide()
        build("-p", "discounts")
        for name, endpoint, tests in (
            ("moto", f"http://127.0.0.1:{moto(check)}", SERIAL),
            ("dynoxide", served(check, binary), SERIAL + CONCURRENT),
        ):
            for test in tests:
                run(test, endpoint)
                check.passed(f"{name}: {test.replace('_', ' ')}")
            Commands(endpoint).run()
            check.passed(f"{name}: report, counts verify, codes revoke")


class Commands:
    """The commands, with a table of one paid and one open session."""

    def __init__(self, endpoint):
        self.endpoint, self.table = endpoint, "commands"
        key = [{"AttributeName": "pk", "KeyType": "HASH"}]
        attribute = [{"AttributeName": "pk", "AttributeType": "S"}]
        self.do("CreateTable", BillingMode="PAY_PER_REQUEST", KeySchema=key, AttributeDefinitions=attribute)
        order = {"at": number(1800000000), "currency": text("usd"), "total": number(4200), "gave": {"M": {"spring": number(500)}}}
        self.put_row("cs_test_1", "done", {"u#spring": 1, "b#spring#usd": 500}, paid={"M": order})
        self.put_row("cs_test_2", "open", {"u#spring": 1})
        for counter, taken in (("u#spring", 3), ("b#spring#usd", 500)):
            self.do("PutItem", Item={"pk": text(counter), "taken": number(taken)})

    def put_row(self, session, phase, held, **more):
        held = {"M": {key: number(amount) for key, amount in held.items()}}
        row = {"pk": text(f"s#{session}"), "rev": number(3), "phase": text(phase), "held": held, "keeps": {"BOOL": False}}
        self.do("PutItem", Item=row | {"check_at": number(1800000000)} | more)

    def do(self, operation, **fields):
        """A call past the commands. The stand-ins check no signature."""
        credential = f"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/{REGION}/dynamodb/aws4_request"
        headers = {"x-amz-target": f"DynamoDB_20120810.{operation}", "content-type": "application/x-amz-json-1.0"}
        headers |= {"authorization": f"{credential}, SignedHeaders=host, Signature=0", "x-amz-date": "20260101T000000Z"}
        body = json.dumps({"TableName": self.table} | fields)
        status, _, answer = call("POST", f"{self.endpoint}/", body, headers)
        require(status == 200, f"{operation}: {status} {answer[:300]!r}")
        return json.loads(answer)

    def discounts(self, *arguments, code=0, table=None):
        variables = {"DISCOUNT_TABLE": table or self.table, "AWS_ENDPOINT_URL_DYNAMODB": self.endpoint, "DISCOUNT_CODE_KEY": CODE_KEY}
        command = [target_directory() / "debug" / "discounts", *arguments]
        result = subprocess.run(command, cwd=ROOT, env=environment(**CREDENTIALS, **variables), capture_output=True, text=True)
        require(result.returncode == code, f"{arguments}: {result.returncode}\n{result.stdout}{result.stderr}")
        return result.stdout or result.stderr

    def run(self):
        usd = {"discount": 500, "revenue": 4200}
        report = json.loads(self.discounts("report", "--json"))
        require(report == {"offers": {"spring": {"orders": 1, "reserved": 1, "currencies": {"usd": usd}}}}, f"report: {report}")
        require("spring,1,1,usd,5.00,42.00" in self.discounts("report", "--csv"), "the report as CSV")
        later = json.loads(self.discounts("report", "--json", "--since", "2027-01-16T00:00:00Z"))
        require(later["offers"]["spring"]["orders"] == 0, f"report of a later time: {later}")
        differs = "u#spring: 3 taken, rows hold 2"
        require(differs in self.discounts("counts", "verify", code=1), "a counter that differs")
        require(f"{differs}: repaired" in self.discounts("counts", "verify", "--repair"), "a counter that is repaired")
        require("every counter is what the rows hold" in self.discounts("counts", "verify"), "after the repair")
        series = ["codes", "revoke", "--series", "MAY", "--count", "10"]
        require(self.discounts(*series, CODE) == "1 revoked, 0 were revoked before\n", "one code")
        require(self.discounts(*series, "--all") == "9 revoked, 1 were revoked before\n", "the rest of the series")
        item = self.do("GetItem", Key={"pk": text("k#MAY#0")})["Item"]
        require("revoked" in item, f"the counter of a revoked code: {item}")
        require("every counter is what the rows hold" in self.discounts("counts", "verify"), "revoked codes are no difference")
        says = "DISCOUNT_TABLE names a table that does not exist"
        require(says in self.discounts("report", code=1, table="nowhere"), "a table that is not there")


def text(value):
    return {"S": value}


def number(value):
    return {"N": str(value)}


def run(test, endpoint):
    command = ["cargo", "test", "--quiet", "--workspace", "--locked", "--test", "stand_in", "--", "--ignored", "--exact", test]
    # The folder of the build may be set by the caller.
    result = subprocess.run(command, cwd=ROOT, env=os.environ | {"LEDGER_ENDPOINT": endpoint}, capture_output=True, text=True)
    require(result.returncode == 0, f"{test} at {endpoint}:\n{result.stdout[-4000:]}{result.stderr[-4000:]}")
    require("1 passed" in result.stdout, f"there is no test {test}:\n{result.stdout}")


def dynoxide():
    """Builds it once, from the registry: Rust and C alone."""
    folder = target_directory() / "dynoxide"
    # cargo's own list; the binary calls itself by another version.
    installed = folder / ".crates.toml"
    if not installed.exists() or f'"dynoxide-rs {DYNOXIDE} ' not in installed.read_text():
        print(f"building dynoxide-rs {DYNOXIDE} into {folder}", flush=True)
        features = ["--no-default-features", "--features", "native-sqlite,http-server,cli"]
        command = ["cargo", "install", "dynoxide-rs", "--version", DYNOXIDE, *features, "--locked", "--quiet", "--root", folder]
        subprocess.run(command, check=True, timeout=1800, env=os.environ | {"CARGO_TARGET_DIR": str(folder / "build")})
    return folder / "bin" / "dynoxide"


def served(check, binary):
    process = check.start("dynoxide", [binary, "serve", "--port", "0"], environment(**CREDENTIALS))
    return f"http://127.0.0.1:{listening_port(process, 60, 'dynoxide')}"


if __name__ == "__main__":
    main()
