#!/usr/bin/env python3
"""One built function under AWS's own Runtime Interface Emulator: as in Lambda's container images, init included.

    scripts/rie-check.py [BINARY]        a loyalty function; without it, the debug build
"""

import json
import os
import pathlib
import platform
import sys
import tempfile
import zipfile

sys.dont_write_bytecode = True  # the tree is watched
from harness import TOOLS, Check, Stripe, build, call, events  # noqa: E402
from harness import free_port, python_tools, require, target_directory, wait_for_port  # noqa: E402

VERSION = "1.170.0"
MACHINE = {"x86_64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}[platform.machine()]
EMULATOR = TOOLS / f"aws-lambda-rie-{VERSION}"
CASES = ["loyalty-ok.json", "loyalty-base64.json", "loyalty-wrong-content-type.json", "loyalty-live-mode-id.json"]


def install():
    """The emulator alone, out of the wheel of AWS's SAM CLI (8 MB; installed with its dependencies it is 342 MB)."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = ["download", "--no-deps", "--dest", folder, f"aws-sam-cli=={VERSION}"]
        python_tools("the Runtime Interface Emulator", wheel)
        (path,) = pathlib.Path(folder).glob("*.whl")
        with zipfile.ZipFile(path) as archive:
            program = archive.read(f"samcli/local/rapid/aws-lambda-rie-{MACHINE}")
    part = EMULATOR.with_suffix(".part")
    part.write_bytes(program)
    part.chmod(0o755)
    part.rename(EMULATOR)


def main():
    if not EMULATOR.exists():
        install()
    with Check("rie-check", seconds=1800) as check:
        if len(sys.argv) > 1:
            binary = pathlib.Path(sys.argv[1]).resolve()
        else:
            build("--workspace", "--bins")
            binary = target_directory() / "debug" / "loyalty"
        stripe = Stripe(check)
        port, runtime_api = free_port(), free_port()
        command = [EMULATOR, "--runtime-interface-emulator-address", f"127.0.0.1:{port}"]
        command += ["--runtime-api-address", f"127.0.0.1:{runtime_api}", binary]
        # A proxy would be handed the key: one that is not there shows that none is asked.
        proxies = {name: "http://127.0.0.1:9" for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY")}
        variables = stripe.environment() | proxies | {"AWS_LAMBDA_FUNCTION_NAME": "loyalty"}
        process = check.start("emulator", command, variables)
        wait_for_port(port, process, 30, "the emulator")

        table = {event.name: event for event in events()}
        for event in (table[name] for name in CASES):
            before = stripe.calls
            url = f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations"
            status, _, text = call("POST", url, event.path.read_bytes(), {"content-type": "application/json"})
            require(status == 200, f"{event.name}: the emulator answers {status} {text[:500]!r}")
            event.compare(json.loads(text), stripe.calls - before)
            check.passed(f"{os.path.basename(binary)} under the emulator, {event.name}: {event.status}")
        check.no_secrets_in_logs(calls=len(CASES))


if __name__ == "__main__":
    main()
