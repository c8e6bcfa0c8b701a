use super::super::codes::{ContactKind, Role};
use super::super::contact::Contact;
use super::super::decide;
use super::super::disclosure::Disclosed;
use super::super::event::{OPEN_RESTRICTED, Received, Recorded};
use super::super::ids::UserId;
use super::super::intake::{Answer, Intake, Subject};
use super::super::protocol::Protocol;
use super::*;
use crate::protocols;

/// Tuesday 24 November 2026, 14:00 in Testshire: the desk is open.
const NOON: Moment = Moment::from_millis(1_795_528_800_000);

fn protocol() -> Protocol {
    protocols::built_in("general").unwrap()
}

fn person(name: &str) -> Actor {
    Actor { user: UserId(name.to_lowercase().replace(' ', ".")), name: name.into(), role: Role::Worker }
}

fn minutes(n: i64) -> Moment {
    Moment::from_millis(NOON.millis() + n * 60_000)
}

/// A contact about a child of this surname, taken by somebody whom no test asks about.
fn contact(id: u64, surname: &str) -> Contact {
    let mut intake = Intake::new(ContactKind::Referral);
    intake.about_mut(Subject::Child(0)).set(QuestionId::ChildSurname, Answer::text(surname));
    let received = Received::new(NOON, None, intake);
    let history = decide::file(ContactId(id), received, &person("Alex Specimen"), &protocol(), NOON).unwrap();
    Contact::from_history(ContactId(id), history).unwrap()
}

struct Week {
    entries: Vec<Entry>,
    grounds: BTreeMap<ContactId, Ground>,
}

impl Week {
    fn new() -> Self {
        Self { entries: Vec::new(), grounds: BTreeMap::new() }
    }

    fn knows(mut self, contact: &Contact) -> Self {
        self.grounds.insert(contact.id, Ground::of(contact));
        self
    }

    fn has(mut self, who: &str, minute: i64, event: DeskEvent) -> Self {
        let seq = i64::try_from(self.entries.len()).unwrap() + 1;
        let happened = Happened::Desk(event);
        self.entries.push(Entry { seq, at: minutes(minute), actor: person(who), happened });
        self
    }

    fn opened(self, who: &str, minute: i64, id: u64) -> Self {
        self.has(who, minute, DeskEvent::ContactViewed { contact: ContactId(id) })
    }

    fn searched(self, who: &str, minute: i64, words: &str) -> Self {
        let event = DeskEvent::Searched { by: SearchWay::Board, words: words.into(), found: 0 };
        self.has(who, minute, event)
    }

    fn page(self) -> Page {
        let Self { entries, grounds } = self;
        let material = Material { since: minutes(-60), until: minutes(10_000), entries, grounds };
        page(&material, &protocol())
    }
}

fn flagged(page: &Page, flag: Flag) -> Vec<&Line> {
    page.lines.iter().filter(|line| line.flag == flag).collect()
}

#[test]
fn somebody_who_opens_a_contact_with_their_own_surname_is_flagged_however_it_is_written() {
    let page = Week::new()
        .knows(&contact(1001, "O’Mockford-Testerby"))
        .knows(&contact(1002, "Sampleton"))
        .opened("Jo Testerby", 0, 1001)
        .opened("Jo Testerby", 20, 1001)
        .opened("Jo Testerby", 1, 1002)
        .opened("Sian OMockford", 2, 1001)
        .opened("Robin Dummerton", 3, 1001)
        .page();
    let own = flagged(&page, Flag::OwnName);
    let who: Vec<(&str, usize)> = own.iter().map(|line| (&*line.who.user.0, line.entries.len())).collect();
    assert_eq!(who, [("jo.testerby", 2), ("sian.omockford", 1)]);
    assert!(own.iter().all(|line| line.contacts == [ContactId(1001)] && !line.text.contains("Mockford")));
}

#[test]
fn an_attempt_on_a_restricted_contact_of_ones_own_name_is_both() {
    let what = OPEN_RESTRICTED.to_owned();
    let attempt = DeskEvent::AttemptRefused { what, contact: Some(ContactId(1001)) };
    let page = Week::new().knows(&contact(1001, "Testerby")).has("Jo Testerby", 0, attempt).page();
    let flags: Vec<Flag> = page.lines.iter().map(|line| line.flag).collect();
    assert_eq!(flags, [Flag::OwnName, Flag::Refused]);
    assert_eq!(page.people[0].refused, 1);
}

#[test]
fn what_one_took_owned_or_decided_is_theirs_and_the_rest_stands_on_one_line() {
    let mut allocated = contact(1002, "Sampleton");
    let event = Event::Allocated { to: "Jo Testerby".into(), team: false, reason: String::new() };
    let seq = allocated.version + 1;
    allocated =
        allocated.then(vec![Recorded { seq, at: NOON, actor: person("Sam Placeham"), batch: seq, event }]);
    let week = [1001, 1003, 1004]
        .iter()
        .fold(Week::new().knows(&allocated), |week, id| week.knows(&contact(*id, "Sampleton")));
    let page = week
        .opened("Alex Specimen", 0, 1001)
        .opened("Jo Testerby", 0, 1002)
        .opened("Jo Testerby", 1, 1003)
        .opened("Jo Testerby", 2, 1004)
        .page();
    let lines = flagged(&page, Flag::NotTheirs);
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].contacts, [ContactId(1003), ContactId(1004)]);
    assert!(lines[0].text.starts_with("opened 2 contacts they neither"), "{}", lines[0].text);
}

#[test]
fn looks_while_the_desk_is_closed_stand_on_a_line_a_day() {
    let (evening, next) = (8 * 60, 32 * 60);
    let page = Week::new()
        .opened("Jo Testerby", 0, 1001)
        .opened("Jo Testerby", evening, 1001)
        .searched("Jo Testerby", evening + 40, "sampleton")
        .has("Jo Testerby", evening + 45, DeskEvent::NamesShown)
        .opened("Jo Testerby", next, 1001)
        .page();
    let lines = flagged(&page, Flag::OutOfHours);
    assert_eq!(lines.iter().map(|line| line.entries.len()).collect::<Vec<_>>(), [1, 3]);
    assert!(lines[1].text.ends_with("between 22:00 and 22:45"), "{}", lines[1].text);
    assert_eq!(page.people[0].out_of_hours, 4);
}

#[test]
fn very_many_different_contacts_within_an_hour_are_one_line() {
    let most = u64::from(protocol().looked.bulk);
    let run = |count: u64, apart: i64| {
        (0..count)
            .zip(0_i64..)
            .fold(Week::new(), |week, (n, k)| week.opened("Jo Testerby", k * apart, 1001 + n))
            .page()
    };
    assert_eq!(flagged(&run(most - 1, 1), Flag::Bulk).len(), 0);
    assert_eq!(flagged(&run(most, 2), Flag::Bulk).len(), 1);
    assert_eq!(flagged(&run(most, 3), Flag::Bulk).len(), 0, "spread over an hour and a half");
    let same = (0..60).fold(Week::new(), |week, n| week.opened("Jo Testerby", n, 1001)).page();
    assert_eq!(flagged(&same, Flag::Bulk).len(), 0, "the same contact again and again is not many");
}

#[test]
fn one_name_searched_again_and_again_is_flagged_and_ones_own_at_once() {
    let page = Week::new()
        .searched("Jo Testerby", 0, "Sampleton")
        .searched("Jo Testerby", 100, "sampleton")
        .searched("Robin Dummerton", 101, "sampleton")
        .searched("Jo Testerby", 200, "SAMPLETON")
        .searched("Robin Dummerton", 201, "ash dummerton")
        .page();
    let again = flagged(&page, Flag::Repeated);
    assert_eq!((again.len(), again[0].entries.len(), &*again[0].words), (1, 3, "SAMPLETON"));
    let own = flagged(&page, Flag::OwnName);
    assert_eq!((own.len(), &*own[0].who.user.0), (1, "robin.dummerton"));
    assert!(!own[0].text.contains("dummerton"), "the words stand apart: {}", own[0].text);
}

#[test]
fn what_left_says_to_whom_and_why() {
    let event = DeskEvent::Exported {
        what: "handover sheet with names".into(),
        to: "the emergency duty team".into(),
        why: "closing".into(),
        contacts: 12,
    };
    let page = Week::new().has("Jo Testerby", 0, event).page();
    assert_eq!(
        flagged(&page, Flag::Left)[0].text,
        "handover sheet with names (12 contacts), to the emergency duty team, because: closing"
    );
    assert_eq!(page.people[0].left, 1);
}

#[test]
fn a_pack_for_whoever_asked_has_left_and_is_not_told_twice() {
    let pack = |first| Disclosed {
        contact: ContactId(1001),
        subject: Subject::Child(0),
        others: Vec::new(),
        number: 1,
        to: "the young person".into(),
        why: "they asked".into(),
        sha256: "ab".repeat(32),
        first,
    };
    let told = |first| DeskEvent::Disclosed(Box::new(pack(first)));
    let page = Week::new()
        .knows(&contact(1001, "Testerby"))
        .has("Jo Testerby", 5, told(None))
        .has("Sam Placeham", 9, told(Some((person("Jo Testerby"), minutes(5)))))
        .page();
    let left = flagged(&page, Flag::Left);
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(left[0].text, "pack 1 of what is held on somebody, to the young person, because: they asked");
    assert_eq!(left[0].contacts, [ContactId(1001)]);
    assert_eq!(flagged(&page, Flag::OwnName).len(), 1, "it is about somebody of the same surname");
    assert_eq!(page.people.iter().map(|counts| counts.left).sum::<usize>(), 1);
}

#[test]
fn a_mark_holds_until_something_new_of_the_kind_is_added() {
    let mark = |entries: &[i64]| DeskEvent::LookReviewed {
        flag: Flag::Repeated,
        entries: entries.to_vec(),
        note: "asked, a mix-up".into(),
    };
    let three = || (0..3).fold(Week::new(), |week, n| week.searched("Jo Testerby", n, "sampleton"));
    let unseen = three().page();
    assert_eq!((unseen.unseen(), unseen.entries), (1, 3));
    let seen = three().has("Sam Placeham", 50, mark(&[1, 2, 3])).page();
    assert_eq!((seen.unseen(), seen.entries, seen.people.len()), (0, 3, 1), "a mark is no look");
    assert_eq!(seen.lines[0].reviewed.as_ref().unwrap().note, "asked, a mix-up");
    let again =
        three().has("Sam Placeham", 50, mark(&[1, 2, 3])).searched("Jo Testerby", 60, "sampleton").page();
    assert_eq!(again.unseen(), 1);
}

#[test]
fn only_words_that_may_be_names_are_a_search_by_name() {
    assert_eq!(name_words("red late mockford"), ["mockford"]);
    assert_eq!(name_words("Siân due<2h -sampleton"), ["sian"]);
    for nobody in ["R-1004", "1004", "red", "police", "refer", "stage", "m", "", "-mockford", "due<2h"] {
        assert!(name_words(nobody).is_empty(), "{nobody}");
    }
}
