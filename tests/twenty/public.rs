//! Calls from people who are no professionals: neighbours, family, children, and callers who will not say who they are.

use dutydesk::domain::codes::Rating;
use dutydesk::domain::intake::{Answer, State};
use dutydesk::domain::schema::QuestionId as Q;

use super::call::{Call, Expect};

#[test]
fn a_neighbour_who_will_not_be_named_is_heard_and_rung_back() {
    let mut call = Call::start("2026-11-25T19:40", "f2");
    call.tell(&[
        (Q::CallerSource, "1B"),
        (Q::CallerName, "refused: afraid of the family"),
        (Q::CallerPhone, "07700 900201"),
        (Q::CallerNameUse, "withheld"),
        (Q::ChildForename, "not known"),
        (Q::ChildSurname, "not known"),
        (Q::ChildBirth, "about 3"),
        (Q::ChildAddress, "14 Placeham Road"),
        (Q::Concern, "Small child crying for hours"),
        (Q::Narrative, "Crying behind the wall since four"),
        (Q::Harm, "neglect emotional"),
        (Q::ChildWhere, "in the flat next door"),
        (Q::Danger, "not known"),
    ]);
    let contact = call.ends(&Expect {
        gaps: &[
            "child-with",
            "child-collector",
            "child-collection",
            "medical",
            "others-at-risk",
            "parents-informed",
            "consent",
        ],
        not_asked: &[Q::CallerRole, Q::CallerOrganisation, Q::WrittenPromised, Q::AnonymityReason],
        rating: Some((Rating::Amber, &["neglect", "emotional harm"])),
        clocks: &[
            "feedback-first Thu 26 Nov 19:40",
            "stage1-decision Thu 26 Nov 19:40",
            "response-decision Thu 26 Nov 17:20",
        ],
        says: &[
            // The desk closes before the 24 hours are over: nobody is promised a time at which nobody is there.
            "I will ring you back by 17:20 tomorrow, on 07700 900201",
            "You need not give your name. What you told us may still have to be shared to protect the child.",
            "You need not send anything in writing.",
            "I may not be able to tell you about the family",
        ],
        ..Expect::default()
    });
    let name = contact.intake().answers.get(Q::CallerName);
    assert!(
        matches!(name, Some(Answer::State(u)) if u.state == State::Refused && u.reason == "afraid of the family")
    );
}

#[test]
fn an_anonymous_caller_without_a_number_is_given_ours() {
    let mut call = Call::start("2026-11-25T10:20", "f2");
    call.tell(&[
        (Q::CallerSource, "9"),
        (Q::CallerName, "refused: would not say"),
        (Q::CallerPhone, "refused: number withheld"),
        (Q::CallerNameUse, "withheld"),
        (Q::ChildForename, "Tegan"),
        (Q::ChildSurname, "Synthley"),
        (Q::ChildBirth, "about 14"),
        (Q::Concern, "Older men collect her from the park"),
        (Q::Narrative, "A white van, three evenings"),
        (Q::Harm, "exploitation"),
        (Q::Offence, "possible"),
        (Q::PoliceInformed, "by-us"),
        (Q::Danger, "no"),
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
        not_asked: &[Q::WrittenPromised, Q::LeadSpoken],
        rating: Some((Rating::Amber, &["exploitation", "possibly a crime against a child"])),
        clocks: &[
            "feedback-first Thu 26 Nov 10:20",
            "stage1-decision Thu 26 Nov 10:20",
            "response-decision Thu 26 Nov 17:20",
        ],
        says: &[
            "I have no number for you, so we cannot ring you back. Please ring 01632 960100 by 10:20 tomorrow and ask for \
             Jo Testerby",
            "You need not give your name.",
        ],
        never_says: &["I will ring you back", "If you have not heard"],
        worker: &["No number to ring back.", "The police are to be told of a possible crime"],
    });
}

#[test]
fn a_child_who_rings_and_cannot_talk_is_red_and_reached_only_in_the_safe_way() {
    let mut call = Call::start("2026-11-26T16:50", "f2");
    call.tell(&[
        (Q::CallerSource, "1C"),
        (Q::CallerName, "Wren"),
        (Q::CallerPhone, "07700 900202"),
        (Q::CallerSafeToTalk, "no"),
        (Q::CallerSafeReach, "a text to my friend Noor's number says homework"),
        (Q::ChildForename, "Wren"),
        (Q::ChildSurname, "Testerby"),
        (Q::ChildBirth, "13"),
        (Q::Concern, "Hit by mother's partner"),
        (Q::Narrative, "He hits me when she is at work"),
        (Q::Harm, "physical"),
        (Q::ChildWhere, "in the bathroom, door locked"),
        (Q::ChildWith, "mother's partner in the house"),
        (Q::Medical, "none"),
        (Q::Danger, "yes"),
    ]);
    call.ends(&Expect {
        gaps: &["others-at-risk", "parents-informed", "consent"],
        not_asked: &[Q::ChildCollector, Q::ChildCollection, Q::CallerReach, Q::WrittenPromised, Q::ChildKnows],
        rating: Some((
            Rating::Red,
            &["in danger at this moment", "a child who rings and is not safe to talk", "physical harm"],
        )),
        clocks: &[
            "feedback-first Fri 27 Nov 16:50",
            "stage1-decision Fri 27 Nov 16:50",
            "response-decision Fri 27 Nov 16:20",
        ],
        says: &[
            "You did the right thing, and you are not in trouble.",
            "I will be in touch by 16:20 tomorrow, only in the way you said is safe: a text to my friend Noor's number",
            "I cannot keep it all a secret",
        ],
        never_says: &["writ", "07700 900202", "reference"],
        worker: &["A child is in danger now: is 999 being rung, and by whom? F9 has the words."],
    });
}

#[test]
fn a_grandmother_who_knows_the_collection_time_is_rung_before_it_too() {
    let mut call = Call::start("2026-11-26T09:30", "f2");
    call.tell(&[
        (Q::CallerSource, "1A"),
        (Q::CallerName, "Gwen Fakeley"),
        (Q::CallerPhone, "01632 960210"),
        (Q::CallerNameUse, "confidential"),
        (Q::ChildForename, "Noor"),
        (Q::ChildSurname, "Fakeley"),
        (Q::ChildBirth, "2/2/2022"),
        (Q::Concern, "Daughter drinks again, drives with the child"),
        (Q::Narrative, "She smelled of drink at breakfast"),
        (Q::Harm, "neglect"),
        (Q::ChildWhere, "at nursery"),
        (Q::ChildWith, "nursery staff"),
        (Q::ChildCollector, "the mother, by car"),
        (Q::ChildCollection, "12:30"),
        (Q::Medical, "none"),
        (Q::Danger, "no"),
        (Q::AskSubstances, "yes"),
        (Q::ParentsInformed, "no"),
        (Q::ParentsReason, "she would not let me see Noor"),
        (Q::Consent, "not-sought"),
        (Q::ConsentReason, "asking would end the contact"),
    ]);
    call.ends(&Expect {
        gaps: &["others-at-risk"],
        not_asked: &[Q::WrittenPromised, Q::AnonymityReason, Q::CallerOrganisation],
        rating: Some((Rating::Amber, &["neglect", "drug or alcohol use of a parent"])),
        clocks: &[
            "feedback-first Fri 27 Nov 09:30",
            "feedback-school Thu 26 Nov 12:30",
            "stage1-decision Fri 27 Nov 09:30",
            "response-decision Fri 27 Nov 16:20",
        ],
        says: &[
            "I will ring you back before 12:30 today, before the child is collected, on 01632 960210",
            "We will not give your name to the family.",
            "We weigh how and when to tell them",
        ],
        never_says: &["A school should be told"],
        ..Expect::default()
    });
}

#[test]
fn on_the_night_the_clocks_go_back_twenty_four_hours_end_an_hour_earlier_on_the_wall() {
    let mut call = Call::start("2026-10-24T20:00", "f2");
    call.tell(&[
        (Q::CallerSource, "1A"),
        (Q::CallerName, "Lee Exemplar"),
        (Q::CallerPhone, "07700 900203"),
        (Q::Concern, "Left alone for the night"),
        (Q::Narrative, "Both went out, nobody is in"),
        (Q::Harm, "neglect"),
        (Q::Danger, "no"),
    ]);
    call.ends(&Expect {
        gaps: &[
            "child-forename",
            "child-surname",
            "child-birth",
            "child-where",
            "child-with",
            "child-collector",
            "child-collection",
            "medical",
            "others-at-risk",
            "parents-informed",
            "consent",
        ],
        rating: Some((Rating::Amber, &["neglect"])),
        clocks: &[
            "feedback-first Sun 25 Oct 19:00",
            "stage1-decision Sun 25 Oct 19:00",
            "response-decision Mon 26 Oct 17:20",
        ],
        says: &["I will ring you back by 19:00 tomorrow, on 07700 900203"],
        worker: &["Nobody is at the desk before that time"],
        ..Expect::default()
    });
}
