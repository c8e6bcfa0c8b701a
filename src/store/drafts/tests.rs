use super::*;
use crate::store::test_util::{NOON, desk};

fn holder(user: &str) -> Holder {
    Holder { user: user.into(), process: Process::this() }
}

/// Another terminal that is still running: the parent of this test.
fn living(user: &str) -> Holder {
    let mut child = Process::this();
    child.pid = i64::from(std::os::unix::process::parent_id());
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.pid)).unwrap();
    child.started = stat.rsplit_once(')').unwrap().1.split_whitespace().nth(19).unwrap().parse().unwrap();
    Holder { user: user.into(), process: child }
}

/// A terminal that was killed.
fn dead(user: &str) -> Holder {
    let mut process = Process::this();
    process.started += 1;
    Holder { user: user.into(), process }
}

fn begin_for(conn: &Connection, who: &Holder) -> Claim {
    begin(conn, who, NOON, |id| Ok(format!("{{\"id\":{id}}}"))).unwrap()
}

#[test]
fn numbers_begin_at_1001_and_are_never_given_twice() {
    let (_dir, conn) = desk();
    let first = begin_for(&conn, &holder("j.testerby"));
    assert_eq!(first.contact_id, 1001);
    end(&conn, first).unwrap();
    assert_eq!(begin_for(&conn, &holder("j.testerby")).contact_id, 1002);
    assert_eq!(next_number(&conn).unwrap(), 1003);
}

#[test]
fn a_draft_reads_back_as_last_saved() {
    let (_dir, conn) = desk();
    let claim = begin_for(&conn, &holder("j.testerby"));
    save(&conn, claim, NOON, "{\"typed\":1}").unwrap();
    save(&conn, claim, NOON, "{\"typed\":2}").unwrap();
    let taken = take(&conn, 1001, &holder("j.testerby"), Grip::IfFree).unwrap();
    assert_eq!(taken.body, "{\"typed\":2}");
    assert_eq!(list(&conn).unwrap().len(), 1);
}

#[test]
fn a_call_held_by_a_living_terminal_is_left_to_it_unless_taken_over() {
    let (_dir, conn) = desk();
    let theirs = begin_for(&conn, &living("p.sampleton"));
    let refused = take(&conn, 1001, &holder("j.testerby"), Grip::IfFree).unwrap_err();
    assert_eq!(refused.kind, Kind::Busy);
    assert!(refused.to_string().contains("being taken by p.sampleton"), "{refused}");

    let ours = take(&conn, 1001, &holder("j.testerby"), Grip::TakeOver).unwrap().claim;
    save(&conn, ours, NOON, "{\"ours\":1}").unwrap();
    let late = save(&conn, theirs, NOON, "{\"theirs\":1}").unwrap_err();
    assert_eq!(late.kind, Kind::TakenOver);
    assert!(end(&conn, theirs).is_err());
    assert_eq!(take(&conn, 1001, &holder("j.testerby"), Grip::IfFree).unwrap().body, "{\"ours\":1}");
}

#[test]
fn the_call_of_a_killed_terminal_can_be_gone_on_with_at_once() {
    let (_dir, conn) = desk();
    let claim = begin_for(&conn, &dead("j.testerby"));
    save(&conn, claim, NOON, "{\"typed\":1}").unwrap();
    let taken = take(&conn, 1001, &holder("p.sampleton"), Grip::IfFree).unwrap();
    assert_eq!(taken.body, "{\"typed\":1}");
    assert_eq!(list(&conn).unwrap()[0].holder.user, "p.sampleton");
}

#[test]
fn a_call_let_go_of_is_free_for_others() {
    let (_dir, conn) = desk();
    let claim = begin_for(&conn, &living("p.sampleton"));
    release(&conn, claim).unwrap();
    take(&conn, 1001, &holder("j.testerby"), Grip::IfFree).unwrap();
}

#[test]
fn saving_a_call_that_has_ended_says_so() {
    let (_dir, conn) = desk();
    let claim = begin_for(&conn, &holder("j.testerby"));
    end(&conn, claim).unwrap();
    assert_eq!(save(&conn, claim, NOON, "{}").unwrap_err().kind, Kind::Unknown);
}

#[test]
fn nothing_of_one_call_appears_in_another() {
    let (_dir, conn) = desk();
    let (first, second) = (begin_for(&conn, &holder("j.testerby")), begin_for(&conn, &holder("j.testerby")));
    save(&conn, first, NOON, "{\"first\":1}").unwrap();
    save(&conn, second, NOON, "{\"second\":1}").unwrap();
    assert_eq!(
        take(&conn, first.contact_id, &holder("j.testerby"), Grip::IfFree).unwrap().body,
        "{\"first\":1}"
    );
    assert_eq!(
        take(&conn, second.contact_id, &holder("j.testerby"), Grip::IfFree).unwrap().body,
        "{\"second\":1}"
    );
}
