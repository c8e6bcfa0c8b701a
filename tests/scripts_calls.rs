//! Calls of every kind as key scripts: how they start, are parked, end, become something else, and what comes after.
#![expect(clippy::expect_used, reason = "a helper of a test may fail loudly")]

mod common {
    pub mod desk;
}

use common::desk::{Desk, at, manager, worker};
use dutydesk::app::Screen;
use dutydesk::app::msg::Msg;
use dutydesk::app::overlay::Overlay;
use dutydesk::app::screens::intake::IntakeScreen;
use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{ContactKind, Route, Source};
use dutydesk::domain::command::Command;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::deed::{DeedId, FieldId};
use dutydesk::domain::event::Ending;
use dutydesk::domain::ids::ContactId;
use dutydesk::domain::intake::{Answer, Basis};
use dutydesk::domain::query::{Asker, Query, haystack};
use dutydesk::domain::schema::{self, QuestionId};
use dutydesk::domain::way::{self, Channel};
use dutydesk::port::Reply;

fn intake(desk: &Desk) -> &IntakeScreen {
    desk.app.intake.as_ref().expect("a call on screen")
}

fn id(desk: &Desk) -> ContactId {
    intake(desk).id().expect("a number")
}

fn contact(desk: &Desk, id: ContactId) -> Contact {
    let history = desk.record.contacts.get(&id).expect("the contact").clone();
    Contact::from_history(id, history).expect("a beginning")
}

fn running(contact: &Contact) -> Vec<ClockId> {
    contact.running().iter().map(|clock| clock.deadline.clock).collect()
}

fn due(contact: &Contact, id: ClockId) -> Option<dutydesk::domain::when::Moment> {
    contact.clocks.iter().find(|c| c.deadline.clock == id).and_then(|c| c.deadline.due())
}

fn shown_by(filter: &str, contact: &Contact) -> bool {
    let row = contact.summary();
    let asker = Asker { now: at("2026-11-24T14:30"), me: "Jo Testerby" };
    Query::parse(filter).matches(&row, &haystack(&row), &asker)
}

/// A filed call of a school about one child.
fn filed() -> Desk {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 2 enter \"Pat Mockford\" enter \"01632 960201\" enter");
    desk.keys("ctrl-g 2 \"Ash\" enter \"Sampleton\" enter ctrl-g 3 \"Bruise on arm\" enter \"Saw it\"");
    desk.keys("ctrl-s ctrl-s enter");
    desk
}

/// A filed consultation.
fn consulted() -> Desk {
    let mut desk = Desk::new("2026-11-24T10:00");
    desk.keys("N c 3 a enter \"Sam Dummerton\" enter \"01632 960202\" enter");
    desk.keys("ctrl-g 3 \"Weight loss, unsure\" enter \"Lost weight since June\"")
        .keys("ctrl-s ctrl-s enter");
    desk
}

#[test]
fn every_way_starts_with_two_keys_and_says_how_the_contact_came() {
    for (keys, channel, kind) in [
        ("f2", Channel::Telephone, ContactKind::Referral),
        ("N t", Channel::Telephone, ContactKind::Referral),
        ("N c", Channel::Telephone, ContactKind::Consultation),
        ("N w", Channel::Form, ContactKind::Referral),
        ("N p", Channel::Police, ContactKind::Referral),
        ("f10 e", Channel::Edt, ContactKind::Referral),
        ("N i", Channel::InPerson, ContactKind::Referral),
    ] {
        let mut desk = Desk::new("2026-11-24T14:10");
        desk.keys(keys);
        let told = &intake(&desk).draft.intake;
        assert_eq!((way::channel(told), told.kind), (Some(channel), kind), "{keys}");
        assert!(desk.app.overlays.is_empty(), "{keys}");
    }
}

#[test]
fn the_start_menu_opens_over_a_call_too_and_esc_goes_back_to_the_word() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-g 3 \"Left al\" f10 esc \"one\"");
    assert_eq!(intake(&desk).draft.intake.answers.text(QuestionId::Concern), "Left alone");
}

#[test]
fn a_written_referral_counts_from_its_own_receipt_and_owes_nothing_in_writing() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("N w \"09:40\" enter 2 enter \"Pat Mockford\" enter ctrl-g 3 \"Bruise\" enter ctrl-s ctrl-s");
    assert!(desk.app.overlays.is_empty(), "nobody is listening: there is nothing to say");
    let contact = desk.only();
    assert_eq!(contact.received.received, at("2026-11-24T14:10"));
    assert_eq!(contact.received.receipt(), at("2026-11-24T09:40"));
    let clocks = running(&contact);
    assert!(!clocks.contains(&ClockId::Written24h) && !clocks.contains(&ClockId::Written48h), "{clocks:?}");
    assert_eq!(due(&contact, ClockId::WrittenNextSteps), Some(at("2026-11-25T09:40")));
    assert_eq!(due(&contact, ClockId::FeedbackFirst), Some(at("2026-11-25T09:40")));
    assert!(
        !schema::places(contact.intake(), schema::Step::Caller)
            .contains(&schema::Place::call(QuestionId::WrittenPromised))
    );
    desk.keys("p");
    assert!(desk.notice().contains("written referral"), "{}", desk.notice());
}

#[test]
fn the_hour_that_comes_twice_is_asked_about_and_moves_no_clock() {
    let mut desk = Desk::new("2026-10-25T09:00");
    desk.keys("N w \"01:30\" enter 2 enter ctrl-g 3 \"Bruise\" ctrl-s ctrl-s");
    let contact = desk.only();
    assert_eq!(contact.received.receipt(), at("2026-10-25T09:00"), "it is not guessed");
    // The answer is amended: refused until it is said which of the two.
    desk.keys("enter 2 i").keys("ctrl-u \"01:30\" tab \"read again\" ctrl-s");
    assert!(desk.notice().contains("happens twice"), "{}", desk.notice());
    desk.keys("shift-tab ctrl-u \"01:30 BST\" ctrl-s");
    assert_eq!(desk.only().received.receipt(), at("2026-10-25T01:30:00+01:00"));
    assert_eq!(due(&desk.only(), ClockId::FeedbackFirst), Some(at("2026-10-26T00:30")));
}

#[test]
fn a_handover_keeps_both_receipts_and_is_acknowledged_by_name() {
    let mut desk = Desk::new("2026-11-24T08:50");
    desk.keys("N e \"yesterday 22:40\" enter \"Robin Dummerton\" enter 6 enter");
    desk.keys("ctrl-g 3 \"Found alone at night\" enter ctrl-s ctrl-s");
    let contact = desk.only();
    assert_eq!(contact.received.received, at("2026-11-24T08:50"));
    assert_eq!(contact.received.receipt(), at("2026-11-23T22:40"));
    assert_eq!(due(&contact, ClockId::FeedbackFirst), Some(at("2026-11-24T22:40")));
    assert!(shown_by("handover", &contact) && !shown_by("-handover", &contact));
    assert!(desk.app.hints().here.iter().any(|hint| hint.key == "H"), "the hint line offers it");
    desk.keys("H ctrl-s");
    let contact = desk.only();
    assert_eq!(contact.acknowledged.as_ref().map(|done| done.by.as_str()), Some("Jo Testerby"));
    assert!(!shown_by("handover", &contact));
    desk.keys("H");
    assert!(desk.notice().contains("acknowledged"), "{}", desk.notice());
}

#[test]
fn a_police_notification_is_prepared_and_reviewed_daily() {
    let mut desk = Desk::new("2026-11-27T09:10");
    desk.keys("N p ctrl-g 3 \"Call to an address\" ctrl-s ctrl-s");
    let contact = desk.only();
    assert_eq!(schema::source(contact.intake()), Some(Source::Police));
    assert!(contact.intake().answers.has_code(QuestionId::Harm, "domestic-abuse"));
    assert_eq!(
        due(&contact, ClockId::DaReview),
        Some(at("2026-11-30T09:10")),
        "Friday 09:10 to Monday 09:10"
    );
    assert!(!running(&contact).contains(&ClockId::Written24h));
    assert!(shown_by("police", &contact));
}

#[test]
fn a_consultation_on_the_telephone_becomes_a_referral_at_the_moment_of_agreeing() {
    let mut desk = Desk::new("2026-11-24T10:00");
    desk.keys("N c 3 a enter \"Sam Dummerton\" enter ctrl-g 3 \"Weight loss\" enter \"Thin\"");
    desk.clock("2026-11-24T10:12").keys("ctrl-d y \"Ash\" enter");
    let draft = &intake(&desk).draft;
    assert_eq!((draft.intake.kind, draft.started), (ContactKind::Referral, at("2026-11-24T10:12")));
    desk.keys("ctrl-s ctrl-s");
    let contact = desk.only();
    assert_eq!(contact.received.received, at("2026-11-24T10:12"));
    assert_eq!(contact.received.consulted.map(|c| c.began), Some(at("2026-11-24T10:00")));
    assert_eq!(contact.intake().children[0].text(QuestionId::ChildForename), "Ash");
    assert_eq!(contact.intake().opening(), "Thin");
    assert!(running(&contact).contains(&ClockId::FeedbackFirst));
    assert!(!running(&contact).contains(&ClockId::Consultation));
}

#[test]
fn a_referral_on_the_telephone_is_not_converted() {
    let mut desk = Desk::new("2026-11-24T10:00");
    desk.keys("f2 ctrl-d");
    assert!(desk.app.overlays.is_empty());
    assert!(desk.notice().contains("one already"), "{}", desk.notice());
}

#[test]
fn a_filed_consultation_and_its_referral_are_linked_both_ways_and_keep_their_own_clocks() {
    let mut desk = consulted();
    let first = desk.only().id;
    desk.clock("2026-11-24T15:00").keys("v");
    let draft = &intake(&desk).draft;
    assert_eq!(draft.intake.kind, ContactKind::Referral);
    assert_eq!(draft.intake.answers.text(QuestionId::CallerPhone), "01632 960202");
    assert_eq!(draft.intake.opening(), "Lost weight since June");
    let second = id(&desk);
    assert!(contact(&desk, first).converted.is_none(), "a draft may still be given up");
    desk.keys("\"Ash\" enter ctrl-s ctrl-s");
    let (consultation, referral) = (contact(&desk, first), contact(&desk, second));
    assert_eq!(consultation.converted, Some(second));
    assert_eq!(referral.received.consulted.and_then(|c| c.contact), Some(first));
    assert_eq!(referral.received.received, at("2026-11-24T15:00"));
    assert_eq!(running(&consultation), [ClockId::Consultation]);
    assert!(running(&referral).contains(&ClockId::Stage1Decision));
    desk.keys("enter").app.board.select(first);
    desk.keys("v");
    assert!(desk.notice().contains("once") || desk.notice().contains("already"), "{}", desk.notice());
}

#[test]
fn a_child_of_another_authority_and_an_open_case_start_their_clocks() {
    let mut desk = Desk::new("2026-11-24T10:00");
    desk.keys("f2 6 enter ctrl-g 2 \"Ash\"");
    let place = |id| dutydesk::domain::schema::Place {
        question: id,
        subject: dutydesk::domain::intake::Subject::Child(0),
    };
    let now = desk.app.now;
    for question in [QuestionId::ChildElsewhere, QuestionId::ChildOpen] {
        let screen = desk.app.intake.as_mut().expect("a call");
        screen.go(schema::Step::Child, Some(place(question)), now);
        desk.keys("y space");
    }
    desk.keys("ctrl-g 3 \"Moved in last week\" ctrl-s ctrl-s");
    let contact = desk.only();
    assert_eq!(due(&contact, ClockId::CrossBoundary), Some(at("2026-11-25T10:00")));
    assert_eq!(due(&contact, ClockId::Written48h), Some(at("2026-11-26T10:00")));
    assert_eq!(due(&contact, ClockId::Written24h), None, "an open case: only the 48 hours");
}

#[test]
fn late_information_is_marked_by_its_basis_and_opens_the_decision_again() {
    let mut desk = filed();
    desk.keys("d n tab \"explained\" ctrl-s");
    assert_eq!(desk.only().route(), Some(Route::Nfa));
    desk.clock("2026-11-24T16:00").keys("I \"the school\" tab ctrl-u \"15:20\" tab \"A second bruise\"");
    desk.keys("tab \"He said dad did it\" tab \"the friend\" tab \"Not an accident\" ctrl-s");
    let contact = desk.only();
    let told = &contact.information[0];
    assert_eq!((told.from.as_str(), told.received), ("the school", at("2026-11-24T15:20")));
    let lines: Vec<(Basis, &str)> = told.lines.iter().map(|l| (l.basis, l.text.as_str())).collect();
    assert_eq!(
        lines,
        [
            (Basis::Seen, "A second bruise"),
            (Basis::Told, "He said dad did it"),
            (Basis::Opinion, "Not an accident")
        ]
    );
    assert_eq!(told.lines[1].told_by, "the friend");
    assert!(contact.reconsider.is_some() && shown_by("reconsider", &contact));
    assert_eq!(contact.intake().opening(), "Saw it", "what was filed stays as it was");
    desk.keys("d s tab \"a second injury\" ctrl-s");
    let contact = desk.only();
    assert!(contact.reconsider.is_none());
    assert_eq!(contact.decisions.len(), 2, "the first decision is kept");
}

#[test]
fn a_decision_that_was_looked_at_again_may_stand() {
    let mut desk = filed();
    desk.keys("K");
    assert!(desk.app.overlays.is_empty(), "nothing is new");
    desk.keys("d n tab \"explained\" ctrl-s I \"the GP\" tab tab \"Old scar\" ctrl-s");
    assert!(desk.only().reconsider.is_some());
    desk.keys("K \"the scar was known\" ctrl-s");
    let contact = desk.only();
    assert!(contact.reconsider.is_none());
    assert_eq!(contact.route(), Some(Route::Nfa));
    assert!(contact.history.iter().any(|r| r.event.kind() == "decision-kept"));
}

#[test]
fn a_closed_contact_comes_back_when_something_new_is_told() {
    let mut desk = filed();
    desk.keys("d n tab \"explained\" tab \"Lee Mockford\" ctrl-s c \"r\" tab \"told\" ctrl-s p tab tab \"waived\" ctrl-s");
    let mut contact = desk.only();
    let now = at("2026-11-24T14:20");
    let general = common::desk::general();
    let decide = |contact: Contact, command| {
        let events = dutydesk::domain::decide::decide(&contact, &command, &manager(), &general, now);
        contact.then(events.expect("accepted"))
    };
    for clock in contact.clone().running() {
        let (clock, subject) = (clock.deadline.clock, clock.deadline.subject.clone());
        let met = match clock {
            ClockId::WrittenNextSteps => Command::Record {
                deed: DeedId::NextSteps,
                typed: vec![(FieldId::Why, "nothing more".into())],
            },
            clock => Command::MeetDuty { clock, subject, how: "posted".into() },
        };
        contact = decide(contact, met);
    }
    assert!(!contact.is_open(), "{:?}", running(&contact));
    let line = dutydesk::domain::intake::NarrativeLine {
        text: "Seen with a cut".into(),
        basis: Basis::Seen,
        told_by: String::new(),
    };
    let told = Command::AddInformation { from: "a neighbour".into(), received: now, lines: vec![line] };
    assert!(decide(contact, told).summary().open);
}

#[test]
fn a_call_about_a_known_contact_ends_in_it_and_its_number_points_there() {
    let mut desk = filed();
    let known = desk.only().id;
    desk.keys(
        "f2 1 b enter \"Lee Fakeley\" enter ctrl-g 3 \"Shouting\" enter \"Heard shouting\" f4 \"blue door\"",
    );
    let call = id(&desk);
    desk.keys("ctrl-x a").text(&known.to_string()).keys("ctrl-s");
    assert_eq!(desk.app.screen, Screen::Board);
    assert_eq!(desk.record.contacts.len(), 1);
    assert_eq!(desk.record.pointers, [(call, known)]);
    assert!(desk.record.drafts.is_empty());
    let contact = desk.only();
    let (number, told) = contact.information[0].call.as_ref().expect("the call");
    assert_eq!(*number, call);
    assert_eq!(told.intake.answers.text(QuestionId::CallerName), "Lee Fakeley");
    assert_eq!(told.intake.notes[0].text, "blue door", "the note in hand is kept");
    assert_eq!(contact.information[0].lines[0].text, "Heard shouting");
    assert!(desk.notice().contains(&known.to_string()), "{}", desk.notice());
}

#[test]
fn a_call_is_not_attached_to_a_contact_that_is_not_there() {
    let mut desk = filed();
    desk.keys("f2 ctrl-g 3 \"Shouting\" ctrl-f \"nonsense\" ctrl-s");
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Form(form)) if form.error.is_some()));
    desk.keys("esc");
    assert_eq!(intake(&desk).draft.intake.answers.text(QuestionId::Concern), "Shouting");
}

#[test]
fn a_referrer_who_chases_is_counted_and_no_clock_stops() {
    let mut desk = filed();
    let before = running(&desk.only());
    desk.keys("C \"asked whether anyone had decided\" ctrl-s");
    assert!(desk.notice().contains("c tells the referrer"), "{}", desk.notice());
    desk.keys("C \"asked again\" ctrl-s");
    let contact = desk.only();
    assert_eq!(contact.feedback.chased, 2);
    assert_eq!(running(&contact), before);
    assert!(shown_by("chased", &contact));
    desk.keys("c \"r\" tab \"told\" ctrl-s");
    assert!(desk.only().feedback.told.is_some());
}

#[test]
fn a_silent_call_ends_in_two_keys() {
    for (key, reason) in
        [("s", Ending::Silent), ("r", Ending::RangOff), ("w", Ending::WrongNumber), ("d", Ending::Duplicate)]
    {
        let mut desk = Desk::new("2026-11-24T14:10");
        desk.keys("f2 ctrl-x").keys(key);
        assert_eq!(desk.app.screen, Screen::Board, "{key}");
        assert!(desk.record.drafts.is_empty());
        assert_eq!(desk.record.discarded[0].1, reason.label());
        assert!(desk.record.kept.is_empty(), "there was no word to keep");
    }
}

#[test]
fn a_call_that_breaks_off_is_filed_with_its_gaps() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-g 3 \"Crying child\" f4 \"line went dead\" ctrl-x r");
    assert_eq!(desk.app.screen, Screen::Board);
    assert!(desk.app.overlays.is_empty(), "nobody is on the line any more");
    let contact = desk.only();
    assert_eq!(contact.received.ending, Some(Ending::RangOff));
    assert_eq!(contact.intake().notes[0].text, "line went dead");
    assert!(!schema::gaps(contact.intake()).is_empty());
    assert!(desk.notice().contains("open"), "{}", desk.notice());
}

#[test]
fn a_call_that_is_not_filed_keeps_every_word_beside_its_reason() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-g 3 \"Noise next door\" f4 \"wants the council\" ctrl-x w");
    assert!(desk.record.contacts.is_empty());
    assert_eq!(desk.record.discarded[0].1, "Wrong number");
    let kept = &desk.record.kept[0];
    assert_eq!(kept.intake.answers.text(QuestionId::Concern), "Noise next door");
    assert_eq!(kept.note_in_hand, "wants the council");
}

#[test]
fn another_reason_is_typed() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-x o ctrl-s");
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Form(form)) if form.error.is_some()));
    desk.keys("\"fax machine\" ctrl-s");
    assert_eq!(desk.record.discarded[0].1, "fax machine");
}

#[test]
fn esc_in_the_menu_goes_on_with_the_call() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-g 3 \"Left\" ctrl-x esc \" alone\"");
    assert_eq!(intake(&desk).draft.intake.answers.text(QuestionId::Concern), "Left alone");
    assert!(desk.record.discarded.is_empty());
}

#[test]
fn a_parked_call_is_gone_back_to_at_its_word_and_nothing_of_one_shows_in_the_other() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-g 3 \"First conc\"");
    let first = id(&desk);
    desk.clock("2026-11-24T14:14").keys("f2");
    assert!(desk.notice().contains("F11"), "{}", desk.notice());
    assert!(way::is_untouched(&intake(&desk).draft.intake));
    desk.keys("ctrl-g 3 \"Second\" f4 \"secret note\"");
    let second = id(&desk);
    let head = |desk: &Desk, id| desk.app.board.drafts.iter().find(|d| d.id == id).cloned().expect("a row");
    assert_eq!(head(&desk, first).parked, Some(at("2026-11-24T14:14")));
    assert_eq!(head(&desk, second).parked, None);
    desk.keys("f4 f11 \"ern\"");
    let screen = intake(&desk);
    assert_eq!(screen.id(), Some(first));
    assert_eq!(screen.draft.intake.answers.text(QuestionId::Concern), "First concern");
    assert_eq!(screen.note.text(), "");
    desk.wait(1000);
    assert_eq!(head(&desk, first).parked, None);
    assert_eq!(head(&desk, second).parked, Some(at("2026-11-24T14:14")));
    for (id, own, other) in [(first, "First concern", "Second"), (second, "Second", "First")] {
        let text = format!("{:?}", desk.record.drafts[&id]);
        assert!(text.contains(own) && !text.contains(other), "{text}");
    }
    assert!(!format!("{:?}", desk.record.drafts[&first]).contains("secret"));
}

#[test]
fn a_parked_call_goes_on_with_what_another_terminal_typed_since() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-g 3 \"Left alone\" esc");
    assert!(desk.app.intake.is_none(), "once it is in the record it is let go of");
    let call = *desk.record.drafts.keys().next().expect("the call");
    let theirs = desk.record.drafts.get_mut(&call).expect("the call");
    theirs.intake.answers.set(QuestionId::Concern, Answer::text("Left alone since noon"));
    desk.record.held.push(call);
    desk.keys("enter");
    assert_eq!(desk.app.screen, Screen::Board);
    assert!(desk.notice().contains("on another terminal"), "{}", desk.notice());
    desk.record.held.clear();
    desk.keys("enter");
    assert_eq!(intake(&desk).draft.intake.answers.text(QuestionId::Concern), "Left alone since noon");
    desk.keys("esc");
    assert_eq!(desk.record.drafts[&call].parked, Some(at("2026-11-24T14:10")));
}

#[test]
fn what_could_not_be_saved_here_is_in_the_notes_of_the_call_taken_back() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-g 3 \"Left alone\"").wait(1000);
    let call = id(&desk);
    let mut theirs = desk.record.drafts[&call].clone();
    theirs.intake.answers.set(QuestionId::Concern, Answer::text("Left alone since noon"));
    desk.record.broken = true;
    desk.keys("\" at night\"").wait(1000);
    desk.record.broken = false;
    desk.msg(Msg::Store(Reply::DraftOpened(Box::new(theirs))));
    let resumed = intake(&desk).draft.intake.clone();
    assert_eq!(resumed.answers.text(QuestionId::Concern), "Left alone since noon");
    assert!(resumed.notes[0].text.contains("Left alone at night"), "{:?}", resumed.notes);
    assert_eq!(desk.record.drafts[&call].intake, resumed, "and saved");
}

#[test]
fn words_that_stand_only_here_are_not_put_aside_for_another_call() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-g 3 \"Left alone\"").wait(1000);
    let call = id(&desk);
    let theirs = desk.record.drafts.get_mut(&call).expect("the call");
    theirs.intake.answers.set(QuestionId::Concern, Answer::text("Left alone since noon"));
    desk.record.held.push(call);
    desk.keys("\" at night\"").wait(1000);
    desk.keys("f2");
    assert!(desk.notice().contains("only here"), "{}", desk.notice());
    assert_eq!(intake(&desk).draft.intake.answers.text(QuestionId::Concern), "Left alone at night");
    desk.keys("esc T \"they rang me\" ctrl-s");
    let both = &intake(&desk).draft.intake;
    assert_eq!(both.answers.text(QuestionId::Concern), "Left alone since noon");
    assert!(both.notes[0].text.contains("Left alone at night"), "{:?}", both.notes);
}

#[test]
fn enter_alone_answers_no_choice_and_a_letter_an_arrow_or_space_does() {
    let parents = |keys: &str| {
        let mut desk = Desk::new("2026-11-24T14:10");
        desk.keys(&format!("f2 ctrl-g 6 {keys}"));
        let told = &intake(&desk).draft;
        assert_ne!(
            told.cursor.place.map(|place| place.question),
            Some(QuestionId::ParentsInformed),
            "{keys}"
        );
        told.intake.answers.text(QuestionId::ParentsInformed).to_owned()
    };
    assert_eq!(parents("enter"), "");
    assert_eq!(parents("tab"), "");
    for (keys, answer) in [
        ("y enter", "yes"),
        ("n enter", "no"),
        ("up enter", "yes"),
        ("down enter", "no"),
        ("home enter", "yes"),
        ("space enter", "yes"),
        ("right space enter", "no"),
    ] {
        assert_eq!(parents(keys), answer, "{keys}");
    }
    let records = |keys: &str| {
        let mut desk = Desk::new("2026-11-24T14:10");
        desk.keys(&format!("f2 ctrl-g 7 {keys} enter"));
        intake(&desk).draft.intake.children[0].text(QuestionId::RecordsChild).to_owned()
    };
    assert_eq!([records("l"), records("l l"), records("l l l")], ["no-trace", "known", "no-trace"]);
}

#[test]
fn with_several_parked_calls_the_key_shows_the_list() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-g 3 \"One\" f2 ctrl-g 3 \"Two\" f2 ctrl-g 3 \"Three\" f11");
    let Some(Overlay::Menu(menu)) = desk.app.overlays.last() else { panic!("the list") };
    assert_eq!(menu.rows.len(), 2);
    assert!(menu.rows[1].label.contains("Two"), "{menu:?}");
    desk.keys("2");
    assert_eq!(intake(&desk).draft.intake.answers.text(QuestionId::Concern), "Two");
    assert_eq!(desk.record.drafts.len(), 3);
}

#[test]
fn parked_calls_outlive_the_program() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-g 3 \"First concern\" f2 ctrl-g 3 \"Sec\"").wait(1000);
    let mut desk = desk.reopened("2026-11-24T14:30", worker());
    assert_eq!(desk.app.board.order.len(), 2);
    desk.keys("f11 2 \"ond\"");
    assert_eq!(intake(&desk).draft.intake.answers.text(QuestionId::Concern), "Second");
    desk.keys("f11");
    assert_eq!(intake(&desk).draft.intake.answers.text(QuestionId::Concern), "First concern");
}

#[test]
fn a_call_of_a_living_terminal_is_taken_over_only_with_a_reason() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-g 3 \"Theirs\"").wait(1000);
    let call = id(&desk);
    let mut desk = desk.reopened("2026-11-24T14:30", worker());
    desk.record.held.push(call);
    desk.keys("home T");
    assert!(desk.app.overlays.is_empty(), "not before it is known that another terminal has it");
    desk.keys("enter");
    assert!(desk.notice().contains('T'), "{}", desk.notice());
    assert_eq!(desk.app.screen, Screen::Board);
    desk.keys("T ctrl-s");
    assert!(desk.record.taken_over.is_empty(), "a reason is needed");
    desk.keys("\"they went home\" ctrl-s");
    assert_eq!(desk.record.taken_over, [(call, "they went home".to_owned())]);
    assert_eq!(intake(&desk).draft.intake.answers.text(QuestionId::Concern), "Theirs");
}

#[test]
fn a_failed_filing_of_a_broken_off_call_keeps_it_on_screen() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-g 3 \"Crying child\"");
    desk.record.broken = true;
    desk.keys("ctrl-x r");
    assert_eq!(intake(&desk).draft.intake.answers.text(QuestionId::Concern), "Crying child");
    desk.record.broken = false;
    desk.keys("ctrl-x r");
    assert_eq!(desk.only().received.ending, Some(Ending::RangOff));
}
