//! A contact after its call: what people do to it, one line each, and the whole life of each of its clocks in words.

#![expect(unreachable_pub, reason = "shared by several test programs, documented where it matters")]
#![expect(clippy::expect_used, clippy::panic, reason = "a helper of a test may fail loudly")]

use std::sync::Arc;

use dutydesk::domain::actor::Actor;
use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{ContactKind, Rating, Route};
use dutydesk::domain::command::Command;
use dutydesk::domain::contact::{Clock, Contact};
use dutydesk::domain::decide::{decide, file};
use dutydesk::domain::deed::{DeedId, Field, FieldId, Kind, read};
use dutydesk::domain::event::{Event, Received, Told};
use dutydesk::domain::human;
use dutydesk::domain::ids::ContactId;
use dutydesk::domain::intake::{Answer, Intake, Subject};
use dutydesk::domain::letter::{self, LetterKind};
use dutydesk::domain::outcome::More;
use dutydesk::domain::protocol::Protocol;
use dutydesk::domain::schema::{self, QuestionId as Q};
use dutydesk::domain::story;
use dutydesk::domain::when::Moment;
use dutydesk::exchange;
use dutydesk::protocols;

use super::desk::{manager, worker};

/// A contact, and the rules it stands under.
pub struct Story {
    pub contact: Contact,
    pub protocol: Arc<Protocol>,
}

/// A referral from a source, with answers about the call and about each child.
pub fn referral(source: &str, call: &[(Q, &str)], children: &[&[(Q, &str)]]) -> Intake {
    let mut intake = Intake::new(ContactKind::Referral);
    let known = [
        (Q::CallerSource, source),
        (Q::Concern, "Told on the telephone"),
        (Q::CallerEmail, "desk@northmock.example"),
    ];
    for (id, answer) in known.iter().chain(call) {
        intake.answers.set(*id, typed(*id, answer));
    }
    for (n, child) in children.iter().enumerate() {
        for (id, answer) in *child {
            intake.about_mut(Subject::Child(n)).set(*id, typed(*id, answer));
        }
    }
    intake
}

/// An answer as it is kept: a question with several choices keeps each.
pub fn typed(id: Q, answer: &str) -> Answer {
    match id.question().kind {
        schema::Kind::Any(_) => Answer::Many(answer.split(' ').map(str::to_owned).collect()),
        _ => Answer::text(answer),
    }
}

/// Rates, with a reason.
pub fn rate(rating: Rating) -> Command {
    Command::Rate { rating, reason: "as the answers point to".into() }
}

/// Decides a route, and nothing more.
pub fn route(route: Route) -> Command {
    decision(route, More::default())
}

/// Decides a route, and to whom it goes.
pub fn route_to(route: Route, to: &str) -> Command {
    decision(route, More { to: to.into(), ..More::default() })
}

/// Decides a route with what else is said.
pub fn decision(route: Route, more: More) -> Command {
    Command::Decide { route, rationale: "What was told was weighed.".into(), more: Box::new(more) }
}

/// The referrer is reached by telephone.
pub fn rang(told: Told) -> Command {
    Command::GiveFeedback { told, said: "Rang them and said so.".into(), talk: Box::default() }
}

/// A letter of an outcome has gone from another system.
pub fn letter(outcome: ClockId) -> Command {
    Command::MeetDuty { clock: outcome, subject: None, how: "the letter was posted".into() }
}

/// Gives it to a worker.
pub fn allocate(to: &str) -> Command {
    Command::Allocate { to: to.into(), reason: String::new() }
}

/// Takes the last action back.
pub fn undo() -> Command {
    Command::Undo { reason: "a slip".into() }
}

/// Records a deed with every field that must be said: those given, and for the others what is most ordinary.
pub fn deed(id: DeedId, given: &[(FieldId, &str)]) -> Command {
    let said =
        |field: FieldId| given.iter().find(|(id, _)| *id == field).map(|(_, words)| (*words).to_owned());
    let mut typed: Vec<(FieldId, String)> =
        given.iter().map(|(field, words)| (*field, (*words).to_owned())).collect();
    for field in id.deed().fields.iter().filter(|field| field.must && said(field.id).is_none()) {
        typed.extend(ordinary(field).map(|words| (field.id, words.to_owned())));
    }
    Command::Record { deed: id, typed }
}

/// What is most ordinary in a field; nothing where the program knows it by itself.
pub fn ordinary(field: &Field) -> Option<&'static str> {
    Some(match field.kind {
        Kind::Line => "Robin Dummerton",
        Kind::Lines => "as the people present said",
        Kind::One(choices) => choices.first().expect("a choice").code,
        Kind::Past | Kind::PastOrNone | Kind::Asked => return None,
        Kind::Coming => "tomorrow 10:00",
        Kind::Agency => "Health",
        Kind::Route => "s17",
        Kind::Raise => "red",
        Kind::Rung => "Team managers",
    })
}

impl Story {
    /// A contact received at a local time under the general protocol, filed three minutes later.
    pub fn filed(received: &str, intake: Intake) -> Self {
        Self::under("general", received, intake)
    }

    /// The same under another protocol.
    pub fn under(protocol: &str, received: &str, intake: Intake) -> Self {
        let protocol = Arc::new(protocols::built_in(protocol).expect("a shipped protocol"));
        let received = local(&protocol, received);
        Self::of(protocol, Received::new(received, None, intake))
    }

    /// A contact from its JSON.
    pub fn json(text: &str) -> Self {
        let protocol = Arc::new(protocols::built_in("general").expect("the shipped protocol"));
        let given = exchange::read(text, protocol.zone, Moment::from_millis(0)).expect("a contact");
        let received = given.received.expect("a receipt");
        Self::of(protocol, Received::new(received, given.ended, given.intake))
    }

    fn of(protocol: Arc<Protocol>, received: Received) -> Self {
        let now = received.received + chrono::TimeDelta::minutes(3);
        let history = file(ContactId(1001), received, &worker(), &protocol, now).expect("filed");
        let contact = Contact::from_history(ContactId(1001), history).expect("a beginning");
        Self { contact, protocol }
    }

    /// Does something at a local time, or says why not.
    pub fn tries(&mut self, who: &Actor, time: &str, command: &Command) -> Result<(), String> {
        let now = local(&self.protocol, time);
        let events = decide(&self.contact, command, who, &self.protocol, now).map_err(|refusal| refusal.0)?;
        self.contact = self.contact.clone().then(events);
        Ok(())
    }

    /// The worker does something at a local time.
    #[track_caller]
    pub fn worker(&mut self, time: &str, command: &Command) -> &mut Self {
        self.tries(&worker(), time, command).unwrap_or_else(|why| panic!("{time}: {why}"));
        self
    }

    /// The manager does something at a local time.
    #[track_caller]
    pub fn manager(&mut self, time: &str, command: &Command) -> &mut Self {
        self.tries(&manager(), time, command).unwrap_or_else(|why| panic!("{time}: {why}"));
        self
    }

    /// A letter of an outcome is drafted, issued as it was drafted, and posted at a local time.
    #[track_caller]
    pub fn letter(&mut self, time: &str, outcome: ClockId) -> &mut Self {
        self.issued(time, outcome);
        let number = self.contact.letters.last().expect("a letter").letter;
        self.worker(time, &Command::PostLetter { letter: number, how: "first class".into() })
    }

    /// A letter of an outcome is drafted, and issued as it was drafted.
    #[track_caller]
    pub fn issued(&mut self, time: &str, outcome: ClockId) -> &mut Self {
        let command = self.issue(time, outcome);
        self.worker(time, &command)
    }

    /// What issues a letter of an outcome; a consultation's is its summary.
    pub fn issue(&self, time: &str, outcome: ClockId) -> Command {
        let kind = match outcome {
            ClockId::OutcomeFamily => LetterKind::OutcomeFamily,
            _ if self.contact.intake().kind == ContactKind::Consultation => LetterKind::ConsultationSummary,
            _ => LetterKind::OutcomeReferrer,
        };
        let to = kind.addressee().expect("an addressee");
        let draft = letter::draft(&self.contact, kind, &to, &self.protocol, self.at(time), true);
        let finished = draft.finished(&draft.text(), true);
        Command::IssueLetter { letter: Box::new(finished), sha256: "0".repeat(64) }
    }

    /// The words in which something is refused; nothing has happened then.
    #[track_caller]
    pub fn refuses(&mut self, who: &Actor, time: &str, command: &Command) -> String {
        let version = self.contact.version;
        let why = self.tries(who, time, command).expect_err("refused");
        assert_eq!(self.contact.version, version);
        why
    }

    /// Checks what runs now: clock and due time, in the order of the list of clocks.
    #[track_caller]
    pub fn runs(&mut self, expected: &[&str]) -> &mut Self {
        assert_eq!(self.running(), expected);
        self
    }

    /// What runs now, in words: `feedback-first Fri 25 Dec 15:00`.
    pub fn running(&self) -> Vec<String> {
        let mut running: Vec<&Clock> =
            self.contact.clocks.iter().filter(|clock| clock.is_running()).collect();
        running.sort_by_key(|clock| clock.deadline.clock);
        running
            .into_iter()
            .map(|clock| format!("{} {}", name(clock), self.words(clock.deadline.due().expect("a time"))))
            .collect()
    }

    /// When a clock falls due that runs.
    pub fn due(&self, clock: ClockId, subject: Option<&str>) -> Option<Moment> {
        self.contact.clocks.iter().find(|c| c.is_running() && c.is(clock, subject))?.deadline.due()
    }

    /// Whether a clock runs.
    pub fn is_running(&self, clock: ClockId) -> bool {
        self.contact.running().iter().any(|running| running.deadline.clock == clock)
    }

    /// A local time as a moment.
    pub fn at(&self, time: &str) -> Moment {
        local(&self.protocol, time)
    }

    fn words(&self, at: Moment) -> String {
        self.protocol.zone.short(at)
    }

    /// The life of every clock that ever started, in that order: start, due, earlier due times, when it stopped and by what.
    pub fn lives(&self) -> Vec<String> {
        self.contact.clocks.iter().map(|clock| self.life(clock)).collect()
    }

    fn life(&self, clock: &Clock) -> String {
        let due = clock.deadline.due().map_or_else(|| "never".to_owned(), |due| self.words(due));
        let earlier: Vec<String> = clock.earlier.iter().map(|at| self.words(*at)).collect();
        let was = if earlier.is_empty() { String::new() } else { format!(" (was {})", earlier.join(", ")) };
        let end = match &clock.stopped {
            None => "it runs".to_owned(),
            Some(stopped) => {
                let how = if stopped.met { "" } else { ", not met" };
                format!("{} {}{how}", self.words(stopped.at), self.stopper(clock))
            }
        };
        format!("{}: {} to {due}{was} - {end}", name(clock), self.words(clock.deadline.start))
    }

    /// The event that stopped a clock: the first of its batch.
    fn stopper(&self, of: &Clock) -> String {
        let stopped = of.stopped.as_ref().expect("it stopped");
        let history = &self.contact.history;
        let stop = history
            .iter()
            .find(|recorded| {
                recorded.at == stopped.at
                    && matches!(&recorded.event, Event::ClockStopped { clock, subject, .. }
                        if of.is(*clock, subject.as_deref()))
            })
            .expect("the event that stopped it");
        let first = history.iter().find(|recorded| recorded.batch == stop.batch).expect("a first event");
        code(&first.event)
    }

    /// Checks that nothing is owed any more, the life of every clock, and that the record tells the same.
    #[track_caller]
    pub fn ends(&self, lives: &[&str]) {
        self.has_lived(lives);
        assert!(!self.contact.is_open(), "it is open, though nothing runs");
        assert!(!self.contact.summary().open);
    }

    /// As [`Story::ends`], but for one thing: nobody has been given the work, and until then it stays on the board.
    #[track_caller]
    pub fn ends_but_for_an_owner(&self, lives: &[&str]) {
        self.has_lived(lives);
        assert!(self.contact.awaits_allocation() && self.contact.summary().open, "somebody must have it");
    }

    #[track_caller]
    fn has_lived(&self, lives: &[&str]) {
        assert_eq!(self.lives(), lives);
        assert_eq!(self.running(), Vec::<String>::new(), "nothing runs");
        assert!(self.contact.summary().next().is_none());
        assert_eq!(read::awaited(&self.contact).count(), 0, "no agency is awaited");
        let again =
            Contact::from_history(self.contact.id, self.contact.history.clone()).expect("a beginning");
        assert_eq!(again, self.contact, "the record tells the same");
        for recorded in &self.contact.history {
            let (what, _) = story::sentence(&recorded.event, self.protocol.zone);
            assert!(!what.is_empty(), "{:?} has a sentence", recorded.event);
        }
    }
}

fn name(clock: &Clock) -> String {
    let subject = clock.deadline.subject.as_ref().map_or_else(String::new, |subject| format!(" {subject}"));
    format!("{}{subject}", clock.deadline.clock)
}

/// The stored word for an event; for a deed which; `letter` for one that has gone.
fn code(event: &Event) -> String {
    match event {
        Event::DeedDone { deed, .. } => return deed.code().to_owned(),
        Event::LetterPosted { .. }
        | Event::DutyMet { clock: ClockId::OutcomeReferrer | ClockId::OutcomeFamily, .. } => {
            return "letter".to_owned();
        }
        _ => {}
    }
    let body = serde_json::to_value(event).expect("a body");
    body.get("kind").and_then(|kind| kind.as_str()).expect("a kind").to_owned()
}

fn local(protocol: &Protocol, time: &str) -> Moment {
    human::moment(time, Moment::from_millis(0), protocol.zone).unwrap_or_else(|why| panic!("{time}: {why}"))
}
