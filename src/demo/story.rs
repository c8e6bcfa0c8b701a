//! Stories: kinds of call, and the intakes they make.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::cast::Cast;
use super::random::Dice;
use crate::domain::codes::{ContactKind, Rating, Route, Source};
use crate::domain::intake::{Answer, Answers, Intake, NarrativeLine, Subject, Unanswered};
use crate::domain::schema::QuestionId;
use crate::domain::way;

/// One kind of call.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// Its name among the stories.
    pub id: String,
    #[serde(default = "referral")]
    kind: ContactKind,
    source: Source,
    role: String,
    /// Youngest and oldest child it is told of.
    ages: (u32, u32),
    /// Times at which the child may be collected; empty where the answers say it.
    #[serde(default)]
    collection: Vec<String>,
    /// What a desk would rate it.
    pub rating: Rating,
    /// Why.
    pub reason: String,
    /// Where a desk would send it.
    pub route: Route,
    rationale: String,
    narrative: Vec<NarrativeLine>,
    answers: BTreeMap<QuestionId, Answer>,
    #[serde(default)]
    child: BTreeMap<QuestionId, Answer>,
}

fn referral() -> ContactKind {
    ContactKind::Referral
}

impl Story {
    /// Whether a professional asks for advice without naming a child.
    #[must_use]
    pub fn is_consultation(&self) -> bool {
        self.kind == ContactKind::Consultation
    }

    /// Why it goes where it goes, told of this child.
    #[must_use]
    pub fn rationale(&self, intake: &Intake) -> String {
        of_child(&self.rationale, &named(intake))
    }

    /// A call of this kind, as told on `day`.
    #[must_use]
    pub fn call(&self, cast: &Cast, dice: &mut Dice, day: NaiveDate) -> Intake {
        let mut intake = Intake::new(self.kind);
        intake.children.clear();
        if !self.is_consultation() {
            let household = Household::throw(cast, dice);
            let several = self.ages.1 > 1 && dice.chance(20);
            for _ in 0..=u8::from(several) {
                let child = self.child(cast, dice, day, &household, &intake);
                intake.children.push(child);
            }
            if dice.chance(60) {
                intake.family.push(household.parent(cast, dice));
            }
        }
        let child = named(&intake);
        self.caller(cast, dice, &mut intake.answers);
        for (question, answer) in &self.answers {
            intake.answers.set(*question, told_of(answer, &child));
        }
        if Source::is_professional(self.source) && way::is_listening(&intake) {
            intake.answers.set(QuestionId::WrittenPromised, Answer::text("yes"));
        }
        self.routine(&mut intake);
        let line = |line: &NarrativeLine| NarrativeLine {
            text: of_child(&line.text, &child),
            told_by: of_child(&line.told_by, &child),
            basis: line.basis,
        };
        intake.narrative = self.narrative.iter().map(line).collect();
        intake
    }

    /// What is asked on every call, as far as the story does not say it.
    fn routine(&self, intake: &mut Intake) {
        let told = |intake: &mut Intake, subject: Subject, id: QuestionId, answer: &str| {
            if intake.about(subject).is_some_and(|answers| answers.get(id).is_none()) {
                intake.about_mut(subject).set(id, Answer::text(answer));
            }
        };
        let listening = way::is_listening(intake);
        let mut call = |id, answer| told(intake, Subject::Call, id, answer);
        if listening {
            call(QuestionId::CallerTold, "yes");
            call(QuestionId::WorkerNamed, "yes");
            call(QuestionId::FeedbackHow, "telephone");
        }
        if self.is_consultation() {
            return;
        }
        let (concern, offence) = match self.rating {
            Rating::Red => ("protection", "possible"),
            Rating::Amber => ("safeguarding", "no"),
            Rating::Green | Rating::Blue => ("support", "no"),
        };
        call(QuestionId::ConcernType, concern);
        call(QuestionId::Offence, offence);
        if offence == "possible" {
            call(QuestionId::PoliceInformed, "by-us");
        }
        call(QuestionId::Missing, "no");
        call(QuestionId::WhoKnows, "Nobody else");
        if self
            .answers
            .get(&QuestionId::Harm)
            .is_some_and(|harm| harm.codes().iter().any(|c| c == "domestic-abuse"))
        {
            call(QuestionId::AskDomesticAbuse, "yes");
            call(QuestionId::AskDetail, "As told in what happened.");
        }
        for id in [
            QuestionId::AskDomesticAbuse,
            QuestionId::AskMentalHealth,
            QuestionId::AskSubstances,
            QuestionId::AskLearning,
            QuestionId::AskImpairment,
            QuestionId::AskConvictions,
        ] {
            call(id, "no");
        }
        if Source::is_professional(self.source) {
            call(QuestionId::LeadSpoken, "yes");
            call(QuestionId::LeadName, "The safeguarding lead");
            call(QuestionId::EarlyHelp, "none");
        }
        for n in 0..intake.children.len() {
            for id in [QuestionId::RecordsChild, QuestionId::RecordsAdults] {
                told(intake, Subject::Child(n), id, "no-trace");
            }
            told(intake, Subject::Child(n), QuestionId::RecordsBy, "At the desk, during the call");
            let child = intake.about_mut(Subject::Child(n));
            if child.get(QuestionId::ChildDisability).is_none() {
                child.set(QuestionId::ChildDisability, Answer::Many(vec!["NONE".to_owned()]));
            }
        }
    }

    fn caller(&self, cast: &Cast, dice: &mut Dice, answers: &mut Answers) {
        let people = &cast.people;
        let name = format!("{} {}", dice.word(&people.grown_up), dice.word(&people.surnames));
        let number = if self.source.is_professional() { "01632 960" } else { "07700 900" };
        let number = format!("{number}{:03}", dice.between(0, 999));
        let mut set = |id, text: &str| answers.set(id, Answer::text(text));
        set(QuestionId::CallerSource, self.source.code());
        set(QuestionId::CallerName, &name);
        set(QuestionId::CallerPhone, &number);
        set(QuestionId::CallerRole, &self.role);
        set(QuestionId::CallerNameUse, "open");
        if let Some(places) = people.organisations.get(self.source.code()) {
            set(QuestionId::CallerOrganisation, dice.word(places));
        }
    }

    fn child(
        &self,
        cast: &Cast,
        dice: &mut Dice,
        day: NaiveDate,
        household: &Household,
        before: &Intake,
    ) -> Answers {
        let mut child = Answers::default();
        let girl = dice.chance(50);
        let names = if girl { &cast.people.girls } else { &cast.people.boys };
        let taken = |name: &str| before.children.iter().any(|c| c.text(QuestionId::ChildForename) == name);
        let mut forename = dice.word(names);
        while taken(forename) {
            forename = dice.word(names);
        }
        let mut set = |id, text: &str| child.set(id, Answer::text(text));
        set(QuestionId::ChildForename, forename);
        set(QuestionId::ChildSurname, &household.surname);
        set(QuestionId::ChildSex, if girl { "F" } else { "M" });
        set(QuestionId::ChildBirth, &birth(self.ages, dice, day));
        set(QuestionId::ChildAddress, &household.address);
        set(QuestionId::ChildPostcode, &household.postcode);
        set(QuestionId::ChildSchool, dice.word(&cast.people.schools));
        set(QuestionId::ChildOpen, "no");
        set(QuestionId::ChildCollection, dice.word(&self.collection));
        for (question, answer) in &self.child {
            child.set(*question, told_of(answer, forename));
        }
        child
    }
}

/// Those who live at one address.
struct Household {
    surname: String,
    address: String,
    postcode: String,
}

impl Household {
    fn throw(cast: &Cast, dice: &mut Dice) -> Self {
        let letters: Vec<char> = "ABDEFGHJLNPQRSTUWXYZ".chars().collect();
        let mut letter = || dice.pick(&letters).copied().unwrap_or('A');
        let (one, other) = (letter(), letter());
        Self {
            surname: dice.word(&cast.people.surnames).to_owned(),
            address: format!("{} {}", dice.between(1, 120), dice.word(&cast.people.streets)),
            postcode: format!("TE5 7{one}{other}"),
        }
    }

    fn parent(&self, cast: &Cast, dice: &mut Dice) -> Answers {
        let mut person = Answers::default();
        let name = format!("{} {}", dice.word(&cast.people.grown_up), self.surname);
        let relations = ["mother", "father", "grandmother"];
        person.set(QuestionId::PersonName, Answer::text(name));
        person.set(QuestionId::PersonRelation, Answer::text(*dice.pick(&relations).unwrap_or(&"mother")));
        person
            .set(QuestionId::PersonResponsibility, Answer::text(if dice.chance(85) { "yes" } else { "no" }));
        person
    }
}

/// A birth date, as a caller would say it, for a child of about these ages on `day`.
fn birth((youngest, oldest): (u32, u32), dice: &mut Dice, day: NaiveDate) -> String {
    let age = dice.between(youngest, oldest);
    if age > 1 && dice.chance(15) {
        return format!("about {age}");
    }
    let days = i64::from(age) * 365 + i64::from(dice.between(20, 300)) + i64::from(age / 4);
    let born = day - chrono::TimeDelta::days(days);
    format!("{}/{}/{}", born.day(), born.month(), born.year())
}

/// What the first child is called in the telling.
fn named(intake: &Intake) -> String {
    let forename = intake.children.first().map_or("", |child| child.text(QuestionId::ChildForename));
    if forename.is_empty() { "the child".to_owned() } else { forename.to_owned() }
}

fn of_child(text: &str, child: &str) -> String {
    text.replace("{child}", child)
}

fn told_of(answer: &Answer, child: &str) -> Answer {
    match answer {
        Answer::Text(text) => Answer::Text(of_child(text, child)),
        Answer::State(Unanswered { state, reason }) => {
            Answer::State(Unanswered { state: *state, reason: of_child(reason, child) })
        }
        Answer::Many(codes) => Answer::Many(codes.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Zone;
    use crate::domain::schema::{Per, gaps};
    use crate::domain::suggest::suggest;
    use crate::domain::when::Moment;
    use crate::exchange;

    const NOON: Moment = Moment::from_millis(1_795_521_600_000);

    #[test]
    fn every_story_answers_only_questions_that_exist_and_with_their_own_values() {
        let cast = Cast::load().unwrap();
        for story in &cast.stories {
            for (list, per) in [(&story.answers, Per::Call), (&story.child, Per::Child)] {
                for (id, answer) in list {
                    assert_eq!(id.question().per, per, "{}: {id}", story.id);
                    if !id.question().kind.choices().is_empty() {
                        for code in answer.codes() {
                            assert!(exchange::choice(*id, code).is_ok(), "{}: {id} = {code}", story.id);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_call_of_every_story_leaves_little_to_ask_and_nothing_odd() {
        let cast = Cast::load().unwrap();
        for story in &cast.stories {
            for seed in 0..20 {
                let intake = story.call(&cast, &mut Dice::new(seed), Zone::LONDON.local(NOON).date());
                assert!(gaps(&intake).len() < 12, "{}: {:?}", story.id, gaps(&intake));
                let doubts = exchange::doubts(&intake, NOON, Zone::LONDON);
                assert!(doubts.is_empty(), "{}: {doubts:?}", story.id);
                assert!(!serde_json::to_string(&intake).unwrap().contains("{child}"), "{}", story.id);
                assert!(!story.rationale(&intake).contains("{child}"), "{}", story.id);
            }
        }
    }

    #[test]
    fn stories_are_rated_near_what_their_answers_suggest() {
        let cast = Cast::load().unwrap();
        let overridden = cast.stories.iter().filter(|story| {
            let intake = story.call(&cast, &mut Dice::new(1), Zone::LONDON.local(NOON).date());
            suggest(&intake).is_some_and(|s| s.rating != story.rating)
        });
        let overridden: Vec<&str> = overridden.map(|story| story.id.as_str()).collect();
        assert!(overridden.len() * 2 < cast.stories.len(), "{overridden:?}");
        assert!(!overridden.is_empty(), "a training desk shows an override too");
    }

    #[test]
    fn callers_of_many_sources_ring() {
        let cast = Cast::load().unwrap();
        let mut sources: Vec<Source> = cast.stories.iter().map(|story| story.source).collect();
        sources.sort_unstable();
        sources.dedup();
        assert!(sources.len() >= 12, "{sources:?}");
    }
}
