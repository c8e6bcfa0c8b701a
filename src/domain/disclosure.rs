//! What one person may be given of what the record holds about them: without who referred them, and without what belongs to others.
//!
//! The program leaves out too much rather than too little, says at each place why, and lists everything it left out for a
//! person to look at. It cannot know every name: somebody reads the pack before it leaves.

pub mod give;
mod names;
mod pack;
mod timeline;

use serde::{Deserialize, Serialize};

use super::access::May;
use super::actor::Actor;
use super::codes::{ContactKind, coded};
use super::contact::Contact;
use super::decide::Refusal;
use super::ids::ContactId;
use super::intake::Subject;
use super::when::Moment;

pub use names::Names;
pub use pack::{LeftOut, Pack, pack};

coded! {
    /// Why something is left out. The weightier reason comes first.
    Why {
        /// It says who rang, or would lead to them.
        Referrer = "referrer", "the referrer's identity";
        /// It is about somebody else, or names them.
        ThirdParty = "third-party", "third party";
    }
}

impl Why {
    /// What stands in the place of what was left out.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Referrer => "[left out: the referrer's identity]",
            Self::ThirdParty => "[left out: third party]",
        }
    }
}

/// What was given, or is to be given, to whom, and why: what the record keeps of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosed {
    /// The contact it was asked for.
    pub contact: ContactId,
    /// Whom of it the pack is about.
    pub subject: Subject,
    /// Other contacts that name the same person, if they were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<ContactId>,
    /// Which pack of this contact, from 1.
    pub number: u32,
    /// To whom.
    pub to: String,
    /// Why.
    pub why: String,
    /// SHA-256 of the Word file, in hexadecimal.
    pub sha256: String,
    /// Who put it together, and when, where the entry was written again because another contact of the pack was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<(Actor, Moment)>,
}

impl Disclosed {
    /// Every contact the pack was made from.
    pub fn contacts(&self) -> impl Iterator<Item = ContactId> {
        std::iter::once(self.contact).chain(self.others.iter().copied())
    }

    /// The same without these contacts; nothing if none is left.
    #[must_use]
    pub fn without(&self, ids: &[ContactId], by: &Actor, at: Moment) -> Option<Self> {
        let mut rest = self.contacts().filter(|contact| !ids.contains(contact));
        let contact = rest.next()?;
        let others = rest.collect();
        let first = self.first.clone().or_else(|| Some((by.clone(), at)));
        Some(Self { contact, others, first, ..self.clone() })
    }
}

/// A person of a contact as the command line names them: `child-1`, `person-2`.
///
/// # Errors
/// What would be right, in words.
pub fn subject(text: &str) -> Result<Subject, String> {
    let wrong = || format!("\"{text}\" is nobody: write child-1, person-2.");
    let (what, n) = text.trim().split_once(['-', ' ']).ok_or_else(wrong)?;
    let n = n.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).ok_or_else(wrong)?;
    match what {
        "child" => Ok(Subject::Child(n)),
        "person" => Ok(Subject::Person(n)),
        _ => Err(wrong()),
    }
}

/// Whether this person may put together what somebody of this contact may be given.
///
/// # Errors
/// [`Refusal`] in words.
pub fn may_disclose(
    contact: &Contact,
    subject: Subject,
    to: &str,
    why: &str,
    actor: &Actor,
) -> Result<(), Refusal> {
    actor.may(May::Disclose).map_err(Refusal)?;
    if contact.intake().kind == ContactKind::Consultation {
        return Err(Refusal("A consultation names nobody, so there is nobody to give it to.".into()));
    }
    let named = matches!(subject, Subject::Child(_) | Subject::Person(_));
    if !named || contact.intake().about(subject).is_none() {
        return Err(Refusal(format!("{} has no such child or person.", contact.id)));
    }
    for (text, missing) in [(to, "Say to whom it is given."), (why, "Say why it is given.")] {
        if text.trim().is_empty() {
            return Err(Refusal(missing.into()));
        }
    }
    Ok(())
}
