//! Which process holds a call, and whether it still lives.
//!
//! A process is named by the boot it runs in, its number and when it started, because numbers are used again. No
//! clock is asked: the wall clock can be set back, and a holder that is alive keeps its call however long it thinks.

use std::fs;

/// A process of this host, past or present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// The kernel's id of the boot, or empty where there is none.
    pub boot: String,
    /// Process number.
    pub pid: i64,
    /// When it started, in the kernel's ticks since boot; 0 where that cannot be known.
    pub started: i64,
}

impl Process {
    /// This process.
    #[must_use]
    pub fn this() -> Self {
        let pid = i64::from(std::process::id());
        Self { boot: boot(), pid, started: started(pid).unwrap_or_default() }
    }

    /// Whether this process is still running. In doubt, no: a call can then be taken over, and the token keeps the
    /// old holder, should it come back, from writing over the new one.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.boot == boot() && started(self.pid) == Some(self.started)
    }
}

fn boot() -> String {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").map(|id| id.trim().to_owned()).unwrap_or_default()
}

/// Field 22 of `/proc/PID/stat`, counted after the last `)`: the command before it may contain anything. A zombie has
/// ended in every way that matters here.
fn started(pid: i64) -> Option<i64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace();
    if matches!(fields.next(), Some("Z" | "X")) {
        return None;
    }
    fields.nth(18)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_is_alive_and_others_of_its_number_are_not() {
        let this = Process::this();
        assert!(this.is_alive());
        assert!(!Process { started: this.started + 1, ..this.clone() }.is_alive());
        assert!(!Process { boot: "another".into(), ..this }.is_alive());
    }
}
