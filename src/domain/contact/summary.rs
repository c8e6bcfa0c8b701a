//! What one row of the board shows of a contact. Stored beside the events so that a board is one short read.

use serde::{Deserialize, Serialize};

use super::super::actor::Actor;
use super::super::calendar::Zone;
use super::super::clocks::ClockId;
use super::super::codes::{ContactKind, Rating, Route, Source};
use super::super::deed::read;
use super::super::human;
use super::super::ids::ContactId;
use super::super::intake::Answers;
use super::super::restrict::Guard;
use super::super::schema::{self, QuestionId};
use super::super::telling;
use super::super::way::{self, Channel};
use super::super::when::Moment;
use super::{Clock, Contact, Written};

/// A contact as a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own that a row answers")]
pub struct Summary {
    /// Its number.
    pub id: ContactId,
    /// The version this row was made from.
    pub version: u32,
    /// Whether anything is still owed or undecided.
    pub open: bool,
    /// Referral or consultation.
    pub kind: ContactKind,
    /// When it was received.
    pub received: Moment,
    /// The first child's name and age; none for a consultation.
    pub child: Option<ChildName>,
    /// How many children.
    pub children: usize,
    /// The concern in a few words.
    pub concern: String,
    /// Where it came from.
    pub source: Option<Source>,
    /// The organisation that rang, if one did.
    pub organisation: String,
    /// The rating a person gave.
    pub rating: Option<Rating>,
    /// The route decided.
    pub route: Option<Route>,
    /// Whom it is allocated to.
    pub owner: Option<String>,
    /// Whether the owner is a team, not a person.
    #[serde(default)]
    pub team: bool,
    /// Who took the call.
    pub taken_by: Actor,
    /// Whether the referrer has been told, or never can be.
    pub told: bool,
    /// How often the referrer was not reached.
    pub tries: u32,
    /// Whether a written referral is owed and has not come.
    pub written_owed: bool,
    /// A school call without a collection time: the desk keeps asking that day ([`Summary::asks_collection`]).
    pub ask_collection: bool,
    /// What else catches the eye.
    #[serde(default)]
    pub marks: Marks,
    /// Every running duty, the first due first. The first one drives the row.
    pub duties: Vec<NextDuty>,
    /// Words for the filter beyond what the row shows: referrer, notes, school.
    pub words: String,
    /// Who alone may open the contact, if it is restricted. The row then says nothing of anybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restricted: Option<Guard>,
}

/// What a row shows beside its rating, route and duties.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own that a row shows")]
pub struct Marks {
    /// Handed over, by the emergency duty team's call or on a signed sheet, and nobody has acknowledged it.
    pub handover: bool,
    /// New information has come since the decision (L15).
    pub reconsider: bool,
    /// How often the referrer chased feedback (L22, L50).
    pub chased: u32,
    /// A consultation that became a referral.
    pub converted: bool,
    /// A decision or a recommendation waits for a manager (L231).
    pub agreement: bool,
    /// A decision is disputed and not resolved (L261).
    pub dispute: bool,
    /// The rating was raised since an awaited agency was last spoken with (L215).
    pub hurry: bool,
    /// A possible offence of which the police have not been told (L281).
    pub police: bool,
    /// Its owner handed it back, and nobody has it.
    pub handed_back: bool,
    /// A child is missing, as far as told (L304).
    pub missing: bool,
    /// Under a legal hold.
    pub held: bool,
}

/// A child's name and age as told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildName {
    /// First name.
    pub forename: String,
    /// Surname.
    pub surname: String,
    /// Age at receipt in a few characters: `9y`, `<1y`; empty when not told.
    pub age: String,
}

/// A running duty of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextDuty {
    /// Which clock.
    pub clock: ClockId,
    /// Which of several; the title of an own deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Since when it runs.
    pub start: Moment,
    /// When it falls due.
    pub due: Moment,
}

impl NextDuty {
    /// What must be done, in a few words.
    #[must_use]
    pub fn title(&self) -> &str {
        self.subject.as_deref().unwrap_or(self.clock.label())
    }

    /// Whether the due time has passed.
    #[must_use]
    pub fn is_late(&self, now: Moment) -> bool {
        self.due < now
    }
}

impl Summary {
    /// The duty that drives the row.
    #[must_use]
    pub fn next(&self) -> Option<&NextDuty> {
        self.duties.first()
    }

    /// Its place in the usual order of work: late, then handed over to somebody who has not taken it, then the rest.
    #[must_use]
    pub fn rank(&self, now: Moment) -> u8 {
        match (self.is_late(now), self.marks.handover) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        }
    }

    /// Whether to ask when the child is collected: a collection is of the day of the call, and past when that is over.
    #[must_use]
    pub fn asks_collection(&self, now: Moment, zone: Zone) -> bool {
        self.ask_collection && zone.is_same_day(self.received, now)
    }

    /// The row of a restricted contact: its reference, rating, route and clocks, and nothing that was told of anybody.
    fn behind(self, guard: Guard) -> Self {
        let duties = self.duties.into_iter().map(|duty| NextDuty { subject: None, ..duty }).collect();
        Self {
            child: None,
            children: 0,
            concern: String::new(),
            source: None,
            organisation: String::new(),
            ask_collection: false,
            marks: Marks { police: false, missing: false, ..self.marks },
            duties,
            words: String::new(),
            restricted: Some(guard),
            ..self
        }
    }

    /// Whether any duty is late.
    #[must_use]
    pub fn is_late(&self, now: Moment) -> bool {
        self.next().is_some_and(|duty| duty.is_late(now))
    }
}

impl ChildName {
    fn of(child: &Answers, received: Moment) -> Self {
        Self {
            forename: child.text(QuestionId::ChildForename).to_owned(),
            surname: child.text(QuestionId::ChildSurname).to_owned(),
            age: human::age(child.text(QuestionId::ChildBirth), received),
        }
    }

    /// Initials with full stops (`A.M.`), for a screen that the room can see.
    #[must_use]
    pub fn initials(&self) -> String {
        [&self.forename, &self.surname]
            .into_iter()
            .filter_map(|name| name.trim().chars().next())
            .flat_map(|letter| [letter, '.'])
            .collect()
    }

    /// The whole name as told.
    #[must_use]
    pub fn full(&self) -> String {
        format!("{} {}", self.forename.trim(), self.surname.trim()).trim().to_owned()
    }
}

impl Contact {
    /// The row of this contact.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let intake = self.intake();
        let answers = &intake.answers;
        let named = intake.kind == ContactKind::Referral;
        let concern = match answers.text(QuestionId::Concern) {
            "" => intake.opening(),
            told => told,
        };
        let source = schema::source(intake);
        let row = Summary {
            id: self.id,
            version: self.version,
            open: self.is_open(),
            kind: intake.kind,
            received: self.received.receipt(),
            child: intake
                .children
                .first()
                .filter(|_| named)
                .map(|child| ChildName::of(child, self.received.received)),
            children: if named { intake.children.len() } else { 0 },
            concern: concern.to_owned(),
            source,
            organisation: answers.text(QuestionId::CallerOrganisation).to_owned(),
            rating: self.rating(),
            route: self.route(),
            owner: self.owner.as_ref().map(|owner| owner.name.clone()),
            team: self.owner.as_ref().is_some_and(|owner| owner.team),
            taken_by: self.taken_by.clone(),
            told: self.feedback.is_settled(),
            tries: self.feedback.tries,
            written_owed: self.written == Written::Awaited
                && self.clocks.iter().any(|c| c.is_running() && is_written(c)),
            ask_collection: schema::lacks_collection_time(intake) && !self.feedback.is_settled(),
            marks: Marks {
                handover: self.awaits_acknowledgement(),
                reconsider: self.reconsider.is_some(),
                chased: self.feedback.chased,
                converted: self.converted.is_some(),
                agreement: self.awaits_agreement() || read::recommendation(self).is_some(),
                dispute: read::dispute(self).is_some(),
                hurry: read::awaited(self).any(|asked| asked.hurry),
                police: telling::police_owed(self),
                handed_back: self.handed_back.is_some(),
                missing: named && answers.has_code(QuestionId::Missing, "yes"),
                held: self.held.is_some(),
            },
            duties: self.running().into_iter().filter_map(duty).collect(),
            words: self.words(),
            restricted: None,
        };
        match &self.restriction {
            Some(restriction) => row.behind(restriction.guard.clone()),
            None => row,
        }
    }

    /// Words by which people look for a contact, beyond what its row shows.
    fn words(&self) -> String {
        let answers = &self.intake().answers;
        let mut words: Vec<&str> =
            [QuestionId::CallerName, QuestionId::CallerOrganisation, QuestionId::CallerRole]
                .map(|id| answers.text(id))
                .to_vec();
        for child in &self.intake().children {
            let ids = [QuestionId::ChildForename, QuestionId::ChildSurname, QuestionId::ChildSchool];
            words.extend(ids.map(|id| child.text(id)));
        }
        // How it came; a plain call is no distinction.
        let channel = way::channel(self.intake()).filter(|channel| *channel != Channel::Telephone);
        words.extend(channel.map(Channel::label));
        words.retain(|word| !word.is_empty());
        words.join(" ")
    }
}

fn is_written(clock: &Clock) -> bool {
    matches!(clock.deadline.clock, ClockId::Written24h | ClockId::Written48h)
}

fn duty(clock: &Clock) -> Option<NextDuty> {
    Some(NextDuty {
        clock: clock.deadline.clock,
        subject: clock.deadline.subject.clone(),
        start: clock.deadline.start,
        due: clock.deadline.due()?,
    })
}
