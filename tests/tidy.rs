//! The rules of the house that a compiler does not check. Each failure says which rule, where, and what to do.

#![expect(clippy::unwrap_used, clippy::string_slice, reason = "what fails here fails the test")]

use std::fs;
use std::path::{Path, PathBuf};

/// Which part of the program may name which. Any part may name itself.
const ARROWS: [(&str, &[&str]); 12] = [
    ("domain", &[]),
    ("clock", &["domain"]),
    ("paths", &[]),
    ("protocols", &["domain"]),
    ("exchange", &["domain"]),
    ("port", &["domain"]),
    ("store", &["port", "domain"]),
    ("office", &["port", "domain"]),
    ("app", &["port", "office", "domain"]),
    ("ui", &["app", "domain"]),
    ("demo", &["domain", "store", "protocols", "clock"]),
    ("plain", &["app", "store", "domain", "ui", "clock"]),
];

/// These join the others.
const JOINTS: [&str; 4] = ["term", "cli", "main", "lib"];

/// Crates that only some parts may name, and the parts.
const KEPT: [(&str, &[&str]); 9] = [
    ("ratatui", &["ui", "term"]),
    ("ratatui_textarea", &["ui", "app/form/edit.rs", "term"]),
    ("crossterm", &["term"]),
    ("signal_hook", &["term"]),
    ("rusqlite", &["store"]),
    ("clap", &["cli", "main"]),
    ("toml", &["protocols", "demo", "cli"]),
    ("zip", &["office"]),
    ("quick_xml", &["office"]),
];

/// Names that invented people may have.
const SURNAMES: [&str; 9] = [
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

/// The beginnings of telephone numbers that belong to nobody.
const NOBODYS_PHONES: [&str; 2] = ["01632960", "07700900"];

const MOST_LINES: usize = 500;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under a folder of the package, with its path from the package's root.
fn files(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(&root().join(folder), &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if let Ok(text) = fs::read_to_string(&path) {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            found.push((name, text));
        }
    }
}

/// The files that people write: source, tests, documents, data.
fn written() -> Vec<(String, String)> {
    let folders =
        ["src", "tests", "benches", "examples", "docs", "assets", ".ci", ".github", "scripts", "fuzz"];
    let mut all: Vec<_> = folders.into_iter().flat_map(files).collect();
    for name in
        ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "Cargo.toml", "clippy.toml", "NOTICE"]
    {
        if let Ok(text) = fs::read_to_string(root().join(name)) {
            all.push((name.to_owned(), text));
        }
    }
    all
}

/// Source without its tests.
fn sources() -> Vec<(String, String)> {
    let mut sources = files("src");
    sources.retain(|(path, _)| is_a(path, "rs") && !is_test(path));
    for (_, text) in &mut sources {
        if let Some((code, _)) = text.split_once("#[cfg(test)]\nmod tests {") {
            *text = code.to_owned();
        }
    }
    sources
}

/// Whether a file has this ending.
fn is_a(path: &str, kind: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|ending| ending == kind)
}

fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.ends_with("/test_util.rs") || path.contains("/tests/")
}

/// The lines that are code, with their numbers.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(n, line)| (n + 1, line.trim()));
    lines.filter(|(_, line)| !line.starts_with("//"))
}

/// The part of the program that a file belongs to: `src/ui/parts/bar.rs` is of `ui`.
fn part(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    inside.split(['/', '.']).next().unwrap_or(inside)
}

/// The words that follow `prefix` in a line, each up to what cannot be in a name.
fn after<'a>(line: &'a str, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(prefix).filter_map(move |(at, _)| {
        let before = line[..at].chars().next_back();
        let rest = &line[at + prefix.len()..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        (!before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')).then_some(&rest[..end])
    })
}

#[track_caller]
fn assert_none(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn every_part_names_only_the_parts_below_it() {
    let mut broken = Vec::new();
    for (path, text) in sources() {
        let part = part(&path);
        if JOINTS.contains(&part) {
            continue;
        }
        let allowed = ARROWS.iter().find(|(name, _)| *name == part).map(|(_, allowed)| *allowed);
        let Some(allowed) = allowed else {
            broken.push(format!(
                "{path}: {part} is a new part; say in tests/tidy.rs and docs/ARCHITECTURE.md what it may use"
            ));
            continue;
        };
        for (n, line) in code(&text) {
            for named in
                after(line, "crate::").chain(after(line, "dutydesk::")).filter(|named| !named.is_empty())
            {
                if named != part && !allowed.contains(&named) {
                    broken.push(format!(
                        "{path}:{n}: {part} may not use {named}; pass the value in, or move the code to where both are known"
                    ));
                }
            }
        }
    }
    assert_none(&broken);
}

#[test]
fn the_terminal_the_record_and_the_command_line_are_each_known_in_one_place() {
    let mut broken = Vec::new();
    for (path, text) in sources() {
        for (name, places) in KEPT {
            let inside = path.strip_prefix("src/").unwrap_or(&path);
            if places.iter().any(|place| *place == part(&path) || *place == inside) {
                continue;
            }
            for (n, line) in code(&text) {
                let path_use = format!("{name}::");
                if after(line, &path_use).next().is_some() {
                    broken.push(format!("{path}:{n}: only {} may use {name}", places.join(", ")));
                }
            }
        }
    }
    assert_none(&broken);
}

#[test]
fn the_domain_does_no_input_or_output() {
    let mut broken = Vec::new();
    for (path, text) in
        sources().into_iter().filter(|(path, _)| ["domain", "app", "ui", "port"].contains(&part(path)))
    {
        for (n, line) in code(&text) {
            for named in ["std::fs", "std::io", "std::net", "std::process", "std::thread", "std::env"] {
                if line.contains(named) {
                    broken.push(format!(
                        "{path}:{n}: {named} belongs to the shell, the record or the command line"
                    ));
                }
            }
        }
    }
    assert_none(&broken);
}

#[test]
fn only_one_file_asks_the_system_for_the_time() {
    let mut broken = Vec::new();
    for (path, text) in files("src").into_iter().filter(|(path, _)| path != "src/clock.rs") {
        for (n, line) in code(&text) {
            for clock in ["Utc::now(", "Local::now(", "SystemTime::now(", "Instant::now("] {
                if line.contains(clock) {
                    broken.push(format!("{path}:{n}: time is handed in; only src/clock.rs asks for it"));
                }
            }
        }
    }
    assert_none(&broken);
}

#[test]
fn only_one_file_opens_connections() {
    let mut broken = Vec::new();
    for (path, text) in files("src").into_iter().filter(|(path, _)| path != "src/store/connection.rs") {
        for (n, line) in code(&text) {
            if line.contains("Connection::open") {
                broken.push(format!("{path}:{n}: SQLite is started in src/store/connection.rs, once"));
            }
        }
    }
    assert_none(&broken);
}

#[test]
fn only_two_files_read_the_environment() {
    let mut broken = Vec::new();
    let readers = ["src/paths.rs", "src/term/caps.rs"];
    for (path, text) in sources().into_iter().filter(|(path, _)| !readers.contains(&path.as_str())) {
        for (n, line) in code(&text) {
            if line.contains("env::var") {
                broken.push(format!("{path}:{n}: read it in {}", readers.join(" or ")));
            }
        }
    }
    assert_none(&broken);
}

#[test]
fn nothing_prints_over_the_screen() {
    let mut broken = Vec::new();
    for (path, text) in sources() {
        for (n, line) in code(&text) {
            for word in ["println!", "print!", "eprintln!", "eprint!", "dbg!"] {
                if after(line, word).next().is_some() {
                    broken.push(format!(
                        "{path}:{n}: {word} goes around the shell; write to what is handed in"
                    ));
                }
            }
        }
    }
    assert_none(&broken);
}

#[test]
fn a_file_fits_in_a_head() {
    let mut broken = Vec::new();
    for (path, text) in files("src").into_iter().filter(|(path, _)| is_a(path, "rs")) {
        let count = text.lines().count();
        if count > MOST_LINES {
            broken.push(format!("{path}: {count} lines; divide it (tests go to a tests.rs beside it)"));
        }
    }
    assert_none(&broken);
}

#[test]
fn every_file_says_what_it_is_for() {
    let mut broken = Vec::new();
    for (path, text) in files("src").into_iter().filter(|(path, _)| is_a(path, "rs") && !is_test(path)) {
        if !text.starts_with("//! ") {
            broken.push(format!("{path}: begins without //! and a sentence"));
        }
    }
    assert_none(&broken);
}

#[test]
fn nothing_names_the_machine_it_was_written_on() {
    // Put together here, so that this file does not contain what it looks for.
    let folders = [
        ["/wo", "rk/"],
        ["/ro", "ot/"],
        ["/ho", "me/"],
        ["/Us", "ers/"],
        ["sha", "red/design"],
        ["sha", "red/spec"],
    ];
    let mut broken = Vec::new();
    for (path, text) in written() {
        for (n, line) in text.lines().enumerate() {
            for [start, end] in folders {
                if line.contains(&format!("{start}{end}")) {
                    broken.push(format!("{path}:{}: names a folder of one machine", n + 1));
                }
            }
        }
    }
    assert_none(&broken);
}

#[test]
fn invented_people_have_invented_names() {
    let mut broken = Vec::new();
    for (path, text) in written() {
        for (n, line) in text.lines().enumerate() {
            for name in quoted_after(line, "surname") {
                let known = |part: &str| SURNAMES.iter().any(|known| known.eq_ignore_ascii_case(part));
                if !name.is_empty() && !name.split([' ', '-']).all(known) {
                    broken.push(format!(
                        "{path}:{}: the surname {name:?} is not one of {}",
                        n + 1,
                        SURNAMES.join(", ")
                    ));
                }
            }
        }
    }
    assert_none(&broken);
}

/// The quoted text right after a key: as TOML, JSON and Rust write a key.
fn quoted_after<'a>(line: &'a str, key: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(key).filter_map(move |(at, _)| {
        let rest = line[at + key.len()..].trim_start_matches(['"', '\\']).trim_start();
        let rest = rest.strip_prefix(['=', ':'])?.trim_start().trim_start_matches('\\');
        rest.strip_prefix('"')?.split(['"', '\\']).next()
    })
}

#[test]
fn invented_telephone_numbers_belong_to_nobody() {
    let mut broken = Vec::new();
    for (path, text) in written().into_iter().filter(|(path, _)| !is_a(path, "txt")) {
        for (n, line) in text.lines().enumerate() {
            for number in phones(line) {
                if !NOBODYS_PHONES.iter().any(|nobody| number.starts_with(nobody)) {
                    broken.push(format!(
                        "{path}:{}: {number} may be somebody's; use 01632 960xxx or 07700 900xxx",
                        n + 1
                    ));
                }
            }
        }
    }
    assert_none(&broken);
}

/// Runs of eleven digits that begin as a British number does, written together or in groups of three and more.
fn phones(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for run in line.split(|c: char| !c.is_ascii_digit() && c != ' ') {
        let groups: Vec<&str> = run.split(' ').filter(|group| !group.is_empty()).collect();
        let number = groups.concat();
        let spoken = groups.iter().all(|group| group.len() >= 3);
        if number.len() == 11
            && spoken
            && ["01", "02", "03", "07"].iter().any(|start| number.starts_with(start))
        {
            found.push(number);
        }
    }
    found
}

#[test]
fn these_rules_find_what_they_look_for() {
    assert_eq!(after("use crate::ui::text; crate::app::key", "crate::").collect::<Vec<_>>(), ["ui", "app"]);
    assert_eq!(after("my_crate::x", "crate::").count(), 0);
    assert_eq!(part("src/ui/parts/bar.rs"), "ui");
    assert_eq!(part("src/port.rs"), "port");
    assert_eq!(quoted_after(r#"{"surname": "Mockford"}"#, "surname").collect::<Vec<_>>(), ["Mockford"]);
    assert_eq!(
        quoted_after(r#"surname = "Fakeley-Specimen""#, "surname").collect::<Vec<_>>(),
        ["Fakeley-Specimen"]
    );
    assert_eq!(phones("call 01632 960123 now"), ["01632960123"]);
    assert_eq!(phones("1 795 529 400 125 and 07 11 2026"), [] as [String; 0]);
    assert!(sources().len() > 20 && written().len() > sources().len());
}
