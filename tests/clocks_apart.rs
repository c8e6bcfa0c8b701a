//! The clocks of the general protocol written a second time, apart from the program: plain loops over days on `chrono`
//! alone, no calendar, measure or protocol of ours. Thousands of made-up contacts must give the same deadlines.
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::London;
use dutydesk::domain::clocks::{Outcome, deadlines};
use dutydesk::domain::codes::{ContactKind, Rating, Route, Source};
use dutydesk::domain::facts::{AgencyAsk, Facts};
use dutydesk::domain::when::Moment;
use dutydesk::protocols;

type At = DateTime<Utc>;
/// Clock, due, act by.
type Row = (String, Option<At>, Option<At>);

struct Desk {
    holidays: BTreeSet<NaiveDate>,
}

fn hm(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

fn day(at: At) -> NaiveDate {
    at.with_timezone(&London).date_naive()
}

fn on(day: NaiveDate, time: NaiveTime) -> At {
    London.from_local_datetime(&day.and_time(time)).single().unwrap().to_utc()
}

fn later(start: At, hours: i64) -> At {
    start + TimeDelta::hours(hours)
}

impl Desk {
    fn new() -> Self {
        let lines = include_str!("../assets/holidays/england-and-wales.csv").lines();
        let holidays = lines.filter_map(|line| line.split_once(',')?.0.parse().ok()).collect();
        Self { holidays }
    }

    fn hours(&self, day: NaiveDate) -> Option<(At, At)> {
        let weekday = day.weekday().num_days_from_monday();
        let close = if weekday == 4 { hm(16, 20) } else { hm(17, 20) };
        (weekday < 5 && !self.holidays.contains(&day)).then(|| (on(day, hm(8, 45)), on(day, close)))
    }

    fn act_by(&self, start: At, due: At) -> Option<At> {
        let days = day(start).iter_days().take_while(|today| *today <= day(due));
        let windows = days.filter_map(|today| self.hours(today));
        let last = windows.filter(|(open, close)| (*open).max(start) < (*close).min(due)).last()?;
        // Opening is inclusive: due at that minute, the desk is open.
        let open = self.hours(day(due)).is_some_and(|(open, close)| open <= due && due < close);
        Some(if open { due } else { last.1.min(due) })
    }

    fn working_days(&self, start: At, count: usize) -> At {
        let days = day(start).iter_days().skip(1);
        days.filter_map(|today| self.hours(today)).nth(count - 1).unwrap().1
    }

    fn within(&self, start: At, hours: i64, whole_days: bool) -> At {
        let mut left = TimeDelta::hours(hours);
        for today in day(start).iter_days() {
            let Some((open, close)) = self.hours(today) else { continue };
            let midnight = |day| on(day, NaiveTime::MIN);
            let (open, close) =
                if whole_days { (midnight(today), midnight(today + Days::new(1))) } else { (open, close) };
            let open = open.max(start);
            if close - open >= left {
                return open + left;
            }
            left -= (close - open).max(TimeDelta::zero());
        }
        start
    }

    fn slot(&self, start: At) -> At {
        let days = day(start).iter_days().filter(|today| self.hours(*today).is_some());
        days.flat_map(|today| [on(today, hm(10, 0)), on(today, hm(14, 0))]).find(|at| *at > start).unwrap()
    }

    /// Told by when, if there is such a clock, and whether it could be met.
    fn school(&self, facts: &Facts, receipt: At) -> Vec<Row> {
        let collected = facts.collections.iter().map(|at| at.utc()).filter(|at| *at > receipt).min();
        let three = on(day(receipt), hm(15, 0));
        let teacher = facts.source == Some(Source::School);
        let due = if teacher && self.hours(day(receipt)).is_some() && receipt < three {
            Some(collected.map_or(three, |collected| collected.min(three)))
        } else {
            collected
        };
        match due {
            Some(due) => vec![self.row("feedback-school", receipt, due)],
            None if teacher => vec![("feedback-school".to_owned(), None, None)],
            None => Vec::new(),
        }
    }

    fn row(&self, clock: &str, start: At, due: At) -> Row {
        (clock.to_owned(), Some(due), self.act_by(start, due))
    }

    fn rows(&self, facts: &Facts) -> Vec<Row> {
        let receipt = facts.edt_received.map_or(facts.received, |edt| edt.min(facts.received)).utc();
        let mut rows = self.on_events(facts);
        rows.extend(self.by_rating(facts, receipt));
        if facts.kind == ContactKind::Referral {
            rows.extend(self.on_receipt(facts, receipt));
            rows.extend(self.school(facts, receipt));
        }
        if facts.kind == ContactKind::Consultation || facts.route == Some(Route::Consultation) {
            rows.push(self.row("consultation", receipt, self.working_days(receipt, 1)));
        }
        rows.sort();
        rows
    }

    fn on_receipt(&self, facts: &Facts, receipt: At) -> Vec<Row> {
        let day = later(receipt, 24);
        let mut rows = vec![
            self.row("feedback-first", receipt, day),
            self.row("stage1-decision", receipt, day),
            self.row("response-decision", receipt, self.working_days(receipt, 1)),
        ];
        if facts.professional && !facts.open_case && facts.route != Some(Route::OpenCase) {
            rows.push(self.row("written-24h", receipt, day));
        }
        if facts.professional {
            rows.push(self.row("written-48h", receipt, later(receipt, 48)));
        }
        if facts.domestic_abuse {
            rows.push(self.row("da-review", receipt, self.within(receipt, 24, true)));
        }
        if facts.other_authority {
            rows.push(self.row("cross-boundary", receipt, day));
        }
        rows
    }

    fn by_rating(&self, facts: &Facts, receipt: At) -> Vec<Row> {
        let (mut rows, stage2) = (Vec::new(), facts.route == Some(Route::Stage2));
        for ask in &facts.agencies {
            let at = ask.at.utc();
            rows.extend(match facts.rating {
                Some(Rating::Red) => Some(self.row("agency-return", at, later(at, 2))),
                Some(Rating::Amber) => Some(self.row("agency-return", at, self.within(at, 6, false))),
                Some(Rating::Green) => Some(self.row("agency-return", at, self.working_days(at, 1))),
                Some(Rating::Blue) | None => None,
            });
        }
        let due = match facts.rating {
            Some(Rating::Red) => Some(later(receipt, 4)),
            Some(Rating::Amber) => Some(self.working_days(receipt, 1)),
            Some(Rating::Green) => Some(self.working_days(receipt, 3)),
            Some(Rating::Blue) | None => None,
        };
        rows.extend(due.filter(|_| stage2).map(|due| self.row("stage2-decision", receipt, due)));
        rows
    }

    fn on_events(&self, facts: &Facts) -> Vec<Row> {
        let (mut rows, route) = (Vec::new(), facts.route);
        if let Some(arrived) = facts.written_received.map(Moment::utc) {
            rows.push(self.row("written-next-steps", arrived, later(arrived, 24)));
        }
        if let Some(raised) = facts.dispute_raised.map(Moment::utc) {
            rows.push(self.row("dispute", raised, self.working_days(raised, 1)));
        }
        if let Some(convened) = facts.meeting_convened.map(Moment::utc) {
            rows.push(self.row("mash-meeting", convened, self.slot(convened)));
        }
        if let Some(decided) = facts.decided.map(Moment::utc) {
            let next = self.working_days(decided, 1);
            if route == Some(Route::S47) {
                let midnight = on(day(decided), NaiveTime::from_hms_opt(23, 59, 59).unwrap());
                rows.push(self.row("s47-action", decided, midnight));
                rows.push(self.row("strategy-discussion", decided, later(decided, 24)));
            }
            if route != Some(Route::Stage2) {
                rows.push(self.row("outcome-referrer", decided, next));
            }
            if !matches!(route, Some(Route::Stage2 | Route::Consultation | Route::Edt | Route::Wait)) {
                rows.push(self.row("outcome-family", decided, next));
            }
        }
        let allocated = facts.allocated.filter(|_| matches!(route, Some(Route::S17 | Route::S47)));
        if let Some(allocated) = allocated.map(Moment::utc) {
            rows.push(self.row("family-visit", allocated, self.working_days(allocated, 5)));
            let time = allocated.with_timezone(&London).time();
            rows.push(self.row("oversight", allocated, on(day(allocated) + Days::new(10), time)));
        }
        rows
    }
}

/// Numbers that are the same in every run (an LCG with Knuth's constants).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn one_in(&mut self, end: u64) -> bool {
        self.below(end) == 0
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        let place = usize::try_from(self.below(list.len() as u64)).unwrap();
        *list.get(place).unwrap()
    }

    fn within(&mut self, start: Moment, hours: u64) -> Moment {
        let minutes = i64::try_from(self.below(hours * 60)).unwrap();
        Moment::from_millis(start.millis() + minutes * 60_000)
    }

    fn maybe(&mut self, start: Moment, hours: u64) -> Option<Moment> {
        self.one_in(4).then(|| self.within(start, hours))
    }

    fn facts(&mut self) -> Facts {
        // 2024 to 2027.
        let received = self.within(Moment::from_millis(1_704_067_200_000), 4 * 365 * 24);
        let kind = if self.one_in(10) { ContactKind::Consultation } else { ContactKind::Referral };
        let source = if self.one_in(3) { Source::School } else { self.of(Source::ALL) };
        let decided = self.maybe(received, 48);
        let agencies =
            (0..self.below(3)).map(|_| AgencyAsk { agency: String::new(), at: self.within(received, 48) });
        Facts {
            agencies: agencies.collect(),
            source: Some(source),
            professional: if self.one_in(8) { self.one_in(2) } else { source.is_professional() },
            collections: (0..self.below(3)).map(|_| self.within(received, 9)).collect(),
            open_case: self.one_in(5),
            domestic_abuse: self.one_in(5),
            other_authority: self.one_in(5),
            rating: self.one_in(2).then(|| self.of(Rating::ALL)),
            route: self.one_in(2).then(|| self.of(Route::ALL)),
            decided,
            allocated: decided.map(|decided| self.within(decided, 24)),
            written_received: self.maybe(received, 72),
            meeting_convened: self.maybe(received, 72),
            dispute_raised: self.maybe(received, 72),
            edt_received: self.one_in(10).then(|| Moment::from_millis(received.millis() - 1000 * 60 * 500)),
            ..Facts::new(kind, received)
        }
    }
}

#[test]
fn a_second_telling_of_the_rules_gives_the_same_deadlines() {
    let general = protocols::built_in("general").unwrap();
    let desk = Desk::new();
    let mut chance = Chance(14);
    for number in 0..20_000 {
        let facts = chance.facts();
        let mut found: Vec<Row> = deadlines(&facts, &general)
            .into_iter()
            .map(|deadline| {
                let (due, act_by) = match deadline.outcome {
                    Outcome::Running { due, act_by } => (Some(due), act_by),
                    Outcome::NotAchievable { .. } => (None, None),
                };
                (deadline.clock.code().to_owned(), due.map(Moment::utc), act_by.map(Moment::utc))
            })
            .collect();
        found.sort();
        assert_eq!(found, desk.rows(&facts), "case {number}: {facts:#?}");
    }
}
