//! What a decision says beyond its route, and what a talk with the referrer brought.

use serde::{Deserialize, Serialize};

use super::codes::{Route, coded};

coded! {
    /// Whether a lead professional is a social worker: in child protection it must be one (L5).
    LeadJob {
        /// A social worker.
        SocialWorker = "social-worker", "A social worker";
        /// Somebody else: a teacher, a health visitor.
        Other = "other", "Another professional";
    }
}

coded! {
    /// Why no further action is taken (L235).
    Ground {
        /// The concern could not be borne out.
        Unsubstantiated = "unsubstantiated", "Unsubstantiated concern";
        /// It was made to do harm.
        Malicious = "malicious", "Malicious contact";
        /// The threshold is not met, and nothing more is needed.
        BelowThreshold = "below-threshold", "Threshold not met, needs are met already";
        /// Something else, said in the rationale.
        Other = "other", "Another reason";
    }
}

/// The outcome of one child, where it is not the contact's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apart {
    /// Which child, from 0.
    pub child: usize,
    /// Where this child goes.
    pub route: Route,
}

/// What a decision says beyond its route and rationale. What is empty was not said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct More {
    /// To whom it goes: a worker, a team, an agency, or who answers for it while it waits.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// Who weighed it together with the one who decides: the second name (L37).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub with: String,
    /// The lead professional, by name (L3, L4).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub lead: String,
    /// The lead professional's job.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_job: Option<LeadJob>,
    /// Children whose outcome is another than the contact's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<Apart>,
    /// Why no further action is taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// At no further action: what need remains, and what was offered for it (L51).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub remaining: String,
    /// Why it was decided without partner agencies (L35, L36).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub alone: String,
}

impl More {
    /// Whether nothing more was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The route of one child, where it has its own.
    #[must_use]
    pub fn of_child(&self, child: usize) -> Option<Route> {
        self.apart.iter().find(|apart| apart.child == child).map(|apart| apart.route)
    }

    /// What was said, a line each.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        let named = |label: &str, words: &str| (!words.is_empty()).then(|| format!("{label}: {words}"));
        let lead = match (self.lead.as_str(), self.lead_job) {
            ("", _) => None,
            (lead, Some(LeadJob::SocialWorker)) => {
                Some(format!("Lead professional: {lead}, a social worker"))
            }
            (lead, _) => Some(format!("Lead professional: {lead}")),
        };
        let apart = self
            .apart
            .iter()
            .map(|apart| format!("Child {}: {}", apart.child.saturating_add(1), apart.route.label()));
        let ground = self.ground.map(|ground| format!("Because: {}", ground.label()));
        [named("To", &self.to), named("Weighed with", &self.with), lead, ground]
            .into_iter()
            .flatten()
            .chain(apart)
            .chain(named("Need that remains, and what was offered", &self.remaining))
            .chain(named("Without partner agencies, because", &self.alone))
            .collect()
    }
}

impl Route {
    /// What "to whom" means on this route, where it means anything.
    #[must_use]
    pub const fn to_label(self) -> Option<&'static str> {
        Some(match self {
            Self::S47 | Self::S17 => "To which team",
            Self::OpenCase => "Allocated worker",
            Self::PreviousTeam => "Previous team",
            Self::EarlyHelp => "To which service",
            Self::SingleAgency => "Which agency helps",
            Self::Edt => "Who has it at the emergency duty team",
            Self::Wait => "Who answers for it until then",
            Self::Stage2 | Self::Nfa | Self::Consultation | Self::Returned | Self::LeadProfessional => {
                return None;
            }
        })
    }

    /// Whether the decision is refused unless it says to whom.
    #[must_use]
    pub const fn needs_whom(self) -> bool {
        matches!(self, Self::SingleAgency | Self::Wait)
    }
}

/// What a talk with the referrer brought beyond what was said to them (L10-L12).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Talk {
    /// What they asked, and what was answered (L10).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub asked: String,
    /// What they added (L11). It is kept as information of its own, too.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub added: String,
    /// Whether a letter follows (L12).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letter: Option<bool>,
    /// Why a letter follows, or not.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub letter_reason: String,
}

impl Talk {
    /// Whether nothing more was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What was said, a line each.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        let named = |label: &str, words: &str| (!words.is_empty()).then(|| format!("{label}: {words}"));
        let letter = self.letter.map(|follows| {
            let reason = if self.letter_reason.is_empty() {
                String::new()
            } else {
                format!(": {}", self.letter_reason)
            };
            format!("{}{reason}", if follows { "A letter follows" } else { "No letter follows" })
        });
        [named("They asked", &self.asked), named("They added", &self.added), letter]
            .into_iter()
            .flatten()
            .collect()
    }
}
