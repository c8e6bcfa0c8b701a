//! A call taken line by line. A line changes the call, the call is saved, and only then anything is said: what has been
//! answered is in the record, whatever becomes of the terminal.

mod commands;
mod typing;

use std::sync::atomic::{AtomicU64, Ordering};

use super::command::{self, Line, for_lines};
use super::keep::Keep;
use super::{Error, Left, Page, go_on, show, words};
use crate::app::Setting;
use crate::app::screens::intake::IntakeScreen;
use crate::clock::Clock;
use crate::domain::decide;
use crate::domain::draft::Draft;
use crate::domain::ids::ContactId;
use crate::domain::intake::{Answer, Intake, NoteLine};
use crate::domain::schema::{Kind, Place};
use crate::domain::when::Moment;
use crate::store::drafts::Claim;
use crate::store::error::Kind as Because;
use crate::store::events::Refused;

/// A call being taken.
pub(super) struct Call<'d, 'p> {
    keep: Keep,
    claim: Claim,
    clock: &'d dyn Clock,
    setting: &'d Setting,
    page: Page<'p>,
    /// The call and its cursor, as the full-screen program has them.
    screen: IntakeScreen,
    /// A state was given, and the next line may say why.
    reason: bool,
    /// A line has been added to the text of several lines under the cursor.
    text: bool,
    /// A blank line was typed into that text, and stands before the next one.
    gap: bool,
}

/// What follows a line, after it is saved.
#[derive(Debug, PartialEq, Eq)]
enum Turn {
    /// Ask what the cursor stands on, with everything that belongs to it.
    Ask,
    /// Say in a line where the cursor stands.
    Remind,
    /// Say nothing: the next line belongs to this one.
    Stay,
    /// File the call.
    File,
    /// End the call without filing it, for this reason.
    End(String),
    /// Keep the call and leave.
    Park,
}

/// What is said, and what follows.
type Said = (Vec<String>, Turn);

impl<'d, 'p> Call<'d, 'p> {
    pub(super) fn new(
        keep: Keep,
        claim: Claim,
        draft: Draft,
        (clock, setting): (&'d dyn Clock, &'d Setting),
        page: Page<'p>,
    ) -> Self {
        let screen = IntakeScreen::new(draft, None);
        Self { keep, claim, clock, setting, page, screen, reason: false, text: false, gap: false }
    }

    /// Takes the call to its end, or until the input is over.
    pub(super) fn take(mut self, resumed: bool, taking: &AtomicU64) -> Result<Left, Error> {
        let (id, now) = (self.id(), self.clock.now());
        taking.store(id.0, Ordering::SeqCst);
        // A note that was being typed in the full-screen program is a note.
        let note = std::mem::take(&mut self.screen.draft.note_in_hand);
        self.note(&note, now);
        self.screen.touch(now);
        self.save(now)?;
        self.open(resumed)?;
        self.ask()?;
        let left = loop {
            let Some(line) = self.page.read()? else { break self.over()? };
            let now = self.clock.now();
            let (said, turn) = self.line(&line, now);
            self.save(now)?;
            for line in said {
                self.page.say(line)?;
            }
            if let Some(left) = self.follow(turn, now)? {
                break left;
            }
        };
        taking.store(0, Ordering::SeqCst);
        self.page.flush()?;
        Ok(left)
    }

    fn id(&self) -> ContactId {
        self.screen.draft.id
    }

    fn intake(&self) -> &Intake {
        &self.screen.draft.intake
    }

    fn intake_mut(&mut self) -> &mut Intake {
        &mut self.screen.draft.intake
    }

    /// The question under the cursor; none at the review.
    fn place(&self) -> Option<(Place, Kind)> {
        self.screen.draft.cursor.place.map(|place| (place, place.question.question().kind))
    }

    fn answer(&self, place: Place) -> Option<&Answer> {
        self.intake().about(place.subject)?.get(place.question)
    }

    /// Keeps an answer, and leaves the cursor where the full-screen program would have it.
    fn set(&mut self, place: Place, answer: Answer, now: Moment) {
        self.intake_mut().about_mut(place.subject).set(place.question, answer);
        self.screen.go(place.question.question().step, Some(place), now);
    }

    /// Keeps a line for later. A blank one is none.
    fn note(&mut self, text: &str, now: Moment) {
        let text = text.trim();
        if !text.is_empty() {
            self.intake_mut().notes.push(NoteLine { at: now, text: text.to_owned(), used: false });
            self.screen.touch(now);
        }
    }

    /// The cursor stands elsewhere.
    fn moved(&mut self) -> Turn {
        (self.text, self.gap) = (false, false);
        Turn::Ask
    }

    fn next(&mut self, now: Moment) -> Turn {
        self.screen.next_place(now);
        self.moved()
    }

    /// One line of the worker.
    fn line(&mut self, line: &str, now: Moment) -> Said {
        let reason = std::mem::take(&mut self.reason);
        match command::read(line) {
            Line::Command(does, rest) => self.command(does, rest, now),
            Line::Unknown(line) => {
                let mut said = vec!["There is no such command; .help lists them.".to_owned()];
                // A slip of the hand is no note, but words are never lost.
                if line.contains(char::is_whitespace) {
                    self.note(line, now);
                    said.push("What you typed is kept as a note.".to_owned());
                }
                (said, Turn::Remind)
            }
            Line::Text(text) if reason => self.because(text, now),
            Line::Blank | Line::Dot if reason => (Vec::new(), self.next(now)),
            Line::Blank => self.blank(now),
            Line::Dot => self.dot(now),
            Line::Text(text) => self.typed(text, now),
        }
    }

    fn follow(&mut self, turn: Turn, now: Moment) -> Result<Option<Left>, Error> {
        match turn {
            Turn::Ask => self.ask()?,
            Turn::Remind => self.remind()?,
            Turn::Stay => {}
            Turn::File => return self.file(now),
            Turn::End(reason) => return self.end(&reason, now),
            Turn::Park => {
                self.screen.draft.parked = Some(now);
                self.screen.touch(now);
                self.save(now)?;
                self.page.say(go_on(self.id()))?;
                return Ok(Some(Left::Parked(self.id())));
            }
        }
        Ok(None)
    }

    fn open(&mut self, resumed: bool) -> Result<(), Error> {
        if self.screen.draft.parked.take().is_some() {
            self.screen.touch(self.clock.now());
        }
        let (draft, zone) = (&self.screen.draft, self.setting.protocol.zone);
        let id = draft.id;
        let how = if resumed { "goes on where it stopped; it began" } else { "begins" };
        let started = zone.long(draft.started);
        if self.setting.training {
            self.page.say("TRAINING desk: nobody here is real.")?;
        }
        self.page.say(format!(
            "dutydesk takes a call in plain lines: {id} {how} {started}. Answer with a line; a blank line leaves a question for \
             later; .help lists the commands, .999 has the words for danger now, .review reads back, .file files."
        ))?;
        Ok(())
    }

    /// Asks what the cursor stands on.
    fn ask(&mut self) -> Result<(), Error> {
        let Some((place, kind)) = self.place() else {
            for line in show::review(&self.screen, self.setting, self.clock.now()) {
                self.page.say(line)?;
            }
            return Ok(());
        };
        self.page.say(words::question(&self.screen, place))?;
        if let Some(answered) = words::answered(self.intake(), place) {
            if kind.is_multiline() && !matches!(self.answer(place), Some(Answer::State(_))) {
                self.page.say("Told so far:")?;
                self.page.say_all(&answered)?;
                self.page.say("New lines are added to it; a blank line leaves it as it is.")?;
            } else {
                self.page.say(format!("Answered: {answered}. A blank line leaves it as it is."))?;
            }
        }
        for hint in words::hints(self.intake(), place) {
            self.page.say(hint)?;
        }
        if let Some(manner) = words::manner(kind) {
            self.page.say(manner)?;
        }
        let choices = words::choices(self.intake(), place);
        self.page.list(choices)?;
        Ok(())
    }

    /// Says in a line where the cursor stands.
    fn remind(&mut self) -> Result<(), Error> {
        let line = match self.place() {
            None => "At the review: .file files the call, a number goes to what is open, .back goes back."
                .to_owned(),
            Some((place, _)) if self.text => {
                format!("Go on with: {}. A dot alone ends.", place.question.question().label)
            }
            Some((place, _)) => words::question(&self.screen, place),
        };
        self.page.say(line)?;
        Ok(())
    }

    /// Puts what has changed into the record. Trouble is told, and the save tried again after the next line; only a call
    /// that is no longer ours cannot be gone on with.
    fn save(&mut self, now: Moment) -> Result<(), Error> {
        if self.screen.is_saved() {
            return Ok(());
        }
        match self.keep.save(self.claim, &self.screen.draft, now) {
            Ok(()) => self.screen.saved = self.screen.revision,
            Err(error) if matches!(error.kind, Because::TakenOver | Because::Unknown) => {
                return Err(error.into());
            }
            Err(error) => {
                self.page.say(error.to_string())?;
                self.page.say("It is tried again after your next line.")?;
            }
        }
        Ok(())
    }

    /// The input is over. What could not be saved is tried a last time.
    fn over(&mut self) -> Result<Left, Error> {
        if !self.screen.is_saved() {
            self.keep.save(self.claim, &self.screen.draft, self.clock.now())?;
        }
        Ok(Left::Unfiled(self.id()))
    }

    fn file(&mut self, now: Moment) -> Result<Option<Left>, Error> {
        let id = self.id();
        let received = self.screen.draft.received(now);
        let events = match decide::file(id, received, &self.setting.actor, &self.setting.protocol, now) {
            Ok(events) => events,
            Err(refusal) => return self.stay(&for_lines(&refusal.0)),
        };
        match self.keep.file(self.claim, &events, now) {
            Ok(contact) => {
                for line in show::promised(&contact, self.setting) {
                    self.page.say(line)?;
                }
                Ok(Some(Left::Filed(id)))
            }
            Err(Refused::Trouble(error)) if matches!(error.kind, Because::TakenOver | Because::Unknown) => {
                Err(error.into())
            }
            Err(Refused::Trouble(error)) => self.stay(&error.to_string()),
            Err(Refused::Conflict { .. }) => self.stay(
                "There is a contact with this number already. Nothing was filed; .park keeps the call.",
            ),
        }
    }

    fn end(&mut self, reason: &str, now: Moment) -> Result<Option<Left>, Error> {
        let id = self.id();
        match self.keep.end(self.claim, &self.screen.draft, &self.setting.actor, reason, now) {
            Ok(()) => {
                self.page
                    .say(format!("{id} is ended without being filed. Its number and the reason are kept."))?;
                Ok(Some(Left::Ended(id)))
            }
            Err(error) if matches!(error.kind, Because::TakenOver | Because::Unknown) => Err(error.into()),
            Err(error) => self.stay(&error.to_string()),
        }
    }

    /// Something did not happen: the call goes on.
    fn stay(&mut self, why: &str) -> Result<Option<Left>, Error> {
        self.page.say(why)?;
        self.remind()?;
        Ok(None)
    }
}
