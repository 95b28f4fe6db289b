"""What a function meets on loopback: a Runtime API that calls it, a Secrets Manager (moto) and a Stripe whose key is rolled.
Each notes what it is asked, and when.
"""

import base64
import hashlib
import hmac
import http.client
import json
import queue
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from harness import EVENTS, KEY, TOOLS, end, environment, listening_port, python_tools, require

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


def moto(check):
    """Starts moto; returns its port."""
    if not (TOOLS / "py" / "bin" / "moto_server").exists():
        python_tools("moto", ["install", MOTO])
    process = check.start("moto", [TOOLS / "py" / "bin" / "moto_server", "-p", 0], environment(**CREDENTIALS))
    return listening_port(process, 60, "moto")


class SecretsManager(Server):
    """moto, behind something that can deny, as moto can't, and can be slow."""

    def __init__(self, check):
        self.port, self.denies, self.delay = moto(check), False, 0.0
        super().__init__(check)

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
        lambdas = {"AWS_LAMBDA_RUNTIME_API": self.address, "AWS_LAMBDA_FUNCTION_NAME": binary.name}
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
        """Status and body of the answer to the cart-threshold event."""
        return self.answer_to(sample("cart-threshold-ok"))

    def deliver(self, body, *secrets, at=None):
        """The same for a delivery of Stripe's, signed with secrets: now, where no other time is given."""
        at = int(time.time() if at is None else at)
        event = sample("webhook-base64")
        event |= {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
        event["headers"]["stripe-signature"] = ",".join([f"t={at}", *(f"v1={signature(it, at, body)}" for it in secrets)])
        return self.answer_to(event)

    def answer_to(self, event):
        kind, answer = self.invoke(event)
        require(kind == "response", f"the function failed: {answer}")
        return answer["statusCode"], json.loads(answer["body"])

    def log(self):
        return (self.check.logs / f"function-{self.number}.log").read_text()

    def end(self):
        self.events.put(b"{}")
        self.process.kill()
        end(self.process)


def sample(name):
    return json.loads((EVENTS / f"{name}.json").read_text())


def signature(secret, at, body):
    """Stripe docs, "Verify webhook signatures manually"."""
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
