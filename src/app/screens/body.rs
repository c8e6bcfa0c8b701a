//! The body map of a call: the crosshair, the marks, and the fields of the mark that is being described. The marks themselves
//! live in the call, so that they are kept as everything typed is kept.

use crate::app::form::edit::Editor;
use crate::app::key::{Key, KeyCode};
use crate::domain::body::{Mark, Side, Spot, Way};
use crate::domain::intake::{Intake, NoteLine};
use crate::domain::when::Moment;

/// What is told about a mark, in the order of the fields.
pub const FIELDS: [&str; 4] = ["Size", "Colour and shape", "Seen by, and when", "What was said about it"];

/// The body map on screen.
#[derive(Debug, Clone)]
pub struct BodyMap {
    /// Whose body, from 0.
    pub child: usize,
    /// The crosshair.
    pub spot: Spot,
    /// The mark whose fields are typed into, by its place among the call's marks.
    pub typing: Option<Typing>,
}

/// The fields of one mark.
#[derive(Debug, Clone)]
pub struct Typing {
    /// The mark.
    pub mark: usize,
    /// One editor for each of [`FIELDS`].
    pub fields: Vec<Editor>,
    /// The field that has the cursor.
    pub focus: usize,
}

/// What a key did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Did {
    /// Moved about, or nothing.
    Looked,
    /// The call has changed.
    Changed,
    /// The map is to be closed.
    Closed,
}

impl BodyMap {
    /// The map of a child, at its first mark if it has one.
    #[must_use]
    pub fn new(intake: &Intake, child: usize) -> Self {
        let first = intake.marks.iter().find(|mark| mark.child == child);
        let spot = first.map_or(Spot::middle(Side::Front), |mark| mark.spot);
        Self { child, spot, typing: None }
    }

    /// The mark under the crosshair.
    #[must_use]
    pub fn under(&self, intake: &Intake) -> Option<usize> {
        intake.marks.iter().position(|mark| mark.child == self.child && mark.spot == self.spot)
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key, intake: &mut Intake, now: Moment) -> Did {
        if self.typing.is_some() { self.field_key(key, intake) } else { self.map_key(key, intake, now) }
    }

    /// Pasted text goes into the field that has the cursor. Tells whether there was one.
    pub fn paste(&mut self, text: &str, intake: &mut Intake) -> bool {
        let Some(typing) = &mut self.typing else { return false };
        if let Some(editor) = typing.fields.get_mut(typing.focus) {
            editor.paste(text);
        }
        self.write(intake);
        true
    }

    fn map_key(&mut self, key: Key, intake: &mut Intake, now: Moment) -> Did {
        match (key.code, key.typed()) {
            (KeyCode::Esc, _) => return Did::Closed,
            (KeyCode::Up, _) | (_, Some('k')) => self.spot = self.spot.step(Way::Up),
            (KeyCode::Down, _) | (_, Some('j')) => self.spot = self.spot.step(Way::Down),
            (KeyCode::Left, _) | (_, Some('h')) => self.spot = self.spot.step(Way::Left),
            (KeyCode::Right, _) | (_, Some('l')) => self.spot = self.spot.step(Way::Right),
            (KeyCode::Tab | KeyCode::BackTab, _) => self.spot = self.spot.turned(),
            (_, Some('n')) => self.turn(intake, 1),
            (_, Some('p')) => self.turn(intake, -1),
            (_, Some('c')) => {
                let children = intake.children.len().max(1);
                *self = Self::new(intake, self.child.saturating_add(1) % children);
            }
            (KeyCode::Enter, _) | (_, Some(' ')) => return self.describe(intake),
            (KeyCode::Delete | KeyCode::Backspace, _) => return self.remove(intake, now),
            _ => {}
        }
        Did::Looked
    }

    /// Goes to the next or previous mark of this child.
    fn turn(&mut self, intake: &Intake, by: isize) {
        let own: Vec<usize> = intake
            .marks
            .iter()
            .enumerate()
            .filter(|(_, mark)| mark.child == self.child)
            .map(|(n, _)| n)
            .collect();
        let Some(last) = own.len().checked_sub(1) else { return };
        let here = self.under(intake).and_then(|mark| own.iter().position(|n| *n == mark));
        let next = match (here, by) {
            (None, _) => 0,
            (Some(at), 1) => {
                if at == last {
                    0
                } else {
                    at.saturating_add(1)
                }
            }
            (Some(at), _) => at.checked_sub(1).unwrap_or(last),
        };
        if let Some(mark) = own.get(next).and_then(|n| intake.marks.get(*n)) {
            self.spot = mark.spot;
        }
    }

    /// Opens the fields of the mark under the crosshair; makes the mark if there is none.
    fn describe(&mut self, intake: &mut Intake) -> Did {
        let under = self.under(intake);
        let mark = under.unwrap_or(intake.marks.len());
        if under.is_none() {
            intake.marks.push(Mark::at(self.child, self.spot));
        }
        let fields = intake.marks.get(mark).map(texts).unwrap_or_default();
        self.typing =
            Some(Typing { mark, fields: fields.iter().map(|text| Editor::line(text)).collect(), focus: 0 });
        if under.is_none() { Did::Changed } else { Did::Looked }
    }

    /// Takes the mark under the crosshair away. What was typed about it goes to the notes.
    fn remove(&mut self, intake: &mut Intake, now: Moment) -> Did {
        let Some(at) = self.under(intake) else { return Did::Looked };
        let mark = intake.marks.remove(at);
        if mark.has_words() {
            let text = format!("Body map, taken off: {}", mark.sentence());
            intake.notes.push(NoteLine { at: now, text, used: false });
        }
        Did::Changed
    }

    fn field_key(&mut self, key: Key, intake: &mut Intake) -> Did {
        let Some(typing) = &mut self.typing else { return Did::Looked };
        let last = typing.fields.len().saturating_sub(1);
        match key.code {
            KeyCode::Enter | KeyCode::Tab | KeyCode::Down if typing.focus < last => {
                typing.focus = typing.focus.saturating_add(1);
            }
            KeyCode::Esc | KeyCode::Enter | KeyCode::Tab => {
                self.typing = None;
                return Did::Looked;
            }
            KeyCode::BackTab | KeyCode::Up => typing.focus = typing.focus.saturating_sub(1),
            _ => {
                if typing.fields.get_mut(typing.focus).is_some_and(|editor| editor.key(key)) {
                    self.write(intake);
                    return Did::Changed;
                }
            }
        }
        Did::Looked
    }

    /// Writes the fields into the mark.
    fn write(&self, intake: &mut Intake) {
        let Some(typing) = &self.typing else { return };
        let Some(mark) = intake.marks.get_mut(typing.mark) else { return };
        let slots = [&mut mark.size, &mut mark.colour, &mut mark.seen_by, &mut mark.said];
        for (slot, editor) in slots.into_iter().zip(&typing.fields) {
            *slot = editor.text();
        }
    }
}

/// What is told about a mark, in the order of [`FIELDS`].
#[must_use]
pub fn texts(mark: &Mark) -> Vec<&str> {
    vec![&mark.size, &mark.colour, &mark.seen_by, &mark.said]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::codes::ContactKind;

    fn press(map: &mut BodyMap, intake: &mut Intake, keys: &str) {
        for name in keys.split_whitespace() {
            let key: Key = name.parse().expect("a key");
            map.key(key, intake, Moment::from_millis(0));
        }
    }

    fn start() -> (BodyMap, Intake) {
        let intake = Intake::new(ContactKind::Referral);
        (BodyMap::new(&intake, 0), intake)
    }

    #[test]
    fn a_mark_is_placed_and_described_without_leaving_the_keyboard() {
        let (mut map, mut intake) = start();
        press(
            &mut map,
            &mut intake,
            "left left left left left left enter 2 c m tab b l u e enter m o t h e r enter enter",
        );
        assert_eq!(intake.marks.len(), 1);
        assert_eq!(intake.marks[0].sentence(), "right upper arm, front: 2cm, blue; seen by mother");
        assert!(map.typing.is_none());
        press(&mut map, &mut intake, "tab right right enter r e d esc");
        assert_eq!(intake.marks[1].spot.side, Side::Back);
        assert_eq!(intake.marks[1].size, "red");
    }

    #[test]
    fn the_same_place_is_one_mark() {
        let (mut map, mut intake) = start();
        press(&mut map, &mut intake, "enter a esc enter b esc");
        assert_eq!(intake.marks.len(), 1);
        assert_eq!(intake.marks[0].size, "ab");
    }

    #[test]
    fn what_was_typed_about_a_mark_that_is_taken_off_goes_to_the_notes() {
        let (mut map, mut intake) = start();
        press(&mut map, &mut intake, "enter esc delete");
        assert!(intake.marks.is_empty() && intake.notes.is_empty(), "nothing was typed");
        press(&mut map, &mut intake, "enter 3 c m esc backspace");
        assert!(intake.marks.is_empty());
        assert!(intake.notes[0].text.contains("3cm"), "{}", intake.notes[0].text);
    }

    #[test]
    fn each_child_has_a_map_of_its_own() {
        let (mut map, mut intake) = start();
        intake.children.push(crate::domain::intake::Answers::default());
        press(&mut map, &mut intake, "enter 1 esc c enter 2 esc");
        let seen: Vec<(usize, &str)> = intake.marks.iter().map(|m| (m.child, m.size.as_str())).collect();
        assert_eq!(seen, [(0, "1"), (1, "2")]);
        press(&mut map, &mut intake, "c down n");
        assert_eq!((map.child, map.under(&intake)), (0, Some(0)));
    }
}
