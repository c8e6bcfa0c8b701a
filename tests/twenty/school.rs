//! Calls from schools: the 3pm rule and the collection time.

use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::Rating;
use dutydesk::domain::schema::QuestionId as Q;

use super::call::{Call, Expect, clocks};

#[test]
fn a_teacher_at_ten_past_two_is_told_by_three_though_the_child_is_collected_later() {
    let mut call = Call::start("2026-11-24T14:10", "f2");
    call.tell(&[
        (Q::CallerSource, "2A"),
        (Q::CallerName, "Pat Mockford"),
        (Q::CallerPhone, "01632 960201"),
        (Q::CallerNameUse, "open"),
        (Q::WrittenPromised, "yes"),
        (Q::ChildForename, "Ash"),
        (Q::ChildSurname, "Sampleton"),
        (Q::ChildBirth, "12/3/2016"),
        (Q::Concern, "Bruise on the arm"),
        (Q::Narrative, "A round bruise above the elbow"),
        (Q::Harm, "physical"),
        (Q::Injury, "seen"),
        (Q::ChildWhere, "in class"),
        (Q::ChildWith, "the class teacher"),
        (Q::ChildCollector, "mother"),
        (Q::ChildCollection, "15:15"),
        (Q::Medical, "none"),
        (Q::Danger, "no"),
        (Q::ParentsInformed, "no"),
    ]);
    let contact = call.ends(&Expect {
        gaps: &["injury-detail", "others-at-risk", "parents-reason", "consent"],
        not_asked: &[Q::CallerSafeReach, Q::MissingSince, Q::EdtReceived, Q::CallerRelation],
        rating: Some((Rating::Red, &["injury seen by the caller", "physical harm"])),
        clocks: &[
            "feedback-first Wed 25 Nov 14:10",
            "feedback-school Tue 24 Nov 15:00",
            "stage1-decision Wed 25 Nov 14:10",
            "response-decision Wed 25 Nov 17:20",
            "written-24h Wed 25 Nov 14:10",
            "written-48h Thu 26 Nov 14:10",
        ],
        says: &[
            "I will ring you back by 15:00 today, on 01632 960201, even if nothing is decided yet.",
            "Please send the written referral within 24 hours: by 14:10 tomorrow.",
            "The parents do not know yet.",
            "The family may be told that you rang.",
        ],
        never_says: &["before the child is collected"],
        ..Expect::default()
    });
    assert_eq!(contact.rating(), None, "only a person rates");
}

#[test]
fn a_teacher_at_five_past_three_whose_child_has_gone_is_told_honestly_that_it_is_too_late() {
    let mut call = Call::start("2026-11-24T15:05", "f2");
    call.tell(&[
        (Q::CallerSource, "2A"),
        (Q::CallerName, "Lee Dummerton"),
        (Q::CallerPhone, "01632 960202"),
        (Q::ChildForename, "Wren"),
        (Q::ChildSurname, "not known"),
        (Q::ChildBirth, "year 4"),
        (Q::Concern, "Afraid to go home"),
        (Q::Narrative, "Cried when the bell went"),
        (Q::ChildWhere, "on the way home"),
        (Q::ChildWith, "the uncle"),
        (Q::ChildCollector, "the uncle"),
        (Q::ChildCollection, "15:00"),
        (Q::Danger, "not known"),
    ]);
    call.ends(&Expect {
        gaps: &["harm", "medical", "others-at-risk", "parents-informed", "consent"],
        clocks: &[
            "feedback-first Wed 25 Nov 15:05",
            "feedback-school never",
            "stage1-decision Wed 25 Nov 15:05",
            "response-decision Wed 25 Nov 17:20",
            "written-24h Wed 25 Nov 15:05",
            "written-48h Thu 26 Nov 15:05",
        ],
        says: &[
            "That cannot be kept: 3pm had passed when the call came.",
            "I will ring you back by 15:05 tomorrow, on 01632 960202",
        ],
        worker: &["The caller has not agreed to send the written referral in time"],
        ..Expect::default()
    });
}

#[test]
fn a_child_collected_at_twenty_to_three_brings_the_call_back_forward() {
    let mut call = Call::start("2026-11-24T13:55", "f2");
    call.tell(&[
        (Q::CallerSource, "2A"),
        (Q::CallerName, "Pat Mockford"),
        (Q::CallerPhone, "01632 960203"),
        (Q::ChildForename, "Noor"),
        (Q::ChildSurname, "Exemplar"),
        (Q::ChildBirth, "about 6"),
        (Q::Concern, "Hungry, says there is no food"),
        (Q::Narrative, "Took food from others"),
        (Q::Harm, "neglect"),
        (Q::ChildWhere, "in the hall"),
        (Q::ChildWith, "two teachers"),
        (Q::ChildCollector, "stepfather"),
        (Q::ChildCollection, "2.40pm"),
        (Q::Medical, "none"),
        (Q::Danger, "no"),
        (Q::OthersAtRisk, "a baby at home"),
        (Q::ParentsInformed, "yes"),
        (Q::Consent, "given"),
    ]);
    let contact = call.ends(&Expect {
        rating: Some((Rating::Amber, &["neglect"])),
        clocks: &[
            "feedback-first Wed 25 Nov 13:55",
            "feedback-school Tue 24 Nov 14:40",
            "stage1-decision Wed 25 Nov 13:55",
            "response-decision Wed 25 Nov 17:20",
            "written-24h Wed 25 Nov 13:55",
            "written-48h Thu 26 Nov 13:55",
        ],
        says: &[
            "I will ring you back before 14:40 today, before the child is collected, on 01632 960203",
            "The parents know of your call",
            "If you have not heard shortly before then, ring 01632 960100",
        ],
        ..Expect::default()
    });
    let school = contact.clocks.iter().find(|c| c.deadline.clock == ClockId::FeedbackSchool);
    let because = school.expect("the school's clock").deadline.because.join("; ");
    assert!(because.contains("a child is collected earlier"), "{because}");
}

#[test]
fn of_three_children_the_one_collected_first_sets_the_time() {
    let mut call = Call::start("2026-11-24T11:00", "f2");
    call.tell(&[
        (Q::CallerSource, "2A"),
        (Q::CallerName, "Robin Testerby"),
        (Q::CallerPhone, "01632 960204"),
        (Q::Concern, "Three children, father threatened to take them"),
        (Q::Narrative, "The mother rang the office in tears"),
        (Q::Harm, "domestic-abuse"),
        (Q::Medical, "none"),
        (Q::Danger, "no"),
        (Q::OthersAtRisk, "none known"),
        (Q::ParentsInformed, "yes"),
        (Q::Consent, "given"),
    ]);
    call.desk.keys("ctrl-g 2 ctrl-n ctrl-n");
    for (n, forename, birth, collection) in
        [(0, "Ash", "about 9", "17:00"), (1, "Rowan", "about 4", "12:00"), (2, "Tegan", "about 7", "15:15")]
    {
        call.of(
            n,
            &[
                (Q::ChildForename, forename),
                (Q::ChildSurname, "Fakeley"),
                (Q::ChildBirth, birth),
                (Q::ChildWhere, "in class"),
                (Q::ChildCollection, collection),
            ],
        );
    }
    call.of(1, &[(Q::ChildCollector, "the father"), (Q::ChildWith, "the nursery nurse")]);
    let contact = call.ends(&Expect {
        gaps: &["child-with", "child-collector", "child-with 3", "child-collector 3"],
        rating: Some((Rating::Amber, &["domestic abuse"])),
        clocks: &[
            "feedback-first Wed 25 Nov 11:00",
            "feedback-school Tue 24 Nov 12:00",
            "stage1-decision Wed 25 Nov 11:00",
            "response-decision Wed 25 Nov 17:20",
            "written-24h Wed 25 Nov 11:00",
            "written-48h Thu 26 Nov 11:00",
            "da-review Wed 25 Nov 11:00",
        ],
        says: &["before 12:00 today, before the child is collected"],
        ..Expect::default()
    });
    let told: Vec<&str> = contact.intake().children.iter().map(|c| c.text(Q::ChildForename)).collect();
    assert_eq!(told, ["Ash", "Rowan", "Tegan"]);
}

#[test]
fn a_written_form_of_a_school_that_came_yesterday_counts_from_yesterday() {
    let mut call = Call::start("2026-11-24T09:05", "f10 w");
    call.tell(&[
        (Q::ReceivedAt, "yesterday 16:50"),
        (Q::CallerSource, "2A"),
        (Q::CallerName, "Pat Mockford"),
        (Q::CallerPhone, "01632 960205"),
        (Q::ChildForename, "Ash"),
        (Q::ChildSurname, "Specimen"),
        (Q::ChildBirth, "30/1/2012"),
        (Q::Concern, "Missed twelve days this term"),
        (Q::Narrative, "Attendance of 61 per cent"),
        (Q::Harm, "support"),
        (Q::ConcernType, "support"),
        (Q::ParentsInformed, "yes"),
        (Q::Consent, "given"),
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
        ],
        not_asked: &[Q::WrittenPromised],
        rating: Some((Rating::Green, &["needs support"])),
        clocks: &[
            "feedback-first Tue 24 Nov 16:50",
            "feedback-school never",
            "stage1-decision Tue 24 Nov 16:50",
            "response-decision Tue 24 Nov 17:20",
            "written-next-steps Tue 24 Nov 16:50",
        ],
        ..Expect::default()
    });
    assert!(call.desk.app.overlays.is_empty(), "nobody is on the telephone");
    assert_eq!(clocks(&contact).len(), 5);
}
