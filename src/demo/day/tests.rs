use tempfile::TempDir;

use super::*;
use crate::clock::ManualClock;

const MORNING: Moment = Moment::from_millis(1_795_521_600_000);
const WISH: Wish = Wish { at: None, speed: None, morning: MORNING, recorded: None };

struct Desk {
    dir: TempDir,
    real: Arc<ManualClock>,
}

impl Desk {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), real: Arc::new(ManualClock::new(Moment::from_millis(0))) }
    }

    fn enter(&self, wish: Wish) -> Result<Day, Error> {
        Day::enter(self.dir.path(), wish, self.real.clone())
    }

    fn kept(&self) -> Kept {
        let text = fs::read_to_string(self.dir.path().join(FILE)).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    fn glance(&self) -> Option<Moment> {
        glance(self.dir.path(), &*self.real).unwrap()
    }

    fn hours_pass(&self) {
        self.real.advance(TimeDelta::hours(5));
    }
}

/// Set times are equal to the second: the training clock itself runs on the workstation's.
fn about(one: Moment, other: Moment) -> bool {
    one.since(other).abs() < TimeDelta::seconds(30)
}

#[test]
fn a_new_day_begins_in_its_morning_or_where_it_is_set() {
    let desk = Desk::new();
    assert_eq!(desk.glance(), None);
    assert!(about(desk.enter(WISH).unwrap().clock().now(), MORNING));
    let noon = MORNING + TimeDelta::hours(4);
    assert!(about(Desk::new().enter(Wish { at: Some(noon), ..WISH }).unwrap().clock().now(), noon));
}

#[test]
fn terminals_on_one_desk_share_its_clock() {
    let desk = Desk::new();
    let _first = desk.enter(Wish { speed: Some(60), ..WISH }).unwrap();
    desk.real.advance(TimeDelta::minutes(1));
    let second = desk.enter(WISH).unwrap();
    assert!(about(second.clock().now(), MORNING + TimeDelta::hours(1)));
    assert!(about(desk.glance().unwrap(), MORNING + TimeDelta::hours(1)));
    assert_eq!(desk.kept().running.len(), 2);
}

#[test]
fn the_day_stops_with_the_last_terminal_and_goes_on_with_the_next() {
    let desk = Desk::new();
    drop(desk.enter(WISH).unwrap());
    desk.hours_pass();
    assert!(about(desk.glance().unwrap(), MORNING));
    assert!(about(desk.enter(WISH).unwrap().clock().now(), MORNING));
}

#[test]
fn a_killed_terminal_does_not_keep_the_day_running() {
    let desk = Desk::new();
    drop(desk.enter(WISH).unwrap());
    let mut kept = desk.kept();
    kept.running = vec![Terminal { pid: 1, started: 1, boot: "an earlier boot".into() }];
    fs::write(desk.dir.path().join(FILE), serde_json::to_string(&kept).unwrap()).unwrap();
    desk.hours_pass();
    assert!(about(desk.glance().unwrap(), MORNING));
    let recorded = MORNING + TimeDelta::minutes(7);
    let day = desk.enter(Wish { recorded: Some(recorded), ..WISH }).unwrap();
    assert!(about(day.clock().now(), recorded), "not before what was recorded");
}

#[test]
fn nobody_sets_the_clock_under_somebodys_hands() {
    let desk = Desk::new();
    let noon = MORNING + TimeDelta::hours(4);
    let _first = desk.enter(Wish { at: Some(noon), ..WISH }).unwrap();
    assert!(matches!(desk.enter(Wish { at: Some(MORNING), ..WISH }), Err(Error::Running)));
    assert!(matches!(desk.enter(Wish { speed: Some(9), ..WISH }), Err(Error::Running)));
    assert!(desk.enter(Wish { at: Some(noon), ..WISH }).is_ok(), "the same wish is no change");
}

#[test]
fn the_clock_may_be_set_back_when_nobody_is_there() {
    let desk = Desk::new();
    let late = MORNING + TimeDelta::hours(9);
    drop(desk.enter(Wish { at: Some(late), ..WISH }).unwrap());
    let day = desk.enter(Wish { at: Some(MORNING), recorded: Some(late), ..WISH }).unwrap();
    assert!(about(day.clock().now(), MORNING));
}

#[test]
fn an_arrival_is_given_to_one_terminal_only() {
    let desk = Desk::new();
    let (one, other) = (desk.enter(WISH).unwrap(), desk.enter(WISH).unwrap());
    assert_eq!(one.claim_arrival().unwrap(), None, "none is due yet");
    let make_due = || {
        let kept = Kept { next: MORNING - TimeDelta::hours(1), ..desk.kept() };
        fs::write(desk.dir.path().join(FILE), serde_json::to_string(&kept).unwrap()).unwrap();
    };
    make_due();
    assert_eq!(one.claim_arrival().unwrap(), Some(0));
    assert!(one.next_arrival().unwrap() >= MORNING, "an hour's calls do not come at once");
    make_due();
    assert_eq!(other.claim_arrival().unwrap(), Some(1));
}

#[test]
fn a_file_that_was_cut_off_begins_the_day_anew() {
    let desk = Desk::new();
    drop(desk.enter(WISH).unwrap());
    fs::write(desk.dir.path().join(FILE), "{\"at\":").unwrap();
    assert_eq!(desk.glance(), None);
    assert!(desk.enter(WISH).is_ok());
}
