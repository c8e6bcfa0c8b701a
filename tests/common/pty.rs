//! A program in a terminal of its own, driven key by key. Nothing here sleeps: every wait ends with the output, the
//! exit or the deadline.

#![expect(unreachable_pub, reason = "shared by the tests that drive whole programs")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a helper of a test may fail loudly"
)]

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
use rustix::termios::LocalModes;

/// How long a test waits for anything. Generous: a busy machine is slow, and a test that passes never waits so long.
const DEADLINE: Duration = Duration::from_secs(30);

/// What is known of the running program.
struct Seen {
    screen: vt100::Parser,
    raw: Vec<u8>,
    exit: Option<u32>,
    hanging_up: bool,
}

type Shared = Arc<(Mutex<Seen>, Condvar)>;

/// A running program and its terminal.
pub struct Pty {
    seen: Shared,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    reader: Option<JoinHandle<()>>,
    pid: Pid,
}

/// How to start a program.
pub struct Start {
    command: CommandBuilder,
    size: PtySize,
}

impl Start {
    /// A program in a terminal of 80×24 with true colours and UTF-8, and none of our own environment.
    pub fn new(program: impl AsRef<Path>) -> Self {
        let mut command = CommandBuilder::new(program.as_ref());
        command.env_clear();
        for (name, value) in [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("LANG", "C.UTF-8")] {
            command.env(name, value);
        }
        Self { command, size: size(80, 24) }
    }

    /// With this argument.
    #[must_use]
    pub fn arg(mut self, arg: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    /// With this variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// In this folder.
    #[must_use]
    pub fn cwd(mut self, folder: &Path) -> Self {
        self.command.cwd(folder);
        self
    }

    /// In a window of this size.
    #[must_use]
    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = size(columns, rows);
        self
    }

    /// Starts it.
    pub fn spawn(self) -> Pty {
        let pair = native_pty_system().openpty(self.size).unwrap();
        let mut child = pair.slave.spawn_command(self.command).unwrap();
        drop(pair.slave);
        let pid = child.process_id().and_then(|pid| Pid::from_raw(i32::try_from(pid).unwrap())).unwrap();
        let screen = vt100::Parser::new(cells(self.size.rows), cells(self.size.cols), 0);
        let seen = Seen { screen, raw: Vec::new(), exit: None, hanging_up: false };
        let seen: Shared = Arc::new((Mutex::new(seen), Condvar::new()));
        let output = pair.master.try_clone_reader().unwrap();
        let (reading, waiting) = (Arc::clone(&seen), Arc::clone(&seen));
        let reader = thread::spawn(move || read(output, &reading));
        thread::spawn(move || {
            let exit = child.wait().unwrap().exit_code();
            lock(&waiting).exit = Some(exit);
            waiting.1.notify_all();
        });
        let writer = Some(pair.master.take_writer().unwrap());
        Pty { seen, master: Some(pair.master), writer, reader: Some(reader), pid }
    }
}

fn read(mut output: Box<dyn Read + Send>, seen: &Shared) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = output.read(&mut buffer) {
        let mut state = lock(seen);
        state.screen.process(&buffer[..count]);
        state.raw.extend_from_slice(&buffer[..count]);
        seen.1.notify_all();
        if state.hanging_up {
            break;
        }
    }
}

fn lock(seen: &Shared) -> MutexGuard<'_, Seen> {
    seen.0.lock().unwrap_or_else(PoisonError::into_inner)
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

/// The emulator has no window without cells; a program's may have one.
fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap_or(NonZero::<u16>::MIN)
}

impl Pty {
    /// Sends bytes as if they were typed, all at once.
    pub fn send(&mut self, text: &str) -> &mut Self {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(text.as_bytes()).unwrap();
        writer.flush().unwrap();
        self
    }

    /// Pastes text as a terminal does. For 50 ms after it the program takes keys for text: end it by a signal, or wait for a reply
    /// that takes longer.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.send(&format!("\x1b[200~{text}\x1b[201~"))
    }

    /// Waits until the screen shows this text.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) -> &mut Self {
        self.wait_until(&format!("{text:?}"), |screen| screen.contents().contains(text))
    }

    /// Waits until the screen no longer shows this text.
    #[track_caller]
    pub fn wait_gone(&mut self, text: &str) -> &mut Self {
        self.wait_until(&format!("the end of {text:?}"), |screen| !screen.contents().contains(text))
    }

    /// Waits until the screen is as it should be; `what` says how, for the message when it never is.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, is: impl Fn(&vt100::Screen) -> bool) -> &mut Self {
        self.wait(what, |seen| is(seen.screen.screen()))
    }

    /// Waits until these bytes have come this many times.
    #[track_caller]
    pub fn wait_for_bytes(&mut self, bytes: &str, times: usize) -> &mut Self {
        let what = format!("{bytes:?} {times} times");
        self.wait(&what, |seen| {
            seen.raw.windows(bytes.len()).filter(|part| *part == bytes.as_bytes()).count() >= times
        })
    }

    #[track_caller]
    fn wait(&mut self, what: &str, is: impl Fn(&Seen) -> bool) -> &mut Self {
        let state = lock(&self.seen);
        let waiting = |seen: &mut Seen| !is(seen) && seen.exit.is_none();
        let (state, _) = self.seen.1.wait_timeout_while(state, DEADLINE, waiting).unwrap();
        let (shown, exit) = (is(&state), state.exit);
        let text = state.screen.screen().contents();
        drop(state);
        assert!(shown, "waited in vain for {what} (exit: {exit:?}); the screen shows:\n{text}");
        self
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        lock(&self.seen).screen.screen().contents()
    }

    /// Column and row of the cursor, or nothing while it is hidden.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        let state = lock(&self.seen);
        let screen = state.screen.screen();
        let (row, column) = screen.cursor_position();
        (!screen.hide_cursor()).then_some((column, row))
    }

    /// The cell at a column and row: its letter and whether it is bold and reversed.
    pub fn cell(&self, column: u16, row: u16) -> (String, bool, bool) {
        let state = lock(&self.seen);
        let cell = state.screen.screen().cell(row, column).unwrap();
        (cell.contents().to_owned(), cell.bold(), cell.inverse())
    }

    /// Every byte that came so far.
    pub fn raw(&self) -> Vec<u8> {
        lock(&self.seen).raw.clone()
    }

    /// Gives the window another size.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        lock(&self.seen).screen.screen_mut().set_size(cells(rows), cells(columns));
        self.master.as_ref().unwrap().resize(size(columns, rows)).unwrap();
        self
    }

    /// The program's process.
    pub fn pid(&self) -> Pid {
        self.pid
    }

    /// Whether the terminal takes whole lines and shows what is typed, as a shell expects it.
    pub fn is_cooked(&self) -> bool {
        let name = self.master.as_ref().unwrap().tty_name().unwrap();
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let terminal = rustix::fs::open(name, flags, Mode::empty()).unwrap();
        let shell = LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
        rustix::termios::tcgetattr(terminal).unwrap().local_modes.contains(shell)
    }

    /// Sends a signal to the program.
    pub fn signal(&mut self, signal: Signal) -> &mut Self {
        kill_process(self.pid, signal).unwrap();
        self
    }

    /// Waits until the program has stopped, as a shell sees it.
    pub fn wait_stopped(&mut self) -> &mut Self {
        let look = WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT;
        waitid(WaitId::Pid(self.pid), look).unwrap();
        self
    }

    /// Closes the terminal, as a closed window does.
    pub fn hang_up(&mut self) -> &mut Self {
        self.hang_up_after("")
    }

    /// As [`Pty::hang_up`], of a program that is not told of another size: these keys make it draw.
    pub fn hang_up_after(&mut self, keys: &str) -> &mut Self {
        lock(&self.seen).hanging_up = true;
        // Another size makes the program draw, and so the reader come back from its read.
        self.resize(71, 23).send(keys);
        drop(self.reader.take().map(JoinHandle::join));
        drop((self.writer.take(), self.master.take()));
        self
    }

    /// Waits until the program has ended, and gives its exit code. A program killed by a signal gives 1.
    #[track_caller]
    pub fn wait_exit(&mut self) -> u32 {
        let state = lock(&self.seen);
        let (state, _) = self.seen.1.wait_timeout_while(state, DEADLINE, |seen| seen.exit.is_none()).unwrap();
        let (exit, text) = (state.exit, state.screen.screen().contents());
        drop(state);
        let exit = exit.unwrap_or_else(|| panic!("the program does not end; the screen shows:\n{text}"));
        // What it wrote last is read before its end is told.
        drop(self.reader.take().map(JoinHandle::join));
        exit
    }

    /// The mode a terminal was left in: whether it is on the other screen, shows its cursor, marks pastes, reports the mouse.
    pub fn modes(&self) -> (bool, bool, bool, bool) {
        let state = lock(&self.seen);
        let screen = state.screen.screen();
        let mouse = screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None;
        (screen.alternate_screen(), !screen.hide_cursor(), screen.bracketed_paste(), mouse)
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if lock(&self.seen).exit.is_none() {
            // The test has failed or is done with it.
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

/// An example program of this package, built with the profile of the tests: `cargo test --test` alone would not.
pub fn example(name: &'static str) -> PathBuf {
    static BUILT: OnceLock<()> = OnceLock::new();
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    BUILT.get_or_init(|| {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--offline", "--example", name]).arg("--target-dir");
        build.arg(profile.parent().unwrap()).args(profile.ends_with("release").then_some("--release"));
        assert!(build.status().unwrap().success(), "the example {name} does not build");
    });
    profile.join("examples").join(name)
}

/// What in the output a terminal would obey and we did not mean: control characters and direction or zero-width
/// characters outside the sequences that the program itself sends.
pub fn strays(raw: &[u8]) -> Vec<char> {
    let text = String::from_utf8_lossy(raw);
    let mut strays = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\x1b' => skip_sequence(&mut chars),
            '\x07' | '\r' | '\n' => {}
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{ad}'
            | '\u{e0000}'..='\u{e007f}' => strays.push(c),
            c if c.is_control() => strays.push(c),
            _ => {}
        }
    }
    strays
}

fn skip_sequence(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    match chars.next() {
        Some('[') => while chars.next().is_some_and(|c| !('@'..='~').contains(&c)) {},
        Some(']') => while chars.next().is_some_and(|c| c != '\x07' && c != '\\') {},
        _ => {}
    }
}
