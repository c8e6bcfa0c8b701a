//! The daily close through the store thread.

use super::*;
use crate::domain::close::{Closed, Last};
use crate::domain::codes::Role;

fn manager() -> Actor {
    Actor { role: Role::Manager, ..actor("Sam Placeham") }
}

fn last(terminal: &Terminal) -> Last {
    terminal.ask(Request::Handovers { since: NOON });
    terminal.until(|reply| if let Reply::LastClose(last) = reply { Some(last) } else { None })
}

#[test]
fn a_manager_closes_the_day_and_every_terminal_sees_it_with_the_sheets() {
    let (_dir, one, other) = two();
    assert_eq!(last(&other), Last::Never);
    one.ask(Request::CloseDay { token: Token(7), actor: manager(), now: minutes(3) });
    let closed: Closed = one.until(|reply| match reply {
        Reply::DayClosed { token: Token(7), closed } => Some(*closed),
        _ => None,
    });
    assert_eq!((closed.at, closed.entry, closed.close.closed), (minutes(3), 2, 1));
    assert_eq!(last(&other), Last::At(Box::new(closed)));
}

#[test]
fn others_are_told_who_may_and_nothing_is_signed() {
    let (_dir, one, _other) = two();
    one.ask(Request::CloseDay { token: Token(7), actor: actor("Jo Testerby"), now: NOON });
    assert_eq!(one.failure().what, "Only these may sign the daily close: manager.");
    assert_eq!(last(&one), Last::Never);
}
