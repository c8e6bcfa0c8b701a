//! What was decided and done for a contact after the call, as lists of entries: decisions, work with others, who was told.

use ratatui::style::Style;

use crate::app::App;
use crate::app::screens::contact::ContactScreen;
use crate::domain::clocks::ClockId;
use crate::domain::contact::{Contact, Decision};
use crate::domain::deed::{DeedId, Done, Group};
use crate::domain::event::{Event, Recorded};
use crate::domain::story;
use crate::domain::telling::{self, State, Strand};
use crate::domain::when::Moment;
use crate::ui::due;
use crate::ui::flow::{Run, run};
use crate::ui::items::Item;
use crate::ui::parts::rag;
use crate::ui::text;
use crate::ui::theme::Look;

/// What the lists are made with.
struct Page<'a> {
    app: &'a App,
    look: &'a Look,
    room: usize,
}

impl<'a> Page<'a> {
    fn new(width: u16, app: &'a App, look: &'a Look) -> Self {
        Self { app, look, room: usize::from(width.saturating_sub(6)).max(1) }
    }

    /// Words of people under an entry, set in.
    fn words(&self, words: &str, style: Style) -> Vec<Vec<Run>> {
        let shown = text::display(words, text::Lines::Many);
        text::wrap(&shown, self.room).into_iter().map(|part| vec![run(format!("  {part}"), style)]).collect()
    }

    /// When, and who.
    fn by(&self, at: Moment, name: &str) -> Run {
        run(format!("{}, {name}", self.app.setting.protocol.zone.short(at)), self.look.theme.muted)
    }

    fn entry(&self, title: &str, detail: &str, at: Moment, by: &str) -> Item {
        let mut lines = vec![vec![run(title.to_owned(), self.look.theme.heading)]];
        lines.extend(self.words(detail, self.look.theme.base));
        Item { heading: None, lines, right: Some(self.by(at, by)), fixed: false }
    }
}

/// Ratings, recommendations, decisions and answers to them, newest first; those that no longer hold say so.
pub(super) fn decisions(width: u16, screen: &ContactScreen, app: &App, look: &Look) -> Vec<Item> {
    let page = Page::new(width, app, look);
    let contact = &screen.contact;
    let mut items = Vec::new();
    for (n, given) in contact.ratings.iter().enumerate() {
        let badge = rag::badge(Some(given.rating), look);
        let mut head = vec![run("Rated ", look.theme.heading), run(badge.content.into_owned(), badge.style)];
        if n + 1 < contact.ratings.len() {
            head.push(run("  earlier", look.theme.muted));
        }
        let mut lines = vec![head];
        lines.extend(page.words(&given.reason, look.theme.base));
        if let Some(suggested) = given.suggested.as_ref().filter(|s| s.rating != given.rating) {
            let words =
                format!("suggested was {}: {}", suggested.rating.label(), suggested.reasons.join("; "));
            lines.extend(page.words(&words, look.theme.base));
        }
        let right = Some(page.by(given.at, &given.by.name));
        items.push((given.at, Item { heading: None, lines, right, fixed: false }));
    }
    for (n, decision) in contact.decisions.iter().enumerate() {
        let holds = n + 1 == contact.decisions.len();
        items.push((decision.at, decided(decision, holds, &page)));
    }
    for recorded in screen.considered() {
        let (title, detail) = story::sentence(&recorded.event, app.setting.protocol.zone);
        items.push((recorded.at, page.entry(&title, &detail, recorded.at, &recorded.actor.name)));
    }
    items.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    items.into_iter().map(|(_, item)| item).collect()
}

fn decided(decision: &Decision, holds: bool, page: &Page<'_>) -> Item {
    let theme = &page.look.theme;
    let mut head = vec![run(format!("Decided: {}", decision.route.label()), theme.heading)];
    match &decision.answer {
        _ if !holds => head.push(run("  earlier, kept", theme.muted)),
        Some(answer) if answer.agrees => {
            head.push(run(format!("  {} {} agrees", page.look.glyphs.done, answer.by.name), theme.done));
        }
        Some(answer) => {
            let words = format!("  {} {} does not agree", page.look.glyphs.alert, answer.by.name);
            head.push(run(words, theme.alert));
        }
        None if decision.waits => head.push(run("  waits for a manager", theme.warning)),
        None => {}
    }
    let mut lines = vec![head];
    lines.extend(page.words(&decision.rationale, theme.base));
    for more in decision.more.told() {
        lines.extend(page.words(&more, theme.muted));
    }
    Item { heading: None, lines, right: Some(page.by(decision.at, &decision.by.name)), fixed: false }
}

/// Everything done with others, by what it was about; within that, oldest first.
pub(super) fn work(width: u16, screen: &ContactScreen, app: &App, look: &Look) -> Vec<Item> {
    let page = Page::new(width, app, look);
    let mut items = Vec::new();
    let mut before: Option<Group> = None;
    for done in screen.work() {
        let deed = done.deed.deed();
        let mut item =
            page.entry(&deed.headline(&done.filled), &deed.told(&done.filled), done.at, &done.by.name);
        if let Some(awaited) = awaited(done, &screen.contact, &page) {
            item.lines.insert(1, vec![awaited]);
        }
        item.heading = (before != Some(deed.group)).then(|| deed.group.label().to_owned());
        before = Some(deed.group);
        items.push(item);
    }
    items
}

/// Under a request that has not been answered: by when it should be.
fn awaited(done: &Done, contact: &Contact, page: &Page<'_>) -> Option<Run> {
    let asked = crate::domain::deed::read::asked(contact)
        .into_iter()
        .find(|asked| asked.request.seq == done.seq && asked.answer.is_none())?;
    let clock = contact
        .clocks
        .iter()
        .find(|clock| clock.is_running() && clock.is(ClockId::AgencyReturn, Some(asked.agency)))?;
    let (left, style) = due::left(clock.deadline.due()?, page.app.now, false, page.look);
    let hurry = if asked.hurry { ", tell them to hurry" } else { "" };
    Some(run(format!("  awaited: {left}{hurry}"), style))
}

/// Who must be told, and how that stands.
pub(super) fn told(width: u16, screen: &ContactScreen, app: &App, look: &Look) -> Vec<Item> {
    let page = Page::new(width, app, look);
    let strands = telling::strands(&screen.contact, &app.setting.protocol);
    strands.iter().map(|strand| party(strand, &page)).collect()
}

fn party(strand: &Strand<'_>, page: &Page<'_>) -> Item {
    let theme = &page.look.theme;
    let mut head = vec![run(strand.whom.label(), theme.heading)];
    if !strand.about.is_empty() {
        head.push(run(format!("  {}", strand.about), theme.muted));
    }
    let mut lines = vec![head];
    let facts: Vec<String> = strand
        .means
        .map(|means| format!("outcome {}", means.label()))
        .into_iter()
        .chain((!strand.duty_of.is_empty()).then(|| format!("duty of {}", strand.duty_of)))
        .collect();
    lines.extend(page.words(&facts.join(" · "), theme.muted));
    if let State::Held(why) | State::Impossible(why) = &strand.state {
        lines.extend(page.words(why, theme.warning));
    }
    for recorded in &strand.entries {
        lines.extend(talk(recorded, page));
    }
    Item { heading: None, lines, right: Some(state(&strand.state, page)), fixed: false }
}

/// One attempt or talk.
fn talk(recorded: &Recorded, page: &Page<'_>) -> Vec<Vec<Run>> {
    let theme = &page.look.theme;
    let zone = page.app.setting.protocol.zone;
    let (title, detail) = story::sentence(&recorded.event, zone);
    let (sign, style) = match &recorded.event {
        Event::FeedbackTried { .. }
        | Event::FeedbackChased { .. }
        | Event::DeedDone { deed: DeedId::FamilyTried, .. } => (page.look.glyphs.question, theme.warning),
        // A letter tells nobody anything before it was posted.
        Event::LetterIssued { .. } | Event::LetterWithdrawn { .. } => (page.look.glyphs.open, theme.muted),
        _ => (page.look.glyphs.done, theme.done),
    };
    let mut lines = vec![vec![
        run(format!("  {sign} "), style),
        run(title, theme.base),
        run(format!("  {}, {}", zone.short(recorded.at), recorded.actor.name), theme.muted),
    ]];
    let indented: Vec<String> = detail.lines().map(|line| format!("  {line}")).collect();
    lines.extend(page.words(&indented.join("\n"), theme.base));
    lines
}

fn state(state: &State, page: &Page<'_>) -> Run {
    let theme = &page.look.theme;
    let zone = page.app.setting.protocol.zone;
    match state {
        State::Owed(Some(due)) => due::left(*due, page.app.now, false, page.look),
        State::Owed(None) => run(format!("{} not told", page.look.glyphs.alert), theme.alert),
        State::Told(at) => run(format!("{} told {}", page.look.glyphs.done, zone.short(*at)), theme.done),
        State::Held(_) => run("held back", theme.warning),
        State::Impossible(_) => run("impossible", theme.muted),
        State::NotOwed(why) => run(*why, theme.muted),
    }
}
