//! What stands in letters, and what never does.

use super::*;

/// Fills every question about the call as a whole, those about the caller first, with words that stand nowhere else; of a
/// choice, every value in turn.
fn marked(intake: &mut Intake, turn: usize) -> Vec<String> {
    let mut words = Vec::new();
    for (n, question) in QUESTIONS.iter().enumerate().filter(|(_, question)| question.per == Per::Call) {
        let choices = question.kind.choices();
        if let Some(choice) = choices.get(turn % choices.len().max(1)) {
            intake.answers.set(question.id, Answer::text(choice.code));
        } else if question.kind == Kind::Stamp {
            intake.answers.set(question.id, Answer::text("2026-11-23T22:41:00+00:00"));
        } else {
            let word = format!("Zq{n}xcaller");
            intake.answers.set(question.id, Answer::text(format!("{word} 07700 900{n:03}")));
            words.extend([word.to_lowercase(), format!("900{n:03}")]);
        }
    }
    assert!(words.len() > 80, "there are more questions than that: {}", words.len());
    words.extend(["22:41", "23 november", "zq-narrative", "zq-teller", "zq-note"].map(str::to_owned));
    words
}

/// The letter to the family after this decision; none where the rules allow no such decision.
fn to_family(intake: Intake, route: Route) -> Option<String> {
    let contact = filed(intake);
    let decision =
        Command::Decide { route, rationale: "The family needs help.".into(), more: Box::default() };
    let events = decide(&contact, &decision, &jo(), &general(), at(1)).ok()?;
    let contact = contact.then(events);
    Some(draft(&contact, LetterKind::OutcomeFamily, &Addressee::Family, &general(), at(3), true).text())
}

#[test]
fn no_answer_about_the_caller_ever_stands_in_a_family_letter() {
    let mut written = 0;
    let mut silent = school().intake().clone();
    silent.answers = Answers::default();
    for (turn, source) in Source::ALL.iter().enumerate() {
        for name_use in ["open", "confidential", "withheld"] {
            for route in Route::ALL {
                let mut intake = silent.clone();
                let words = marked(&mut intake, turn);
                intake.answers.set(Q::CallerSource, Answer::text(source.code()));
                intake.answers.set(Q::CallerNameUse, Answer::text(name_use));
                intake.narrative.push(NarrativeLine {
                    text: "zq-narrative".into(),
                    basis: Basis::Told,
                    told_by: "zq-teller".into(),
                });
                intake.notes.push(NoteLine { at: at(0), text: "zq-note".into(), used: false });
                let Some(text) = to_family(intake, *route) else { continue };
                let small = text.to_lowercase();
                for word in &words {
                    assert!(!small.contains(word.as_str()), "{source} {name_use} {route}: {word}\n{text}");
                }
                // Whoever rang, and whatever they said of themselves, the family reads the very same letter.
                assert_eq!(Some(text), to_family(silent.clone(), *route), "{source} {name_use} {route}");
                written += 1;
            }
        }
    }
    assert!(written > 300, "{written}");
}

#[test]
fn a_rationale_that_names_the_caller_is_left_out_and_its_writer_is_told() {
    for slip in
        ["Pat Mockford saw a bruise.", "Mrs MOCKFORD saw a bruise.", "Seen at Specimen  Primary on Monday."]
    {
        let contact = does(
            school(),
            &Command::Decide { route: Route::S17, rationale: slip.into(), more: Box::default() },
            1,
        );
        let letter = draft(&contact, LetterKind::OutcomeFamily, &Addressee::Family, &general(), at(3), false);
        assert!(!letter.text().contains(slip), "{slip}");
        assert!(letter.check.iter().any(|check| check.contains("gives the caller away")), "{slip}");
        // Typed in by hand it is refused.
        let finished = letter.finished(&format!("{}\n\n{slip}", letter.text()), false);
        let command = Command::IssueLetter { letter: Box::new(finished), sha256: String::new() };
        let why = decide(&contact, &command, &jo(), &general(), at(3)).unwrap_err().0;
        assert!(why.contains("give the caller away"), "{why}");
        // The referrer may read it.
        let own =
            draft(&contact, LetterKind::OutcomeReferrer, &Addressee::Referrer, &general(), at(3), false);
        assert!(own.text().contains("bruise") || own.text().contains("Monday"));
    }
    let plain = does(
        school(),
        &Command::Decide { route: Route::S17, rationale: "A teacher may help.".into(), more: Box::default() },
        1,
    );
    let letter = draft(&plain, LetterKind::OutcomeFamily, &Addressee::Family, &general(), at(3), false);
    assert!(letter.text().contains("A teacher may help."), "an ordinary word gives nobody away");
}

#[test]
fn a_surname_that_the_family_bears_too_gives_nobody_away() {
    let aunt = |name: &str| {
        call(
            ContactKind::Referral,
            &[(Q::CallerSource, "1A"), (Q::CallerName, name), (Q::CallerPhone, "07700 900123")],
        )
    };
    assert_eq!(gives_the_caller_away(&aunt("Lee Sampleton"), "Dear Ms Sampleton"), None);
    assert_eq!(gives_the_caller_away(&aunt("Lee Sampleton"), "Lee Sampleton rang"), Some(Q::CallerName));
    assert_eq!(gives_the_caller_away(&aunt("Lee Synthley"), "Ms Synthley rang"), Some(Q::CallerName));
    assert_eq!(gives_the_caller_away(&aunt("Lee"), "ring 07700900123"), Some(Q::CallerPhone));
}

#[test]
fn a_member_of_the_public_is_assured_and_learns_nothing_about_the_family() {
    for route in [Route::S17, Route::EarlyHelp, Route::Nfa, Route::OpenCase, Route::PreviousTeam] {
        let contact = decided(neighbour(), route, 1);
        for kind in [LetterKind::OutcomeReferrer, LetterKind::FollowUp] {
            let text = draft(&contact, kind, &Addressee::Referrer, &general(), at(3), false).text();
            for secret in
                [" Ash ", "Sampleton", "Reason for", "section 17", "early help", "social worker", "TE5 7DX"]
            {
                assert!(
                    !text.to_lowercase().contains(&secret.to_lowercase()),
                    "{route} {kind}: {secret}\n{text}"
                );
            }
            let assured =
                if route == Route::Nfa { "does not let us step in" } else { "Suitable action is under way" };
            assert!(text.contains(assured), "{route} {kind}\n{text}");
        }
    }
}

#[test]
fn a_request_and_a_summary_name_nobody_they_should_not() {
    let police = Addressee::Agency("Police".into());
    let text = draft(&school(), LetterKind::AgencyRequest, &police, &general(), at(3), false).text();
    for caller in ["Mockford", "Specimen Primary", "Teacher"] {
        assert!(!text.contains(caller), "{caller}\n{text}");
    }
    assert!(text.contains("Ash Sampleton"));
}

#[test]
fn a_second_request_says_when_the_agency_was_asked_before() {
    let police = Addressee::Agency("Police".into());
    let contact = school();
    let command = issue(&contact, LetterKind::AgencyRequest, &police);
    let contact =
        does(does(contact, &command, 1), &Command::PostLetter { letter: 1, how: "secure e-mail".into() }, 1);
    let again = draft(&contact, LetterKind::AgencyRequest, &police, &general(), at(30), false).text();
    assert!(again.contains("before, on 24 November 2026"), "{again}");
    let health = Addressee::Agency("Health".into());
    assert!(
        !draft(&contact, LetterKind::AgencyRequest, &health, &general(), at(30), false)
            .text()
            .contains("before, on")
    );
}

#[test]
fn a_letter_says_whether_a_person_changed_it() {
    let contact = decided(school(), Route::S17, 1);
    let letter = draft(&contact, LetterKind::OutcomeFamily, &Addressee::Family, &general(), at(3), true);
    assert!(!letter.finished(&letter.text(), true).edited);
    assert!(!letter.finished(&letter.text().replacen(TRAINING, "", 1), true).edited, "the mark comes back");
    let edited = letter.finished(&letter.text().replace("Dear parent or carer", "Dear Ms Sampleton"), true);
    assert!(edited.edited && edited.text.starts_with(TRAINING));
}

#[test]
fn a_value_with_the_signs_of_a_template_stays_a_value() {
    let contact = does(
        school(),
        &Command::Decide {
            route: Route::S17,
            rationale: "{caller} {concern}\n= no heading\n- {".into(),
            more: Box::default(),
        },
        1,
    );
    let text =
        draft(&contact, LetterKind::OutcomeFamily, &Addressee::Family, &general(), at(3), false).text();
    assert!(text.contains("{caller} {concern}; = no heading; - {"), "{text}");
}

#[test]
fn every_name_and_condition_of_a_template_is_known() {
    // A rich contact has a value for every name; one that never has is a slip of the pen.
    let routes: Vec<&str> = Route::ALL.iter().map(|route| route.code()).collect();
    let mut unknown = Vec::new();
    for kind in LetterKind::ALL {
        for line in template::of(*kind).lines().filter(|line| !line.starts_with('#')) {
            if let Some(wanted) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                let known = |word: &&str| routes.contains(word) || fill::CONDITIONS.contains(word);
                unknown.extend(wanted.split(' ').filter(|word| !known(word)).map(str::to_owned));
            }
            let names = line.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
            unknown.extend(names.filter(|name| !fill::NAMES.contains(name)).map(str::to_owned));
        }
    }
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn every_question_of_the_caller_is_guarded_or_cannot_hold_a_name() {
    // Whoever adds a question about the caller finds it here: its typed answer must be noticed in a family letter.
    for question in QUESTIONS.iter().filter(|q| q.step == Step::Caller) {
        if !question.kind.choices().is_empty() || question.kind == Kind::Stamp {
            continue;
        }
        let typed = if question.kind == Kind::Phone { "07700 900999" } else { "Zebulon Quackenby" };
        let contact = call(ContactKind::Referral, &[(Q::CallerSource, "2A"), (question.id, typed)]);
        assert_eq!(
            gives_the_caller_away(&contact, &format!("We heard from {typed}, who was worried.")),
            Some(question.id)
        );
    }
}
