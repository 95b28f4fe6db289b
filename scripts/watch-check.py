#!/usr/bin/env python3
"""Every function under `cargo lambda watch`, by its route and with `cargo lambda invoke` for each file in events/."""

import hashlib
import hmac
import json
import subprocess
import sys
import time

sys.dont_write_bytecode = True  # the tree is watched
from harness import ROUTER, SAMPLE_ID, TOOLS, WEBHOOK_SECRET, Check, Stripe  # noqa: E402
from harness import build, call, events, free_port, python_tools, require, wait_for_port  # noqa: E402

DISCOUNTS = "/discounts/"
CARGO_LAMBDA = TOOLS / "py" / "bin" / "cargo-lambda"


def main():
    table = events()
    if not CARGO_LAMBDA.exists():
        # Without its dependencies: zig is needed to build for another platform only.
        python_tools("cargo-lambda", ["install", "--no-deps", "cargo-lambda==1.9.2"])
    with Check("watch-check", seconds=2400) as check:
        # Built here, so that the calls need not wait for it.
        build("--workspace", "--bins")
        stripe = Stripe(check)
        port = free_port()
        command = [CARGO_LAMBDA, "lambda", "watch", "--ignore-changes", "--invoke-address", "127.0.0.1", "--invoke-port", port]
        process = check.start("cargo-lambda-watch", command, stripe.environment())
        wait_for_port(port, process, 120, "cargo lambda watch")
        check.passed("cargo lambda watch is up")

        base = f"http://127.0.0.1:{port}"
        by_route(check, base)
        other_routes(check, stripe, base, table)
        delivered(check, base, next(event for event in table if event.name == "webhook-base64.json"))
        for event in table:
            by_event(check, stripe, port, event)
        check.no_secrets_in_logs(calls=len(table))


def by_route(check, base):
    """As a page calls them."""

    def ask(function, **fields):
        body = json.dumps({"checkout_session_id": SAMPLE_ID, **fields})
        # The first call of a function waits for cargo.
        headers = {"content-type": "application/json", "origin": "https://shop.example"}
        status, headers, text = call("POST", f"{base}/discounts/{function}", body, headers, timeout=900)
        require(status == 200, f"POST /discounts/{function}: {status} {text[:500]!r}")
        require(headers.get("x-request-id"), f"POST /discounts/{function}: no x-request-id")
        answer = json.loads(text)
        require(answer["type"] == "object" and answer["value"]["succeeded"] is True, f"/discounts/{function}: {answer}")
        return answer["value"]

    # Stripe's guide: 10% off carts over 100 USD, at most 20 USD; called twice, written once.
    first, again = ask("cart-threshold"), ask("cart-threshold")
    require((first["changed"], again["changed"]) == (True, False), f"changed: {first} {again}")
    require(first["discount"]["amount_off"] == again["discount"]["amount_off"] == 2000, f"{first} {again}")
    require((first["amount_subtotal"], first["amount_total"]) == (25000, 23000), f"{first}")
    # A gold member: 12.5%, which beats it; without the loyalty offer the next best takes over.
    require(ask("loyalty")["discount"]["amount_off"] == 3125, "gold members get 12.5%")
    require(ask("remove", interaction="loyalty")["discount"]["amount_off"] == 2000, "the next best takes over")
    more = {"remove": {"interaction": "all"}, "code": {"code": "SPRING"}}
    for function in (path.removeprefix(DISCOUNTS) for path in ROUTER if path.startswith(DISCOUNTS)):
        value = ask(function, **more.get(function, {}))
        require(("quotes" in value) == (function == "quote"), f"{function}: {value}")
        check.passed(f"POST /discounts/{function}")


def other_routes(check, stripe, base, table):
    """The other routes, each with the first event of it that anybody can send."""
    for path in (path for path in ROUTER if not path.startswith(DISCOUNTS)):
        sendable = ((event, event.request()) for event in table)
        event, request = next((event, request) for event, request in sendable if request and request[0] == path)
        before = stripe.calls
        answer = sent(base, *request)
        event.compare(answer, stripe.calls - before)
        check.passed(f"POST {path}: {event.status}, as {event.name}")


def sent(base, path, headers, body):
    """An answer over HTTP, in Lambda's form."""
    kept = {name: headers[name] for name in ("content-type", "origin", "stripe-signature") if name in headers}
    status, headers, text = call("POST", base + path, body, kept, timeout=900)
    return {"statusCode": status, "headers": dict(headers.items()), "body": text}


def delivered(check, base, event):
    """Stripe's signature is good for five minutes, so no file can hold one that fits."""
    path, headers, body = event.request()
    now = str(int(time.time()))
    signature = hmac.new(WEBHOOK_SECRET.encode(), now.encode() + b"." + body, hashlib.sha256).hexdigest()
    answer = sent(base, path, headers | {"stripe-signature": f"t={now},v1={signature}"}, body)
    require(answer["statusCode"] == 200, f"{event.name}, signed again: {answer}")
    check.passed(f"POST {path}: 200, as {event.name} signed again")


def by_event(check, stripe, port, event):
    before = stripe.calls
    command = [str(CARGO_LAMBDA), "lambda", "invoke", event.function, "--invoke-address", "127.0.0.1"]
    command += ["--invoke-port", str(port), "--data-file", str(event.path)]
    done = subprocess.run(command, timeout=900, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    require(done.returncode == 0, f"{event.name}: {done.stderr}")
    event.compare(json.loads(done.stdout), stripe.calls - before)
    check.passed(f"cargo lambda invoke {event.function} --data-file events/{event.name}: {event.status}")


if __name__ == "__main__":
    main()
