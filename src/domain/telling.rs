//! Who must be told, and how that stands: the referrer, the family, the police where there may be an offence, and whoever else
//! was told (L6-L25, L168-L180, L281). Worked out from the history; nothing here is stored.

use super::clocks::ClockId;
use super::codes::ContactKind;
use super::contact::Contact;
use super::deed::{DeedId, FieldId, read};
use super::event::{Event, Recorded};
use super::letter::Addressee;
use super::protocol::{Protocol, Telling};
use super::schema::{self, QuestionId};
use super::when::Moment;

/// One party, from first to last.
#[derive(Debug, Clone)]
pub struct Strand<'a> {
    /// Who is told.
    pub whom: Whom,
    /// Who it is, in words: the source of the call, or who was named.
    pub about: String,
    /// How they are to be told, where a decision says so.
    pub means: Option<Telling>,
    /// How it stands.
    pub state: State,
    /// Whose duty it is.
    pub duty_of: String,
    /// Every attempt and every talk, oldest first.
    pub entries: Vec<&'a Recorded>,
}

/// A party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Who rang or wrote.
    Referrer,
    /// The child's family.
    Family,
    /// The police, of a possible offence.
    Police,
    /// Somebody else.
    Other,
}

impl Whom {
    /// What people read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Referrer => "The referrer",
            Self::Family => "The family",
            Self::Police => "The police",
            Self::Other => "Others",
        }
    }
}

/// How it stands with a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// They are owed word by then; none where no clock says when.
    Owed(Option<Moment>),
    /// They were told.
    Told(Moment),
    /// Telling them is held back, with the reason.
    Held(String),
    /// They can never be told, with the reason.
    Impossible(String),
    /// Nothing is owed to them, with the reason.
    NotOwed(&'static str),
}

/// Every party of a contact, the referrer first.
#[must_use]
pub fn strands<'a>(contact: &'a Contact, protocol: &Protocol) -> Vec<Strand<'a>> {
    let mut strands = vec![referrer(contact, protocol)];
    if contact.intake().kind == ContactKind::Referral {
        strands.push(family(contact, protocol));
        strands.extend(police(contact));
    }
    strands.extend(others(contact));
    strands
}

/// How many parties there are.
#[must_use]
pub fn parties(contact: &Contact) -> usize {
    let family = contact.intake().kind == ContactKind::Referral;
    let police = family && police(contact).is_some();
    1 + usize::from(family) + usize::from(police) + usize::from(others(contact).is_some())
}

fn referrer<'a>(contact: &'a Contact, protocol: &Protocol) -> Strand<'a> {
    let clocks =
        [ClockId::FeedbackFirst, ClockId::FeedbackSchool, ClockId::OutcomeReferrer, ClockId::Consultation];
    let entries = of(contact, |event| match event {
        Event::FeedbackGiven { .. }
        | Event::FeedbackTried { .. }
        | Event::FeedbackImpossible { .. }
        | Event::FeedbackChased { .. } => true,
        Event::DutyMet { clock, .. } => *clock == ClockId::OutcomeReferrer,
        event if is_of_letter(contact, event, &Addressee::Referrer) => true,
        Event::DeedDone { deed, filled } => match deed {
            DeedId::ConsultationCall => true,
            DeedId::NoticeHeld | DeedId::NoticeReleased => filled.is(FieldId::Whom, "referrer"),
            _ => false,
        },
        _ => false,
    });
    let state = match (&contact.feedback.impossible, read::held(contact, "referrer"), due(contact, &clocks)) {
        (Some(why), _, _) => State::Impossible(why.clone()),
        (None, Some(why), None) => State::Held(why.to_owned()),
        (None, _, Some(due)) => State::Owed(Some(due)),
        (None, None, None) => match told(contact, &clocks) {
            Some(at) => State::Told(at),
            None => State::NotOwed("nothing is owed to them"),
        },
    };
    let rule = contact.route().and_then(|route| protocol.route(route));
    Strand {
        whom: Whom::Referrer,
        about: schema::source(contact.intake()).map_or_else(String::new, |source| source.label().to_owned()),
        means: rule.map(|rule| rule.referrer),
        state,
        // L49: whoever took the call, unless it was passed on.
        duty_of: duty_of(contact),
        entries,
    }
}

/// Whether it is about a letter to them: issued, posted, withdrawn.
fn is_of_letter(contact: &Contact, event: &Event, whom: &Addressee) -> bool {
    match event {
        Event::LetterIssued { to, .. } => to == whom,
        Event::LetterPosted { letter, .. } | Event::LetterWithdrawn { letter, .. } => {
            contact.letter(*letter).is_some_and(|state| state.to == *whom)
        }
        _ => false,
    }
}

fn family<'a>(contact: &'a Contact, protocol: &Protocol) -> Strand<'a> {
    let entries = of(contact, |event| match event {
        Event::DutyMet { clock, .. } => *clock == ClockId::OutcomeFamily,
        event if is_of_letter(contact, event, &Addressee::Family) => true,
        Event::DeedDone { deed, filled } => match deed {
            DeedId::FamilyTold | DeedId::FamilyTried => true,
            DeedId::NoticeHeld | DeedId::NoticeReleased => filled.is(FieldId::Whom, "family"),
            _ => false,
        },
        _ => false,
    });
    let clocks = [ClockId::OutcomeFamily];
    let rule = contact.route().and_then(|route| protocol.route(route));
    let state = match (read::held(contact, "family"), due(contact, &clocks)) {
        (Some(why), _) => State::Held(why.to_owned()),
        (None, Some(due)) => State::Owed(Some(due)),
        (None, None) => match (told(contact, &clocks), rule.map(|rule| rule.family)) {
            (Some(at), _) => State::Told(at),
            (None, None) => State::NotOwed("nothing is decided yet"),
            (None, Some(_)) => State::NotOwed("not told by the desk on this route"),
        },
    };
    Strand {
        whom: Whom::Family,
        about: String::new(),
        means: rule.map(|rule| rule.family),
        state,
        duty_of: duty_of(contact),
        entries,
    }
}

/// Whether the police are still to be told of a possible offence (L281).
#[must_use]
pub fn police_owed(contact: &Contact) -> bool {
    police(contact).is_some_and(|strand| matches!(strand.state, State::Owed(_)))
}

/// L281: the police are always told of what is or may be an offence.
fn police(contact: &Contact) -> Option<Strand<'_>> {
    let answers = &contact.intake().answers;
    let informed = read::of(contact, DeedId::PoliceInformed).next_back();
    let offence = ["yes", "possible"].iter().any(|code| answers.has_code(QuestionId::Offence, code));
    if !offence && informed.is_none() {
        return None;
    }
    let state = match informed {
        Some(done) => State::Told(done.filled.time(FieldId::At).unwrap_or(done.at)),
        None if answers.has_code(QuestionId::PoliceInformed, "yes") => {
            State::Told(contact.received.receipt())
        }
        None => State::Owed(None),
    };
    Some(Strand {
        whom: Whom::Police,
        about: "a possible offence".to_owned(),
        means: None,
        state,
        duty_of: duty_of(contact),
        entries: of(contact, |event| matches!(event, Event::DeedDone { deed: DeedId::PoliceInformed, .. })),
    })
}

fn others(contact: &Contact) -> Option<Strand<'_>> {
    let entries = of(contact, |event| matches!(event, Event::DeedDone { deed: DeedId::OtherTold, .. }));
    let last = entries.last()?.at;
    Some(Strand {
        whom: Whom::Other,
        about: String::new(),
        means: None,
        state: State::Told(last),
        duty_of: String::new(),
        entries,
    })
}

fn duty_of(contact: &Contact) -> String {
    contact.owner.as_ref().map_or_else(|| contact.taken_by.name.clone(), |owner| owner.name.clone())
}

/// The events that stand and that a party is concerned with.
fn of(contact: &Contact, concerns: impl Fn(&Event) -> bool) -> Vec<&Recorded> {
    let reversed = |batch: u32| {
        contact
            .history
            .iter()
            .any(|r| matches!(r.event, Event::Reversed { batch: other, .. } if other == batch))
    };
    contact.history.iter().filter(|r| concerns(&r.event) && !reversed(r.batch)).collect()
}

/// When the first of these clocks that runs falls due.
fn due(contact: &Contact, clocks: &[ClockId]) -> Option<Moment> {
    let running = contact.running();
    running.iter().find(|c| clocks.contains(&c.deadline.clock)).and_then(|c| c.deadline.due())
}

/// When the last of these clocks was met.
fn told(contact: &Contact, clocks: &[ClockId]) -> Option<Moment> {
    contact
        .clocks
        .iter()
        .filter(|clock| clocks.contains(&clock.deadline.clock))
        .filter_map(|clock| clock.stopped.as_ref().filter(|stopped| stopped.met).map(|stopped| stopped.at))
        .max()
}
