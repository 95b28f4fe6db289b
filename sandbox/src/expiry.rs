//! Sessions as time passes: each is expired before it is read past its time.

use crate::account::{Account, Call};
use crate::error::ApiError;
use crate::event::{self, Subject};
use crate::session::{SessionState, Status};

impl Account {
    /// Expires the open sessions whose time has come.
    pub(crate) fn expire_due(&mut self, call: &Call<'_>) {
        let due = self.sessions.values().filter(|session| session.is_due(call.now));
        let due: Vec<String> = due.map(|session| session.id.clone()).collect();
        for id in due {
            self.end(&id, call);
        }
    }

    /// Expires a session.
    pub(crate) fn end(&mut self, id: &str, call: &Call<'_>) {
        if let Some(session) = self.sessions.get_mut(id) {
            session.status = Status::Expired;
            event::emit(self, call, "checkout.session.expired", Subject::Session(id));
        }
    }

    /// The session in the path. One that is past its time is expired first.
    pub(crate) fn session(&mut self, id: &str, call: &Call<'_>) -> Result<&SessionState, ApiError> {
        if self.sessions.get(id).is_some_and(|session| session.is_due(call.now)) {
            self.end(id, call);
        }
        let missing = || ApiError::missing(404, "checkout.session", id, "session");
        let session = self.sessions.get(id).ok_or_else(missing)?;
        if session.livemode == call.live {
            return Ok(session);
        }
        let (of, with) = if call.live { ("test", "live") } else { ("live", "test") };
        let message = format!(
            "No such checkout.session: '{id}'; a similar object exists in {of} mode, but a {with} mode key was used \
             to make this request."
        );
        Err(ApiError::param("session", message).code("resource_missing").status(404))
    }
}
