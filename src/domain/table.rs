//! Contacts as a table for other programs: a line for each contact, or for each child.
//!
//! The plain table holds what the desk counts and nothing that names a child: who needs the names asks for the children.

use super::calendar::Zone;
use super::contact::{Contact, NextDuty, Summary};
use super::human::{self, Birth};
use super::intake::Answers;
use super::schema::QuestionId;
use super::when::Moment;

/// What stands in one place of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing is known.
    Nothing,
    /// Words.
    Text(String),
    /// A count.
    Number(u64),
    /// Yes or no.
    Flag(bool),
}

/// A table: the names of its columns, and as many cells in each line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What the columns are called.
    pub columns: Vec<&'static str>,
    /// The lines.
    pub lines: Vec<Vec<Cell>>,
}

/// How the lines are made.
#[derive(Debug, Clone, Copy)]
pub struct Making {
    /// Whose day and hours times are said in.
    pub zone: Zone,
    /// By which time late is late.
    pub now: Moment,
    /// Whether the desk is for training: every line says so.
    pub training: bool,
    /// Whether there is a line for each child, with names.
    pub children: bool,
}

/// What every line of a training desk's table says.
pub const TRAINING: &str = "TRAINING, nobody here is real";

const CONTACT: [&str; 17] = [
    "desk",
    "reference",
    "state",
    "kind",
    "received",
    "source",
    "source_name",
    "organisation",
    "rating",
    "route",
    "owner",
    "taken_by",
    "next",
    "next_due",
    "late",
    "told",
    "children",
];
const CHILD: [&str; 5] = ["child", "forename", "surname", "birth", "concern"];

impl Table {
    /// A table without a line.
    #[must_use]
    pub fn new(making: Making) -> Self {
        let child: &[&str] = if making.children { &CHILD } else { &[] };
        Self { columns: [&CONTACT, child].concat(), lines: Vec::new() }
    }

    /// Adds the line of a contact; in a table of children, one that names none.
    pub fn add(&mut self, row: &Summary, making: Making) {
        let mut cells = contact(row, making);
        cells.resize(self.columns.len(), Cell::Nothing);
        self.lines.push(cells);
    }

    /// Adds a line for each child of a contact; one line, without a child, for a contact that names none.
    pub fn add_children(&mut self, whole: &Contact, making: Making) {
        let row = whole.summary();
        let named = if row.children == 0 { &[] } else { whole.intake().children.as_slice() };
        let mut lines: Vec<Vec<Cell>> =
            named.iter().zip(1..).map(|(told, number)| child(told, number)).collect();
        if lines.is_empty() {
            lines.push(vec![Cell::Nothing; CHILD.len() - 1]);
        }
        for mut cells in lines {
            cells.push(text(&row.concern));
            self.lines.push([contact(&row, making), cells].concat());
        }
    }
}

fn contact(row: &Summary, making: Making) -> Vec<Cell> {
    let Making { zone, now, training, .. } = making;
    let next = row.next();
    vec![
        text(if training { TRAINING } else { "" }),
        text(&row.id.to_string()),
        text(if row.open { "open" } else { "closed" }),
        text(row.kind.code()),
        text(&zone.iso(row.received)),
        row.source.map_or(Cell::Nothing, |source| text(source.code())),
        row.source.map_or(Cell::Nothing, |source| text(source.label())),
        text(&row.organisation),
        row.rating.map_or(Cell::Nothing, |rating| text(rating.code())),
        row.route.map_or(Cell::Nothing, |route| text(route.code())),
        text(row.owner.as_deref().unwrap_or_default()),
        text(&row.taken_by.name),
        text(next.map_or("", NextDuty::title)),
        next.map_or(Cell::Nothing, |duty| text(&zone.iso(duty.due))),
        Cell::Flag(row.is_late(now)),
        Cell::Flag(row.told),
        Cell::Number(row.children as u64),
    ]
}

/// A child as told, but for the concern.
fn child(told: &Answers, number: u64) -> Vec<Cell> {
    let birth = told.text(QuestionId::ChildBirth);
    let date = match human::birth(birth) {
        Some(Birth::Born(date)) => date.to_string(),
        _ => birth.to_owned(),
    };
    vec![
        Cell::Number(number),
        text(told.text(QuestionId::ChildForename)),
        text(told.text(QuestionId::ChildSurname)),
        text(&date),
    ]
}

fn text(words: &str) -> Cell {
    if words.is_empty() { Cell::Nothing } else { Cell::Text(words.to_owned()) }
}
