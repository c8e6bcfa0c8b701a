use super::*;
use crate::domain::command::Command;
use crate::domain::handover::Turn;
use crate::store::open::Missing;
use crate::store::test_util::{NOON, actor, file, minutes, note, open_again, store};

fn signing(contacts: &[&Contact]) -> Signing {
    Signing {
        turn: Turn::ToEdt,
        by: "Jo Testerby".into(),
        to: "Lee Synthley".into(),
        until: minutes(900),
        note: "the keys are in the drawer".into(),
        contacts: contacts.iter().map(|contact| (contact.id, contact.version)).collect(),
        text: "Handover\nall of it".into(),
    }
}

fn jo() -> Actor {
    actor("Jo Testerby")
}

#[test]
fn a_signature_hands_every_contact_over_and_keeps_the_words_with_their_sum() {
    let (_dir, mut store) = store();
    let (one, other) = (file(&mut store, "Mockford", minutes(60)), file(&mut store, "Testerby", minutes(60)));
    let signed = store.sign_handover(&signing(&[&one, &other]), &jo(), minutes(5)).unwrap();
    assert_eq!((signed.sheet, signed.changed.len()), (SheetId(1), 0));
    for contact in [&one, &other] {
        let now = store.contact(contact.id, &actor("Jo Testerby")).unwrap().unwrap();
        assert!(now.awaits_acknowledgement() && now.summary().marks.handover);
        let handed = now.handed_over.as_ref().unwrap();
        assert_eq!((handed.by.as_str(), handed.to.as_str()), ("Jo Testerby", "Lee Synthley"));
        assert_eq!(handed.sheet, SheetId(1));
    }
    let kept = store.handovers(NOON).unwrap();
    assert_eq!(kept.len(), 1);
    let text = &kept[0].signed.text;
    assert!(
        text.starts_with("Handover\nall of it\n") && text.contains("Jo Testerby to Lee Synthley"),
        "{text}"
    );
    assert_eq!(kept[0].signed.sha256, sha256(text));
    assert_eq!(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    let report = store.verify().unwrap();
    assert!(report.is_good(), "{report:?}");
}

#[test]
fn what_others_changed_meanwhile_is_read_again_and_stays_on_the_sheet() {
    let (dir, mut store) = store();
    let (one, other) = (file(&mut store, "Mockford", minutes(60)), file(&mut store, "Testerby", minutes(60)));
    let mut colleague = open_again(&dir, Missing::Refuse);
    let version = one.version;
    colleague.append(one.clone(), note(version, "the school rang")).unwrap();
    let signed = store.sign_handover(&signing(&[&one, &other]), &jo(), minutes(5)).unwrap();
    assert_eq!(signed.changed, [one.id]);
    assert!(signed.text.contains(&format!("read again: {}", one.id)), "{}", signed.text);
    let now = store.contact(one.id, &actor("Jo Testerby")).unwrap().unwrap();
    assert!(now.awaits_acknowledgement());
    assert_eq!(now.version, version + 2, "the note and the handover");
}

#[test]
fn one_contact_that_is_not_there_leaves_nothing_signed() {
    let (_dir, mut store) = store();
    let one = file(&mut store, "Mockford", minutes(60));
    let mut wrong = signing(&[&one]);
    wrong.contacts.push((ContactId(4711), 1));
    assert_eq!(store.sign_handover(&wrong, &jo(), minutes(5)).unwrap_err().kind, Kind::Unknown);
    assert!(!store.contact(one.id, &actor("Jo Testerby")).unwrap().unwrap().awaits_acknowledgement());
    assert!(store.handovers(NOON).unwrap().is_empty());
}

#[test]
fn a_sheet_is_taken_once_by_somebody_else_with_all_that_nobody_took_before() {
    let (_dir, mut store) = store();
    let (one, other) = (file(&mut store, "Mockford", minutes(60)), file(&mut store, "Testerby", minutes(60)));
    let sheet = store.sign_handover(&signing(&[&one, &other]), &jo(), minutes(5)).unwrap().sheet;
    // One is taken by itself.
    let seen = store.contact(one.id, &actor("Jo Testerby")).unwrap().unwrap();
    let protocol = crate::protocols::built_in("general").unwrap();
    let taken = Command::AcknowledgeHandover { by: "Sam Placeham".into() };
    let events = decide::decide(&seen, &taken, &actor("Sam Placeham"), &protocol, minutes(6)).unwrap();
    store.append(seen, events).unwrap();
    let refused = store.take_handover(sheet, "jo testerby", &jo(), minutes(7));
    assert!(matches!(refused, Err(NotTaken::Refused(_))), "the one who leaves does not take it");
    let taken = store.take_handover(sheet, "Lee Synthley", &actor("Lee Synthley"), minutes(8)).unwrap();
    assert_eq!(taken.contacts, [other.id]);
    let by = |id| store.contact(id, &actor("Jo Testerby")).unwrap().unwrap().acknowledged.unwrap().by;
    assert_eq!((by(one.id), by(other.id)), ("Sam Placeham".into(), "Lee Synthley".into()));
    let kept = store.handover(sheet).unwrap();
    assert_eq!(kept.taken, Some(("Lee Synthley".into(), minutes(8))));
    let again = store.take_handover(sheet, "Sam Placeham", &actor("Sam Placeham"), minutes(9));
    assert!(matches!(again, Err(NotTaken::Refused(_))), "both signatures are there");
    assert!(store.verify().unwrap().is_good());
}

#[test]
fn an_older_sheet_takes_nothing_that_was_handed_over_again() {
    let (_dir, mut store) = store();
    let one = file(&mut store, "Mockford", minutes(60));
    let first = store.sign_handover(&signing(&[&one]), &jo(), minutes(5)).unwrap().sheet;
    let second = store.sign_handover(&signing(&[&one]), &jo(), minutes(50)).unwrap();
    assert_eq!((second.sheet, second.changed), (SheetId(2), vec![one.id]));
    let taken = store.take_handover(first, "Lee Synthley", &actor("Lee Synthley"), minutes(51)).unwrap();
    assert!(taken.contacts.is_empty());
    assert!(store.contact(one.id, &actor("Jo Testerby")).unwrap().unwrap().awaits_acknowledgement());
    let sheets = store.handovers(NOON).unwrap();
    assert_eq!(sheets.iter().map(|kept| kept.signed.sheet.0).collect::<Vec<_>>(), [2, 1], "the newest first");
    assert_eq!(sheets.iter().map(|kept| kept.taken.is_some()).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn only_the_sheets_of_the_last_days_are_listed_and_an_unknown_one_is_refused() {
    let (_dir, mut store) = store();
    let one = file(&mut store, "Mockford", minutes(60));
    store.sign_handover(&signing(&[&one]), &jo(), minutes(5)).unwrap();
    assert!(store.handovers(minutes(6)).unwrap().is_empty());
    assert_eq!(store.handovers(minutes(5)).unwrap().len(), 1);
    assert_eq!(store.handover(SheetId(2)).unwrap_err().kind, Kind::Unknown);
}
