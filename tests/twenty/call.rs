//! A call told question by question, every answer reached and given by keys, and what is expected at its end.

use dutydesk::app::Screen;
use dutydesk::app::overlay::Overlay;
use dutydesk::app::screens::intake::IntakeScreen;
use dutydesk::domain::codes::Rating;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::intake::{Intake, Subject};
use dutydesk::domain::register::{KnownPerson, PersonKind, Relation};
use dutydesk::domain::review::{self, ReviewRow};
use dutydesk::domain::schema::{self, Kind, Need, Place, QuestionId as Q, Step};
use dutydesk::domain::seek::Found;
use dutydesk::domain::{clocks, suggest};

use super::super::common::desk::{Desk, general};

/// A call on a desk.
pub(super) struct Call {
    /// The desk it is taken on.
    pub(super) desk: Desk,
}

/// What is expected when a call ends. What is left out is expected to be empty.
#[derive(Default)]
pub(super) struct Expect<'a> {
    /// Every question that must be asked and was not, in the order of the review: its code, and the number of the child or
    /// person if it is not the first.
    pub(super) gaps: &'a [&'a str],
    /// Questions that this call is not asked at all.
    pub(super) not_asked: &'a [Q],
    /// The suggested rating and its reasons.
    pub(super) rating: Option<(Rating, &'a [&'a str])>,
    /// Every clock that runs after filing with its due time; `never` for a duty that no time can meet.
    pub(super) clocks: &'a [&'a str],
    /// Parts of what is said to the caller.
    pub(super) says: &'a [&'a str],
    /// What must not be said.
    pub(super) never_says: &'a [&'a str],
    /// Parts of what only the worker is told.
    pub(super) worker: &'a [&'a str],
}

/// A known child at 12 Placeham Road.
pub(super) fn known(id: &str, forename: &str, surname: &str, birth: &str) -> KnownPerson {
    KnownPerson {
        forename: forename.into(),
        surname: surname.into(),
        birth: Some(birth.parse().expect("a day")),
        address: "12 Placeham Road".into(),
        postcode: "TE5 7AB".into(),
        ..KnownPerson::new(id, PersonKind::Child)
    }
}

/// The running clocks of a contact in words: `feedback-first Wed 25 Nov 14:10`.
pub(super) fn clocks(contact: &Contact) -> Vec<String> {
    let zone = general().zone;
    let mut running: Vec<&clocks::Deadline> =
        contact.clocks.iter().filter(|clock| clock.stopped.is_none()).map(|clock| &clock.deadline).collect();
    running.sort_by_key(|deadline| deadline.clock);
    let words = |deadline: &clocks::Deadline| match deadline.due() {
        Some(due) => format!("{} {}", deadline.clock.code(), zone.short(due)),
        None => format!("{} never", deadline.clock.code()),
    };
    running.into_iter().map(words).collect()
}

fn gap_words(place: Place) -> String {
    let code = place.question.code();
    match place.subject {
        Subject::Call | Subject::Child(0) | Subject::Person(0) | Subject::Share(0) => code.to_owned(),
        Subject::Child(n) | Subject::Person(n) | Subject::Share(n) => format!("{code} {}", n + 1),
    }
}

impl Call {
    /// A call begun at a local time with these keys.
    pub(super) fn start(now: &str, keys: &str) -> Self {
        Self::knowing(now, Vec::new(), keys)
    }

    /// The same on a desk that knows these people.
    pub(super) fn knowing(now: &str, people: Vec<KnownPerson>, keys: &str) -> Self {
        let mut desk = Desk::new(now);
        desk.record.people = people;
        desk.keys(keys);
        Self { desk }
    }

    /// The intake on screen.
    pub(super) fn screen(&self) -> &IntakeScreen {
        self.desk.app.intake.as_ref().expect("a call on screen")
    }

    /// What was told so far.
    pub(super) fn intake(&self) -> &Intake {
        &self.screen().draft.intake
    }

    /// Answers about the call and the first child.
    pub(super) fn tell(&mut self, answers: &[(Q, &str)]) -> &mut Self {
        self.of(0, answers)
    }

    /// Answers about the n-th child, person or decision, from 0, or about the call.
    pub(super) fn of(&mut self, n: usize, answers: &[(Q, &str)]) -> &mut Self {
        for (id, answer) in answers {
            let subject = match id.question().per {
                schema::Per::Call => Subject::Call,
                schema::Per::Child => Subject::Child(n),
                schema::Per::Person => Subject::Person(n),
                schema::Per::Share => Subject::Share(n),
            };
            self.answer(Place { question: *id, subject }, answer);
        }
        self
    }

    fn answer(&mut self, place: Place, answer: &str) {
        self.go(place);
        match (place.question.question().kind, answer) {
            (_, "not known") => _ = self.desk.keys("f8"),
            (_, refused) if refused.starts_with("refused: ") => {
                self.desk.keys("f8 f8 f8").text(refused.trim_start_matches("refused: "));
            }
            (Kind::One(_) | Kind::Any(_) | Kind::SourceCode, codes) => {
                codes.split(' ').for_each(|code| self.choose(place, code));
            }
            _ => _ = self.desk.text(answer),
        }
    }

    /// Goes to a place: to its step, then field by field.
    pub(super) fn go(&mut self, place: Place) {
        let step = place.question.question().step;
        let number = Step::ALL.iter().position(|s| *s == step).expect("a step") + 1;
        self.desk.keys("ctrl-g").text(&number.to_string());
        assert_eq!(self.screen().draft.cursor.step, step);
        let places = self.screen().places();
        let find = |wanted: Option<Place>| places.iter().position(|p| Some(*p) == wanted);
        let to = find(Some(place)).unwrap_or_else(|| panic!("{place:?} is not asked"));
        let from = find(self.screen().draft.cursor.place).expect("a place");
        for _ in to..from {
            self.desk.keys("shift-tab");
        }
        for _ in from..to {
            self.desk.keys("tab");
        }
        assert_eq!(self.screen().draft.cursor.place, Some(place));
    }

    /// Chooses a value by the first letter of its words, as often as it takes, and the space bar.
    fn choose(&mut self, place: Place, code: &str) {
        let choices = place.question.question().kind.choices();
        let wanted = choices.iter().enumerate().find(|(_, choice)| choice.code == code);
        let (at, choice) = wanted.unwrap_or_else(|| panic!("{code}?"));
        let letter = choice.label.chars().next().expect("a letter").to_lowercase().to_string();
        for _ in 0..choices.len() {
            if self.screen().choice == at {
                break;
            }
            self.desk.text(&letter);
        }
        assert_eq!(self.screen().choice, at, "{code} can be reached by its letter");
        self.desk.keys("space");
        let told = self.intake().about(place.subject).expect("a subject");
        assert!(told.has_code(place.question, code), "{code} is chosen");
    }

    /// The people shown beside a child or person of the call, with what they are to it.
    pub(super) fn found(&self, subject: Subject) -> Vec<(&str, Relation)> {
        let found = self.screen().seek.found.get(&subject).map_or(&[][..], Vec::as_slice);
        found.iter().map(|one| (one.person.id.as_str(), one.relation)).collect()
    }

    /// The first of the people shown beside the first child.
    pub(super) fn first(&self) -> &Found {
        self.screen().seek.found.get(&Subject::Child(0)).and_then(|found| found.first()).expect("somebody")
    }

    /// The questions that must be asked and were not.
    fn gaps(&self) -> Vec<String> {
        let gaps = schema::gaps(self.intake());
        // The review lists every one of them, each a row that Enter goes to.
        let rows = review::rows(self.intake());
        assert!(gaps.iter().all(|gap| rows.contains(&ReviewRow::Gap(*gap))), "the review lists every gap");
        let must = gaps.into_iter().filter(|gap| gap.question.question().need == Need::Must);
        must.map(gap_words).collect()
    }

    /// Files the call and checks everything expected of its end.
    #[track_caller]
    pub(super) fn ends(&mut self, expect: &Expect<'_>) -> Contact {
        assert_eq!(self.gaps(), expect.gaps, "the gaps");
        let asked: Vec<Place> =
            Step::ALL.iter().flat_map(|step| schema::places(self.intake(), *step)).collect();
        for id in expect.not_asked {
            assert!(asked.iter().all(|place| place.question != *id), "{id} is not asked");
        }
        let suggested = suggest::suggest(self.intake());
        let suggested =
            suggested.as_ref().map(|s| (s.rating, s.reasons.iter().map(String::as_str).collect()));
        let rating = expect.rating.map(|(rating, reasons)| (rating, reasons.to_vec()));
        assert_eq!(suggested, rating, "the suggested rating");

        let id = self.screen().id().expect("a number");
        self.desk.keys("ctrl-s ctrl-s");
        let (say, missing) = match self.desk.app.overlays.last() {
            Some(Overlay::Promise(promise)) => (promise.say.join("\n"), promise.missing.join("\n")),
            Some(other) => panic!("something else lies over the board: {other:?}"),
            None => (String::new(), String::new()),
        };
        if !say.is_empty() {
            self.desk.keys("enter");
        }
        assert_eq!(self.desk.app.screen, Screen::Board);
        let history = self.desk.record.contacts.get(&id).expect("the filed contact").clone();
        let contact = Contact::from_history(id, history).expect("a beginning");
        assert_eq!(clocks(&contact), expect.clocks, "the clocks");
        for part in expect.says {
            assert!(say.contains(part), "{part:?} is said:\n{say}");
        }
        for part in expect.never_says {
            assert!(!say.contains(part), "{part:?} is not said:\n{say}");
        }
        for part in expect.worker {
            assert!(missing.contains(part), "the worker reads {part:?}:\n{missing}");
        }
        contact
    }
}
