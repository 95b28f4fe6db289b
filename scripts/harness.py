"""What the checks beside it share: tools, processes that end with the check, a Stripe, the events.

Python's standard library only. Nothing is written inside the tree: cargo-lambda would take it for a change.
"""

import base64
import contextlib
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROOT = pathlib.Path(__file__).resolve().parent.parent
EVENTS = ROOT / "events"
TOOLS = pathlib.Path(os.environ.get("CI_TOOLS") or pathlib.Path.home() / ".cache" / "checkout-discounts")
# The functions behind a route. A schedule calls the sweep.
FUNCTIONS = sorted({folder.parent.name for folder in (ROOT / "functions").glob("*/Cargo.toml")} - {"sweep"})
ROUTER = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["metadata"]["lambda"]["watch"]["router"]
# The ids in events/; the sandbox makes up its own.
SAMPLE_ID = "cs_test_a1SampleSession0000000000000000000000000000000000000000000000"
SAMPLE_PRICE = "price_1SampleKettle0000000000"
SAMPLE_CUSTOMER = "cus_SampleMember01"
KEY = "sk_test_sandbox"
# What events/webhook-base64.json is signed with.
WEBHOOK_SECRET = "whsec_sandbox"
VERSION = "2025-03-31.basil; checkout_server_update_beta=v1;"
# Facts of the shopper that must not turn up in any log.
SHOPPER = {"name": "Wilhelmina Canary", "email": "wilhelmina@canary.example", "street": "742 Canary Lane"}


class Failed(Exception):
    """The check found something."""


def require(condition, message):
    if not condition:
        raise Failed(message)


# --- tools and processes ---------------------------------------------------------------------------------------------


def python_tools(name, arguments):
    """Runs pip in an environment of its own, outside of the tree."""
    venv = TOOLS / "py"
    if not (venv / "bin" / "pip").exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True, timeout=300)
    print(f"installing {name} into {TOOLS}", flush=True)
    command = [str(venv / "bin" / "pip"), "--quiet", "--disable-pip-version-check", "--no-input", *arguments]
    subprocess.run(command, check=True, timeout=600, stdin=subprocess.DEVNULL)


def target_directory():
    command = ["cargo", "metadata", "--format-version=1", "--no-deps", "--locked"]
    text = subprocess.run(command, cwd=ROOT, check=True, timeout=300, capture_output=True).stdout
    return pathlib.Path(json.loads(text)["target_directory"])


def build(*arguments):
    subprocess.run(["cargo", "build", "--quiet", "--locked", *arguments], cwd=ROOT, check=True, timeout=1800)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(**variables):
    """The little that cargo needs, and what is given. Nothing of the caller's own gets to the functions."""
    keep = ("PATH", "HOME", "USER", "CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN", "CARGO_TARGET_DIR", "TMPDIR")
    return {name: os.environ[name] for name in keep if name in os.environ} | variables


def wait_for_port(port, process, seconds, what):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        require(process.poll() is None, f"{what} ended at once with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise Failed(f"{what} does not listen after {seconds} s")


def listening_port(process, seconds, what):
    """The port that a process listens at, once it does: it was started with port 0, and the system chose one."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        require(process.poll() is None, f"{what} ended at once with {process.returncode}")
        with contextlib.suppress(OSError):
            sockets = {os.readlink(it) for it in pathlib.Path(f"/proc/{process.pid}/fd").iterdir()}
            for line in pathlib.Path(f"/proc/{process.pid}/net/tcp").read_text().splitlines()[1:]:
                fields = line.split()
                # 0A is LISTEN.
                if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets:
                    return int(fields[1].rpartition(":")[2], 16)
        time.sleep(0.05)
    raise Failed(f"{what} does not listen after {seconds} s")


class Check:
    """A run: its folder for logs, and everything that it started."""

    def __init__(self, name, seconds):
        self.name, self.seconds, self.done = name, seconds, 0

    def __enter__(self):
        self.stack = contextlib.ExitStack()
        self.logs = pathlib.Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix=f"{self.name}-")))
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGALRM, self._too_late)
        signal.alarm(self.seconds)
        return self

    def __exit__(self, kind, error, _trace):
        if error is not None:
            print(f"FAILED {self.name}: {kind.__name__}: {error}", flush=True)
            for log in sorted(self.logs.glob("*.log")):
                print(f"--- the end of {log.name}", *log.read_text(errors="replace").splitlines()[-40:], sep="\n")
        self.stack.close()
        signal.alarm(0)
        if error is None:
            print(f"{self.name}: {self.done} passed, 0 failed", flush=True)
        elif isinstance(error, Exception):
            sys.exit(1)

    def _stop(self, number, _frame):
        sys.exit(128 + number)

    def _too_late(self, _number, _frame):
        raise Failed(f"not done after {self.seconds} s")

    def passed(self, what):
        self.done += 1
        print(f"ok  {what}", flush=True)

    def start(self, name, command, env):
        """Starts a process in a session of its own, which ends with the check, and all that it starts with it."""
        with open(self.logs / f"{name}.log", "wb") as log:
            process = subprocess.Popen(
                [str(part) for part in command],
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.stack.callback(end, process)
        return process

    def no_secrets_in_logs(self, calls):
        """No key, header, client secret, address or name; and the logs are really those of the functions."""
        text = "\n".join(log.read_text(errors="replace") for log in self.logs.glob("*.log"))
        lines = [line for line in text.splitlines() if '"function_request_id"' in line]
        require(len(lines) >= calls, f"{len(lines)} lines of functions in the logs, after {calls} calls")
        patterns = [re.escape(fact) for fact in SHOPPER.values()]
        patterns += ["Canary", r"\b[sr]k_(test|live)_", r"\bwhsec_", r"(?i)\bbearer ", r"_secret_[A-Za-z0-9]", r"\bpi_\w+_secret"]
        patterns += [r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}\b"]
        for pattern in patterns:
            found = re.search(pattern, text)
            # What was found is not repeated here: this output is a log as well.
            require(found is None, f"the logs hold something that matches {pattern}")
        self.passed(f"nothing private in {len(text.splitlines())} lines of logs")


def end(process):
    """Asks, waits, insists; then ends what is left of its session."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
    for pid in session_of(process.pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.kill()
    process.wait(10)


def session_of(leader):
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[3]) == leader:
                yield int(stat.parent.name)


# --- HTTP ------------------------------------------------------------------------------------------------------------


def call(method, url, body=None, headers=None, timeout=60):
    address = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=timeout)
    try:
        connection.request(method, address.path + (f"?{address.query}" if address.query else ""), body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


# --- Stripe ----------------------------------------------------------------------------------------------------------


class Stripe:
    """The sandbox of `discounts dev`, with one open session in it, its customer and its price, known by the ids in events/."""

    def __init__(self, check):
        self.calls = 0
        self.sandbox = os.environ.get("CHECK_STRIPE")
        if not self.sandbox:
            port = free_port()
            build("-p", "discounts")
            command = [target_directory() / "debug" / "discounts", "dev", "--port", port]
            process = check.start("discounts-dev", command, environment())
            wait_for_port(port, process, 60, "discounts dev")
            self.sandbox = f"http://127.0.0.1:{port}"
        self.made = self._create_session()
        self.base = self._serve(check)

    def post(self, path, **fields):
        headers = {"authorization": f"Bearer {KEY}", "stripe-version": VERSION}
        headers["content-type"] = "application/x-www-form-urlencoded"
        status, _, body = call("POST", f"{self.sandbox}/v1/{path}", urllib.parse.urlencode(fields), headers)
        require(status == 200, f"the sandbox refuses {path}: {status} {body.decode(errors='replace')[:500]}")
        return json.loads(body)

    def _create_session(self):
        """250.00 USD, a gold member in California: nearly every offer of the sample policy has something to say."""
        shopper = {"name": SHOPPER["name"], "email": SHOPPER["email"], "metadata[loyalty_tier]": "gold"}
        customer = self.post("customers", **shopper)["id"]
        # One of those that the sample policy sells; the shop of `discounts dev` has it.
        price = self.post("prices", currency="usd", unit_amount="25000", product="prod_kettle")["id"]
        created = {
            "mode": "payment",
            "ui_mode": "custom",
            "return_url": "https://shop.example/return",
            "customer": customer,
            "line_items[0][price]": price,
            "line_items[0][quantity]": "1",
            "permissions[update_discounts]": "server_only",
            "permissions[update_line_items]": "server_only",
            "permissions[update_shipping_details]": "server_only",
            "shipping_address_collection[allowed_countries][0]": "US",
        }
        session = self.post("checkout/sessions", **created)["id"]
        details = "collected_information[shipping_details]"
        address = {"line1": SHOPPER["street"], "city": "Los Angeles", "state": "CA", "postal_code": "90001", "country": "US"}
        written = {f"{details}[address][{field}]": value for field, value in address.items()}
        self.post(f"checkout/sessions/{session}", **{f"{details}[name]": SHOPPER["name"]}, **written)
        return {SAMPLE_ID: session, SAMPLE_PRICE: price, SAMPLE_CUSTOMER: customer}

    def _serve(self, check):
        """Passes everything on, under the ids of the events, and counts."""
        stripe, sandbox = self, urllib.parse.urlsplit(self.sandbox)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self):
                stripe.calls += 1
                path, body = self.path, self.rfile.read(int(self.headers.get("content-length", 0)))
                for sample, made in stripe.made.items():
                    path, body = path.replace(sample, made), body.replace(sample.encode(), made.encode())
                connection = http.client.HTTPConnection(sandbox.hostname, sandbox.port, timeout=30)
                dropped = ("host", "content-length")
                headers = {name: value for name, value in self.headers.items() if name.lower() not in dropped}
                connection.request(self.command, path, body, headers)
                answer = connection.getresponse()
                content = answer.read()
                for sample, made in stripe.made.items():
                    content = content.replace(made.encode(), sample.encode())
                self.send_response_only(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                        self.send_header(name, value)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                connection.close()

            do_GET = do_POST = pass_on

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        check.stack.callback(server.shutdown)
        return f"http://127.0.0.1:{server.server_address[1]}"

    def environment(self):
        secrets = {"STRIPE_SECRET_KEY": KEY, "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET}
        return environment(**secrets, STRIPE_API_BASE=self.base, LOG_LEVEL="debug")


# --- events ----------------------------------------------------------------------------------------------------------


class Event:
    def __init__(self, line):
        name, self.function, status, self.answer, asks = line.split("\t")
        self.path, self.name = EVENTS / name, name
        self.status, self.asks_stripe = int(status), {"yes": True, "no": False}[asks]

    def request(self):
        """What API Gateway made this of: path, headers, body. None where it has added something: a token that it checked."""
        event = json.loads(self.path.read_text())
        if "authorizer" in event["requestContext"]:
            return None
        body = event.get("body", "").encode()
        return event["rawPath"], event["headers"], base64.b64decode(body) if event["isBase64Encoded"] else body

    def compare(self, response, calls):
        """An answer of Lambda's form against the table."""
        require(response.get("statusCode") == self.status, f"{self.name}: {response}")
        headers = {name.lower(): value for name, value in response["headers"].items()}
        require(headers.get("content-type") == "application/json", f"{self.name}: {headers}")
        require(headers.get("x-request-id"), f"{self.name} has no x-request-id: {headers}")
        body = json.loads(response["body"])
        require(self.answer == (body["code"] if body["type"] == "error" else body["type"]), f"{self.name}: {body}")
        require((calls > 0) == self.asks_stripe, f"{self.name}: {calls} calls to Stripe")


def events():
    """The table, which must name just the files that there are."""
    lines = (EVENTS / "expected.tsv").read_text().splitlines()
    table = [Event(line) for line in lines[1:]]
    listed, there = {event.name for event in table}, {path.name for path in EVENTS.glob("*.json")}
    require(listed == there, f"events/expected.tsv and the files differ: {sorted(listed ^ there)}")
    require({event.function for event in table} == set(FUNCTIONS), "events/: not every function has an event")
    return table
