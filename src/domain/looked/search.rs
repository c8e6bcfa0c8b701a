//! Which words of a filter look for somebody by name.

use super::super::clocks::ClockId;
use super::super::codes::{ContactKind, Rating, Route, Source};
use super::super::ids::ContactId;
use super::super::query::{self, Query};
use super::super::way::Channel;

/// Fewest letters of a word that tells one name from another.
const LETTERS: usize = 2;

/// The words of a filter that may be somebody's name: those that are neither a word of the filter language, nor a reference, nor
/// part of what the desk itself writes on a row (ratings, routes, sources, ways, duties). What is left may be a school or a
/// concern too; a search for a name that nobody has is kept all the same.
#[must_use]
pub fn name_words(filter: &str) -> Vec<String> {
    let query = Query::parse(filter);
    query.words().filter(|word| may_be_a_name(word)).map(str::to_owned).collect()
}

fn may_be_a_name(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() >= LETTERS
        && word.parse::<ContactId>().is_err()
        && !labels().any(|label| says(&query::fold(label), word))
}

/// Whether a label has a word that begins so: a filter is half typed most of the time.
fn says(label: &str, word: &str) -> bool {
    label.split(|c: char| !c.is_alphanumeric()).any(|one| one.starts_with(word))
        || label.contains(&format!("{word} "))
}

/// What the desk itself writes on rows.
fn labels() -> impl Iterator<Item = &'static str> {
    let ratings = Rating::ALL.iter().map(|one| one.label());
    let routes = Route::ALL.iter().map(|one| one.label());
    let sources = Source::ALL.iter().map(|one| one.label());
    let kinds = ContactKind::ALL.iter().map(|one| one.label());
    let clocks = ClockId::ALL.iter().map(|one| one.label());
    let ways = Channel::ALL.iter().map(|one| one.label());
    ratings.chain(routes).chain(sources).chain(kinds).chain(clocks).chain(ways)
}
