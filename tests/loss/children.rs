//! Child processes of a test: this very test program again, told on its standard input what to do. All children of a crowd
//! answer into one pipe, a line at a time.

use std::fmt::Display;
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

/// After this long without a word a child hangs, whatever the machine is busy with.
const PATIENCE: Duration = Duration::from_mins(10);

/// A number from the environment: how large a run is. Small unless asked for.
#[expect(clippy::disallowed_methods, reason = "the size of a test run is asked for from outside")]
pub(crate) fn knob(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |size| size.parse().unwrap())
}

/// Children, and what they say.
pub(crate) struct Crowd {
    children: Vec<Child>,
    said: Receiver<String>,
}

impl Crowd {
    /// Starts one child for each order. Each order is a word, the desk's directory, and what else the word wants.
    pub(crate) fn start(orders: impl IntoIterator<Item = String>) -> Self {
        Self::dressed(orders, |_| {})
    }

    /// As [`Crowd::start`], after `dress` has had its way with each command.
    pub(crate) fn dressed(orders: impl IntoIterator<Item = String>, dress: impl Fn(&mut Command)) -> Self {
        Self::of(&std::env::current_exe().unwrap(), orders, dress)
    }

    /// As [`Crowd::dressed`], of a copy of this program.
    pub(crate) fn of(
        program: &Path,
        orders: impl IntoIterator<Item = String>,
        dress: impl Fn(&mut Command),
    ) -> Self {
        let (ours, theirs) = io::pipe().unwrap();
        let begin = |order: String| {
            let mut command = Command::new(program);
            command
                .args(["--exact", "the_child", "--ignored", "--nocapture", "--test-threads=1"])
                .stdin(Stdio::piped())
                .stdout(theirs.try_clone().unwrap());
            dress(&mut command);
            let mut child = command.spawn().unwrap();
            writeln!(child.stdin.as_mut().unwrap(), "{order}").unwrap();
            child
        };
        let children = orders.into_iter().map(begin).collect();
        let (tell, said) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(ours).lines().map_while(Result::ok) {
                // The test may have heard enough.
                if let Some((_, word)) = line.split_once("SAID ")
                    && tell.send(word.to_owned()).is_err()
                {
                    return;
                }
            }
        });
        Self { children, said }
    }

    /// What is said next; none once every child has ended.
    pub(crate) fn next(&mut self) -> Option<String> {
        self.within(PATIENCE).unwrap_or_else(|_| panic!("the children say nothing and do not end"))
    }

    /// What is said within this time; an error if nothing is.
    pub(crate) fn within(&mut self, most: Duration) -> Result<Option<String>, RecvTimeoutError> {
        match self.said.recv_timeout(most) {
            Ok(word) => Ok(Some(word)),
            Err(RecvTimeoutError::Disconnected) => Ok(None),
            Err(silence) => Err(silence),
        }
    }

    /// Waits until every child has said this one word.
    pub(crate) fn all_say(&mut self, word: &str) {
        for _ in 0..self.children.len() {
            assert_eq!(self.next().as_deref(), Some(word));
        }
    }

    /// Tells every child something.
    pub(crate) fn tell(&mut self, word: &str) {
        for number in 0..self.children.len() {
            self.tell_one(number, word);
        }
    }

    /// Tells one child something.
    pub(crate) fn tell_one(&mut self, number: usize, word: &str) {
        writeln!(self.children[number].stdin.as_mut().unwrap(), "{word}").unwrap();
    }

    /// The numbers of the processes.
    pub(crate) fn pids(&self) -> Vec<Pid> {
        self.children.iter().map(Pid::from_child).collect()
    }

    /// Sends every child a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        for pid in self.pids() {
            kill_process(pid, signal).unwrap();
        }
    }

    /// Kills every child in the middle of its work. What they had managed to say by then, and was not yet heard.
    pub(crate) fn kill(mut self) -> Vec<String> {
        for child in &mut self.children {
            child.kill().unwrap();
        }
        for child in &mut self.children {
            let status = child.wait().unwrap();
            assert_eq!(status.signal(), Some(Signal::KILL.as_raw()), "a child had ended by itself: {status}");
        }
        std::iter::from_fn(|| self.next()).collect()
    }

    /// Ends every child, if it has not ended by itself. What they say no longer counts.
    pub(crate) fn put_down(mut self) {
        for child in &mut self.children {
            child.kill().unwrap();
        }
        for child in &mut self.children {
            child.wait().unwrap();
        }
    }

    /// Lets every child come to its end, which must be a good one. What was not yet heard.
    pub(crate) fn finish(mut self) -> Vec<String> {
        for child in &mut self.children {
            drop(child.stdin.take());
        }
        let rest = std::iter::from_fn(|| self.next()).collect();
        for child in &mut self.children {
            assert!(child.wait().unwrap().success(), "a child failed; its words stand above");
        }
        rest
    }
}

/// Says one line, as a child. Handed to the system in one piece, so that a kill cannot halve it.
pub(crate) fn say(what: impl Display) {
    // libtest's own line for this test has no end yet: begin a new one.
    let line = format!("\nSAID {what}\n");
    let mut out = io::stdout().lock();
    // Whoever listened may have heard enough.
    let _ = out.write_all(line.as_bytes()).and_then(|()| out.flush());
}

/// Waits, as a child, until told something. `false` when nothing more will be told.
pub(crate) fn told() -> bool {
    let mut line = String::new();
    io::stdin().read_line(&mut line).unwrap() > 0
}

/// Says, where a person sees it, that something was not tried.
pub(crate) fn skipped(why: &str) {
    // Not a print macro: the test harness would keep that to itself.
    let _ = writeln!(io::stderr(), "skipped: {why}");
}

/// Says, where a person sees it, what was measured.
pub(crate) fn measured(what: &str) {
    let _ = writeln!(io::stderr(), "measured: {what}");
}
