//! `dutydesk letter`: drafts, issues and writes letters.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::desk::{Desk, DeskArgs};
use super::stop::{Ended, Stop};
use super::{Exit, Streams, act, input, print};
use crate::domain::calendar::Zone;
use crate::domain::command::Command;
use crate::domain::contact::{Contact, LetterState, file_stem};
use crate::domain::decide;
use crate::domain::event::DeskEvent;
use crate::domain::letter::{self, Addressee, Finished, Letter, LetterKind};
use crate::exchange;
use crate::office::LetterFiles;
use crate::port::ExportFile;
use crate::store::exports;

/// Draft a letter about a contact, issue it, or write its files again.
///
/// Without a kind it lists the letters of the contact, and which can be written now.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The contact, R-1001.
    #[arg(value_name = "REF")]
    reference: String,
    #[command(flatten)]
    wanted: Option<IssueArgs>,
    /// Print the draft. This is what happens without another wish.
    #[arg(long, requires = "kind")]
    print: bool,
    /// Issue it: it goes into the record, and its files into the desk's folder exports.
    #[arg(long, requires = "kind", conflicts_with = "print")]
    issue: bool,
    /// Write a Word file to look at. Nothing is issued.
    #[arg(long, value_name = "FILE", requires = "kind", conflicts_with_all = ["issue", "print"])]
    docx: Option<PathBuf>,
    /// Write the files of the issued letter of this number again.
    #[arg(long, value_name = "N", conflicts_with = "kind")]
    again: Option<u32>,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

/// Which letter, to whom, with which text.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct IssueArgs {
    /// follow-up, outcome-referrer, outcome-family, consultation-summary, agency-request or record.
    #[arg(value_name = "KIND", required = false)]
    kind: String,
    /// referrer, family, or the agency that is asked, as the protocol names it.
    #[arg(long, value_name = "WHO", requires = "kind")]
    to: Option<String>,
    /// The letter's text, edited by a person, from a file or - for standard input.
    #[arg(long, value_name = "FILE", requires = "kind")]
    text: Option<PathBuf>,
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let mut desk = desk.open()?;
    // A draft shows as much as opening the contact does.
    let contact = desk.contact(&args.reference)?;
    match (&args.wanted, args.again) {
        (_, Some(number)) => again(&contact, number, args.json, &mut desk, streams),
        (None, None) => list(&contact, args.json, &desk, streams),
        (Some(wanted), None) if args.issue => issue(contact, wanted, args.json, &mut desk, streams),
        (Some(wanted), None) => {
            let (draft, finished) = written(&contact, wanted, &desk, streams)?;
            match &args.docx {
                Some(file) => {
                    desk.note(&DeskEvent::Exported {
                        what: "draft of a letter".to_owned(),
                        to: "a file to look at".to_owned(),
                        why: String::new(),
                        contacts: 1,
                    })?;
                    preview(&finished, file, args.json, streams)
                }
                None => show(&contact, &draft, &finished, args.json, streams),
            }
        }
    }
}

/// The draft that is wanted, and the letter as it would leave the desk.
fn written(
    contact: &Contact,
    wanted: &IssueArgs,
    desk: &Desk,
    streams: &mut Streams<'_>,
) -> Result<(Letter, Finished), Stop> {
    let kind = act::one_of("kind", &wanted.kind, LetterKind::ALL, LetterKind::code)?;
    let to = addressee(kind, wanted.to.as_deref(), desk)?;
    letter::may_write(contact, kind, &to, &desk.protocol)?;
    let training = desk.store.is_training();
    let draft = letter::draft(contact, kind, &to, &desk.protocol, desk.now, training);
    let text = match &wanted.text {
        Some(file) => input::text(file, streams)?,
        None => draft.text(),
    };
    let finished = draft.finished(&text, training);
    Ok((draft, finished))
}

/// Whom `--to` means. Without it, whom letters of this kind go to.
fn addressee(kind: LetterKind, to: Option<&str>, desk: &Desk) -> Result<Addressee, Stop> {
    let agencies = || desk.protocol.agencies.iter().map(|agency| agency.value.as_str());
    match to {
        None => kind.addressee().ok_or_else(|| {
            let known: Vec<&str> = agencies().collect();
            Stop::bad_input(format!("Say which agency with --to: {}.", known.join("; ")))
        }),
        Some(to) => match to.to_lowercase().as_str() {
            "referrer" => Ok(Addressee::Referrer),
            "family" => Ok(Addressee::Family),
            "file" => Ok(Addressee::File),
            wanted => agencies()
                .find(|name| name.to_lowercase() == wanted)
                .map(|name| Addressee::Agency(name.to_owned()))
                .ok_or_else(|| {
                    let known: Vec<&str> = ["referrer", "family"].into_iter().chain(agencies()).collect();
                    Stop::bad_input(format!(
                        "--to = \"{}\": it is not one of {}.",
                        print::line(to),
                        known.join("; ")
                    ))
                }),
        },
    }
}

fn show(
    contact: &Contact,
    draft: &Letter,
    finished: &Finished,
    json: bool,
    streams: &mut Streams<'_>,
) -> Ended {
    if json {
        let answer = json!({
            "ref": contact.id.to_string(),
            "kind": finished.what,
            "to": finished.to,
            "title": finished.title,
            "edited": finished.edited,
            "check": draft.check,
            "text": finished.text,
        });
        print::json(streams.out, &answer)?;
        return Ok(Exit::Done);
    }
    print::block(streams.out, 0, &finished.text)?;
    // What its writer should look at is no part of the letter, so that the answer can be edited and given back.
    for check in &draft.check {
        print::said(streams.err, &format!("Check: {check}"))?;
    }
    Ok(Exit::Done)
}

/// Writes a Word file to look at. It says on every page that it is a draft, and it replaces nothing.
fn preview(finished: &Finished, file: &Path, json: bool, streams: &mut Streams<'_>) -> Ended {
    let files = made(&format!("DRAFT: {}", finished.title), &finished.text)?;
    let cannot =
        |why| Stop::refused(format!("{} cannot be written: {why}.", print::line(&file.to_string_lossy())));
    let mut made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).map_err(cannot)?;
    made.write_all(&files.docx).and_then(|()| made.sync_all()).map_err(cannot)?;
    if json {
        print::json(streams.out, &json!({ "docx": file.to_string_lossy(), "title": finished.title }))?;
    } else {
        writeln!(
            streams.out,
            "Written to look at: {}. Nothing is issued.",
            print::line(&file.to_string_lossy())
        )?;
    }
    Ok(Exit::Done)
}

fn made(title: &str, text: &str) -> Result<LetterFiles, Stop> {
    LetterFiles::of(title, text).map_err(|why| Stop::refused(format!("The Word file cannot be made: {why}.")))
}

/// Issues a letter: into the record first, then its files.
pub(super) fn issue(
    contact: Contact,
    wanted: &IssueArgs,
    json: bool,
    desk: &mut Desk,
    streams: &mut Streams<'_>,
) -> Ended {
    let (_, finished) = written(&contact, wanted, desk, streams)?;
    let files = made(&finished.title, &finished.text)?;
    let (number, what) = (contact.next_letter(), finished.what);
    let command = Command::IssueLetter { letter: Box::new(finished), sha256: files.sha256.clone() };
    let events = decide::decide(&contact, &command, &desk.actor, &desk.protocol, desk.now)?;
    let after = desk.store.append(contact, events.clone())?;
    let stem = file_stem(after.id, what, number);
    let sha256 = files.sha256.clone();
    let places = write(&files.named(&stem), desk)
        // The letter is issued; only its files are missing.
        .map_err(|why| Stop::refused(format!("{}: letter {number} is issued. {why}", after.id)))?;
    if json {
        let answer = json!({
            "ref": after.id.to_string(),
            "version": after.version,
            "letter": number,
            "sha256": sha256,
            "files": places,
            "events": exchange::events(&events, desk.protocol.zone),
        });
        print::json(streams.out, &answer)?;
        return Ok(Exit::Done);
    }
    writeln!(streams.out, "{}: letter {number} issued, {}.", after.id, what.label())?;
    tell(&places, streams)
}

fn write(files: &[ExportFile], desk: &Desk) -> Result<Vec<String>, String> {
    let places = exports::write(desk.store.paths(), files).map_err(|why| why.to_string())?;
    Ok(places.iter().map(|place| place.to_string_lossy().into_owned()).collect())
}

fn tell(places: &[String], streams: &mut Streams<'_>) -> Ended {
    for place in places {
        writeln!(streams.out, "  {}", print::line(place))?;
    }
    Ok(Exit::Done)
}

/// Writes the files of an issued letter again, from the text in the record.
fn again(contact: &Contact, number: u32, json: bool, desk: &mut Desk, streams: &mut Streams<'_>) -> Ended {
    let letter = contact
        .letter(number)
        .ok_or_else(|| Stop::refused(format!("There is no letter {number} on {}.", contact.id)))?;
    let files = made(&letter.title, &letter.text)?;
    let same = files.sha256 == letter.sha256;
    let stem = file_stem(contact.id, letter.what, number);
    desk.note(&DeskEvent::Exported {
        what: format!("letter {number}, its files again"),
        to: letter.to.label().to_owned(),
        why: String::new(),
        contacts: 1,
    })?;
    let places = write(&files.named(&stem), desk).map_err(Stop::refused)?;
    if json {
        let answer =
            json!({ "ref": contact.id.to_string(), "letter": number, "same": same, "files": places });
        print::json(streams.out, &answer)?;
        return Ok(Exit::Done);
    }
    if !same {
        writeln!(
            streams.err,
            "The text is the same; this edition of dutydesk makes another Word file of it than the one that was issued."
        )?;
    }
    tell(&places, streams)
}

/// The letters there are, and those that can be written.
fn list(contact: &Contact, json: bool, desk: &Desk, streams: &mut Streams<'_>) -> Ended {
    let refused = |kind: LetterKind| {
        let first = desk.protocol.agencies.first().map(|agency| Addressee::Agency(agency.value.clone()));
        let to = kind.addressee().or(first).unwrap_or(Addressee::File);
        letter::may_write(contact, kind, &to, &desk.protocol).err().map(|no| no.0)
    };
    if json {
        let kinds: Vec<_> =
            LetterKind::ALL.iter().map(|kind| json!({ "kind": kind, "refused": refused(*kind) })).collect();
        let letters = exchange::letters(contact, desk.protocol.zone);
        let answer = json!({ "ref": contact.id.to_string(), "letters": letters, "kinds": kinds });
        print::json(streams.out, &answer)?;
        return Ok(Exit::Done);
    }
    writeln!(streams.out, "Letters of {}", contact.id)?;
    if contact.letters.is_empty() {
        writeln!(streams.out, "  none yet")?;
    }
    for letter in &contact.letters {
        writeln!(streams.out, "  {}", line(letter, desk.protocol.zone))?;
    }
    writeln!(streams.out, "\nCan be written")?;
    for kind in LetterKind::ALL {
        let why = refused(*kind).map_or_else(String::new, |why| format!("no: {}", print::line(&why)));
        writeln!(streams.out, "  {:20}  {why}", kind.code())?;
    }
    Ok(Exit::Done)
}

/// A letter in one line, with what became of it.
pub(super) fn line(letter: &LetterState, zone: Zone) -> String {
    let more = letter.withdrawn.as_ref().or(letter.posted.as_ref());
    let more = more.map_or_else(String::new, |(at, how)| format!(" {}: {how}", zone.short(*at)));
    let whole = format!(
        "{}  {}, issued {}  {}{more}",
        letter.letter,
        letter.what.name(&letter.to),
        zone.short(letter.at),
        if letter.is_unposted() { "not posted" } else { letter.state() },
    );
    print::line(&whole).into_owned()
}
