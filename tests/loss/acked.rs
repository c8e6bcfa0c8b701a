//! What a writer does for ever, and what must be there afterwards: everything that was acknowledged.

use std::collections::BTreeMap;
use std::path::Path;

use dutydesk::domain::codes::ContactKind;
use dutydesk::domain::command::Command;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::draft::Draft;
use dutydesk::domain::event::Event;
use dutydesk::domain::ids::ContactId;
use dutydesk::domain::intake::Intake;
use dutydesk::protocols;
use dutydesk::store::Store;
use dutydesk::store::drafts::Holder;
use dutydesk::store::open::Missing;
use dutydesk::store::process::Process;

use crate::children::say;
use crate::support::{NOON, actor, numbered, open};

/// How a writer keeps its record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keeping {
    /// As the program does.
    Good,
    /// With the setting that is known to lose what was acknowledged when the power goes.
    KnownBad,
}

/// A call in which so many words have been typed.
pub(crate) fn typed(id: ContactId, words: u32) -> Draft {
    let mut draft = Draft::new(id, actor("Pat Sampleton"), NOON, Intake::new(ContactKind::Referral));
    draft.note_in_hand = words.to_string();
    draft
}

/// The filing of such a call.
pub(crate) fn filing(draft: &Draft) -> Vec<dutydesk::domain::event::Recorded> {
    numbered(0, vec![Event::ContactReceived(Box::new(draft.received(NOON)))])
}

/// Takes calls, saves what is typed, files them and goes on with the contacts, until killed. Says each thing once the store
/// has said that it is saved.
pub(crate) fn write_for_ever(dir: &Path, keeping: Keeping) {
    let mut store = open(dir, Missing::Refuse).unwrap();
    if keeping == Keeping::KnownBad {
        store.conn().execute_batch("PRAGMA synchronous = NORMAL").unwrap();
    }
    let me = Holder { actor: actor("Pat Sampleton"), process: Process::this() };
    let protocol = protocols::built_in(protocols::DEFAULT).unwrap();
    say("ready");
    for call in 1_u32.. {
        let claim = store.start_call(&me, NOON).unwrap();
        let id = claim.id;
        for words in 1..=4 {
            store.save_draft(claim, &typed(id, words), NOON).unwrap();
            say(format_args!("typed {} {words}", id.0));
        }
        if call % 4 == 0 {
            // One in four is left as it is.
            continue;
        }
        let mut contact = store.file(claim, &filing(&typed(id, 4))).unwrap();
        say(format_args!("stands {} {}", id.0, contact.version));
        for n in 0..4 {
            let note = Command::AddNote { text: format!("note {n}") };
            contact = store.act(id, &note, &me.actor, &protocol, NOON).unwrap().0;
            say(format_args!("stands {} {}", id.0, contact.version));
        }
        if keeping == Keeping::Good {
            // Moving the log flushes it, which would hide what the bad setting does for all but the last few.
            store.tidy_if_long().unwrap();
        }
    }
}

/// Everything that was acknowledged.
#[derive(Default)]
pub(crate) struct Acknowledged {
    typed: BTreeMap<u64, u32>,
    versions: BTreeMap<u64, u32>,
    /// How many times.
    pub(crate) count: usize,
}

impl Acknowledged {
    /// Takes in what a writer said.
    pub(crate) fn hear(&mut self, said: &str) {
        let mut words = said.split(' ');
        let (what, id, n) = (words.next().unwrap(), words.next(), words.next());
        let kept = match what {
            "typed" => &mut self.typed,
            "stands" => &mut self.versions,
            _ => return,
        };
        let (id, n): (u64, u32) = (id.unwrap().parse().unwrap(), n.unwrap().parse().unwrap());
        self.count += 1;
        let best = kept.entry(id).or_default();
        *best = n.max(*best);
    }

    /// What of it is not there.
    pub(crate) fn lost(&self, store: &Store) -> Vec<String> {
        let mut lost = Vec::new();
        for (id, version) in &self.versions {
            let there = contact(store, *id).map_or(0, |contact| contact.version);
            if there < *version {
                lost.push(format!("R-{id}: version {version} was acknowledged, {there} is there"));
            }
        }
        for (id, words) in &self.typed {
            let there = words_of(store, *id);
            if there < *words {
                lost.push(format!("R-{id}: {words} words were acknowledged, {there} are there"));
            }
        }
        lost
    }

    /// Nothing is lost, nothing is torn, and the head file agrees.
    #[track_caller]
    pub(crate) fn must_be_in(&self, store: &mut Store) {
        assert_eq!(store.findings(), []);
        assert_eq!(self.lost(store), [""; 0]);
        let report = store.verify().unwrap();
        assert!(report.is_good(), "{report:?}");
    }
}

fn contact(store: &Store, id: u64) -> Option<Contact> {
    store.contact(ContactId(id), &actor("Jo Testerby")).unwrap()
}

/// The words typed in a call: in its draft, or in the contact that it was filed as.
pub(crate) fn words_of(store: &Store, id: u64) -> u32 {
    if let Some(filed) = contact(store, id) {
        return filed.received.intake.notes.last().map_or(0, |note| note.text.parse().unwrap());
    }
    let number = i64::try_from(id).unwrap();
    let body: Option<String> = store
        .conn()
        .query_row("SELECT body FROM draft WHERE contact_id = ?1", [number], |row| row.get(0))
        .ok();
    let draft: Option<Draft> = body.map(|body| serde_json::from_str(&body).unwrap());
    draft.map_or(0, |draft| draft.note_in_hand.parse().unwrap_or(0))
}
