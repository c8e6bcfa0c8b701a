use std::ops::ControlFlow;

use rusqlite::Connection;

use super::*;
use crate::domain::calendar::Zone;
use crate::domain::codes::{ContactKind, Route};
use crate::domain::event::{Amendment, Event, Received};
use crate::domain::ids::ContactId;
use crate::domain::intake::{Answer, Intake, Subject};
use crate::domain::register::{PersonKind, Sex, Standing};
use crate::domain::ribbon::{Ribbon, Tie};
use crate::domain::schema::{Place, QuestionId};
use crate::domain::when::Moment;
use crate::store::Store;
use crate::store::test_util::{NOON, actor, desk, minutes, numbered, open_again, store};

const CHILD: Subject = Subject::Child(0);

fn somebody(id: &str, forename: &str, birth: &str) -> KnownPerson {
    KnownPerson {
        id: id.into(),
        kind: PersonKind::Child,
        forename: forename.into(),
        surname: "Mockford".into(),
        also_known_as: vec!["Benny Fakeley".into(), "B. \"Mock\" Mockford".into()],
        birth: birth.parse().ok(),
        due: None,
        mother: String::new(),
        sex: Some(Sex::Male),
        address: "12 Placeham Road".into(),
        postcode: "TE5 7AB".into(),
        phone: "01632 960123".into(),
        nhs_number: "9990000018".into(),
        upn: "A123456789012".into(),
        standing: Standing {
            open_to: String::new(),
            closed_on: "2026-10-15".parse().ok(),
            closed_team: "Team East".into(),
            plan: "Early help".into(),
            shared_on: vec!["2025-02-03".parse().unwrap()],
        },
    }
}

fn part(n: u32, last: bool) -> Part<'static> {
    Part { file: "ab12", part: n, last, bad: 0, columns: None }
}

fn import(store: &mut Store, people: &[KnownPerson]) -> Counts {
    store.import_people(&actor("Jo Testerby"), NOON, &part(1, true), people).unwrap()
}

/// Files a contact about a child, told of by `caller` at `at`.
fn tell(store: &mut Store, at: Moment, caller: &str, answers: &[(Subject, QuestionId, &str)]) -> ContactId {
    let mut intake = Intake::new(ContactKind::Referral);
    for (subject, question, text) in answers {
        intake.about_mut(*subject).set(*question, Answer::text(*text));
    }
    intake.answers.set(QuestionId::CallerName, Answer::text(caller));
    let id = store.reserve_numbers(1, NOON).unwrap();
    let received = Received::new(at, None, intake);
    let filed = numbered(0, vec![Event::ContactReceived(Box::new(received))]);
    store.append_bulk(NOON, &[(id, filed)]).unwrap();
    id
}

fn ben(store: &mut Store, at: Moment, caller: &str) -> ContactId {
    let told = [
        (CHILD, QuestionId::ChildForename, "Ben"),
        (CHILD, QuestionId::ChildSurname, "MOCKFORD"),
        (CHILD, QuestionId::ChildBirth, "12/3/2016"),
        (CHILD, QuestionId::ChildAddress, "12 Placeham Rd"),
        (CHILD, QuestionId::ChildPostcode, "te57ab"),
    ];
    tell(store, at, caller, &told)
}

fn everybody(reader: &Reader, after: Option<i64>) -> (Vec<String>, i64) {
    let mut ids = Vec::new();
    let take = |person: KnownPerson| {
        ids.push(person.id);
        ControlFlow::Continue(())
    };
    let tip = match after {
        None => reader.everybody(take),
        Some(after) => reader.changes(after, take),
    };
    (ids, tip.unwrap())
}

fn ribbon(store: &Store, id: &str) -> Ribbon {
    let today = "2026-11-24".parse().unwrap();
    let mut known = history::known_with_ribbon(store.conn(), &[id.into()], today, Zone::LONDON).unwrap();
    assert_eq!(known.len(), 1, "{id}");
    known.remove(0).1
}

#[test]
fn an_imported_person_reads_back_whole_and_a_second_import_updates() {
    let (_dir, mut store) = store();
    let unborn = KnownPerson {
        birth: None,
        due: "2027-03-03".parse().ok(),
        mother: "Gwen Mockford".into(),
        also_known_as: vec![],
        sex: None,
        standing: Standing::default(),
        ..somebody("P2", "", "")
    };
    let mut people = vec![somebody("P1", "Ben", "2016-03-12"), unborn];
    assert_eq!(import(&mut store, &people), Counts { new: 2, updated: 0, unchanged: 0 });
    for person in &people {
        assert_eq!(history::known(store.conn(), &person.id).unwrap().as_ref(), Some(person));
    }
    assert_eq!(history::known(store.conn(), "P3").unwrap(), None);

    people[0].standing.open_to = "Team 2".into();
    people.push(somebody("P3", "Ella", "2018-01-01"));
    assert_eq!(import(&mut store, &people), Counts { new: 1, updated: 1, unchanged: 1 });
    assert_eq!(history::known(store.conn(), "P1").unwrap().unwrap().standing.open_to, "Team 2");
    assert!(store.verify().unwrap().is_good());
}

#[test]
fn an_import_is_on_record_without_anybodys_name() {
    let (_dir, mut store) = store();
    import(&mut store, &[somebody("P1", "Ben", "2016-03-12")]);
    let body: String = store
        .conn()
        .query_row(
            "SELECT b.text FROM event e JOIN body b ON b.seq = e.seq WHERE e.kind = 'people-imported'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert!(body.contains("\"file\":\"ab12\"") && body.contains("\"new\":1"), "{body}");
    assert!(!body.contains("Mockford") && !body.contains("P1"), "{body}");
}

#[test]
fn an_import_that_was_broken_off_is_finished_by_importing_again() {
    let (dir, mut store) = store();
    let people: Vec<KnownPerson> = (0..10).map(|n| somebody(&format!("P{n}"), "Ben", "2016-03-12")).collect();
    let me = actor("Jo Testerby");
    store.import_people(&me, NOON, &part(1, false), &people[..4]).unwrap();
    drop(store);
    let mut store = open_again(&dir, crate::store::open::Missing::Refuse);
    assert!(store.verify().unwrap().is_good(), "what was imported is accounted for");
    assert_eq!(import(&mut store, &people), Counts { new: 6, updated: 0, unchanged: 4 });
    assert_eq!(everybody(&store.people_reader().unwrap(), None).0.len(), 10);
}

#[test]
fn a_part_that_cannot_be_written_leaves_nothing_of_itself() {
    let (_dir, mut store) = store();
    let both = KnownPerson { due: "2027-03-03".parse().ok(), ..somebody("P2", "Ben", "2016-03-12") };
    let people = [somebody("P1", "Ben", "2016-03-12"), both];
    assert!(store.import_people(&actor("Jo Testerby"), NOON, &part(1, true), &people).is_err());
    assert_eq!(history::known(store.conn(), "P1").unwrap(), None);
    assert!(store.verify().unwrap().is_good());
}

#[test]
fn the_meaning_of_the_columns_is_kept() {
    let (_dir, mut store) = store();
    assert_eq!(store.people_columns().unwrap(), None);
    let kept = Part { columns: Some("{\"ref\":\"id\"}"), ..part(1, true) };
    store.import_people(&actor("Jo Testerby"), NOON, &kept, &[]).unwrap();
    import(&mut store, &[]);
    assert_eq!(store.people_columns().unwrap().as_deref(), Some("{\"ref\":\"id\"}"));
}

#[test]
fn whoever_a_contact_names_is_known_until_an_amendment_says_otherwise() {
    let (_dir, mut store) = store();
    let id = ben(&mut store, NOON, "Jo Fakeley");
    let known = |store: &Store| history::known(store.conn(), "R-1001/child 1").unwrap();
    assert_eq!(known(&store).unwrap().forename, "Ben");
    assert_eq!(known(&store).unwrap().standing, Standing::default());

    let place = Place { question: QuestionId::ChildForename, subject: CHILD };
    let now = Some(Answer::text("Benedict"));
    let amended = Event::AnswersAmended {
        changes: vec![Amendment { place, was: Some(Answer::text("Ben")), now }],
        reason: "his mother says".into(),
    };
    let contact = store.contact(id, &actor("Jo Testerby")).unwrap().unwrap();
    let contact = store.append(contact, numbered(1, vec![amended])).unwrap();
    assert_eq!(known(&store).unwrap().forename, "Benedict");
    let undone = Event::Reversed { batch: 2, reason: "wrong child".into() };
    store.append(contact, numbered(2, vec![undone])).unwrap();
    assert_eq!(known(&store).unwrap().forename, "Ben");
    assert!(store.verify().unwrap().is_good());
}

#[test]
fn a_note_writes_nothing_of_the_people_named() {
    let (_dir, mut store) = store();
    let id = ben(&mut store, NOON, "Jo Fakeley");
    store
        .conn()
        .execute_batch(
            "CREATE TEMP TRIGGER quiet BEFORE DELETE ON named BEGIN SELECT RAISE(ABORT, 'written'); END",
        )
        .unwrap();
    let contact = store.contact(id, &actor("Jo Testerby")).unwrap().unwrap();
    store.append(contact, numbered(1, vec![Event::NoteAdded { text: "rang back".into() }])).unwrap();
}

#[test]
fn everybody_is_read_on_a_connection_that_cannot_write_and_then_only_what_changed() {
    let (_dir, mut store) = store();
    import(&mut store, &[somebody("P1", "Ben", "2016-03-12"), somebody("P2", "Ella", "2018-01-01")]);
    ben(&mut store, NOON, "Jo Fakeley");
    let reader = store.people_reader().unwrap();
    let (ids, tip) = everybody(&reader, None);
    assert_eq!(ids, ["P1", "P2", "R-1001/child 1"]);
    assert_eq!(everybody(&reader, Some(tip)), (vec![], tip));

    let mut moved = somebody("P2", "Ella", "2018-01-01");
    moved.address = "14 Placeham Road".into();
    import(&mut store, &[somebody("P1", "Ben", "2016-03-12"), moved]);
    ben(&mut store, NOON, "Jo Fakeley");
    let (ids, later) = everybody(&reader, Some(tip));
    assert_eq!(ids, ["P2", "R-1002/child 1"], "what stayed as it was is not told of again");
    assert!(later > tip);

    assert!(reader.conn.execute("DELETE FROM person", []).is_err());
    let mut seen = 0;
    let stopped = reader.everybody(|_| {
        seen += 1;
        ControlFlow::Break(())
    });
    assert!(stopped.is_ok() && seen == 1);
}

#[test]
fn the_ribbon_of_an_imported_child_counts_the_desks_own_contacts() {
    let (_dir, mut store) = store();
    import(&mut store, &[somebody("P1", "Ben", "2016-03-12")]);
    let first = ben(&mut store, NOON, "Jo Fakeley");
    ben(&mut store, minutes(-24 * 60), "Al Placeham");
    ben(&mut store, minutes(-400 * 24 * 60), "Al Placeham");
    let contact = store.contact(first, &actor("Jo Testerby")).unwrap().unwrap();
    let decided = Event::RouteDecided {
        route: Route::Stage2,
        rationale: "unclear".into(),
        more: Box::default(),
        waits: false,
    };
    store.append(contact, numbered(1, vec![decided])).unwrap();

    let found = ribbon(&store, "P1");
    assert_eq!(found.contacts_12_months.len(), 2);
    assert_eq!(found.callers_7_days, 2);
    assert_eq!(found.shared_on, ["2026-11-24".parse().unwrap(), "2025-02-03".parse().unwrap()]);
    assert_eq!(
        found.open_contacts,
        [ContactId(1002), ContactId(1003)],
        "a decided contact without a clock is closed"
    );
    assert_eq!(found.closed.as_ref().map(|closed| closed.days), Some(40));
    assert_eq!(found.routes().first().map(|(route, _)| *route), Some(Route::PreviousTeam));
    // The entry of the contact itself tells the same contacts, but no standing.
    let own = ribbon(&store, "R-1001/child 1");
    assert_eq!(own.contacts_12_months, found.contacts_12_months);
    assert_eq!((own.closed, own.plan.as_str()), (None, ""));
}

#[test]
fn a_linked_contact_counts_although_it_names_the_child_otherwise() {
    let (_dir, mut store) = store();
    let told = [(CHILD, QuestionId::ChildForename, "Benny")];
    let linked = tell(&mut store, NOON, "Jo Fakeley", &told);
    let person = somebody("P1", "Ben", "2016-03-12");
    assert_eq!(history::past(store.conn(), &person, &[]).unwrap(), []);
    let past = history::past(store.conn(), &person, &[linked, ContactId(4711)]).unwrap();
    assert_eq!(past.iter().map(|past| past.contact).collect::<Vec<_>>(), [linked]);
    assert!(past[0].open);
}

#[test]
fn brothers_and_sisters_are_the_household_and_the_child_itself_is_not() {
    let (_dir, mut store) = store();
    let mut sister = somebody("P2", "Ella", "2018-01-01");
    sister.address = "12, Placeham Rd, Testshire".into();
    sister.standing.open_to = "Team 2".into();
    sister.phone = String::new();
    let mut by_phone = somebody("P3", "Gwen", "1990-01-01");
    by_phone.kind = PersonKind::Adult;
    by_phone.address = String::new();
    let mut neighbour = somebody("P4", "Tobias", "2016-05-05");
    neighbour.address = "14 Placeham Road".into();
    neighbour.phone = "01632 960999".into();
    import(&mut store, &[somebody("P1", "Ben", "2016-03-12"), sister, by_phone, neighbour]);
    // The same two children, told of on the telephone, once without a birth date.
    ben(&mut store, NOON, "Jo Fakeley");
    let told = [
        (CHILD, QuestionId::ChildForename, "ella"),
        (CHILD, QuestionId::ChildSurname, "Mockford"),
        (CHILD, QuestionId::ChildAddress, "12 Placeham Road"),
        (CHILD, QuestionId::ChildPostcode, "TE5 7AB"),
    ];
    tell(&mut store, NOON, "Jo Fakeley", &told);
    let household: Vec<(String, String, Tie)> =
        ribbon(&store, "P1").household.into_iter().map(|mate| (mate.id, mate.open_to, mate.tie)).collect();
    assert_eq!(
        household,
        [("P2".into(), "Team 2".into(), Tie::Address), ("P3".into(), String::new(), Tie::Phone)]
    );
}

#[test]
fn twins_are_two() {
    let (_dir, mut store) = store();
    import(&mut store, &[somebody("P1", "Ben", "2016-03-12"), somebody("P2", "Beth", "2016-03-12")]);
    let household = ribbon(&store, "P1").household;
    assert_eq!(household.iter().map(|mate| mate.id.as_str()).collect::<Vec<_>>(), ["P2"]);
}

fn plan(conn: &Connection, sql: &str) -> String {
    let steps: rusqlite::Result<Vec<String>> = conn
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap()
        .query_map(rusqlite::params_from_iter(vec![0; if sql.contains("?2") { 2 } else { 1 }]), |row| {
            row.get(3)
        })
        .unwrap()
        .collect();
    steps.unwrap().join("; ")
}

#[test]
fn nothing_that_is_asked_during_a_call_scans_the_register() {
    let (_dir, conn) = desk();
    for sql in history::every_query() {
        let plan = plan(&conn, sql);
        assert!(plan.starts_with("SEARCH ") && !plan.contains("SCAN"), "{sql}: {plan}");
    }
}

#[test]
fn people_named_otherwise_than_the_events_say_are_found_and_made_again() {
    for attack in [
        "UPDATE named SET surname = 'Fakeley'",
        "UPDATE named SET who = NULL",
        "UPDATE named SET caller = 5",
        "UPDATE named SET received = 5",
        "DELETE FROM named",
        "INSERT INTO named SELECT contact_id, 1, 'child 2', kind, forename, surname, also_known_as, birth, due, mother, sex,
           address, postcode, phone, nhs_number, upn, received, caller, shared, who, home, line FROM named",
        "UPDATE named SET contact_id = 1009",
    ] {
        let (_dir, mut store) = store();
        ben(&mut store, NOON, "Jo Fakeley");
        import(&mut store, &[somebody("P1", "Ben", "2016-03-12")]);
        store.conn().execute_batch(attack).unwrap();
        let report = store.verify().unwrap();
        assert_eq!(report.first_bad().and_then(|bad| bad.contact_id), Some(1001), "{attack}: {report:?}");
        store.rebuild().unwrap();
        assert!(store.verify().unwrap().is_good(), "{attack}");
        assert_eq!(everybody(&store.people_reader().unwrap(), None).0, ["P1", "R-1001/child 1"], "{attack}");
    }
}

#[test]
fn imported_people_that_no_import_accounts_for_are_found() {
    for (attack, what) in [
        ("UPDATE person SET postcode = 'TE5 7ZZ'", "not found under its own address"),
        ("UPDATE person SET line = NULL", "not found under its own address"),
        ("DELETE FROM person WHERE id = 'P1'", "added 2 people, and 1 are there"),
        ("UPDATE person SET changed = 1 WHERE id = 'P2'", "written by no import"),
        (
            "INSERT INTO person SELECT 77, 'P7', kind, forename, surname, also_known_as, birth, due, mother, sex, address,
               postcode, phone, nhs_number, upn, open_to, closed_on, closed_team, plan, shared_on, home, line, changed
             FROM person WHERE id = 'P1'",
            "added 2 people, and 3 are there",
        ),
    ] {
        let (_dir, mut store) = store();
        import(&mut store, &[somebody("P1", "Ben", "2016-03-12"), somebody("P2", "Ella", "2018-01-01")]);
        assert!(store.verify().unwrap().is_good());
        store.conn().execute_batch(attack).unwrap();
        let report = store.verify().unwrap();
        let said = report.first_bad().map(ToString::to_string).unwrap_or_default();
        assert!(said.contains(what), "{attack}: {said}");
    }
}
