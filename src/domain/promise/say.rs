//! The sentences to say.

use super::super::clocks::{ClockId, Outcome};
use super::super::codes::Source;
use super::super::schema::QuestionId;
use super::{By, Words};

/// Said last on every call (L94, L112).
const DANGER: &str = "If the child is in danger, or anything changes for the worse, ring 999 at once.";

impl Words<'_> {
    pub(super) fn referral(&self) -> Vec<String> {
        if self.source() == Some(Source::Child) {
            return self.to_a_child();
        }
        let by = self.feedback();
        let mut say = vec![
            format!(
                "Thank you for ringing. I have written down what you told me; your reference is {}.",
                self.contact.id
            ),
            "We now look at it together with what is already known, and decide what happens next.".to_owned(),
        ];
        say.extend(self.school());
        say.push(self.ring_back(by));
        if !self.is_professional() {
            // A member of the public is assured without being told what is confidential (L23, L24).
            say.push(
                "I may not be able to tell you about the family, but I will tell you that suitable action is being \
                 taken, or why not."
                    .to_owned(),
            );
        }
        say.extend(self.name_use());
        say.extend(self.parents());
        say.push(self.written());
        say.extend(self.letter());
        if self.answer(QuestionId::FurtherRole).is_empty() && self.is_professional() {
            say.push("You may be asked to take part in an assessment or an enquiry.".to_owned());
        }
        if self.number().is_some() {
            say.extend(by.map(|by| self.chase(by)));
        }
        say.push("Ring us too if you hear anything more: a decision can be looked at again.".to_owned());
        say.push(DANGER.to_owned());
        say
    }

    pub(super) fn consultation(&self) -> Vec<String> {
        let due = self.by(ClockId::Consultation);
        let mut say = vec![
            format!(
                "Thank you for ringing. I have written down your question; your reference is {}.",
                self.contact.id
            ),
            "This is a consultation and not a referral: the work with the child and family stays with you."
                .to_owned(),
        ];
        match (self.number(), due) {
            (Some(number), Some(by)) => {
                say.push(format!("A social worker will ring you {} on {number}.", self.limit(by)));
                say.push(self.chase(by));
            }
            (Some(number), None) => say.push(format!("A social worker will ring you on {number}.")),
            (None, by) => say.push(self.ring_us(by)),
        }
        say.push(
            "If you come to think that a child needs protecting, ring us again and make it a referral."
                .to_owned(),
        );
        say.push(DANGER.to_owned());
        say
    }

    /// What a child who rang hears: short, no promise that cannot be kept, only the safe way back (L389, L410, L423).
    fn to_a_child(&self) -> Vec<String> {
        let name = &self.contact.taken_by.name;
        let by = self.feedback().map_or_else(String::new, |by| format!(" {}", self.limit(by)));
        let reach = self.answer(QuestionId::CallerSafeReach);
        let back = if reach.is_empty() {
            format!("Please ring {}{by} when it is safe, and ask for {name}.", self.desk())
        } else {
            format!("I will be in touch{by}, only in the way you said is safe: {reach}.")
        };
        vec![
            "Thank you for telling me. You did the right thing, and you are not in trouble.".to_owned(),
            format!("My name is {name}. Your call has the number {}.", self.contact.id),
            "Now I talk with people here about how to help you to be safe. What you want matters in that."
                .to_owned(),
            back,
            "I cannot keep it all a secret: people who can keep you safe may have to know. Nobody else."
                .to_owned(),
            "Before anybody at home is told, we think about what that would mean for you.".to_owned(),
            format!(
                "If anything changes, or you want to tell me more, ring {} and ask for {name}.",
                self.desk()
            ),
            "If you are in danger or hurt, ring 999 at once. You need not explain much.".to_owned(),
        ]
    }

    /// What we do about the parents (L25, L47, L180, L338).
    fn parents(&self) -> Option<String> {
        match self.answer(QuestionId::ParentsInformed) {
            "yes" => Some("The parents know of your call; they will hear from us too.".to_owned()),
            "no" => Some(
                "The parents do not know yet. We weigh how and when to tell them, so that nobody is put at more risk."
                    .to_owned(),
            ),
            _ => None,
        }
    }

    /// That a letter follows, if that was agreed (L12-L14).
    fn letter(&self) -> Option<String> {
        (self.answer(QuestionId::FeedbackHow) == "telephone-letter")
            .then(|| "A letter follows, as far as confidentiality allows.".to_owned())
    }

    /// Why a school is not told the same day as it should be, said honestly.
    fn school(&self) -> Option<String> {
        match &self.duty(ClockId::FeedbackSchool)?.outcome {
            Outcome::NotAchievable { reason } => {
                Some(format!("A school should be told the same day. That cannot be kept: {reason}."))
            }
            Outcome::Running { due, .. } if *due <= self.now => Some(format!(
                "You should have heard by {}, and that has passed while we spoke. Nothing is decided yet.",
                self.zone.short_time(*due)
            )),
            Outcome::Running { .. } => None,
        }
    }

    /// Who rings, by when, on which number; undecided or not (L7-L9, L19, L20, L49).
    fn ring_back(&self, by: Option<By>) -> String {
        let name = &self.contact.taken_by.name;
        let Some(number) = self.number() else { return self.ring_us(by) };
        let Some(by) = by else {
            return format!(
                "My name is {name}. I will ring you back on {number}, even if nothing is decided yet."
            );
        };
        let why = if by.collected { ", before the child is collected" } else { "" };
        format!(
            "My name is {name}. I will ring you back {}{why}, on {number}, even if nothing is decided yet.",
            self.limit(by)
        )
    }

    /// Nobody can ring this caller: the caller rings us.
    fn ring_us(&self, by: Option<By>) -> String {
        let when = by.map_or_else(String::new, |by| format!(" {}", self.limit(by)));
        format!(
            "I have no number for you, so we cannot ring you back. Please ring {}{when} and ask for {}, reference {}.",
            self.desk(),
            self.contact.taken_by.name,
            self.contact.id
        )
    }

    /// What to do when nobody has rung (L22).
    fn chase(&self, by: By) -> String {
        let when = if by.collected { "shortly before then" } else { "by then" };
        format!(
            "If you have not heard {when}, ring {} and ask for {}, reference {}.",
            self.desk(),
            self.contact.taken_by.name,
            self.contact.id
        )
    }

    fn desk(&self) -> &str {
        if self.desk_number.is_empty() { "us again" } else { self.desk_number }
    }

    /// How the caller's name is used (L390-L394).
    fn name_use(&self) -> Option<String> {
        let shared = "What you told us may still have to be shared to protect the child.";
        match self.answer(QuestionId::CallerNameUse) {
            "open" => Some("The family may be told that you rang.".to_owned()),
            "confidential" => Some(format!("We will not give your name to the family. {shared}")),
            "withheld" => Some(format!("You need not give your name. {shared}")),
            _ => None,
        }
    }

    /// Whether anything is owed in writing, and by when (L133, L368, L388). What the caller owes does not depend on whether
    /// this desk is staffed.
    fn written(&self) -> String {
        let owed = [(ClockId::Written24h, 24), (ClockId::Written48h, 48)];
        let due = owed.into_iter().find_map(|(id, hours)| Some((self.duty(id)?.due()?, hours)));
        match due {
            Some((due, hours)) => {
                format!("Please send the written referral within {hours} hours: by {}.", self.spoken(due))
            }
            None => "You need not send anything in writing.".to_owned(),
        }
    }
}
