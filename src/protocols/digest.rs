//! What of a protocol decides when a duty falls due, told apart by eight hexadecimal digits.
//!
//! A file that is edited without a new version must not move deadlines unseen. What only people read (names, wording,
//! sources, the names of closures) does not count: it moves nothing.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::domain::measure::time_text;
use crate::domain::protocol::{ClockRule, NamedCalendar, Protocol, RouteRule, Timing};

/// How this program counts. Raised when a released program counts the same rules otherwise.
const COUNTING: &str = "counting 1";

/// The digest of a protocol.
pub(super) fn of(protocol: &Protocol) -> String {
    let mut hex = String::with_capacity(8);
    for byte in Sha256::digest(canonical(protocol)).iter().take(4) {
        // A text takes whatever is written to it.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// Everything that counts, a line each, in one way only.
fn canonical(protocol: &Protocol) -> String {
    let mut lines = vec![COUNTING.to_owned(), format!("zone {}", protocol.zone.name())];
    for named in std::iter::once(&protocol.desk).chain(&protocol.calendars) {
        lines.extend(calendar(named));
    }
    lines.extend(protocol.clocks.iter().flat_map(|rule| clock(rule, protocol)));
    lines.extend(protocol.routes.iter().map(route));
    lines.join("\n")
}

fn calendar(named: &NamedCalendar) -> Vec<String> {
    let hours = named.calendar.week().iter().map(|hours| {
        hours.map_or("-".to_owned(), |hours| {
            format!("{}-{}", time_text(hours.open()), time_text(hours.close()))
        })
    });
    let mut lines = vec![format!("calendar {} {}", named.id, hours.collect::<Vec<_>>().join(" "))];
    lines.extend(named.calendar.days_off().map(|day| format!("off {day}")));
    lines
}

fn clock(rule: &ClockRule, protocol: &Protocol) -> Vec<String> {
    let calendar = rule.calendar.and_then(|place| protocol.calendars.get(place));
    let on = calendar.map_or(&protocol.desk.id, |named| &named.id);
    let line = |rating: &str, measure: &str| format!("clock {} on {on} {rating} {measure}", rule.id.code());
    match &rule.timing {
        Timing::Off { .. } => vec![line("off", "")],
        Timing::Always(timed) => vec![line("always", &timed.value.to_string())],
        Timing::ByRating(times) => {
            times.iter().map(|(rating, timed)| line(rating.code(), &timed.value.to_string())).collect()
        }
    }
}

fn route(rule: &RouteRule) -> String {
    let starts: Vec<&str> = rule.starts.iter().map(|clock| clock.code()).collect();
    let (referrer, family) = (rule.referrer.is_owed(), rule.family.is_owed());
    let off = rule.off.is_some();
    format!("route {} off {off} owes {referrer} {family} starts {}", rule.route.code(), starts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::super::{BUILT_IN, parse};

    fn digest(text: &str) -> String {
        parse(text).unwrap().digest
    }

    #[test]
    fn only_what_moves_a_deadline_changes_the_digest() {
        let text = BUILT_IN[0].1;
        let same = digest(text);
        assert_eq!(same.len(), 8);
        assert_eq!(digest(&text.replace("General desk", "Another name")), same);
        assert_eq!(digest(&text.replace("version = \"1\"", "version = \"2\"")), same);
        let closure = "[[closures]]\nfrom = \"2026-12-24\"\nname = \"Christmas Eve\"\n";
        let closed = digest(&format!("{text}\n{closure}"));
        assert_ne!(closed, same);
        assert_eq!(digest(&format!("{text}\n{}", closure.replace("Christmas Eve", "Training"))), closed);
        assert_eq!(
            digest(&text.replace("years = 35", "years = 75")),
            same,
            "how long is kept moves no deadline"
        );
        assert_ne!(digest(&text.replacen("08:45-17:20", "08:45-17:30", 1)), same);
    }

    #[test]
    fn the_shipped_protocols_differ() {
        let [general, rotherham, cambridgeshire] = BUILT_IN.map(|(_, text)| digest(text));
        assert!(general != rotherham && rotherham != cambridgeshire && general != cambridgeshire);
    }
}
