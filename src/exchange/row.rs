//! A contact as one line of `list --json`.

use serde::Serialize;

use crate::domain::clocks::ClockId;
use crate::domain::codes::{ContactKind, Rating, Route, Source};
use crate::domain::contact::{ChildName, NextDuty, Summary};
use crate::domain::protocol::Protocol;
use crate::domain::when::Moment;

/// One row of the board. Times carry their offset.
#[derive(Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own that a row answers")]
pub struct Row<'a> {
    #[serde(rename = "ref")]
    reference: String,
    version: u32,
    kind: ContactKind,
    received: String,
    child: Option<&'a ChildName>,
    children: usize,
    concern: &'a str,
    source: Option<Source>,
    organisation: &'a str,
    rating: Option<Rating>,
    route: Option<Route>,
    owner: Option<&'a str>,
    team: bool,
    handed_back: bool,
    taken_by: &'a str,
    told: bool,
    tries: u32,
    chased: u32,
    handover: bool,
    reconsider: bool,
    agreement: bool,
    dispute: bool,
    missing: bool,
    restricted: bool,
    held: bool,
    late: bool,
    duties: Vec<Duty<'a>>,
}

#[derive(Debug, Serialize)]
struct Duty<'a> {
    clock: ClockId,
    title: &'a str,
    due: String,
    late: bool,
    staffed_minutes: u64,
}

impl<'a> Row<'a> {
    /// The line of a row as it stands at `now`.
    #[must_use]
    pub fn of(row: &'a Summary, protocol: &Protocol, now: Moment) -> Self {
        let zone = protocol.zone;
        let duty = |duty: &'a NextDuty| Duty {
            clock: duty.clock,
            title: duty.title(),
            due: zone.iso(duty.due),
            late: duty.is_late(now),
            staffed_minutes: protocol.staffed_left(now, duty.due),
        };
        Self {
            reference: row.id.to_string(),
            version: row.version,
            kind: row.kind,
            received: zone.iso(row.received),
            child: row.child.as_ref(),
            children: row.children,
            concern: &row.concern,
            source: row.source,
            organisation: &row.organisation,
            rating: row.rating,
            route: row.route,
            owner: row.owner.as_deref(),
            team: row.team,
            handed_back: row.marks.handed_back,
            taken_by: &row.taken_by.name,
            told: row.told,
            tries: row.tries,
            chased: row.marks.chased,
            handover: row.marks.handover,
            reconsider: row.marks.reconsider,
            agreement: row.marks.agreement,
            dispute: row.marks.dispute,
            missing: row.marks.missing,
            restricted: row.restricted.is_some(),
            held: row.marks.held,
            late: row.is_late(now),
            duties: row.duties.iter().map(duty).collect(),
        }
    }
}
