use proptest::prelude::*;

use super::super::actor::Actor;
use super::super::calendar::Zone;
use super::super::calendar::tests::at;
use super::super::clocks::ClockId;
use super::super::codes::{ContactKind, Rating, Role, Route};
use super::super::contact::{ChildName, Marks, NextDuty, Summary};
use super::super::draft::DraftHead;
use super::super::ids::UserId;
use super::*;

const PAGE: Page = Page { zone: Zone::LONDON, names: false, training: true };

fn protocol() -> Protocol {
    crate::protocols::built_in("general").unwrap()
}

fn worker() -> Actor {
    Actor { user: UserId("j.testerby".into()), name: "Jo Testerby".into(), role: Role::Worker }
}

/// An open contact, decided and told, with nothing owed.
fn row(id: u64) -> Summary {
    let child = ChildName { forename: "Ash".into(), surname: "Sampleton".into(), age: "10y".into() };
    Summary {
        restricted: None,
        id: ContactId(id),
        version: 3,
        open: true,
        kind: ContactKind::Referral,
        received: at("2026-11-24 09:00"),
        child: Some(child),
        children: 1,
        concern: "Bruise on the arm".into(),
        source: None,
        organisation: String::new(),
        rating: Some(Rating::Amber),
        route: Some(Route::S17),
        owner: None,
        team: false,
        taken_by: worker(),
        told: true,
        tries: 0,
        written_owed: false,
        ask_collection: false,
        marks: Marks::default(),
        duties: Vec::new(),
        words: String::new(),
    }
}

fn duty(clock: ClockId, due: Moment) -> NextDuty {
    NextDuty { clock, subject: None, start: due - TimeDelta::hours(24), due }
}

/// A contact on which one thing is due at this instant.
fn due(id: u64, due: Moment) -> Summary {
    Summary { duties: vec![duty(ClockId::FamilyVisit, due)], ..row(id) }
}

fn sheet(turn: Turn, rows: &[Summary], now: Moment) -> Sheet {
    let protocol = protocol();
    Sheet::new(rows, &[], Span::new(turn, None, now, &protocol), &protocol)
}

/// The contacts of a section, those that only refer in brackets.
fn under(sheet: &Sheet, wanted: Section) -> String {
    let entries = sheet.sections.iter().find(|(section, _)| *section == wanted).map(|(_, entries)| entries);
    let names: Vec<String> = entries
        .into_iter()
        .flatten()
        .map(|entry| match entry {
            Entry::Refer { id, .. } => format!("({id})"),
            entry => entry.id().to_string(),
        })
        .collect();
    names.join(" ")
}

/// Made at the first time, the desk opens again at the second: duties around the closing and the opening.
#[track_caller]
fn due_before_opening_is_exact(now: &str, closes: &str, opens: &str) {
    let (now, closes, opens) = (at(now), at(closes), at(opens));
    let span = Span::new(Turn::ToEdt, None, now, &protocol());
    assert_eq!((span.closes, span.opens, span.until), (closes, opens, opens));
    let minute = TimeDelta::minutes(1);
    let rows = [
        due(1, closes),
        due(2, closes + minute),
        due(3, opens - minute),
        due(4, opens),
        due(5, opens + TimeDelta::seconds(59)),
        due(6, opens + minute),
    ];
    let sheet = sheet(Turn::ToEdt, &rows, now);
    assert_eq!(under(&sheet, Section::Soon), "R-1", "due while somebody is still there");
    assert_eq!(under(&sheet, Section::BeforeOpening), "R-2 R-3 R-4 R-5");
    assert_eq!(sheet.others, 1, "a minute after opening somebody is there");
}

#[test]
fn due_before_the_desk_opens_is_exact_over_a_weekend() {
    due_before_opening_is_exact("2026-11-27 16:00", "2026-11-27 16:20", "2026-11-30 08:45");
}

#[test]
fn due_before_the_desk_opens_is_exact_over_one_night() {
    due_before_opening_is_exact("2026-11-24 17:00", "2026-11-24 17:20", "2026-11-25 08:45");
}

#[test]
fn due_before_the_desk_opens_is_exact_over_christmas() {
    due_before_opening_is_exact("2026-12-24 16:40", "2026-12-24 17:20", "2026-12-29 08:45");
}

#[test]
fn due_before_the_desk_opens_is_exact_over_easter() {
    due_before_opening_is_exact("2027-03-25 17:00", "2027-03-25 17:20", "2027-03-30 08:45");
}

#[test]
fn due_before_the_desk_opens_is_exact_when_the_clocks_go_forward_and_back() {
    due_before_opening_is_exact("2026-03-27 16:00", "2026-03-27 16:20", "2026-03-30 08:45");
    due_before_opening_is_exact("2026-10-23 16:00", "2026-10-23 16:20", "2026-10-26 08:45");
    // 01:30 comes twice in the night to 25 October; the sheet says which.
    let twice = [due(1, Moment::from_millis(at("2026-10-25 00:30").millis() + 3_600_000))];
    let text = sheet(Turn::ToEdt, &twice, at("2026-10-23 16:00")).text(PAGE);
    assert!(text.contains("due Sun 25 Oct 01:30 BST, staffed 20m"), "{text}");
}

#[test]
fn a_closed_desk_hands_over_until_it_opens() {
    let span = Span::new(Turn::ToEdt, None, at("2026-11-28 10:00"), &protocol());
    assert_eq!((span.closes, span.opens), (at("2026-11-28 10:00"), at("2026-11-30 08:45")));
    let sheet = sheet(Turn::ToEdt, &[due(1, at("2026-11-28 11:00"))], at("2026-11-28 10:00"));
    assert_eq!(under(&sheet, Section::BeforeOpening), "R-1");
    assert!(sheet.text(PAGE).contains("nobody at the desk before then"));
}

#[test]
fn the_morning_lists_what_came_in_since_the_desk_closed_last() {
    let came = |id, received| Summary { received: at(received), ..row(id) };
    let rows = [
        came(1, "2026-12-24 17:19"),
        came(2, "2026-12-24 17:20"),
        came(3, "2026-12-27 03:00"),
        came(4, "2026-12-29 08:44"),
        came(5, "2026-12-29 08:45"),
    ];
    let sheet = sheet(Turn::FromEdt, &rows, at("2026-12-29 08:50"));
    assert_eq!(sheet.span.night, (at("2026-12-24 17:20"), at("2026-12-29 08:45")));
    assert_eq!(under(&sheet, Section::Night), "R-2 R-3 R-4");
    assert_eq!(sheet.span.until, at("2026-12-29 17:20"), "the day is theirs");
    let at_closing = super::tests::sheet(Turn::ToEdt, &rows, at("2026-12-29 08:50"));
    assert!(at_closing.sections.iter().all(|(section, _)| *section != Section::Night));
}

#[test]
fn the_next_shift_ends_when_it_was_said_or_when_the_desk_closes() {
    let (now, protocol) = (at("2026-11-24 12:00"), protocol());
    let span = |until: Option<&str>| Span::new(Turn::Shift, until.map(at), now, &protocol);
    assert_eq!(span(Some("2026-11-24 15:00")).until, at("2026-11-24 15:00"));
    assert_eq!(span(Some("2026-11-24 11:00")).until, at("2026-11-24 17:20"), "that time has passed");
    let rows =
        [due(1, at("2026-11-24 15:00")), due(2, at("2026-11-24 15:01")), due(3, at("2026-11-24 18:00"))];
    let sheet = Sheet::new(&rows, &[], span(Some("2026-11-24 15:00")), &protocol);
    assert_eq!(under(&sheet, Section::Soon), "R-1");
    assert_eq!(under(&sheet, Section::BeforeOpening), "R-3");
    assert_eq!(sheet.others, 1);
}

#[test]
fn the_handover_of_the_hour_is_offered() {
    let likely = |now| Span::likely(at(now), &protocol());
    assert_eq!(likely("2026-11-24 09:00"), Turn::FromEdt);
    assert_eq!(likely("2026-11-24 12:00"), Turn::Shift);
    assert_eq!(likely("2026-11-24 16:00"), Turn::ToEdt);
    assert_eq!(likely("2026-11-28 09:00"), Turn::ToEdt);
}

#[test]
fn a_contact_stands_where_it_matters_most_and_elsewhere_only_refers() {
    let now = at("2026-11-24 16:30");
    let late = duty(ClockId::FeedbackFirst, at("2026-11-24 10:00"));
    let night = duty(ClockId::FamilyVisit, at("2026-11-25 02:00"));
    let row = Summary {
        rating: Some(Rating::Red),
        route: None,
        told: false,
        marks: Marks { handover: true, reconsider: true, ..Marks::default() },
        duties: vec![late, night],
        ..row(1)
    };
    let sheet = sheet(Turn::ToEdt, &[row], now);
    assert_eq!(under(&sheet, Section::Red), "R-1");
    for section in [Section::Late, Section::BeforeOpening, Section::Feedback, Section::Waiting, Section::New]
    {
        assert_eq!(under(&sheet, section), "(R-1)", "{section}");
    }
    assert_eq!(sheet.contacts(), [(ContactId(1), 3)], "it is handed over once");
    let text = sheet.text(PAGE);
    assert!(text.contains("Tell the referrer LATE since Tue 24 Nov 10:00; undecided; Family visit due Wed 25 Nov 02:00, staffed 50m"), "{text}");
    assert!(
        text.contains("R-1  Tell the referrer LATE since Tue 24 Nov 10:00 (see: Unfinished red)"),
        "{text}"
    );
}

#[test]
fn a_red_that_is_decided_is_unfinished_while_anything_runs_on_it() {
    let now = at("2026-11-24 12:00");
    let red = |id| Summary { rating: Some(Rating::Red), ..row(id) };
    let running =
        Summary { duties: vec![duty(ClockId::StrategyDiscussion, at("2026-12-01 12:00"))], ..red(1) };
    let sheet = sheet(Turn::Shift, &[running, red(2)], now);
    assert_eq!(under(&sheet, Section::Red), "R-1");
    assert_eq!(sheet.others, 1);
}

#[test]
fn what_is_due_together_is_named_together_and_a_red_lists_what_its_receiver_meets() {
    let (now, noon) = (at("2026-11-24 09:00"), at("2026-11-24 12:00"));
    let far = at("2026-12-01 12:00");
    let duties = vec![
        duty(ClockId::FeedbackFirst, noon),
        duty(ClockId::Stage1Decision, noon),
        duty(ClockId::FamilyVisit, far),
        duty(ClockId::Oversight, far),
    ];
    let row = Summary { rating: Some(Rating::Red), duties, ..row(1) };
    let text = sheet(Turn::Shift, &[row], now).text(PAGE);
    let line = "Tell the referrer, Stage 1 decision due Tue 24 Nov 12:00, staffed 3h 00m; 2 due later\n";
    assert!(text.contains(line), "{text}");
}

#[test]
fn an_empty_section_says_none() {
    let text = sheet(Turn::FromEdt, &[], at("2026-11-24 09:00")).text(PAGE);
    assert_eq!(text.matches("\n  none\n").count(), Section::ALL.len(), "{text}");
    assert!(text.contains("TRAINING") && text.contains("No other contact is open."), "{text}");
}

#[test]
fn names_are_initials_unless_they_are_asked_for() {
    let rows = [due(1, at("2026-11-24 13:00"))];
    let sheet = sheet(Turn::Shift, &rows, at("2026-11-24 12:00"));
    let hidden = sheet.text(PAGE);
    assert!(hidden.contains("A.S. 10y") && !hidden.contains("Sampleton"), "{hidden}");
    assert!(sheet.text(Page { names: true, ..PAGE }).contains("Ash Sampleton 10y"));
}

#[test]
fn calls_being_taken_stand_on_the_sheet_but_stay_with_who_takes_them() {
    let started = at("2026-11-24 16:00");
    let head = DraftHead {
        id: ContactId(9),
        taker: worker(),
        started,
        parked: None,
        saved: started,
        concern: "Bruise".into(),
    };
    let protocol = protocol();
    let span = Span::new(Turn::ToEdt, None, at("2026-11-24 16:30"), &protocol);
    let sheet = Sheet::new([], &[head], span, &protocol);
    assert!(sheet.contacts().is_empty());
    let text = sheet.text(PAGE);
    assert!(text.contains("R-9  Jo Testerby is taking it, since Tue 24 Nov 16:00  Bruise"), "{text}");
}

#[test]
fn what_is_told_cannot_forge_lines_of_the_sheet() {
    let row = Summary { concern: "Bruise\nLATE NOW\n  none".into(), ..due(1, at("2026-11-24 13:00")) };
    let text = sheet(Turn::Shift, &[row], at("2026-11-24 12:00")).text(PAGE);
    assert!(text.contains("Bruise LATE NOW none"), "{text}");
}

#[test]
fn a_sheet_is_known_by_its_number() {
    assert_eq!(" h-7 ".parse(), Ok(SheetId(7)));
    assert_eq!(SheetId(7).to_string(), "H-7");
    assert_eq!("R-7".parse::<SheetId>(), Err(NotASheet));
}

fn any_row() -> impl Strategy<Value = Summary> {
    let marks = (any::<bool>(), any::<bool>());
    let duties = proptest::collection::vec((prop::sample::select(ClockId::ALL), -4000_i64..8000), 0..4);
    let rating = prop::option::of(prop::sample::select(Rating::ALL));
    (rating, any::<bool>(), marks, duties, 0_i64..6000).prop_map(|(rating, decided, marks, duties, ago)| {
        let now = at("2026-11-24 12:00");
        let mut duties: Vec<NextDuty> = duties
            .into_iter()
            .map(|(clock, minutes)| duty(clock, now + TimeDelta::minutes(minutes)))
            .collect();
        duties.sort_by_key(|duty| duty.due);
        Summary {
            rating,
            route: decided.then_some(Route::S17),
            marks: Marks { handover: marks.0, reconsider: marks.1, ..Marks::default() },
            duties,
            received: now - TimeDelta::minutes(ago),
            ..row(0)
        }
    })
}

proptest! {
    #[test]
    fn every_late_contact_every_undecided_red_and_every_untaken_handover_is_on_every_sheet(
        mut rows in proptest::collection::vec(any_row(), 0..12),
        turn in prop::sample::select(Turn::ALL),
        later in 0_i64..20_000,
    ) {
        for (row, n) in rows.iter_mut().zip(1..) {
            row.id = ContactId(n);
        }
        let now = at("2026-11-24 12:00") + TimeDelta::minutes(later);
        let sheet = sheet(turn, &rows, now);
        let listed: Vec<ContactId> = sheet.contacts().into_iter().map(|(id, _)| id).collect();
        for row in &rows {
            let red = row.rating == Some(Rating::Red) && (row.route.is_none() || !row.duties.is_empty());
            let due = row.duties.iter().any(|duty| duty.due <= sheet.span.until);
            let wanted = row.is_late(now) || red || due || row.marks.handover || row.marks.reconsider;
            prop_assert!(!wanted || listed.contains(&row.id), "{row:?}");
        }
        let mut once = listed.clone();
        once.dedup();
        once.sort();
        once.dedup();
        prop_assert_eq!(once.len(), listed.len(), "each stands once");
        prop_assert_eq!(listed.len() + sheet.others, rows.len(), "none is lost");
    }
}
