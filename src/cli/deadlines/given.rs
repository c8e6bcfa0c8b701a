//! Facts as they are given on the command line or in a line of JSON: typed, complete, and refused with key and value.

use serde_json::{Map, Value};

use crate::domain::clocks::receipt;
use crate::domain::codes::{ContactKind, Rating, Route, Source};
use crate::domain::facts::{AgencyAsk, Facts};
use crate::domain::measure::TimeOfDay;
use crate::domain::protocol::Protocol;
use crate::domain::when::Moment;
use crate::exchange::times::{instant, local_instant};

/// Every key that gives a fact. A line of a batch may also say what time it is, by [`NOW`].
pub(super) const FACTS: [&str; 19] = [
    "received",
    "kind",
    "source",
    "professional",
    "collection",
    "open_case",
    "domestic_abuse",
    "other_authority",
    "in_writing",
    "rating",
    "route",
    "decided",
    "allocated",
    "written_received",
    "agency_asked",
    "rating_raised",
    "meeting_convened",
    "dispute_raised",
    "edt_received",
];

/// The key of the time from which staffed minutes are counted.
const NOW: &str = "now";

/// What is wrong with one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) key: String,
    /// The value as given, in JSON.
    pub(super) value: Option<String>,
    pub(super) message: String,
}

/// The facts, and the instant to count staffed minutes from.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) facts: Facts,
    pub(super) now: Moment,
}

/// Reads facts by key. `now` is used where the facts do not say; `received` where nobody does.
///
/// # Errors
/// Everything that is wrong with them.
pub(super) fn read(
    pairs: &[(String, Value)],
    protocol: &Protocol,
    now: Option<Moment>,
) -> Result<Given, Vec<Wrong>> {
    let mut reader = Reader { pairs, protocol, wrong: Vec::new() };
    reader.refuse_unknown();
    let received = reader.time("received");
    if received.is_none() && reader.value("received").is_none() {
        reader.refuse("received", None, "is missing: every clock needs it");
    }
    let facts = reader.facts(received.unwrap_or(Moment::from_millis(0)));
    let now = reader.time("now").or(now).unwrap_or(facts.received);
    if received.is_some() {
        reader.refuse_before_receipt(&facts);
    }
    if reader.wrong.is_empty() { Ok(Given { facts, now }) } else { Err(reader.wrong) }
}

struct Reader<'a> {
    pairs: &'a [(String, Value)],
    protocol: &'a Protocol,
    wrong: Vec<Wrong>,
}

impl<'a> Reader<'a> {
    fn facts(&mut self, received: Moment) -> Facts {
        let kind = self.coded("kind", "kind of contact", ContactKind::ALL, ContactKind::code);
        let source = self.coded("source", "source", Source::ALL, Source::code);
        let professional = self.flag("professional");
        let facts = Facts {
            source,
            professional: professional.unwrap_or_else(|| source.is_some_and(Source::is_professional)),
            collections: self.collections(received),
            open_case: self.flag("open_case").unwrap_or(false),
            domestic_abuse: self.flag("domestic_abuse").unwrap_or(false),
            other_authority: self.flag("other_authority").unwrap_or(false),
            in_writing: self.flag("in_writing").unwrap_or(false),
            rating: self.coded("rating", "rating", Rating::ALL, Rating::code),
            route: self.coded("route", "route", Route::ALL, Route::code),
            decided: self.time("decided"),
            allocated: self.time("allocated"),
            written_received: self.time("written_received"),
            agencies: self.agencies(),
            rating_raised: self.time("rating_raised"),
            meeting_convened: self.time("meeting_convened"),
            dispute_raised: self.time("dispute_raised"),
            edt_received: self.time("edt_received"),
            ..Facts::new(kind.unwrap_or(ContactKind::Referral), received)
        };
        self.refuse_unused(&facts);
        facts
    }

    fn refuse_unknown(&mut self) {
        for (place, (key, value)) in self.pairs.iter().enumerate() {
            if !FACTS.contains(&&**key) && key != NOW {
                self.refuse(
                    key,
                    Some(value),
                    format!("is no key. Keys are: {}", [&FACTS[..], &[NOW]].concat().join(", ")),
                );
            } else if self.pairs.iter().take(place).any(|(earlier, _)| earlier == key) {
                self.refuse(key, Some(value), "is given twice");
            }
        }
    }

    /// A rating or route that this protocol does not have cannot have been given.
    fn refuse_unused(&mut self, facts: &Facts) {
        let id = &self.protocol.id;
        if facts.rating.is_some_and(|rating| self.protocol.rating(rating).is_none()) {
            self.refuse("rating", self.value("rating"), format!("is not used by the protocol {id}"));
        }
        if facts.route.is_some_and(|route| self.protocol.route(route).is_none()) {
            self.refuse("route", self.value("route"), format!("is not used by the protocol {id}"));
        }
    }

    /// What follows from a contact cannot come before it.
    fn refuse_before_receipt(&mut self, facts: &Facts) {
        let receipt = receipt(facts);
        let times = [
            ("decided", facts.decided),
            ("allocated", facts.allocated),
            ("agency_asked", facts.agencies.iter().map(|ask| ask.at).min()),
            ("rating_raised", facts.rating_raised),
            ("meeting_convened", facts.meeting_convened),
            ("dispute_raised", facts.dispute_raised),
        ];
        for (key, at) in times {
            if at.is_some_and(|at| at < receipt) {
                let received = self.protocol.zone.long(receipt);
                self.refuse(
                    key,
                    self.value(key),
                    format!("lies before the contact was received, {received}"),
                );
            }
        }
    }

    /// The value of a key; `null` is no value.
    fn value(&self, key: &str) -> Option<&'a Value> {
        self.pairs.iter().find(|(given, value)| given == key && !value.is_null()).map(|(_, value)| value)
    }

    fn refuse(&mut self, key: &str, value: Option<&Value>, message: impl Into<String>) {
        let value = value.map(ToString::to_string);
        self.wrong.push(Wrong { key: key.to_owned(), value, message: message.into() });
    }

    fn flag(&mut self, key: &str) -> Option<bool> {
        let value = self.value(key)?;
        if value.as_bool().is_none() {
            self.refuse(key, Some(value), "must be true or false");
        }
        value.as_bool()
    }

    fn coded<T: Copy>(
        &mut self,
        key: &str,
        what: &str,
        all: &[T],
        code: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let value = self.value(key)?;
        // Source codes such as 6 may come as numbers.
        let text = value
            .as_str()
            .map_or_else(|| value.as_u64().map(|number| number.to_string()), |text| Some(text.to_owned()));
        let found = all
            .iter()
            .copied()
            .find(|one| text.as_deref().is_some_and(|text| text.eq_ignore_ascii_case(code(*one))));
        if found.is_none() {
            let codes: Vec<_> = all.iter().map(|one| code(*one)).collect();
            self.refuse(key, Some(value), format!("is no {what}. There are: {}", codes.join(", ")));
        }
        found
    }

    fn time(&mut self, key: &str) -> Option<Moment> {
        let value = self.value(key)?;
        self.instant(key, value)
    }

    fn instant(&mut self, key: &str, value: &Value) -> Option<Moment> {
        let read = value
            .as_str()
            .ok_or_else(|| "must be a date and time in quotes, as \"2026-11-24T14:10\"".to_owned())
            .and_then(|text| instant(self.protocol.zone, text));
        read.map_err(|message| self.refuse(key, Some(value), message)).ok()
    }

    /// Collection times: `15:15` is meant on the day of receipt.
    fn collections(&mut self, received: Moment) -> Vec<Moment> {
        let zone = self.protocol.zone;
        let mut collections = Vec::new();
        for value in self.values("collection") {
            let time = value.as_str().and_then(TimeOfDay::parse);
            if let Some(time) =
                time.and_then(|time| zone.local(received).date().and_hms_opt(hour(time), minute(time), 0))
            {
                match local_instant(zone, time) {
                    Ok(at) => collections.push(at),
                    Err(message) => self.refuse("collection", Some(value), message),
                }
            } else if value.as_str().is_some_and(|text| !text.contains(['T', 't', ' '])) {
                self.refuse(
                    "collection",
                    Some(value),
                    "must be a time as 15:15, or a date and time as 2026-11-24T15:15",
                );
            } else {
                collections.extend(self.instant("collection", value));
            }
        }
        collections
    }

    /// Agencies asked: a time, or an object with agency and time, or a list of these.
    fn agencies(&mut self) -> Vec<AgencyAsk> {
        let mut agencies = Vec::new();
        for value in self.values("agency_asked") {
            if let Some(object) = value.as_object() {
                agencies.extend(self.agency(value, object));
            } else if let Some(at) = self.instant("agency_asked", value) {
                agencies.push(AgencyAsk { agency: String::new(), at });
            }
        }
        agencies
    }

    fn agency(&mut self, value: &Value, object: &Map<String, Value>) -> Option<AgencyAsk> {
        let agency = object.get("agency").and_then(Value::as_str).filter(|name| !name.trim().is_empty());
        if let (Some(agency), Some(at), 2) = (agency, object.get("at"), object.len()) {
            let at = self.instant("agency_asked", at)?;
            return Some(AgencyAsk { agency: agency.to_owned(), at });
        }
        let shape = "must be a time, or {\"agency\": \"Police\", \"at\": \"2026-11-24T15:00\"}";
        self.refuse("agency_asked", Some(value), shape);
        None
    }

    /// One value, or each of a list.
    fn values(&self, key: &str) -> Vec<&'a Value> {
        match self.value(key) {
            None => Vec::new(),
            Some(Value::Array(list)) => list.iter().collect(),
            Some(one) => vec![one],
        }
    }
}

fn hour(time: TimeOfDay) -> u32 {
    u32::from(time.minutes() / 60)
}

fn minute(time: TimeOfDay) -> u32 {
    u32::from(time.minutes() % 60)
}
