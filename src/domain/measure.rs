//! The measures: how a time is reached from a start (`docs/CLOCKS.md` section 1), with the steps that led to it.

use std::fmt;

use super::calendar::{Calendar, DAY, DayKind, MINUTE, Zone, date_of, write_day, write_minute};
use super::when::Moment;

/// A time of day, in minutes after midnight (0 to 1439).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// The time this many minutes after midnight, below 1440.
    #[must_use]
    pub fn from_minutes(minutes: u16) -> Option<Self> {
        (minutes < 1440).then_some(Self(minutes))
    }

    /// A time written as `HH:MM`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        minutes_of(text).and_then(Self::from_minutes)
    }

    /// Minutes after midnight.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// As people say it: `3pm`, `14:30`.
    #[must_use]
    pub fn spoken(self) -> String {
        match (self.0 / 60, self.0 % 60) {
            (0, 0) => "midnight".to_owned(),
            (12, 0) => "noon".to_owned(),
            (hour @ 1..12, 0) => format!("{hour}am"),
            (hour @ 13.., 0) => format!("{}pm", hour - 12),
            _ => self.to_string(),
        }
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&time_text(self.0))
    }
}

/// `HH:MM` of minutes after midnight, `24:00` included.
#[must_use]
pub fn time_text(minutes: u16) -> String {
    let mut text = String::with_capacity(5);
    write_minute(&mut text, minutes);
    text
}

/// Minutes after midnight of `HH:MM`, `24:00` included; two digits each, nothing else.
#[must_use]
pub fn minutes_of(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let two = |part: &str| {
        (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u16>().ok())
            .flatten()
    };
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    (minutes < 60 && hours * 60 + minutes <= 1440).then_some(hours * 60 + minutes)
}

/// How a due time is reached from a start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// This many minutes later, nights and weekends counted.
    Elapsed {
        /// Minutes.
        minutes: u32,
    },
    /// This many minutes counted only while the calendar is open.
    WorkingHours {
        /// Minutes.
        minutes: u32,
    },
    /// This many minutes counted only on working days, from 00:00 to 24:00 local.
    WorkingWeek {
        /// Minutes.
        minutes: u32,
    },
    /// The close of the n-th working day after the day of the start.
    WorkingDays {
        /// Days, at least 1.
        days: u32,
    },
    /// 23:59:59 local of the day of the start.
    SameDay,
    /// A local time on the day of the start; it cannot be met once it has passed.
    ClockTime {
        /// The time.
        at: TimeOfDay,
    },
    /// The first of these times strictly later than the start, on a working day.
    Slot {
        /// The times, sorted, at least one.
        at: Vec<TimeOfDay>,
    },
    /// The same local time this many days later.
    CalendarDays {
        /// Days.
        days: u32,
    },
    /// The same local time this many weeks later.
    Weeks {
        /// Weeks.
        weeks: u32,
    },
    /// An instant that a person types.
    At,
}

impl Measure {
    /// The measure's name in protocol files.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Elapsed { .. } => "elapsed",
            Self::WorkingHours { .. } => "working-hours",
            Self::WorkingWeek { .. } => "working-week",
            Self::WorkingDays { .. } => "working-days",
            Self::SameDay => "same-day",
            Self::ClockTime { .. } => "clock-time",
            Self::Slot { .. } => "slot",
            Self::CalendarDays { .. } => "calendar-days",
            Self::Weeks { .. } => "weeks",
            Self::At => "at",
        }
    }

    /// Whether the calendar has a say in the due time.
    #[must_use]
    pub const fn uses_calendar(&self) -> bool {
        matches!(
            self,
            Self::WorkingHours { .. }
                | Self::WorkingWeek { .. }
                | Self::WorkingDays { .. }
                | Self::Slot { .. }
        )
    }

    /// When a clock that starts at `start` falls due; each step on the way is added to `steps`.
    ///
    /// # Errors
    /// Why no time can meet the measure: a time of day that had passed, or `at` without a time.
    pub fn due(&self, start: Moment, calendar: &Calendar, steps: &mut Vec<String>) -> Result<Moment, String> {
        let count = Count { calendar, zone: calendar.zone(), start };
        match self {
            Self::Elapsed { minutes } => Ok(count.elapsed(*minutes, steps)),
            Self::WorkingHours { minutes } => Ok(count.working_hours(*minutes, steps)),
            Self::WorkingWeek { minutes } => Ok(count.working_week(*minutes, steps)),
            Self::WorkingDays { days } => Ok(count.working_days(*days, steps)),
            Self::SameDay => Ok(count.same_day(steps)),
            Self::ClockTime { at } => count.clock_time(*at, steps),
            Self::Slot { at } => count.slot(at, steps),
            Self::CalendarDays { days } => Ok(count.calendar_days(i64::from(*days), steps)),
            Self::Weeks { weeks } => Ok(count.calendar_days(i64::from(*weeks) * 7, steps)),
            Self::At => Err("nobody has given a time".to_owned()),
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Elapsed { minutes } => write!(f, "{} elapsed", span(*minutes)),
            Self::WorkingHours { minutes } => write!(f, "{} of open desk time", span(*minutes)),
            Self::WorkingWeek { minutes } => write!(f, "{} in the working week", span(*minutes)),
            Self::WorkingDays { days } => write!(f, "{}", counted(*days, "working day")),
            Self::SameDay => f.write_str("the same day"),
            Self::ClockTime { at } => write!(f, "{at} that day"),
            Self::Slot { at } => {
                let times: Vec<_> = at.iter().map(ToString::to_string).collect();
                write!(f, "the next of {} on a working day", times.join(", "))
            }
            Self::CalendarDays { days } => write!(f, "{}", counted(*days, "calendar day")),
            Self::Weeks { weeks } => write!(f, "{}", counted(*weeks, "week")),
            Self::At => f.write_str("a time that a person gives"),
        }
    }
}

/// `6 hours`, `1 hour 30 minutes`, `45 minutes`.
#[must_use]
pub fn span(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => counted(minutes, "minute"),
        (hours, 0) => counted(hours, "hour"),
        (hours, minutes) => format!("{} {}", counted(hours, "hour"), counted(minutes, "minute")),
    }
}

fn counted(number: u32, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

/// One count from a start.
struct Count<'a> {
    calendar: &'a Calendar,
    zone: Zone,
    start: Moment,
}

impl Count<'_> {
    fn day(&self) -> i64 {
        self.zone.day_and_minute(self.start).0
    }

    fn elapsed(&self, minutes: u32, steps: &mut Vec<String>) -> Moment {
        let due = later(self.start, minutes);
        steps.push(format!("{} later, nights and weekends counted", span(minutes)));
        if self.zone.offset_millis(due) != self.zone.offset_millis(self.start) {
            steps.push("the clocks change in between, so the time of day moves".to_owned());
        }
        self.push_due(due, steps);
        due
    }

    /// Counts open time window by window. Time that ends exactly at close is due at that close.
    fn working_hours(&self, minutes: u32, steps: &mut Vec<String>) -> Moment {
        steps.push(format!("{} of open desk time", span(minutes)));
        let due = self.count_windows(minutes, steps, |day| self.calendar.window(day));
        self.push_due(due, steps);
        due
    }

    /// Counts whole working days, midnight to midnight.
    fn working_week(&self, minutes: u32, steps: &mut Vec<String>) -> Moment {
        steps.push(format!("{}, counted on working days from midnight to midnight", span(minutes)));
        let due = self.count_windows(minutes, steps, |day| {
            self.calendar.hours(day).map(|_| (self.zone.instant(day, 0), self.zone.instant(day, 1440)))
        });
        self.push_due(due, steps);
        due
    }

    fn count_windows(
        &self,
        minutes: u32,
        steps: &mut Vec<String>,
        window: impl Fn(i64) -> Option<(Moment, Moment)>,
    ) -> Moment {
        let mut left = i64::from(minutes) * MINUTE;
        let mut from = self.start;
        let mut day = self.day();
        while left > 0 {
            match window(day) {
                None => steps.push(why_not_working(self.calendar, day)),
                Some((open, close)) => {
                    let begin = open.max(from);
                    let open_for = (close.millis() - begin.millis()).max(0);
                    if open_for >= left {
                        return Moment::from_millis(begin.millis() + left);
                    }
                    if open_for > 0 {
                        steps.push(self.counted_that_day(begin, close, open_for));
                        left -= open_for;
                    } else if day == self.day() {
                        steps.push("the desk had closed for the day".to_owned());
                    }
                    from = from.max(close);
                }
            }
            day += 1;
        }
        self.start
    }

    fn counted_that_day(&self, begin: Moment, end: Moment, millis: i64) -> String {
        let mut text = String::with_capacity(48);
        self.zone.write_short(&mut text, begin);
        text.push_str(" to ");
        // The end may be the midnight that closes the day: say 24:00, not 00:00.
        let (first, _) = self.zone.day_and_minute(begin);
        let (last, minute) = self.zone.day_and_minute(end);
        write_minute(&mut text, if last > first { 1440 } else { minute });
        text.push_str(" counts ");
        text.push_str(&span(u32::try_from(millis / MINUTE).unwrap_or(u32::MAX)));
        text
    }

    /// The hour of the start does not matter, nor whether the desk was open.
    fn working_days(&self, days: u32, steps: &mut Vec<String>) -> Moment {
        let mut day = self.day();
        let mut close = 1440;
        let mut counted = 0;
        while counted < days {
            day += 1;
            if let DayKind::Working(hours) = self.calendar.kind(day) {
                counted += 1;
                close = hours.close();
                let mut step = String::with_capacity(32);
                write_day(&mut step, day);
                step.push_str(" is working day ");
                push_number(&mut step, counted);
                steps.push(step);
            } else {
                steps.push(why_not_working(self.calendar, day));
            }
        }
        let due = self.zone.instant(day, close).max(self.start);
        let mut step = String::with_capacity(40);
        step.push_str("due at close, ");
        self.zone.write_short(&mut step, due);
        steps.push(step);
        due
    }

    fn same_day(&self, steps: &mut Vec<String>) -> Moment {
        // The last second of the day; a start within it is its own end.
        let due = self.zone.instant_of(self.day() * DAY + DAY - 1000).max(self.start);
        steps.push("the same day, until midnight".to_owned());
        self.push_due(due, steps);
        due
    }

    fn clock_time(&self, at: TimeOfDay, steps: &mut Vec<String>) -> Result<Moment, String> {
        let due = self.zone.instant(self.day(), at.minutes());
        if due < self.start {
            return Err(format!("{} had passed", at.spoken()));
        }
        steps.push(format!("by {} the same day", at.spoken()));
        self.push_due(due, steps);
        Ok(due)
    }

    fn slot(&self, times: &[TimeOfDay], steps: &mut Vec<String>) -> Result<Moment, String> {
        if times.is_empty() {
            return Err("the protocol lists no time of day".to_owned());
        }
        let mut day = self.day();
        loop {
            if self.calendar.hours(day).is_some() {
                let later =
                    times.iter().map(|at| self.zone.instant(day, at.minutes())).find(|at| *at > self.start);
                if let Some(due) = later {
                    steps.push(format!("the next time listed is {}", self.zone.short_time(due)));
                    self.push_due(due, steps);
                    return Ok(due);
                }
                steps.push("the times listed for that day had passed".to_owned());
            } else {
                steps.push(why_not_working(self.calendar, day));
            }
            day += 1;
        }
    }

    /// The same time on the wall: not a multiple of 24 hours where the clocks change in between.
    fn calendar_days(&self, days: i64, steps: &mut Vec<String>) -> Moment {
        let local = self.zone.local_millis(self.start).saturating_add(days.saturating_mul(DAY));
        let due = self.zone.instant_of(local).max(self.start);
        steps.push(format!(
            "the same time of day, {} later",
            counted(u32::try_from(days).unwrap_or(0), "day")
        ));
        self.push_due(due, steps);
        due
    }

    fn push_due(&self, due: Moment, steps: &mut Vec<String>) {
        steps.push(due_step(self.zone, due));
    }
}

/// `due Tue 29 Dec 17:20`.
pub(super) fn due_step(zone: Zone, due: Moment) -> String {
    let mut step = String::with_capacity(24);
    step.push_str("due ");
    zone.write_short(&mut step, due);
    step
}

/// Why no work is done that day: "Fri 25 Dec is a bank holiday (Christmas Day)".
fn why_not_working(calendar: &Calendar, day: i64) -> String {
    let mut step = String::with_capacity(48);
    write_day(&mut step, day);
    let name = match calendar.kind(day) {
        DayKind::Working(_) => return step,
        DayKind::NoHours => {
            step.push_str(" is not a working day");
            return step;
        }
        DayKind::BankHoliday(name) => {
            step.push_str(" is a bank holiday (");
            name
        }
        DayKind::Closure(name) => {
            step.push_str(" is a local closure (");
            name
        }
    };
    step.push_str(name);
    step.push(')');
    step
}

fn push_number(text: &mut String, number: u32) {
    use std::fmt::Write as _;
    // Writing to a `String` cannot fail.
    let _ = write!(text, "{number}");
}

fn later(start: Moment, minutes: u32) -> Moment {
    Moment::from_millis(start.millis().saturating_add(i64::from(minutes) * MINUTE))
}

/// The date on which an instant falls, for steps that name a year.
pub(super) fn year_at(zone: Zone, at: Moment) -> i32 {
    use chrono::Datelike as _;
    date_of(zone.day_and_minute(at).0).year()
}

#[cfg(test)]
mod tests;
