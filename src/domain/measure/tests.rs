use proptest::prelude::*;

use super::*;
use crate::domain::calendar::tests::{at, hub, plain};

const HOUR: u32 = 60;

fn due_on(calendar: &Calendar, measure: &Measure, start: Moment) -> Moment {
    measure.due(start, calendar, &mut Vec::new()).unwrap()
}

fn due(measure: &Measure, start: &str) -> String {
    Zone::LONDON.short(due_on(&hub(), measure, at(start)))
}

fn steps(measure: &Measure, start: &str) -> Vec<String> {
    let mut steps = Vec::new();
    measure.due(at(start), &hub(), &mut steps).unwrap();
    steps
}

fn slots() -> Measure {
    Measure::Slot { at: ["10:00", "14:00"].map(|at| TimeOfDay::parse(at).unwrap()).to_vec() }
}

#[test]
fn elapsed_hours_move_on_the_wall_when_the_clocks_change() {
    let day = Measure::Elapsed { minutes: 24 * HOUR };
    assert_eq!(due(&day, "2026-03-25 10:00"), "Thu 26 Mar 10:00");
    assert_eq!(due(&day, "2026-10-24 12:00"), "Sun 25 Oct 11:00");
    assert_eq!(due(&day, "2026-03-28 12:00"), "Sun 29 Mar 13:00");
    assert!(steps(&day, "2026-10-24 12:00").iter().any(|step| step.contains("clocks change")));
}

#[test]
fn working_hours_count_only_while_the_desk_is_open() {
    let four = Measure::WorkingHours { minutes: 4 * HOUR };
    assert_eq!(due(&four, "2026-03-25 10:00"), "Wed 25 Mar 14:00");
    assert_eq!(due(&four, "2026-04-02 16:00"), "Tue 7 Apr 11:25");
    assert_eq!(due(&four, "2026-05-22 15:10"), "Tue 26 May 11:35");
    assert_eq!(due(&four, "2026-10-24 12:00"), "Mon 26 Oct 12:45");
    assert_eq!(due(&four, "2026-03-25 13:20"), "Wed 25 Mar 17:20", "what ends at close is due at close");
    assert_eq!(due(&four, "2026-03-25 17:20"), "Thu 26 Mar 12:45");
}

#[test]
fn the_working_week_counts_whole_working_days() {
    let day = Measure::WorkingWeek { minutes: 24 * HOUR };
    assert_eq!(due(&day, "2026-11-27 09:10"), "Mon 30 Nov 09:10");
    assert_eq!(due(&day, "2026-12-24 15:00"), "Tue 29 Dec 15:00");
    assert_eq!(due(&day, "2026-11-28 12:00"), "Tue 1 Dec 00:00", "Saturday's day is Monday");
    assert_eq!(due(&day, "2026-11-24 22:00"), "Wed 25 Nov 22:00");
}

#[test]
fn a_working_day_ends_at_close_whatever_the_hour_of_receipt() {
    let one = Measure::WorkingDays { days: 1 };
    assert_eq!(due(&one, "2026-12-24 15:00"), "Tue 29 Dec 17:20");
    assert_eq!(due(&one, "2026-12-24 00:01"), "Tue 29 Dec 17:20");
    assert_eq!(due(&one, "2026-12-24 23:59"), "Tue 29 Dec 17:20");
    assert_eq!(due(&one, "2026-11-26 10:00"), "Fri 27 Nov 16:20", "Friday closes earlier");
    assert_eq!(due(&one, "2026-11-28 10:00"), "Mon 30 Nov 17:20", "received while closed");
}

#[test]
fn the_steps_lead_from_receipt_to_close() {
    assert_eq!(
        steps(&Measure::WorkingDays { days: 1 }, "2026-12-24 15:00"),
        [
            "Fri 25 Dec is a bank holiday (Christmas Day)",
            "Sat 26 Dec is not a working day",
            "Sun 27 Dec is not a working day",
            "Mon 28 Dec is a bank holiday (Boxing Day (substitute day))",
            "Tue 29 Dec is working day 1",
            "due at close, Tue 29 Dec 17:20",
        ]
    );
    assert_eq!(
        steps(&Measure::WorkingHours { minutes: 4 * HOUR }, "2026-04-02 16:00"),
        [
            "4 hours of open desk time",
            "Thu 2 Apr 16:00 to 17:20 counts 1 hour 20 minutes",
            "Fri 3 Apr is a bank holiday (Good Friday)",
            "Sat 4 Apr is not a working day",
            "Sun 5 Apr is not a working day",
            "Mon 6 Apr is a bank holiday (Easter Monday)",
            "due Tue 7 Apr 11:25",
        ]
    );
    assert!(
        steps(&Measure::WorkingWeek { minutes: 24 * HOUR }, "2026-11-27 09:10")
            .contains(&"Fri 27 Nov 09:10 to 24:00 counts 14 hours 50 minutes".to_owned())
    );
}

#[test]
fn the_vectors_of_the_plain_desk_hold() {
    let plain = plain();
    let rows = [
        ("2026-03-25 10:00", ["26 Mar", "30 Mar", "17 Apr", "2 Jun"], "Wed 25 Mar 14:00"),
        ("2026-04-02 16:00", ["7 Apr", "9 Apr", "27 Apr", "10 Jun"], "Tue 7 Apr 11:00"),
        ("2026-05-22 15:10", ["26 May", "28 May", "15 Jun", "27 Jul"], "Tue 26 May 10:10"),
        ("2026-12-24 12:00", ["29 Dec", "31 Dec", "19 Jan", "2 Mar"], "Thu 24 Dec 16:00"),
        ("2027-12-24 16:45", ["29 Dec", "31 Dec", "19 Jan", "1 Mar"], "Wed 29 Dec 11:45"),
    ];
    for (received, days, hours) in rows {
        for (number, day) in [1, 3, 15, 45].into_iter().zip(days) {
            let due = due_on(&plain, &Measure::WorkingDays { days: number }, at(received));
            let text = Zone::LONDON.short(due);
            assert!(text.ends_with(&format!(" {day} 17:30")), "{received} + {number} working days: {text}");
        }
        let due = due_on(&plain, &Measure::WorkingHours { minutes: 4 * HOUR }, at(received));
        assert_eq!(Zone::LONDON.short(due), hours, "{received}");
    }
}

#[test]
fn the_same_day_ends_one_second_before_midnight() {
    let end = due_on(&hub(), &Measure::SameDay, at("2026-11-24 22:00"));
    assert_eq!(Zone::LONDON.iso(end), "2026-11-24T23:59:59+00:00");
    let last = Moment::from_millis(end.millis() + 500);
    assert_eq!(due_on(&hub(), &Measure::SameDay, last), last, "never before its start");
}

#[test]
fn a_slot_is_strictly_later_and_on_a_working_day() {
    assert_eq!(due(&slots(), "2026-11-24 09:59"), "Tue 24 Nov 10:00");
    assert_eq!(due(&slots(), "2026-11-24 10:00"), "Tue 24 Nov 14:00");
    assert_eq!(due(&slots(), "2026-11-24 14:00"), "Wed 25 Nov 10:00");
    assert_eq!(due(&slots(), "2026-11-27 15:00"), "Mon 30 Nov 10:00");
    assert_eq!(due(&slots(), "2026-12-25 09:00"), "Tue 29 Dec 10:00");
}

#[test]
fn a_clock_time_that_has_passed_cannot_be_met() {
    let measure = Measure::ClockTime { at: TimeOfDay::parse("15:00").unwrap() };
    assert_eq!(due(&measure, "2026-11-24 14:10"), "Tue 24 Nov 15:00");
    assert_eq!(
        measure.due(at("2026-11-24 15:01"), &hub(), &mut Vec::new()),
        Err("3pm had passed".to_owned())
    );
}

#[test]
fn calendar_days_keep_the_time_on_the_wall() {
    assert_eq!(due(&Measure::CalendarDays { days: 10 }, "2026-10-20 10:00"), "Fri 30 Oct 10:00");
    assert_eq!(due(&Measure::Weeks { weeks: 2 }, "2026-10-20 10:00"), "Tue 3 Nov 10:00");
    assert_eq!(
        due(&Measure::CalendarDays { days: 1 }, "2027-03-27 01:30"),
        "Sun 28 Mar 02:00",
        "it never is 01:30"
    );
}

#[test]
fn times_of_day_are_written_in_one_way_and_spoken_in_another() {
    for odd in ["9:00", "24:00", "09:60", "0900", "09:00:00", "+9:00", ""] {
        assert_eq!(TimeOfDay::parse(odd), None, "{odd}");
    }
    let spoken = |text| TimeOfDay::parse(text).unwrap().spoken();
    assert_eq!(spoken("15:00"), "3pm");
    assert_eq!(spoken("09:00"), "9am");
    assert_eq!(spoken("12:00"), "noon");
    assert_eq!(spoken("00:00"), "midnight");
    assert_eq!(spoken("14:30"), "14:30");
    assert_eq!(minutes_of("24:00"), Some(1440));
    assert_eq!(minutes_of("24:01"), None);
}

#[test]
fn measures_read_as_people_say_them() {
    assert_eq!(Measure::Elapsed { minutes: 90 }.to_string(), "1 hour 30 minutes elapsed");
    assert_eq!(Measure::WorkingDays { days: 1 }.to_string(), "1 working day");
    assert_eq!(slots().to_string(), "the next of 10:00, 14:00 on a working day");
}

/// Receipts of two and a half years, to the second.
fn starts() -> impl Strategy<Value = Moment> {
    (1_767_225_600_i64..1_846_000_000).prop_map(|seconds| Moment::from_millis(seconds * 1000))
}

fn measures() -> impl Strategy<Value = Measure> {
    prop_oneof![
        (1_u32..5000).prop_map(|minutes| Measure::Elapsed { minutes }),
        (1_u32..5000).prop_map(|minutes| Measure::WorkingHours { minutes }),
        (1_u32..9000).prop_map(|minutes| Measure::WorkingWeek { minutes }),
        (1_u32..50).prop_map(|days| Measure::WorkingDays { days }),
        Just(Measure::SameDay),
        Just(slots()),
        (1_u32..50).prop_map(|days| Measure::CalendarDays { days }),
        (1_u32..8).prop_map(|weeks| Measure::Weeks { weeks }),
    ]
}

/// The hour of the autumn night that happens for the second time. "The same local time" is then earlier than it was an
/// hour before, so the law of later receipts cannot hold for calendar days; it holds everywhere else.
fn is_repeated_hour(at: Moment) -> bool {
    use crate::domain::calendar::Local;
    matches!(Zone::LONDON.resolve(Zone::LONDON.local(at)), Local::Twice(..))
}

proptest! {
    #[test]
    fn a_later_receipt_never_falls_due_earlier(measure in measures(), one in starts(), other in starts()) {
        let (early, late) = (one.min(other), one.max(other));
        let by_wall = matches!(measure, Measure::CalendarDays { .. } | Measure::Weeks { .. });
        prop_assume!(!by_wall || !(is_repeated_hour(early) || is_repeated_hour(late)));
        prop_assert!(due_on(&hub(), &measure, early) <= due_on(&hub(), &measure, late));
    }

    #[test]
    fn a_minute_later_never_falls_due_earlier(measure in measures(), start in starts()) {
        let by_wall = matches!(measure, Measure::CalendarDays { .. } | Measure::Weeks { .. });
        let later = Moment::from_millis(start.millis() + 60_000);
        prop_assume!(!by_wall || !(is_repeated_hour(start) || is_repeated_hour(later)));
        prop_assert!(due_on(&hub(), &measure, start) <= due_on(&hub(), &measure, later));
    }

    #[test]
    fn a_deadline_never_lies_before_its_start(measure in measures(), start in starts()) {
        prop_assert!(due_on(&hub(), &measure, start) >= start);
    }

    #[test]
    fn working_hours_add_up(first in 0_u32..6000, second in 0_u32..6000, start in starts()) {
        let hours = |minutes| Measure::WorkingHours { minutes };
        let hub = hub();
        let in_two = due_on(&hub, &hours(second), due_on(&hub, &hours(first), start));
        prop_assert_eq!(in_two, due_on(&hub, &hours(first + second), start));
    }

    #[test]
    fn working_hours_hold_just_so_many_staffed_minutes(minutes in 1_u32..6000, start in starts()) {
        let due = due_on(&hub(), &Measure::WorkingHours { minutes }, start);
        prop_assert_eq!(hub().staffed_minutes(start, due), u64::from(minutes));
    }

    #[test]
    fn the_last_step_names_the_due_time(measure in measures(), start in starts()) {
        let mut steps = Vec::new();
        let due = measure.due(start, &hub(), &mut steps).unwrap();
        prop_assert!(steps.last().unwrap().ends_with(&Zone::LONDON.short(due)));
    }

    #[test]
    fn every_search_ends_even_at_the_edges_of_time(measure in measures(), millis in any::<i64>()) {
        let _ = measure.due(Moment::from_millis(millis), &hub(), &mut Vec::new());
    }
}
