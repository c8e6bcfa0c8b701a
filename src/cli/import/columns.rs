//! What the columns of a file mean: as given, as kept from the last import, or as their headings say.

use std::collections::BTreeMap;

use serde::Serialize;

use super::field::Field;
use crate::domain::same::fold;

/// How it is known what a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Because {
    /// Said on the command line.
    Given,
    /// Kept from the last import.
    Kept,
    /// By its heading.
    Heading,
    /// Nothing says what it means.
    Unknown,
}

/// The columns of one file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Columns(Vec<Column>);

/// One column.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Column {
    pub(super) heading: String,
    pub(super) field: Field,
    pub(super) because: Because,
}

/// Meanings by heading, as given or kept.
pub(super) type Meanings = BTreeMap<String, Field>;

impl Columns {
    /// Works out what each column means. What is given wins over what is kept, and that over the heading itself.
    pub(super) fn new(headings: &[String], given: &Meanings, kept: &Meanings) -> Result<Self, String> {
        let of = |meanings: &Meanings, heading: &str| {
            meanings.iter().find(|(named, _)| fold(named) == fold(heading)).map(|(_, field)| *field)
        };
        if let Some(stranger) = given.keys().find(|named| !headings.iter().any(|h| fold(h) == fold(named))) {
            return Err(format!("There is no column \"{stranger}\". The columns are {}.", listed(headings)));
        }
        let mut columns: Vec<Column> = headings
            .iter()
            .map(|heading| {
                let (field, because) = of(given, heading)
                    .map(|field| (field, Because::Given))
                    .or_else(|| of(kept, heading).map(|field| (field, Because::Kept)))
                    .or_else(|| Field::of(heading).map(|field| (field, Because::Heading)))
                    .unwrap_or((Field::Ignore, Because::Unknown));
                Column { heading: heading.clone(), field, because }
            })
            .collect();
        settle(&mut columns)?;
        if !columns.iter().any(|column| column.field == Field::Id) {
            return Err(format!(
                "No column gives each person's number. Say which one does, as in --map \"{}=id\".",
                headings.iter().find(|heading| !heading.is_empty()).map_or("Number", String::as_str)
            ));
        }
        Ok(Self(columns))
    }

    /// What each column is, in the order of the file.
    pub(super) fn fields(&self) -> impl Iterator<Item = Field> {
        self.0.iter().map(|column| column.field)
    }

    /// Every column.
    pub(super) fn all(&self) -> &[Column] {
        &self.0
    }

    /// The heading of the first column that is this.
    pub(super) fn heading(&self, field: Field) -> &str {
        self.0.iter().find(|column| column.field == field).map_or("", |column| &column.heading)
    }

    /// What the next import should know, added to what earlier ones knew.
    pub(super) fn to_keep(&self, mut kept: Meanings) -> Meanings {
        kept.retain(|named, _| !self.0.iter().any(|column| fold(&column.heading) == fold(named)));
        kept.extend(
            self.0.iter().filter(|c| c.because != Because::Unknown).map(|c| (c.heading.clone(), c.field)),
        );
        kept
    }
}

/// One column for each field that has only one: the surest.
fn settle(columns: &mut [Column]) -> Result<(), String> {
    for field in Field::ALL.iter().copied().filter(|field| !field.may_repeat()) {
        let mut claims: Vec<&mut Column> =
            columns.iter_mut().filter(|column| column.field == field).collect();
        claims.sort_by_key(|column| column.because as u8);
        let [first, others @ ..] = claims.as_mut_slice() else { continue };
        for other in others {
            if other.because == Because::Given && first.because == Because::Given {
                return Err(format!(
                    "Both \"{}\" and \"{}\" are said to be the {}. It can be only one of them.",
                    first.heading,
                    other.heading,
                    field.label()
                ));
            }
            other.field = Field::Ignore;
            other.because = Because::Unknown;
        }
    }
    Ok(())
}

/// Reads `COLUMN=FIELD`.
pub(super) fn pair(text: &str) -> Result<(String, Field), String> {
    let (heading, field) = text.rsplit_once('=').unwrap_or((text, ""));
    let known = Field::from_code(field.trim()).ok_or_else(|| {
        let fields: Vec<&str> = Field::ALL.iter().map(|field| field.code()).collect();
        format!("--map {text}: \"{}\" is not one of {}.", field.trim(), fields.join(", "))
    })?;
    Ok((heading.trim().to_owned(), known))
}

fn listed(headings: &[String]) -> String {
    headings.iter().map(|heading| format!("\"{heading}\"")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(headings: &[&str], given: &[&str], kept: &Meanings) -> Result<Columns, String> {
        let headings: Vec<String> = headings.iter().map(ToString::to_string).collect();
        let given = given.iter().map(|text| pair(text)).collect::<Result<Meanings, String>>()?;
        Columns::new(&headings, &given, kept)
    }

    fn fields(columns: &Columns) -> Vec<Field> {
        columns.fields().collect()
    }

    #[test]
    fn usual_headings_are_understood_however_they_are_written() {
        let found = columns(
            &["Person ID", "First Name", "FAMILY NAME", "D.O.B.", "Address Line 2", "Post code", "Notes"],
            &[],
            &Meanings::new(),
        );
        let expected = [
            Field::Id,
            Field::Forename,
            Field::Surname,
            Field::Birth,
            Field::Address,
            Field::Postcode,
            Field::Ignore,
        ];
        assert_eq!(fields(&found.unwrap()), expected);
    }

    #[test]
    fn what_is_given_wins_over_what_is_kept_and_that_over_the_heading() {
        let kept = Meanings::from([("key".to_owned(), Field::Id), ("Name".to_owned(), Field::Mother)]);
        let found = columns(&["Key", "Name", "ID"], &["ID=upn"], &kept).unwrap();
        assert_eq!(fields(&found), [Field::Id, Field::Mother, Field::Upn]);
        let next = found.to_keep(kept);
        assert_eq!(next.get("ID"), Some(&Field::Upn));
        let again = columns(&["KEY", "name", "id"], &[], &next).unwrap();
        assert_eq!(fields(&again), [Field::Id, Field::Mother, Field::Upn]);
    }

    #[test]
    fn two_columns_cannot_both_be_the_number() {
        let found = columns(&["ID", "Ref"], &[], &Meanings::new()).unwrap();
        assert_eq!(fields(&found), [Field::Id, Field::Ignore], "the first one counts");
        let found = columns(&["ID", "Ref"], &["Ref=id"], &Meanings::new()).unwrap();
        assert_eq!(fields(&found), [Field::Ignore, Field::Id], "the one that was named counts");
        let refused = columns(&["ID", "Ref"], &["Ref=id", "ID=id"], &Meanings::new()).unwrap_err();
        assert!(refused.contains("\"ID\" and \"Ref\""), "{refused}");
    }

    #[test]
    fn what_cannot_be_is_refused_with_what_can() {
        let none = columns(&["Wer", "Forename"], &[], &Meanings::new()).unwrap_err();
        assert!(none.contains("--map \"Wer=id\""), "{none}");
        let stranger = columns(&["ID"], &["Born=birth"], &Meanings::new()).unwrap_err();
        assert!(stranger.contains("no column \"Born\"") && stranger.contains("\"ID\""), "{stranger}");
        let field = columns(&["ID"], &["ID=number"], &Meanings::new()).unwrap_err();
        assert!(field.contains("\"number\" is not one of id, kind"), "{field}");
    }
}
