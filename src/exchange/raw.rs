//! JSON with its places: every value knows its line and its key, so that a mistake can be found by a person.

use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Longest piece of a wrong value that is quoted.
const QUOTED: usize = 60;

/// One mistake in a contact as JSON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Mistake {
    /// Line, from 1.
    pub line: usize,
    /// The key with the way to it: `children[0].child-sex`. Empty where the text is no JSON at all.
    pub key: String,
    /// The value as it stands there; empty where there is none.
    pub value: String,
    /// What is wrong and what would be right.
    pub what: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        match (self.key.is_empty(), self.value.is_empty()) {
            (true, _) => {}
            (false, true) => write!(f, "{}: ", self.key)?,
            (false, false) => write!(f, "{} = {}: ", self.key, self.value)?,
        }
        f.write_str(&self.what)
    }
}

/// A value, where it stands, and how it is reached.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    whole: &'a str,
    raw: &'a RawValue,
    key: String,
}

/// The entries of an object in the order of the text, repeated keys included.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

impl<'a> Place<'a> {
    /// The whole text, if it is JSON.
    pub(super) fn top(text: &'a str) -> Result<Self, Mistake> {
        match serde_json::from_str::<&RawValue>(text) {
            Ok(raw) => Ok(Self { whole: text, raw, key: String::new() }),
            Err(error) => Err(Mistake {
                line: error.line(),
                key: String::new(),
                value: String::new(),
                what: format!("this is not JSON (column {}): {}", error.column(), reason(&error)),
            }),
        }
    }

    /// A mistake at this place.
    pub(super) fn wrong(&self, what: impl Into<String>) -> Mistake {
        let text = self.raw.get();
        let mut value: String =
            text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(QUOTED).collect();
        if text.chars().count() > QUOTED {
            value.push('…');
        }
        // At the top the value is the whole text, which helps nobody.
        let value = if self.key.is_empty() { String::new() } else { value };
        Mistake { line: self.line(), key: self.key.clone(), value, what: what.into() }
    }

    /// A mistake in what should stand in this object and does not.
    pub(super) fn missing(&self, key: &str, what: &str) -> Mistake {
        Mistake { line: self.line(), key: self.under(key), value: String::new(), what: what.to_owned() }
    }

    /// The entries of an object; a key that stands there twice is a mistake.
    pub(super) fn object(&self) -> Result<Vec<(String, Self)>, Mistake> {
        let Entries(entries) = serde_json::from_str(self.raw.get())
            .map_err(|_| self.wrong("an object in braces belongs here"))?;
        let mut places: Vec<(String, Self)> = Vec::with_capacity(entries.len());
        let mut known = HashSet::with_capacity(entries.len());
        for (name, raw) in entries {
            let place = Self { whole: self.whole, raw, key: self.under(&name) };
            if !known.insert(name.clone()) {
                return Err(place.wrong("this key stands here twice"));
            }
            places.push((name, place));
        }
        Ok(places)
    }

    /// The entries of a list.
    pub(super) fn list(&self) -> Result<Vec<Self>, Mistake> {
        let entries: Vec<&'a RawValue> = serde_json::from_str(self.raw.get())
            .map_err(|_| self.wrong("a list in brackets belongs here"))?;
        let place = |(n, raw)| Self { whole: self.whole, raw, key: format!("{}[{n}]", self.key) };
        Ok(entries.into_iter().enumerate().map(place).collect())
    }

    /// A text.
    pub(super) fn text(&self) -> Result<String, Mistake> {
        serde_json::from_str(self.raw.get()).map_err(|_| self.wrong("a text in quotation marks belongs here"))
    }

    /// True or false.
    pub(super) fn flag(&self) -> Result<bool, Mistake> {
        serde_json::from_str(self.raw.get()).map_err(|_| self.wrong("true or false belongs here"))
    }

    /// A whole number.
    pub(super) fn number(&self) -> Result<u64, Mistake> {
        serde_json::from_str(self.raw.get()).map_err(|_| self.wrong("a whole number belongs here"))
    }

    /// Whether an object stands here.
    pub(super) fn is_object(&self) -> bool {
        self.raw.get().starts_with('{')
    }

    fn under(&self, name: &str) -> String {
        if self.key.is_empty() { name.to_owned() } else { format!("{}.{name}", self.key) }
    }

    /// The line on which the value begins. A raw value is a piece of the whole text, so its distance from the beginning
    /// of the text says where it stands.
    fn line(&self) -> usize {
        let from = self.raw.get().as_ptr().addr().saturating_sub(self.whole.as_ptr().addr());
        let before = self.whole.as_bytes().get(..from).unwrap_or_default();
        before.split(|byte| *byte == b'\n').count()
    }
}

/// The reader's message without its own "at line …".
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}
