use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_eighty_fourth_day_still_goes_to_the_previous_team() {
    let closed = Standing { closed_on: Some(day("2026-09-01")), ..Standing::default() };
    assert!(closed.goes_to_previous_team(day("2026-11-24")));
    assert!(!closed.goes_to_previous_team(day("2026-11-25")));
    assert!(!closed.goes_to_previous_team(day("2026-08-31")), "closed tomorrow is not closed");
}

#[test]
fn an_open_person_goes_to_the_worker_not_to_a_previous_team() {
    let open =
        Standing { open_to: "Team 2".into(), closed_on: Some(day("2026-11-01")), ..Standing::default() };
    assert!(!open.goes_to_previous_team(day("2026-11-24")));
}

/// A small register around one family, with enough others that names and dates weigh what they do in a town.
fn register() -> Register {
    let mut people = vec![
        KnownPerson {
            mother: "Ada Testerby".into(),
            ..child("maisie", "Maisie Rose", "Testerby", "2016-03-12")
        },
        child("rhys", "Rhys", "Testerby", "2013-07-02"),
        child("orla", "Orla", "Testerby", "2018-05-20"),
        child("niamh", "Niamh", "Testerby", "2018-05-20"),
        KnownPerson {
            address: "3 Exemplar Way".into(),
            postcode: "TE5 7ZZ".into(),
            also_known_as: vec!["Kasia Fakeley".into()],
            ..child("katarzyna", "Katarzyna", "Mockford-Specimen", "2012-11-05")
        },
        KnownPerson {
            forename: String::new(),
            birth: None,
            due: Some(day("2027-03-03")),
            mother: "Ada Testerby".into(),
            ..child("unborn", "", "Testerby", "2000-01-01")
        },
        KnownPerson {
            nhs_number: "9990000018".into(),
            phone: "01632 960123".into(),
            address: String::new(),
            postcode: String::new(),
            ..child("numbered", "Wilfred", "Placeham", "2010-10-10")
        },
        KnownPerson { birth: None, ..child("undated", "Zebedee", "Dummerton", "2000-01-01") },
        KnownPerson { kind: PersonKind::Adult, ..child("ada", "Ada", "Testerby", "1988-02-14") },
    ];
    let forenames = ["Ivo", "Haris", "Caleb", "Jasmine", "Leah", "Tamsin", "Emeka", "Noor", "Luca", "Wei"];
    let surnames = ["Mockford", "Dummerton", "Sampleton", "Placeham", "Fakeley", "Synthley"];
    let letter = |nth: usize| ('A'..='Z').nth(nth).unwrap();
    for nth in 0..600_usize {
        let birth = day("2009-01-01") + chrono::Days::new(nth as u64 * 11 + 3);
        people.push(KnownPerson {
            address: format!("{} Synthley Street", nth / 3 + 1),
            postcode: format!("TE5 8{}{}", letter(nth / 78), letter(nth / 3 % 26)),
            ..child(&format!("other-{nth}"), forenames[nth % 10], surnames[nth / 10 % 6], &birth.to_string())
        });
    }
    Register::new(people)
}

fn child(id: &str, forename: &str, surname: &str, birth: &str) -> KnownPerson {
    KnownPerson {
        forename: forename.into(),
        surname: surname.into(),
        birth: Some(day(birth)),
        address: "12 Placeham Road".into(),
        postcode: "TE5 7AB".into(),
        ..KnownPerson::new(id, PersonKind::Child)
    }
}

fn asked(forename: &str, surname: &str, birth: Option<&str>) -> Query {
    Query {
        forename: forename.into(),
        surname: surname.into(),
        birth: birth.map(|birth| Born::On(day(birth))),
        ..Query::default()
    }
}

/// Who is found, best first: number, relation and the words.
fn found(query: &Query) -> Vec<(String, Relation, Vec<&'static str>)> {
    let register = register();
    let words = |one: &Match| one.reasons.iter().map(|reason| reason.words).collect();
    let matches = register.matches(query, 5);
    matches.iter().map(|one| (register.id(one.place).unwrap().to_owned(), one.relation, words(one))).collect()
}

/// The best match and why, which must be shown as the same person.
#[track_caller]
fn best(query: &Query) -> (String, Vec<&'static str>) {
    let register = register();
    let first = register.matches(query, 5).swap_remove(0);
    assert_eq!(first.relation, Relation::SamePerson, "{first:?}");
    let words = first.reasons.iter().map(|reason| reason.words).collect();
    (register.id(first.place).unwrap().to_owned(), words)
}

#[track_caller]
fn assert_best(query: &Query, id: &str, words: &[&str]) {
    let (best, why) = best(query);
    assert_eq!(best, id, "{why:?}");
    for word in words {
        assert!(why.contains(word), "{word:?} is not among {why:?}");
    }
}

#[test]
fn a_swapped_day_and_month_still_finds_the_child() {
    assert_best(
        &asked("Maisie", "Testerby", Some("2016-12-03")),
        "maisie",
        &["day and month swapped", "surname equal"],
    );
}

#[test]
fn a_date_that_is_no_date_is_still_nearly_right() {
    let birth = Written::read("2016-30-12").map(Born::Written);
    assert_best(
        &Query { birth, ..asked("Maisie", "Testerby", None) },
        "maisie",
        &["birth date one digit apart"],
    );
    assert_eq!(Written::read("2016-03"), Some(Written { year: 2016, month: 3, day: 0 }));
    assert_eq!(Written::read("16-03-12"), None);
}

#[test]
fn a_nickname_finds_the_child() {
    let words = ["known by this nickname or spelling", "birth date equal"];
    assert_best(&asked("Wilf", "Placeham", Some("2010-10-10")), "numbered", &words);
    assert_best(&asked("Kasia", "Mockford-Specimen", Some("2012-11-05")), "katarzyna", &words);
}

#[test]
fn names_the_other_way_round_find_the_child() {
    let words = ["forename and surname the other way round"];
    assert_best(&asked("Testerby", "Maisie", Some("2016-03-12")), "maisie", &words);
    assert_best(&asked("Testerby", "", Some("2016-03-12")), "maisie", &words);
}

#[test]
fn half_of_a_double_surname_finds_the_child() {
    assert_best(
        &asked("Katarzyna", "Specimen", Some("2012-11-05")),
        "katarzyna",
        &["part of a double surname"],
    );
    assert_best(&asked("Katarzyna", "Mockford Specimen", None), "katarzyna", &["surname equal"]);
}

#[test]
fn another_name_finds_the_child() {
    assert_best(&asked("Kasia", "Fakeley", Some("2012-11-05")), "katarzyna", &["another name fits"]);
    let also = Query {
        also_known_as: vec!["Rhys Testerby".into()],
        ..asked("Bran", "Exemplar", Some("2013-07-02"))
    };
    assert_best(&also, "rhys", &["another name fits"]);
}

#[test]
fn a_middle_name_used_as_the_first_finds_the_child() {
    assert_best(&asked("Rose", "Testerby", Some("2016-03-12")), "maisie", &["middle name used as forename"]);
}

#[test]
fn a_spelling_as_heard_finds_the_child() {
    assert_best(&asked("Reece", "Testerbie", Some("2013-07-02")), "rhys", &["birth date equal"]);
    assert_best(&asked("Neve", "Tesstterby", Some("2018-05-20")), "niamh", &["surname one letter apart"]);
}

#[test]
fn an_unknown_birth_date_neither_helps_nor_hurts() {
    assert_best(&asked("Zebedee", "Dummerton", Some("2011-01-01")), "undated", &["forename equal"]);
    let (_, words) = best(&asked("Zebedee", "Dummerton", Some("2011-01-01")));
    assert!(!words.iter().any(|word| word.contains("birth")), "{words:?}");
}

#[test]
fn an_estimated_age_is_a_range() {
    let about =
        Query { birth: Some(Born::about(10, day("2026-11-24"))), ..asked("Maisie", "Testerby", None) };
    assert_best(&about, "maisie", &["age fits"]);
    let young = Query { birth: Some(Born::about(2, day("2026-11-24"))), ..asked("Maisie", "Testerby", None) };
    assert_best(&young, "maisie", &["birth date differs"]);
}

#[test]
fn twins_are_two_people() {
    let query = Query { postcode: "TE5 7AB".into(), ..asked("Orla", "Testerby", Some("2018-05-20")) };
    let found = found(&query);
    assert_eq!((found[0].0.as_str(), found[0].1), ("orla", Relation::SamePerson));
    let (_, relation, words) = found.iter().find(|(id, ..)| id == "niamh").unwrap();
    assert_eq!(*relation, Relation::SameHousehold);
    assert!(words.contains(&"birth date equal: may be a twin"), "{words:?}");
    assert!(words.contains(&"forename differs: may be a brother or sister"), "{words:?}");
}

#[test]
fn brothers_and_sisters_are_never_shown_as_the_child() {
    let query =
        Query { address: "12 Placeham Road".into(), ..asked("Ffion", "Testerby", Some("2020-01-15")) };
    let register = register();
    let found = register.matches(&query, 5);
    for sibling in ["maisie", "rhys", "orla", "niamh"] {
        let found = found.iter().find(|one| register.id(one.place) == Some(sibling)).unwrap();
        assert_eq!(found.relation, Relation::SameHousehold, "{sibling}");
        assert!(found.shown() && found.score < 0.05, "{sibling}: {}", found.score);
    }
    assert!(!found.iter().any(|one| one.relation == Relation::SamePerson && one.shown()));
}

#[test]
fn an_unborn_child_is_found_by_the_mother_and_the_due_date() {
    let query = Query {
        mother: "Ada Testerby".into(),
        birth: Some(Born::Due(Some(day("2027-03-10")))),
        ..asked("Baby", "Testerby", None)
    };
    assert_best(&query, "unborn", &["same mother", "due about then"]);
    let born = Query { mother: "Ada Testerby".into(), ..asked("", "", Some("2027-02-25")) };
    assert_best(&born, "unborn", &["same mother"]);
}

#[test]
fn a_number_or_a_telephone_finds_somebody_alone() {
    let number = Query { nhs_number: "999 000 0018".into(), ..Query::default() };
    assert_best(&number, "numbered", &["NHS number or pupil number equal"]);
    let phone = Query { phone: "+44 1632 960123".into(), ..asked("Wilfred", "", None) };
    assert_best(&phone, "numbered", &["telephone equal"]);
}

#[test]
fn a_surname_helps_while_it_is_typed() {
    for typed in ["Te", "Test", "Testerb"] {
        let query = Query { typing: Some(Typing::Surname), ..asked("Maisie", typed, None) };
        assert_best(&query, "maisie", &["surname begins alike"]);
    }
}

#[test]
fn an_adult_is_not_taken_for_a_child() {
    let query = Query { kind: Some(PersonKind::Child), ..asked("Ada", "Testerby", None) };
    let register = register();
    let ada =
        register.matches(&query, 20).into_iter().find(|one| register.id(one.place) == Some("ada")).unwrap();
    assert!(!ada.shown(), "{ada:?}");
    assert_best(&Query { kind: Some(PersonKind::Adult), ..query }, "ada", &["forename equal"]);
}

#[test]
fn nothing_said_finds_nobody() {
    assert_eq!(found(&Query::default()), []);
    assert_eq!(Register::new([]).matches(&asked("Maisie", "Testerby", None), 5), []);
    assert_eq!(register().matches(&asked("Maisie", "Testerby", None), 0), []);
}

#[test]
fn a_stranger_is_not_shown_as_somebody_known() {
    let query = Query { postcode: "TE9 9XX".into(), ..asked("Quentin", "Exemplar", Some("2015-08-17")) };
    let shown: Vec<_> = register().matches(&query, 5).into_iter().filter(Match::shown).collect();
    assert_eq!(shown, []);
}

#[test]
fn everybody_is_weighed_and_none_blocked() {
    // Nothing but the birth year and a sound is right, and there is nobody better.
    let register = Register::new([child("one", "Maisie", "Testerby", "2016-03-12")]);
    assert_eq!(register.matches(&asked("Mazie", "Testabee", Some("2016-09-30")), 5).len(), 1);
}
