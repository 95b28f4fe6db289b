//! Request parameters against the schemas in `data/params.json`: unknown names, types, enums, lengths, bounds.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::form::Node;
use crate::version::Version;

/// Derived from Stripe's published schemas; see README.md for how, and for what was added by hand.
static SCHEMAS: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/params.json")).unwrap_or_default());

/// The context of a check: the endpoint's schema and the version decide together what exists.
struct Check<'a> {
    endpoint: &'a str,
    version: &'a Version,
}

/// A parameter's name as the caller wrote it, and without array indices, as the table of versions has it.
#[derive(Clone, Default)]
struct Path {
    shown: String,
    plain: String,
}

impl Path {
    fn name(&self, name: &str) -> Self {
        let add = |to: &str| if to.is_empty() { name.to_owned() } else { format!("{to}[{name}]") };
        Self { shown: add(&self.shown), plain: add(&self.plain) }
    }

    fn index(&self, index: usize) -> Self {
        Self { shown: format!("{}[{index}]", self.shown), plain: self.plain.clone() }
    }
}

/// Typed parameters of a request. A cleared parameter (`discounts=`) is `null`, decimals stay text.
pub(crate) fn check(endpoint: &str, version: &Version, form: &Node) -> Result<Value, ApiError> {
    let schema = SCHEMAS.get(endpoint).unwrap_or(&Value::Null);
    Check { endpoint, version }.node(schema, form, &Path::default())
}

impl Check<'_> {
    fn node(&self, schema: &Value, node: &Node, path: &Path) -> Result<Value, ApiError> {
        if *node == Node::Text(String::new()) {
            if schema["clearable"] == true {
                return Ok(Value::Null);
            }
            return Err(empty(&path.shown));
        }
        match schema["type"].as_str() {
            Some("object") => self.object(schema, node, path),
            Some("array") => self.array(schema, node, path),
            Some("metadata") => metadata(node, path),
            Some("map") => self.map(schema, node, path),
            Some("range") => self.range(schema, node, path),
            Some("any") => Ok(untyped(node)),
            kind => match node {
                Node::Text(text) => self.scalar(kind, schema, text, path),
                _ => Err(ApiError::param(&path.shown, format!("Invalid {}", kind.unwrap_or("value")))),
            },
        }
    }

    fn object(&self, schema: &Value, node: &Node, path: &Path) -> Result<Value, ApiError> {
        let Node::Map(map) = node else {
            return Err(ApiError::param(&path.shown, "Invalid object"));
        };
        let known = |name: &str| {
            schema["properties"].get(name).filter(|_| self.version.has_param(self.endpoint, &path.name(name).plain))
        };
        let unknown: Vec<&str> = map.keys().map(String::as_str).filter(|name| known(name).is_none()).collect();
        if let Some(first) = unknown.first() {
            let siblings = schema["properties"].as_object().into_iter().flat_map(Map::keys);
            let siblings = siblings.map(String::as_str).filter(|name| known(name).is_some());
            return Err(unknown_error(path, first, &unknown, siblings));
        }
        let mut typed = Map::new();
        for (name, child) in map {
            let schema = known(name).unwrap_or(&Value::Null);
            typed.insert(name.clone(), self.node(schema, child, &path.name(name))?);
        }
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !typed.contains_key(name) {
                return Err(ApiError::required(&path.name(name).shown));
            }
        }
        Ok(Value::Object(typed))
    }

    fn array(&self, schema: &Value, node: &Node, path: &Path) -> Result<Value, ApiError> {
        let invalid = || ApiError::param(&path.shown, "Invalid array");
        let items: Vec<&Node> = match node {
            Node::List(list) => list.iter().collect(),
            Node::Map(map) => {
                let index = |name: &String| name.parse::<u32>().ok();
                let indexed = map.iter().map(|(name, child)| Some((index(name)?, child)));
                let mut indexed: Vec<(u32, &Node)> = indexed.collect::<Option<_>>().ok_or_else(invalid)?;
                indexed.sort_by_key(|(at, _)| *at);
                indexed.into_iter().map(|(_, child)| child).collect()
            }
            Node::Text(_) => return Err(invalid()),
        };
        let typed = items.iter().enumerate();
        let typed = typed.map(|(at, item)| self.node(&schema["items"], item, &path.index(at)));
        Ok(Value::Array(typed.collect::<Result<_, _>>()?))
    }

    /// Names of one's own, such as currencies, each with the same schema.
    fn map(&self, schema: &Value, node: &Node, path: &Path) -> Result<Value, ApiError> {
        let Node::Map(map) = node else {
            return Err(ApiError::param(&path.shown, "Invalid object"));
        };
        let typed =
            map.iter().map(|(name, child)| Ok((name.clone(), self.node(&schema["values"], child, &path.name(name))?)));
        Ok(Value::Object(typed.collect::<Result<_, ApiError>>()?))
    }

    /// Bounds, or one value that is both.
    fn range(&self, schema: &Value, node: &Node, path: &Path) -> Result<Value, ApiError> {
        let Node::Text(text) = node else {
            return self.object(schema, node, path);
        };
        let value = self.scalar(Some("integer"), schema, text, path)?;
        Ok(json!({"gte": value, "lte": value}))
    }

    fn scalar(&self, kind: Option<&str>, schema: &Value, text: &str, path: &Path) -> Result<Value, ApiError> {
        let invalid = |what: &str| ApiError::param(&path.shown, format!("Invalid {what}: {text}"));
        match kind {
            Some("integer") => {
                let plain = text.strip_prefix('-').unwrap_or(text).bytes().all(|byte| byte.is_ascii_digit());
                let value = text.parse::<i64>().ok().filter(|_| plain);
                let value = value.ok_or_else(|| invalid("integer").code("parameter_invalid_integer"))?;
                bounds(schema, value, path)?;
                Ok(json!(value))
            }
            Some("boolean") => match text {
                "true" => Ok(json!(true)),
                "false" => Ok(json!(false)),
                _ => Err(invalid("boolean")),
            },
            Some("number") => match text.parse::<f64>() {
                Ok(value) if value.is_finite() => Ok(json!(text)),
                _ => Err(invalid("decimal")),
            },
            _ => self.string(schema, text, path),
        }
    }

    fn string(&self, schema: &Value, text: &str, path: &Path) -> Result<Value, ApiError> {
        let listed = schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let mut allowed: Vec<&str> = listed.collect();
        if self.endpoint == "create_session" && path.plain == "ui_mode" {
            allowed.extend(self.version.ui_modes());
        }
        if !allowed.is_empty() && !allowed.contains(&text) {
            let message = format!("Invalid {}: must be one of {}", path.shown, alternatives(&allowed));
            return Err(ApiError::param(&path.shown, message));
        }
        let longest = schema["maxLength"].as_u64().unwrap_or(5000);
        if u64::try_from(text.chars().count()).is_ok_and(|count| count > longest) {
            let start: String = text.chars().take(10).collect();
            let end = text.char_indices().rev().nth(9).and_then(|(at, _)| text.get(at..)).unwrap_or(text);
            let message = format!("Invalid string: {start}...{end}; must be at most {longest} characters");
            return Err(ApiError::param(&path.shown, message));
        }
        Ok(json!(text))
    }
}

fn bounds(schema: &Value, value: i64, path: &Path) -> Result<(), ApiError> {
    let refuse = |message: String| Err(ApiError::param(&path.shown, message).code("parameter_invalid_integer"));
    if let Some(least) = schema["minimum"].as_i64().filter(|least| value < *least) {
        return refuse(format!("This value must be greater than or equal to {least}."));
    }
    if let Some(most) = schema["maximum"].as_i64().filter(|most| value > *most) {
        return refuse(format!("This value must be less than or equal to {most}."));
    }
    Ok(())
}

/// Names are checked for text values here; how many and how long is checked when they are merged.
fn metadata(node: &Node, path: &Path) -> Result<Value, ApiError> {
    let Node::Map(map) = node else {
        return Err(ApiError::param(&path.shown, "Invalid object"));
    };
    let entry = |(name, child): (&String, &Node)| match child {
        Node::Text(text) => Ok((name.clone(), json!(text))),
        _ => Err(ApiError::param(path.name(name).shown, "Metadata values must be strings")),
    };
    Ok(Value::Object(map.iter().map(entry).collect::<Result<_, _>>()?))
}

fn untyped(node: &Node) -> Value {
    match node {
        Node::Text(text) => json!(text),
        Node::List(list) => list.iter().map(untyped).collect(),
        Node::Map(map) => map.iter().map(|(name, child)| (name.clone(), untyped(child))).collect(),
    }
}

fn empty(name: &str) -> ApiError {
    let message = format!(
        "You passed an empty string for '{name}'. We assume empty values are an attempt to unset a parameter; \
         however '{name}' cannot be unset. You should remove '{name}' from your request or supply a non-empty value."
    );
    ApiError::param(name, message).code("parameter_invalid_empty")
}

/// Stripe adds a hint when another name is close. How close is a guess: the longest common beginning, of four
/// characters at least.
fn unknown_error<'a>(path: &Path, first: &str, unknown: &[&str], siblings: impl Iterator<Item = &'a str>) -> ApiError {
    let names: Vec<String> = unknown.iter().map(|name| path.name(name).shown).collect();
    let common = |name: &str| name.bytes().zip(first.bytes()).take_while(|(a, b)| a == b).count();
    let near = siblings.max_by_key(|name| common(name)).filter(|name| common(name) >= 4);
    let plural = if names.len() > 1 { "s" } else { "" };
    let mut message = format!("Received unknown parameter{plural}: {}", names.join(", "));
    if let Some(near) = near {
        message = format!("{message}. Did you mean {near}?");
    }
    ApiError::param(path.name(first).shown, message).code("parameter_unknown")
}

fn alternatives(names: &[&str]) -> String {
    match names {
        [first, second] => format!("{first} or {second}"),
        [rest @ .., last] if !rest.is_empty() => format!("{}, or {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests;
