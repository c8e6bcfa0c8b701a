use super::super::super::codes::ContactKind;
use super::super::super::intake::Answer;
use super::*;

/// Ash Mockford with a sister, a mother of another name, and a teacher who rang.
fn intake() -> Intake {
    let mut intake = Intake::new(ContactKind::Referral);
    for (subject, id, answer) in [
        (Subject::Call, Q::CallerName, "Ms Pat Fakeley"),
        (Subject::Call, Q::CallerPhone, "01632 960123"),
        (Subject::Call, Q::CallerOrganisation, "Placeham Primary"),
        (Subject::Call, Q::CallerRole, "teacher"),
        (Subject::Child(0), Q::ChildForename, "Ash"),
        (Subject::Child(0), Q::ChildSurname, "Mockford"),
        (Subject::Child(0), Q::ChildPhone, "07700 900111"),
        (Subject::Child(1), Q::ChildForename, "Siân"),
        (Subject::Child(1), Q::ChildSurname, "Mockford"),
        (Subject::Person(0), Q::PersonName, "William Dummerton"),
        (Subject::Person(0), Q::PersonPhone, "07700 900222"),
    ] {
        intake.about_mut(subject).set(id, Answer::text(answer));
    }
    intake
}

fn masked(text: &str) -> String {
    let mut names = Names::default();
    let ash = Some(Subject::Child(0));
    names.add(&intake(), ash);
    names.spare(&intake(), ash);
    let (masked, _) = names.mask(text);
    masked.replace(Why::Referrer.mark(), "[R]").replace(Why::ThirdParty.mark(), "[T]")
}

#[test]
fn names_are_found_without_regard_to_case_accents_and_genitives() {
    assert_eq!(masked("Ms Fakeley saw it"), "Ms [R] saw it");
    assert_eq!(masked("PAT FAKELEY'S room"), "[R] room");
    assert_eq!(masked("Sian\u{2019}s coat, siân"), "[T] coat, [T]");
    assert_eq!(masked("said at placeham-primary"), "said at [R]");
}

#[test]
fn the_subjects_own_name_and_number_stay_though_others_bear_them() {
    assert_eq!(masked("Ash Mockford, 07700 900111"), "Ash Mockford, 07700 900111");
    assert_eq!(masked("Sian Mockford"), "[T] Mockford");
}

#[test]
fn short_forms_count_where_they_are_written_like_a_name() {
    assert_eq!(masked("Bill came. He will pay the bill."), "[T] came. He will pay the bill.");
    assert_eq!(masked("Will Dummerton came"), "[T] came");
}

#[test]
fn numbers_are_found_however_they_are_written() {
    for written in ["01632960123", "01632-960-123", "+44 1632 960123", "(01632) 960 123"] {
        let masked = masked(&format!("ring {written} now"));
        assert!(!masked.contains("960") && masked.contains("[R]"), "{masked}");
    }
    assert_eq!(masked("07700 900111 07700 900222"), "[T]", "two numbers behind each other");
    assert_eq!(masked("on 24 11 2026 at 15.30"), "on 24 11 2026 at 15.30");
    assert_eq!(masked("write to p@school.example."), "write to [T]");
}

#[test]
fn an_ordinary_word_is_nobody() {
    assert_eq!(masked("the teacher at the school"), "the teacher at the school");
    assert_eq!(masked(""), "");
    assert!(!Names::default().are_in("Ash Mockford"));
}
