//! The tabs of a contact as lists of entries.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use crate::app::App;
use crate::app::screens::contact::ContactScreen;
use crate::domain::body::{self, Mark};
use crate::domain::calendar::Zone;
use crate::domain::clocks::Outcome;
use crate::domain::contact::{Clock, Contact, Information};
use crate::domain::event::{Event, Recorded};
use crate::domain::human;
use crate::domain::intake::{Answer, Answers, Intake, Subject};
use crate::domain::schema::{Need, Place, QuestionId, Step};
use crate::domain::seek::Link;
use crate::domain::story;
use crate::ui::area::line;
use crate::ui::due;
use crate::ui::flow::{Flow, Run, first_in_sight, run, select};
use crate::ui::items::Item;
use crate::ui::parts::row::RowState;
use crate::ui::parts::rule;
use crate::ui::parts::timeline::Entry;
use crate::ui::size::SizeClass;
use crate::ui::text;
use crate::ui::theme::Look;

/// Cells of the columns before an event's title, and a blank at the right.
const BESIDE: u16 = 11;

/// Draws the timeline, newest first, a rule before each earlier day.
pub(super) fn timeline(
    buffer: &mut Buffer,
    area: Rect,
    screen: &ContactScreen,
    class: SizeClass,
    app: &App,
    look: &Look,
) -> Position {
    let zone = app.setting.protocol.zone;
    let events = screen.timeline();
    let tall = class >= SizeClass::Wide;
    let told: Vec<story::Sentence> =
        events.iter().map(|event| sentence(event, &screen.contact, zone)).collect();
    let days: Vec<String> = events.iter().map(|event| zone.short_date(event.at)).collect();
    let new_day = |n: usize| n > 0 && days.get(n) != days.get(n - 1);
    let heights: Vec<u16> = told
        .iter()
        .enumerate()
        .map(|(n, (_, detail))| {
            let lines = if tall { detail_lines(detail, area.width) } else { 0 };
            1 + lines + u16::from(new_day(n))
        })
        .collect();
    let mut y = area.y;
    let mut at = area.as_position();
    let undone = undone(&screen.contact);
    for n in first_in_sight(&heights, screen.selected, area.height)..events.len() {
        let (Some(event), Some((title, detail)), Some(day)) = (events.get(n), told.get(n), days.get(n))
        else {
            break;
        };
        if y >= area.bottom() {
            break;
        }
        if new_day(n) {
            rule::titled(buffer, line(area, y), day, look);
            y += 1;
        }
        let reversed = undone.contains(&event.batch);
        let title = if reversed { format!("{title} (undone)") } else { title.clone() };
        let time = zone.short_time(event.at);
        let who = if area.width < 70 { event.actor.initials() } else { event.actor.name.clone() };
        let entry = Entry { time: &time, sign: sign(event, look), title: &title, detail, who: &who };
        let state = RowState { selected: n == screen.selected, ..RowState::default() };
        let room = Rect { y, height: area.bottom().saturating_sub(y), ..area };
        if state.selected && !room.is_empty() {
            at = room.as_position();
        }
        let used = if tall {
            entry.draw_tall(buffer, room, state, look)
        } else {
            one_line(buffer, room, &entry, state, look);
            1
        };
        if state.selected {
            select(buffer, line(area, y), state, look);
        }
        if reversed {
            let words = Rect {
                x: room.x + 10.min(room.width),
                width: room.width.saturating_sub(10),
                height: used.min(room.height),
                ..room
            };
            buffer.set_style(words, look.theme.muted.add_modifier(Modifier::CROSSED_OUT));
        }
        y += used;
    }
    at
}

/// An event in words; of an undoing also what was undone.
fn sentence(recorded: &Recorded, contact: &Contact, zone: Zone) -> story::Sentence {
    if let Event::Reversed { batch, reason } = &recorded.event
        && let Some(undone) = contact.history.iter().find(|other| other.seq == *batch)
    {
        let (headline, _) = story::sentence(&undone.event, zone);
        return (format!("Undone: {headline}"), reason.clone());
    }
    story::sentence(&recorded.event, zone)
}

/// An event in one line: the detail beside the title where that leaves both readable.
fn one_line(buffer: &mut Buffer, area: Rect, entry: &Entry<'_>, state: RowState, look: &Look) {
    let short = text::width(entry.title) <= 22;
    if short && area.width >= 70 {
        entry.draw_line(buffer, area, state, look);
    } else {
        let title = match entry.detail.lines().next().unwrap_or_default() {
            "" => entry.title.to_owned(),
            detail => format!("{}: {detail}", entry.title),
        };
        Entry { title: &title, detail: "", ..*entry }.draw_line(buffer, area, state, look);
    }
}

fn detail_lines(detail: &str, width: u16) -> u16 {
    if detail.is_empty() {
        return 0;
    }
    let shown = text::display(detail, text::Lines::Many);
    u16::try_from(text::wrap(&shown, usize::from(width.saturating_sub(BESIDE))).len()).unwrap_or(u16::MAX)
}

/// The batches that were reversed.
fn undone(contact: &Contact) -> Vec<u32> {
    let batch = |recorded: &Recorded| match recorded.event {
        Event::Reversed { batch, .. } => Some(batch),
        _ => None,
    };
    contact.history.iter().filter_map(batch).collect()
}

/// The sign of an event's kind.
fn sign(recorded: &Recorded, look: &Look) -> (&'static str, Style) {
    let (glyphs, theme) = (&look.glyphs, &look.theme);
    match &recorded.event {
        Event::ContactReceived(_) | Event::CallAttached { .. } => (glyphs.dot, theme.accent),
        Event::Rated { rating, .. } => (glyphs.diamond, theme.edge(Some(*rating))),
        Event::RouteDecided { .. } => (glyphs.diamond, theme.accent),
        Event::FeedbackGiven { .. } | Event::WrittenReferralArrived { .. } | Event::DutyMet { .. } => {
            (glyphs.done, theme.done)
        }
        Event::HandoverAcknowledged { .. } | Event::DecisionKept { .. } => (glyphs.done, theme.done),
        Event::FeedbackTried { .. } => (glyphs.question, theme.warning),
        Event::ClockStopped { met: true, .. } => (glyphs.done, theme.muted),
        Event::FeedbackChased { .. } | Event::Reversed { .. } => (glyphs.alert, theme.warning),
        Event::ClockStarted { .. } | Event::ClockMoved { .. } | Event::ClockStopped { .. } => {
            (glyphs.open, theme.muted)
        }
        _ => ("+", theme.base),
    }
}

/// The selected event in full, under the list.
pub(super) fn selected_event(
    buffer: &mut Buffer,
    area: Rect,
    screen: &ContactScreen,
    app: &App,
    look: &Look,
) {
    rule::titled(buffer, area, "Selected", look);
    let events = screen.timeline();
    let Some(event) = events.get(screen.selected) else { return };
    let zone = app.setting.protocol.zone;
    let (title, detail) = sentence(event, &screen.contact, zone);
    let inner =
        crate::ui::area::padded(Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area });
    let mut flow = Flow::new(buffer, inner, look);
    let when = format!("   {}, {}", zone.short(event.at), event.actor.name);
    flow.line(&[run(title, look.theme.heading), run(when, look.theme.muted)]);
    let most = flow.room();
    flow.wrapped(&detail, look.theme.base, most);
}

/// A child's name as the screen shows it, with the age.
pub(super) fn child_name(child: &Answers, contact: &Contact, app: &App) -> String {
    let names = [QuestionId::ChildForename, QuestionId::ChildSurname];
    let shown: Vec<String> =
        names.iter().map(|id| name(child.text(*id), app)).filter(|n| !n.is_empty()).collect();
    let age = human::age(child.text(QuestionId::ChildBirth), contact.received.received);
    let shown = if shown.is_empty() {
        "name not known".to_owned()
    } else {
        shown.join(if app.shows_names() { " " } else { "" })
    };
    format!("{shown} {age}").trim_end().to_owned()
}

/// A name, or its initial while names are hidden.
fn name(typed: &str, app: &App) -> String {
    if app.shows_names() {
        return typed.trim().to_owned();
    }
    typed.trim().chars().next().map_or_else(String::new, |first| format!("{first}."))
}

const NAMES: [QuestionId; 5] = [
    QuestionId::ChildForename,
    QuestionId::ChildSurname,
    QuestionId::ChildOtherNames,
    QuestionId::PersonName,
    QuestionId::CallerName,
];

/// Every question with its answer, by step and by child; then the notes of the call.
pub(super) fn referral(width: u16, screen: &ContactScreen, app: &App, look: &Look) -> Vec<Item> {
    let intake = screen.contact.intake();
    let label_cells = if width < 70 { 22_usize } else { 34 };
    let mut items = Vec::new();
    let mut before = None;
    for place in screen.answers() {
        let step = place.question.question().step;
        let heading = (before != Some((step, place.subject))).then(|| match place.subject {
            Subject::Call => step.label().to_owned(),
            Subject::Child(_) if intake.children.len() < 2 => step.label().to_owned(),
            Subject::Child(n) if step == Step::Child => {
                format!("Child {} of {}", n + 1, intake.children.len())
            }
            Subject::Child(n) => format!("{}: child {} of {}", step.label(), n + 1, intake.children.len()),
            Subject::Person(n) => format!("{}: person {}", step.label(), n + 1),
            Subject::Share(n) => format!("Decision to share {}", n + 1),
        });
        before = Some((step, place.subject));
        let room = usize::from(width.saturating_sub(2)).saturating_sub(label_cells);
        let label = text::pad(place.question.question().label, label_cells - 2, &look.glyphs);
        let mut lines: Vec<Vec<Run>> = Vec::new();
        for (value, style) in told(&screen.contact, place, app, look) {
            let shown = text::display(&value, text::Lines::Many);
            for part in text::wrap(&shown, room.max(1)) {
                let label = if lines.is_empty() { label.clone() } else { " ".repeat(label_cells - 2) };
                lines.push(vec![run(format!("{label}  "), look.theme.muted), run(part, style)]);
            }
        }
        items.push(Item { heading, lines, right: None, fixed: false });
    }
    items.extend(links(width, intake, app, look));
    items.extend(marks(width, intake, look));
    items.extend(late(width, &screen.contact, app, look));
    let zone = app.setting.protocol.zone;
    for (n, note) in intake.notes.iter().enumerate() {
        let heading = (n == 0).then(|| "Notes of the call".to_owned());
        let used = if note.used { look.glyphs.done } else { look.glyphs.open };
        let line = vec![
            run(format!("{} {used} ", zone.short_time(note.at)), look.theme.muted),
            run(note.text.as_str(), look.theme.base),
        ];
        items.push(Item { heading, lines: vec![line], right: None, fixed: true });
    }
    items
}

/// Who of the call is known, with what was known when they were linked.
fn links(width: u16, intake: &Intake, app: &App, look: &Look) -> Vec<Item> {
    let link = |(n, link): (usize, &Link)| {
        let heading = (n == 0).then(|| "Known people".to_owned());
        let whom = match link.subject {
            Subject::Person(n) => format!("Person {}", n.saturating_add(1)),
            Subject::Child(n) => format!("Child {}", n.saturating_add(1)),
            Subject::Call | Subject::Share(_) => String::new(),
        };
        let at = app.setting.protocol.zone.short(link.at);
        let mut said =
            vec![format!("{whom} is {}: linked by {}, {at} ({})", link.id, link.by, link.reasons.join(", "))];
        // What was known may name brothers, sisters and workers.
        said.extend(link.known.iter().filter(|_| app.shows_names()).cloned());
        if !link.known.is_empty() && !app.shows_names() {
            said.push("F6 shows what was known.".to_owned());
        }
        let room = usize::from(width.saturating_sub(3)).max(1);
        let lines = said.iter().flat_map(|words| {
            let shown = text::display(words, text::Lines::One).into_owned();
            text::wrap(&shown, room)
                .into_iter()
                .map(|part| vec![run(part, look.theme.base)])
                .collect::<Vec<_>>()
        });
        Item { heading, lines: lines.collect(), right: None, fixed: true }
    };
    intake.links.iter().enumerate().map(link).collect()
}

/// The marks of the body maps, each with its sign.
fn marks(width: u16, intake: &Intake, look: &Look) -> Vec<Item> {
    let mark = |(n, mark): (usize, &Mark)| {
        let heading = (n == 0).then(|| "Body map".to_owned());
        let whose = if intake.children.len() > 1 {
            format!("child {}, ", mark.child.saturating_add(1))
        } else {
            String::new()
        };
        let sentence = format!("{whose}{}", mark.sentence());
        let shown = text::display(&sentence, text::Lines::One);
        let parts = text::wrap(&shown, usize::from(width.saturating_sub(6)).max(1));
        let lines = parts.into_iter().enumerate().map(|(k, part)| {
            let sign = if k == 0 { format!("{}  ", body::sign(n)) } else { "   ".to_owned() };
            vec![run(sign, look.theme.accent), run(part, look.theme.base)]
        });
        Item { heading, lines: lines.collect(), right: None, fixed: true }
    };
    intake.marks.iter().enumerate().map(mark).collect()
}

/// What was told after filing, each line with how they know it.
fn late(width: u16, contact: &Contact, app: &App, look: &Look) -> Vec<Item> {
    let zone = app.setting.protocol.zone;
    let room = usize::from(width.saturating_sub(4)).max(1);
    let item = |(n, told): (usize, &Information)| {
        let heading = (n == 0).then(|| "Told since".to_owned());
        let call = told.call.as_ref().map_or_else(String::new, |(id, _)| format!(", call {id}"));
        let head = format!("{} from {}{call}", zone.short(told.received), told.from);
        let mut lines =
            vec![vec![run(text::display(&head, text::Lines::One).into_owned(), look.theme.muted)]];
        for line in &told.lines {
            let words = story::told(line);
            let shown = text::display(&words, text::Lines::Many);
            lines.extend(
                text::wrap(&shown, room)
                    .into_iter()
                    .map(|part| vec![run(format!("  {part}"), look.theme.base)]),
            );
        }
        Item { heading, lines, right: None, fixed: true }
    };
    contact.information.iter().enumerate().map(item).collect()
}

/// An answer as lines. What was not asked is said, and louder if it must be.
fn told(contact: &Contact, place: Place, app: &App, look: &Look) -> Vec<Run> {
    let theme = &look.theme;
    let intake = contact.intake();
    if place.question == QuestionId::Narrative && !intake.opening().is_empty() {
        let lines = intake.narrative.iter().filter(|line| !line.text.trim().is_empty());
        return lines
            .map(|line| run(format!("“{}”  {}", line.words(), line.basis_words()), theme.base))
            .collect();
    }
    let answer = intake.about(place.subject).and_then(|answers| answers.get(place.question));
    match answer {
        Some(Answer::Text(typed)) if NAMES.contains(&place.question) && !app.shows_names() => {
            vec![run(format!("{} (F6 shows names)", initials(typed)), theme.base)]
        }
        Some(answer @ Answer::State(_)) => vec![run(story::answer(place, answer), theme.warning)],
        Some(answer) => vec![run(story::answer(place, answer), theme.base)],
        None => match place.question.question().need {
            Need::Must => vec![run(format!("{} not asked yet", look.glyphs.alert), theme.alert)],
            Need::Ask => vec![run("not asked yet", theme.muted)],
            Need::Nice => vec![run(look.glyphs.none, theme.muted)],
        },
    }
}

fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).flat_map(|first| [first, '.']).collect()
}

/// Every clock: running, not achievable, stopped.
pub(super) fn clocks(width: u16, screen: &ContactScreen, app: &App, look: &Look) -> Vec<Item> {
    let group = |clock: &Clock| match (&clock.stopped, clock.deadline.due()) {
        (Some(_), _) => "Stopped",
        (None, None) => "Cannot be met",
        (None, Some(_)) => "Running",
    };
    let clocks = screen.clocks();
    let mut items = Vec::new();
    for (n, clock) in clocks.iter().enumerate() {
        let first = n == 0 || clocks.get(n - 1).is_none_or(|before| group(before) != group(clock));
        let mut item = clock_item(clock, width, app, look);
        item.heading = first.then(|| group(clock).to_owned());
        items.push(item);
    }
    items
}

fn clock_item(clock: &Clock, width: u16, app: &App, look: &Look) -> Item {
    let theme = &look.theme;
    let (zone, now) = (app.setting.protocol.zone, app.now);
    let deadline = &clock.deadline;
    let title = story::duty(deadline.clock, deadline.subject.as_deref());
    let style = if clock.stopped.is_some() { theme.muted } else { theme.base };
    let (right, mut facts) = match (&deadline.outcome, &clock.stopped) {
        (_, Some(stopped)) => {
            let sign = if stopped.met { look.glyphs.done } else { look.glyphs.none };
            let state = if stopped.met { theme.done } else { theme.muted };
            let met_late = deadline.due().is_some_and(|due| stopped.met && stopped.at > due);
            let word = match (stopped.met, met_late) {
                (true, true) => "met late",
                (true, false) => "met",
                (false, _) => "stopped",
            };
            let at = due::near(zone, stopped.at, now);
            let right = run(format!("{sign} {word} {at}"), if met_late { theme.warning } else { state });
            (right, vec![stopped.how.clone()])
        }
        (Outcome::NotAchievable { reason }, None) => {
            (run("not achievable", theme.warning), vec![reason.clone()])
        }
        (Outcome::Running { due, .. }, None) => {
            let near = due.since(now).num_minutes() < 60;
            let left = due::left(*due, now, near, look);
            (left, Vec::new())
        }
    };
    if let Outcome::Running { due, act_by } = &deadline.outcome {
        facts.insert(0, format!("due {}", zone.short(*due)));
        match act_by {
            _ if clock.stopped.is_some() => {}
            Some(by) if by != due => facts.push(format!("act by {}", zone.short(*by))),
            Some(_) => {}
            None => facts.push("no staffed minute before it".to_owned()),
        }
        if clock.stopped.is_none() && *due > now {
            let (left, _) = due::staffed(app.setting.protocol.staffed_left(now, *due), look);
            facts.push(format!("staffed {left}"));
        }
    }
    if let Some(was) = clock.earlier.last() {
        facts.push(format!("before: {}", zone.short(*was)));
    }
    facts.push(format!("source {}", deadline.basis));
    let mut lines = vec![vec![run(title, style)]];
    let room = usize::from(width.saturating_sub(6)).max(1);
    let words = facts.join(" · ");
    let shown = text::display(&words, text::Lines::One);
    lines
        .extend(text::wrap(&shown, room).into_iter().map(|part| vec![run(format!("  {part}"), theme.muted)]));
    Item { heading: None, lines, right: Some(right), fixed: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_taken_from_every_part_of_a_name() {
        assert_eq!(initials("Siân Mockford"), "S.M.");
        assert_eq!(initials("  "), "");
    }
}
