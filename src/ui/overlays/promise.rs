//! What to say to the caller before the line goes dead.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::overlay::Promise;
use crate::ui::parts::scroll::Scroll;
use crate::ui::parts::{put, put_right};
use crate::ui::text;
use crate::ui::theme::Look;

/// Lines of the box that are not said: borders, padding, and the last line with its blank.
const AROUND: usize = 4;

/// Draws what to say. What does not fit is scrolled to, and the last line says that there is more.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, promise: &Promise, look: &Look) {
    let wide = 72.min(area.width);
    let most = usize::from(wide.saturating_sub(6).max(1));
    let roomy = lines(promise, most, true, look);
    let fits = roomy.len() + AROUND <= usize::from(area.height);
    let lines = if fits { roomy } else { lines(promise, most, false, look) };
    let height = u16::try_from(lines.len() + AROUND).unwrap_or(u16::MAX).min(area.height);
    let title = format!("{} is filed. Say to the caller", promise.id);
    let inner = super::boxed(frame.buffer_mut(), area, (wide, height), &title, "", false, look);
    frame.set_cursor_position(inner.as_position());
    if inner.height == 0 {
        return;
    }
    let buffer = frame.buffer_mut();
    let window = usize::from(inner.height - 1);
    let above = promise.top.min(lines.len().saturating_sub(window));
    let scroll = Scroll { above, shown: window.min(lines.len()), total: lines.len() };
    for ((line, style), y) in lines.iter().skip(above).take(window).zip(inner.top()..) {
        put(buffer, (inner.x, y), line, inner.width, *style, look);
    }
    let y = inner.bottom() - 1;
    let muted = look.theme.muted;
    put(buffer, (inner.x, y), "Enter when it is said.", inner.width, muted, look);
    if scroll.shown < scroll.total {
        let more = format!("lines {}", scroll.text(look));
        put_right(buffer, Rect { y, height: 1, ..inner }, &more, look.theme.warning, look);
    }
}

/// Everything to say, then what is missing, broken into lines; with blank lines between the sentences where there is room.
fn lines(promise: &Promise, most: usize, roomy: bool, look: &Look) -> Vec<(String, Style)> {
    let theme = &look.theme;
    let mut lines: Vec<(String, Style)> = Vec::new();
    let sentence = |sign: &str, words: &str, style: Style, lines: &mut Vec<(String, Style)>| {
        let shown = text::display(&format!("{sign} {words}"), text::Lines::One).into_owned();
        lines.extend(text::wrap(&shown, most).into_iter().map(|line| (line, style)));
    };
    for (n, words) in promise.say.iter().enumerate() {
        if roomy && n > 0 {
            lines.push((String::new(), theme.base));
        }
        sentence(look.glyphs.right, words, theme.base, &mut lines);
    }
    if !promise.missing.is_empty() {
        lines.push((String::new(), theme.base));
        lines.push(("Still missing (for you, not for the caller)".to_owned(), theme.heading));
    }
    for words in &promise.missing {
        sentence(look.glyphs.open, words, theme.warning, &mut lines);
    }
    if roomy {
        lines.push((String::new(), theme.base));
    }
    lines
}
