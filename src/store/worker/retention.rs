//! Retention for the application.

use std::sync::Arc;

use super::super::each::NotDone;
use super::Desk;
use crate::domain::actor::Actor;
use crate::domain::protocol::Protocol;
use crate::domain::retention::erasure::Target;
use crate::domain::when::Moment;
use crate::port::{Erasing, Reply, Token, Trouble};

impl Desk {
    /// Sends what is due, held and asked for.
    pub(super) fn send_retention(&mut self, protocol: &Protocol, now: Moment) {
        self.now = now;
        match self.store().and_then(|store| store.retention(protocol, now)) {
            Ok(listing) => self.say(Reply::Retention(Box::new(listing))),
            Err(e) => self.fail(None, &e),
        }
    }

    pub(super) fn erase(
        &mut self,
        token: Token,
        target: Target,
        step: Erasing,
        actor: &Actor,
        protocol: &Arc<Protocol>,
        now: Moment,
    ) {
        self.now = now;
        let zone = protocol.zone;
        let open = self.store().map_err(NotDone::Trouble);
        let done = open.and_then(|store| match step {
            Erasing::Propose(reason) => {
                store.propose_erasure(target, &reason, actor, protocol, now).map(|asked| {
                    let until = zone.long(asked.lapses());
                    vec![format!(
                        "The erasure of {target} is asked for. Another manager agrees until {until}."
                    )]
                })
            }
            Erasing::Refuse(reason) => store
                .refuse_erasure(target, &reason, actor, protocol, now)
                .map(|()| vec![format!("The erasure of {target} is refused. It is kept.")]),
            Erasing::Agree => {
                store.agree_erasure(target, actor, protocol, now).map(|carried| carried.lines(zone))
            }
        });
        match done {
            Ok(lines) => {
                self.untidy = true;
                if let Target::Contact(id) = target
                    && self.on_screen.as_ref().is_some_and(|shown| shown.contact.id == id)
                {
                    self.on_screen = None;
                }
                self.say(Reply::EraseDone { token, lines });
            }
            Err(NotDone::Refused(what)) => {
                let trouble = Trouble {
                    what,
                    safe: "Nothing was erased.".into(),
                    advice: "Look at the list again.".into(),
                };
                self.say(Reply::Failed { token: Some(token), trouble });
            }
            Err(NotDone::Trouble(e)) => self.fail(Some(token), &e),
        }
    }
}
