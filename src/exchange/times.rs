//! Dates and times as people and programs write them: on the command line and in JSON.

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

use crate::domain::calendar::{Local, Zone};
use crate::domain::when::Moment;

const SHAPE: &str = "must be a date and time as 2026-11-24T14:10, with an offset if it is in doubt";

/// An instant from `2026-11-24T14:10`, local in the zone, or with an offset: `2026-11-24T14:10+00:00`.
///
/// # Errors
/// What is wrong with it. A local time that happens twice is refused with both readings, one that never happens with
/// the change of the clocks; neither is guessed.
pub fn instant(zone: Zone, text: &str) -> Result<Moment, String> {
    let (local, offset) = parse(text).ok_or(SHAPE)?;
    match offset {
        Some(offset) => local
            .and_local_timezone(offset)
            .single()
            .map(|at| Moment::from(at.to_utc()))
            .ok_or_else(|| SHAPE.to_owned()),
        None => local_instant(zone, local),
    }
}

/// The instant of a local time that happens just once.
///
/// # Errors
/// As [`instant`].
pub fn local_instant(zone: Zone, local: NaiveDateTime) -> Result<Moment, String> {
    match zone.resolve(local) {
        Local::One(at) => Ok(at),
        Local::Twice(earlier, later) => Err(format!(
            "happens twice, because the clocks go back. Say which: {} ({}, the earlier) or {} ({}, the later)",
            zone.iso(earlier),
            zone.abbreviation(earlier),
            zone.iso(later),
            zone.abbreviation(later),
        )),
        Local::Never => {
            let change = zone.gap(local).map_or_else(String::new, |(from, to)| {
                format!(": the clocks go from {} to {} that night", from.format("%H:%M"), to.format("%H:%M"))
            });
            Err(format!("never happens{change}"))
        }
    }
}

/// Date and time with nothing left out but seconds and offset.
fn parse(text: &str) -> Option<(NaiveDateTime, Option<FixedOffset>)> {
    let (date, rest) = text.split_once(['T', 't', ' '])?;
    let (time, offset) = match rest.find(['Z', 'z', '+', '-']) {
        Some(place) => {
            let (time, offset) = rest.split_at_checked(place)?;
            (time, Some(self::offset(offset)?))
        }
        None => (rest, None),
    };
    Some((self::date(date)?.and_time(self::time(time)?), offset))
}

fn date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let date = NaiveDate::from_ymd_opt(
        i32::try_from(digits(parts.next()?, 4)?).ok().filter(|year| (1970..3000).contains(year))?,
        digits(parts.next()?, 2)?,
        digits(parts.next()?, 2)?,
    );
    date.filter(|_| parts.next().is_none())
}

fn time(text: &str) -> Option<NaiveTime> {
    let mut parts = text.split(':');
    let (hours, minutes) = (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let (seconds, millis) = match parts.next() {
        None => (0, 0),
        Some(seconds) => match seconds.split_once('.') {
            None => (digits(seconds, 2)?, 0),
            Some((seconds, fraction)) => (digits(seconds, 2)?, thousandths(fraction)?),
        },
    };
    NaiveTime::from_hms_milli_opt(hours, minutes, seconds, millis).filter(|_| parts.next().is_none())
}

fn offset(text: &str) -> Option<FixedOffset> {
    if text.eq_ignore_ascii_case("z") {
        return FixedOffset::east_opt(0);
    }
    let (sign, rest) = text.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2).filter(|minutes| *minutes < 60)?);
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    FixedOffset::east_opt(if sign == "-" { -seconds } else { seconds })
}

/// A number of just so many digits.
fn digits(text: &str, length: usize) -> Option<u32> {
    (text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// One to nine decimals of a second, cut to thousandths.
fn thousandths(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 9 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    format!("{text:0<3}").get(..3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        instant(Zone::LONDON, text).map(|at| Zone::LONDON.iso(at))
    }

    #[test]
    fn a_local_time_is_read_in_the_zone() {
        assert_eq!(read("2026-11-24T14:10").unwrap(), "2026-11-24T14:10:00+00:00");
        assert_eq!(read("2026-07-24 14:10:30").unwrap(), "2026-07-24T14:10:30+01:00");
        assert_eq!(read("2026-07-24T14:10:30.25Z").unwrap(), "2026-07-24T15:10:30.250+01:00");
        assert_eq!(read("2026-07-24T14:10-01:30").unwrap(), "2026-07-24T16:40:00+01:00");
    }

    #[test]
    fn a_doubtful_time_is_refused_with_both_readings() {
        let refusal = read("2026-10-25T01:30").unwrap_err();
        assert!(refusal.contains("2026-10-25T01:30:00+01:00 (BST, the earlier)"), "{refusal}");
        assert!(refusal.contains("2026-10-25T01:30:00+00:00 (GMT, the later)"), "{refusal}");
        assert_eq!(read("2026-10-25T01:30+01:00").unwrap(), "2026-10-25T01:30:00+01:00");
        assert_eq!(read("2026-10-25T01:30+00:00").unwrap(), "2026-10-25T01:30:00+00:00");
    }

    #[test]
    fn a_time_that_never_happens_is_refused_with_the_reason() {
        let refusal = read("2027-03-28T01:30").unwrap_err();
        assert_eq!(refusal, "never happens: the clocks go from 01:00 to 02:00 that night");
    }

    #[test]
    fn nothing_but_the_one_shape_is_read() {
        for odd in [
            "",
            "2026-11-24",
            "14:10",
            "2026-11-24T14",
            "2026-11-24T24:00",
            "2026-11-24T14:60",
            "2026-11-24T14:10:60",
            "2026-02-30T14:10",
            "24-11-2026T14:10",
            "2026-11-24T14:10+0100",
            "2026-11-24T14:10+25:00",
            "2026-11-24T14:10 Europe/London",
            "2026-11-24T14:10:00.",
            "0026-11-24T14:10",
            "2026-11-24T1é:10",
        ] {
            assert!(read(odd).is_err(), "{odd}");
        }
    }
}
