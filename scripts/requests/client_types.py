"""The parameter types of Stripe's own Python client, read from its source as schemas in OpenAPI's form."""

import ast
import re

SERVICE = re.compile(r"stripe/.*_service\.py$")
PLAIN = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "Decimal": {"type": "string", "format": "decimal"},
    "bool": {"type": "boolean"},
    "Any": {},
}
VERSION = "stripe/_api_version.py"


class ClientTypes:
    """The endpoints of a version of the client."""

    def __init__(self, wheel):
        self.wheel, self.modules = wheel, {}
        self.name = re.search(r'CURRENT = "([^"]+)"', wheel.read(VERSION).decode())[1]

    def endpoints(self):
        """Schemas of the query and the form by method and path: a call has one of both."""
        for name in filter(SERVICE.match, self.wheel.namelist()):
            tree = ast.parse(self.wheel.read(name))
            imports = {
                alias.name: node.module
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom) and node.module
                for alias in node.names
            }
            for function in ast.walk(tree):
                if isinstance(function, ast.FunctionDef):
                    yield from self.of_function(function, imports)

    def of_function(self, function, imports):
        arguments = function.args
        annotation = next((a.annotation for a in [*arguments.args, *arguments.kwonlyargs] if a.arg == "params"), None)
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        call = next((node for node in calls if getattr(node.func, "attr", "") == "_request"), None)
        if call is None or annotation is None:
            return
        method, path = call.args[0].value.upper(), call.args[1]
        path = path.func.value.value if isinstance(path, ast.Call) else path.value
        [name] = re.findall(r"\w+Params", ast.unparse(annotation))
        schema = Lazy(lambda: self.of_class(imports[name], name))
        nothing = {"type": "object"}
        yield (method, path), {"query": schema, "form": nothing} if method in ("GET", "DELETE") else {"query": nothing, "form": schema}

    def of_class(self, module, name):
        if module not in self.modules:
            tree = ast.parse(self.wheel.read(module.replace(".", "/") + ".py"))
            self.modules[module] = {key: node for node in tree.body for key in names(node)}
        node = self.modules[module][name]
        if isinstance(node, ast.Assign):
            # The form for names that Python reserves: TypedDict("Name", {...}).
            fields = zip(node.value.args[1].keys, node.value.args[1].values, strict=True)
            fields = [(key.value, value) for key, value in fields]
            bases = []
        else:
            fields = [(item.target.id, item.annotation) for item in node.body if isinstance(item, ast.AnnAssign)]
            bases = [base.id for base in node.bases if getattr(base, "id", "") in self.modules[module]]
        schema = {"type": "object", "properties": {}, "required": []}
        for base in bases:
            inherited = self.of_class(module, base)
            schema["properties"] |= inherited["properties"]
            schema["required"] += inherited["required"]
        for key, annotation in fields:
            optional = isinstance(annotation, ast.Subscript) and annotation.value.id == "NotRequired"
            schema["properties"][key] = self.of_type(module, annotation.slice if optional else annotation)
            if not optional:
                schema["required"].append(key)
        return schema

    def of_type(self, module, node):
        match node:
            case ast.Constant(str(text)):
                return self.of_type(module, ast.parse(text, mode="eval").body)
            case ast.BinOp(_, ast.BitOr(), _):
                return self.any_of(module, alternatives(node))
            case ast.Subscript(ast.Name("Union"), ast.Tuple(parts)):
                return self.any_of(module, parts)
            case ast.Subscript(ast.Name("Literal"), value):
                values = value.elts if isinstance(value, ast.Tuple) else [value]
                return {"type": "string", "enum": [value.value for value in values]}
            case ast.Subscript(ast.Name("List"), item):
                return {"type": "array", "items": self.of_type(module, item)}
            case ast.Subscript(ast.Name("Dict" | "UntypedStripeObject"), parts):
                value = parts.elts[-1] if isinstance(parts, ast.Tuple) else parts
                return {"type": "object", "additionalProperties": self.of_type(module, value)}
            case ast.Name(name) if name in PLAIN:
                return PLAIN[name]
            case ast.Name(name):
                return Lazy(lambda: self.of_class(module, name))
        raise ValueError(f"a type that is not known: {ast.unparse(node)}")

    def any_of(self, module, parts):
        # `Literal[...] | str`: the client takes values that are newer than it is, and this check does not.
        if any(ast.unparse(part).startswith("Literal[") and ast.unparse(part) != "Literal['']" for part in parts):
            parts = [part for part in parts if ast.unparse(part) != "str"]
        return {"anyOf": [self.of_type(module, part) for part in parts]}


def alternatives(node):
    if isinstance(node, ast.BinOp):
        return [*alternatives(node.left), *alternatives(node.right)]
    return [node]


class Lazy:
    """A schema that is read when it is needed: types refer to types."""

    def __init__(self, read):
        self.read = read


def names(node):
    match node:
        case ast.ClassDef(name):
            yield name
        case ast.Assign([ast.Name(name)], ast.Call()):
            yield name
