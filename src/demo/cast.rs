//! The invented people, places and concerns, from `assets/demo`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Error;
use super::story::Story;

/// Everybody and everything that contacts are invented from.
#[derive(Debug)]
pub struct Cast {
    pub(super) people: People,
    /// The kinds of call.
    pub stories: Vec<Story>,
}

/// Invented people and places.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct People {
    pub(super) surnames: Vec<String>,
    pub(super) girls: Vec<String>,
    pub(super) boys: Vec<String>,
    pub(super) grown_up: Vec<String>,
    pub(super) streets: Vec<String>,
    pub(super) schools: Vec<String>,
    /// By source code.
    pub(super) organisations: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stories {
    stories: Vec<Story>,
}

impl Cast {
    /// Reads the built-in cast.
    ///
    /// # Errors
    /// [`Error::Data`] if it does not read.
    pub fn load() -> Result<Self, Error> {
        let data = |what| move |error: toml::de::Error| Error::Data { what, why: error.message().to_owned() };
        let people = toml::from_str(include_str!("../../assets/demo/people.toml")).map_err(data("people"))?;
        let Stories { stories } =
            toml::from_str(include_str!("../../assets/demo/stories.toml")).map_err(data("stories"))?;
        Ok(Self { people, stories })
    }

    /// The story with this name.
    #[must_use]
    pub fn story(&self, id: &str) -> Option<&Story> {
        self.stories.iter().find(|story| story.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::codes::Source;

    #[test]
    fn every_organisation_stands_under_a_source_of_the_list() {
        let cast = Cast::load().unwrap();
        for code in cast.people.organisations.keys() {
            assert!(Source::from_code(code).is_some(), "{code}");
        }
    }

    #[test]
    fn surnames_come_from_the_closed_list_alone() {
        let cast = Cast::load().unwrap();
        let closed = [
            "Mockford",
            "Testerby",
            "Dummerton",
            "Sampleton",
            "Placeham",
            "Exemplar",
            "Fakeley",
            "Synthley",
            "Specimen",
        ];
        assert_eq!(cast.people.surnames, closed);
        for first in cast.people.girls.iter().chain(&cast.people.boys).chain(&cast.people.grown_up) {
            assert!(!first.contains(' '), "{first}");
        }
    }
}
