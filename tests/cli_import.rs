//! `dutydesk import people` as a person or a script meets it.
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use dutydesk::domain::calendar::Zone;
use dutydesk::domain::register::KnownPerson;
use dutydesk::domain::when::Moment;
use dutydesk::store::Store;
use dutydesk::store::desk::Paths;
use dutydesk::store::open::Missing;
use dutydesk::store::people::history;
use dutydesk::store::space::Limits;
use serde_json::{Value, json};
use tempfile::TempDir;

const PEOPLE: &str = "\
Person ID,First name,Surname,DOB,Due date,Mother,Sex,Address,Postcode,Phone,Open to,Closed on,Closed to,Plan,MASH dates
P1,Siân,Mockford,12/03/2016,,,F,12 Placeham Road,TE5 7AB,01632 960123,Team 2,,,Child protection,01/03/2026
P2,Ben,Mockford,2018-01-31,,,M,12 Placeham Road,TE5 7AB,,,15-Oct-2026,Team East,,
P3,,,,03/03/2027,Gwen Mockford,U,,,,,,,,
";

/// A training desk of its own for one test, at eight past two on 24 November 2026.
struct Desk(TempDir);

/// A command that has ended.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        let made = desk.run(&["demo", "--fresh", "--no-board"]);
        assert_eq!(made.code, 0, "{}", made.err);
        desk
    }

    fn run(&self, args: &[&str]) -> Ran {
        let dir = self.0.path().join("desk");
        let ran = Command::cargo_bin("dutydesk")
            .unwrap()
            .env_remove("DUTYDESK_DESK")
            .arg("--desk")
            .arg(dir)
            .args(args)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { code: ran.status.code().unwrap(), out: text(ran.stdout), err: text(ran.stderr) }
    }

    /// A file beside the desk.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn import(&self, content: impl AsRef<[u8]>, more: &[&str]) -> Ran {
        let file = self.file("people.csv", content);
        let mut args = vec!["import", "people", file.to_str().unwrap()];
        args.extend(more);
        self.run(&args)
    }

    fn known(&self, id: &str) -> Option<KnownPerson> {
        history::known(self.store().conn(), id).unwrap()
    }

    fn store(&self) -> Store {
        let now = Moment::from_millis(1_795_529_400_000);
        Store::open(Paths::new(self.0.path().join("desk")), Missing::Refuse, Limits::default(), now).unwrap()
    }

    fn verified(&self) {
        let ran = self.run(&["verify"]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    }
}

fn counts(ran: &Ran) -> Value {
    assert_eq!(ran.code, 0, "{ran:?}");
    let mut answer: Value = serde_json::from_str(&ran.out).unwrap();
    answer.as_object_mut().unwrap().remove("bad_lines");
    answer
}

#[test]
fn a_file_is_imported_and_a_second_import_updates() {
    let desk = Desk::new();
    let ran = desk.import(PEOPLE, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out, "3 people are known from this file: 3 new, 0 updated, 0 as they were.\n");
    let sian = desk.known("P1").unwrap();
    assert_eq!((sian.forename.as_str(), sian.birth), ("Siân", "2016-03-12".parse().ok()));
    assert_eq!(sian.standing.open_to, "Team 2");
    assert_eq!(desk.known("P3").unwrap().mother, "Gwen Mockford");

    let changed = PEOPLE.replace("Team East", "Team West") + "P4,Ella,Fakeley,1/1/2020,,,,,,,,,,,\n";
    let again = desk.import(changed, &["--json"]);
    assert_eq!(counts(&again), json!({ "lines": 4, "new": 1, "updated": 1, "unchanged": 2, "bad": 0 }));
    assert_eq!(desk.known("P2").unwrap().standing.closed_team, "Team West");
    desk.verified();
}

#[test]
fn the_ribbon_says_what_was_imported() {
    let desk = Desk::new();
    desk.import(PEOPLE, &[]);
    let (store, today) = (desk.store(), "2026-11-24".parse().unwrap());
    let ids = ["P1".to_owned(), "P2".to_owned(), "nobody".to_owned()];
    let known = history::known_with_ribbon(store.conn(), &ids, today, Zone::LONDON).unwrap();
    let lines: Vec<Vec<String>> = known.iter().map(|(_, ribbon)| ribbon.lines(today)).collect();
    assert_eq!(
        lines,
        [
            vec![
                "Open to Team 2.",
                "Plan: Child protection.",
                "Information shared on 1 Mar 2026 (268 days ago): say so in a new request and ask only for what is new.",
                "Same household: Ben Mockford (born 2018).",
            ],
            vec![
                "Closed 40 days ago (15 Oct 2026) to Team East: a threshold met goes back to that team.",
                "Same household: Siân Mockford (born 2016), open to Team 2.",
            ],
        ]
    );
}

#[test]
fn every_bad_line_is_listed_with_its_reason_and_the_good_ones_are_imported() {
    let desk = Desk::new();
    let bad = "\
,Ella,Fakeley,01/01/2020,,,,,,,,,,,
P5,Ella,Fakeley,31/02/2020,,,,,,,,,,,
P6,Ella,Fakeley,01/01/2020,03/03/2027,,,,,,,,,,
P1,Ella,Fakeley,01/01/2020,,,,,,,,,,,
P7,Ella
P8,\"Ella,Fakeley,01/01/2020,,,,,,,,,,,
P9,Noor,Fakeley,01/01/2020,,,,\"12 Placeham Road
Testshire\",TE5 7AB,,,,,,
";
    let ran = desk.import(format!("{PEOPLE}{bad}"), &[]);
    assert_eq!(ran.code, 0, "the good lines are in");
    assert_eq!(ran.out, "4 people are known from this file: 4 new, 0 updated, 0 as they were.\n");
    let expected = [
        "line 5: has no number (\"Person ID\" is empty)",
        "line 6: \"DOB\" is a day that does not exist (dates are read as day, month, year)",
        "line 7: has both a birth date and a due date",
        "line 8: its number stands on line 2 already",
        "line 9: has 2 columns, and the headings have 15",
        "line 10: a quotation mark in it is opened and not closed",
        "6 lines cannot be read; they are listed above. Correct them and import the file again.",
    ];
    assert_eq!(ran.err.lines().collect::<Vec<_>>(), expected);
    assert_eq!(desk.known("P1").unwrap().forename, "Siân");
    assert_eq!(desk.known("P9").unwrap().address, "12 Placeham Road, Testshire");
    assert_eq!(desk.known("P8"), None);
}

#[test]
fn nothing_to_import_is_bad_input_and_writes_nothing() {
    let desk = Desk::new();
    let head = PEOPLE.lines().next().unwrap();
    for (content, says) in [
        (head.to_owned(), "no line below the headings"),
        (format!("{head}\n,Ella\n"), "Not one of the lines can be read (1 in all)"),
        (String::new(), "has no headings"),
        ("Wer,Wann\n1,2\n".to_owned(), "--map \"Wer=id\""),
        ("ID\0,Name\n".to_owned(), "CSV UTF-8"),
    ] {
        let ran = desk.import(&content, &[]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{content:?}");
        assert!(ran.err.contains(says), "{content:?}: {}", ran.err);
    }
    let ran = desk.run(&["import", "people", "no-such-file.csv"]);
    assert_eq!(ran.code, 2);
    assert_eq!(desk.store().people_columns().unwrap(), None, "no import is on record");
    desk.verified();
}

#[test]
fn what_columns_mean_is_said_once_and_kept() {
    let desk = Desk::new();
    let odd = "Key;Vorname;Familie;Geboren\n7;Ben;Mockford;12.03.2016\n";
    let given = [
        "--map",
        "Key=id",
        "--map",
        "Vorname=forename",
        "--map",
        "Familie=surname",
        "--map",
        "Geboren=birth",
    ];
    assert_eq!(desk.import(odd, &given).code, 0);
    let again = desk.import(odd.replace("Ben", "Benny"), &["--json"]);
    assert_eq!(counts(&again), json!({ "lines": 1, "new": 0, "updated": 1, "unchanged": 0, "bad": 0 }));

    let map = desk.file("map.toml", "Key = \"id\"\n\"Nach name\" = \"surname\"\n");
    let other = "Key\tNach name\n8\tFakeley\n";
    assert_eq!(desk.import(other, &["--map", map.to_str().unwrap()]).code, 0);
    assert_eq!(desk.known("8").unwrap().surname, "Fakeley");
    let refused = desk.import(other, &["--map", "Key=number"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("is not one of id"), "{}", refused.err);
}

#[test]
fn a_preview_shows_how_the_file_would_be_read_and_writes_nothing() {
    let desk = Desk::new();
    let ran = desk.import(format!("{PEOPLE}P4\n"), &["--preview"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "line 5: has 1 columns, and the headings have 15\n"));
    for part in [
        "Person ID   id              by its heading",
        "P1: Siân Mockford; child; born 12 Mar 2016; Female; 12 Placeham Road TE5 7AB; telephone 01632 960123; open to Team 2",
        "P3; child; due 3 Mar 2027; mother Gwen Mockford",
        "3 lines can be imported, 1 cannot. Nothing was written.",
    ] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
    let told: Value = serde_json::from_str(&desk.import(PEOPLE, &["--preview", "--json"]).out).unwrap();
    assert_eq!(
        told["columns"][1],
        json!({ "heading": "First name", "field": "forename", "because": "heading" })
    );
    assert_eq!(told["first"].as_array().unwrap().len(), 3);
    assert_eq!(desk.known("P1"), None);
}

#[test]
fn adults_come_from_a_file_of_their_own() {
    let desk = Desk::new();
    let ran = desk.import("ID,Name,DOB\nA1,Gwen Mockford,01/02/1990\n", &["--kind", "adult", "--json"]);
    assert_eq!(ran.code, 0);
    let gwen = desk.known("A1").unwrap();
    assert_eq!((gwen.kind.code(), gwen.surname.as_str()), ("adult", "Mockford"));
}

#[test]
fn a_spreadsheets_own_letters_are_read_and_that_is_said() {
    let desk = Desk::new();
    let ran = desk.import(b"ID,Name\r\n1,Si\xE2n Mockford\r\n", &[]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("Windows-1252"), "{}", ran.err);
    assert_eq!(desk.known("1").unwrap().forename, "Siân");
}

#[test]
fn a_viewer_may_look_and_not_import() {
    let desk = Desk::new();
    let refused = desk.import(PEOPLE, &["--as", "k.fakeley"]);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert_eq!(desk.import(PEOPLE, &["--as", "k.fakeley", "--preview"]).code, 0);
    assert_eq!(desk.known("P1"), None);
}
