//! Which clocks a contact sets off, and from when (`docs/CLOCKS.md` sections 2 to 5).

use super::{ClockId, Deadline, Outcome, next_collection, receipt};
use crate::domain::codes::{ContactKind, Route, Source};
use crate::domain::facts::{AgencyAsk, Facts, OwnDuty};
use crate::domain::measure::{Measure, due_step, year_at};
use crate::domain::protocol::{ClockRule, Protocol, RouteRule, Timed};
use crate::domain::when::Moment;

/// The deadlines of one contact as they are worked out.
pub(super) struct Book<'a> {
    facts: &'a Facts,
    protocol: &'a Protocol,
    /// Receipt: the earlier of the desk's and the emergency duty team's.
    receipt: Moment,
    route: Option<&'a RouteRule>,
    list: Vec<Deadline>,
}

impl<'a> Book<'a> {
    pub(super) fn new(facts: &'a Facts, protocol: &'a Protocol) -> Self {
        let route = facts.route.and_then(|route| protocol.routes.iter().find(|rule| rule.route == route));
        Self { facts, protocol, receipt: receipt(facts), route, list: Vec::with_capacity(8) }
    }

    pub(super) fn into_deadlines(self) -> Vec<Deadline> {
        self.list
    }

    /// Adds the deadlines of one clock, if the facts start it.
    pub(super) fn start(&mut self, id: ClockId) {
        let facts = self.facts;
        // A consultation sets off its own clock and no other on receipt: it is not a referral (L349).
        let referral = facts.kind == ContactKind::Referral;
        let by_route = self.route.is_some_and(|route| route.starts.contains(&id));
        match id {
            ClockId::FeedbackFirst | ClockId::Stage1Decision | ClockId::ResponseDecision if referral => {
                self.on_receipt(id);
            }
            ClockId::FeedbackSchool if referral => self.school(),
            ClockId::Written24h if referral && self.owes_writing() && !self.is_open_case() => {
                self.on_receipt(id);
            }
            ClockId::Written48h if referral && self.owes_writing() => self.on_receipt(id),
            ClockId::WrittenNextSteps => {
                self.on_event(id, facts.written_received, "written referral arrived");
            }
            ClockId::S47Action | ClockId::StrategyDiscussion if by_route => {
                self.on_event(id, facts.decided, "decided");
            }
            ClockId::DaReview if referral && facts.domestic_abuse => self.on_receipt(id),
            ClockId::CrossBoundary if referral && facts.other_authority => self.on_receipt(id),
            ClockId::Dispute => self.on_event(id, facts.dispute_raised, "dispute raised"),
            ClockId::Consultation if !referral || by_route => self.on_receipt(id),
            ClockId::AgencyReturn => {
                for ask in &facts.agencies {
                    self.agency(ask);
                }
            }
            ClockId::Stage2Decision if by_route => self.on_receipt(id),
            ClockId::MashMeeting => self.on_event(id, facts.meeting_convened, "meeting convened"),
            ClockId::OutcomeReferrer if self.route.is_none_or(|route| route.referrer.is_owed()) => {
                self.outcome(id, facts.referrer_released);
            }
            ClockId::OutcomeFamily if self.route.is_none_or(|route| route.family.is_owed()) => {
                self.outcome(id, facts.family_released);
            }
            ClockId::FamilyVisit | ClockId::Oversight if by_route => {
                self.on_event(id, facts.allocated, "allocated");
            }
            ClockId::Custom => {
                for duty in &facts.custom {
                    self.own(duty);
                }
            }
            _ => {}
        }
    }

    /// A professional who did not write in the first place owes a written referral (L133, L368).
    const fn owes_writing(&self) -> bool {
        self.facts.professional && !self.facts.in_writing
    }

    /// A contact that goes to the allocated worker is open to one, whatever was ticked before.
    fn is_open_case(&self) -> bool {
        self.facts.open_case || self.facts.route == Some(Route::OpenCase)
    }

    fn on_receipt(&mut self, id: ClockId) {
        let steps = self.receipt_steps();
        self.run(id, None, self.receipt, steps);
    }

    fn on_event(&mut self, id: ClockId, at: Option<Moment>, began: &str) {
        if let Some(at) = at {
            let steps = vec![self.dated(began, at)];
            self.run(id, None, at, steps);
        }
    }

    /// A notice that was held is owed from the moment it is let go, if that is after the decision.
    fn outcome(&mut self, id: ClockId, released: Option<Moment>) {
        match (self.facts.decided, released) {
            (Some(decided), Some(released)) if released > decided => {
                self.on_event(id, Some(released), "the notice was let go");
            }
            (decided, _) => self.on_event(id, decided, "decided"),
        }
    }

    fn run(&mut self, id: ClockId, subject: Option<String>, start: Moment, mut steps: Vec<String>) {
        let Some((rule, timed)) = self.timed(id) else { return };
        self.name_rating(rule, &mut steps);
        let due = timed.value.due(start, self.protocol.calendar_of(rule), &mut steps);
        self.enter(id, subject, start, due, steps, timed);
    }

    /// The rule and measure of a clock for this contact; none where the protocol does not use it, or its times go by
    /// rating and the contact's rating has none.
    fn timed(&self, id: ClockId) -> Option<(&'a ClockRule, &'a Timed)> {
        Some((self.protocol.rule(id)?, self.protocol.timed(id, self.facts.rating)?))
    }

    fn name_rating(&self, rule: &ClockRule, steps: &mut Vec<String>) {
        if let (true, Some(rating)) = (rule.is_by_rating(), self.facts.rating) {
            steps.push(format!("rated {}", rating.label()));
        }
    }

    fn enter(
        &mut self,
        clock: ClockId,
        subject: Option<String>,
        start: Moment,
        due: Result<Moment, String>,
        mut because: Vec<String>,
        timed: &Timed,
    ) {
        let outcome = match due {
            Ok(due) => {
                self.warn_of_unknown_year(due, &mut because);
                Outcome::Running { due, act_by: self.protocol.desk().last_staffed_end(start, due) }
            }
            Err(reason) => {
                because.push(reason.clone());
                Outcome::NotAchievable { reason }
            }
        };
        self.list.push(Deadline { clock, subject, start, outcome, because, basis: timed.basis.clone() });
    }

    /// A due time in a year without bank holiday data says so, before its last step.
    fn warn_of_unknown_year(&self, due: Moment, because: &mut Vec<String>) {
        if !self.protocol.desk().knows_year_of(due) {
            let year = year_at(self.protocol.zone, due);
            let step = format!(
                "the bank holidays of {year} are not known here, so none were counted: check the date"
            );
            because.insert(because.len().saturating_sub(1), step);
        }
    }

    /// A teacher is told by 3pm or before collection, whichever is earlier (`docs/CLOCKS.md` section 3).
    fn school(&mut self) {
        let Some((rule, timed)) = self.timed(ClockId::FeedbackSchool) else { return };
        let Measure::ClockTime { at } = timed.value else { return };
        let teacher = self.facts.source == Some(Source::School);
        let collection = next_collection(self.facts);
        if !teacher && collection.is_none() {
            return;
        }
        let zone = self.protocol.zone;
        let (day, _) = zone.day_and_minute(self.receipt);
        let limit = zone.instant(day, at.minutes());
        let school_day = self.protocol.calendar_of(rule).hours(day).is_some();
        let mut steps = self.receipt_steps();

        if teacher && school_day && self.receipt < limit {
            steps.push(format!("a teacher is told by {} the same day", at.spoken()));
            let due = match collection {
                Some(collected) if collected < limit => {
                    steps.push(self.dated("a child is collected earlier,", collected));
                    collected
                }
                Some(_) => limit,
                None => {
                    steps.push("no later collection time is known: ask for it".to_owned());
                    limit
                }
            };
            steps.push(due_step(zone, due));
            return self.enter(ClockId::FeedbackSchool, None, self.receipt, Ok(due), steps, timed);
        }
        let missed = if school_day {
            format!("{} had passed when the call came", at.spoken())
        } else {
            "not a school day".to_owned()
        };
        let due = if let Some(collected) = collection {
            if teacher {
                steps.push(missed);
            }
            steps.push(self.dated("told before the child is collected,", collected));
            steps.push(due_step(zone, collected));
            Ok(collected)
        } else {
            steps.push("no later collection time is known: ask for it".to_owned());
            Err(missed)
        };
        self.enter(ClockId::FeedbackSchool, None, self.receipt, due, steps, timed);
    }

    /// An agency's return runs from the request. A rating raised later counts it again from the request, but never to
    /// later than the new allowance from the raise (`docs/CLOCKS.md` section 4).
    fn agency(&mut self, ask: &AgencyAsk) {
        let Some((rule, timed)) = self.timed(ClockId::AgencyReturn) else { return };
        let calendar = self.protocol.calendar_of(rule);
        let mut steps = vec![self.dated("asked", ask.at)];
        let raised = self.facts.rating_raised.filter(|raised| *raised > ask.at);
        if let (Some(raised), true) = (raised, rule.is_by_rating()) {
            steps.push(self.dated("rating raised", raised));
            steps.push("counted again from the request".to_owned());
        }
        self.name_rating(rule, &mut steps);
        let mut due = timed.value.due(ask.at, calendar, &mut steps);
        if let (Some(raised), Ok(counted)) = (raised, &due)
            && let Ok(limit) = timed.value.due(raised, calendar, &mut Vec::new())
            && limit < *counted
        {
            steps.push("no later than the new time from the raise".to_owned());
            steps.push(due_step(self.protocol.zone, limit));
            due = Ok(limit);
        }
        let subject = (!ask.agency.is_empty()).then(|| ask.agency.clone());
        self.enter(ClockId::AgencyReturn, subject, ask.at, due, steps, timed);
    }

    /// A duty that a person added, due when they said.
    fn own(&mut self, duty: &OwnDuty) {
        let Some((_, timed)) = self.timed(ClockId::Custom) else { return };
        let mut steps = vec![self.dated("added", duty.added)];
        let due = if duty.due < duty.added {
            Err("the time given had passed when the deadline was added".to_owned())
        } else {
            steps.push("at the time a person gave".to_owned());
            steps.push(due_step(self.protocol.zone, duty.due));
            Ok(duty.due)
        };
        self.enter(ClockId::Custom, Some(duty.title.clone()), duty.added, due, steps, timed);
    }

    fn receipt_steps(&self) -> Vec<String> {
        let mut steps = Vec::with_capacity(4);
        match self.facts.edt_received {
            Some(edt) if edt < self.facts.received => {
                steps.push(self.dated("the emergency duty team took the call", edt));
                steps.push(self.dated("clocks run from then, though the desk had it", self.facts.received));
            }
            _ => steps.push(self.dated("received", self.receipt)),
        }
        steps
    }

    /// "received Thu 24 Dec 15:00".
    fn dated(&self, what: &str, at: Moment) -> String {
        let mut step = String::with_capacity(what.len() + 24);
        step.push_str(what);
        step.push(' ');
        self.protocol.zone.write_short(&mut step, at);
        step
    }
}
