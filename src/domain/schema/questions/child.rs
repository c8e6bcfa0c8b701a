//! The child: enough to know who it is and whether it is known.

macro_rules! child {
    ($next:ident $($then:ident)* => $($rows:tt)*) => { $next! { $($then)* => $($rows)*

    ChildForename = "child-forename", Child, Child, Kind::Line, Must, names_people, "First name",
        "With surname and birth date, finds what is already known.", [58, 424] @own;
    ChildSurname = "child-surname", Child, Child, Kind::Line, Must, names_people, "Surname",
        "Ask for other surnames the child has used.", [58, 424] @own;
    ChildBirth = "child-birth", Child, Child, Kind::Birth, Must, names_people, "Birth date or age",
        "An age or a due date will do: \"about 10\", \"due 3 March\".", [59, 74, 427] @own;
    ChildSex = "child-sex", Child, Child, Kind::One(SEX), Nice, names_people, "Sex", "Needed for the returns.", [426] @own;
    ChildAddress = "child-address", Child, Child, Kind::Line, Ask, names_people, "Home address",
        "Where we would visit, and how brothers and sisters are found.", [60, 74, 425, 503] @own;
    ChildPostcode = "child-postcode", Child, Child, Kind::Postcode, Ask, names_people, "Postcode",
        "Says which authority is responsible.", [60, 74, 425] @own;
    ChildSchool = "child-school", Child, Child, Kind::Line, Ask, names_people, "School or nursery",
        "They see the child every day.", [75] @own only born;
    ChildOpen = "child-open", Child, Child, Kind::One(YES_NO), Ask, names_people, "Open to a social worker",
        "An open child goes to the named worker at once.", [140, 158, 327] @own;
    ChildWorker = "child-worker", Child, Child, Kind::Line, Nice, names_people, "Social worker, if open",
        "The contact is passed to this person.", [158] @own
        hint always "An outside professional rings the allocated worker, and writes within 48 hours." [372, 373];
    ChildElsewhere = "child-elsewhere", Child, Child, Kind::One(YES_NO), Nice, names_people, "Lives in another authority",
        "The other authority must accept in writing; disagreement goes to senior managers within 24 hours.", [309, 312] @own;
    ChildOtherNames = "child-other-names", Child, Child, Kind::Line, Nice, names_people, "Other names used",
        "Earlier surnames and nicknames find the child in old records.", [424];

    } };
}
