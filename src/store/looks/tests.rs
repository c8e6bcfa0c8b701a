use super::*;
use crate::domain::codes::Role;
use crate::domain::command::Command;
use crate::domain::contact::Summary;
use crate::domain::ids::UserId;
use crate::domain::looked::SearchWay;
use crate::domain::query::{self, Asker, Query};
use crate::protocols;
use crate::store::board::Board;
use crate::store::each::NotDone;
use crate::store::open::Missing;
use crate::store::test_util::{NOON, actor, file, minutes, open_again, store};

fn manager() -> Actor {
    Actor { role: Role::Manager, ..actor("Sam Placeham") }
}

fn open(store: &mut Store, id: ContactId, who: &str, because: Option<&str>, now: Moment) -> Result<Contact> {
    let (actor, me) = (actor(who), Process::this());
    store.look(&Look { id, actor: &actor, me: &me, because, now }).map(|(contact, _)| contact)
}

fn restrict(store: &mut Store, id: ContactId, people: &[&str]) {
    let people = people.iter().map(|user| UserId((*user).into())).collect();
    let command = Command::Restrict { people, reason: "a colleague's niece".into() };
    let protocol = protocols::built_in("general").unwrap();
    store.act(id, &command, &manager(), &protocol, NOON).unwrap();
}

fn kinds(store: &Store) -> Vec<String> {
    store
        .conn()
        .prepare("SELECT kind FROM event WHERE contact_id = 0 ORDER BY seq")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(std::result::Result::unwrap)
        .collect()
}

fn row(store: &Store) -> Summary {
    Board::begin(store.conn()).unwrap().page(store.conn(), 9).unwrap().remove(0)
}

#[test]
fn a_contact_is_noted_once_in_a_quarter_of_an_hour_for_each_who_opens_it() {
    let (_dir, mut store) = store();
    let id = file(&mut store, "Sampleton", minutes(60)).id;
    for (who, minute) in [("Jo Testerby", 0), ("Jo Testerby", 14), ("Kit Fakeley", 14), ("Jo Testerby", 16)] {
        open(&mut store, id, who, None, minutes(minute)).unwrap();
    }
    assert_eq!(kinds(&store).iter().filter(|kind| *kind == "contact-viewed").count(), 3);
}

#[test]
fn a_restricted_contact_opens_for_named_people_with_a_reason_and_for_nobody_else() {
    let (_dir, mut store) = store();
    let id = file(&mut store, "Sampleton", minutes(60)).id;
    open(&mut store, id, "Jo Testerby", None, NOON).unwrap();
    restrict(&mut store, id, &["jo.testerby"]);

    let why = open(&mut store, id, "Jo Testerby", Some("  "), minutes(1)).unwrap_err();
    assert_eq!(why.kind, Kind::Reason, "a look from before it was restricted does not count: {why}");
    open(&mut store, id, "Jo Testerby", Some("allocated to me"), minutes(1)).unwrap();
    open(&mut store, id, "Jo Testerby", None, minutes(10)).unwrap();
    assert_eq!(open(&mut store, id, "Jo Testerby", None, minutes(20)).unwrap_err().kind, Kind::Reason);

    for minute in [2, 3, 4] {
        let why = open(&mut store, id, "Robin Dummerton", Some("curious"), minutes(minute)).unwrap_err();
        assert_eq!(why.kind, Kind::NotAllowed);
        assert!(why.to_string().contains("Ask Sam Placeham"), "{why}");
        assert!(!why.to_string().contains("niece"), "the reason is for those who may open it: {why}");
    }
    // A manager who is not named is no exception.
    assert_eq!(store.contact(id, &manager()).unwrap_err().kind, Kind::NotAllowed);
    let kinds = kinds(&store);
    let count = |kind: &str| kinds.iter().filter(|one| *one == kind).count();
    assert_eq!((count("restricted-opened"), count("attempt-refused"), count("contact-viewed")), (1, 1, 1));
    assert!(store.verify().unwrap().is_good());
    store.rebuild().unwrap();
    assert!(store.verify().unwrap().is_good());
}

#[test]
fn nothing_told_in_a_restricted_contact_reaches_a_board_or_a_filter() {
    let (_dir, mut store) = store();
    let id = file(&mut store, "Sampleton", minutes(60)).id;
    assert_eq!(row(&store).child.unwrap().surname, "Sampleton");
    restrict(&mut store, id, &["jo.testerby"]);
    let row = row(&store);
    let text = serde_json::to_string(&row).unwrap().to_lowercase();
    assert!(!text.contains("sampleton") && !text.contains("niece"), "{text}");
    assert!(!row.duties.is_empty() && row.restricted.is_some());
    let asker = Asker { now: NOON, me: "Jo Testerby" };
    assert!(!Query::parse("sampleton").matches(&row, &query::haystack(&row), &asker));
    assert!(Query::parse(&id.to_string()).matches(&row, &query::haystack(&row), &asker));
    assert_eq!(store.guards().unwrap()[&id].by, "Sam Placeham");
}

#[test]
fn a_command_on_a_restricted_contact_needs_a_name_on_the_list_and_an_opening() {
    let (_dir, mut store) = store();
    let id = file(&mut store, "Sampleton", minutes(60)).id;
    restrict(&mut store, id, &["jo.testerby"]);
    let protocol = protocols::built_in("general").unwrap();
    let note = Command::AddNote { text: "rang".into() };
    let act = |store: &mut Store, who: &Actor, command: &Command| match store.act(
        id,
        command,
        who,
        &protocol,
        minutes(2),
    ) {
        Ok(_) => String::new(),
        Err(NotDone::Refused(why)) => why,
        Err(NotDone::Trouble(why)) => panic!("{why}"),
    };
    assert!(act(&mut store, &actor("Robin Dummerton"), &note).contains("restricted to named people"));
    assert!(act(&mut store, &manager(), &note).contains("restricted to named people"));
    assert!(act(&mut store, &actor("Jo Testerby"), &note).contains("open it first, with a reason"));
    open(&mut store, id, "Jo Testerby", Some("allocated to me"), minutes(1)).unwrap();
    assert_eq!(act(&mut store, &actor("Jo Testerby"), &note), "");
    // The manager who named others is never locked out for good.
    let lift = Command::Unrestrict { reason: "closed".into() };
    assert!(act(&mut store, &actor("Jo Testerby"), &lift).starts_with("Only these may restrict"));
    assert_eq!(act(&mut store, &manager(), &lift), "");
    assert!(store.contact(id, &actor("Robin Dummerton")).is_ok());
    assert!(store.guards().unwrap().is_empty());
    assert_eq!(row(&store).child.unwrap().surname, "Sampleton");
}

#[test]
fn the_page_is_read_by_time_through_an_index_and_only_for_managers() {
    let (_dir, mut store) = store();
    let id = file(&mut store, "Testerby", minutes(60)).id;
    open(&mut store, id, "Jo Testerby", None, minutes(5)).unwrap();
    let event = DeskEvent::Searched { by: SearchWay::List, words: "testerby".into(), found: 1 };
    store.note(&event, &actor("Jo Testerby"), minutes(6)).unwrap();
    let refused = store.looked(NOON, minutes(60), &actor("Jo Testerby"), minutes(10)).unwrap_err();
    assert_eq!(refused.kind, Kind::NotAllowed);
    let material = store.looked(NOON, minutes(10), &manager(), minutes(10)).unwrap();
    assert_eq!(material.entries.iter().filter_map(Entry::contact).collect::<Vec<_>>(), [id]);
    assert_eq!(material.entries.len(), 2, "what was refused or asked at the end is not before the end");
    assert_eq!(material.grounds.len(), 1);
    let line = (Flag::OwnName, &[material.entries[0].seq][..], " spoken with ");
    let again = store.review_look(line, (NOON, minutes(10)), &manager(), minutes(11)).unwrap();
    assert_eq!(again.entries.len(), 3, "a mark set later belongs to the page");
    assert_eq!(kinds(&store).last().unwrap(), "look-reviewed");
    for sql in [ENTRIES, MARKS, LATELY] {
        let plan: Vec<String> = store
            .conn()
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .unwrap()
            .query_map(rusqlite::params_from_iter(vec![0; sql.matches('?').count()]), |row| row.get(3))
            .unwrap()
            .map(std::result::Result::unwrap)
            .collect();
        assert!(plan[0].contains("USING INDEX event_looked (kind=? AND at"), "{plan:?}");
    }
}

#[test]
fn the_very_same_list_is_noted_once_in_a_quarter_of_an_hour() {
    let (_dir, mut store) = store();
    let listed = |contacts| DeskEvent::Exported {
        what: "list as JSON".into(),
        to: String::new(),
        why: String::new(),
        contacts,
    };
    for (contacts, minute) in [(4, 0), (4, 5), (5, 6), (4, 20)] {
        store.note_once(&listed(contacts), &actor("Jo Testerby"), minutes(minute)).unwrap();
    }
    assert_eq!(kinds(&store).iter().filter(|kind| *kind == "exported").count(), 3);
}

/// `cargo test --lib a_year_of_looks -- --ignored --nocapture` says what a year of reading costs.
#[test]
#[ignore = "a measurement"]
fn a_year_of_looks() {
    let (dir, mut store) = store();
    let id = file(&mut store, "Sampleton", minutes(60)).id;
    let jo = actor("Jo Testerby");
    let year = 365 * 24 * 60;
    let timed = |what: &str, work: &mut dyn FnMut()| {
        let began = crate::clock::monotonic();
        work();
        println!("{what}: {:?}", began.elapsed());
    };
    for looks in [0, 80_000] {
        let event = DeskEvent::ContactViewed { contact: id };
        store
            .write_plain(NOON, |tx| {
                (0..looks).try_for_each(|n| append(tx, &event, &jo, minutes(n * year / 80_000)))
            })
            .unwrap();
        println!("{looks} looks");
        timed("  board", &mut || drop(row(&store)));
        timed("  a week of it", &mut || {
            let week =
                store.looked(minutes(year / 2), minutes(year / 2 + 7 * 24 * 60), &manager(), minutes(year));
            println!("  {} entries", week.unwrap().entries.len());
        });
        timed("  open again", &mut || drop(open_again(&dir, Missing::Refuse)));
        timed("  verify", &mut || drop(store.verify().unwrap()));
    }
}
