//! The children and adults named in the desk's own contacts, as entries of the register: a child that was told of last week is
//! known when somebody rings again.

use super::codes::{ContactKind, Route, Source};
use super::contact::Contact;
use super::human::{self, Birth};
use super::ids::ContactId;
use super::intake::{Answers, Subject};
use super::register::{KnownPerson, PersonKind, Sex};
use super::same;
use super::schema::QuestionId;
use super::when::Moment;

/// A birthday from which a person is an adult.
const OF_AGE: u32 = 18;

/// One child or adult named in a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Whom the contact names.
    pub subject: Subject,
    /// What it says of the person. The standing is empty: where a person stands with the authority is imported, never told.
    pub person: KnownPerson,
    /// When the contact was received.
    pub received: Moment,
    /// Who told, in the normal form of [`same::caller`].
    pub caller: Option<String>,
    /// When information sharing was last decided for the contact (Stage 2, L221, L222).
    pub shared: Option<Moment>,
}

/// The register's number of somebody who is named in a contact: `R-1004/child 1`.
#[must_use]
pub fn id(contact: ContactId, subject: Subject) -> String {
    match subject {
        Subject::Call | Subject::Share(_) => contact.to_string(),
        Subject::Child(n) => format!("{contact}/child {}", n.saturating_add(1)),
        Subject::Person(n) => format!("{contact}/person {}", n.saturating_add(1)),
    }
}

/// The contact and subject behind such a number; nothing if it is the number of an imported person.
#[must_use]
pub fn from_id(id: &str) -> Option<(ContactId, Subject)> {
    let (contact, subject) = id.split_once('/')?;
    let contact = contact.starts_with("R-").then(|| contact.parse().ok())??;
    let (what, n) = subject.split_once(' ')?;
    let n = n.parse::<usize>().ok()?.checked_sub(1)?;
    match what {
        "child" => Some((contact, Subject::Child(n))),
        "person" => Some((contact, Subject::Person(n))),
        _ => None,
    }
}

/// Everybody whom a contact names, children first. A consultation names nobody (L316).
#[must_use]
pub fn named(contact: &Contact) -> Vec<Named> {
    let intake = contact.intake();
    if intake.kind == ContactKind::Consultation {
        return Vec::new();
    }
    let answers = &intake.answers;
    let (name, phone) = (answers.text(QuestionId::CallerName), answers.text(QuestionId::CallerPhone));
    let received = contact.received.received;
    let family_rang = answers.has_code(QuestionId::CallerSource, Source::Family.code());
    let children = intake.children.iter().enumerate().map(|(n, child)| {
        let mut person = child_told_of(child);
        if person.due.is_some() || human::birth(child.text(QuestionId::ChildBirth)) == Some(Birth::Due(None))
        {
            person.mother = mother(&intake.family);
        }
        if family_rang && person.phone.is_empty() {
            // The number by which the family was reached.
            phone.clone_into(&mut person.phone);
        }
        (Subject::Child(n), person)
    });
    let others =
        intake.family.iter().enumerate().map(|(n, told)| (Subject::Person(n), other_told_of(told, received)));
    let caller = same::caller(name, phone);
    let shared = contact.decisions.iter().rev().find(|d| d.route == Route::Stage2).map(|d| d.at);
    children
        .chain(others)
        .filter(|(_, person)| is_somebody(person))
        .map(|(subject, person)| Named {
            subject,
            person: KnownPerson { id: id(contact.id, subject), ..person },
            received,
            caller: caller.clone(),
            shared,
        })
        .collect()
}

/// Whether there is anything to know the person by.
fn is_somebody(person: &KnownPerson) -> bool {
    [&person.forename, &person.surname, &person.mother].into_iter().any(|name| !name.is_empty())
}

fn child_told_of(child: &Answers) -> KnownPerson {
    let text = |id| child.text(id).trim().to_owned();
    let (birth, due) = match human::birth(child.text(QuestionId::ChildBirth)) {
        Some(Birth::Born(day)) => (Some(day), None),
        Some(Birth::Due(day)) => (None, day),
        Some(Birth::About(_)) | None => (None, None),
    };
    KnownPerson {
        forename: text(QuestionId::ChildForename),
        surname: text(QuestionId::ChildSurname),
        birth,
        due,
        sex: Sex::from_code(child.text(QuestionId::ChildSex)),
        address: text(QuestionId::ChildAddress),
        postcode: text(QuestionId::ChildPostcode),
        phone: text(QuestionId::ChildPhone),
        also_known_as: whole_names(child.text(QuestionId::ChildOtherNames)),
        nhs_number: text(QuestionId::ChildNhs),
        upn: text(QuestionId::ChildUpn),
        ..KnownPerson::new("", PersonKind::Child)
    }
}

fn other_told_of(told: &Answers, received: Moment) -> KnownPerson {
    let birth = human::birth(told.text(QuestionId::PersonBirth));
    let kind = match birth {
        Some(Birth::Born(day))
            if received.utc().date_naive().years_since(day).is_some_and(|age| age < OF_AGE) =>
        {
            PersonKind::Child
        }
        Some(Birth::About(age)) if age < OF_AGE => PersonKind::Child,
        _ => PersonKind::Adult,
    };
    let (forename, surname) = split(told.text(QuestionId::PersonName));
    let birth = if let Some(Birth::Born(day)) = birth { Some(day) } else { None };
    KnownPerson {
        forename,
        surname,
        birth,
        sex: Sex::from_code(told.text(QuestionId::PersonSex)),
        address: told.text(QuestionId::PersonAddress).trim().to_owned(),
        phone: told.text(QuestionId::PersonPhone).trim().to_owned(),
        ..KnownPerson::new("", kind)
    }
}

/// A whole name as first name and surname: `Sam Mockford`, `Mockford, Sam`. A single word is a first name.
#[must_use]
pub fn split(name: &str) -> (String, String) {
    let name = name.trim();
    if let Some((surname, forename)) = name.split_once(',') {
        return (forename.trim().to_owned(), surname.trim().to_owned());
    }
    match name.rsplit_once(char::is_whitespace) {
        Some((forename, surname)) => (forename.trim().to_owned(), surname.to_owned()),
        None => (name.to_owned(), String::new()),
    }
}

/// Several whole names, apart by commas, semicolons or lines.
pub(super) fn whole_names(told: &str) -> Vec<String> {
    let names = told.split([',', ';', '\n']).map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// The name of whoever is told of as the mother.
pub(super) fn mother(family: &[Answers]) -> String {
    let is_mother = |relation: &str| ["mother", "mum", "mam", "birth mother"].contains(&relation);
    family
        .iter()
        .find(|person| is_mother(person.text(QuestionId::PersonRelation).trim().to_lowercase().as_str()))
        .map_or_else(String::new, |person| person.text(QuestionId::PersonName).trim().to_owned())
}

#[cfg(test)]
mod tests;
