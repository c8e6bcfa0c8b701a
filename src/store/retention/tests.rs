use super::*;
use crate::domain::codes::Role;
use crate::domain::ids::UserId;
use crate::domain::register::{KnownPerson, PersonKind};
use crate::domain::retention::listing::Left;
use crate::protocols;
use crate::store::drafts::Holder;
use crate::store::people::import::Part;
use crate::store::process::Process;
use crate::store::test_util::{NOON, actor, closing, file, minutes, note, numbered, store};

fn protocol() -> Protocol {
    protocols::built_in("general").unwrap()
}

fn manager(name: &str) -> Actor {
    Actor { user: UserId(name.to_lowercase()), name: name.into(), role: Role::Manager }
}

fn years(n: i64) -> Moment {
    NOON + chrono::TimeDelta::days(n * 366)
}

/// A closed contact.
fn closed(store: &mut Store, surname: &str) -> Contact {
    let contact = file(store, surname, minutes(60));
    let version = contact.version;
    store.append(contact, closing(version)).unwrap()
}

fn refused<T: std::fmt::Debug>(result: std::result::Result<T, NotDone>) -> String {
    match result.unwrap_err() {
        NotDone::Refused(why) => why,
        NotDone::Trouble(error) => error.to_string(),
    }
}

#[test]
fn what_is_due_is_found_and_what_is_not_is_left() {
    let (_dir, mut store) = store();
    let due = closed(&mut store, "Mockford");
    file(&mut store, "Testerby", minutes(60));
    let held = closed(&mut store, "Exemplar");
    let inquiry = numbered(held.version, vec![Event::Held { reason: "an inquiry".into() }]);
    store.append(held.clone(), inquiry).unwrap();
    assert!(store.retention(&protocol(), years(1)).unwrap().due.is_empty());
    let listing = store.retention(&protocol(), years(4)).unwrap();
    assert_eq!(listing.due.iter().map(|line| line.target).collect::<Vec<_>>(), [Target::Contact(due.id)]);
    assert_eq!(listing.held.iter().map(|line| line.target).collect::<Vec<_>>(), [Target::Contact(held.id)]);
    let none = Protocol { retention: Vec::new(), ..protocol() };
    assert!(store.retention(&none, years(90)).unwrap().due.is_empty());
}

#[test]
fn two_managers_erase_and_nothing_else_does() {
    let (_dir, mut store) = store();
    let contact = closed(&mut store, "Mockford");
    let (target, rules, now) = (Target::Contact(contact.id), protocol(), years(4));
    let (sam, lee) = (manager("Sam"), manager("Lee"));
    assert!(refused(store.agree_erasure(target, &lee, &rules, now)).contains("Nobody has asked"));
    assert!(
        refused(store.propose_erasure(target, "over", &actor("Jo Testerby"), &rules, now))
            .contains("Only these")
    );
    assert!(refused(store.propose_erasure(target, "over", &sam, &rules, years(1))).contains("kept until"));
    assert!(
        refused(store.propose_erasure(target, "the Mockfords, Mockford", &sam, &rules, now)).contains("name")
    );
    store.propose_erasure(target, "its time is over", &sam, &rules, now).unwrap();
    assert!(refused(store.propose_erasure(target, "again", &lee, &rules, now)).contains("already"));
    assert!(refused(store.agree_erasure(target, &sam, &rules, now)).contains("another manager"));
    store.refuse_erasure(target, "wait for the report", &lee, &rules, now).unwrap();
    assert!(refused(store.agree_erasure(target, &lee, &rules, now)).contains("Nobody has asked"));

    store.propose_erasure(target, "its time is over", &sam, &rules, now).unwrap();
    let seen = store.contact(contact.id, &sam).unwrap().unwrap();
    let version = seen.version;
    store.append(seen, note(version, "one more thing")).unwrap();
    assert!(refused(store.agree_erasure(target, &lee, &rules, now)).contains("changed since"));

    store.propose_erasure(target, "its time is over", &lee, &rules, now).unwrap();
    let late = now + chrono::TimeDelta::days(15);
    assert!(refused(store.agree_erasure(target, &sam, &rules, late)).contains("lapsed"));
    store.agree_erasure(target, &sam, &rules, now).unwrap();
    assert!(store.contact(contact.id, &sam).unwrap().is_none());
    let listing = store.retention(&rules, now).unwrap();
    assert!(listing.due.is_empty());
    assert_eq!(listing.erased.len(), 1);
    assert!(store.verify().unwrap().is_good());
}

#[test]
fn a_call_that_was_given_up_is_erased_like_a_contact() {
    let (_dir, mut store) = store();
    let holder = Holder { actor: actor("Jo Testerby"), process: Process::this() };
    let claim = store.start_call(&holder, NOON).unwrap();
    store.discard_draft(claim, &holder.actor, "Silent call", None, NOON).unwrap();
    store.view(claim.id, &holder.actor, NOON).unwrap();
    let (target, rules) = (Target::Contact(claim.id), protocol());
    assert_eq!(store.retention(&rules, years(2)).unwrap().due.len(), 1);
    store.propose_erasure(target, "its time is over", &manager("Sam"), &rules, years(2)).unwrap();
    store.agree_erasure(target, &manager("Lee"), &rules, years(2)).unwrap();
    assert!(store.ended(claim.id).unwrap().is_none());
    assert!(store.erased(claim.id).unwrap().is_some());
    assert!(store.retention(&rules, years(2)).unwrap().due.is_empty());
    assert!(store.verify().unwrap().is_good());
}

#[test]
fn imported_entries_go_together_and_the_counts_still_add_up() {
    let (_dir, mut store) = store();
    let sam = manager("Sam");
    let person = |id: &str| KnownPerson { forename: "Ash".into(), ..KnownPerson::new(id, PersonKind::Child) };
    let mut open = person("S3");
    open.standing.open_to = "Locality Team".into();
    let part = |n| Part { file: "abc", part: n, last: true, bad: 0, columns: None };
    store.import_people(&sam, NOON, &part(1), &[person("S1"), person("S2"), open]).unwrap();
    store.import_people(&sam, years(5), &part(1), &[person("S4")]).unwrap();
    let (rules, now) = (protocol(), years(7));
    let line = store.retention(&rules, now).unwrap().due.remove(0);
    assert_eq!(
        (line.target, line.seen),
        (Target::KnownPeople, 2),
        "who is open to a team, and who is new, is kept"
    );
    store.propose_erasure(Target::KnownPeople, "their time is over", &sam, &rules, now).unwrap();
    let carried = store.agree_erasure(Target::KnownPeople, &manager("Lee"), &rules, now).unwrap();
    assert!(matches!(carried.left, Left::People(gone) if gone.people == 2));
    let left: Vec<String> = store
        .conn
        .prepare("SELECT id FROM person ORDER BY id")
        .and_then(|mut ask| ask.query_map([], |row| row.get(0))?.collect())
        .unwrap();
    assert_eq!(left, ["S3", "S4"]);
    let report = store.verify().unwrap();
    assert!(report.is_good(), "{report:?}");
}

#[test]
fn a_body_without_an_erasure_on_record_is_an_alarm_whatever_the_tombstone_says() {
    let (_dir, mut store) = store();
    let contact = closed(&mut store, "Mockford");
    let last = events::tip(&store.conn).unwrap().seq;
    store.append(contact.clone(), note(contact.version, "no erasure")).unwrap();
    let sql =
        format!("INSERT INTO tombstone VALUES ({last}, {}); DELETE FROM body WHERE seq = {last}", last + 1);
    store.conn.execute_batch(&sql).unwrap();
    assert!(!store.verify().unwrap().is_good());
}

#[test]
fn packs_are_counted_and_the_same_person_is_found_in_other_contacts() {
    let (_dir, mut store) = store();
    let one = file(&mut store, "Mockford", minutes(60));
    assert_eq!(store.packs(one.id).unwrap(), 0);
    let disclosed = Disclosed {
        contact: one.id,
        subject: intake::Subject::Child(0),
        others: Vec::new(),
        number: 1,
        to: "the child's solicitor".into(),
        why: "asked on 1 November".into(),
        sha256: "ab".into(),
        first: None,
    };
    store.disclose(&disclosed, &manager("Sam"), NOON).unwrap();
    assert_eq!(store.packs(one.id).unwrap(), 1);
    assert!(
        store.same_person(one.id, intake::Subject::Child(0)).unwrap().is_empty(),
        "a surname alone is no one"
    );
}

#[test]
fn looking_for_what_is_due_reads_no_other_contact_and_no_other_event() {
    let (_dir, store) = store();
    let plan = |sql: &str| -> Vec<String> {
        let mut ask = store.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let blanks = (0..ask.parameter_count()).map(|_| rusqlite::types::Null);
        ask.query_map(rusqlite::params_from_iter(blanks), |row| row.get(3))
            .unwrap()
            .map(|row| row.unwrap())
            .collect()
    };
    for (sql, index) in [
        (OF_KIND, "event_retention (kind=?)"),
        (ERASED_SINCE, "event_retention (kind=? AND seq>?)"),
        (find::HELD, "event_retention (kind=?)"),
        (find::CLOSED, "contact_closed (route=? AND received<?)"),
    ] {
        let plan = plan(sql);
        assert!(plan.iter().any(|step| step.contains(index)), "{plan:?}");
        assert!(
            !plan.iter().any(|step| step.starts_with("SCAN e") || step.starts_with("SCAN contact")),
            "{plan:?}"
        );
    }
}
