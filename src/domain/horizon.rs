//! The coming deadlines on an axis of time: which stretch is shown, where its columns are cut, and how many deadlines fall
//! into each. All in local time, whole hours also across both clock changes.

use super::calendar::{Calendar, DAY, DayKind, MINUTE, Zone, date_of};
use super::clocks::ClockId;
use super::codes::coded;
use super::measure::{Measure, TimeOfDay};
use super::protocol::{Protocol, Timing};
use super::when::Moment;

coded! {
    /// How much of the future is shown, the nearest first.
    Zoom {
        /// The next four hours.
        FourHours = "4h", "the next 4 hours";
        /// Until midnight.
        Day = "day", "the rest of the day";
        /// The next 24 hours.
        TwentyFourHours = "24h", "24 hours";
        /// Three days.
        ThreeDays = "3d", "3 days";
        /// A week.
        Week = "7d", "7 days";
    }
}

const HOUR: i64 = 60 * MINUTE;

impl Zoom {
    /// The next nearer one, or the nearest.
    #[must_use]
    pub fn closer(self) -> Self {
        self.beside(-1)
    }

    /// The next wider one, or the widest.
    #[must_use]
    pub fn wider(self) -> Self {
        self.beside(1)
    }

    fn beside(self, by: isize) -> Self {
        let at = Self::ALL.iter().position(|zoom| *zoom == self).unwrap_or(0);
        Self::ALL.get(at.saturating_add_signed(by)).copied().unwrap_or(self)
    }

    /// The widths a column may have, in minutes, the finest first. The finest one also says where a window begins and ends.
    const fn steps(self) -> &'static [u16] {
        match self {
            Self::FourHours => &[15, 30, 60],
            Self::Day | Self::TwentyFourHours => &[60, 120, 180, 240, 360],
            Self::ThreeDays => &[180, 360, 720, 1440],
            Self::Week => &[360, 720, 1440],
        }
    }

    fn finest(self) -> u16 {
        self.steps().first().copied().unwrap_or(60)
    }
}

/// A stretch of time: from its first instant up to but not including its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first instant shown, at or before now unless the window was moved into the future.
    pub from: Moment,
    /// The first instant not shown any more; always later than `from`.
    pub to: Moment,
}

impl Window {
    /// The window of a zoom that begins now, or at another instant if it was moved there.
    ///
    /// What falls due exactly so much later is still shown: a clock of 24 hours that starts now stands in the 24 hours.
    #[must_use]
    pub fn new(zoom: Zoom, begin: Option<Moment>, now: Moment, zone: Zone) -> Self {
        let begin = begin.filter(|at| *at > now);
        let base = begin.unwrap_or(now);
        let step = zoom.finest();
        let days = |n: i64| zone.instant_of(zone.local_millis(base).saturating_add(n.saturating_mul(DAY)));
        let (day, _) = zone.day_and_minute(base);
        let from =
            if zoom == Zoom::Day && begin.is_some() { zone.instant(day, 0) } else { floor(base, step, zone) };
        let to = match zoom {
            Zoom::FourHours => after(shifted(base, 4 * HOUR), step, zone),
            Zoom::Day => zone.instant(day.saturating_add(1), 0),
            Zoom::TwentyFourHours => after(shifted(base, DAY), step, zone),
            Zoom::ThreeDays => after(days(3), step, zone),
            Zoom::Week => after(days(7), step, zone),
        };
        Self { from, to: to.max(shifted(from, MINUTE)) }
    }

    /// Whether an instant lies in it.
    #[must_use]
    pub fn holds(self, at: Moment) -> bool {
        self.from <= at && at < self.to
    }

    /// Where the window of a zoom begins after a step into the future (`true`) or back; `None` is now.
    #[must_use]
    pub fn moved(self, zoom: Zoom, later: bool, now: Moment, zone: Zone) -> Option<Moment> {
        let by = match zoom {
            Zoom::FourHours => HOUR,
            Zoom::TwentyFourHours => 6 * HOUR,
            Zoom::Day | Zoom::ThreeDays | Zoom::Week => DAY,
        };
        let by = if later { by } else { -by };
        let at = if by.abs() < DAY {
            shifted(self.from, by)
        } else {
            let (day, _) = zone.day_and_minute(self.from);
            zone.instant(day.saturating_add(by / DAY), 0)
        };
        (at > now).then_some(at)
    }
}

fn shifted(at: Moment, millis: i64) -> Moment {
    Moment::from_millis(at.millis().saturating_add(millis))
}

/// The last boundary of a step at or before an instant. Up to an hour a step is a stretch of real time, so that the hour that
/// happens twice has its columns twice; longer steps are cut at their times on the wall.
fn floor(at: Moment, step: u16, zone: Zone) -> Moment {
    let millis = i64::from(step.max(1)) * MINUTE;
    let past = zone.local_millis(at).rem_euclid(DAY).rem_euclid(millis);
    if step <= 60 {
        return shifted(at, -past);
    }
    let (day, minute) = zone.day_and_minute(at);
    zone.instant(day, minute - minute % step).min(at)
}

/// The first boundary of a step after an instant.
fn after(at: Moment, step: u16, zone: Zone) -> Moment {
    let millis = i64::from(step.max(1)) * MINUTE;
    if step <= 60 {
        return shifted(floor(at, step, zone), millis);
    }
    let (mut day, minute) = zone.day_and_minute(at);
    let mut next = minute - minute % step;
    loop {
        next = next.saturating_add(step);
        if next >= 1440 {
            (day, next) = (day.saturating_add(1), 0);
        }
        let boundary = zone.instant(day, next);
        if boundary > at {
            return boundary;
        }
    }
}

/// A window cut into columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    /// Minutes of a whole column.
    pub step: u16,
    /// Where the columns begin, and last where the last one ends: strictly rising, at least two.
    edges: Vec<Moment>,
}

impl Axis {
    /// Cuts a window into at most so many columns, as fine as the zoom allows. The first and the last column may be cut short.
    #[must_use]
    pub fn new(window: Window, zoom: Zoom, most: usize, zone: Zone) -> Self {
        let steps = zoom.steps();
        let cut = |step: u16| Self { step, edges: edges(window, step, zone) };
        let fits = steps.iter().map(|step| cut(*step)).find(|axis| axis.columns().count() <= most.max(1));
        fits.unwrap_or(Self { step: 1440, edges: vec![window.from, window.to] })
    }

    /// The columns: from, and up to but not including.
    pub fn columns(&self) -> impl Iterator<Item = (Moment, Moment)> + '_ {
        self.edges.iter().copied().zip(self.edges.iter().copied().skip(1))
    }

    /// In which cell an instant stands, where every column takes so many cells; `None` outside the axis.
    #[must_use]
    pub fn cell(&self, at: Moment, wide: u16) -> Option<u16> {
        let column = self.edges.partition_point(|edge| *edge <= at).checked_sub(1)?;
        let (from, to) = (*self.edges.get(column)?, *self.edges.get(column + 1)?);
        let whole = to.millis().saturating_sub(from.millis()).max(1);
        let part = at.millis().saturating_sub(from.millis()).saturating_mul(i64::from(wide)) / whole;
        let column = u16::try_from(column).ok()?;
        Some(column.saturating_mul(wide).saturating_add(u16::try_from(part).ok()?))
    }

    /// The stretches of time behind the cells, where every column takes so many.
    pub fn cells(&self, wide: u16) -> impl Iterator<Item = (Moment, Moment)> + '_ {
        let wide = i64::from(wide.max(1));
        self.columns().flat_map(move |(from, to)| {
            let at = move |n: i64| {
                let whole = to.millis().saturating_sub(from.millis());
                shifted(from, whole.saturating_mul(n) / wide)
            };
            (0..wide).map(move |n| (at(n), at(n + 1)))
        })
    }
}

fn edges(window: Window, step: u16, zone: Zone) -> Vec<Moment> {
    let mut edges = vec![window.from];
    let mut at = after(window.from, step, zone);
    while at < window.to {
        edges.push(at);
        at = after(at, step, zone);
    }
    edges.push(window.to);
    edges
}

/// Who is there at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// The desk is open, at least for a part of it.
    Open,
    /// The desk is closed: the emergency duty team has it (L516).
    Closed,
    /// A bank holiday or a closure: the emergency duty team has it all day.
    Holiday,
}

/// Who is there in a stretch of time, judged by the day on which it begins.
#[must_use]
pub fn ground(calendar: &Calendar, from: Moment, to: Moment) -> Ground {
    if calendar.staffed_minutes(from, to) > 0 || calendar.is_open(from) {
        return Ground::Open;
    }
    match calendar.kind(calendar.zone().day_and_minute(from).0) {
        DayKind::BankHoliday(_) | DayKind::Closure(_) => Ground::Holiday,
        DayKind::Working(_) | DayKind::NoHours => Ground::Closed,
    }
}

/// Why no work is done on the day of an instant, if it is a bank holiday or a closure: its name.
#[must_use]
pub fn holiday(calendar: &Calendar, at: Moment) -> Option<&str> {
    match calendar.day(date_of(calendar.zone().day_and_minute(at).0)) {
        DayKind::BankHoliday(name) | DayKind::Closure(name) => Some(name),
        DayKind::Working(_) | DayKind::NoHours => None,
    }
}

/// A time of day that the desk works towards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A slot of the MASH meeting (L247).
    Meeting,
    /// The hour by which a teacher is told (L18).
    School,
}

/// The marks of a window, in order: every slot of the meeting and every hour of the schools, on working days of their calendars.
#[must_use]
pub fn marks(protocol: &Protocol, window: Window) -> Vec<(Moment, Mark)> {
    let mut marks = Vec::new();
    for (id, mark) in [(ClockId::MashMeeting, Mark::Meeting), (ClockId::FeedbackSchool, Mark::School)] {
        let Some(rule) = protocol.clock(id) else { continue };
        let times: Vec<TimeOfDay> = match &rule.timing {
            Timing::Always(timed) => times(&timed.value).to_vec(),
            Timing::ByRating(all) => all.iter().flat_map(|(_, timed)| times(&timed.value)).copied().collect(),
            Timing::Off { .. } => continue,
        };
        let (calendar, zone) = (protocol.calendar_of(rule), protocol.zone);
        let (first, _) = zone.day_and_minute(window.from);
        let (last, _) = zone.day_and_minute(window.to);
        for day in (first..=last).filter(|day| calendar.hours(*day).is_some()) {
            marks.extend(times.iter().map(|at| (zone.instant(day, at.minutes()), mark)));
        }
    }
    marks.retain(|(at, _)| window.holds(*at));
    marks.sort_by_key(|(at, _)| *at);
    marks.dedup();
    marks
}

const fn times(measure: &Measure) -> &[TimeOfDay] {
    match measure {
        Measure::Slot { at } => at.as_slice(),
        Measure::ClockTime { at } => std::slice::from_ref(at),
        _ => &[],
    }
}

/// How many deadlines, and how many of them are of contacts rated red.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// All of them.
    pub all: usize,
    /// Of contacts rated red.
    pub red: usize,
}

/// Due times in order, ready to be counted: each count is two searches, whatever the number of deadlines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dues {
    times: Vec<Moment>,
    /// How many of those before each place, and before the end, are red.
    reds: Vec<usize>,
}

impl Dues {
    /// Due times, each with whether its contact is rated red, in any order.
    #[must_use]
    pub fn new(mut dues: Vec<(Moment, bool)>) -> Self {
        dues.sort_unstable();
        let mut reds = Vec::with_capacity(dues.len() + 1);
        let mut sum = 0_usize;
        reds.push(sum);
        for (_, red) in &dues {
            sum = sum.saturating_add(usize::from(*red));
            reds.push(sum);
        }
        Self { times: dues.into_iter().map(|(at, _)| at).collect(), reds }
    }

    /// How many there are before an instant: late ones, if the instant is now.
    #[must_use]
    pub fn before(&self, at: Moment) -> Count {
        let all = self.times.partition_point(|due| *due < at);
        Count { all, red: self.reds.get(all).copied().unwrap_or(0) }
    }

    /// How many there are from one instant on and before another.
    #[must_use]
    pub fn between(&self, from: Moment, to: Moment) -> Count {
        let (until, before) = (self.before(to), self.before(from.min(to)));
        Count { all: until.all - before.all, red: until.red - before.red }
    }

    /// How many there are from an instant on.
    #[must_use]
    pub fn from(&self, at: Moment) -> Count {
        let before = self.before(at);
        let red = self.reds.last().copied().unwrap_or(0);
        Count { all: self.times.len() - before.all, red: red - before.red }
    }

    /// How many not yet late ones fall into each column of an axis.
    #[must_use]
    pub fn by_column(&self, axis: &Axis, now: Moment) -> Vec<Count> {
        axis.columns().map(|(from, to)| self.between(from.max(now), to.max(now))).collect()
    }
}

#[cfg(test)]
mod tests;
