//! Locking and unlocking as key scripts: what is on the screen, what is in memory, what the record holds, and where one comes back.
#![expect(clippy::expect_used, reason = "a helper of a test may fail loudly")]

mod common {
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod desk;
}

use common::desk::{Desk, at, manager, worker};
use dutydesk::app::effect::Effect;
use dutydesk::app::msg::{Mouse, Msg};
use dutydesk::app::overlay::{BoxField, Overlay};
use dutydesk::app::screens::contact::Tab;
use dutydesk::app::screens::intake::{Focus, IntakeScreen};
use dutydesk::app::screens::lock::{LockScreen, Phase};
use dutydesk::app::{App, First, Screen, Setting, next_wake, update};
use dutydesk::domain::ids::{ContactId, UserId};
use dutydesk::domain::schema::QuestionId;
use dutydesk::port::{Reply, Request};

/// Words that may be nowhere while the desk is locked.
const MARKERS: [&str; 5] = ["Sampleton", "Mockford", "Bruise", "belt", "960201"];

/// A call with the cursor in the middle of the narrative.
fn typing() -> Desk {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 2 enter \"Pat Mockford\" enter \"01632 960201\" enter");
    desk.keys("ctrl-g 2 \"Ash\" enter \"Sampleton\" enter ctrl-g 3 \"Bruise on arm\" enter");
    desk.text("He said it was a belt").keys("left left left left");
    desk
}

/// A filed call, selected on the board.
fn filed() -> Desk {
    let mut desk = typing();
    desk.keys("ctrl-s ctrl-s enter");
    desk
}

fn lock(desk: &Desk) -> &LockScreen {
    desk.app.lock.as_ref().expect("a locked desk")
}

#[track_caller]
fn holds_nothing(app: &App) {
    let dump = format!("{app:?}");
    for marker in MARKERS {
        assert!(!dump.contains(marker), "{marker} is still in memory");
    }
}

fn answer(desk: &Desk, question: QuestionId) -> String {
    desk.app.intake.as_ref().expect("a call").draft.intake.answers.text(question).to_owned()
}

#[test]
fn after_locking_nothing_of_the_record_is_in_memory() {
    let mut desk = filed();
    desk.keys("enter 2 f6").keys("d").text("Sampleton told by Mockford");
    assert!(format!("{:?}", desk.app).contains("Sampleton"), "the test can fail");
    desk.keys("f12");
    assert_eq!(lock(&desk).phase, Phase::Locked);
    assert!(desk.record.locked);
    holds_nothing(&desk.app);
    assert_eq!((desk.app.board.rows.len(), desk.app.overlays.len()), (0, 0));
}

#[test]
fn the_screen_is_blanked_before_anything_is_saved() {
    let mut desk = typing();
    let effects = update(&mut desk.app, Msg::Key("f12".parse().expect("a key")));
    assert!(desk.app.lock.is_some());
    assert_eq!(effects.first(), Some(&Effect::Repaint));
    assert!(matches!(effects.get(1), Some(Effect::Store(Request::SaveDraft { .. }))));
    // The record is closed only once it has said that the call is saved.
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Store(Request::Lock { .. }))));
    desk.serve(effects);
    assert!(desk.record.locked);
}

#[test]
fn a_call_goes_on_in_the_same_field_at_the_same_letter() {
    for keys in ["f12", "f4 f12"] {
        let mut desk = typing();
        desk.keys(keys).keys("enter");
        assert!(desk.app.lock.is_none());
        assert_eq!(desk.app.screen, Screen::Intake);
        let call = desk.app.intake.as_ref().expect("the call");
        assert_eq!(call.draft.parked, None);
        assert_eq!(call.focus == Focus::Notes, keys.starts_with("f4"));
        if call.focus == Focus::Field {
            desk.text("leather ");
            let call = desk.app.intake.as_ref().expect("the call");
            assert_eq!(
                call.draft.intake.narrative.first().expect("a line").text,
                "He said it was a leather belt"
            );
        }
        assert_eq!(answer(&desk, QuestionId::Concern), "Bruise on arm");
    }
}

#[test]
fn while_it_is_locked_any_terminal_can_go_on_with_the_call() {
    let mut desk = typing();
    desk.keys("f12");
    let draft = desk.record.drafts.values().next().expect("the draft");
    assert_eq!(draft.parked, Some(at("2026-11-24T14:10")));
    assert!(draft.intake.narrative.iter().any(|line| line.text.contains("belt")));
    // Another terminal has it by the time the desk is unlocked: it is left there, and that is said.
    desk.record.held.push(draft.id);
    desk.keys("enter");
    assert_eq!(desk.app.screen, Screen::Board);
    assert!(desk.notice().contains("another terminal"), "{}", desk.notice());
}

#[test]
fn a_box_is_open_again_with_its_words_and_cursor() {
    let mut desk = filed();
    desk.keys("enter 3 e").text("Rang the school").keys("left left left left left left");
    desk.keys("f12 enter");
    assert_eq!(desk.app.screen, Screen::Contact);
    assert_eq!(desk.app.contact.as_ref().map(|screen| screen.tab), Some(Tab::Clocks));
    desk.text("primary ");
    let Some(Overlay::Form(form)) = desk.app.overlays.last() else { panic!("the box") };
    assert_eq!(form.fields.first().map(BoxField::value).as_deref(), Some("Rang the primary school"));
}

#[test]
fn a_box_over_the_board_about_several_contacts_or_a_handover_comes_back_too() {
    let mut desk = filed();
    desk.keys("space e").text("Told the team").keys("f12 enter");
    let Some(Overlay::Form(form)) = desk.app.overlays.last() else { panic!("the box of several") };
    assert_eq!(form.many.len(), 1);
    assert_eq!(form.fields.first().map(BoxField::value).as_deref(), Some("Told the team"));

    let mut desk = filed();
    desk.keys("g h 3 s").text("Sam Placeham").keys("f12");
    holds_nothing(&desk.app);
    desk.keys("enter");
    assert_eq!(desk.app.screen, Screen::Handover);
    let Some(Overlay::Form(form)) = desk.app.overlays.last() else { panic!("the box of the handover") };
    assert!(form.fields.iter().any(|field| field.value() == "Sam Placeham"));

    let mut desk = typing();
    desk.keys("ctrl-x o").text("Rang twice by mistake").keys("f12 enter");
    assert_eq!(desk.app.screen, Screen::Intake);
    let Some(Overlay::Form(form)) = desk.app.overlays.last() else { panic!("the box of the call") };
    assert_eq!(form.fields.first().map(BoxField::value).as_deref(), Some("Rang twice by mistake"));
}

#[test]
fn the_list_comes_back_with_its_view_but_without_the_filter() {
    let mut desk = filed();
    desk.keys("5 s / \"bruise\" enter f12");
    holds_nothing(&desk.app);
    let selected = lock(&desk).back.as_ref().and_then(|back| back.selected);
    desk.keys("enter");
    assert_eq!(desk.app.screen, Screen::Board);
    assert_eq!(desk.app.board.filter.text(), "");
    assert_eq!((desk.app.board.view.code(), desk.app.board.sort.code()), ("red", "rating"));
    assert_eq!(desk.app.board.selected, selected);
}

#[test]
fn every_key_locks_and_no_key_does_anything_else_there() {
    for keys in ["f12", "L", "g l", "? f12", "f2 f12", "ctrl-p f12", "f9 f12"] {
        let mut desk = filed();
        desk.keys(keys);
        assert!(desk.app.lock.is_some(), "{keys}");
        let calls = desk.record.contacts.len();
        desk.effects.clear();
        desk.keys("f2 n d ctrl-p tab f6 g b ctrl-s \"y\" f10 f11 f1 ?");
        desk.msg(Msg::Mouse(Mouse::Press(5, 6))).msg(Msg::Paste { text: "R-1001".into(), dropped: 0 });
        assert!(desk.app.lock.is_some(), "{keys}");
        assert_eq!(desk.record.contacts.len(), calls);
        assert!(desk.effects.iter().all(|effect| *effect == Effect::Repaint), "{keys}: {:?}", desk.effects);
    }
}

#[test]
fn the_passphrase_is_in_no_debug_text_and_a_wrong_one_says_how_long_to_wait() {
    let mut desk = filed();
    desk.record.passphrase = Some("seven red lorries".into());
    desk.app.setting.training = false;
    desk.keys("f12").text("seven mauve lorries");
    assert!(!format!("{:?}", desk.app).contains("mauve"));
    desk.keys("enter");
    let said = lock(&desk).said.as_ref().expect("a sentence");
    assert!(said.text.contains("wrong") && said.until.is_none());
    assert!(!format!("{:?}", desk.app).contains("mauve"));
    for _ in 0..4 {
        desk.text("no").keys("enter");
    }
    assert_eq!(lock(&desk).wait(desk.app.now).map(|wait| wait.num_seconds()), Some(30));
    // While it lasts nothing is tried.
    desk.text("seven red lorries").keys("enter");
    assert_eq!(desk.record.wrong, 5);
    assert_eq!(next_wake(&desk.app).num_milliseconds(), 1_000);
    desk.wait(31_000).msg(Msg::Paste { text: "seven red lorries\n".into(), dropped: 0 }).keys("enter");
    assert!(desk.app.lock.is_none());
    assert!(!format!("{:?}", desk.app).contains("lorries"));
}

#[test]
fn keys_typed_while_the_desk_opens_are_no_commands_and_their_number_is_said() {
    let mut desk = filed();
    desk.keys("f12");
    let effects = update(&mut desk.app, Msg::Key("enter".parse().expect("a key")));
    assert_eq!(lock(&desk).phase, Phase::Opening);
    desk.text("rrd");
    desk.serve(effects);
    assert!(desk.app.lock.is_none() && desk.app.overlays.is_empty());
    assert!(desk.notice().starts_with("3 keys"), "{}", desk.notice());

    // After a wrong passphrase they are the beginning of the next try.
    desk.record.passphrase = Some("right".into());
    desk.app.setting.training = false;
    desk.keys("f12").text("wrong");
    let effects = update(&mut desk.app, Msg::Key("enter".parse().expect("a key")));
    desk.text("rig");
    desk.serve(effects);
    desk.text("ht").keys("enter");
    assert!(desk.app.lock.is_none());
}

#[test]
fn until_the_place_has_been_read_no_key_means_anything_on_the_board() {
    let mut desk = typing();
    desk.keys("f12");
    let opening = update(&mut desk.app, Msg::Key("enter".parse().expect("a key")));
    let Some(Effect::Store(request)) = opening.into_iter().next() else { panic!("nothing was asked") };
    let reply = desk.record.answer(request).remove(0);
    let reading = update(&mut desk.app, Msg::Store(reply));
    assert_eq!(lock(&desk).phase, Phase::Returning);
    desk.text("n").keys("enter");
    desk.serve(reading);
    assert!(desk.app.lock.is_none());
    assert_eq!((desk.app.screen, desk.record.drafts.len()), (Screen::Intake, 1));
    assert!(desk.notice().starts_with("1 key "), "{}", desk.notice());

    // A record that does not answer keeps nobody out.
    let mut desk = typing();
    desk.keys("f12");
    let opening = update(&mut desk.app, Msg::Key("enter".parse().expect("a key")));
    let Some(Effect::Store(request)) = opening.into_iter().next() else { panic!("nothing was asked") };
    let reply = desk.record.answer(request).remove(0);
    update(&mut desk.app, Msg::Store(reply));
    desk.wait(3_000);
    assert!(desk.app.lock.is_none());
    assert_eq!(desk.app.screen, Screen::Board);
}

#[test]
fn another_person_comes_to_the_board_and_not_to_anybody_elses_place() {
    let mut desk = typing();
    desk.app.people = vec![worker(), manager()];
    desk.keys("f12 f3 ctrl-u").text("s.placeham").keys("enter");
    assert!(desk.app.lock.is_none());
    assert_eq!(desk.app.setting.actor, manager());
    assert_eq!(desk.app.screen, Screen::Board);
    assert!(desk.app.intake.is_none());
    let draft = desk.record.drafts.values().next().expect("the draft");
    assert_eq!(draft.taker, worker());

    desk.keys("f12 f3 ctrl-u").text("n.nobody").keys("enter");
    assert!(lock(&desk).said.as_ref().is_some_and(|said| said.text.contains("Nobody")));
}

#[test]
fn a_given_passphrase_must_be_changed_before_anything_is_shown() {
    let mut desk = filed();
    desk.app.setting.training = false;
    desk.record.passphrase = Some("given by a manager".into());
    desk.record.must_change = true;
    desk.keys("f12").text("given by a manager").keys("enter");
    assert_eq!(lock(&desk).phase, Phase::Choosing);
    for (first, again, why) in [
        ("short", "short", "Too short"),
        ("password2026", "password2026", "tried first"),
        ("ripe plums over the wall", "ripe plums over the hall", "not alike"),
        ("given by a manager", "given by a manager", "given to you"),
    ] {
        desk.text(first).keys("enter").text(again).keys("enter");
        let said = lock(&desk).said.as_ref().map(|said| said.text.clone()).unwrap_or_default();
        assert!(said.contains(why), "{first}: {said}");
        assert!(desk.record.must_change);
    }
    holds_nothing(&desk.app);
    desk.text("ripe plums over the wall").keys("enter").text("ripe plums over the wall").keys("enter");
    assert!(desk.app.lock.is_none() && !desk.record.must_change);
    assert!(desk.notice().contains("new passphrase"));
}

#[test]
fn what_cannot_be_saved_is_counted_and_stays_until_it_can_be() {
    let mut desk = typing();
    desk.record.broken = true;
    desk.text("ish").keys("f12");
    assert_eq!((lock(&desk).phase, lock(&desk).unsaved), (Phase::Saving, 1));
    assert!(!desk.record.locked, "the key is wiped only when all is saved");
    desk.keys("ctrl-q");
    assert!(!desk.app.quitting, "leaving would lose it");
    desk.record.broken = false;
    desk.wait(5_000);
    assert_eq!(lock(&desk).phase, Phase::Locked);
    assert!(desk.record.locked);
    holds_nothing(&desk.app);
    desk.keys("enter");
    assert!(
        desk.app
            .intake
            .as_ref()
            .expect("the call")
            .draft
            .intake
            .narrative
            .iter()
            .any(|l| l.text.contains("ish"))
    );
}

#[test]
fn whoever_comes_back_before_it_could_be_saved_finds_everything_on_the_screen() {
    let mut desk = typing();
    desk.record.broken = true;
    desk.text("ish").keys("f12 enter");
    assert!(desk.app.lock.is_none());
    assert_eq!(desk.app.screen, Screen::Intake);
    assert!(
        desk.app
            .intake
            .as_ref()
            .expect("the call")
            .draft
            .intake
            .narrative
            .iter()
            .any(|l| l.text.contains("ish"))
    );
}

#[test]
fn a_call_without_a_number_is_held_until_it_has_one() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.record.broken = true;
    desk.keys("f2 2 enter").text("Pat Mockford").keys("f12");
    assert_eq!((lock(&desk).phase, lock(&desk).unsaved), (Phase::Saving, 1));
    desk.record.broken = false;
    desk.wait(5_000);
    assert_eq!(lock(&desk).phase, Phase::Locked);
    assert_eq!(desk.record.drafts.len(), 1);
    desk.keys("enter");
    assert_eq!(desk.app.intake.as_ref().and_then(IntakeScreen::id), Some(ContactId(1001)));
}

#[test]
fn a_real_desk_locks_after_five_minutes_without_a_key() {
    let mut desk = filed();
    desk.wait(3_600_000);
    assert!(desk.app.lock.is_none(), "a training desk does not lock by itself");
    desk.app.setting.training = false;
    desk.keys("j").wait(240_000).msg(Msg::Mouse(Mouse::Wheel(true)));
    desk.wait(240_000);
    assert!(desk.app.lock.is_none());
    assert!(next_wake(&desk.app).num_seconds() <= 60);
    desk.wait(60_000);
    assert!(desk.app.lock.is_some());

    let mut desk = typing();
    desk.app.setting.training = false;
    desk.keys("a").wait(301_000);
    assert!(desk.app.lock.is_none(), "a call is being taken");
    desk.wait(300_000);
    assert!(desk.app.lock.is_some());
    holds_nothing(&desk.app);
}

#[test]
fn the_desks_own_rules_say_when_it_locks() {
    let mut desk = filed();
    let mut rules = desk.app.setting.protocol.as_ref().clone();
    rules.idle = Some(chrono::TimeDelta::minutes(2));
    desk.app.setting.protocol = std::sync::Arc::new(rules);
    desk.keys("j").wait(119_000);
    assert!(desk.app.lock.is_none());
    desk.wait(1_000);
    assert!(desk.app.lock.is_some(), "asked for, a training desk locks too");
}

#[test]
fn a_process_that_is_stopped_locks_first() {
    let mut desk = typing();
    desk.effects.clear();
    desk.msg(Msg::Stop);
    assert_eq!(lock(&desk).phase, Phase::Locked);
    assert_eq!(desk.effects.last(), Some(&Effect::Stop));
    let stops = |desk: &Desk| desk.effects.iter().filter(|effect| **effect == Effect::Stop).count();
    assert_eq!(stops(&desk), 1);
    desk.msg(Msg::Stop);
    assert_eq!(stops(&desk), 2);
    // Not while something is not saved: a stopped process could not try again.
    let mut desk = typing();
    desk.effects.clear();
    desk.record.broken = true;
    desk.text("x").msg(Msg::Stop);
    assert_eq!(stops(&desk), 0);
    desk.record.broken = false;
    desk.wait(5_000);
    assert_eq!(stops(&desk), 1);
}

#[test]
fn a_real_desk_begins_locked_and_then_does_what_it_was_started_for() {
    let ready = Desk::new("2026-11-24T14:10");
    let setting = Setting { training: false, actor: App::nobody(), ..ready.app.setting.clone() };
    let mut desk = ready;
    desk.record.passphrase = Some("seven red lorries".into());
    desk.app = App::locked(setting, at("2026-11-24T14:10"), &UserId(String::new()), Some(First::NewCall));
    desk.text("j.testerby").keys("tab").text("seven red lorries").keys("enter");
    assert!(desk.app.lock.is_none());
    assert_eq!(desk.app.setting.actor.user.0, "j.testerby");
    assert_eq!(desk.app.screen, Screen::Intake);
}

#[test]
fn replies_that_come_late_bring_nothing_back() {
    let mut desk = filed();
    let shown = desk.app.contact.clone();
    desk.keys("enter");
    let contact = desk.app.contact.clone().or(shown).expect("a contact").contact;
    desk.keys("f12");
    desk.msg(Msg::Store(Reply::Contact { contact: Box::new(contact), boxes: Vec::new() }));
    holds_nothing(&desk.app);
}

#[test]
fn full_names_hide_by_themselves() {
    let mut desk = filed();
    desk.keys("f6").wait(59_000);
    assert!(desk.app.shows_names());
    desk.wait(1_000);
    assert!(!desk.app.shows_names(), "nobody pressed a key for a minute");
    desk.keys("f6").wait(50_000).keys("j").wait(50_000).keys("j").wait(19_000);
    assert!(desk.app.shows_names());
    desk.wait(1_000);
    assert!(!desk.app.shows_names(), "two minutes are over");
    desk.keys("f6").msg(Msg::Focus(false));
    assert!(!desk.app.shows_names(), "another window has the focus");
    desk.keys("f6 f12 enter");
    assert!(!desk.app.shows_names());
}

#[test]
fn the_reference_alone_goes_to_the_clipboard() {
    let mut desk = filed();
    desk.effects.clear();
    desk.keys("y");
    assert_eq!(desk.effects, [Effect::Copy(ContactId(1001))]);
    assert!(desk.notice().contains("R-1001") && desk.notice().contains("reference alone"));
    desk.keys("enter y");
    assert_eq!(desk.effects.iter().filter(|e| **e == Effect::Copy(ContactId(1001))).count(), 2);
}
