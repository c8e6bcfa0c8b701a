//! Stage 2 and Stage 3: agencies, heightened concern, meetings.

use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{Rating, Route};
use dutydesk::domain::deed::{DeedId, FieldId as F, read};
use dutydesk::domain::event::Event;
use dutydesk::domain::schema::QuestionId as Q;

use super::super::common::after::{Story, deed, rate, referral, route, undo};
use super::super::common::desk::worker;
use super::fits::{NOW, decided, fits, referred};

fn ask(agency: &str) -> dutydesk::domain::command::Command {
    deed(DeedId::AskAgency, &[(F::Agency, agency)])
}

#[test]
fn nobody_is_asked_before_stage_2_and_nobody_twice_while_awaited() {
    let mut story = referred();
    let why = story.refuses(&worker(), NOW, &ask("Health"));
    assert_eq!(why, "Decide Stage 2 first: it says that agencies are asked, and sets their times.");
    story.manager(NOW, &route(Route::Stage2)).worker(NOW, &ask("heal"));
    let why = story.refuses(&worker(), NOW, &ask("Health"));
    assert_eq!(why, "Health is awaited already: chase it instead.");
    story.worker(NOW, &ask("Scouts of Testshire"));
    let names: Vec<&str> = read::awaited(&story.contact).map(|asked| asked.agency).collect();
    assert_eq!(names, ["Health", "Scouts of Testshire"], "any agency by its name");
}

#[test]
fn consent_that_was_refused_or_not_sought_is_no_ground_and_every_other_ground_says_why() {
    for kept in ["refused", "not-sought"] {
        let mut story = Story::filed("2026-11-24T10:00", referral("3A", &[(Q::Consent, kept)], &[]));
        story
            .worker("2026-11-24T10:05", &rate(Rating::Amber))
            .manager("2026-11-24T10:10", &route(Route::Stage2));
        let why = story.refuses(&worker(), NOW, &deed(DeedId::AskAgency, &[(F::Ground, "consent")]));
        assert!(why.starts_with("The call says that consent was not given."), "{why}");
        for ground in ["evidence", "reasonable-cause", "prevention"] {
            let without = deed(DeedId::AskAgency, &[(F::Ground, ground)]);
            assert_eq!(story.refuses(&worker(), NOW, &without), "Say why you ask without consent.");
        }
        let reason = (F::Why, "Asking would warn him");
        story.worker(NOW, &deed(DeedId::AskAgency, &[(F::Ground, "prevention"), reason]));
    }
}

#[test]
fn an_answer_stops_the_clock_of_its_own_agency_only() {
    let mut story = decided(Route::Stage2);
    let why = story.refuses(&worker(), NOW, &deed(DeedId::AgencyReturn, &[]));
    assert_eq!(why, "No agency is awaited.");
    let why = story.refuses(&worker(), NOW, &deed(DeedId::AgencyChased, &[]));
    assert_eq!(why, "No agency is awaited.");
    story.worker("2026-11-24T10:20", &ask("Health")).worker("2026-11-24T10:30", &ask("Police"));
    let nameless = deed(DeedId::AgencyReturn, &[]);
    let why = story.refuses(&worker(), NOW, &nameless);
    assert_eq!(why, "Agency: this must be said.", "two are awaited: which is it?");
    let unasked = deed(DeedId::AgencyReturn, &[(F::Agency, "Housing")]);
    let why = story.refuses(&worker(), NOW, &unasked);
    assert_eq!(why, "Agency: \"Housing\" is not one of Health, Police.");
    story.worker(NOW, &deed(DeedId::AgencyReturn, &[(F::Agency, "Police")]));
    assert!(story.due(ClockId::AgencyReturn, Some("Health")).is_some());
    assert!(story.due(ClockId::AgencyReturn, Some("Police")).is_none());
}

#[test]
fn a_second_request_to_the_same_agency_starts_anew_and_the_first_stays() {
    let mut story = fits(DeedId::AgencyReturn);
    story
        .worker("2026-11-24T10:40", &deed(DeedId::AgencyReturn, &[]))
        .worker(NOW, &deed(DeedId::AskAgency, &[(F::Earlier, "")]));
    let lives: Vec<String> =
        story.lives().into_iter().filter(|life| life.starts_with("agency-return")).collect();
    assert_eq!(
        lives,
        [
            "agency-return Health: Tue 24 Nov 10:20 to Tue 24 Nov 16:20 - Tue 24 Nov 10:40 agency-return",
            "agency-return Health: Tue 24 Nov 11:00 to Tue 24 Nov 17:00 - it runs",
        ]
    );
    let asked = read::asked(&story.contact);
    assert_eq!(asked.iter().map(|asked| asked.answer.is_some()).collect::<Vec<_>>(), [true, false]);
    // L222: it carries when they were asked before, without anybody typing it.
    let earlier = asked.last().map(|asked| asked.request.filled.get(F::Earlier));
    assert_eq!(earlier, Some("asked Tue 24 Nov 10:20 about this contact"));
    // The second request taken back: the first and its answer are as they were.
    story.worker(NOW, &undo());
    assert_eq!(read::awaited(&story.contact).count(), 0);
}

#[test]
fn an_answer_taken_back_is_awaited_again_with_its_old_time() {
    let mut story = fits(DeedId::AgencyReturn);
    let due = story.due(ClockId::AgencyReturn, Some("Health"));
    story.worker(NOW, &deed(DeedId::AgencyReturn, &[])).worker(NOW, &undo());
    assert_eq!(story.due(ClockId::AgencyReturn, Some("Health")), due);
    assert_eq!(read::awaited(&story.contact).count(), 1);
}

#[test]
fn heightened_concern_raises_the_rating_hastens_every_agency_and_marks_them_to_be_told() {
    let mut story = decided(Route::Stage2);
    story
        .worker("2026-11-24T10:20", &ask("Health"))
        .worker("2026-11-24T10:30", &ask("Police"))
        .worker("2026-11-24T10:40", &deed(DeedId::AgencyReturn, &[(F::Agency, "Police")]))
        .worker("2026-11-24T10:50", &ask("Housing"));
    let batch = story.contact.version + 1;
    story.worker(NOW, &deed(DeedId::Heightened, &[(F::Rating, "red"), (F::Why, "A weapon was seen")]));
    assert_eq!(story.contact.rating(), Some(Rating::Red));
    let given = story.contact.ratings.last().expect("a rating");
    assert_eq!(given.reason, "A weapon was seen");
    // Two hours of red from each request: neither is later than two hours from the raise.
    assert_eq!(story.due(ClockId::AgencyReturn, Some("Health")), Some(story.at("2026-11-24T12:20")));
    assert_eq!(story.due(ClockId::AgencyReturn, Some("Housing")), Some(story.at("2026-11-24T12:50")));
    assert_eq!(story.due(ClockId::AgencyReturn, Some("Police")), None, "it has answered");
    let hurry: Vec<&str> = read::awaited(&story.contact).filter(|a| a.hurry).map(|a| a.agency).collect();
    assert_eq!(hurry, ["Health", "Housing"]);
    let moved = story.contact.history.iter().filter(|r| r.batch == batch);
    let moved = moved.filter(|r| matches!(r.event, Event::ClockMoved { was: Some(_), .. })).count();
    assert_eq!(moved, 3, "two agencies and the Stage 2 decision, each with its old time");
    let told = deed(DeedId::AgencyChased, &[(F::Agency, "Health"), (F::Said, "Hurry")]);
    story.worker("2026-11-24T11:05", &told);
    let hurry: Vec<&str> = read::awaited(&story.contact).filter(|a| a.hurry).map(|a| a.agency).collect();
    assert_eq!(hurry, ["Housing"], "Health was told");
    assert!(story.due(ClockId::AgencyReturn, Some("Health")).is_some(), "a reminder stops nothing");
    let why = story.refuses(&worker(), "2026-11-24T11:10", &deed(DeedId::Heightened, &[]));
    assert_eq!(why, "It is rated RED already. Chase the agencies that are awaited.");
}

#[test]
fn a_rating_is_raised_only_upward() {
    let mut story = fits(DeedId::Heightened);
    for not_above in ["amber", "green", "blue"] {
        let why = story.refuses(&worker(), NOW, &deed(DeedId::Heightened, &[(F::Rating, not_above)]));
        assert_eq!(why, format!("Raised to: \"{not_above}\" is not one of red."));
    }
}

/// CLOCKS.md section 4, at every half hour of a week with the end of it: whenever an agency was asked and whenever the
/// rating was raised, the new time is counted from the request, is never later than the new allowance from the raise, and
/// the old time stays in the log.
#[test]
fn a_raise_never_leaves_an_agency_more_time_than_the_new_allowance_from_then() {
    for (from, to) in [(Rating::Green, "amber"), (Rating::Green, "red"), (Rating::Amber, "red")] {
        for step in 0..60 {
            let mut story = Story::filed("2026-11-26T08:50", referral("3A", &[(Q::Consent, "given")], &[]));
            story.worker("2026-11-26T08:52", &rate(from)).manager("2026-11-26T08:55", &route(Route::Stage2));
            let asked = story.at("2026-11-26T09:00") + chrono::TimeDelta::minutes(step * 30);
            let raised = asked + chrono::TimeDelta::minutes(17 * (step % 7 + 1));
            let zone = story.protocol.zone;
            story.worker(&zone.iso(asked), &ask("Health"));
            let old = story.due(ClockId::AgencyReturn, Some("Health")).expect("a time");
            story.worker(&zone.iso(raised), &deed(DeedId::Heightened, &[(F::Rating, to)]));
            let new = story.due(ClockId::AgencyReturn, Some("Health")).expect("a time");
            let rating = Rating::from_code(to);
            let timed = story.protocol.timed(ClockId::AgencyReturn, rating).expect("a measure");
            let counted =
                |from| timed.value.due(from, story.protocol.desk(), &mut Vec::new()).expect("a time");
            assert_eq!(
                new,
                counted(asked).min(counted(raised)),
                "{from} to {to}, asked {}",
                zone.short(asked)
            );
            assert!(new <= old, "{from} to {to}: hastened, not put off");
            let clock = story.contact.clocks.iter().find(|c| c.is(ClockId::AgencyReturn, Some("Health")));
            assert_eq!(clock.expect("a clock").earlier, if new == old { vec![] } else { vec![old] });
        }
    }
}

#[test]
fn a_meeting_is_held_only_once_it_was_convened_and_each_convening_has_its_slot() {
    let mut story = referred();
    let held = deed(DeedId::MeetingHeld, &[]);
    let why = story.refuses(&worker(), NOW, &held);
    assert_eq!(why, "No meeting has been convened that was not held.");
    story.worker(NOW, &deed(DeedId::MeetingConvened, &[]));
    assert_eq!(story.due(ClockId::MashMeeting, None), Some(story.at("2026-11-24T14:00")));
    story.worker("2026-11-24T14:40", &held);
    assert!(!story.is_running(ClockId::MashMeeting));
    let why = story.refuses(&worker(), "2026-11-24T14:50", &held);
    assert_eq!(why, "No meeting has been convened that was not held.");
    // Friday after two: the next slot is Monday's.
    story.worker("2026-11-27T14:00", &deed(DeedId::MeetingConvened, &[]));
    assert_eq!(story.due(ClockId::MashMeeting, None), Some(story.at("2026-11-30T10:00")));
}

#[test]
fn that_sensitive_material_exists_is_kept_with_who_has_it_and_nothing_of_it() {
    let fields: Vec<F> = DeedId::Sensitive.deed().fields.iter().map(|field| field.id).collect();
    assert_eq!(fields, [F::Agency, F::Access]);
}
