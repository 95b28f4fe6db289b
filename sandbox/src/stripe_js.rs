//! The stand-in for Stripe.js, compiled in: a page loads `/stripe-js/stripe.js` as it would `https://js.stripe.com/...`.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Response};

use crate::compact::compact;

/// The path of a script.
pub(crate) const PATH: &str = "/stripe-js/{id}";

/// Name and content.
const FILES: [(&str, &str); 6] = [
    ("stripe.js", include_str!("../stripe-js/stripe.js")),
    ("checkout.js", include_str!("../stripe-js/checkout.js")),
    ("api.js", include_str!("../stripe-js/api.js")),
    ("session.js", include_str!("../stripe-js/session.js")),
    ("elements.js", include_str!("../stripe-js/elements.js")),
    ("embedded.js", include_str!("../stripe-js/embedded.js")),
];

/// The script of a name.
pub(crate) fn file(name: &str) -> Option<Response<Bytes>> {
    let (_, content) = FILES.into_iter().find(|(known, _)| *known == name)?;
    let mut response = Response::new(Bytes::from(compact(content)));
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
            assert!(file(&name).is_some(), "{name}");
        }
        assert!(file("none.js").is_none());
    }
}
