//! Safety now: where the child is, who collects, what cannot wait, police, a missing child, another authority.

macro_rules! safety {
    ($next:ident $($then:ident)* => $($rows:tt)*) => { $next! { $($then)* => $($rows)*

    ChildWhere = "child-where", Safety, Child, Kind::Line, Must, names_people, "Where is the child now",
        "We must know where to go.", [16, 385] @own only born;
    ChildWith = "child-with", Safety, Child, Kind::Line, Must, names_people, "Who is with the child",
        "Whether the child is safe at this moment.", [16, 385] @own only born;
    MotherWhere = "mother-where", Safety, Child, Kind::Line, Must, names_people, "Where is the mother now",
        "An unborn child is where the mother is: we must know where to go.", [16, 385] @own only unborn;
    MotherWith = "mother-with", Safety, Child, Kind::Line, Must, names_people, "Who is with the mother",
        "Whether she and the unborn child are safe at this moment.", [16, 385] @own only unborn;
    ChildCollector = "child-collector", Safety, Child, Kind::Line, Must, names_people_of_others, "Who collects the child",
        "Whether the child goes home to the danger.", [21] @own only born;
    ChildCollection = "child-collection", Safety, Child, Kind::Time, Must, names_people_of_others, "Collected at",
        "The caller must be told before the child is collected.", [17, 20, 21] @own only born;
    Medical = "medical", Safety, Call, Kind::One(MEDICAL), Must, names_people, "Emergency medical attention",
        "If it is needed and not sought, it must be arranged at once.", [128, 129] @own;
    Danger = "danger", Safety, Call, Kind::One(YES_NO), Must, always, "In danger at this moment",
        "Yes means 999 now: F9 has the words.", [94, 112, 141, 297] @own;
    OthersAtRisk = "others-at-risk", Safety, Call, Kind::Lines, Must, names_people, "Other children at risk",
        "In the household, or in contact with the person alleged to have harmed.", [45, 120, 142, 143, 289, 290] @own;
    UrgentAction = "urgent-action", Safety, Call, Kind::Lines, Nice, names_people, "What is done at once, and by whom",
        "Urgent action, and why it could not wait for others, is part of the record.", [36, 129, 141, 386];
    Offence = "offence", Safety, Call, Kind::One(OFFENCE), Ask, names_people, "Is or may be a crime against a child",
        "The police are always told of a possible offence against a child, at the earliest moment.", [281] under "Police"
        hint offence_told "Tell parents nothing that could spoil a criminal investigation." [371];
    PoliceInformed = "police-informed", Safety, Call, Kind::One(POLICE), Must, offence_told, "Police informed",
        "Earliest opportunity: record it, or who will do it now.", [281] under "Police";
    PoliceReference = "police-reference", Safety, Call, Kind::Line, Nice, police_informed, "Police reference, and when",
        "Finds the police record again.", [281] under "Police";

    Missing = "missing", Safety, Call, Kind::One(YES_NO), Ask, names_people, "Is a child missing",
        "Every contact about a missing child goes to the missing coordinator.", [304] under "Missing child";
    MissingSince = "missing-since", Safety, Call, Kind::When, Must, missing_told, "Missing since",
        "The length of absence weighs in what is done.", [304] under "Missing child";
    MissingFrom = "missing-from", Safety, Call, Kind::One(MISSING_FROM), Ask, missing_told, "Missing from",
        "From care or from home: different people are told.", [304] under "Missing child";
    MissingVulnerable = "missing-vulnerable", Safety, Call, Kind::Lines, Ask, missing_told, "What makes the child more vulnerable",
        "Decides between the allocated worker, information sharing and a strategy meeting.", [305, 306, 307, 308]
        under "Missing child";
    MissingPolice = "missing-police", Safety, Call, Kind::Line, Ask, missing_told, "Reported missing to the police (reference)",
        "The police search; we must know that they have been told.", [304] under "Missing child";

    FoundWhere = "found-where", Safety, Call, Kind::Line, Ask, missing_or_elsewhere, "Where the child was found",
        "The authority where the child is found takes emergency action.", [291, 309, 310] under "Another authority";
    HomeAuthority = "home-authority", Safety, Call, Kind::Line, Ask, elsewhere_told, "Responsible (home) authority",
        "Both authorities record what they agree.", [309, 311, 314] under "Another authority";
    HostAuthority = "host-authority", Safety, Call, Kind::Line, Nice, elsewhere_told, "Host authority",
        "The host acts until the responsible authority has explicitly accepted.", [291, 309, 310] under "Another authority";
    HomeAccepted = "home-accepted", Safety, Call, Kind::Line, Nice, elsewhere_told, "Accepted by, when, and in writing",
        "The host is relieved only by explicit acceptance, followed up in writing.", [313] under "Another authority";

    ManagerAsked = "manager-asked", Safety, Call, Kind::Line, Nice, always, "Manager asked, and the advice",
        "A qualified, experienced manager can be asked at once, while the caller waits.", [377] under "Advice now";

    } };
}
