//! An endpoint: parameters, permission and work.

use serde_json::Value;

use crate::account::{Account, Call};
use crate::config::{Access, Resource};
use crate::error::ApiError;
use crate::expand::{Expand, Shape};

/// A request to an endpoint.
pub(crate) struct Asked<'a> {
    /// The id in the path; empty for a path without one.
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
    /// The path, with `{id}` for the id.
    pub(crate) path: &'static str,
    /// The name of its parameters' schema.
    pub(crate) schema: &'static str,
    /// The permission that a restricted key needs.
    pub(crate) scope: (Resource, Access),
    /// The shape of the answer.
    pub(crate) answer: Shape,
    pub(crate) work: Work,
}

/// An endpoint, with the id in its path.
pub(crate) struct Endpoint {
    pub(crate) route: &'static Route,
    pub(crate) id: String,
}

impl Endpoint {
    /// The name that rate limits count by.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.route.method, self.route.path)
    }

    /// True for a list of all objects of a kind: not for a list that belongs to one object.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self.route.answer, Shape::List(_)) && self.id.is_empty()
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
