//! Calls that come in while a training desk runs: every few minutes a colleague files one.

use chrono::TimeDelta;

use super::cast::Cast;
use super::random::Dice;
use super::{Error, person, step};
use crate::domain::event::Recorded;
use crate::domain::protocol::Protocol;
use crate::domain::when::Moment;

/// Fewest and most minutes from one arrival to the next.
const GAP: (u32, u32) = (4, 11);
/// Keeps the seeds of arrivals apart from those of the day.
const SEED: u64 = 0xA771_7A15;
/// Who takes calls beside the person in training.
const TAKERS: [&str; 2] = ["r.dummerton", "a.sampleton"];

/// How long after the arrival before it the `n`-th arrival comes in.
#[must_use]
pub fn gap(n: u64) -> TimeDelta {
    TimeDelta::minutes(i64::from(dice(n).between(GAP.0, GAP.1)))
}

/// The history of the `n`-th arrival, a call of a few minutes that is filed at `at`.
///
/// # Errors
/// If the built-in data do not read, or a rule refuses the call.
pub fn arrival(cast: &Cast, protocol: &Protocol, n: u64, at: Moment) -> Result<Vec<Recorded>, Error> {
    let mut dice = dice(n);
    // The first throw is the gap's.
    dice.throw();
    let missing = || Error::Data { what: "stories", why: "there are none".to_owned() };
    let story = dice.pick(&cast.stories).ok_or_else(missing)?;
    let received = at - TimeDelta::minutes(i64::from(dice.between(2, 6)));
    let taker = dice.pick(&TAKERS).and_then(|user| person(user)).ok_or_else(missing)?;
    let intake = story.call(cast, &mut dice, protocol.zone.local(at).date());
    Ok(step::file(intake, received, at, &taker, protocol)?.history)
}

fn dice(n: u64) -> Dice {
    Dice::new(SEED.wrapping_add(n.wrapping_mul(0x9E37)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocols;

    const NOON: Moment = Moment::from_millis(1_795_521_600_000);

    #[test]
    fn arrivals_differ_and_each_comes_out_the_same_again() {
        let (cast, protocol) = (Cast::load().unwrap(), protocols::built_in("general").unwrap());
        let arrive = |n| arrival(&cast, &protocol, n, NOON).unwrap();
        assert_eq!(arrive(3), arrive(3));
        let mut concerns: Vec<String> =
            (0..30).map(|n| step::begin(arrive(n)).unwrap().summary().concern).collect();
        concerns.sort();
        concerns.dedup();
        assert!(concerns.len() > 8, "{concerns:?}");
    }

    #[test]
    fn a_call_comes_every_few_minutes() {
        for n in 0..50 {
            assert!((4..=11).contains(&gap(n).num_minutes()));
        }
    }
}
