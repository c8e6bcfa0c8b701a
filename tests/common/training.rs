//! What is known beforehand of a new training desk.

#![expect(unreachable_pub, reason = "shared by the tests that drive whole programs")]
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

use dutydesk::demo::cast::Cast;
use dutydesk::demo::scenario::scenario;
use dutydesk::domain::when::Moment;
use dutydesk::protocols;

/// The reference of the `nth` call that is begun on it: the contacts of the day behind it come first.
pub fn call(nth: usize) -> String {
    let protocol = protocols::built_in(protocols::DEFAULT).unwrap();
    let behind = scenario(&Cast::load().unwrap(), &protocol, Moment::from_millis(1_795_521_600_000)).unwrap();
    format!("R-{}", 1000 + behind.len() + nth)
}
