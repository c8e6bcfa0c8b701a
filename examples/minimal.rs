//! The smallest list program ratatui allows, as the floor that `dutydesk` is measured against: all rows in
//! memory, only the visible ones built into the table, blocking reads, waiting keys drained before a redraw.
//!
//! `cargo run --release --example minimal -- 10000`, then `j` `k` or arrows, `PgDn`, `PgUp`, `g`, `G`, `/` to filter, `q`.

#![expect(clippy::indexing_slicing, reason = "every index is taken from the length of what it indexes")]

use std::time::Duration;
use std::{env, io};

use crossterm::event::{self, Event, KeyCode, KeyEventKind};
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Style, Stylize};
use ratatui::widgets::{Row, Table, TableState};
use ratatui::{DefaultTerminal, Frame};

type Line = [String; 5];

/// All there is: the rows, which of them match the filter, where the cursor stands.
struct Board {
    rows: Vec<Line>,
    shown: Vec<usize>,
    filter: String,
    typing: bool,
    at: usize,
    page: usize,
}

fn row(n: usize) -> Line {
    let ratings = ["RED", "AMBER", "GREEN"];
    let concerns = ["Unexplained injury", "Neglect, attendance", "Young carer", "Domestic abuse", "Housing"];
    [
        ratings[n % 3].to_owned(),
        format!("R-{n:07}"),
        concerns[n % 5].to_owned(),
        "Decision".to_owned(),
        format!("{}h {:02}m", n % 24, n % 60),
    ]
}

impl Board {
    fn new(count: usize) -> Self {
        let rows: Vec<Line> = (0..count).map(row).collect();
        Self { shown: (0..count).collect(), rows, filter: String::new(), typing: false, at: 0, page: 1 }
    }

    fn find(&mut self) {
        let word = self.filter.to_lowercase();
        let hit = |line: &Line| line.iter().any(|cell| cell.to_lowercase().contains(&word));
        self.shown = (0..self.rows.len()).filter(|n| hit(&self.rows[*n])).collect();
        self.at = 0;
    }

    /// Takes one key; `false` means quit.
    fn key(&mut self, code: KeyCode) -> bool {
        let last = self.shown.len().saturating_sub(1);
        match code {
            KeyCode::Esc | KeyCode::Enter if self.typing => self.typing = false,
            KeyCode::Backspace if self.typing => {
                self.filter.pop();
                self.find();
            }
            KeyCode::Char(c) if self.typing => {
                self.filter.push(c);
                self.find();
            }
            KeyCode::Char('/') => self.typing = true,
            KeyCode::Char('q') => return false,
            KeyCode::Char('j') | KeyCode::Down => self.at = (self.at + 1).min(last),
            KeyCode::Char('k') | KeyCode::Up => self.at = self.at.saturating_sub(1),
            KeyCode::PageDown => self.at = (self.at + self.page).min(last),
            KeyCode::PageUp => self.at = self.at.saturating_sub(self.page),
            KeyCode::Char('g') | KeyCode::Home => self.at = 0,
            KeyCode::Char('G') | KeyCode::End => self.at = last,
            _ => {}
        }
        true
    }

    fn draw(&mut self, frame: &mut Frame) {
        let [head, body, foot] =
            Layout::vertical([Constraint::Length(1), Constraint::Min(1), Constraint::Length(1)])
                .areas(frame.area());
        frame.render_widget(format!(" minimal  {} of {}", self.shown.len(), self.rows.len()).bold(), head);
        self.page = usize::from(body.height).max(1);
        let top = self.at / self.page * self.page;
        let visible = self.shown.iter().skip(top).take(self.page);
        let widths = [6, 10, 30, 12, 9].map(Constraint::Length);
        let table = Table::new(visible.map(|n| Row::new(self.rows[*n].iter().map(String::as_str))), widths)
            .row_highlight_style(Style::new().reversed())
            .highlight_symbol("> ");
        let mut state = TableState::new().with_selected(Some(self.at - top));
        frame.render_stateful_widget(table, body, &mut state);
        frame.render_widget(format!(" /{}", self.filter), foot);
    }
}

fn run(terminal: &mut DefaultTerminal, board: &mut Board) -> io::Result<()> {
    loop {
        terminal.draw(|frame| board.draw(frame))?;
        loop {
            if let Event::Key(key) = event::read()?
                && key.kind != KeyEventKind::Release
                && !board.key(key.code)
            {
                return Ok(());
            }
            if !event::poll(Duration::ZERO)? {
                break;
            }
        }
    }
}

fn main() -> io::Result<()> {
    let count = env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(100);
    let mut terminal = ratatui::init();
    let ended = run(&mut terminal, &mut Board::new(count));
    ratatui::restore();
    ended
}
