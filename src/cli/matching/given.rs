//! Lines of JSON read as a question, or as a known person of a register.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::human::{self, Birth};
use crate::domain::register::{Born, KnownPerson, PersonKind, Query, Sex, Written};

/// Every key that a question may have.
const KEYS: [&str; 15] = [
    "ref",
    "forename",
    "middle",
    "surname",
    "also_known_as",
    "dob",
    "due",
    "sex",
    "kind",
    "mother",
    "postcode",
    "address",
    "phone",
    "nhs_number",
    "upn",
];

/// What is wrong with one key of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Wrong {
    /// The key; empty if the line as a whole is wrong.
    pub(super) key: String,
    pub(super) message: String,
}

/// Reads a question: its reference, and whom to look for. Ages are counted from today.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn query(line: &[u8], today: NaiveDate) -> Result<(Value, Query), Vec<Wrong>> {
    let mut reader = Reader::new(line)?;
    reader.refuse_unknown();
    let reference = match reader.object.get("ref") {
        Some(reference @ (Value::String(_) | Value::Number(_))) => reference.clone(),
        Some(Value::Null) | None => {
            reader.refuse("ref", "is missing: the answer is known by it");
            Value::Null
        }
        Some(_) => {
            reader.refuse("ref", "must be a text or a number");
            Value::Null
        }
    };
    let due = reader.date("due");
    let birth = reader.birth(today).or(due.map(|due| Born::Due(Some(due))));
    let query = Query {
        kind: reader.kind(),
        forename: reader.forenames(),
        surname: reader.text("surname"),
        also_known_as: reader.texts("also_known_as"),
        birth,
        sex: reader.sex(),
        mother: reader.text("mother"),
        address: reader.text("address"),
        postcode: reader.text("postcode"),
        phone: reader.text("phone"),
        nhs_number: reader.text("nhs_number"),
        upn: reader.text("upn"),
        typing: None,
    };
    reader.finish((reference, query))
}

/// Reads a known person, and the birth date as written where that is no possible date. Keys that are not known are
/// somebody else's and are passed over.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn person(line: &[u8]) -> Result<(KnownPerson, Option<Written>), Vec<Wrong>> {
    let mut reader = Reader::new(line)?;
    let id = reader.text("id");
    if id.is_empty() {
        reader.refuse("id", "is missing: the answer names people by it");
    }
    let written = reader.written("dob");
    let possible = written.and_then(|date| {
        NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
    });
    let person = KnownPerson {
        forename: reader.forenames(),
        surname: reader.text("surname"),
        also_known_as: reader.texts("also_known_as"),
        birth: possible,
        due: reader.date("due"),
        mother: reader.text("mother"),
        sex: reader.sex(),
        address: reader.text("address"),
        postcode: reader.text("postcode"),
        phone: reader.text("phone"),
        nhs_number: reader.text("nhs_number"),
        upn: reader.text("upn"),
        ..KnownPerson::new(id, reader.kind().unwrap_or(PersonKind::Child))
    };
    reader.finish((person, written))
}

struct Reader {
    object: Map<String, Value>,
    wrong: Vec<Wrong>,
}

impl Reader {
    fn new(line: &[u8]) -> Result<Self, Vec<Wrong>> {
        match serde_json::from_slice(line) {
            Ok(Value::Object(object)) => Ok(Self { object, wrong: Vec::new() }),
            Ok(_) => Err(vec![Wrong { key: String::new(), message: "is not an object in JSON".to_owned() }]),
            Err(error) => {
                let message = format!("is not an object in JSON: it goes wrong at column {}", error.column());
                Err(vec![Wrong { key: String::new(), message }])
            }
        }
    }

    fn finish<T>(self, read: T) -> Result<T, Vec<Wrong>> {
        if self.wrong.is_empty() { Ok(read) } else { Err(self.wrong) }
    }

    fn refuse(&mut self, key: &str, message: impl Into<String>) {
        self.wrong.push(Wrong { key: key.to_owned(), message: message.into() });
    }

    fn refuse_unknown(&mut self) {
        let unknown: Vec<String> =
            self.object.keys().filter(|key| !KEYS.contains(&key.as_str())).cloned().collect();
        for key in unknown {
            self.refuse(&key, format!("is no key. Keys are: {}", KEYS.join(", ")));
        }
    }

    /// A text; nothing and `null` are no text. Numbers stand for their digits.
    fn text(&mut self, key: &str) -> String {
        match self.object.get(key) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => {
                self.refuse(key, "must be a text");
                String::new()
            }
        }
    }

    /// A list of texts, or one.
    fn texts(&mut self, key: &str) -> Vec<String> {
        let Some(Value::Array(list)) = self.object.get(key) else {
            let one = self.text(key);
            return if one.is_empty() { Vec::new() } else { vec![one] };
        };
        let texts: Option<Vec<String>> = list.iter().map(|one| one.as_str().map(str::to_owned)).collect();
        texts.unwrap_or_else(|| {
            self.refuse(key, "must be a list of texts");
            Vec::new()
        })
    }

    fn forenames(&mut self) -> String {
        format!("{} {}", self.text("forename"), self.text("middle")).trim().to_owned()
    }

    /// A date as written: `1949-00-13` is no date, but nearly right all the same.
    fn written(&mut self, key: &str) -> Option<Written> {
        let text = self.text(key);
        let read = Written::read(&text).or_else(|| human::date(&text).map(Written::from));
        if read.is_none() && !text.is_empty() {
            self.refuse(key, "must be a date as 2016-03-12, or a part of one as 2016-03");
        }
        read
    }

    fn date(&mut self, key: &str) -> Option<NaiveDate> {
        let text = self.text(key);
        let date = human::date(&text);
        if date.is_none() && !text.is_empty() {
            self.refuse(key, "must be a date as 2016-03-12");
        }
        date
    }

    fn birth(&mut self, today: NaiveDate) -> Option<Born> {
        let text = self.text("dob");
        if text.is_empty() {
            return None;
        }
        if let Some(written) = Written::read(&text) {
            return Some(Born::Written(written));
        }
        let read = human::birth(&text);
        if read.is_none() {
            self.refuse(
                "dob",
                "must be a date as 2016-03-12, a part of one as 2016-03, or an age as about 10",
            );
        }
        read.map(|birth| match birth {
            Birth::Born(date) => Born::On(date),
            Birth::About(years) => Born::about(years, today),
            Birth::Due(due) => Born::Due(due),
        })
    }

    fn sex(&mut self) -> Option<Sex> {
        let text = self.text("sex");
        let sex = match text.to_lowercase().as_str() {
            "" => return None,
            "female" | "girl" => Some(Sex::Female),
            "male" | "boy" => Some(Sex::Male),
            "unknown" => Some(Sex::Unknown),
            code => Sex::from_code(code),
        };
        if sex.is_none() {
            self.refuse("sex", "must be F, M or U");
        }
        sex
    }

    fn kind(&mut self) -> Option<PersonKind> {
        let text = self.text("kind");
        let kind = PersonKind::from_code(&text);
        if kind.is_none() && !text.is_empty() {
            self.refuse("kind", "must be child or adult");
        }
        kind
    }
}
