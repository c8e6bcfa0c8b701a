//! Who may be written to. Everything that forbids a letter stands here, so that menu, command line and record agree.

use super::super::codes::{ContactKind, Route, Source};
use super::super::contact::Contact;
use super::super::decide::Refusal;
use super::super::deed::read;
use super::super::protocol::{Protocol, RouteRule, Telling};
use super::super::schema::{self, QuestionId};
use super::{Addressee, LetterKind};

/// Whether a notice to somebody is held back, because telling them would add risk (L47). The one place where letters ask.
#[must_use]
pub fn is_held(contact: &Contact, to: &Addressee) -> bool {
    match to {
        Addressee::Family => read::held(contact, "family").is_some(),
        Addressee::Referrer => read::held(contact, "referrer").is_some(),
        Addressee::Agency(_) | Addressee::File => false,
    }
}

/// Whether a letter of this kind may be written to them now.
///
/// # Errors
/// [`Refusal`] with the reason in words, and what to do instead.
pub fn may_write(
    contact: &Contact,
    kind: LetterKind,
    to: &Addressee,
    protocol: &Protocol,
) -> Result<(), Refusal> {
    goes_to(kind, to, protocol)?;
    let consultation = contact.intake().kind == ContactKind::Consultation;
    match kind {
        LetterKind::Record => Ok(()),
        LetterKind::ConsultationSummary if !consultation => {
            refuse("This is a referral, not a consultation: its letters tell the outcome.")
        }
        LetterKind::ConsultationSummary => {
            summary(contact)?;
            can_be_written_to(contact)
        }
        // L364: the letter goes to the professional alone.
        LetterKind::OutcomeFamily if consultation => {
            refuse("A consultation has no family letter: no family is named in it.")
        }
        _ if consultation => {
            refuse("A consultation names nobody and stays with the caller: only its summary is sent.")
        }
        LetterKind::FollowUp => {
            by_letter(contact, protocol)?;
            released(contact, to)?;
            can_be_written_to(contact)
        }
        LetterKind::OutcomeReferrer => {
            outcome(contact, protocol, |rule| rule.referrer)?;
            released(contact, to)?;
            can_be_written_to(contact)
        }
        LetterKind::OutcomeFamily => {
            outcome(contact, protocol, |rule| rule.family)?;
            released(contact, to)
        }
        LetterKind::AgencyRequest => has_a_basis(contact, to),
    }
}

fn refuse(why: &str) -> Result<(), Refusal> {
    Err(Refusal(why.to_owned()))
}

/// Whether letters of this kind go to them at all.
fn goes_to(kind: LetterKind, to: &Addressee, protocol: &Protocol) -> Result<(), Refusal> {
    match (kind.addressee(), to) {
        (Some(own), to) if own == *to => Ok(()),
        (Some(own), _) => Err(Refusal(format!("{} goes to {} only.", kind.label(), own.label()))),
        (None, Addressee::Agency(name)) if protocol.agencies.iter().any(|known| known.value == *name) => {
            Ok(())
        }
        (None, _) => {
            let known: Vec<&str> = protocol.agencies.iter().map(|agency| agency.value.as_str()).collect();
            Err(Refusal(format!("Say which agency of the protocol: {}.", known.join("; "))))
        }
    }
}

/// The rule of the route that was decided, if the protocol has one.
fn rule<'a>(contact: &Contact, protocol: &'a Protocol) -> Option<&'a RouteRule> {
    protocol.routes.iter().find(|rule| Some(rule.route) == contact.route())
}

fn released(contact: &Contact, to: &Addressee) -> Result<(), Refusal> {
    if is_held(contact, to) {
        return Err(Refusal(format!(
            "The notice to {} is held, because telling them would add risk. A manager lets it go first.",
            to.label()
        )));
    }
    Ok(())
}

/// Section 47, and whatever else the protocol tells by telephone only (L176, L243). A follow-up would say the same.
///
/// One child's outcome of that kind is enough: the same people would read the letter.
fn by_letter(contact: &Contact, protocol: &Protocol) -> Result<(), Refusal> {
    let apart = contact.decision().map(|decision| decision.more.apart.as_slice()).unwrap_or_default();
    let decided = |route: Route| contact.route() == Some(route) || apart.iter().any(|one| one.route == route);
    match protocol.routes.iter().find(|rule| rule.refuses_letters && decided(rule.route)) {
        Some(rule) => Err(Refusal(format!(
            "{}: referrer and family are told by telephone, and a letter is refused.",
            rule.route.label()
        ))),
        None => Ok(()),
    }
}

fn outcome(
    contact: &Contact,
    protocol: &Protocol,
    telling: impl Fn(&RouteRule) -> Telling,
) -> Result<(), Refusal> {
    if contact.decisions.is_empty() {
        return refuse("Nothing has been decided yet: there is no outcome to tell.");
    }
    by_letter(contact, protocol)?;
    match rule(contact, protocol).map(telling) {
        Some(Telling::NothingFinal) => {
            refuse("Nothing final has been decided yet: the outcome is told after the next decision.")
        }
        Some(Telling::Nobody) => refuse("This route is not told by the desk."),
        _ => Ok(()),
    }
}

/// Advice was given to a professional, and it is recorded (L332, L364).
fn summary(contact: &Contact) -> Result<(), Refusal> {
    if !schema::is_professional(contact.intake()) {
        return refuse("The summary goes to a professional only; say first who asked (caller-source).");
    }
    if contact.intake().answers.text(QuestionId::ConsultAgreed).trim().is_empty() {
        return refuse(
            "No advice is recorded yet: answer \"Advice and decisions agreed\" (consult-agreed) first.",
        );
    }
    Ok(())
}

/// Whether a letter can reach the caller, and safely.
fn can_be_written_to(contact: &Contact) -> Result<(), Refusal> {
    let answers = &contact.intake().answers;
    match schema::source(contact.intake()) {
        // L389, L410: others at home read letters. A child is reached in the way agreed, and no other.
        Some(Source::Child) => {
            return refuse("The caller is a child: use the safe way that was agreed, never a letter.");
        }
        Some(Source::Anonymous) => return refuse("No contact details: the caller is anonymous."),
        _ if answers.has_code(QuestionId::CallerNameUse, "withheld") => {
            return refuse("No contact details: the caller would not give a name.");
        }
        _ => {}
    }
    let told = |id: QuestionId| !answers.text(id).trim().is_empty();
    let at_work = schema::is_professional(contact.intake()) && told(QuestionId::CallerOrganisation);
    if told(QuestionId::CallerEmail) || at_work {
        return Ok(());
    }
    refuse(
        "No contact details: no address for letters is known (caller-email). A call back is still possible.",
    )
}

/// L337, L477: consent, or the reason to go without it, before anybody is asked: on the call, or when the agency was asked.
fn has_a_basis(contact: &Contact, to: &Addressee) -> Result<(), Refusal> {
    if read::asked(contact).iter().any(|asked| asked.agency == to.label()) {
        return Ok(());
    }
    let answers = &contact.intake().answers;
    let told = |id: QuestionId| !answers.text(id).trim().is_empty();
    match (answers.has_code(QuestionId::Consent, "given"), told(QuestionId::ConsentReason)) {
        (true, _) | (false, true) => Ok(()),
        (false, false) => refuse(
            "Record consent, or the reason to go without it (consent, consent-reason), before an agency is asked.",
        ),
    }
}

/// Whether the route that replaces another one makes what was written untrue, or must not stand in a letter at all.
pub(in crate::domain) fn overtakes(
    kind: LetterKind,
    before: Option<Route>,
    now: Route,
    protocol: &Protocol,
) -> bool {
    let refuses = protocol.routes.iter().any(|rule| rule.route == now && rule.refuses_letters);
    match kind {
        LetterKind::OutcomeReferrer | LetterKind::OutcomeFamily => before != Some(now),
        LetterKind::FollowUp => refuses,
        LetterKind::ConsultationSummary | LetterKind::AgencyRequest | LetterKind::Record => false,
    }
}
