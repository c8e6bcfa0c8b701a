//! Whom contacts are allocated to beside people, and what is checked before.

use super::load::named;
use super::reader::{Reader, Table};
use crate::domain::protocol::Sourced;

/// Reads `[[teams]]`: a name each, no name twice.
pub(super) fn teams(reader: &mut Reader<'_>, root: &Table<'_>) -> Vec<Sourced<String>> {
    let mut teams: Vec<Sourced<String>> = Vec::new();
    for table in reader.tables(root, "teams") {
        let Some(team) = named(reader, &table) else { continue };
        if teams.iter().any(|known| known.value.eq_ignore_ascii_case(&team.value)) {
            reader.wrong_table(&table, format!("the team {} stands here twice", team.value));
            continue;
        }
        teams.push(team);
    }
    teams
}

/// Reads `[allocation]`: `checks`, and where they come from. Without it nothing is checked.
pub(super) fn checks(reader: &mut Reader<'_>, root: &Table<'_>) -> Sourced<Vec<String>> {
    let none = Sourced { value: Vec::new(), basis: "default".to_owned() };
    let Some(table) = reader.table(root, "allocation") else { return none };
    reader.refuse_unknown(&table, &["checks", "basis"]);
    let value = reader.texts(&table, "checks").into_iter().map(|found| found.value).collect();
    match reader.text(&table, "basis") {
        Some(basis) => Sourced { value, basis },
        None => none,
    }
}
