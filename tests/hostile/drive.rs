//! Leads the eye over the screens of trust: who looked, retention, people and access, restricted contacts and the lock.

#![expect(unreachable_pub, reason = "a part of a test program")]
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

use dutydesk::app::Screen;
use dutydesk::app::effect::Effect;
use dutydesk::app::msg::Msg;
use dutydesk::app::overlay::Overlay;
use dutydesk::domain::codes::ContactKind;
use dutydesk::domain::ids::ContactId;
use dutydesk::port::{Reply, Request, Trouble};

use super::everywhere::Worked;
use super::payloads::Ink;
use super::trust;
use crate::common::desk::manager;
use crate::{BOARD, Eye};

/// Who looked, what is due for erasure, and who may open the desk.
pub fn what_managers_see(eye: &mut Eye) {
    eye.desk.app.setting.training = false;
    for (home, screen, filled) in [
        ("g a", Screen::Looked, trust::looks as fn(&Ink) -> Msg),
        ("g r", Screen::Retention, trust::retention),
        ("g u", Screen::Access, trust::staff),
    ] {
        for key in "j x a r e p n X enter space ctrl-s end home".split(' ') {
            eye.desk.keys(BOARD).keys(home);
            assert_eq!(eye.desk.app.screen, screen);
            eye.desk.msg(filled(&eye.ink));
            eye.look(home);
            eye.desk.keys("j").keys(key);
            eye.look(&format!("{home}: {key}"));
            if matches!(eye.desk.app.overlays.last(), Some(Overlay::Form(_))) {
                eye.type_into(&format!("{home}: {key}"), 2);
            }
        }
    }
    eye.desk.keys(BOARD).keys("g r");
    eye.desk.msg(trust::retention(&eye.ink)).msg(trust::erased(&eye.ink));
    eye.look("what was erased");
    eye.desk.keys(BOARD).keys("g u");
    eye.desk.msg(trust::staff(&eye.ink)).keys("r ctrl-s");
    let asked = eye.desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::Store(Request::ChangeStaff { token, .. }) => Some(*token),
        _ => None,
    });
    eye.desk.msg(trust::passphrase(&eye.ink, asked.unwrap()));
    eye.look("a passphrase to tell");
    eye.desk.keys(BOARD);
}

/// A contact that few may open: on the board, when it is opened with a reason, and for whom it is closed.
pub fn a_restricted_contact(eye: &mut Eye) {
    let mut worked = Worked::new(1003, ContactKind::Consultation, &eye.ink);
    assert!(worked.tries(&manager(), &trust::restriction(&eye.ink)));
    eye.desk.record.contacts.insert(worked.contact.id, worked.contact.history);
    eye.desk.msg(Msg::Store(Reply::NeedsReason { id: ContactId(1003) }));
    eye.look("a reason is asked for");
    eye.type_into("a reason is asked for", 1);
    eye.desk.keys(BOARD);
    let why = Trouble { what: eye.ink.words(), safe: eye.ink.words(), advice: eye.ink.words() };
    eye.desk.msg(Msg::Store(Reply::Restricted { id: ContactId(1003), why }));
    eye.look("a restricted contact is refused");
    eye.desk.keys(BOARD);
}

/// The lock screen: what is typed into it, what the record says, and the first passphrase of one's own.
pub fn a_locked_terminal(eye: &mut Eye) {
    eye.desk.keys(BOARD).keys("f12");
    assert!(eye.desk.app.lock.is_some());
    eye.look("locked");
    let text = eye.ink.words();
    eye.desk.msg(Msg::Paste { text, dropped: 2 });
    eye.look("locked, something was pasted");
    eye.desk.msg(trust::still_locked(&eye.ink));
    eye.look("still locked");
    for text in [eye.ink.words(), eye.ink.words()] {
        eye.desk.msg(trust::unlocked(&eye.ink));
        eye.look("a passphrase of one's own");
        eye.desk.msg(Msg::Paste { text, dropped: 0 }).keys("enter");
        eye.look("a passphrase of one's own, sent");
    }
}
