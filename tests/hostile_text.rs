//! Hostile text in every place where somebody can give text, on every screen, tab and box, through the bytes that a terminal
//! would get; and in every answer of the command line and the plain intake. Nothing reaches the terminal but letters and the
//! sequences that the program itself sends.
//!
//! `DUTYDESK_HOSTILE_ROUNDS=50` puts every payload in every place; an ordinary run puts every payload on every screen.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a helper of a test may fail loudly"
)]

mod common {
    #[expect(dead_code, reason = "a part of it is used here")]
    pub mod desk;
    #[expect(dead_code, reason = "a part of it is used here")]
    pub mod lines;
    pub mod safe;
}
mod hostile {
    pub mod drive;
    pub mod everywhere;
    pub mod payloads;
    pub mod trust;
}

use std::env;
use std::ffi::OsString;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use common::desk::Desk;
use common::safe::{stray_in_text, stray_on_screen};
use dutydesk::app::Screen;
use dutydesk::app::msg::Msg;
use dutydesk::app::overlay::{Compare, Overlay, Promise};
use dutydesk::cli::{self, Exit, Streams};
use dutydesk::domain::codes::ContactKind;
use dutydesk::domain::ids::ContactId;
use dutydesk::domain::schema::Step;
use dutydesk::exchange;
use dutydesk::plain::Start;
use dutydesk::term::out::Quiet;
use dutydesk::ui;
use dutydesk::ui::palettes::Depth;
use dutydesk::ui::theme::{Look, ThemeName};
use hostile::drive;
use hostile::everywhere::{self, Worked};
use hostile::payloads::{self, Ink};
use ratatui::Terminal;
use ratatui::layout::Size;

/// Keys that open boxes and menus, or move: everything a person can press.
const KEYS: &str = "a b c d e f g h i j k l m n o p q r s t u v w x y z A B C D E F G H I J K L M N O P R S T U V W X Y Z \
    0 1 2 3 4 5 6 7 8 9 + - * ? f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12 enter tab space down up pgdn end home ctrl-p ctrl-g ctrl-n ctrl-o ctrl-l";

/// Keys that move, or show what is selected in another way.
const MOVES: &str = "f6 j j end w enter space home pgdn e d";

fn rounds() -> usize {
    env::var("DUTYDESK_HOSTILE_ROUNDS").map_or(1, |rounds| rounds.parse().unwrap())
}

/// The desk, and what it has shown so far.
struct Eye {
    desk: Desk,
    ink: Ink,
    drawn: usize,
    /// Everything that ever stood on a screen.
    seen: String,
}

impl Eye {
    fn new(round: usize) -> Self {
        let ink = Ink::of_round(round);
        let desk = everywhere::desk(&ink);
        Self { desk, ink, drawn: 0, seen: String::new() }
    }

    /// Draws what is there as a terminal would get it, in a common window and in a tall one.
    #[track_caller]
    fn look(&mut self, what: &str) {
        let size = [(120, 40), (90, 130), (200, 60)][self.drawn % 3];
        self.drawn += 1;
        self.desk.msg(Msg::Resize(size.0, size.1));
        let mut bytes = Vec::new();
        let mut terminal = Terminal::new(Quiet::new(&mut bytes, Some(Size::new(size.0, size.1)))).unwrap();
        let unicode = !self.drawn.is_multiple_of(5);
        let look = Look::new(ThemeName::Dark, Depth::TrueColour, unicode);
        let counts = self.desk.app.board.counts;
        terminal.backend_mut().title(counts.late, counts.red);
        terminal.draw(|frame| ui::draw(frame, &self.desk.app, &look)).unwrap();
        drop(terminal);
        assert!(bytes.len() > 500, "{what}: something is drawn");
        assert_eq!(stray_on_screen(&bytes), None, "{what}");
        self.seen.push_str(&String::from_utf8(bytes).unwrap());
    }

    /// Presses every key one after the other, looks, types into what opened, looks again, and goes back by `home`.
    fn press_all(&mut self, at: &str, keys: &str, home: &str) {
        self.desk.keys(home);
        let screen = self.desk.app.screen;
        for key in keys.split_whitespace() {
            self.desk.keys(key);
            self.look(&format!("{at}: {key}"));
            match self.desk.app.overlays.last() {
                Some(Overlay::Menu(_)) => self.choose(at, key),
                Some(Overlay::Form(_)) => self.type_into(&format!("{at}: {key}"), 2),
                _ => {}
            }
            self.go_home(screen, home);
        }
    }

    /// Opens the desk again after a key that locked it: a training desk asks for nothing but Enter.
    fn unlock(&mut self) {
        if self.desk.app.lock.is_some() {
            self.desk.keys("enter");
        }
        assert!(self.desk.app.lock.is_none());
    }

    fn go_home(&mut self, screen: Screen, home: &str) {
        self.unlock();
        while !self.desk.app.overlays.is_empty() {
            let before = self.desk.app.overlays.len();
            self.desk.keys("esc");
            if self.desk.app.overlays.len() >= before {
                self.desk.app.overlays.pop();
            }
        }
        if self.desk.app.screen != screen || self.desk.app.board.filtering {
            self.desk.keys(home);
        }
    }

    /// Chooses each thing of a menu, one after the other.
    fn choose(&mut self, at: &str, key: &str) {
        for letter in 'a'..='z' {
            if self.desk.app.overlays.is_empty() {
                self.desk.keys(key);
            }
            self.desk.keys(&letter.to_string());
            if matches!(self.desk.app.overlays.last(), Some(Overlay::Form(_) | Overlay::Letter(_))) {
                self.look(&format!("{at}: {key} {letter}"));
                self.desk.keys("esc");
            }
        }
    }

    /// Pastes into one field after the other.
    fn type_into(&mut self, at: &str, fields: usize) {
        for n in 0..fields {
            let text = self.ink.words();
            self.desk.msg(Msg::Paste { text, dropped: 3 });
            self.look(&format!("{at}, field {n} typed"));
            self.desk.keys("tab");
        }
        // What is not accepted is said in words that quote it.
        self.desk.keys("ctrl-s");
        self.look(&format!("{at}, sent"));
    }
}

/// Back to the board with every box closed.
const BOARD: &str = "esc esc esc esc esc esc";

#[test]
fn no_screen_tab_or_box_lets_a_control_through() {
    let mut drawn = 0;
    for round in 0..rounds() {
        let mut eye = Eye::new(round);
        eye.look("the board");
        eye.press_all("the board", KEYS, BOARD);
        for tab in 1..=7 {
            let home = format!("{BOARD} g g enter {tab}");
            eye.press_all(&format!("the contact, tab {tab}"), if tab == 1 { KEYS } else { MOVES }, &home);
        }
        for home in ["g d", "g h", "g h 1 s"] {
            eye.press_all(home, MOVES, &format!("{BOARD} {home}"));
        }
        eye.desk.keys(BOARD).keys("/");
        eye.type_into("the filter", 1);
        boxes_that_time_opens(&mut eye);
        a_call(&mut eye);
        drive::what_managers_see(&mut eye);
        drive::a_restricted_contact(&mut eye);
        drive::a_locked_terminal(&mut eye);
        for honest in payloads::HONEST {
            let letters: Vec<char> = honest.chars().filter(|c| c.is_alphabetic()).collect();
            assert!(letters.iter().all(|c| eye.seen.contains(*c)), "{honest} is written as it is");
        }
        drawn += eye.drawn;
    }
    assert!(drawn > 300, "{drawn} pictures");
}

/// What opens after a save: the promise, the other's words beside mine, leaving.
fn boxes_that_time_opens(eye: &mut Eye) {
    eye.desk.keys(BOARD);
    let say = vec![eye.ink.words(), eye.ink.words()];
    let missing = vec![eye.ink.words()];
    eye.desk.app.overlays.push(Overlay::Promise(Promise { id: ContactId(1001), say, missing, top: 0 }));
    eye.look("the promise");
    eye.desk.keys(BOARD).keys("g g enter e");
    let text = eye.ink.words();
    eye.desk.msg(Msg::Paste { text, dropped: 0 });
    let theirs = eye.desk.record.contacts.values().next().unwrap().clone();
    if let Some(Overlay::Form(mine)) = eye.desk.app.overlays.pop() {
        eye.desk.app.overlays.push(Overlay::Compare(Box::new(Compare { mine: *mine, theirs })));
    }
    eye.look("both texts");
    eye.desk.keys(BOARD).keys("ctrl-q");
    eye.look("leaving");
    eye.desk.keys("esc");
}

/// A call in which everything is pasted, every step and every box of it, and one that is gone on with.
fn a_call(eye: &mut Eye) {
    eye.desk.keys(BOARD).keys("f2");
    assert_eq!(eye.desk.app.screen, Screen::Intake);
    eye.look("a new call");
    for step in 1..=Step::ALL.len() {
        eye.desk.keys(&format!("ctrl-g {step}"));
        for n in 0..6 {
            let text = if n == 0 && step == 2 { "Ash".to_owned() } else { eye.ink.words() };
            eye.desk.msg(Msg::Paste { text, dropped: 0 });
            eye.look(&format!("step {step}, field {n}"));
            eye.desk.keys("enter");
            eye.desk.wait(1_200);
        }
        for key in [
            "f1", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12", "ctrl-o", "ctrl-n", "ctrl-l",
        ] {
            eye.desk.keys(key);
            eye.look(&format!("step {step}: {key}"));
            eye.unlock();
            let text = eye.ink.words();
            eye.desk.msg(Msg::Paste { text, dropped: 0 });
            eye.look(&format!("step {step}: {key}, pasted"));
            if !eye.desk.app.overlays.is_empty() || key == "f4" {
                eye.desk.keys("esc");
            }
        }
    }
    eye.desk.keys("ctrl-s");
    eye.look("the review");
    // The call that a colleague takes: everything in it is answered.
    eye.desk.keys(BOARD);
    let draft = eye.desk.record.drafts.get(&ContactId(1004)).unwrap().clone();
    eye.desk.msg(Msg::Store(dutydesk::port::Reply::DraftOpened(Box::new(draft))));
    for step in 1..=Step::ALL.len() {
        eye.desk.keys(&format!("ctrl-g {step}"));
        eye.look(&format!("a call gone on with, step {step}"));
        eye.desk.keys("end");
        eye.look(&format!("a call gone on with, the end of step {step}"));
    }
    eye.desk.keys("ctrl-s");
    eye.look("its review");
    eye.desk.keys("f5");
    eye.look("its body map");
}

#[test]
fn nearly_everything_that_can_be_done_was_done_with_hostile_words() {
    let mut done: Vec<&str> = (0..4)
        .flat_map(|round| Worked::new(1001, ContactKind::Referral, &Ink::of_round(round)).done)
        .collect();
    done.sort_unstable();
    done.dedup();
    assert!(done.len() > 25, "only {done:?}");
}

/// Runs a command line in this process, and looks at every word it printed.
fn printed(desk: &Path, args: &[&str], mut input: &[u8]) -> (Exit, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let line =
        ["dutydesk".into(), "--desk".into(), desk.into()].into_iter().chain(args.iter().map(OsString::from));
    let exit = cli::run(line, &mut Streams { input: &mut input, out: &mut out, err: &mut err });
    let said = [out, err].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    assert_eq!(stray_in_text(&said), None, "{args:?}");
    (exit, said)
}

#[test]
fn no_answer_of_the_command_line_lets_a_control_through() {
    let folder = tempfile::tempdir().unwrap();
    let desk = &folder.path().join("desk");
    printed(desk, &["demo", "--fresh", "--no-board", "--open", "0"], b"");
    for round in 0..rounds() {
        let ink = Ink::of_round(round);
        let worked = Worked::new(1001, ContactKind::Referral, &ink).contact;
        let zone = common::desk::general().zone;
        let call = serde_json::to_string(&exchange::Shape::told(&worked.received, zone)).unwrap();
        let (exit, said) = printed(desk, &["take", "--from", "-", "--json"], call.as_bytes());
        assert_eq!(exit, Exit::Done, "{said}");
        let taken: serde_json::Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
        let id = taken["ref"].as_str().unwrap();
        what_is_kept_is_printed(desk, id, &ink);
        what_is_wrong_is_quoted(desk, id, &ink, folder.path());
    }
    printed(desk, &["verify"], b"");
}

/// The rules of a council whose names are written with joiners, which a protocol may hold.
#[test]
fn no_name_of_a_protocol_changes_the_width_of_what_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, file) = (folder.path().join("desk"), folder.path().join("joined.toml"));
    printed(&desk, &["demo", "--fresh", "--no-board", "--open", "0"], b"");
    let joined = include_str!("../assets/protocols/general.toml")
        .replace("\nname = \"", "\nname = \"e👩\u{200d}👧")
        .replace("\ntitle = \"", "\ntitle = \"e👩\u{200d}👧")
        .replace("\nmeaning = \"", "\nmeaning = \"e👩\u{200d}👧");
    let closed = "\n[[closures]]\nfrom = \"2026-11-25\"\nto = \"2026-11-25\"\nname = \"e👩\u{200d}👧\"\n";
    std::fs::write(&file, format!("{joined}{closed}")).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    let given = file.to_str().unwrap();
    let (exit, said) = printed(&desk, &["protocol", "check", given], b"");
    assert_eq!(exit, Exit::Done, "{said}");
    printed(&desk, &["protocol", "show", given], b"");
    printed(&desk, &["deadlines", "--protocol", given, "--received", "2026-11-24T14:10", "--explain"], b"");
    std::fs::copy(&file, desk.join("protocol.toml")).unwrap();
    for args in
        [&["list"][..], &["list", "--json"], &["handover"], &["show", "R-1001"], &["protocol", "moves"]]
    {
        printed(&desk, args, b"");
    }
}

/// Does things to a contact with hostile words, and prints them in every way.
fn what_is_kept_is_printed(desk: &Path, id: &str, ink: &Ink) {
    let said =
        |args: &[&str], with: &str| printed(desk, &[&["do", id], args, &["-"]].concat(), with.as_bytes());
    assert_eq!(said(&["note"], &ink.words()).0, Exit::Done);
    assert_eq!(said(&["rate", "red", "--reason"], &ink.words()).0, Exit::Done);
    said(&["decide", "s47", "--rationale"], &ink.words());
    said(&["chased", "--said"], &ink.words());
    printed(desk, &["do", id, "note", "-", "--json"], ink.words().as_bytes());
    for args in [
        &["list"][..],
        &["list", "--names"],
        &["list", "--json"],
        &["show", id],
        &["show", id, "--json"],
        &["letter", id],
    ] {
        printed(desk, args, b"");
    }
    for kind in ["follow-up", "outcome-referrer", "outcome-family", "record", "agency-request"] {
        for more in [&["--to", "Police"][..], &["--json"], &["--issue"], &["--issue", "--text", "-"]] {
            printed(desk, &[&["letter", id, kind], more].concat(), ink.words().as_bytes());
        }
    }
    for args in [
        &["letter", id][..],
        &["letter", id, "--json"],
        &["handover"],
        &["handover", "--json"],
        &["protocol", "moves"],
    ] {
        printed(desk, args, b"");
    }
    let told = ["--as", "s.placeham", "--to", &ink.words().replace('\0', ""), "--why", "x"];
    for form in ["csv", "json"] {
        let (exit, table) = printed(desk, &[&["export", form, "--children", "-"], &told[..]].concat(), b"");
        assert_eq!(exit, Exit::Done, "{table}");
    }
    printed(desk, &["match", "-"], b"{\"ref\":\"a\",\"surname\":\"Sampleton\"}");
}

/// Gives hostile words wherever a command line takes some, so that they stand in what is wrong.
fn what_is_wrong_is_quoted(desk: &Path, id: &str, ink: &Ink, folder: &Path) {
    for _ in 0..6 {
        // No argument holds a nul: the system would not pass it on.
        let word = || ink.words().replace('\0', "");
        let file = folder.join("given");
        let given = file.to_str().unwrap();
        for args in [
            &["show", &word()][..],
            &["list", "--filter", &word()],
            &["list", &word()],
            &[&word()],
            &["--as", &word(), "list"],
            &["do", &word(), "note", "x"],
            &["do", id, &word()],
            &["do", id, "rate", &word(), "--reason", "x"],
            &["do", id, "deadline", "--title", &word(), "--due", &word(), "--reason", "x"],
            &["do", id, "information", "--from", &word(), "--received", &word(), &word()],
            &["letter", id, &word()],
            &["letter", id, "agency-request", "--to", &word()],
            &["letter", id, "record", "--text", &word()],
            &["take", "--from", &word()],
            &["import", "people", &word()],
            &["import", "people", given, "--map", &word()],
            &["import", "people", given, "--map", &format!("{}=id", word())],
            &["deadlines", "--received", &word()],
            &["deadlines", "--received", "2026-11-24T14:10", "--collection", &word(), "--source", &word()],
            &[
                "deadlines",
                "--received",
                "2026-11-24T14:10",
                "--agency-asked",
                &format!("{}=2026-11-24T15:00", word()),
                "--explain",
            ],
            &["deadlines", "--batch", "-", "--now", &word()],
            &["deadlines", "--protocol", &word(), "--received", "2026-11-24T14:10"],
            &["protocol", "check", &word()],
            &["demo", "--at", &word(), "--no-board"],
            &["export", "csv", &word(), "-", "--to", "x", "--why", "y", "--as", "s.placeham"],
            &["match", "--register", &word()],
        ] {
            printed(desk, args, b"");
        }
        let (key, value) = (ink.words(), ink.words());
        let json = serde_json::json!({ &key: &value, "received": &value, "dob": &value, "ref": &value, "kind": &value }).to_string();
        std::fs::write(&file, &json).unwrap();
        for args in [
            &["take", "--from", "-"][..],
            &["deadlines", "--batch", "-"],
            &["match", "-"],
            &["match", "--register", given],
        ] {
            printed(desk, args, json.as_bytes());
        }
        let toml = toml::to_string(&std::collections::BTreeMap::from([(&key, &value)])).unwrap();
        std::fs::write(&file, format!("id = \"x\"\n{toml}[clocks.\"{}\"]\n", "y\u{202e}")).unwrap();
        printed(desk, &["protocol", "check", given], b"");
        printed(desk, &["protocol", "check", given, "--json"], b"");
        printed(desk, &["import", "people", given, "--map", given, "--preview"], b"");
        let cell = |text: &str| format!("\"{}\"", text.replace(['"', '\0'], ""));
        std::fs::write(&file, format!("id,surname,{}\n7,{},x\n8,y\n", cell(&key), cell(&value))).unwrap();
        for more in [&["--preview"][..], &["--preview", "--json"], &["--json"], &[]] {
            printed(desk, &[&["import", "people", given], more].concat(), b"");
        }
    }
}

#[test]
fn a_call_in_plain_lines_lets_no_control_through() {
    let ink = Ink::of_round(3);
    let desk = common::lines::Desk::new();
    let commands =
        [".help", ".children", ".review", ".where", ".notes", ".back", ".show", ".say", ".go", ".clocks"];
    let mut lines = 0;
    let taken = desk.take(Start::New(ContactKind::Referral), |_| {
        lines += 1;
        let words = ink.words().replace(['\n', '\r'], " ");
        match lines % 5 {
            _ if lines > 260 => None,
            0 => Some(
                commands
                    .get(lines / 5 % commands.len())
                    .map_or(String::new(), |command| format!("{command} {words}")),
            ),
            4 => Some(format!(".note {words}")),
            _ => Some(words),
        }
    });
    assert_eq!(stray_in_text(&taken.out), None);
    assert!(taken.out.len() > 10_000, "{}", taken.out.len());
}
