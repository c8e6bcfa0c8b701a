//! The last thing done for what was typed, when the program cannot go on: a shared copy is saved, the terminal
//! given back, and a number printed. Never the message of a panic: it may quote what was typed.

use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::guard;

/// Exit code of a program that ended by a mistake of its own.
const BROKEN: i32 = 101;

/// Saves the shared copy of what is being typed, once.
pub struct Rescue {
    save: Box<dyn Fn() + Send + Sync>,
    done: AtomicBool,
}

impl fmt::Debug for Rescue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rescue").field("done", &self.done).finish_non_exhaustive()
    }
}

impl Rescue {
    /// A rescue by this closure. It runs on whichever thread ends the program, perhaps while another holds locks:
    /// it must not wait for one for ever (`try_lock`), must not panic, and should take under a second.
    #[must_use]
    pub fn new(save: impl Fn() + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { save: Box::new(save), done: AtomicBool::new(false) })
    }

    /// Saves, if nobody has yet.
    pub fn save_once(&self) {
        if !self.done.swap(true, Ordering::SeqCst) {
            (self.save)();
        }
    }

    /// What was typed has been saved in the ordinary way: nothing is left to rescue.
    pub fn not_needed(&self) {
        self.done.store(true, Ordering::SeqCst);
    }
}

/// From now on a panic on any thread saves, gives the terminal back and prints a number. On a thread other than this
/// one it also ends the process: a desk of which one part is dead must not look alive.
pub fn on_panic(rescue: Arc<Rescue>) {
    let owner = thread::current().id();
    std::panic::set_hook(Box::new(move |panic| {
        rescue.save_once();
        guard::leave();
        let number = panic.location().map_or(0, |place| error_number(place.file(), place.line()));
        report(number);
        if thread::current().id() != owner {
            signal_hook::low_level::exit(BROKEN);
        }
    }));
}

fn report(number: u32) {
    let text = format!(
        "dutydesk stopped because of a mistake of its own (error {number:08x}).\n\
         What you typed was saved; start dutydesk again to go on. Please report the number.\n"
    );
    // Without standard error there is nobody to tell.
    drop(io::stderr().write_all(text.as_bytes()));
}

/// The number of a place in the source: the file in its upper half, the line in its lower.
#[must_use]
pub fn error_number(file: &str, line: u32) -> u32 {
    // From `src/` on, so that the number is the same wherever the program was built.
    let file = file.rsplit_once("src/").map_or(file, |(_, file)| file);
    let hash =
        file.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash << 16)) & 0xffff_0000 | (line & 0xffff)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[test]
    fn what_is_rescued_is_saved_once() {
        let saves = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&saves);
        let rescue = Rescue::new(move || {
            count.fetch_add(1, Ordering::SeqCst);
        });
        rescue.save_once();
        rescue.save_once();
        assert_eq!(saves.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn the_number_tells_the_line_and_does_not_depend_on_where_it_was_built() {
        let number = error_number("src/app/mod.rs", 120);
        assert_eq!(number & 0xffff, 120);
        assert_eq!(number, error_number("/anywhere/at/all/src/app/mod.rs", 120));
        assert_ne!(number >> 16, error_number("src/ui/mod.rs", 120) >> 16);
    }
}
