//! One line of a file as a known person, or every reason why it is none. The reasons name columns, never what stands in them.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};
use csv::StringRecord;

use super::columns::Columns;
use super::date;
use super::field::Field;
use crate::domain::named::{self, split};
use crate::domain::register::{KnownPerson, PersonKind, Sex, Standing};

/// Characters that a cell may have. More is a quotation mark gone astray.
const LONGEST: usize = 500;
/// Characters that a person's number may have.
const LONGEST_ID: usize = 64;
/// How far ahead a child can be due, in days.
const FARTHEST_DUE: TimeDelta = TimeDelta::days(310);
/// What systems write where they know nothing.
const NOTHING: [&str; 9] = ["", "-", "n/a", "na", "null", "none", "not known", "unknown", "not recorded"];
/// Whom somebody is open to whose worker the file does not name.
const OPEN_TO_SOMEBODY: &str = "social care (worker not named)";

/// Reads lines as people.
pub(super) struct People<'a> {
    columns: &'a Columns,
    /// In whose records whoever the file says nothing of stands.
    kind: PersonKind,
    today: NaiveDate,
    /// Where each number stood first.
    seen: HashMap<Box<str>, u64>,
}

/// What stands in one line, column by column.
struct Line<'a> {
    columns: &'a Columns,
    today: NaiveDate,
    record: &'a StringRecord,
    reasons: Vec<String>,
}

impl<'a> People<'a> {
    pub(super) fn new(columns: &'a Columns, kind: PersonKind, today: NaiveDate) -> Self {
        Self { columns, kind, today, seen: HashMap::new() }
    }

    /// The person in a record that begins on `line`, or why there is none.
    pub(super) fn read(&mut self, record: &StringRecord, line: u64) -> Result<KnownPerson, Vec<String>> {
        let mut told = Line { columns: self.columns, today: self.today, record, reasons: Vec::new() };
        let person = told.person(self.kind);
        if !person.id.is_empty()
            && let Some(first) = self.seen.get(person.id.as_str())
        {
            told.reasons.push(format!("its number stands on line {first} already"));
        }
        if !told.reasons.is_empty() {
            return Err(told.reasons);
        }
        self.seen.insert(person.id.as_str().into(), line);
        Ok(person)
    }
}

impl Line<'_> {
    fn person(&mut self, kind: PersonKind) -> KnownPerson {
        let (mut forename, mut surname) = (self.text(Field::Forename), self.text(Field::Surname));
        let whole = self.text(Field::Name);
        if forename.is_empty() && surname.is_empty() && !whole.is_empty() {
            (forename, surname) = split(&whole);
        }
        let phone = self.all(Field::Phone).find(|phone| !is_nothing(phone)).unwrap_or_default();
        let person = KnownPerson {
            id: self.id(),
            kind: self.kind(kind),
            also_known_as: self.other_names(&forename, &surname),
            forename,
            surname,
            birth: self.date(Field::Birth),
            due: self.date(Field::Due),
            mother: self.text(Field::Mother),
            sex: self.sex(),
            address: self.joined(Field::Address, ", "),
            postcode: self.known(Field::Postcode).to_uppercase(),
            phone,
            nhs_number: self.known(Field::NhsNumber),
            upn: self.known(Field::Upn).to_uppercase(),
            standing: self.standing(),
        };
        self.check(&person);
        person
    }

    fn check(&mut self, person: &KnownPerson) {
        if let Some(at) =
            self.record.iter().position(|cell| cell.len() > LONGEST && cell.chars().count() > LONGEST)
        {
            let heading = self.columns.all().get(at).map_or("", |column| column.heading.as_str());
            self.reasons.push(format!("\"{heading}\" has more than {LONGEST} characters"));
        }
        let names = [&person.forename, &person.surname, &person.mother];
        if names.iter().all(|name| name.is_empty()) && person.also_known_as.is_empty() {
            self.reasons.push("has no name".into());
        }
        if person.birth.is_some() && person.due.is_some() {
            self.reasons.push("has both a birth date and a due date".into());
        }
        let birth = self.columns.heading(Field::Birth);
        if person.birth.is_some_and(|birth| birth > self.today) {
            self.reasons.push(format!("\"{birth}\" lies in the future; a child not yet born has a due date"));
        }
        if person.due.is_some_and(|due| due > self.today + FARTHEST_DUE) {
            self.reasons.push(format!("\"{}\" lies too far ahead", self.columns.heading(Field::Due)));
        }
        for (field, days) in [
            (Field::ClosedOn, person.standing.closed_on.as_slice()),
            (Field::SharedOn, person.standing.shared_on.as_slice()),
        ] {
            if days.iter().any(|day| *day > self.today) {
                self.reasons.push(format!("\"{}\" lies in the future", self.columns.heading(field)));
            }
        }
    }

    fn id(&mut self) -> String {
        let id = self.known(Field::Id);
        if id.is_empty() {
            self.reasons.push(format!("has no number (\"{}\" is empty)", self.columns.heading(Field::Id)));
        } else if id.chars().count() > LONGEST_ID {
            self.reasons.push(format!("its number has more than {LONGEST_ID} characters"));
        } else if named::from_id(&id).is_some() {
            self.reasons.push("its number is of the form of this desk's own entries".into());
        }
        id
    }

    fn kind(&mut self, otherwise: PersonKind) -> PersonKind {
        match self.known(Field::Kind).to_lowercase().as_str() {
            "" => otherwise,
            "child" | "children" | "c" | "young person" => PersonKind::Child,
            "adult" | "adults" | "a" | "carer" | "parent" => PersonKind::Adult,
            _ => {
                self.reasons
                    .push(format!("\"{}\" is neither child nor adult", self.columns.heading(Field::Kind)));
                otherwise
            }
        }
    }

    fn sex(&mut self) -> Option<Sex> {
        match self.text(Field::Sex).to_lowercase().as_str() {
            "f" | "female" | "girl" | "woman" | "2" => Some(Sex::Female),
            "m" | "male" | "boy" | "man" | "1" => Some(Sex::Male),
            "u" | "unknown" | "unborn" | "indeterminate" | "0" | "9" => Some(Sex::Unknown),
            text if is_nothing(text) => None,
            _ => {
                self.reasons.push(format!("\"{}\" is neither F, M nor U", self.columns.heading(Field::Sex)));
                None
            }
        }
    }

    fn standing(&mut self) -> Standing {
        let mut standing = Standing {
            open_to: self.joined(Field::OpenTo, ", "),
            closed_on: self.date(Field::ClosedOn),
            closed_team: self.known(Field::ClosedTeam),
            plan: self.known(Field::Plan),
            shared_on: self.dates(Field::SharedOn),
        };
        match self.known(Field::Status).to_lowercase().as_str() {
            "" => {}
            "open" | "active" | "current" | "allocated" | "yes" | "y" => {
                if standing.open_to.is_empty() {
                    OPEN_TO_SOMEBODY.clone_into(&mut standing.open_to);
                }
            }
            "closed" | "inactive" | "ended" | "never open" | "no" | "n" | "not open" => {
                // Whoever was the last to have it stands on in many systems.
                let last = std::mem::take(&mut standing.open_to);
                if standing.closed_team.is_empty() && standing.closed_on.is_some() {
                    standing.closed_team = last;
                }
            }
            _ => {
                self.reasons
                    .push(format!("\"{}\" is neither open nor closed", self.columns.heading(Field::Status)));
            }
        }
        standing
    }

    /// Other whole names: a single word stands for the surname, or for the first name, that the person had beside the other.
    fn other_names(&self, forename: &str, surname: &str) -> Vec<String> {
        let former =
            self.all(Field::FormerSurname).map(|other| format!("{forename} {other}").trim().to_owned());
        let others = self.all(Field::AlsoKnownAs).flat_map(|cell| {
            let names = cell.split([';', '|', '/']).map(str::trim).filter(|name| !is_nothing(name));
            let whole = |name: &str| {
                if name.contains(' ') || surname.is_empty() {
                    name.to_owned()
                } else {
                    format!("{name} {surname}")
                }
            };
            names.map(whole).collect::<Vec<_>>()
        });
        former.chain(others).collect()
    }

    fn date(&mut self, field: Field) -> Option<NaiveDate> {
        let text = self.known(field);
        if text.is_empty() {
            return None;
        }
        match date::read(&text) {
            Ok(day) => Some(day),
            Err(why) => {
                self.reasons.push(format!("\"{}\" {why}", self.columns.heading(field)));
                None
            }
        }
    }

    fn dates(&mut self, field: Field) -> Vec<NaiveDate> {
        let cells: Vec<String> = self.all(field).filter(|cell| !is_nothing(cell)).collect();
        let mut days = Vec::new();
        for text in
            cells.iter().flat_map(|cell| cell.split([';', '|', ','])).map(str::trim).filter(|t| !t.is_empty())
        {
            match date::read(text) {
                Ok(day) => days.push(day),
                Err(why) => self.reasons.push(format!("\"{}\" {why}", self.columns.heading(field))),
            }
        }
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Every column of a field that says something, tidied.
    fn all(&self, field: Field) -> impl Iterator<Item = String> {
        let cells = self.columns.fields().zip(self.record.iter()).filter(move |(is, _)| *is == field);
        cells.map(|(_, cell)| tidy(cell)).filter(|cell| !cell.is_empty())
    }

    fn text(&self, field: Field) -> String {
        self.all(field).next().unwrap_or_default()
    }

    /// As [`Line::text`], but nothing where a system writes that it knows nothing. Never for names: Null is one.
    fn known(&self, field: Field) -> String {
        let text = self.text(field);
        if is_nothing(&text) { String::new() } else { text }
    }

    fn joined(&self, field: Field, by: &str) -> String {
        self.all(field).filter(|cell| !is_nothing(cell)).collect::<Vec<_>>().join(by)
    }
}

fn is_nothing(text: &str) -> bool {
    text.len() <= 12 && NOTHING.contains(&text.to_lowercase().as_str())
}

/// One line without what cannot be seen: the lines of an address become parts of it.
fn tidy(cell: &str) -> String {
    let cell = cell.trim();
    if cell.bytes().all(|byte| (b' '..0x7F).contains(&byte)) && !cell.contains("  ") {
        return cell.to_owned();
    }
    let lines = cell.lines().map(|line| {
        let seen: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        seen.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    let lines: Vec<String> =
        lines.map(|line| line.trim_end_matches(',').to_owned()).filter(|l| !l.is_empty()).collect();
    lines.join(", ")
}

#[cfg(test)]
mod tests;
