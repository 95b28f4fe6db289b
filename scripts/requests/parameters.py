"""Parameters as they are sent, against a schema of OpenAPI's form."""

import re

from client_types import Lazy

NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)$")
NESTED = ("object", "array")
PLAIN = {
    "integer": re.compile(r"-?\d+"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "boolean": re.compile(r"true|false"),
}


def tree(pairs):
    """`a[b][0]=x` as nested tables; `a[]=x` counts up."""
    root = {}
    for name, value in pairs:
        first, rest = NAME.match(name).groups()
        keys = [first, *re.findall(r"\[([^\[\]]*)\]", rest)]
        at = root
        for key, following in zip(keys, keys[1:], strict=False):
            at = at.setdefault(key, {})
        key = keys[-1] or str(len(at))
        if not isinstance(at, dict) or key in at:
            return {name: "sent twice"}
        at[key] = value
    return root


def resolved(schema):
    return schema.read() if isinstance(schema, Lazy) else schema


def problems(schema, value, path=""):
    """What a value has that its schema does not allow, one line each."""
    schema = resolved(schema)
    if "anyOf" in schema:
        alternatives = [resolved(alternative) for alternative in schema["anyOf"]]
        # One of another kind would say nothing about a slip inside of the value.
        is_nested = isinstance(value, dict)
        of_its_kind = [one for one in alternatives if (one.get("type") in NESTED) == is_nested]
        return min((problems(one, value, path) for one in of_its_kind or alternatives), key=len)
    match schema.get("type"):
        case "object":
            return of_object(schema, value, path)
        case "array":
            if not isinstance(value, dict) or not all(key.isdigit() for key in value):
                return [f"{path} is not a list"]
            return [line for key, item in value.items() for line in problems(schema["items"], item, f"{path}[{key}]")]
        case None:
            return []
        case kind:
            return of_text(schema, kind, value, path)


def of_object(schema, value, path):
    if not isinstance(value, dict):
        return [f"{path} is not a table"]
    properties, further = schema.get("properties", {}), schema.get("additionalProperties")
    found = [f"{path}[{name}] is missing" for name in schema.get("required", []) if name not in value]
    for name, item in value.items():
        inner = f"{path}[{name}]" if path else name
        if name in properties:
            found += problems(properties[name], item, inner)
        elif not isinstance(further, dict):
            found.append(f"{inner} is not a parameter")
        elif item != "":
            # An empty value removes a key of metadata.
            found += problems(further, item, inner)
    return found


def of_text(schema, kind, value, path):
    if not isinstance(value, str):
        return [f"{path} is not one value"]
    allowed = schema.get("enum")
    if allowed is not None:
        return [] if value in allowed else [f"{path} is {value!r}, not one of {', '.join(map(repr, allowed))}"]
    if value == "":
        return [f"{path} can't be empty"]
    if kind in PLAIN:
        return [] if PLAIN[kind].fullmatch(value) else [f"{path} is {value!r}, which is no {kind}"]
    if len(value) > schema.get("maxLength", 5000):
        return [f"{path} is longer than {schema['maxLength']} characters"]
    return []
