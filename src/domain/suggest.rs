//! A suggested rating with its reasons. A person decides; the suggestion is only kept beside the decision.

use serde::{Deserialize, Serialize};

use super::codes::Rating;
use super::human::{self, Birth};
use super::intake::{Answers, Intake};
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
    Rule(QuestionId::CallerSafeToTalk, "no", Rating::Red, "a child who rings and is not safe to talk"),
    Rule(QuestionId::Medical, "sought", Rating::Amber, "medical attention was needed"),
    Rule(QuestionId::Injury, "reported", Rating::Amber, "injury reported, not seen"),
    Rule(QuestionId::Harm, "physical", Rating::Amber, "physical harm"),
    Rule(QuestionId::Harm, "domestic-abuse", Rating::Amber, "domestic abuse"),
    Rule(QuestionId::Harm, "exploitation", Rating::Amber, "exploitation"),
    Rule(QuestionId::Harm, "neglect", Rating::Amber, "neglect"),
    Rule(QuestionId::Harm, "emotional", Rating::Amber, "emotional harm"),
    Rule(QuestionId::Harm, "online", Rating::Amber, "harm online"),
    Rule(QuestionId::Missing, "yes", Rating::Amber, "a child is missing"),
    Rule(QuestionId::Offence, "yes", Rating::Amber, "a crime against a child"),
    Rule(QuestionId::Offence, "possible", Rating::Amber, "possibly a crime against a child"),
    Rule(
        QuestionId::ConcernType,
        "protection",
        Rating::Amber,
        "the caller sees significant harm or its risk",
    ),
    Rule(QuestionId::AskDomesticAbuse, "yes", Rating::Amber, "domestic abuse at home"),
    Rule(QuestionId::AskSubstances, "yes", Rating::Amber, "drug or alcohol use of a parent"),
    Rule(QuestionId::AskConvictions, "yes", Rating::Amber, "convictions or earlier suspected abuse"),
    Rule(QuestionId::AskDomesticAbuse, "suspected", Rating::Green, "domestic abuse suspected"),
    Rule(QuestionId::AskSubstances, "suspected", Rating::Green, "drug or alcohol use suspected"),
    Rule(QuestionId::AskMentalHealth, "yes", Rating::Green, "mental ill health of a parent"),
    Rule(QuestionId::AskLearning, "yes", Rating::Green, "learning disability of a parent"),
    Rule(QuestionId::Harm, "other", Rating::Green, "another concern"),
    Rule(QuestionId::Harm, "support", Rating::Green, "needs support"),
];

/// The suggestion that follows from the answers; none while nothing points anywhere.
#[must_use]
pub fn suggest(intake: &Intake) -> Option<Suggestion> {
    let met = RULES.iter().filter(|Rule(id, code, ..)| intake.answers.has_code(*id, code));
    let mut met: Vec<(Rating, &str)> = met.map(|Rule(_, _, rating, words)| (*rating, *words)).collect();
    met.extend(together(intake));
    met.sort_by_key(|(rating, _)| *rating);
    let rating = met.first()?.0;
    Some(Suggestion { rating, reasons: met.into_iter().map(|(_, words)| words.to_owned()).collect() })
}

/// What only two answers together say.
fn together(intake: &Intake) -> Vec<(Rating, &'static str)> {
    let call = &intake.answers;
    let births =
        || intake.children.iter().filter_map(|child| human::birth(child.text(QuestionId::ChildBirth)));
    let baby = births().any(|birth| matches!(birth, Birth::About(0)));
    let unborn = births().any(|birth| matches!(birth, Birth::Due(_)));
    let at_home = [QuestionId::AskDomesticAbuse, QuestionId::AskSubstances, QuestionId::AskConvictions];
    let risk_at_home =
        at_home.into_iter().any(|id| call.has_code(id, "yes") || call.has_code(id, "suspected"));
    let lives_with = |person: &Answers| {
        person.has_code(QuestionId::PersonAlleged, "yes") && person.has_code(QuestionId::PersonLives, "yes")
    };
    let rules = [
        (baby && call.has_code(QuestionId::Injury, "reported"), Rating::Red, "injury to a baby reported"),
        (unborn && risk_at_home, Rating::Amber, "an unborn child, with a risk at home"),
        (
            intake.family.iter().any(lives_with),
            Rating::Amber,
            "the person alleged to have harmed lives with the child",
        ),
    ];
    rules.into_iter().filter(|(met, ..)| *met).map(|(_, rating, words)| (rating, words)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::codes::ContactKind;
    use crate::domain::intake::{Answer, Subject};

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
    fn two_answers_together_say_what_neither_says_alone() {
        let mut intake = Intake::new(ContactKind::Referral);
        intake.answers.set(QuestionId::Injury, Answer::text("reported"));
        let child = |intake: &mut Intake, birth: &str| {
            intake.about_mut(Subject::Child(0)).set(QuestionId::ChildBirth, Answer::text(birth));
        };
        child(&mut intake, "about 9");
        assert_eq!(suggest(&intake).unwrap().rating, Rating::Amber);
        child(&mut intake, "5 months");
        let suggestion = suggest(&intake).unwrap();
        assert_eq!(suggestion.rating, Rating::Red);
        assert_eq!(suggestion.reasons, ["injury to a baby reported", "injury reported, not seen"]);

        let mut intake = Intake::new(ContactKind::Referral);
        child(&mut intake, "due 3/3/2027");
        assert_eq!(suggest(&intake), None, "to be unborn is no risk");
        intake.answers.set(QuestionId::AskSubstances, Answer::text("suspected"));
        assert_eq!(suggest(&intake).unwrap().rating, Rating::Amber);
    }

    #[test]
    fn not_known_yet_suggests_nothing() {
        let mut intake = Intake::new(ContactKind::Referral);
        intake.answers.set(QuestionId::Danger, Answer::not_known());
        assert_eq!(suggest(&intake), None);
    }
}
