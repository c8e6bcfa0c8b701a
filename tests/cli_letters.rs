//! Letters from the command line, and as files that `LibreOffice` opens.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of a test may fail loudly")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

mod common {
    pub mod program;
}
use common::program;

/// A training desk of its own for one test.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.run(&["demo", "--fresh", "--no-board"], "").unwrap();
        desk
    }

    /// What a command said, or with which code and words it stopped.
    fn run(&self, args: &[&str], input: &str) -> Result<String, (i32, String)> {
        program::run(self.0.path(), args, input)
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(args, "").unwrap()).unwrap()
    }

    fn exports(&self) -> PathBuf {
        self.0.path().join("exports")
    }

    /// A school's contact, decided as section 17; its reference.
    fn decided(&self) -> String {
        let call = json!({ "kind": "referral", "received": "2026-11-24T13:20", "answers": {
            "caller-source": "2A", "caller-name": "Pat Mockford", "caller-organisation": "Specimen Primary",
            "concern": "Bruise on the arm", "consent": "given" },
            "children": [{ "child-forename": "Siân", "child-surname": "Sampleton",
                "child-address": "5 Exemplar Way", "child-postcode": "TE5 7DX" }],
            "narrative": [{ "text": "A bruise on the arm.", "basis": "seen" }] });
        let filed = self.run(&["take", "--from", "-", "--json"], &call.to_string()).unwrap();
        let filed: Value = serde_json::from_str(&filed).unwrap();
        let reference = filed["ref"].as_str().unwrap().to_owned();
        self.run(&["do", &reference, "decide", "s17", "--rationale", "An assessment & help are needed."], "")
            .unwrap();
        reference
    }
}

#[test]
fn a_draft_is_printed_edited_and_issued_and_its_files_are_private() {
    let desk = Desk::new();
    let reference = desk.decided();
    let draft = desk.run(&["letter", &reference, "outcome-family", "--print"], "").unwrap();
    assert!(draft.starts_with("TRAINING: NOBODY IN THIS LETTER IS REAL\n"), "{draft}");
    assert!(draft.contains("Siân Sampleton") && !draft.contains("Check:"), "{draft}");
    assert_eq!(fs::read_dir(desk.exports()).unwrap().count(), 0, "a draft writes nothing");

    let edited = draft.replace("Dear parent or carer", "Dear Ms Sampleton");
    let issued = desk
        .run(&["letter", &reference, "outcome-family", "--issue", "--text", "-", "--json"], &edited)
        .unwrap();
    let issued: Value = serde_json::from_str(&issued).unwrap();
    assert_eq!(issued["letter"], 1);
    assert_eq!(issued["events"][0]["event"]["edited"], true);
    let files: Vec<&Path> =
        issued["files"].as_array().unwrap().iter().map(|file| Path::new(file.as_str().unwrap())).collect();
    let names: Vec<_> = files.iter().map(|file| file.file_name().unwrap().to_str().unwrap()).collect();
    let stem = format!("{reference}-outcome-family-1");
    assert_eq!(names, [format!("{stem}.docx"), format!("{stem}.txt")]);
    for file in &files {
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(fs::read_to_string(files[1]).unwrap().contains("Dear Ms Sampleton"));

    let shown = desk.json(&["show", &reference, "--json"]);
    assert_eq!(shown["record"]["letters"][0]["state"], "issued", "{shown}");
    assert_eq!(shown["record"]["letters"][0]["sha256"], issued["sha256"]);
}

#[test]
fn a_lost_file_is_written_again_and_another_of_its_name_is_left_alone() {
    let desk = Desk::new();
    let reference = desk.decided();
    desk.run(&["letter", &reference, "outcome-family", "--issue"], "").unwrap();
    let docx = desk.exports().join(format!("{reference}-outcome-family-1.docx"));
    let before = fs::read(&docx).unwrap();
    fs::remove_file(&docx).unwrap();
    let answer = desk.json(&["letter", &reference, "--again", "1", "--json"]);
    assert_eq!(answer["same"], true);
    assert_eq!(fs::read(&docx).unwrap(), before);
    desk.run(&["letter", &reference, "--again", "1"], "").unwrap();

    fs::write(&docx, "something else").unwrap();
    let (code, why) = desk.run(&["letter", &reference, "--again", "1"], "").unwrap_err();
    assert_eq!(code, 1);
    assert!(why.contains("something else is called"), "{why}");
    assert_eq!(fs::read(&docx).unwrap(), b"something else");
    assert_eq!(desk.run(&["letter", &reference, "--again", "7"], "").unwrap_err().0, 1);
}

#[test]
fn posting_and_withdrawing_are_commands_on_the_contact() {
    let desk = Desk::new();
    let reference = desk.decided();
    desk.run(&["do", &reference, "issue-letter", "outcome-family"], "").unwrap();
    desk.run(&["letter", &reference, "outcome-referrer", "--issue"], "").unwrap();
    let posted = desk.run(&["do", &reference, "post-letter", "1"], "").unwrap();
    assert!(posted.contains("Outcome to family: met"), "{posted}");
    desk.run(&["do", &reference, "withdraw-letter", "2", "--reason", "rang instead"], "").unwrap();
    let listed = desk.run(&["letter", &reference], "").unwrap();
    assert!(listed.contains("posted") && listed.contains("withdrawn"), "{listed}");
    assert!(desk.run(&["show", &reference], "").unwrap().contains("Outcome to the referrer"));
    assert_eq!(desk.run(&["do", &reference, "post-letter", "2"], "").unwrap_err().0, 1);
    desk.run(&["verify"], "").unwrap();
    desk.run(&["verify", "--rebuild"], "").unwrap();
}

#[test]
fn what_a_rule_forbids_is_refused_and_what_cannot_be_meant_is_bad_input() {
    let desk = Desk::new();
    let reference = desk.decided();
    let code = |args: &[&str]| desk.run(args, "").unwrap_err();
    let (refused, why) = code(&["letter", &reference, "consultation-summary"]);
    assert_eq!(refused, 1, "{why}");
    assert_eq!(code(&["letter", &reference, "outcome-family", "--to", "referrer"]).0, 1);
    assert_eq!(code(&["letter", &reference, "postcard"]).0, 2);
    assert_eq!(code(&["letter", &reference, "agency-request"]).0, 2);
    assert_eq!(code(&["letter", &reference, "agency-request", "--to", "circus"]).0, 2);
    assert_eq!(code(&["letter", &reference, "--issue"]).0, 2);
    assert_eq!(code(&["letter", &reference, "record", "--text", "/nowhere/at/all"]).0, 2);
    let police = desk.json(&["letter", &reference, "agency-request", "--to", "police", "--json"]);
    assert_eq!(police["to"]["agency"], "Police");
    desk.run(&["do", &reference, "decide", "s47", "--rationale", "now worse"], "").unwrap();
    let kinds = desk.json(&["letter", &reference, "--json"]);
    let family =
        kinds["kinds"].as_array().unwrap().iter().find(|kind| kind["kind"] == "outcome-family").unwrap();
    assert!(family["refused"].as_str().unwrap().contains("by telephone"));
    assert_eq!(code(&["letter", &reference, "outcome-family", "--issue"]).0, 1);
}

#[test]
fn a_preview_is_a_file_of_its_own_and_replaces_none() {
    let desk = Desk::new();
    let reference = desk.decided();
    let file = desk.0.path().join("exports").join("look.docx");
    let args = ["letter", &reference, "record", "--docx", file.to_str().unwrap()];
    desk.run(&args, "").unwrap();
    assert!(fs::read(&file).unwrap().starts_with(b"PK"));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(desk.run(&args, "").unwrap_err().0, 1, "it is there already");
    let shown = desk.json(&["show", &reference, "--json"]);
    assert_eq!(shown["record"]["letters"], json!([]));
}

/// `LibreOffice`, if it is installed.
fn office() -> Option<&'static str> {
    let starts = |program: &&str| std::process::Command::new(program).arg("--version").output().is_ok();
    ["soffice", "libreoffice"].into_iter().find(starts)
}

#[test]
fn libreoffice_opens_every_issued_letter_and_finds_its_words() {
    let Some(office) = office() else {
        eprintln!("skipped: LibreOffice (soffice) is not installed, so no letter was opened with it");
        return;
    };
    let desk = Desk::new();
    let reference = desk.decided();
    let kinds = ["follow-up", "outcome-referrer", "outcome-family", "record"];
    for kind in kinds {
        desk.run(&["letter", &reference, kind, "--issue"], "").unwrap();
    }
    desk.run(&["letter", &reference, "agency-request", "--to", "Police", "--issue"], "").unwrap();

    let out = tempfile::tempdir().unwrap();
    let profile = format!("-env:UserInstallation=file://{}", out.path().join("profile").display());
    let files = |ending: &str| -> Vec<PathBuf> {
        let all = fs::read_dir(desk.exports()).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> =
            all.filter(|path| path.extension().is_some_and(|found| found == ending)).collect();
        files.sort();
        files
    };
    for format in ["txt:Text (encoded):UTF8", "pdf"] {
        let done = std::process::Command::new(office)
            .args([&profile, "--headless", "--convert-to", format, "--outdir"])
            .arg(out.path())
            .args(files("docx"))
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    assert_eq!(files("docx").len(), kinds.len() + 1);
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    for (docx, issued) in files("docx").iter().zip(files("txt")) {
        let stem = docx.file_stem().unwrap();
        let read = fs::read_to_string(out.path().join(stem).with_extension("txt")).unwrap();
        // The signs of lists are LibreOffice's own.
        let plain = |text: &str| {
            words(&text.trim_start_matches('\u{feff}').replace('•', "-"))
                .into_iter()
                .filter(|word| word != "-")
                .collect::<Vec<_>>()
        };
        assert_eq!(plain(&read), plain(&fs::read_to_string(issued).unwrap()), "{}", stem.display());
        let pdf = fs::read(out.path().join(stem).with_extension("pdf")).unwrap();
        assert!(pdf.starts_with(b"%PDF") && pdf.len() > 4000, "{}", stem.display());
    }
}
