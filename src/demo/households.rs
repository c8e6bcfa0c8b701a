//! Households made up from a seed, and telephone calls about them: what person matching is measured on where no real
//! family may be used. The same seed makes the same people.
//!
//! A town is a number of families. Each has a home, a mother, often a father, one to four children (twins now and then)
//! and sometimes one unborn. The register knows most of them, with the mistakes that registers have; calls are about
//! them, about a brother or sister who is not known, or about strangers, with the mistakes that callers make.

mod calls;
mod spelling;

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::Error;
use super::random::Dice;
use crate::domain::register::{KnownPerson, PersonKind, Query, Sex};

/// The day on which everybody's age is counted.
const TODAY: NaiveDate = match NaiveDate::from_ymd_opt(2026, 11, 24) {
    Some(day) => day,
    None => NaiveDate::MIN,
};
/// Families for a hundred people of the register.
const FAMILIES_PER_HUNDRED: usize = 30;

/// A call about a child, and who is meant.
#[derive(Debug, Clone)]
pub struct Call {
    /// What the caller says.
    pub query: Query,
    /// The known person who is meant; nobody, if the child is not known.
    pub truth: Option<String>,
    /// Other known people of the child's household.
    pub household: Vec<String>,
    /// What makes the call hard.
    pub what: &'static str,
}

/// What names and addresses are put together from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    streets: Vec<String>,
    kinds: Vec<String>,
    towns: Vec<String>,
    culture: Vec<Culture>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Culture {
    /// Of a hundred families.
    share: u32,
    girls: Vec<String>,
    boys: Vec<String>,
    starts: Vec<String>,
    ends: Vec<String>,
}

/// For a file without cultures: families without names.
static NOWHERE: Culture =
    Culture { share: 1, girls: Vec::new(), boys: Vec::new(), starts: Vec::new(), ends: Vec::new() };

/// Made-up families, each from its own number.
#[derive(Debug)]
pub struct Town {
    seed: u64,
    families: usize,
    parts: Parts,
}

/// A child or an adult as they are, before anybody writes it down.
#[derive(Debug, Clone)]
struct Person {
    id: String,
    kind: PersonKind,
    /// The forename in all its forms; the first is the one on the birth certificate.
    forenames: Vec<String>,
    middle: Option<String>,
    surname: String,
    /// A name the person had before or has beside.
    other_surname: Option<String>,
    sex: Sex,
    /// Born, or due.
    birth: NaiveDate,
    unborn: bool,
    twin: bool,
    nhs_number: Option<String>,
}

/// One family as it is.
#[derive(Debug)]
struct Family {
    members: Vec<Person>,
    /// A child whom the register does not know.
    unknown: Person,
    mother: String,
    home: Home,
    /// Where the register thinks that the family lives.
    known_home: Home,
    phone: String,
}

#[derive(Debug, Clone)]
struct Home {
    address: String,
    postcode: String,
}

impl Town {
    /// A town of about so many known people.
    ///
    /// # Errors
    /// [`Error::Data`] if the built-in parts of names do not read.
    pub fn new(seed: u64, people: usize) -> Result<Self, Error> {
        let parts = toml::from_str(include_str!("../../assets/demo/households.toml")).map_err(
            |error: toml::de::Error| Error::Data { what: "households", why: error.message().to_owned() },
        )?;
        Ok(Self { seed, families: (people * FAMILIES_PER_HUNDRED / 100).max(1), parts })
    }

    /// Everybody whom the register knows, family by family.
    pub fn people(&self) -> impl Iterator<Item = KnownPerson> {
        (0..self.families).flat_map(|nth| {
            let mut dice = self.dice(nth, 2);
            let family = self.family(nth);
            let known: Vec<_> = family.members.iter().map(|person| family.known(person, &mut dice)).collect();
            known
        })
    }

    fn dice(&self, nth: usize, purpose: u64) -> Dice {
        let nth = u64::try_from(nth).unwrap_or(0);
        let mut dice = Dice::new(self.seed ^ nth.wrapping_mul(0x9E37_79B9) ^ purpose << 56);
        Dice::new(dice.throw())
    }

    fn family(&self, nth: usize) -> Family {
        let dice = &mut self.dice(nth, 1);
        let culture = self.culture(dice);
        let surname = surname(culture, dice);
        let mothers = if dice.chance(60) { surname.clone() } else { self::surname(culture, dice) };
        let home = self.home(dice);
        let known_home = if dice.chance(10) { self.home(dice) } else { home.clone() };
        let mut members = Vec::new();
        let mut taken = Vec::new();
        let mut child = |dice: &mut Dice, id: String, birth| {
            let surname = match dice.between(1, 100) {
                1..=8 => mothers.clone(),
                9..=14 if mothers != surname => format!("{mothers}-{surname}"),
                _ => surname.clone(),
            };
            let (sex, forenames) = forename(culture, &mut taken, dice);
            Person {
                id,
                kind: PersonKind::Child,
                forenames,
                middle: dice.chance(35).then(|| forename(culture, &mut Vec::new(), dice).1.swap_remove(0)),
                other_surname: dice.chance(6).then(|| mothers.clone()).filter(|other| *other != surname),
                surname,
                sex,
                birth,
                unborn: false,
                twin: false,
                nhs_number: dice.chance(35).then(|| format!("999{:07}", dice.between(0, 9_999_999))),
            }
        };
        let children = [1, 1, 1, 1, 2, 2, 2, 3, 3, 4].get(dice.between(0, 9) as usize).copied().unwrap_or(1);
        for place in 0..children {
            let birth = TODAY - Days::new(u64::from(dice.between(0, 17 * 365)));
            members.push(child(dice, format!("C{nth}-{place}"), birth));
        }
        if dice.chance(3)
            && let Some(first) = members.first_mut()
        {
            first.twin = true;
            let (birth, surname) = (first.birth, first.surname.clone());
            let twin = child(dice, format!("C{nth}-t"), birth);
            members.push(Person { surname, other_surname: None, twin: true, ..twin });
        }
        let birth = TODAY - Days::new(u64::from(dice.between(0, 17 * 365)));
        let unknown = child(dice, String::new(), birth);
        if dice.chance(3) {
            let due = TODAY + Days::new(u64::from(dice.between(1, 200)));
            let coming = child(dice, format!("C{nth}-u"), due);
            members.push(Person {
                unborn: true,
                surname: mothers.clone(),
                sex: Sex::Unknown,
                nhs_number: None,
                ..coming
            });
        }
        let mother = Self::adult(culture, Sex::Female, mothers, format!("A{nth}-m"), dice);
        let name = format!("{} {}", mother.forenames.first().map_or("", String::as_str), mother.surname);
        members.push(mother);
        if dice.chance(50) {
            members.push(Self::adult(culture, Sex::Male, surname, format!("A{nth}-f"), dice));
        }
        let phone = format!("01632 {:06}", dice.between(0, 999_999));
        Family { members, unknown, mother: name, home, known_home, phone }
    }

    fn adult(culture: &Culture, sex: Sex, surname: String, id: String, dice: &mut Dice) -> Person {
        // Throw until the sex is right: parents have the names of their own culture too.
        let forenames = loop {
            let (thrown, forenames) = forename(culture, &mut Vec::new(), dice);
            if thrown == sex {
                break forenames;
            }
        };
        Person {
            id,
            kind: PersonKind::Adult,
            forenames,
            middle: None,
            surname,
            other_surname: None,
            sex,
            birth: TODAY - Days::new(u64::from(dice.between(20 * 365, 50 * 365))),
            unborn: false,
            twin: false,
            nhs_number: None,
        }
    }

    fn culture(&self, dice: &mut Dice) -> &Culture {
        let mut left = dice.between(1, self.parts.culture.iter().map(|culture| culture.share).sum());
        let found = self.parts.culture.iter().find(|culture| {
            let here = left <= culture.share;
            left = left.saturating_sub(culture.share);
            here
        });
        found.or_else(|| self.parts.culture.first()).unwrap_or(&NOWHERE)
    }

    /// A home in one of the streets. Each street lies in a district and has a few postcodes.
    fn home(&self, dice: &mut Dice) -> Home {
        let streets = u32::try_from(self.families / 25 + 20).unwrap_or(u32::MAX);
        let street = dice.between(1, streets);
        let number = dice.between(1, 90);
        let place = &mut Dice::new(self.seed ^ u64::from(street) << 20);
        let name = format!("{} {}", place.word(&self.parts.streets), place.word(&self.parts.kinds));
        let town = place.word(&self.parts.towns);
        let letters = "ABDEFGHJLNPQRSTUWXYZ";
        let letter = |nth: u32| letters.chars().nth(nth as usize % letters.len()).unwrap_or('A');
        let (district, inward) = (place.between(1, 40), place.between(1, 9));
        let last = place.between(0, 399);
        let postcode = format!("TE{district} {inward}{}{}", letter(last / 20), letter(last + number / 30));
        let flat = if dice.chance(12) { format!("Flat {}, ", dice.between(1, 20)) } else { String::new() };
        Home { address: format!("{flat}{number} {name}, {town}"), postcode }
    }
}

/// A number that is small more often than not.
fn common(dice: &mut Dice, most: usize) -> usize {
    let most = u32::try_from(most).unwrap_or(1).max(1);
    let bound = dice.between(1, most);
    (dice.between(1, bound) - 1) as usize
}

fn surname(culture: &Culture, dice: &mut Dice) -> String {
    let syllable = |list: &[String], dice: &mut Dice| {
        let at = common(dice, list.len());
        list.get(at).cloned().unwrap_or_default()
    };
    let start = syllable(&culture.starts, dice);
    // A third syllable makes a rare name.
    let middle = if dice.chance(12) { syllable(&culture.ends, dice) } else { String::new() };
    format!("{start}{middle}{}", syllable(&culture.ends, dice))
}

/// Sex and forename in all its forms, one that nobody in the family has.
fn forename(culture: &Culture, taken: &mut Vec<String>, dice: &mut Dice) -> (Sex, Vec<String>) {
    let girl = dice.chance(50);
    let list = if girl { &culture.girls } else { &culture.boys };
    let sex = if girl { Sex::Female } else { Sex::Male };
    for _ in 0..20 {
        let at = common(dice, list.len());
        let mut forms: Vec<String> =
            list.get(at).map_or("", String::as_str).split(' ').map(str::to_owned).collect();
        if dice.chance(25) {
            // Many names are rare, and parents spell as they like.
            forms = vec![spelling::rare(&forms.swap_remove(0), dice)];
        }
        if forms.first().is_some_and(|first| !taken.contains(first)) {
            taken.extend(forms.first().cloned());
            return (sex, forms);
        }
    }
    (sex, vec![spelling::rare("Jo", dice)])
}

impl Family {
    /// What the register says of somebody.
    fn known(&self, person: &Person, dice: &mut Dice) -> KnownPerson {
        let first = if dice.chance(4) { dice.pick(&person.forenames) } else { person.forenames.first() };
        let mut forename = first.cloned().unwrap_or_default();
        if dice.chance(2) {
            forename = spelling::slip(&forename, dice);
        }
        if let Some(middle) = person.middle.as_ref().filter(|_| dice.chance(50)) {
            forename = format!("{forename} {middle}");
        }
        if person.unborn {
            forename = String::from(if dice.chance(50) { "Unborn" } else { "" });
        }
        let mut birth = (!person.unborn && !dice.chance(3)).then_some(person.birth);
        if dice.chance(2) {
            birth = birth.map(|birth| calls::mistaken(birth, dice));
        }
        let other = person.other_surname.as_ref().filter(|_| dice.chance(50));
        let home = &self.known_home;
        let told = |text: &str, percent, dice: &mut Dice| {
            if dice.chance(percent) { text.to_owned() } else { String::new() }
        };
        KnownPerson {
            forename: forename.clone(),
            surname: person.surname.clone(),
            also_known_as: other.map(|other| format!("{forename} {other}")).into_iter().collect(),
            birth,
            due: person.unborn.then_some(person.birth),
            mother: if person.kind == PersonKind::Child {
                told(&self.mother, if person.unborn { 95 } else { 40 }, dice)
            } else {
                String::new()
            },
            sex: dice.chance(97).then_some(person.sex),
            address: told(&home.address, 94, dice),
            postcode: told(&home.postcode, 94, dice),
            phone: told(&self.phone, 45, dice),
            nhs_number: person.nhs_number.clone().unwrap_or_default(),
            ..KnownPerson::new(person.id.clone(), person.kind)
        }
    }
}

#[cfg(test)]
mod tests;
