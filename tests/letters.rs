//! The words of every letter, for a contact of which much is known and for one of which next to nothing is.
#![expect(clippy::expect_used, reason = "a helper of a test may fail loudly")]

mod common {
    #[expect(dead_code, reason = "the pictures' contacts are built here too; their screens are not")]
    pub mod world;
}

use common::world::{Call, Filed, at, general, jo, teachers_call};
use dutydesk::domain::body::{Mark, Side, Spot};
use dutydesk::domain::codes::{Rating, Route};
use dutydesk::domain::command::Command;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::decide;
use dutydesk::domain::event::Received;
use dutydesk::domain::ids::ContactId;
use dutydesk::domain::intake::{Answer, Answers, Basis, Intake, Subject};
use dutydesk::domain::letter::{self, Addressee, LetterKind};
use dutydesk::domain::schema::QuestionId as Q;
use dutydesk::office::docx;

fn filed(intake: Intake) -> Filed {
    let received = at("2026-11-24T13:20");
    let told = Received::new(received, None, intake);
    let history = decide::file(ContactId(1042), told, &jo(), &general(), received).expect("filed");
    Filed(Contact::from_history(ContactId(1042), history).expect("a contact"))
}

/// A teacher's call of which everything that letters use is known.
fn rich() -> Filed {
    let mut intake = Call::new(1042, "2026-11-24T13:20", "2A", "Bruise on the arm, story changed twice")
        .child("Ash", "Sampleton", "12/3/2016")
        .child("Robin", "Sampleton", "about 7")
        .says(Q::CallerName, "Pat Mockford")
        .says(Q::CallerRole, "Deputy head")
        .says(Q::CallerOrganisation, "Placeham Primary School")
        .says(Q::CallerEmail, "School Lane, Testshire, TE5 7AC")
        .says(Q::CallerPhone, "01632 960201")
        .says(Q::CallerNameUse, "confidential")
        .says(Q::ChildWords, "Mum was cross.\nI don't want to go home today.")
        .says(Q::Consent, "refused")
        .says(Q::ConsentReason, "asking again would put the children at risk tonight")
        .says(Q::Danger, "no")
        .about_child(Q::ChildAddress, "5 Exemplar Way, Testshire")
        .about_child(Q::ChildPostcode, "TE5 7DX")
        .about_child(Q::ChildSchool, "Placeham Primary School")
        .about_child(Q::ChildWhere, "in class, year 5")
        .line("Saw a bruise on the left upper arm, the size of a hand", Basis::Seen, "")
        .line("Ash: he fell off the sofa", Basis::Told, "Ash")
        .line("I do not believe it", Basis::Opinion, "")
        .note("2026-11-24T13:22", "mother works nights Thu to Sat", true)
        .intake();
    let mother = intake.about_mut(Subject::Person(0));
    mother.set(Q::PersonName, Answer::text("Lee Sampleton"));
    mother.set(Q::PersonRelation, Answer::text("mother"));
    mother.set(Q::PersonBirth, Answer::text("3/4/1988"));
    let spot = Spot { side: Side::Front, row: 6, column: 12 };
    intake.marks.push(Mark { size: "hand".into(), colour: "yellow".into(), ..Mark::at(0, spot) });
    filed(intake)
        .then(
            "2026-11-24T13:31",
            &jo(),
            &Command::Rate { rating: Rating::Amber, reason: "bruise not explained".into() },
        )
        .then(
            "2026-11-24T14:00",
            &jo(),
            &Command::Decide {
                route: Route::S17,
                rationale: "The bruise is not explained and the account has changed twice.\nThe children need an assessment.".into(),
                more: Box::default(),
            },
        )
}

/// A professional of whom only the surgery is known, and a child without a name.
fn minimal() -> Filed {
    let call = Call::new(1043, "2026-11-24T13:20", "3A", "Missed appointments");
    let call = call.says(Q::CallerOrganisation, "Specimen Surgery").says(Q::Consent, "given");
    filed(call.intake()).decided("2026-11-24T14:00", Route::Nfa)
}

fn consultation(more: &[(Q, &str)]) -> Filed {
    let call = Call::new(1044, "2026-11-24T13:20", "3A", "Weight loss, unsure").consultation();
    let call = call.says(Q::CallerOrganisation, "Specimen Surgery");
    let call = call.says(Q::ConsultAgreed, "Ring the health visitor\nRing us again next week");
    filed(more.iter().fold(call, |call, (id, answer)| call.says(*id, answer)).intake())
}

fn text(contact: &Contact, kind: LetterKind, training: bool) -> String {
    let to = kind.addressee().unwrap_or_else(|| Addressee::Agency("Police".into()));
    letter::may_write(contact, kind, &to, &general()).expect("allowed");
    let letter = letter::draft(contact, kind, &to, &general(), at("2026-11-24T15:30"), training);
    let checks: Vec<String> = letter.check.iter().map(|check| format!("\n(check: {check})")).collect();
    format!("{}\n{}", letter.text(), checks.concat())
}

#[test]
fn every_letter_reads_as_agreed() {
    let of_referrals = LetterKind::ALL.iter().filter(|kind| **kind != LetterKind::ConsultationSummary);
    for kind in of_referrals {
        insta::assert_snapshot!(format!("rich-{kind}"), text(&rich().0, *kind, true));
        insta::assert_snapshot!(format!("minimal-{kind}"), text(&minimal().0, *kind, false));
    }
    let kind = LetterKind::ConsultationSummary;
    let told = [
        (Q::CallerName, "Robin Fakeley"),
        (Q::ConsultWanted, "Whether to refer"),
        (Q::ConsultEvidence, "Weighed three times since June"),
        (Q::ConsultDone, "Two letters to the parents, no answer"),
    ];
    insta::assert_snapshot!("rich-consultation-summary", text(&consultation(&told).0, kind, true));
    insta::assert_snapshot!("minimal-consultation-summary", text(&consultation(&[]).0, kind, false));
    insta::assert_snapshot!("consultation-record", text(&consultation(&told).0, LetterKind::Record, false));
}

#[test]
fn a_member_of_the_public_reads_other_words() {
    let call = Call::new(1045, "2026-11-24T13:20", "1B", "Shouting at night")
        .child("Ash", "Sampleton", "9y")
        .says(Q::CallerName, "Val Dummerton")
        .says(Q::CallerEmail, "7 Exemplar Way, Testshire, TE5 7DY");
    let undecided = filed(call.intake());
    insta::assert_snapshot!("public-follow-up-undecided", text(&undecided.0, LetterKind::FollowUp, false));
    let decided = undecided.decided("2026-11-24T14:00", Route::S17);
    insta::assert_snapshot!("public-outcome-referrer", text(&decided.0, LetterKind::OutcomeReferrer, false));
}

#[test]
fn the_record_is_whole() {
    let contact = teachers_call();
    let letter = letter::draft(
        &contact,
        LetterKind::Record,
        &Addressee::File,
        &general(),
        at("2026-11-24T15:30"),
        false,
    );
    let text = letter.text();
    let answers = contact.intake().children.iter().chain([&contact.intake().answers]);
    for answer in answers.flat_map(Answers::iter).filter_map(|(_, answer)| answer.as_text()) {
        // What was chosen stands there by its label.
        assert!(text.contains(answer) || answer.len() < 8, "{answer}\n{text}");
    }
    for line in &contact.intake().narrative {
        assert!(text.contains(&format!("“{}” ({})", line.words(), line.basis_words())), "{}", line.text);
    }
    let timeline = text.split("TIMELINE").nth(1).expect("a timeline");
    assert_eq!(timeline.matches("\n- ").count(), contact.history.len());
}

#[test]
fn every_letter_can_be_taken_apart_and_makes_a_file() {
    for contact in [rich().0, minimal().0] {
        for kind in LetterKind::ALL.iter().filter(|kind| **kind != LetterKind::ConsultationSummary) {
            let text = letter::finish(&text(&contact, *kind, true), true);
            assert!(text.starts_with(letter::TRAINING));
            assert!(letter::parts(&text).len() > 5, "{text}");
            assert!(docx::bytes("A letter", &text).expect("a file").starts_with(b"PK"));
        }
    }
}
