//! What the deeds of a contact come to: who is awaited, what is disputed, what is held back.

use super::super::contact::Contact;
use super::super::when::Moment;
use super::{DeedId, Done, FieldId};

/// One agency that was asked under Stage 2.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The agency.
    pub agency: &'a str,
    /// When it was asked.
    pub at: Moment,
    /// The request.
    pub request: &'a Done,
    /// The answer, if it has come.
    pub answer: Option<&'a Done>,
    /// How often it was reminded.
    pub chased: usize,
    /// Whether the rating was raised since it was last spoken with: it is to be told to hurry (L215).
    pub hurry: bool,
}

/// Every request, oldest first.
#[must_use]
pub fn asked(contact: &Contact) -> Vec<Asked<'_>> {
    let raised = contact.raised().map(|(_, at)| at);
    let requests: Vec<&Done> = of(contact, DeedId::AskAgency).collect();
    requests
        .iter()
        .map(|request| {
            let agency = request.filled.get(FieldId::Agency);
            let again = requests
                .iter()
                .find(|other| other.seq > request.seq && other.filled.get(FieldId::Agency) == agency);
            let until = again.map_or(u32::MAX, |other| other.seq);
            let since = |done: &&Done| {
                done.seq > request.seq && done.seq < until && done.filled.get(FieldId::Agency) == agency
            };
            let answer = of(contact, DeedId::AgencyReturn).find(since);
            let chases: Vec<&Done> = of(contact, DeedId::AgencyChased).filter(since).collect();
            let spoken = chases.last().map_or(request.at, |chase| chase.at);
            Asked {
                agency,
                at: request.filled.time(FieldId::At).unwrap_or(request.at),
                request,
                answer,
                chased: chases.len(),
                hurry: answer.is_none() && raised.is_some_and(|raised| raised > spoken),
            }
        })
        .collect()
}

/// The agencies whose answers are awaited, the one asked first first.
pub fn awaited(contact: &Contact) -> impl Iterator<Item = Asked<'_>> {
    asked(contact).into_iter().filter(|asked| asked.answer.is_none())
}

/// The meeting that was convened and not held yet.
#[must_use]
pub fn meeting_due(contact: &Contact) -> Option<&Done> {
    open(contact, DeedId::MeetingConvened, DeedId::MeetingHeld)
}

/// The dispute that is not resolved yet: the deed that began it.
#[must_use]
pub fn dispute(contact: &Contact) -> Option<&Done> {
    open(contact, DeedId::DisputeRaised, DeedId::DisputeSettled)
}

/// The rung on which an open dispute stands, and who has it there.
#[must_use]
pub fn rung(contact: &Contact) -> Option<(&str, &str)> {
    let began = dispute(contact)?;
    let last = of(contact, DeedId::DisputeEscalated).rfind(|up| up.seq > began.seq).unwrap_or(began);
    Some((last.filled.get(FieldId::Rung), last.filled.get(FieldId::Person)))
}

/// The reason why a notice to `family` or `referrer` is held back, if it is.
#[must_use]
pub fn held<'a>(contact: &'a Contact, whom: &str) -> Option<&'a str> {
    let about = |done: &&Done| done.filled.is(FieldId::Whom, whom);
    let held = of(contact, DeedId::NoticeHeld).rfind(about)?;
    let released = of(contact, DeedId::NoticeReleased).rfind(about);
    let stands = released.is_none_or(|released| released.seq < held.seq);
    stands.then(|| held.filled.get(FieldId::Why))
}

/// The recommendation that nobody has answered yet: neither agreed with nor decided on.
#[must_use]
pub fn recommendation(contact: &Contact) -> Option<&Done> {
    let last = of(contact, DeedId::Recommended).next_back()?;
    let decided = contact.decision().is_some_and(|decision| decision.seq > last.seq);
    let answered = of(contact, DeedId::Agreement).any(|answer| answer.seq > last.seq);
    (!decided && !answered).then_some(last)
}

/// Whether a deed was done since this event.
#[must_use]
pub fn done_since(contact: &Contact, deed: DeedId, seq: u32) -> bool {
    of(contact, deed).any(|done| done.seq > seq)
}

/// The deeds of one kind, oldest first.
#[must_use]
pub fn of(contact: &Contact, deed: DeedId) -> impl DoubleEndedIterator<Item = &Done> {
    contact.deeds.iter().filter(move |done| done.deed == deed)
}

/// The last of a kind that nothing has closed since.
fn open(contact: &Contact, begins: DeedId, ends: DeedId) -> Option<&Done> {
    let last = of(contact, begins).next_back()?;
    (!done_since(contact, ends, last.seq)).then_some(last)
}
