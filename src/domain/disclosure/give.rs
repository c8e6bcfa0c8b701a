//! What may be given of each answer: decided question by question, so that a new question cannot slip through undecided.

use super::super::schema::QuestionId as Q;

/// To whom an answer may be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Give {
    /// To the child or person it is asked about; to nobody else.
    Own,
    /// To anybody the contact is about, with names and numbers of others masked.
    Case,
    /// To nobody: it says who rang, or would lead to them.
    Referrer,
    /// To nobody: it speaks of other people.
    Others,
}

/// What may be given of the answer to a question.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one line a question, so that none is left undecided")]
pub const fn of(question: Q) -> Give {
    match question {
        Q::ChildForename
        | Q::ChildSurname
        | Q::ChildBirth
        | Q::ChildSex
        | Q::ChildAddress
        | Q::ChildPostcode
        | Q::ChildSchool
        | Q::ChildOpen
        | Q::ChildWorker
        | Q::ChildElsewhere
        | Q::ChildOtherNames
        | Q::ChildWhere
        | Q::ChildWith
        | Q::ChildCollector
        | Q::ChildCollection
        | Q::PersonName
        | Q::PersonRelation
        | Q::PersonBirth
        | Q::PersonResponsibility
        | Q::PersonCarer
        | Q::PersonRole
        | Q::PersonSex
        | Q::PersonLives
        | Q::PersonAddress
        | Q::PersonPhone
        | Q::PersonSchool
        | Q::PersonAlleged
        | Q::PersonContact
        | Q::ChildGillick
        | Q::ChildConsent
        | Q::ChildConsentReason
        | Q::PersonConsent
        | Q::PersonConsentReason
        | Q::RecordsChild
        | Q::RecordsFound
        | Q::RecordsBy
        | Q::PriorInvolvement
        | Q::ChildDisability
        | Q::ChildMedical
        | Q::ChildSen
        | Q::ChildGp
        | Q::ChildHealthWorker
        | Q::ChildLanguage
        | Q::ChildInterpreter
        | Q::ChildCommunication
        | Q::ChildAttendance
        | Q::ChildLead
        | Q::ChildLivesWith
        | Q::ChildPlan
        | Q::ChildPrivateFostering
        | Q::ChildPrevious
        | Q::ChildPhone
        | Q::ChildEthnicity
        | Q::ChildReligion
        | Q::ChildGender
        | Q::ChildNhs
        | Q::ChildUpn
        | Q::ChildUpnUnknown => Give::Own,
        Q::Concern
        | Q::Narrative
        | Q::ChildWords
        | Q::Harm
        | Q::When
        | Q::Where
        | Q::Injury
        | Q::InjuryDetail
        | Q::WhyNow
        | Q::ConcernType
        | Q::RisksSeen
        | Q::ChildWishes
        | Q::GoingWell
        | Q::Medical
        | Q::Danger
        | Q::UrgentAction
        | Q::Offence
        | Q::PoliceInformed
        | Q::PoliceReference
        | Q::Missing
        | Q::MissingSince
        | Q::MissingFrom
        | Q::MissingVulnerable
        | Q::MissingPolice
        | Q::FoundWhere
        | Q::HomeAuthority
        | Q::HostAuthority
        | Q::HomeAccepted
        | Q::ManagerAsked
        | Q::Needs
        | Q::ParentsInformed
        | Q::ParentsReason
        | Q::Consent
        | Q::ConsentReason
        | Q::ConsentPurposes
        | Q::ChildKnows
        | Q::History
        | Q::EarlierEvents
        | Q::EarlyHelp
        | Q::ShareWhat
        | Q::ShareWith
        | Q::ShareDecision
        | Q::SharePurpose
        | Q::ShareGround
        | Q::ShareReason
        | Q::ShareConfidential
        | Q::ReceivedAt
        | Q::EdtReceived => Give::Case,
        // What the caller's agency did says which agency it is.
        Q::EdtWorker
        | Q::CallerSource
        | Q::CallerName
        | Q::CallerPhone
        | Q::CallerRole
        | Q::CallerOrganisation
        | Q::CallerNameUse
        | Q::AnonymityReason
        | Q::CallerSafeToTalk
        | Q::CallerSafeReach
        | Q::CallerReach
        | Q::WrittenPromised
        | Q::CallerRelation
        | Q::CallerEmail
        | Q::WorkerNamed
        | Q::FeedbackHow
        | Q::Channel
        | Q::CallerTold
        | Q::FurtherRole
        | Q::EarlyHelpForm
        | Q::EarlyHelpWhy
        | Q::Tried
        | Q::HubOffered
        | Q::LeadSpoken
        | Q::LeadName
        | Q::OwnPolicy
        | Q::ReasonClear
        | Q::Consulted
        | Q::Navigator
        | Q::ConsultWanted
        | Q::ConsultEvidence
        | Q::ConsultDone
        | Q::ConsultKnown
        | Q::ConsultConsent
        | Q::ConsultOverride
        | Q::ConsultClarified
        | Q::ConsultAgreed
        | Q::ConsultFile => Give::Referrer,
        Q::Evidence
        | Q::SiblingsSay
        | Q::ParentsSay
        | Q::MotherWhere
        | Q::MotherWith
        | Q::OthersAtRisk
        | Q::Household
        | Q::SiblingsElsewhere
        | Q::AskDomesticAbuse
        | Q::AskMentalHealth
        | Q::AskSubstances
        | Q::AskLearning
        | Q::AskImpairment
        | Q::AskConvictions
        | Q::AskDetail
        | Q::WhoKnows
        | Q::RecordsAdults
        | Q::ChildSchoolContact
        | Q::ChildProfessionals => Give::Others,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::schema::{Per, QUESTIONS, Step};
    use super::*;

    #[test]
    fn nothing_that_the_caller_says_of_themselves_is_given() {
        for question in Step::Caller.questions() {
            let times = matches!(question.id, Q::ReceivedAt | Q::EdtReceived);
            assert_eq!(of(question.id) == Give::Referrer, !times, "{}", question.id);
        }
    }

    #[test]
    fn only_what_is_asked_about_somebody_is_their_own() {
        for question in QUESTIONS {
            let about_somebody = matches!(question.per, Per::Child | Per::Person);
            match of(question.id) {
                Give::Own => assert!(about_somebody, "{}", question.id),
                Give::Case => assert!(!about_somebody, "{}", question.id),
                Give::Referrer | Give::Others => {}
            }
        }
    }
}
