//! Ratings, routes, jobs, agencies and wording.

use super::clocks::ReadClock;
use super::load::{named, sourced};
use super::reader::{Reader, Table, offer};
use crate::domain::clocks::ClockId;
use crate::domain::codes::{Rating, Route};
use crate::domain::protocol::{Expects, Job, JobName, RatingRule, RouteRule, Sourced, Telling, Timing};
use crate::domain::unseen;

const ROUTE: [&str; 12] = [
    "off",
    "expects",
    "referrer",
    "family",
    "refuses_letters",
    "becomes_referral",
    "monthly_audit",
    "needs_name_and_reason",
    "needs_agreement",
    "closed_within_days",
    "starts",
    "basis",
];

/// The clocks that a route may start; all others follow from the contact itself.
const STARTED_BY_ROUTE: [ClockId; 8] = [
    ClockId::Written48h,
    ClockId::S47Action,
    ClockId::StrategyDiscussion,
    ClockId::Consultation,
    ClockId::AgencyReturn,
    ClockId::Stage2Decision,
    ClockId::FamilyVisit,
    ClockId::Oversight,
];

/// Reads `[ratings.*]`: red, amber and green must be there, blue may be left out.
pub(super) fn ratings(reader: &mut Reader<'_>, root: &Table<'_>) -> Vec<RatingRule> {
    let Some(tables) = reader.needed_table(root, "ratings") else { return Vec::new() };
    let codes: Vec<&str> = Rating::ALL.iter().map(|rating| rating.code()).collect();
    for key in tables.keys() {
        if !codes.contains(&&*key.value) {
            reader.wrong_key(&key, format!("there is no rating of that name.{}", offer(&key.value, &codes)));
        }
    }
    let mut ratings = Vec::new();
    for rating in Rating::ALL.iter().copied() {
        if !tables.has(rating.code()) {
            if rating != Rating::Blue {
                reader.missing(&tables, rating.code(), "red, amber and green must each say what they mean");
            }
            continue;
        }
        let Some(table) = reader.table(&tables, rating.code()) else { continue };
        reader.refuse_unknown(&table, &["meaning", "locked_to", "basis"]);
        let (meaning, basis) = (reader.text(&table, "meaning"), reader.text(&table, "basis"));
        let mut locked_to = Vec::new();
        for found in reader.texts(&table, "locked_to") {
            let Some(route) = reader.coded(&found, "route", Route::ALL, Route::code) else { continue };
            if ratings.iter().any(|other: &RatingRule| other.locked_to.contains(&route)) {
                reader.wrong(&found, "is locked to another rating already");
            }
            locked_to.push(route);
        }
        if let (Some(value), Some(basis)) = (meaning, basis) {
            ratings.push(RatingRule { rating, meaning: Sourced { value, basis }, locked_to });
        }
    }
    ratings
}

/// Reads `[routes.*]`: every route must be there, if only to be off.
pub(super) fn routes(
    reader: &mut Reader<'_>,
    root: &Table<'_>,
    ratings: &[RatingRule],
    clocks: &[ReadClock],
) -> Vec<RouteRule> {
    let Some(tables) = reader.needed_table(root, "routes") else { return Vec::new() };
    let codes: Vec<&str> = Route::ALL.iter().map(|route| route.code()).collect();
    for key in tables.keys() {
        if !codes.contains(&&*key.value) {
            reader.wrong_key(&key, format!("there is no route of that name.{}", offer(&key.value, &codes)));
        }
    }
    let mut routes = Vec::new();
    for route in Route::ALL.iter().copied() {
        if !tables.has(route.code()) {
            let message =
                format!("the route is missing. Add [routes.{route}], with off = \"why\" if it is not used");
            reader.missing(&tables, route.code(), message);
        } else if let Some(table) = reader.table(&tables, route.code()) {
            routes.extend(self::route(reader, &table, route, ratings, clocks));
        }
    }
    routes
}

fn route(
    reader: &mut Reader<'_>,
    table: &Table<'_>,
    route: Route,
    ratings: &[RatingRule],
    clocks: &[ReadClock],
) -> Option<RouteRule> {
    reader.refuse_unknown(table, &ROUTE);
    let off = reader.maybe_text(table, "off").map(|found| found.value);
    let expects = expects(reader, table, route, ratings);
    let referrer = telling(reader, table, "referrer");
    let family = telling(reader, table, "family");
    let starts = starts(reader, table, clocks);
    let refuses_letters = reader.flag(table, "refuses_letters", false);
    if refuses_letters && [referrer, family].contains(&Some(Telling::Letter)) {
        reader.wrong_table(table, "refuses letters and yet tells somebody by letter");
    }
    let becomes_referral = reader.flag(table, "becomes_referral", true);
    let monthly_audit = reader.flag(table, "monthly_audit", false);
    let needs_name_and_reason = reader.flag(table, "needs_name_and_reason", false);
    let needs_agreement = reader.flag(table, "needs_agreement", false);
    let closed_within_days = reader.number(table, "closed_within_days", &(1..=3660));
    let basis = reader.text(table, "basis");
    Some(RouteRule {
        route,
        off,
        expects: expects?,
        referrer: referrer?,
        family: family?,
        refuses_letters,
        becomes_referral,
        monthly_audit,
        needs_name_and_reason,
        needs_agreement,
        closed_within_days,
        starts,
        basis: basis?,
    })
}

fn expects(
    reader: &mut Reader<'_>,
    table: &Table<'_>,
    route: Route,
    ratings: &[RatingRule],
) -> Option<Expects> {
    let found = reader.needed_text(table, "expects")?;
    let expects = reader.coded(&found, "rating", Expects::ALL, Expects::code)?;
    let Some(rating) = Rating::from_code(expects.code()) else { return Some(expects) };
    let rule = ratings.iter().find(|rule| rule.rating == rating);
    let locked = ratings.iter().find(|rule| rule.locked_to.contains(&route));
    if rule.is_none() && !ratings.is_empty() {
        reader.wrong(&found, "this protocol does not use that rating: it is not among [ratings]");
    } else if let Some(locked) = locked.filter(|locked| locked.rating != rating) {
        reader.wrong(&found, format!("the route is locked to {}", locked.rating));
    }
    Some(expects)
}

fn telling(reader: &mut Reader<'_>, table: &Table<'_>, key: &str) -> Option<Telling> {
    let found = reader.needed_text(table, key)?;
    reader.coded(&found, "way of telling", Telling::ALL, Telling::code)
}

fn starts(reader: &mut Reader<'_>, table: &Table<'_>, clocks: &[ReadClock]) -> Vec<ClockId> {
    let mut starts = Vec::new();
    for found in reader.texts(table, "starts") {
        let Some(id) = reader.coded(&found, "clock", ClockId::ALL, ClockId::code) else { continue };
        let off =
            clocks.iter().any(|read| read.rule.id == id && matches!(read.rule.timing, Timing::Off { .. }));
        if off {
            reader.wrong(&found, "this clock is off");
        } else if !STARTED_BY_ROUTE.contains(&id) {
            reader.wrong(&found, "no route starts this clock: it follows from the contact itself");
        } else if starts.contains(&id) {
            reader.wrong(&found, "stands here twice");
        }
        starts.push(id);
    }
    starts
}

/// Reads `[jobs]`.
pub(super) fn jobs(reader: &mut Reader<'_>, root: &Table<'_>) -> Vec<JobName> {
    let Some(table) = reader.table(root, "jobs") else { return Vec::new() };
    let codes: Vec<&str> = Job::ALL.iter().map(|job| job.code()).collect();
    reader.refuse_unknown(&table, &codes);
    let name = |job: Job| sourced(reader, &table, job.code()).map(|name| JobName { job, name });
    Job::ALL.iter().copied().filter_map(name).collect()
}

/// Reads a list of names with their sources: `[[agencies]]`, `[[ladder]]`.
pub(super) fn named_list(reader: &mut Reader<'_>, root: &Table<'_>, section: &str) -> Vec<Sourced<String>> {
    let tables = reader.tables(root, section);
    tables.iter().filter_map(|table| named(reader, table)).collect()
}

/// Reads `[wording]`, a text for each question id, or `[directory]`, a number for each name.
pub(super) fn texts(reader: &mut Reader<'_>, root: &Table<'_>, section: &str) -> Vec<(String, String)> {
    let Some(table) = reader.table(root, section) else { return Vec::new() };
    let mut texts = Vec::new();
    for key in table.keys() {
        if !unseen::is_plain_line(&key.value) {
            reader.wrong_key(&key, "this name holds control characters or characters that nobody sees");
        } else if let Some(text) = reader.text(&table, &key.value) {
            texts.push((key.value, text));
        }
    }
    texts
}
