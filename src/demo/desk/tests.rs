use chrono::TimeDelta;
use tempfile::TempDir;

use super::*;
use crate::clock::ManualClock;
use crate::protocols;
use crate::store::board;

struct Place {
    dir: TempDir,
    real: Arc<ManualClock>,
    protocol: Protocol,
}

impl Place {
    fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            real: Arc::new(ManualClock::new(Moment::from_millis(1_700_000_000_000))),
            protocol: protocols::built_in("general").unwrap(),
        }
    }

    fn open(&self, wanted: Wanted) -> Result<Training, Error> {
        open(&Paths::new(self.dir.path()), wanted, &self.protocol, self.real.clone(), &mut |_| ())
    }

    fn contacts(training: &Training) -> usize {
        board::open(training.store.conn()).unwrap()
    }
}

#[test]
fn a_new_training_desk_has_a_day_behind_it_and_stands_at_eight_past_two() {
    let place = Place::new();
    let training = place.open(Wanted::default()).unwrap();
    assert!(training.store.is_training());
    assert!((12..=18).contains(&Place::contacts(&training)));
    let now = training.day.clock().now();
    assert_eq!(place.protocol.zone.long(now), "Tue 24 Nov 2026 14:08");
}

#[test]
fn opening_it_again_adds_nothing() {
    let place = Place::new();
    let before = Place::contacts(&place.open(Wanted::default()).unwrap());
    assert_eq!(Place::contacts(&place.open(Wanted::default()).unwrap()), before);
}

#[test]
fn a_desk_can_be_filled_to_the_number_wanted() {
    let place = Place::new();
    let wanted = Wanted { open: Some(40), closed: 25, ..Wanted::default() };
    let mut training = place.open(wanted).unwrap();
    assert_eq!(Place::contacts(&training), 40);
    let last: i64 = meta::need(training.store.conn(), meta::LAST_CONTACT).unwrap();
    assert!(last >= 1000 + 65, "{last}");
    assert!(training.store.verify().unwrap().is_good());
    assert_eq!(Place::contacts(&Place::new().open(Wanted { open: Some(3), ..wanted }).unwrap()), 3);
    drop(training);
    assert!(matches!(place.open(wanted), Err(Error::Furnished)));
}

#[test]
fn a_fresh_desk_throws_the_old_one_away_unless_somebody_has_it_open() {
    let place = Place::new();
    let fresh = Wanted { fresh: true, ..Wanted::default() };
    let training = place.open(Wanted { open: Some(40), ..fresh }).unwrap();
    assert!(matches!(place.open(fresh), Err(Error::Open)));
    assert_eq!(Place::contacts(&training), 40);
    drop(training);
    assert!(Place::contacts(&place.open(fresh).unwrap()) < 20);
}

#[test]
fn a_set_clock_sets_the_day_of_a_new_desk() {
    let place = Place::new();
    let at = morning(&place.protocol) + TimeDelta::days(30);
    let training = place.open(Wanted { at: Some(at), ..Wanted::default() }).unwrap();
    assert!(training.day.clock().now().since(at) < TimeDelta::seconds(30));
    assert!(recorded(&training.store).unwrap().unwrap() <= at);
}

#[test]
fn an_arrival_is_filed_once() {
    let place = Place::new();
    let training = place.open(Wanted { speed: Some(0), ..Wanted::default() }).unwrap();
    let before = Place::contacts(&training);
    assert!(!arrive(place.dir.path(), &training.day, &place.protocol).unwrap(), "none is due yet");
    assert_eq!(Place::contacts(&training), before);
    drop(training);
    // So fast a clock that the next arrival is due at once.
    let training = place.open(Wanted { speed: Some(u32::MAX), ..Wanted::default() }).unwrap();
    let mut arrived = false;
    for _ in 0..1_000 {
        arrived = arrived || arrive(place.dir.path(), &training.day, &place.protocol).unwrap();
        if arrived {
            break;
        }
    }
    assert!(arrived);
    assert_eq!(Place::contacts(&training), before + 1);
}
