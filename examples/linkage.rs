//! How well known people are found again: on labelled sets, and on households made up from a seed.
//!
//! ```text
//! linkage SET.json...                       # labelled sets: {"ref": [...], "queries": [{..., "truth": [...]}]}
//! linkage [--seed 7] --households 20000     # so many made-up people and calls about them
//! ```
//!
//! A set must be unpacked. `docs/MATCHING.md` says what the figures mean.
#![expect(clippy::print_stdout, reason = "a program that prints a table")]
#![expect(clippy::disallowed_methods, reason = "time is what it measures")]

use std::collections::HashSet;
use std::error::Error;
use std::time::{Duration, Instant};

use dutydesk::demo::households::Town;
use dutydesk::domain::register::{
    Born, Builder, KnownPerson, Match, PersonKind, Query, Register, Relation, Sex, Written,
};
use serde::Deserialize;

/// How many candidates are asked for: true pairs beyond these count as missed.
const LIMIT: usize = 50;
/// How many candidates are asked for while a person types: what is timed.
const TYPED: usize = 8;
/// How many calls are made about a made-up town.
const CALLS: usize = 5000;
/// What is shown must be right so often.
const PRECISION: f64 = 0.95;

#[derive(Deserialize)]
struct Set {
    name: String,
    r#ref: Vec<Known>,
    queries: Vec<Asked>,
}

#[derive(Deserialize)]
struct Known {
    id: String,
    #[serde(flatten)]
    told: Told,
}

#[derive(Deserialize)]
struct Asked {
    /// The record the question was made from, where a set asks with its own records.
    #[serde(default)]
    exclude: String,
    truth: Vec<String>,
    /// Others of the household, where a set says so.
    #[serde(default)]
    household: Vec<String>,
    #[serde(flatten)]
    told: Told,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Told {
    forename: String,
    middle: String,
    surname: String,
    dob: String,
    sex: String,
    postcode: String,
    address: String,
}

impl Told {
    fn forenames(&self) -> String {
        format!("{} {}", self.forename, self.middle).trim().to_owned()
    }

    fn sex(&self) -> Option<Sex> {
        self.sex.get(..1).and_then(Sex::from_code)
    }

    fn born(&self) -> Option<Written> {
        Written::read(&self.dob)
    }

    fn person(&self, id: &str) -> KnownPerson {
        KnownPerson {
            forename: self.forenames(),
            surname: self.surname.clone(),
            sex: self.sex(),
            address: self.address.clone(),
            postcode: self.postcode.clone(),
            ..KnownPerson::new(id, PersonKind::Child)
        }
    }

    fn query(&self) -> Query {
        Query {
            forename: self.forenames(),
            surname: self.surname.clone(),
            birth: self.born().map(Born::Written),
            sex: self.sex(),
            address: self.address.clone(),
            postcode: self.postcode.clone(),
            ..Query::default()
        }
    }
}

/// One question and its answer.
struct Trial {
    query: Query,
    exclude: String,
    truth: Vec<String>,
    household: Vec<String>,
    what: &'static str,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1).peekable();
    println!(
        "{:<22} {:>8} {:>7} {:>6} {:>6} {:>6} {:>6} {:>6} {:>8} {:>9} {:>7} {:>7}",
        "set",
        "people",
        "queries",
        "hit@1",
        "hit@5",
        "F1",
        "R@P95",
        "at",
        "siblings",
        "strangers",
        "p50 ms",
        "p99 ms"
    );
    let mut seed = 7;
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--seed" => seed = args.next().unwrap_or_default().parse()?,
            "--households" => {
                let people = args.next().unwrap_or_default().parse()?;
                made_up(people, seed)?;
            }
            "--missed" | "--cuts" => {}
            file => labelled(&serde_json::from_str(&std::fs::read_to_string(file)?)?),
        }
    }
    Ok(())
}

fn labelled(set: &Set) {
    let mut builder = Builder::default();
    for known in &set.r#ref {
        builder.push(&known.told.person(&known.id), known.told.born());
    }
    let register = builder.finish();
    let trials: Vec<Trial> = set
        .queries
        .iter()
        .map(|asked| Trial {
            query: asked.told.query(),
            exclude: asked.exclude.clone(),
            truth: asked.truth.clone(),
            household: asked.household.clone(),
            what: "",
        })
        .collect();
    measure(&set.name, &register, &trials);
}

fn made_up(people: usize, seed: u64) -> Result<(), Box<dyn Error>> {
    let town = Town::new(seed, people)?;
    let register = Register::new(town.people());
    let trials: Vec<Trial> = town
        .calls(CALLS)
        .map(|call| Trial {
            query: call.query,
            exclude: String::new(),
            truth: call.truth.into_iter().collect(),
            household: call.household,
            what: call.what,
        })
        .collect();
    measure(&format!("households, seed {seed}"), &register, &trials);
    Ok(())
}

/// What is counted over all trials.
#[derive(Default)]
struct Count {
    known: usize,
    first: usize,
    five: usize,
    sibling_first: usize,
    unknown: usize,
    strangers: usize,
    /// Every candidate: its score and whether it is right.
    pairs: Vec<(f32, bool)>,
    /// The best bits of a person of another household, for each child who is not known.
    best_strangers: Vec<f32>,
    true_pairs: usize,
    times: Vec<Duration>,
}

fn measure(name: &str, register: &Register, trials: &[Trial]) {
    let mut count = Count::default();
    for trial in trials {
        let start = Instant::now();
        let typed = register.matches(&trial.query, TYPED);
        count.times.push(start.elapsed());
        std::hint::black_box(typed);
        let found = register.matches(&trial.query, LIMIT);
        count.add(register, trial, &found);
    }
    count.print(name, register.len());
}

impl Count {
    fn add(&mut self, register: &Register, trial: &Trial, found: &[Match]) {
        let id = |one: &Match| register.id(one.place).unwrap_or_default();
        let found: Vec<&Match> = found.iter().filter(|one| id(one) != trial.exclude).collect();
        let truth: HashSet<&str> = trial.truth.iter().map(String::as_str).collect();
        let right = |one: &&&Match| truth.contains(id(one));
        self.pairs.extend(found.iter().map(|one| (one.score, right(&one))));
        self.true_pairs += truth.len();
        let house = |one: &Match| trial.household.iter().any(|member| member == id(one));
        if truth.is_empty() {
            self.unknown += 1;
            let stranger = |one: &&&Match| one.shown() && one.relation == Relation::SamePerson && !house(one);
            self.strangers += usize::from(found.iter().any(|one| stranger(&one)));
            let other = found.iter().filter(|one| one.relation == Relation::SamePerson && !house(one));
            self.best_strangers.extend(other.map(|one| one.bits).next());
        } else {
            self.known += 1;
            let first = usize::from(found.iter().take(1).any(|one| right(&one)));
            self.first += first;
            self.five += usize::from(found.iter().take(5).any(|one| right(&one)));
            self.sibling_first += usize::from(found.first().is_some_and(|one| house(one) && !right(&one)));
            if first == 0 && std::env::args().any(|arg| arg == "--missed") {
                println!("missed, {}: {:?}, truth {:?}", trial.what, trial.query, trial.truth);
                for one in found.iter().take(3).chain(found.iter().filter(right).take(1)) {
                    println!("    {} {:.1} {:?} {:?}", id(one), one.bits, one.relation, one.reasons);
                }
            }
        }
    }

    fn print(mut self, name: &str, people: usize) {
        self.pairs.sort_by(|one, other| other.0.total_cmp(&one.0));
        let (mut right, mut recall, mut best, mut at) = (0, 0.0, 0.0_f64, 1.0);
        for (n, (score, is_right)) in self.pairs.iter().enumerate() {
            right += usize::from(*is_right);
            let (precision, found) = (share(right, n + 1), share(right, self.true_pairs));
            if precision >= PRECISION && found > recall {
                (recall, at) = (found, *score);
            }
            best = best.max(2.0 * precision * found / (precision + found).max(f64::MIN_POSITIVE));
        }
        self.times.sort_unstable();
        let time = |percent: usize| {
            let at = (self.times.len() * percent / 100).min(self.times.len().saturating_sub(1));
            self.times.get(at).copied().unwrap_or_default().as_secs_f64() * 1000.0
        };
        println!(
            "{name:<22} {people:>8} {:>7} {:>6.3} {:>6.3} {best:>6.3} {recall:>6.3} {at:>6.3} {:>8.4} {:>9.4} {:>7.2} {:>7.2}",
            self.times.len(),
            share(self.first, self.known),
            share(self.five, self.known),
            share(self.sibling_first, self.known),
            share(self.strangers, self.unknown),
            time(50),
            time(99),
        );
        if std::env::args().any(|arg| arg == "--cuts") {
            self.print_cuts();
        }
    }

    /// What is found, what is right and which strangers are shown at different cuts.
    fn print_cuts(&self) {
        println!("{:>8} {:>8} {:>10} {:>10}", "bits", "recall", "precision", "strangers");
        for tenths in (0_i16..=120).step_by(5) {
            let cut = f32::from(tenths) / 10.0;
            let chance = 1.0 / (1.0 + (-cut).exp2());
            let shown = self.pairs.iter().take_while(|(score, _)| *score >= chance);
            let (all, right) =
                shown.fold((0, 0), |(all, right), (_, is_right)| (all + 1, right + usize::from(*is_right)));
            let strangers = self.best_strangers.iter().filter(|bits| **bits >= cut).count();
            println!(
                "{cut:>8.1} {:>8.3} {:>10.3} {:>10.4}",
                share(right, self.true_pairs),
                share(right, all),
                share(strangers, self.unknown)
            );
        }
    }
}

fn share(some: usize, all: usize) -> f64 {
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    count(some) / count(all.max(1))
}
