use super::super::super::codes::Role;
use super::super::super::ids::UserId;
use super::super::super::intake::{Answer, Intake, Subject};
use super::super::super::schema::QuestionId;
use super::super::{Case, From, Hold};
use super::*;
use crate::domain::codes::ContactKind;

const NOON: Moment = Moment::from_millis(1_795_529_400_000);

fn manager(name: &str) -> Actor {
    Actor { user: UserId(name.into()), name: name.into(), role: Role::Manager }
}

fn applied() -> Applied {
    let rule = Rule { case: Case::Nfa, years: 3, from: From::Closed, basis: "default".into() };
    Applied { rule, until: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() }
}

fn names() -> Names {
    let mut intake = Intake::new(ContactKind::Referral);
    intake.about_mut(Subject::Child(0)).set(QuestionId::ChildSurname, Answer::text("Mockford"));
    Names::of_call(&intake)
}

fn proposal() -> Proposal {
    let asked = Asked {
        target: Target::Contact(ContactId(1001)),
        applied: applied(),
        seen: 7,
        reason: "its time is over".into(),
    };
    Proposal { asked, by: manager("s.placeham"), at: NOON }
}

fn agree(seen: u32, standing: &Standing, who: &str, days: i64) -> Result<Applied, String> {
    let now = NOON + TimeDelta::days(days);
    may_agree(&proposal(), seen, standing, &names(), &manager(who), now, Zone::LONDON).map_err(|no| no.0)
}

#[test]
fn the_one_who_asked_cannot_agree() {
    let due = Standing::Due(applied());
    assert_eq!(agree(7, &due, "l.synthley", 1), Ok(applied()));
    assert!(agree(7, &due, "s.placeham", 1).unwrap_err().contains("another manager"));
}

#[test]
fn a_request_lapses_after_fourteen_days_and_when_anything_changed() {
    let due = Standing::Due(applied());
    assert!(agree(7, &due, "l.synthley", 14).is_ok());
    assert!(agree(7, &due, "l.synthley", 15).unwrap_err().contains("lapsed"));
    assert!(agree(8, &due, "l.synthley", 1).unwrap_err().contains("has changed since"));
    assert!(proposal().stands(7, NOON) && !proposal().stands(8, NOON));
}

#[test]
fn only_what_is_due_is_erased() {
    let hold = Hold { at: NOON, by: manager("s.placeham"), reason: "an inquiry".into() };
    for (standing, word) in [
        (Standing::Open, "owed or undecided"),
        (Standing::Held(hold), "legal hold since 24 Nov 2026: an inquiry."),
        (Standing::NoRule, "no rule"),
        (Standing::Kept(applied()), "kept until 1 Jan 2026"),
    ] {
        let no = agree(7, &standing, "l.synthley", 1).unwrap_err();
        assert!(no.contains(word), "{no}");
        assert!(may_ask(&standing, "why", &names(), &manager("a"), Zone::LONDON).is_err());
    }
}

#[test]
fn only_managers_ask_and_the_reason_names_nobody() {
    let due = Standing::Due(applied());
    let worker = Actor { role: Role::Worker, ..manager("j.testerby") };
    assert!(may_ask(&due, "its time is over", &names(), &worker, Zone::LONDON).is_err());
    let ask = |reason: &str| may_ask(&due, reason, &names(), &manager("a"), Zone::LONDON).map_err(|no| no.0);
    assert_eq!(ask("its time is over"), Ok(applied()));
    assert!(ask(" ").unwrap_err().contains("Say why"));
    assert!(ask("the mockford family asked").unwrap_err().contains("without a name"));
}
