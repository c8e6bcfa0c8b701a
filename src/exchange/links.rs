//! The links of a call with known people: whom of the call, with whom of the register, by whom and when.

use serde::Serialize;

use super::raw::{Mistake, Place};
use crate::domain::calendar::Zone;
use crate::domain::intake::{Intake, Subject};
use crate::domain::seek::Link;
use crate::domain::when::Moment;

/// A link in the shape of the exchange: the person as `child 1`, counted from 1 as people count.
#[derive(Debug, Serialize)]
pub(super) struct Linked<'a> {
    whom: String,
    id: &'a str,
    reasons: &'a [String],
    known: &'a [String],
    by: &'a str,
    at: String,
}

impl<'a> Linked<'a> {
    pub(super) fn of(link: &'a Link, zone: Zone) -> Self {
        let whom = match link.subject {
            Subject::Child(n) => format!("child {}", n.saturating_add(1)),
            Subject::Person(n) => format!("person {}", n.saturating_add(1)),
            Subject::Call | Subject::Share(_) => String::new(),
        };
        Self {
            whom,
            id: &link.id,
            reasons: &link.reasons,
            known: &link.known,
            by: &link.by,
            at: zone.iso(link.at),
        }
    }
}

/// Reads one link. `moment` reads its time.
pub(super) fn link(
    place: &Place<'_>,
    moment: impl Fn(&Place<'_>) -> Result<Moment, Mistake>,
) -> Result<Link, Mistake> {
    let (mut subject, mut at) = (None, None);
    let (mut id, mut by) = (String::new(), String::new());
    let (mut reasons, mut known) = (Vec::new(), Vec::new());
    for (key, value) in place.object()? {
        match key.as_str() {
            "whom" => subject = Some(whom(&value)?),
            "id" => id = value.text()?,
            "reasons" => reasons = texts(&value)?,
            "known" => known = texts(&value)?,
            "by" => by = value.text()?,
            "at" => at = Some(moment(&value)?),
            _ => {
                let what = "a link has only \"whom\", \"id\", \"reasons\", \"known\", \"by\" and \"at\"";
                return Err(value.wrong(what));
            }
        }
    }
    let missing = |key: &str| place.missing(key, "this key is missing");
    if id.trim().is_empty() {
        return Err(missing("id"));
    }
    Ok(Link {
        subject: subject.ok_or_else(|| missing("whom"))?,
        id,
        reasons,
        known,
        by,
        at: at.ok_or_else(|| missing("at"))?,
    })
}

fn whom(place: &Place<'_>) -> Result<Subject, Mistake> {
    let text = place.text()?;
    let read = || {
        let (what, n) = text.split_once(' ')?;
        let n = n.parse::<usize>().ok()?.checked_sub(1)?;
        match what {
            "child" => Some(Subject::Child(n)),
            "person" => Some(Subject::Person(n)),
            _ => None,
        }
    };
    read().ok_or_else(|| place.wrong("it is neither \"child 1\" nor \"person 1\", counted from 1"))
}

fn texts(place: &Place<'_>) -> Result<Vec<String>, Mistake> {
    place.list()?.iter().map(Place::text).collect()
}

/// The first link of somebody whom the call does not name.
pub(super) fn astray(intake: &Intake) -> Option<usize> {
    intake.links.iter().position(|link| intake.about(link.subject).is_none())
}
