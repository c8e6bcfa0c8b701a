//! Working days, opening hours and the zone they are read in.
//!
//! A calendar is the hours of one desk: the hub, the contact centre, the care line. Opening is inclusive and closing
//! exclusive (Friday 16:20:00 is closed). Every question here is answered by counting whole weeks and the listed
//! closed days, never by stepping through minutes, so that a board may ask for every row of every frame.

mod offsets;
mod zone;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::when::Moment;
pub(in crate::domain) use zone::{
    DAY, MINUTE, date_of, day_of, weekday_of, write_day, write_minute, year_of,
};
pub use zone::{Local, Zone};

/// The opening hours of one weekday, in minutes after local midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    open: u16,
    close: u16,
}

impl Hours {
    /// Open from `open` (inclusive) to `close` (exclusive), both in minutes after midnight, `close` at most 1440.
    /// `None` if that is no time at all.
    #[must_use]
    pub fn new(open: u16, close: u16) -> Option<Self> {
        (open < close && close <= 1440).then_some(Self { open, close })
    }

    /// Opening, in minutes after midnight.
    #[must_use]
    pub const fn open(self) -> u16 {
        self.open
    }

    /// Closing, in minutes after midnight.
    #[must_use]
    pub const fn close(self) -> u16 {
        self.close
    }
}

/// Opening hours from Monday to Sunday; `None` where the desk is closed all day.
pub type Week = [Option<Hours>; 7];

/// A day without work, and what people call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayOff {
    /// The day.
    pub date: NaiveDate,
    /// Its name: "Christmas Day", "Staff training".
    pub name: String,
}

/// What a calendar makes of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind<'a> {
    /// A working day with these hours.
    Working(Hours),
    /// No hours on that weekday.
    NoHours,
    /// A bank holiday, by name.
    BankHoliday(&'a str),
    /// A local closure, by name.
    Closure(&'a str),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Closed {
    day: i64,
    bank_holiday: bool,
    name: String,
}

/// The hours of one desk, with its bank holidays and local closures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    zone: Zone,
    week: Week,
    /// Sorted by day, one entry a day.
    closed: Vec<Closed>,
    /// For each place in `closed`, the milliseconds that the entries before it take away.
    taken: Vec<i64>,
    /// Years for which bank holidays are known, sorted.
    years: Vec<i32>,
    /// Days on which a clock change falls into opening hours, with the milliseconds it adds (or takes).
    changes: Vec<(i64, i64)>,
}

impl Calendar {
    /// The years in which clock changes inside opening hours are looked for (only desks open at night have any).
    const CHANGE_YEARS: (i32, i32) = (2000, 2060);

    /// A calendar; `None` if no weekday has hours, because no deadline could ever be counted on it.
    ///
    /// `years` are those for which `bank_holidays` is complete.
    #[must_use]
    pub fn new(
        zone: Zone,
        week: Week,
        bank_holidays: &[DayOff],
        closures: &[DayOff],
        years: &[i32],
    ) -> Option<Self> {
        week.iter().any(Option::is_some).then_some(())?;
        let mut days = BTreeMap::new();
        for (list, bank_holiday) in [(closures, false), (bank_holidays, true)] {
            for off in list {
                let day = day_of(off.date);
                days.insert(day, Closed { day, bank_holiday, name: off.name.clone() });
            }
        }
        let mut years = years.to_vec();
        years.sort_unstable();
        let mut calendar = Self {
            zone,
            week,
            closed: days.into_values().collect(),
            taken: Vec::new(),
            years,
            changes: Vec::new(),
        };
        calendar.taken = calendar.count_taken();
        calendar.changes = calendar.find_changes();
        Some(calendar)
    }

    /// The zone its hours are read in.
    #[must_use]
    pub const fn zone(&self) -> Zone {
        self.zone
    }

    /// Its hours from Monday to Sunday.
    #[must_use]
    pub const fn week(&self) -> &Week {
        &self.week
    }

    /// The local closures, in order.
    pub fn closures(&self) -> impl Iterator<Item = (NaiveDate, &str)> {
        self.closed
            .iter()
            .filter(|closed| !closed.bank_holiday)
            .map(|closed| (date_of(closed.day), &*closed.name))
    }

    /// Every day on which it is closed in spite of its hours: bank holidays and local closures, in order.
    pub fn days_off(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        self.closed.iter().map(|closed| date_of(closed.day))
    }

    /// What the calendar makes of a date.
    #[must_use]
    pub fn day(&self, date: NaiveDate) -> DayKind<'_> {
        self.kind(day_of(date))
    }

    /// Whether a date is a working day: it has hours and is neither a bank holiday nor a closure.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.hours(day_of(date)).is_some()
    }

    /// Whether the desk is open at this instant.
    #[must_use]
    pub fn is_open(&self, at: Moment) -> bool {
        let (day, _) = self.zone.day_and_minute(at);
        self.window(day).is_some_and(|(open, close)| open <= at && at < close)
    }

    /// Whether bank holidays are known for the year in which this instant falls.
    #[must_use]
    pub fn knows_year_of(&self, at: Moment) -> bool {
        let (day, _) = self.zone.day_and_minute(at);
        self.years.binary_search(&year_of(day)).is_ok()
    }

    /// Whole open minutes between two instants; 0 if `to` is not after `from`.
    #[must_use]
    pub fn staffed_minutes(&self, from: Moment, to: Moment) -> u64 {
        u64::try_from(self.staffed_millis(from, to) / MINUTE).unwrap_or(0)
    }

    /// The end of the last staffed minute between `start` and `due` (`act_by`): `due` itself while the desk is open,
    /// `None` if no staffed minute lies between.
    #[must_use]
    pub fn last_staffed_end(&self, start: Moment, due: Moment) -> Option<Moment> {
        if self.staffed_millis(start, due) <= 0 {
            return None;
        }
        if self.is_open(due) {
            return Some(due);
        }
        // There is staffed time before `due`, so this walk back over closed days ends.
        let (mut day, _) = self.zone.day_and_minute(due);
        loop {
            match self.window(day) {
                Some((open, close)) if open < due => return Some(close),
                _ => day -= 1,
            }
        }
    }

    /// The next instant at or after `at` when the desk is open.
    #[must_use]
    pub fn next_open(&self, at: Moment) -> Moment {
        let (day, _) = self.zone.day_and_minute(at);
        match self.window(day) {
            Some((open, close)) if at < close => open.max(at),
            _ => self.zone.instant(self.working_day_after(day), self.hours_after(day).open),
        }
    }

    /// What the calendar makes of a day.
    pub(in crate::domain) fn kind(&self, day: i64) -> DayKind<'_> {
        let Some(hours) = self.week_hours(day) else { return DayKind::NoHours };
        match self
            .closed
            .binary_search_by_key(&day, |closed| closed.day)
            .ok()
            .and_then(|at| self.closed.get(at))
        {
            None => DayKind::Working(hours),
            Some(closed) if closed.bank_holiday => DayKind::BankHoliday(&closed.name),
            Some(closed) => DayKind::Closure(&closed.name),
        }
    }

    /// The hours of a day, if it is a working day.
    pub(in crate::domain) fn hours(&self, day: i64) -> Option<Hours> {
        match self.kind(day) {
            DayKind::Working(hours) => Some(hours),
            DayKind::NoHours | DayKind::BankHoliday(_) | DayKind::Closure(_) => None,
        }
    }

    /// The first working day after `day`. It exists: some weekday has hours and the closed days are finite.
    pub(in crate::domain) fn working_day_after(&self, day: i64) -> i64 {
        let mut next = day + 1;
        while self.hours(next).is_none() {
            next += 1;
        }
        next
    }

    fn hours_after(&self, day: i64) -> Hours {
        self.hours(self.working_day_after(day)).unwrap_or(Hours { open: 0, close: 1440 })
    }

    /// When a working day opens and closes.
    pub(in crate::domain) fn window(&self, day: i64) -> Option<(Moment, Moment)> {
        let hours = self.hours(day)?;
        Some((self.zone.instant(day, hours.open), self.zone.instant(day, hours.close)))
    }

    fn week_hours(&self, day: i64) -> Option<Hours> {
        self.week.get(weekday_of(day)).copied().flatten()
    }

    fn week_millis(&self, day: i64) -> i64 {
        self.week_hours(day).map_or(0, |hours| i64::from(hours.close - hours.open) * MINUTE)
    }

    /// Open milliseconds between two instants: the two end days by their windows, the days between by counting.
    fn staffed_millis(&self, from: Moment, to: Moment) -> i64 {
        if to <= from {
            return 0;
        }
        let (first, _) = self.zone.day_and_minute(from);
        let (last, _) = self.zone.day_and_minute(to);
        let within = |day: i64| {
            self.window(day)
                .map_or(0, |(open, close)| (close.min(to).millis() - open.max(from).millis()).max(0))
        };
        if first == last {
            return within(first);
        }
        within(first).saturating_add(self.whole_days(first + 1, last)).saturating_add(within(last))
    }

    /// Open milliseconds of the whole days from `first` up to but not including `end`.
    fn whole_days(&self, first: i64, end: i64) -> i64 {
        if end <= first {
            return 0;
        }
        let week: i64 = (0..7).map(|day| self.week_millis(day)).sum();
        let weeks = (end - first) / 7;
        let rest: i64 = (first + weeks * 7..end).map(|day| self.week_millis(day)).sum();
        let before = |day: i64| self.closed.partition_point(|closed| closed.day < day);
        let taken = |place: usize| self.taken.get(place).copied().unwrap_or(0);
        let changed: i64 =
            self.changes.iter().filter(|(day, _)| (first..end).contains(day)).map(|(_, by)| by).sum();
        week.saturating_mul(weeks)
            .saturating_add(rest + changed - (taken(before(end)) - taken(before(first))))
    }

    fn count_taken(&self) -> Vec<i64> {
        let mut sum = 0;
        let mut taken = vec![0];
        for closed in &self.closed {
            sum += self.week_millis(closed.day);
            taken.push(sum);
        }
        taken
    }

    /// Days whose open time is longer or shorter than the hours say, because the clocks change within them. Clocks are
    /// changed at night, so only desks that are open then have such days.
    fn find_changes(&self) -> Vec<(i64, i64)> {
        let mut changes = Vec::new();
        if self.week.iter().flatten().all(|hours| hours.open >= 6 * 60 && hours.close <= 22 * 60) {
            return changes;
        }
        let (first, last) = Self::CHANGE_YEARS;
        let day = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1).map_or(0, day_of);
        let noon = |day: i64| self.zone.offset_millis(self.zone.instant(day, 720));
        // No zone changes its clocks twice in a fortnight and back, so fortnights find every change.
        let mut at = day(first);
        while at < day(last) {
            let end = at + 14;
            if noon(at) != noon(end) {
                for day in at..=end {
                    if let Some((open, close)) = self.window(day) {
                        let by = close.since(open).num_milliseconds() - self.week_millis(day);
                        changes.push((day, by));
                    }
                }
            }
            at = end;
        }
        changes.retain(|(_, by)| *by != 0);
        changes.dedup();
        changes
    }
}

#[cfg(test)]
pub(in crate::domain) mod tests;
