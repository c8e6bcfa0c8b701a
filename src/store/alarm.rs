//! What was found wrong stands in the record too: findings of the head file once each, and the outcome of every check.

use chrono::TimeDelta;
use rusqlite::Connection;

use super::error::{Doing, Result};
use super::events::{self, Stored};
use super::head::Finding;
use super::verify::Report;
use super::{Store, codec};
use crate::domain::actor::Actor;
use crate::domain::event::DeskEvent;
use crate::domain::when::Moment;

/// A finding about no entry in particular is recorded anew after this long, if it is still there.
const AGAIN: TimeDelta = TimeDelta::days(1);
const READING: &str = "read the alarms";
/// Every alarm. The kind stands here as in the index of it.
const ALARMS: &str = "SELECT e.seq, e.contact_id, e.contact_seq, e.at, e.actor, e.kind, b.text
     FROM event e JOIN body b ON b.seq = e.seq WHERE e.kind = 'alarm-raised' AND e.contact_id = 0 ORDER BY e.seq";

impl Store {
    /// Records the findings that are not on record yet. The finding itself is told whatever becomes of its entry: on a full or
    /// failing disk that cannot be written.
    pub(super) fn note_findings(&mut self, now: Moment) {
        if self.findings.is_empty() {
            return;
        }
        let findings = self.findings.clone();
        let _ = self.write_plain(now, |tx| {
            for finding in &findings {
                if !is_known(tx, finding, now)? {
                    let alarm = codec::encode_desk(&alarm(finding), &codec::program(), now)?;
                    events::append_desk(tx, alarm)?;
                }
            }
            Ok(())
        });
    }

    /// Records the outcome of a check. A record whose file itself is damaged is better not written to.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn note_check(&mut self, report: &Report, actor: &Actor, now: Moment) -> Result<()> {
        let first_bad = report.first_bad().map(ToString::to_string);
        let event = DeskEvent::Verified { good: first_bad.is_none(), first_bad };
        self.write_plain(now, |tx| {
            events::append_desk(tx, codec::encode_desk(&event, actor, now)?)?;
            Ok(())
        })
    }
}

/// The stored word for a finding, the first entry it is about, and the last.
fn coded(finding: &Finding) -> (&'static str, u64, u64) {
    let first = finding.first_bad().unwrap_or(0).unsigned_abs();
    match finding {
        Finding::CutOff { saved, .. } => ("cut-off", first, saved.unsigned_abs()),
        Finding::Rewritten { seq, .. } => ("rewritten", first, seq.unsigned_abs()),
        Finding::OlderKeys { .. } => ("older-keys", 0, 0),
        Finding::Missing => ("head-missing", 0, 0),
        Finding::Forged { .. } => ("head-forged", 0, 0),
    }
}

fn alarm(finding: &Finding) -> DeskEvent {
    let (word, entry, saved) = coded(finding);
    DeskEvent::AlarmRaised { finding: word.to_owned(), entry, saved, what: finding.to_string() }
}

/// Whether this finding stands in the record. What was cut off is rewritten as soon as work goes on, and that is not news.
fn is_known(conn: &Connection, finding: &Finding, now: Moment) -> Result<bool> {
    let (word, entry, saved) = coded(finding);
    let alarms: Vec<Stored> = conn
        .prepare_cached(ALARMS)
        .and_then(|mut ask| ask.query_map([], events::stored)?.collect())
        .doing(READING)?;
    for stored in &alarms {
        let DeskEvent::AlarmRaised { finding, entry: from, saved: to, .. } = codec::decode_desk(stored)?.1
        else {
            continue;
        };
        let told = match (finding.as_str(), word) {
            ("cut-off", "cut-off") => to == saved,
            ("cut-off", "rewritten") => (from..=to).contains(&entry),
            ("rewritten", "rewritten") => from == entry,
            (known, word) => known == word && now.since(stored.at) < AGAIN,
        };
        if told {
            return Ok(true);
        }
    }
    Ok(false)
}
