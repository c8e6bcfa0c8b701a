//! The register in memory: columns of numbers, and every distinct name, date, postcode and address once. A million people
//! take some sixty megabytes; whoever is shown is then read from the record by the number kept here.

use std::collections::HashMap;

use super::dates::Packed;
use super::names::{self, Dictionary, NameCollector, Names};
use super::place::{self, Addresses, Postcodes};
use super::query::Written;
use super::weigh::Column;
use super::{KnownPerson, PersonKind, Sex, fold};

/// All known people, ready to be compared with what a caller says.
#[derive(Debug)]
pub struct Register {
    ids: String,
    id_ends: Vec<u32>,
    pub(super) dictionary: Dictionary,
    pub(super) forenames: Names,
    pub(super) surnames: Names,
    pub(super) forename: Column,
    pub(super) surname: Column,
    pub(super) mother_forename: Column,
    pub(super) mother_surname: Column,
    /// Other names: whose, forename and surname, in the order of the people.
    pub(super) aliases: Vec<Alias>,
    pub(super) births: Vec<Packed>,
    pub(super) birth: Column,
    pub(super) postcodes: Postcodes,
    pub(super) postcode: Column,
    pub(super) addresses: Addresses,
    pub(super) address: Column,
    pub(super) phones: Vec<u32>,
    pub(super) nhs_numbers: Vec<u32>,
    pub(super) upns: Vec<u64>,
    pub(super) traits: Vec<Traits>,
}

/// Another name of somebody.
#[derive(Debug, Clone, Copy)]
pub(super) struct Alias {
    pub(super) person: u32,
    pub(super) forename: u32,
    pub(super) surname: u32,
}

/// What fits in a byte: sex and kind.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Traits(u8);

impl Traits {
    const fn new(sex: Option<Sex>, kind: PersonKind) -> Self {
        let sex = match sex {
            None | Some(Sex::Unknown) => 0,
            Some(Sex::Female) => 1,
            Some(Sex::Male) => 2,
        };
        Self(sex | if matches!(kind, PersonKind::Adult) { 4 } else { 0 })
    }

    pub(super) const fn sex(self) -> Option<Sex> {
        match self.0 & 3 {
            1 => Some(Sex::Female),
            2 => Some(Sex::Male),
            _ => None,
        }
    }

    pub(super) const fn kind(self) -> PersonKind {
        if self.0 & 4 == 0 { PersonKind::Child } else { PersonKind::Adult }
    }
}

impl Register {
    /// Reads the people one after another; none is kept whole.
    pub fn new(people: impl IntoIterator<Item = KnownPerson>) -> Self {
        let mut builder = Builder::new();
        for person in people {
            builder.push(&person, None);
        }
        builder.finish()
    }

    /// How many people are known.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.id_ends.len()
    }

    /// Whether nobody is known.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.id_ends.is_empty()
    }

    /// The number of the person at a place, in the system the person came from. Places count from 0 in the order read.
    #[must_use]
    pub fn id(&self, place: usize) -> Option<&str> {
        let end = *self.id_ends.get(place)? as usize;
        let start = place.checked_sub(1).and_then(|before| self.id_ends.get(before)).copied().unwrap_or(0);
        self.ids.get(start as usize..end)
    }
}

/// Builds the register while the people stream by.
#[derive(Debug)]
pub struct Builder {
    words: names::Collector,
    forenames: NameCollector,
    surnames: NameCollector,
    places: place::Collector,
    births: HashMap<Packed, u32>,
    register: Register,
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// Nobody yet.
    #[must_use]
    pub fn new() -> Self {
        let places = place::Collector::new();
        let (postcodes, addresses) = place::Collector::new().finish();
        let none = NameCollector::new;
        let register = Register {
            ids: String::new(),
            id_ends: Vec::new(),
            dictionary: Dictionary::default(),
            forenames: none().finish(),
            surnames: none().finish(),
            forename: Column::default(),
            surname: Column::default(),
            mother_forename: Column::default(),
            mother_surname: Column::default(),
            aliases: Vec::new(),
            births: Vec::new(),
            birth: Column::default(),
            postcodes,
            postcode: Column::default(),
            addresses,
            address: Column::default(),
            phones: Vec::new(),
            nhs_numbers: Vec::new(),
            upns: Vec::new(),
            traits: Vec::new(),
        };
        Self {
            words: names::Collector::default(),
            forenames: none(),
            surnames: none(),
            places,
            births: HashMap::new(),
            register,
        }
    }

    /// Adds a person. `written` is the birth date as it was written, where that is no possible date or only a part of one.
    pub fn push(&mut self, person: &KnownPerson, written: Option<Written>) {
        let place = self.register.id_ends.len();
        let forename = self.forenames.name(fold::forename(&person.forename), &mut self.words);
        let surname = self.surnames.name(fold::surname(&person.surname), &mut self.words);
        let postcode = self.places.postcode(&person.postcode);
        let address = self.places.address(&person.address);
        let birth = person.birth.map(Packed::born).or(written.map(Packed::written));
        let birth = birth.or_else(|| person.due.map(Packed::due));
        let birth = birth.map_or(0, |date| {
            let next = u32::try_from(self.births.len() + 1).unwrap_or(u32::MAX);
            *self.births.entry(date).or_insert(next)
        });
        for alias in &person.also_known_as {
            let (forename, surname) = self.whole_name(alias);
            let person = u32::try_from(place).unwrap_or(u32::MAX);
            self.register.aliases.push(Alias { person, forename, surname });
        }
        let mother = self.whole_name(&person.mother);
        let register = &mut self.register;
        register.ids.push_str(&person.id);
        register.id_ends.push(u32::try_from(register.ids.len()).unwrap_or(u32::MAX));
        register.forename.push(forename);
        register.surname.push(surname);
        register.postcode.push(postcode);
        register.address.push(address);
        register.birth.push(birth);
        register.traits.push(Traits::new(person.sex, person.kind));
        // What nobody has takes no room.
        if mother != (0, 0) {
            register.mother_forename.push_at(place, mother.0);
            register.mother_surname.push_at(place, mother.1);
        }
        push_at(&mut register.phones, place, fold::phone(&person.phone));
        push_at(&mut register.nhs_numbers, place, fold::nhs_number(&person.nhs_number));
        push_at(&mut register.upns, place, fold::upn(&person.upn));
    }

    fn whole_name(&mut self, text: &str) -> (u32, u32) {
        if text.is_empty() {
            return (0, 0);
        }
        let (forename, surname) = fold::whole_name(text);
        (self.forenames.name(forename, &mut self.words), self.surnames.name(surname, &mut self.words))
    }

    /// The register of everybody added.
    #[must_use]
    pub fn finish(self) -> Register {
        let mut births: Vec<(u32, Packed)> = self.births.into_iter().map(|(date, at)| (at, date)).collect();
        births.sort_unstable_by_key(|(at, _)| *at);
        let (postcodes, addresses) = self.places.finish();
        let mut register = self.register;
        register.births = births.into_iter().map(|(_, date)| date).collect();
        (register.postcodes, register.addresses) = (postcodes, addresses);
        register.dictionary = self.words.finish();
        (register.forenames, register.surnames) = (self.forenames.finish(), self.surnames.finish());
        for column in [
            &mut register.forename,
            &mut register.surname,
            &mut register.mother_forename,
            &mut register.mother_surname,
            &mut register.birth,
            &mut register.postcode,
            &mut register.address,
        ] {
            column.shrink();
        }
        register.ids.shrink_to_fit();
        register.id_ends.shrink_to_fit();
        register.aliases.shrink_to_fit();
        register.phones.shrink_to_fit();
        register.nhs_numbers.shrink_to_fit();
        register.upns.shrink_to_fit();
        register.traits.shrink_to_fit();
        register
    }
}

/// Puts a number at a place, with noughts for everybody before who has none. Nought needs no place.
fn push_at<T: Copy + Default + PartialEq>(list: &mut Vec<T>, place: usize, number: T) {
    if number != T::default() {
        list.resize(place, T::default());
        list.push(number);
    }
}
