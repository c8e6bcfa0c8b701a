//! The table of questions, one file a step. One row a question; the order is the order of asking within a step.
//!
//! A row reads: name = "code", step, whom about, kind, need, which calls, label, why, `[ledger lines]`; then, where wanted,
//! `@own` (the review has a sentence of its own for it), `under` a heading, `only` for such a child, person or decision, and
//! any number of `hint`s: when, text, `[ledger lines]`.

use super::super::codes::coded;
use super::super::way::{CHANNELS, came_in_writing, is_handover};
use super::applies::{
    alleged, always, anyone, born, child_callers, child_not_given, consent_not_given, consult_not_given,
    consultations, early_help_done, elsewhere_told, grown_callers, injury_told, lead_spoken, lives_elsewhere,
    missing_or_elsewhere, missing_told, names_people, names_people_of_others, neglect_told, no_upn,
    offence_told, outright_told, owes_writing, parents_not_told, person_not_given, police_informed,
    professional_kept_back, professionals, professionals_referring, public_callers, records_known,
    records_looked, somebody_listens, unborn,
};
use super::choices::{
    CONCERN_TYPE, CONFIDENTIAL, CONSENT, DISABILITY, EARLY_HELP, ETHNICITY, EVIDENCE, FEEDBACK, GILLICK,
    GROUNDS, HARM, INJURY, INTERPRETER, LEAD, LIVES, MEDICAL, MISSING_FROM, NAME_USE, OFFENCE, PLAN, POLICE,
    PRIOR, PURPOSES, RECORDS, ROLE, SEN, SEX, SHARED, UPN_UNKNOWN, YES_NO,
};
use super::{Hint, Kind, Need, Per, Question, Step};

#[macro_use]
mod caller;
#[macro_use]
mod child;
#[macro_use]
mod concern;
#[macro_use]
mod safety;
#[macro_use]
mod family;
#[macro_use]
mod consent;
#[macro_use]
mod history;
#[macro_use]
mod details;

/// The condition on one child, person or decision, if a row has one.
macro_rules! only {
    () => {
        anyone
    };
    ($only:ident) => {
        $only
    };
}

/// Whether a row is marked as having a sentence of its own.
macro_rules! is_own {
    () => {
        false
    };
    (own) => {
        true
    };
}

/// Declares ids and rows together, so that neither can exist without the other.
macro_rules! questions {
    (=> $($variant:ident = $code:literal, $step:ident, $per:ident, $kind:expr, $need:ident, $applies:ident,
        $label:literal, $why:literal, [$($line:literal),*] $(@$own:ident)? $(under $group:literal)? $(only $only:ident)?
        $(hint $when:ident $text:literal [$($hint_line:literal),*])*;)+) => {
        coded! {
            /// A question by its stable name.
            QuestionId { $(#[doc = $label] $variant = $code, $label;)+ }
        }

        /// Every question, in the order of asking.
        pub const QUESTIONS: &[Question] = &[$(Question {
            id: QuestionId::$variant,
            step: Step::$step,
            per: Per::$per,
            label: $label,
            kind: $kind,
            need: Need::$need,
            why: $why,
            ledger: &[$($line),*],
            applies: $applies,
            only: only!($($only)?),
            group: concat!($($group)?),
            has_own_sentence: is_own!($($own)?),
            hints: &[$(Hint { when: $when, text: $text, ledger: &[$($hint_line),*] }),*],
        },)+];
    };
}

// Each file hands its rows on to the next; the last one declares them all.
caller! { child concern safety family consent history details questions => }
