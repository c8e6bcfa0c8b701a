//! Why somebody is shown, in plain words.

use super::dates::Nearness;
use super::names::{Likeness, Side};
use super::place::Place;

/// One thing that speaks for or against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    /// In words: "birth date equal".
    pub words: &'static str,
    /// What it weighs, in bits; against, if below nothing.
    pub bits: f32,
}

/// What is known of a name, in words; nothing of one that was not asked or is not known.
pub(super) const fn name(side: Side, likeness: Likeness) -> Option<&'static str> {
    Some(match (side, likeness) {
        (_, Likeness::Missing) => return None,
        (Side::Forename, Likeness::Same) => "forename equal",
        (Side::Forename, Likeness::First) => "first forename equal",
        (Side::Forename, Likeness::Variant) => "known by this nickname or spelling",
        (Side::Forename, Likeness::Close) => "forename one letter apart",
        (Side::Forename, Likeness::Part) => "middle name used as forename",
        (Side::Forename, Likeness::Near) => "forename alike",
        (Side::Forename, Likeness::Sound) => "forename sounds alike",
        (Side::Forename, Likeness::Begins) => "forename begins alike",
        (Side::Forename, Likeness::Initial) => "initial equal",
        (Side::Forename, Likeness::Far) => "forename a little alike",
        (Side::Forename, Likeness::Other) => "forename differs",
        (Side::Surname, Likeness::Same) => "surname equal",
        (Side::Surname, Likeness::First | Likeness::Part) => "part of a double surname",
        (Side::Surname, Likeness::Variant) => "surname spelt another way",
        (Side::Surname, Likeness::Close) => "surname one letter apart",
        (Side::Surname, Likeness::Near) => "surname alike",
        (Side::Surname, Likeness::Sound) => "surname sounds alike",
        (Side::Surname, Likeness::Begins) => "surname begins alike",
        (Side::Surname, Likeness::Initial) => "first letter of the surname equal",
        (Side::Surname, Likeness::Far) => "surname a little alike",
        (Side::Surname, Likeness::Other) => "surname differs",
    })
}

/// What is known of a birth date, in words.
pub(super) const fn birth(nearness: Nearness, due: bool) -> Option<&'static str> {
    Some(match nearness {
        Nearness::Missing => return None,
        Nearness::Same if due => "due date equal",
        Nearness::Same => "birth date equal",
        Nearness::Swapped => "day and month swapped",
        Nearness::Digit => "birth date one digit apart",
        Nearness::InRange if due => "unborn",
        Nearness::InRange => "age fits",
        Nearness::DueNear => "due about then",
        Nearness::TwoParts => "birth date equal in two of three parts",
        Nearness::Days => "born within days",
        Nearness::NewYear => "same birth year, one given as 1 January",
        Nearness::Year => "same birth year",
        Nearness::Almost if due => "due within weeks",
        Nearness::Almost => "age nearly fits",
        Nearness::Other if due => "due date differs",
        Nearness::Other => "birth date differs",
        Nearness::Generation => "a generation apart",
    })
}

/// What is known of a postcode, in words.
pub(super) const fn postcode(place: Place) -> Option<&'static str> {
    Some(match place {
        Place::Missing => return None,
        Place::Same => "same postcode",
        Place::Most => "postcode one character apart",
        Place::Some | Place::Little => "same postcode district",
        Place::Other => "postcode differs",
    })
}

/// What is known of an address, in words.
pub(super) const fn address(place: Place) -> Option<&'static str> {
    Some(match place {
        Place::Missing => return None,
        Place::Same => "same address",
        Place::Most => "nearly the same address",
        Place::Some => "address alike",
        Place::Little => "address a little alike",
        Place::Other => "address differs",
    })
}
