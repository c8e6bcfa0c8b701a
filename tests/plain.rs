//! Calls taken without a screen: every line typed and every line said.
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

mod common {
    #[expect(dead_code, reason = "a part of it is used here")]
    pub mod desk;
    pub mod lines;
}

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use common::lines::{Desk, FIRST, NOW, worker};
use dutydesk::app::Screen;
use dutydesk::app::msg::Msg;
use dutydesk::domain::codes::{ContactKind, Role};
use dutydesk::domain::decide;
use dutydesk::domain::draft::Draft;
use dutydesk::domain::ids::ContactId;
use dutydesk::domain::intake::{Answer, Basis, State, Subject, Unanswered};
use dutydesk::domain::schema::{self, Place, QuestionId, Step};
use dutydesk::exchange;
use dutydesk::plain::{Left, Start};
use dutydesk::port::Reply;
use dutydesk::store::drafts::{Grip, Holder};
use dutydesk::store::process::Process;

const CALL: Start = Start::New(ContactKind::Referral);

/// A teacher rings about a bruise.
const TEACHER: &str = "\
.go who is ringing
School
.go number to ring back
01632 960123
.note rings off at 15:00
.go in a few words
Bruise on the arm
.go what happened
s: A bruise the size of a hand.
t Mum: He fell off the sofa.
o: He seems afraid to go home.
.
.go kind of harm
1 4
.go first name
Siân
.go surname
Mockford
.go birth date
12/3/2016
.go who collects
Mum
.go collected at
3.15pm
.go consent to share
.unknown
";

/// The same as JSON.
const THE_SAME: &str = r#"{ "format": 1, "kind": "referral", "received": "2026-11-24T14:10", "ended": "2026-11-24T14:10",
  "answers": { "caller-source": "2A", "caller-phone": "01632 960123", "concern": "Bruise on the arm",
    "harm": ["physical", "neglect"], "consent": { "state": "not-known" } },
  "children": [{ "child-forename": "Siân", "child-surname": "Mockford", "child-birth": "12/3/2016",
    "child-collector": "Mum", "child-collection": "3.15pm" }],
  "narrative": [
    { "text": "A bruise the size of a hand.", "basis": "seen" },
    { "text": "He fell off the sofa.", "basis": "told", "told_by": "Mum" },
    { "text": "He seems afraid to go home.", "basis": "opinion" }],
  "notes": [{ "at": "2026-11-24T14:10", "text": "rings off at 15:00" }] }"#;

fn state(state: State, reason: &str) -> Answer {
    Answer::State(Unanswered { state, reason: reason.into() })
}

fn place(question: QuestionId, child: usize) -> Place {
    Place { question, subject: Subject::Child(child) }
}

#[test]
fn a_teachers_call_in_lines_becomes_the_same_record_as_the_same_call_taken_from_a_file() {
    let desk = Desk::new();
    let taken = desk.typed(CALL, &format!("{TEACHER}.file\n.file\n"));
    assert_eq!(taken.left.unwrap(), Left::Filed(FIRST), "{}", taken.out);
    let protocol = &desk.setting.protocol;
    let given = exchange::read(THE_SAME, protocol.zone, NOW).unwrap();
    let call = Draft::new(FIRST, worker(), NOW, given.intake).received(NOW);
    let history = decide::file(FIRST, call, &worker(), protocol, NOW).unwrap();
    assert_eq!(desk.contact(FIRST).history, history);
}

#[test]
fn it_says_what_it_is_which_call_what_is_understood_and_what_to_promise() {
    let desk = Desk::new();
    let out = desk.typed(CALL, &format!("{TEACHER}.file\n.file\n")).out;
    for said in [
        "TRAINING desk: nobody here is real.",
        "R-1001 begins Tue 24 Nov 2026 14:10",
        ".help lists the commands",
        "Safety now: Who collects the child? (needed)",
        "\n1. Family member, relative or carer\n",
        "\nSchool.\n",
        "\nPhysical, Neglect.\n",
        "Understood: 15:15 today, 1 h 05 min after the call came.",
        "Line 2, told by Mum.",
        "Told to the caller by Mum: He fell off the sofa.",
        "Tell the school: by 15:00 today.",
        "Suggested rating: AMBER, because: ",
        "needed answers stay open.",
        "R-1001 is filed. TRAINING: nobody here is real. Say to the caller:",
        "I will ring you back by 15:00 today, on 01632 960123",
    ] {
        assert!(out.contains(said), "{said:?} in\n{out}");
    }
}

#[test]
fn every_question_that_is_asked_can_be_answered_and_only_once() {
    let desk = Desk::new();
    let mut prompts = 0;
    let taken = desk.take(CALL, |said| {
        prompts += 1;
        assert!(prompts < 2_000, "it comes to an end");
        let asked = if said.contains("Review of R-1001") {
            ".file"
        } else if said.contains("\n1. ") {
            "1"
        } else if said.is_empty() || said.starts_with("Line 1,") {
            "."
        } else if said.contains("a dot alone ends") {
            "first line"
        } else {
            "12"
        };
        Some(asked.to_owned())
    });
    assert_eq!(taken.left.unwrap(), Left::Filed(FIRST), "{}", taken.out);
    let filed = desk.contact(FIRST);
    assert_eq!(schema::gaps(filed.intake()), []);
    for place in Step::ALL.iter().flat_map(|step| schema::places(filed.intake(), *step)) {
        assert!(schema::is_answered(filed.intake(), place), "{place:?}");
    }
}

#[test]
fn what_was_answered_is_on_the_disk_before_the_next_question_and_stays_whatever_line_is_the_last() {
    let desk = Desk::new();
    let mut lines = TEACHER.lines();
    let mut seen: Vec<Draft> = Vec::new();
    desk.take(CALL, |_| {
        seen.push(desk.draft());
        lines.next().map(str::to_owned)
    });
    let whole = seen.last().unwrap();
    assert_eq!(whole.intake.answers.text(QuestionId::Concern), "Bruise on the arm");
    assert!(seen.iter().any(|draft| draft.intake.narrative.len() == 2), "in the middle of a text, too");
    // The same lines, with the input over after each of them, the last one even without its end.
    let bytes: Vec<&str> = TEACHER.split_inclusive('\n').collect();
    for (cut, after) in (1..=bytes.len()).zip(&seen[1..]) {
        let desk = Desk::new();
        let taken = desk.fed(CALL, bytes[..cut].concat().trim_end_matches('\n').as_bytes());
        assert_eq!(taken.left.unwrap(), Left::Unfiled(FIRST));
        assert_eq!(desk.draft(), *after, "after {:?}", bytes[cut - 1]);
    }
}

#[test]
fn gaps_are_listed_before_filing_each_is_reached_by_its_number_and_none_blocks() {
    let desk = Desk::new();
    let taken = desk.typed(
        CALL,
        ".go in a few words\nBruise\n.gaps\n.gaps 2\nPlaceham\n.review\n1\nSchool\n.file\n.file\n",
    );
    assert_eq!(taken.left.unwrap(), Left::Filed(FIRST), "{}", taken.out);
    let told = desk.contact(FIRST);
    let told = told.intake();
    assert_eq!(told.answers.text(QuestionId::CallerSource), "2A", "the first needed answer that was open");
    assert_eq!(told.answers.text(QuestionId::CallerName), "Placeham", "the second");
    assert!(taken.out.contains("1. Who is ringing, Caller, needed."), "{}", taken.out);
    assert!(taken.out.contains("needed answers stay open."));
    let nothing = desk.typed(CALL, ".gaps 999\n.gaps x\n.go 77\n.go nowhere at all\n");
    assert_eq!(nothing.out.matches("There is no such number").count(), 2);
    assert_eq!(nothing.out.matches("There is no such step or question").count(), 2);
}

#[test]
fn a_missing_answer_has_its_state_and_reason_and_what_stood_there_goes_to_the_notes() {
    let desk = Desk::new();
    desk.typed(
        CALL,
        ".go first name\nSiân\n.back\n.unknown\n.refused would not say\n.na\nnot born yet\n.go collected at\n.notasked\n\n",
    );
    let intake = desk.draft().intake;
    let child = &intake.children[0];
    assert_eq!(child.get(QuestionId::ChildForename), Some(&Answer::not_known()));
    assert_eq!(child.get(QuestionId::ChildSurname), Some(&state(State::Refused, "would not say")));
    assert_eq!(child.get(QuestionId::ChildBirth), Some(&state(State::NotApplicable, "not born yet")));
    assert_eq!(child.get(QuestionId::ChildCollection), Some(&state(State::NotAsked, "")));
    assert_eq!(intake.notes[0].text, "First name: Siân");
    assert!(schema::is_answered(&intake, place(QuestionId::ChildBirth, 0)));
}

#[test]
fn a_reason_that_is_asked_for_gives_way_to_a_command() {
    let desk = Desk::new();
    let taken = desk.typed(CALL, ".go first name\n.refused\n.999\nAsh\n");
    assert!(
        taken.out.contains("Why? A blank line gives no reason.\n999: a child in danger now.\n"),
        "{}",
        taken.out
    );
    assert_eq!(desk.draft().intake.children[0].text(QuestionId::ChildForename), "Ash");
}

#[test]
fn the_narrative_keeps_the_basis_of_the_line_before_and_a_mark_alone_changes_it() {
    let desk = Desk::new();
    let taken = desk.typed(
        CALL,
        ".go what happened\nfirst\no:\nsecond\n.why\nt the neighbour:\nthird at 15:15: loud\n\n.note aside\ns: fourth\n.\n",
    );
    let intake = desk.draft().intake;
    let lines: Vec<_> =
        intake.narrative.iter().map(|l| (l.text.as_str(), l.basis, l.told_by.as_str())).collect();
    let told = "the neighbour";
    assert_eq!(
        lines,
        [
            ("first", Basis::Opinion, ""),
            ("second", Basis::Told, told),
            ("third at 15:15: loud", Basis::Told, told),
            ("fourth", Basis::Seen, "")
        ]
    );
    assert!(taken.out.contains("Line 1, seen or heard.\nLine 1, opinion.\n"), "{}", taken.out);
    assert!(
        taken.out.contains("Go on with: What happened. A dot alone ends."),
        "a command does not end the text"
    );
    assert_eq!(intake.notes[0].text, "aside");
}

#[test]
fn texts_of_several_lines_keep_their_paragraphs_and_can_be_added_to() {
    let desk = Desk::new();
    let words = ".go word for word\n\"It hurt.\"\n\n\"I want to stay.\"\n.\n.back\nLater more\n.\n.back\n\n";
    let taken = desk.typed(CALL, words);
    let intake = desk.draft().intake;
    assert_eq!(
        intake.answers.text(QuestionId::ChildWords),
        "\"It hurt.\"\n\n\"I want to stay.\"\nLater more"
    );
    assert!(taken.out.contains("Told so far:\n\"It hurt.\"\n\n\"I want to stay.\"\n"), "{}", taken.out);
}

#[test]
fn words_that_are_no_answer_are_kept_as_a_note_and_put_where_they_belong() {
    let desk = Desk::new();
    let taken = desk.typed(
        CALL,
        ".go who is ringing\nthe lollipop man\n99\n.nonsense\n.whatever he said then\n.notes\n.go what happened\n.use 1\n.\n\
         .go number to ring back\n01632\n.note 960123\n.back\n.use\n.back\n.use 3\n.use 77\n",
    );
    let intake = desk.draft().intake;
    let notes: Vec<_> = intake.notes.iter().map(|note| (note.text.as_str(), note.used)).collect();
    assert_eq!(
        notes,
        [("Who is ringing: the lollipop man", true), (".whatever he said then", true), ("960123", true)]
    );
    assert_eq!(intake.narrative[0].text, "Who is ringing: the lollipop man");
    assert_eq!(intake.answers.text(QuestionId::CallerPhone), "01632 .whatever he said then 960123");
    assert!(taken.out.contains("Note: Only 5 digits"), "{}", taken.out);
    assert!(taken.out.contains("There is no such note"), "{}", taken.out);
    assert!(taken.out.contains("There is no number 99: the last one is 22."), "{}", taken.out);
}

#[test]
fn names_of_every_script_are_kept_and_said_and_hostile_text_is_harmless() {
    let desk = Desk::new();
    let hostile = "Ash\u{1b}[2J\u{1b}]0;x\u{7}\u{202e}gnik\u{9b}31m";
    let lines = format!(
        ".go first name\nSiân\n.child\nNguyễn\n.child\n王小明\n.child\n{hostile}\n.back\n\n.go what happened\n{hostile}\n.\n.note {hostile}\n.notes\n.review\n.file\n"
    );
    let taken = desk.typed(CALL, &lines);
    assert_eq!(taken.left.unwrap(), Left::Filed(FIRST), "{}", taken.out);
    let filed = desk.contact(FIRST);
    let names: Vec<_> =
        filed.intake().children.iter().map(|child| child.text(QuestionId::ChildForename)).collect();
    assert_eq!(names, ["Siân", "Nguyễn", "王小明", hostile], "kept as typed");
    assert!(taken.out.contains("child 3 of 3, 王小明") && taken.out.contains("child 2 of 2, Nguyễn"));
    assert!(taken.out.contains("Ash␛[2J"), "shown, not obeyed");
    assert!(taken.out.contains("Note: Some characters here cannot be seen or heard. They are kept."));
}

#[test]
fn a_second_child_and_another_person_are_asked_about_in_turn_and_a_consultation_names_nobody() {
    let desk = Desk::new();
    desk.typed(CALL, ".person\nJean\n.child\nAsh\n.go child\n.another\nKit\n");
    let intake = desk.draft().intake;
    assert_eq!(intake.family[0].text(QuestionId::PersonName), "Jean");
    let names: Vec<_> = intake.children.iter().map(|child| child.text(QuestionId::ChildForename)).collect();
    assert_eq!(names, ["", "Ash", "Kit"]);
    let desk = Desk::new();
    let taken =
        desk.typed(Start::New(ContactKind::Consultation), ".go in a few words\n.child\n.person\nAdvice\n");
    assert_eq!(taken.out.matches("A consultation names nobody").count(), 2, "{}", taken.out);
    let intake = desk.draft().intake;
    assert_eq!((intake.kind, intake.family.len()), (ContactKind::Consultation, 0));
    assert_eq!(intake.answers.text(QuestionId::Concern), "Advice", "the cursor stayed where it was");
}

#[test]
fn a_call_begun_on_the_screen_goes_on_in_lines_at_the_same_question() {
    let mut screen = common::desk::Desk::new("2026-11-24T14:10");
    screen
        .keys("f2 2 enter \"Pat Mockford\" enter ctrl-g 4 \"in class\" enter f4 \"half a note\"")
        .wait(2_000);
    let desk = Desk::new();
    let id = desk.keep(&screen.record.drafts.values().next().unwrap().clone());
    let taken = desk.typed(Start::GoOn(id), "the teacher\n.park\n");
    assert_eq!(taken.left.unwrap(), Left::Parked(id));
    assert!(
        taken.out.contains("R-1001 goes on where it stopped; it began Tue 24 Nov 2026 14:10"),
        "{}",
        taken.out
    );
    assert!(
        taken.out.contains("\"dutydesk intake --plain --resume R-1001\" goes on with it"),
        "{}",
        taken.out
    );
    let intake = desk.draft().intake;
    assert_eq!(intake.answers.text(QuestionId::CallerName), "Pat Mockford");
    assert_eq!(intake.children[0].text(QuestionId::ChildWith), "the teacher");
    assert_eq!(intake.notes[0].text, "half a note", "a note that was being typed is a note");
}

#[test]
fn a_call_begun_in_lines_goes_on_on_the_screen_at_the_same_question() {
    let desk = Desk::new();
    desk.typed(CALL, ".go where is the child\nin class\n");
    let draft = desk.draft();
    let mut screen = common::desk::Desk::new("2026-11-24T14:12");
    screen.record.drafts.insert(draft.id, draft.clone());
    screen.msg(Msg::Store(Reply::DraftOpened(Box::new(draft))));
    assert_eq!(screen.app.screen, Screen::Intake);
    screen.keys("\"the teacher\" enter ctrl-s ctrl-s enter");
    let filed = screen.only();
    assert_eq!(filed.intake().children[0].text(QuestionId::ChildWhere), "in class");
    assert_eq!(filed.intake().children[0].text(QuestionId::ChildWith), "the teacher");
    assert_eq!(filed.received.received, NOW);
}

#[test]
fn a_call_is_chosen_from_those_in_progress_by_number_or_reference() {
    let desk = Desk::new();
    assert_eq!(desk.typed(Start::Choose, "1\n").left.unwrap(), Left::Nothing);
    desk.typed(CALL, ".go in a few words\nBruise\n");
    desk.typed(CALL, ".park\n");
    let chosen = desk.typed(Start::Choose, "7\nr-1002\n.park\n");
    assert_eq!(chosen.left.unwrap(), Left::Parked(ContactId(1002)));
    assert!(
        chosen.out.contains("1. R-1001, since Tue 24 Nov 14:10, taken by Jo Testerby: Bruise"),
        "{}",
        chosen.out
    );
    assert!(
        chosen.out.contains("2. R-1002, since Tue 24 Nov 14:10, taken by Jo Testerby: nothing noted yet")
    );
    assert_eq!(desk.typed(Start::Choose, "1\n.park\n").left.unwrap(), Left::Parked(FIRST));
    assert_eq!(desk.typed(Start::Choose, "\n").left.unwrap(), Left::Nothing);
}

#[test]
fn a_call_ends_with_a_reason_and_an_empty_one_is_not_filed() {
    let desk = Desk::new();
    let taken = desk.typed(CALL, ".file\n.file\n.end\n.end silent call\n");
    assert_eq!(taken.left.unwrap(), Left::Ended(FIRST), "{}", taken.out);
    assert!(taken.out.contains("Nothing has been typed yet."), "{}", taken.out);
    assert!(taken.out.contains("Say in a word or two why"), "{}", taken.out);
    assert!(dutydesk::store::drafts::list(desk.store().conn()).unwrap().is_empty());
}

#[test]
fn a_call_that_was_taken_over_is_not_written_over() {
    let desk = Desk::new();
    let mut lines = [".go in a few words", "Bruise", "Said to the wrong terminal"].into_iter();
    let taken = desk.take(CALL, |said| {
        if said.contains("What happened? (needed)") {
            let other = Holder { actor: worker(), process: Process { pid: 1, ..Process::this() } };
            desk.store().take_draft(FIRST, &other, Grip::TakeOver, NOW).unwrap();
        }
        lines.next().map(str::to_owned)
    });
    let why = taken.left.unwrap_err().to_string();
    assert!(why.contains("j.testerby has gone on with call R-1001 in another terminal"), "{why}");
    let draft = desk.draft();
    assert_eq!(draft.intake.answers.text(QuestionId::Concern), "Bruise");
    assert!(draft.intake.narrative.is_empty());
}

#[test]
fn a_viewer_takes_no_calls() {
    let mut desk = Desk::new();
    desk.setting.actor.role = Role::Viewer;
    let taken = desk.typed(CALL, "School\n");
    assert_eq!(taken.left.unwrap_err().to_string(), "You may read this desk, not take calls.");
    assert!(dutydesk::store::drafts::list(desk.store().conn()).unwrap().is_empty());
}

#[test]
fn help_names_every_command_and_no_sentence_names_a_key() {
    let desk = Desk::new();
    let taken = desk.typed(
        CALL,
        ".help\n.steps\n.clocks\n.go danger\n.why\n.go number to ring back\nnone\n.gaps\n.review\n",
    );
    for word in [".999:", ".why:", ".refused REASON:", ".gaps NUMBER:", ".file:", ".park:"] {
        assert!(taken.out.contains(word), "{word} in\n{}", taken.out);
    }
    assert!(taken.out.contains("Yes means 999 now: .999 has the words."), "{}", taken.out);
    assert!(taken.out.contains("1. Caller: 0 of "), "{}", taken.out);
    for key in ["F8", "F9", "F4", "Ctrl-", "Enter"] {
        assert!(!taken.out.contains(key), "{key} in\n{}", taken.out);
    }
}

/// A program in a pipe, on a training desk of its own.
fn program(desk: &tempfile::TempDir, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dutydesk"));
    command.env_remove("DUTYDESK_DESK").arg("--desk").arg(desk.path()).args(args);
    command
}

fn piped(desk: &tempfile::TempDir, args: &[&str], input: &str) -> (i32, String, String) {
    let out = assert_cmd::Command::from_std(program(desk, args)).write_stdin(input).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (out.status.code().unwrap(), text(out.stdout), text(out.stderr))
}

fn training_desk() -> tempfile::TempDir {
    let desk = tempfile::tempdir().unwrap();
    assert_eq!(piped(&desk, &["demo", "--fresh", "--no-board"], "").0, 0);
    desk
}

/// `R-1017` in what was said.
fn reference(out: &str) -> &str {
    let at = out.find("R-").unwrap();
    out.get(at..).unwrap().split_whitespace().next().unwrap()
}

#[test]
fn the_program_keeps_a_call_whose_input_ends_and_goes_on_with_it() {
    let desk = training_desk();
    let (code, out, err) = piped(&desk, &["intake", "--plain"], "School\nGwen Placeham");
    assert_eq!(code, 1, "{err}");
    let id = reference(&out);
    assert_eq!(
        err,
        format!(
            "The input ended before the call was filed. {id} is kept. \"dutydesk intake --plain --resume {id}\" goes on with \
             it, and so does its row on the board.\n"
        )
    );
    let (code, out, err) =
        piped(&desk, &["intake", "--plain", "--resume", id], "01632 960123\n.file\n.file\n");
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let (_, shown, _) = piped(&desk, &["show", id, "--json"], "");
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["answers"]["caller-source"], "2A");
    assert_eq!(shown["answers"]["caller-name"], "Gwen Placeham");
    assert_eq!(shown["answers"]["caller-phone"], "01632 960123");
    let (code, _, err) = piped(&desk, &["intake", "--plain", "--resume", id], "");
    assert_eq!(code, 1, "{err}");
    assert!(err.starts_with(&format!("{id} is no call in progress")), "{err}");
    assert_eq!(piped(&desk, &["intake", "--plain", "--resume", "nonsense"], "").0, 2);
    assert_eq!(piped(&desk, &["intake"], "").0, 2, "without a terminal there is no screen");
}

#[test]
fn a_program_that_is_ended_from_outside_says_how_to_go_on_and_another_takes_over_only_then() {
    let desk = training_desk();
    let mut child = program(&desk, &["intake", "--plain"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut heard = String::new();
    while !heard.contains("22. Unknown") {
        heard.push_str(&lines.next().unwrap().unwrap());
        heard.push('\n');
    }
    let id = reference(&heard).to_owned();
    let (code, _, err) = piped(&desk, &["intake", "--plain", "--resume", &id], "School\n");
    assert_eq!(code, 1);
    assert!(err.starts_with(&format!("Jo Testerby is taking {id} in another terminal")), "{err}");
    // Waiting for the program would close what it reads from: that would be another ending.
    let input = child.stdin.take();
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(128 + 15));
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    drop(input);
    assert!(err.starts_with(&format!("{id} is kept. \"dutydesk intake --plain --resume {id}\"")), "{err}");
    let (code, _, err) = piped(&desk, &["intake", "--plain", "--resume", &id], "School\n.park\n");
    assert_eq!((code, err.as_str()), (0, ""));
}
