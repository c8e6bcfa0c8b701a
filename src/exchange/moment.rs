//! Times as people and programs write them.

use chrono::{DateTime, NaiveDateTime};

use crate::domain::calendar::{Local, Zone};
use crate::domain::when::Moment;

/// Why a time was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// It is no time at all.
    #[error("a time looks like 2026-11-24T14:10, or 2026-11-24T14:10:00+00:00 with its offset")]
    NotATime,
    /// The clocks go back that night: two instants fit, and nobody but the writer knows which is meant.
    #[error("this time happens twice that night, because the clocks go back: write {earlier} or {later}")]
    Twice {
        /// The earlier reading, with its offset.
        earlier: String,
        /// The later reading, with its offset.
        later: String,
    },
    /// The clocks go forward that night.
    #[error("this time never happens, because the clocks go forward that night from {from} to {to}")]
    Never {
        /// The time at which the clocks jump.
        from: String,
        /// The time they jump to.
        to: String,
    },
}

/// Reads an instant: with an offset (`2026-11-24T14:10:00+00:00`, `…Z`) or as a local time of the zone.
///
/// # Errors
/// [`Doubt`], never a guess.
pub fn moment(text: &str, zone: Zone) -> Result<Moment, Doubt> {
    let text = text.trim();
    let with_offset = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%#z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M%#z"));
    if let Ok(at) = with_offset {
        return Ok(at.to_utc().into());
    }
    let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .ok_or(Doubt::NotATime)?;
    match zone.resolve(local) {
        Local::One(at) => Ok(at),
        Local::Twice(earlier, later) => {
            Err(Doubt::Twice { earlier: zone.iso(earlier), later: zone.iso(later) })
        }
        Local::Never => {
            let shown = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
            let (from, to) = zone.gap(local).ok_or(Doubt::NotATime)?;
            Err(Doubt::Never { from: shown(from), to: shown(to) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        moment(text, Zone::LONDON).map(|at| at.to_string()).map_err(|doubt| doubt.to_string())
    }

    #[test]
    fn a_time_is_read_with_its_offset_or_as_local() {
        for text in ["2026-07-01T14:10:00+01:00", "2026-07-01T14:10", "2026-07-01 14:10", "2026-07-01T13:10Z", "2026-07-01T14:10+01:00"] {
            assert_eq!(read(text).unwrap(), "2026-07-01T13:10:00Z", "{text}");
        }
    }

    #[test]
    fn a_time_that_happens_twice_is_refused_with_both_readings() {
        let refusal = read("2026-10-25T01:30").unwrap_err();
        assert!(refusal.contains("2026-10-25T01:30:00+01:00 or 2026-10-25T01:30:00+00:00"), "{refusal}");
        assert_eq!(read("2026-10-25T01:30:00+01:00").unwrap(), "2026-10-25T00:30:00Z");
        assert_eq!(read("2026-10-25T01:30+00:00").unwrap(), "2026-10-25T01:30:00Z");
    }

    #[test]
    fn a_time_that_never_happens_is_refused() {
        let refusal = read("2027-03-28T01:30").unwrap_err();
        assert!(refusal.contains("from 01:00 to 02:00"), "{refusal}");
    }

    #[test]
    fn anything_else_is_no_time() {
        for text in ["", "14:10", "24/11/2026 14:10", "2026-13-01T14:10", "tomorrow"] {
            assert!(moment(text, Zone::LONDON) == Err(Doubt::NotATime), "{text}");
        }
    }
}
