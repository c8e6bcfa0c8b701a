//! A desk on which every text that somebody can give is hostile.

#![expect(unreachable_pub, reason = "a part of a test program")]
#![expect(clippy::expect_used, reason = "a helper of a test may fail loudly")]

use std::sync::Arc;

use chrono::TimeDelta;
use dutydesk::domain::actor::Actor;
use dutydesk::domain::body::{Mark, Side, Spot};
use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{ContactKind, Rating, Route};
use dutydesk::domain::command::Command;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::decide;
use dutydesk::domain::deed::{self, DEEDS, Field};
use dutydesk::domain::draft::Draft;
use dutydesk::domain::event::{Received, Told};
use dutydesk::domain::ids::ContactId;
use dutydesk::domain::intake::{
    Answer, Answers, Basis, Intake, NarrativeLine, NoteLine, State, Subject, Unanswered,
};
use dutydesk::domain::letter::{self, LetterKind};
use dutydesk::domain::outcome::{More, Talk};
use dutydesk::domain::protocol::Protocol;
use dutydesk::domain::register::{KnownPerson, PersonKind};
use dutydesk::domain::schema::{Kind, Per, Place, QUESTIONS, Question, QuestionId as Q};
use dutydesk::domain::seek::Link;
use dutydesk::domain::when::Moment;

use super::payloads::{HONEST, Ink};
use crate::common::desk::{Desk, at, general, manager, worker};

/// When the calls came.
const RECEIVED: &str = "2026-11-24T13:20";

/// An answer in which somebody wrote as much as the question lets them.
fn answer(question: &Question, ink: &Ink, n: usize) -> Answer {
    match question.kind {
        _ if n % 9 == 8 => Answer::State(Unanswered { state: State::Refused, reason: ink.words() }),
        Kind::One(list) => Answer::text(list.get(n % list.len().max(1)).map_or("", |choice| choice.code)),
        Kind::Any(list) => Answer::Many(list.iter().map(|choice| choice.code.to_owned()).collect()),
        Kind::SourceCode => Answer::text("2A"),
        // Clocks count with these, so filing asks that they can be read.
        Kind::Stamp => Answer::text("13:20"),
        _ => Answer::text(ink.words()),
    }
}

fn answers(per: Per, ink: &Ink) -> Answers {
    let mut answers = Answers::default();
    // The narrative is kept apart, line by line.
    let asked = |question: &Question| question.per == per && question.kind != Kind::Narrative;
    for (n, question) in QUESTIONS.iter().enumerate().filter(|(_, question)| asked(question)) {
        answers.set(question.id, answer(question, ink, n));
    }
    answers
}

/// A call in which everything that can be answered is.
pub fn intake(kind: ContactKind, ink: &Ink) -> Intake {
    let mut intake = Intake::new(kind);
    intake.answers = answers(Per::Call, ink);
    intake.children = vec![answers(Per::Child, ink), answers(Per::Child, ink)];
    intake.family = vec![answers(Per::Person, ink), answers(Per::Person, ink)];
    intake.shares = vec![answers(Per::Share, ink), answers(Per::Share, ink)];
    for basis in [Basis::Seen, Basis::Told, Basis::Opinion] {
        intake.narrative.push(NarrativeLine { text: ink.words(), basis, told_by: ink.words() });
    }
    for used in [true, false] {
        intake.notes.push(NoteLine { at: at(RECEIVED), text: ink.words(), used });
    }
    for side in [Side::Front, Side::Back] {
        let mut mark = Mark::at(0, Spot::middle(side));
        (mark.size, mark.colour, mark.seen_by, mark.said) =
            (ink.words(), ink.words(), ink.words(), ink.words());
        intake.marks.push(mark);
    }
    intake.links.push(Link {
        subject: Subject::Child(0),
        id: "77".into(),
        reasons: vec![ink.words()],
        known: vec![ink.words(), ink.words()],
        by: ink.words(),
        at: at(RECEIVED),
    });
    intake
}

/// The rules of a council that names everything as badly as it can. A file of such rules is refused; this looks at the
/// screens alone.
fn rules(ink: &Ink) -> Arc<Protocol> {
    let mut rules = (*general()).clone();
    rules.name = ink.words();
    for name in rules.teams.iter_mut().chain(&mut rules.ladder).chain(&mut rules.agencies).skip(2) {
        name.value = ink.words();
    }
    rules.allocation.value.push(ink.words());
    for (_, words) in rules.wording.iter_mut().chain(&mut rules.directory) {
        *words = ink.words();
    }
    Arc::new(rules)
}

/// A contact on which everything was done that the rules allow, and said with it what can be said.
pub struct Worked {
    /// The contact.
    pub contact: Contact,
    /// What was done.
    pub done: Vec<&'static str>,
    rules: Arc<Protocol>,
    now: Moment,
}

impl Worked {
    pub fn new(id: u64, kind: ContactKind, ink: &Ink) -> Self {
        let (rules, id) = (rules(ink), ContactId(id));
        let call = Received::new(at(RECEIVED), None, intake(kind, ink));
        let now = at(RECEIVED) + TimeDelta::minutes(9);
        let history = decide::file(id, call, &worker(), &rules, now).expect("filed");
        let contact = Contact::from_history(id, history).expect("a contact");
        let mut worked = Self { contact, done: Vec::new(), rules, now };
        worked.work(ink);
        worked
    }

    /// Tries a command; whether it was allowed.
    pub fn tries(&mut self, who: &Actor, command: &Command) -> bool {
        self.now = self.now + TimeDelta::seconds(20);
        let Ok(events) = decide::decide(&self.contact, command, who, &self.rules, self.now) else {
            return false;
        };
        self.contact = self.contact.clone().then(events);
        true
    }

    fn work(&mut self, ink: &Ink) {
        let w = || ink.words();
        let line = || NarrativeLine { text: w(), basis: Basis::Told, told_by: w() };
        let collection = Place { question: Q::Concern, subject: Subject::Call };
        let due = at("2026-11-25T10:00");
        let talk = Talk { asked: w(), added: w(), letter: Some(false), letter_reason: w() };
        let more = |to: String| {
            Box::new(More { to, with: w(), lead: w(), remaining: w(), alone: w(), ..More::default() })
        };
        let commands = [
            Command::Rate { rating: Rating::Amber, reason: w() },
            Command::Amend { changes: vec![(collection, Some(Answer::text(w())))], reason: w() },
            Command::AddNote { text: w() },
            Command::TryFeedback { note: w() },
            Command::Decide { route: Route::Stage2, rationale: w(), more: more(w()) },
            Command::Allocate { to: "Jo Testerby".into(), reason: w() },
            Command::HandBack { reason: w() },
            Command::Allocate { to: w(), reason: w() },
            Command::AddDuty { title: w(), due, reason: w() },
            Command::AddInformation { from: w(), received: at(RECEIVED), lines: vec![line(), line()] },
            Command::KeepDecision { reason: w() },
            Command::LogChase { said: w() },
            Command::RecordWritten { arrived: at(RECEIVED), note: w() },
            Command::AcknowledgeHandover { by: w() },
        ];
        for command in &commands {
            if self.tries(&worker(), command) || self.tries(&manager(), command) {
                self.done.push(command.doing().code());
            }
        }
        for _ in 0..2 {
            self.deeds(ink);
            self.letters(ink);
            for route in [Route::S47, Route::S17, Route::Nfa] {
                let decide = Command::Decide { route, rationale: w(), more: more(w()) };
                let _ = self.tries(&manager(), &decide);
            }
        }
        let feedback = Command::GiveFeedback { told: Told::Undecided, said: w(), talk: Box::new(talk) };
        let own = self.contact.clocks.iter().find(|clock| clock.deadline.clock == ClockId::Custom);
        let subject = own.and_then(|clock| clock.deadline.subject.clone());
        let met = Command::MeetDuty { clock: ClockId::Custom, subject, how: w() };
        for honest in HONEST {
            let _ = self.tries(&worker(), &Command::AddNote { text: honest.into() });
        }
        for command in [feedback, met, Command::AddNote { text: w() }, Command::Undo { reason: w() }] {
            if self.tries(&worker(), &command) {
                self.done.push(command.doing().code());
            }
        }
    }

    fn deeds(&mut self, ink: &Ink) {
        for deed in DEEDS {
            let typed: Vec<_> =
                deed.fields.iter().map(|field| (field.id, filled(field, &self.rules, ink))).collect();
            if self.tries(&manager(), &Command::Record { deed: deed.id, typed }) {
                self.done.push(deed.id.code());
            }
        }
    }

    fn letters(&mut self, ink: &Ink) {
        for kind in LetterKind::ALL {
            let Some(to) = kind.addressee() else { continue };
            if letter::may_write(&self.contact, *kind, &to, &self.rules).is_err() {
                continue;
            }
            let draft = letter::draft(&self.contact, *kind, &to, &self.rules, self.now, true);
            let finished = draft.finished(&format!("{}\n\n{}", draft.text(), ink.words()), true);
            let issue = Command::IssueLetter { letter: Box::new(finished), sha256: "0".repeat(64) };
            if self.tries(&worker(), &issue) {
                self.done.push(kind.code());
                let number = self.contact.letters.last().map_or(0, |letter| letter.letter);
                let _ = self.tries(&worker(), &Command::PostLetter { letter: number, how: ink.words() })
                    || self
                        .tries(&worker(), &Command::WithdrawLetter { letter: number, reason: ink.words() });
            }
        }
    }
}

fn filled(field: &Field, rules: &Protocol, ink: &Ink) -> String {
    match field.kind {
        deed::Kind::Line | deed::Kind::Lines => ink.words(),
        deed::Kind::One(list) => list.first().map_or(String::new(), |choice| choice.code.to_owned()),
        deed::Kind::Past | deed::Kind::PastOrNone => RECEIVED.to_owned(),
        deed::Kind::Coming => "2026-11-25T10:00".to_owned(),
        deed::Kind::Agency | deed::Kind::Asked => {
            rules.agencies.last().map_or_else(String::new, |agency| agency.value.clone())
        }
        deed::Kind::Route => Route::S47.code().to_owned(),
        deed::Kind::Raise => Rating::Red.code().to_owned(),
        deed::Kind::Rung => rules.ladder.first().map_or_else(String::new, |rung| rung.value.clone()),
    }
}

/// People who are known, and may be those that a call names.
fn known(ink: &Ink) -> Vec<KnownPerson> {
    let person = |n: u32| {
        let mut person = KnownPerson::new(n.to_string(), PersonKind::Child);
        (person.forename, person.surname) = (format!("Ash {}", ink.words()), "Sampleton".into());
        person.also_known_as = vec!["Ash Sampleton".into(), ink.words()];
        (person.mother, person.address, person.postcode) = (ink.words(), ink.words(), "TE5 7DX".into());
        person.phone = "01632 960123".into();
        (person.standing.open_to, person.standing.plan, person.standing.closed_team) =
            (ink.words(), ink.words(), ink.words());
        person
    };
    (1..5).map(person).collect()
}

/// A desk with two worked contacts, a consultation, a call that a colleague takes, and people who are known.
pub fn desk(ink: &Ink) -> Desk {
    let mut desk = Desk::under("2026-11-24T14:10", manager(), rules(ink));
    for (id, kind) in
        [(1001, ContactKind::Referral), (1002, ContactKind::Referral), (1003, ContactKind::Consultation)]
    {
        let worked = Worked::new(id, kind, ink);
        desk.record.contacts.insert(worked.contact.id, worked.contact.history);
    }
    let taker = Actor { name: ink.words(), ..worker() };
    let mut draft =
        Draft::new(ContactId(1004), taker, at("2026-11-24T14:00"), intake(ContactKind::Referral, ink));
    draft.note_in_hand = ink.words();
    desk.record.drafts.insert(draft.id, draft);
    desk.record.people = known(ink);
    let reader = Actor { name: ink.words(), ..manager() };
    let mut desk = desk.reopened_under("2026-11-24T14:10", reader, rules(ink));
    desk.app.setting.team = vec![ink.words(), ink.words()];
    desk
}
