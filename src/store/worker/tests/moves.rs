//! Deadlines that would move under changed rules.

use super::*;

#[test]
fn moves_are_told_page_by_page_and_again_when_another_terminal_confirms() {
    let (_dir, here, there) = two();
    let general = Arc::new(crate::protocols::built_in("general").unwrap());
    let text = include_str!("../../../../assets/protocols/general.toml");
    let closure = "\n[[closures]]\nfrom = \"2026-11-25\"\nname = \"Flood\"\n";
    let closed = Arc::new(crate::protocols::parse(&format!("{text}{closure}")).unwrap());
    let id = here.start_call();
    let mut intake = crate::domain::intake::Intake::new(crate::domain::codes::ContactKind::Referral);
    intake
        .answers
        .set(crate::domain::schema::QuestionId::Concern, crate::domain::intake::Answer::text("Bruise"));
    let call = crate::domain::event::Received::new(NOON, None, intake);
    let events = crate::domain::decide::file(id, call, &actor("Jo Testerby"), &general, NOON).unwrap();
    here.ask(Request::File { token: Token(2), id, events });
    here.until(|reply| if let Reply::Saved { .. } = reply { Some(()) } else { None });

    let moves = |reply| {
        if let Reply::Moves { affected, complete } = reply { Some((affected, complete)) } else { None }
    };
    for terminal in [&here, &there] {
        terminal.ask(Request::WatchBoard).ask(Request::FindMoves { protocol: Arc::clone(&closed) });
        let (affected, complete) = terminal.until(moves);
        assert!(complete && affected.len() == 1 && affected[0].id == id, "{affected:?}");
    }
    let manager = Actor { role: crate::domain::codes::Role::Manager, ..actor("Sam Placeham") };
    there.ask(Request::DoEach {
        token: Token(3),
        ids: vec![id, ContactId(id.0 + 50)],
        command: Box::new(crate::domain::command::Command::Recount { reason: "flooded".into() }),
        actor: manager,
        protocol: closed,
        now: minutes(5),
    });
    let (done, refused) = there.until(|reply| {
        if let Reply::EachDone { done, refused, .. } = reply { Some((done, refused)) } else { None }
    });
    assert_eq!(done, [id]);
    assert!(refused.len() == 1 && refused[0].1.contains("no contact"), "{refused:?}");
    for terminal in [&here, &there] {
        let (affected, _) = terminal.until(moves);
        assert!(
            affected.len() == 1 && affected[0].shifts.is_empty(),
            "nothing is left to move: {affected:?}"
        );
    }
}
