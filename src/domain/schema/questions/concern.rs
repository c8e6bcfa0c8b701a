//! The concern: what happened, in whose words, how it is known, and why the call comes now.

macro_rules! concern {
    ($next:ident $($then:ident)* => $($rows:tt)*) => { $next! { $($then)* => $($rows)*

    Concern = "concern", Concern, Call, Kind::Line, Must, always, "In a few words",
        "The one line colleagues see on the board.", [136, 491] @own;
    Narrative = "narrative", Concern, Call, Kind::Narrative, Must, always, "What happened",
        "In the caller's words. Mark for each line whether it was seen, told by someone, or is an opinion.",
        [62, 64, 77, 136, 382, 383, 445] @own
        hint always "F5 marks a line. A line told by someone begins with who said it: Ash: he fell." [383]
        hint always "Ask what, when and where. Do not ask leading questions, and do not investigate." [440];
    ChildWords = "child-words", Concern, Call, Kind::Lines, Ask, names_people, "Said by the child, word for word",
        "The child's own words matter later. Do not ask the caller to question the child.", [435, 507] @own
        hint always "Ask no leading questions, of the caller or through the caller of the child." [440];
    Harm = "harm", Concern, Call, Kind::Any(HARM), Must, always, "Kind of harm",
        "Domestic abuse starts the daily review; the kinds shape the rating.", [106, 108, 110, 340, 455] @own
        hint neglect_told "Neglect: look for pattern and persistence, most of all with young children." [344];
    When = "when", Concern, Call, Kind::When, Ask, always, "When",
        "\"Sat evening\", \"3 weeks ago\" will do.", [88, 111] @own;
    Where = "where", Concern, Call, Kind::Line, Nice, always, "Where", "Places and people involved.", [88];
    Injury = "injury", Concern, Call, Kind::One(INJURY), Ask, names_people, "Injury",
        "Decides whether a medical is needed today.", [128, 437] @own
        hint injury_told "Do not ask to have the child examined. Note what was seen." [438];
    InjuryDetail = "injury-detail", Concern, Call, Kind::Line, Must, injury_told, "Body part, size, colour",
        "Use what the adult saw. The child is not asked again.", [437] @own
        hint always "Do not ask to have the child examined. Note what was seen." [438];
    WhyNow = "why-now", Concern, Call, Kind::Line, Ask, always, "Why now",
        "How it has arisen and what made you ring today.", [137, 493] @own;
    ConcernType = "concern-type", Concern, Call, Kind::One(CONCERN_TYPE), Ask, names_people, "What kind of referral",
        "Significant harm, harm below that, and support are answered in different ways.", [105, 107, 109, 139];
    RisksSeen = "risks-seen", Concern, Call, Kind::Lines, Ask, names_people, "What risks you see for the child, and why",
        "The caller's own weighing of the risk, with its reasons, is evidence too.", [67, 68, 78, 139, 492];
    Evidence = "evidence", Concern, Call, Kind::Lines, Nice, names_people, "Other evidence, and concerns of others",
        "Records, messages, names of people who saw it.", [88, 111, 441];
    ChildWishes = "child-wishes", Concern, Call, Kind::Lines, Nice, names_people, "What the child wants to happen",
        "The child's view is weighed in every decision.", [44, 448, 451, 466, 507];
    SiblingsSay = "siblings-say", Concern, Call, Kind::Lines, Nice, names_people, "What brothers and sisters say",
        "Other children at the same school are often asked nothing.", [507];
    ParentsSay = "parents-say", Concern, Call, Kind::Lines, Nice, names_people, "What the parents say",
        "Conversations with parents are recorded fully and accurately.", [439, 469, 509];
    GoingWell = "going-well", Concern, Call, Kind::Lines, Nice, names_people, "What protects the child",
        "People and things that keep the child safe weigh in the decision.", [470];

    ConsultWanted = "consult-wanted", Concern, Call, Kind::Line, Ask, consultations, "What you want from this consultation",
        "A clear question gets a clear answer.", [352] under "Consultation"
        hint always "It is no referral unless both agree to make it one. The case stays with the caller's agency." [349, 350];
    ConsultEvidence = "consult-evidence", Concern, Call, Kind::Lines, Ask, consultations,
        "Evidence, and its possible effect on children", "What is known, and what it may mean for this or other children.",
        [353] under "Consultation";
    ConsultDone = "consult-done", Concern, Call, Kind::Lines, Ask, consultations, "What your agency has done, with what effect",
        "Advice that was tried already need not be given again.", [354, 355] under "Consultation";
    ConsultKnown = "consult-known", Concern, Call, Kind::Lines, Nice, consultations, "Other knowledge needed to see the need",
        "Only what is needed: no names.", [356, 408] under "Consultation";

    } };
}
