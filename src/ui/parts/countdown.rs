//! Time left as text. Every form fits nine cells, so a column of them never moves its neighbours, and each
//! says for how long it stays true, so that nothing wakes before a digit changes.

use std::fmt;

use chrono::TimeDelta;

use crate::domain::when::Moment;

/// Cells of the widest form.
pub const CELLS: usize = 9;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Time left, of one of the kinds a desk counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Left {
    /// Time that runs through the night.
    Elapsed {
        /// When it is due.
        due: Moment,
        /// When it is looked at.
        now: Moment,
        /// Under an hour, count the seconds too.
        seconds: bool,
    },
    /// Minutes in which the desk is staffed; negative when late by as many.
    Staffed(i64),
    /// Whole working days; negative when late by as many.
    WorkingDays(i64),
    /// The clock stands still. The reason stands elsewhere.
    Paused,
    /// A call that is being taken.
    Draft,
    /// Nothing is due.
    None,
}

impl Left {
    /// Whether the time is over.
    #[must_use]
    pub fn is_late(self) -> bool {
        match self {
            Self::Elapsed { due, now, .. } => now > due,
            Self::Staffed(left) | Self::WorkingDays(left) => left < 0,
            Self::Paused | Self::Draft | Self::None => false,
        }
    }
}

/// `2d 03h`, `1h 52m`, `38m 12s`, `41m late`, `1h 52m w` (staffed time), `44 wd` (working days), `paused`, `draft`, `—`.
impl fmt::Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Elapsed { due, now, seconds } => elapsed(f, due, now, seconds),
            Self::Staffed(left) if left < 0 => late(f, left.saturating_neg().saturating_mul(MINUTE)),
            Self::Staffed(left) if left < 60 => write!(f, "{left}m w"),
            Self::Staffed(left) if left < 100 * 60 => write!(f, "{}h {:02}m w", left / 60, left % 60),
            Self::Staffed(left) => write!(f, "{}h w", (left / 60).min(99_999)),
            Self::WorkingDays(left) if left < 0 => {
                write!(f, "{}wd late", left.unsigned_abs().min(99))
            }
            Self::WorkingDays(left) => write!(f, "{} wd", left.min(99_999)),
            Self::Paused => f.write_str("paused"),
            Self::Draft => f.write_str("draft"),
            Self::None => f.write_str("—"),
        }
    }
}

fn elapsed(f: &mut fmt::Formatter<'_>, due: Moment, now: Moment, seconds: bool) -> fmt::Result {
    let left = millis(due, now);
    if left < 0 {
        return late(f, left.saturating_neg());
    }
    let (days, hours, minutes) = (left / DAY, left / HOUR % 24, left / MINUTE % 60);
    match left {
        DAY.. if days > 999 => write!(f, "{}d", days.min(9_999_999)),
        DAY.. => write!(f, "{days}d {hours:02}h"),
        HOUR.. => write!(f, "{hours}h {minutes:02}m"),
        _ if seconds => write!(f, "{minutes}m {:02}s", left / SECOND % 60),
        MINUTE.. => write!(f, "{minutes}m"),
        _ => f.write_str("<1m"),
    }
}

fn late(f: &mut fmt::Formatter<'_>, by: i64) -> fmt::Result {
    match by {
        DAY.. => write!(f, "{}d late", (by / DAY).min(999)),
        HOUR.. => write!(f, "{}h late", by / HOUR),
        _ => write!(f, "{}m late", by / MINUTE),
    }
}

fn millis(due: Moment, now: Moment) -> i64 {
    due.millis().saturating_sub(now.millis())
}

/// When the text of [`Left::Elapsed`] next reads differently: to the millisecond, always after `now`.
#[must_use]
pub fn next_change(due: Moment, now: Moment, seconds: bool) -> Moment {
    let left = millis(due, now);
    if left < 0 {
        let step = match -left {
            DAY.. => DAY,
            HOUR.. => HOUR,
            _ => MINUTE,
        };
        return due + TimeDelta::milliseconds((-left / step + 1) * step);
    }
    let step = match left {
        DAY.. => HOUR,
        HOUR.. => MINUTE,
        _ if seconds => SECOND,
        _ => MINUTE,
    };
    due - TimeDelta::milliseconds(left / step * step) + TimeDelta::milliseconds(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(left: i64, seconds: bool) -> String {
        let now = Moment::from_millis(1_795_529_400_000);
        Left::Elapsed { due: now + TimeDelta::milliseconds(left), now, seconds }.to_string()
    }

    #[test]
    fn time_left_is_told_as_finely_as_it_matters() {
        for (left, shown) in [
            (2 * DAY + 3 * HOUR + 59 * MINUTE, "2d 03h"),
            (DAY, "1d 00h"),
            (DAY - 1, "23h 59m"),
            (HOUR + 52 * MINUTE + 59 * SECOND, "1h 52m"),
            (HOUR, "1h 00m"),
            (38 * MINUTE + 12 * SECOND, "38m 12s"),
            (5 * SECOND, "0m 05s"),
            (0, "0m 00s"),
            (-1, "0m late"),
            (-41 * MINUTE - 30 * SECOND, "41m late"),
            (-HOUR, "1h late"),
            (-26 * HOUR, "1d late"),
            (-5_000 * DAY, "999d late"),
            (5_000 * DAY, "5000d"),
        ] {
            assert_eq!(text(left, true), shown);
        }
        assert_eq!(text(38 * MINUTE + 12 * SECOND, false), "38m");
        assert_eq!(text(30 * SECOND, false), "<1m");
    }

    #[test]
    fn staffed_time_and_working_days_say_that_they_are_not_ordinary_time() {
        for (left, shown) in [
            (Left::Staffed(112), "1h 52m w"),
            (Left::Staffed(12 * 60 + 5), "12h 05m w"),
            (Left::Staffed(22), "22m w"),
            (Left::Staffed(7_200), "120h w"),
            (Left::Staffed(-41), "41m late"),
            (Left::WorkingDays(44), "44 wd"),
            (Left::WorkingDays(-3), "3wd late"),
            (Left::Paused, "paused"),
            (Left::Draft, "draft"),
            (Left::None, "—"),
        ] {
            assert_eq!(left.to_string(), shown);
        }
        assert!(Left::Staffed(-1).is_late() && !Left::Staffed(0).is_late() && !Left::Paused.is_late());
    }

    #[test]
    fn it_is_late_after_the_time_and_not_at_it() {
        let due = Moment::from_millis(0);
        let at = |ms| Left::Elapsed { due, now: Moment::from_millis(ms), seconds: true };
        assert!(!at(0).is_late());
        assert!(at(1).is_late());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn every_form_fits_the_column(left in any::<i64>(), near in -DAY..DAY, seconds in any::<bool>()) {
            let texts = [
                text(left, seconds), text(near, seconds), Left::Staffed(left).to_string(),
                Left::Staffed(near / MINUTE).to_string(), Left::WorkingDays(left).to_string(),
            ];
            for text in texts {
                prop_assert!(text.chars().count() <= CELLS, "{text}");
            }
        }

        #[test]
        fn the_text_holds_until_the_next_change_and_not_longer(
            left in prop_oneof![-3 * DAY..3 * DAY, -2 * HOUR..2 * HOUR, -5_000_i64..5_000], seconds in any::<bool>(),
        ) {
            let due = Moment::from_millis(1_795_529_400_000);
            let now = due - TimeDelta::milliseconds(left);
            let show = |now| Left::Elapsed { due, now, seconds }.to_string();
            let next = next_change(due, now, seconds);
            prop_assert!(next > now);
            prop_assert_eq!(show(next - TimeDelta::milliseconds(1)), show(now));
            prop_assert_ne!(show(next), show(now));
        }
    }
}
