//! The time. This is the only module that asks the operating system what time it is; everything else is handed a
//! [`Moment`].

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use chrono::TimeDelta;

use crate::domain::when::Moment;

/// Says what time it is at the desk.
pub trait Clock: Send + Sync {
    /// The instant that the desk takes for now.
    fn now(&self) -> Moment;

    /// How long a person really waits while this much time passes at the desk. Never negative.
    fn really(&self, at_the_desk: TimeDelta) -> Duration {
        at_the_desk.to_std().unwrap_or_default()
    }
}

/// The workstation's clock: the time of a real desk.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks")]
    fn now(&self) -> Moment {
        let millis = |span: Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        Moment::from_millis(match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => millis(since),
            Err(before) => -millis(before.duration()),
        })
    }
}

/// The machine's steady clock, for spans of real time; it never goes back.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place that asks")]
pub fn monotonic() -> Instant {
    Instant::now()
}

/// A clock that moves only when it is told to: for tests.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that stands at this instant.
    #[must_use]
    pub const fn new(at: Moment) -> Self {
        Self(AtomicI64::new(at.millis()))
    }

    /// Puts the clock to this instant.
    pub fn set(&self, at: Moment) {
        self.0.store(at.millis(), Ordering::SeqCst);
    }

    /// Moves the clock on.
    pub fn advance(&self, by: TimeDelta) {
        self.0.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Moment {
        Moment::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// The clock of a training desk: it was set to an instant and runs on from there, perhaps faster.
#[derive(Debug, Clone, Copy)]
pub struct TrainingClock {
    at: Moment,
    since: Instant,
    speed: u32,
}

impl TrainingClock {
    /// A clock that shows `at` now and runs `speed` times as fast as a real one; 0 stands still.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that asks")]
    pub fn starting(at: Moment, speed: u32) -> Self {
        Self { at, since: Instant::now(), speed }
    }

    fn after(&self, elapsed: Duration) -> Moment {
        let passed = elapsed.as_millis().saturating_mul(u128::from(self.speed));
        self.at + TimeDelta::milliseconds(i64::try_from(passed).unwrap_or(i64::MAX))
    }
}

impl Clock for TrainingClock {
    fn now(&self) -> Moment {
        self.after(self.since.elapsed())
    }

    fn really(&self, at_the_desk: TimeDelta) -> Duration {
        // A clock that stands still never gets there: a day is as good as never.
        let day = Duration::from_hours(24);
        at_the_desk.to_std().unwrap_or_default().checked_div(self.speed).unwrap_or(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Moment = Moment::from_millis(1_795_521_600_000);

    #[test]
    fn a_manual_clock_moves_only_when_told() {
        let clock = ManualClock::new(NOON);
        assert_eq!(clock.now(), NOON);
        clock.advance(TimeDelta::minutes(5));
        assert_eq!(clock.now(), NOON + TimeDelta::minutes(5));
        clock.set(NOON);
        assert_eq!(clock.now(), NOON);
    }

    #[test]
    fn a_training_minute_lasts_as_long_as_the_speed_says() {
        let clock = TrainingClock::starting(NOON, 60);
        assert_eq!(clock.after(Duration::from_secs(2)), NOON + TimeDelta::minutes(2));
        assert_eq!(clock.really(TimeDelta::minutes(2)), Duration::from_secs(2));
        assert_eq!(clock.really(TimeDelta::minutes(-2)), Duration::ZERO);
    }

    #[test]
    fn a_clock_that_stands_still_stays_where_it_was_set() {
        let clock = TrainingClock::starting(NOON, 0);
        assert_eq!(clock.after(Duration::from_hours(1)), NOON);
        assert_eq!(clock.now(), NOON);
        assert!(clock.really(TimeDelta::seconds(1)) >= Duration::from_hours(1));
    }

    #[test]
    fn the_system_clock_stands_after_the_year_this_was_written() {
        assert!(SystemClock.now() > Moment::from_millis(1_767_225_600_000));
    }
}
