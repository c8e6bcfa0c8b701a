use std::sync::Arc;

use super::*;
use crate::app::Setting;
use crate::app::key::Key;
use crate::app::msg::Msg;
use crate::app::update;
use crate::domain::actor::Actor;
use crate::domain::clocks::ClockId;
use crate::domain::codes::{ContactKind, Rating, Role};
use crate::domain::contact::ChildName;
use crate::domain::ids::UserId;
use crate::port::{BoardUpdate, Reply};
use crate::protocols;

fn app(role: Role) -> App {
    let setting = Setting {
        actor: Actor { user: UserId("j.testerby".into()), name: "Jo Testerby".into(), role },
        team: Vec::new(),
        protocol: Arc::new(protocols::built_in("general").expect("the shipped protocol")),
        training: true,
        desk_number: String::new(),
    };
    App::new(setting, Moment::from_millis(1_795_529_400_000))
}

fn row(id: u64, due_in_minutes: &[i64], now: Moment) -> Summary {
    let duties = due_in_minutes.iter().map(|minutes| NextDuty {
        clock: ClockId::FeedbackFirst,
        subject: None,
        start: now,
        due: now + chrono::TimeDelta::minutes(*minutes),
    });
    Summary {
        restricted: None,
        id: ContactId(id),
        version: 1,
        open: true,
        kind: ContactKind::Referral,
        received: now,
        child: Some(ChildName { forename: "Ash".into(), surname: "Sampleton".into(), age: "9y".into() }),
        children: 3,
        concern: "Bruise".into(),
        source: None,
        organisation: String::new(),
        rating: Some(Rating::Red),
        route: None,
        owner: None,
        team: false,
        taken_by: Actor { user: UserId("j.testerby".into()), name: "Jo Testerby".into(), role: Role::Worker },
        told: false,
        tries: 0,
        written_owed: false,
        ask_collection: false,
        marks: crate::domain::contact::Marks::default(),
        duties: duties.collect(),
        words: String::new(),
    }
}

fn with(app: &mut App, rows: Vec<Summary>) {
    let open = rows.len();
    update(app, Msg::Store(Reply::Board(BoardUpdate { rows, complete: true, open })));
    update(app, Msg::Tick(app.now + chrono::TimeDelta::seconds(10)));
}

fn press(app: &mut App, keys: &str) {
    for name in keys.split_whitespace() {
        let key: Key = name.parse().expect("a key");
        update(app, Msg::Key(key));
    }
}

#[test]
fn the_next_deadlines_are_the_first_of_all_rows_and_late_ones_are_not_among_them() {
    let mut app = app(Role::Worker);
    let now = app.now;
    let rows =
        vec![row(1, &[-5, 50, 70], now), row(2, &[30], now), row(3, &[90, 95], now), row(4, &[60], now)];
    with(&mut app, rows);
    let next: Vec<(u64, i64)> =
        app.upcoming().take(4).map(|next| (next.row.id.0, next.duty.due.since(now).num_minutes())).collect();
    assert_eq!(next, [(2, 30), (1, 50), (4, 60), (1, 70)]);
    assert_eq!(app.next_due(), Some(now + chrono::TimeDelta::minutes(30)));
}

#[test]
fn the_counters_follow_every_change_of_a_row_as_if_all_were_counted_anew() {
    let mut app = app(Role::Worker);
    let now = app.now;
    let shown = |app: &App, at: Moment| {
        let counts = app.board.rows.counts(at);
        (counts.red, counts.amber, counts.unrated, counts.late, counts.untold, counts.red_undecided)
    };
    with(&mut app, vec![row(1, &[-5, 50], now), row(2, &[30], now), row(3, &[], now)]);
    assert_eq!(shown(&app, now), (3, 0, 0, 1, 3, 3));
    assert_eq!(shown(&app, now + chrono::TimeDelta::minutes(31)).3, 2, "time alone makes a row late");
    let told = Summary { told: true, rating: Some(Rating::Amber), ..row(1, &[60], now) };
    let decided = Summary { route: Some(crate::domain::codes::Route::S17), ..row(2, &[30], now) };
    let closed = Summary { open: false, ..row(3, &[], now) };
    with(&mut app, vec![told, decided, closed]);
    assert_eq!(shown(&app, now), (1, 1, 0, 0, 1, 0));
    assert_eq!(app.upcoming().count(), 2, "a row's old duties go with it");
}

#[test]
fn seconds_are_counted_for_the_first_three_rows_shown_that_are_due_within_the_hour() {
    let mut app = app(Role::Worker);
    let now = app.now;
    let dues: [&[i64]; 6] = [&[-5], &[59], &[20], &[30], &[10], &[90]];
    let rows = dues.iter().enumerate().map(|(n, due)| row(n as u64 + 1, due, now)).collect();
    with(&mut app, rows);
    let ids = |app: &App| app.board.in_seconds.iter().map(|id| id.0).collect::<Vec<_>>();
    assert_eq!(ids(&app), [5, 3, 4]);
    let later = app.now + chrono::TimeDelta::minutes(15);
    update(&mut app, Msg::Tick(later));
    assert_eq!(ids(&app), [3, 4, 2], "what became late makes room");
}

#[test]
fn a_child_is_initials_until_names_are_asked_for() {
    let mut app = app(Role::Worker);
    let row = row(1, &[5], app.now);
    assert_eq!(app.shown_child(&row).expect("a child").to_string(), "A.S.+2 9y");
    press(&mut app, "f6");
    assert_eq!(app.shown_child(&row).expect("a child").to_string(), "Ash Sampleton+2 9y");
}

#[test]
fn the_window_follows_the_selected_row_and_rests_while_it_is_in_sight() {
    let mut app = app(Role::Worker);
    let now = app.now;
    let rows = (1..=100).map(|n| row(n, &[i64::try_from(n).expect("small")], now)).collect();
    with(&mut app, rows);
    let height = list_height(app.size);
    assert_eq!((app.board.top, height), (0, 14));
    press(&mut app, &"j ".repeat(14));
    assert_eq!(app.board.top, 1);
    press(&mut app, &"k ".repeat(10));
    assert_eq!(app.board.top, 1, "the row is still in sight");
    press(&mut app, "G");
    assert_eq!(app.board.top, 100 - height);
    update(&mut app, Msg::Resize(120, 60));
    assert_eq!(app.board.top, 100 - list_height((120, 60)), "a larger window shows more, not emptiness");
}

#[test]
fn hints_name_what_can_be_done_here_and_now() {
    let keys = |hints: Hints| hints.here.iter().map(|hint| hint.key.clone()).collect::<Vec<_>>();
    let mut worker = app(Role::Worker);
    let rows = vec![row(1, &[5], worker.now)];
    with(&mut worker, rows);
    assert!(keys(worker.hints()).starts_with(&["Enter".into(), "n".into(), "r".into(), "d".into()]));
    let mut viewer = app(Role::Viewer);
    let rows = vec![row(1, &[5], viewer.now)];
    with(&mut viewer, rows);
    let shown = keys(viewer.hints());
    assert!(!shown.contains(&"r".to_owned()) && !shown.contains(&"n".to_owned()), "{shown:?}");
}

#[test]
fn an_unfinished_chord_says_what_may_follow() {
    let mut app = app(Role::Worker);
    assert_eq!(app.which_key(), None);
    press(&mut app, "g");
    let which = app.which_key().expect("a chord");
    assert_eq!(which.pressed, "g");
    assert!(which.next.contains(&Hint { key: "b".into(), label: "board".into() }));
    assert_eq!(app.hints().everywhere, [Hint { key: "Esc".into(), label: "cancel".into() }]);
}
