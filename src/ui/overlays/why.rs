//! Why a clock falls due when it does: every step, the source, the protocol.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::App;
use crate::app::overlay::Why;
use crate::domain::clocks::Outcome;
use crate::domain::contact::Clock;
use crate::domain::story;
use crate::ui::due;
use crate::ui::flow::{Flow, run};
use crate::ui::theme::Look;

/// Draws the explanation.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, why: &Why, app: &App, look: &Look) {
    let clock = why.contact.clocks.iter().rev().find(|clock| clock.is(why.clock, why.subject.as_deref()));
    let steps = clock.map_or(0, |clock| clock.deadline.because.len());
    let extra = clock.map_or(0, |clock| {
        let conflict = app.setting.protocol.rule(why.clock).is_some_and(|rule| rule.conflict.is_some());
        2 * u16::from(conflict) + u16::try_from(clock.earlier.len().min(2)).unwrap_or(0)
    });
    let height = u16::try_from(steps).unwrap_or(u16::MAX).saturating_add(10 + extra).min(area.height);
    let title =
        format!("Why this time? {} · {}", why.contact.id, story::duty(why.clock, why.subject.as_deref()));
    let inner = super::boxed(frame.buffer_mut(), area, (76, height), &title, "w", false, look);
    frame.set_cursor_position(inner.as_position());
    let mut flow = Flow::new(frame.buffer_mut(), inner, look);
    match clock {
        Some(clock) => explain(&mut flow, clock, app, look),
        None => flow.text("This clock is not on the contact any more.", look.theme.muted),
    }
}

fn explain(flow: &mut Flow<'_>, clock: &Clock, app: &App, look: &Look) {
    let theme = &look.theme;
    let (protocol, zone) = (&app.setting.protocol, app.setting.protocol.zone);
    let deadline = &clock.deadline;
    // Where there is little room the heading and the blank line go first.
    let roomy = usize::from(flow.room()) >= deadline.because.len() + 7;
    if roomy {
        flow.heading("Step by step");
    }
    for (step, n) in deadline.because.iter().zip(1..) {
        flow.line(&[run(format!("{n:>2}  "), theme.muted), run(step.as_str(), theme.base)]);
    }
    if roomy {
        flow.gap();
    }
    match &deadline.outcome {
        Outcome::Running { due, act_by } => {
            let (left, style) = due::left(*due, app.now, false, look);
            let mut line = vec![run("Due      ", theme.muted), run(zone.long(*due), theme.heading)];
            match &clock.stopped {
                None => line.extend([run("   ", theme.base), run(left, style)]),
                Some(stopped) => {
                    let how = format!("   stopped {}: {}", due::near(zone, stopped.at, app.now), stopped.how);
                    line.push(run(how, theme.done));
                }
            }
            flow.line(&line);
            let act = match act_by {
                Some(by) if by == due => format!("{}, the desk is open then", zone.short(*by)),
                Some(by) => format!("{}, the last staffed minute before it", zone.short(*by)),
                None => "no staffed minute lies before it".to_owned(),
            };
            flow.line(&[run("Act by   ", theme.muted), run(act, theme.base)]);
            let staffed = protocol.staffed_left(app.now, *due);
            let (staffed, style) = due::staffed(staffed, look);
            flow.line(&[
                run("Staffed  ", theme.muted),
                run(staffed, style),
                run("  desk hours left", theme.muted),
            ]);
        }
        Outcome::NotAchievable { reason } => {
            flow.wrapped(
                &format!("Cannot be met: {reason}. It is shown as such and never counts as late."),
                theme.warning,
                3,
            );
        }
    }
    let source = match deadline.basis.as_str() {
        "default" => "this desk's default; no source gives a figure".to_owned(),
        basis => format!("ledger line {basis}"),
    };
    flow.line(&[run("Source   ", theme.muted), run(source, theme.base)]);
    flow.line(&[
        run("Rules    ", theme.muted),
        run(format!("{} ({})", clock.protocol, protocol.name), theme.base),
    ]);
    for was in clock.earlier.iter().rev().take(2) {
        flow.line(&[run("Before   ", theme.muted), run(zone.short(*was), theme.base)]);
    }
    if let Some(line) = protocol.rule(deadline.clock).and_then(|rule| rule.conflict.as_ref()) {
        let words = format!(
            "The sources disagree here ({line}): another clock runs beside this one, and the earlier drives the row."
        );
        flow.wrapped(&words, theme.warning, 3);
    }
}
