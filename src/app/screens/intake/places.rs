//! Where the cursor is, and how it moves.

use super::{Focus, IntakeScreen};
use crate::app::form::edit::Editor;
use crate::domain::codes::ContactKind;
use crate::domain::draft::Draft;
use crate::domain::intake::{Answer, Answers, Subject};
use crate::domain::review::{self, ReviewRow};
use crate::domain::schema::{self, Kind, Place, Step};
use crate::domain::when::Moment;
use crate::port::Token;

impl IntakeScreen {
    /// A call on screen, with the cursor where the draft says.
    #[must_use]
    pub fn new(draft: Draft, asked: Option<Token>) -> Self {
        let caret = draft.cursor.caret;
        let note = Editor::line(&draft.note_in_hand);
        let mut screen = Self {
            draft,
            asked,
            editor: Editor::line(""),
            choice: 0,
            chosen: false,
            focus: Focus::Field,
            note,
            review: 0,
            dirty_since: None,
            edited: None,
            revision: 0,
            sent: 0,
            saved: 0,
            saved_at: None,
            seek: super::Seek::default(),
            elsewhere: false,
            filing: None,
        };
        screen.load();
        if caret != (0, 0) {
            screen.editor.set_caret(caret);
            screen.draft.cursor.caret = screen.editor.caret();
        }
        screen
    }

    /// The places of the step on screen.
    #[must_use]
    pub fn places(&self) -> Vec<Place> {
        schema::places(&self.draft.intake, self.draft.cursor.step)
    }

    /// Moves to the next place; after the last one of a step, to the next step.
    pub fn next_place(&mut self, now: Moment) {
        let places = self.places();
        let at = self.draft.cursor.place.and_then(|place| places.iter().position(|p| *p == place));
        match at.map_or(places.first(), |at| places.get(at + 1)) {
            Some(next) => self.go(self.draft.cursor.step, Some(*next), now),
            None => self.turn_step(1, now),
        }
    }

    /// Moves to the place before; before the first one of a step, to the last of the step before.
    pub fn previous_place(&mut self, now: Moment) {
        let places = self.places();
        let at = self.draft.cursor.place.and_then(|place| places.iter().position(|p| *p == place));
        match at.and_then(|at| at.checked_sub(1)).and_then(|at| places.get(at)) {
            Some(before) => self.go(self.draft.cursor.step, Some(*before), now),
            None if self.draft.cursor.step != Step::Caller => {
                self.turn_step(-1, now);
                let last = self.places().last().copied();
                self.go(self.draft.cursor.step, last, now);
            }
            None => {}
        }
    }

    /// Moves by so many steps, over steps that have nothing to ask of this call.
    pub fn turn_step(&mut self, by: isize, now: Moment) {
        let steps: Vec<Step> = self.steps();
        let at = steps.iter().position(|step| *step == self.draft.cursor.step).unwrap_or(0);
        let last = steps.len().saturating_sub(1);
        if let Some(step) = steps.get(at.saturating_add_signed(by).min(last)) {
            self.go_step(*step, now);
        }
    }

    /// The steps that have something to ask of this call, and the review.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        let intake = &self.draft.intake;
        let used = |step: &Step| *step == Step::Review || !schema::places(intake, *step).is_empty();
        Step::ALL.iter().copied().filter(used).collect()
    }

    /// Goes to a step: to its first open question, or its first one.
    pub fn go_step(&mut self, step: Step, now: Moment) {
        let places = schema::places(&self.draft.intake, step);
        let open = places.iter().find(|place| !schema::is_answered(&self.draft.intake, **place));
        let place = open.or(places.first()).copied();
        self.go(step, place, now);
    }

    /// Puts the cursor into a place.
    pub fn go(&mut self, step: Step, place: Option<Place>, now: Moment) {
        self.focus = Focus::Field;
        self.draft.cursor.step = step;
        self.draft.cursor.place = place;
        self.review = 0;
        self.load();
        self.touch(now);
    }

    /// Jumps from the highlighted row of the review to where it can be answered. Tells which note was chosen, if one was.
    pub fn jump(&mut self, now: Moment) -> bool {
        match review::rows(&self.draft.intake).get(self.review) {
            Some(ReviewRow::Gap(place)) => {
                self.go(place.question.question().step, Some(*place), now);
                true
            }
            Some(ReviewRow::Note(_)) => {
                self.focus = Focus::Notes;
                true
            }
            None => false,
        }
    }

    /// Moves the highlight of the review.
    pub fn step_review(&mut self, by: isize) {
        let last = review::rows(&self.draft.intake).len().saturating_sub(1);
        self.review = self.review.saturating_add_signed(by).min(last);
    }

    /// Makes room for another child, on the family step for another person, on the consent step for another decision to
    /// share, and goes there.
    pub fn add_subject(&mut self, now: Moment) {
        let intake = &mut self.draft.intake;
        let consultation = intake.kind == ContactKind::Consultation;
        let (list, subject): (&mut Vec<Answers>, fn(usize) -> Subject) = match self.draft.cursor.step {
            Step::Consent => (&mut intake.shares, Subject::Share),
            // A consultation names nobody.
            _ if consultation => return,
            Step::Family => (&mut intake.family, Subject::Person),
            _ => (&mut intake.children, Subject::Child),
        };
        list.push(Answers::default());
        let subject = subject(list.len().saturating_sub(1));
        let step = match (subject, self.draft.cursor.step) {
            (Subject::Child(_), Step::Safety) => Step::Safety,
            (Subject::Child(_), _) => Step::Child,
            (_, here) => here,
        };
        let place =
            schema::places(&self.draft.intake, step).into_iter().find(|place| place.subject == subject);
        self.go(step, place, now);
    }

    /// Something other than typing changed answers: the one under the cursor is read anew.
    pub fn refresh(&mut self, now: Moment) {
        self.load();
        self.touch(now);
    }

    /// Reads the answer under the cursor into the editor.
    pub(super) fn load(&mut self) {
        self.choice = 0;
        self.chosen = false;
        let Some(place) = self.draft.cursor.place else {
            self.editor = Editor::line("");
            return;
        };
        let kind = place.question.question().kind;
        let answers = self.draft.intake.about(place.subject);
        let text = answers.map(|answers| answers.text(place.question)).unwrap_or_default();
        let answer = answers.and_then(|answers| answers.get(place.question));
        self.editor = match (kind, answer) {
            (_, Some(Answer::State(unanswered))) if unanswered.state.takes_reason() => {
                Editor::line(&unanswered.reason)
            }
            (Kind::Narrative, _) => {
                let lines: Vec<&str> = self.draft.intake.narrative.iter().map(|l| l.text.as_str()).collect();
                Editor::lines(&lines.join("\n"))
            }
            (Kind::Lines, _) => Editor::lines(text),
            _ => Editor::line(text),
        };
        let chosen = answer.and_then(|answer| answer.codes().first());
        if let Some(code) = chosen {
            self.choice = kind.choices().iter().position(|c| c.code == code.as_str()).unwrap_or(0);
        }
        self.draft.cursor.caret = self.editor.caret();
    }
}
