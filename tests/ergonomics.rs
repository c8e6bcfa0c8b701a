//! How many keys three typical calls cost beyond what is told: each is typed to its end, every key that is not a character of an
//! answer is counted, and the counts are those of `docs/ERGONOMICS.md`.
#![expect(clippy::expect_used, reason = "a helper of a test may fail loudly")]

mod common {
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod desk;
}

use common::desk::Desk;
use dutydesk::app::Screen;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::register::{KnownPerson, PersonKind, Standing};
use dutydesk::domain::schema::{self, Need, Step};

const DOCUMENT: &str = include_str!("../docs/ERGONOMICS.md");

/// What a call cost.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    /// Answers in the filed contact.
    answers: usize,
    /// Characters of the answers' own text.
    content: usize,
    /// Keys that choose a value or say why there is none.
    choices: usize,
    /// Keys that go from place to place.
    moves: usize,
    /// Keys that start, link and file.
    frame: usize,
}

impl Count {
    const fn beyond(&self) -> usize {
        self.choices + self.moves + self.frame
    }
}

/// Types a call and counts. In the script as everywhere in the tests: names of keys, and what is told in quotes.
fn typed(desk: &mut Desk, script: &str) -> Count {
    let mut count = Count::default();
    for (n, part) in script.split('"').enumerate() {
        if n % 2 == 1 {
            count.content += part.chars().count();
            desk.text(part);
            continue;
        }
        for name in part.split_whitespace() {
            *kind(&mut count, desk, name) += 1;
            desk.keys(name);
        }
    }
    assert_eq!(desk.app.screen, Screen::Board, "the call is filed");
    assert!(desk.app.overlays.is_empty(), "what is said to the caller has been read");
    let contact = desk.only();
    count.answers = answers(&contact);
    count
}

/// What a key is pressed for.
fn kind<'a>(count: &'a mut Count, desk: &Desk, name: &str) -> &'a mut usize {
    let intake = desk.app.intake.as_ref().filter(|_| desk.app.overlays.is_empty());
    let Some(intake) = intake else { return &mut count.frame };
    let place = intake.draft.cursor.place;
    let is_open = |place| !schema::is_answered(&intake.draft.intake, place);
    let chooses =
        place.is_some_and(|place| !place.question.question().kind.choices().is_empty() && is_open(place));
    assert!(name != "enter" || !intake.editor.is_multiline() || chooses, "Enter would break the line");
    match name {
        "f3" | "ctrl-s" => &mut count.frame,
        "f8" => &mut count.choices,
        "enter" if chooses => &mut count.choices,
        _ if name.chars().count() == 1 || name == "space" => &mut count.choices,
        _ => &mut count.moves,
    }
}

fn answers(contact: &Contact) -> usize {
    let intake = contact.intake();
    let places = Step::ALL.iter().flat_map(|step| schema::places(intake, *step));
    places.filter(|place| schema::is_answered(intake, *place)).count()
}

/// The row of the document about a call, read into numbers.
fn documented(call: &str) -> Vec<usize> {
    let row = DOCUMENT
        .lines()
        .find(|line| line.starts_with(&format!("| {call} |")))
        .expect("a row of the document");
    let cells = row.trim_matches('|').split('|').skip(1);
    cells.map(|cell| cell.trim().trim_matches('*').parse().expect("a number")).collect()
}

/// A count is only honest for a whole call: every question that must be asked has an answer.
fn assert_whole(desk: &Desk) {
    let contact = desk.only();
    let gaps = schema::gaps(contact.intake());
    let left: Vec<&str> = gaps
        .iter()
        .filter(|gap| gap.question.question().need == Need::Must)
        .map(|gap| gap.question.code())
        .collect();
    assert!(left.is_empty(), "left out: {left:?}");
}

#[track_caller]
fn assert_documented(call: &str, desk: &Desk, count: &Count) {
    assert_whole(desk);
    let row = vec![count.answers, count.content, count.choices, count.moves, count.frame, count.beyond()];
    assert_eq!(documented(call), row, "docs/ERGONOMICS.md is stale: {call}");
}

#[test]
fn a_teachers_referral_of_a_known_child_costs_what_the_document_says() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.record.people = vec![KnownPerson {
        forename: "Ashley".into(),
        surname: "Sampleton".into(),
        birth: "2016-03-12".parse().ok(),
        standing: Standing { open_to: "Team 2".into(), ..Standing::default() },
        ..KnownPerson::new("P1", PersonKind::Child)
    }];
    let count = typed(
        &mut desk,
        "f2 2 enter \"Pat Mockford\" enter \"01632 960201\" enter \"class teacher\" enter \"Placeham Primary\" enter m enter tab
         y enter pgdn
         \"Ashley\" enter \"Sampleton\" enter \"12/3/2016\" f3 enter pgdn
         \"Bruise on the arm\" enter \"Round bruise above the left elbow, seen at PE\" tab \"I fell off the sofa\" tab
         p enter \"this morning\" enter tab y enter \"left upper arm, 2 cm, yellow\" pgdn
         \"in class\" enter \"the class teacher\" enter \"mother\" enter \"15:15\" enter n enter n enter
         \"a brother in year 2\" pgdn pgdn
         n enter \"she was hurt by someone at home\" enter n enter \"asking could put her at risk\" ctrl-s ctrl-s enter",
    );
    assert_documented("A teacher's referral", &desk, &count);
    assert_eq!(desk.only().intake().links.len(), 1);
}

#[test]
fn a_neighbours_call_costs_what_the_document_says() {
    let mut desk = Desk::new("2026-11-25T18:40");
    let count = typed(
        &mut desk,
        "f2 a enter \"Lee Fakeley\" enter \"07700 900201\" enter n enter pgdn
         \"Wren\" enter f8 enter \"about 3\" enter tab \"14 Placeham Road\" enter \"TE5 7AB\" pgdn
         \"Small child crying for hours\" enter \"Crying behind the wall since four\" tab tab
         n enter \"since this afternoon\" pgdn
         \"in the flat next door\" enter f8 enter f8 enter f8 enter f8 enter f8 enter f8 pgdn pgdn
         f8 enter n enter \"we have not spoken to them\" ctrl-s ctrl-s enter",
    );
    assert_documented("A neighbour's call", &desk, &count);
}

#[test]
fn a_police_notification_costs_what_the_document_says() {
    let mut desk = Desk::new("2026-11-27T16:10");
    let count = typed(
        &mut desk,
        "f10 p \"15:10\" enter enter \"PC Mockford\" enter \"01632 960224\" pgdn
         \"Tegan\" enter \"Dummerton\" enter \"7/6/2015\" enter tab \"3 Exemplar Lane\" enter \"TE5 7AC\" pgdn
         \"Assault on the mother, child in the room\" enter \"Father arrested at 13:20, mother has a cut lip\" pgdn
         \"at home\" enter \"the mother\" enter \"mother\" enter f8 enter n enter n enter \"none known\" tab tab
         y enter y enter \"TS/4411\" pgdn
         pgdn y enter n enter \"police notification, child at risk\" ctrl-s ctrl-s",
    );
    assert_documented("A police notification", &desk, &count);
    let contact = desk.only();
    assert!(contact.intake().answers.has_code(schema::QuestionId::PoliceInformed, "yes"));
}
