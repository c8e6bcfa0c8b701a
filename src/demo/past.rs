//! A consultation of years ago whose retention time is over, so that the training desk has something to erase. It names nobody
//! and stands on no board.

use chrono::TimeDelta;

use super::cast::Cast;
use super::fill::Filler;
use super::{Error, step};
use crate::domain::codes::ContactKind;
use crate::domain::event::Recorded;
use crate::domain::ids::ContactId;
use crate::domain::protocol::Protocol;
use crate::domain::retention::{self, Standing};
use crate::domain::when::Moment;

/// Its number: below every number that the desk gives.
pub(super) const NUMBER: ContactId = ContactId(901);
/// How long ago it was, in days: a little over four years.
const AGO: i64 = 1500;
/// So many invented contacts are looked through.
const TRIED: u64 = 200;

/// The history of one; none if these rules keep every consultation longer.
///
/// # Errors
/// As [`Filler::brought_over`].
pub(super) fn consultation(
    cast: &Cast,
    protocol: &Protocol,
    now: Moment,
) -> Result<Option<Vec<Recorded>>, Error> {
    let filler = Filler::new(cast, protocol, now - TimeDelta::days(AGO));
    for n in 0..TRIED {
        let history = filler.brought_over(n)?;
        let contact = step::begin(history.clone())?;
        let standing = retention::standing(&contact, &protocol.retention, protocol.zone, now);
        if contact.intake().kind == ContactKind::Consultation && matches!(standing, Standing::Due(_)) {
            return Ok(Some(history));
        }
    }
    Ok(None)
}
