//! The handover that a new training desk finds in the morning: the emergency duty team's sheet, not taken by anybody yet.

use super::actor;
use crate::domain::codes::Role;
use crate::domain::contact::Summary;
use crate::domain::handover::{Page, Sheet, Signing, Span, Turn};
use crate::domain::protocol::Protocol;
use crate::domain::when::Moment;
use crate::store::Store;
use crate::store::board::{self, Board};
use crate::store::error::Error;

/// Who worked the night.
const NIGHT_WORKER: &str = "Lee Synthley";

/// Signs the sheet for what came in while the desk was closed. Nothing came in, nothing is signed.
///
/// # Errors
/// As the store reports them.
pub(super) fn hand_over(store: &mut Store, protocol: &Protocol, now: Moment) -> Result<(), Error> {
    let taker = actor(Role::Worker);
    let (from, until) = Span::new(Turn::FromEdt, None, now, protocol).night;
    let mut reading = Board::begin(store.conn())?;
    let mut rows: Vec<Summary> = Vec::new();
    while !reading.is_complete() {
        let page = reading.page(store.conn(), board::NEXT)?;
        rows.extend(page.into_iter().filter(|row| (from..until).contains(&row.received)));
    }
    let mut at = until.min(now);
    for row in &rows {
        let last =
            store.contact(row.id, &taker)?.and_then(|contact| contact.history.last().map(|last| last.at));
        at = at.max(last.unwrap_or(at));
    }
    if rows.is_empty() {
        return Ok(());
    }
    let span = Span::new(Turn::FromEdt, None, at, protocol);
    let sheet = Sheet::new(&rows, &[], span, protocol);
    let text = sheet.text(Page { zone: protocol.zone, names: false, training: true });
    // What the night did not take it does not count.
    let text = text.trim_end().trim_end_matches(&sheet.closing()).to_owned();
    let signing = Signing {
        turn: Turn::FromEdt,
        by: NIGHT_WORKER.to_owned(),
        to: taker.name.clone(),
        until: span.until,
        note: "Quiet after two.".to_owned(),
        contacts: sheet.contacts(),
        text,
    };
    store.sign_handover(&signing, &taker, at).map(|_| ())
}
