//! An invented desk for pictures of the screens: a Tuesday afternoon with something late, something red and a call under way.

#![expect(unreachable_pub, reason = "shared by the tests of the screens, documented where it matters")]
#![expect(clippy::expect_used, reason = "a helper of a test may fail loudly")]

use std::sync::{Arc, LazyLock};

use dutydesk::app::key::Key;
use dutydesk::app::msg::Msg;
use dutydesk::app::{App, Setting, update};
use dutydesk::domain::actor::Actor;
use dutydesk::domain::codes::{ContactKind, Rating, Role, Route};
use dutydesk::domain::command::Command;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::decide;
use dutydesk::domain::draft::Draft;
use dutydesk::domain::event::{Received, Told};
use dutydesk::domain::human;
use dutydesk::domain::ids::{ContactId, UserId};
use dutydesk::domain::intake::{Answer, Basis, Intake, NarrativeLine, NoteLine, Subject};
use dutydesk::domain::protocol::Protocol;
use dutydesk::domain::schema::{Place, QuestionId as Q};
use dutydesk::domain::when::Moment;
use dutydesk::port::{BoardUpdate, Reply};
use dutydesk::protocols;

/// The protocol of the pictures.
pub fn general() -> Arc<Protocol> {
    static READ: LazyLock<Arc<Protocol>> =
        LazyLock::new(|| Arc::new(protocols::built_in("general").expect("the shipped protocol")));
    READ.clone()
}

/// An instant given in local time: `2026-11-24T14:10`.
pub fn at(text: &str) -> Moment {
    human::moment(text, Moment::from_millis(0), general().zone).expect("a time")
}

pub fn person(user: &str, name: &str, role: Role) -> Actor {
    Actor { user: UserId(user.into()), name: name.into(), role }
}

pub fn jo() -> Actor {
    person("j.testerby", "Jo Testerby", Role::Worker)
}

fn sam() -> Actor {
    person("s.placeham", "Sam Placeham", Role::Manager)
}

/// A contact being built: a call, then what was done with it.
pub struct Call {
    id: ContactId,
    received: Moment,
    intake: Intake,
}

impl Call {
    pub fn new(id: u64, received: &str, source: &str, concern: &str) -> Self {
        let mut intake = Intake::new(ContactKind::Referral);
        intake.answers.set(Q::CallerSource, Answer::text(source));
        intake.answers.set(Q::Concern, Answer::text(concern));
        Self { id: ContactId(id), received: at(received), intake }
    }

    pub fn consultation(mut self) -> Self {
        self.intake.kind = ContactKind::Consultation;
        self
    }

    pub fn child(mut self, forename: &str, surname: &str, birth: &str) -> Self {
        let n = self.intake.children.iter().filter(|child| !child.is_empty()).count();
        let child = self.intake.about_mut(Subject::Child(n));
        child.set(Q::ChildForename, Answer::text(forename));
        child.set(Q::ChildSurname, Answer::text(surname));
        child.set(Q::ChildBirth, Answer::text(birth));
        self
    }

    pub fn says(mut self, question: Q, answer: &str) -> Self {
        self.intake.answers.set(question, Answer::text(answer));
        self
    }

    pub fn about_child(mut self, question: Q, answer: &str) -> Self {
        self.intake.about_mut(Subject::Child(0)).set(question, Answer::text(answer));
        self
    }

    pub fn line(mut self, text: &str, basis: Basis, told_by: &str) -> Self {
        self.intake.narrative.push(NarrativeLine { text: text.into(), basis, told_by: told_by.into() });
        self
    }

    pub fn note(mut self, time: &str, text: &str, used: bool) -> Self {
        self.intake.notes.push(NoteLine { at: at(time), text: text.into(), used });
        self
    }

    pub fn intake(self) -> Intake {
        self.intake
    }

    pub fn filed(self) -> Filed {
        let ended = self.received + chrono::TimeDelta::minutes(7);
        let received = Received::new(self.received, Some(ended), self.intake);
        let history = decide::file(self.id, received, &jo(), &general(), ended).expect("filed");
        Filed(Contact::from_history(self.id, history).expect("a contact"))
    }
}

/// A filed contact.
pub struct Filed(pub Contact);

impl Filed {
    pub fn then(self, time: &str, actor: &Actor, command: &Command) -> Self {
        let events = decide::decide(&self.0, command, actor, &general(), at(time)).expect("allowed");
        Self(self.0.then(events))
    }

    pub fn rated(self, time: &str, rating: Rating) -> Self {
        self.then(time, &jo(), &Command::Rate { rating, reason: "as the answers point to".into() })
    }

    pub fn decided(self, time: &str, route: Route) -> Self {
        let rationale = "What was told meets the threshold, and the school has seen it twice.".into();
        self.then(time, &sam(), &Command::Decide { route, rationale, more: Box::default() })
    }

    pub fn told(self, time: &str, told: Told) -> Self {
        self.then(
            time,
            &jo(),
            &Command::GiveFeedback {
                told,
                said: "Rang the school; they will keep watching.".into(),
                talk: Box::default(),
            },
        )
    }

    pub fn owned(self, time: &str, to: &str) -> Self {
        self.then(time, &sam(), &Command::Allocate { to: to.into(), reason: String::new() })
    }
}

/// The contact with the longest history: a teacher's call, told, rated, decided, undone, amended.
pub fn teachers_call() -> Contact {
    let place = Place { question: Q::ChildCollection, subject: Subject::Child(0) };
    let note = |text: &str| Command::AddNote { text: text.into() };
    Call::new(1042, "2026-11-24T13:20", "2A", "Bruise on the arm, story changed twice")
        .child("Ash", "Sampleton", "12/3/2016")
        .child("Robin", "Sampleton", "about 7")
        .says(Q::CallerName, "Pat Mockford")
        .says(Q::CallerRole, "Deputy head")
        .says(Q::CallerOrganisation, "Placeham Primary School")
        .says(Q::CallerPhone, "01632 960201")
        .says(Q::Injury, "seen")
        .says(Q::InjuryDetail, "left upper arm, hand sized, yellow")
        .says(Q::ParentsInformed, "no")
        .says(Q::ParentsReason, "the teacher fears it makes tonight worse")
        .says(Q::Danger, "no")
        .about_child(Q::ChildWhere, "in class, year 5")
        .about_child(Q::ChildWith, "class teacher")
        .about_child(Q::ChildCollector, "mother or her partner")
        .line("Saw a bruise on the left upper arm, the size of a hand", Basis::Seen, "")
        .line("Ash said he fell off the sofa, then that it was the dog", Basis::Told, "Ash")
        .line("I do not believe either", Basis::Opinion, "")
        .note("2026-11-24T13:22", "mother works nights Thu to Sat", true)
        .note("2026-11-24T13:25", "younger brother also quiet", false)
        .filed()
        .then(
            "2026-11-24T13:31",
            &jo(),
            &Command::Rate { rating: Rating::Amber, reason: "bruise not explained".into() },
        )
        .then(
            "2026-11-24T13:40",
            &jo(),
            &Command::Amend {
                changes: vec![(place, Some(Answer::text("15:15")))],
                reason: "the school rang back".into(),
            },
        )
        .then("2026-11-24T13:42", &jo(), &note("Wrong contact, meant for another child"))
        .then("2026-11-24T13:43", &jo(), &Command::Undo { reason: "meant for another child".into() })
        .then(
            "2026-11-24T13:50",
            &jo(),
            &Command::TryFeedback { note: "no answer, message with the office".into() },
        )
        .owned("2026-11-24T13:55", "Robin Dummerton")
        .then(
            "2026-11-24T13:58",
            &sam(),
            &Command::Rate { rating: Rating::Red, reason: "explanations contradict each other".into() },
        )
        .0
}

/// The board's contacts on Tuesday 24 November 2026 at 14:10.
pub fn contacts() -> Vec<Contact> {
    let call = Call::new;
    vec![
        teachers_call(),
        call(1031, "2026-11-23T13:29", "2B", "Unexplained injury")
            .child("Kit", "Mockford", "3/9/2022")
            .says(Q::CallerOrganisation, "Little Exemplar Nursery")
            .filed()
            .rated("2026-11-23T14:40", Rating::Red)
            .0,
        call(1033, "2026-11-23T14:48", "6", "Domestic abuse, children upstairs")
            .child("Noor", "Testerby", "2/2/2019")
            .child("Sam", "Testerby", "about 4")
            .child("Lee", "Testerby", "10 months")
            .filed()
            .rated("2026-11-23T15:10", Rating::Red)
            .owned("2026-11-23T15:20", "Jo Testerby")
            .0,
        call(1036, "2026-11-24T08:50", "3B", "Neglect, missed appointments")
            .child("Ira", "Fakeley", "1/1/2026")
            .filed()
            .rated("2026-11-24T09:10", Rating::Amber)
            .owned("2026-11-24T09:20", "Sam Placeham")
            .0,
        call(1037, "2026-11-24T09:30", "2A", "Self-harm, messages online")
            .child("Dee", "Dummerton", "about 15")
            .says(Q::CallerOrganisation, "Northmock Academy")
            .filed()
            .rated("2026-11-24T09:50", Rating::Amber)
            .told("2026-11-24T10:05", Told::Undecided)
            .0,
        call(1038, "2026-11-24T10:12", "1B", "Shouting at night")
            .child("Jamie", "Synthley", "about 6")
            .filed()
            .rated("2026-11-24T10:30", Rating::Green)
            .0,
        call(1039, "2026-11-24T11:02", "3A", "Needs support after a bereavement")
            .child("王", "小明", "14/7/2017")
            .filed()
            .rated("2026-11-24T11:20", Rating::Green)
            .decided("2026-11-24T11:40", Route::EarlyHelp)
            .told("2026-11-24T11:55", Told::Decided)
            .owned("2026-11-24T12:00", "Jo Testerby")
            .0,
        call(1040, "2026-11-24T11:48", "6", "Exploitation, found with older men")
            .child("Siân", "Placeham", "30/8/2012")
            .filed()
            .rated("2026-11-24T11:55", Rating::Red)
            .decided("2026-11-24T12:20", Route::S47)
            .owned("2026-11-24T12:25", "Robin Dummerton")
            .0,
        call(1041, "2026-11-24T12:40", "3F", "May we talk about a family").consultation().filed().0,
        call(1043, "2026-11-24T13:52", "4", "Housing: young person sofa surfing")
            .child("Val", "Specimen", "16y")
            .filed()
            .0,
    ]
}

/// A call that a colleague is taking.
pub fn under_way() -> Draft {
    let started = at("2026-11-24T14:03");
    let intake = Call::new(1044, "2026-11-24T14:03", "2A", "").intake();
    Draft::new(ContactId(1044), person("r.dummerton", "Robin Dummerton", Role::Worker), started, intake)
}

/// The application on that afternoon, in a window of this size.
pub struct World {
    pub app: App,
}

impl World {
    /// A board with these contacts.
    pub fn with(contacts: &[Contact], size: (u16, u16)) -> Self {
        let setting = Setting {
            actor: jo(),
            team: vec!["Jo Testerby".into(), "Sam Placeham".into(), "Robin Dummerton".into()],
            protocol: general(),
            training: true,
            desk_number: "01632 960100".into(),
        };
        let now = at("2026-11-24T14:10");
        let mut world = Self { app: App::new(setting, now) };
        world.msg(Msg::Resize(size.0, size.1));
        let rows: Vec<_> = contacts.iter().map(Contact::summary).collect();
        let open = rows.iter().filter(|row| row.open).count();
        world.msg(Msg::Store(Reply::Board(BoardUpdate { rows, complete: true, open })));
        world.msg(Msg::Store(Reply::Drafts(vec![under_way().head(at("2026-11-24T14:09"))])));
        world.msg(Msg::Tick(now + chrono::TimeDelta::seconds(12)));
        world
    }

    /// The whole afternoon.
    pub fn new(size: (u16, u16)) -> Self {
        Self::with(&contacts(), size)
    }

    pub fn msg(&mut self, msg: Msg) {
        update(&mut self.app, msg);
    }

    /// Presses keys: names separated by blanks; `"text"` is typed letter by letter.
    pub fn keys(mut self, script: &str) -> Self {
        for (n, part) in script.split('"').enumerate() {
            if n % 2 == 1 {
                for c in part.chars() {
                    self.msg(Msg::Key(Key::char(c)));
                }
            } else {
                for name in part.split_whitespace() {
                    self.msg(Msg::Key(name.parse().expect("a key")));
                }
            }
        }
        self
    }

    /// Opens a contact as the record would send it.
    pub fn open(mut self, contact: Contact) -> Self {
        self.app.board.select(contact.id);
        self = self.keys("enter");
        self.msg(Msg::Store(Reply::Contact { contact: Box::new(contact), boxes: Vec::new() }));
        self
    }
}
