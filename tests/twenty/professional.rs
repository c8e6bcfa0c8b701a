//! Calls from professionals other than schools, with what the desk knows of the family.

use dutydesk::domain::codes::{ContactKind, Rating, Route};
use dutydesk::domain::intake::Subject;
use dutydesk::domain::register::{KnownPerson, PersonKind, Relation, Standing};
use dutydesk::domain::schema::QuestionId as Q;

use super::call::{Call, Expect, known};

#[test]
fn a_school_nurse_on_friday_after_close_is_promised_no_time_that_nobody_can_keep() {
    let mut call = Call::start("2026-11-27T16:25", "f2");
    call.tell(&[
        (Q::CallerSource, "3C"),
        (Q::CallerName, "Robin Dummerton"),
        (Q::CallerPhone, "01632 960220"),
        (Q::CallerNameUse, "confidential"),
        (Q::WrittenPromised, "yes"),
        (Q::ChildForename, "Ash"),
        (Q::ChildSurname, "Dummerton"),
        (Q::ChildBirth, "about 15"),
        (Q::Concern, "Cuts on both forearms"),
        (Q::Narrative, "Showed me her arms in the drop-in"),
        (Q::Harm, "emotional"),
        (Q::Injury, "seen"),
        (Q::InjuryDetail, "forearms, several lines, healing"),
        (Q::Medical, "sought"),
        (Q::Danger, "no"),
    ]);
    call.ends(&Expect {
        gaps: &[
            // A professional's name is kept back only for a reason.
            "anonymity-reason",
            "child-where",
            "child-with",
            "child-collector",
            "child-collection",
            "others-at-risk",
            "parents-informed",
            "consent",
        ],
        rating: Some((
            Rating::Red,
            &["injury seen by the caller", "medical attention was needed", "emotional harm"],
        )),
        clocks: &[
            "feedback-first Sat 28 Nov 16:25",
            "stage1-decision Sat 28 Nov 16:25",
            "response-decision Mon 30 Nov 17:20",
            "written-24h Sat 28 Nov 16:25",
            "written-48h Sun 29 Nov 16:25",
        ],
        says: &["by 16:25 tomorrow"],
        worker: &[
            "Nobody is at the desk before that time: hand the call back to the out-of-hours team, or ring now.",
            "A professional's name is kept back only by exception",
        ],
        ..Expect::default()
    });
}

#[test]
fn a_saturday_night_of_the_emergency_team_is_late_from_its_own_receipt_when_monday_enters_it() {
    let mut call = Call::start("2026-11-30T08:50", "f10 e");
    call.tell(&[
        (Q::EdtReceived, "Sat 23:15"),
        (Q::EdtWorker, "Lee Synthley"),
        (Q::CallerSource, "3E"),
        (Q::CallerName, "Dr Mockford"),
        (Q::CallerPhone, "01632 960221"),
        (Q::ChildForename, "Rowan"),
        (Q::ChildSurname, "Placeham"),
        (Q::ChildBirth, "6 months"),
        (Q::Concern, "Burn on the hand, explanation changes"),
        (Q::Narrative, "First the kettle, then the iron"),
        (Q::Harm, "physical"),
        (Q::Injury, "reported"),
        (Q::InjuryDetail, "right hand, 3 cm, red"),
        (Q::Danger, "no"),
    ]);
    let contact = call.ends(&Expect {
        gaps: &[
            "child-where",
            "child-with",
            "child-collector",
            "child-collection",
            "medical",
            "others-at-risk",
            "parents-informed",
            "consent",
        ],
        rating: Some((
            Rating::Red,
            &["injury to a baby reported", "injury reported, not seen", "physical harm"],
        )),
        clocks: &[
            "feedback-first Sun 29 Nov 23:15",
            "stage1-decision Sun 29 Nov 23:15",
            "response-decision Mon 30 Nov 17:20",
            "written-24h Sun 29 Nov 23:15",
            "written-48h Mon 30 Nov 23:15",
        ],
        ..Expect::default()
    });
    let zone = super::super::common::desk::general().zone;
    assert_eq!(zone.short(contact.received.received), "Mon 30 Nov 08:50", "the desk's own receipt is kept");
    assert_eq!(zone.short(contact.received.receipt()), "Sat 28 Nov 23:15");
    call.desk.keys("H ctrl-s");
    assert_eq!(call.desk.only().acknowledged.expect("by name").by, "Jo Testerby");
}

#[test]
fn a_gp_tells_of_an_unborn_child_whose_mother_is_known() {
    let mother = KnownPerson {
        standing: Standing { open_to: "Adult Team 1".into(), ..Standing::default() },
        kind: PersonKind::Adult,
        ..known("A1", "Kim", "Placeham", "1999-05-05")
    };
    let mut call = Call::knowing("2026-11-24T12:00", vec![mother], "f2");
    call.tell(&[
        (Q::CallerSource, "3A"),
        (Q::CallerName, "Dr Exemplar"),
        (Q::CallerPhone, "01632 960222"),
        (Q::WrittenPromised, "yes"),
        (Q::ChildForename, "not known"),
        (Q::ChildSurname, "Placeham"),
        (Q::ChildBirth, "due 3/3/2027"),
        (Q::ChildAddress, "12 Placeham Road"),
        (Q::ChildPostcode, "TE5 7AB"),
        (Q::Concern, "Uses heroin in the sixth month"),
        (Q::Narrative, "She told me herself this morning"),
        (Q::Harm, "neglect"),
        (Q::AskSubstances, "suspected"),
    ]);
    call.desk.keys("ctrl-g 5 ctrl-n");
    call.tell(&[
        (Q::PersonName, "Kim Placeham"),
        (Q::PersonRelation, "Mother"),
        (Q::PersonBirth, "5/5/1999"),
    ]);
    assert_eq!(call.found(Subject::Person(0)), [("A1", Relation::SamePerson)]);
    call.desk.keys("f3 enter");
    let contact = call.ends(&Expect {
        gaps: &[
            "mother-where",
            "mother-with",
            "medical",
            "danger",
            "others-at-risk",
            "parents-informed",
            "consent",
        ],
        // An unborn child is where the mother is; nobody collects it, and it has no school.
        not_asked: &[
            Q::ChildWhere,
            Q::ChildWith,
            Q::ChildCollector,
            Q::ChildCollection,
            Q::ChildSchool,
            Q::ChildGillick,
        ],
        rating: Some((
            Rating::Amber,
            &["neglect", "an unborn child, with a risk at home", "drug or alcohol use suspected"],
        )),
        clocks: &[
            "feedback-first Wed 25 Nov 12:00",
            "stage1-decision Wed 25 Nov 12:00",
            "response-decision Wed 25 Nov 17:20",
            "written-24h Wed 25 Nov 12:00",
            "written-48h Thu 26 Nov 12:00",
        ],
        ..Expect::default()
    });
    let link = &contact.intake().links[0];
    assert_eq!((link.subject, link.id.as_str()), (Subject::Person(0), "A1"));
    assert_eq!(link.known, ["Open to Adult Team 1."]);
    assert!(!contact.intake().children[0].has_code(Q::ChildOpen, "yes"), "the mother is open, not the child");
}

#[test]
fn a_health_visitor_rings_of_twins_and_only_the_known_one_is_linked() {
    let people = vec![known("P1", "Ada", "Exemplar", "2024-05-01")];
    let mut call = Call::knowing("2026-11-24T10:15", people, "f2");
    call.tell(&[(Q::CallerSource, "3B"), (Q::CallerName, "Sam Specimen"), (Q::CallerPhone, "01632 960223")]);
    call.desk.keys("ctrl-g 2 ctrl-n");
    for (n, forename) in [(0, "Ada"), (1, "Wren")] {
        call.of(
            n,
            &[
                (Q::ChildForename, forename),
                (Q::ChildSurname, "Exemplar"),
                (Q::ChildBirth, "1/5/2024"),
                (Q::ChildAddress, "12 Placeham Road"),
                (Q::ChildPostcode, "TE5 7AB"),
            ],
        );
    }
    assert_eq!(call.found(Subject::Child(0)), [("P1", Relation::SamePerson)]);
    assert_eq!(call.found(Subject::Child(1)), [("P1", Relation::SameHousehold)], "the twin is not the child");
    call.desk.keys("f3 enter");
    assert!(call.desk.notice().contains("same household"), "{}", call.desk.notice());
    call.desk.keys("t");
    call.of(0, &[(Q::ChildWhere, "at home")])
        .go(dutydesk::domain::schema::Place { question: Q::ChildPostcode, subject: Subject::Child(0) });
    call.desk.keys("f3 enter");
    call.tell(&[(Q::Concern, "Both have lost weight"), (Q::Harm, "neglect"), (Q::Danger, "no")]);
    let contact = call.ends(&Expect {
        gaps: &[
            "narrative",
            "child-with",
            "child-collector",
            "child-collection",
            "child-where 2",
            "child-with 2",
            "child-collector 2",
            "child-collection 2",
            "medical",
            "others-at-risk",
            "parents-informed",
            "consent",
        ],
        rating: Some((Rating::Amber, &["neglect"])),
        clocks: &[
            "feedback-first Wed 25 Nov 10:15",
            "stage1-decision Wed 25 Nov 10:15",
            "response-decision Wed 25 Nov 17:20",
            "written-24h Wed 25 Nov 10:15",
            "written-48h Thu 26 Nov 10:15",
        ],
        ..Expect::default()
    });
    let told = contact.intake();
    let links: Vec<(Subject, &str)> =
        told.links.iter().map(|link| (link.subject, link.id.as_str())).collect();
    assert_eq!(links, [(Subject::Child(0), "P1")]);
    assert!(told.children[0].has_code(Q::RecordsChild, "known"));
    assert!(told.children[1].has_code(Q::RecordsChild, "no-trace"));
}

#[test]
fn a_police_notification_after_close_on_friday_is_reviewed_on_monday() {
    let plan = Standing { plan: "Child protection".into(), ..Standing::default() };
    let child = KnownPerson { standing: plan, ..known("P1", "Tegan", "Dummerton", "2015-06-07") };
    let mut call = Call::knowing("2026-11-27T16:40", vec![child], "f10 p");
    call.tell(&[
        (Q::ReceivedAt, "15:10"),
        (Q::CallerName, "PC Mockford"),
        (Q::CallerPhone, "01632 960224"),
        (Q::ChildForename, "Teagan"),
        (Q::ChildSurname, "Dummerton"),
        (Q::ChildBirth, "7/6/2015"),
        (Q::ChildPostcode, "TE5 7AB"),
        (Q::Concern, "Assault on the mother, child in the room"),
        (Q::Narrative, "Father arrested at 13:20"),
        (Q::Offence, "yes"),
        (Q::PoliceInformed, "yes"),
        (Q::Medical, "none"),
        (Q::Danger, "no"),
        (Q::AskDomesticAbuse, "yes"),
    ]);
    assert_eq!(call.first().person.id, "P1", "spelt in another way");
    let routes = call.first().ribbon.routes();
    assert!(
        matches!(&routes[..], [(Route::OpenCase, why)] if why.contains("Child protection plan in force"))
    );
    call.ends(&Expect {
        gaps: &[
            "child-where",
            "child-with",
            "child-collector",
            "child-collection",
            "others-at-risk",
            "parents-informed",
            "consent",
        ],
        not_asked: &[Q::WrittenPromised],
        rating: Some((
            Rating::Amber,
            &["domestic abuse", "a crime against a child", "domestic abuse at home"],
        )),
        clocks: &[
            "feedback-first Sat 28 Nov 15:10",
            "stage1-decision Sat 28 Nov 15:10",
            "response-decision Mon 30 Nov 17:20",
            "da-review Mon 30 Nov 15:10",
        ],
        ..Expect::default()
    });
}

#[test]
fn a_consultation_has_few_questions_until_both_agree_that_it_is_a_referral() {
    let mut call = Call::start("2026-11-24T16:55", "N c");
    call.tell(&[
        (Q::CallerSource, "3B"),
        (Q::CallerName, "Sam Specimen"),
        (Q::CallerPhone, "01632 960225"),
        (Q::Concern, "Whether a missed visit is a concern"),
        (Q::Narrative, "Two visits missed, curtains drawn"),
        (Q::Harm, "neglect"),
        (Q::ConsultWanted, "whether to wait"),
    ]);
    assert_eq!(call.intake().kind, ContactKind::Consultation);
    assert!(
        dutydesk::domain::schema::gaps(call.intake()).iter().all(|gap| gap.question == Q::Danger
            || gap.question.question().need > dutydesk::domain::schema::Need::Must),
        "of a child without a name only the danger must be asked"
    );
    call.desk.clock("2026-11-24T17:05").keys("ctrl-d y");
    call.tell(&[(Q::ChildForename, "Noor"), (Q::ChildSurname, "Synthley"), (Q::ChildBirth, "3 weeks")]);
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
        not_asked: &[Q::ConsultWanted, Q::ConsultAgreed],
        rating: Some((Rating::Amber, &["neglect"])),
        clocks: &[
            "feedback-first Wed 25 Nov 17:05",
            "stage1-decision Wed 25 Nov 17:05",
            "response-decision Wed 25 Nov 17:20",
            "written-24h Wed 25 Nov 17:05",
            "written-48h Thu 26 Nov 17:05",
        ],
        says: &["Please send the written referral within 24 hours: by 17:05 tomorrow."],
        ..Expect::default()
    });
    let zone = super::super::common::desk::general().zone;
    assert_eq!(zone.short(contact.received.consulted.expect("the consultation").began), "Tue 24 Nov 16:55");
}

#[test]
fn a_child_of_another_authority_found_here_is_accepted_there_within_a_day() {
    let mut call = Call::start("2026-11-25T13:00", "f2");
    call.tell(&[
        (Q::CallerSource, "5C"),
        (Q::CallerName, "Lee Testerby"),
        (Q::CallerPhone, "01632 960226"),
        (Q::ChildForename, "Ash"),
        (Q::ChildSurname, "Fakeley"),
        (Q::ChildBirth, "12/12/2010"),
        (Q::ChildElsewhere, "yes"),
        (Q::Concern, "Placed here without notice"),
        (Q::Narrative, "The carer moved to Testshire on Monday"),
        (Q::Harm, "support"),
        (Q::Danger, "no"),
        (Q::HomeAuthority, "Northmock"),
    ]);
    call.ends(&Expect {
        gaps: &[
            "child-where",
            "child-with",
            "child-collector",
            "child-collection",
            "medical",
            "others-at-risk",
            "parents-informed",
            "consent",
        ],
        not_asked: &[Q::MissingSince],
        rating: Some((Rating::Green, &["needs support"])),
        clocks: &[
            "feedback-first Thu 26 Nov 13:00",
            "stage1-decision Thu 26 Nov 13:00",
            "response-decision Thu 26 Nov 17:20",
            "written-24h Thu 26 Nov 13:00",
            "written-48h Fri 27 Nov 13:00",
            "cross-boundary Thu 26 Nov 13:00",
        ],
        ..Expect::default()
    });
}
