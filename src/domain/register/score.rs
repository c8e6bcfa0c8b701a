//! Who is meant: every known person is weighed against what was said.
//!
//! Three things can be true of a known person: it is the one who is meant, it is somebody of the same household, or it is
//! a stranger. Each field says in bits how much likelier the first two make what was heard; the rest is chance.

use super::dates::Nearness;
use super::fold;
use super::index::{Alias, Register};
use super::matches::Relation;
use super::names::{Asked, Likeness, Side, Spoken};
use super::place::Place;
use super::query::{Born, Query, Typing};
use super::reason::{self, Reason};
use super::weigh::{Table, bits_of, bits_of_people};
use super::{PersonKind, Sex};

/// Names the other way round are rare: so many bits are taken off.
const REVERSED: f32 = -5.0;
/// An address and a postcode say much the same; the weaker of the two counts this much.
const SECOND: f32 = 0.25;

/// The odds that somebody of the register is of the household, before anything is said: there are about two.
const RELATIVES: f32 = 1.0;
/// Brothers and sisters rarely have the same forename: so many bits less than it weighs for the same person.
const NAMESAKE: f32 = 9.0;
/// Twins are rare: so many bits less than an equal birth date weighs for the same person.
const TWIN: f32 = 5.0;
/// A household lives in one place.
const ELSEWHERE: f32 = -3.0;
/// Surnames in a household differ more often than one person's do.
const OTHER_SURNAME: f32 = -1.5;
/// Half of all people have the same sex.
const SAME_SEX: f32 = 0.9;
/// Sex is rarely written down wrongly.
const OTHER_SEX: f32 = -3.0;
/// A child is rarely in the adults' records, or the other way round.
const OTHER_KIND: f32 = -7.0;
/// From so many bits on, a mother speaks for one household.
const SHARED: f32 = 4.0;

/// The bits of one person's fields.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bits {
    pub(super) forename: f32,
    pub(super) surname: f32,
    pub(super) reversed: bool,
    pub(super) alias: bool,
    pub(super) birth: f32,
    pub(super) place: f32,
    /// The place is a home, not only a town.
    pub(super) home: bool,
    pub(super) mother: f32,
    pub(super) sex: f32,
    pub(super) kind: f32,
    pub(super) phone: f32,
    pub(super) numbers: f32,
}

impl Bits {
    /// The odds of being the person who is meant rather than a stranger.
    pub(super) fn same(&self, prior: f32) -> f32 {
        prior
            + self.forename
            + self.surname
            + self.birth
            + self.place
            + self.mother
            + self.sex
            + self.kind
            + self.phone
            + self.numbers
    }

    /// Whether anything but the name speaks for one household.
    pub(super) fn may_share_household(&self) -> bool {
        self.home || self.mother >= SHARED || self.phone > 0.0
    }

    /// The odds of being another person of the household rather than a stranger.
    pub(super) fn household(&self, prior: f32) -> f32 {
        let place = if self.place < 0.0 { ELSEWHERE } else { self.place };
        let namesake = if self.forename > 0.0 { (self.forename - NAMESAKE).min(0.0) } else { 0.0 };
        prior
            + RELATIVES
            + namesake
            + self.surname.max(OTHER_SURNAME)
            + (self.birth - TWIN).max(0.0)
            + place
            + self.mother
            + self.phone.max(0.0)
            + self.numbers.min(0.0)
    }
}

/// A query, weighed against every distinct value of the register.
pub(super) struct Weighed<'a> {
    pub(super) register: &'a Register,
    name: NameTables,
    /// Every other name that was said.
    other_names: Vec<NameTables>,
    pub(super) mother: Option<NameTables>,
    pub(super) birth: Table<Nearness>,
    pub(super) asked_due: bool,
    pub(super) postcode: Table<Place>,
    pub(super) address: Table<Place>,
    /// The address asked for names a house, not only a town.
    asked_house: bool,
    kind: Option<PersonKind>,
    sex: Option<Sex>,
    phone: u32,
    phone_bits: f32,
    nhs_number: u32,
    upn: u64,
    /// The odds before anything is said: one person of the register.
    pub(super) prior: f32,
}

/// What each distinct name says about one name that was asked for.
pub(super) struct NameTables {
    pub(super) forename: Table<Likeness>,
    pub(super) surname: Table<Likeness>,
    /// The bits of each forename: as a forename, and as the surname that was asked for.
    forenames: Vec<[f32; 2]>,
    /// The bits of each surname: as a surname, and as the forename that was asked for.
    surnames: Vec<[f32; 2]>,
}

impl NameTables {
    fn new(register: &Register, words: (Vec<String>, Vec<String>), typing: Option<Typing>) -> Self {
        let (forename, surname) = (Spoken::new(words.0), Spoken::new(words.1));
        let (typing_forename, typing_surname) =
            (typing == Some(Typing::Forename), typing == Some(Typing::Surname));
        let ask = |name: &Spoken, typing| {
            (!name.is_empty()).then(|| Asked::new(&register.dictionary, name, typing))
        };
        let asked_forename = ask(&forename, typing_forename);
        let asked_surname = ask(&surname, typing_surname);
        let forenames = |asked: &Asked, typing| {
            let levels = register.forenames.grade(asked, Side::Forename);
            Table::new(levels, &register.forename, |level, people| {
                Side::Forename.weight(level, people, typing)
            })
        };
        let surnames = |asked: &Asked, typing| {
            let levels = register.surnames.grade(asked, Side::Surname);
            Table::new(levels, &register.surname, |level, people| Side::Surname.weight(level, people, typing))
        };
        let crossed_forenames =
            asked_surname.as_ref().map_or_else(Table::silent, |asked| forenames(asked, typing_surname));
        let crossed_surnames =
            asked_forename.as_ref().map_or_else(Table::silent, |asked| surnames(asked, typing_forename));
        let forename = asked_forename.map_or_else(Table::silent, |asked| forenames(&asked, typing_forename));
        let surname = asked_surname.map_or_else(Table::silent, |asked| surnames(&asked, typing_surname));
        Self {
            forenames: pairs(&forename, &crossed_forenames),
            surnames: pairs(&surname, &crossed_surnames),
            forename,
            surname,
        }
    }

    /// Forename and surname in bits, and whether they agree better the other way round.
    #[inline]
    fn bits(&self, forename: u32, surname: u32) -> (f32, f32, bool) {
        let [forename, as_surname] = self.forenames.get(forename as usize).copied().unwrap_or_default();
        let [surname, as_forename] = self.surnames.get(surname as usize).copied().unwrap_or_default();
        let reversed = as_surname + as_forename + REVERSED;
        if as_surname.min(as_forename) >= 0.0 && reversed > forename + surname {
            (as_forename + REVERSED, as_surname, true)
        } else {
            (forename, surname, false)
        }
    }

    /// Forename and surname together in bits, whichever way round they agree better.
    #[inline]
    fn sum(&self, forename: u32, surname: u32) -> f32 {
        let [forename, as_surname] = self.forenames.get(forename as usize).copied().unwrap_or_default();
        let [surname, as_forename] = self.surnames.get(surname as usize).copied().unwrap_or_default();
        let reversed =
            if as_surname.min(as_forename) >= 0.0 { as_surname + as_forename + REVERSED } else { f32::MIN };
        reversed.max(forename + surname)
    }
}

/// The bits of each value in two tables, side by side: they are always wanted together.
fn pairs(one: &Table<Likeness>, other: &Table<Likeness>) -> Vec<[f32; 2]> {
    let (one, other) = (one.all_bits(), other.all_bits());
    let bits = |list: &[f32], at: usize| list.get(at).copied().unwrap_or(0.0);
    (0..one.len().max(other.len())).map(|at| [bits(one, at), bits(other, at)]).collect()
}

impl<'a> Weighed<'a> {
    pub(super) fn new(register: &'a Register, query: &Query) -> Self {
        let typing = query.typing;
        let said = (fold::forename(&query.forename), fold::surname(&query.surname));
        let aliases = query.also_known_as.iter().filter(|alias| !alias.trim().is_empty());
        let other_names =
            aliases.map(|alias| NameTables::new(register, fold::whole_name(alias), None)).collect();
        let mother = (!query.mother.trim().is_empty())
            .then(|| NameTables::new(register, fold::whole_name(&query.mother), None));
        let birth = query.birth.as_ref().map_or_else(Table::silent, |born| {
            let mut levels = vec![Nearness::Missing];
            levels.extend(register.births.iter().map(|known| known.nearness(born)));
            Table::new(levels, &register.birth, |level, _| level.weight())
        });
        let postcode = match fold::postcode(&query.postcode) {
            0 => Table::silent(),
            asked => {
                let typing = typing == Some(Typing::Postcode);
                let levels = register.postcodes.grade(asked, typing);
                Table::new(levels, &register.postcode, |level, _| level.weight_of_postcode())
            }
        };
        let address = register.addresses.grade(&query.address).map_or_else(Table::silent, |levels| {
            Table::new(levels, &register.address, |level, _| level.weight_of_address())
        });
        let phone = fold::phone(&query.phone);
        let sharing = register.phones.iter().filter(|known| phone != 0 && **known == phone).count();
        Self {
            register,
            name: NameTables::new(register, said, typing),
            other_names,
            mother,
            birth,
            asked_due: matches!(query.birth, Some(Born::Due(_))),
            postcode,
            address,
            asked_house: names_a_house(&query.address),
            kind: query.kind,
            sex: query.sex.filter(|sex| *sex != Sex::Unknown),
            phone,
            phone_bits: (bits_of_people(register.len()) - bits_of(sharing + 1) - 1.0).clamp(1.0, 12.0),
            nhs_number: fold::nhs_number(&query.nhs_number),
            upn: fold::upn(&query.upn),
            prior: -bits_of_people(register.len()),
        }
    }

    /// Whether anything was asked at all.
    pub(super) fn says_something(&self) -> bool {
        let named = |tables: &NameTables| !tables.forename.is_silent() || !tables.surname.is_silent();
        std::iter::once(&self.name).chain(&self.other_names).chain(&self.mother).any(named)
            || !self.birth.is_silent()
            || !self.postcode.is_silent()
            || !self.address.is_silent()
            || self.phone != 0
            || self.nhs_number != 0
            || self.upn != 0
    }

    /// Hands on everybody who can still get among the best or share a household, weighed in full. What is handed on sets
    /// the bar: the odds to be passed. Nobody is left out whose odds might pass it.
    pub(super) fn each_likely(&self, mut see: impl FnMut(usize, Bits, &mut f32)) {
        let register = self.register;
        let mut aliases = register.aliases.as_slice();
        let mut bar = f32::NEG_INFINITY;
        let most = self.prior + if self.sex.is_some() { SAME_SEX } else { 0.0 };
        let columns = register.forename.values().iter().zip(register.surname.values());
        let columns = columns.zip(register.birth.values());
        let columns = columns.zip(register.postcode.values()).zip(register.address.values());
        for (person, ((((forename, surname), birth), postcode), address)) in columns.enumerate() {
            let mine = own(&mut aliases, person);
            let place = both(self.postcode.bits(*postcode), self.address.bits(*address));
            // The sum is the odds but for what is looked up only for a few.
            if most + self.name.sum(*forename, *surname) + self.birth.bits(*birth) + place > bar
                || !mine.is_empty()
                || (place > 0.0 && self.is_home(*postcode, *address))
                || self.has_more(person)
            {
                see(person, self.bits(person, mine), &mut bar);
            }
        }
    }

    /// Whether something speaks for a person that is not added up for everybody.
    #[inline]
    fn has_more(&self, person: usize) -> bool {
        let register = self.register;
        !self.other_names.is_empty()
            || (self.phone != 0 && number(&register.phones, person) == self.phone)
            || (self.nhs_number != 0 && number(&register.nhs_numbers, person) == self.nhs_number)
            || (self.upn != 0 && number(&register.upns, person) == self.upn)
            || (self.mother.is_some() && register.mother_surname.value(person) != 0)
    }

    /// Weighs one person.
    #[inline]
    pub(super) fn bits(&self, person: usize, aliases: &[Alias]) -> Bits {
        let register = self.register;
        let mut bits = Bits::default();
        self.name(register.forename.value(person), register.surname.value(person), &mut bits);
        if !aliases.is_empty() {
            self.aliases(aliases, &mut bits);
        }
        bits.birth = self.birth.bits(register.birth.value(person));
        let (postcode, address) = (register.postcode.value(person), register.address.value(person));
        bits.place = both(self.postcode.bits(postcode), self.address.bits(address));
        bits.home = bits.place > 0.0 && self.is_home(postcode, address);
        if let Some(mother) = &self.mother {
            let (forename, surname, _) =
                mother.bits(register.mother_forename.value(person), register.mother_surname.value(person));
            bits.mother = (forename + surname).clamp(-5.0, 14.0);
        }
        let traits = register.traits.get(person).copied().unwrap_or_default();
        if let (Some(asked), Some(known)) = (self.sex, traits.sex()) {
            bits.sex = if asked == known { SAME_SEX } else { OTHER_SEX };
        }
        if self.kind.is_some_and(|asked| asked != traits.kind()) {
            bits.kind = OTHER_KIND;
        }
        bits.phone = equal(self.phone, number(&register.phones, person), self.phone_bits, -0.4);
        bits.numbers = equal(self.nhs_number, number(&register.nhs_numbers, person), 20.0, -5.0)
            + equal(self.upn, number(&register.upns, person), 20.0, -4.0);
        bits
    }

    /// Whether a postcode or an address is that of the home asked about.
    #[inline]
    fn is_home(&self, postcode: u32, address: u32) -> bool {
        self.postcode.level(postcode) == Place::Same
            || (self.asked_house && matches!(self.address.level(address), Place::Same | Place::Most))
    }

    #[inline]
    fn name(&self, forename: u32, surname: u32, bits: &mut Bits) {
        (bits.forename, bits.surname, bits.reversed) = self.name.bits(forename, surname);
        for tables in &self.other_names {
            let (forename, surname, _) = tables.bits(forename, surname);
            if forename + surname > bits.forename + bits.surname {
                (bits.forename, bits.surname, bits.alias) = (forename, surname, true);
            }
        }
    }

    /// Another name counts when it fits better than the first.
    fn aliases(&self, aliases: &[Alias], bits: &mut Bits) {
        for alias in aliases {
            let mut other = Bits::default();
            self.name(alias.forename, alias.surname, &mut other);
            if other.forename + other.surname > bits.forename + bits.surname {
                *bits = Bits { alias: true, ..other };
            }
        }
    }

    /// Why, the weightiest first.
    pub(super) fn reasons(&self, person: usize, bits: &Bits, relation: Relation) -> Vec<Reason> {
        let register = self.register;
        let mut reasons = Vec::new();
        let mut add = |words: Option<&'static str>, bits: f32| {
            reasons.extend(words.map(|words| Reason { words, bits }));
        };
        let (forename, surname) = (register.forename.value(person), register.surname.value(person));
        let first = self.name.forename.level(forename);
        let last = self.name.surname.level(surname);
        if bits.alias {
            add(Some("another name fits"), bits.forename + bits.surname);
        } else if bits.reversed {
            add(Some("forename and surname the other way round"), bits.forename + bits.surname);
        } else {
            let words = match (relation, first) {
                (Relation::SameHousehold, Likeness::Other | Likeness::Far) => {
                    Some("forename differs: may be a brother or sister")
                }
                _ => reason::name(Side::Forename, first),
            };
            add(words, bits.forename);
            add(reason::name(Side::Surname, last), bits.surname);
        }
        let birth = self.birth.level(register.birth.value(person));
        let twin = relation == Relation::SameHousehold && birth == Nearness::Same && !self.asked_due;
        add(
            if twin { Some("birth date equal: may be a twin") } else { reason::birth(birth, self.asked_due) },
            bits.birth,
        );
        let (postcode, address) = (register.postcode.value(person), register.address.value(person));
        add(reason::postcode(self.postcode.level(postcode)), self.postcode.bits(postcode));
        add(reason::address(self.address.level(address)), self.address.bits(address));
        let spoken = |bits: f32, same, differs| match bits {
            0.0 => None,
            bits if bits > 0.0 => Some(same),
            _ => Some(differs),
        };
        add(spoken(bits.mother, "same mother", "mother differs"), bits.mother);
        add(spoken(bits.sex.min(0.0), "", "sex differs"), bits.sex);
        add(
            spoken(bits.kind, "", if self.kind == Some(PersonKind::Child) { "an adult" } else { "a child" }),
            bits.kind,
        );
        add(spoken(bits.phone.max(0.0), "telephone equal", ""), bits.phone);
        add(
            spoken(bits.numbers, "NHS number or pupil number equal", "NHS number or pupil number differs"),
            bits.numbers,
        );
        reasons.sort_by(|one, other| other.bits.total_cmp(&one.bits));
        reasons
    }
}

/// Whether an address has a number, or words enough to name a house.
fn names_a_house(address: &str) -> bool {
    address.bytes().any(|letter| letter.is_ascii_digit()) || address.split_whitespace().count() > 3
}

/// Takes the aliases of a person from the front of a list in the order of the people.
#[inline]
fn own<'a>(aliases: &mut &'a [Alias], person: usize) -> &'a [Alias] {
    if aliases.first().is_none_or(|alias| alias.person as usize != person) {
        return &[];
    }
    let count = aliases.iter().take_while(|alias| alias.person as usize == person).count();
    let (mine, rest) = aliases.split_at_checked(count).unwrap_or_default();
    *aliases = rest;
    mine
}

/// The better of two that say much the same, and some of the other.
fn both(one: f32, other: f32) -> f32 {
    one.max(other) + SECOND * one.min(other)
}

fn number<T: Copy + Default>(list: &[T], person: usize) -> T {
    list.get(person).copied().unwrap_or_default()
}

/// Compares two numbers; nought says nothing.
fn equal<T: Copy + Default + PartialEq>(asked: T, known: T, same: f32, differs: f32) -> f32 {
    if asked == T::default() || known == T::default() {
        0.0
    } else if asked == known {
        same
    } else {
        differs
    }
}
