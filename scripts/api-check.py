#!/usr/bin/env python3
"""The routes of `discounts dev` against their description: the document is valid OpenAPI 3.1, and no call that schemathesis
makes up is answered otherwise than it says: as it is served, then with sessions that exist.
"""

import json
import subprocess
import sys

sys.dont_write_bytecode = True
from harness import FUNCTIONS, TOOLS, Check, build, call, environment  # noqa: E402
from harness import free_port, python_tools, require, target_directory, wait_for_port  # noqa: E402

PACKAGES = {"st": "schemathesis==4.32.5", "openapi-spec-validator": "openapi-spec-validator==0.9.0"}
DISCOUNTS = "^/discounts/"
EXAMPLES = "60"  # for each route
SEED = "1"  # the same examples in each run

# A body that is as faulty as it is large may be refused for its size.
CONFIGURATION = """
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429, "5xx"]
"""


def main():
    bin_folder = TOOLS / "py" / "bin"
    for program, package in PACKAGES.items():
        if not (bin_folder / program).exists():
            python_tools(package, ["install", package])
    with Check("api-check", seconds=1200) as check:
        build("-p", "discounts")
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        command = [target_directory() / "debug" / "discounts", "dev", "--port", port]
        process = check.start("discounts-dev", command, environment())
        wait_for_port(port, process, 60, "discounts dev")

        status, headers, text = call("GET", f"{base}/openapi.json")
        require((status, headers["content-type"]) == (200, "application/json"), f"/openapi.json: {status} {headers}")
        document = json.loads(text)
        served = check.logs / "openapi.json"
        served.write_bytes(text)
        run(check, "openapi-spec-validator", bin_folder, "--validation-errors", "all", served)
        lint(document)
        check.passed(f"the description of {len(document['paths'])} routes is valid and complete")

        (check.logs / "schemathesis.toml").write_text(CONFIGURATION)
        schemathesis = ["run", "--url", base, "--max-examples", EXAMPLES, "--seed", SEED]
        schemathesis += ["--generation-database", "none", "--no-color"]
        explore(check, bin_folder, schemathesis, served)
        check.passed("schemathesis: nothing is answered otherwise than described")

        # What it makes up is no session of anybody: with ids that exist, the answers are successes.
        document["components"]["schemas"]["SessionId"] = {"type": "string", "enum": sessions(base)}
        known = check.logs / "known.json"
        known.write_text(json.dumps(document))
        explore(check, bin_folder, [*schemathesis, "--mode", "positive"], known)
        check.passed("schemathesis, with sessions that exist: nothing is answered otherwise than described")


def explore(check, folder, schemathesis, document):
    """A schema can't say what is for sale, which currencies a price has, or what Stripe has signed: a body of the other
    routes may be refused although it is of the right form."""
    run(check, "st", folder, *schemathesis, "--include-path-regex", DISCOUNTS, document)
    others = ["--exclude-path-regex", DISCOUNTS, "--exclude-checks", "positive_data_acceptance"]
    run(check, "st", folder, *schemathesis, *others, document)


def run(check, program, folder, *arguments):
    command = [str(folder / program), *map(str, arguments)]
    done = subprocess.run(
        command, cwd=check.logs, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=900, env=environment()
    )
    if done.returncode != 0:
        print(done.stdout[:4000], done.stdout[-4000:], done.stderr[-2000:], sep="\n")
    require(done.returncode == 0, f"{program} ends with {done.returncode}")


def lint(document):
    """What a valid document may still lack for its readers."""
    require(document["openapi"].startswith("3.1."), document["openapi"])
    ids = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    # Session creation has a second route, for members.
    require(sorted({name.removesuffix("-of-a-member") for name in ids}) == FUNCTIONS, f"routes and functions differ: {ids}")
    require(len(ids) == len(set(ids)), f"two operations of one name: {ids}")
    for path, item in document["paths"].items():
        for method, operation in item.items():
            where = f"{method} {path}"
            require(operation.get("summary") and operation.get("description"), f"{where} says what it does")
            require(operation["requestBody"]["required"], f"{where} needs a body")
            require({"200", "400", "404", "409", "500"} <= set(operation["responses"]), f"{where}: responses")
    used = json.dumps(document)
    for kind in ("schemas", "responses", "headers"):
        for name in document["components"][kind]:
            require(f'"#/components/{kind}/{name}"' in used, f"components/{kind}/{name} is not used")


def sessions(base):
    """One of a gold member, one of a guest, one with a cart under every threshold."""

    def value(method, path, body=None, headers={}):
        body = body and json.dumps(body)
        status, _, text = call(method, f"{base}{path}", body, {"content-type": "application/json", **headers})
        require(status == 200, f"{path}: {status} {text[:300]!r}")
        return json.loads(text)["value"]

    prices = {product["id"]: product["price"] for product in value("GET", "/shop/catalog")["products"]}

    def session(shopper, product, quantity):
        path, headers = "/checkout-sessions", {}
        if shopper != "guest":
            token = value("POST", "/shop/sign-in", {"shopper": shopper})["token"]
            path, headers = "/members/checkout-sessions", {"authorization": f"Bearer {token}"}
        lines = [{"price": prices[product], "quantity": quantity}]
        return value("POST", path, {"line_items": lines}, headers)["checkout_session_id"]

    return [session("gold", "kettle", 3), session("guest", "grinder", 2), session("guest", "espresso", 1)]


if __name__ == "__main__":
    main()
