use chrono::NaiveDateTime;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An instant by its local time in London.
fn at(local: &str) -> Moment {
    Zone::LONDON.computed(NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap())
}

fn past(n: u64, received: &str, caller: i64) -> Past {
    Past { contact: ContactId(n), received: at(received), caller: Some(caller), shared: None, open: false }
}

fn ribbon(standing: &Standing, past: &[Past], today: &str) -> Ribbon {
    Ribbon::new(standing, past, Vec::new(), day(today), Zone::LONDON)
}

fn closed(on: &str) -> Standing {
    Standing { closed_on: Some(day(on)), closed_team: "Team East".into(), ..Standing::default() }
}

#[test]
fn somebody_of_whom_nothing_is_known_has_no_lines_and_no_routes() {
    let ribbon = ribbon(&Standing::default(), &[], "2026-11-24");
    assert!(ribbon.is_empty());
    assert_eq!((ribbon.lines(day("2026-11-24")), ribbon.routes()), (vec![], vec![]));
}

#[test]
fn an_open_child_goes_to_the_worker_and_to_nobody_else() {
    let standing = Standing {
        open_to: "A. Sampleton, Team 2".into(),
        plan: "Early help".into(),
        ..closed("2026-11-20")
    };
    let ribbon = ribbon(&standing, &[], "2026-11-24");
    let routes = ribbon.routes();
    assert_eq!(
        routes,
        [(Route::OpenCase, "Open to A. Sampleton, Team 2: pass it on at once (L158).".to_owned())]
    );
    assert_eq!(
        ribbon.lines(day("2026-11-24")),
        [
            "Open to A. Sampleton, Team 2.",
            "Closed 4 days ago (20 Nov 2026) to Team East; opened again since.",
            "Plan: Early help."
        ]
    );
}

#[test]
fn the_eighty_fourth_day_goes_to_the_previous_team_and_the_eighty_fifth_does_not() {
    for (today, days, offered) in
        [("2026-11-24", 84, true), ("2026-11-25", 85, false), ("2026-09-01", 0, true)]
    {
        let ribbon = ribbon(&closed("2026-09-01"), &[], today);
        assert_eq!(ribbon.closed.as_ref().map(|c| c.days), Some(days));
        let routes: Vec<Route> = ribbon.routes().into_iter().map(|(route, _)| route).collect();
        assert_eq!(routes, if offered { vec![Route::PreviousTeam] } else { vec![] }, "{today}");
    }
    let last = ribbon(&closed("2026-09-01"), &[], "2026-11-24");
    assert_eq!(
        last.routes()[0].1,
        "Closed 84 days ago to Team East; up to 84 days a threshold met goes back to that team (L169)."
    );
    let over = ribbon(&closed("2026-09-01"), &[], "2026-11-25");
    assert_eq!(
        over.lines(day("2026-11-25")),
        ["Closed 85 days ago (1 Sep 2026) to Team East: longer ago than 84 days."]
    );
}

#[test]
fn the_day_on_which_the_clocks_change_is_one_day() {
    // The clocks go back on 25 October 2026 and forward on 28 March 2027: both spans hold a day of 25 or 23 hours.
    for (closed_on, today) in [("2026-10-24", "2027-01-16"), ("2027-03-27", "2027-06-19")] {
        let ribbon = ribbon(&closed(closed_on), &[], today);
        assert_eq!(ribbon.closed.as_ref().map(|c| (c.days, c.goes_to_previous_team)), Some((84, true)));
    }
    // 00:30 in summer time is still the day before in UTC.
    let first = past(1, "2027-03-29 00:30", 1);
    let second = past(2, "2027-03-29 23:30", 2);
    let both = [first, second];
    assert_eq!(ribbon(&Standing::default(), &both, "2027-04-04").callers_7_days, 2, "six days ago");
    assert_eq!(ribbon(&Standing::default(), &both, "2027-04-05").callers_7_days, 0, "seven days ago");
}

#[test]
fn a_closure_that_lies_ahead_is_no_closure() {
    let ribbon = ribbon(&closed("2026-11-25"), &[], "2026-11-24");
    assert_eq!((ribbon.closed.clone(), ribbon.routes()), (None, vec![]));
}

#[test]
fn contacts_count_for_twelve_months_and_open_ones_for_ever() {
    let mut old = past(1001, "2025-11-23 12:00", 1);
    old.open = true;
    let contacts = [
        old,
        past(1002, "2025-11-24 09:00", 1),
        past(1003, "2026-11-24 08:00", 1),
        past(1004, "2026-11-25 08:00", 1),
    ];
    let ribbon = ribbon(&Standing::default(), &contacts, "2026-11-24");
    assert_eq!(
        ribbon.contacts_12_months,
        [(ContactId(1003), day("2026-11-24")), (ContactId(1002), day("2025-11-24"))]
    );
    assert_eq!(ribbon.open_contacts, [ContactId(1001)]);
    assert_eq!(
        ribbon.lines(day("2026-11-24")),
        ["2 contacts in 12 months, the last R-1003 on 24 Nov 2026.", "Open on this desk now: R-1001."]
    );
}

#[test]
fn the_same_caller_twice_is_one_caller_and_nameless_callers_are_one() {
    let mut nameless = [past(3, "2026-11-22 10:00", 0), past(4, "2026-11-23 10:00", 0)];
    for caller in &mut nameless {
        caller.caller = None;
    }
    let mut contacts = vec![past(1, "2026-11-23 10:00", 7), past(2, "2026-11-24 10:00", 7)];
    assert_eq!(ribbon(&Standing::default(), &contacts, "2026-11-24").callers_7_days, 1);
    contacts.extend(nameless);
    contacts.push(past(5, "2026-11-18 00:10", 9));
    contacts.push(past(6, "2026-11-17 23:50", 10));
    let ribbon = ribbon(&Standing::default(), &contacts, "2026-11-24");
    assert_eq!(ribbon.callers_7_days, 3);
    assert!(ribbon.lines(day("2026-11-24")).contains(&"3 separate callers in 7 days.".to_owned()));
}

#[test]
fn earlier_sharing_comes_from_the_import_and_from_the_desk() {
    let standing = Standing { shared_on: vec![day("2025-02-03"), day("2026-03-01")], ..Standing::default() };
    let mut here = past(1001, "2024-05-01 10:00", 1);
    here.shared = Some(at("2026-03-01 16:00"));
    let ribbon = ribbon(&standing, &[here], "2026-03-02");
    assert_eq!(ribbon.shared_on, [day("2026-03-01"), day("2025-02-03")]);
    assert_eq!(
        ribbon.lines(day("2026-03-02")),
        [
            "Information shared on 1 Mar 2026 (1 day ago) and 1 earlier time: say so in a new request and ask only for what is new."
        ]
    );
}

#[test]
fn a_plan_speaks_for_a_route_even_without_a_named_worker() {
    for (plan, route) in [("Child protection", Route::OpenCase), ("Early help", Route::EarlyHelp)] {
        let standing = Standing { plan: plan.into(), ..Standing::default() };
        let routes: Vec<Route> =
            ribbon(&standing, &[], "2026-11-24").routes().into_iter().map(|(route, _)| route).collect();
        assert_eq!(routes, [route], "{plan}");
    }
}

#[test]
fn the_household_is_named_up_to_six_and_then_counted() {
    let mate = |n: u32| Housemate {
        id: n.to_string(),
        name: format!("Ben{n} Mockford"),
        birth: day("2016-03-12").into(),
        open_to: String::new(),
        tie: Tie::Address,
    };
    let mut household: Vec<Housemate> = (1..=8).map(mate).collect();
    household[0].open_to = "Team 2".into();
    household[1].tie = Tie::Phone;
    let ribbon = Ribbon::new(&Standing::default(), &[], household, day("2026-11-24"), Zone::LONDON);
    let line = &ribbon.lines(day("2026-11-24"))[0];
    assert!(
        line.starts_with("Same household: Ben1 Mockford (born 2016), open to Team 2; Ben2 Mockford (born 2016), by telephone number; "),
        "{line}"
    );
    assert!(line.ends_with("; 2 more."), "{line}");
}
