//! Filling a deed in: what can be chosen, what is suggested, and whether what was typed will do.

use super::super::actor::Actor;
use super::super::codes::{Rating, Role, Route};
use super::super::contact::Contact;
use super::super::protocol::Protocol;
use super::super::schema::QuestionId;
use super::super::when::Moment;
use super::super::{human, stamp};
use super::{Deed, DeedId, Field, FieldId, Filled, Kind, read};

/// What can be chosen in a field, code and label each; `None` for a field that is typed.
#[must_use]
pub fn options(kind: Kind, contact: &Contact, protocol: &Protocol) -> Option<Vec<(String, String)>> {
    let same = |name: &String| (name.clone(), name.clone());
    match kind {
        Kind::One(choices) => {
            Some(choices.iter().map(|choice| (choice.code.to_owned(), choice.label.to_owned())).collect())
        }
        Kind::Asked => Some(
            read::awaited(contact).map(|asked| asked.agency.to_owned()).map(|name| same(&name)).collect(),
        ),
        Kind::Route => Some(
            Route::ALL
                .iter()
                .filter(|route| protocol.route(**route).is_some() && **route != Route::Consultation)
                .map(|route| (route.code().to_owned(), route.label().to_owned()))
                .collect(),
        ),
        Kind::Raise => Some(
            protocol
                .ratings()
                .filter(|rating| contact.rating().is_none_or(|now| rating.is_above(now)))
                .filter(|rating| *rating != Rating::Blue)
                .map(|rating| (rating.code().to_owned(), rating.label().to_owned()))
                .collect(),
        ),
        Kind::Rung if !protocol.ladder.is_empty() => {
            Some(protocol.ladder.iter().map(|rung| same(&rung.value)).collect())
        }
        Kind::Rung
        | Kind::Line
        | Kind::Lines
        | Kind::Past
        | Kind::PastOrNone
        | Kind::Coming
        | Kind::Agency => None,
    }
}

/// What the program can fill in before anybody types: the time, the person, what the call said already.
#[must_use]
pub fn suggested(deed: &Deed, contact: &Contact, protocol: &Protocol, actor: &Actor, now: Moment) -> Filled {
    let mut filled = Filled::default();
    for field in deed.fields {
        match field.kind {
            Kind::Past => filled.set(field.id, &protocol.zone.short_time(now)),
            Kind::Asked | Kind::Raise | Kind::Rung => {
                // What there is no choice about need not be chosen.
                if let Some([(only, _)]) = options(field.kind, contact, protocol).as_deref() {
                    filled.set(field.id, only);
                }
            }
            _ => {}
        }
    }
    match deed.id {
        DeedId::AskAgency if contact.intake().answers.has_code(QuestionId::Consent, "given") => {
            filled.set(FieldId::Ground, "consent");
        }
        DeedId::MeetingConvened | DeedId::StrategyArranged if actor.role == Role::Manager => {
            filled.set(FieldId::Chair, &actor.name);
        }
        DeedId::Recommended => {
            filled.set(FieldId::Views, contact.intake().answers.text(QuestionId::ChildWishes));
        }
        DeedId::StrategyHeld => {
            if let Some(arranged) =
                contact.deeds.iter().rev().find(|done| done.deed == DeedId::StrategyArranged)
            {
                filled.set(FieldId::Present, arranged.filled.get(FieldId::Invited));
                filled.set(FieldId::Chair, arranged.filled.get(FieldId::Chair));
            }
        }
        DeedId::MeetingHeld => {
            if let Some(convened) = read::meeting_due(contact) {
                filled.set(FieldId::Present, convened.filled.get(FieldId::Invited));
            }
            let agencies: Vec<&str> = read::asked(contact).iter().map(|asked| asked.agency).collect();
            filled.set(FieldId::Copies, &agencies.join("\n"));
        }
        _ => {}
    }
    filled
}

/// Reads what was typed: chosen codes are known, times are past or to come, nothing that must be said is missing.
///
/// # Errors
/// The first thing that will not do, in words, with the label of its field.
pub fn fill(
    deed: &Deed,
    typed: &[(FieldId, String)],
    contact: &Contact,
    protocol: &Protocol,
    now: Moment,
) -> Result<Filled, String> {
    let mut filled = Filled::default();
    for field in deed.fields {
        let words = typed.iter().find(|(id, _)| *id == field.id).map_or("", |(_, words)| words.trim());
        if words.is_empty() {
            match unsaid(field, contact, protocol, now) {
                Some(value) => filled.set(field.id, &value),
                None if field.must => return Err(format!("{}: this must be said.", field.label)),
                None => {}
            }
            continue;
        }
        let read =
            value(field, words, contact, protocol, now).map_err(|why| format!("{}: {why}", field.label))?;
        filled.set(field.id, &read);
    }
    if let Some((odd, _)) = typed
        .iter()
        .find(|(id, words)| !words.trim().is_empty() && !deed.fields.iter().any(|field| field.id == *id))
    {
        return Err(format!("{} is not asked here.", odd.label()));
    }
    Ok(filled)
}

/// What stands where nothing was typed: now for a time that has come, the one agency that is awaited.
fn unsaid(field: &Field, contact: &Contact, protocol: &Protocol, now: Moment) -> Option<String> {
    match field.kind {
        Kind::Past if field.must => Some(protocol.zone.iso(now)),
        Kind::Asked => match options(field.kind, contact, protocol).as_deref() {
            Some([(only, _)]) => Some(only.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn value(
    field: &Field,
    words: &str,
    contact: &Contact,
    protocol: &Protocol,
    now: Moment,
) -> Result<String, String> {
    if let Some(options) = options(field.kind, contact, protocol) {
        let chosen = options.iter().find(|(code, _)| code.eq_ignore_ascii_case(words));
        return chosen.map(|(code, _)| code.clone()).ok_or_else(|| {
            let codes: Vec<&str> = options.iter().map(|(code, _)| code.as_str()).collect();
            if codes.is_empty() {
                format!("\"{words}\" cannot be chosen here.")
            } else {
                format!("\"{words}\" is not one of {}.", codes.join(", "))
            }
        });
    }
    match field.kind {
        Kind::Past | Kind::PastOrNone => Ok(protocol.zone.iso(stamp::read(words, now, protocol.zone)?)),
        Kind::Coming => {
            let at = match stamp::stored(words) {
                Some(at) => at,
                None => human::moment(words, now, protocol.zone)?,
            };
            if at <= now { Err("it must lie ahead.".to_owned()) } else { Ok(protocol.zone.iso(at)) }
        }
        Kind::Agency => Ok(agency(words, protocol)),
        _ => Ok(words.to_owned()),
    }
}

/// An agency by the protocol's name for it where the words begin it and no other; otherwise as typed (L198).
fn agency(words: &str, protocol: &Protocol) -> String {
    let lower = words.to_lowercase();
    let mut begun = protocol.agencies.iter().filter(|name| name.value.to_lowercase().starts_with(&lower));
    match (begun.next(), begun.next()) {
        (Some(only), None) => only.value.clone(),
        _ => words.to_owned(),
    }
}
