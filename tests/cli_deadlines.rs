//! `dutydesk deadlines` and `dutydesk protocol` as a person or a script meets them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test may fail loudly")]

use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

fn dutydesk(args: &[&str]) -> Output {
    fed(args, "")
}

fn fed(args: &[&str], input: &str) -> Output {
    Command::cargo_bin("dutydesk").unwrap().args(args).write_stdin(input).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The deadlines of one contact as JSON.
fn json(args: &[&str]) -> Vec<Value> {
    let mut all = vec!["deadlines", "--json"];
    all.extend(args);
    let output = dutydesk(&all);
    assert_eq!((output.status.code(), &*err(&output)), (Some(0), ""));
    serde_json::from_str(&out(&output)).unwrap()
}

fn item<'a>(items: &'a [Value], clock: &str) -> &'a Value {
    items.iter().find(|item| item["clock"] == clock).unwrap_or_else(|| panic!("no {clock} in {items:#?}"))
}

/// Standard error of a command line that is refused as bad input, with nothing on standard output.
fn refused(args: &[&str]) -> String {
    let output = dutydesk(args);
    assert_eq!((output.status.code(), &*out(&output)), (Some(2), ""), "{}", err(&output));
    err(&output)
}

#[test]
fn a_teachers_call_is_told_by_three() {
    let items = json(&["--received", "2026-11-24T14:10", "--source", "2A", "--collection", "15:15"]);
    let school = item(&items, "feedback-school");
    assert_eq!(school["state"], "running");
    assert_eq!(school["due"], "2026-11-24T15:00:00+00:00");
    assert_eq!(school["act_by"], "2026-11-24T15:00:00+00:00");
    assert_eq!(school["staffed_minutes"], 50);
    assert_eq!(school["basis"], "L18-L21");
    assert_eq!(school["because"][0], "received Tue 24 Nov 14:10");
    assert!(school.get("subject").is_none() && school.get("reason").is_none());
}

#[test]
fn a_clock_that_cannot_be_met_gives_its_reason_and_no_time() {
    let items = json(&["--received", "2026-11-24T15:20", "--source", "2A"]);
    let school = item(&items, "feedback-school");
    assert_eq!(school["state"], "not-achievable");
    assert_eq!(school["reason"], "3pm had passed when the call came");
    assert!(school["due"].is_null() && school["act_by"].is_null() && school["staffed_minutes"].is_null());
}

#[test]
fn staffed_minutes_are_counted_from_now_and_never_below_nothing() {
    let args = |now| json(&["--received", "2026-11-24T14:10", "--source", "2A", "--now", now]);
    assert_eq!(item(&args("2026-11-24T14:40"), "feedback-school")["staffed_minutes"], 20);
    assert_eq!(item(&args("2026-11-24T16:40"), "feedback-school")["staffed_minutes"], 0);
}

#[test]
fn no_staffed_minute_leaves_act_by_empty() {
    let items = json(&["--received", "2026-10-24T12:00"]);
    let feedback = item(&items, "feedback-first");
    assert_eq!(feedback["due"], "2026-10-25T11:00:00+00:00");
    assert!(feedback["act_by"].is_null());
    assert_eq!(feedback["staffed_minutes"], 0);
}

#[test]
fn every_fact_has_a_flag_in_kebab_and_in_snake_case() {
    let kebab = [
        "--received=2026-11-24T14:10+00:00",
        "--kind=referral",
        "--source=6",
        "--professional=true",
        "--collection=15:15,16:00",
        "--collection=2026-11-25T15:15",
        "--open-case",
        "--domestic-abuse",
        "--other-authority=true",
        "--rating=red",
        "--route=stage2",
        "--decided=2026-11-24T15:00",
        "--allocated=2026-11-24T15:10",
        "--written-received=2026-11-24T15:20",
        "--agency-asked=Health=2026-11-24T15:30",
        "--agency-asked=2026-11-24T15:40",
        "--rating-raised=2026-11-24T15:50",
        "--meeting-convened=2026-11-24T16:00",
        "--dispute-raised=2026-11-24T16:10",
        "--edt-received=2026-11-24T13:00",
        "--now=2026-11-24T16:20",
        "--protocol=general",
    ];
    let snake: Vec<String> = kebab
        .iter()
        .map(|flag| format!("--{}", flag.trim_start_matches('-')))
        .map(|flag| {
            let (name, value) = flag
                .split_once('=')
                .map_or((&*flag, String::new()), |(name, value)| (name, format!("={value}")));
            format!("--{}{value}", name.trim_start_matches('-').replace('-', "_"))
        })
        .collect();
    let snake: Vec<&str> = snake.iter().map(String::as_str).collect();
    let items = json(&kebab);
    assert_eq!(items, json(&snake));
    let clocks: Vec<_> = items.iter().map(|item| item["clock"].as_str().unwrap()).collect();
    assert_eq!(
        clocks,
        [
            "feedback-first",
            "feedback-school",
            "stage1-decision",
            "response-decision",
            "written-48h",
            "written-next-steps",
            "da-review",
            "cross-boundary",
            "dispute",
            "agency-return",
            "agency-return",
            "stage2-decision",
            "mash-meeting",
        ]
    );
    assert_eq!(items[9]["subject"], "Health");
    assert!(items[10].get("subject").is_none());
    assert_eq!(
        item(&items, "feedback-first")["due"],
        "2026-11-25T13:00:00+00:00",
        "from the earlier receipt"
    );
}

#[test]
fn what_came_in_writing_owes_nothing_more_in_writing() {
    let clocks = |flags: &[&str]| -> Vec<String> {
        let items = json(&[&["--received", "2026-11-24T14:10", "--source", "6"], flags].concat());
        items.iter().map(|item| item["clock"].as_str().unwrap().to_owned()).collect()
    };
    assert!(clocks(&[]).contains(&"written-24h".to_owned()));
    for flag in ["--in-writing", "--in_writing=true"] {
        let clocks = clocks(&[flag]);
        assert!(!clocks.iter().any(|clock| clock.starts_with("written")), "{clocks:?}");
    }
    let line = r#"{"received":"2026-11-24T14:10","source":"6","in_writing":true}"#;
    let said = out(&fed(&["deadlines", "--batch", "-"], line));
    assert!(said.contains("feedback-first") && !said.contains("written"), "{said}");
}

#[test]
fn a_collection_is_asked_for_on_the_day_of_receipt_alone() {
    let asks = |now: &str| {
        let flags = ["deadlines", "--received", "2026-11-24T14:10", "--source", "2A", "--now", now];
        out(&fed(&flags, "")).contains("Ask when the child is collected")
    };
    assert!(asks("2026-11-24T16:00"));
    assert!(!asks("2026-11-25T09:00"));
}

#[test]
fn flags_and_json_lines_give_the_same_answer() {
    let items =
        json(&["--received", "2026-11-27T16:00", "--source", "2A", "--collection", "17:00", "--open-case"]);
    let line = r#"{"received":"2026-11-27T16:00","source":"2A","collection":["17:00"],"open_case":true,"rating":null}"#;
    let output = fed(&["deadlines", "--batch", "-"], &format!("{line}\n"));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(serde_json::from_str::<Vec<Value>>(&out(&output)).unwrap(), items);
}

#[test]
fn a_batch_answers_each_line_with_one_array() {
    let input = "{\"received\":\"2026-11-24T14:10\"}\n\n{\"received\":\"2026-11-24T14:10\",\"kind\":\"consultation\"}";
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("facts.jsonl");
    std::fs::write(&file, input).unwrap();
    let from_file = dutydesk(&["deadlines", "--batch", file.to_str().unwrap()]);
    assert_eq!(out(&from_file), out(&fed(&["deadlines", "--batch", "-"], input)));
    let lines: Vec<Vec<Value>> =
        out(&from_file).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0].len(), 3);
    assert_eq!(lines[1][0]["clock"], "consultation");
}

#[test]
fn a_bad_line_is_named_and_the_others_are_answered() {
    let input = [
        r#"{"received":"2026-11-24T14:10"}"#,
        r#"{"received":"2026-11-24T14:10","sauce":"2A"}"#,
        r#"{"received":"2026-11-24T14:10","source":"2X","rating":3}"#,
        "nonsense",
        "[1]",
        r#"{"source":"2A"}"#,
        r#"{"received":"2026-11-24T14:10","received":"2026-11-24T14:11"}"#,
        r#"{"received":"2026-10-25T01:30"}"#,
        r#"{"received":"2026-11-24T14:10","open_case":"yes"}"#,
        r#"{"received":"2026-11-24T14:10","kind":"consultation"}"#,
    ];
    let output = fed(&["deadlines", "--batch", "-"], &input.join("\n"));
    assert_eq!(output.status.code(), Some(2));
    let text = err(&output);
    let said: Vec<&str> = text.lines().collect();
    assert!(said[0].starts_with("Line 2: sauce \"2A\" is no key"), "{text}");
    assert!(said[1].starts_with("Line 3: source \"2X\" is no source"), "{text}");
    assert!(said[2].starts_with("Line 3: rating 3 is no rating"), "{text}");
    assert!(said[3].starts_with("Line 4 is not an object in JSON"), "{text}");
    assert!(said[4].starts_with("Line 5 is not an object in JSON"), "{text}");
    assert!(said[5].starts_with("Line 6: received is missing"), "{text}");
    assert!(said[6].starts_with("Line 7: received \"2026-11-24T14:11\" is given twice"), "{text}");
    assert!(said[7].starts_with("Line 8: received \"2026-10-25T01:30\" happens twice"), "{text}");
    assert!(said[8].starts_with("Line 9: open_case \"yes\" must be true or false"), "{text}");
    let text = out(&output);
    let answers: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), input.len(), "each line keeps its place");
    assert!(answers[0].is_array() && answers[9].is_array());
    assert_eq!(answers[2]["line"], 3);
    assert_eq!(answers[2]["errors"][1]["key"], "rating");
}

#[test]
fn doubtful_times_are_refused_with_both_readings_and_taken_with_an_offset() {
    let said = refused(&["deadlines", "--received", "2026-10-25T01:30"]);
    assert!(
        said.contains("2026-10-25T01:30:00+01:00") && said.contains("2026-10-25T01:30:00+00:00"),
        "{said}"
    );
    let earlier = json(&["--received", "2026-10-25T01:30+01:00"]);
    let later = json(&["--received", "2026-10-25T01:30+00:00"]);
    assert_eq!(item(&earlier, "feedback-first")["due"], "2026-10-26T00:30:00+00:00");
    assert_eq!(item(&later, "feedback-first")["due"], "2026-10-26T01:30:00+00:00");
    assert_eq!(item(&earlier, "feedback-first")["because"][0], "received Sun 25 Oct 01:30 BST");
    let said =
        refused(&["deadlines", "--received", "2026-10-24T23:30", "--dispute-raised", "2026-10-25T01:10"]);
    assert!(said.starts_with("--dispute-raised 2026-10-25T01:10 happens twice"), "{said}");
    let said = refused(&["deadlines", "--received", "2026-10-25T00:30", "--collection", "01:15"]);
    assert!(said.starts_with("--collection 01:15 happens twice"), "{said}");
}

#[test]
fn a_time_that_never_happens_is_refused() {
    let said = refused(&["deadlines", "--received", "2027-03-28T01:30"]);
    assert!(said.contains("never happens: the clocks go from 01:00 to 02:00"), "{said}");
}

#[test]
fn impossible_values_are_refused_by_name() {
    let base = ["deadlines", "--received", "2026-11-24T14:10"];
    let with = |flag: &'static str, value: &'static str| refused(&[&base[..], &[flag, value]].concat());
    assert!(with("--source", "2X").contains("--source 2X is no source"));
    assert!(with("--kind", "chat").contains("--kind chat is no kind of contact"));
    assert!(with("--rating", "pink").contains("red, amber, green, blue"));
    assert!(with("--route", "bin").contains("early-help"));
    assert!(with("--collection", "3pm").contains("--collection"));
    assert!(with("--decided", "2026-11-23T10:00").contains("lies before the contact was received"));
    assert!(with("--decided", "tomorrow").contains("must be a date and time"));
    assert!(with("--now", "2026-11-31T10:00").contains("must be a date and time"));
    assert!(refused(&["deadlines", "--received", "2026-11-24"]).contains("2026-11-24T14:10"));
    assert!(refused(&["deadlines"]).contains("--received"));
    assert!(refused(&["deadlines", "--batch", "/no/such/file"]).contains("cannot be read"));
    assert!(refused(&["deadlines", "--batch", "-", "--source", "2A"]).contains("cannot be used with"));
    let blue = refused(&[&base[..], &["--rating", "blue", "--protocol", "rotherham"]].concat());
    assert!(blue.contains("not used by the protocol rotherham"), "{blue}");
}

#[test]
fn a_person_can_follow_each_step() {
    let output = dutydesk(&["deadlines", "--received", "2026-12-24T15:20", "--source", "2A", "--explain"]);
    let text = out(&output);
    assert_eq!(output.status.code(), Some(0));
    for line in [
        "General desk (general, version 1)",
        "Referral received Thu 24 Dec 2026 15:20",
        "    2. Fri 25 Dec is a bank holiday (Christmas Day)",
        "    7. due at close, Tue 29 Dec 17:20",
        "Tell the school          not achievable: 3pm had passed when the call came",
        "Tell the referrer        due Fri 25 Dec 15:20, act by Thu 24 Dec 17:20 (2 h staffed)",
        "    Source: L148.",
        "Ask when the child is collected",
    ] {
        assert!(text.lines().any(|found| found.starts_with(line)), "no {line:?} in\n{text}");
    }
    let unknown = out(&dutydesk(&["deadlines", "--received", "2028-12-29T15:20", "--explain"]));
    assert!(unknown.contains("the bank holidays of 2029 are not known"), "{unknown}");
}

#[test]
fn hints_name_what_is_missing() {
    let s47 = out(&dutydesk(&["deadlines", "--received", "2026-11-24T14:10", "--route", "s47"]));
    assert!(s47.contains("--decided"), "{s47}");
    let stage2 = out(&dutydesk(&["deadlines", "--received", "2026-11-24T14:10", "--route", "stage2"]));
    assert!(stage2.contains("--rating"), "{stage2}");
    let plain = out(&dutydesk(&["deadlines", "--received", "2026-11-24T14:10"]));
    assert!(!plain.contains("--"), "{plain}");
}

#[test]
fn control_characters_of_an_agencys_name_stay_out_of_the_terminal() {
    let line = ["deadlines", "--received", "2026-11-24T14:10", "--rating", "red"];
    let asked = "Po\u{1b}[2Jlice=2026-11-24T15:00";
    let output = dutydesk(&[&line[..], &["--agency-asked", asked]].concat());
    assert!(!out(&output).contains('\u{1b}'));
    assert!(out(&output).contains("Agency return"));
}

#[test]
fn another_protocol_has_its_own_clocks() {
    let items = json(&["--received", "2026-11-24T14:10", "--source", "6", "--protocol", "rotherham"]);
    assert!(items.iter().all(|item| item["clock"] != "written-48h"));
    let said = refused(&["deadlines", "--received", "2026-11-24T14:10", "--protocol", "atlantis"]);
    assert!(said.contains("There is no protocol called atlantis"), "{said}");
}

#[test]
fn a_protocol_file_is_used_and_its_mistakes_stop_the_answer() {
    let general = include_str!("../assets/protocols/general.toml");
    let dir = tempfile::tempdir().unwrap();
    let good = dir.path().join("good.toml");
    std::fs::write(
        &good,
        general.replace("08:45-17:20", "08:00-20:00").replace("id = \"general\"", "id = \"mine\""),
    )
    .unwrap();
    let good = good.to_str().unwrap();
    let items = json(&["--received", "2026-11-24T14:10", "--protocol", good]);
    assert_eq!(item(&items, "response-decision")["due"], "2026-11-25T20:00:00+00:00");
    let checked = dutydesk(&["protocol", "check", good]);
    assert_eq!(checked.status.code(), Some(0));
    assert!(out(&checked).contains("no mistakes"), "{}", out(&checked));

    let bad = dir.path().join("bad.toml");
    std::fs::write(&bad, general.replace("[clocks.dispute]\n", "[clocks.dispute]\ndyas = 2\n")).unwrap();
    let bad = bad.to_str().unwrap();
    let line = general.lines().position(|line| line == "[clocks.dispute]").unwrap() + 2;
    let place =
        format!("line {line}, column 1: clocks.dispute.dyas: this key is not known here. Did you mean days?");
    for args in
        [&["protocol", "check", bad][..], &["deadlines", "--received", "2026-11-24T14:10", "--protocol", bad]]
    {
        let said = refused(args);
        assert!(said.contains(&place), "{said}");
    }
    let found = dutydesk(&["protocol", "check", "--json", bad]);
    assert_eq!(found.status.code(), Some(2));
    let found: Vec<Value> = serde_json::from_str(&out(&found)).unwrap();
    assert_eq!((&found[0]["line"], &found[0]["column"]), (&Value::from(line), &Value::from(1)));
    assert!(refused(&["protocol", "check", "/no/such/file"]).contains("cannot be read"));
}

#[test]
fn protocols_are_listed_and_shown_with_their_sources() {
    let list = out(&dutydesk(&["protocol", "list"]));
    assert_eq!(list.lines().count(), 3);
    assert!(list.starts_with("general"));
    let rows: Vec<Value> = serde_json::from_str(&out(&dutydesk(&["protocol", "list", "--json"]))).unwrap();
    assert_eq!(rows[0]["id"], "general");
    assert_eq!(rows[0]["default"], true);

    let shown = out(&dutydesk(&["protocol", "show"]));
    for line in [
        "  The hub (hub, the desk's): Mon-Thu 08:45-17:20, Fri 08:45-16:20 [L514]",
        "  feedback-school      15:00 that day [L18-L21]; duty L18-L21",
        "  s47            RED; referrer by telephone; family by telephone; letters refused",
    ] {
        assert!(shown.lines().any(|found| found.starts_with(line)), "no {line:?} in\n{shown}");
    }
    let json: Value =
        serde_json::from_str(&out(&dutydesk(&["protocol", "show", "rotherham", "--json"]))).unwrap();
    assert_eq!(json["id"], "rotherham");
    assert_eq!(json["ratings"].as_array().unwrap().len(), 3);
    assert_eq!(json["clocks"].as_array().unwrap().len(), 21);
}

#[test]
fn bad_usage_says_what_to_do() {
    assert!(refused(&["deadlines", "--sauce", "2A"]).contains("--source"));
    let help = dutydesk(&["deadlines", "--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(out(&help).contains("--received"));
}

#[test]
fn explain_names_the_rule_the_other_reading_and_the_change_of_the_clocks() {
    let said =
        out(&dutydesk(&["deadlines", "--received", "2026-10-24T12:00", "--source", "3A", "--explain"]));
    for words in [
        "Rule: 24 hours elapsed.",
        "In between the clocks go back on Sun 25 Oct, so the night is an hour longer.",
        "The sources disagree here (B3): one gives 24 hours for the decision, another one working day.",
        "The other reading: Response decision: Mon 26 Oct 17:20 (1 working day, L148).",
        "The other reading: Stage 1 decision: Sun 25 Oct 11:00 (24 hours elapsed, L183).",
        "The other reading: Written referral (48 h): Mon 26 Oct 11:00 (48 hours elapsed, L373, L388).",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
}

#[test]
fn teams_and_checks_are_shown_with_their_source() {
    let shown = out(&dutydesk(&["protocol", "show", "rotherham"]));
    assert!(shown.contains("Duty and Assessment Team [L239]"), "{shown}");
    assert!(shown.contains("Checked before allocation [default, after L520]"), "{shown}");
    let json: Value = serde_json::from_str(&out(&dutydesk(&["protocol", "show", "--json"]))).unwrap();
    assert_eq!(json["teams"][0]["basis"], "default");
    assert!(json["allocation"]["checks"].as_array().is_some_and(|checks| !checks.is_empty()));
}
