//! Which copies are kept.

use chrono::{NaiveDate, NaiveDateTime};

use super::shelf::{Copy, Kept, name, not_kept, read_name};
use crate::domain::calendar::Zone;
use crate::domain::when::Moment;

fn at(date: NaiveDate, hour: u32) -> Moment {
    Zone::LONDON.computed(NaiveDateTime::new(date, chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap()))
}

fn copy(at: Moment, seq: i64, kept: Kept) -> Copy {
    Copy { name: name(at, seq, kept), at, seq, kept }
}

/// Copies of every day up to the last one, which is a Tuesday.
fn daily(days: i64) -> Vec<Copy> {
    let last: NaiveDate = "2026-11-24".parse().unwrap();
    (0..days).map(|n| copy(at(last - chrono::TimeDelta::days(days - 1 - n), 9), n + 1, Kept::Usual)).collect()
}

/// What is left after tidying, as days.
fn left(copies: &[Copy], now: Moment) -> Vec<String> {
    let gone = not_kept(copies, now);
    let left = copies.iter().filter(|copy| !gone.contains(copy));
    left.map(|copy| Zone::LONDON.local(copy.at).date().to_string()).collect()
}

#[test]
fn a_name_says_when_how_far_and_why() {
    let when = at("2026-11-24".parse().unwrap(), 14);
    for kept in [Kept::Usual, Kept::BeforeSchema(5)] {
        assert_eq!(read_name(&name(when, 41, kept)), Some((Some(when), 41, kept)));
    }
    assert_eq!(name(when, 41, Kept::BeforeSchema(5)), "20261124T140000Z-41-before-schema-5");
    for other in ["replaced-20261124T140000Z", "20261124T140000Z-41.unfinished-7", "notes", ""] {
        assert_eq!(read_name(other), None, "{other}");
    }
}

#[test]
fn after_a_year_of_days_seven_days_four_weeks_and_twelve_months_are_left() {
    let copies = daily(400);
    let now = at("2026-11-24".parse().unwrap(), 17);
    assert_eq!(
        left(&copies, now),
        [
            "2025-12-31",
            "2026-01-31",
            "2026-02-28",
            "2026-03-31",
            "2026-04-30",
            "2026-05-31",
            "2026-06-30",
            "2026-07-31",
            "2026-08-31",
            "2026-09-30",
            "2026-10-31",
            "2026-11-08",
            "2026-11-15",
            "2026-11-18",
            "2026-11-19",
            "2026-11-20",
            "2026-11-21",
            "2026-11-22",
            "2026-11-23",
            "2026-11-24",
        ]
    );
}

#[test]
fn tidying_every_day_keeps_the_same_as_tidying_once() {
    let all = daily(400);
    let mut kept: Vec<Copy> = Vec::new();
    for copy in &all {
        kept.push(copy.clone());
        let gone: Vec<String> = not_kept(&kept, copy.at).into_iter().map(|copy| copy.name.clone()).collect();
        kept.retain(|copy| !gone.contains(&copy.name));
    }
    assert_eq!(left(&kept, all[399].at), left(&all, all[399].at));
}

#[test]
fn the_newest_and_the_fullest_are_never_removed() {
    // The clock was set back a year: the newest by what it holds is not the newest by its date.
    let mut copies = daily(30);
    copies.insert(0, copy(at("2025-06-02".parse().unwrap(), 9), 900, Kept::Usual));
    let now = at("2025-06-03".parse().unwrap(), 9);
    assert!(left(&copies, now).contains(&"2025-06-02".to_owned()));
    assert!(left(&copies, now).contains(&"2026-11-24".to_owned()));
    assert_eq!(not_kept(&[], now), [] as [&Copy; 0]);
}

#[test]
fn a_copy_from_before_a_migration_is_kept_for_ninety_days() {
    let made = at("2026-08-27".parse().unwrap(), 9);
    let mut copies = daily(20);
    copies.insert(0, copy(made, 0, Kept::BeforeSchema(5)));
    let gone = |now| not_kept(&copies, now).iter().any(|copy| copy.kept != Kept::Usual);
    assert!(!gone(made + chrono::TimeDelta::days(89)));
    assert!(gone(made + chrono::TimeDelta::days(91)));
}

#[test]
fn nothing_made_today_is_removed() {
    let today = "2026-11-24".parse().unwrap();
    let copies: Vec<Copy> = (8..18).map(|hour| copy(at(today, hour), i64::from(hour), Kept::Usual)).collect();
    assert_eq!(not_kept(&copies, at(today, 18)), [] as [&Copy; 0]);
    let tomorrow = at("2026-11-25".parse().unwrap(), 9);
    assert_eq!(not_kept(&copies, tomorrow).len(), 9, "the last of the day stands for the others");
}
