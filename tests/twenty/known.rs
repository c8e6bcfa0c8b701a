//! Calls about children whom the desk knows, or does not know.

use dutydesk::domain::codes::{Rating, Route};
use dutydesk::domain::intake::Subject;
use dutydesk::domain::register::{KnownPerson, Relation, Standing};
use dutydesk::domain::schema::QuestionId as Q;

use super::call::{Call, Expect, clocks, known};

/// What is told first of the child at 12 Placeham Road: the matches are beside it then.
fn tegan(call: &mut Call) {
    call.tell(&[
        (Q::ChildForename, "Tegan"),
        (Q::ChildSurname, "Specimen"),
        (Q::ChildBirth, "30/1/2012"),
        (Q::ChildPostcode, "TE5 7AB"),
    ]);
}

fn stands(standing: Standing) -> Vec<KnownPerson> {
    vec![KnownPerson { standing, ..known("P1", "Tegan", "Specimen", "2012-01-30") }]
}

#[test]
fn a_child_open_to_a_named_worker_is_filled_by_the_link_and_owes_writing_in_two_days_only() {
    let people = stands(Standing { open_to: "Robin Exemplar, Team 4".into(), ..Standing::default() });
    let mut call = Call::knowing("2026-11-24T10:00", people, "f2");
    call.tell(&[
        (Q::CallerSource, "4"),
        (Q::CallerName, "Jo Mockford"),
        (Q::CallerPhone, "01632 960230"),
        (Q::CallerNameUse, "open"),
    ]);
    tegan(&mut call);
    let routes = call.first().ribbon.routes();
    assert_eq!(
        routes,
        [(Route::OpenCase, "Open to Robin Exemplar, Team 4: pass it on at once (L158).".to_owned())]
    );
    call.desk.keys("f3 enter");
    call.tell(&[
        (Q::Concern, "Notice to leave the flat"),
        (Q::Narrative, "Out by Friday"),
        (Q::Harm, "support"),
    ]);
    let contact = call.ends(&Expect {
        gaps: &[
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
        rating: Some((Rating::Green, &["needs support"])),
        clocks: &[
            "feedback-first Wed 25 Nov 10:00",
            "stage1-decision Wed 25 Nov 10:00",
            "response-decision Wed 25 Nov 17:20",
            "written-48h Thu 26 Nov 10:00",
        ],
        says: &["Please send the written referral within 48 hours: by 10:00 on Thu 26 Nov."],
        ..Expect::default()
    });
    let child = &contact.intake().children[0];
    assert!(child.has_code(Q::ChildOpen, "yes"));
    assert_eq!(child.text(Q::ChildWorker), "Robin Exemplar, Team 4");
    assert_eq!(contact.intake().links[0].known, ["Open to Robin Exemplar, Team 4."]);
}

#[test]
fn the_eighty_fourth_day_after_closing_goes_back_to_the_team_and_the_eighty_fifth_does_not() {
    for (closed, days, routes) in [("2026-09-01", 84, &[Route::PreviousTeam][..]), ("2026-08-31", 85, &[])] {
        let people = stands(Standing {
            closed_on: Some(closed.parse().expect("a day")),
            closed_team: "Team 7".into(),
            ..Standing::default()
        });
        let mut call = Call::knowing("2026-11-24T10:00", people, "f2");
        call.tell(&[(Q::CallerSource, "1D")]);
        tegan(&mut call);
        let ribbon = &call.first().ribbon;
        let offered: Vec<Route> = ribbon.routes().into_iter().map(|(route, _)| route).collect();
        assert_eq!(offered, routes, "{days} days");
        let line = ribbon.lines("2026-11-24".parse().expect("a day")).remove(0);
        assert!(line.contains(&format!("Closed {days} days ago")) && line.contains("Team 7"), "{line}");
        call.desk.keys("f3 enter");
        call.tell(&[(Q::Concern, "Seen begging"), (Q::Narrative, "At the station"), (Q::Harm, "neglect")]);
        let contact = call.ends(&Expect {
            gaps: &[
                "caller-name",
                "caller-phone",
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
            rating: Some((Rating::Amber, &["neglect"])),
            clocks: &[
                "feedback-first Wed 25 Nov 10:00",
                "stage1-decision Wed 25 Nov 10:00",
                "response-decision Wed 25 Nov 17:20",
            ],
            ..Expect::default()
        });
        assert!(contact.intake().links[0].known[0].contains(&days.to_string()), "kept with the contact");
        assert!(!contact.intake().children[0].has_code(Q::ChildOpen, "yes"), "a closed child is not open");
    }
}

#[test]
fn a_missing_child_with_an_open_case_has_both_asked() {
    let people =
        stands(Standing { open_to: "Team 4".into(), plan: "Looked after".into(), ..Standing::default() });
    let mut call = Call::knowing("2026-11-24T22:30", people, "f2");
    call.tell(&[(Q::CallerSource, "8"), (Q::CallerName, "Pat Synthley"), (Q::CallerPhone, "01632 960231")]);
    tegan(&mut call);
    call.desk.keys("f3 enter");
    call.tell(&[
        (Q::Concern, "Not back from school"),
        (Q::Narrative, "Last seen at the bus stop"),
        (Q::Harm, "exploitation"),
        (Q::Danger, "not known"),
        (Q::Missing, "yes"),
        (Q::MissingFrom, "care"),
    ]);
    call.ends(&Expect {
        gaps: &[
            "child-where",
            "child-with",
            "child-collector",
            "child-collection",
            "medical",
            "others-at-risk",
            "missing-since",
            "parents-informed",
            "consent",
        ],
        rating: Some((Rating::Amber, &["exploitation", "a child is missing"])),
        clocks: &[
            "feedback-first Wed 25 Nov 22:30",
            "stage1-decision Wed 25 Nov 22:30",
            "response-decision Wed 25 Nov 17:20",
            "written-48h Thu 26 Nov 22:30",
        ],
        says: &["by 17:20 tomorrow, on 01632 960231"],
        ..Expect::default()
    });
}

#[test]
fn a_brother_who_is_known_is_shown_but_not_linked_and_the_search_is_recorded() {
    let people = vec![known("P2", "Rowan", "Specimen", "2009-04-04")];
    let mut call = Call::knowing("2026-11-24T11:30", people, "f2");
    call.tell(&[(Q::CallerSource, "1B"), (Q::CallerName, "Lee Fakeley"), (Q::CallerPhone, "07700 900230")]);
    tegan(&mut call);
    call.tell(&[(Q::ChildAddress, "12 Placeham Road")]);
    assert_eq!(call.found(Subject::Child(0)), [("P2", Relation::SameHousehold)]);
    call.desk.keys("f3 enter");
    assert!(call.intake().links.is_empty(), "a brother is not the child");
    call.desk.clock("2026-11-24T11:34").keys("t");
    call.tell(&[(Q::Concern, "Shouting every night"), (Q::Narrative, "Heard through the wall")]);
    let contact = call.ends(&Expect {
        gaps: &[
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
            "feedback-first Wed 25 Nov 11:30",
            "stage1-decision Wed 25 Nov 11:30",
            "response-decision Wed 25 Nov 17:20",
        ],
        ..Expect::default()
    });
    let child = &contact.intake().children[0];
    assert!(child.has_code(Q::RecordsChild, "no-trace"));
    assert_eq!(child.text(Q::RecordsBy), "Jo Testerby, Tue 24 Nov 11:34");
}

/// A short call of a school, filed with its clocks.
fn filed() -> Call {
    let mut call = Call::start("2026-11-24T09:15", "f2");
    call.tell(&[
        (Q::CallerSource, "2A"),
        (Q::CallerName, "Pat Mockford"),
        (Q::CallerPhone, "01632 960232"),
        (Q::Concern, "Asleep in every lesson"),
        (Q::Narrative, "Says there is no bed"),
    ]);
    call.desk.keys("ctrl-s ctrl-s enter");
    call
}

#[test]
fn what_the_aunt_adds_goes_into_the_contact_that_is_here_and_starts_no_second_set_of_clocks() {
    let mut call = filed();
    let contact = call.desk.only();
    let before = clocks(&contact);
    call.desk.clock("2026-11-24T18:20").keys("f2");
    call.tell(&[
        (Q::CallerSource, "1A"),
        (Q::CallerName, "Gwen Testerby"),
        (Q::CallerPhone, "07700 900231"),
        (Q::Concern, "Niece has no bed"),
        (Q::Narrative, "The bed was sold in October"),
    ]);
    let number = call.screen().id().expect("a number");
    call.desk.keys("ctrl-f").text(&contact.id.to_string()).keys("ctrl-s");
    assert_eq!(call.desk.record.pointers, [(number, contact.id)]);
    let after = call.desk.only();
    assert_eq!(clocks(&after), before);
    assert_eq!(after.information[0].lines[0].text, "The bed was sold in October");
    assert_eq!(after.intake().opening(), "Says there is no bed", "what the school told stays as it was");
}

#[test]
fn a_referrer_who_chases_after_a_day_is_told_and_the_clock_says_how_late() {
    let mut call = filed();
    assert!(clocks(&call.desk.only()).contains(&"feedback-first Wed 25 Nov 09:15".to_owned()));
    call.desk.clock("2026-11-25T11:00").keys("C \"rang for news\" ctrl-s");
    assert_eq!(call.desk.only().feedback.chased, 1);
    assert!(
        clocks(&call.desk.only()).contains(&"feedback-first Wed 25 Nov 09:15".to_owned()),
        "it still runs"
    );
    call.desk.clock("2026-11-25T11:04").keys("c \"r\" tab \"a visit is planned\" ctrl-s");
    let contact = call.desk.only();
    let first =
        contact.clocks.iter().find(|c| c.deadline.clock.code() == "feedback-first").expect("the clock");
    let stopped = first.stopped.as_ref().expect("it has stopped");
    let late = stopped.at.since(first.deadline.due().expect("a due time"));
    assert_eq!(late.num_minutes(), 109, "Wed 11:04 for Wed 09:15");
    assert_eq!(
        clocks(&contact),
        [
            "stage1-decision Wed 25 Nov 09:15",
            "response-decision Wed 25 Nov 17:20",
            "written-24h Wed 25 Nov 09:15",
            "written-48h Thu 26 Nov 09:15",
        ]
    );
}
