//! `dutydesk doctor`: how the desk, this build, the host and the terminal are, and what to do about it.

use std::fs;

use chrono::Datelike;
use chrono_tz::IANA_TZDB_VERSION;
use serde_json::json;

use super::desk::DeskArgs;
use super::stop::Ended;
use super::{Exit, Streams, print};
use crate::clock::{Clock, SystemClock};
use crate::demo::day;
use crate::domain::calendar::Zone;
use crate::domain::when::Moment;
use crate::protocols;
use crate::store::desk::Paths;
use crate::store::health::{self, Point, State};
use crate::store::space::Limits;
use crate::term::caps::{Caps, Screen};
use crate::term::{out, process};
use crate::ui::palettes::Depth;

/// Say how the desk, this build, the host and the terminal are: good, warning or bad, with what to do. Changes nothing, and
/// works on a desk that does not open.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

/// Least memory that must be kept out of swap, in bytes: SQLCipher locks about two megabytes.
const LOCKED: u64 = 4 << 20;

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let paths = desk.paths()?;
    let now = day::glance(paths.dir(), &SystemClock).ok().flatten().unwrap_or_else(|| SystemClock.now());
    let mut points = health::build();
    points.extend(health::outside(&paths, Limits::default(), now));
    if paths.exists() {
        // Nobody is asked: a desk that is locked is looked at from outside.
        let key = if desk.passphrase_file.is_some() && desk.is_real()? { Some(desk.key()?.0) } else { None };
        points.extend(health::record(&paths, key.as_ref(), now));
        points.push(rules(&paths));
    }
    points.extend(time(now));
    points.extend(host());
    points.extend(terminal());
    let bad = points.iter().any(|point| point.state == State::Bad);
    if args.json {
        let points: Vec<_> = points.iter().map(as_json).collect();
        print::json(streams.out, &json!({ "good": !bad, "points": points }))?;
    } else {
        for point in &points {
            writeln!(streams.out, "{:8} {:15} {}", word(point.state), point.about, print::line(&point.said))?;
            if let Some(todo) = &point.todo {
                writeln!(streams.out, "{:25}{}", "", print::line(todo))?;
            }
        }
    }
    Ok(if bad { Exit::Refused } else { Exit::Done })
}

const fn word(state: State) -> &'static str {
    match state {
        State::Good => "good",
        State::Warning => "warning",
        State::Bad => "BAD",
    }
}

fn as_json(point: &Point) -> serde_json::Value {
    let state = word(point.state).to_ascii_lowercase();
    json!({ "about": point.about, "state": state, "said": point.said, "todo": point.todo })
}

fn rules(paths: &Paths) -> Point {
    let file = paths.protocol();
    match protocols::of_desk(&file) {
        Ok(protocol) if file.exists() => {
            Point::good("rules", format!("The desk's own: {} version {}.", protocol.id, protocol.version))
        }
        Ok(protocol) => {
            Point::good("rules", format!("Built in: {} version {}.", protocol.id, protocol.version))
        }
        Err(why) => Point::bad(
            "rules",
            why.to_string(),
            format!("\"dutydesk protocol check {}\" says where.", file.display()),
        ),
    }
}

/// Time zone data, and how long bank holidays are known.
fn time(now: Moment) -> Vec<Point> {
    let today = Zone::LONDON.local(now).date();
    let last = protocols::last_holidays();
    let left = last - today.year();
    let said = format!("Bank holidays are known to the end of {last}.");
    let holidays = match left {
        1.. => Point::good("holidays", said),
        0 => Point::warning("holidays", said, "Install a newer dutydesk before the year ends."),
        _ => Point::bad(
            "holidays",
            said,
            "Install a newer dutydesk: deadlines over bank holidays are wrong without them.",
        ),
    };
    vec![
        Point::good("time zones", format!("{}, by the rules of {IANA_TZDB_VERSION}.", Zone::LONDON.name())),
        holidays,
    ]
}

/// What the host does to keep memory from leaking.
fn host() -> Vec<Point> {
    let core = Point::holds(
        "core files",
        process::is_hardened(),
        if process::is_hardened() {
            "The memory of dutydesk goes into none."
        } else {
            "They are not turned off."
        },
        "Start dutydesk where the system lets it turn them off.",
    );
    let memory = match process::lockable_memory() {
        Some(most) if most < LOCKED => Point::warning(
            "locked memory",
            format!("Only {} kB may be kept out of swap.", most >> 10),
            "Raise the login's limit of locked memory (ulimit -l) to 8192 kB.",
        ),
        _ => Point::good("locked memory", "Keys and pages can be kept out of swap."),
    };
    vec![core, memory, swap(&fs::read_to_string("/proc/swaps").unwrap_or_default())]
}

/// Whether swap may carry plain text: a device made by the device mapper may be encrypted, compressed memory is none.
fn swap(list: &str) -> Point {
    let plain = |line: &&str| !line.starts_with("/dev/dm-") && !line.starts_with("/dev/zram");
    if list.lines().skip(1).any(|line| plain(&line)) {
        return Point::warning(
            "swap",
            "Swap is on and does not look encrypted.",
            "Encrypt it, or turn it off: what is in memory may reach the disk.",
        );
    }
    Point::good("swap", "There is none on a plain disk.")
}

fn terminal() -> Vec<Point> {
    let caps = Caps::detect();
    let size = out::window_size().map(|size| (size.width, size.height));
    let colours = match caps.colours {
        None => "no colours",
        Some(Depth::Ansi16) => "16 colours",
        Some(Depth::Indexed256) => "256 colours",
        Some(Depth::TrueColour) => "all colours",
    };
    let signs = if caps.unicode { "Unicode" } else { "plain signs" };
    let mouse = if caps.mouse { "mouse" } else { "no mouse" };
    let said =
        format!("{}: {colours}, {signs}, {mouse}", if caps.kind.is_empty() { "no TERM" } else { &caps.kind });
    let screen = match (caps.screen, size) {
        (Screen::NoTerminal, _) => Point::good("terminal", "This command was not run in one."),
        (Screen::Dumb, _) => Point::warning(
            "terminal",
            format!("{said}. It cannot place the cursor."),
            "Use another terminal, or \"dutydesk intake --plain\".",
        ),
        (Screen::Yes, Ok((width, height))) if width < 80 || height < 24 => Point::warning(
            "terminal",
            format!("{said}, {width} by {height}."),
            "Make it 80 columns by 24 rows or larger.",
        ),
        (Screen::Yes, Ok((width, height))) => {
            Point::good("terminal", format!("{said}, {width} by {height}."))
        }
        (Screen::Yes, Err(_)) => Point::good("terminal", format!("{said}.")),
    };
    let mut points = vec![screen];
    points.extend(caps.inside.map(|program| {
        Point::warning(
            "terminal",
            format!("It runs inside {program}, which can write down everything on the screen."),
            "Leave its logging off while the desk is open.",
        )
    }));
    points.extend(
        caps.problems
            .into_iter()
            .map(|problem| Point::warning("terminal", problem, "Set it to one of these.")),
    );
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_swap_is_a_warning() {
        const HEAD: &str = "Filename\tType\tSize\tUsed\tPriority\n";
        assert_eq!(swap("").state, State::Good);
        assert_eq!(swap(HEAD).state, State::Good);
        assert_eq!(
            swap(&format!("{HEAD}/dev/dm-1 partition 1 0 -2\n/dev/zram0 partition 1 0 -2\n")).state,
            State::Good
        );
        assert_eq!(
            swap(&format!("{HEAD}/dev/dm-1 partition 1 0 -2\n/swapfile file 1 0 -2\n")).state,
            State::Warning
        );
    }

    #[test]
    fn holidays_are_asked_for_before_they_run_out() {
        let at = |text: &str| {
            let day: chrono::NaiveDate = text.parse().unwrap();
            time(Zone::LONDON.computed(day.and_time(chrono::NaiveTime::MIN)))[1].state
        };
        assert_eq!(at("2026-11-24"), State::Good);
        assert_eq!(at("2028-02-01"), State::Warning);
        assert_eq!(at("2029-01-01"), State::Bad);
    }
}
