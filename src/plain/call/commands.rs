//! Commands, given instead of an answer.

use super::{Call, Said, Turn};
use crate::domain::intake::State;
use crate::domain::review::{self, ReviewRow};
use crate::domain::schema::{self, Need, Place, Step};
use crate::domain::when::Moment;
use crate::plain::command::{Does, for_lines};
use crate::plain::show;

/// The shortest reason for ending a call without filing it.
const SHORTEST_REASON: usize = 3;

impl Call<'_, '_> {
    /// Carries out a command.
    pub(super) fn command(&mut self, does: Does, rest: &str, now: Moment) -> Said {
        let zone = self.setting.protocol.zone;
        let nothing = Vec::new();
        match does {
            Does::Help => (show::commands(), Turn::Remind),
            Does::Again => (nothing, Turn::Ask),
            Does::Why => (self.why(), Turn::Remind),
            Does::NotKnown => self.state(State::NotKnown, rest, now),
            Does::Refused => self.state(State::Refused, rest, now),
            Does::NotAsked => self.state(State::NotAsked, rest, now),
            Does::NotApplicable => self.state(State::NotApplicable, rest, now),
            Does::Clear => self.clear(now),
            Does::Next => (nothing, self.next(now)),
            Does::Back => {
                self.screen.previous_place(now);
                (nothing, self.moved())
            }
            Does::Skip => {
                self.screen.turn_step(1, now);
                (nothing, self.moved())
            }
            Does::Steps => (numbered(&show::steps(&self.screen)), Turn::Remind),
            Does::Go => self.go(rest, now),
            Does::Child => self.add(Some(Step::Child), now),
            Does::Person => self.add(Some(Step::Family), now),
            Does::Another => self.add(None, now),
            Does::Note if rest.is_empty() => {
                (vec!["Type the note after the word: .note rings off at 15:00.".to_owned()], Turn::Remind)
            }
            Does::Note => {
                self.note(rest, now);
                (vec![format!("Noted, {}.", zone.short_time(now))], Turn::Remind)
            }
            Does::Notes => (show::notes(self.intake(), zone), Turn::Remind),
            Does::Use => self.use_note(rest, now),
            Does::Gaps if rest.is_empty() => (show::gaps(self.intake(), zone), Turn::Remind),
            Does::Gaps => self.go_to_gap(rest, now),
            Does::Emergency => (show::emergency(), Turn::Remind),
            Does::Clocks => (show::outlook(&self.screen, self.setting, now), Turn::Remind),
            Does::Aids => (show::aids(), Turn::Remind),
            Does::File if self.place().is_none() => (nothing, Turn::File),
            Does::Review | Does::File => {
                self.screen.go_step(Step::Review, now);
                (nothing, self.moved())
            }
            Does::Park => (nothing, Turn::Park),
            Does::End if rest.chars().count() < SHORTEST_REASON => {
                (vec!["Say in a word or two why: .end silent call.".to_owned()], Turn::Remind)
            }
            Does::End => (nothing, Turn::End(rest.to_owned())),
        }
    }

    fn why(&self) -> Vec<String> {
        let Some((place, _)) = self.place() else {
            return vec!["The review reads back what was told, so that both sides agree on it.".to_owned()];
        };
        let question = place.question.question();
        let need = match question.need {
            Need::Must => "Needed: it decides what happens in the next hours.",
            Need::Ask => "Asked on every such call.",
            Need::Nice => "Only if the caller says it.",
        };
        vec![for_lines(question.why), need.to_owned()]
    }

    /// To a step by its number or the beginning of its name, or to the next question with these words in it.
    fn go(&mut self, to: &str, now: Moment) -> Said {
        let steps = self.screen.steps();
        let wanted = to.to_lowercase();
        let by_number = wanted.parse::<usize>().ok().and_then(|n| steps.get(n.checked_sub(1)?));
        let by_name = || {
            let named = |step: &&Step| {
                step.label().to_lowercase().starts_with(&wanted) || step.code().starts_with(&wanted)
            };
            steps.iter().find(named).filter(|_| !wanted.is_empty())
        };
        if let Some(step) = by_number.or_else(by_name) {
            self.screen.go_step(*step, now);
            return (Vec::new(), self.moved());
        }
        match self.question_with(&wanted) {
            Some(place) => {
                self.screen.go(place.question.question().step, Some(place), now);
                (Vec::new(), self.moved())
            }
            None => {
                (vec!["There is no such step or question; .steps lists the steps.".to_owned()], Turn::Remind)
            }
        }
    }

    /// The next question with these words in it, beginning again at the top.
    fn question_with(&self, words: &str) -> Option<Place> {
        let all: Vec<Place> =
            Step::ALL.iter().flat_map(|step| schema::places(self.intake(), *step)).collect();
        let here = self.screen.draft.cursor.place;
        let from = all.iter().position(|place| Some(*place) == here).map_or(0, |at| at + 1);
        let fits = |place: &&Place| place.question.question().label.to_lowercase().contains(words);
        let (before, after) = all.split_at(from.min(all.len()));
        after.iter().chain(before).find(fits).copied().filter(|_| !words.is_empty())
    }

    /// To what is open, by its number in the list.
    pub(super) fn go_to_gap(&mut self, number: &str, now: Moment) -> Said {
        let rows = review::rows(self.intake());
        let row = number.parse::<usize>().ok().and_then(|n| rows.get(n.checked_sub(1)?));
        match row {
            Some(ReviewRow::Gap(place)) => {
                self.screen.go(place.question.question().step, Some(*place), now);
                (Vec::new(), self.moved())
            }
            Some(ReviewRow::Note(at)) => {
                let n = at + 1;
                let said =
                    format!("This is a note. Go to the question it belongs to; .use {n} puts it there.");
                (vec![said], Turn::Remind)
            }
            None => (vec!["There is no such number; .gaps lists what is open.".to_owned()], Turn::Remind),
        }
    }

    /// One more child or person, at the step that asks about them; or of whatever the step here asks about.
    fn add(&mut self, step: Option<Step>, now: Moment) -> Said {
        let (before, place) = (self.screen.draft.cursor.step, self.screen.draft.cursor.place);
        if let Some(step) = step {
            self.screen.go_step(step, now);
        }
        let revision = self.screen.revision;
        self.screen.add_subject(now);
        if self.screen.revision == revision {
            self.screen.go(before, place, now);
            return (vec!["A consultation names nobody, so nobody was added.".to_owned()], Turn::Remind);
        }
        (Vec::new(), self.moved())
    }
}

fn numbered(lines: &[String]) -> Vec<String> {
    lines.iter().zip(1..).map(|(line, n)| format!("{n}. {line}")).collect()
}
