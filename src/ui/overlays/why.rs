//! Why a clock falls due when it does: receipt, every step, the rule, its source, and the other reading where sources disagree.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::App;
use crate::app::overlay::Why;
use crate::domain::clocks::{Outcome, why};
use crate::domain::contact::{Clock, Contact};
use crate::domain::story;
use crate::ui::due;
use crate::ui::flow::{Flow, Run, run};
use crate::ui::text;
use crate::ui::theme::Look;

/// Cells of the box, and of the words inside it.
const WIDE: u16 = 76;
/// Cells of a label and the blank after it.
const LABEL: usize = 10;

/// Draws the explanation.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, why: &Why, app: &App, look: &Look) {
    let clock = why.contact.clocks.iter().rev().find(|clock| clock.is(why.clock, why.subject.as_deref()));
    let width = usize::from(WIDE.min(area.width).saturating_sub(4).max(1));
    let lines = match clock {
        Some(clock) => Explanation { lines: Vec::new(), width, look }.of(clock, &why.contact, app),
        None => vec![vec![run("This clock is not on the contact any more.", look.theme.muted)]],
    };
    let count = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let height = count.saturating_add(2).min(area.height);
    let title =
        format!("Why this time? {} · {}", why.contact.id, story::duty(why.clock, why.subject.as_deref()));
    let inner = super::boxed(frame.buffer_mut(), area, (WIDE, height), &title, "w", false, look);
    frame.set_cursor_position(inner.as_position());
    let room = usize::from(inner.height);
    let top = why.top.min(lines.len().saturating_sub(room));
    let mut flow = Flow::new(frame.buffer_mut(), inner, look);
    for (n, line) in lines.iter().enumerate().skip(top).take(room) {
        let more = n + 1 == top + room && n + 1 < lines.len();
        if more {
            flow.text(format!("{} {} more lines", look.glyphs.down, lines.len() - n), look.theme.accent);
        } else {
            flow.line(line);
        }
    }
}

/// Lines as they are gathered.
struct Explanation<'a> {
    lines: Vec<Vec<Run>>,
    width: usize,
    look: &'a Look,
}

impl Explanation<'_> {
    fn of(mut self, clock: &Clock, contact: &Contact, app: &App) -> Vec<Vec<Run>> {
        let theme = &self.look.theme;
        let (protocol, zone) = (&app.setting.protocol, app.setting.protocol.zone);
        let deadline = &clock.deadline;
        self.pair("Received", &zone.long(contact.received.receipt()), theme.base);
        self.steps(&deadline.because);
        if let Some(change) = why::clock_change(deadline, zone) {
            self.pair("Clocks", &change, theme.warning);
        }
        self.time(clock, app);
        let rule = why::rule(deadline.clock, contact.rating(), protocol);
        self.pair("Rule", rule.as_ref().map_or("none in the rules of today", |(rule, _)| rule), theme.base);
        let duty = protocol.rule(deadline.clock).map_or("default", |rule| &*rule.duty);
        let source = if duty == deadline.basis {
            source(&deadline.basis)
        } else {
            format!("the duty: {}; its length: {}", source(duty), source(&deadline.basis))
        };
        self.pair("Source", &source, theme.base);
        let mut rules = format!("{} ({})", clock.protocol, protocol.name);
        if clock.protocol != format!("{}@{}", protocol.id, protocol.version) {
            rules.push_str("; the rules have changed since");
        }
        self.pair("Rules", &rules, theme.base);
        for was in clock.earlier.iter().rev().take(2) {
            self.pair("Before", &zone.short(*was), theme.base);
        }
        if let Some((line, said)) = why::disagreement(deadline.clock, protocol) {
            self.pair("Sources", &format!("disagree here ({line}): {said}."), theme.warning);
            let find = |id| {
                contact.clocks.iter().rev().find(|other| other.is(id, None)).map(|other| &other.deadline)
            };
            for other in why::other_readings(deadline.clock, contact.rating(), protocol, find) {
                self.pair("Other", &other.sentence(zone), theme.heading);
            }
            self.pair("", "Both clocks run; the earlier one drives the row.", theme.muted);
        }
        self.lines
    }

    /// The steps that were kept with the clock, numbered.
    fn steps(&mut self, steps: &[String]) {
        let (muted, base) = (self.look.theme.muted, self.look.theme.base);
        for (step, n) in steps.iter().zip(1..) {
            for (k, part) in text::wrap(step, self.width.saturating_sub(4).max(1)).into_iter().enumerate() {
                let number = if k == 0 { format!("{n:>2}  ") } else { "    ".to_owned() };
                self.lines.push(vec![run(number, muted), run(part, base)]);
            }
        }
    }

    /// When it is due, and by when somebody who is there must act.
    fn time(&mut self, clock: &Clock, app: &App) {
        let theme = &self.look.theme;
        let zone = app.setting.protocol.zone;
        match &clock.deadline.outcome {
            Outcome::Running { due, act_by } => {
                let mut line = vec![label("Due", theme.muted), run(zone.long(*due), theme.heading)];
                match &clock.stopped {
                    None => {
                        let (left, style) = due::left(*due, app.now, false, self.look);
                        line.extend([run("   ", theme.base), run(left, style)]);
                    }
                    Some(stopped) => {
                        let at = due::near(zone, stopped.at, app.now);
                        line.push(run(format!("   stopped {at}: {}", stopped.how), theme.done));
                    }
                }
                self.lines.push(line);
                let act = match act_by {
                    Some(by) if by == due => format!("{}, the desk is open then", zone.short(*by)),
                    Some(by) => format!("{}, the last staffed minute before it", zone.short(*by)),
                    None => "no staffed minute lies before it".to_owned(),
                };
                self.pair("Act by", &act, theme.base);
                let minutes = app.setting.protocol.staffed_left(app.now, *due);
                let (staffed, style) = due::staffed(minutes, self.look);
                self.lines.push(vec![
                    label("Staffed", theme.muted),
                    run(staffed, style),
                    run("  desk hours left", theme.muted),
                ]);
            }
            Outcome::NotAchievable { reason } => {
                let words = format!("cannot be met: {reason}. It is shown as such and never counts as late.");
                self.pair("Due", &words, theme.warning);
            }
        }
    }

    /// A label, and words over as many lines as they take.
    fn pair(&mut self, name: &str, words: &str, style: Style) {
        let shown = text::display(words, text::Lines::One).into_owned();
        for (k, part) in text::wrap(&shown, self.width.saturating_sub(LABEL).max(1)).into_iter().enumerate() {
            let name = if k == 0 { name } else { "" };
            self.lines.push(vec![label(name, self.look.theme.muted), run(part, style)]);
        }
    }
}

fn label(name: &str, style: Style) -> Run {
    run(format!("{name:LABEL$}"), style)
}

/// A source in words.
fn source(basis: &str) -> String {
    match basis {
        "default" => "this desk's default; no source gives a figure".to_owned(),
        basis => format!("ledger line {basis}"),
    }
}
