//! What is missing or doubtful, for the worker alone: the most pressing first.

use super::super::check::{self, Severity};
use super::super::clocks::{ClockId, Deadline};
use super::super::codes::Source;
use super::super::schema::QuestionId;
use super::{By, Words};

impl Words<'_> {
    pub(super) fn missing_of_referral(&self) -> Vec<String> {
        let mut missing = self.danger();
        missing.extend(self.passed());
        missing.extend(self.police());
        missing.extend(self.safe_way());
        missing.extend(self.numbers());
        let name_use = self.answer(QuestionId::CallerNameUse);
        if self.answer(QuestionId::CallerName).is_empty() && name_use != "withheld" {
            missing.push("Whom to ask for: the caller's name was not recorded.".to_owned());
        }
        missing.extend(self.collection());
        match self.feedback() {
            Some(By { unstaffed: true, .. }) => missing.push(
                "Nobody is at the desk before that time: hand the call back to the out-of-hours team, or ring now."
                    .to_owned(),
            ),
            Some(_) => {}
            None => missing
                .push("No time to ring back by could be worked out. Agree one with the caller.".to_owned()),
        }
        missing.extend(self.agreements());
        missing
    }

    pub(super) fn missing_of_consultation(&self) -> Vec<String> {
        self.danger().into_iter().chain(self.numbers()).collect()
    }

    fn danger(&self) -> Vec<String> {
        let mut missing = Vec::new();
        if self.answer(QuestionId::Danger) == "yes" {
            missing.push(
                "A child is in danger now: is 999 being rung, and by whom? F9 has the words.".to_owned(),
            );
        }
        if self.answer(QuestionId::Medical) == "needed" {
            missing.push("Medical attention is needed and nobody has sought it: arrange it now.".to_owned());
        }
        missing
    }

    /// A possible offence against a child is told to the police at the earliest moment (L281).
    fn police(&self) -> Option<String> {
        let offence = matches!(self.answer(QuestionId::Offence), "yes" | "possible");
        let told = match self.answer(QuestionId::PoliceInformed) {
            "by-us" => {
                "The police are to be told of a possible crime against a child: ring them now, and note it."
            }
            "yes" | "by-caller" => return None,
            _ => "A crime against a child is possible, and nobody said that the police know: tell them now.",
        };
        offence.then(|| told.to_owned())
    }

    /// A child who rang can only be reached in a way that is safe (L389, L410).
    fn safe_way(&self) -> Option<String> {
        let child = self.source() == Some(Source::Child);
        (child && self.answer(QuestionId::CallerSafeReach).is_empty()).then(|| {
            "No safe way to reach this child was agreed: do not ring the number without one.".to_owned()
        })
    }

    /// The time to tell the school passed while the call was taken.
    fn passed(&self) -> Option<String> {
        let due = self.duty(ClockId::FeedbackSchool).and_then(Deadline::due)?;
        (due <= self.now).then(|| {
            "The time to tell the school has passed. Tell the caller now, and record it as feedback."
                .to_owned()
        })
    }

    /// Collection times that no clock can use, or that nobody has asked for (L21).
    fn collection(&self) -> Vec<String> {
        let doubtful: Vec<String> = self
            .contact
            .intake()
            .children
            .iter()
            .flat_map(|child| {
                let (id, received) = (QuestionId::ChildCollection, self.contact.received.received);
                check::check(id, child.text(id), received, self.zone)
            })
            .filter(|issue| issue.severity == Severity::Warn)
            .map(|issue| format!("The collection time: {}", issue.text))
            .collect();
        if doubtful.is_empty() && self.asks_collection {
            return vec![
                "When is the child collected, and by whom? The school must be told before then.".to_owned(),
            ];
        }
        doubtful
    }

    fn numbers(&self) -> Vec<String> {
        let mut missing = Vec::new();
        match self.number() {
            None => missing
                .push("No number to ring back. Ask once more, or make sure the caller has ours.".to_owned()),
            Some(typed) => missing.extend(
                check::check(QuestionId::CallerPhone, typed, self.now, self.zone)
                    .into_iter()
                    .map(|issue| format!("The number: {}", issue.text)),
            ),
        }
        if self.desk_number.is_empty() {
            missing.push(
                "This desk has no number of its own set: say which number the caller should ring.".to_owned(),
            );
        }
        missing
    }

    fn agreements(&self) -> Vec<String> {
        let mut missing = Vec::new();
        match (self.answer(QuestionId::CallerNameUse), self.is_professional()) {
            ("", _) if self.source() == Some(Source::Child) => {}
            ("", _) => missing.push("May the family know who rang? That was not asked.".to_owned()),
            // An exception for professionals (L391, L394).
            ("confidential" | "withheld", true) if self.answer(QuestionId::AnonymityReason).is_empty() => {
                missing.push(
                    "A professional's name is kept back only by exception, such as threats: note the reason."
                        .to_owned(),
                );
            }
            _ => {}
        }
        let owed = self.duty(ClockId::Written24h).or(self.duty(ClockId::Written48h)).is_some();
        if owed && self.answer(QuestionId::WrittenPromised) != "yes" {
            missing.push(
                "The caller has not agreed to send the written referral in time: agree it now.".to_owned(),
            );
        }
        missing
    }
}
