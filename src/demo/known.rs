//! Whom a training desk knows before anybody rings: many of the children that calls of its day are about, with their brothers,
//! sisters and mothers, and others whom nobody rings about.

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::cast::Cast;
use super::random::Dice;
use super::{Error, arrivals, step};
use crate::domain::event::Recorded;
use crate::domain::named;
use crate::domain::protocol::Protocol;
use crate::domain::register::{KnownPerson, PersonKind, Sex, Standing};
use crate::domain::when::Moment;

/// Calls to come whose children may be known.
const ARRIVALS: u64 = 30;
/// Of so many children that calls are about, one is not known.
const UNKNOWN: usize = 4;
/// Keeps the seeds of the register apart from those of the day.
const SEED: u64 = 0x6E0_3A11;
/// Members of a family that nobody rings about.
const FAMILY: u64 = 3;

/// The known people around the calls of a day: those that came in (`day`) and those that will come.
///
/// # Errors
/// If the built-in data do not read.
pub fn around(
    cast: &Cast,
    protocol: &Protocol,
    now: Moment,
    day: &[Vec<Recorded>],
) -> Result<Vec<KnownPerson>, Error> {
    let today = protocol.zone.local(now).date();
    let to_come = (0..ARRIVALS).map(|n| arrivals::arrival(cast, protocol, n, now));
    let mut people = Vec::new();
    let mut children = 0_usize;
    for history in day.iter().cloned().map(Ok).chain(to_come) {
        for told in named::named(&step::begin(history?)?) {
            if told.person.kind != PersonKind::Child {
                continue;
            }
            children += 1;
            if !children.is_multiple_of(UNKNOWN) {
                let nth = children - children / UNKNOWN - 1;
                let child =
                    KnownPerson { id: number(people.len()), standing: standing(nth, today), ..told.person };
                people.push(child.clone());
                household(cast, nth, &child, &mut people);
            }
        }
    }
    Ok(people)
}

/// The `n`-th of the known people whom nobody rings about. Three in a row are brothers and sisters.
#[must_use]
pub fn stranger(cast: &Cast, n: u64, today: NaiveDate) -> KnownPerson {
    let mut house = Dice::new(SEED ^ (n / FAMILY).wrapping_mul(0x9E37));
    let surname = house.word(&cast.people.surnames).to_owned();
    let letters: Vec<char> = "ABDEFGHJLNPQRSTUWXYZ".chars().collect();
    let mut letter = || house.pick(&letters).copied().unwrap_or('A');
    let (one, other) = (letter(), letter());
    let address = format!(
        "Flat {}, {} {}",
        house.between(1, 60),
        house.between(1, 120),
        house.word(&cast.people.streets)
    );
    let mut dice = Dice::new(!SEED ^ n);
    let girl = dice.chance(50);
    let names = if girl { &cast.people.girls } else { &cast.people.boys };
    KnownPerson {
        id: format!("TS-{n:07}"),
        forename: dice.word(names).to_owned(),
        surname,
        birth: today.checked_sub_signed(TimeDelta::days(dice.between(30, 6_500).into())),
        sex: Some(if girl { Sex::Female } else { Sex::Male }),
        address,
        postcode: format!("TE5 7{one}{other}"),
        ..KnownPerson::new("", PersonKind::Child)
    }
}

/// A brother or sister, and for some the mother.
fn household(cast: &Cast, nth: usize, child: &KnownPerson, people: &mut Vec<KnownPerson>) {
    let mut dice = Dice::new(SEED ^ nth as u64);
    let at_home = |kind| KnownPerson {
        surname: child.surname.clone(),
        address: child.address.clone(),
        postcode: child.postcode.clone(),
        ..KnownPerson::new("", kind)
    };
    if nth.is_multiple_of(2) {
        let forename =
            std::iter::repeat_with(|| dice.word(&cast.people.girls)).find(|name| *name != child.forename);
        people.push(KnownPerson {
            id: number(people.len()),
            forename: forename.unwrap_or_default().to_owned(),
            birth: child.birth.and_then(|birth| birth.checked_sub_signed(TimeDelta::days(900))),
            sex: Some(Sex::Female),
            ..at_home(PersonKind::Child)
        });
    }
    if nth.is_multiple_of(3) {
        people.push(KnownPerson {
            id: number(people.len()),
            forename: dice.word(&cast.people.grown_up).to_owned(),
            birth: child.birth.and_then(|birth| birth.with_day(1)?.with_year(birth.year() - 27)),
            ..at_home(PersonKind::Adult)
        });
    }
}

/// Every standing that a ribbon can show, in turn.
fn standing(nth: usize, today: NaiveDate) -> Standing {
    let ago = |days| today.checked_sub_signed(TimeDelta::days(days));
    let closed =
        |days, team: &str| Standing { closed_on: ago(days), closed_team: team.into(), ..Standing::default() };
    match nth % 6 {
        0 => Standing {
            open_to: "Robin Dummerton, Team North".into(),
            plan: "Child in need".into(),
            ..Standing::default()
        },
        1 => closed(40, "Team East"),
        2 => Standing { plan: "Early help".into(), ..Standing::default() },
        3 => Standing { shared_on: ago(70).into_iter().collect(), ..closed(85, "Team West") },
        4 => Standing {
            open_to: "Alex Sampleton, Team South".into(),
            plan: "Child protection".into(),
            ..Standing::default()
        },
        _ => Standing::default(),
    }
}

fn number(n: usize) -> String {
    format!("TS-A{n:04}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::demo::scenario::scenario;
    use crate::domain::ribbon::Ribbon;
    use crate::protocols;

    const NOON: Moment = Moment::from_millis(1_795_521_600_000);

    #[test]
    fn every_kind_of_standing_and_whole_households_are_known() {
        let (cast, protocol) = (Cast::load().unwrap(), protocols::built_in("general").unwrap());
        let day: Vec<_> =
            scenario(&cast, &protocol, NOON).unwrap().into_iter().map(|(_, history)| history).collect();
        let people = around(&cast, &protocol, NOON, &day).unwrap();
        let ids: BTreeSet<&str> = people.iter().map(|person| person.id.as_str()).collect();
        assert_eq!(ids.len(), people.len(), "every number once");
        assert!((40..200).contains(&people.len()), "{}", people.len());
        let today = protocol.zone.local(NOON).date();
        let mut routes: Vec<_> = people
            .iter()
            .flat_map(|person| Ribbon::new(&person.standing, &[], Vec::new(), today, protocol.zone).routes())
            .map(|(route, _)| route)
            .collect();
        routes.sort_unstable();
        routes.dedup();
        assert_eq!(routes.len(), 3, "open, previous team and early help: {routes:?}");
        assert!(people.iter().any(|person| person.standing.closed_days(today) == Some(85)));
        assert!(people.iter().any(|person| person.kind == PersonKind::Adult));
    }

    #[test]
    fn a_call_that_is_still_to_come_is_about_a_child_who_is_known() {
        let (cast, protocol) = (Cast::load().unwrap(), protocols::built_in("general").unwrap());
        let people = around(&cast, &protocol, NOON, &[]).unwrap();
        let later = NOON + TimeDelta::minutes(90);
        let rung: Vec<_> = (0..10)
            .flat_map(|n| {
                named::named(&step::begin(arrivals::arrival(&cast, &protocol, n, later).unwrap()).unwrap())
            })
            .filter(|told| told.person.kind == PersonKind::Child)
            .collect();
        let known = |told: &named::Named| {
            people.iter().any(|person| {
                (&person.forename, &person.surname, person.birth)
                    == (&told.person.forename, &told.person.surname, told.person.birth)
            })
        };
        let count = rung.iter().filter(|told| known(told)).count();
        assert!(count * 2 > rung.len() && count < rung.len(), "{count} of {}", rung.len());
    }

    #[test]
    fn strangers_live_in_families() {
        let cast = Cast::load().unwrap();
        let today = "2026-11-24".parse().unwrap();
        let [one, two, three, four] = [0, 1, 2, 3].map(|n| stranger(&cast, n, today));
        assert_eq!((&one.surname, &one.address), (&two.surname, &three.address));
        assert_ne!(three.address, four.address);
        assert!(one.birth.is_some_and(|birth| birth < today));
    }
}
