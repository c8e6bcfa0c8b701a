//! The sentences of each step.

use super::super::body::{self, Mark};
use super::super::check;
use super::super::codes::ContactKind;
use super::super::human;
use super::super::intake::{Answer, Answers, Basis, Intake, NarrativeLine, Subject};
use super::super::schema::{self, QuestionId as Q, Step};
use super::super::seek::Link;
use super::super::way;
use super::{Agreed, Telling};

/// What an unanswered question is called.
const NOT_ASKED: &str = "not asked";

impl Telling<'_> {
    pub(super) fn receipt(&self) -> String {
        let kind = match self.intake.kind {
            ContactKind::Referral if way::is_listening(self.intake) => "Call received",
            ContactKind::Referral => "Received",
            ContactKind::Consultation => "Consultation asked for",
        };
        let source = schema::source(self.intake).map_or(NOT_ASKED, |source| source.label());
        format!("{kind} {}. Who is ringing: {source}.", self.zone.long(self.received))
    }

    pub(super) fn caller(&self) -> Vec<String> {
        let call = &self.intake.answers;
        let professional = schema::is_professional(self.intake);
        let mut who = vec![format!("Caller: {}", said(call, Q::CallerName))];
        if professional {
            let role = or(call, Q::CallerRole, "role not asked");
            who.push(format!("{role} at {}", or(call, Q::CallerOrganisation, "a place not asked")));
        }
        let mut told = vec![
            stop(who.join(", ")),
            stop(format!("Number to ring back: {}", said(call, Q::CallerPhone))),
            sentence(&agreed(self.intake, Q::CallerNameUse, None)),
        ];
        if Q::WrittenPromised.question().is_asked(self.intake, Subject::Call) {
            told.push(stop(format!("{}: {}", Q::WrittenPromised.label(), said(call, Q::WrittenPromised))));
        }
        told.extend(self.rest(&[Step::Caller], Subject::Call));
        told
    }

    pub(super) fn children(&self) -> Vec<String> {
        let many = self.intake.children.len();
        let mut told = Vec::new();
        for (n, child) in self.intake.children.iter().enumerate() {
            let label = if many > 1 { format!("Child {} of {many}", n + 1) } else { "Child".to_owned() };
            let birth = match child.get(Q::ChildBirth).and_then(Answer::as_text) {
                Some(typed) => check::reading(Q::ChildBirth, typed, self.received, self.zone)
                    .unwrap_or_else(|| format!("birth date or age told as \"{}\"", flat(typed))),
                None => format!("birth date or age {}", said(child, Q::ChildBirth)),
            };
            let mut who = vec![format!("{label}: {}", name(child)), birth];
            if child.get(Q::ChildSex).is_some() {
                who.push(said(child, Q::ChildSex));
            }
            told.push(stop(who.join(", ")));
            told.push(stop(format!(
                "Home: {}, {}",
                or(child, Q::ChildAddress, "address not asked"),
                or(child, Q::ChildPostcode, "postcode not asked")
            )));
            if Q::ChildSchool.question().is_asked(self.intake, Subject::Child(n)) {
                told.push(stop(format!("School or nursery: {}", said(child, Q::ChildSchool))));
            }
            let mut open = vec![format!("Open to a social worker: {}", said(child, Q::ChildOpen))];
            if child.get(Q::ChildWorker).is_some() {
                open.push(said(child, Q::ChildWorker));
            }
            told.push(stop(open.join(", ")));
            if child.has_code(Q::ChildElsewhere, "yes") {
                told.push("Lives in another authority.".to_owned());
            }
            told.extend(self.rest(&[Step::Child, Step::Details], Subject::Child(n)));
        }
        told
    }

    pub(super) fn concern(&self) -> Vec<String> {
        let call = &self.intake.answers;
        let mut told = vec![
            stop(format!("Concern: {}", said(call, Q::Concern))),
            stop(format!("Kind of harm: {}", said(call, Q::Harm))),
        ];
        let lines: Vec<&NarrativeLine> =
            self.intake.narrative.iter().filter(|line| !line.text.trim().is_empty()).collect();
        if lines.is_empty() {
            told.push(stop(format!("What happened: {}", said(call, Q::Narrative))));
        }
        told.extend(lines.into_iter().map(basis));
        if self.intake.kind == ContactKind::Referral {
            told.push(stop(format!("Said by the child: {}", said(call, Q::ChildWords))));
        }
        told.push(stop(format!("When: {}", self.dated())));
        if self.intake.kind == ContactKind::Referral {
            let mut injury = vec![format!("Injury: {}", said(call, Q::Injury))];
            if (Q::InjuryDetail.question().applies)(self.intake) {
                injury.push(format!("body part, size, colour: {}", said(call, Q::InjuryDetail)));
            }
            told.push(stop(injury.join("; ")));
        }
        told.push(stop(format!("Why now: {}", said(call, Q::WhyNow))));
        told.extend(self.rest(&[Step::Concern], Subject::Call));
        told
    }

    fn dated(&self) -> String {
        let call = &self.intake.answers;
        match call.get(Q::When).and_then(Answer::as_text) {
            Some(typed) => match check::reading(Q::When, typed, self.received, self.zone) {
                Some(read) => format!("{} ({read})", flat(typed)),
                None => flat(typed),
            },
            None => said(call, Q::When),
        }
    }

    pub(super) fn safety(&self) -> Vec<String> {
        let call = &self.intake.answers;
        let danger = stop(format!("In danger at this moment: {}", said(call, Q::Danger)));
        if self.intake.kind == ContactKind::Consultation {
            return vec![danger];
        }
        let many = self.intake.children.len() > 1;
        let mut told = Vec::new();
        for (n, child) in self.intake.children.iter().enumerate() {
            let whom = match (many, child.text(Q::ChildForename).trim()) {
                (_, "") if many => format!("Child {}", n + 1),
                (_, "") => "The child".to_owned(),
                (_, forename) => flat(forename),
            };
            let now = |who: &str, place: Q, company: Q| {
                let place = or(child, place, "where is not asked");
                stop(format!("{who} now: {place}, with {}", or(child, company, "whom is not asked")))
            };
            let is_asked = |id: Q| id.question().is_asked(self.intake, Subject::Child(n));
            let is_told = |id: Q| child.get(id).is_some() || is_asked(id);
            if is_told(Q::ChildWhere) || is_told(Q::ChildWith) {
                told.push(now(&whom, Q::ChildWhere, Q::ChildWith));
            }
            if is_told(Q::MotherWhere) || is_told(Q::MotherWith) {
                let mother = if many { format!("The mother of {whom}") } else { "The mother".to_owned() };
                told.push(now(&mother, Q::MotherWhere, Q::MotherWith));
            }
            let time = match human::time(child.text(Q::ChildCollection)) {
                Some(time) => time.format("%H:%M").to_string(),
                None => said(child, Q::ChildCollection),
            };
            if is_asked(Q::ChildCollection) {
                told.push(stop(format!(
                    "{whom} is collected at: {time}; by: {}",
                    said(child, Q::ChildCollector)
                )));
            }
        }
        told.push(danger);
        told.push(stop(format!("Emergency medical attention: {}", said(call, Q::Medical))));
        told.push(stop(format!("Other children at risk: {}", said(call, Q::OthersAtRisk))));
        told.extend(self.rest(&[Step::Safety], Subject::Call));
        told
    }

    pub(super) fn family(&self) -> Vec<String> {
        let mut told = Vec::new();
        for (n, person) in self.intake.family.iter().enumerate().filter(|(_, person)| !person.is_empty()) {
            let relation = or(person, Q::PersonRelation, "relation not asked");
            let mut who = vec![format!("{}: {}", capital(&relation), said(person, Q::PersonName))];
            if let Some(typed) = person.get(Q::PersonBirth).and_then(Answer::as_text) {
                let birth = check::reading(Q::PersonBirth, typed, self.received, self.zone);
                who.push(birth.unwrap_or_else(|| flat(typed)));
            }
            match person.text(Q::PersonResponsibility) {
                "yes" => who.push("holds parental responsibility".to_owned()),
                "no" => who.push("holds no parental responsibility".to_owned()),
                _ => {}
            }
            told.push(stop(who.join(", ")));
            told.extend(self.rest(&[Step::Family], Subject::Person(n)));
        }
        told.push(stop(format!("Who else matters: {}", said(&self.intake.answers, Q::Household))));
        told
    }

    pub(super) fn consent(&self) -> Vec<String> {
        let mut told = vec![
            sentence(&agreed(self.intake, Q::ParentsInformed, Some(Q::ParentsReason))),
            sentence(&agreed(self.intake, Q::Consent, Some(Q::ConsentReason))),
        ];
        for subject in
            self.intake.subjects().filter(|subject| matches!(subject, Subject::Child(_) | Subject::Person(_)))
        {
            told.extend(self.rest(&[Step::Consent, Step::History], subject));
        }
        told
    }

    /// What is said of every kind of call after its own parts: what it needs, what was agreed, what is known and shared.
    pub(super) fn everything_else(&self) -> Vec<String> {
        let mut told = self.rest(&[Step::Family, Step::Consent, Step::History], Subject::Call);
        for n in 0..self.intake.shares.len() {
            told.extend(self.rest(&[Step::Consent], Subject::Share(n)));
        }
        told
    }
}

/// Who of the call is known, and what was known of them when they were linked.
#[must_use]
pub fn links(intake: &Intake) -> Vec<String> {
    let said = |link: &Link| {
        let whom = match link.subject {
            Subject::Child(n) if intake.children.len() > 1 => {
                format!("Child {}", n.saturating_add(1))
            }
            Subject::Person(n) => format!("Person {}", n.saturating_add(1)),
            _ => "The child".to_owned(),
        };
        let known = link.known.join(" ");
        stop(format!("{whom} is known as {}, linked by {}. {known}", link.id, link.by).trim().to_owned())
    };
    intake.links.iter().map(said).collect()
}

/// The marks of the body maps, each with its sign.
#[must_use]
pub fn marks(intake: &Intake) -> Vec<String> {
    let mark = |(n, mark): (usize, &Mark)| {
        let whose = match (intake.children.len(), mark.child) {
            (0 | 1, _) => String::new(),
            (_, child) => format!(" (child {})", child.saturating_add(1)),
        };
        stop(format!("Mark {}{whose}: {}", body::sign(n), mark.sentence()))
    };
    intake.marks.iter().enumerate().map(mark).collect()
}

/// What was agreed on one question, with the reason that its answer calls for.
pub(super) fn agreed(intake: &Intake, question: Q, reason: Option<Q>) -> Agreed {
    let mut words = said(&intake.answers, question);
    if let Some(reason) = reason.filter(|reason| (reason.question().applies)(intake)) {
        words.push_str("; reason: ");
        words.push_str(&said(&intake.answers, reason));
    }
    Agreed { question, said: words }
}

fn sentence(agreed: &Agreed) -> String {
    stop(format!("{}: {}", agreed.question.label(), agreed.said))
}

/// An answer in words, inside a sentence: the text, the labels of the choices, or the state; `not asked` where there is none.
pub(super) fn said(answers: &Answers, id: Q) -> String {
    let Some(answer) = answers.get(id) else { return NOT_ASKED.to_owned() };
    let choices = id.question().kind.choices();
    match answer {
        Answer::State(unanswered) if unanswered.reason.trim().is_empty() => {
            unanswered.state.label().to_owned()
        }
        Answer::State(unanswered) => format!("{} ({})", unanswered.state.label(), flat(&unanswered.reason)),
        Answer::Text(text) if choices.is_empty() => flat(text),
        Answer::Text(_) | Answer::Many(_) => {
            let label = |code: &String| {
                let choice = choices.iter().find(|choice| choice.code == code);
                choice.map_or_else(|| flat(code), |choice| choice.label.to_lowercase())
            };
            let labels: Vec<String> = answer.codes().iter().map(label).collect();
            labels.join(", ")
        }
    }
}

/// An answer in words, or words of its own where the question was not asked.
fn or(answers: &Answers, id: Q, not_asked: &str) -> String {
    if answers.get(id).is_some() { said(answers, id) } else { not_asked.to_owned() }
}

fn name(child: &Answers) -> String {
    match (child.get(Q::ChildForename), child.get(Q::ChildSurname)) {
        (None, None) => "name not asked".to_owned(),
        (Some(_), None) => format!("{} (surname not asked)", said(child, Q::ChildForename)),
        (None, Some(_)) => format!("{} (first name not asked)", said(child, Q::ChildSurname)),
        (Some(Answer::Text(forename)), Some(Answer::Text(surname))) => {
            format!("{} {}", flat(forename), flat(surname))
        }
        _ => {
            format!("first name {}, surname {}", said(child, Q::ChildForename), said(child, Q::ChildSurname))
        }
    }
}

fn basis(line: &NarrativeLine) -> String {
    let text = flat(line.words());
    stop(match line.basis {
        Basis::Seen => format!("Seen or heard by the caller: {text}"),
        Basis::Told => {
            let by = line.teller().map_or_else(|| "someone else".to_owned(), flat);
            format!("Told to the caller by {by}: {text}")
        }
        Basis::Opinion => format!("The caller's opinion: {text}"),
    })
}

/// One line of text: line breaks become semicolons.
fn flat(text: &str) -> String {
    let parts: Vec<&str> = text.lines().map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join("; ")
}

/// Ends a sentence that does not end by itself.
pub(super) fn stop(mut sentence: String) -> String {
    if !sentence.ends_with(['.', '!', '?', '…']) {
        sentence.push('.');
    }
    sentence
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
