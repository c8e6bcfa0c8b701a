//! London's offsets, remembered week by week.
//!
//! Every deadline asks for a dozen offsets, and a board asks for each row of each frame; searching the zone's rules each
//! time took three quarters of that. What is remembered here is only what `chrono-tz` answered.

use std::sync::atomic::{AtomicI32, Ordering};

use super::zone::DAY;

/// 2000-01-06 to 2099-12-31, in weeks. Times outside are asked of the rules each time.
const FIRST: i64 = 1566;
const WEEKS: usize = 5217;
const WEEK: i64 = 7 * DAY;

/// Not asked yet.
const UNKNOWN: i32 = 0;
/// The offset changes within the week.
const CHANGES: i32 = 1;
/// Added to an offset in seconds, so that none looks like the two marks above.
const SHIFT: i32 = 1_000_000;

static LONDON: [AtomicI32; WEEKS] = [const { AtomicI32::new(UNKNOWN) }; WEEKS];

/// The offset in seconds at an instant in milliseconds, found by `rules` unless it is remembered.
///
/// London changes its clocks at most once a week, so a week that begins and ends alike is alike throughout.
pub(super) fn london(millis: i64, rules: impl Fn(i64) -> i32) -> i32 {
    let week = millis.div_euclid(WEEK);
    let Some(cell) = usize::try_from(week - FIRST).ok().and_then(|place| LONDON.get(place)) else {
        return rules(millis);
    };
    match cell.load(Ordering::Relaxed) {
        UNKNOWN => {
            let offset = rules(week * WEEK);
            let alike = rules((week + 1) * WEEK - 1) == offset;
            cell.store(if alike { offset + SHIFT } else { CHANGES }, Ordering::Relaxed);
            rules(millis)
        }
        CHANGES => rules(millis),
        known => known - SHIFT,
    }
}
