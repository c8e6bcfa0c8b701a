//! Waiting for files and for the hang-up of a terminal, without waking in between.

use std::io;
use std::os::fd::AsFd;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// What became of one file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Ready {
    /// There is something to read, or to write to, as asked.
    pub open: bool,
    /// The other end is gone.
    pub gone: bool,
}

/// Waits until one of the files can be read or loses its other end, or the time is over; `None` waits for ever.
/// A signal in between does not end the wait, but may lengthen it by as much again.
///
/// # Errors
/// When the system refuses to wait.
pub fn readable<const N: usize>(files: [&dyn AsFd; N], most: Option<Duration>) -> io::Result<[Ready; N]> {
    wait(files, [PollFlags::IN; N], most)
}

/// Waits until the file loses its other end or can no longer be used, while another file is not yet readable.
/// Gives both, the first for reading.
///
/// # Errors
/// When the system refuses to wait.
pub fn readable_or_gone(
    files: [&dyn AsFd; 2],
    watched: &dyn AsFd,
    most: Option<Duration>,
) -> io::Result<([Ready; 2], bool)> {
    let [first, second] = files;
    let flags = [PollFlags::IN, PollFlags::IN, PollFlags::empty()];
    let [first, second, watched] = wait([first, second, watched], flags, most)?;
    Ok(([first, second], watched.gone))
}

/// Waits until something can be written to the file; `false` when the time is over or the other end gone.
///
/// # Errors
/// When the system refuses to wait.
pub fn writable(file: &dyn AsFd, most: Option<Duration>) -> io::Result<bool> {
    wait([file], [PollFlags::OUT], most).map(|[ready]| ready.open)
}

fn wait<const N: usize>(
    files: [&dyn AsFd; N],
    flags: [PollFlags; N],
    most: Option<Duration>,
) -> io::Result<[Ready; N]> {
    let most = most.and_then(|most| Timespec::try_from(most).ok());
    let borrowed = files.map(AsFd::as_fd);
    let mut asked: Vec<PollFd<'_>> =
        borrowed.iter().zip(flags).map(|(file, flags)| PollFd::from_borrowed_fd(*file, flags)).collect();
    while let Err(error) = poll(&mut asked, most.as_ref()) {
        if error != rustix::io::Errno::INTR {
            return Err(error.into());
        }
    }
    let mut ready = [Ready::default(); N];
    for (ready, asked) in ready.iter_mut().zip(&asked) {
        let seen = asked.revents();
        ready.open = seen.intersects(PollFlags::IN | PollFlags::OUT);
        ready.gone = seen.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
    }
    Ok(ready)
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::os::unix::net::UnixStream;

    use super::*;

    #[test]
    fn what_can_be_read_and_what_is_gone_are_told_apart() {
        let (here, mut there) = UnixStream::pair().unwrap();
        assert_eq!(readable([&here], Some(Duration::ZERO)).unwrap(), [Ready::default()]);
        there.write_all(b"x").unwrap();
        assert!(readable([&here], None).unwrap()[0].open);
        assert!(writable(&there, None).unwrap());
        drop(there);
        let ([_, other], gone) = readable_or_gone([&here, &here], &here, None).unwrap();
        assert!(gone && other.gone && other.open);
    }
}
