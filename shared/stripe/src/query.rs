//! The queries of reads.

use form_urlencoded::Serializer;

/// The query with paths to expand.
pub(crate) fn expand(paths: &[&str]) -> String {
    with_parameters(&[], paths)
}

/// The query with parameters and paths to expand.
pub(crate) fn with_parameters(parameters: &[(&str, &str)], paths: &[&str]) -> String {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(parameters);
    for path in paths {
        query.append_pair("expand[]", path);
    }
    query.finish()
}

/// The query of a page of a list: the most that Stripe returns at once, after the last known id.
pub(crate) fn page(after: Option<&str>, paths: &[&str]) -> String {
    let mut query = Serializer::new(expand(paths));
    query.append_pair("limit", "100");
    if let Some(after) = after {
        query.append_pair("starting_after", after);
    }
    query.finish()
}
