use super::super::actor::Actor;
use super::super::codes::Role;
use super::super::decide;
use super::super::event::Received;
use super::super::ids::{ContactId, UserId};
use super::super::intake::{Answer, Subject};
use super::*;

fn protocol() -> Protocol {
    crate::protocols::built_in("general").unwrap()
}

fn at(local: &str) -> Moment {
    human::moment(local, Moment::from_millis(0), Zone::LONDON).unwrap()
}

fn teacher() -> Intake {
    let mut intake = Intake::new(ContactKind::Referral);
    for (id, text) in [
        (QuestionId::CallerSource, "2A"),
        (QuestionId::CallerName, "P. Mockford"),
        (QuestionId::CallerPhone, "01632 960201"),
        (QuestionId::CallerNameUse, "open"),
        (QuestionId::WrittenPromised, "yes"),
    ] {
        intake.answers.set(id, Answer::text(text));
    }
    collected(&mut intake, "15:15");
    intake
}

fn collected(intake: &mut Intake, time: &str) {
    intake.about_mut(Subject::Child(0)).set(QuestionId::ChildCollection, Answer::text(time));
}

fn public() -> Intake {
    let mut intake = teacher();
    intake.answers.set(QuestionId::CallerSource, Answer::text("1B"));
    collected(&mut intake, "");
    intake
}

/// What is said and what is missing, for a call received and filed at these local times.
fn filed(intake: Intake, received: &str, filed: &str) -> (String, String) {
    on_desk("01632 960100", intake, received, filed)
}

fn on_desk(number: &str, intake: Intake, received: &str, filed: &str) -> (String, String) {
    let taker = Actor { user: UserId("j.testerby".into()), name: "Jo Testerby".into(), role: Role::Worker };
    let received = Received::new(at(received), None, intake);
    let history = decide::file(ContactId(1001), received, &taker, &protocol(), at(filed)).unwrap();
    let contact = Contact::from_history(ContactId(1001), history).unwrap();
    let (say, missing) = promise(&contact, &protocol(), number);
    (say.join("\n"), missing.join("\n"))
}

#[test]
fn a_teacher_at_ten_past_two_hears_by_three_today_from_the_person_who_took_the_call() {
    let (say, missing) = filed(teacher(), "2026-11-24T14:10", "2026-11-24T14:20");
    assert!(
        say.contains("My name is Jo Testerby. I will ring you back by 15:00 today, on 01632 960201"),
        "{say}"
    );
    assert!(say.contains("even if nothing is decided yet"));
    assert!(say.contains(
        "If you have not heard by then, ring 01632 960100 and ask for Jo Testerby, reference R-1001."
    ));
    assert!(say.contains("Please send the written referral within 24 hours: by 14:10 tomorrow."));
    assert_eq!(missing, "");
}

#[test]
fn a_collection_before_three_comes_first_and_is_before_not_by() {
    let mut intake = teacher();
    collected(&mut intake, "2.45pm");
    let (say, _) = filed(intake, "2026-11-24T14:10", "2026-11-24T14:20");
    assert!(
        say.contains(
            "I will ring you back before 14:45 today, before the child is collected, on 01632 960201"
        ),
        "{say}"
    );
    assert!(say.contains("If you have not heard shortly before then, ring 01632 960100"));
}

#[test]
fn what_cannot_be_kept_is_said_honestly() {
    let mut intake = teacher();
    collected(&mut intake, "");
    let (say, missing) = filed(intake.clone(), "2026-11-24T15:30", "2026-11-24T15:40");
    assert!(say.contains("That cannot be kept: 3pm had passed when the call came."), "{say}");
    assert!(say.contains("I will ring you back by 15:30 tomorrow"), "{say}");
    assert!(missing.contains("When is the child collected"), "{missing}");
    let (say, _) = filed(intake.clone(), "2026-11-28T11:00", "2026-11-28T11:10");
    assert!(say.contains("not a school day"), "{say}");
    collected(&mut intake, "after school");
    let (_, missing) = filed(intake, "2026-11-24T15:30", "2026-11-24T15:40");
    assert!(missing.contains("The collection time: Not read as a time"), "{missing}");
    assert!(!missing.contains("When is the child collected"), "asked once, not twice: {missing}");
}

#[test]
fn three_oclock_that_passes_during_the_call_is_not_promised() {
    let mut intake = teacher();
    collected(&mut intake, "16:00");
    let (say, missing) = filed(intake, "2026-11-24T14:50", "2026-11-24T15:04");
    assert!(say.contains("You should have heard by 15:00, and that has passed while we spoke."), "{say}");
    assert!(say.contains("I will ring you back by 14:50 tomorrow"), "{say}");
    assert!(missing.contains("record it as feedback"), "{missing}");
}

#[test]
fn a_promise_ends_when_the_desk_closes_before_the_duty_falls_due() {
    let (say, missing) = filed(public(), "2026-05-22T15:10", "2026-05-22T15:20");
    assert!(say.contains("I will ring you back by 16:20 today"), "{say}");
    assert!(!missing.contains("Nobody is at the desk"));
    let (say, missing) = filed(public(), "2026-10-24T12:00", "2026-10-24T12:10");
    assert!(say.contains("by 11:00 tomorrow"), "{say}");
    assert!(missing.contains("Nobody is at the desk before that time"), "{missing}");
}

#[test]
fn a_member_of_the_public_owes_nothing_in_writing_and_is_assured() {
    let (say, missing) = filed(public(), "2026-11-24T10:00", "2026-11-24T10:10");
    assert!(say.contains("You need not send anything in writing."), "{say}");
    assert!(say.contains("suitable action is being taken, or why not"));
    assert!(say.contains("The family may be told that you rang."));
    assert!(!missing.contains("written referral"));
}

#[test]
fn a_caller_without_a_name_or_number_rings_us() {
    let mut intake = public();
    intake.answers.set(QuestionId::CallerNameUse, Answer::text("withheld"));
    intake.answers.set(QuestionId::CallerName, Answer::text(""));
    for number in [Answer::text(""), Answer::text("withheld"), Answer::not_known()] {
        intake.answers.set(QuestionId::CallerPhone, number);
        let (say, missing) = filed(intake.clone(), "2026-11-24T10:00", "2026-11-24T10:10");
        let ring_us =
            "we cannot ring you back. Please ring 01632 960100 by 10:00 tomorrow and ask for Jo Testerby";
        assert!(say.contains(ring_us), "{say}");
        assert!(!say.contains("I will ring you back"), "{say}");
        assert!(!say.contains("If you have not heard"), "{say}");
        assert!(say.contains("You need not give your name."));
        assert!(missing.contains("No number to ring back"), "{missing}");
        assert!(!missing.contains("Whom to ask for"), "a name that was withheld is not missing: {missing}");
    }
}

#[test]
fn an_open_childs_professional_has_48_hours_for_the_written_referral() {
    let mut intake = teacher();
    intake.about_mut(Subject::Child(0)).set(QuestionId::ChildOpen, Answer::text("yes"));
    let (say, _) = filed(intake, "2026-11-24T10:00", "2026-11-24T10:10");
    assert!(say.contains("within 48 hours: by 10:00 on Thu 26 Nov."), "{say}");
}

#[test]
fn a_consultation_is_rung_by_a_social_worker_by_the_end_of_the_next_working_day() {
    let mut intake = Intake::new(ContactKind::Consultation);
    intake.answers.set(QuestionId::CallerSource, Answer::text("3A"));
    intake.answers.set(QuestionId::CallerPhone, Answer::text("01632 960333"));
    let (say, missing) = filed(intake, "2026-11-24T10:00", "2026-11-24T10:10");
    assert!(say.contains("A social worker will ring you by 17:20 tomorrow on 01632 960333."), "{say}");
    assert!(say.contains("stays with you"));
    for word in ["I will ring you back", "written referral", "The family"] {
        assert!(!say.contains(word), "{word}: {say}");
    }
    assert_eq!(missing, "");
}

#[test]
fn what_was_not_agreed_is_for_the_worker_alone_and_danger_leads_it() {
    let mut intake = teacher();
    for id in [QuestionId::CallerNameUse, QuestionId::WrittenPromised, QuestionId::CallerName] {
        intake.answers.set(id, Answer::text(""));
    }
    intake.answers.set(QuestionId::CallerPhone, Answer::text("960201"));
    intake.answers.set(QuestionId::Danger, Answer::text("yes"));
    intake.answers.set(QuestionId::Medical, Answer::text("needed"));
    let (say, missing) = on_desk(" ", intake, "2026-11-24T10:00", "2026-11-24T10:10");
    let parts = [
        "999",
        "nobody has sought it",
        "Only 6 digits",
        "no number of its own",
        "Whom to ask",
        "who rang",
        "agree it now",
    ];
    let places: Vec<Option<usize>> = parts.iter().map(|part| missing.find(part)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}: {missing}");
    assert!(say.contains("ring us again and ask for Jo Testerby"), "{say}");
    assert!(!say.contains("agree it now"));
}

#[test]
fn a_professional_whose_name_is_kept_back_is_an_exception() {
    let mut intake = teacher();
    intake.answers.set(QuestionId::CallerNameUse, Answer::text("confidential"));
    let (say, missing) = filed(intake, "2026-11-24T10:00", "2026-11-24T10:10");
    assert!(
        say.contains(
            "We will not give your name to the family. What you told us may still have to be shared"
        )
    );
    assert!(missing.contains("only by exception"), "{missing}");
}

#[test]
fn a_child_who_rings_hears_short_words_and_is_reached_only_in_the_safe_way() {
    let mut intake = public();
    intake.answers.set(QuestionId::CallerSource, Answer::text("1C"));
    let (say, missing) = filed(intake.clone(), "2026-11-24T10:00", "2026-11-24T10:10");
    assert!(say.contains("You did the right thing"), "{say}");
    assert!(say.contains("I cannot keep it all a secret"), "{say}");
    assert!(say.contains("when it is safe, and ask for Jo Testerby"), "{say}");
    assert!(!say.contains("01632 960201"), "the number is not rung: {say}");
    for word in ["written referral", "in writing", "the parents", "The family"] {
        assert!(!say.contains(word), "{word}: {say}");
    }
    assert!(missing.contains("No safe way"), "{missing}");
    intake.answers.set(QuestionId::CallerSafeReach, Answer::text("through Ms Specimen at school"));
    let (say, missing) = filed(intake, "2026-11-24T10:00", "2026-11-24T10:10");
    assert!(say.contains("only in the way you said is safe: through Ms Specimen at school."), "{say}");
    assert!(!missing.contains("No safe way"), "{missing}");
}

#[test]
fn what_is_agreed_about_parents_and_letters_is_said_and_a_crime_is_told_to_the_police() {
    let mut intake = teacher();
    intake.answers.set(QuestionId::ParentsInformed, Answer::text("no"));
    intake.answers.set(QuestionId::FeedbackHow, Answer::text("telephone-letter"));
    intake.answers.set(QuestionId::Offence, Answer::text("possible"));
    let (say, missing) = filed(intake.clone(), "2026-11-24T10:00", "2026-11-24T10:10");
    assert!(say.contains("The parents do not know yet."), "{say}");
    assert!(say.contains("A letter follows"), "{say}");
    assert!(say.contains("You may be asked to take part"), "{say}");
    assert!(missing.contains("tell them now"), "{missing}");
    intake.answers.set(QuestionId::PoliceInformed, Answer::text("yes"));
    let (_, missing) = filed(intake, "2026-11-24T10:00", "2026-11-24T10:10");
    assert_eq!(missing, "");
}

#[test]
fn a_professional_whose_reason_is_recorded_is_not_asked_for_it_again() {
    let mut intake = teacher();
    intake.answers.set(QuestionId::CallerNameUse, Answer::text("confidential"));
    intake.answers.set(QuestionId::AnonymityReason, Answer::text("threatened at the gate"));
    let (_, missing) = filed(intake, "2026-11-24T10:00", "2026-11-24T10:10");
    assert_eq!(missing, "");
}

#[test]
fn a_collection_that_was_answered_or_is_over_is_not_asked_for_again() {
    let asks = |collection: Option<Answer>, filed_at: &str| {
        let mut intake = teacher();
        let answer = collection.unwrap_or_else(|| Answer::text(""));
        intake.about_mut(Subject::Child(0)).set(QuestionId::ChildCollection, answer);
        filed(intake, "2026-11-24T15:20", filed_at).1.contains("When is the child collected")
    };
    let (today, tomorrow) = ("2026-11-24T15:30", "2026-11-25T09:00");
    assert!(asks(None, today));
    assert!(asks(Some(Answer::not_known()), today), "nobody knows yet");
    assert!(!asks(Some(Answer::text("15:00")), today), "past when the call came");
    assert!(!asks(Some(Answer::text("16:00")), today));
    assert!(!asks(None, tomorrow), "that day is over");
}
