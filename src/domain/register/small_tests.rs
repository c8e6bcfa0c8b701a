//! A new desk knows few people: each of them is still found by what callers get wrong, and nobody else is shown.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn child(id: &str, forename: &str, surname: &str, birth: &str) -> KnownPerson {
    KnownPerson {
        forename: forename.into(),
        surname: surname.into(),
        birth: Some(day(birth)),
        ..KnownPerson::new(id, PersonKind::Child)
    }
}

/// So many people, Wilfred Mockford-Specimen among them.
fn register(people: usize) -> Register {
    let forenames = ["Ivo", "Haris", "Caleb", "Jasmine", "Leah", "Tamsin", "Emeka", "Noor", "Luca", "Wei"];
    let surnames = ["Testerby", "Dummerton", "Sampleton", "Placeham", "Fakeley", "Synthley", "Exemplar"];
    let mut known = vec![child("wilfred", "Wilfred", "Mockford-Specimen", "2012-03-11")];
    for nth in 1..people {
        let birth = day("2009-01-01") + chrono::Days::new(nth as u64 * 53);
        let (forename, surname) = (forenames[nth % 10], surnames[nth / 10 % 7]);
        known.push(child(&format!("other-{nth}"), forename, surname, &birth.to_string()));
    }
    Register::new(known)
}

fn asked(forename: &str, surname: &str, birth: Option<&str>) -> Query {
    Query {
        forename: forename.into(),
        surname: surname.into(),
        birth: birth.map(|birth| Born::On(day(birth))),
        ..Query::default()
    }
}

/// Who is shown as the person meant, best first.
fn shown(register: &Register, query: &Query) -> Vec<String> {
    let shown = register.matches(query, 5).into_iter().filter(Match::shown);
    shown.map(|one| register.id(one.place).unwrap().to_owned()).collect()
}

const SIZES: [usize; 4] = [1, 5, 20, 100];

#[test]
fn what_callers_get_wrong_still_finds_somebody_in_a_register_of_few() {
    let heard = [
        ("a nickname", asked("Wilf", "Mockford-Specimen", None)),
        ("a typing error", asked("Wilfred", "Mockfird-Specimen", None)),
        ("a typing error in the forename", asked("Wilfrid", "Mockford-Specimen", None)),
        ("half of a double name", asked("Wilfred", "Mockford", None)),
        ("the other half", asked("Wilfred", "Specimen", None)),
        ("a swapped date", asked("Wilfred", "Mockford-Specimen", Some("2012-11-03"))),
        ("a nickname and a swapped date", asked("Wilf", "Mockford-Specimen", Some("2012-11-03"))),
        ("half a name and a date one digit off", asked("Wilfred", "Mockford", Some("2012-03-12"))),
        ("no forename", asked("", "Mockford-Specimen", Some("2012-03-11"))),
    ];
    for people in SIZES {
        let register = register(people);
        for (what, query) in &heard {
            assert_eq!(shown(&register, query), ["wilfred"], "{what} among {people}");
        }
    }
}

#[test]
fn a_stranger_is_not_shown_in_a_register_of_few() {
    let strangers = [
        asked("Quentin", "Northmock", None),
        asked("Quentin", "Northmock", Some("2012-03-11")),
        asked("Wilfred", "Northmock", Some("2015-08-17")),
        asked("Quentin", "Mockford-Specimen", Some("2015-08-17")),
        asked("Quentin", "Mockford", None),
        asked("Wilfred", "", None),
        asked("", "", Some("2012-03-12")),
    ];
    for people in SIZES {
        let register = register(people);
        for query in &strangers {
            assert_eq!(shown(&register, query), [""; 0], "{query:?} among {people}");
        }
    }
}

#[test]
fn the_more_people_the_surer_one_must_be() {
    assert!((cut(20_000) - 5.0).abs() < 0.001);
    assert!((cut(200_000) - 6.0).abs() < 0.01, "one bit more for ten times the people");
    assert!((cut(2_000) - 3.0).abs() < 0.1, "two bits less for a tenth");
    assert!(cut(1) > 0.0, "likelier than not at least");
    assert!([0, 1, 5, 20, 100, 20_000, 1_000_000].is_sorted_by(|few, many| cut(*few) < cut(*many)));
}
