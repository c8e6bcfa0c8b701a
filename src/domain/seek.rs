//! Looking for the people a caller speaks of while the call is typed: the question made from the answers, the people found, and
//! the link that a person makes. Nothing is linked by itself.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::actor::Actor;
use super::codes::ContactKind;
use super::human::{self, Birth};
use super::ids::ContactId;
use super::intake::{Answer, Answers, Intake, Subject};
use super::named;
use super::register::{Born, KnownPerson, PersonKind, Query, Relation, Sex, Typing};
use super::restrict::Guard;
use super::ribbon::Ribbon;
use super::schema::{Place, QuestionId as Q};
use super::when::Moment;

/// Letters of a name from which on it is worth looking.
const LETTERS: usize = 2;

/// A known person who may be meant, or who belongs to the household.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The person.
    pub person: KnownPerson,
    /// What the desk knows besides.
    pub ribbon: Ribbon,
    /// Whether this may be the person meant, or only somebody of the same household.
    pub relation: Relation,
    /// How likely it is, in bits of odds.
    pub bits: f32,
    /// The same as a chance from 0 to 1.
    pub score: f32,
    /// Why, the weightiest first.
    pub reasons: Vec<&'static str>,
    /// Whom to ask, where this is somebody in a restricted contact: nothing else is said of them then.
    pub restricted: Option<String>,
}

/// A child or adult of the call whom a person has linked with somebody known (L378, L380).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Whom of the call.
    pub subject: Subject,
    /// The known person's number in the register.
    pub id: String,
    /// Why they were taken for the same, in words.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// What was known of the person at that moment, in sentences.
    #[serde(default)]
    pub known: Vec<String>,
    /// Who linked them.
    pub by: String,
    /// When.
    pub at: Moment,
}

impl Found {
    /// The same with nothing said of the person but that there is one: a contact that only named people may open.
    #[must_use]
    pub fn behind(self, contact: ContactId, guard: &Guard) -> Self {
        Self {
            person: KnownPerson::new(contact.to_string(), self.person.kind),
            ribbon: Ribbon::default(),
            reasons: Vec::new(),
            restricted: Some(guard.ask()),
            ..self
        }
    }

    /// The whole name; of somebody in a restricted contact only that.
    #[must_use]
    pub fn name(&self) -> String {
        if self.restricted.is_some() {
            return format!("Restricted contact {}", self.person.id);
        }
        format!("{} {}", self.person.forename, self.person.surname).trim().to_owned()
    }

    /// Why they may be meant; of somebody in a restricted contact, whom to ask.
    #[must_use]
    pub fn why(&self) -> String {
        self.restricted.clone().unwrap_or_else(|| self.reasons.join(", "))
    }

    /// The link with a subject of the call.
    #[must_use]
    pub fn link(&self, subject: Subject, by: &Actor, at: Moment, today: NaiveDate) -> Link {
        Link {
            subject,
            id: self.person.id.clone(),
            reasons: self.reasons.iter().map(|&words| words.to_owned()).collect(),
            known: self.ribbon.lines(today),
            by: by.name.clone(),
            at,
        }
    }
}

/// Whom the questions under the cursor are about: a child, a person, or else the first child.
#[must_use]
pub fn subject_at(place: Option<Place>) -> Subject {
    match place.map(|place| place.subject) {
        Some(subject @ (Subject::Child(_) | Subject::Person(_))) => subject,
        _ => Subject::Child(0),
    }
}

/// What to look for: nothing as long as nothing was said that tells people apart.
#[must_use]
pub fn query(intake: &Intake, place: Option<Place>, today: NaiveDate) -> Option<(Subject, Query)> {
    if intake.kind == ContactKind::Consultation {
        return None;
    }
    let subject = subject_at(place);
    let told = intake.about(subject)?;
    let mut query = match subject {
        Subject::Child(_) => child(intake, told, today),
        _ => person(intake, told, today),
    };
    query.typing = place.and_then(|place| match place.question {
        Q::ChildForename => Some(Typing::Forename),
        Q::ChildSurname | Q::PersonName => Some(Typing::Surname),
        Q::ChildPostcode => Some(Typing::Postcode),
        _ => None,
    });
    says_enough(&query).then_some((subject, query))
}

/// Whether a query tells people apart at all: one letter, or a sex, does not.
fn says_enough(query: &Query) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() >= LETTERS;
    let digits = |text: &str, least: usize| text.chars().filter(char::is_ascii_digit).count() >= least;
    letters(&query.forename)
        || letters(&query.surname)
        || letters(&query.mother)
        || matches!(query.birth, Some(Born::On(_) | Born::Written(_)))
        || digits(&query.phone, 6)
        || digits(&query.nhs_number, 10)
        || query.upn.trim().len() >= 12
        || query.postcode.trim().len() >= 5
}

fn child(intake: &Intake, told: &Answers, today: NaiveDate) -> Query {
    let text = |id: Q| told.text(id).to_owned();
    let birth = born(told.text(Q::ChildBirth), today);
    Query {
        kind: Some(PersonKind::Child),
        forename: text(Q::ChildForename),
        surname: text(Q::ChildSurname),
        also_known_as: named::whole_names(told.text(Q::ChildOtherNames)),
        birth,
        sex: Sex::from_code(told.text(Q::ChildSex)),
        mother: if matches!(birth, Some(Born::Due(_))) {
            named::mother(&intake.family)
        } else {
            String::new()
        },
        address: text(Q::ChildAddress),
        postcode: text(Q::ChildPostcode),
        phone: text(Q::ChildPhone),
        nhs_number: text(Q::ChildNhs),
        upn: text(Q::ChildUpn),
        typing: None,
    }
}

/// Another person lives with the first child unless something else was said.
fn person(intake: &Intake, told: &Answers, today: NaiveDate) -> Query {
    let (forename, surname) = named::split(told.text(Q::PersonName));
    let own = told.text(Q::PersonAddress).trim();
    let home = intake.children.first().filter(|_| own.is_empty());
    let of_home = |id: Q| home.map(|child| child.text(id).to_owned());
    Query {
        forename,
        surname,
        birth: born(told.text(Q::PersonBirth), today),
        sex: Sex::from_code(told.text(Q::PersonSex)),
        address: of_home(Q::ChildAddress).unwrap_or_else(|| own.to_owned()),
        postcode: of_home(Q::ChildPostcode).unwrap_or_default(),
        phone: told.text(Q::PersonPhone).to_owned(),
        ..Query::default()
    }
}

fn born(told: &str, today: NaiveDate) -> Option<Born> {
    Some(match human::birth(told)? {
        Birth::Born(day) => Born::On(day),
        Birth::About(years) => Born::about(years, today),
        Birth::Due(day) => Born::Due(day),
    })
}

/// Links somebody of the call with a known person, in place of an earlier link, and answers what follows from it where nothing
/// was answered yet: that the records were looked up, by whom, and to whom the child is open. Nothing answered is overwritten.
pub fn link(intake: &mut Intake, found: &Found, link: Link, looked: &str) {
    let subject = link.subject;
    intake.links.retain(|other| other.subject != subject);
    intake.links.push(link);
    if !matches!(subject, Subject::Child(_)) {
        return;
    }
    let open_to = &found.ribbon.open_to;
    fill(intake, subject, Q::RecordsChild, "known");
    fill(intake, subject, Q::RecordsBy, looked);
    if !open_to.is_empty() {
        fill(intake, subject, Q::ChildOpen, "yes");
        fill(intake, subject, Q::ChildWorker, open_to);
    }
}

/// Records that somebody looked and found no trace: a result of its own (L380). A link of the child is taken away.
pub fn no_trace(intake: &mut Intake, subject: Subject, looked: &str) {
    intake.links.retain(|other| other.subject != subject);
    if matches!(subject, Subject::Child(_)) {
        let answers = intake.about_mut(subject);
        answers.set(Q::RecordsChild, Answer::text("no-trace"));
        answers.set(Q::RecordsBy, Answer::text(looked));
    }
}

fn fill(intake: &mut Intake, subject: Subject, question: Q, value: &str) {
    let answers = intake.about_mut(subject);
    if answers.get(question).is_none() {
        answers.set(question, Answer::text(value));
    }
}

#[cfg(test)]
mod tests;
