//! The kernel's word that somebody wrote to the desk, so that an idle desk need not keep asking.
//!
//! Only Linux gives it (inotify), and only for file systems of this host, which are the only ones a desk may lie on. It is
//! a hint: [`Watch`](super::watch::Watch) still decides whether anything changed, and without the hint the store thread asks
//! four times a second.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Listens while it lives.
#[derive(Debug)]
pub struct Stir {
    told: Arc<AtomicBool>,
    #[cfg(target_os = "linux")]
    _end: linux::End,
}

impl Stir {
    /// Calls `tell` on a thread of its own when a file in the directory has been written to, and then not again before
    /// [`Self::heard`]. `None` when the system does not tell.
    #[must_use]
    pub fn listen(dir: &Path, tell: impl Fn() + Send + 'static) -> Option<Self> {
        let told = Arc::new(AtomicBool::new(false));
        #[cfg(target_os = "linux")]
        {
            let end = linux::listen(dir, Arc::clone(&told), tell).ok()?;
            Some(Self { told, _end: end })
        }
        #[cfg(not(target_os = "linux"))]
        {
            let _ = (dir, tell, told);
            None
        }
    }

    /// What has been told so far is being looked at: the next write is told of again.
    pub fn heard(&self) {
        self.told.store(false, Ordering::SeqCst);
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::io::{self, PipeWriter};
    use std::os::fd::AsFd;
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};
    use rustix::io::Errno;

    /// Room for a few dozen events at once; what they say is not read.
    const ROOM: usize = 4_096;

    /// Dropping it ends the thread.
    #[derive(Debug)]
    pub(super) struct End(#[expect(dead_code, reason = "closing it is what it is for")] PipeWriter);

    pub(super) fn listen(
        dir: &Path,
        told: Arc<AtomicBool>,
        tell: impl Fn() + Send + 'static,
    ) -> io::Result<End> {
        let kernel = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
        add_watch(&kernel, dir, WatchFlags::MODIFY)?;
        let (end, ours) = io::pipe()?;
        let work = move || {
            let mut room = [0_u8; ROOM];
            loop {
                let mut asked = [
                    PollFd::from_borrowed_fd(kernel.as_fd(), PollFlags::IN),
                    PollFd::from_borrowed_fd(end.as_fd(), PollFlags::empty()),
                ];
                match poll(&mut asked, None) {
                    Ok(_) | Err(Errno::INTR) => {}
                    Err(_) => return,
                }
                let [_, end] = &asked;
                if !end.revents().is_empty() {
                    return;
                }
                let mut written = false;
                while rustix::io::read(&kernel, &mut room).is_ok_and(|read| read > 0) {
                    written = true;
                }
                if written && !told.swap(true, Ordering::SeqCst) {
                    tell();
                }
            }
        };
        thread::Builder::new().name("stir".into()).spawn(work)?;
        Ok(End(ours))
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs::OpenOptions;
    use std::io::Write;
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_write_is_told_of_once_until_it_was_heard() {
        let dir = tempfile::tempdir().unwrap();
        let mut file = OpenOptions::new().create(true).append(true).open(dir.path().join("x")).unwrap();
        let (send, told) = mpsc::channel();
        let stir = Stir::listen(dir.path(), move || send.send(()).unwrap()).unwrap();
        let patience = Duration::from_secs(20);
        file.write_all(b"1").unwrap();
        told.recv_timeout(patience).unwrap();
        file.write_all(b"2").unwrap();
        stir.heard();
        file.write_all(b"3").unwrap();
        told.recv_timeout(patience).unwrap();
    }

    #[test]
    fn the_thread_ends_with_the_listener() {
        let dir = tempfile::tempdir().unwrap();
        let (send, told) = mpsc::channel::<()>();
        drop(Stir::listen(dir.path(), move || send.send(()).unwrap()).unwrap());
        // The other end is dropped with the thread.
        assert_eq!(told.recv_timeout(Duration::from_secs(20)), Err(mpsc::RecvTimeoutError::Disconnected));
    }
}
