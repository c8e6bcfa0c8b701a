//! What the program leaves on the disk: after a day in which one word stood in every field, box, filter and letter, that word is
//! in no file but those that were asked for, however the program ended. The training desk's record is encrypted too, so the
//! same is looked for there.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of a test may fail loudly")]

mod common {
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod pty;
}

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::pty::{Pty, Start, example};
use dutydesk::domain::schema::{Kind, Per, QUESTIONS};
use rustix::process::Signal;
use serde_json::{Map, Value, json};
use tempfile::TempDir;

/// A word that nothing else writes. A training desk invents no such name.
const MARK: &str = "Qzvxmarkword";
/// The file with which the test itself fills a disk.
const FULL: &str = "full-of-nothing";
const F2: &str = "\x1bOQ";
const CTRL_G: &str = "\x07";
const CTRL_S: &str = "\x13";

/// A place of its own: desk, home, temporary files and the folder the program is started in.
struct Place {
    root: TempDir,
    /// Where the desk lies, if not in the place itself.
    disk: Option<Disk>,
}

impl Place {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        for folder in ["home", "tmp", "cwd"] {
            fs::create_dir(root.path().join(folder)).unwrap();
        }
        Self { root, disk: None }
    }

    fn desk(&self) -> PathBuf {
        self.disk.as_ref().map_or_else(|| self.root.path().join("desk"), |disk| disk.0.join("desk"))
    }

    /// Runs a command; what it is to read comes through a pipe.
    fn run(&self, args: &[&str], input: &str) -> String {
        let mut child = Command::new(env!("CARGO_BIN_EXE_dutydesk"));
        child
            .env_clear()
            .env("HOME", self.root.path().join("home"))
            .env("TMPDIR", self.root.path().join("tmp"));
        child.arg("--desk").arg(self.desk()).args(args).current_dir(self.root.path().join("cwd"));
        let mut child =
            child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    fn start(&self, program: impl AsRef<Path>) -> Start {
        let start = Start::new(program).env("HOME", self.root.path().join("home"));
        start.env("TMPDIR", self.root.path().join("tmp")).cwd(&self.root.path().join("cwd")).size(120, 40)
    }

    fn board(&self) -> Pty {
        let mut pty = self.start(env!("CARGO_BIN_EXE_dutydesk")).arg("--desk").arg(self.desk()).spawn();
        pty.wait_for("Triage board").wait_for("R-1001");
        pty
    }

    /// A desk, and a contact with the word in every answer, deed and letter that a command can give.
    fn filled(self) -> Self {
        self.run(&["demo", "--fresh", "--no-board", "--open", "1"], "");
        let filed: Value =
            serde_json::from_str(&self.run(&["take", "--from", "-", "--json"], &call().to_string())).unwrap();
        let id = filed["ref"].as_str().unwrap();
        for args in [
            &["note"][..],
            &["rate", "red", "--reason"],
            &["decide", "s17", "--rationale"],
            &["chased", "--said"],
        ] {
            self.run(&[&["do", id], args, &["-"]].concat(), &format!("{MARK} was said"));
        }
        self.run(&["list", "--filter", MARK], "");
        self.run(&["show", id], "");
        self.run(&["letter", id, "record", "--print"], "");
        self.run(&["match", "-"], &json!({ "ref": 1, "surname": MARK }).to_string());
        let people = format!("id,forename,surname,address\n1,{MARK},{MARK},{MARK} Road\n");
        // What is imported is somebody's own file: it lies elsewhere, and goes.
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(&file, people).unwrap();
        self.run(&["import", "people", file.path().to_str().unwrap()], "");
        self
    }

    /// Every file of the place.
    fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.root.path().to_owned()];
        folders.extend(self.disk.as_ref().map(|disk| disk.0.clone()));
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.ends_with(FULL) {
                    found.push(path);
                }
            }
        }
        found
    }

    #[track_caller]
    fn assert_no_trace(&self, how: &str) {
        let files = self.files();
        assert!(files.iter().any(|file| file.ends_with("desk.db")), "{how}: {files:?}");
        for file in files {
            let name = file.strip_prefix(self.root.path()).unwrap_or(&file).to_owned();
            assert!(
                !name.to_string_lossy().contains(MARK),
                "{how}: the word is the name of {}",
                name.display()
            );
            // What was asked for.
            let exported = file.parent().is_some_and(|folder| folder.ends_with("exports"));
            assert!(
                exported || !holds(&fs::read(&file).unwrap()),
                "{how}: the word stands in {}",
                name.display()
            );
        }
    }
}

/// A call with the word in every text of it.
fn call() -> Value {
    let answers = |per: Per| -> Value {
        let typed = |kind| {
            matches!(
                kind,
                Kind::Line | Kind::Lines | Kind::When | Kind::Phone | Kind::Postcode | Kind::Nhs | Kind::Upn
            )
        };
        let asked = QUESTIONS.iter().filter(|question| question.per == per && typed(question.kind));
        asked
            .map(|question| (question.id.code().to_owned(), json!(format!("{MARK} said"))))
            .collect::<Map<_, _>>()
            .into()
    };
    let mut about = answers(Per::Call);
    about["caller-source"] = json!("2A");
    json!({ "kind": "referral", "received": "2026-11-24T13:20", "answers": about,
        "children": [answers(Per::Child)], "family": [answers(Per::Person)], "shares": [answers(Per::Share)],
        "narrative": [{ "text": MARK, "basis": "told", "told_by": MARK }], "notes": [MARK] })
}

/// Whether the word is in these bytes: as it is, in capitals or small letters, in UTF-16, in hexadecimal digits.
fn holds(bytes: &[u8]) -> bool {
    let word = MARK.to_ascii_lowercase().into_bytes();
    // Without its last byte, a word in UTF-16 is the same in both orders of bytes.
    let mut wide: Vec<u8> = word.iter().flat_map(|byte| [*byte, 0]).collect();
    wide.pop();
    let hex: Vec<u8> = MARK.bytes().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect();
    let bytes = bytes.to_ascii_lowercase();
    [word, wide, hex].iter().any(|form| bytes.windows(form.len()).any(|part| part == form.as_slice()))
}

/// Types the word wherever the screen takes text: filter, box, call. The last of it is on the screen and perhaps not saved.
fn typed_everywhere(pty: &mut Pty) {
    pty.send("/").send(MARK).wait_for(&format!("filter: {MARK}")).send("\x1b");
    pty.wait_for("R-1001").send("ggj").send("e").wait_for("note").send(MARK).wait_for(MARK).send("\x1b");
    in_a_call(pty.send(F2).wait_for("Who is ringing"));
}

fn in_a_call(pty: &mut Pty) {
    pty.send(CTRL_G).send("2").wait_for("First name").send(MARK).send("\r").send(MARK).send("\r");
    pty.send(CTRL_G).send("3").wait_for("In a few words").send(MARK).send("\r").send(MARK);
    pty.paste(&format!(" {MARK} pasted")).wait_for(&format!("{MARK} pasted"));
}

#[test]
fn the_word_would_be_found() {
    let place = Place::new();
    for (bytes, found) in [
        (format!("a {MARK} b").into_bytes(), true),
        (MARK.to_uppercase().into_bytes(), true),
        (MARK.encode_utf16().flat_map(u16::to_le_bytes).collect(), true),
        (MARK.encode_utf16().flat_map(u16::to_be_bytes).collect(), true),
        (MARK.bytes().flat_map(|byte| format!("{byte:02X}").into_bytes()).collect(), true),
        (b"Qzvxmark word".to_vec(), false),
    ] {
        assert_eq!(holds(&bytes), found, "{bytes:?}");
    }
    fs::write(place.root.path().join("tmp/left"), MARK).unwrap();
    assert!(place.files().iter().any(|file| holds(&fs::read(file).unwrap())));
}

#[test]
fn nothing_is_left_after_an_ordinary_day_or_a_kill() {
    let place = Place::new().filled();
    place.assert_no_trace("after the commands");
    let mut pty = place.board();
    typed_everywhere(&mut pty);
    place.assert_no_trace("while it runs");
    pty.signal(Signal::KILL).wait_exit();
    place.assert_no_trace("after a kill");
    let mut pty = place.board();
    typed_everywhere(&mut pty);
    pty.signal(Signal::TERM).wait_exit();
    place.assert_no_trace("after the end");
    place.run(&["verify", "--rebuild"], "");
    place.assert_no_trace("after a rebuild");
}

#[test]
fn a_panic_leaves_nothing_but_a_number() {
    for signal in [Signal::USR1, Signal::USR2] {
        let place = Place::new();
        let mut pty = place.start(example("breaking")).arg(place.desk()).spawn();
        in_a_call(pty.wait_for("Who is ringing"));
        let before = pty.raw().len();
        pty.signal(signal);
        if signal == Signal::USR1 {
            // The next thing that happens breaks it.
            pty.resize(100, 30);
        }
        assert_eq!(pty.wait_exit(), 101);
        let said = String::from_utf8_lossy(pty.raw().get(before..).unwrap()).into_owned();
        let last = said.split("\x1b[?1049l").last().unwrap();
        assert!(last.contains("mistake of its own") && !last.contains(MARK), "{last}");
        place.assert_no_trace("after a panic");
    }
}

/// A small disk of its own. Only root may make one.
struct Disk(PathBuf);

impl Disk {
    fn of_megabytes(at: &Path, size: u32) -> Option<Self> {
        fs::create_dir(at).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={size}m,mode=0700"), "tmpfs"]).arg(at);
        let mounted = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        mounted.then(|| Self(at.to_owned()))
    }

    /// Fills it to the last page.
    fn fill(&self) {
        let mut file = fs::File::create(self.0.join(FULL)).unwrap();
        while file.write_all(&[0; 1 << 12]).is_ok() {}
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // A lazy one: the desk may still be open where the test has failed.
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_leaves_nothing_in_other_places() {
    let mut place = Place::new();
    // New work asks for 64 MB to be free; then they are taken away.
    let Some(disk) = Disk::of_megabytes(&place.root.path().join("disk"), 100) else {
        eprintln!("skipped: no small disk can be made here (that takes root), so none was filled");
        return;
    };
    place.disk = Some(disk);
    let place = place.filled();
    let mut pty = place.board();
    pty.send(F2).wait_for("Who is ringing");
    place.disk.as_ref().unwrap().fill();
    in_a_call(&mut pty);
    pty.send(CTRL_S).wait_for("Review");
    place.assert_no_trace("on a full disk");
    pty.signal(Signal::TERM).wait_exit();
    place.assert_no_trace("after the end on a full disk");
}
