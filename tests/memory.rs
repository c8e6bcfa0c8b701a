//! What stays in the memory of a locked desk, read as root reads it. Without the right to read another process's memory there is
//! nothing to test, and the test says so.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a helper of a test may fail loudly, and how long it runs is a knob"
)]

mod common {
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod pty;
}

use std::env;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;

use common::pty::{Pty, Start};
use rustix::process::Pid;

const F2: &str = "\x1bOQ";
const F12: &str = "\x1b[24~";
const ENTER: &str = "\r";
const CTRL_G: &str = "\x07";
const CTRL_Q: &str = "\x11";
/// A surname that stands nowhere else.
const SURNAME: &str = "Fakeley-Mockford-Synthley";

/// How often each of these is found in the memory of a process; nothing if it cannot be read.
fn found(pid: Pid, wanted: &[&[u8]]) -> Option<Vec<usize>> {
    let maps = fs::read_to_string(format!("/proc/{}/maps", pid.as_raw_nonzero())).ok()?;
    let memory = File::open(format!("/proc/{}/mem", pid.as_raw_nonzero())).ok()?;
    let mut counts = vec![0; wanted.len()];
    for line in maps.lines() {
        let mut parts = line.split_whitespace();
        let (Some(range), Some(rights)) = (parts.next(), parts.next()) else { continue };
        let (from, to) = range.split_once('-').unwrap();
        let (from, to) = (u64::from_str_radix(from, 16).unwrap(), u64::from_str_radix(to, 16).unwrap());
        // What cannot be written holds only the program itself.
        if !rights.starts_with("rw") {
            continue;
        }
        let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
        if memory.read_exact_at(&mut bytes, from).is_err() {
            continue;
        }
        for (count, wanted) in counts.iter_mut().zip(wanted) {
            *count += bytes.windows(wanted.len()).filter(|part| part == wanted).count();
        }
    }
    Some(counts)
}

fn typed(pty: &mut Pty) {
    pty.send(F2).wait_for("Caller").send(CTRL_G).send("2").wait_for("First name");
    pty.send("Ash").send(ENTER).send(SURNAME).send(ENTER).wait_for(SURNAME);
    pty.wait_until("it saved", |screen| {
        screen.contents().lines().any(|l| l.contains("CALL") && l.contains('✓'))
    });
}

#[test]
fn a_locked_desk_has_neither_the_name_nor_the_key_in_its_memory() {
    let folder = tempfile::tempdir().unwrap();
    let desk = folder.path().join("desk");
    let start = Start::new(env!("CARGO_BIN_EXE_dutydesk")).arg("demo").arg("--desk").arg(&desk);
    let mut pty = start.arg("--at").arg("2026-11-24T14:10").size(120, 40).spawn();
    pty.wait_for("Triage board").wait_for("R-1001");
    // A training desk's key lies open in its one slot, before the tag of 32 bytes.
    let keys = fs::read(desk.join("desk.keys")).unwrap();
    let key = keys.get(keys.len() - 64..keys.len() - 32).unwrap();
    let hex = key.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    let wanted = [SURNAME.as_bytes(), key, hex.as_bytes()];
    typed(&mut pty);
    let Some(open) = found(pty.pid(), &wanted) else {
        println!("not tested: this user may not read another process's memory");
        return;
    };
    assert!(
        open[0] > 0 && open[1] > 0,
        "what is not there while the desk is open is not looked for well: {open:?}"
    );
    let locks = env::var("DUTYDESK_LOCKS").map_or(3, |locks| locks.parse::<u32>().unwrap());
    for turn in 0..locks {
        pty.send(F12).wait_for("is locked").wait_for("Your unfinished call is saved");
        assert_eq!(found(pty.pid(), &wanted).unwrap(), [0, 0, 0], "turn {turn}");
        pty.send(ENTER).wait_for(SURNAME);
    }
    pty.send(CTRL_Q).wait_for("Leave").send("y");
    assert_eq!(pty.wait_exit(), 0);
}
