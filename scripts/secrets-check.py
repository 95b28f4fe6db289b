#!/usr/bin/env python3
"""Built functions that have their secrets from Secrets Manager (moto, on loopback), under a Runtime API of our own: the
secret in either form, by name and ARN, missing, denied, empty, slow, rotated while the function runs; what Stripe signs with
the webhook's part of it; and that a start makes every call that a start can make.

    scripts/secrets-check.py [FOLDER]        the folder of the built functions; without it, the debug builds
"""

import json
import pathlib
import sys
import time

sys.dont_write_bytecode = True
from harness import KEY, SAMPLE_CUSTOMER, Check, Stripe, build, require, target_directory  # noqa: E402
from loopback import CREDENTIALS, Function, RolledStripe, SecretsManager  # noqa: E402

# The secret is read again at most once in this many seconds.
REREAD = 30


def main():
    with Check("secrets-check", seconds=1200) as check:
        if len(sys.argv) > 1:
            folder = pathlib.Path(sys.argv[1]).resolve()
        else:
            build("--bin", "cart-threshold", "--bin", "webhook")
            folder = target_directory() / "debug"
        stripe = RolledStripe(check, Stripe(check))
        run = Run(check, folder, stripe, SecretsManager(check))
        run.forms()
        run.faults()
        run.start_makes_the_calls()
        run.slow()
        run.signed()
        run.signed_with_another_secret()
        run.forged()
        run.no_webhook_secret()
        run.rotated()
        run.another_event()
        run.nothing_secret_in_logs()


class Run:
    def __init__(self, check, folder, stripe, secrets):
        self.check, self.folder, self.stripe, self.secrets = check, folder, stripe, secrets

    def function(self, secret, name="cart-threshold"):
        variables = CREDENTIALS | {"STRIPE_SECRET_ID": secret, "STRIPE_API_BASE": self.stripe.base}
        self.secrets.asked.clear()
        self.stripe.asked.clear()
        return Function(self.check, self.folder / name, variables | {"AWS_ENDPOINT_URL": self.secrets.base})

    def both(self, webhook):
        return json.dumps({"STRIPE_SECRET_KEY": self.stripe.key, "STRIPE_WEBHOOK_SECRET": webhook})

    def forms(self):
        key = self.stripe.key
        as_object = self.both("whsec_1")
        for form, text in (("plain", key), ("object", as_object)):
            arn = self.secrets.create(f"shop/{form}", text)
            for how, secret in (("name", f"shop/{form}"), ("ARN", arn)):
                function = self.function(secret)
                status, body = function.call()
                require(status == 200 and body["value"]["discount"]["amount_off"] == 2000, f"{form}, {how}: {body}")
                require(len(self.secrets.asked) == 1, f"{form}, {how}: asked {len(self.secrets.asked)} times")
                function.end()
                self.check.passed(f"a {form} secret by {how}")

    def faults(self):
        self.secrets.create("shop/empty", "{}")
        for case, secret, denies, says in (
            ("missing", "shop/nowhere", False, "names a secret that does not exist"),
            ("denied", "shop/plain", True, "allow its role secretsmanager:GetSecretValue"),
            ("empty", "shop/empty", False, "holds no Stripe secret key"),
        ):
            self.secrets.denies = denies
            function = self.function(secret)
            require(says in function.log(), f"{case}: the log of the start does not say what to do")
            status, body = function.call()
            require((status, body["code"]) == (500, "misconfigured"), f"{case}: {body}")
            require('"Misconfigured":1' in function.log(), f"{case} is not counted")
            # It is fixed while the function runs.
            self.secrets.denies = False
            if case == "missing":
                self.secrets.create(secret, self.stripe.key)
            elif case == "empty":
                self.secrets.do("PutSecretValue", SecretId=secret, SecretString=self.stripe.key)
            status, body = function.call()
            require(status == 200, f"{case}, once it is fixed: {body}")
            function.end()
            self.check.passed(f"a secret that is {case}: said at the start, 500 misconfigured, and fine once it is fixed")

    def start_makes_the_calls(self):
        self.secrets.delay = 0.5
        function = self.function("shop/plain")
        secret, connection = self.secrets.asked[:], self.stripe.asked[:]
        require(len(secret) == 1 and secret[0][1] <= function.started, f"the secret was not read by the start: {secret}")
        require([method for _, _, method in connection] == ["HEAD"], f"Stripe was asked otherwise: {connection}")
        begun = max(secret[0][0], connection[0][0])
        require(begun < min(secret[0][1], function.started), "secret and connection did not overlap")
        require(connection[0][0] < secret[0][1], "the connection waited for the secret")
        self.secrets.asked.clear()
        self.stripe.asked.clear()
        require(function.call()[0] == 200, "the first call")
        require(not self.secrets.asked, "the first call read the secret")
        require("HEAD" not in [method for _, _, method in self.stripe.asked], "the first call warmed up")
        function.end()
        self.secrets.delay = 0.0
        self.check.passed("the start reads the secret while it connects to Stripe; the first call does neither")

    def slow(self):
        # Longer than a function waits for the secret.
        self.secrets.delay = 8.0
        function = self.function("shop/plain")
        require("Secrets Manager can't be reached" in function.log(), "slow: the log does not say so")
        self.secrets.delay = 0.0
        status, body = function.call()
        require(status == 200, f"slow, then quick: {body}")
        function.end()
        self.check.passed("a secret that takes too long: said at the start, read by the first request")

    def signed(self):
        for how, secret in (("name", "shop/webhook"), ("ARN", self.secrets.create("shop/webhook", self.both("whsec_first")))):
            function = self.function(secret, "webhook")
            status, body = function.deliver(event(), "whsec_first")
            require((status, body) == (200, {"type": "object", "value": {"received": True}}), f"{how}: {status} {body}")
            require(any(method == "GET" for _, _, method in self.stripe.asked), "the key beside it reads the orders")
            require(len(self.secrets.asked) == 1, f"{how}: asked {len(self.secrets.asked)} times")
            require(function.deliver(event(), "whsec_first", at=time.time() - 310)[0] == 400, "an old signature is taken")
            function.end()
            self.check.passed(f"an event that is signed with the webhook secret beside the key, by {how}")

    def signed_with_another_secret(self):
        function = self.function("shop/webhook", "webhook")
        require(function.deliver(event(), "whsec_first")[0] == 200, "before the rotation")
        self.secrets.do("PutSecretValue", SecretId="shop/webhook", SecretString=self.both("whsec_second"))
        require(function.deliver(event(), "whsec_first")[0] == 200, "the old secret, while Stripe signs with it")
        require(len(self.secrets.asked) == 1, "what fits the secret that is held reads none")
        status, body = function.deliver(event(), "whsec_second")
        require(status == 200, f"the delivery that is the first with the new secret: {status} {body}")
        require(len(self.secrets.asked) == 2, f"the secret is read once more, not {len(self.secrets.asked) - 1} times")
        require(function.deliver(event(), "whsec_first")[0] == 400, "the old secret is taken after the new one was read")
        require(function.deliver(event(), "whsec_first", "whsec_second")[0] == 200, "two signatures, one of them right")
        require(len(self.secrets.asked) == 2, "and then no more")
        function.end()
        self.check.passed("a webhook secret that is rotated while the function runs: the new one fits within the same request")

    def forged(self):
        function = self.function("shop/webhook", "webhook")
        begun, storm = time.monotonic(), 200
        for number in range(storm):
            status, body = function.deliver(event(), f"whsec_forged{number}")
            require((status, body["code"]) == (400, "invalid_request"), f"a forged event: {status} {body}")
        reads, most = len(self.secrets.asked) - 1, 1 + int((time.monotonic() - begun) / REREAD)
        require(1 <= reads <= most, f"{storm} forged events read the secret {reads} times")
        require(not [it for it in self.stripe.asked if it[2] != "HEAD"], "a forged event makes a call to Stripe")
        require(function.deliver(event(), "whsec_second")[0] == 200, "a right one among them")
        counted = function.log().count('"WrongSignature":1')
        require(counted == storm, f"{counted} of {storm} forged events are counted")
        function.end()
        self.check.passed(f"{storm} events with wrong signatures: 400 each, and the secret is read again {reads} time")

    def no_webhook_secret(self):
        says = "add STRIPE_WEBHOOK_SECRET, the endpoint's signing secret as Stripe shows it, to the secret of STRIPE_SECRET_ID"
        without, key = json.dumps({"STRIPE_SECRET_KEY": self.stripe.key}), self.stripe.key
        for case, at_start, later in (
            ("the key alone", key, key),
            ("an object without it", without, without),
            ("an object with another thing in its place", self.both("soon"), self.both("soon")),
            ("lost while the function runs", self.both("whsec_first"), without),
        ):
            name = f"shop/unsigned/{case.replace(' ', '-')}"
            self.secrets.create(name, at_start)
            function = self.function(name, "webhook")
            self.secrets.do("PutSecretValue", SecretId=name, SecretString=later)
            status, body = function.deliver(event(), "whsec_second")
            require((status, body["code"]) == (500, "misconfigured"), f"{case}: {status} {body}")
            require(says in function.log() and '"Misconfigured":1' in function.log(), f"{case}: {function.log()}")
            require("WrongSignature" not in function.log(), f"{case}: counted as a wrong signature")
            require(function.deliver(event(), "whsec_second")[0] == 500 and len(self.secrets.asked) == 2, f"{case}: read again")
            function.end()
        self.check.passed("a secret without the webhook's part, in four ways: 500 misconfigured, and the log says what to add")

    def rotated(self):
        function = self.function("shop/plain")
        require(function.call()[0] == 200, "before the rotation")
        self.stripe.key = "sk_test_second"
        self.secrets.do("PutSecretValue", SecretId="shop/plain", SecretString=self.stripe.key)
        asked = len(self.secrets.asked)
        status, body = function.call()
        require(status == 200, f"the request that meets the rolled key: {body}")
        require(len(self.secrets.asked) == asked + 1, "the secret is read once more")
        require(function.call()[0] == 200 and len(self.secrets.asked) == asked + 1, "and then no more")
        function.end()
        self.check.passed("a key that is rotated while the function runs: the new one is used within the same request")

    def another_event(self):
        function = self.function("shop/plain")
        for event in ({"version": "1.0", "httpMethod": "POST", "path": "/discounts/cart-threshold", "body": "canary"}, [1]):
            kind, answer = function.invoke(event)
            require((kind, answer["errorType"]) == ("error", "UnknownEvent"), f"{event}: {answer}")
        lines = [line for line in function.log().splitlines() if "PayloadFormatVersion 2.0" in line]
        require(len(lines) == 2 and "canary" not in function.log(), f"each event has its line, without its body: {lines}")
        function.end()
        self.check.passed("an event of another form: one line that says what to do")

    def nothing_secret_in_logs(self):
        logs = list(self.check.logs.glob("function-*.log"))
        text = "".join(log.read_text() for log in logs)
        require(text.count('"function_request_id"') >= len(logs), "these are not the logs of functions")
        for part in ("sk_test_first", "sk_test_second", KEY, "whsec_", "Bearer"):
            # What was found is not repeated here: this output is a log as well.
            require(part.lower() not in text.lower(), "the logs hold a key")
        self.check.passed(f"no key and no webhook secret in the logs of {len(logs)} functions")


def event():
    """Something that the webhook asks Stripe about: a refund of a customer's."""
    refunded = {"id": "ch_1", "object": "charge", "customer": SAMPLE_CUSTOMER}
    event = {"id": "evt_1", "type": "charge.refunded", "created": int(time.time()), "data": {"object": refunded}}
    return json.dumps(event).encode()


if __name__ == "__main__":
    main()
