//! One question with its answer: label, field or choices, and how the answer is read.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::typing::{Flow, Typed, draw_line};
use super::view::View;
use crate::domain::check::{self, Issue, Severity};
use crate::domain::intake::{Answer, Basis, NarrativeLine, State};
use crate::domain::schema::{self, Choice, Kind, Need, Place, Question};
use crate::domain::story;
use crate::ui::parts::choice::{Choice as Shown, Choices};
use crate::ui::parts::field::Label;
use crate::ui::parts::scroll::Scroll;
use crate::ui::parts::{cells, put, put_right};
use crate::ui::text;

/// How much room the questions of a step have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Cells of a question, labels included.
    pub(super) width: u16,
    /// Cells of the label column.
    pub(super) labels: u16,
    /// Rows that several lines of text may take.
    pub(super) most: u16,
    /// Rows of a long list of choices.
    pub(super) list: u16,
    /// Rows are kept free for how an answer is read, so that nothing moves while it is typed.
    pub(super) airy: bool,
}

/// Cells before a label: the mark of the question that has the cursor.
const MARK: u16 = 2;
/// Cells of the basis before a line of the narrative.
const BASIS: u16 = 2;
/// Cells of a field for a day, a time or a number.
const SHORT: u16 = 26;
/// More choices than this are a list of their own while the cursor is on them, and one line else.
const MOST_IN_GRID: usize = 9;

/// A question that is drawn.
pub(super) struct Asked<'a> {
    view: &'a View<'a>,
    place: Place,
    question: &'static Question,
    answer: Option<&'a Answer>,
    /// It has the cursor.
    here: bool,
    /// It has the keys.
    focused: bool,
    choices: Vec<Choice>,
    /// The text of several lines, as far as the question has one.
    lines: Vec<String>,
    /// The state for which a reason is being typed.
    reasoned: Option<State>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(view: &'a View<'a>, place: Place) -> Self {
        let question = place.question.question();
        let answer = view.answer(place);
        let here = view.screen.draft.cursor.place == Some(place);
        let lines = match (here, question.kind) {
            // The narrative's own lines keep their basis; the editor holds the same text.
            (true, _) => view.screen.editor.rows().to_vec(),
            (false, Kind::Narrative) => view.intake.narrative.iter().map(|line| line.text.clone()).collect(),
            (false, _) => answer
                .and_then(Answer::as_text)
                .map(|text| text.split('\n').map(str::to_owned).collect())
                .unwrap_or_default(),
        };
        let choices = question.kind.choices();
        let reasoned = view.screen.reasoned().filter(|_| here);
        Self {
            view,
            place,
            question,
            answer,
            here,
            focused: here && view.in_field(),
            choices,
            lines,
            reasoned,
        }
    }

    /// Cells that the label wants.
    pub(super) fn label_cells(&self) -> u16 {
        let sign = if self.question.need == Need::Must { 2 } else { 0 };
        if self.is_stacked() { 0 } else { MARK + cells(self.question.label) + sign + 1 }
    }

    /// Whether the answer stands under its label, over the whole width.
    fn is_stacked(&self) -> bool {
        matches!(self.question.kind, Kind::Narrative | Kind::Any(_))
    }

    /// Whether its choices are too many for a grid.
    fn is_long(&self) -> bool {
        self.choices.len() > MOST_IN_GRID
    }

    fn typed(&self) -> Typed<'_> {
        let editor = &self.view.screen.editor;
        Typed {
            lines: &self.lines,
            caret: self.here.then(|| editor.caret()),
            selection: self.here.then(|| editor.selection()).flatten(),
        }
    }

    /// Cells of the answer.
    fn value_cells(&self, room: &Room) -> u16 {
        if self.is_stacked() {
            room.width.saturating_sub(MARK)
        } else {
            room.width.saturating_sub(room.labels)
        }
    }

    fn label_lines(&self, room: &Room) -> Vec<String> {
        let sign = if self.question.need == Need::Must { 2 } else { 0 };
        let most = if self.is_stacked() { room.width } else { room.labels };
        text::wrap(self.question.label, usize::from(most.saturating_sub(MARK + sign + 1)))
    }

    /// Rows of the answer.
    fn value_rows(&self, room: &Room) -> u16 {
        let width = self.value_cells(room);
        if self.reasoned.is_some() {
            return 1;
        }
        match self.question.kind {
            Kind::Narrative | Kind::Lines => {
                let basis = if self.question.kind == Kind::Narrative { BASIS } else { 0 };
                let rows = Flow::new(&self.typed(), width.saturating_sub(2 + basis)).rows();
                let least = match (self.question.kind, self.here) {
                    (Kind::Narrative, _) => 3,
                    (_, true) => 2,
                    (_, false) => 1,
                };
                rows.clamp(least.min(room.most), room.most.max(1))
            }
            Kind::Any(_) if self.is_long() && !self.here => 1,
            Kind::SourceCode | Kind::One(_) if self.is_long() && self.here => {
                room.list.min(u16::try_from(self.choices.len()).unwrap_or(u16::MAX))
            }
            Kind::Any(_) if self.is_long() => self.grid(|grid| grid.lines(width)).min(room.list),
            Kind::Any(_) => self.grid(|grid| grid.lines(width)),
            Kind::One(_) if self.is_one_row(width) => 1,
            Kind::One(_) if self.here => self.grid(|grid| grid.lines(width)),
            _ => 1,
        }
    }

    /// Rows under the answer.
    fn rows_under(&self, room: &Room) -> u16 {
        let kept =
            room.airy && matches!(self.question.kind, Kind::Birth | Kind::When | Kind::Time | Kind::Stamp);
        u16::from(kept && self.reasoned.is_none() || self.under().is_some())
    }

    /// Rows of the whole question.
    pub(super) fn rows(&self, room: &Room) -> u16 {
        let labels = u16::try_from(self.label_lines(room).len()).unwrap_or(u16::MAX);
        let value = self.value_rows(room) + self.rows_under(room);
        if self.is_stacked() { labels + value } else { labels.max(value) }
    }

    fn grid<T>(&self, draw: impl FnOnce(&Choices<'_>) -> T) -> T {
        let on = |code: &str| self.answer.is_some_and(|answer| answer.codes().iter().any(|c| c == code));
        let shown: Vec<Shown<'_>> =
            self.choices.iter().map(|choice| Shown { label: choice.label, on: on(choice.code) }).collect();
        draw(&Choices {
            choices: &shown,
            many: matches!(self.question.kind, Kind::Any(_)),
            at: self.focused.then_some(self.view.screen.choice),
            look: self.view.look,
        })
    }

    fn is_one_row(&self, width: u16) -> bool {
        self.grid(|grid| grid.lines(width)) == 1
    }

    /// The word for an answer without a value.
    fn state(&self) -> Option<String> {
        match self.answer {
            Some(Answer::State(unanswered)) if unanswered.reason.is_empty() => {
                Some(unanswered.state.label().to_owned())
            }
            Some(Answer::State(unanswered)) => {
                Some(format!("{}: {}", unanswered.state.label(), unanswered.reason))
            }
            _ => None,
        }
    }

    fn issues(&self) -> Vec<Issue> {
        // While a word is being typed it is not questioned.
        if self.focused && !self.view.is_quiet() {
            return Vec::new();
        }
        let Some(answer) = self.answer else { return Vec::new() };
        check::of_answer(self.view.intake, self.place, answer, self.view.received(), self.view.zone)
    }

    /// What stands under an answer: how it is odd, or else how it is read.
    fn under(&self) -> Option<(String, Style)> {
        let theme = &self.view.look.theme;
        let number = matches!(self.question.kind, Kind::Phone | Kind::Postcode | Kind::Nhs | Kind::Upn);
        if let Some(issue) = self.issues().into_iter().next().filter(|_| !(self.focused && number)) {
            return Some(match issue.severity {
                Severity::Warn => (format!("{} {}", self.view.look.glyphs.alert, issue.text), theme.warning),
                Severity::Note => (issue.text, theme.muted),
            });
        }
        let typed = self.answer.and_then(Answer::as_text)?;
        let read = check::reading(self.question.id, typed, self.view.received(), self.view.zone)?;
        Some((format!("= {read}"), theme.muted))
    }

    /// Draws the question, and gives the place of the cursor if it has the keys.
    pub(super) fn draw(&self, buffer: &mut Buffer, area: Rect, room: &Room) -> Option<Position> {
        let labels = self.draw_label(buffer, area, room);
        let value = self.value_rows(room);
        let (x, y) =
            if self.is_stacked() { (area.x + MARK, area.y + labels) } else { (area.x + room.labels, area.y) };
        let full = Rect { x, y, width: self.value_cells(room), height: value };
        let at = full.intersection(area);
        let cursor = self.draw_value(buffer, at);
        if let Some((words, style)) = self.under().filter(|_| y + value < area.bottom()) {
            // What is too long for the answer's width begins further left, where the label has left room.
            let from = if labels > value { x + 1 } else { area.x + MARK };
            let x = (area.right().saturating_sub(cells(&words) + 1)).clamp(from.min(x + 1), x + 1);
            put(buffer, (x, y + value), &words, area.right().saturating_sub(x), style, self.view.look);
        }
        cursor.filter(|_| self.focused)
    }

    fn draw_label(&self, buffer: &mut Buffer, area: Rect, room: &Room) -> u16 {
        let (theme, glyphs) = (&self.view.look.theme, &self.view.look.glyphs);
        if self.here {
            put(buffer, (area.x, area.y), glyphs.selected, 1, theme.accent, self.view.look);
        }
        let open = !schema::is_answered(self.view.intake, self.place);
        let must = self.question.need == Need::Must;
        let lines = self.label_lines(room);
        let count = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        for (line, n) in lines.iter().zip(0_u16..) {
            let y = area.y + n;
            if y >= area.bottom() {
                break;
            }
            let last = n + 1 == count;
            let label = Label { needed: must && last, ask_now: must && open && last };
            let columns = if self.is_stacked() { area.width } else { room.labels };
            let end =
                label.draw(buffer, (area.x + MARK, y), line, columns.saturating_sub(MARK), self.view.look);
            if self.here {
                let width = end.saturating_sub(area.x + MARK);
                let row = Rect { x: area.x + MARK, y, width, height: 1 };
                buffer.set_style(row.intersection(*buffer.area()), theme.accent);
            }
        }
        if let (Kind::Narrative, true) = (self.question.kind, self.here) {
            let end = Rect { height: 1, width: area.width.saturating_sub(1), ..area };
            put_right(buffer, end, &self.basis_words(), theme.muted, self.view.look);
        } else if let (Some(state), true, None) = (self.state(), self.is_stacked(), self.reasoned) {
            let end = Rect { height: 1, width: area.width.saturating_sub(1), ..area };
            put_right(buffer, end, &state, theme.muted, self.view.look);
        }
        count
    }

    /// In words, how the caller knows the line with the caret.
    fn basis_words(&self) -> String {
        if let Some(state) = self.state() {
            return state;
        }
        let line = self.view.intake.narrative.get(self.view.screen.editor.caret().0);
        let words = line.map_or_else(|| Basis::Seen.label().to_owned(), NarrativeLine::basis_words);
        format!("this line: {words}  F5")
    }

    fn draw_value(&self, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        if let Some(state) = self.reasoned {
            return self.draw_reason(buffer, area, state);
        }
        match self.question.kind {
            Kind::Narrative => self.draw_narrative(buffer, area),
            Kind::Lines => self.draw_lines(buffer, area),
            Kind::SourceCode | Kind::One(_) if self.is_long() && self.here => self.draw_list(buffer, area),
            Kind::Any(_) if self.is_long() && !self.here => {
                let words = self.state().or(self.answer.map(|answer| story::answer(self.place, answer)));
                self.draw_still(buffer, area, &words.unwrap_or_default(), self.state().is_some());
                None
            }
            Kind::Any(_) if self.here && self.grid(|grid| grid.lines(area.width)) > area.height => {
                self.draw_list(buffer, area)
            }
            Kind::Any(_) => self.grid(|grid| grid.draw(buffer, area)),
            Kind::One(_) if self.is_one_row(area.width) || self.here => self.draw_one(buffer, area),
            Kind::One(_) | Kind::SourceCode => {
                let chosen = self.answer.and_then(|answer| answer.codes().first());
                let label = chosen.and_then(|code| self.choices.iter().find(|choice| choice.code == code));
                let words = label.map(|choice| choice.label.to_owned()).or(self.state());
                self.draw_still(buffer, area, &words.unwrap_or_default(), self.state().is_some());
                None
            }
            _ => self.draw_field(buffer, area),
        }
    }

    /// One of a few choices, with the word for an answer without a value beside them.
    fn draw_one(&self, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let cursor = self.grid(|grid| grid.draw(buffer, area));
        if let Some(state) = self.state() {
            let wide = cells(&state);
            let last = Rect { y: area.bottom() - 1, height: 1, ..area };
            if wide + 20 < area.width {
                put_right(buffer, last, &state, self.view.look.theme.muted, self.view.look);
            }
        }
        cursor
    }

    /// One of many choices: a window of rows around the highlighted one, each with its code.
    fn draw_list(&self, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let (theme, glyphs) = (&self.view.look.theme, &self.view.look.glyphs);
        let at = self.view.screen.choice.min(self.choices.len().saturating_sub(1));
        let height = usize::from(area.height);
        let scroll = Scroll::following(at, at.saturating_sub(height / 2), height, self.choices.len());
        let code = self.choices.iter().map(|choice| choice.code.len()).max().unwrap_or(0);
        let mut cursor = None;
        let rows = self.choices.iter().enumerate().skip(scroll.above).take(scroll.shown);
        for ((n, choice), y) in rows.zip(area.top()..area.bottom()) {
            let on = self.answer.is_some_and(|answer| answer.codes().iter().any(|code| code == choice.code));
            let mark = match (matches!(self.question.kind, Kind::Any(_)), on) {
                (true, true) => glyphs.check_on,
                (true, false) => glyphs.check_off,
                (false, true) => glyphs.radio_on,
                (false, false) => glyphs.radio_off,
            };
            let words = format!("{mark} {} {}", text::pad(choice.code, code, glyphs), choice.label);
            let style = if on { theme.heading } else { theme.base };
            // The counts stand at the ends of the first and the last row.
            let counted = y == area.y || y + 1 == area.bottom();
            let room = area.width.saturating_sub(if counted { 10 } else { 1 });
            let end = put(buffer, (area.x + 1, y), &words, room, style, self.view.look);
            if n == at && self.focused {
                let row = Rect { x: area.x + 1, y, width: end.saturating_sub(area.x + 1), height: 1 };
                buffer.set_style(row.intersection(*buffer.area()), theme.selected);
                cursor = Some(Position { x: area.x + 2, y });
            }
        }
        let count = format!("{} of {}", at + 1, self.choices.len());
        put_right(buffer, Rect { height: 1, ..area }, &count, theme.muted, self.view.look);
        if scroll.below() > 0 {
            let more = format!("{} {}", scroll.below(), glyphs.down);
            let last = Rect { y: area.bottom() - 1, height: 1, ..area };
            put_right(buffer, last, &more, theme.muted, self.view.look);
        }
        cursor
    }

    /// The ends of a field, and what is between them.
    fn ends(&self, buffer: &mut Buffer, area: Rect) -> Rect {
        let (theme, glyphs) = (&self.view.look.theme, &self.view.look.glyphs);
        let (signs, style) = if self.focused {
            (glyphs.field_focus, theme.border_focus)
        } else {
            (glyphs.field, theme.border)
        };
        let [left, right] = signs;
        for y in area.top()..area.bottom() {
            put(buffer, (area.x, y), left, 1, style, self.view.look);
            put(buffer, (area.right() - 1, y), right, 1, style, self.view.look);
        }
        let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        buffer.set_style(inner.intersection(*buffer.area()), self.ground());
        inner
    }

    fn ground(&self) -> Style {
        let theme = &self.view.look.theme;
        if self.focused { theme.field_focus } else { theme.field }
    }

    /// An answer without a value, with the reason that is being typed: `refused: afraid`.
    fn draw_reason(&self, buffer: &mut Buffer, area: Rect, state: State) -> Option<Position> {
        let inner = self.ends(buffer, area);
        let lead = if inner.width < 50 { ": " } else { ", because: " };
        let lead = format!("{}{lead}", state.label());
        let muted = self.ground().patch(self.view.look.theme.muted);
        let x = put(buffer, (inner.x, inner.y), &lead, inner.width, muted, self.view.look);
        let rest = Rect { x, width: inner.right().saturating_sub(x), height: 1, ..inner };
        draw_line(buffer, rest, &self.typed(), self.ground(), self.view.look)
    }

    /// A field that is not being typed into.
    fn draw_still(&self, buffer: &mut Buffer, area: Rect, words: &str, muted: bool) {
        let inner = self.ends(buffer, area);
        let style = if muted { self.ground().patch(self.view.look.theme.muted) } else { self.ground() };
        put(buffer, (inner.x, inner.y), words, inner.width, style, self.view.look);
    }

    /// One line of text.
    fn draw_field(&self, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let short = matches!(
            self.question.kind,
            Kind::Phone
                | Kind::Postcode
                | Kind::Birth
                | Kind::When
                | Kind::Time
                | Kind::Stamp
                | Kind::Nhs
                | Kind::Upn
        );
        let area = Rect { width: if short { area.width.min(SHORT) } else { area.width }, height: 1, ..area };
        if let Some(state) = self.state() {
            self.draw_still(buffer, area, &state, true);
            return Some(Position { x: area.x + 1, y: area.y });
        }
        if !self.here {
            let words = self.lines.first().map(String::as_str).unwrap_or_default();
            self.draw_still(buffer, area, words, false);
            return None;
        }
        let inner = self.ends(buffer, area);
        draw_line(buffer, inner, &self.typed(), self.ground(), self.view.look)
    }

    /// Several lines of text.
    fn draw_lines(&self, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let inner = self.ends(buffer, area);
        if let Some(state) = self.state() {
            let style = self.ground().patch(self.view.look.theme.muted);
            put(buffer, (inner.x, inner.y), &state, inner.width, style, self.view.look);
            return Some(inner.as_position());
        }
        let typed = self.typed();
        Flow::new(&typed, inner.width).draw(buffer, inner, &typed, self.ground(), self.view.look)
    }

    /// The narrative: at the left of each line the letter of its basis.
    fn draw_narrative(&self, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let theme = &self.view.look.theme;
        let box_area = Rect { x: area.x + BASIS, width: area.width.saturating_sub(BASIS), ..area };
        let inner = self.ends(buffer, box_area);
        let typed = self.typed();
        let flow = Flow::new(&typed, inner.width);
        let top = flow.top(inner.height);
        let mut before = top.checked_sub(1).and_then(|row| flow.pieces.get(row)).map(|piece| piece.line);
        for (piece, y) in flow.pieces.iter().skip(top).zip(area.top()..area.bottom()) {
            let line = self.view.intake.narrative.get(piece.line);
            if before != Some(piece.line)
                && let Some(line) = line.filter(|line| !line.text.trim().is_empty())
            {
                put(buffer, (area.x, y), letter(line.basis), 1, theme.heading, self.view.look);
            }
            before = Some(piece.line);
        }
        flow.draw(buffer, inner, &typed, self.ground(), self.view.look)
    }
}

/// The letter of a basis.
pub(super) const fn letter(basis: Basis) -> &'static str {
    match basis {
        Basis::Seen => "S",
        Basis::Told => "T",
        Basis::Opinion => "O",
    }
}

/// Whether this is the question that begins what is asked about a subject on its step.
pub(super) fn begins(place: Place, places: &[Place]) -> bool {
    places.iter().find(|other| other.subject == place.subject) == Some(&place)
}
