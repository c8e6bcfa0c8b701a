//! Everything that reads what the desk did not write: one function each, and real inputs to begin with. A target must come
//! back from any input, and may fail loudly where what came back cannot be right.

#![expect(unreachable_pub, reason = "a part of a test program")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "what fails here fails the test"
)]

use std::cell::OnceCell;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::Duration;

use dutydesk::app::msg::{Mouse, Msg};
use dutydesk::cli::{self, Exit, Streams};
use dutydesk::domain::calendar::Zone;
use dutydesk::domain::contact::{Contact, Summary};
use dutydesk::domain::event::Received;
use dutydesk::domain::ids::ContactId;
use dutydesk::domain::measure::TimeOfDay;
use dutydesk::domain::protocol::Protocol;
use dutydesk::domain::query::{self, Asker, Query};
use dutydesk::domain::schema::QUESTIONS;
use dutydesk::domain::when::Moment;
use dutydesk::domain::{check, decide, human, named, same, stamp};
use dutydesk::exchange::{self, times};
use dutydesk::office::LetterFiles;
use dutydesk::protocols;
use dutydesk::store::head::Head;
use dutydesk::store::keys::Sealed;
use dutydesk::term::bytes::{Event, MOST_PASTED, Parser};
use dutydesk::term::input::Guard;
use dutydesk::ui;
use dutydesk::ui::glyphs::UNICODE;
use dutydesk::ui::palettes::Depth;
use dutydesk::ui::text::{self, Lines};
use dutydesk::ui::theme::{Look, ThemeName};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tempfile::TempDir;

use crate::common::desk::{self, Desk};
use crate::common::safe::stray_in_text;

/// Tuesday 24 November 2026, 14:10.
const NOW: Moment = Moment::from_millis(1_795_529_400_000);

/// One thing that reads.
pub struct Target {
    /// What it is called.
    pub name: &'static str,
    /// Reads an input.
    pub run: fn(&[u8]),
    /// How many cases an ordinary run tries.
    pub cases: u64,
    /// Words of its format.
    pub tokens: &'static [&'static str],
    /// Real inputs.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

const fn target(
    name: &'static str,
    run: fn(&[u8]),
    cases: u64,
    tokens: &'static [&'static str],
    seeds: fn() -> Vec<Vec<u8>>,
) -> Target {
    Target { name, run, cases, tokens, seeds }
}

/// Every target.
pub const TARGETS: [Target; 13] = [
    target("people", people, 100, PEOPLE, people_seeds),
    target("columns", columns, 100, PEOPLE, columns_seeds),
    target("protocol", protocol, 150, PROTOCOL, protocol_seeds),
    target("sidecar", sidecar, 1_500, &["DUTYKEYS"], sidecar_seeds),
    target("head", head, 1_500, &["dutydesk head 1\n", "1 ", " -1 "], head_seeds),
    target("filter", filter, 2_500, FILTER, || lines(FILTERS)),
    target("times", times_and_dates, 500, TIMES, || lines(DATES)),
    target("keys", keys, 1_500, KEYS, keys_seeds),
    target("screen", screen, 40, KEYS, keys_seeds),
    target("take", take, 1_000, JSON, take_seeds),
    target("deadlines", deadlines, 150, JSON, || lines(FACTS)),
    target("match", matches, 250, JSON, || lines(ASKED)),
    target("text", shown, 500, &["\u{1b}[31m", "\u{301}", "\u{202e}", "\t", "\r\n", "- "], text_seeds),
];

const PEOPLE: &[&str] = &[
    "id",
    "forename",
    "surname",
    "also_known_as",
    "birth",
    "due",
    "nhs",
    "phone",
    "Date of birth",
    "child",
    "adult",
    "sep=;",
    ",",
    ";",
    "\t",
    "\"",
    "\"\"",
    "\r\n",
    "=id",
    "12/03/2016",
    "open",
    "closed",
    "\n---\n",
    "F",
    "M",
    "null",
];
const PROTOCOL: &[&str] = &[
    "[[closures]]\n",
    "[clocks.dispute]\n",
    "[desk]\n",
    "[calendars.x]\n",
    "hours = ",
    "from = \"2026-12-24\"\n",
    "\"\"\"",
    "'''",
    "= {",
    "[[",
    "]]",
    "true",
    "1979-05-27T07:32:00Z",
    "working days",
    "basis = \"L1\"\n",
    "zone = \"Europe/London\"\n",
    "\\u{41}",
    "\\uD800",
    "inf",
    "nan",
    "0x7f",
];
const FILTER: &[&str] =
    &["due<", "due<2h", "-", "\"", "red", "late", "mine", "untold", " ", "m", "d", "handed-back", "R-1001"];
const FILTERS: &str = "red late -sampleton due<2h\n\"little school\" -\"a b\" unrated\ndue<45m due<3d due<99999999h mine\nSiân -late --x \"";
const TIMES: &[&str] = &[
    "today",
    "yesterday",
    "tomorrow",
    "now",
    "noon",
    "midnight",
    "am",
    "pm",
    "about ",
    "months",
    "weeks",
    "due ",
    "T",
    "Z",
    "+00:00",
    "/",
    "-",
    ":",
    "Mon",
    "Sept",
];
const DATES: &str = "2026-11-24T14:10\n2026-10-25T01:30\n2026-03-29T01:30+01:00\n12/3/2016\nabout 7\n10 months\n3.15pm\nyesterday 14:00\nMon 9am\n2016-03\ndue 3/2027\n25 Dec\n20160312\n01632 960123\nTE5 7XX\n999 000 0000\n31/12/9999\n29 Feb 2023\nlast Tuesday";
const KEYS: &[&str] = &[
    "\x1b[A",
    "\x1b[B",
    "\x1bOQ",
    "\x1bOP",
    "\x1b[15~",
    "\x1b[21~",
    "\x1b[200~",
    "\x1b[201~",
    "\x1b[I",
    "\x1b[O",
    "\x1b[<0;10;5M",
    "\x1b[<64;1;1M",
    "\x1b[Z",
    "\x1b",
    "\r",
    "\t",
    "\x07",
    "\x0e",
    "\x0f",
    "\x10",
    "\x13",
    "\x1a",
    "\x7f",
    "gg",
    "gd",
    "gh",
    "/",
    "?",
    "\x1b[M   ",
    "\x1b[1;5A",
    "\x1b[[A",
];
const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "null",
    "true",
    "-1",
    "\"kind\"",
    "\"referral\"",
    "\"answers\"",
    "\"children\"",
    "\"family\"",
    "\"shares\"",
    "\"links\"",
    "\"marks\"",
    "\"notes\"",
    "\"narrative\"",
    "\"record\"",
    "\"received\"",
    "\"state\"",
    "\"not-known\"",
    "\"caller-source\"",
    "\"2A\"",
    "\\ud800",
    "\\u0000",
    "\\u202e",
    "\"collection\"",
    "\"rating\"",
    "\"red\"",
    "\"dob\"",
    "\"surname\"",
    "\"ref\"",
];
const FACTS: &str = r#"{"received":"2026-11-24T14:10","source":"2A","collection":"15:15","rating":"red"}
{"received":"2026-10-25T00:30","kind":"referral","domestic_abuse":true,"route":"s47","decided":"2026-10-25T03:00"}
{"received":"2026-12-24T16:59","kind":"consultation","now":"2026-12-28T09:00"}
{"received":"2026-11-24T14:10","agency_asked":[{"agency":"Police","at":"2026-11-24T15:00"},"2026-11-24T15:10"],"route":"stage2"}
{"received":"9999-12-31T23:59","source":"6","edt_received":"2026-11-24T14:10+14:00"}"#;
const ASKED: &str = r#"{"ref":1,"forename":"Siân","surname":"Mockford","dob":"2016-03-12","postcode":"TE5 7DX"}
{"ref":"a","surname":"Dummerton-Placeham","dob":"about 7","phone":"01632 960123"}
{"ref":2,"also_known_as":["Kit Testerby"],"due":"2027-02-01","mother":"Robin Testerby","kind":"child"}
{"id":"1","forename":"Ash","surname":"Sampleton","nhs_number":"999 000 0000","sex":"F"}"#;

fn lines(text: &str) -> Vec<Vec<u8>> {
    text.lines().map(|line| line.as_bytes().to_vec()).chain([text.as_bytes().to_vec()]).collect()
}

fn lossy(input: &[u8]) -> String {
    String::from_utf8_lossy(input).into_owned()
}

/// A folder with a desk in it and room for files, one for each thread.
struct Place {
    dir: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { dir: tempfile::tempdir().unwrap() };
        let (exit, _, err) = place.command(&["demo", "--fresh", "--no-board", "--open", "0"], b"");
        assert_eq!(exit, Exit::Done, "{err}");
        place
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Runs one command line with this desk, and looks at what it printed.
    fn command(&self, args: &[&str], mut input: &[u8]) -> (Exit, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let length = input.len();
        let desk = self.dir.path().join("desk").into_os_string();
        let line =
            ["dutydesk".into(), "--desk".into(), desk].into_iter().chain(args.iter().map(OsString::from));
        let exit = cli::run(line, &mut Streams { input: &mut input, out: &mut out, err: &mut err });
        assert!(
            out.len() + err.len() < (1 << 20) + length * 200,
            "an answer of {} bytes",
            out.len() + err.len()
        );
        let [out, err] = [out, err].map(|bytes| String::from_utf8(bytes).unwrap());
        for said in [&out, &err] {
            assert_eq!(stray_in_text(said), None, "printed");
        }
        (exit, out, err)
    }
}

thread_local! {
    static PLACE: OnceCell<Place> = const { OnceCell::new() };
}

fn at_a_desk(work: impl FnOnce(&Place)) {
    PLACE.with(|place| work(place.get_or_init(Place::new)));
}

/// A file of known people.
fn people(input: &[u8]) {
    at_a_desk(|place| {
        let file = place.file("people.csv", input);
        let file = file.to_str().unwrap();
        let (exit, out, _) = place.command(&["import", "people", file, "--preview", "--json"], b"");
        if exit == Exit::Done {
            let read: serde_json::Value = serde_json::from_str(&out).unwrap();
            let good = usize::try_from(read["good"].as_u64().unwrap()).unwrap();
            assert!(good <= input.len(), "more people than bytes");
        }
        place.command(&["import", "people", file, "--preview", "--kind", "adult"], b"");
    });
}

/// What its columns mean, in a file, and the file: divided by a line of three hyphens.
fn columns(input: &[u8]) {
    let cut = input.windows(5).position(|part| part == b"\n---\n");
    let (map, csv) = cut.map_or((input, &b"a,b\n1,2\n"[..]), |at| (&input[..at], &input[at + 5..]));
    at_a_desk(|place| {
        let (map, csv) = (place.file("map.toml", map), place.file("people.csv", csv));
        let [map, csv] = [&map, &csv].map(|path| path.to_str().unwrap());
        place.command(&["import", "people", csv, "--map", map, "--preview"], b"");
    });
}

fn people_seeds() -> Vec<Vec<u8>> {
    [
        "id,forename,surname,date of birth,postcode,phone\n1,Siân,Mockford,12/03/2016,TE5 7DX,01632 960123\n2,\"Kit, or \"\"Kitty\"\"\",Testerby,,TE5 7DY,\n",
        "sep=;\nPerson ID;Name;DOB;NHS number;Status;Allocated worker\n7;Placeham, Robin;12-Mar-2016;999 000 0000;open;Jo Testerby\n8;Ira Fakeley;2016-03-12;;closed;\n",
        "id\tforename\tsurname\tmother\tdue\tsex\taka\r\n3\t\tSampleton\tDee Sampleton\t01/02/2027\tU\tAsh; Ashley\r\n",
        "id,forename,surname\n1,\"two\nlines\",Exemplar\n1,again,Exemplar\n,none,Specimen\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}

fn columns_seeds() -> Vec<Vec<u8>> {
    ["Key = \"id\"\nName = \"name\"\n\"D O B\" = \"birth\"\n---\nKey,Name,D O B\n1,Ash Mockford,12/3/2016\n", "a = \"id\"\n---\na,b\n1,2\n"]
        .map(|text| text.as_bytes().to_vec())
        .into()
}

/// A protocol file.
fn protocol(input: &[u8]) {
    let text = lossy(input);
    match protocols::parse(&text) {
        Ok(read) => {
            assert!(read.clocks.len() < 1_000 && !read.stamp().is_empty());
            at_a_desk(|place| {
                let file = place.file("protocol-given.toml", text.as_bytes());
                place.command(&["protocol", "show", file.to_str().unwrap()], b"");
            });
        }
        Err(mistakes) => {
            assert!(!mistakes.is_empty() && mistakes.len() <= 1_000, "{} mistakes", mistakes.len());
            let said: usize = mistakes.iter().map(|mistake| mistake.to_string().len()).sum();
            assert!(said < (1 << 20) + input.len() * 20, "{said} bytes of mistakes");
        }
    }
}

fn protocol_seeds() -> Vec<Vec<u8>> {
    let [one, two, three] = [
        include_str!("../../assets/protocols/general.toml"),
        include_str!("../../assets/protocols/rotherham.toml"),
        include_str!("../../assets/protocols/cambridgeshire.toml"),
    ];
    let closure =
        format!("{one}\n[[closures]]\nfrom = \"2026-12-24\"\nto = \"2026-12-27\"\nname = \"Closed\"\n");
    [one, two, three, &closure].map(|text| text.as_bytes().to_vec()).into()
}

/// The sidecar with the keys.
fn sidecar(input: &[u8]) {
    at_a_desk(|place| {
        let file = place.file("given.keys", input);
        if let Ok(sealed) = Sealed::read(&file) {
            let slots = &sealed.unchecked().slots;
            assert!(slots.iter().map(|slot| slot.name.len()).sum::<usize>() <= input.len());
            // Whether its tag fits is another question: most do not.
            let _ = sealed.open_training();
        }
    });
}

fn sidecar_seeds() -> Vec<Vec<u8>> {
    let place = Place::new();
    let mut seeds = vec![fs::read(place.dir.path().join("desk/desk.keys")).unwrap()];
    // Two slots, the second of a kind that only a newer program knows.
    let mut two = seeds[0].clone();
    let tag = two.split_off(two.len() - 32);
    two[34] = 2;
    two.extend([9, 1, 0, 0, 0, 3, 0]);
    two.extend(b"jo!\x04\0\0\0body");
    two.extend(tag);
    seeds.push(two);
    seeds
}

/// The head file.
fn head(input: &[u8]) {
    at_a_desk(|place| {
        let file = place.file("given.head", input);
        let read = Head::new(file, [7; 32]).read().unwrap();
        assert!(read.present && (read.lines.len() + read.forged) * 130 <= input.len());
    });
}

fn head_seeds() -> Vec<Vec<u8>> {
    let place = Place::new();
    vec![fs::read(place.dir.path().join("desk/desk.head")).unwrap(), b"dutydesk head 1\n".to_vec()]
}

fn general() -> &'static Protocol {
    static READ: LazyLock<Protocol> = LazyLock::new(|| protocols::built_in("general").unwrap());
    &READ
}

/// The teacher's call of the command line's own tests.
fn teacher() -> &'static Contact {
    static FILED: LazyLock<Contact> = LazyLock::new(|| {
        let given = exchange::read(include_str!("../cli/teacher.json"), Zone::LONDON, NOW).unwrap();
        filed(given).unwrap()
    });
    &FILED
}

fn filed(given: exchange::Given) -> Option<Contact> {
    let call = Received::new(given.received.unwrap_or(NOW), given.ended, given.intake);
    let history = decide::file(ContactId(1001), call, &desk::worker(), general(), NOW).ok()?;
    Some(Contact::from_history(ContactId(1001), history).unwrap())
}

/// A filter of the board: whatever it is, it reads back as the same filter.
fn filter(input: &[u8]) {
    static ROW: LazyLock<Summary> = LazyLock::new(|| teacher().summary());
    let query = Query::parse(&lossy(input));
    let said = query.to_string();
    assert_eq!(Query::parse(&said), query, "{said:?}");
    assert!(said.len() <= input.len() * 12 + 64);
    let _ = query.matches(&ROW, &query::haystack(&ROW), &Asker { now: NOW, me: "Jo Testerby" });
}

/// Dates, times, ages, numbers: everything that a field reads while somebody types.
fn times_and_dates(input: &[u8]) {
    let text = lossy(input);
    let zone = Zone::LONDON;
    let today = zone.local(NOW).date();
    let _ = (human::time(&text), human::birth(&text), human::date(&text), human::span(&text, today));
    let _ = (TimeOfDay::parse(&text), human::age(&text, NOW), stamp::stored(&text), stamp::words(&text));
    for read in [human::moment(&text, NOW, zone), stamp::read(&text, NOW, zone), times::instant(zone, &text)]
    {
        match read {
            Ok(at) => drop((zone.long(at), zone.short(at), zone.iso(at))),
            Err(why) => assert!(why.len() < 2_000 + input.len() * 12),
        }
    }
    let _ = (
        named::split(&text),
        same::person(&text, &text, Some(today)),
        same::home(&text, &text),
        same::line(&text),
    );
    for question in QUESTIONS {
        let _ = check::check(question.id, &text, NOW, zone);
        let _ = check::reading(question.id, &text, NOW, zone);
    }
}

/// Bytes of a terminal, in pieces of the sizes that their own bytes say: the same keys as in one piece.
fn keys(input: &[u8]) {
    let whole = Parser::default().feed(input);
    assert!(whole.len() <= 2 * input.len());
    let (mut parser, mut pieces, mut rest) = (Parser::default(), Vec::new(), input);
    while let Some(first) = rest.first() {
        let (piece, more) = rest.split_at(rest.len().min(1 + usize::from(first % 7)));
        pieces.extend(parser.feed(piece));
        rest = more;
    }
    assert_eq!(pieces, whole, "a piece of a sequence is read as something else");
    pieces.extend(parser.flush());
    assert!(parser.waits().is_none(), "something is left over");
    for marks_pastes in [true, false] {
        let mut guard = Guard::new(marks_pastes);
        for (events, at) in pieces.chunks(5).zip(1_u64..) {
            for event in guard.pass(events.to_vec(), Duration::from_millis(at * 3)) {
                if let Event::Paste { text, .. } = event {
                    assert!(text.len() <= 4 * MOST_PASTED);
                    assert!(text.chars().all(|c| matches!(c, '\n' | '\t') || !c.is_control()), "{text:?}");
                }
            }
        }
    }
}

fn keys_seeds() -> Vec<Vec<u8>> {
    [
        "\x1bOQ2\rPat Mockford\r01632 960201\r\x0731Bruise\r\x13\x13\r",
        "gg\rjj1234567\x1bc\tr\tTold\x13/red late\r\x1b?\x1bgd++--0\x1bgh1\x1b",
        "\x1b[200~an email\r\nwith lines\x1b[201~\x1b[A\x1b[B\x1b[<0;20;10M\x1b[<65;1;1M",
        "\x1bOQ\x07\x33what\x1b[15~\x1b[19~\x1bOS\x1b[20~\x1b[17~\x1b\x1b\x11n",
        "a\x1brr\x1bd\x1bm\x1be a note\x13x\x1bt\x1bi\x1b V \x1b*a\x1b\x10note\r\x1b",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}

/// Keys on a whole desk: calls taken, boxes filled, screens drawn. The first bytes say how large the window is.
fn screen(input: &[u8]) {
    let (size, typed) = input.split_at(input.len().min(2));
    let mut desk = Desk::new("2026-11-24T14:10");
    let size = match size {
        [width, height] => (u16::from(*width) + 1, u16::from(*height) / 4 + 1),
        _ => (80, 24),
    };
    desk.msg(Msg::Resize(size.0, size.1));
    let look = Look::new(ThemeName::Dark, Depth::TrueColour, true);
    let mut events = Parser::default().feed(typed.get(..2_000).unwrap_or(typed));
    events.truncate(600);
    for (n, event) in events.into_iter().enumerate() {
        desk.msg(match event {
            Event::Key(key) => Msg::Key(key),
            Event::Paste { text, dropped } => Msg::Paste { text, dropped },
            Event::Press(column, row) => Msg::Mouse(Mouse::Press(column, row)),
            Event::Wheel(up) => Msg::Mouse(Mouse::Wheel(!up)),
            Event::Focus(gained) => Msg::Focus(gained),
            Event::Gone => Msg::Hangup,
        });
        if n % 40 == 39 {
            desk.wait(900);
            draw(&desk, &look, size);
        }
    }
    draw(&desk, &look, size);
}

fn draw(desk: &Desk, look: &Look, (width, height): (u16, u16)) {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let frame = terminal.draw(|frame| ui::draw(frame, &desk.app, look)).unwrap();
    for cell in &frame.buffer.content {
        assert_eq!(stray_in_text(cell.symbol()), None, "drawn");
    }
}

/// A contact as JSON: what is taken is printed as what can be taken again.
fn take(input: &[u8]) {
    let text = lossy(input);
    let given = match exchange::read(&text, Zone::LONDON, NOW) {
        Ok(given) => given,
        Err(mistake) => {
            assert!(mistake.to_string().len() < 4_000 + input.len() * 2);
            return;
        }
    };
    let _ = exchange::doubts(&given.intake, NOW, Zone::LONDON);
    let told = given.intake.clone();
    let Some(contact) = filed(given) else { return };
    let _ = contact.summary();
    let printed = serde_json::to_string(&exchange::Shape::whole(&contact, general(), NOW)).unwrap();
    let again = exchange::read(&printed, Zone::LONDON, NOW).expect("what was printed");
    assert_eq!(again.intake.narrative, told.narrative);
    assert_eq!(again.intake.children.len(), contact.intake().children.len());
}

fn take_seeds() -> Vec<Vec<u8>> {
    let whole = serde_json::to_string_pretty(&exchange::Shape::whole(teacher(), general(), NOW)).unwrap();
    let marked = r#"{"kind":"referral","answers":{"caller-source":"2A","injury":"seen"},"children":[{"child-forename":"Ash"}],
        "family":[{"person-name":"Kim Placeham","person-relation":"mother"}],"shares":[],
        "notes":["rings off at three",{"at":"2026-11-24T14:06","text":"x","used":true}],
        "narrative":[{"text":"said so","basis":"told","told_by":"Ash"}],"record":{"any":["thing",1]}}"#;
    vec![include_str!("../cli/teacher.json").into(), whole.into(), marked.into()]
}

/// Facts as JSON lines.
fn deadlines(input: &[u8]) {
    at_a_desk(|place| {
        place.command(&["deadlines", "--batch", "-"], input);
    });
}

/// People who are looked for, in a register whose lines are given with them.
fn matches(input: &[u8]) {
    let first = input.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    at_a_desk(|place| {
        let register = place.file("register.jsonl", input.get(..first).unwrap_or_default());
        place.command(&["match", "--register", register.to_str().unwrap(), "-"], input);
    });
}

/// Text for the screen, and a letter of it.
fn shown(input: &[u8]) {
    let text = lossy(input);
    for (lines, fine) in [(Lines::One, ""), (Lines::Many, "\n")] {
        let shown = text::display(&text, lines);
        let without: String = shown.chars().filter(|c| !fine.contains(*c)).collect();
        assert_eq!(stray_in_text(&without), None, "shown");
        assert!(shown.len() <= input.len() * 4 + 8);
        assert_eq!(text::display(&shown, lines), shown, "shown twice");
        for width in [1, 7, 40] {
            assert!(text::width(&text::truncate(&text::one_line(&shown), width, &UNICODE)) <= width);
            assert!(text::wrap(&shown, width).len() <= shown.len() + 1);
        }
    }
    let _ = text::has_hidden(&text);
    let title: String = text.chars().take(80).collect();
    let files = LetterFiles::of(&title, &text).unwrap();
    assert!(files.docx.len() < (1 << 16) + input.len() * 300);
    well_formed(&files.docx);
}

/// Whether the parts of a Word file are XML.
fn well_formed(docx: &[u8]) {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    for name in ["word/document.xml", "docProps/core.xml", "word/footer1.xml"] {
        let mut part = String::new();
        std::io::Read::read_to_string(&mut zip.by_name(name).unwrap(), &mut part).unwrap();
        let control =
            |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}');
        assert!(!part.contains(control), "{name} holds what XML cannot");
        let mut reader = quick_xml::Reader::from_str(&part);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    }
}

fn text_seeds() -> Vec<Vec<u8>> {
    [
        "Dear parent or carer\n\nSiân said so.\n\n- one\n- two\n\nTRAINING: NOBODY IN THIS LETTER IS REAL\n",
        "\u{1b}[31mMockford\u{7} اَمينة e\u{301}\u{302} 王小明 👩\u{200d}👧 می\u{200c}شود",
        "AAAA\rBBBB\nCC\r\nDD\tEE\u{2028}FF <&>\"' ]]> --",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}
