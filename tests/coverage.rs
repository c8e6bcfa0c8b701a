//! `docs/COVERAGE.md` is what the program's own tables say, and leaves no line of the ledger without a place.

use dutydesk::cli::coverage;

const LEDGER: &str = include_str!("../docs/LEDGER.md");
const PLACED: &str = include_str!("../assets/coverage.toml");
const KEPT: &str = include_str!("../docs/COVERAGE.md");
const PROTOCOLS: [(&str, &str); 3] = [
    ("general", include_str!("../assets/protocols/general.toml")),
    ("rotherham", include_str!("../assets/protocols/rotherham.toml")),
    ("cambridgeshire", include_str!("../assets/protocols/cambridgeshire.toml")),
];

#[test]
fn every_ledger_line_has_a_place_and_the_document_says_which() {
    let made =
        coverage::markdown(LEDGER, &PROTOCOLS, PLACED).unwrap_or_else(|wrong| panic!("{}", wrong.join("\n")));
    let fresh = concat!(env!("CARGO_TARGET_TMPDIR"), "/COVERAGE.md");
    std::fs::write(fresh, &made).unwrap();
    assert!(made == KEPT, "docs/COVERAGE.md is stale: cp {fresh} docs/COVERAGE.md");
    for number in 1..=534 {
        assert!(made.contains(&format!("\n| {number} | ")), "line {number} has a row");
    }
}

#[test]
fn a_line_that_a_table_has_may_not_be_placed_by_hand_too() {
    let twice = format!("{PLACED}\n[[place]]\nlines = \"18\"\nkind = \"context\"\nwhy = \"a try\"\n");
    let wrong = coverage::markdown(LEDGER, &PROTOCOLS, &twice).unwrap_err();
    assert!(
        wrong.len() == 1 && wrong[0].starts_with("18 is placed by hand, but stands in question"),
        "{wrong:?}"
    );
}

#[test]
fn a_line_without_a_place_is_named() {
    let wrong = coverage::markdown(LEDGER, &PROTOCOLS, "place = []").unwrap_err();
    assert!(wrong.iter().all(|one| one.contains("has no place")), "{wrong:?}");
    assert!(!wrong.is_empty());
}
