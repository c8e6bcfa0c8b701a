//! The last words of a program that has no screen, when a signal ends it. It has taken nothing from the terminal, so there
//! is nothing to give back: it says what is safe, and goes.

use std::io::{self, Write};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;

/// How long a program that has nothing to keep may take to end by itself.
const GRACE: Duration = Duration::from_millis(300);

/// From now on a signal that ends the program has `words` said on standard error first, if there are any. The process then
/// ends with 128 and the signal's number, as the shell expects of it.
///
/// # Errors
/// When the system gives no thread or no signal handler.
pub fn on_signal(words: impl Fn() -> Option<String> + Send + 'static) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
    thread::Builder::new().name("farewell".to_owned()).spawn(move || {
        let Some(signal) = signals.forever().next() else { return };
        match words() {
            // The terminal may be gone: then there is nobody to tell.
            Some(words) => drop(writeln!(io::stderr(), "{words}")),
            // The program is ending by itself and may be saying its own last words.
            None => thread::park_timeout(GRACE),
        }
        signal_hook::low_level::exit(128 + signal);
    })?;
    Ok(())
}
