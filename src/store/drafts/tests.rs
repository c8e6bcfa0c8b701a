use super::*;
use crate::store::test_util::{NOON, actor, desk};

fn holder(name: &str) -> Holder {
    Holder { actor: actor(name), process: Process::this() }
}

/// Another terminal that is still running: the parent of this test.
fn living(name: &str) -> Holder {
    let mut process = Process::this();
    process.pid = i64::from(std::os::unix::process::parent_id());
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", process.pid)).unwrap();
    process.started = stat.rsplit_once(')').unwrap().1.split_whitespace().nth(19).unwrap().parse().unwrap();
    Holder { actor: actor(name), process }
}

/// A terminal that was killed.
fn dead(name: &str) -> Holder {
    let mut process = Process::this();
    process.started += 1;
    Holder { actor: actor(name), process }
}

/// A draft in which this note is being typed.
fn typed(claim: Claim, text: &str) -> Draft {
    let mut draft = Draft::new(claim.id, actor("Jo Testerby"), NOON, Intake::new(ContactKind::Referral));
    draft.note_in_hand = text.into();
    draft
}

fn ours(conn: &Connection, id: ContactId, grip: Grip) -> (Claim, Box<Draft>) {
    match take(conn, id, &holder("Jo Testerby"), grip).unwrap() {
        Took::Ours(claim, draft) => (claim, draft),
        Took::Held(actor) => panic!("held by {}", actor.name),
    }
}

#[test]
fn numbers_begin_at_1001_and_are_never_given_twice() {
    let (_dir, conn) = desk();
    let first = begin(&conn, &holder("Jo Testerby"), NOON).unwrap();
    assert_eq!(first.id, ContactId(1001));
    end(&conn, first).unwrap();
    assert_eq!(begin(&conn, &holder("Jo Testerby"), NOON).unwrap().id, ContactId(1002));
    assert_eq!(next_numbers(&conn, 10).unwrap(), 1003);
    assert_eq!(next_numbers(&conn, 1).unwrap(), 1013);
}

#[test]
fn a_draft_reads_back_as_last_saved() {
    let (_dir, conn) = desk();
    let claim = begin(&conn, &holder("Jo Testerby"), NOON).unwrap();
    for text in ["a frightened", "a frightened teacher"] {
        save(&conn, claim, &typed(claim, text), NOON).unwrap();
    }
    assert_eq!(*ours(&conn, claim.id, Grip::IfFree).1, typed(claim, "a frightened teacher"));
    assert_eq!(list(&conn).unwrap(), [typed(claim, "").head(NOON)]);
}

#[test]
fn a_call_held_by_a_living_terminal_is_left_to_it_unless_taken_over() {
    let (_dir, conn) = desk();
    let theirs = begin(&conn, &living("Pat Sampleton"), NOON).unwrap();
    let held = take(&conn, theirs.id, &holder("Jo Testerby"), Grip::IfFree).unwrap();
    assert_eq!(held, Took::Held(actor("Pat Sampleton")));

    let (claim, _) = ours(&conn, theirs.id, Grip::TakeOver);
    save(&conn, claim, &typed(claim, "ours"), NOON).unwrap();
    let late = save(&conn, theirs, &typed(theirs, "theirs"), NOON).unwrap_err();
    assert_eq!(late.kind, Kind::TakenOver);
    assert!(late.to_string().contains("jo.testerby has gone on with call R-1001"), "{late}");
    assert!(end(&conn, theirs).is_err());
    assert_eq!(ours(&conn, claim.id, Grip::IfFree).1.note_in_hand, "ours");
}

#[test]
fn the_call_of_a_killed_terminal_can_be_gone_on_with_at_once() {
    let (_dir, conn) = desk();
    let claim = begin(&conn, &dead("Pat Sampleton"), NOON).unwrap();
    save(&conn, claim, &typed(claim, "a frightened"), NOON).unwrap();
    assert_eq!(ours(&conn, claim.id, Grip::IfFree).1.note_in_hand, "a frightened");
}

/// The draft, parked.
fn parked(claim: Claim, text: &str) -> Draft {
    Draft { parked: Some(NOON), ..typed(claim, text) }
}

#[test]
fn a_parked_call_is_free_for_others_with_every_word() {
    let (_dir, conn) = desk();
    let theirs = begin(&conn, &living("Pat Sampleton"), NOON).unwrap();
    save(&conn, theirs, &parked(theirs, "a frightened"), NOON).unwrap();
    assert_eq!(list(&conn).unwrap()[0].parked, Some(NOON));
    assert_eq!(*ours(&conn, theirs.id, Grip::IfFree).1, parked(theirs, "a frightened"));
}

#[test]
fn whoever_takes_a_parked_call_back_first_has_it() {
    let (_dir, conn) = desk();
    let pat = living("Pat Sampleton");
    let theirs = begin(&conn, &pat, NOON).unwrap();
    save(&conn, theirs, &parked(theirs, "a frightened"), NOON).unwrap();
    take_back(&conn, theirs, &pat.process).unwrap();
    save(&conn, theirs, &typed(theirs, "a frightened teacher"), NOON).unwrap();
    let late = take(&conn, theirs.id, &holder("Jo Testerby"), Grip::IfFree).unwrap();
    assert_eq!(late, Took::Held(actor("Pat Sampleton")));
}

#[test]
fn a_parked_call_that_others_went_on_with_is_not_taken_back_even_when_they_parked_it_again() {
    let (_dir, conn) = desk();
    let pat = living("Pat Sampleton");
    let theirs = begin(&conn, &pat, NOON).unwrap();
    save(&conn, theirs, &parked(theirs, "a frightened"), NOON).unwrap();
    let (claim, _) = ours(&conn, theirs.id, Grip::IfFree);
    for draft in [typed(claim, "a frightened teacher"), parked(claim, "a frightened teacher rang")] {
        save(&conn, claim, &draft, NOON).unwrap();
        assert_eq!(take_back(&conn, theirs, &pat.process).unwrap_err().kind, Kind::TakenOver);
        assert_eq!(save(&conn, theirs, &typed(theirs, "old"), NOON).unwrap_err().kind, Kind::TakenOver);
    }
    let Took::Ours(_, read) = take(&conn, theirs.id, &pat, Grip::IfFree).unwrap() else { panic!("held") };
    assert_eq!(read.note_in_hand, "a frightened teacher rang");
}

#[test]
fn saving_a_call_that_has_ended_says_so() {
    let (_dir, conn) = desk();
    let claim = begin(&conn, &holder("Jo Testerby"), NOON).unwrap();
    end(&conn, claim).unwrap();
    assert_eq!(save(&conn, claim, &typed(claim, "late"), NOON).unwrap_err().kind, Kind::Unknown);
}

#[test]
fn nothing_of_one_call_appears_in_another() {
    let (_dir, conn) = desk();
    let first = begin(&conn, &holder("Jo Testerby"), NOON).unwrap();
    let second = begin(&conn, &holder("Jo Testerby"), NOON).unwrap();
    save(&conn, first, &typed(first, "first"), NOON).unwrap();
    save(&conn, second, &typed(second, "second"), NOON).unwrap();
    assert_eq!(ours(&conn, first.id, Grip::IfFree).1.note_in_hand, "first");
    assert_eq!(ours(&conn, second.id, Grip::IfFree).1.note_in_hand, "second");
}
