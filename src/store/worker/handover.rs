//! Handover sheets for the application.

use super::super::handover::NotTaken;
use super::Desk;
use crate::domain::actor::Actor;
use crate::domain::decide::{self, Refusal};
use crate::domain::handover::{SheetId, Signing};
use crate::domain::when::Moment;
use crate::port::{Reply, Token, Trouble};

impl Desk {
    /// Sends the sheets of the last days, and the newest daily close.
    pub(super) fn send_handovers(&mut self, since: Moment) {
        match self.store().and_then(|store| store.handovers(since)) {
            Ok(sheets) => {
                self.say(Reply::Handovers(sheets));
                self.send_last_close();
            }
            Err(e) => self.fail(None, &e),
        }
    }

    pub(super) fn sign_handover(&mut self, token: Token, signing: &Signing, actor: &Actor, now: Moment) {
        self.now = now;
        if let Err(refusal) = decide::may_sign(signing, actor, now) {
            return self.rule(token, refusal);
        }
        match self.store().and_then(|store| store.sign_handover(signing, actor, now)) {
            Ok(signed) => {
                self.say(Reply::HandoverSigned { token, sheet: signed.sheet, changed: signed.changed });
                self.handed_over();
            }
            Err(e) => self.fail(Some(token), &e),
        }
    }

    pub(super) fn take_handover(
        &mut self,
        token: Token,
        sheet: SheetId,
        by: &str,
        actor: &Actor,
        now: Moment,
    ) {
        self.now = now;
        let open = self.store().map_err(NotTaken::from);
        match open.and_then(|store| store.take_handover(sheet, by, actor, now)) {
            Ok(signed) => {
                let contacts = signed.contacts.len();
                self.say(Reply::HandoverTaken { token, sheet, contacts });
                self.handed_over();
            }
            Err(NotTaken::Refused(refusal)) => self.rule(token, refusal),
            Err(NotTaken::Trouble(e)) => self.fail(Some(token), &e),
        }
    }

    /// A rule refuses it.
    fn rule(&mut self, token: Token, refusal: Refusal) {
        let trouble = Trouble {
            what: refusal.0,
            safe: "Nothing was changed.".into(),
            advice: "Look at the sheet again.".into(),
        };
        self.say(Reply::Failed { token: Some(token), trouble });
    }

    /// Many contacts may have changed at once.
    fn handed_over(&mut self) {
        self.untidy = true;
        self.refresh_contact();
        self.send_changes();
    }
}
