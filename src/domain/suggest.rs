//! A suggested rating with its reasons. A person decides; the suggestion is only kept beside the decision.

use serde::{Deserialize, Serialize};

use super::codes::Rating;
use super::intake::Intake;
use super::schema::QuestionId;

/// What the answers point to, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The most urgent rating that any reason carries.
    pub rating: Rating,
    /// The reasons, most urgent first, in plain words.
    pub reasons: Vec<String>,
}

/// One rule: an answer that carries a rating.
struct Rule(QuestionId, &'static str, Rating, &'static str);

/// The shipped rules. They are this desk's defaults, not taken from a source document: the meaning of the colours is
/// (likely significant harm now; serious or unclear; lower concern).
const RULES: &[Rule] = &[
    Rule(QuestionId::Danger, "yes", Rating::Red, "in danger at this moment"),
    Rule(QuestionId::Medical, "needed", Rating::Red, "needs medical attention that nobody has sought"),
    Rule(QuestionId::Injury, "seen", Rating::Red, "injury seen by the caller"),
    Rule(QuestionId::Harm, "sexual", Rating::Red, "sexual harm"),
    Rule(QuestionId::Medical, "sought", Rating::Amber, "medical attention was needed"),
    Rule(QuestionId::Injury, "reported", Rating::Amber, "injury reported, not seen"),
    Rule(QuestionId::Harm, "physical", Rating::Amber, "physical harm"),
    Rule(QuestionId::Harm, "domestic-abuse", Rating::Amber, "domestic abuse"),
    Rule(QuestionId::Harm, "exploitation", Rating::Amber, "exploitation"),
    Rule(QuestionId::Harm, "neglect", Rating::Amber, "neglect"),
    Rule(QuestionId::Harm, "emotional", Rating::Amber, "emotional harm"),
    Rule(QuestionId::Harm, "online", Rating::Amber, "harm online"),
    Rule(QuestionId::Harm, "other", Rating::Green, "another concern"),
    Rule(QuestionId::Harm, "support", Rating::Green, "needs support"),
];

/// The suggestion that follows from the answers; none while nothing points anywhere.
#[must_use]
pub fn suggest(intake: &Intake) -> Option<Suggestion> {
    let met: Vec<&Rule> =
        RULES.iter().filter(|Rule(id, code, ..)| intake.answers.has_code(*id, code)).collect();
    let rating = met.iter().map(|rule| rule.2).min()?;
    Some(Suggestion { rating, reasons: met.iter().map(|rule| rule.3.to_owned()).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::codes::ContactKind;
    use crate::domain::intake::Answer;

    #[test]
    fn the_most_urgent_reason_leads_and_every_reason_is_kept() {
        let mut intake = Intake::new(ContactKind::Referral);
        assert_eq!(suggest(&intake), None);
        intake.answers.set(QuestionId::Harm, Answer::Many(vec!["neglect".into()]));
        intake.answers.set(QuestionId::Injury, Answer::text("seen"));
        let suggestion = suggest(&intake).unwrap();
        assert_eq!(suggestion.rating, Rating::Red);
        assert_eq!(suggestion.reasons, ["injury seen by the caller", "neglect"]);
    }

    #[test]
    fn not_known_yet_suggests_nothing() {
        let mut intake = Intake::new(ContactKind::Referral);
        intake.answers.set(QuestionId::Danger, Answer::not_known());
        assert_eq!(suggest(&intake), None);
    }
}
