//! `dutydesk disclose`: what one person may be given of what the record holds about them.

use serde_json::json;

use super::desk::DeskArgs;
use super::stop::{Ended, Stop};
use super::{Exit, Streams, print};
use crate::domain::contact::Contact;
use crate::domain::disclosure::{self, Disclosed};
use crate::domain::ids::ContactId;
use crate::domain::intake::Subject;
use crate::office::LetterFiles;
use crate::port::{ExportFile, Trouble};
use crate::store::exports;

/// Put a subject-access pack together: what the record holds about one person, without who referred them and without what
/// belongs to others. Managers only. It is recorded, and written to exports/ with a list for whoever reads it before it leaves.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The contact, R-1001.
    #[arg(value_name = "REF")]
    reference: String,
    /// Whom of it: child-1, person-2.
    #[arg(long, value_name = "WHO")]
    subject: String,
    /// To whom it is given.
    #[arg(long, value_name = "NAME")]
    to: String,
    /// Why it is given: who asked, when.
    #[arg(long, value_name = "TEXT")]
    why: String,
    /// From every contact of this desk that names the same person (first name, surname and birth date).
    #[arg(long)]
    all: bool,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let mut desk = desk.open()?;
    let subject = disclosure::subject(&args.subject).map_err(Stop::bad_input)?;
    let contact = desk.contact(&args.reference)?;
    disclosure::may_disclose(&contact, subject, &args.to, &args.why, &desk.actor)?;
    let id = contact.id;
    let mut contacts: Vec<(Contact, Subject)> = vec![(contact, subject)];
    if args.all {
        for (other, whom) in desk.store.same_person(id, subject)? {
            contacts.extend(desk.store.contact(other, &desk.actor)?.map(|contact| (contact, whom)));
        }
    }
    let ids: Vec<ContactId> = contacts.iter().map(|(contact, _)| contact.id).collect();
    let shown: Vec<(&Contact, Subject)> = contacts.iter().map(|(contact, whom)| (contact, *whom)).collect();
    let pack = disclosure::pack(&shown, desk.protocol.zone, desk.now, desk.store.is_training());
    let number = desk.store.packs(id)?.saturating_add(1);
    let title = format!("Subject-access pack {number}, {id}");
    let stem = format!("{id}-disclosure-{number}");
    let files = LetterFiles::of(&title, &pack.text).map_err(|why| Stop::refused(why.to_string()))?;
    let disclosed = Disclosed {
        contact: id,
        subject,
        others: ids.iter().copied().filter(|other| *other != id).collect(),
        number,
        to: args.to.trim().to_owned(),
        why: args.why.trim().to_owned(),
        sha256: files.sha256.clone(),
        first: None,
    };
    let mut all = files.named(&stem);
    all.push(ExportFile { name: format!("{stem}-review.txt"), bytes: pack.review(&title).into_bytes() });
    // Recorded before it is written: nothing leaves the desk unrecorded.
    let (actor, now) = (desk.actor.clone(), desk.now);
    desk.store.disclose(&disclosed, &actor, now)?;
    let written = exports::write(desk.store.paths(), &all).map_err(|why| {
        Stop::refused(format!(
            "{} It is recorded as pack {number}. See that the folder exports can be written, then make it again.",
            Trouble::from(&why).what
        ))
    })?;
    if args.json {
        let left: Vec<_> =
            pack.left_out.iter().map(|left| json!({ "place": left.place, "why": left.why })).collect();
        let answer = json!({
            "ref": id.to_string(),
            "subject": args.subject,
            "number": number,
            "contacts": ids.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "sha256": disclosed.sha256,
            "files": written,
            "left_out": left,
            "to_read": pack.read.len(),
        });
        print::json(streams.out, &answer)?;
        return Ok(Exit::Done);
    }
    for file in &written {
        writeln!(streams.out, "{}", file.display())?;
    }
    writeln!(
        streams.out,
        "{} places are left out, {} are to be read with care: both stand in {stem}-review.txt, which is not for the subject.\n\
         Read the pack before it leaves: the program cannot know every name.",
        pack.left_out.len(),
        pack.read.len()
    )?;
    Ok(Exit::Done)
}
