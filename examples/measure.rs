//! Measures whole programs in a pseudo-terminal, one beside the other, and prints a table.
//!
//! ```text
//! cargo build --release --examples --bins
//! target/release/examples/measure --rounds 9 \
//!     "minimal=$PWD/target/release/examples/minimal 100" \
//!     "dutydesk=$PWD/target/release/dutydesk demo --desk /tmp/desk"
//! ```
//!
//! Rounds are interleaved; every figure is a median over the rounds. Bytes are stamped when they arrive and looked at afterwards. The
//! first program is the yardstick. Read ratios, not milliseconds: what else the machine does moves both alike.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a measuring tool asks for the time, prints, and stops when the system gives it nothing"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// The window: rows and columns.
const WINDOW: (NonZero<u16>, NonZero<u16>) = (NonZero::new(40).unwrap(), NonZero::new(120).unwrap());
/// A burst of output ends after this much silence.
const QUIET: Duration = Duration::from_millis(30);
/// What shows that a board or list is complete.
const READY: &str = "of ";
/// How long an idle program is watched.
const IDLE: Duration = Duration::from_secs(10);

fn main() {
    let mut rounds = 5;
    let mut programs = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--rounds" {
            rounds = args.next().and_then(|n| n.parse().ok()).expect("--rounds needs a number");
        } else {
            let (name, command) = arg.split_once('=').expect("NAME=COMMAND");
            programs.push((name.to_owned(), command.to_owned()));
        }
    }
    let mut figures: Vec<BTreeMap<&str, Vec<f64>>> = vec![BTreeMap::new(); programs.len()];
    for _ in 0..rounds {
        for ((_, command), figures) in programs.iter().zip(&mut figures) {
            for (what, figure) in round(command) {
                figures.entry(what).or_default().push(figure);
            }
        }
    }
    print_table(&programs, &figures);
}

fn print_table(programs: &[(String, String)], figures: &[BTreeMap<&str, Vec<f64>>]) {
    let head: Vec<&str> = programs.iter().map(|(name, _)| name.as_str()).collect();
    println!("| figure | {} |", head.join(" | "));
    println!("|---|{}", "---:|".repeat(head.len()));
    let Some(first) = figures.first() else { return };
    for what in first.keys() {
        let yardstick = median(first.get(what));
        let cells: Vec<String> = figures
            .iter()
            .map(|figures| {
                let value = median(figures.get(what));
                if yardstick > 0.0 {
                    format!("{value:.2} ({:.2}×)", value / yardstick)
                } else {
                    format!("{value:.2}")
                }
            })
            .collect();
        println!("| {what} | {} |", cells.join(" | "));
    }
}

fn median(values: Option<&Vec<f64>>) -> f64 {
    quantile(values.cloned().unwrap_or_default(), 50)
}

fn quantile(mut values: Vec<f64>, percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = values.len().saturating_sub(1) * percent / 100;
    values.get(at).copied().unwrap_or(f64::NAN)
}

/// A program in a pseudo-terminal, and what it wrote, by time of arrival.
struct Running {
    input: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    screen: vt100::Parser,
    started: Instant,
    _pair: portable_pty::PtyPair,
}

impl Running {
    fn start(command: &str) -> Self {
        let size = PtySize { rows: WINDOW.0.get(), cols: WINDOW.1.get(), pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut words = command.split_whitespace();
        let mut builder = CommandBuilder::new(words.next().expect("a command"));
        builder.args(words);
        builder.env("TERM", "xterm-256color");
        builder.env("COLORTERM", "truecolor");
        builder.cwd(std::env::current_dir().expect("a folder"));
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let input = pair.master.take_writer().expect("a writer");
        let (send, output) = mpsc::channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 16_384];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                let bytes = buffer.get(..n).unwrap_or_default().to_vec();
                if send.send((Instant::now(), bytes)).is_err() {
                    return;
                }
            }
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(builder).expect("the program");
        Self { input, output, child, screen: vt100::Parser::new(WINDOW.0, WINDOW.1, 0), started, _pair: pair }
    }

    /// Milliseconds from the start until the screen shows a text.
    fn ready(&mut self) -> f64 {
        while let Ok((at, bytes)) = self.output.recv_timeout(Duration::from_mins(1)) {
            self.screen.process(&bytes);
            if self.screen.screen().contents().contains(READY) {
                return millis(at - self.started);
            }
        }
        f64::NAN
    }

    /// Takes output until it is quiet. The time of the last byte, and how many bytes.
    fn settle(&mut self, most: Duration) -> (Option<Instant>, usize) {
        let (mut last, mut bytes) = (None, 0);
        loop {
            let wait = if last.is_some() { QUIET } else { most };
            match self.output.recv_timeout(wait) {
                Ok((at, chunk)) => {
                    last = Some(at);
                    bytes += chunk.len();
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return (last, bytes),
            }
        }
    }

    /// Takes output for so long, quiet or not. How many bytes it was.
    fn watch(&mut self, span: Duration) -> f64 {
        let until = Instant::now() + span;
        let mut bytes = 0.0;
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            if let Ok((_, chunk)) = self.output.recv_timeout(left) {
                bytes += f64::from(u32::try_from(chunk.len()).unwrap_or(u32::MAX));
            }
        }
        bytes
    }

    /// Writes keys; milliseconds to the last byte they caused, and the bytes.
    fn press(&mut self, keys: &[u8]) -> (f64, usize) {
        let at = Instant::now();
        self.input.write_all(keys).expect("a program that listens");
        let (last, bytes) = self.settle(Duration::from_millis(200));
        (last.map_or(f64::NAN, |last| millis(last - at)), bytes)
    }

    /// Processor milliseconds, voluntary waits and peak memory in MiB so far.
    fn usage(&self) -> (f64, f64, f64) {
        let pid = self.child.process_id().unwrap_or_default();
        let read = |path: String| fs::read_to_string(path).unwrap_or_default();
        let stat = read(format!("/proc/{pid}/stat"));
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let ticks: f64 =
            after_name.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<f64>().ok()).sum();
        let field = |status: &str, name: &str| -> f64 {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
            line.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0.0)
        };
        let tasks = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
        let waits = tasks
            .map(|task| {
                let status = fs::read_to_string(task.path().join("status")).unwrap_or_default();
                field(&status, "voluntary_ctxt_switches:")
            })
            .sum();
        let peak = field(&read(format!("/proc/{pid}/status")), "VmHWM:") / 1024.0;
        (ticks * 10.0, waits, peak)
    }
}

fn millis(span: Duration) -> f64 {
    span.as_secs_f64() * 1000.0
}

/// One program from its start to its end.
fn round(command: &str) -> Vec<(&'static str, f64)> {
    let mut program = Running::start(command);
    let ready = program.ready();
    program.settle(Duration::from_millis(300));
    let mut moves = Vec::new();
    let mut move_bytes = Vec::new();
    for n in 0..80 {
        let (time, bytes) = program.press(if n % 40 < 20 { b"j" } else { b"k" });
        moves.push(time);
        move_bytes.push(f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)));
    }
    let (flood, flood_bytes) = program.press(&[b'j'; 300]);
    let (_, page_bytes) = program.press(b"\x1b[6~");
    program.press(b"/");
    let letters: Vec<f64> = b"sample".iter().map(|letter| program.press(&[*letter]).0).collect();
    program.press(b"\x1b");
    program.press(b"\x1b");
    program.settle(Duration::from_millis(500));
    // Rows settle two seconds after the last key; what is idle begins after that.
    program.watch(Duration::from_secs(3));
    let (cpu, waits, _) = program.usage();
    let idle_bytes = program.watch(IDLE);
    let (cpu_after, waits_after, peak) = program.usage();
    // It may have ended by itself; either way it is over.
    let _ = program.child.kill();
    let _ = program.child.wait();
    let seconds = IDLE.as_secs_f64();
    vec![
        ("1 start to complete board, ms", ready),
        ("2 key to frame p50, ms", quantile(moves.clone(), 50)),
        ("2 key to frame p99, ms", quantile(moves, 99)),
        ("3 bytes a move", quantile(move_bytes, 50)),
        ("3 bytes a page", f64::from(u32::try_from(page_bytes).unwrap_or(u32::MAX))),
        ("4 300 keys at once, ms", flood),
        ("4 300 keys at once, bytes", f64::from(u32::try_from(flood_bytes).unwrap_or(u32::MAX))),
        ("5 filter letter, median ms", quantile(letters.clone(), 50)),
        ("5 filter letter, worst ms", quantile(letters, 100)),
        ("6 idle, bytes a second", idle_bytes / seconds),
        ("6 idle, % of a core", (cpu_after - cpu) / (seconds * 10.0)),
        ("6 idle, wake-ups a second", (waits_after - waits) / seconds),
        ("7 peak memory, MiB", peak),
    ]
}
