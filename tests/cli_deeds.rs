//! Every deed by `dutydesk do`.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of a test may fail loudly")]

use std::collections::BTreeSet;

use dutydesk::domain::deed::{DEEDS, Deed, DeedId, Kind};
use serde_json::{Value, json};
use tempfile::TempDir;

mod common {
    pub mod program;
}
use common::program;

const WORKER: &str = "j.testerby";
const MANAGER: &str = "s.placeham";

/// A training desk of its own for one test, a working day behind it, at eight past two.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.run(WORKER, &["demo", "--fresh", "--no-board"], "").unwrap();
        desk
    }

    /// What a command answered, or with which code and words it stopped.
    fn run(&self, who: &str, args: &[&str], input: &str) -> Result<String, (i32, String)> {
        program::run(self.0.path(), &[&["--as", who], args].concat(), input)
    }

    fn take(&self, call: &Value) -> String {
        let filed = self.run(WORKER, &["take", "--from", "-", "--json"], &call.to_string()).unwrap();
        let filed: Value = serde_json::from_str(&filed).unwrap();
        filed["ref"].as_str().unwrap().to_owned()
    }

    /// What `do` answers as JSON.
    #[track_caller]
    fn act(&self, who: &str, reference: &str, what: &[&str]) -> Value {
        let mut args = vec!["do", reference, "--json"];
        args.extend(what);
        let said = self.run(who, &args, "").map_err(|refused| format!("{what:?}: {refused:?}")).unwrap();
        serde_json::from_str(&said).unwrap()
    }

    fn refused(&self, who: &str, reference: &str, what: &[&str]) -> (i32, String) {
        let mut args = vec!["do", reference];
        args.extend(what);
        self.run(who, &args, "").unwrap_err()
    }
}

/// A GP's referral of domestic abuse about a child of another authority who is open to a worker.
fn referral() -> Value {
    json!({ "kind": "referral", "received": "2026-11-24T13:00",
        "answers": { "caller-source": "3A", "concern": "Found crying", "harm": ["domestic-abuse"],
            "consent": "given" },
        "children": [{ "child-surname": "Placeham", "child-open": "yes", "child-elsewhere": "yes" }] })
}

fn consultation() -> Value {
    json!({ "kind": "consultation", "received": "2026-11-24T13:00",
        "answers": { "caller-source": "3A", "concern": "Weight loss, unsure" } })
}

/// The flags of a deed: what must be said, with words that will do. Times that have come are left to be now.
fn flags(deed: &Deed) -> Vec<(String, &'static str)> {
    let needed = deed.fields.iter().filter(|f| f.must && !matches!(f.kind, Kind::Past | Kind::Asked));
    let mut flags: Vec<(String, &str)> = needed
        .map(|field| {
            let words = match field.kind {
                Kind::One(choices) => choices[0].code,
                Kind::Coming => "tomorrow 10:00",
                Kind::Agency => "Health",
                Kind::Route => "s17",
                Kind::Raise => "red",
                Kind::Rung => "Team managers",
                _ => "as was said",
            };
            (format!("--{}", field.id), words)
        })
        .collect();
    match deed.id {
        DeedId::DisputeEscalated => flags[0].1 = "Heads of service",
        DeedId::DaReview => {
            flags.extend([("--plan", "locks"), ("--marac", "yes"), ("--alerted", "school")].map(own));
        }
        DeedId::AuthorityAccepts => flags.push(own(("--written", "14:00"))),
        _ => {}
    }
    flags
}

fn own((flag, words): (&str, &'static str)) -> (String, &'static str) {
    (flag.to_owned(), words)
}

/// Before these deeds something else must be done.
fn before(deed: DeedId) -> Option<(&'static str, &'static [&'static str])> {
    Some(match deed {
        DeedId::Recommended => (WORKER, &["rate", "amber", "--reason", "unclear"]),
        DeedId::AskAgency => (MANAGER, &["decide", "stage2", "--rationale", "unclear"]),
        DeedId::NextSteps => (WORKER, &["written"]),
        DeedId::StrategyArranged => (MANAGER, &["decide", "s47", "--rationale", "harm"]),
        DeedId::VisitArranged => (MANAGER, &["allocate", "Kit Exemplar"]),
        _ => return None,
    })
}

/// The deeds in an order in which each fits the same contact.
const ORDER: &[DeedId] = &[
    DeedId::Recommended,
    DeedId::Agreement,
    DeedId::NextSteps,
    DeedId::OpenCase,
    DeedId::MeetingConvened,
    DeedId::MeetingHeld,
    DeedId::Sensitive,
    DeedId::MissingReview,
    DeedId::DaReview,
    DeedId::AuthorityEscalated,
    DeedId::AuthorityAccepts,
    DeedId::OtherTold,
    DeedId::PoliceInformed,
    DeedId::Protected,
    DeedId::AskAgency,
    DeedId::AgencyChased,
    DeedId::Heightened,
    DeedId::AgencyReturn,
    DeedId::DisputeRaised,
    DeedId::DisputeEscalated,
    DeedId::DisputeSettled,
    DeedId::StrategyArranged,
    DeedId::S47Action,
    DeedId::StrategyHeld,
    DeedId::FamilyTried,
    DeedId::NoticeHeld,
    DeedId::NoticeReleased,
    DeedId::FamilyTold,
    DeedId::VisitArranged,
    DeedId::Oversight,
    DeedId::AssessmentStep,
    DeedId::Stepped,
];

/// Records a deed and checks that its event stands first, with every flag that was given.
fn records(desk: &Desk, reference: &str, id: DeedId) {
    let flags = flags(id.deed());
    let args: Vec<&str> = std::iter::once(id.code())
        .chain(flags.iter().flat_map(|(flag, words)| [flag.as_str(), *words]))
        .collect();
    let worker = id.deed().is_for(dutydesk::domain::codes::Role::Worker);
    if !worker {
        let (code, why) = desk.refused(WORKER, reference, &args);
        assert_eq!(code, 1);
        assert!(why.contains("is for a manager"), "{why}");
    }
    let answer = desk.act(if worker { WORKER } else { MANAGER }, reference, &args);
    assert_eq!(answer["ref"], reference);
    let event = &answer["events"][0]["event"];
    assert_eq!((event["kind"].as_str(), event["deed"].as_str()), (Some("deed-done"), Some(id.code())));
    for (flag, words) in &flags {
        let kept = event["filled"][flag.trim_start_matches('-')].as_str().unwrap();
        match id.deed().fields.iter().find(|field| format!("--{}", field.id) == *flag).unwrap().kind {
            Kind::Coming => assert_eq!(kept, "2026-11-25T10:00:00+00:00"),
            Kind::PastOrNone => assert_eq!(kept, "2026-11-24T14:00:00+00:00"),
            _ => assert_eq!(kept, *words, "{id} {flag}"),
        }
    }
    for field in id.deed().fields.iter().filter(|field| field.must && field.kind == Kind::Past) {
        let kept = event["filled"][field.id.code()].as_str().unwrap();
        assert!(kept.starts_with("2026-11-24T14:"), "{id}: now, with its offset: {kept}");
    }
}

#[test]
fn every_deed_is_recorded_from_the_command_line() {
    let desk = Desk::new();
    let reference = desk.take(&referral());
    for id in ORDER {
        if let Some((who, what)) = before(*id) {
            desk.act(who, &reference, what);
        }
        records(&desk, &reference, *id);
    }
    let professional = desk.take(&consultation());
    records(&desk, &professional, DeedId::ConsultationCall);

    let mut seen: BTreeSet<DeedId> = ORDER.iter().copied().collect();
    seen.insert(DeedId::ConsultationCall);
    assert_eq!(seen, DEEDS.iter().map(|deed| deed.id).collect(), "every deed of the table");
    // The record tells them all again, in order.
    let shown = desk.run(WORKER, &["show", &reference, "--json"], "").unwrap();
    let shown: Value = serde_json::from_str(&shown).unwrap();
    let timeline = shown["record"]["timeline"].as_array().unwrap();
    let deeds: Vec<&str> = timeline.iter().filter_map(|entry| entry["event"]["deed"].as_str()).collect();
    assert_eq!(deeds, ORDER.iter().map(|id| id.code()).collect::<Vec<_>>());
    // What is shown can be taken again.
    let again = desk.take(&shown);
    assert_ne!(again, reference);
}

#[test]
fn a_deed_without_a_flag_that_must_be_given_is_bad_usage_and_names_the_flag() {
    let desk = Desk(tempfile::tempdir().unwrap());
    for deed in DEEDS {
        let flags = flags(deed);
        let (missing, _) = flags.first().unwrap();
        let args: Vec<&str> = std::iter::once(deed.id.code())
            .chain(flags.iter().skip(1).flat_map(|(flag, words)| [flag.as_str(), *words]))
            .collect();
        let (code, why) = desk.refused(WORKER, "R-1001", &args);
        assert_eq!(code, 2, "{}: {why}", deed.id);
        assert!(why.contains(&format!("{missing} <")), "{}: {why}", deed.id);
    }
}

#[test]
fn a_deed_that_the_domain_refuses_says_why_and_records_nothing() {
    let desk = Desk::new();
    let reference = desk.take(&referral());
    let version = |desk: &Desk| {
        let shown = desk.run(WORKER, &["show", &reference, "--json"], "").unwrap();
        serde_json::from_str::<Value>(&shown).unwrap()["record"]["version"].clone()
    };
    let before = version(&desk);
    for (what, why) in [
        (
            &["agency-return", "--information", "x", "--meaning", "y", "--heightens", "no"][..],
            "No agency is awaited.",
        ),
        (
            &["other-told", "--whom", "x", "--means", "pigeon", "--said", "y"],
            "\"pigeon\" is not one of telephone",
        ),
        (&["other-told", "--whom", " ", "--means", "email", "--said", "y"], "this must be said."),
        (&["police-informed", "--offence", "x", "--lead", "joint", "--at", "23:59"], "Still to come"),
        (&["strategy-arranged", "--at", "09:00", "--invited", "x"], "it must lie ahead."),
    ] {
        let (code, said) = desk.refused(WORKER, &reference, what);
        assert_eq!(code, 1, "{what:?}: {said}");
        assert!(said.contains(why), "{what:?}: {said}");
    }
    assert_eq!(version(&desk), before);
    // Long texts come from standard input, so that they stand in no shell history.
    let args = ["do", &reference, "other-told", "--whom", "the school", "--means", "email", "--said", "-"];
    let said = desk.run(WORKER, &args, "Keep watching\n").unwrap();
    assert!(said.contains(DeedId::OtherTold.deed().past), "{said}");
}
