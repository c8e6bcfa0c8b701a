//! Who may be written to, and what becomes of letters.

use super::*;

#[test]
fn section_47_is_told_by_telephone_and_refuses_every_letter_to_referrer_and_family() {
    let contact = decided(school(), Route::S47, 1);
    for kind in [LetterKind::OutcomeReferrer, LetterKind::OutcomeFamily, LetterKind::FollowUp] {
        assert!(refused(&contact, kind).contains("by telephone, and a letter is refused"), "{kind}");
    }
    let police = Addressee::Agency("Police".into());
    assert_eq!(may_write(&contact, LetterKind::AgencyRequest, &police, &general()), Ok(()));
    assert_eq!(may_write(&contact, LetterKind::Record, &Addressee::File, &general()), Ok(()));
}

#[test]
fn an_outcome_needs_a_decision_that_is_final_and_told_by_the_desk() {
    let kinds = [LetterKind::OutcomeReferrer, LetterKind::OutcomeFamily];
    for kind in kinds {
        assert!(refused(&school(), kind).contains("Nothing has been decided yet"), "{kind}");
    }
    let rated = does(school(), &Command::Rate { rating: Rating::Amber, reason: "unclear".into() }, 1);
    let stage2 = decided(rated, Route::Stage2, 1);
    for kind in kinds {
        assert!(refused(&stage2, kind).contains("Nothing final"), "{kind}");
    }
    let more = Box::new(More { to: "Jo Testerby".into(), ..More::default() });
    let wait = Command::Decide { route: Route::Wait, rationale: "Safe tonight.".into(), more };
    let waits = does(school(), &wait, 1);
    assert!(refused(&waits, LetterKind::OutcomeFamily).contains("not told by the desk"));
    for route in [Route::S17, Route::EarlyHelp, Route::Nfa, Route::OpenCase, Route::PreviousTeam] {
        for kind in kinds {
            let contact = decided(school(), route, 1);
            assert_eq!(
                may_write(&contact, kind, &kind.addressee().unwrap(), &general()),
                Ok(()),
                "{route} {kind}"
            );
        }
    }
}

#[test]
fn nobody_without_an_address_or_a_name_and_no_child_is_written_to() {
    let source = |code| (Q::CallerSource, code);
    let address = (Q::CallerEmail, "7 Exemplar Way");
    for (answers, why) in [
        (vec![source("1B")], "no address"),
        (vec![source("2A"), (Q::CallerName, "Pat Mockford")], "no address"),
        (vec![source("9"), address], "anonymous"),
        (vec![source("1B"), address, (Q::CallerNameUse, "withheld")], "would not give a name"),
        (vec![source("1C"), address], "a child"),
        // A member of the public who names an employer is not written to at work.
        (vec![source("1D"), (Q::CallerOrganisation, "Specimen Stores")], "no address"),
    ] {
        let contact = decided(call(ContactKind::Referral, &answers), Route::S17, 1);
        for kind in [LetterKind::FollowUp, LetterKind::OutcomeReferrer] {
            assert!(refused(&contact, kind).contains(why), "{answers:?}: {}", refused(&contact, kind));
        }
        assert!(may_write(&contact, LetterKind::OutcomeFamily, &Addressee::Family, &general()).is_ok());
    }
}

#[test]
fn a_consultation_has_a_summary_for_the_professional_and_nothing_else() {
    let asked = [
        (Q::CallerSource, "3A"),
        (Q::CallerName, "Robin Fakeley"),
        (Q::CallerOrganisation, "Specimen Surgery"),
        (Q::Concern, "Missed appointments"),
    ];
    let contact = call(ContactKind::Consultation, &asked);
    assert!(refused(&contact, LetterKind::ConsultationSummary).contains("No advice is recorded"));
    let mut with = asked.to_vec();
    with.push((Q::ConsultAgreed, "Ring the health visitor\nRing again next week"));
    let contact = call(ContactKind::Consultation, &with);
    assert!(may_write(&contact, LetterKind::ConsultationSummary, &Addressee::Referrer, &general()).is_ok());
    for kind in [LetterKind::OutcomeFamily, LetterKind::OutcomeReferrer, LetterKind::FollowUp] {
        assert!(refused(&contact, kind).contains("onsultation"), "{kind}");
    }
    assert!(refused(&school(), LetterKind::ConsultationSummary).contains("not a consultation"));
    let to_family = may_write(&contact, LetterKind::ConsultationSummary, &Addressee::Family, &general());
    assert!(to_family.unwrap_err().0.contains("goes to the referrer only"));
    with[0] = (Q::CallerSource, "1A");
    assert!(
        refused(&call(ContactKind::Consultation, &with), LetterKind::ConsultationSummary)
            .contains("professional")
    );
}

#[test]
fn an_agency_is_asked_with_consent_or_a_reason_to_go_without() {
    let police = Addressee::Agency("Police".into());
    let ask =
        |contact: &Contact, to: &Addressee| may_write(contact, LetterKind::AgencyRequest, to, &general());
    assert_eq!(ask(&school(), &police), Ok(()));
    let source = (Q::CallerSource, "2A");
    for answers in [vec![source], vec![source, (Q::Consent, "refused")]] {
        let why = ask(&call(ContactKind::Referral, &answers), &police).unwrap_err().0;
        assert!(why.contains("consent"), "{why}");
    }
    let reason = [source, (Q::Consent, "refused"), (Q::ConsentReason, "risk to a young child")];
    assert_eq!(ask(&call(ContactKind::Referral, &reason), &police), Ok(()));
    let unknown = ask(&school(), &Addressee::Agency("Circus".into())).unwrap_err().0;
    assert!(unknown.contains("Police; Health"), "{unknown}");
    assert!(ask(&school(), &Addressee::Family).is_err());
}

#[test]
fn posting_an_outcome_stops_its_clock_where_the_route_is_told_by_letter() {
    let contact = issued(decided(school(), Route::S17, 1), LetterKind::OutcomeFamily, 2);
    assert!(running(&contact).contains(&"outcome-family"));
    let posted = does(contact, &Command::PostLetter { letter: 1, how: "first class".into() }, 3);
    assert!(!running(&posted).contains(&"outcome-family"));
    assert!(running(&posted).contains(&"outcome-referrer"), "the referrer has not been told");
    let clock = posted.clocks.iter().find(|c| c.deadline.clock.code() == "outcome-family").unwrap();
    assert!(clock.stopped.as_ref().unwrap().met);
    assert_eq!(posted.letters[0].state(), "posted");

    let undone = does(posted, &Command::Undo { reason: "it is still in the tray".into() }, 3);
    assert!(undone.letters[0].is_unposted() && running(&undone).contains(&"outcome-family"));

    // As the worker decides: a letter does. By telephone: it is an extra, and the clock goes on.
    let open = decided(school(), Route::OpenCase, 1);
    let open = issued(issued(open, LetterKind::OutcomeFamily, 2), LetterKind::OutcomeReferrer, 2);
    let open = does(open, &Command::PostLetter { letter: 1, how: "by hand".into() }, 3);
    let open = does(open, &Command::PostLetter { letter: 2, how: "by hand".into() }, 3);
    assert!(!running(&open).contains(&"outcome-family"));
    assert!(running(&open).contains(&"outcome-referrer"));
}

#[test]
fn posting_a_follow_up_or_a_summary_stops_nothing() {
    let before = issued(decided(school(), Route::S17, 1), LetterKind::FollowUp, 2);
    let clocks = running(&before).len();
    let after = does(before, &Command::PostLetter { letter: 1, how: "post".into() }, 3);
    assert_eq!(running(&after).len(), clocks);
    assert_eq!(after.letters[0].state(), "posted");
}

#[test]
fn a_decision_that_changes_the_route_withdraws_what_waits_and_leaves_what_was_posted() {
    let contact = decided(school(), Route::S17, 1);
    let contact = issued(contact, LetterKind::OutcomeFamily, 2);
    let contact = issued(contact, LetterKind::OutcomeReferrer, 2);
    let contact = issued(contact, LetterKind::FollowUp, 2);
    let contact = does(contact, &Command::PostLetter { letter: 1, how: "post".into() }, 3);
    let states = |contact: &Contact| contact.letters.iter().map(LetterState::state).collect::<Vec<_>>();

    let same = decided(contact.clone(), Route::S17, 4);
    assert_eq!(states(&same), ["posted", "issued", "issued"], "the same route again changes nothing");
    let other = decided(contact.clone(), Route::EarlyHelp, 4);
    assert_eq!(states(&other), ["posted", "withdrawn", "issued"]);
    let s47 = decided(contact, Route::S47, 4);
    assert_eq!(states(&s47), ["posted", "withdrawn", "withdrawn"]);
    assert_eq!(s47.letters[1].withdrawn.as_ref().unwrap().1, "decided since: Section 47 enquiry");
    assert!(running(&s47).contains(&"outcome-family"), "the family is owed a call");
    let last = s47.history.last().unwrap();
    let batch: Vec<&Event> = s47.history.iter().filter(|r| r.batch == last.batch).map(|r| &r.event).collect();
    assert!(matches!(batch[0], Event::RouteDecided { .. }));
    let withdrawn = batch.iter().filter(|event| matches!(event, Event::LetterWithdrawn { .. })).count();
    assert_eq!(withdrawn, 2);
    assert!(s47.history.windows(2).all(|pair| pair[0].seq + 1 == pair[1].seq), "numbered without a gap");

    let undone = does(s47, &Command::Undo { reason: "wrong contact".into() }, 4);
    assert_eq!(
        states(&undone),
        ["posted", "issued", "issued"],
        "the decision and what followed from it are undone"
    );
    assert_eq!(undone.route(), Some(Route::S17));
}

#[test]
fn a_letter_is_posted_or_withdrawn_once_and_its_number_is_never_used_again() {
    let contact = issued(decided(school(), Route::Nfa, 1), LetterKind::OutcomeFamily, 2);
    let withdraw = Command::WithdrawLetter { letter: 1, reason: "wrong address".into() };
    let gone = does(contact.clone(), &withdraw, 3);
    for command in [&withdraw, &Command::PostLetter { letter: 1, how: "post".into() }] {
        assert!(decide(&gone, command, &jo(), &general(), at(3)).is_err());
    }
    let none = Command::PostLetter { letter: 9, how: "post".into() };
    assert!(decide(&contact, &none, &jo(), &general(), at(3)).is_err());
    let wordless = Command::WithdrawLetter { letter: 1, reason: " ".into() };
    assert!(decide(&contact, &wordless, &jo(), &general(), at(3)).is_err());

    let undone = does(contact, &Command::Undo { reason: "a slip".into() }, 2);
    assert!(undone.letters.is_empty());
    let again = issued(undone, LetterKind::OutcomeFamily, 3);
    assert_eq!(again.letters[0].letter, 2);
}

#[test]
fn a_letter_that_must_not_be_written_any_more_must_not_be_posted() {
    let contact = issued(decided(school(), Route::S17, 1), LetterKind::OutcomeReferrer, 2);
    let changes = vec![(Place::call(Q::CallerNameUse), Some(Answer::text("withheld")))];
    let contact = does(contact, &Command::Amend { changes, reason: "rang again".into() }, 3);
    let post = Command::PostLetter { letter: 1, how: "post".into() };
    let why = decide(&contact, &post, &jo(), &general(), at(3)).unwrap_err().0;
    assert!(why.contains("would not give a name") && why.contains("Withdraw the letter"), "{why}");
}

#[test]
fn an_empty_letter_is_not_issued() {
    let contact = decided(school(), Route::S17, 1);
    let kind = LetterKind::OutcomeFamily;
    let letter = draft(&contact, kind, &Addressee::Family, &general(), at(3), true).finished(" \n ", true);
    let command = Command::IssueLetter { letter: Box::new(letter), sha256: String::new() };
    assert_eq!(decide(&contact, &command, &jo(), &general(), at(3)).unwrap_err().0, "The letter is empty.");
}

#[test]
fn a_held_notice_blocks_the_letter_until_a_manager_lets_it_go() {
    let deed = |deed: DeedId, whom: &str| Command::Record {
        deed,
        typed: vec![(FieldId::Whom, whom.to_owned()), (FieldId::Why, "it would add risk tonight".to_owned())],
    };
    for (kind, whom) in [
        (LetterKind::OutcomeFamily, "family"),
        (LetterKind::OutcomeReferrer, "referrer"),
        (LetterKind::FollowUp, "referrer"),
    ] {
        let waits = issued(decided(school(), Route::S17, 1), kind, 2);
        let held = does(waits, &deed(DeedId::NoticeHeld, whom), 3);
        assert!(refused(&held, kind).contains("is held"), "{kind}");
        let post = Command::PostLetter { letter: 1, how: "post".into() };
        assert!(decide(&held, &post, &jo(), &general(), at(3)).is_err(), "issued before, and not posted now");
        let released = does(held, &deed(DeedId::NoticeReleased, whom), 4);
        assert!(may_write(&released, kind, &kind.addressee().unwrap(), &general()).is_ok());
    }
}

#[test]
fn a_child_apart_stands_in_the_letter_and_section_47_refuses_the_letter_about_all() {
    let mut intake = school().intake().clone();
    intake.about_mut(Subject::Child(1)).set(Q::ChildForename, Answer::text("Robin"));
    let decided = |route, of_robin| {
        let more = Box::new(More { apart: vec![Apart { child: 1, route: of_robin }], ..More::default() });
        does(filed(intake.clone()), &Command::Decide { route, rationale: "Both need help.".into(), more }, 1)
    };
    let contact = decided(Route::S17, Route::EarlyHelp);
    for kind in [LetterKind::OutcomeFamily, LetterKind::OutcomeReferrer] {
        let text = draft(&contact, kind, &kind.addressee().unwrap(), &general(), at(3), false).text();
        assert!(text.contains("- Robin: Early help"), "{text}");
    }
    assert!(
        refused(&decided(Route::S47, Route::S17), LetterKind::OutcomeFamily).contains("a letter is refused")
    );
}
