//! What callers say of the children they ring about.

use chrono::{Datelike, Days, NaiveDate};

use super::spelling::{heard, slip};
use super::{Call, Dice, Family, Home, Person, PersonKind, Query, TODAY, Town};
use crate::domain::register::Born;

impl Town {
    /// So many calls: seven in ten about a known child, one about a brother or sister who is not known, two about
    /// strangers.
    pub fn calls(&self, count: usize) -> impl Iterator<Item = Call> {
        (0..count).map(|nth| {
            let mut dice = self.dice(nth, 3);
            self.call(&mut dice)
        })
    }

    fn call(&self, dice: &mut Dice) -> Call {
        let most = u32::try_from(self.families).unwrap_or(u32::MAX).saturating_sub(1);
        let nth = dice.between(0, most) as usize;
        match dice.between(1, 10) {
            1..=2 => {
                // Families beyond the last are of the same town, but nobody knows them.
                let family = self.family(self.families + nth);
                let query = family.said(&family.unknown, &mut self.caller(dice), dice);
                Call { query, truth: None, household: Vec::new(), what: "stranger" }
            }
            3 => {
                let family = self.family(nth);
                let query = family.said(&family.unknown, &mut self.caller(dice), dice);
                let household = family.members.iter().map(|member| member.id.clone()).collect();
                Call { query, truth: None, household, what: "brother or sister unknown" }
            }
            _ => {
                let family = self.family(nth);
                let children: Vec<&Person> =
                    family.members.iter().filter(|member| member.kind == PersonKind::Child).collect();
                let child = dice.pick(&children).copied().unwrap_or(&family.unknown);
                let mut caller = self.caller(dice);
                let query = family.said(child, &mut caller, dice);
                let household = family
                    .members
                    .iter()
                    .map(|member| member.id.clone())
                    .filter(|id| *id != child.id)
                    .collect();
                let what = match child {
                    child if child.unborn => "unborn",
                    child if child.twin => "twin",
                    _ => caller.what,
                };
                Call { query, truth: Some(child.id.clone()), household, what }
            }
        }
    }

    fn caller(&self, dice: &mut Dice) -> Caller {
        Caller { moved: dice.chance(7).then(|| self.home(dice)), other: self.home(dice), what: "plain" }
    }
}

/// What one caller gets wrong.
struct Caller {
    /// The family has moved since.
    moved: Option<Home>,
    /// Somebody else's address.
    other: Home,
    what: &'static str,
}

impl Family {
    fn said(&self, person: &Person, caller: &mut Caller, dice: &mut Dice) -> Query {
        let mut query = Query {
            kind: Some(PersonKind::Child),
            sex: dice.chance(88).then_some(person.sex),
            ..Query::default()
        };
        if !person.unborn {
            query.forename = forename(person, caller, dice);
        }
        query.surname = surname(person, self, caller, dice);
        if dice.chance(2) {
            caller.what = "names reversed";
            std::mem::swap(&mut query.forename, &mut query.surname);
        }
        query.birth = birth(person, caller, dice);
        let home = if dice.chance(1) { &caller.other } else { caller.moved.as_ref().unwrap_or(&self.home) };
        if dice.chance(60) {
            query.postcode.clone_from(&home.postcode);
        }
        query.address = address(&home.address, dice);
        if dice.chance(20) {
            query.phone = self.phone.replace(' ', "");
        }
        if dice.chance(if person.unborn { 95 } else { 15 }) {
            query.mother.clone_from(&self.mother);
        }
        query
    }
}

fn forename(person: &Person, caller: &mut Caller, dice: &mut Dice) -> String {
    let first = person.forenames.first().cloned().unwrap_or_default();
    let other = person.forenames.iter().skip(1).cloned().collect::<Vec<_>>();
    match dice.between(1, 100) {
        1..=14 if !other.is_empty() => {
            caller.what = "nickname or spelling";
            dice.word(&other).to_owned()
        }
        1..=5 => heard(&first, dice),
        15..=22 => {
            caller.what = "forename as heard";
            heard(&first, dice)
        }
        23..=26 => {
            caller.what = "forename mistyped";
            slip(&first, dice)
        }
        27 => {
            caller.what = "middle name";
            person.middle.clone().unwrap_or(first)
        }
        28..=29 => {
            caller.what = "no forename";
            String::new()
        }
        30..=38 => person.middle.as_ref().map_or(first.clone(), |middle| format!("{first} {middle}")),
        _ => first,
    }
}

fn surname(person: &Person, family: &Family, caller: &mut Caller, dice: &mut Dice) -> String {
    let surname = &person.surname;
    match dice.between(1, 100) {
        1..=4 => {
            caller.what = "no surname";
            String::new()
        }
        5..=10 => {
            caller.what = "surname as heard";
            heard(surname, dice)
        }
        11..=14 => {
            caller.what = "surname mistyped";
            slip(surname, dice)
        }
        15..=19 => {
            caller.what = "other surname";
            let mothers = family.mother.rsplit(' ').next().unwrap_or_default();
            person.other_surname.clone().unwrap_or_else(|| mothers.to_owned())
        }
        20..=60 => surname.split('-').next_back().unwrap_or_default().to_owned(),
        _ => surname.clone(),
    }
}

fn birth(person: &Person, caller: &mut Caller, dice: &mut Dice) -> Option<Born> {
    if person.unborn {
        let days = dice.between(0, 20);
        let due = person.birth + Days::new(u64::from(days)) - Days::new(10);
        return Some(Born::Due(dice.chance(85).then_some(due)));
    }
    match dice.between(1, 100) {
        1..=10 => {
            caller.what = "no birth date";
            None
        }
        11..=22 => {
            caller.what = "age only";
            let age = TODAY.years_since(person.birth).unwrap_or(0);
            let about = (age + dice.between(0, 2)).saturating_sub(1);
            Some(Born::about(if dice.chance(60) { age } else { about }, TODAY))
        }
        23..=30 => {
            caller.what = "birth date wrong";
            Some(Born::On(mistaken(person.birth, dice)))
        }
        _ => Some(Born::On(person.birth)),
    }
}

/// A birth date with a mistake: day and month swapped, a digit wrong, a year off.
pub(super) fn mistaken(birth: NaiveDate, dice: &mut Dice) -> NaiveDate {
    let mistaken = match dice.between(1, 3) {
        1 => NaiveDate::from_ymd_opt(birth.year(), birth.day(), birth.month()),
        2 => {
            birth.with_day((birth.day() + [1, 10, 2].get(dice.between(0, 2) as usize).unwrap_or(&1)) % 28 + 1)
        }
        _ => birth.with_year(birth.year() - 1),
    };
    mistaken.filter(|mistaken| *mistaken != birth).unwrap_or(birth - Days::new(1))
}

fn address(address: &str, dice: &mut Dice) -> String {
    let street = address.rsplit_once(", ").map_or(address, |(street, _)| street);
    match dice.between(1, 100) {
        1..=30 => String::new(),
        31..=50 => address.to_owned(),
        51..=60 => street.replace("Road", "Rd").replace("Street", "St").replace("Avenue", "Ave"),
        61..=68 => street.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').to_owned(),
        69..=74 => slip(street, dice),
        _ => street.to_owned(),
    }
}
