use super::*;
use crate::domain::codes::{Rating, Route};
use crate::domain::human;
use crate::domain::intake::Intake;
use crate::domain::schema::QuestionId;

fn told(event: &Event) -> Sentence {
    sentence(event, Zone::LONDON)
}

fn at(text: &str) -> Moment {
    human::moment(text, Moment::from_millis(0), Zone::LONDON).expect("a time")
}

#[test]
fn a_rating_against_the_suggestion_says_both() {
    let suggested = Suggestion { rating: Rating::Red, reasons: vec!["injury seen by the caller".into()] };
    let event = Event::Rated {
        rating: Rating::Amber,
        reason: "old bruise".into(),
        suggested: Some(suggested.clone()),
    };
    let (headline, detail) = told(&event);
    assert_eq!(headline, "Rated AMBER");
    assert_eq!(detail, "old bruise · suggested was RED: injury seen by the caller");
    let event = Event::Rated { rating: Rating::Red, reason: "bruise".into(), suggested: Some(suggested) };
    assert_eq!(told(&event).1, "bruise", "a suggestion that was followed is not repeated");
}

#[test]
fn a_filed_call_says_where_it_came_from_and_how_long_it_took() {
    let mut intake = Intake::new(ContactKind::Referral);
    intake.about_mut(Subject::Child(1));
    intake.answers.set(QuestionId::CallerSource, Answer::text("2A"));
    let received = at("2026-11-24T14:10");
    let ended = Some(at("2026-11-24T14:17"));
    let event = Event::ContactReceived(Box::new(Received::new(received, ended, intake)));
    assert_eq!(
        told(&event),
        ("Contact received".to_owned(), "from School · 2 children · call of 7 min".to_owned())
    );
}

#[test]
fn a_changed_answer_says_what_it_was_before() {
    let place = Place { question: QuestionId::ChildCollection, subject: Subject::Child(0) };
    let changes = vec![Amendment { place, was: Some(Answer::not_known()), now: Some(Answer::text("15:15")) }];
    let (headline, detail) = told(&Event::AnswersAmended { changes, reason: "school rang".into() });
    assert_eq!(headline, "Answer changed");
    assert_eq!(detail, "Collected at (child 1): 15:15; before: not known yet\nschool rang");
}

#[test]
fn choices_are_told_by_their_labels() {
    let answer_to = |id, value| answer(Place::call(id), &value);
    assert_eq!(answer_to(QuestionId::CallerSource, Answer::text("2A")), "School");
    let harm = Answer::Many(vec!["physical".into(), "neglect".into()]);
    assert_eq!(answer_to(QuestionId::Harm, harm), "Physical, Neglect");
    assert_eq!(answer_to(QuestionId::Concern, Answer::text("2A")), "2A", "text stays as typed");
}

#[test]
fn clocks_say_when_they_are_due_or_why_they_cannot_be_met() {
    let outcome = Outcome::NotAchievable { reason: "3pm had passed when the call came".into() };
    let deadline = Deadline {
        clock: ClockId::FeedbackSchool,
        subject: None,
        start: at("2026-11-24T15:10"),
        outcome,
        because: Vec::new(),
        basis: "L18".into(),
    };
    let (_, detail) = told(&Event::ClockStarted { deadline: deadline.clone(), protocol: "general@1".into() });
    assert_eq!(detail, "cannot be met: 3pm had passed when the call came");
    let outcome = Outcome::Running { due: at("2026-11-25T15:15"), act_by: None };
    let moved = Event::ClockMoved {
        deadline: Deadline { outcome, ..deadline },
        was: Some(at("2026-11-25T15:00")),
        protocol: "general@1".into(),
    };
    assert_eq!(
        told(&moved),
        (
            "Clock moved: Tell the school".to_owned(),
            "due Wed 25 Nov 15:15 · before: Wed 25 Nov 15:00".to_owned()
        )
    );
}

#[test]
fn every_event_has_a_headline() {
    let deadline = Deadline {
        clock: ClockId::Custom,
        subject: Some("Court at ten".into()),
        start: at("2026-11-24T10:00"),
        outcome: Outcome::Running { due: at("2026-11-25T10:00"), act_by: None },
        because: Vec::new(),
        basis: "default".into(),
    };
    let note = String::new;
    let events = [
        Event::RouteDecided { route: Route::S47, rationale: note(), more: Box::default(), waits: false },
        Event::FeedbackGiven { told: Told::Decided, said: note(), talk: Box::default() },
        Event::FeedbackTried { note: note() },
        Event::FeedbackImpossible { reason: note() },
        Event::WrittenReferralArrived { arrived: at("2026-11-24T10:00"), note: note() },
        Event::WrittenReferralWaived { reason: note() },
        Event::NoteAdded { text: note() },
        Event::Allocated { to: "Sam Placeham".into(), team: false, reason: note() },
        Event::HandedBack { from: "Sam Placeham".into(), reason: note() },
        Event::DutyAdded { title: "Court".into(), due: at("2026-11-24T10:00"), reason: note() },
        Event::DutyMet { clock: ClockId::StrategyDiscussion, subject: None, how: note() },
        Event::ClockStarted { deadline, protocol: note() },
        Event::ClockStopped { clock: ClockId::Custom, subject: None, how: note(), met: false },
        Event::Reversed { batch: 4, reason: note() },
    ];
    for event in events {
        let (headline, _) = told(&event);
        assert!(headline.starts_with(char::is_uppercase), "{headline}");
    }
}
