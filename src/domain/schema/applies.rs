//! When a question is asked: conditions on the whole call, and conditions on one child, person or decision.

use super::super::codes::{ContactKind, Source};
use super::super::human::{self, Birth};
use super::super::intake::{Answers, Intake};
use super::super::way;
use super::{QuestionId as Q, is_professional, source};

pub(super) fn always(_: &Intake) -> bool {
    true
}

/// Somebody is on the line or at the door, as far as recorded, who can be told something and agree to it.
pub(super) fn somebody_listens(intake: &Intake) -> bool {
    way::is_listening(intake)
}

/// A referral has identity fields; a consultation never has.
pub(super) fn names_people(intake: &Intake) -> bool {
    intake.kind == ContactKind::Referral
}

pub(super) fn consultations(intake: &Intake) -> bool {
    intake.kind == ContactKind::Consultation
}

/// What is asked about a child makes no sense when the child is the one who rings.
pub(super) fn names_people_of_others(intake: &Intake) -> bool {
    names_people(intake) && !child_callers(intake)
}

pub(super) fn professionals(intake: &Intake) -> bool {
    is_professional(intake)
}

/// Only a professional who refers owes a written referral (L133); a consultation owes nothing.
pub(super) fn professionals_referring(intake: &Intake) -> bool {
    is_professional(intake) && names_people(intake)
}

/// What came in writing owes nothing more in writing.
pub(super) fn owes_writing(intake: &Intake) -> bool {
    professionals_referring(intake) && !way::came_in_writing(intake)
}

pub(super) fn public_callers(intake: &Intake) -> bool {
    source(intake).is_some_and(|source| !source.is_professional() && source != Source::Child)
}

pub(super) fn child_callers(intake: &Intake) -> bool {
    source(intake) == Some(Source::Child)
}

pub(super) fn grown_callers(intake: &Intake) -> bool {
    !child_callers(intake)
}

pub(super) fn professional_kept_back(intake: &Intake) -> bool {
    let id = Q::CallerNameUse;
    let kept = intake.answers.has_code(id, "confidential") || intake.answers.has_code(id, "withheld");
    kept && is_professional(intake)
}

pub(super) fn neglect_told(intake: &Intake) -> bool {
    intake.answers.has_code(Q::Harm, "neglect")
}

pub(super) fn injury_told(intake: &Intake) -> bool {
    is(intake, Q::Injury, &["seen", "reported"])
}

pub(super) fn offence_told(intake: &Intake) -> bool {
    names_people(intake) && is(intake, Q::Offence, &["yes", "possible"])
}

pub(super) fn police_informed(intake: &Intake) -> bool {
    offence_told(intake) && intake.answers.get(Q::PoliceInformed).is_some()
}

pub(super) fn missing_told(intake: &Intake) -> bool {
    names_people(intake) && intake.answers.has_code(Q::Missing, "yes")
}

pub(super) fn elsewhere_told(intake: &Intake) -> bool {
    names_people(intake) && intake.children.iter().any(|child| child.has_code(Q::ChildElsewhere, "yes"))
}

pub(super) fn missing_or_elsewhere(intake: &Intake) -> bool {
    missing_told(intake) || elsewhere_told(intake)
}

/// Whether one of the things asked outright was told or is suspected (L395-L404).
pub(super) fn outright_told(intake: &Intake) -> bool {
    let asked = [
        Q::AskDomesticAbuse,
        Q::AskMentalHealth,
        Q::AskSubstances,
        Q::AskLearning,
        Q::AskImpairment,
        Q::AskConvictions,
    ];
    names_people(intake) && asked.into_iter().any(|id| is(intake, id, &["yes", "suspected"]))
}

pub(super) fn consent_not_given(intake: &Intake) -> bool {
    names_people(intake) && not_given(&intake.answers, Q::Consent)
}

pub(super) fn consult_not_given(intake: &Intake) -> bool {
    consultations(intake) && not_given(&intake.answers, Q::ConsultConsent)
}

pub(super) fn parents_not_told(intake: &Intake) -> bool {
    names_people(intake) && intake.answers.has_code(Q::ParentsInformed, "no")
}

pub(super) fn early_help_done(intake: &Intake) -> bool {
    professionals_referring(intake) && is(intake, Q::EarlyHelp, &["under-way", "done"])
}

pub(super) fn lead_spoken(intake: &Intake) -> bool {
    professionals(intake) && intake.answers.has_code(Q::LeadSpoken, "yes")
}

fn is(intake: &Intake, id: Q, codes: &[&str]) -> bool {
    codes.iter().any(|code| intake.answers.has_code(id, code))
}

fn not_given(answers: &Answers, id: Q) -> bool {
    answers.get(id).is_some() && !answers.has_code(id, "given")
}

/// No condition on the child, person or decision.
pub(super) fn anyone(_: &Answers) -> bool {
    true
}

/// Whether a child is born, as far as told.
pub(super) fn born(child: &Answers) -> bool {
    !matches!(human::birth(child.text(Q::ChildBirth)), Some(Birth::Due(_)))
}

/// Whether a child is still to be born, as far as told: then the mother is the one to find.
pub(super) fn unborn(child: &Answers) -> bool {
    !born(child)
}

pub(super) fn no_upn(child: &Answers) -> bool {
    born(child) && child.text(Q::ChildUpn).trim().is_empty()
}

pub(super) fn records_looked(child: &Answers) -> bool {
    let looked = |id| child.has_code(id, "no-trace") || child.has_code(id, "known");
    looked(Q::RecordsChild) || looked(Q::RecordsAdults)
}

pub(super) fn records_known(child: &Answers) -> bool {
    child.has_code(Q::RecordsChild, "known") || child.has_code(Q::RecordsAdults, "known")
}

pub(super) fn child_not_given(child: &Answers) -> bool {
    born(child) && not_given(child, Q::ChildConsent)
}

pub(super) fn person_not_given(person: &Answers) -> bool {
    not_given(person, Q::PersonConsent)
}

pub(super) fn alleged(person: &Answers) -> bool {
    person.has_code(Q::PersonAlleged, "yes")
}

pub(super) fn lives_elsewhere(person: &Answers) -> bool {
    person.has_code(Q::PersonLives, "no") || person.has_code(Q::PersonLives, "sometimes")
}
