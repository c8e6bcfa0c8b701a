//! How much everybody has: the one place where the load of people and teams is worked out.

use std::collections::BTreeMap;
use std::fmt;

use super::codes::Rating;
use super::contact::Summary;
use super::when::Moment;

/// Somebody who can have contacts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Who {
    /// Whether it is a team, not a person. People come first.
    pub team: bool,
    /// The name.
    pub name: String,
}

impl Who {
    /// A person.
    #[must_use]
    pub fn person(name: &str) -> Self {
        Self { team: false, name: name.to_owned() }
    }

    /// A team.
    #[must_use]
    pub fn team(name: &str) -> Self {
        Self { team: true, name: name.to_owned() }
    }
}

/// What somebody has. One contact can be late and red: it counts in both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Open contacts.
    pub open: usize,
    /// Those with a late duty.
    pub late: usize,
    /// Those rated red.
    pub red: usize,
}

/// `4 open, 1 late, 2 red`; `nothing open`.
impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.open == 0 {
            return f.write_str("nothing open");
        }
        write!(f, "{} open", self.open)?;
        for (count, words) in [(self.late, "late"), (self.red, "red")] {
            if count > 0 {
                write!(f, ", {count} {words}")?;
            }
        }
        Ok(())
    }
}

/// The load of everybody who has an open contact.
#[must_use]
pub fn loads<'a>(rows: impl Iterator<Item = &'a Summary>, now: Moment) -> BTreeMap<Who, Load> {
    let mut loads: BTreeMap<Who, Load> = BTreeMap::new();
    for row in rows.filter(|row| row.open) {
        let Some(name) = &row.owner else { continue };
        let load = loads.entry(Who { team: row.team, name: name.clone() }).or_default();
        load.open = load.open.saturating_add(1);
        load.late = load.late.saturating_add(usize::from(row.is_late(now)));
        load.red = load.red.saturating_add(usize::from(row.rating == Some(Rating::Red)));
    }
    loads
}

/// Everybody who can be given a contact, with the load now: these people, others who have one, then these teams.
#[must_use]
pub fn everybody<'a>(
    people: &[String],
    teams: impl Iterator<Item = &'a str>,
    rows: impl Iterator<Item = &'a Summary>,
    now: Moment,
) -> Vec<(Who, Load)> {
    let mut loads = loads(rows, now);
    let mut take = |who: Who| {
        let load = loads.remove(&who).unwrap_or_default();
        (who, load)
    };
    let mut all: Vec<(Who, Load)> = people.iter().map(|name| take(Who::person(name))).collect();
    let teams: Vec<(Who, Load)> = teams.map(|name| take(Who::team(name))).collect();
    // Whoever is left has contacts without standing in a list; people before teams.
    let (others, old): (Vec<_>, Vec<_>) = loads.into_iter().partition(|(who, _)| !who.team);
    all.extend(others);
    all.extend(teams);
    all.extend(old);
    all
}

#[cfg(test)]
mod tests;
