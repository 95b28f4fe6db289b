//! A file of the requests that arrived over HTTP, one of each shape, for checks against specifications that are not ours.

use std::collections::HashSet;
use std::fs::File;
use std::io::Write as _;
use std::sync::{LazyLock, Mutex, PoisonError};

use bytes::Bytes;
use http::Request;
use http::header::USER_AGENT;
use serde_json::{Value, json};

use crate::form;

/// Names the file; several processes may append to it.
const VARIABLE: &str = "SANDBOX_REQUESTS";

static REQUESTS: LazyLock<Option<RequestFile>> = LazyLock::new(|| {
    let path = std::env::var_os(VARIABLE)?;
    let file = File::options().create(true).append(true).open(path).ok()?;
    Some(RequestFile { written: Mutex::new((HashSet::new(), file)) })
});

struct RequestFile {
    written: Mutex<(HashSet<String>, File)>,
}

/// Appends a request, if `SANDBOX_REQUESTS` names a file that has no request of its shape from this process.
pub(crate) fn append(request: &Request<Bytes>) {
    let Some(requests) = &*REQUESTS else { return };
    let line = line(request);
    let mut written = requests.written.lock().unwrap_or_else(PoisonError::into_inner);
    let (shapes, file) = &mut *written;
    if shapes.insert(shape(&line)) {
        // One write, so that lines of several processes do not mix.
        let _ = file.write_all(format!("{line}\n").as_bytes());
    }
}

fn line(request: &Request<Bytes>) -> Value {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let pairs = |text: &str| form::pairs(text).unwrap_or_default();
    json!({
        "method": request.method().as_str(),
        "path": request.uri().path(),
        "version": header("stripe-version"),
        "agent": header(USER_AGENT.as_str()),
        "query": pairs(request.uri().query().unwrap_or_default()),
        "form": pairs(std::str::from_utf8(request.body()).unwrap_or_default()),
    })
}

/// A request without what one differs in from the next of its kind: ids, indices, and texts beyond a word.
fn shape(line: &Value) -> String {
    let without_digits = |text: &str| text.chars().filter(|sign| !sign.is_ascii_digit()).collect::<String>();
    let kind = |value: &str| match value {
        "" => String::new(),
        _ if value.bytes().all(|byte| byte.is_ascii_digit()) => "0".to_owned(),
        _ if value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') => value.to_owned(),
        _ => "...".to_owned(),
    };
    let pairs = |name: &str| {
        let pairs = line[name].as_array().into_iter().flatten();
        let pair = |pair: &Value| {
            let text = |at: usize| pair[at].as_str().unwrap_or_default();
            let value = if text(0).starts_with("expand") { text(1).to_owned() } else { kind(text(1)) };
            format!("{}={value}", without_digits(text(0)))
        };
        let mut pairs: Vec<String> = pairs.map(pair).collect();
        pairs.sort();
        pairs.dedup();
        pairs.join("&")
    };
    // The id in a path is the segment with a digit.
    let path = line["path"].as_str().unwrap_or_default().split('/');
    let path: Vec<&str> = path
        .map(|part| if part != "v1" && part.contains(|sign: char| sign.is_ascii_digit()) { "*" } else { part })
        .collect();
    format!("{} {} {} {} {}", line["method"], path.join("/"), line["version"], pairs("query"), pairs("form"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape_of(method: &str, target: &str, body: &'static str) -> String {
        let request = Request::builder().method(method).uri(target).header("stripe-version", "2026-10-28.endive");
        shape(&line(&request.body(Bytes::from_static(body.as_bytes())).unwrap()))
    }

    #[test]
    fn requests_that_differ_in_ids_alone_have_one_shape() {
        let post = |target, body| shape_of("POST", target, body);
        let first = post("/v1/checkout/sessions/cs_test_1", "line_items[0][id]=li_1&line_items[0][quantity]=2");
        let more = "line_items[0][id]=li_3&line_items[0][quantity]=4&line_items[1][id]=li_7&line_items[1][quantity]=9";
        assert_eq!(first, post("/v1/checkout/sessions/cs_test_2", more));
        for (target, body) in [
            ("/v1/checkout/sessions/cs_test_1", "line_items[0][id]=li_1"),
            ("/v1/checkout/sessions/cs_test_1", "line_items[0][id]=&line_items[0][quantity]=2"),
            ("/v1/checkout/sessions/cs_test_1/expire", "line_items[0][id]=li_1&line_items[0][quantity]=2"),
        ] {
            assert_ne!(first, post(target, body), "{target} {body}");
        }
        let read = |path| shape_of("GET", path, "");
        assert_ne!(read("/v1/prices/p1?expand[]=product"), read("/v1/prices/p1?expand[]=tiers"));
    }
}
