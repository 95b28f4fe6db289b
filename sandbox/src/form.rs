//! Form decoding as Stripe does it: bracket paths, indexed and unindexed arrays, the last of two equal keys.
//!
//! By hand: `serde_qs` collects equal keys instead of taking the last, rejects `a[][x]=1`, lets `%zz` pass, and says nothing
//! of `a[b]=1&a=2`.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use crate::error::ApiError;

/// A decoded parameter before its type is known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// `k=v`
    Text(String),
    /// `k[]=v`
    List(Vec<Node>),
    /// `k[name]=v` and `k[0]=v`
    Map(BTreeMap<String, Node>),
}

/// The decoded pairs in the order in which they were sent.
pub(crate) fn pairs(text: &str) -> Result<Vec<(String, String)>, ApiError> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(key)?, decode(value)?))
        })
        .collect()
}

fn decode(text: &str) -> Result<String, ApiError> {
    let invalid = || ApiError::invalid(format!("Invalid %-encoding ({text})"));
    let mut escapes = text.split('%');
    let _before = escapes.next();
    for escape in escapes {
        let digits = escape.bytes().take(2).filter(u8::is_ascii_hexdigit);
        if digits.count() != 2 {
            return Err(invalid());
        }
    }
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8();
    decoded.map(Into::into).map_err(|_| invalid())
}

/// The pairs as a tree.
pub(crate) fn tree(pairs: &[(String, String)]) -> Result<Node, ApiError> {
    let mut root = Node::Map(BTreeMap::new());
    for (key, value) in pairs {
        insert(&mut root, &path(key), key, value)?;
    }
    Ok(root)
}

/// `a[b][]` is `["a", "b", ""]`; a key with unbalanced brackets is one name, which no schema knows.
fn path(key: &str) -> Vec<&str> {
    let Some((name, rest)) = key.split_once('[') else {
        return vec![key];
    };
    let Some(inner) = rest.strip_suffix(']') else {
        return vec![key];
    };
    let mut path = vec![name];
    path.extend(inner.split("]["));
    if name.is_empty() || path.iter().any(|part| part.contains(['[', ']'])) {
        return vec![key];
    }
    path
}

fn insert(node: &mut Node, path: &[&str], key: &str, value: &str) -> Result<(), ApiError> {
    let conflict = || ApiError::param(key, format!("Invalid request: conflicting values for {key}"));
    let Some((part, rest)) = path.split_first() else {
        return match node {
            Node::Map(map) if !map.is_empty() => Err(conflict()),
            Node::List(_) => Err(conflict()),
            _ => {
                *node = Node::Text(value.into());
                Ok(())
            }
        };
    };
    if part.is_empty() {
        if matches!(node, Node::Map(map) if map.is_empty()) {
            *node = Node::List(Vec::new());
        }
        let Node::List(items) = node else {
            return Err(conflict());
        };
        // `a[][x]=1&a[][y]=2` is one element, `a[][x]=1&a[][x]=2` are two.
        let open = match (items.last_mut(), rest.first()) {
            (Some(Node::Map(last)), Some(name)) => !last.contains_key(*name),
            _ => false,
        };
        if !open {
            items.push(Node::Map(BTreeMap::new()));
        }
        return match items.last_mut() {
            Some(last) => insert(last, rest, key, value),
            None => Err(conflict()),
        };
    }
    let Node::Map(map) = node else {
        return Err(conflict());
    };
    let child = map.entry((*part).to_owned()).or_insert_with(|| Node::Map(BTreeMap::new()));
    insert(child, rest, key, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Node, ApiError> {
        tree(&pairs(text)?)
    }

    fn text(value: &str) -> Node {
        Node::Text(value.into())
    }

    fn map(entries: &[(&str, Node)]) -> Node {
        Node::Map(entries.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect())
    }

    #[test]
    fn brackets_may_be_escaped_and_plus_is_a_space() {
        let expected = map(&[("d", map(&[("0", map(&[("name", text("10% off"))]))]))]);
        assert_eq!(parse("d%5B0%5D%5Bname%5D=10%25+off").unwrap(), expected);
        assert_eq!(parse("d[0][name]=10%25%20off").unwrap(), expected);
    }

    #[test]
    fn the_last_of_equal_keys_counts_and_lists_collect() {
        assert_eq!(parse("a=1&a=2").unwrap(), map(&[("a", text("2"))]));
        let list = Node::List(vec![text("x"), text("y")]);
        assert_eq!(parse("e[]=x&e[]=y").unwrap(), map(&[("e", list)]));
    }

    #[test]
    fn unindexed_maps_open_a_new_element_when_a_name_repeats() {
        let list = Node::List(vec![map(&[("x", text("1")), ("y", text("2"))]), map(&[("x", text("3"))])]);
        assert_eq!(parse("a[][x]=1&a[][y]=2&a[][x]=3").unwrap(), map(&[("a", list)]));
    }

    #[test]
    fn conflicts_and_broken_escapes_are_refused() {
        for bad in ["a=1&a[b]=2", "a[b]=2&a=1", "a[]=1&a[b]=2", "a=%4", "a=%zz", "a=%ff"] {
            assert_eq!(parse(bad).unwrap_err().status, 400, "{bad}");
        }
    }

    #[test]
    fn unbalanced_brackets_are_a_name_of_their_own() {
        assert_eq!(parse("a[b=1").unwrap(), map(&[("a[b", text("1"))]));
        assert_eq!(parse("[b]=1").unwrap(), map(&[("[b]", text("1"))]));
    }

    #[test]
    fn a_key_without_a_value_is_empty() {
        assert_eq!(parse("discounts=&x").unwrap(), map(&[("discounts", text("")), ("x", text(""))]));
    }
}
