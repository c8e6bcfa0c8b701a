//! The rules of deeds: when each can be recorded, what else it makes happen, and which clock it stops.

use super::super::actor::Actor;
use super::super::clocks::ClockId;
use super::super::codes::{ContactKind, Rating, Route};
use super::super::contact::Contact;
use super::super::contact::facts::tells_of_domestic_abuse;
use super::super::deed::{self, DeedId, FieldId, Filled, read};
use super::super::event::Event;
use super::super::protocol::{Protocol, Telling};
use super::super::ribbon::SHARED;
use super::super::schema::QuestionId;
use super::super::suggest;
use super::super::when::Moment;
use super::clocks::{Stop, recorded_by};
use super::{Refusal, may_write};

/// Whether a deed can be recorded on this contact now.
///
/// # Errors
/// [`Refusal`] with the reason, and what to do instead.
pub fn may(contact: &Contact, deed: DeedId, actor: &Actor) -> Result<(), Refusal> {
    may_write(actor)?;
    let row = deed.deed();
    if !row.is_for(actor.role) {
        return Err(Refusal(format!("\"{}\" is for a manager.", row.title)));
    }
    let consultation = contact.intake().kind == ContactKind::Consultation;
    let of_both = matches!(
        deed,
        DeedId::OtherTold | DeedId::DisputeRaised | DeedId::DisputeEscalated | DeedId::DisputeSettled
    );
    if consultation != (deed == DeedId::ConsultationCall) && !of_both {
        return Refusal::because(if consultation {
            "A consultation stays with the caller: make it a referral first, if that was agreed."
        } else {
            "Only a consultation has a consultation call."
        });
    }
    may_share(contact, deed)
        .and_then(|()| may_decide(contact, deed, actor))
        .and_then(|()| may_tell(contact, deed))
}

fn runs(contact: &Contact, clock: ClockId) -> bool {
    contact.clocks.iter().any(|c| c.is_running() && c.deadline.clock == clock)
}

/// Stage 2 and Stage 3.
fn may_share(contact: &Contact, deed: DeedId) -> Result<(), Refusal> {
    match deed {
        DeedId::AskAgency if contact.route() != Some(Route::Stage2) => {
            Refusal::because("Decide Stage 2 first: it says that agencies are asked, and sets their times.")
        }
        DeedId::AgencyReturn | DeedId::AgencyChased if read::awaited(contact).next().is_none() => {
            Refusal::because("No agency is awaited.")
        }
        DeedId::Heightened if contact.rating() == Some(Rating::Red) => {
            Refusal::because("It is rated RED already. Chase the agencies that are awaited.")
        }
        DeedId::MeetingHeld if read::meeting_due(contact).is_none() => {
            Refusal::because("No meeting has been convened that was not held.")
        }
        _ => Ok(()),
    }
}

/// Decisions, disputes, section 47, particular circumstances.
fn may_decide(contact: &Contact, deed: DeedId, actor: &Actor) -> Result<(), Refusal> {
    let nothing = contact.decision().is_none() && read::recommendation(contact).is_none();
    match deed {
        DeedId::Agreement | DeedId::DisputeRaised if nothing => {
            Refusal::because("Nothing was decided or recommended yet.")
        }
        DeedId::Agreement => match (contact.decision(), read::recommendation(contact)) {
            (_, Some(waiting)) if waiting.by.user == actor.user => {
                Refusal::because("You recommended it yourself. The second name is another person's.")
            }
            (Some(decision), None) => {
                if decision.by.user == actor.user {
                    return Refusal::because("You decided it yourself. The second name is another person's.");
                }
                match &decision.answer {
                    Some(answer) => Err(Refusal(format!("{} has answered it already.", answer.by.name))),
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        },
        DeedId::Stepped if contact.decision().is_none() => Refusal::because("Nothing was decided yet."),
        DeedId::NextSteps if !runs(contact, ClockId::WrittenNextSteps) => {
            Refusal::because("No written referral waits for its next steps.")
        }
        DeedId::OpenCase if !is_open_case(contact) => {
            Refusal::because("The child was not said to be open to a worker. Amend that answer first.")
        }
        DeedId::DisputeRaised if read::dispute(contact).is_some() => {
            Refusal::because("A dispute is open already: take it up, or say how it was resolved.")
        }
        DeedId::DisputeEscalated | DeedId::DisputeSettled if read::dispute(contact).is_none() => {
            Refusal::because("No dispute is open.")
        }
        DeedId::S47Action if contact.route() != Some(Route::S47) => {
            Refusal::because("Decide section 47 first.")
        }
        DeedId::DaReview if !tells_of_domestic_abuse(contact.intake()) => {
            Refusal::because("Domestic abuse was not told. Amend the kinds of harm first.")
        }
        DeedId::AuthorityAccepts | DeedId::AuthorityEscalated if !is_elsewhere(contact) => Refusal::because(
            "The child was not said to belong to another authority. Amend that answer first.",
        ),
        DeedId::VisitArranged if !runs(contact, ClockId::FamilyVisit) => {
            Refusal::because("No family visit waits to be arranged.")
        }
        DeedId::Oversight if !runs(contact, ClockId::Oversight) => Refusal::because("No oversight is due."),
        DeedId::AssessmentStep if !matches!(contact.route(), Some(Route::S17 | Route::S47)) => {
            Refusal::because("No assessment was decided.")
        }
        _ => Ok(()),
    }
}

/// Who is told.
fn may_tell(contact: &Contact, deed: DeedId) -> Result<(), Refusal> {
    match deed {
        DeedId::FamilyTold | DeedId::FamilyTried if read::held(contact, "family").is_some() => {
            Refusal::because("The notice to the family is held: a manager lets it go first.")
        }
        DeedId::NoticeHeld
            if read::held(contact, "family").is_some() && read::held(contact, "referrer").is_some() =>
        {
            Refusal::because("Both notices are held already.")
        }
        DeedId::NoticeReleased
            if read::held(contact, "family").is_none() && read::held(contact, "referrer").is_none() =>
        {
            Refusal::because("No notice is held.")
        }
        _ => Ok(()),
    }
}

fn said(contact: &Contact, question: QuestionId) -> bool {
    contact.intake().children.iter().any(|child| child.has_code(question, "yes"))
}

fn is_open_case(contact: &Contact) -> bool {
    contact.route() == Some(Route::OpenCase) || said(contact, QuestionId::ChildOpen)
}

fn is_elsewhere(contact: &Contact) -> bool {
    said(contact, QuestionId::ChildElsewhere)
}

/// Records a deed: its event, and those that go with it.
pub(super) fn record(
    contact: &Contact,
    id: DeedId,
    typed: &[(FieldId, String)],
    actor: &Actor,
    protocol: &Protocol,
    now: Moment,
) -> Result<Vec<Event>, Refusal> {
    may(contact, id, actor)?;
    let mut filled = deed::fill(id.deed(), typed, contact, protocol, now).map_err(Refusal)?;
    if id == DeedId::AskAgency && filled.get(FieldId::Earlier).is_empty() {
        let before = shared_before(contact, filled.get(FieldId::Agency), protocol);
        filled.set(FieldId::Earlier, &before.unwrap_or_default());
    }
    complete(contact, id, &filled, protocol)?;
    let mut events = vec![Event::DeedDone { deed: id, filled: filled.clone() }];
    if let (DeedId::Heightened, Some(rating)) = (id, Rating::from_code(filled.get(FieldId::Rating))) {
        events.push(Event::Rated {
            rating,
            reason: filled.get(FieldId::Why).to_owned(),
            suggested: suggest::suggest(contact.intake()),
        });
    }
    Ok(events)
}

/// When the agency was asked before, or when information about a linked person was shared in the hub (L221, L222).
fn shared_before(contact: &Contact, agency: &str, protocol: &Protocol) -> Option<String> {
    let asked = read::asked(contact).into_iter().rfind(|asked| asked.agency == agency);
    if let Some(asked) = asked {
        return Some(format!("asked {} about this contact", protocol.zone.short(asked.at)));
    }
    let mut known = contact.intake().links.iter().flat_map(|link| &link.known);
    let shared = known.rfind(|line| line.starts_with(SHARED))?;
    Some(shared.split(':').next().unwrap_or(shared).to_owned())
}

/// What one field asks of another.
fn complete(contact: &Contact, id: DeedId, filled: &Filled, protocol: &Protocol) -> Result<(), Refusal> {
    let has = |field: FieldId| !filled.get(field).is_empty();
    match id {
        DeedId::AskAgency => {
            let consent = filled.is(FieldId::Ground, "consent");
            let answers = &contact.intake().answers;
            let kept =
                ["refused", "not-sought"].iter().any(|code| answers.has_code(QuestionId::Consent, code));
            if consent && kept {
                return Refusal::because(
                    "The call says that consent was not given. Amend that answer, or say on what other ground you ask.",
                );
            }
            if !consent && !has(FieldId::Why) {
                return Refusal::because("Say why you ask without consent.");
            }
            let agency = filled.get(FieldId::Agency);
            if read::awaited(contact).any(|asked| asked.agency == agency) {
                return Err(Refusal(format!("{agency} is awaited already: chase it instead.")));
            }
        }
        DeedId::DaReview if filled.is(FieldId::Risk, "high") => {
            let missing = [
                (FieldId::Plan, "a safety or protection plan"),
                (FieldId::Marac, "whether it goes to MARAC"),
                (FieldId::Alerted, "who was alerted, so that the child is supported"),
            ];
            if let Some((_, what)) = missing.iter().find(|(field, _)| !has(*field)) {
                return Err(Refusal(format!("At high risk this must be said: {what}.")));
            }
        }
        DeedId::Protected if filled.is(FieldId::Power, "planned") && !is_discussed(contact) => {
            return Refusal::because("Planned action follows a strategy discussion: arrange that first.");
        }
        DeedId::DisputeEscalated => {
            let place = |rung: &str| protocol.ladder.iter().position(|step| step.value == rung);
            if let Some((now, _)) = read::rung(contact)
                && place(filled.get(FieldId::Rung)) <= place(now)
                && !protocol.ladder.is_empty()
            {
                return Err(Refusal(format!("It stands with {now} now. Choose a rung above.")));
            }
        }
        DeedId::NoticeHeld if read::held(contact, filled.get(FieldId::Whom)).is_some() => {
            return Refusal::because("This notice is held already.");
        }
        DeedId::NoticeReleased if read::held(contact, filled.get(FieldId::Whom)).is_none() => {
            return Refusal::because("This notice is not held.");
        }
        _ => {}
    }
    Ok(())
}

fn is_discussed(contact: &Contact) -> bool {
    [DeedId::StrategyArranged, DeedId::StrategyHeld].iter().any(|deed| read::done_since(contact, *deed, 0))
}

/// The running clocks that a deed stops.
pub(super) fn stops(contact: &Contact, id: DeedId, filled: &Filled, protocol: &Protocol) -> Vec<Stop> {
    let clock = match id {
        DeedId::AuthorityEscalated => ClockId::CrossBoundary,
        // The host is relieved only when the other authority has accepted in writing (L313).
        DeedId::AuthorityAccepts if filled.get(FieldId::Written).is_empty() => return Vec::new(),
        // Action and a discussion arranged: both, in either order (L175, L242).
        DeedId::StrategyArranged | DeedId::StrategyHeld | DeedId::S47Action => {
            return section_47(contact, id);
        }
        DeedId::FamilyTold if !is_told_by_talking(contact, protocol) => return Vec::new(),
        _ => match ClockId::ALL.iter().copied().find(|clock| recorded_by(*clock) == Some(id)) {
            Some(clock) => clock,
            None => return Vec::new(),
        },
    };
    let subject = (clock == ClockId::AgencyReturn).then(|| filled.get(FieldId::Agency));
    running(contact, clock, subject, &id.deed().past.to_lowercase())
}

fn running(contact: &Contact, clock: ClockId, subject: Option<&str>, how: &str) -> Vec<Stop> {
    contact
        .clocks
        .iter()
        .filter(|running| running.stopped.is_none() && running.deadline.clock == clock)
        .filter(|running| subject.is_none_or(|subject| running.deadline.subject.as_deref() == Some(subject)))
        .map(|running| Stop {
            clock,
            subject: running.deadline.subject.clone(),
            how: how.to_owned(),
            met: true,
        })
        .collect()
}

fn section_47(contact: &Contact, id: DeedId) -> Vec<Stop> {
    let (since, decided) = contact.decision().map_or((0, None), |decision| (decision.seq, Some(decision.at)));
    let done = |deed: DeedId| id == deed || read::done_since(contact, deed, since);
    // A discussion that was arranged before the decision counts while it still lies ahead of it.
    let ahead = read::of(contact, DeedId::StrategyArranged)
        .any(|arranged| arranged.filled.time(FieldId::At) >= decided);
    let mut stops = Vec::new();
    if id == DeedId::StrategyHeld {
        stops.extend(running(contact, ClockId::StrategyDiscussion, None, "the strategy discussion was held"));
    }
    if done(DeedId::S47Action) && (ahead || done(DeedId::StrategyArranged) || done(DeedId::StrategyHeld)) {
        let how = "protective action and a strategy discussion are recorded";
        stops.extend(running(contact, ClockId::S47Action, None, how));
    }
    stops
}

/// Whether telling the family by word of mouth is the required means on this route (L176, L243).
fn is_told_by_talking(contact: &Contact, protocol: &Protocol) -> bool {
    contact
        .route()
        .and_then(|route| protocol.route(route))
        .is_some_and(|rule| matches!(rule.family, Telling::Telephone | Telling::AsTheyDecide))
}
