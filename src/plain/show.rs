//! What can be listened to besides the questions: steps, gaps, notes, clocks, the review, and what to promise.

use super::command::{COMMANDS, for_lines, names_emergency};
use super::words;
use crate::app::Setting;
use crate::app::screens::intake::IntakeScreen;
use crate::domain::calendar::Zone;
use crate::domain::clocks::{self, ClockId, Deadline, Outcome};
use crate::domain::contact::{Contact, facts};
use crate::domain::emergency;
use crate::domain::intake::Intake;
use crate::domain::promise;
use crate::domain::review::{self, ReviewRow};
use crate::domain::schema::aids::AIDS;
use crate::domain::schema::{self, Need, Place, Step};
use crate::domain::story;
use crate::domain::suggest;
use crate::domain::when::Moment;

/// Every command with what it is for.
pub(super) fn commands() -> Vec<String> {
    let mut lines = vec![
        "An answer is a line of text, or the number of a choice. A blank line leaves the question for later."
            .to_owned(),
        "Instead of an answer, a command begins with a dot; an answer that begins with a dot gets two."
            .to_owned(),
    ];
    let said = |rest: &str| if rest.is_empty() { String::new() } else { format!(" {rest}") };
    lines.extend(COMMANDS.iter().map(|c| format!(".{}{}: {}.", c.word, said(c.rest), c.about)));
    lines
}

/// What to do when a child is in danger now.
pub(super) fn emergency() -> Vec<String> {
    let steps = emergency::steps(Some(".note keeps the time with the line"));
    let numbered = steps.iter().zip(1..).map(|(step, n)| format!("{n}. {step}"));
    std::iter::once(format!("{}.", emergency::TITLE)).chain(numbered).collect()
}

/// What to weigh before deciding, heading by heading.
pub(super) fn aids() -> Vec<String> {
    let mut lines = Vec::new();
    let mut under = "";
    for aid in AIDS {
        if aid.group != under {
            under = aid.group;
            lines.push(format!("{under}:"));
        }
        lines.push(for_lines(aid.text));
    }
    lines
}

/// Every step that asks something, with what is open in it.
pub(super) fn steps(screen: &IntakeScreen) -> Vec<String> {
    let intake = &screen.draft.intake;
    let line = |step: Step| {
        let here = if step == screen.draft.cursor.step { " You are here." } else { "" };
        if step == Step::Review {
            return format!("{}.{here}", step.label());
        }
        let places = schema::places(intake, step);
        let open = |need| {
            let open = |place: &&Place| {
                place.question.question().need == need && !schema::is_answered(intake, **place)
            };
            places.iter().filter(open).count()
        };
        let answered = places.iter().filter(|place| schema::is_answered(intake, **place)).count();
        format!(
            "{}: {answered} of {} answered, {} needed open, {} more to ask.{here}",
            step.label(),
            places.len(),
            open(Need::Must),
            open(Need::Ask)
        )
    };
    screen.steps().into_iter().map(line).collect()
}

/// A row of the review: `Who collects the child, Safety now, needed`.
fn row(intake: &Intake, row: ReviewRow, zone: Zone) -> String {
    match row {
        ReviewRow::Gap(place) => {
            let question = place.question.question();
            let whose =
                words::about(intake, place.subject).map_or_else(String::new, |whose| format!(", {whose}"));
            let need = if question.need == Need::Must { ", needed" } else { "" };
            format!("{}{whose}, {}{need}.", question.label, question.step.label())
        }
        ReviewRow::Note(at) => note(intake, at, zone).unwrap_or_default(),
    }
}

/// Everything that is open, numbered as a number there is understood.
pub(super) fn gaps(intake: &Intake, zone: Zone) -> Vec<String> {
    let rows = review::rows(intake);
    if rows.is_empty() {
        return vec!["Nothing is left to ask.".to_owned()];
    }
    let mut lines = vec![format!("Open: {}. A number after .gaps goes there.", counts(&rows))];
    lines.extend(rows.iter().zip(1..).map(|(one, n)| format!("{n}. {}", row(intake, *one, zone))));
    lines
}

/// `3 needed, 5 more to ask, 2 notes not used`.
fn counts(rows: &[ReviewRow]) -> String {
    let of = |need: Need| rows.iter().filter(|row| is_gap(**row, need)).count();
    let notes = rows.iter().filter(|row| matches!(row, ReviewRow::Note(_))).count();
    let notes_words = if notes == 1 { "note not used" } else { "notes not used" };
    let parts = [(of(Need::Must), "needed"), (of(Need::Ask), "more to ask"), (notes, notes_words)];
    let parts = parts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} {words}"));
    parts.collect::<Vec<_>>().join(", ")
}

fn is_gap(row: ReviewRow, need: Need) -> bool {
    matches!(row, ReviewRow::Gap(place) if place.question.question().need == need)
}

/// Every note, numbered.
pub(super) fn notes(intake: &Intake, zone: Zone) -> Vec<String> {
    if intake.notes.is_empty() {
        return vec!["There are no notes yet.".to_owned()];
    }
    let line = |at: usize| note(intake, at, zone).map(|note| format!("{}. {note}", at + 1));
    (0..intake.notes.len()).filter_map(line).collect()
}

fn note(intake: &Intake, at: usize, zone: Zone) -> Option<String> {
    let note = intake.notes.get(at)?;
    let used = if note.used { "used" } else { "not used" };
    Some(format!("Note of {}, {used}: {}", zone.short_time(note.at), note.text))
}

/// The suggested rating, and the clocks that will start, the first due first.
pub(super) fn outlook(screen: &IntakeScreen, setting: &Setting, now: Moment) -> Vec<String> {
    let protocol = &setting.protocol;
    let received = screen.draft.received(now);
    let mut lines = vec![suggest::suggest(&received.intake).map_or_else(
        || "No rating is suggested yet.".to_owned(),
        |suggested| {
            let reasons = suggested.reasons.join("; ");
            format!("Suggested rating: {}, because: {reasons}. A person decides.", suggested.rating.label())
        },
    )];
    let mut duties = clocks::deadlines(&facts::of_received(&received, protocol), protocol);
    duties.sort_by_key(|duty| (duty.due().is_none(), duty.due()));
    if duties.is_empty() {
        lines.push("No clock starts yet.".to_owned());
    } else {
        lines.push("Clocks that will start:".to_owned());
        let intake = &received.intake;
        lines.extend(
            duties.iter().zip(1..).map(|(d, n)| format!("{n}. {}", duty(d, intake, protocol.zone, now))),
        );
    }
    lines
}

fn duty(duty: &Deadline, intake: &Intake, zone: Zone, now: Moment) -> String {
    let name = story::duty(duty.clock, duty.subject.as_deref());
    match &duty.outcome {
        Outcome::NotAchievable { reason } => format!("{name}: not achievable, {reason}."),
        Outcome::Running { due, .. } => {
            let collected =
                duty.clock == ClockId::FeedbackSchool && promise::is_collection(intake, zone, *due);
            let limit = if collected { "before" } else { "by" };
            format!("{name}: {limit} {}.", promise::spoken(zone, *due, now))
        }
    }
}

/// Everything that was told, to be read back, and what filing leaves open.
pub(super) fn review(screen: &IntakeScreen, setting: &Setting, now: Moment) -> Vec<String> {
    let (draft, protocol) = (&screen.draft, &setting.protocol);
    let intake = &draft.intake;
    let mut lines = vec![format!("Review of {}. Read back what was told:", draft.id)];
    lines.extend(review::summary(intake, draft.started, protocol));
    lines.extend(outlook(screen, setting, now));
    let rows = review::rows(intake);
    if rows.is_empty() {
        lines.push("Nothing is left to ask. .file files the call.".to_owned());
        return lines;
    }
    lines.push(format!("Still open: {}.", counts(&rows)));
    // What may be asked can be long: it is there for the asking.
    let pressing = |row: ReviewRow| !is_gap(row, Need::Ask);
    let said = rows.iter().zip(1..).filter(|(row, _)| pressing(**row));
    lines.extend(said.map(|(one, n)| format!("{n}. {}", row(intake, *one, protocol.zone))));
    let must = rows.iter().filter(|row| is_gap(**row, Need::Must)).count();
    let open = match must {
        0 => String::new(),
        1 => " One needed answer stays open.".to_owned(),
        n => format!(" {n} needed answers stay open."),
    };
    lines.push(format!("A number goes there; .gaps lists everything open. .file files the call.{open}"));
    lines
}

/// What to say to the caller, and what only the worker should know.
pub(super) fn promised(filed: &Contact, setting: &Setting) -> Vec<String> {
    let (say, missing) = promise::promise(filed, &setting.protocol, &setting.desk_number);
    let training = if setting.training { " TRAINING: nobody here is real." } else { "" };
    let mut lines = vec![format!("{} is filed.{training} Say to the caller:", filed.id)];
    lines.extend(say);
    if missing.is_empty() {
        return lines;
    }
    lines.push("Still missing, for you, not for the caller:".to_owned());
    let danger = missing.iter().any(|sentence| names_emergency(sentence));
    lines.extend(missing.iter().map(|sentence| for_lines(sentence)));
    if danger {
        lines.extend(emergency());
    }
    lines
}
