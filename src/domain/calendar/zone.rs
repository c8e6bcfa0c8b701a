//! The zone in which local times are read and written.

use chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone,
};
use chrono_tz::{OffsetName, Tz, TzOffset};

use super::offsets;
use crate::domain::when::Moment;

/// Milliseconds in a day of 24 hours.
pub(in crate::domain) const DAY: i64 = 86_400_000;
/// Milliseconds in a minute.
pub(in crate::domain) const MINUTE: i64 = 60_000;

/// A time zone by its IANA name. Its rules come from `chrono-tz`; no offset is ever kept as a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

/// What a local date and time means in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Local {
    /// It happens once.
    One(Moment),
    /// It happens twice, because the clocks go back: the earlier instant, then the later.
    Twice(Moment, Moment),
    /// It never happens, because the clocks go forward.
    Never,
}

impl Zone {
    /// The zone of England.
    pub const LONDON: Self = Self(Tz::Europe__London);

    /// The zone with this IANA name, `Europe/London` for instance.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// The IANA name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Every instant at which a clock on the wall shows this date and time.
    ///
    /// The instants are compared: of an ambiguous time `chrono` may name the later instant "earliest".
    #[must_use]
    pub fn resolve(self, local: NaiveDateTime) -> Local {
        match self.0.from_local_datetime(&local) {
            chrono::LocalResult::Single(at) => Local::One(at.to_utc().into()),
            chrono::LocalResult::Ambiguous(one, other) => {
                let (one, other) = (Moment::from(one.to_utc()), Moment::from(other.to_utc()));
                Local::Twice(one.min(other), one.max(other))
            }
            chrono::LocalResult::None => Local::Never,
        }
    }

    /// The date and time on the wall at this instant.
    #[must_use]
    pub fn local(self, at: Moment) -> NaiveDateTime {
        let utc = at.utc().naive_utc();
        utc.checked_add_offset(self.offset(at)).unwrap_or(utc)
    }

    /// Whether two instants lie on the same day on the wall.
    #[must_use]
    pub fn is_same_day(self, one: Moment, other: Moment) -> bool {
        self.local(one).date() == self.local(other).date()
    }

    /// The offset from UTC in force at this instant.
    #[must_use]
    pub fn offset(self, at: Moment) -> FixedOffset {
        FixedOffset::east_opt(self.offset_seconds(at)).unwrap_or_else(|| self.rules(at).fix())
    }

    /// What the zone calls its time at this instant: `GMT`, `BST`.
    #[must_use]
    pub fn abbreviation(self, at: Moment) -> String {
        self.rules(at).abbreviation().unwrap_or_default().to_owned()
    }

    /// For a local time that never happens: the times between which the clocks jump that night.
    #[must_use]
    pub fn gap(self, local: NaiveDateTime) -> Option<(NaiveTime, NaiveTime)> {
        if self.resolve(local) != Local::Never {
            return None;
        }
        let jump = self.instant_of(local.and_utc().timestamp_millis());
        let last = self.local(Moment::from_millis(jump.millis() - 1));
        Some((last.checked_add_signed(TimeDelta::milliseconds(1))?.time(), self.local(jump).time()))
    }

    /// The instant at which a *computed* local time falls. A time that happens twice means the earlier instant; one
    /// that never happens means the instant of the change. So computed times never run backwards.
    #[must_use]
    pub fn computed(self, local: NaiveDateTime) -> Moment {
        self.instant_of(local.and_utc().timestamp_millis())
    }

    /// A local instant as people read it: `Thu 24 Dec 15:00`, with the zone's name where the hour happens twice.
    #[must_use]
    pub fn short(self, at: Moment) -> String {
        let mut text = String::with_capacity(20);
        self.write_short(&mut text, at);
        text
    }

    /// As [`Zone::short`], with the year: `Thu 24 Dec 2026 15:00`.
    #[must_use]
    pub fn long(self, at: Moment) -> String {
        let (day, minute) = self.day_and_minute(at);
        let mut text = String::with_capacity(24);
        write_day(&mut text, day);
        text.push(' ');
        text.push_str(&year_of(day).to_string());
        text.push(' ');
        write_minute(&mut text, minute);
        self.write_which(&mut text, at);
        text
    }

    /// A local date as people read it: `Thu 24 Dec`.
    #[must_use]
    pub fn short_date(self, at: Moment) -> String {
        let mut text = String::with_capacity(12);
        write_day(&mut text, self.day_and_minute(at).0);
        text
    }

    /// A local time of day as people read it: `15:00`.
    #[must_use]
    pub fn short_time(self, at: Moment) -> String {
        let mut text = String::with_capacity(8);
        write_minute(&mut text, self.day_and_minute(at).1);
        self.write_which(&mut text, at);
        text
    }

    /// The instant with its offset, for programs: `2026-12-24T15:00:00+00:00`.
    #[must_use]
    pub fn iso(self, at: Moment) -> String {
        let local: DateTime<FixedOffset> = at.utc().with_timezone(&self.offset(at));
        local.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false)
    }

    /// Appends [`Zone::short`] to `text`.
    pub(in crate::domain) fn write_short(self, text: &mut String, at: Moment) {
        let (day, minute) = self.day_and_minute(at);
        write_day(text, day);
        text.push(' ');
        write_minute(text, minute);
        self.write_which(text, at);
    }

    /// Appends ` BST` or ` GMT` where the local time happens twice and would else be in doubt.
    fn write_which(self, text: &mut String, at: Moment) {
        let near = 3 * 60 * MINUTE;
        let around = |by: i64| self.offset_millis(Moment::from_millis(at.millis().saturating_add(by)));
        if around(-near) > around(near) && matches!(self.resolve(self.local(at)), Local::Twice(..)) {
            text.push(' ');
            text.push_str(&self.abbreviation(at));
        }
    }

    /// The offset from UTC in milliseconds at this instant.
    pub(in crate::domain) fn offset_millis(self, at: Moment) -> i64 {
        i64::from(self.offset_seconds(at)) * 1000
    }

    fn offset_seconds(self, at: Moment) -> i32 {
        let rules = |millis| self.rules(Moment::from_millis(millis)).fix().local_minus_utc();
        if self == Self::LONDON { offsets::london(at.millis(), rules) } else { rules(at.millis()) }
    }

    /// What the zone's rules say.
    fn rules(self, at: Moment) -> TzOffset {
        self.0.offset_from_utc_datetime(&at.utc().naive_utc())
    }

    /// Local milliseconds since 1970-01-01 00:00 on the wall.
    pub(in crate::domain) fn local_millis(self, at: Moment) -> i64 {
        at.millis().saturating_add(self.offset_millis(at))
    }

    /// The local day and the whole minutes since its midnight.
    pub(in crate::domain) fn day_and_minute(self, at: Moment) -> (i64, u16) {
        let local = self.local_millis(at);
        let minute = local.rem_euclid(DAY) / MINUTE;
        (local.div_euclid(DAY), u16::try_from(minute).unwrap_or(0))
    }

    /// The instant at which this local day reaches this minute (0 to 1440); see [`Zone::computed`].
    pub(in crate::domain) fn instant(self, day: i64, minute: u16) -> Moment {
        self.instant_of(day.saturating_mul(DAY).saturating_add(i64::from(minute) * MINUTE))
    }

    /// The instant of a local time given in milliseconds; see [`Zone::computed`].
    pub(in crate::domain) fn instant_of(self, local: i64) -> Moment {
        let shifted = |by: i64| Moment::from_millis(local.saturating_add(by));
        let before = self.offset_millis(shifted(-DAY));
        let after = self.offset_millis(shifted(DAY));
        let first = shifted(-before);
        if before == after || self.offset_millis(first) == before {
            return first;
        }
        let second = shifted(-after);
        if self.offset_millis(second) == after {
            return second;
        }
        self.change_between(second.millis(), first.millis())
    }

    /// The first instant at which the offset is another one than at `from`; `None` if it is the same at `to`.
    pub(in crate::domain) fn change(self, from: Moment, to: Moment) -> Option<Moment> {
        (from < to && self.offset_millis(from) != self.offset_millis(to))
            .then(|| self.change_between(from.millis(), to.millis()))
    }

    /// The first instant after `low` at which the offset is no longer the one of `low`; it lies at or before `high`.
    fn change_between(self, mut low: i64, mut high: i64) -> Moment {
        let old = self.offset_millis(Moment::from_millis(low));
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.offset_millis(Moment::from_millis(middle)) == old {
                low = middle;
            } else {
                high = middle;
            }
        }
        Moment::from_millis(high)
    }
}

/// The number of a date: days since 1970-01-01.
pub(in crate::domain) fn day_of(date: NaiveDate) -> i64 {
    i64::from(date.to_epoch_days())
}

/// The date with this number; dates beyond the calendar are clamped.
pub(in crate::domain) fn date_of(day: i64) -> NaiveDate {
    let end = if day < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
    i32::try_from(day).ok().and_then(NaiveDate::from_epoch_days).unwrap_or(end)
}

/// The year in which a day lies.
pub(in crate::domain) fn year_of(day: i64) -> i32 {
    date_of(day).year()
}

/// Monday = 0 to Sunday = 6.
pub(in crate::domain) fn weekday_of(day: i64) -> usize {
    // 1970-01-01 was a Thursday.
    usize::try_from((day + 3).rem_euclid(7)).unwrap_or(0)
}

/// Appends `Thu 24 Dec`.
pub(in crate::domain) fn write_day(text: &mut String, day: i64) {
    const DAYS: [&str; 7] = ["Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "];
    const MONTHS: [&str; 12] =
        [" Jan", " Feb", " Mar", " Apr", " May", " Jun", " Jul", " Aug", " Sep", " Oct", " Nov", " Dec"];
    let date = date_of(day);
    text.push_str(DAYS.get(weekday_of(day)).copied().unwrap_or_default());
    let number = date.day();
    if number > 9 {
        text.push(digit(number / 10));
    }
    text.push(digit(number % 10));
    text.push_str(MONTHS.get(date.month0() as usize).copied().unwrap_or_default());
}

/// Appends `15:00`.
pub(in crate::domain) fn write_minute(text: &mut String, minute: u16) {
    let (hours, minutes) = (u32::from(minute / 60), u32::from(minute % 60));
    for number in [hours / 10, hours % 10] {
        text.push(digit(number));
    }
    text.push(':');
    for number in [minutes / 10, minutes % 10] {
        text.push(digit(number));
    }
}

fn digit(number: u32) -> char {
    char::from_digit(number % 10, 10).unwrap_or('0')
}
