//! Times and duties in the few words that a row has room for.

use ratatui::style::{Modifier, Style};

use super::parts::countdown::Left;
use super::theme::Look;
use crate::domain::calendar::Zone;
use crate::domain::clocks::ClockId;
use crate::domain::when::Moment;

/// A time as near as it matters: `14:10` today, `Fri 14:10` within six days, `20 Nov 14:10` beyond, with the year if it is
/// another one.
pub(in crate::ui) fn near(zone: Zone, at: Moment, now: Moment) -> String {
    use chrono::Datelike;
    let (local, today) = (zone.local(at), zone.local(now));
    let days = local.date().signed_duration_since(today.date()).num_days();
    match days {
        0 => zone.short_time(at),
        -6..=6 => local.format("%a %H:%M").to_string(),
        _ if local.year() == today.year() => local.format("%-d %b %H:%M").to_string(),
        _ => local.format("%-d %b %Y").to_string(),
    }
}

/// How late looks: the loudest thing on the screen.
pub(in crate::ui) fn late(look: &Look) -> Style {
    look.theme.alert.add_modifier(Modifier::REVERSED)
}

/// Time left to a due time with its look: plain, a warning under an hour, and late as `! 41m late`.
pub(in crate::ui) fn left(due: Moment, now: Moment, seconds: bool, look: &Look) -> (String, Style) {
    let left = Left::Elapsed { due, now, seconds };
    if left.is_late() {
        return (format!("{} {left}", look.glyphs.alert), late(look));
    }
    let near = due.since(now).num_minutes() < 60;
    (left.to_string(), if near { look.theme.warning } else { look.theme.base })
}

/// Staffed time left with its look: a warning under an hour, because then the desk may close before the duty is due.
pub(in crate::ui) fn staffed(minutes: u64, look: &Look) -> (String, Style) {
    let left = Left::Staffed(i64::try_from(minutes).unwrap_or(i64::MAX));
    (left.to_string(), if minutes < 60 { look.theme.warning } else { look.theme.muted })
}

/// The part of a duty's time that has gone: 0 at its start, 1 when due, more when late.
#[expect(clippy::cast_precision_loss, reason = "a bar of a few cells")]
pub(in crate::ui) fn gone(start: Moment, due: Moment, now: Moment) -> f64 {
    let whole = due.since(start).num_milliseconds().max(1);
    now.since(start).num_milliseconds() as f64 / whole as f64
}

/// A duty in at most twelve cells, as something to do. An own deadline by its title.
pub(in crate::ui) fn short(clock: ClockId, subject: Option<&str>) -> &str {
    match clock {
        ClockId::FeedbackFirst => "Ring back",
        ClockId::FeedbackSchool => "Tell school",
        ClockId::Stage1Decision | ClockId::ResponseDecision => "Decide",
        ClockId::Stage2Decision => "Decide (st2)",
        ClockId::Written24h => "Paper due",
        ClockId::Written48h => "Paper 48 h",
        ClockId::WrittenNextSteps => "Next steps",
        ClockId::S47Action => "s47 action",
        ClockId::StrategyDiscussion => "Strategy",
        ClockId::DaReview => "DA review",
        ClockId::CrossBoundary => "Other LA",
        ClockId::Dispute => "Dispute",
        ClockId::Consultation => "Advice call",
        ClockId::AgencyReturn => subject.unwrap_or("Agency reply"),
        ClockId::MashMeeting => "MASH meeting",
        ClockId::OutcomeReferrer => "Tell outcome",
        ClockId::OutcomeFamily => "Tell family",
        ClockId::FamilyVisit => "Family visit",
        ClockId::Oversight => "Oversight",
        ClockId::Custom => subject.unwrap_or("Deadline"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::human;

    #[test]
    fn a_time_is_told_as_near_as_it_is() {
        let at = |text| human::moment(text, Moment::from_millis(0), Zone::LONDON).expect("a time");
        let now = at("2026-11-24T14:10");
        for (when, shown) in [
            ("2026-11-24T15:00", "15:00"),
            ("2026-11-20T13:51", "Fri 13:51"),
            ("2026-11-30T09:00", "Mon 09:00"),
            ("2026-12-01T09:00", "1 Dec 09:00"),
            ("2027-02-01T09:00", "1 Feb 2027"),
        ] {
            assert_eq!(near(Zone::LONDON, at(when), now), shown);
        }
    }

    #[test]
    fn every_duty_has_a_name_that_fits_a_narrow_column() {
        for clock in ClockId::ALL {
            assert!(short(*clock, None).len() <= 12, "{clock}");
        }
    }
}
