#!/usr/bin/env python3
"""A built function that has its key from Secrets Manager (moto, on loopback), under a Runtime API of our own: the secret in
either form, by name and ARN, missing, denied, empty, slow, rotated while the function runs; and that a start makes every
call that a start can make.

    scripts/secrets-check.py [BINARY]        a cart-threshold function; without it, the debug build
"""

import http.client
import json
import pathlib
import queue
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.dont_write_bytecode = True
from harness import KEY, TOOLS, Check, Stripe, build, end, environment  # noqa: E402
from harness import free_port, python_tools, require, target_directory, wait_for_port  # noqa: E402

MOTO = "moto[server]==5.2.5"
REGION = "eu-central-1"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example", "AWS_REGION": REGION}
# A function gets so long to start, and a call to be answered.
LONGEST = 60


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A function that is ended, or gives up waiting, hangs up: no fault of anybody."""


class Server:
    """An HTTP server in this process, which notes what it is asked and when."""

    def __init__(self, check):
        self.asked = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def serve(self):
                begun = time.monotonic()
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                status, headers, content = outer.answer(self.command, self.path, self.headers, body)
                outer.asked.append((begun, time.monotonic(), self.command))
                self.send_response_only(status)
                for name, value in headers.items():
                    if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                        self.send_header(name, value)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            do_GET = do_POST = do_HEAD = serve

            def log_message(self, *_):
                pass

        server = Quiet(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        check.stack.callback(server.shutdown)
        self.address = f"127.0.0.1:{server.server_address[1]}"
        self.base = f"http://{self.address}"

    def pass_on(self, base, method, path, headers, body):
        address = urllib.parse.urlsplit(base)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=LONGEST)
        kept = {name: value for name, value in headers.items() if name.lower() not in ("host", "connection")}
        connection.request(method, path, body, kept)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), content


class SecretsManager(Server):
    """moto, behind something that can deny, as moto can't, and can be slow."""

    def __init__(self, check):
        self.port, self.denies, self.delay = free_port(), False, 0.0
        super().__init__(check)
        process = check.start("moto", [TOOLS / "py" / "bin" / "moto_server", "-p", self.port], environment(**CREDENTIALS))
        wait_for_port(self.port, process, 60, "moto")

    def answer(self, method, path, headers, body):
        time.sleep(self.delay)
        if self.denies:
            denied = {"__type": "AccessDeniedException", "Message": "User is not authorized to perform this"}
            return 400, {"content-type": "application/x-amz-json-1.1"}, json.dumps(denied).encode()
        return self.pass_on(f"http://127.0.0.1:{self.port}", method, path, headers, body)

    def do(self, action, **fields):
        """What an operator does: past the function's way."""
        credential = f"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/{REGION}/secretsmanager/aws4_request"
        headers = {"x-amz-target": f"secretsmanager.{action}", "content-type": "application/x-amz-json-1.1"}
        headers["authorization"] = f"{credential}, SignedHeaders=host, Signature=0"
        base = f"http://127.0.0.1:{self.port}"
        status, _, content = self.pass_on(base, "POST", "/", headers, json.dumps(fields))
        require(status == 200, f"moto refuses {action}: {status} {content[:300]!r}")
        return json.loads(content)

    def create(self, name, secret):
        return self.do("CreateSecret", Name=name, SecretString=secret)["ARN"]


class RolledStripe(Server):
    """The sandbox, whose key has another name here, so that it can be rolled: what is not the key of now, it refuses."""

    def __init__(self, check, stripe):
        self.sandbox, self.key = stripe.base, "sk_test_first"
        super().__init__(check)

    def answer(self, method, path, headers, body):
        if method == "HEAD":
            return 404, {}, b""
        sent = dict(headers.items())
        name = next((name for name in sent if name.lower() == "authorization"), None)
        if name:
            known = sent[name] == f"Bearer {self.key}"
            sent[name] = f"Bearer {KEY}" if known else "Bearer sk_test_rolled"
        return self.pass_on(self.sandbox, method, path, sent, body)


class Function(Server):
    """A function under a Runtime API (AWS docs, "Lambda runtime API")."""

    def __init__(self, check, binary, variables):
        self.polled, self.events, self.answers = queue.Queue(), queue.Queue(), queue.Queue()
        super().__init__(check)
        lambdas = {"AWS_LAMBDA_RUNTIME_API": self.address, "AWS_LAMBDA_FUNCTION_NAME": "cart-threshold"}
        lambdas |= {"AWS_LAMBDA_FUNCTION_VERSION": "1", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256"}
        self.number = len(list(check.logs.glob("function-*.log")))
        self.check = check
        self.process = check.start(f"function-{self.number}", [binary], environment(**lambdas, **variables))
        self.started = self.polled.get(timeout=LONGEST)

    def answer(self, method, path, headers, body):
        if method == "GET":
            self.polled.put(time.monotonic())
            event = self.events.get()
            until = str(int((time.time() + 20) * 1000))
            return 200, {"lambda-runtime-aws-request-id": "r1", "lambda-runtime-deadline-ms": until}, event
        self.answers.put((path.rsplit("/", 1)[1], json.loads(body)))
        return 202, {}, b"{}"

    def invoke(self, event):
        self.events.put(json.dumps(event).encode())
        return self.answers.get(timeout=LONGEST)

    def call(self):
        """Status and body of an answer."""
        event = json.loads((pathlib.Path(__file__).parent.parent / "events" / "cart-threshold-ok.json").read_text())
        kind, answer = self.invoke(event)
        require(kind == "response", f"the function failed: {answer}")
        return answer["statusCode"], json.loads(answer["body"])

    def log(self):
        return (self.check.logs / f"function-{self.number}.log").read_text()

    def end(self):
        self.events.put(b"{}")
        self.process.kill()
        end(self.process)


def main():
    if not (TOOLS / "py" / "bin" / "moto_server").exists():
        python_tools("moto", ["install", MOTO])
    with Check("secrets-check", seconds=1200) as check:
        if len(sys.argv) > 1:
            binary = pathlib.Path(sys.argv[1]).resolve()
        else:
            build("--bin", "cart-threshold")
            binary = target_directory() / "debug" / "cart-threshold"
        stripe = RolledStripe(check, Stripe(check))
        secrets = SecretsManager(check)
        run = Run(check, binary, stripe, secrets)
        run.forms()
        run.faults()
        run.start_makes_the_calls()
        run.slow()
        run.rotated()
        run.another_event()
        run.no_key_in_logs()


class Run:
    def __init__(self, check, binary, stripe, secrets):
        self.check, self.binary, self.stripe, self.secrets = check, binary, stripe, secrets

    def function(self, secret):
        variables = CREDENTIALS | {"STRIPE_SECRET_ID": secret, "STRIPE_API_BASE": self.stripe.base}
        self.secrets.asked.clear()
        self.stripe.asked.clear()
        return Function(self.check, self.binary, variables | {"AWS_ENDPOINT_URL": self.secrets.base})

    def forms(self):
        key = self.stripe.key
        as_object = json.dumps({"STRIPE_SECRET_KEY": key, "STRIPE_WEBHOOK_SECRET": "whsec_1"})
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
            # It is mended while the function runs.
            self.secrets.denies = False
            if case == "missing":
                self.secrets.create(secret, self.stripe.key)
            elif case == "empty":
                self.secrets.do("PutSecretValue", SecretId=secret, SecretString=self.stripe.key)
            status, body = function.call()
            require(status == 200, f"{case}, once it is mended: {body}")
            function.end()
            self.check.passed(f"a secret that is {case}: said at the start, 500 misconfigured, and fine once it is mended")

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

    def no_key_in_logs(self):
        logs = list(self.check.logs.glob("function-*.log"))
        text = "".join(log.read_text() for log in logs)
        require(text.count('"function_request_id"') >= len(logs), "these are not the logs of functions")
        for part in ("sk_test_first", "sk_test_second", KEY, "whsec_", "Bearer"):
            # What was found is not repeated here: this output is a log as well.
            require(part.lower() not in text.lower(), "the logs hold a key")
        self.check.passed(f"no key in the logs of {len(logs)} functions")


if __name__ == "__main__":
    main()
