//! One contact: what it is, what happened, what was told, what is owed, what was decided.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

use crate::app::App;
use crate::app::screens::contact::{ContactScreen, Tab};
use crate::domain::actor;
use crate::domain::contact::{Clock, Contact};
use crate::domain::intake::{Answers, Subject};
use crate::domain::schema::{Need, Place, QuestionId};
use crate::domain::story;
use crate::domain::when::Moment;
use crate::ui::area::{padded, take_bottom, take_right, take_top};
use crate::ui::due;
use crate::ui::flow::{Flow, Run, run, runs};
use crate::ui::items;
use crate::ui::parts::panel::Panel;
use crate::ui::parts::tabs::Tabs;
use crate::ui::parts::{bar, cells, key_value, put_right, rag, rule};
use crate::ui::size::SizeClass;
use crate::ui::theme::Look;

use super::{contact_after, contact_letters, contact_tabs};

/// Columns in which every tab has its whole title.
const ROOMY: u16 = 100;

/// Draws the contact between the first line and the notice.
pub(in crate::ui) fn draw(frame: &mut Frame<'_>, mut area: Rect, app: &App, look: &Look) {
    let class = SizeClass::of(frame.area());
    let buffer = frame.buffer_mut();
    let Some(screen) = &app.contact else {
        let text = "Reading the contact.";
        runs(buffer, padded(area), &[run(text, look.theme.muted)], look);
        frame.set_cursor_position(area.as_position());
        return;
    };
    let line = take_top(&mut area, 1);
    headline(buffer, line, screen, app, look);
    let titles: Vec<String> =
        Tab::ALL.iter().zip(1..).map(|(tab, n)| format!("{n} {}", title(*tab, area.width))).collect();
    let active = Tab::ALL.iter().position(|tab| *tab == screen.tab).unwrap_or(0);
    Tabs { titles: &titles, active, look }.render(take_top(&mut area, 2), buffer);
    let at = match class {
        SizeClass::TooSmall | SizeClass::Narrow => tab(buffer, area, screen, class, app, look),
        SizeClass::Standard => {
            if screen.tab == Tab::Timeline {
                contact_tabs::selected_event(buffer, take_bottom(&mut area, 6), screen, app, look);
            }
            tab(buffer, area, screen, class, app, look)
        }
        SizeClass::Wide | SizeClass::Huge => {
            if screen.tab != Tab::Clocks {
                let wide = if class == SizeClass::Huge { 60 } else { 44 };
                beside(buffer, take_right(&mut area, wide), &screen.contact, app, look);
            }
            let note = note(screen);
            let panel = Panel { title: screen.tab.label(), note: &note, foot: "", focused: true, look };
            let inner = panel.draw(area, buffer);
            tab(buffer, inner, screen, class, app, look)
        }
    };
    frame.set_cursor_position(at);
}

/// A tab's title: shorter where all of them would not stand side by side.
const fn title(tab: Tab, width: u16) -> &'static str {
    match tab {
        Tab::Work if width < ROOMY => "Others",
        Tab::Told if width < ROOMY => "Told",
        tab => tab.label(),
    }
}

fn note(screen: &ContactScreen) -> String {
    match screen.tab {
        Tab::Timeline => format!("newest first · {} entries", screen.rows()),
        Tab::Referral => "Enter or i changes the selected answer".to_owned(),
        Tab::Clocks => "Enter or w explains the selected clock".to_owned(),
        Tab::Decisions => "newest first".to_owned(),
        Tab::Work => "m records what was done".to_owned(),
        Tab::Told => "c the referrer, m j the family, l a letter".to_owned(),
        Tab::Letters => "newest first · Enter opens, l writes one".to_owned(),
    }
}

fn tab(
    buffer: &mut Buffer,
    area: Rect,
    screen: &ContactScreen,
    class: SizeClass,
    app: &App,
    look: &Look,
) -> Position {
    let items = match screen.tab {
        Tab::Timeline => return contact_tabs::timeline(buffer, area, screen, class, app, look),
        Tab::Referral => contact_tabs::referral(area.width, screen, app, look),
        Tab::Clocks => contact_tabs::clocks(area.width, screen, app, look),
        Tab::Decisions => contact_after::decisions(area.width, screen, app, look),
        Tab::Work => contact_after::work(area.width, screen, app, look),
        Tab::Told => contact_after::told(area.width, screen, app, look),
        Tab::Letters => contact_letters::letters(area.width, screen, app, look),
    };
    if items.is_empty() {
        let text = match screen.tab {
            Tab::Work => "Nothing yet: m records what was done with others.",
            Tab::Letters => "No letter yet: l drafts one.",
            _ => "Nothing yet: r rates, d decides.",
        };
        runs(buffer, padded(area), &[run(text, look.theme.muted)], look);
    }
    items::draw(buffer, area, &items, screen.selected, look)
}

/// ` ■ RED   Tell the school ! 41m late   owner JT`, with what is owed where there is room.
fn headline(buffer: &mut Buffer, area: Rect, screen: &ContactScreen, app: &App, look: &Look) {
    let theme = &look.theme;
    let row = screen.contact.summary();
    let mut area = padded(area);
    let owner = match &row.owner {
        Some(owner) if area.width < 100 => format!("owner {}", actor::initials(owner)),
        Some(owner) => format!("owner {owner}"),
        None => format!("owner {} (a allocates)", look.glyphs.none),
    };
    let from = put_right(buffer, area, &owner, theme.muted, look);
    area.width = from.saturating_sub(area.x + 2);
    let badge = rag::badge(row.rating, look);
    let mut line = vec![run(badge.content.into_owned(), badge.style), run("   ", theme.base)];
    match row.next() {
        Some(duty) => {
            let near = duty.due.since(app.now).num_minutes() < 60;
            line.push(run(format!("{}  ", duty.title()), theme.base));
            let (left, style) = due::left(duty.due, app.now, near, look);
            line.push(run(left, style));
            if duty.is_late(app.now) {
                let due = due::near(app.setting.protocol.zone, duty.due, app.now);
                line.push(run(format!("  due {due}"), theme.muted));
            }
        }
        None => line.push(run("Nothing is due", theme.muted)),
    }
    // The next duty and the owner stand in this line already.
    let owed = super::board::undone(&row, app, look);
    let rest = total(&line) + 3 + total(&owed);
    if rest <= area.width {
        line.push(run("   ", theme.base));
        line.extend(owed);
    } else if row.route.is_none() && row.rating == Some(crate::domain::codes::Rating::Red) {
        line.push(run("   undecided", theme.alert));
    }
    runs(buffer, area, &line, look);
}

fn total(line: &[Run]) -> u16 {
    line.iter().map(|(text, _)| cells(text)).sum()
}

/// The panels beside the tab: the child now, and the running clocks.
fn beside(buffer: &mut Buffer, mut area: Rect, contact: &Contact, app: &App, look: &Look) {
    let running = contact.running();
    // A line for each clock, and a bar under the one that is due next.
    let clocks = u16::try_from(running.len()).unwrap_or(u16::MAX).saturating_add(3);
    let clocks = clocks.clamp(3, (area.height / 2).max(3));
    let clocks = take_bottom(&mut area, clocks);
    now(buffer, area, contact, app, look);
    let count = running.len().to_string();
    let panel = Panel { title: "Running clocks", note: &count, foot: "", focused: false, look };
    let mut inner = padded(panel.draw(clocks, buffer));
    for (n, clock) in running.into_iter().enumerate() {
        let Some(due) = clock.deadline.due() else { continue };
        clock_line(buffer, take_top(&mut inner, 1), clock, due, app, look);
        if n == 0 {
            let gone = due::gone(clock.deadline.start, due, app.now);
            let style = if due < app.now { look.theme.alert } else { look.theme.edge(contact.rating()) };
            let drawn = bar::elapsed(gone, usize::from(inner.width), &look.glyphs);
            runs(buffer, take_top(&mut inner, 1), &[run(drawn, style)], look);
        }
    }
}

/// Title, due time, time left.
fn clock_line(buffer: &mut Buffer, area: Rect, clock: &Clock, due: Moment, app: &App, look: &Look) {
    let theme = &look.theme;
    let (duty, subject) = (clock.deadline.clock, clock.deadline.subject.as_deref());
    let near = due.since(app.now).num_minutes() < 60;
    let (left, style) = due::left(due, app.now, near, look);
    put_right(buffer, area, &left, style, look);
    let mut rest = Rect { width: area.width.saturating_sub(12), ..area };
    let when = due::near(app.setting.protocol.zone, due, app.now);
    let from = put_right(buffer, rest, &when, theme.muted, look);
    rest.width = from.saturating_sub(rest.x + 1);
    let whole = story::duty(duty, subject);
    let title = if cells(&whole) <= rest.width { whole } else { due::short(duty, subject).to_owned() };
    runs(buffer, rest, &[run(title, theme.base)], look);
}

/// What matters about each child at this moment.
fn now(buffer: &mut Buffer, area: Rect, contact: &Contact, app: &App, look: &Look) {
    let panel = Panel { title: "Now", note: "as told", foot: "", focused: false, look };
    let mut inner = padded(panel.draw(area, buffer));
    let intake = contact.intake();
    let told = |answers: &Answers, id: QuestionId| {
        answers.get(id).map_or_else(
            || match id.question().need {
                Need::Must => format!("{} not asked yet", look.glyphs.alert),
                _ => "not asked yet".to_owned(),
            },
            |answer| story::answer(Place::call(id), answer),
        )
    };
    let mut pairs: Vec<(String, String)> = Vec::new();
    if contact.received.intake.kind == crate::domain::codes::ContactKind::Referral {
        for (n, child) in intake.children.iter().enumerate() {
            let about =
                if intake.children.len() > 1 { format!("Child {}", n + 1) } else { "Child".to_owned() };
            pairs.push((about, contact_tabs::child_name(child, contact, app)));
            let now = [
                ("Is", QuestionId::ChildWhere),
                ("With", QuestionId::ChildWith),
                ("Mother", QuestionId::MotherWhere),
                ("With", QuestionId::MotherWith),
                ("Collected", QuestionId::ChildCollection),
                ("By", QuestionId::ChildCollector),
            ];
            // What is not asked of this child is shown only where it was answered all the same.
            let shown = now.into_iter().filter(|(_, id)| {
                child.get(*id).is_some() || id.question().is_asked(intake, Subject::Child(n))
            });
            pairs.extend(shown.map(|(label, id)| (label.to_owned(), told(child, id))));
        }
    }
    let call = [
        ("Danger", QuestionId::Danger),
        ("Injury", QuestionId::Injury),
        ("Medical", QuestionId::Medical),
        ("Parents", QuestionId::ParentsInformed),
        ("Consent", QuestionId::Consent),
        ("Ring back", QuestionId::CallerPhone),
        ("Best time", QuestionId::CallerReach),
    ];
    pairs.extend(call.map(|(label, id)| (label.to_owned(), told(&intake.answers, id))));
    let pairs: Vec<key_value::Pair<'_>> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let used = key_value::draw(buffer, inner, &pairs, look);
    take_top(&mut inner, used);
    if inner.height > 2 && !contact.intake().opening().is_empty() {
        take_top(&mut inner, 1);
        rule::across(buffer, inner, look.glyphs.rule_light, look.theme.border, look);
        take_top(&mut inner, 1);
        let mut flow = Flow::new(buffer, inner, look);
        for line in contact.intake().narrative.iter().filter(|line| !line.text.trim().is_empty()) {
            let room = flow.room();
            flow.wrapped(&format!("“{}” ({})", line.text.trim(), line.basis.label()), look.theme.base, room);
        }
    }
}
