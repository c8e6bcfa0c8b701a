//! The rules of a decision.

use super::super::actor::Actor;
use super::super::codes::{ContactKind, Rating, Role, Route};
use super::super::contact::Contact;
use super::super::event::Event;
use super::super::outcome::{LeadJob, More};
use super::super::protocol::Protocol;
use super::{Refusal, words};

/// Decides a route.
pub(super) fn decide(
    contact: &Contact,
    route: Route,
    rationale: &str,
    more: &More,
    actor: &Actor,
    protocol: &Protocol,
) -> Result<Event, Refusal> {
    open_to(contact, route, protocol)?;
    let rationale = words(
        rationale,
        "A decision needs its rationale. It is what the family and the referrer can be told.",
    )?;
    let more = said(contact, route, more, actor, protocol)?;
    let rule = protocol.route(route);
    let waits =
        actor.role == Role::Worker && more.with.is_empty() && rule.is_some_and(|rule| rule.needs_agreement);
    Ok(Event::RouteDecided { route, rationale, more: Box::new(more), waits })
}

/// Whether this contact can take this route at all.
fn open_to(contact: &Contact, route: Route, protocol: &Protocol) -> Result<(), Refusal> {
    let consultation = contact.intake().kind == ContactKind::Consultation;
    if consultation != (route == Route::Consultation) {
        return Err(Refusal(if consultation {
            "A consultation stays with the caller; its only route is consultation.".into()
        } else {
            "Only a consultation can be closed as a consultation.".into()
        }));
    }
    if let Some(off) =
        protocol.routes.iter().find(|rule| rule.route == route).and_then(|rule| rule.off.as_ref())
    {
        return Err(Refusal(format!("The protocol {} does not use this route: {off}.", protocol.name)));
    }
    // Stage 2 counts by rating: without one neither its decision nor any agency's return would have a time.
    if route == Route::Stage2 && contact.rating().is_none_or(|rating| rating == Rating::Blue) {
        return Err(Refusal(
            "Rate it red, amber or green first: the times of Stage 2 go by the rating.".into(),
        ));
    }
    if contact.rating().is_none() && protocol.ratings.iter().any(|rule| rule.locked_to.contains(&route)) {
        return Err(Refusal(format!(
            "Rate it first: under the protocol {} the colour says where a contact goes.",
            protocol.name
        )));
    }
    if let Some(rating) = contact.rating().filter(|rating| !protocol.allows(*rating, route)) {
        return Err(Refusal(format!(
            "Under the protocol {} a contact rated {} cannot go to {}. Rate it again first.",
            protocol.name,
            rating.label(),
            route.label()
        )));
    }
    Ok(())
}

/// What was said beyond the route, tidied and complete.
fn said(
    contact: &Contact,
    route: Route,
    more: &More,
    actor: &Actor,
    protocol: &Protocol,
) -> Result<More, Refusal> {
    let tidy = |text: &String| text.trim().to_owned();
    let more = More {
        to: tidy(&more.to),
        with: tidy(&more.with),
        lead: tidy(&more.lead),
        remaining: tidy(&more.remaining),
        alone: tidy(&more.alone),
        ..more.clone()
    };
    let label = route.to_label().unwrap_or_default();
    if more.to.is_empty() && route.needs_whom() {
        return Err(Refusal(format!("{label}: this must be said for \"{}\".", route.label())));
    }
    if more.with == actor.name {
        return Err(Refusal("The second name is another person's: who weighed it with you?".into()));
    }
    match (route, more.lead.is_empty(), more.lead_job) {
        (Route::LeadProfessional, true, _) => {
            return Err(Refusal("Name the lead professional: without a name nobody leads.".into()));
        }
        // L5.
        (Route::S47, false, job) if job != Some(LeadJob::SocialWorker) => {
            return Err(Refusal("In child protection the lead professional must be a social worker.".into()));
        }
        _ => {}
    }
    let children = contact.intake().children.len();
    for apart in &more.apart {
        let child = apart.child.saturating_add(1);
        if apart.child >= children {
            return Err(Refusal(format!("There is no child {child}: {children} are named.")));
        }
        if protocol.route(apart.route).is_none() || apart.route == Route::Consultation {
            return Err(Refusal(format!("{} is no outcome for a child here.", apart.route.label())));
        }
        // The contact's own route sets off the clocks: it is that of the child most at risk.
        if matches!(apart.route, Route::S47) && route != Route::S47 {
            return Err(Refusal(format!(
                "Child {child} goes to section 47: decide that for the contact, and the other children apart from it."
            )));
        }
    }
    let apart = more.apart.iter().filter(|apart| apart.route != route).cloned().collect();
    Ok(More { apart, ..more })
}
