//! The smallest program in the terminal shell: one field. What is typed survives whatever ends the program.
//!
//! `cargo run --example shell -- FILE` keeps the text in `FILE`. Ctrl-Q ends it; Ctrl-X panics and Ctrl-G stops
//! answering, to see what the shell makes of that.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;
use std::{env, fs, thread};

use dutydesk::app::key::{Key, KeyCode};
use dutydesk::clock;
use dutydesk::term::bytes::Event;
use dutydesk::term::caps::{Caps, Screen};
use dutydesk::term::guard::Guard;
use dutydesk::term::input::Reader;
use dutydesk::term::out::{Quiet, Tty};
use dutydesk::term::rescue::{self, Rescue};
use dutydesk::term::run::{self, Program, Redraw};
use dutydesk::term::watch::{Signal, Watch};
use dutydesk::ui::parts::field::{self, Field};
use dutydesk::ui::text;
use dutydesk::ui::theme::{Look, ThemeName};
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal};
use ratatui_textarea::TextArea;

enum Message {
    Input(Event),
    Signal(Signal),
}

struct Note {
    editor: TextArea<'static>,
    shared: Arc<Mutex<String>>,
    guard: Guard,
    look: Look,
    redraw: Redraw,
    over: bool,
    stuck: bool,
}

impl Note {
    fn key(&mut self, key: Key) {
        match key.code {
            KeyCode::Char('q') if key.ctrl => self.over = true,
            KeyCode::Char('g') if key.ctrl => self.stuck = true,
            #[expect(clippy::panic, reason = "this is what it is for")]
            KeyCode::Char('x') if key.ctrl => panic!("the text was {:?}", self.editor.lines()),
            KeyCode::Enter => self.editor.insert_newline(),
            KeyCode::Backspace => drop(self.editor.delete_char()),
            _ => key.typed().into_iter().for_each(|c| self.editor.insert_char(c)),
        }
    }
}

impl Program for Note {
    type Message = Message;

    fn take(&mut self, message: Message) {
        self.redraw = self.redraw.max(Redraw::Changed);
        match message {
            Message::Input(Event::Key(key)) => self.key(key),
            Message::Input(Event::Paste { text, .. }) => drop(self.editor.insert_str(text)),
            Message::Input(Event::Gone) | Message::Signal(Signal::Hangup | Signal::Terminate) => {
                self.over = true;
            }
            Message::Signal(Signal::Continue) => {
                self.redraw = Redraw::Everything;
                self.over = self.guard.again().is_err();
            }
            Message::Signal(Signal::Resize | Signal::Stop) | Message::Input(_) => {}
        }
        if let Ok(mut shared) = self.shared.lock() {
            *shared = self.editor.lines().join("\n");
        }
    }

    fn tick(&mut self) {}

    fn quiet_for(&self) -> Option<Duration> {
        if self.stuck {
            loop {
                thread::park();
            }
        }
        None
    }

    fn redraw(&mut self) -> Redraw {
        std::mem::take(&mut self.redraw)
    }

    fn draw(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        let look = &self.look;
        frame.buffer_mut().set_style(area, look.theme.base);
        let area = Rect { height: area.height.min(5), ..area };
        let field = Field { focused: true, placeholder: "type here; Ctrl-Q ends", look };
        if let Some(at) = field.draw(frame.buffer_mut(), area, &self.editor) {
            frame.set_cursor_position(at);
        }
        if self.stuck {
            frame.buffer_mut().set_string(0, 6, "not answering", look.theme.alert);
        }
        text::scrub(frame.buffer_mut());
    }

    fn speak<W: Write>(&mut self, _out: &mut Quiet<W>) {}

    fn is_over(&self) -> bool {
        self.over
    }
}

fn main() -> ExitCode {
    let Some(file) = env::args_os().nth(1).map(PathBuf::from) else { return ExitCode::from(2) };
    match edit(file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            drop(writeln!(io::stderr(), "shell: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn edit(file: PathBuf) -> io::Result<()> {
    let caps = Caps::detect();
    if caps.screen != Screen::Yes {
        return Err(io::Error::other("this needs a terminal"));
    }
    let shared = Arc::new(Mutex::new(String::new()));
    let copy = Arc::clone(&shared);
    let rescue = Rescue::new(move || {
        if let Ok(text) = copy.try_lock() {
            drop(fs::write(&file, text.as_bytes()));
        }
    });
    rescue::on_panic(Arc::clone(&rescue));
    let (send, inbox) = mpsc::channel();
    let signals = send.clone();
    let terminal =
        || io::Result::Ok(fs::File::from(std::os::fd::AsFd::as_fd(&io::stdin()).try_clone_to_owned()?));
    let watch = Watch::start(terminal()?, Arc::clone(&rescue), move |signal| {
        drop(signals.send(Message::Signal(signal)));
    })?;
    let guard = Guard::enter(caps.mouse)?;
    let started = clock::monotonic();
    let reader = Reader::start(
        terminal()?,
        caps.marks_pastes,
        move || started.elapsed(),
        move |event| send.send(Message::Input(event)).is_ok(),
    )?;
    let mut editor = TextArea::default();
    field::prepare(&mut editor, true);
    let look = caps.look(ThemeName::Dark);
    let mut note =
        Note { editor, shared, guard, look, redraw: Redraw::Everything, over: false, stuck: false };
    let ended = Terminal::new(Quiet::new(Tty::stdout()?, None))
        .and_then(|mut terminal| run::run(&mut note, &inbox, &mut terminal));
    rescue.save_once();
    drop((note, reader));
    watch.finish();
    ended
}
