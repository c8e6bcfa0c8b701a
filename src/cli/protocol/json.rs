//! A protocol as one JSON object: every value with its source.

use serde_json::{Map, Value, json};

use super::calendars;
use crate::domain::calendar::Calendar;
use crate::domain::measure::time_text;
use crate::domain::protocol::{ClockRule, Letters, Phrase, Protocol, RouteRule, Sourced, Timed, Timing};

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

pub(super) fn protocol(protocol: &Protocol) -> Value {
    json!({
        "id": protocol.id,
        "name": protocol.name,
        "version": protocol.version,
        "stamp": protocol.stamp(),
        "guidance": { "name": protocol.guidance.value, "basis": protocol.guidance.basis },
        "zone": protocol.zone.name(),
        "desk": protocol.desk.id,
        "calendars": calendars(protocol).map(|named| json!({
            "id": named.id,
            "title": named.title,
            "hours": hours(&named.calendar),
            "closures": named.calendar.closures()
                .map(|(date, name)| json!({ "date": date.to_string(), "name": name }))
                .collect::<Value>(),
            "basis": named.basis,
        })).collect::<Value>(),
        "ratings": protocol.ratings.iter().map(|rule| json!({
            "rating": rule.rating.code(),
            "meaning": rule.meaning.value,
            "locked_to": rule.locked_to,
            "basis": rule.meaning.basis,
        })).collect::<Value>(),
        "clocks": protocol.clocks.iter().map(|rule| clock(rule, protocol)).collect::<Value>(),
        "routes": protocol.routes.iter().map(route).collect::<Value>(),
        "jobs": protocol.jobs.iter().map(|job| json!({
            "job": job.job.code(), "name": job.name.value, "basis": job.name.basis,
        })).collect::<Value>(),
        "agencies": protocol.agencies.iter().map(|agency| json!({
            "name": agency.value, "basis": agency.basis,
        })).collect::<Value>(),
        "ladder": protocol.ladder.iter().map(|rung| json!({
            "name": rung.value, "basis": rung.basis,
        })).collect::<Value>(),
        "teams": protocol.teams.iter().map(|team| json!({ "name": team.value, "basis": team.basis })).collect::<Value>(),
        "allocation": { "checks": protocol.allocation.value, "basis": protocol.allocation.basis },
        "signed_by": protocol.letters.signed_by.as_ref().map(|signed| json!({
            "name": signed.value, "basis": signed.basis,
        })),
        "letters": letters(&protocol.letters),
        "retention": protocol.retention,
        "directory": protocol.directory.iter()
            .map(|(name, number)| json!({ "name": name, "number": number })).collect::<Vec<_>>(),
        "wording": protocol.wording.iter()
            .map(|(question, text)| (question.clone(), json!(text)))
            .collect::<Map<_, _>>(),
    })
}

/// Head, address and local words of letters. Who signs them stands under `signed_by`.
fn letters(letters: &Letters) -> Value {
    let lines = |lines: &Option<Sourced<Vec<String>>>| {
        lines.as_ref().map(|lines| json!({ "lines": lines.value, "basis": lines.basis }))
    };
    let phrase = |(phrase, words): &(Phrase, Sourced<String>)| {
        (phrase.code().to_owned(), json!({ "name": words.value, "basis": words.basis }))
    };
    json!({
        "letterhead": lines(&letters.letterhead),
        "address": lines(&letters.address),
        "wording": letters.phrases.iter().map(phrase).collect::<Map<_, _>>(),
    })
}

fn hours(calendar: &Calendar) -> Value {
    let open = DAYS.iter().zip(calendar.week()).filter_map(|(day, hours)| {
        let hours = (*hours)?;
        Some(((*day).to_owned(), json!(format!("{}-{}", time_text(hours.open()), time_text(hours.close())))))
    });
    Value::Object(open.collect())
}

fn clock(rule: &ClockRule, protocol: &Protocol) -> Value {
    let calendar = rule.calendar.and_then(|place| protocol.calendars.get(place));
    let (off, times) = match &rule.timing {
        Timing::Off { why } => (Some(why), Value::Null),
        Timing::Always(time) => (None, json!({ "always": timed(time) })),
        Timing::ByRating(times) => {
            let each = times.iter().map(|(rating, time)| (rating.code().to_owned(), timed(time)));
            (None, Value::Object(each.collect()))
        }
    };
    json!({
        "clock": rule.id.code(),
        "off": off,
        "times": times,
        "calendar": calendar.map_or(&protocol.desk.id, |named| &named.id),
        "late": rule.late.code(),
        "conflict": rule.conflict,
        "duty": rule.duty,
    })
}

fn timed(time: &Timed) -> Value {
    json!({ "measure": time.value.code(), "text": time.value.to_string(), "basis": time.basis })
}

fn route(rule: &RouteRule) -> Value {
    json!({
        "route": rule.route.code(),
        "off": rule.off,
        "expects": rule.expects.code(),
        "referrer": rule.referrer.code(),
        "family": rule.family.code(),
        "refuses_letters": rule.refuses_letters,
        "becomes_referral": rule.becomes_referral,
        "monthly_audit": rule.monthly_audit,
        "needs_name_and_reason": rule.needs_name_and_reason,
        "needs_agreement": rule.needs_agreement,
        "closed_within_days": rule.closed_within_days,
        "starts": rule.starts,
        "basis": rule.basis,
    })
}
