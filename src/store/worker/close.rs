//! The daily close for the application.

use super::Desk;
use crate::domain::access::May;
use crate::domain::actor::Actor;
use crate::domain::when::Moment;
use crate::port::{Reply, Token, Trouble};

impl Desk {
    /// Signs the end of the record.
    pub(super) fn close_day(&mut self, token: Token, actor: &Actor, now: Moment) {
        self.now = now;
        if let Err(what) = actor.may(May::CloseDay) {
            let trouble =
                Trouble { what, safe: "Nothing was changed.".into(), advice: "Ask a manager.".into() };
            return self.say(Reply::Failed { token: Some(token), trouble });
        }
        match self.store().and_then(|store| store.close_day(actor, now)) {
            Ok(closed) => {
                self.untidy = true;
                self.say(Reply::DayClosed { token, closed: Box::new(closed) });
            }
            Err(e) => self.fail(Some(token), &e),
        }
    }

    /// Sends the newest close.
    pub(super) fn send_last_close(&mut self) {
        match self.store().and_then(|store| store.last_close()) {
            Ok(closed) => self.say(Reply::LastClose(closed.into())),
            Err(e) => self.fail(None, &e),
        }
    }
}
