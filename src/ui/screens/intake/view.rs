//! What the parts of the intake share: the call, the time, and what follows from both, worked out once a frame.

use crate::app::App;
use crate::app::screens::intake::{Focus, IntakeScreen};
use crate::domain::calendar::Zone;
use crate::domain::clocks::{self, ClockId, Deadline};
use crate::domain::contact::facts;
use crate::domain::event::Received;
use crate::domain::intake::{Answer, Intake, Subject};
use crate::domain::promise;
use crate::domain::protocol::Protocol;
use crate::domain::schema::{self, Need, Place, QuestionId, Step};
use crate::domain::suggest::{self, Suggestion};
use crate::domain::when::Moment;
use crate::ui::size::SizeClass;
use crate::ui::theme::Look;

/// One frame's view of a call.
pub(super) struct View<'a> {
    pub(super) screen: &'a IntakeScreen,
    pub(super) intake: &'a Intake,
    pub(super) protocol: &'a Protocol,
    pub(super) zone: Zone,
    pub(super) now: Moment,
    pub(super) class: SizeClass,
    pub(super) look: &'a Look,
    /// The clocks that will start, the first due first; those that cannot be kept last.
    pub(super) duties: Vec<Deadline>,
    pub(super) suggestion: Option<Suggestion>,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Progress {
    /// Questions that must be put and have an answer.
    pub(super) answered: usize,
    /// Questions that must be put.
    pub(super) needed: usize,
    /// Questions that should be put and have none.
    pub(super) open: usize,
    /// Any answer at all.
    pub(super) begun: bool,
}

/// A question that cannot wait for the end of the call, in words for a list, a line and a narrow line.
pub(super) type Urgent = (QuestionId, [&'static str; 3]);

const URGENT: [Urgent; 9] = [
    (QuestionId::Danger, ["in danger now", "danger", "danger"]),
    (QuestionId::ChildWhere, ["where is the child", "where", "where"]),
    (QuestionId::ChildWith, ["who is with them", "with whom", "who"]),
    (QuestionId::MotherWhere, ["where is the mother", "where", "where"]),
    (QuestionId::MotherWith, ["who is with her", "with whom", "who"]),
    (QuestionId::ChildCollector, ["who collects", "who collects", "collects"]),
    (QuestionId::ChildCollection, ["collected when", "when", "when"]),
    (QuestionId::Medical, ["medical need", "medical", "medical"]),
    (QuestionId::OthersAtRisk, ["others at risk", "others", "others"]),
];

impl<'a> View<'a> {
    pub(super) fn new(app: &'a App, screen: &'a IntakeScreen, class: SizeClass, look: &'a Look) -> Self {
        let intake = &screen.draft.intake;
        let protocol = &*app.setting.protocol;
        let received = Received::new(screen.draft.started, screen.draft.ended, intake.clone());
        let mut duties = clocks::deadlines(&facts::of_received(&received, protocol), protocol);
        duties.sort_by_key(|duty| (duty.due().is_none(), duty.due()));
        Self {
            screen,
            intake,
            protocol,
            zone: protocol.zone,
            now: app.now,
            class,
            look,
            duties,
            suggestion: suggest::suggest(intake),
        }
    }

    pub(super) fn received(&self) -> Moment {
        self.screen.draft.started
    }

    pub(super) fn step(&self) -> Step {
        self.screen.draft.cursor.step
    }

    /// Whether the field under the cursor has the keys.
    pub(super) fn in_field(&self) -> bool {
        self.screen.focus == Focus::Field
    }

    /// Whether the worker paused: then what is typed may be questioned without getting in the way.
    pub(super) fn is_quiet(&self) -> bool {
        self.screen.edited.is_none_or(|at| self.now.since(at).num_milliseconds() >= 1_200)
    }

    pub(super) fn answer(&self, place: Place) -> Option<&'a Answer> {
        self.intake.about(place.subject).and_then(|answers| answers.get(place.question))
    }

    pub(super) fn progress(&self, step: Step) -> Progress {
        let mut progress = Progress::default();
        for place in schema::places(self.intake, step) {
            let answered = schema::is_answered(self.intake, place);
            progress.begun |= answered;
            match place.question.question().need {
                Need::Must => {
                    progress.needed += 1;
                    progress.answered += usize::from(answered);
                }
                Need::Ask => progress.open += usize::from(!answered),
                Need::Nice => {}
            }
        }
        progress
    }

    /// All steps together.
    pub(super) fn progress_of_all(&self) -> Progress {
        Step::ALL.iter().map(|step| self.progress(*step)).fold(Progress::default(), |all, one| Progress {
            answered: all.answered + one.answered,
            needed: all.needed + one.needed,
            open: all.open + one.open,
            begun: all.begun || one.begun,
        })
    }

    /// The urgent questions that apply and are open for anyone.
    pub(super) fn urgent(&self) -> Vec<Urgent> {
        let places = schema::places(self.intake, Step::Safety);
        let open = |id: QuestionId| {
            places.iter().any(|place| place.question == id && !schema::is_answered(self.intake, *place))
        };
        URGENT.into_iter().filter(|(id, _)| open(*id)).collect()
    }

    /// Note lines that stand in no answer yet.
    pub(super) fn unused_notes(&self) -> usize {
        self.intake.notes.iter().filter(|note| !note.used && !note.text.trim().is_empty()).count()
    }

    /// `by 15:00 today`, `told before 14:45 today`.
    pub(super) fn due_words(&self, duty: &Deadline) -> Option<String> {
        let due = duty.due()?;
        let spoken = promise::spoken(self.zone, due, self.now);
        let before =
            duty.clock == ClockId::FeedbackSchool && promise::is_collection(self.intake, self.zone, due);
        let told = matches!(duty.clock, ClockId::FeedbackSchool | ClockId::FeedbackFirst);
        Some(format!("{}{} {spoken}", if told { "told " } else { "" }, if before { "before" } else { "by" }))
    }

    /// The heading over a child's or person's questions; none for the call as a whole.
    pub(super) fn heading(&self, subject: Subject) -> Option<String> {
        let (words, name) = match subject {
            Subject::Call => return None,
            Subject::Child(n) => {
                let many = self.intake.children.len();
                let words =
                    if many > 1 { format!("Child {} of {many}", n + 1) } else { "The child".to_owned() };
                (words, QuestionId::ChildForename)
            }
            Subject::Person(n) => {
                (format!("Person {} of {}", n + 1, self.intake.family.len()), QuestionId::PersonRelation)
            }
            Subject::Share(n) => (
                format!("Decision to share {} of {}", n + 1, self.intake.shares.len()),
                QuestionId::ShareWith,
            ),
        };
        let name = self.intake.about(subject).map(|answers| answers.text(name).trim()).unwrap_or_default();
        Some(if name.is_empty() { words } else { format!("{words} {} {name}", self.look.glyphs.separator) })
    }
}

/// What a step asks.
pub(super) const fn question_of(step: Step) -> &'static str {
    match step {
        Step::Caller => "Who is ringing?",
        Step::Child => "Which child?",
        Step::Concern => "What are you worried about?",
        Step::Safety => "Is the child safe now?",
        Step::Family => "Who is in the family and household?",
        Step::Consent => "Who knows, who agreed, what is shared?",
        Step::History => "What is known, what was tried?",
        Step::Details => "What else about the child?",
        Step::Review => "Read back, then file",
    }
}

/// The number of a step after Ctrl-G.
pub(super) fn number(step: Step) -> usize {
    Step::ALL.iter().position(|s| *s == step).map_or(0, |at| at + 1)
}
