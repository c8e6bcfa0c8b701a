//! Every way in which a terminal or a program ends, and everything a terminal can do to it: nothing typed is lost, the terminal is
//! given back, nothing spins on, and no paste does anything.
//!
//! The desk runs on a clock that stands still (`examples/breaking.rs`): nothing is saved because time passes, so what is found
//! afterwards was saved on the way out. `DUTYDESK_RESIZES=5000` for the whole storm.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a helper of a test may fail loudly, and says what it measured"
)]

mod common {
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod pty;
}

use std::env;
use std::fs;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::time::Duration;

use common::pty::{Pty, Start, example, strays};
use dutydesk::clock;
use dutydesk::domain::when::Moment;
use dutydesk::store::Store;
use dutydesk::store::desk::Paths;
use dutydesk::store::drafts;
use dutydesk::store::open::Missing;
use dutydesk::store::space::Limits;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open};
use tempfile::TempDir;

const TYPED: &str = "Left alone at night";
const CTRL_G: &str = "\x07";
/// The bar is two seconds; a machine with other work gets more.
const GONE_WITHIN: Duration = Duration::from_secs(10);

/// A call in which something was just typed, and not saved yet.
struct Call {
    pty: Pty,
    folder: TempDir,
}

fn desk_of(folder: &Path) -> PathBuf {
    folder.join("desk")
}

fn begun(start: impl FnOnce(&Path) -> Start) -> Call {
    let folder = tempfile::tempdir().unwrap();
    let mut pty = start(&desk_of(folder.path())).size(120, 40).spawn();
    pty.wait_for("R-1001").wait_for("Who is ringing");
    pty.send(CTRL_G).send("3").wait_for("In a few words").send(TYPED).wait_for(TYPED);
    Call { pty, folder }
}

fn call() -> Call {
    begun(|desk| Start::new(example("breaking")).arg(desk))
}

impl Call {
    /// What the record has of the call.
    fn saved(&self) -> String {
        let limits = Limits { low: 1, reserve: 1 << 16 };
        let now = Moment::from_millis(1_795_529_460_000);
        let store =
            Store::open(Paths::new(desk_of(self.folder.path())), Missing::Refuse, limits, now).unwrap();
        let heads = drafts::list(store.conn()).unwrap();
        heads.first().map_or_else(String::new, |head| head.concern.clone())
    }

    /// Ends the program in some way, and looks at what is left. Its exit code.
    #[track_caller]
    fn ends(&mut self, how: &str, end: impl FnOnce(&mut Pty)) -> u32 {
        let pid = self.pty.pid();
        let (begun, spent) = (clock::monotonic(), Cpu::of(pid));
        end(&mut self.pty);
        let spent = spent.until_gone(pid);
        let exit = self.pty.wait_exit();
        let took = begun.elapsed();
        eprintln!("{how}: gone after {} ms, {} ms of a core", took.as_millis(), spent.as_millis());
        assert!(took < GONE_WITHIN, "{how}: gone after {took:?}");
        assert!(spent < Duration::from_secs(1), "{how}: {spent:?} of a core");
        assert_eq!(self.saved(), TYPED, "{how}");
        exit
    }

    #[track_caller]
    fn assert_terminal_is_given_back(&self) {
        assert_eq!(self.pty.modes(), (false, true, false, false), "screen, cursor, marked pastes, mouse");
        assert!(self.pty.is_cooked(), "lines and their echo");
    }
}

/// The processor time of a process.
struct Cpu(Duration);

impl Cpu {
    fn of(pid: Pid) -> Self {
        Self(Self::now(pid).unwrap_or_default())
    }

    /// User and system time so far; none when the process is gone.
    fn now(pid: Pid) -> Option<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
        // The name stands in brackets and may hold anything; the eleventh and twelfth number after it are the times.
        let (_, rest) = stat.rsplit_once(") ")?;
        let ticks = |n: usize| rest.split(' ').nth(n)?.parse::<u64>().ok();
        let ticks = ticks(11)? + ticks(12)?;
        // The kernel tells them in hundredths of a second, whatever it counts in itself.
        Some(Duration::from_millis(ticks * 10))
    }

    /// Waits for the process to end, and says what it used since.
    fn until_gone(self, pid: Pid) -> Duration {
        let mut last = self.0;
        let Ok(ended) = pidfd_open(pid, PidfdFlags::empty()) else { return Duration::ZERO };
        while !is_over(&ended) {
            last = Self::now(pid).unwrap_or(last).max(last);
        }
        last.saturating_sub(self.0)
    }
}

fn is_over(process: &OwnedFd) -> bool {
    let mut wait = [PollFd::new(process, PollFlags::IN)];
    let short = Timespec { tv_sec: 0, tv_nsec: 20_000_000 };
    poll(&mut wait, Some(&short)).is_ok_and(|count| count > 0)
}

#[test]
fn a_signal_to_end_saves_and_gives_the_terminal_back() {
    for (how, signal) in [("SIGTERM", Signal::TERM), ("SIGINT", Signal::INT), ("SIGQUIT", Signal::QUIT)] {
        let mut call = call();
        let exit = call.ends(how, |pty| {
            pty.signal(signal);
        });
        assert_eq!(exit, 0, "{how}: it ended by itself");
        call.assert_terminal_is_given_back();
    }
}

#[test]
fn a_closed_window_saves_and_ends() {
    call().ends("window closed", |pty| {
        pty.hang_up();
    });
}

#[test]
fn a_terminal_that_goes_without_a_signal_saves_and_ends() {
    // In a session of its own the program has no controlling terminal, so nobody sends it a signal when the terminal goes.
    let mut call =
        begun(|desk| Start::new("/usr/bin/setsid").arg("--wait").arg(example("breaking")).arg(desk));
    let parent = call.pty.pid().as_raw_nonzero();
    let children = fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).unwrap();
    let pid = Pid::from_raw(children.trim().parse().unwrap()).unwrap();
    let (begun, spent) = (clock::monotonic(), Cpu::of(pid));
    // The caret moves and moves back: something is drawn, and nothing is typed.
    call.pty.hang_up_after("\x1b[D\x1b[C");
    let spent = spent.until_gone(pid);
    let took = begun.elapsed();
    eprintln!(
        "hang-up without a signal: gone after {} ms, {} ms of a core",
        took.as_millis(),
        spent.as_millis()
    );
    assert!(took < GONE_WITHIN && spent < Duration::from_secs(1), "{took:?}, {spent:?} of a core");
    assert_eq!(call.saved(), TYPED);
}

#[test]
fn a_panic_on_any_thread_saves_gives_the_terminal_back_and_quotes_nothing() {
    for (how, signal, wake) in
        [("panic on the main thread", Signal::USR1, "x"), ("panic on another", Signal::USR2, "")]
    {
        let mut call = call();
        let before = call.pty.raw().len();
        let exit = call.ends(how, |pty| {
            pty.signal(signal);
            // The main thread breaks when it next looks at the clock; a key makes it, once the signal has arrived.
            while !wake.is_empty() && !is_over(&pidfd_open(pty.pid(), PidfdFlags::empty()).unwrap()) {
                pty.send("\x1b[I");
            }
        });
        assert_eq!(exit, 101, "{how}");
        call.assert_terminal_is_given_back();
        let said = String::from_utf8_lossy(call.pty.raw().get(before..).unwrap()).into_owned();
        assert!(said.contains("mistake of its own (error "), "{how}: {said}");
        for word in ["Left alone", "broke", "panicked"] {
            assert!(!said.contains(word), "{how}: {said}");
        }
    }
}

#[test]
fn a_storm_of_sizes_from_nothing_to_a_wall_leaves_a_working_call() {
    let storm = env::var("DUTYDESK_RESIZES").map_or(300, |n| n.parse::<u32>().unwrap());
    let mut call = call();
    let mut size = (7_u32, 3_u32);
    for n in 0..storm {
        size = ((size.0 * 31 + n * 17) % 481 + 20, (size.1 * 13 + n * 7) % 196 + 5);
        let (columns, rows) = match n % 97 {
            0 => (0, 0),
            1 => (1, 1),
            _ => size,
        };
        call.pty.resize(u16::try_from(columns).unwrap(), u16::try_from(rows).unwrap());
    }
    call.pty.resize(120, 40).wait_for(TYPED).send("!").wait_for(&format!("{TYPED}!"));
    call.pty.signal(Signal::TERM);
    assert_eq!(call.pty.wait_exit(), 0);
    call.assert_terminal_is_given_back();
    assert!(strays(&call.pty.raw()).is_empty());
}

#[test]
fn a_paste_of_more_than_a_megabyte_is_cut_and_said_and_kept() {
    let mut call = call();
    call.pty.paste(&"word ".repeat(240_000)).wait_for("The paste was too long: its last");
    call.pty.signal(Signal::TERM);
    assert_eq!(call.pty.wait_exit(), 0);
    let saved = call.saved();
    assert!(saved.starts_with(TYPED), "{}", saved.len());
}

#[test]
fn a_paste_that_ends_itself_and_goes_on_with_keys_runs_nothing() {
    let mut call = call();
    // Leaves, files, discards: whatever these would do as keys.
    for (n, keys) in
        (0..).zip(["\x11y", "\x13\x13", "\x1b\x1b\x1b", "\x0f", "\r\r\r", "\x1b[21~", "\x03\x03y"])
    {
        call.pty.paste(&format!("<a\x1b[201~{keys}b{n}>")).wait_for(&format!("b{n}>"));
        call.pty.wait_until("the field still has the cursor", |screen| {
            screen.contents().contains("In a few words")
        });
        call.pty.wait_gone("Leave");
    }
    call.pty.signal(Signal::TERM);
    assert_eq!(call.pty.wait_exit(), 0);
    assert!(call.saved().starts_with(TYPED), "{}", call.saved());
}
