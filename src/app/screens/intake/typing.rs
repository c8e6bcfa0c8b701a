//! Typing into the place under the cursor. The draft is up to date after every key.

use chrono::TimeDelta;

use super::{Focus, IntakeScreen};
use crate::app::form::edit::Editor;
use crate::app::key::{Key, KeyCode};
use crate::domain::intake::{Answer, Basis, NarrativeLine, NoteLine, State, Unanswered};
use crate::domain::schema::{Kind, Place, QuestionId};
use crate::domain::story;
use crate::domain::when::Moment;

/// A draft is saved this long after the last key …
const PAUSE: TimeDelta = TimeDelta::milliseconds(800);
/// … and while typing goes on, this long after the first key that is not saved: at most a second is ever at risk.
const LONGEST: TimeDelta = TimeDelta::milliseconds(900);

impl IntakeScreen {
    /// Notes that something changed.
    pub fn touch(&mut self, now: Moment) {
        self.revision = self.revision.saturating_add(1);
        self.edited = Some(now);
        self.dirty_since.get_or_insert(now);
    }

    /// When the draft must be saved, if it changed.
    #[must_use]
    pub fn save_due(&self) -> Option<Moment> {
        if self.revision <= self.sent {
            return None;
        }
        Some((self.edited? + PAUSE).min(self.dirty_since? + LONGEST))
    }

    fn place(&self) -> Option<(Place, Kind)> {
        self.draft.cursor.place.map(|place| (place, place.question.question().kind))
    }

    /// A key in the field under the cursor. Tells whether it was typing; if not, the keymap decides.
    pub fn key(&mut self, key: Key, now: Moment) -> bool {
        let Some((place, kind)) = self.place() else { return false };
        if let Some(state) = self.reasoned() {
            return self.reason_key(place, state, key, now);
        }
        if !kind.choices().is_empty() {
            return self.choice_key(place, kind, key, now);
        }
        match key.code {
            KeyCode::Enter | KeyCode::Down if !self.editor.is_multiline() => self.next_place(now),
            KeyCode::Up if !self.editor.is_multiline() => self.previous_place(now),
            _ if is_editing(key) => {
                if self.editor.key(key) {
                    self.sync(place, kind, now);
                }
                self.draft.cursor.caret = self.editor.caret();
            }
            _ => return false,
        }
        true
    }

    /// The state under the cursor, if a reason is typed for it: deliberately not asked, refused, does not apply.
    #[must_use]
    pub fn reasoned(&self) -> Option<State> {
        let place = self.draft.cursor.place?;
        match self.draft.intake.about(place.subject)?.get(place.question)? {
            Answer::State(unanswered) => Some(unanswered.state).filter(|state| state.takes_reason()),
            Answer::Text(_) | Answer::Many(_) => None,
        }
    }

    /// A key while the reason for a missing answer is typed. Backspace before the first letter opens the question again.
    fn reason_key(&mut self, place: Place, state: State, key: Key, now: Moment) -> bool {
        match key.code {
            KeyCode::Enter | KeyCode::Down => self.next_place(now),
            KeyCode::Up => self.previous_place(now),
            KeyCode::Backspace if self.editor.text().is_empty() => {
                self.draft.intake.about_mut(place.subject).set(place.question, Answer::text(""));
                self.load();
                self.touch(now);
            }
            _ if is_editing(key) => {
                self.editor.key(key);
                self.keep_reason(place, state, now);
            }
            _ => return false,
        }
        true
    }

    fn keep_reason(&mut self, place: Place, state: State, now: Moment) {
        let answer = Answer::State(Unanswered { state, reason: self.editor.text() });
        self.draft.intake.about_mut(place.subject).set(place.question, answer);
        self.draft.cursor.caret = self.editor.caret();
        self.touch(now);
    }

    /// Pasted text. A choice takes none, but the reason for a missing answer does.
    pub fn paste(&mut self, text: &str, now: Moment) -> bool {
        if let (Some(state), Some((place, _))) = (self.reasoned(), self.place()) {
            self.editor.paste(text);
            self.keep_reason(place, state, now);
            return true;
        }
        let Some((place, kind)) = self.place().filter(|(_, kind)| kind.choices().is_empty()) else {
            return false;
        };
        if self.editor.paste(text) {
            self.sync(place, kind, now);
        }
        self.draft.cursor.caret = self.editor.caret();
        true
    }

    /// Writes the editor's text into the draft.
    fn sync(&mut self, place: Place, kind: Kind, now: Moment) {
        if kind == Kind::Narrative {
            self.draft.intake.narrative = rebased(&self.draft.intake.narrative, self.editor.rows());
            self.draft.intake.answers.set(QuestionId::Narrative, Answer::text(""));
        } else {
            let text = self.editor.text();
            self.draft.intake.about_mut(place.subject).set(place.question, Answer::text(text));
        }
        self.touch(now);
    }

    fn choice_key(&mut self, place: Place, kind: Kind, key: Key, now: Moment) -> bool {
        let choices = kind.choices();
        let last = choices.len().saturating_sub(1);
        match key.code {
            KeyCode::Down | KeyCode::Right => self.highlight(self.choice.saturating_add(1).min(last)),
            KeyCode::Up | KeyCode::Left => self.highlight(self.choice.saturating_sub(1)),
            KeyCode::Home => self.highlight(0),
            KeyCode::End => self.highlight(last),
            KeyCode::Enter => {
                // Enter takes what a letter or an arrow has chosen. Pressed alone it leaves an open question open: "yes" must
                // never be the answer of somebody who only moved on.
                let answered =
                    self.draft.intake.about(place.subject).is_some_and(|a| a.get(place.question).is_some());
                if !answered && self.chosen {
                    self.toggle(place, kind, now);
                }
                self.next_place(now);
            }
            KeyCode::Backspace | KeyCode::Delete => {
                self.draft.intake.about_mut(place.subject).set(place.question, Answer::text(""));
                self.chosen = false;
                self.touch(now);
            }
            _ => match key.typed() {
                Some(' ') => self.toggle(place, kind, now),
                Some(letter) => {
                    let labels: Vec<(String, String)> =
                        choices.iter().map(|c| (c.label.to_lowercase(), c.code.to_lowercase())).collect();
                    let letter = letter.to_lowercase().to_string();
                    let starts = |(label, code): &(String, String)| {
                        label.starts_with(&letter) || code.starts_with(&letter)
                    };
                    let n = labels.len();
                    // The first press goes to the first value that begins so, each further one to the next.
                    let from = usize::from(self.chosen);
                    let next = (from..n + from).map(|k| (self.choice + k) % n);
                    if let Some(at) = next.into_iter().find(|at| labels.get(*at).is_some_and(starts)) {
                        self.highlight(at);
                    }
                }
                None => return false,
            },
        }
        true
    }

    /// Highlights a value because the person said so: now Enter takes it.
    const fn highlight(&mut self, at: usize) {
        self.choice = at;
        self.chosen = true;
    }

    /// Takes the highlighted value, or lets it go again.
    fn toggle(&mut self, place: Place, kind: Kind, now: Moment) {
        let choices = kind.choices();
        let Some(choice) = choices.get(self.choice) else { return };
        let answers = self.draft.intake.about_mut(place.subject);
        let mut codes: Vec<String> =
            answers.get(place.question).map(|answer| answer.codes().to_vec()).unwrap_or_default();
        let had = codes.iter().any(|code| code == choice.code);
        let answer = if matches!(kind, Kind::Any(_)) {
            codes.retain(|code| code != choice.code);
            if !had {
                codes.push(choice.code.to_owned());
            }
            Answer::Many(codes)
        } else {
            Answer::text(if had { "" } else { choice.code })
        };
        answers.set(place.question, answer);
        self.touch(now);
    }

    /// F8: not known yet, then the other states, then open again. A reason goes along; text that stood there, and a reason that
    /// no state takes any more, go to the notes.
    pub fn cycle_state(&mut self, now: Moment) {
        let Some((place, _)) = self.place() else { return };
        let before =
            self.draft.intake.about(place.subject).and_then(|answers| answers.get(place.question)).cloned();
        let next = match &before {
            Some(Answer::State(unanswered)) => {
                let at = State::ALL.iter().position(|state| *state == unanswered.state).unwrap_or(0);
                State::ALL.get(at + 1).copied()
            }
            _ => Some(State::NotKnown),
        };
        let typed = match &before {
            Some(answer @ (Answer::Text(_) | Answer::Many(_))) => story::answer(place, answer),
            _ => self.editor.text(),
        };
        let reason = match next {
            Some(state) if state.takes_reason() && self.reasoned().is_some() => typed.clone(),
            _ => String::new(),
        };
        if reason.is_empty() && !typed.trim().is_empty() {
            let text = format!("{}: {}", place.question.question().label, typed.trim());
            self.draft.intake.notes.push(NoteLine { at: now, text, used: false });
        }
        if place.question == QuestionId::Narrative {
            self.draft.intake.narrative.clear();
        }
        let answer =
            next.map_or_else(|| Answer::text(""), |state| Answer::State(Unanswered { state, reason }));
        self.draft.intake.about_mut(place.subject).set(place.question, answer);
        let at = self.choice;
        self.load();
        self.choice = at;
        self.touch(now);
    }

    /// F5: how the caller knows the line of the narrative under the caret.
    pub fn cycle_basis(&mut self, now: Moment) {
        let row = self.editor.caret().0;
        if self.draft.cursor.place.map(|place| place.question) != Some(QuestionId::Narrative) {
            return;
        }
        self.draft.intake.narrative = rebased(&self.draft.intake.narrative, self.editor.rows());
        if let Some(line) = self.draft.intake.narrative.get_mut(row) {
            let at = Basis::ALL.iter().position(|basis| *basis == line.basis).unwrap_or(0);
            line.basis = Basis::ALL.iter().cycle().nth(at + 1).copied().unwrap_or(Basis::Seen);
            line.told_by.clear();
            line.name_teller("");
        }
        self.touch(now);
    }

    /// A key in the notes strip. Enter keeps the line with the time.
    pub fn note_key(&mut self, key: Key, now: Moment) -> bool {
        match key.code {
            KeyCode::Enter => {
                let text = self.note.text();
                if !text.trim().is_empty() {
                    self.draft.intake.notes.push(NoteLine {
                        at: now,
                        text: text.trim().to_owned(),
                        used: false,
                    });
                    self.note = Editor::line("");
                }
            }
            _ if is_editing(key) => {
                self.note.key(key);
            }
            _ => return false,
        }
        self.draft.note_in_hand = self.note.text();
        self.touch(now);
        true
    }

    /// Text pasted into the notes strip: each line becomes a note, the last one stays in hand.
    pub fn paste_note(&mut self, text: &str, now: Moment) {
        let mut lines: Vec<&str> = text.lines().collect();
        let last = lines.pop().unwrap_or_default();
        for line in lines {
            self.note.paste(line);
            self.note_key(Key::plain(KeyCode::Enter), now);
        }
        self.note.paste(last);
        self.draft.note_in_hand = self.note.text();
        self.touch(now);
    }

    /// F7: puts the first unused note line into the field under the cursor.
    pub fn use_note(&mut self, now: Moment) -> bool {
        self.focus = Focus::Field;
        let Some(at) = self.draft.intake.notes.iter().position(|note| !note.used) else { return false };
        let Some(text) = self.draft.intake.notes.get(at).map(|note| note.text.clone()) else { return false };
        let (row, column) = self.editor.caret();
        let beside_text = column > 0 && self.editor.rows().get(row).is_some_and(|line| !line.ends_with(' '));
        let gap = match (beside_text, self.editor.is_multiline()) {
            (true, true) => "\n",
            (true, false) => " ",
            (false, _) => "",
        };
        if !self.paste(&format!("{gap}{text}"), now) {
            return false;
        }
        if let Some(note) = self.draft.intake.notes.get_mut(at) {
            note.used = true;
        }
        true
    }
}

/// Keys that edit text. All others belong to the keymap.
fn is_editing(key: Key) -> bool {
    match key.code {
        KeyCode::Char(c) if key.ctrl => matches!(c, 'a' | 'e' | 'w' | 'u' | 'k' | 'z' | 'y'),
        KeyCode::Char(_)
        | KeyCode::Enter
        | KeyCode::Backspace
        | KeyCode::Delete
        | KeyCode::Left
        | KeyCode::Right
        | KeyCode::Up
        | KeyCode::Down
        | KeyCode::Home
        | KeyCode::End => true,
        _ => false,
    }
}

/// The narrative after an edit: lines that stand unchanged at the beginning and at the end keep their basis, those in
/// between keep it in order, and new ones take it from the line above. A line told by someone names who: `Ash: he fell`.
fn rebased(before: &[NarrativeLine], rows: &[String]) -> Vec<NarrativeLine> {
    let same = |old: &NarrativeLine, new: &String| old.text == *new;
    let head = before.iter().zip(rows).take_while(|(old, new)| same(old, new)).count();
    let longest = before.len().min(rows.len()) - head;
    let tail = before
        .iter()
        .rev()
        .zip(rows.iter().rev())
        .take(longest)
        .take_while(|(old, new)| same(old, new))
        .count();
    let old_middle = before.get(head..before.len() - tail).unwrap_or_default();
    let mut lines: Vec<NarrativeLine> = Vec::with_capacity(rows.len());
    for (at, text) in rows.iter().enumerate() {
        let old = if at < head {
            before.get(at)
        } else if at >= rows.len() - tail {
            before.get(before.len() - (rows.len() - at))
        } else {
            old_middle.get(at - head)
        };
        let (basis, told_by) = match old {
            Some(old) => (old.basis, old.told_by.clone()),
            None => lines
                .last()
                .map_or((Basis::Seen, String::new()), |above| (above.basis, above.told_by.clone())),
        };
        let mut line = NarrativeLine { text: text.clone(), basis, told_by };
        line.name_teller(old.map_or("", |old| old.text.as_str()));
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, basis: Basis) -> NarrativeLine {
        NarrativeLine { text: text.into(), basis, told_by: String::new() }
    }

    fn after(before: &[NarrativeLine], rows: &[&str]) -> Vec<(String, Basis)> {
        let rows: Vec<String> = rows.iter().map(|row| (*row).to_owned()).collect();
        rebased(before, &rows).into_iter().map(|line| (line.text, line.basis)).collect()
    }

    #[test]
    fn a_line_keeps_its_basis_while_others_come_and_go() {
        let before =
            [line("mark on arm", Basis::Seen), line("mum shouts", Basis::Told), line("odd", Basis::Opinion)];
        let inserted = after(&before, &["mark on arm", "size of a coin", "mum shouts", "odd"]);
        assert_eq!(inserted[1], ("size of a coin".into(), Basis::Seen));
        assert_eq!(inserted[2].1, Basis::Told);
        assert_eq!(inserted[3].1, Basis::Opinion);
        let removed = after(&before, &["mum shouts", "odd"]);
        assert_eq!(removed, [("mum shouts".into(), Basis::Told), ("odd".into(), Basis::Opinion)]);
        let edited = after(&before, &["mark on arm", "mum shouts at night", "odd"]);
        assert_eq!(edited[1].1, Basis::Told);
        assert_eq!(after(&[], &["first"]), [("first".into(), Basis::Seen)]);
    }
}
