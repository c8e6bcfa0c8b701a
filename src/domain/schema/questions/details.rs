//! More about the child: what the returns, the assessment and the agencies need, when there is time for it.

macro_rules! details {
    ($next:ident $($then:ident)* => $($rows:tt)*) => { $next! { $($then)* => $($rows)*

    ChildDisability = "child-disability", Details, Child, Kind::Any(DISABILITY), Ask, names_people, "Disability",
        "Every kind that applies. Changes what care is reasonable, and how we speak with the child.", [110, 399, 458, 465]
        under "Health and needs" only born;
    ChildMedical = "child-medical", Details, Child, Kind::Line, Nice, names_people, "Medical conditions and medicines",
        "May be needed tonight.", [76, 458] under "Health and needs";
    ChildSen = "child-sen", Details, Child, Kind::One(SEN), Nice, names_people, "Special educational needs",
        "School support or an education, health and care plan.", [110] under "Health and needs" only born;
    ChildGp = "child-gp", Details, Child, Kind::Line, Nice, names_people, "GP and practice",
        "Holds the health record.", [184, 432] under "Health and needs";
    ChildHealthWorker = "child-health-worker", Details, Child, Kind::Line, Nice, names_people,
        "Health visitor, school nurse or midwife", "Sees the child, or the mother before birth.", [432] under "Health and needs";

    ChildLanguage = "child-language", Details, Child, Kind::Line, Nice, names_people, "First language",
        "Of the child and at home.", [496] under "Speaking with the child";
    ChildInterpreter = "child-interpreter", Details, Child, Kind::One(INTERPRETER), Nice, names_people, "Interpreter needed",
        "Booked before the visit, never a relative.", [496] under "Speaking with the child";
    ChildCommunication = "child-communication", Details, Child, Kind::Line, Nice, names_people, "How the child likes to be spoken with",
        "Signs, pictures, a trusted adult.", [448] under "Speaking with the child" only born;

    ChildAttendance = "child-attendance", Details, Child, Kind::Line, Nice, names_people, "Attendance at school",
        "Attendance, exclusion, home education.", [75] under "School and professionals" only born;
    ChildSchoolContact = "child-school-contact", Details, Child, Kind::Line, Nice, names_people, "Teacher or lead there, with number",
        "The person who knows the child.", [432, 502] under "School and professionals" only born;
    ChildProfessionals = "child-professionals", Details, Child, Kind::Lines, Nice, names_people, "Other professionals, agency and number",
        "The lead worker in each agency.", [69, 432] under "School and professionals";
    ChildLead = "child-lead", Details, Child, Kind::Line, Nice, names_people, "Lead professional",
        "Named whenever more than one agency is involved.", [4] under "School and professionals";

    ChildLivesWith = "child-lives-with", Details, Child, Kind::Line, Nice, names_people, "Who the child lives with",
        "Care arrangements at the time of the call.", [16] under "Home";
    ChildPlan = "child-plan", Details, Child, Kind::One(PLAN), Nice, names_people, "Plan or care now",
        "A plan or a placement brings in other people.", [310, 327] under "Home";
    ChildPrivateFostering = "child-private-fostering", Details, Child, Kind::One(YES_NO), Nice, names_people, "Privately fostered",
        "With someone not closely related for 28 days or more: the authority must visit.", [16] under "Home" only born;
    ChildPrevious = "child-previous-address", Details, Child, Kind::Line, Nice, names_people, "Previous address",
        "Another authority may know the child.", [425, 503] under "Home";
    ChildPhone = "child-phone", Details, Child, Kind::Phone, Nice, names_people, "Telephone of the child or home",
        "To reach the family.", [502] under "Home";

    ChildEthnicity = "child-ethnicity", Details, Child, Kind::One(ETHNICITY), Nice, names_people, "Ethnicity",
        "Told by the child or a parent, never guessed: \"not yet obtained\" is right when nobody said it.", [504]
        under "Identity";
    ChildReligion = "child-religion", Details, Child, Kind::Line, Nice, names_people, "Religion or belief",
        "As the child or family says it.", [496] under "Identity";
    ChildGender = "child-gender", Details, Child, Kind::Line, Nice, names_people, "Gender, in the child's words",
        "Kept apart from sex.", [426] under "Identity" only born;
    ChildNhs = "child-nhs", Details, Child, Kind::Nhs, Nice, names_people, "NHS number",
        "Finds the health record without a doubt.", [424] under "Identity" only born;
    ChildUpn = "child-upn", Details, Child, Kind::Upn, Nice, names_people, "Unique pupil number",
        "Finds the child in school records without a doubt.", [424] under "Identity" only born;
    ChildUpnUnknown = "child-upn-unknown", Details, Child, Kind::One(UPN_UNKNOWN), Nice, names_people, "Why no pupil number",
        "The returns want a reason where there is none.", [424] under "Identity" only no_upn;

    } };
}
