//! Signals, and a terminal that goes away: one thread that sleeps until either happens. It tells the program, and
//! ends the process itself if the program does not manage to in time.

use std::io::{self, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;

use super::rescue::Rescue;
use super::{guard, wait};

/// Once the terminal is gone nothing the program draws can be seen, and it may spin: it gets this long, enough on a busy machine
/// to save and end by itself.
const PATIENCE_GONE: Duration = Duration::from_millis(1_200);
/// Asked to end in an ordinary way, the program gets this long.
const PATIENCE_ASKED: Duration = Duration::from_millis(1_500);

/// What the world told the process.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Signal {
    /// The terminal is gone, or going.
    Hangup,
    /// The process is asked to end.
    Terminate,
    /// The process was stopped and goes on: the screen must be taken and drawn anew.
    Continue,
    /// The process is to be stopped: it locks first and then stops itself.
    Stop,
    /// The window has another size.
    Resize,
}

/// The watching thread.
#[derive(Debug)]
pub struct Watch {
    finished: UnixStream,
    thread: JoinHandle<()>,
}

impl Watch {
    /// Begins to watch signals and `terminal`. `send` passes a signal to the program, which should end by itself on
    /// [`Signal::Hangup`] and [`Signal::Terminate`] and then call [`Watch::finish`]. If it does not, the rescue saves, the terminal
    /// is given back and the process ends with 128 and the signal's number.
    ///
    /// # Errors
    /// When the system gives no thread, no pipe or no signal handler.
    pub fn start(
        terminal: impl std::os::fd::AsFd + Send + 'static,
        rescue: Arc<Rescue>,
        mut send: impl FnMut(Signal) + Send + 'static,
    ) -> io::Result<Self> {
        let (finished, end) = UnixStream::pair()?;
        let (read, write) = UnixStream::pair()?;
        read.set_nonblocking(true)?;
        write.set_nonblocking(true)?;
        let caught = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGCONT, SIGTSTP, SIGWINCH];
        let mut signals = SignalDelivery::with_pipe(read, write, SignalOnly, caught)?;
        let thread = std::thread::Builder::new().name("watch".to_owned()).spawn(move || {
            let Some(ending) = watch(&terminal, &mut signals, &end, &mut send) else { return };
            let patience = if ending == SIGHUP { PATIENCE_GONE } else { PATIENCE_ASKED };
            if wait::readable([&end], Some(patience)).is_ok_and(|[end]| end.open || end.gone) {
                return;
            }
            rescue.save_once();
            guard::leave();
            signal_hook::low_level::exit(128 + ending);
        })?;
        Ok(Self { finished, thread })
    }

    /// The program has saved and is about to end: the watching is over.
    pub fn finish(mut self) {
        if self.finished.write_all(b"x").is_ok() {
            // A watcher that panicked has been reported by the panic hook.
            drop(self.thread.join());
        }
    }
}

/// Passes signals on until one ends the program (its number) or the program has finished (`None`).
fn watch(
    terminal: &impl std::os::fd::AsFd,
    signals: &mut SignalDelivery<UnixStream, SignalOnly>,
    end: &UnixStream,
    send: &mut impl FnMut(Signal),
) -> Option<i32> {
    loop {
        let waited = wait::readable_or_gone([signals.get_read(), end], terminal, None);
        // A watcher that cannot watch any more lets the program go on: it still saves by itself.
        let ([_, end], gone) = waited.ok()?;
        if end.open || end.gone {
            return None;
        }
        for signal in signals.pending() {
            match signal {
                SIGWINCH => send(Signal::Resize),
                SIGCONT => send(Signal::Continue),
                SIGTSTP => send(Signal::Stop),
                SIGHUP => {
                    send(Signal::Hangup);
                    return Some(SIGHUP);
                }
                ending => {
                    send(Signal::Terminate);
                    return Some(ending);
                }
            }
        }
        if gone {
            send(Signal::Hangup);
            return Some(SIGHUP);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn start(terminal: UnixStream) -> (Watch, mpsc::Receiver<Signal>) {
        let (send, signals) = mpsc::channel();
        let rescue = Rescue::new(|| panic!("nothing to rescue: the program ends in time"));
        let watch =
            Watch::start(terminal, rescue, move |signal| send.send(signal).unwrap_or_default()).unwrap();
        (watch, signals)
    }

    #[test]
    fn a_terminal_that_goes_away_is_noticed_without_any_signal() {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let (watch, signals) = start(theirs);
        drop(ours);
        // A signal reaches every watch of the process: the other test's resize may arrive here too.
        let mut others = signals.iter().filter(|signal| *signal != Signal::Resize);
        assert_eq!(others.next(), Some(Signal::Hangup));
        watch.finish();
        assert_eq!(others.next(), None, "the thread has ended");
    }

    #[test]
    fn a_resized_window_is_passed_on_and_the_watch_ends_when_the_program_does() {
        let (_ours, theirs) = UnixStream::pair().unwrap();
        let (watch, signals) = start(theirs);
        signal_hook::low_level::raise(SIGWINCH).unwrap();
        assert_eq!(signals.recv(), Ok(Signal::Resize));
        watch.finish();
    }
}
