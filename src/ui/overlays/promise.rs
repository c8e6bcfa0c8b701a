//! What to say to the caller before the line goes dead.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::overlay::Promise;
use crate::ui::flow::Flow;
use crate::ui::text;
use crate::ui::theme::Look;

/// Draws what to say.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, promise: &Promise, look: &Look) {
    let theme = &look.theme;
    let wide = 72.min(area.width);
    let most = usize::from(wide.saturating_sub(6).max(1));
    let count = |list: &[String]| -> usize { list.iter().map(|words| text::wrap(words, most).len()).sum() };
    let missing = if promise.missing.is_empty() { 0 } else { count(&promise.missing) + 2 };
    let height = u16::try_from(count(&promise.say) + promise.say.len() + missing + 5).unwrap_or(u16::MAX);
    let title = format!("{} is filed. Say to the caller", promise.id);
    let inner =
        super::boxed(frame.buffer_mut(), area, (wide, height.min(area.height)), &title, "", false, look);
    frame.set_cursor_position(inner.as_position());
    let mut flow = Flow::new(frame.buffer_mut(), inner, look);
    let roomy = height <= area.height;
    for (n, sentence) in promise.say.iter().enumerate() {
        if roomy && n > 0 {
            flow.gap();
        }
        let room = flow.room();
        flow.wrapped(&format!("{} {sentence}", look.glyphs.right), theme.base, room);
    }
    if !promise.missing.is_empty() {
        flow.heading("Still missing (for you, not for the caller)");
        for sentence in &promise.missing {
            let room = flow.room();
            flow.wrapped(&format!("{} {sentence}", look.glyphs.open), theme.warning, room);
        }
    }
    flow.gap();
    flow.text("Enter when it is said.", theme.muted);
}
