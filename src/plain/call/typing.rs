//! Answers, typed where the cursor stands.

use super::{Call, Said, Turn};
use crate::domain::intake::{Answer, Basis, NarrativeLine, State, Unanswered};
use crate::domain::schema::{Kind, Place};
use crate::domain::story;
use crate::domain::when::Moment;
use crate::plain::{answer, words};

impl Call<'_, '_> {
    /// A blank line: on to the next question, or a paragraph within a text.
    pub(super) fn blank(&mut self, now: Moment) -> Said {
        if self.place().is_none() {
            return (Vec::new(), Turn::Remind);
        }
        if self.text {
            self.gap = true;
            return (vec!["A dot alone on a line ends the text.".to_owned()], Turn::Stay);
        }
        (Vec::new(), self.next(now))
    }

    /// A dot alone: the end of a text.
    pub(super) fn dot(&mut self, now: Moment) -> Said {
        match self.place() {
            Some((_, kind)) if kind.is_multiline() => (Vec::new(), self.next(now)),
            _ => (
                vec!["A dot alone ends a text of several lines; there is none here.".to_owned()],
                Turn::Remind,
            ),
        }
    }

    /// An answer.
    pub(super) fn typed(&mut self, typed: &str, now: Moment) -> Said {
        let Some((place, kind)) = self.place() else { return self.at_review(typed, now) };
        match kind {
            Kind::Narrative => (self.tell(place, typed, now), Turn::Stay),
            Kind::Lines => (self.add_line(place, typed, now), Turn::Stay),
            _ if kind.choices().is_empty() => self.answered(place, Answer::text(typed), now),
            _ => match answer::choose(kind, typed) {
                Ok(answer) => self.answered(place, answer, now),
                Err(why) => (vec![why, self.kept_as_note(typed, now)], Turn::Remind),
            },
        }
    }

    fn answered(&mut self, place: Place, answer: Answer, now: Moment) -> Said {
        let (received, zone) = (self.screen.draft.started, self.setting.protocol.zone);
        self.set(place, answer, now);
        let stands = self.answer(place);
        let said = stands.map(|answer| words::remarks(self.intake(), place, answer, received, zone));
        (said.unwrap_or_default(), self.next(now))
    }

    /// At the review a number leads to what is open.
    fn at_review(&mut self, typed: &str, now: Moment) -> Said {
        if typed.chars().all(|c| c.is_ascii_digit()) {
            return self.go_to_gap(typed, now);
        }
        (vec!["There is no question here.".to_owned(), self.kept_as_note(typed, now)], Turn::Remind)
    }

    /// Words that are no answer here are not lost. Says so.
    fn kept_as_note(&mut self, typed: &str, now: Moment) -> String {
        if !typed.contains(char::is_alphabetic) {
            return ".again says the question again.".to_owned();
        }
        let text = match self.place() {
            Some((place, _)) => format!("{}: {typed}", place.question.question().label),
            None => typed.to_owned(),
        };
        self.note(&text, now);
        "What you typed is kept as a note; .again says the question again.".to_owned()
    }

    /// A line of what happened, with how the caller knows it. Says which line it is.
    pub(super) fn tell(&mut self, place: Place, typed: &str, now: Moment) -> Vec<String> {
        let (mark, words) = answer::marked(typed);
        let lines = &mut self.screen.draft.intake.narrative;
        while lines.last().is_some_and(|line| line.text.trim().is_empty()) {
            lines.pop();
        }
        match (mark, lines.last_mut()) {
            (Some((basis, told_by)), Some(last)) if words.is_empty() => {
                (last.basis, last.told_by) = (basis, told_by);
            }
            (Some(_), None) if words.is_empty() => {
                return vec!["There is no line before it to mark.".to_owned()];
            }
            (mark, last) => {
                let as_before = || last.map(|line| (line.basis, line.told_by.clone()));
                let named = mark.as_ref().is_some_and(|(_, name)| !name.is_empty());
                let (basis, told_by) = mark.or_else(as_before).unwrap_or((Basis::Seen, String::new()));
                let mut line = NarrativeLine { text: words.to_owned(), basis, told_by };
                if !named {
                    // As on the screen, a name before a colon says who told it: `Mum: he fell`.
                    line.name_teller("");
                }
                lines.push(line);
            }
        }
        let said = lines.last().map(|line| format!("Line {}, {}.", lines.len(), line.basis_words()));
        self.text = true;
        // It takes the place of a state that was given before.
        self.set(place, Answer::text(""), now);
        said.into_iter().chain(words::hidden(typed)).collect()
    }

    /// A line of a text of several lines.
    pub(super) fn add_line(&mut self, place: Place, typed: &str, now: Moment) -> Vec<String> {
        let before = self.answer(place).and_then(Answer::as_text).unwrap_or_default();
        let between = match (before.is_empty(), self.gap) {
            (true, _) => "",
            (false, true) => "\n\n",
            (false, false) => "\n",
        };
        let text = format!("{before}{between}{typed}");
        (self.text, self.gap) = (true, false);
        self.set(place, Answer::text(text), now);
        words::hidden(typed).into_iter().collect()
    }

    /// The question has an answer without a value. What stood there goes to the notes.
    pub(super) fn state(&mut self, state: State, reason: &str, now: Moment) -> Said {
        let Some((place, _)) = self.place() else {
            return (vec!["There is no question here.".to_owned()], Turn::Remind);
        };
        self.put_aside(place, now);
        self.set(place, Answer::State(Unanswered { state, reason: reason.to_owned() }), now);
        let said = format!("{}: {}.", place.question.question().label, state.label());
        if state.takes_reason() && reason.is_empty() {
            self.reason = true;
            return (vec![said, "Why? A blank line gives no reason.".to_owned()], Turn::Stay);
        }
        (vec![said], self.next(now))
    }

    /// Why there is no value.
    pub(super) fn because(&mut self, reason: &str, now: Moment) -> Said {
        let Some((place, _)) = self.place() else { return (Vec::new(), Turn::Remind) };
        let state = match self.answer(place) {
            Some(Answer::State(unanswered)) => unanswered.state,
            _ => return self.typed(reason, now),
        };
        self.set(place, Answer::State(Unanswered { state, reason: reason.to_owned() }), now);
        (words::hidden(reason).into_iter().collect(), self.next(now))
    }

    /// Opens the question again. What stood there goes to the notes.
    pub(super) fn clear(&mut self, now: Moment) -> Said {
        let Some((place, _)) = self.place() else {
            return (vec!["There is no question here.".to_owned()], Turn::Remind);
        };
        self.put_aside(place, now);
        self.set(place, Answer::text(""), now);
        (vec!["The question is open again.".to_owned()], self.moved())
    }

    /// Moves what was typed as an answer to the notes.
    fn put_aside(&mut self, place: Place, now: Moment) {
        let label = place.question.question().label;
        let value = self.answer(place).filter(|answer| !matches!(answer, Answer::State(_)));
        let mut typed: Vec<String> = value.map(|answer| story::answer(place, answer)).into_iter().collect();
        if place.question.question().kind == Kind::Narrative {
            let lines = std::mem::take(&mut self.intake_mut().narrative);
            let lines = lines.iter().filter(|line| !line.text.trim().is_empty());
            typed.extend(lines.map(|line| format!("{} ({})", line.words(), line.basis_words())));
        }
        for text in typed {
            self.note(&format!("{label}: {text}"), now);
        }
    }

    /// Puts a note into the answer under the cursor: the one with this number, or the first that is not used.
    pub(super) fn use_note(&mut self, number: &str, now: Moment) -> Said {
        let notes = &self.intake().notes;
        let at = match number.parse::<usize>() {
            Ok(n) => n.checked_sub(1).filter(|at| *at < notes.len()),
            Err(_) if number.is_empty() => notes.iter().position(|note| !note.used),
            Err(_) => None,
        };
        let Some((at, text)) = at.and_then(|at| Some((at, notes.get(at)?.text.clone()))) else {
            return (vec!["There is no such note; .notes lists them.".to_owned()], Turn::Remind);
        };
        let (said, turn) = match self.place() {
            None => return (vec!["Go to a question first.".to_owned()], Turn::Remind),
            Some((_, kind)) if !kind.choices().is_empty() => {
                return (vec!["This question is answered by choosing.".to_owned()], Turn::Remind);
            }
            Some((place, Kind::Narrative)) => (self.tell(place, &text, now), Turn::Remind),
            Some((place, Kind::Lines)) => (self.add_line(place, &text, now), Turn::Remind),
            Some((place, _)) => {
                let before = self.answer(place).and_then(Answer::as_text).unwrap_or_default();
                let text = if before.is_empty() { text } else { format!("{before} {text}") };
                self.answered(place, Answer::text(text), now)
            }
        };
        if let Some(note) = self.intake_mut().notes.get_mut(at) {
            note.used = true;
        }
        (said, turn)
    }
}
