//! Files and texts of absurd sizes: refused in a sentence, with exit code 2 where they were given, and before they cost memory. The
//! program runs with a limit on its memory, so that reading one of them whole would end it.
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use tempfile::TempDir;

/// Address space of the program in kilobytes: its code, its threads' stacks and what it reads.
const MEMORY: &str = "600000";

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        let made = desk.run(&["demo", "--fresh", "--no-board", "--open", "0"], |_| {});
        assert!(made.status.success(), "{made:?}");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A file that takes no room but has this size.
    fn sparse(&self, name: &str, size: u64) -> PathBuf {
        let path = self.path(name);
        File::options().write(true).create(true).truncate(false).open(&path).unwrap().set_len(size).unwrap();
        path
    }

    /// Runs the program with a limit on its memory; `type_in` writes its input.
    fn run(&self, args: &[&str], type_in: impl FnOnce(&mut dyn Write) + Send + 'static) -> Output {
        let mut child = Command::new("sh")
            .args([
                "-c",
                "ulimit -v \"$1\" && shift && exec \"$@\"",
                "sh",
                MEMORY,
                env!("CARGO_BIN_EXE_dutydesk"),
                "--desk",
            ])
            .arg(self.path("desk"))
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        // Whoever has read enough closes its end.
        let typing = thread::spawn(move || type_in(&mut input));
        let done = child.wait_with_output().unwrap();
        typing.join().unwrap();
        done
    }

    #[track_caller]
    fn refuses(&self, args: &[&str], code: i32, words: &str) {
        self.refuses_input(args, code, words, |_| {});
    }

    #[track_caller]
    fn refuses_input(
        &self,
        args: &[&str],
        code: i32,
        words: &str,
        type_in: impl FnOnce(&mut dyn Write) + Send + 'static,
    ) {
        let done = self.run(args, type_in);
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(code), "{said}");
        assert!(said.contains(words) && said.len() < 2_500, "{said}");
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Writes so many pieces, or as many as somebody reads.
fn pour(input: &mut dyn Write, piece: &[u8], times: usize) {
    for _ in 0..times {
        if input.write_all(piece).is_err() {
            return;
        }
    }
}

#[test]
fn an_import_with_an_endless_line_is_no_list_of_people() {
    let desk = Desk::new();
    let file = desk.path("people.csv");
    fs::write(&file, "id,surname\n1,Mockford\n2,").unwrap();
    desk.sparse("people.csv", 200 << 20);
    desk.refuses(&["import", "people", text(&file)], 2, "its line 3 has more than 1 MB");
    let endless = desk.sparse("endless.csv", 8 << 30);
    desk.refuses(&["import", "people", text(&endless), "--preview"], 2, "its line 1 has more than 1 MB");
    desk.refuses(&["import", "people", "/dev/zero"], 2, "its line 1 has more than 1 MB");
}

#[test]
fn a_contact_is_neither_nested_without_end_nor_as_large_as_a_film() {
    let desk = Desk::new();
    let take = ["take", "--from", "-"];
    let deep = format!("{{\"kind\":{}", "[".repeat(10_000));
    desk.refuses_input(&take, 2, "this is not JSON", move |input| pour(input, deep.as_bytes(), 1));
    let deep = format!("{{\"answers\":{}1{}}}", "{\"concern\":".repeat(10_000), "}".repeat(10_000));
    desk.refuses_input(&take, 2, "line 1: ", move |input| pour(input, deep.as_bytes(), 1));
    desk.refuses_input(&take, 2, "has more than 16 MB", |input| pour(input, &[b' '; 1 << 14], 64_000));
    let film = desk.sparse("film", 2 << 30);
    desk.refuses(&["take", "--from", text(&film)], 2, "has more than 16 MB");
    // Every key another one: looking for a key that stands there twice must not take for ever.
    desk.refuses_input(&take, 2, "there is no such key", |input| {
        pour(input, b"{", 1);
        for n in 0..400_000 {
            pour(input, format!("\"k{n}\":1,").as_bytes(), 1);
        }
        pour(input, b"\"z\":1}", 1);
    });
    let note = ["do", "R-1001", "note", "-"];
    desk.refuses(&["letter", "R-1001", "record", "--text", text(&film)], 1, "no contact R-1001");
    desk.refuses_input(&note, 1, "no contact R-1001", |_| {});
}

#[test]
fn lines_of_facts_and_of_people_are_lines() {
    let desk = Desk::new();
    desk.refuses_input(&["deadlines", "--batch", "-"], 2, "Line 1 has more than 1 MB", |input| {
        pour(input, &[b'['; 1 << 14], 64_000);
    });
    desk.refuses_input(&["deadlines", "--batch", "-"], 2, "recursion limit", |input| {
        pour(input, format!("{{\"received\":{}\n", "[".repeat(10_000)).as_bytes(), 1);
    });
    desk.refuses_input(&["match", "-"], 2, "Line 2 has more than 1 MB", |input| {
        pour(input, b"{\"ref\":1,\"surname\":\"Mockford\"}\n", 1);
        pour(input, &[b'x'; 1 << 14], 64_000);
    });
}

#[test]
fn a_protocol_of_fifty_megabytes_is_none_and_a_file_of_mistakes_is_told_in_part() {
    let desk = Desk::new();
    let file = desk.sparse("rules.toml", 50 << 20);
    desk.refuses(&["protocol", "check", text(&file)], 2, "has more than 1 MB");
    desk.refuses(
        &["deadlines", "--protocol", text(&file), "--received", "2026-11-24T14:10"],
        2,
        "has more than 1 MB",
    );
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    fs::rename(&file, desk.path("desk/protocol.toml")).unwrap();
    desk.refuses(&["list"], 2, "has more than 1 MB");
    let keys: String = (0..40_000).map(|n| format!("key{n} = [[[[1]]]]")).collect::<Vec<_>>().join("\n");
    fs::write(&file, keys).unwrap();
    let done = desk.run(&["protocol", "check", text(&file)], |_| {});
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(2));
    assert_eq!(said.lines().count(), 201, "{}", said.len());
}

#[test]
fn a_filter_is_a_line_and_not_a_book() {
    let desk = Desk::new();
    desk.refuses(
        &["list", "--filter", &"word ".repeat(20_000)],
        2,
        "The filter has 100000 characters, and 1000 are the most",
    );
}

#[test]
fn a_sidecar_or_a_head_of_two_gigabytes_costs_a_sentence() {
    let desk = Desk::new();
    let keys = desk.path("desk/desk.keys");
    let before = fs::read(&keys).unwrap();
    desk.sparse("desk/desk.keys", 2 << 30);
    desk.refuses(&["list"], 3, "it is far too long");
    fs::write(&keys, before).unwrap();
    desk.sparse("desk/desk.head", 2 << 30);
    let done = desk.run(&["list"], |_| {});
    assert!(done.status.success(), "{done:?}");
}
