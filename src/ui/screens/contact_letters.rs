//! The tab of letters: each with what became of it.

use crate::app::App;
use crate::app::screens::contact::ContactScreen;
use crate::domain::contact::LetterState;
use crate::ui::flow::run;
use crate::ui::items::Item;
use crate::ui::text;
use crate::ui::theme::Look;

/// The letters, newest first. Nobody's name stands here.
pub(super) fn letters(width: u16, screen: &ContactScreen, app: &App, look: &Look) -> Vec<Item> {
    screen.letters().into_iter().map(|letter| item(width, letter, app, look)).collect()
}

fn item(width: u16, letter: &LetterState, app: &App, look: &Look) -> Item {
    let theme = &look.theme;
    let zone = app.setting.protocol.zone;
    let (right, more) = match (&letter.posted, &letter.withdrawn) {
        (_, Some((at, why))) => {
            (run(format!("{} withdrawn {}", look.glyphs.none, zone.short(*at)), theme.muted), why.as_str())
        }
        (Some((at, how)), None) => {
            (run(format!("{} posted {}", look.glyphs.done, zone.short(*at)), theme.done), how.as_str())
        }
        (None, None) => (run(format!("{} not posted yet", look.glyphs.open), theme.warning), ""),
    };
    let heading = if letter.withdrawn.is_some() { theme.muted } else { theme.heading };
    let mut facts = vec![format!("issued {} by {}", zone.short(letter.at), letter.by.name)];
    if letter.edited {
        facts.push("edited".to_owned());
    }
    facts.extend((!more.is_empty()).then(|| more.to_owned()));
    let mut lines = vec![vec![run(format!("{}  {}", letter.letter, letter.what.name(&letter.to)), heading)]];
    let shown = text::display(&facts.join(" · "), text::Lines::One).into_owned();
    let room = usize::from(width.saturating_sub(6)).max(1);
    lines.extend(
        text::wrap(&shown, room).into_iter().map(|part| vec![run(format!("   {part}"), theme.muted)]),
    );
    Item { heading: None, lines, right: Some(right), fixed: false }
}
