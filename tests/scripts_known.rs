//! What the desk already knows, beside the typing: key scripts.
#![expect(clippy::expect_used, reason = "a helper of a test may fail loudly")]

mod common {
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod desk;
}

use common::desk::Desk;
use dutydesk::app::overlay::Overlay;
use dutydesk::domain::intake::Subject;
use dutydesk::domain::register::{KnownPerson, PersonKind, Relation, Standing};
use dutydesk::domain::schema::QuestionId;

fn child(id: &str, forename: &str, surname: &str, birth: &str) -> KnownPerson {
    KnownPerson {
        forename: forename.into(),
        surname: surname.into(),
        birth: birth.parse().ok(),
        address: "12 Placeham Road".into(),
        postcode: "TE5 7AB".into(),
        ..KnownPerson::new(id, PersonKind::Child)
    }
}

/// A desk that knows a child open to a team, the child's brother, and others.
fn knowing() -> Desk {
    let mut desk = Desk::new("2026-11-24T14:10");
    let open = Standing { open_to: "Team 2".into(), ..Standing::default() };
    desk.record.people = vec![
        KnownPerson { standing: open, ..child("P1", "Ashley", "Sampleton", "2016-03-12") },
        child("P2", "Rowan", "Sampleton", "2013-07-01"),
        child("P3", "Tegan", "Specimen", "2012-01-30"),
        child("P4", "Noor", "Exemplar", "2018-09-09"),
    ];
    desk.keys("f2 ctrl-g 2");
    desk
}

fn shown(desk: &Desk) -> Vec<(String, Relation)> {
    let intake = desk.app.intake.as_ref().expect("a call");
    let found = intake.seek.found.get(&Subject::Child(0)).map_or(&[][..], Vec::as_slice);
    found.iter().map(|one| (one.person.id.clone(), one.relation)).collect()
}

#[test]
fn the_child_appears_while_the_name_is_typed_and_the_brother_only_as_household() {
    let mut desk = knowing();
    desk.keys("\"Ashley\" enter \"Sampleton\" enter \"12/3/2016\" enter tab");
    desk.keys("\"12 Placeham Rd\" enter \"TE5 7AB\"");
    assert_eq!(
        shown(&desk),
        [("P1".to_owned(), Relation::SamePerson), ("P2".to_owned(), Relation::SameHousehold)]
    );
    desk.keys("f3 down enter");
    let notice = desk.app.notice.as_ref().expect("a reason").text.clone();
    assert!(notice.contains("same household"), "{notice}");
    assert!(desk.app.intake.as_ref().expect("a call").draft.intake.links.is_empty());
}

#[test]
fn linking_fills_what_is_known_and_stays_with_the_contact() {
    let mut desk = knowing();
    desk.keys("\"Ashley\" enter \"Sampleton\" enter \"12/3/2016\" enter f3 enter");
    desk.keys("ctrl-g 3 \"Bruise\" ctrl-s ctrl-s enter");
    let contact = desk.only();
    let links = &contact.intake().links;
    assert_eq!((links.len(), links[0].id.as_str(), links[0].by.as_str()), (1, "P1", "Jo Testerby"));
    assert_eq!(links[0].known, ["Open to Team 2."]);
    let child = &contact.intake().children[0];
    assert!(child.has_code(QuestionId::ChildOpen, "yes"));
    assert_eq!(child.text(QuestionId::ChildWorker), "Team 2");
    assert!(child.has_code(QuestionId::RecordsChild, "known"));
}

#[test]
fn no_trace_is_recorded_with_who_looked_and_when() {
    let mut desk = knowing();
    desk.keys("\"Wren\" enter \"Testerby\" enter \"2/2/2020\" enter");
    assert!(shown(&desk).is_empty(), "{:?}", shown(&desk));
    desk.keys("f3 t");
    assert!(desk.app.overlays.is_empty());
    let intake = &desk.app.intake.as_ref().expect("a call").draft.intake;
    let looked = intake.children[0].text(QuestionId::RecordsBy);
    assert!(looked.contains("Jo Testerby") && looked.contains("14:10"), "{looked}");
    assert!(intake.children[0].has_code(QuestionId::RecordsChild, "no-trace"));
}

#[test]
fn a_link_is_taken_away_again_and_the_list_closes_without_losing_a_letter() {
    let mut desk = knowing();
    desk.keys("\"Ashley\" enter \"Sampleton\" enter \"12/3/2016\" enter f3 enter f3 u");
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Matches(_))));
    desk.keys("esc");
    let intake = &desk.app.intake.as_ref().expect("a call").draft.intake;
    assert!(intake.links.is_empty());
    assert_eq!(intake.children[0].text(QuestionId::ChildSurname), "Sampleton");
}

#[test]
fn each_child_of_a_call_is_looked_for_apart() {
    let mut desk = knowing();
    desk.keys("\"Ashley\" enter \"Sampleton\" enter \"12/3/2016\" ctrl-n \"Tegan\" enter \"Specimen\" enter \"30/1/2012\"");
    let found = &desk.app.intake.as_ref().expect("a call").seek.found;
    assert_eq!(found[&Subject::Child(0)][0].person.id, "P1");
    assert_eq!(found[&Subject::Child(1)][0].person.id, "P3");
}

#[test]
fn an_answer_that_was_overtaken_is_dropped() {
    let mut desk = knowing();
    desk.keys("\"Ashley\" enter \"Sampleton\" enter \"12/3/2016\"");
    let before = shown(&desk);
    let late = dutydesk::port::Reply::Found { token: dutydesk::port::Token(1), found: Vec::new() };
    dutydesk::app::update(&mut desk.app, dutydesk::app::msg::Msg::Store(late));
    assert_eq!(shown(&desk), before);
}

#[test]
fn a_consultation_looks_for_nobody() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("N c f3");
    assert!(desk.app.overlays.is_empty());
}
