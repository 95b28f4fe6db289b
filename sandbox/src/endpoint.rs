//! Which endpoint a request line is.

use http::Method;
use serde_json::Value;

use crate::account::{Account, Call};
use crate::config::{Access, Resource};
use crate::error::ApiError;
use crate::expand::{Expand, Shape};
use crate::routes::ROUTES;

/// What a request asks of its endpoint.
pub(crate) struct Asked<'a> {
    /// The id in the path; empty where there is none.
    pub(crate) id: &'a str,
    /// Typed parameters.
    pub(crate) data: &'a Value,
    pub(crate) expand: &'a Expand,
    /// An update gives one unit less than it was asked for.
    pub(crate) wrong_total: bool,
}

/// Does an endpoint's work and answers.
pub(crate) type Work = fn(&mut Account, &Call<'_>, &Asked<'_>) -> Result<Value, ApiError>;

/// A row of the table of routes.
pub(crate) struct Route {
    pub(crate) method: &'static str,
    /// With `{id}` where the id stands.
    pub(crate) path: &'static str,
    /// The name of its parameters' schema.
    pub(crate) schema: &'static str,
    /// The permission that a restricted key needs.
    pub(crate) scope: (Resource, Access),
    /// What the answer is.
    pub(crate) answer: Shape,
    pub(crate) work: Work,
}

impl Route {
    /// The id in the path, if the path is this route's.
    fn id<'a>(&self, path: &'a str) -> Option<&'a str> {
        let (mut parts, mut id) = (path.split('/'), "");
        for wanted in self.path.split('/') {
            let part = parts.next()?;
            if wanted == "{id}" {
                id = part;
            } else if part != wanted {
                return None;
            }
        }
        parts.next().is_none().then_some(id)
    }
}

/// An endpoint, with the id in its path.
pub(crate) struct Endpoint {
    pub(crate) route: &'static Route,
    id: String,
}

impl Endpoint {
    /// The endpoint of a request line.
    pub(crate) fn find(method: &Method, path: &str) -> Result<Self, ApiError> {
        let mut of_method = ROUTES.iter().filter(|route| method.as_str() == route.method);
        let found = of_method.find_map(|route| Some(Self { route, id: route.id(path)?.to_owned() }));
        found.ok_or_else(|| {
            let message = format!(
                "Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs or we can help at \
                 https://support.stripe.com/."
            );
            ApiError::new(404, "invalid_request_error", message)
        })
    }

    /// What rate limits count by.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.route.method, self.route.path)
    }

    /// Does the work and answers.
    pub(crate) fn execute(
        &self,
        account: &mut Account,
        call: &Call<'_>,
        data: &Value,
        expand: &Expand,
        wrong_total: bool,
    ) -> Result<Value, ApiError> {
        (self.route.work)(account, call, &Asked { id: &self.id, data, expand, wrong_total })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_are_told_apart_by_method_and_path() {
        let find = |method, path| {
            let found = Endpoint::find(&method, path).ok().unwrap();
            (found.route.schema, found.id)
        };
        assert_eq!(find(Method::POST, "/v1/checkout/sessions"), ("create_session", String::new()));
        assert_eq!(find(Method::GET, "/v1/checkout/sessions/cs_1"), ("retrieve", "cs_1".into()));
        assert_eq!(find(Method::POST, "/v1/checkout/sessions/cs_1/expire"), ("expire_session", "cs_1".into()));
        for (method, path) in [
            (Method::GET, "/v1/nothing"),
            (Method::DELETE, "/v1/coupons/x"),
            (Method::GET, "/v1/checkout/sessions/cs_1/expire"),
            (Method::GET, "/v2/checkout/sessions/cs_1"),
            (Method::GET, "/v1/checkout/sessions/cs_1/line_items/li_1"),
        ] {
            let error = Endpoint::find(&method, path).err().unwrap();
            assert_eq!(error.status, 404, "{path}");
            let body = error.body("r", false);
            assert!(body["error"]["message"].as_str().unwrap().starts_with("Unrecognized request URL ("));
        }
    }
}
