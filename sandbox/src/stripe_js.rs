//! The stand-in for Stripe.js, compiled in: a page loads `/stripe-js/stripe.js` as it would `https://js.stripe.com/...`.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Method, Response};

const FOLDER: &str = "/stripe-js/";

/// Name and content.
const FILES: [(&str, &str); 5] = [
    ("stripe.js", include_str!("../stripe-js/stripe.js")),
    ("checkout.js", include_str!("../stripe-js/checkout.js")),
    ("api.js", include_str!("../stripe-js/api.js")),
    ("session.js", include_str!("../stripe-js/session.js")),
    ("elements.js", include_str!("../stripe-js/elements.js")),
];

/// The script of a path.
pub(crate) fn file(method: &Method, path: &str) -> Option<Response<Bytes>> {
    let name = path.strip_prefix(FOLDER).filter(|_| *method == Method::GET)?;
    let (_, content) = FILES.into_iter().find(|(known, _)| *known == name)?;
    let mut response = Response::new(Bytes::from_static(content.as_bytes()));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Some(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_of_the_folder_is_served() {
        let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/stripe-js")).unwrap();
        let names = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        for name in names {
            assert!(file(&Method::GET, &format!("{FOLDER}{name}")).is_some(), "{name}");
        }
        assert!(file(&Method::POST, "/stripe-js/stripe.js").is_none());
        assert!(file(&Method::GET, "/stripe-js/../src/lib.rs").is_none());
    }
}
