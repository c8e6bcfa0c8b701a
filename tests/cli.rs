//! The desk's commands as a person or a script meets them.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of a test may fail loudly")]

use std::process::Output;

use assert_cmd::Command;
use serde_json::{Value, json};
use tempfile::TempDir;

const TEACHER: &str = include_str!("cli/teacher.json");

/// A training desk of its own for one test.
struct Desk(TempDir);

impl Desk {
    /// No desk yet.
    fn none() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A new training desk, a working day behind it, at eight past two.
    fn new() -> Self {
        let desk = Self::none();
        desk.run(&["demo", "--fresh", "--no-board"]).done();
        desk
    }

    fn path(&self) -> &str {
        self.0.path().to_str().unwrap()
    }

    fn run(&self, args: &[&str]) -> Ran {
        self.fed(args, "")
    }

    fn fed(&self, args: &[&str], input: &str) -> Ran {
        let mut all = vec!["--desk", self.path()];
        all.extend(args);
        fed(&all, input)
    }

    fn show(&self, reference: &str) -> Value {
        self.run(&["show", reference, "--json"]).json()
    }

    /// Files the teacher's call and returns its reference.
    fn teacher(&self) -> String {
        let filed = self.fed(&["take", "--from", "-", "--json"], TEACHER).json();
        filed["ref"].as_str().unwrap().to_owned()
    }
}

/// A command that has ended.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    #[track_caller]
    fn done(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    #[track_caller]
    fn json(self) -> Value {
        serde_json::from_str(&self.done()).unwrap()
    }

    /// Ended with this exit code and one or two sentences on standard error; nothing else was said.
    #[track_caller]
    fn stopped(self, code: i32) -> String {
        assert_eq!((self.code, self.out.as_str()), (code, ""), "{}", self.err);
        assert!(self.err.trim_end().lines().count() == 1 && self.err.ends_with(".\n"), "{}", self.err);
        self.err
    }
}

fn dutydesk(args: &[&str]) -> Ran {
    fed(args, "")
}

fn fed(args: &[&str], input: &str) -> Ran {
    let Output { status, stdout, stderr } = Command::cargo_bin("dutydesk")
        .unwrap()
        .env_remove("DUTYDESK_DESK")
        .args(args)
        .write_stdin(input)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: status.code().unwrap(), out: text(stdout), err: text(stderr) }
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_fresh_training_desk_is_listed_late_ones_first() {
    let desk = Desk::new();
    let rows = lines(&desk.run(&["list", "--json"]).done());
    assert!((14..=18).contains(&rows.len()), "{}", rows.len());
    let late: Vec<bool> = rows.iter().map(|row| row["late"].as_bool().unwrap()).collect();
    assert!(late[0] && late.is_sorted_by(|a, b| a >= b), "{late:?}");
    let table = desk.run(&["list"]).done();
    assert!(table.starts_with("REF"), "{table}");
    assert!(table.contains("Tue 24 Nov 2026 14:08. TRAINING"), "{table}");
    let name = rows[0]["child"]["forename"].as_str().unwrap();
    assert!(!table.contains(name), "initials unless names are asked for");
    assert!(desk.run(&["list", "--names"]).done().contains(name));
}

#[test]
fn a_list_is_filtered_by_the_words_of_the_board() {
    let desk = Desk::new();
    let filtered = |words: &str| lines(&desk.run(&["list", "--json", "--filter", words]).done());
    let (all, red) = (filtered(""), filtered("red"));
    assert!(!red.is_empty() && red.iter().all(|row| row["rating"] == "red"));
    assert_eq!(filtered("-red").len(), all.len() - red.len());
    assert!(filtered("late").iter().all(|row| row["late"] == true));
    assert!(filtered("red late mine nonsense").is_empty());
    assert!(desk.run(&["list", "--filter", "nonsense"]).done().starts_with("0 of "));
}

#[test]
fn a_call_taken_from_json_starts_its_clocks() {
    let desk = Desk::new();
    let said = desk.fed(&["take", "--from", "-"], TEACHER).done();
    assert!(said.starts_with("Filed as R-10") && said.contains("due Tue 24 Nov 15:00"), "{said}");
    let reference = said.trim_start_matches("Filed as ").split('.').next().unwrap();
    let shown = desk.show(reference);
    assert_eq!(shown["received"], "2026-11-24T14:05:00+00:00");
    let clocks = shown["record"]["clocks"].as_array().unwrap();
    let school = clocks.iter().find(|clock| clock["clock"] == "feedback-school").unwrap();
    assert_eq!((&school["due"], &school["state"]), (&json!("2026-11-24T15:00:00+00:00"), &json!("running")));
    // The day ran for a moment while the desk was made.
    assert!(school["staffed_minutes"] == 51 || school["staffed_minutes"] == 52, "{school}");
    assert!(!school["because"].as_array().unwrap().is_empty());
}

#[test]
fn what_show_prints_can_be_taken_again_and_is_the_same() {
    let desk = Desk::new();
    for row in lines(&desk.run(&["list", "--json"]).done()) {
        let mut first = desk.show(row["ref"].as_str().unwrap());
        let taken = desk.fed(&["take", "--from", "-", "--json"], &first.to_string());
        assert_eq!(taken.code, 0, "{}", taken.err);
        let again: Value = serde_json::from_str(&taken.out).unwrap();
        let mut second = desk.show(again["ref"].as_str().unwrap());
        for shown in [&mut first, &mut second] {
            shown.as_object_mut().unwrap().remove("record");
        }
        assert_eq!(first, second);
    }
}

#[test]
fn a_body_map_and_a_link_are_printed_as_text() {
    let desk = Desk::new();
    let call = json!({
        "kind": "referral",
        "children": [{ "child-forename": "Ash", "child-surname": "Sampleton" }],
        "marks": [{ "spot": { "side": "front", "row": 6, "column": 13 }, "size": "2 cm", "seen_by": "the teacher" }],
        "links": [{ "whom": "child 1", "id": "P1", "by": "Jo Testerby", "at": "2026-11-24T14:00" }]
    });
    let filed = desk.fed(&["take", "--from", "-", "--json"], &call.to_string()).json();
    let text = desk.run(&["show", filed["ref"].as_str().unwrap()]).done();
    assert!(text.contains("Mark 1: left upper arm, front: 2 cm; seen by the teacher."), "{text}");
    assert!(text.contains("The child is known as P1, linked by Jo Testerby."), "{text}");
}

#[test]
fn a_mistake_in_the_json_names_line_key_and_value() {
    let desk = Desk::new();
    let before = desk.run(&["list", "--json"]).done();
    let wrong = TEACHER.replace("\"2A\"", "\"2Z\"");
    let said = desk.fed(&["take", "--from", "-"], &wrong).stopped(2);
    assert!(said.starts_with("line 4: answers.caller-source = \"2Z\": it is not one of 1A, "), "{said}");
    let doubtful = TEACHER.replace("2026-11-24T14:05", "2026-10-25T01:30");
    let said = desk.fed(&["take", "--from", "-"], &doubtful).stopped(2);
    assert!(
        said.contains("2026-10-25T01:30:00+01:00") && said.contains("2026-10-25T01:30:00+00:00"),
        "{said}"
    );
    let future = TEACHER.replace("2026-11-24T14:05", "2062-11-24T14:05");
    assert!(desk.fed(&["take", "--from", "-"], &future).stopped(2).contains("lies in the future"));
    assert!(desk.run(&["take", "--from", "/no/such/file"]).stopped(2).contains("cannot be read"));
    assert_eq!(desk.run(&["list", "--json"]).done(), before, "nothing was filed");
}

#[test]
fn a_collection_time_that_cannot_be_counted_with_is_filed_and_pointed_out() {
    let desk = Desk::new();
    let ran = desk.fed(&["take", "--from", "-"], &TEACHER.replace("15:15", "after clubs"));
    assert_eq!(ran.code, 0);
    assert!(ran.err.starts_with("Note: children[0].child-collection = \"after clubs\": "), "{}", ran.err);
}

#[test]
fn an_empty_call_is_refused_by_the_rules() {
    let desk = Desk::new();
    let said = desk.fed(&["take", "--from", "-"], "{\"kind\":\"referral\"}").stopped(1);
    assert!(said.starts_with("Nothing has been typed yet."), "{said}");
}

#[test]
fn the_schema_of_a_call_needs_no_desk() {
    let schema = dutydesk(&["take", "--schema"]).json();
    assert_eq!(schema["properties"]["kind"]["enum"], json!(["referral", "consultation"]));
    assert!(schema.pointer("/properties/children/items/properties/child-collection").is_some());
}

#[test]
fn the_teachers_story_goes_from_rating_to_feedback() {
    let desk = Desk::new();
    let r = desk.teacher();
    let done = |args: &[&str]| desk.run(&[&["do", &r], args].concat()).done();
    assert!(done(&["rate", "red", "--reason", "Injury seen"]).starts_with(&format!("{r}: Rated RED.")));
    done(&["attempt", "--note", "Engaged"]);
    let said = done(&["feedback", "undecided", "--said", "Nothing is decided yet"]);
    assert!(said.contains("Tell the school: met"), "{said}");
    done(&["decide", "s47", "--rationale", "Strategy discussion today"]);
    done(&["allocate", "Alex Sampleton"]);
    done(&["note", "Paediatrician at four"]);
    done(&["written", "--arrived", "14:06", "--note", "By email"]);
    done(&["deadline", "Medical", "--due", "16:00", "--reason", "Booked"]);
    done(&["done", "custom", "--subject", "Medical", "--how", "Seen"]);
    done(&["amend", "child-collection=15:30", "harm=physical,neglect", "danger=?", "--reason", "Rang back"]);
    done(&["undo", "--reason", "Wrong child"]);
    let shown = desk.show(&r);
    let record = &shown["record"];
    assert_eq!((&record["rating"], &record["route"]), (&json!("red"), &json!("s47")));
    assert_eq!(record["owner"]["name"], "Alex Sampleton");
    assert_eq!(record["feedback"]["tries"], 1);
    assert_eq!(shown["children"][0]["child-collection"], "15:15", "the amendment was undone");
    let page = desk.run(&["show", &r]).done();
    for words in ["Rated RED", "Decided: Section 47", "Tell the school", "Paediatrician at four"] {
        assert!(page.contains(words), "{words}\n{page}");
    }
}

#[test]
fn the_remaining_commands_work_too() {
    let desk = Desk::new();
    let r = desk.teacher();
    desk.run(&["do", &r, "impossible", "--reason", "The number rings nowhere"]).done();
    let event =
        desk.run(&["do", &r, "waive-written", "--reason", "Told twice by telephone", "--json"]).json();
    assert_eq!(event["ref"], json!(r));
    assert_eq!(event["events"][0]["event"]["kind"], "written-referral-waived");
    assert!(event["version"].as_u64() > event["events"][0]["seq"].as_u64());
}

#[test]
fn words_can_come_from_standard_input() {
    let desk = Desk::new();
    let r = desk.teacher();
    desk.fed(&["do", &r, "note", "-"], "Two lines\nof a note\n").done();
    let timeline = desk.show(&r)["record"]["timeline"].clone();
    assert_eq!(timeline.as_array().unwrap().last().unwrap()["event"]["text"], "Two lines\nof a note");
}

#[test]
fn a_rule_refuses_with_one_and_bad_input_with_two() {
    let desk = Desk::new();
    let r = desk.teacher();
    let run = |args: &[&str]| desk.run(&[&["do", &r], args].concat());
    let refused = [
        (&["decide", "consultation", "--rationale", "advice"][..], "Only a consultation"),
        (&["rate", "red", "--reason", " "], "A rating needs a reason"),
        (&["feedback", "reached", "--said", "x"], "Nothing has been decided yet"),
        (&["done", "strategy-discussion", "--how", "held"], "No duty waits"),
        (
            &["deadline", "Flight", "--due", "2026-11-24T09:00", "--reason", "x"],
            "A deadline lies in the future",
        ),
    ];
    for (args, says) in refused {
        let said = run(args).stopped(1);
        assert!(said.starts_with(says), "{said}");
    }
    let bad = [
        (
            &["rate", "purple", "--reason", "x"][..],
            "rating = \"purple\": it is not one of red, amber, green, blue.",
        ),
        (&["decide", "s48", "--rationale", "x"], "route = \"s48\": it is not one of s47, "),
        (&["done", "tea", "--how", "x"], "clock = \"tea\": it is not one of "),
        (&["feedback", "perhaps", "--said", "x"], "outcome = \"perhaps\": "),
        (&["deadline", "Flight", "--due", "whenever", "--reason", "x"], "--due = \"whenever\": "),
        (
            &["deadline", "Flight", "--due", "2027-03-28T01:30", "--reason", "x"],
            "--due = \"2027-03-28T01:30\": never happens",
        ),
        (&["amend", "child-collection"], "child-collection: write it as QUESTION=ANSWER."),
        (&["amend", "shoe-size=4"], "shoe-size=4: there is no such question"),
        (&["amend", "harm=rudeness"], "harm=rudeness: it is not one of physical"),
        (&["amend", "child-sex=M", "--child", "9"], "child-sex=M: there are 1 of them."),
        (&["amend", "danger=@perhaps"], "danger=@perhaps: an answer without a value is one of @not-known"),
    ];
    for (args, says) in bad {
        let said = run(args).stopped(2);
        assert!(said.starts_with(says), "{said}");
    }
    assert_eq!(run(&["dance"]).code, 2);
    assert_eq!(run(&["rate", "red"]).code, 2, "a reason is not left out");
    assert_eq!(desk.show(&r)["record"]["rating"], Value::Null, "nothing was recorded");
}

#[test]
fn a_manager_may_lower_a_red_and_a_viewer_may_do_nothing() {
    let desk = Desk::new();
    let r = desk.teacher();
    let rate =
        |to: &str, user: &str| desk.run(&["--as", user, "do", &r, "rate", to, "--reason", "seen again"]);
    rate("red", "j.testerby").done();
    assert_eq!(rate("amber", "r.dummerton").stopped(1), "Lowering a red needs a manager.\n");
    rate("amber", "s.placeham").done();
    assert!(rate("green", "k.fakeley").stopped(1).contains("Only these may take calls and act on contacts"));
    let looked = desk.run(&["--as", "s.placeham", "looked"]).done();
    assert!(looked.contains("tried to take calls and act on contacts"), "{looked}");
    assert!(rate("green", "nobody").stopped(2).starts_with("Nobody here is called nobody."));
    let by = &desk.show(&r)["record"]["ratings"][1]["by"];
    assert_eq!((&by["user"], &by["role"]), (&json!("s.placeham"), &json!("manager")));
}

#[test]
fn a_contact_that_is_not_there_is_said_so() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["show", "R-99"]).stopped(1), "There is no contact R-99 on this desk.\n");
    let said = desk.run(&["show", "Mockford"]).stopped(2);
    assert_eq!(said, "\"Mockford\" is no reference: a reference looks like R-1001.\n");
}

#[test]
fn without_a_desk_a_command_says_how_to_get_one() {
    let desk = Desk::none();
    for args in [&["list"][..], &["show", "R-1001"], &["verify"]] {
        let said = desk.run(args).stopped(1);
        assert!(said.contains("there is no desk at") && said.contains("dutydesk demo"), "{said}");
    }
    assert!(std::fs::read_dir(desk.path()).unwrap().next().is_none(), "nothing was made");
}

#[test]
fn a_good_desk_verifies_and_is_the_same_after_a_rebuild() {
    let desk = Desk::new();
    let before = desk.run(&["list", "--json"]).done();
    let report = desk.run(&["verify", "--json"]).json();
    assert_eq!(report["good"], true);
    assert!(report["checks"].as_array().unwrap().iter().any(|check| check["check"] == "chain"));
    let said = desk.run(&["verify", "--rebuild"]).done();
    assert!(said.starts_with("The board was made again from the events."), "{said}");
    assert_eq!(desk.run(&["list", "--json"]).done(), before);
}

#[test]
fn a_damaged_desk_fails_to_verify() {
    let desk = Desk::new();
    std::fs::remove_file(desk.0.path().join("desk.head")).unwrap();
    let ran = desk.run(&["verify"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("BAD") && ran.err.starts_with("The desk is not as it should be."),
        "{}{}",
        ran.out,
        ran.err
    );
}

#[test]
fn keys_of_another_desk_do_not_open_this_one() {
    let (desk, other) = (Desk::new(), Desk::new());
    std::fs::copy(other.0.path().join("desk.keys"), desk.0.path().join("desk.keys")).unwrap();
    let said = desk.run(&["list"]).stopped(3);
    assert!(said.starts_with("Could not open the record: desk.keys does not open desk.db"), "{said}");
}

#[test]
fn a_training_desk_is_filled_to_the_number_wanted_once() {
    let desk = Desk::none();
    let said = desk
        .run(&["demo", "--open", "30", "--closed", "12", "--at", "2027-02-03T10:00", "--no-board"])
        .done();
    assert!(said.ends_with("30 open contacts, Wed 3 Feb 2027 10:00.\n"), "{said}");
    assert_eq!(lines(&desk.run(&["list", "--json"]).done()).len(), 30);
    let said = desk.run(&["demo", "--open", "30", "--no-board"]).stopped(1);
    assert!(said.contains("--fresh"), "{said}");
    let said = desk.run(&["demo", "--fresh", "--no-board"]).done();
    assert!(said.contains("Tue 24 Nov 2026 14:08"), "{said}");
}

#[test]
fn the_day_of_a_training_desk_goes_on_where_it_stopped() {
    let desk = Desk::new();
    desk.run(&["demo", "--at", "2026-11-24T16:00", "--no-board"]).done();
    assert!(desk.run(&["demo", "--no-board"]).done().contains("Tue 24 Nov 2026 16:00"));
    let said = desk.run(&["demo", "--at", "25:00", "--no-board"]).stopped(2);
    assert!(said.starts_with("--at 25:00 must be a date and time"), "{said}");
}

#[test]
fn a_desk_can_be_named_by_the_environment() {
    let desk = Desk::new();
    let listed =
        Command::cargo_bin("dutydesk").unwrap().env("DUTYDESK_DESK", desk.path()).arg("list").output();
    assert!(listed.unwrap().status.success());
}

#[test]
fn without_a_terminal_the_board_says_so() {
    let desk = Desk::new();
    assert!(desk.run(&[]).stopped(2).starts_with("The board needs a terminal."));
}

#[test]
fn the_document_of_keys_is_what_the_table_makes() {
    let made = dutydesk(&["keys", "--markdown"]).done();
    let kept = include_str!("../docs/KEYS.md");
    assert_eq!(made, kept, "run: dutydesk keys --markdown > docs/KEYS.md");
    let plain = dutydesk(&["keys"]).done();
    assert!(plain.contains("Ctrl-S") && plain.contains("Tell the referrer"), "{plain}");
    assert!(dutydesk(&["keys", "--json"]).json().as_array().unwrap().len() > 50);
}

#[test]
fn completions_and_manual_pages_are_printed() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(dutydesk(&["completions", shell]).done().contains("dutydesk"), "{shell}");
    }
    assert_eq!(dutydesk(&["completions", "abacus"]).code, 2);
    let page = dutydesk(&["man"]).done();
    assert!(page.contains(".TH dutydesk 1") && page.contains("deadlines"), "{page}");
    assert!(dutydesk(&["man", "do"]).done().contains("waive"));
    assert!(dutydesk(&["man", "dance"]).stopped(2).starts_with("There is no command dance."));
}

#[test]
fn help_names_every_command_and_bad_usage_ends_with_two() {
    let help = dutydesk(&["--help"]).done();
    for command in [
        "demo",
        "take",
        "list",
        "show",
        "do",
        "deadlines",
        "protocol",
        "verify",
        "keys",
        "completions",
        "man",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "{command}\n{help}");
    }
    assert_eq!(dutydesk(&["init"]).code, 2, "what comes later does not exist yet");
    assert_eq!(dutydesk(&["take"]).code, 2);
}
