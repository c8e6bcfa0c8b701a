//! Calls that do not come to a plain end: silent, broken off, two at once.

use dutydesk::app::Screen;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::event::Ending;
use dutydesk::domain::schema::QuestionId as Q;

use super::call::{Call, Expect, clocks};

#[test]
fn a_silent_call_is_two_keys_and_leaves_its_number_and_no_clock() {
    let mut call = Call::start("2026-11-24T03:12", "f2");
    let silent = call.screen().id().expect("a number");
    call.desk.keys("ctrl-x s");
    assert_eq!(call.desk.app.screen, Screen::Board);
    assert_eq!(call.desk.record.discarded, [(silent, Ending::Silent.label().to_owned())]);
    assert!(call.desk.record.contacts.is_empty(), "no clock can run");
    call.desk.keys("f2");
    assert_ne!(call.screen().id(), Some(silent), "a number is never given twice");
}

#[test]
fn a_caller_who_rings_off_in_the_middle_leaves_gaps_and_running_clocks() {
    let mut call = Call::start("2026-11-24T15:40", "f2");
    call.tell(&[
        (Q::CallerSource, "1D"),
        (Q::CallerPhone, "07700 900240"),
        (Q::Concern, "Two boys locked out"),
        (Q::Narrative, "They are on the steps in the rain, he said, and then"),
        (Q::Danger, "yes"),
    ]);
    call.desk.keys("f4 \"busy street behind him\" f4 ctrl-x r");
    let contact = call.desk.only();
    assert_eq!(contact.received.ending, Some(Ending::RangOff));
    assert!(contact.intake().notes.iter().any(|note| note.text == "busy street behind him"));
    let gaps = dutydesk::domain::schema::gaps(contact.intake());
    let gap = |id: Q| gaps.iter().any(|place| place.question == id);
    assert!(gap(Q::CallerName) && gap(Q::ChildForename) && gap(Q::Harm), "{gaps:?}");
    assert!(!gap(Q::Danger) && !gap(Q::CallerPhone), "{gaps:?}");
    assert_eq!(
        clocks(&contact),
        [
            "feedback-first Wed 25 Nov 15:40",
            "stage1-decision Wed 25 Nov 15:40",
            "response-decision Wed 25 Nov 17:20",
        ]
    );
}

#[test]
fn two_calls_taken_by_turns_keep_their_own_words_and_their_own_clocks() {
    let mut call = Call::start("2026-11-24T14:20", "f2");
    call.tell(&[(Q::CallerSource, "2A"), (Q::CallerName, "Pat Mockford"), (Q::ChildForename, "Ash")]);
    let school = call.screen().id().expect("a number");
    call.desk.clock("2026-11-24T14:25").keys("f2");
    call.tell(&[(Q::CallerSource, "1C"), (Q::CallerName, "Noor"), (Q::CallerSafeReach, "at the library")]);
    let child = call.screen().id().expect("a number");
    for (n, (concern, narrative)) in
        [("Bruise ", "Seen at "), ("on arm", "break time")].into_iter().enumerate()
    {
        call.desk.keys("f11");
        assert_eq!(call.screen().id(), Some(school));
        call.tell(&[(Q::Concern, concern), (Q::Narrative, narrative)]);
        call.desk.keys("f11");
        assert_eq!(call.screen().id(), Some(child));
        call.tell(&[(Q::Narrative, ["I am ", "scared"][n])]);
    }
    call.ends(&Expect {
        gaps: &[
            "caller-phone",
            "caller-safe-to-talk",
            "child-forename",
            "child-surname",
            "child-birth",
            "concern",
            "harm",
            "child-where",
            "child-with",
            "medical",
            "danger",
            "others-at-risk",
            "parents-informed",
            "consent",
        ],
        not_asked: &[Q::ChildCollector, Q::WrittenPromised],
        clocks: &[
            "feedback-first Wed 25 Nov 14:25",
            "stage1-decision Wed 25 Nov 14:25",
            "response-decision Wed 25 Nov 17:20",
        ],
        says: &["only in the way you said is safe: at the library."],
        never_says: &["Mockford", "writ"],
        ..Expect::default()
    });
    call.desk.clock("2026-11-24T14:36").keys("f11");
    let told = call.ends(&Expect {
        gaps: &[
            "caller-phone",
            "child-surname",
            "child-birth",
            "harm",
            "child-where",
            "child-with",
            "child-collector",
            "child-collection",
            "medical",
            "danger",
            "others-at-risk",
            "parents-informed",
            "consent",
        ],
        clocks: &[
            "feedback-first Wed 25 Nov 14:20",
            "feedback-school Tue 24 Nov 15:00",
            "stage1-decision Wed 25 Nov 14:20",
            "response-decision Wed 25 Nov 17:20",
            "written-24h Wed 25 Nov 14:20",
            "written-48h Thu 26 Nov 14:20",
        ],
        says: &["I have no number for you", "by 15:00 today"],
        never_says: &["library"],
        ..Expect::default()
    });
    assert_eq!(told.intake().answers.text(Q::Concern), "Bruise on arm");
    assert_eq!(told.intake().opening(), "Seen at break time");
    let other = call.desk.record.contacts.get(&child).expect("the child's call").clone();
    let other = Contact::from_history(child, other).expect("a beginning");
    assert_eq!(other.intake().opening(), "I am scared");
}
