use super::*;
use crate::domain::clocks::Outcome;
use crate::domain::codes::{Rating, Route, Source};
use crate::domain::contact::Summary;
use crate::domain::schema;
use crate::exchange::times::instant;
use crate::protocols;

fn day(at: &str) -> (Moment, Vec<Contact>) {
    let protocol = protocols::built_in("general").unwrap();
    let at = instant(protocol.zone, at).unwrap();
    let cast = Cast::load().unwrap();
    let contacts = scenario(&cast, &protocol, at).unwrap();
    assert!(contacts.is_sorted_by_key(|(received, _)| *received));
    (at, contacts.into_iter().map(|(_, history)| step::begin(history).unwrap()).collect())
}

fn default_day() -> (Moment, Vec<Contact>) {
    day("2026-11-24T14:08")
}

#[test]
fn the_day_has_a_contact_in_every_state() {
    let (at, contacts) = default_day();
    let open: Vec<Summary> = contacts.iter().filter(|c| c.is_open()).map(Contact::summary).collect();
    assert!((14..=18).contains(&open.len()), "{} open", open.len());
    let any = |what: &str, test: &dyn Fn(&Summary) -> bool| assert!(open.iter().any(test), "{what}");
    any("late", &|row| row.is_late(at));
    any("red and decided", &|row| row.rating == Some(Rating::Red) && row.route == Some(Route::S47));
    any("red and undecided", &|row| row.rating == Some(Rating::Red) && row.route.is_none());
    any("unrated", &|row| row.rating.is_none());
    any("untold", &|row| !row.told && row.tries > 0);
    any("allocated", &|row| row.owner.is_some());
    any("decided and told", &|row| row.route.is_some() && row.told);
    any("a written referral owed", &|row| row.written_owed);
    any("a domestic abuse review", &|row| row.duties.iter().any(|d| d.clock == ClockId::DaReview));
    any("another authority", &|row| row.duties.iter().any(|d| d.clock == ClockId::CrossBoundary));
    any("a consultation", &|row| row.duties.iter().any(|d| d.clock == ClockId::Consultation));
    any("an own deadline", &|row| row.duties.iter().any(|d| d.clock == ClockId::Custom));
    any("a school to be told today", &|row| {
        row.source == Some(Source::School)
            && row.duties.iter().any(|d| d.clock == ClockId::FeedbackSchool && d.due > at)
    });
    for rating in Rating::ALL.iter().filter(|rating| **rating != Rating::Blue) {
        any(rating.label(), &|row| row.rating == Some(*rating));
    }
    assert!(contacts.iter().any(|c| !c.is_open()), "something was finished, too");
}

#[test]
fn a_teacher_who_rang_after_three_could_not_be_told_by_then() {
    let (_, contacts) = default_day();
    let not_achievable = contacts.iter().any(|contact| {
        contact.clocks.iter().any(|clock| {
            clock.deadline.clock == ClockId::FeedbackSchool
                && matches!(clock.deadline.outcome, Outcome::NotAchievable { .. })
        })
    });
    assert!(not_achievable);
}

#[test]
fn nothing_happens_in_the_future_or_before_what_it_follows() {
    for at in [
        "2026-11-24T14:08",
        "2026-11-23T08:46",
        "2026-11-22T03:00",
        "2027-01-04T09:00",
        "2026-10-25T01:30+01:00",
    ] {
        let (now, contacts) = day(at);
        for contact in &contacts {
            let times: Vec<Moment> = contact.history.iter().map(|recorded| recorded.at).collect();
            assert!(times.is_sorted() && times.iter().all(|t| *t <= now), "{at}: {times:?}");
            assert!(contact.received.received <= contact.history[0].at);
        }
    }
}

#[test]
fn the_same_day_comes_out_the_same() {
    assert_eq!(default_day(), default_day());
}

#[test]
fn calls_in_hours_come_while_the_desk_is_open() {
    let (_, contacts) = default_day();
    let protocol = protocols::built_in("general").unwrap();
    let closed = contacts.iter().filter(|c| !protocol.desk().is_open(c.received.received));
    assert_eq!(closed.count(), 1, "only the one out of hours");
}

#[test]
fn names_of_a_day_are_not_all_alike() {
    let (_, contacts) = default_day();
    let mut names: Vec<String> =
        contacts.iter().filter_map(|c| c.summary().child).map(|child| child.full()).collect();
    let all = names.len();
    names.sort();
    names.dedup();
    assert!(names.len() + 2 >= all, "{names:?}");
    assert!(contacts.iter().filter_map(|c| schema::source(c.intake())).any(|s| !s.is_professional()));
}
