//! How a contact came in (L81), and the ways in which taking one can be started.

use super::codes::{ContactKind, Source, coded};
use super::intake::{Answer, Intake};
use super::schema::{Choice, QuestionId};

coded! {
    /// How a contact came. A recorded list (L81).
    Channel {
        /// Somebody rang.
        Telephone = "telephone", "Telephone";
        /// Somebody stood at the door.
        InPerson = "in-person", "In person";
        /// The referral form, on paper or online.
        Form = "form", "Written referral form";
        /// A letter.
        Letter = "letter", "Letter";
        /// E-mail or secure mail.
        Email = "email", "E-mail or secure mail";
        /// Fax.
        Fax = "fax", "Fax";
        /// A notification by the police.
        Police = "police", "Police notification";
        /// The emergency duty team hands over what it took out of hours (L516-L519).
        Edt = "edt", "Emergency duty team handover";
        /// Anything else.
        Other = "other", "Another way";
    }
}

/// The channels as the values of a question.
pub(super) const CHANNELS: &[Choice] = &{
    const fn choice(channel: Channel) -> Choice {
        Choice { code: channel.code(), label: channel.label() }
    }
    [
        choice(Channel::Telephone),
        choice(Channel::InPerson),
        choice(Channel::Form),
        choice(Channel::Letter),
        choice(Channel::Email),
        choice(Channel::Fax),
        choice(Channel::Police),
        choice(Channel::Edt),
        choice(Channel::Other),
    ]
};

impl Channel {
    /// Whether the contact itself is the written referral: a manager decides its next steps within 24 hours (L405).
    #[must_use]
    pub const fn is_written_referral(self) -> bool {
        matches!(self, Self::Form | Self::Letter | Self::Email | Self::Fax)
    }

    /// Whether it came in writing, so that nothing more is owed in writing (L133, L368).
    #[must_use]
    pub const fn is_in_writing(self) -> bool {
        self.is_written_referral() || matches!(self, Self::Police)
    }

    /// Whether somebody is there to be told what happens next.
    #[must_use]
    pub const fn is_spoken(self) -> bool {
        matches!(self, Self::Telephone | Self::InPerson)
    }
}

/// How this contact came, as far as recorded.
#[must_use]
pub fn channel(intake: &Intake) -> Option<Channel> {
    Channel::from_code(intake.answers.text(QuestionId::Channel))
}

/// Whether it came in writing: it may have been received before anybody sat down to enter it.
pub(super) fn came_in_writing(intake: &Intake) -> bool {
    channel(intake).is_some_and(Channel::is_in_writing)
}

/// Whether somebody is there to be told what happens next: as long as nobody says otherwise, somebody rang.
#[must_use]
pub fn is_listening(intake: &Intake) -> bool {
    channel(intake).is_none_or(Channel::is_spoken)
}

/// Whether the emergency duty team handed it over.
#[must_use]
pub fn is_handover(intake: &Intake) -> bool {
    channel(intake) == Some(Channel::Edt)
}

coded! {
    /// A way to start taking a contact: what the start menu offers.
    Way {
        /// A call about a child.
        Telephone = "telephone", "Telephone referral";
        /// A professional asks for advice; no child is named (L330).
        Consultation = "consultation", "Consultation: advice, no child is named";
        /// A form, letter, e-mail or fax has come.
        Written = "written", "Written referral received (form, letter, e-mail)";
        /// The police notify domestic abuse (L299).
        Police = "police", "Police notification (domestic abuse)";
        /// The emergency duty team hands over.
        Edt = "edt", "Emergency duty team handover";
        /// Somebody has come to the door.
        InPerson = "in-person", "In person";
    }
}

impl Way {
    /// The letter that chooses it.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Telephone => 't',
            Self::Consultation => 'c',
            Self::Written => 'w',
            Self::Police => 'p',
            Self::Edt => 'e',
            Self::InPerson => 'i',
        }
    }

    /// An intake begun in this way: what the way itself says is answered, and can be changed.
    #[must_use]
    pub fn intake(self) -> Intake {
        let (kind, channel) = match self {
            Self::Telephone => (ContactKind::Referral, Channel::Telephone),
            Self::Consultation => (ContactKind::Consultation, Channel::Telephone),
            Self::Written => (ContactKind::Referral, Channel::Form),
            Self::Police => (ContactKind::Referral, Channel::Police),
            Self::Edt => (ContactKind::Referral, Channel::Edt),
            Self::InPerson => (ContactKind::Referral, Channel::InPerson),
        };
        let mut intake = Intake::new(kind);
        let answers = &mut intake.answers;
        answers.set(QuestionId::Channel, Answer::text(channel.code()));
        if self == Self::Police {
            answers.set(QuestionId::CallerSource, Answer::text(Source::Police.code()));
            answers.set(QuestionId::Harm, Answer::Many(vec!["domestic-abuse".to_owned()]));
        }
        intake
    }
}

/// Whether nobody has told anything yet: at most what the way itself said is answered.
#[must_use]
pub fn is_untouched(intake: &Intake) -> bool {
    let bare = |intake: &Intake| {
        let mut bare = intake.clone();
        bare.answers.set(QuestionId::Channel, Answer::text(""));
        bare
    };
    let told = bare(intake);
    told.is_empty() || told == bare(&Way::Police.intake())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_can_be_chosen() {
        let codes: Vec<&str> = CHANNELS.iter().map(|choice| choice.code).collect();
        let known: Vec<&str> = Channel::ALL.iter().map(|channel| channel.code()).collect();
        assert_eq!(codes, known);
    }

    #[test]
    fn every_way_has_a_letter_of_its_own_and_says_how_the_contact_came() {
        let letters: std::collections::BTreeSet<char> = Way::ALL.iter().map(|way| way.letter()).collect();
        assert_eq!(letters.len(), Way::ALL.len());
        for way in Way::ALL {
            let intake = way.intake();
            assert!(channel(&intake).is_some(), "{way}");
            assert!(is_untouched(&intake), "{way}");
        }
    }

    #[test]
    fn a_word_makes_the_difference_and_another_channel_does_not() {
        let mut intake = Way::Written.intake();
        intake.answers.set(QuestionId::Channel, Answer::text("letter"));
        assert!(is_untouched(&intake));
        intake.answers.set(QuestionId::Concern, Answer::text("left alone"));
        assert!(!is_untouched(&intake));
    }
}
