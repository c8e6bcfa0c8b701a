use chrono::TimeDelta;
use proptest::prelude::*;

use super::super::calendar::tests::at;
use super::*;

const LONDON: Zone = Zone::LONDON;

fn general() -> Protocol {
    crate::protocols::built_in("general").unwrap()
}

fn desk() -> Calendar {
    general().desk().clone()
}

fn window(zoom: Zoom, now: &str) -> Window {
    Window::new(zoom, None, at(now), LONDON)
}

fn axis(zoom: Zoom, now: &str, most: usize) -> Axis {
    Axis::new(window(zoom, now), zoom, most, LONDON)
}

/// The local times at which the columns begin.
fn heads(axis: &Axis) -> Vec<String> {
    axis.columns().map(|(from, _)| LONDON.short(from)).collect()
}

#[test]
fn the_next_four_hours_begin_at_the_quarter_and_reach_beyond_the_fourth_hour() {
    let shown = window(Zoom::FourHours, "2026-11-24 14:10");
    assert_eq!((shown.from, shown.to), (at("2026-11-24 14:00"), at("2026-11-24 18:15")));
    assert!(shown.holds(at("2026-11-24 18:10")), "what is due in exactly four hours is shown");
}

#[test]
fn a_clock_of_24_hours_that_starts_now_stands_in_the_24_hours() {
    let shown = window(Zoom::TwentyFourHours, "2026-11-24 14:10");
    assert!(shown.holds(at("2026-11-25 14:10")));
    assert_eq!(axis(Zoom::TwentyFourHours, "2026-11-24 14:10", 99).columns().count(), 25);
    assert_eq!(axis(Zoom::TwentyFourHours, "2026-11-24 14:10", 13).step, 120);
}

#[test]
fn the_rest_of_the_day_ends_at_midnight_and_the_next_day_is_whole() {
    let shown = window(Zoom::Day, "2026-11-24 14:10");
    assert_eq!((shown.from, shown.to), (at("2026-11-24 14:00"), at("2026-11-25 00:00")));
    let now = at("2026-11-24 14:10");
    let begin = shown.moved(Zoom::Day, true, now, LONDON);
    let next = Window::new(Zoom::Day, begin, now, LONDON);
    assert_eq!((next.from, next.to), (at("2026-11-25 00:00"), at("2026-11-26 00:00")));
    assert_eq!(next.moved(Zoom::Day, false, now, LONDON), None, "back to now");
}

#[test]
fn the_night_in_which_the_clocks_go_back_has_25_hours_each_in_a_column_of_its_own() {
    let now = at("2026-10-24 12:30");
    let shown = Window::new(Zoom::Day, Some(at("2026-10-25 00:00")), now, LONDON);
    let axis = Axis::new(shown, Zoom::Day, 99, LONDON);
    let heads = heads(&axis);
    assert_eq!(heads.len(), 25);
    assert_eq!(heads[1..4], ["Sun 25 Oct 01:00 BST", "Sun 25 Oct 01:00 GMT", "Sun 25 Oct 02:00"]);
    assert!(axis.columns().all(|(from, to)| to.since(from) == TimeDelta::hours(1)));
}

#[test]
fn the_night_in_which_the_clocks_go_forward_has_23_hours_and_no_empty_column() {
    let now = at("2027-03-27 12:30");
    let shown = Window::new(Zoom::Day, Some(at("2027-03-28 00:00")), now, LONDON);
    let axis = Axis::new(shown, Zoom::Day, 99, LONDON);
    let heads = heads(&axis);
    assert_eq!(heads.len(), 23);
    assert_eq!(heads[..2], ["Sun 28 Mar 00:00", "Sun 28 Mar 02:00"]);
    let week = Axis::new(window(Zoom::Week, "2027-03-25 10:00"), Zoom::Week, 40, LONDON);
    assert!(week.columns().all(|(from, _)| [0, 360, 720, 1080].contains(&LONDON.day_and_minute(from).1)));
}

#[test]
fn long_columns_are_cut_at_their_times_on_the_wall_across_the_change() {
    let axis = axis(Zoom::ThreeDays, "2026-10-24 14:10", 12);
    assert_eq!(axis.step, 720);
    assert_eq!(
        heads(&axis),
        [
            "Sat 24 Oct 12:00",
            "Sun 25 Oct 00:00",
            "Sun 25 Oct 12:00",
            "Mon 26 Oct 00:00",
            "Mon 26 Oct 12:00",
            "Tue 27 Oct 00:00",
            "Tue 27 Oct 12:00",
        ]
    );
    let (from, to) = axis.columns().nth(1).unwrap();
    assert_eq!(to.since(from), TimeDelta::hours(13));
}

#[test]
fn over_a_weekend_the_emergency_duty_team_has_it() {
    let desk = desk();
    let hour = |text: &str| ground(&desk, at(text), at(text) + TimeDelta::hours(1));
    assert_eq!(hour("2026-11-27 15:00"), Ground::Open);
    assert_eq!(hour("2026-11-27 16:00"), Ground::Open, "until 16:20");
    assert_eq!(hour("2026-11-27 17:00"), Ground::Closed);
    assert_eq!(hour("2026-11-28 11:00"), Ground::Closed);
    assert_eq!(hour("2026-11-30 08:00"), Ground::Open, "from 08:45");
    let seconds = ground(&desk, at("2026-11-27 15:00"), at("2026-11-27 15:00") + TimeDelta::seconds(20));
    assert_eq!(seconds, Ground::Open);
}

#[test]
fn christmas_2026_is_marked_as_a_holiday_and_named_and_the_weekend_in_it_as_closed() {
    let desk = desk();
    let day = |text: &str| ground(&desk, at(text), at(text) + TimeDelta::hours(6));
    assert_eq!(day("2026-12-24 12:00"), Ground::Open);
    assert_eq!(day("2026-12-25 12:00"), Ground::Holiday);
    assert_eq!(day("2026-12-26 12:00"), Ground::Closed, "a Saturday");
    assert_eq!(day("2026-12-28 12:00"), Ground::Holiday);
    assert_eq!(holiday(&desk, at("2026-12-25 09:00")), Some("Christmas Day"));
    assert_eq!(holiday(&desk, at("2026-12-29 09:00")), None);
}

#[test]
fn meeting_slots_and_three_o_clock_are_marked_on_working_days_only() {
    let shown = Window::new(Zoom::ThreeDays, None, at("2026-12-24 11:00"), LONDON);
    let marks: Vec<String> =
        marks(&general(), shown).iter().map(|(at, mark)| format!("{} {mark:?}", LONDON.short(*at))).collect();
    assert_eq!(
        marks,
        ["Thu 24 Dec 10:00 Meeting", "Thu 24 Dec 14:00 Meeting", "Thu 24 Dec 15:00 School"],
        "then Christmas and a weekend"
    );
}

#[test]
fn an_instant_stands_in_the_cell_of_its_part_of_the_column() {
    let axis = axis(Zoom::Day, "2026-11-24 14:10", 99);
    assert_eq!(axis.cell(at("2026-11-24 14:00"), 4), Some(0));
    assert_eq!(axis.cell(at("2026-11-24 14:30"), 4), Some(2));
    assert_eq!(axis.cell(at("2026-11-24 15:00"), 4), Some(4));
    assert_eq!(axis.cell(at("2026-11-24 13:59"), 4), None);
    assert_eq!(axis.cell(at("2026-11-25 00:00"), 4), None, "midnight is the next day's");
    let cells: Vec<_> = axis.cells(4).collect();
    assert_eq!(cells.len(), 40);
    assert_eq!(cells[2].0, at("2026-11-24 14:30"));
}

#[test]
fn zooming_ends_at_the_nearest_and_the_widest() {
    assert_eq!(Zoom::FourHours.closer(), Zoom::FourHours);
    assert_eq!(Zoom::FourHours.wider(), Zoom::Day);
    assert_eq!(Zoom::Week.wider(), Zoom::Week);
}

#[test]
fn late_ones_are_counted_apart_and_never_in_a_column() {
    let now = at("2026-11-24 14:10");
    let dues = Dues::new(vec![
        (at("2026-11-24 14:05"), true),
        (at("2026-11-24 14:10"), false),
        (at("2026-11-24 15:00"), true),
        (at("2026-11-24 15:00"), false),
        (at("2026-11-25 00:00"), true),
    ]);
    let axis = axis(Zoom::Day, "2026-11-24 14:10", 99);
    assert_eq!(dues.before(now), Count { all: 1, red: 1 });
    let columns = dues.by_column(&axis, now);
    assert_eq!(columns[..2], [Count { all: 1, red: 0 }, Count { all: 2, red: 1 }]);
    assert_eq!(dues.from(at("2026-11-25 00:00")), Count { all: 1, red: 1 });
}

/// Minutes from the beginning of 2026 to the end of 2028.
fn minute() -> impl Strategy<Value = i64> {
    0_i64..3 * 366 * 24 * 60
}

fn moment(minute: i64) -> Moment {
    Moment::from_millis(at("2026-01-01 00:00").millis() + minute * MINUTE)
}

fn zoom() -> impl Strategy<Value = Zoom> {
    (0..Zoom::ALL.len()).prop_map(|n| Zoom::ALL[n])
}

proptest! {
    #[test]
    fn columns_rise_without_a_gap_from_end_to_end(now in minute(), ahead in prop::option::of(minute()), zoom in zoom(), most in 0_usize..200) {
        let now = moment(now);
        let window = Window::new(zoom, ahead.map(moment), now, LONDON);
        prop_assert!(window.from < window.to);
        let axis = Axis::new(window, zoom, most, LONDON);
        let columns: Vec<_> = axis.columns().collect();
        prop_assert_eq!(columns.first().map(|c| c.0), Some(window.from));
        prop_assert_eq!(columns.last().map(|c| c.1), Some(window.to));
        prop_assert!(columns.iter().all(|(from, to)| from < to));
        prop_assert!(columns.windows(2).all(|pair| pair[0].1 == pair[1].0));
        prop_assert!(columns.len() <= most.max(1));
        if ahead.is_none_or(|ahead| moment(ahead) <= now) {
            prop_assert!(window.holds(now));
        }
    }

    #[test]
    fn the_columns_hold_every_deadline_of_the_window_that_is_not_late(
        now in minute(), zoom in zoom(), most in 1_usize..80,
        dues in prop::collection::vec((minute(), any::<bool>()), 0..200),
        near in prop::collection::vec((-600_i64..12_000, any::<bool>()), 0..200),
    ) {
        let start = now;
        let now = moment(now);
        let all: Vec<(Moment, bool)> = dues.into_iter().map(|(at, red)| (moment(at), red))
            .chain(near.into_iter().map(|(by, red)| (moment(start + by), red))).collect();
        let window = Window::new(zoom, None, now, LONDON);
        let axis = Axis::new(window, zoom, most, LONDON);
        let dues = Dues::new(all.clone());
        let columns = dues.by_column(&axis, now);
        let shown: Vec<_> = all.iter().filter(|(at, _)| *at >= now && *at < window.to).collect();
        prop_assert_eq!(columns.iter().map(|c| c.all).sum::<usize>(), shown.len());
        prop_assert_eq!(columns.iter().map(|c| c.red).sum::<usize>(), shown.iter().filter(|(_, red)| *red).count());
        let outside = dues.before(now).all + dues.from(window.to).all;
        prop_assert_eq!(outside + shown.len(), all.len());
    }

    #[test]
    fn every_instant_of_the_window_has_a_cell_whose_stretch_holds_it(now in minute(), zoom in zoom(), most in 1_usize..60, wide in 1_u16..9, part in 0.0_f64..1.0) {
        let window = Window::new(zoom, None, moment(now), LONDON);
        let axis = Axis::new(window, zoom, most, LONDON);
        let whole = window.to.millis() - window.from.millis();
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a place within a week")]
        let inside = Moment::from_millis(window.from.millis() + (whole as f64 * part) as i64);
        let cell = axis.cell(inside, wide).unwrap();
        let (from, to) = axis.cells(wide).nth(usize::from(cell)).unwrap();
        prop_assert!(from <= inside && inside <= to);
    }
}
