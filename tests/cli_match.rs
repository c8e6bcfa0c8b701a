//! `dutydesk match` as a script meets it.
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

use std::process::Output;

use assert_cmd::Command;
use serde_json::{Value, json};

const REGISTER: &str = r#"{"id":"1","forename":"Maisie","surname":"Testerby","dob":"2016-03-12","sex":"F","postcode":"TE5 7AB","address":"12 Placeham Road","phone":"01632 960123"}
{"id":"2","forename":"Rhys","surname":"Testerby","dob":"2013-07-02","sex":"M","postcode":"TE5 7AB","address":"12 Placeham Road","worker":"somebody else's key"}

{"id":3,"forename":"Ivo","surname":"Mockford","dob":"2011-00-13"}
{"id":"4","surname":"Testerby","due":"2027-03-03","mother":"Ada Testerby"}
{"id":"5","forename":"Leah","surname":"Sampleton","dob":null,"postcode":""}
"#;

struct Desk(tempfile::TempDir);

impl Desk {
    fn with(register: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("register.jsonl"), register).unwrap();
        Self(folder)
    }

    fn run(&self, args: &[&str], input: &str) -> Output {
        let register = self.0.path().join("register.jsonl");
        Command::cargo_bin("dutydesk")
            .unwrap()
            .args(["match", "--register", register.to_str().unwrap()])
            .args(args)
            .write_stdin(input)
            .output()
            .unwrap()
    }
}

fn lines(output: &Output) -> Vec<Value> {
    String::from_utf8_lossy(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_child_is_found_with_reasons_and_the_brother_as_the_household() {
    let asked = r#"{"ref":"a","forename":"Maisy","surname":"Testerby","dob":"2016-12-03","postcode":"te57ab","address":"12 placeham rd"}"#;
    let output = Desk::with(REGISTER).run(&[], asked);
    assert_eq!((output.status.code(), &*err(&output)), (Some(0), ""));
    let answers = lines(&output);
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0]["ref"], "a");
    let candidates = answers[0]["candidates"].as_array().unwrap();
    assert_eq!((&candidates[0]["id"], &candidates[0]["relation"]), (&json!("1"), &json!("same-person")));
    let reasons = candidates[0]["reasons"].as_array().unwrap();
    assert!(reasons.contains(&json!("day and month swapped")), "{reasons:?}");
    assert!(reasons.contains(&json!("same postcode")), "{reasons:?}");
    let brother = candidates.iter().find(|one| one["id"] == "2").unwrap();
    assert_eq!(brother["relation"], "same-household");
    assert!(brother["score"].as_f64().unwrap() < candidates[0]["score"].as_f64().unwrap());
}

#[test]
fn every_line_is_answered_in_its_order_and_the_limit_holds() {
    let asked = "{\"ref\":1,\"surname\":\"Mockford\",\"dob\":\"2011-00-13\"}\n\n{\"ref\":\"x\",\"mother\":\"Ada Testerby\",\"dob\":\"due 1/3/2027\"}\n{\"ref\":\"none\"}\n";
    let answers = lines(&Desk::with(REGISTER).run(&["--limit", "1", "-"], asked));
    let refs: Vec<_> = answers.iter().map(|answer| &answer["ref"]).collect();
    assert_eq!(refs, [&json!(1), &json!("x"), &json!("none")]);
    assert_eq!(answers[0]["candidates"][0]["id"], "3");
    assert_eq!(answers[1]["candidates"][0]["id"], "4");
    assert_eq!(answers[2]["candidates"], json!([]), "nothing said finds nobody");
    let people = |answer: &Value| {
        let candidates = answer["candidates"].as_array().unwrap();
        candidates.iter().filter(|one| one["relation"] == "same-person").count()
    };
    assert!(answers.iter().all(|answer| people(answer) <= 1));
}

#[test]
fn a_bad_line_is_named_and_the_others_are_answered() {
    let asked = "{\"ref\":\"a\",\"surname\":\"Mockford\"}\n{\"ref\":\"b\",\"dob\":\"soon\",\"colour\":\"red\"}\nno json\n{\"surname\":\"Mockford\"}\n";
    let output = Desk::with(REGISTER).run(&[], asked);
    assert_eq!(output.status.code(), Some(2));
    let err = err(&output);
    assert!(err.contains("Line 2: dob must be a date"), "{err}");
    assert!(err.contains("Line 2: colour is no key. Keys are: ref, forename"), "{err}");
    assert!(err.contains("Line 3 is not an object in JSON"), "{err}");
    assert!(err.contains("Line 4: ref is missing"), "{err}");
    let answers = lines(&output);
    assert_eq!(answers.len(), 4);
    assert_eq!(answers[0]["candidates"][0]["id"], "3");
    assert_eq!((&answers[1]["line"], &answers[3]["errors"][0]["key"]), (&json!(2), &json!("ref")));
}

#[test]
fn a_register_with_a_bad_line_is_refused_whole() {
    let register = format!("{REGISTER}{{\"forename\":\"Ivo\"}}\n");
    let output = Desk::with(&register).run(&[], r#"{"ref":"a","forename":"Maisie"}"#);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    let err = err(&output);
    assert!(err.contains("Line 7: id is missing"), "{err}");
    assert!(err.contains("nobody was looked for"), "{err}");
}

#[test]
fn questions_may_stand_in_a_file_and_a_missing_file_is_named() {
    let desk = Desk::with(REGISTER);
    let questions = desk.0.path().join("asked.jsonl");
    std::fs::write(&questions, "{\"ref\":\"a\",\"phone\":\"+44 1632 960 123\"}\n").unwrap();
    let answers = lines(&desk.run(&[questions.to_str().unwrap()], ""));
    assert_eq!(answers[0]["candidates"][0]["id"], "1");
    let output = desk.run(&["missing.jsonl"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("missing.jsonl cannot be read"), "{}", err(&output));
}

#[test]
fn without_a_register_everybody_the_desk_knows_is_compared() {
    let folder = tempfile::tempdir().unwrap();
    let desk = folder.path().join("desk");
    let run = |args: &[&str], input: &str| {
        let desk = desk.to_str().unwrap();
        let args: Vec<&str> = args.iter().copied().chain(["--desk", desk]).collect();
        Command::cargo_bin("dutydesk").unwrap().args(args).write_stdin(input).output().unwrap()
    };
    assert!(run(&["demo", "--no-board"], "").status.success());
    let csv = folder.path().join("people.csv");
    std::fs::write(
        &csv,
        "ID,First name,Surname,Date of birth,Address,Postcode\nX1,Tegan,Fakeley,12/03/2016,77 Sampleton Row,TE5 7XY\n",
    )
    .unwrap();
    let imported = run(&["import", "people", csv.to_str().unwrap()], "");
    assert!(imported.status.success(), "{imported:?}");
    let asked = r#"{"ref":"a","forename":"Teagan","surname":"Fakeley","dob":"2016-03-12"}"#;
    let found = lines(&run(&["match"], asked));
    assert_eq!(found[0]["candidates"][0]["id"], "X1", "{found:?}");
    assert_eq!(found[0]["candidates"][0]["relation"], "same-person");
}
