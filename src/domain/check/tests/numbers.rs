use super::super::*;
use super::{issues, read, warns};
use crate::domain::codes::ContactKind;
use crate::domain::intake::Subject;

#[test]
fn pupil_numbers_add_up_temporary_ones_too() {
    let id = QuestionId::ChildUpn;
    for fine in [
        "R201100018042",
        "T20110001804V",
        "H801200001001",
        "W372100024001",
        "K372100024002",
        "r201 1000 18042",
    ] {
        assert_eq!(issues(id, fine), [], "{fine}");
    }
    assert!(issues(id, "A201100018042")[0].text.contains("check letter"));
    assert!(issues(id, "201100018042")[0].text.contains("12 characters"));
    assert!(warns(id, "R"));
    assert!(warns(id, "R2011000180Q2"), "no letter in the middle");
    assert!(warns(id, "R20110001804O"), "O is not among the check letters");
}

#[test]
fn a_pupil_number_of_an_authority_nobody_knows_is_read_back() {
    let digits = [9, 9, 9, 1, 0, 0, 0, 1, 8, 0, 4, 2];
    let sum: usize = digits.iter().zip(2..).map(|(digit, weight)| digit * weight).sum();
    let letter = "ABCDEFGHJKLMNPQRTUVWXYZ".chars().nth(sum % 23).unwrap();
    let found = issues(QuestionId::ChildUpn, &format!("{letter}999100018042"));
    assert!(found[0].text.starts_with("999 is no authority"), "{found:?}");
}

#[test]
fn nhs_numbers_add_up_and_are_written_three_three_four() {
    let id = QuestionId::ChildNhs;
    for fine in ["9434765919", "9990000018", "999 000 0026", "999-000-0034", "4010232137"] {
        assert_eq!(issues(id, fine), [], "{fine}");
    }
    for digit in '0'..='9' {
        assert!(warns(id, &format!("999123456{digit}")), "its check would be 10: {digit}");
        assert!(warns(id, &digit.to_string().repeat(10)), "{digit} ten times over");
    }
    assert!(warns(id, "9434765918"));
    assert!(issues(id, "943476591")[0].text.contains("9 digits"));
    assert!(warns(id, "not told"));
    assert_eq!(read(id, "9434765919").unwrap(), "943 476 5919");
    assert_eq!(read(id, "943 476 5919"), None, "nothing to say when it is written so already");
}

#[test]
fn a_number_that_no_plan_has_is_read_back() {
    let id = QuestionId::CallerPhone;
    for fine in ["07700 900123", "+44 1632 960111", "01632 960111 ext 23"] {
        assert_eq!(issues(id, fine), [], "{fine}");
    }
    let nobodys = format!("01{}", "0".repeat(9));
    assert!(issues(id, &nobodys)[0].text.contains("No such number"));
    let french = format!("0033 1 {}", "42 68 53 00");
    assert_eq!(issues(id, &french), [], "00 stands for the plus sign");
}

#[test]
fn an_age_may_be_told_in_weeks_or_by_the_school_year() {
    let id = QuestionId::ChildBirth;
    assert_eq!(read(id, "year 6").unwrap(), "about 10 years old");
    assert_eq!(read(id, "3 weeks").unwrap(), "under a year old");
    assert_eq!(read(id, "6 years").unwrap(), "about 6 years old");
    assert!(warns(id, "year 20"));
    assert!(issues(id, "12/3/2016, due 3/3/2027")[0].text.contains("not both"));
}

fn beside(intake: &Intake, n: usize, question: QuestionId) -> String {
    let place = Place { question, subject: Subject::Child(n) };
    let answer = intake.about(place.subject).unwrap().get(question).unwrap();
    let found = of_answer(intake, place, answer, super::call(), Zone::LONDON);
    found.into_iter().map(|issue| issue.text).collect::<Vec<_>>().join(" ")
}

#[test]
fn answers_that_do_not_go_together_are_said() {
    let mut intake = Intake::new(ContactKind::Referral);
    let child = intake.about_mut(Subject::Child(0));
    child.set(QuestionId::ChildDisability, Answer::Many(vec!["NONE".into(), "VIS".into()]));
    child.set(QuestionId::ChildEthnicity, Answer::text("WBRI"));
    child.set(QuestionId::ChildUpn, Answer::text("R201100018042"));
    child.set(QuestionId::ChildBirth, Answer::text("about 9"));
    child.set(QuestionId::ChildUpnUnknown, Answer::text("UN1"));
    intake.about_mut(Subject::Child(1)).set(QuestionId::ChildUpn, Answer::text("r201100018042"));
    assert!(beside(&intake, 0, QuestionId::ChildDisability).contains("does not go with another"));
    assert!(beside(&intake, 0, QuestionId::ChildEthnicity).contains("not yet obtained"));
    assert!(beside(&intake, 0, QuestionId::ChildUpn).contains("Child 2 has the same number"));
    assert!(beside(&intake, 1, QuestionId::ChildUpn).contains("Child 1 has the same number"));
    assert!(beside(&intake, 0, QuestionId::ChildUpnUnknown).contains("school age"));
    let child = intake.about_mut(Subject::Child(0));
    child.set(QuestionId::ChildDisability, Answer::Many(vec!["NONE".into()]));
    child.set(QuestionId::ChildEthnicity, Answer::text("NOBT"));
    assert_eq!(beside(&intake, 0, QuestionId::ChildDisability), "");
    assert_eq!(beside(&intake, 0, QuestionId::ChildEthnicity), "");
}

#[test]
fn an_unborn_child_has_no_sex_yet() {
    let mut intake = Intake::new(ContactKind::Referral);
    let child = intake.about_mut(Subject::Child(0));
    child.set(QuestionId::ChildBirth, Answer::text("due 3/3/2027"));
    child.set(QuestionId::ChildSex, Answer::text("F"));
    assert!(beside(&intake, 0, QuestionId::ChildSex).contains("unborn"));
    intake.about_mut(Subject::Child(0)).set(QuestionId::ChildSex, Answer::text("U"));
    assert_eq!(beside(&intake, 0, QuestionId::ChildSex), "");
}
