use super::*;
use crate::cli::import::columns::Meanings;

const HEADINGS: &str = "id,kind,forename,surname,name,aka,former surname,dob,due date,mother,sex,address 1,address 2,postcode,\
    phone,mobile,nhs,upn,status,worker,team,closed on,closed to,plan,mash dates";

/// The person in a line with these cells, all others empty.
fn read(cells: &[(&str, &str)]) -> Result<KnownPerson, Vec<String>> {
    let headings: Vec<String> = HEADINGS.split(',').map(str::to_owned).collect();
    for (heading, _) in cells {
        assert!(headings.iter().any(|known| known == heading), "{heading}");
    }
    let columns = Columns::new(&headings, &Meanings::new(), &Meanings::new()).unwrap();
    let cell =
        |heading: &String| cells.iter().find(|(named, _)| named == heading).map_or("", |(_, text)| *text);
    let record: StringRecord = headings.iter().map(cell).collect();
    People::new(&columns, PersonKind::Child, "2026-11-24".parse().unwrap()).read(&record, 2)
}

fn reasons(cells: &[(&str, &str)]) -> String {
    read(cells).unwrap_err().join("; ")
}

const BEN: [(&str, &str); 3] = [("id", "P1"), ("forename", "Ben"), ("surname", "Mockford")];

fn ben(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    BEN.iter().chain(more).copied().collect()
}

#[test]
fn a_full_line_becomes_a_person() {
    let person = read(&ben(&[
        ("kind", "Children"),
        ("aka", "Benny; Benedict Fakeley"),
        ("former surname", "Testerby"),
        ("dob", "12/03/2016"),
        ("sex", "Male"),
        ("address 1", "12 Placeham Road"),
        ("address 2", "Testshire"),
        ("postcode", "te5 7ab"),
        ("phone", "n/a"),
        ("mobile", "07700 900123"),
        ("nhs", "999 000 0018"),
        ("status", "Open"),
        ("worker", "A. Sampleton"),
        ("team", "Team 2"),
        ("plan", "Child protection"),
        ("mash dates", "01/03/2026; 3 Feb 2025"),
    ]))
    .unwrap();
    assert_eq!(
        (person.kind, person.sex, person.birth),
        (PersonKind::Child, Some(Sex::Male), "2016-03-12".parse().ok())
    );
    assert_eq!(person.also_known_as, ["Ben Testerby", "Benny Mockford", "Benedict Fakeley"]);
    assert_eq!(
        (person.address.as_str(), person.postcode.as_str()),
        ("12 Placeham Road, Testshire", "TE5 7AB")
    );
    assert_eq!(person.phone, "07700 900123");
    let standing = person.standing;
    assert_eq!(standing.open_to, "A. Sampleton, Team 2");
    assert_eq!(standing.shared_on, ["2025-02-03".parse().unwrap(), "2026-03-01".parse().unwrap()]);
}

#[test]
fn a_whole_name_is_divided_only_where_no_part_is_given() {
    let person = read(&[("id", "P1"), ("name", "Mockford, Ben Lee")]).unwrap();
    assert_eq!((person.forename.as_str(), person.surname.as_str()), ("Ben Lee", "Mockford"));
    let person = read(&ben(&[("name", "Somebody Else")])).unwrap();
    assert_eq!(person.forename, "Ben");
}

#[test]
fn an_unborn_child_needs_no_name_of_its_own() {
    let person = read(&[("id", "P1"), ("due date", "03/03/2027"), ("mother", "Gwen Mockford")]).unwrap();
    assert_eq!((person.due, person.birth), ("2027-03-03".parse().ok(), None));
    assert!(reasons(&[("id", "P1"), ("due date", "03/03/2027")]).contains("has no name"));
}

#[test]
fn every_reason_is_told_and_none_says_what_stands_in_the_line() {
    let told = reasons(&[("forename", "Ben"), ("dob", "31/02/2016"), ("sex", "yes please"), ("kind", "dog")]);
    for reason in [
        "no number",
        "\"dob\" is a day that does not exist",
        "\"sex\" is neither",
        "\"kind\" is neither child",
    ] {
        assert!(told.contains(reason), "{told}");
    }
    for value in ["Ben", "31/02", "please", "dog"] {
        assert!(!told.contains(value), "{told}");
    }
}

#[test]
fn dates_that_cannot_be_are_refused() {
    for (cells, reason) in [
        ([("dob", "12/03/2016"), ("due date", "03/03/2027")], "both a birth date and a due date"),
        ([("dob", "25/11/2026"), ("due date", "")], "a child not yet born has a due date"),
        ([("dob", ""), ("due date", "01/12/2027")], "too far ahead"),
        ([("dob", ""), ("closed on", "25/11/2026")], "\"closed on\" lies in the future"),
        (
            [("dob", ""), ("mash dates", "01/03/2026;32/1/2026")],
            "\"mash dates\" is a day that does not exist",
        ),
    ] {
        let told = reasons(&ben(&cells));
        assert!(told.contains(reason), "{told}");
    }
    assert!(read(&ben(&[("dob", "24/11/2026")])).is_ok(), "born today");
    assert!(read(&ben(&[("dob", "not known")])).is_ok_and(|person| person.birth.is_none()));
}

#[test]
fn a_closed_case_is_open_to_nobody_whatever_the_worker_column_says() {
    let closed = ben(&[("status", "closed"), ("team", "Team East"), ("closed on", "15/10/2026")]);
    let standing = read(&closed).unwrap().standing;
    assert_eq!((standing.open_to.as_str(), standing.closed_team.as_str()), ("", "Team East"));
    let standing = read(&ben(&[("status", "Open")])).unwrap().standing;
    assert_eq!(standing.open_to, OPEN_TO_SOMEBODY);
    assert!(reasons(&ben(&[("status", "maybe")])).contains("neither open nor closed"));
}

#[test]
fn lines_of_an_address_become_one_and_controls_go() {
    let person = read(&ben(&[("address 1", "Flat 3,\r\n12  Placeham Road\u{1b}[2J\n")])).unwrap();
    assert_eq!(person.address, "Flat 3, 12 Placeham Road [2J");
}

#[test]
fn a_number_counts_once_and_never_looks_like_one_of_the_desks_own() {
    let headings = ["id".to_owned(), "forename".to_owned()];
    let columns = Columns::new(&headings, &Meanings::new(), &Meanings::new()).unwrap();
    let mut people = People::new(&columns, PersonKind::Adult, "2026-11-24".parse().unwrap());
    let mut read = |cells: [&str; 2], line| people.read(&StringRecord::from(cells.to_vec()), line);
    assert!(read(["P1", "Ben"], 2).is_ok_and(|person| person.kind == PersonKind::Adult));
    assert_eq!(read(["P1", "Ella"], 3), Err(vec!["its number stands on line 2 already".to_owned()]));
    assert!(read(["R-1004/child 1", "Ella"], 4).is_err_and(|why| why[0].contains("this desk's own")));
    let long = "9".repeat(65);
    assert!(read([&long, "Ella"], 5).is_err());
    assert!(read(["P2", &"a".repeat(501)], 6).is_err_and(|why| why[0].contains("more than 500")));
}
