//! Known people who may be meant: each with the reasons, and of the highlighted one all that is known.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::overlay::Matches;
use crate::app::screens::intake::IntakeScreen;
use crate::domain::intake::Subject;
use crate::domain::register::{KnownPerson, Relation};
use crate::domain::seek::Found;
use crate::ui::area::take_top;
use crate::ui::flow::{Flow, run, select};
use crate::ui::parts::row::RowState;
use crate::ui::parts::rule;
use crate::ui::theme::Look;

/// Cells of the box.
const WIDE: u16 = 100;
/// Lines of the box.
const TALL: u16 = 26;

/// Draws the box over the call.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, list: &Matches, app: &App, look: &Look) {
    let Some(screen) = app.intake.as_ref() else { return };
    let caret = paint(frame.buffer_mut(), area, list, screen, app, look);
    frame.set_cursor_position(caret);
}

fn paint(
    buffer: &mut Buffer,
    area: Rect,
    list: &Matches,
    screen: &IntakeScreen,
    app: &App,
    look: &Look,
) -> Position {
    let theme = &look.theme;
    let whom = match list.subject {
        Subject::Child(n) if screen.draft.intake.children.len() > 1 => {
            format!(" · child {}", n.saturating_add(1))
        }
        Subject::Person(n) => format!(" · person {}", n.saturating_add(1)),
        _ => String::new(),
    };
    let title = format!("Known already?{whom}");
    let mut inner = super::boxed(buffer, area, (WIDE, TALL), &title, "F3", false, look);
    let mut caret = inner.as_position();
    let found = screen.seek.found.get(&list.subject).map_or(&[][..], Vec::as_slice);
    if let Some(link) = screen.draft.intake.links.iter().find(|link| link.subject == list.subject) {
        let line = take_top(&mut inner, 1);
        let words = format!("{} Linked with {} by {}", look.glyphs.done, link.id, link.by);
        Flow::new(buffer, line, look).text(words, theme.done);
    }
    if found.is_empty() {
        let mut flow = Flow::new(buffer, inner, look);
        flow.wrapped(
            "Nobody known fits what was told so far. Every known person has been compared.",
            theme.base,
            3,
        );
        flow.gap();
        flow.wrapped(
            "t records that you looked and found no trace; that is a result of its own.",
            theme.muted,
            3,
        );
        return caret;
    }
    let today = app.setting.protocol.zone.local(app.now).date();
    let known = inner
        .height
        .saturating_sub(u16::try_from(found.len()).unwrap_or(u16::MAX).saturating_mul(2))
        .clamp((inner.height / 3).max(1), inner.height.max(1));
    let high = inner.height.saturating_sub(known);
    let rows = take_top(&mut inner, high);
    let fits = usize::from(rows.height / 2).max(1);
    let first = (list.selected.saturating_add(1)).saturating_sub(fits);
    for (k, (n, one)) in found.iter().enumerate().skip(first).take(fits).enumerate() {
        let top = rows.y.saturating_add(u16::try_from(k).unwrap_or(u16::MAX).saturating_mul(2));
        let at = Rect { y: top, height: 2, ..rows }.intersection(rows);
        let chosen = n == list.selected;
        entry(buffer, at, one, look);
        if chosen {
            let line = Rect { height: 1.min(at.height), ..at };
            select(buffer, line, RowState { selected: true, ..RowState::default() }, look);
            caret = line.as_position();
        }
    }
    rule::titled(buffer, take_top(&mut inner, 1), "What is known", look);
    let mut flow = Flow::new(buffer, inner, look);
    if let Some(one) = found.get(list.selected) {
        let routes = one.ribbon.routes();
        let lines = one.ribbon.lines(today);
        if let Some(ask) = &one.restricted {
            flow.text(ask.as_str(), theme.warning);
        } else if lines.is_empty() && routes.is_empty() {
            flow.text("Nothing but the person.", theme.muted);
        }
        for line in lines {
            let most = flow.room();
            flow.wrapped(&line, theme.base, most);
        }
        for (route, why) in routes {
            let most = flow.room();
            flow.wrapped(&format!("{} {}: {why}", look.glyphs.diamond, route.label()), theme.accent, most);
        }
    }
    caret
}

/// Name, birth and home in one line, the reasons in the next.
fn entry(buffer: &mut Buffer, area: Rect, one: &Found, look: &Look) {
    let theme = &look.theme;
    let mut flow = Flow::new(buffer, area, look);
    let relation = match one.relation {
        Relation::SamePerson => format!("{:>3} %", (one.score * 100.0).round()),
        Relation::SameHousehold => "house".to_owned(),
    };
    let style = if one.relation == Relation::SamePerson { theme.heading } else { theme.base };
    flow.line(&[
        run(format!(" {relation}  "), theme.accent),
        run(one.name(), style),
        run(format!("  {}", whereabouts(&one.person)), theme.base),
    ]);
    let lead = if one.relation == Relation::SameHousehold { "same household: " } else { "" };
    flow.line(&[run(format!("        {lead}{}", one.why()), theme.muted)]);
}

/// Birth, home and number in the register.
fn whereabouts(person: &KnownPerson) -> String {
    let birth = match (person.birth, person.due) {
        (Some(day), _) => day.format("born %-d %b %Y").to_string(),
        (None, Some(day)) => day.format("due %-d %b %Y").to_string(),
        (None, None) => String::new(),
    };
    let parts = [birth.as_str(), &person.address, &person.postcode, &person.id];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
