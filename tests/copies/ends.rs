//! Brings something to each of its steps and ends it there: by a kill, or by taking the power from under it.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use tempfile::TempDir;

use crate::machine::{self, Mounted};

const CUT: &str = include_str!("../loss/cut.c");
/// The last step of all: the child was told that it is done, and only then comes to its end.
pub(crate) const ACKNOWLEDGED: &str = "acknowledged";
/// What a child says of a step.
const STEP: &str = "STEP ";

/// One test at a time: a child that is being started for one holds the desks of the others for a moment.
static TURN: Mutex<()> = Mutex::new(());

/// How a child ends that has come to its step.
enum End {
    Killed,
    /// The power goes on these disks, one after the other.
    Cut {
        cut: PathBuf,
        disks: Vec<Mounted>,
        _tools: TempDir,
    },
}

/// Every step of `what`, each on a desk of its own: first once to the end, then dying at each, then with a power cut at each.
/// `check` is told the step, and whether `what` had been acknowledged.
pub(crate) fn at_every_step(what: &str, make: impl Fn() -> TempDir, check: impl Fn(&Path, &str, bool)) {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let whole = make();
    let steps = brought(whole.path(), what, usize::MAX, |_| ());
    assert!(steps.len() > 3, "{what} told of {steps:?} only");
    check(whole.path(), "the end", true);
    ended(&End::Killed, what, &steps, &make, &check);
    match power() {
        Ok(end) => ended(&end, what, &steps, &make, &check),
        // Not a print macro: the test harness would keep that to itself.
        Err(why) => {
            let _ = writeln!(std::io::stderr(), "skipped: no power was cut at the steps of {what}: {why}");
        }
    }
}

/// Disks from which the power can be taken, or why there are none.
fn power() -> Result<End, &'static str> {
    if !machine::is_root() {
        return Err("only root can mount disks");
    }
    let kinds = ["ext4", "xfs"].into_iter().filter(|kind| machine::has(&format!("mkfs.{kind}")));
    let disks: Vec<Mounted> = kinds.filter_map(Mounted::disk).collect();
    if disks.is_empty() {
        return Err("no disk could be mounted from a file");
    }
    let tools = tempfile::tempdir().unwrap();
    Ok(End::Cut { cut: machine::compiled(tools.path(), CUT, &[]), disks, _tools: tools })
}

fn ended(
    end: &End,
    what: &str,
    steps: &[String],
    make: &impl Fn() -> TempDir,
    check: &impl Fn(&Path, &str, bool),
) {
    for (n, step) in steps.iter().enumerate() {
        let whole = make();
        let acknowledged = step == ACKNOWLEDGED;
        let came_to = match end {
            End::Killed => {
                let came_to = brought(whole.path(), what, n, |child| child.kill().unwrap());
                check(whole.path(), &format!("{n}: {step}, killed"), acknowledged);
                came_to
            }
            End::Cut { cut, disks, .. } => {
                let disk = disks.get(n % disks.len()).unwrap();
                let dir = disk.path().join(format!("{what}-{n}"));
                machine::run("cp", &[&"-a", &whole.path(), &dir]);
                machine::run("sync", &[&"-f", &dir]);
                let came_to = brought(&dir, what, n, |child| {
                    machine::run(cut.to_str().unwrap(), &[&disk.path()]);
                    child.kill().unwrap();
                });
                disk.again();
                check(&dir, &format!("{n}: {step}, power cut"), acknowledged);
                came_to
            }
        };
        assert_eq!(came_to.len(), n + 1, "{what} went on after {step}");
    }
}

/// Does `what` on the desk in `dir` in a child that waits for its end at this step. Returns the steps it came to.
fn brought(dir: &Path, what: &str, last: usize, end: impl Fn(&mut Child)) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kills::the_child", "--ignored", "--nocapture", "--test-threads=1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{what} {last} {}", dir.display()).unwrap();
    let mut steps = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        let Some((_, step)) = line.split_once(STEP) else { continue };
        steps.push(step.to_owned());
        if steps.len() == last.saturating_add(1) {
            end(&mut child);
        }
    }
    child.wait().unwrap();
    steps
}

/// Says, as a child, to which step it has come; and waits for its end if that is the last one.
pub(crate) fn step(name: &str, at: &mut usize, last: usize) {
    // libtest's own line for this test has no end yet: begin a new one. In one piece, and never an error: nobody may listen.
    let _ = std::io::stdout().write_all(format!("\n{STEP}{name}\n").as_bytes());
    let _ = std::io::stdout().flush();
    if *at == last {
        loop {
            std::thread::park();
        }
    }
    *at += 1;
}
