//! Stage 2, and the section 17 assessment.

use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{Rating, Route};
use dutydesk::domain::command::Command;
use dutydesk::domain::deed::{DeedId, FieldId as F, read};
use dutydesk::domain::event::Told;
use dutydesk::domain::schema::QuestionId as Q;

use super::super::common::after::{Story, allocate, deed, rang, rate, referral, route, route_to};
use super::super::common::desk::worker;

#[test]
fn a_stage_2_over_a_weekend_hastens_when_it_grows_red_and_ends_in_an_assessment() {
    let mut story = Story::filed("2026-11-27T14:00", referral("3A", &[(Q::Consent, "given")], &[]));
    let why = story.refuses(&worker(), "2026-11-27T14:05", &route(Route::Stage2));
    assert!(why.contains("Rate it red, amber or green first"), "{why}");
    let ask = |agency: &str| deed(DeedId::AskAgency, &[(F::Agency, agency), (F::Ground, "consent")]);
    let why = story.refuses(&worker(), "2026-11-27T14:05", &ask("Health"));
    assert!(why.contains("Decide Stage 2 first"), "{why}");
    story
        .worker("2026-11-27T14:10", &rate(Rating::Amber))
        .manager("2026-11-27T14:20", &route(Route::Stage2))
        .worker("2026-11-27T14:30", &ask("Health"))
        .worker("2026-11-27T15:20", &ask("Educ"))
        .runs(&[
            "feedback-first Sat 28 Nov 14:00",
            "written-24h Sat 28 Nov 14:00",
            "written-48h Sun 29 Nov 14:00",
            "agency-return Health Mon 30 Nov 12:55",
            "agency-return Education and schools Mon 30 Nov 13:45",
            "stage2-decision Mon 30 Nov 17:20",
        ])
        .worker("2026-11-27T16:00", &rang(Told::Undecided))
        .worker("2026-11-27T16:05", &Command::WaiveWritten { reason: "the GP has sent the record".into() })
        .worker(
            "2026-11-30T09:30",
            &deed(DeedId::AgencyReturn, &[(F::Agency, "Health"), (F::Heightens, "yes")]),
        )
        .worker("2026-11-30T10:00", &deed(DeedId::Heightened, &[(F::Rating, "red")]))
        // Counted again from the request and from receipt: both times have passed, and the row says so.
        .runs(&["agency-return Education and schools Fri 27 Nov 17:20", "stage2-decision Fri 27 Nov 18:00"]);
    assert!(read::awaited(&story.contact).all(|asked| asked.hurry), "to be told to hurry");
    story.worker("2026-11-30T10:05", &deed(DeedId::AgencyChased, &[]));
    assert!(read::awaited(&story.contact).all(|asked| !asked.hurry && asked.chased == 1));
    story
        .worker("2026-11-30T10:40", &deed(DeedId::AgencyReturn, &[]))
        .worker("2026-11-30T11:00", &deed(DeedId::Recommended, &[(F::Route, "s17")]))
        .manager("2026-11-30T11:30", &route_to(Route::S17, "Assessment team"))
        .manager("2026-11-30T12:00", &allocate("Kit Exemplar"))
        .runs(&[
            "outcome-referrer Tue 1 Dec 17:20",
            "outcome-family Tue 1 Dec 17:20",
            "family-visit Mon 7 Dec 17:20",
            "oversight Thu 10 Dec 12:00",
        ])
        .letter("2026-12-01T10:00", ClockId::OutcomeReferrer)
        .letter("2026-12-01T10:05", ClockId::OutcomeFamily)
        .worker("2026-12-02T09:00", &deed(DeedId::VisitArranged, &[(F::At, "2026-12-04T15:30")]))
        .worker("2026-12-03T09:00", &deed(DeedId::AssessmentStep, &[(F::Step, "health")]))
        .manager("2026-12-10T09:00", &deed(DeedId::Oversight, &[]));
    story.ends(&[
        "feedback-first: Fri 27 Nov 14:00 to Sat 28 Nov 14:00 - Fri 27 Nov 16:00 feedback-given",
        "stage1-decision: Fri 27 Nov 14:00 to Sat 28 Nov 14:00 - Fri 27 Nov 14:20 route-decided",
        "response-decision: Fri 27 Nov 14:00 to Mon 30 Nov 17:20 - Fri 27 Nov 14:20 route-decided",
        "written-24h: Fri 27 Nov 14:00 to Sat 28 Nov 14:00 - Fri 27 Nov 16:05 written-referral-waived, not met",
        "written-48h: Fri 27 Nov 14:00 to Sun 29 Nov 14:00 - Fri 27 Nov 16:05 written-referral-waived, not met",
        "stage2-decision: Fri 27 Nov 14:00 to Fri 27 Nov 18:00 (was Mon 30 Nov 17:20) - Mon 30 Nov 11:30 route-decided",
        "agency-return Health: Fri 27 Nov 14:30 to Mon 30 Nov 12:55 - Mon 30 Nov 09:30 agency-return",
        "agency-return Education and schools: Fri 27 Nov 15:20 to Fri 27 Nov 17:20 (was Mon 30 Nov 13:45) - Mon 30 Nov 10:40 agency-return",
        "outcome-referrer: Mon 30 Nov 11:30 to Tue 1 Dec 17:20 - Tue 1 Dec 10:00 letter",
        "outcome-family: Mon 30 Nov 11:30 to Tue 1 Dec 17:20 - Tue 1 Dec 10:05 letter",
        "family-visit: Mon 30 Nov 12:00 to Mon 7 Dec 17:20 - Wed 2 Dec 09:00 visit-arranged",
        "oversight: Mon 30 Nov 12:00 to Thu 10 Dec 12:00 - Thu 10 Dec 09:00 oversight",
    ]);
}

#[test]
fn a_red_stage_2_never_stops_at_close_and_a_meeting_waits_for_its_slot_after_easter() {
    let mut story = Story::filed("2027-03-25T15:30", referral("8", &[(Q::Consent, "refused")], &[]));
    let ask = |more: &[(F, &str)]| {
        let given: Vec<(F, &str)> = [(F::Agency, "Police")].iter().chain(more).copied().collect();
        deed(DeedId::AskAgency, &given)
    };
    story.worker("2027-03-25T15:40", &rate(Rating::Red)).manager("2027-03-25T15:50", &route(Route::Stage2));
    let why = story.refuses(&worker(), "2027-03-25T16:00", &ask(&[(F::Ground, "consent")]));
    assert!(why.contains("The call says that consent was not given"), "{why}");
    let why = story.refuses(&worker(), "2027-03-25T16:00", &ask(&[(F::Ground, "evidence")]));
    assert!(why.contains("Say why you ask without consent"), "{why}");
    story
        .worker("2027-03-25T16:00", &ask(&[(F::Ground, "evidence"), (F::Why, "A weapon in the house")]))
        .runs(&[
            "feedback-first Fri 26 Mar 15:30",
            "written-24h Fri 26 Mar 15:30",
            "written-48h Sat 27 Mar 15:30",
            "agency-return Police Thu 25 Mar 18:00",
            "stage2-decision Thu 25 Mar 19:30",
        ])
        .worker("2027-03-25T17:00", &deed(DeedId::AgencyReturn, &[]))
        .worker("2027-03-25T17:05", &rang(Told::Undecided))
        .worker("2027-03-25T17:10", &deed(DeedId::MeetingConvened, &[]))
        .runs(&[
            "written-24h Fri 26 Mar 15:30",
            "written-48h Sat 27 Mar 15:30",
            "stage2-decision Thu 25 Mar 19:30",
            "mash-meeting Tue 30 Mar 10:00",
        ]);
    let arrived = story.at("2027-03-27T15:00");
    story
        .worker("2027-03-30T08:50", &Command::RecordWritten { arrived, note: String::new() })
        // From its own arrival, over the spring night of 23 hours.
        .runs(&[
            "written-next-steps Sun 28 Mar 16:00",
            "stage2-decision Thu 25 Mar 19:30",
            "mash-meeting Tue 30 Mar 10:00",
        ])
        .worker("2027-03-30T11:00", &deed(DeedId::MeetingHeld, &[(F::At, "10:00")]))
        .manager("2027-03-30T11:10", &route(Route::EarlyHelp))
        .letter("2027-03-30T14:00", ClockId::OutcomeReferrer)
        .letter("2027-03-31T09:00", ClockId::OutcomeFamily);
    story.ends(&[
        "feedback-first: Thu 25 Mar 15:30 to Fri 26 Mar 15:30 - Thu 25 Mar 17:05 feedback-given",
        "stage1-decision: Thu 25 Mar 15:30 to Fri 26 Mar 15:30 - Thu 25 Mar 15:50 route-decided",
        "response-decision: Thu 25 Mar 15:30 to Tue 30 Mar 17:20 - Thu 25 Mar 15:50 route-decided",
        "written-24h: Thu 25 Mar 15:30 to Fri 26 Mar 15:30 - Tue 30 Mar 08:50 written-referral-arrived",
        "written-48h: Thu 25 Mar 15:30 to Sat 27 Mar 15:30 - Tue 30 Mar 08:50 written-referral-arrived",
        "stage2-decision: Thu 25 Mar 15:30 to Thu 25 Mar 19:30 - Tue 30 Mar 11:10 route-decided",
        "agency-return Police: Thu 25 Mar 16:00 to Thu 25 Mar 18:00 - Thu 25 Mar 17:00 agency-return",
        "mash-meeting: Thu 25 Mar 17:10 to Tue 30 Mar 10:00 - Tue 30 Mar 11:00 meeting-held",
        "written-next-steps: Sat 27 Mar 15:00 to Sun 28 Mar 16:00 - Tue 30 Mar 11:10 route-decided",
        "outcome-referrer: Tue 30 Mar 11:10 to Wed 31 Mar 17:20 - Tue 30 Mar 14:00 letter",
        "outcome-family: Tue 30 Mar 11:10 to Wed 31 Mar 17:20 - Wed 31 Mar 09:00 letter",
    ]);
}

#[test]
fn an_assessment_allocated_before_easter_is_visited_within_five_working_days_of_the_hub() {
    let mut story = Story::filed("2027-03-25T11:00", referral("1A", &[], &[]));
    story
        .worker("2027-03-25T11:10", &rate(Rating::Amber))
        .manager("2027-03-25T12:00", &route(Route::S17))
        .worker("2027-03-25T12:10", &rang(Told::Decided));
    assert!(story.is_running(ClockId::OutcomeReferrer), "this route tells by letter; a call is extra");
    assert!(!story.is_running(ClockId::FamilyVisit), "nobody has it yet");
    story
        .worker("2027-03-25T12:20", &deed(DeedId::FamilyTold, &[]))
        .manager("2027-03-25T16:00", &allocate("Kit Exemplar"))
        .runs(&[
            "outcome-referrer Tue 30 Mar 17:20",
            "outcome-family Tue 30 Mar 17:20",
            "family-visit Mon 5 Apr 17:20",
            // The same local time, though the clocks have changed.
            "oversight Sun 4 Apr 16:00",
        ])
        .letter("2027-03-25T16:30", ClockId::OutcomeReferrer)
        .letter("2027-03-25T16:30", ClockId::OutcomeFamily)
        .worker("2027-03-30T09:00", &deed(DeedId::VisitArranged, &[(F::At, "2027-04-01T15:30")]))
        .manager("2027-04-02T10:00", &deed(DeedId::Oversight, &[]));
    story.ends(&[
        "feedback-first: Thu 25 Mar 11:00 to Fri 26 Mar 11:00 - Thu 25 Mar 12:10 feedback-given",
        "stage1-decision: Thu 25 Mar 11:00 to Fri 26 Mar 11:00 - Thu 25 Mar 12:00 route-decided",
        "response-decision: Thu 25 Mar 11:00 to Tue 30 Mar 17:20 - Thu 25 Mar 12:00 route-decided",
        "outcome-referrer: Thu 25 Mar 12:00 to Tue 30 Mar 17:20 - Thu 25 Mar 16:30 letter",
        "outcome-family: Thu 25 Mar 12:00 to Tue 30 Mar 17:20 - Thu 25 Mar 16:30 letter",
        "family-visit: Thu 25 Mar 16:00 to Mon 5 Apr 17:20 - Tue 30 Mar 09:00 visit-arranged",
        "oversight: Thu 25 Mar 16:00 to Sun 4 Apr 16:00 - Fri 2 Apr 10:00 oversight",
    ]);
}
