//! The domain's events as they are stored, and back.
//!
//! The body holds who acted (name and role as they were then), which command the event belongs to, and the event. The
//! columns repeat what SQL needs; the hash chain covers both.

use serde::{Deserialize, Serialize};

use super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::events::{New, Stored};
use crate::domain::actor::Actor;
use crate::domain::codes::Role;
use crate::domain::contact::Contact;
use crate::domain::event::{DeskEvent, Event, Recorded};
use crate::domain::ids::{ContactId, UserId};
use crate::domain::when::Moment;

const READING: &str = "read the contact";
const SAVING: &str = "save to the record";

/// The body of a contact's event. The names are stored for good.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body<A, E> {
    actor: A,
    batch: u32,
    event: E,
}

/// The body of an event of the desk itself.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeskBody<A, E> {
    actor: A,
    event: E,
}

/// A contact's number as SQL has it.
#[must_use]
pub(crate) fn number(id: ContactId) -> i64 {
    i64::try_from(id.0).unwrap_or(i64::MAX)
}

/// A contact's number as the domain has it.
#[must_use]
pub(crate) fn id(number: i64) -> ContactId {
    ContactId(number.unsigned_abs())
}

/// The program itself, for what nobody in particular does.
pub(crate) fn program() -> Actor {
    Actor { user: UserId("dutydesk".into()), name: "dutydesk".into(), role: Role::Manager }
}

/// A contact's event, to be stored.
pub(crate) fn encode(recorded: &Recorded) -> Result<New> {
    let body = Body { actor: &recorded.actor, batch: recorded.batch, event: &recorded.event };
    Ok(New {
        at: recorded.at,
        actor: recorded.actor.user.0.clone(),
        kind: recorded.event.kind().to_owned(),
        body: serde_json::to_string(&body).doing(SAVING)?,
    })
}

/// An event of the desk, to be stored.
pub(crate) fn encode_desk(event: &DeskEvent, actor: &Actor, at: Moment) -> Result<New> {
    let body = serde_json::to_string(&DeskBody { actor, event }).doing(SAVING)?;
    Ok(New { at, actor: actor.user.0.clone(), kind: event.kind().to_owned(), body })
}

/// An event of the desk as stored, and who did it.
pub(crate) fn decode_desk(stored: &Stored) -> Result<(Actor, DeskEvent)> {
    let text = stored.body.as_deref().ok_or_else(|| erased(stored))?;
    let body: DeskBody<Actor, DeskEvent> = serde_json::from_str(text).doing(READING)?;
    Ok((body.actor, body.event))
}

/// An event of the desk from its body alone.
pub(crate) fn read_desk(body: &str) -> Result<DeskEvent> {
    let body: DeskBody<Actor, DeskEvent> = serde_json::from_str(body).doing(READING)?;
    Ok(body.event)
}

/// A contact's event as stored.
pub(crate) fn decode(stored: &Stored) -> Result<Recorded> {
    let text = stored.body.as_deref().ok_or_else(|| erased(stored))?;
    let body: Body<Actor, Event> = serde_json::from_str(text).doing(READING)?;
    Ok(Recorded {
        seq: stored.contact_seq,
        at: stored.at,
        actor: body.actor,
        batch: body.batch,
        event: body.event,
    })
}

/// A contact from its stored events, oldest first.
pub(crate) fn contact(id: ContactId, stored: &[Stored]) -> Result<Contact> {
    let history = stored.iter().map(decode).collect::<Result<Vec<_>>>()?;
    Contact::from_history(id, history).map_err(|e| {
        Error::new(
            Kind::Damaged,
            READING,
            e.to_string(),
            UNTOUCHED,
            "Run \"dutydesk verify\" and keep its answer.",
        )
    })
}

fn erased(stored: &Stored) -> Error {
    Error::new(
        Kind::Unknown,
        READING,
        format!("what entry {} said was erased under a retention rule", stored.seq),
        "Everything else is as it was.",
        "There is nothing to do.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::test_util::{NOON, actor};

    #[test]
    fn an_event_reads_back_with_who_did_it_and_its_batch() {
        let recorded = Recorded {
            seq: 3,
            at: NOON,
            actor: actor("Jo Testerby"),
            batch: 2,
            event: Event::NoteAdded { text: "rang back".into() },
        };
        let new = encode(&recorded).unwrap();
        assert_eq!(new.kind, "note-added");
        assert_eq!(
            new.body,
            "{\"actor\":{\"user\":\"jo.testerby\",\"name\":\"Jo Testerby\",\"role\":\"worker\"},\"batch\":2,\
             \"event\":{\"kind\":\"note-added\",\"text\":\"rang back\"}}",
            "the stored form is for good"
        );
        let stored = Stored {
            seq: 9,
            contact_id: 1001,
            contact_seq: 3,
            at: NOON,
            actor: new.actor,
            kind: new.kind,
            body: Some(new.body),
        };
        assert_eq!(decode(&stored).unwrap(), recorded);
        assert_eq!(decode(&Stored { body: None, ..stored }).unwrap_err().kind, Kind::Unknown);
    }
}
