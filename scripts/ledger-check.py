#!/usr/bin/env python3
"""The ledger in a table: the contract of stores against two stand-ins for DynamoDB, moto and dynoxide.

    scripts/ledger-check.py

moto is wrong about concurrent transactions and about request tokens, so it is asked one call at a time. dynoxide takes many at
once: 2,000 sessions want 100 uses at one moment.
"""

import os
import subprocess
import sys

sys.dont_write_bytecode = True
from harness import ROOT, Check, environment, listening_port, require, target_directory  # noqa: E402
from loopback import CREDENTIALS, moto  # noqa: E402

DYNOXIDE = "3.2.0"
SERIAL = ["table_keeps_the_contract", "scan_finds_every_row_and_counter"]
CONCURRENT = ["concurrent_sessions_share_a_limit", "conflicts_and_lost_answers_change_no_count"]


def main():
    with Check("ledger-check", seconds=3000) as check:
        binary = dynoxide()
        for name, endpoint, tests in (
            ("moto", f"http://127.0.0.1:{moto(check)}", SERIAL),
            ("dynoxide", served(check, binary), SERIAL + CONCURRENT),
        ):
            for test in tests:
                run(test, endpoint)
                check.passed(f"{name}: {test.replace('_', ' ')}")


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
