//! What the head file says against the record.

use rusqlite::Connection;

use super::super::error::Result;
use super::super::{events, meta};
use super::{FLUSH_EVERY, Line, Read};
use crate::domain::when::Moment;

/// What the head file says about the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// The record ends before something that was saved.
    CutOff {
        /// The last event there is.
        ends: i64,
        /// The last event that was saved.
        saved: i64,
        /// When that was saved.
        at: Moment,
    },
    /// The record holds something else than was saved at this place.
    Rewritten {
        /// The first event that differs.
        seq: i64,
        /// When the original was saved.
        at: Moment,
    },
    /// The record knows an older generation of its keys than was in use: keys were put back to let somebody in again.
    OlderKeys {
        /// The generation that the record knows.
        stands: u64,
        /// The generation that was in use.
        used: u64,
        /// When.
        at: Moment,
    },
    /// The head file is gone, or emptied, although the record has events.
    Missing,
    /// The head file has lines that were not written by this desk.
    Forged {
        /// How many.
        lines: usize,
    },
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::CutOff { ends, saved, at } => write!(
                f,
                "The record ends at entry {ends}, but entry {saved} was saved at {at}: the end is missing, or an older copy was put back"
            ),
            Self::Rewritten { seq, at } => {
                write!(
                    f,
                    "Entry {seq} is not the one that was saved at {at}: the record was rewritten or replaced"
                )
            }
            Self::OlderKeys { stands, used, at } => write!(
                f,
                "The desk's keys are of generation {stands}, but generation {used} was in use at {at}: older keys were put back"
            ),
            Self::Missing => {
                f.write_str("desk.head is missing or empty, so nobody can say whether the record is complete")
            }
            Self::Forged { lines } => write!(f, "desk.head has {lines} lines that this desk did not write"),
        }
    }
}

impl Finding {
    /// The first entry that is missing or another than was saved; none where the finding is about no entry.
    #[must_use]
    pub const fn first_bad(&self) -> Option<i64> {
        match self {
            Self::CutOff { ends, .. } => Some(ends.saturating_add(1)),
            Self::Rewritten { seq, .. } => Some(*seq),
            Self::OlderKeys { .. } | Self::Missing | Self::Forged { .. } => None,
        }
    }
}

/// Compares the head file, read first, with the record.
///
/// # Errors
/// As SQLite reports them.
pub fn compare(read: &Read, conn: &Connection) -> Result<Vec<Finding>> {
    let tip = events::tip(conn)?;
    let mut findings = Vec::new();
    let lines = || read.lines.iter().chain(read.closes.iter().map(|close| &close.line));
    // A young desk whose machine lost power may have lost the first lines of a few terminals, before their first flush.
    let emptied = lines().next().is_none() && read.forged == 0 && tip.seq > i64::from(FLUSH_EVERY);
    if emptied || (!read.present && tip.seq > 0) {
        findings.push(Finding::Missing);
        return Ok(findings);
    }
    let last = lines().max_by_key(|l| l.tip.seq);
    if let Some(last) = last.filter(|l| l.tip.seq > tip.seq) {
        findings.push(Finding::CutOff { ends: tip.seq, saved: last.tip.seq, at: last.at });
    }
    let mut first: Option<&Line> = None;
    for line in lines().filter(|l| l.tip.seq <= tip.seq) {
        let earlier = first.is_none_or(|f| line.tip.seq < f.tip.seq);
        if earlier && events::hash_at(conn, line.tip.seq)? != Some(line.tip.hash) {
            first = Some(line);
        }
    }
    findings.extend(first.map(|l| Finding::Rewritten { seq: l.tip.seq, at: l.at }));
    let stands = meta::get::<i64>(conn, meta::GENERATION)?.map(i64::unsigned_abs);
    if let (Some(stands), Some((used, at))) = (stands, read.generation)
        && used > stands
    {
        findings.push(Finding::OlderKeys { stands, used, at });
    }
    if read.forged > 0 {
        findings.push(Finding::Forged { lines: read.forged });
    }
    Ok(findings)
}
