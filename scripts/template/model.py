"""What the code says of functions and routes, and what the template says, expanded by AWS's own SAM translator."""

import copy
import json
import logging
import os
import pathlib
import re
import tomllib
import typing

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
logging.disable(logging.ERROR)
from samtranslator.translator.transform import transform  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Code:
    """The functions and their routes, from the three places that name them."""

    def __init__(self):
        manifests = sorted((ROOT / "functions").glob("*/Cargo.toml"))
        self.functions = {manifest.parent.name for manifest in manifests}
        self.routes = {}
        for name in self.functions:
            head = (ROOT / "functions" / name / "src" / "main.rs").read_text().split("\nuse ")[0]
            for method, path in re.findall(r"`(GET|POST) (/[^`]*)`", head):
                self.routes[method, path] = name
        router = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["metadata"]["lambda"]["watch"]["router"]
        self.watch = {(way["method"], path): way["function"] for path, ways in router.items() for way in ways}
        self.events = {}
        for line in (ROOT / "events" / "expected.tsv").read_text().splitlines()[1:]:
            name, function = line.split("\t")[:2]
            event = json.loads((ROOT / "events" / name).read_text())
            self.events[name] = (event["requestContext"]["http"]["method"], event["rawPath"], function)
        sources = sorted((ROOT / "shared" / "src").rglob("*.rs"))
        self.logs = "\n".join(source.read_text() for source in sources)
        metrics, line = ((ROOT / "shared" / "src" / "metrics" / name).read_text() for name in ("metric.rs", "line.rs"))
        (self.namespace,) = re.findall(r'const NAMESPACE: &str = "(\w+)"', line)
        self.metrics = set(re.findall(r'Self::\w+ => "(\w+)"', metrics.partition("fn name(")[2].partition("fn unit(")[0]))
        self.operations = (ROOT / "docs" / "operations.md").read_text()


class NoManagedPolicies:
    """The template uses none of AWS's own policies, so the translator need not know them."""

    def load(self):
        return {}


class Route(typing.NamedTuple):
    """A route of the gateway: method and path, the function's logical id, how it is called, who may call, and under which
    condition there is such a route."""

    at: tuple
    function: str | None
    integration: dict
    security: list | None
    condition: str | None


class Stack:
    """The template, expanded to plain CloudFormation."""

    def __init__(self, template, **parameters):
        self.template = template
        packaged = copy.deepcopy(template)
        for resource in packaged["Resources"].values():
            if resource["Type"] == "AWS::Serverless::Function":
                # As `sam deploy` writes it.
                resource["Properties"]["CodeUri"] = "s3://bucket/key"
        self.resources = transform(packaged, {"Stage": "prod"} | parameters, NoManagedPolicies())["Resources"]

    def of_type(self, kind):
        return {name: it["Properties"] for name, it in self.resources.items() if it["Type"] == kind}

    def functions(self):
        """Logical ids by the name of the function."""
        return {name_of(it): key for key, it in self.of_type("AWS::Lambda::Function").items()}

    def body(self):
        """The API's description, as API Gateway gets it."""
        (api,) = self.of_type("AWS::ApiGatewayV2::Api").values()
        return api["Body"]

    def routes(self):
        for path, methods in self.body()["paths"].items():
            for method, operation in stated(methods).items():
                integration = operation["x-amazon-apigateway-integration"]
                at, condition = (method.upper(), path), methods.get("Fn::If", [None])[0]
                yield Route(at, alias(integration["uri"]["Fn::Sub"]), integration, operation.get("security"), condition)

    def counts(self):
        """How much there is of what CloudFormation has a limit for, and the limit."""
        # As long as it is at any time: with its anchors written out, or expanded.
        length = max(len(json.dumps(it, indent=1)) for it in (self.template, self.resources))
        return {
            "resources": (len(self.resources), 500),
            "parameters": (len(self.template["Parameters"]), 200),
            "outputs": (len(self.template["Outputs"]), 200),
            "bytes": (length, 1_000_000),
        }


def alias(sub):
    """The function whose alias `live` a text calls."""
    text, values = sub if isinstance(sub, list) else (sub, {})
    called = re.search(r"functions/\$\{(\w+)\}", text)
    name = called and values.get(called.group(1), {"Ref": called.group(1)}).get("Ref", "")
    return name.removesuffix("Aliaslive") if name and name.endswith("Aliaslive") else None


def name_of(function):
    return function["FunctionName"]["Fn::Sub"].removeprefix("${AWS::StackName}-")


def stated(value):
    """The value if its condition holds."""
    return value["Fn::If"][1] if "Fn::If" in value else value


def holds(expression, parameters):
    """A condition or an assertion, for values of parameters."""
    if not isinstance(expression, dict):
        return expression
    ((word, of),) = expression.items()
    if word == "Ref":
        return parameters[of]
    if word == "Fn::Not":
        return not holds(of[0], parameters)
    if word == "Fn::Equals":
        return holds(of[0], parameters) == holds(of[1], parameters)
    raise ValueError(f"{word} is not understood here")
