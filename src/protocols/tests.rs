use super::*;
use crate::domain::clocks::ClockId;
use crate::domain::codes::{Rating, Route};
use crate::domain::protocol::{Protocol, Telling};

fn general() -> &'static str {
    BUILT_IN[0].1
}

/// The general protocol with one passage changed, comments left alone; the passage must be there.
fn changed(from: &str, to: &str) -> String {
    let plain: Vec<_> = general().lines().filter(|line| !line.starts_with('#')).collect();
    let plain = plain.join(
        "
",
    ) + "
";
    assert!(plain.contains(from), "the general protocol has no {from:?}");
    plain.replacen(from, to, 1)
}

fn mistakes(text: &str) -> Vec<Mistake> {
    parse(text).err().unwrap_or_default()
}

/// The one mistake of a changed file, at the line and column where `at` stands in it.
fn one_mistake(from: &str, to: &str, at: &str) -> Mistake {
    let text = changed(from, to);
    let mistakes = mistakes(&text);
    assert_eq!(mistakes.len(), 1, "{mistakes:#?}");
    let mistake = mistakes.into_iter().next().unwrap();
    let place = text.find(at).unwrap_or_else(|| panic!("no {at:?}"));
    let before = text.get(..place).unwrap();
    let line = before.lines().count() + usize::from(before.is_empty() || before.ends_with('\n'));
    let column = place - before.rfind('\n').map_or(0, |newline| newline + 1) + 1;
    assert_eq!((mistake.line, mistake.column), (line, column), "{mistake}");
    mistake
}

#[test]
fn every_built_in_protocol_is_free_of_mistakes() {
    for id in ids() {
        let protocol = built_in(id).unwrap_or_else(|error| panic!("{id}: {error:#?}"));
        assert_eq!(protocol.id, id);
        assert_eq!(protocol.clocks.len(), ClockId::ALL.len());
        assert_eq!(protocol.routes.len(), Route::ALL.len());
    }
}

#[test]
fn the_general_protocol_carries_both_sides_of_every_conflict() {
    let general = built_in("general").unwrap();
    for id in ClockId::ALL {
        assert!(general.clock(*id).is_some(), "{id} is off");
    }
    for (id, conflict) in [
        (ClockId::Written24h, "B1"),
        (ClockId::Written48h, "B1"),
        (ClockId::Stage1Decision, "B3"),
        (ClockId::ResponseDecision, "B3"),
        (ClockId::S47Action, "B17"),
        (ClockId::StrategyDiscussion, "B17"),
    ] {
        assert_eq!(general.rule(id).unwrap().conflict.as_deref(), Some(conflict));
    }
}

#[test]
fn rotherham_has_no_blue_and_asks_for_the_writing_in_24_hours_only() {
    let rotherham = built_in("rotherham").unwrap();
    assert_eq!(rotherham.ratings().collect::<Vec<_>>(), [Rating::Red, Rating::Amber, Rating::Green]);
    assert!(rotherham.clock(ClockId::Written48h).is_none());
    assert!(rotherham.clock(ClockId::Written24h).is_some());
    assert!(!rotherham.allows(Rating::Blue, Route::Nfa));
    assert_eq!(rotherham.route(Route::PreviousTeam).unwrap().closed_within_days, Some(84));
}

#[test]
fn cambridgeshire_locks_colours_to_destinations() {
    let cambridgeshire = built_in("cambridgeshire").unwrap();
    assert!(cambridgeshire.allows(Rating::Red, Route::S47));
    assert!(!cambridgeshire.allows(Rating::Green, Route::S47));
    assert!(!cambridgeshire.allows(Rating::Red, Route::EarlyHelp));
    assert!(cambridgeshire.allows(Rating::Green, Route::OpenCase), "a route that no colour names is free");
    assert!(cambridgeshire.route(Route::PreviousTeam).is_none());
    assert!(built_in("general").unwrap().allows(Rating::Green, Route::S47));
}

#[test]
fn a_section_47_route_refuses_letters() {
    for id in ids() {
        let protocol: Protocol = built_in(id).unwrap();
        let route = protocol.route(Route::S47).unwrap();
        assert!(route.refuses_letters);
        assert_eq!((route.referrer, route.family), (Telling::Telephone, Telling::Telephone));
        assert!(!protocol.route(Route::Nfa).unwrap().becomes_referral);
    }
}

#[test]
fn an_unknown_key_is_named_with_its_place_and_the_likely_key() {
    let mistake = one_mistake("[clocks.dispute]\n", "[clocks.dispute]\ndyas = 2\n", "dyas");
    assert_eq!(mistake.key, "clocks.dispute.dyas");
    assert!(mistake.message.contains("Did you mean days?"), "{mistake}");
}

#[test]
fn an_unknown_key_at_the_top_and_in_every_kind_of_table_is_found() {
    for (from, to, at) in [
        ("zone = ", "colour = 1\nzone = ", "colour"),
        ("[calendars.hub]\n", "[calendars.hub]\nlunch = 1\n", "lunch"),
        ("[ratings.red]\n", "[ratings.red]\nhue = 1\n", "hue"),
        ("[routes.nfa]\n", "[routes.nfa]\nhue = 1\n", "hue"),
        ("[jobs]\n", "[jobs]\nbarista = 1\n", "barista"),
        ("[letters]\n", "[letters]\npaper = 1\n", "paper"),
        ("[[agencies]]\n", "[[agencies]]\nphone_no = 1\n", "phone_no"),
        ("[[teams]]\n", "[[teams]]\nhead_count = 1\n", "head_count"),
        ("[allocation]\n", "[allocation]\nwho = 1\n", "who"),
        ("red = { ", "red = { speed = 1, ", "speed"),
    ] {
        assert!(one_mistake(from, to, at).message.contains("not known here"));
    }
}

#[test]
fn mistakes_in_the_letters_are_found_in_their_place() {
    for (from, to, at, said) in [
        ("[letters.wording]\n", "[letters.wording]\nhlep = 1\n", "hlep", "Did you mean help?"),
        ("letterhead = { lines = [", "letterhead = { paper = 1, lines = [", "paper", "not known here"),
        ("address = { lines = [", "address = { lines = [3, ", "3, \"The hub\"", "must be text in quotes"),
        ("address = { lines = [\"The hub\"", "address = { lines = [\" \"", "\" \",", "must not be empty"),
        (
            "letterhead = { lines = [\"Testshire Council\", \"Children's front door (MASH)\"], ",
            "letterhead = { ",
            "{ basis = \"default\" }\naddress",
            "lines is missing",
        ),
    ] {
        assert!(one_mistake(from, to, at).message.contains(said), "{to}: {}", one_mistake(from, to, at));
    }
    let nine =
        "address = { lines = [\"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\", \"8\", \"9\", \"The hub\"";
    let many = mistakes(&changed("address = { lines = [\"The hub\"", nine));
    assert!(many.len() == 1 && many[0].message.contains("more than 8 lines"), "{many:#?}");
}

#[test]
fn letters_carry_the_councils_own_words_or_none() {
    let protocol = parse(&changed("[letters.wording]", "[letters.wording]")).unwrap();
    assert_eq!(protocol.letters.letterhead.unwrap().value[0], "Testshire Council");
    assert_eq!(protocol.letters.phrases.len(), 5, "the shipped files word every sentence");
    let text = changed("[letters]", "[letters]");
    let (before, rest) = text.split_once("[letters]").unwrap();
    let (_, after) = rest.split_once("\n[wording]").unwrap();
    let bare = parse(&format!("{before}\n[wording]{after}")).unwrap();
    assert_eq!(bare.letters, crate::domain::protocol::Letters::default());
}

#[test]
fn impossible_hours_are_explained() {
    let hours = |to: &str| one_mistake("monday = \"08:45-17:20\"", &format!("monday = {to}"), to);
    assert!(hours("\"17:20-08:45\"").message.contains("closes before it opens"));
    assert!(hours("\"08:45-08:45\"").message.contains("at the same time"));
    assert!(hours("\"08:45-25:00\"").message.contains("from 00:00 to 24:00"));
    assert!(hours("\"8.45 to 5\"").message.contains("08:45-17:20"));
    assert_eq!(hours("845").message, "must be text in quotes, not a number");
    assert_eq!(hours("\"17:20-08:45\"").value.as_deref(), Some("\"17:20-08:45\""));
    assert_eq!(hours("\"17:20-08:45\"").key, "calendars.hub.monday");
}

#[test]
fn a_calendar_that_is_never_open_is_refused() {
    let to = "[calendars.night]\ntitle = \"Night\"\nbasis = \"default\"\n\n[calendars.contact-centre]";
    let mistake = one_mistake("[calendars.contact-centre]", to, "[calendars.night]");
    assert_eq!(mistake.key, "calendars.night");
    assert!(mistake.message.contains("never open"));
}

#[test]
fn a_calendar_open_around_the_clock_is_welcome() {
    let text = changed("monday = \"08:45-17:20\"", "monday = \"00:00-24:00\"");
    assert!(parse(&text).is_ok());
}

#[test]
fn an_unknown_clock_route_rating_calendar_or_measure_is_named() {
    for (from, to, at, said) in [
        ("[clocks.dispute]", "[clocks.quarrel]\n[clocks.dispute]", "quarrel", "no clock of that name"),
        ("[routes.nfa]", "[routes.bin]\n[routes.nfa]", "bin]", "no route of that name"),
        ("[ratings.red]", "[ratings.pink]\n[ratings.red]", "pink", "no rating of that name"),
        ("desk = \"hub\"", "desk = \"hob\"", "\"hob\"", "Did you mean hub?"),
        ("measure = \"same-day\"", "measure = \"someday\"", "\"someday\"", "no measure of that name"),
        (
            "starts = [\"s47-action\",",
            "starts = [\"s47-axion\",",
            "\"s47-axion\"",
            "Did you mean s47-action?",
        ),
        ("expects = \"amber\"", "expects = \"orange\"", "\"orange\"", "no rating of that name"),
        ("family = \"telephone\"", "family = \"pigeon\"", "\"pigeon\"", "no way of telling"),
        ("late = \"warning\"", "late = \"maybe\"", "\"maybe\"", "Known are: warning, breach"),
        ("zone = \"Europe/London\"", "zone = \"Europe/Lundun\"", "\"Europe/Lundun\"", "Europe/London"),
    ] {
        let mistake = one_mistake(from, to, at);
        assert!(mistake.message.contains(said), "{mistake}");
    }
}

#[test]
fn a_clock_on_another_calendar_must_name_one_that_exists() {
    let mistake = one_mistake("[clocks.dispute]\n", "[clocks.dispute]\ncalendar = \"attic\"\n", "\"attic\"");
    assert!(mistake.message.contains("Known are: hub, contact-centre"), "{mistake}");
    let text = changed("[clocks.dispute]\n", "[clocks.dispute]\ncalendar = \"contact-centre\"\n");
    let protocol = parse(&text).unwrap();
    let rule = protocol.rule(ClockId::Dispute).unwrap();
    assert_eq!(protocol.calendar_of(rule), &protocol.calendars[0].calendar);
    assert_ne!(protocol.calendar_of(rule), protocol.desk());
}

#[test]
fn wrong_types_and_impossible_numbers_are_explained() {
    for (from, to, at, said) in [
        ("hours = 24", "hours = \"24\"", "\"24\"", "whole number from 1 to 8784"),
        ("hours = 24", "hours = 0", "0\nbasis", "whole number"),
        ("hours = 24", "hours = -24", "-24", "whole number"),
        ("hours = 24", "hours = 2.5", "2.5", "whole number"),
        ("days = 1\n", "days = 100000\n", "100000", "from 1 to 1000"),
        ("at = \"15:00\"", "at = \"3pm\"", "\"3pm\"", "time of day"),
        ("at = [\"10:00\", \"14:00\"]", "at = [\"14:00\", \"10:00\"]", "\"10:00\"]", "rise through the day"),
        ("refuses_letters = true", "refuses_letters = \"yes\"", "\"yes\"", "true or false"),
        (
            "starts = [\"consultation\"]",
            "starts = \"consultation\"",
            "\"consultation\"\n",
            "list in square brackets",
        ),
        ("[wording]", "[wording]\nwho = 3", "3", "text in quotes"),
        ("name = \"General desk\"", "name = \"  \"", "\"  \"", "must not be empty"),
        ("id = \"general\"", "id = \"my desk/1\"", "\"my desk/1\"", "small letters"),
    ] {
        let text = changed(from, to);
        let mistakes = mistakes(&text);
        assert_eq!(mistakes.len(), 1, "{to}: {mistakes:#?}");
        assert!(mistakes[0].message.contains(said), "{}", mistakes[0]);
        if text.matches(at).count() == 1 {
            one_mistake(from, to, at);
        }
    }
}

#[test]
fn what_is_missing_is_named_where_it_should_stand() {
    for (from, to, at, key) in [
        ("version = \"1\"\n", "", "", "version"),
        ("measure = \"same-day\"\n", "", "[clocks.s47-action]", "clocks.s47-action.measure"),
        (
            "measure = \"elapsed\"\nhours = 24\n",
            "measure = \"elapsed\"\n",
            "[clocks.feedback-first]",
            "clocks.feedback-first.hours",
        ),
        ("expects = \"amber\"\n", "", "[routes.stage2]", "routes.stage2.expects"),
        ("title = \"The hub\"\n", "", "[calendars.hub]", "calendars.hub.title"),
    ] {
        let mistake = one_mistake(from, to, at);
        assert_eq!(mistake.key, key);
        assert!(mistake.message.contains("missing"), "{mistake}");
    }
    let whole = "[clocks.dispute]\nduty = \"L261\"\nmeasure = \"working-days\"\ndays = 1\nbasis = \"L261\"\n";
    let found = mistakes(&changed(whole, ""));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].key, "clocks.dispute");
}

#[test]
fn keys_that_do_not_go_together_are_refused() {
    for (from, to, at, said) in [
        (
            "measure = \"same-day\"",
            "measure = \"same-day\"\nhours = 3",
            "hours = 3",
            "does not go with the measure same-day",
        ),
        ("[clocks.dispute]\n", "[clocks.dispute]\noff = \"no\"\n", "", "does not go with off"),
        (
            "[clocks.agency-return]\n",
            "[clocks.agency-return]\nhours = 3\n",
            "hours = 3",
            "inside each rating",
        ),
        (
            "measure = \"at\"",
            "measure = \"same-day\"",
            "\"same-day\"\nbasis = \"default\"",
            "has the measure \"at\"",
        ),
        (
            "starts = [\"consultation\"]",
            "starts = [\"dispute\"]",
            "\"dispute\"",
            "no route starts this clock",
        ),
        (
            "family = \"telephone\"\nrefuses",
            "family = \"letter\"\nrefuses",
            "[routes.s47]",
            "refuses letters",
        ),
    ] {
        let text = changed(from, to);
        let found = mistakes(&text);
        assert!(found.iter().all(|mistake| mistake.message.contains(said)), "{found:#?}");
        if !at.is_empty() {
            one_mistake(from, to, at);
        }
    }
}

#[test]
fn a_clock_that_may_start_unrated_takes_no_times_by_rating() {
    let by_rating = "[clocks.dispute]\nduty = \"L261\"\nred = { measure = \"same-day\", basis = \"default\" }\n\
        amber = { measure = \"same-day\", basis = \"default\" }\ngreen = { measure = \"same-day\", basis = \"default\" }\n";
    let whole = "[clocks.dispute]\nduty = \"L261\"\nmeasure = \"working-days\"\ndays = 1\nbasis = \"L261\"\n";
    let mistake = one_mistake(whole, by_rating, "[clocks.dispute]");
    assert!(mistake.message.contains("before anyone has rated"), "{mistake}");
}

#[test]
fn a_rating_without_a_time_is_noticed() {
    let green = "green = { measure = \"working-days\", days = 3, basis = \"default\" }\n";
    assert_eq!(one_mistake(green, "", "[clocks.stage2-decision]").key, "clocks.stage2-decision.green");
}

#[test]
fn a_route_may_not_start_a_clock_that_is_off() {
    let whole = "measure = \"same-day\"\nbasis = \"L175, L242\"\n";
    let mistake = one_mistake(whole, "off = \"not here\"\n", "\"s47-action\", \"strategy");
    assert_eq!(mistake.message, "this clock is off");
}

#[test]
fn a_route_may_not_expect_a_rating_that_is_not_used_or_locked_elsewhere() {
    let blue = "[ratings.blue]\nmeaning = \"advice, signposting or closure\"\nbasis = \"default\"\n";
    assert!(one_mistake(blue, "", "\"blue\"").message.contains("does not use that rating"));
    let green = "[ratings.green]\nlocked_to = [\"nfa\"]\n";
    assert!(one_mistake("[ratings.green]\n", green, "\"blue\"").message.contains("locked to green"));
}

#[test]
fn closures_and_extra_bank_holidays_close_the_desk() {
    let days = "\n[[closures]]\nfrom = \"2026-12-23\"\nto = 2026-12-24\nname = \"Christmas closure\"\ncalendars = [\"hub\"]\n\
        \n[[extra_bank_holidays]]\ndate = \"2029-01-01\"\nname = \"New Year's Day\"\n";
    let text = format!("{}\n{days}", changed("zone = ", "bank_holiday_years = [2029]\nzone = "));
    let protocol = parse(&text).unwrap();
    let date = |text: &str| text.parse().unwrap();
    assert!(!protocol.desk().is_working_day(date("2026-12-23")));
    assert!(!protocol.desk().is_working_day(date("2026-12-24")));
    assert!(protocol.calendars[0].calendar.is_working_day(date("2026-12-24")), "the contact centre is open");
    assert!(!protocol.desk().is_working_day(date("2029-01-01")));
    let at = protocol.zone.computed("2029-06-01T10:00:00".parse().unwrap());
    assert!(protocol.desk().knows_year_of(at));
}

#[test]
fn impossible_closures_are_explained() {
    for (closure, said) in [
        ("from = \"2026-12-24\"\nto = \"2026-12-23\"\nname = \"x\"", "lies before from"),
        ("from = \"2026-12-24\"\nto = \"2036-12-23\"\nname = \"x\"", "more than 366 days"),
        ("from = \"24.12.2026\"\nname = \"x\"", "a date as"),
        ("from = \"2026-02-30\"\nname = \"x\"", "a date as"),
        ("name = \"x\"", "from is missing"),
        ("from = \"2026-12-24\"\nname = \"x\"\ncalendars = [\"hup\"]", "Did you mean hub?"),
    ] {
        let found = mistakes(&format!("{}\n[[closures]]\n{closure}\n", general()));
        assert_eq!(found.len(), 1, "{closure}: {found:#?}");
        assert!(found[0].message.contains(said), "{}", found[0]);
        assert!(found[0].line > general().lines().count());
    }
}

#[test]
fn what_is_not_toml_is_placed_and_hides_nothing_that_can_be_read() {
    let text =
        changed("zone = \"Europe/London\"", "zone = \"Europe/London").replacen("days = 5", "days = 0", 1);
    let found = mistakes(&text);
    let place = text.find("zone = ").unwrap();
    let line = text.get(..place).unwrap().lines().count() + 1;
    assert_eq!(found[0].line, line, "{found:#?}");
    assert!(found[0].message.contains("not TOML"), "{found:#?}");
    assert!(found.iter().any(|mistake| mistake.key == "clocks.family-visit.days"), "{found:#?}");
    assert!(!found.iter().any(|mistake| mistake.message.contains("is missing")), "{found:#?}");
}

#[test]
fn every_mistake_is_found_at_once_in_the_order_of_the_file() {
    let text = changed("days = 5", "days = 0").replacen("zone = ", "zome = ", 1).replacen("L514", "", 1);
    let found = mistakes(&text);
    let keys: Vec<_> = found.iter().map(|mistake| &*mistake.key).collect();
    assert_eq!(keys, ["zone", "zome", "calendars.hub.basis", "clocks.family-visit.days"], "{found:#?}");
}

#[test]
fn an_empty_file_lacks_everything_and_says_so() {
    let found = mistakes("");
    for key in ["id", "zone", "desk", "calendars", "clocks", "routes", "ratings", "guidance"] {
        assert!(found.iter().any(|mistake| mistake.key == key), "{key}");
    }
}

#[test]
fn a_file_that_is_not_text_is_refused_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.toml");
    std::fs::write(&path, b"id = \"x\"\nname = \"\xff\"\n").unwrap();
    let Err(LoadError::Mistaken { mistakes, .. }) = file(&path) else { panic!() };
    assert_eq!((mistakes[0].line, mistakes[0].column), (2, 9));
}

#[test]
fn a_name_that_is_neither_built_in_nor_a_file_is_refused() {
    let error = named("atlantis").unwrap_err();
    assert!(matches!(error, LoadError::Unknown(_)));
    assert!(error.to_string().contains("rotherham"), "{error}");
    assert_eq!(named("Rotherham").unwrap().id, "rotherham");
}

#[test]
fn numbers_stand_in_a_directory_and_the_desks_own_is_found_by_its_name() {
    let text = format!(
        "{}\n[directory]\ndesk = \"01632 960000\"\n\"Emergency duty team\" = \"01632 960999\"\n",
        general()
    );
    let protocol = parse(&text).unwrap();
    assert_eq!(protocol.number(crate::domain::protocol::DESK_LINE), Some("01632 960000"));
    assert_eq!(protocol.number("Emergency duty team"), Some("01632 960999"));
    assert_eq!(protocol.number("Police"), None);
}

#[test]
fn a_team_that_stands_twice_is_found_and_so_is_a_check_that_is_no_text() {
    let twice = "[[teams]]\nname = \"early help SERVICE\"\nbasis = \"default\"\n\n[allocation]";
    let text = changed("[allocation]", twice);
    let found = mistakes(&text);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].message.contains("stands here twice"), "{}", found[0]);
    let at = text.find("[[teams]]\nname = \"early help SERVICE").unwrap();
    assert_eq!(found[0].line, text.get(..at).unwrap().lines().count() + 1, "{}", found[0]);
    let number = one_mistake("checks = [\n", "checks = [\n    7,\n", "7,\n    \"the child");
    assert!(number.message.contains("must be text in quotes"), "{number}");
}

#[test]
fn a_protocol_without_teams_and_checks_has_none() {
    let text = general();
    let from = text.find("# Teams that a contact").unwrap();
    let to = text.find("# Letters: who signs").unwrap();
    let protocol = parse(&format!("{}{}", text.get(..from).unwrap(), text.get(to..).unwrap())).unwrap();
    assert!(protocol.teams.is_empty() && protocol.allocation.value.is_empty());
    assert_eq!(built_in("general").unwrap().team(" EARLY help service"), Some("Early Help Service"));
}
