//! Everything that reads what others wrote, given what nobody would write: real inputs, broken in every way that a seed says.
//! Nothing may panic, stand still or grow without measure.
//!
//! An ordinary run tries a few hundred to a few thousand inputs for each reader. `DUTYDESK_FUZZ_SECONDS=60` tries each for that
//! long, `DUTYDESK_FUZZ_SEED=7` other inputs, `DUTYDESK_FUZZ_TARGETS=take,filter` these readers alone. An input that brings something down is
//! written to a file; put it into `tests/fuzzing/corpus/READER/`, and every run tries it first.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a helper of a test may fail loudly, and says what it found"
)]

mod common {
    #[expect(dead_code, reason = "a part of it is used here")]
    pub mod desk;
    pub mod safe;
}
mod fuzzing {
    pub mod mutate;
    pub mod targets;
}

use std::cell::RefCell;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;
use std::{env, fs, panic, thread};

use dutydesk::clock;
use fuzzing::mutate::{Dice, made};
use fuzzing::targets::{TARGETS, Target};

/// What the whole run may have held in memory at once, in kilobytes.
const MOST_MEMORY: u64 = 1 << 20;

thread_local! {
    /// What the last panic of this thread said.
    static SAID: RefCell<String> = const { RefCell::new(String::new()) };
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok().map(|text| text.parse().unwrap())
}

/// Inputs that brought something down once, by name.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzzing/corpus").join(target);
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    found.sort();
    found
}

/// Why an input brings its reader down, if it does.
fn trouble(target: &Target, input: &[u8]) -> Option<String> {
    let run = panic::AssertUnwindSafe(|| (target.run)(input));
    panic::catch_unwind(run).err().map(|_| SAID.take())
}

fn keep(target: &Target, input: &[u8]) -> PathBuf {
    let hash = input.iter().fold(7_u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz-found").join(target.name);
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{hash:016x}"));
    fs::write(&file, input).unwrap();
    file
}

/// Tries one reader. Says what brought it down.
fn fuzz(target: &Target, seed: u64, seconds: Option<u64>) -> Option<String> {
    let found = |what: &str, input: &[u8], why: &str| {
        format!("{} ({what}): {why}\n    the input is {}", target.name, keep(target, input).display())
    };
    let mut seeds = (target.seeds)();
    for (name, input) in
        seeds.iter().map(|seed| ("a real input".to_owned(), seed.clone())).chain(corpus(target.name))
    {
        if let Some(why) = trouble(target, &input) {
            return Some(found(&name, &input, &why));
        }
    }
    seeds.extend(corpus(target.name).into_iter().map(|(_, input)| input));
    let begun = clock::monotonic();
    let (mut case, mut slowest) = (0, (Duration::ZERO, 0));
    while seconds.map_or(case < target.cases, |seconds| begun.elapsed() < Duration::from_secs(seconds)) {
        let input = made(&seeds, target.tokens, &mut Dice::new(seed, target.name, case));
        let at = clock::monotonic();
        if let Some(why) = trouble(target, &input) {
            return Some(found(&format!("seed {seed}, case {case}"), &input, &why));
        }
        slowest = slowest.max((at.elapsed(), case));
        case += 1;
    }
    let (slowest, which) = slowest;
    let (name, each) = (target.name, begun.elapsed().as_micros() / u128::from(case.max(1)));
    eprintln!(
        "{name:10} {case:>9} inputs of {each} µs, the slowest {} ms (case {which})",
        slowest.as_millis()
    );
    None
}

/// The readers that are asked for, or all.
fn wanted() -> impl Iterator<Item = &'static Target> {
    let only = env::var("DUTYDESK_FUZZ_TARGETS").ok();
    let only: Option<Vec<String>> = only.map(|names| names.split(',').map(str::to_owned).collect());
    for name in only.iter().flatten() {
        assert!(TARGETS.iter().any(|target| target.name == name), "there is no reader called {name}");
    }
    let asked = move |name: &str| only.as_ref().is_none_or(|only| only.iter().any(|asked| asked == name));
    TARGETS.iter().filter(move |target| asked(target.name))
}

#[test]
fn no_input_brings_a_reader_down() {
    panic::set_hook(Box::new(|info| SAID.set(info.to_string())));
    let seed = number("DUTYDESK_FUZZ_SEED").unwrap_or(1);
    let seconds = number("DUTYDESK_FUZZ_SECONDS");
    let waiting: Mutex<VecDeque<&Target>> = Mutex::new(wanted().collect());
    let found = Mutex::new(Vec::new());
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().unwrap().pop_front();
                    let Some(target) = next else { break };
                    let why = fuzz(target, seed, seconds);
                    found.lock().unwrap().extend(why);
                }
            });
        }
    });
    drop(panic::take_hook());
    let found = found.into_inner().unwrap();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    let held = held();
    assert!(held < MOST_MEMORY, "{held} kB were held at once");
}

/// The most memory this process ever held, in kilobytes; 0 where the system does not say.
fn held() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

#[test]
fn a_case_is_made_again_from_its_seed_and_no_other_is_the_same() {
    let seeds = (TARGETS.iter().find(|target| target.name == "filter").unwrap().seeds)();
    let case = |seed, n| made(&seeds, &["due<"], &mut Dice::new(seed, "filter", n));
    let first: Vec<_> = (0..50).map(|n| case(1, n)).collect();
    assert_eq!((0..50).map(|n| case(1, n)).collect::<Vec<_>>(), first);
    let other: Vec<_> = (0..50).map(|n| case(2, n)).collect();
    assert_ne!(first, other);
}

#[test]
fn a_reader_that_breaks_is_noticed_and_its_input_is_kept() {
    let broken = Target {
        name: "broken",
        run: |input| assert!(!input.contains(&b'!'), "an exclamation"),
        cases: 10_000,
        tokens: &["!"],
        seeds: || vec![b"well".to_vec()],
    };
    let why = fuzz(&broken, 1, None).unwrap();
    let file = why.rsplit(' ').next().unwrap();
    assert!(fs::read(file).unwrap().contains(&b'!'), "{why}");
    fs::remove_file(file).unwrap();
}
