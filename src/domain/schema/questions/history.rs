//! What is known: the records check, earlier involvement, early help so far, what the caller's agency did.

macro_rules! history {
    ($next:ident $($then:ident)* => $($rows:tt)*) => { $next! { $($then)* => $($rows)*

    RecordsChild = "records-child", History, Child, Kind::One(RECORDS), Ask, names_people, "Children's records",
        "Looked up as soon as a referral is made. \"No trace\" is a result.", [151, 378, 379, 380] under "Records check";
    RecordsAdults = "records-adults", History, Child, Kind::One(RECORDS), Ask, names_people, "Adults' records of the parents",
        "Children's and adults' social care records are both looked up.", [378, 379, 380] under "Records check";
    RecordsBy = "records-by", History, Child, Kind::Line, Ask, names_people, "Who looked, and when",
        "A result counts only with who looked, and when.", [380] under "Records check" only records_looked;
    RecordsFound = "records-found", History, Child, Kind::Lines, Ask, names_people, "What the records say",
        "A synopsis of earlier involvement, set beside the new concern.", [150, 152, 380, 467] under "Records check"
        only records_known;
    PriorInvolvement = "prior-involvement", History, Child, Kind::One(PRIOR), Nice, names_people, "Involvement so far",
        "Sets the starting point: universal, early help, allocated, or earlier referrals.", [325, 326, 327, 328]
        under "Earlier involvement";
    History = "history", History, Call, Kind::Lines, Nice, names_people, "Earlier involvement",
        "Social care or early help for this child or others in the household.", [61, 140, 152] under "Earlier involvement";
    EarlierEvents = "earlier-events", History, Call, Kind::Lines, Nice, names_people, "Earlier events, with dates",
        "Significant harm is more often a build-up than one event.", [88, 431, 454, 462] under "Earlier involvement";

    EarlyHelp = "early-help", History, Call, Kind::One(EARLY_HELP), Ask, professionals_referring, "Early Help Assessment so far",
        "Where nothing is urgent the family should have had early help first. Never a condition for being heard.",
        [326, 333, 495, 511, 532] under "What has been tried"
        hint always "A parent's refusal of early help alone does not bring in safeguarding." [482];
    EarlyHelpForm = "early-help-form", History, Call, Kind::One(YES_NO), Nice, early_help_done, "Its form comes with the referral",
        "An existing assessment forms the basis of the referral and is updated first.", [134, 369, 495]
        under "What has been tried";
    EarlyHelpWhy = "early-help-why", History, Call, Kind::Lines, Ask, early_help_done, "Why the plan is not working",
        "Which agencies were spoken to, and what did not help.", [511] under "What has been tried";
    Tried = "tried", History, Call, Kind::Lines, Ask, names_people_of_others, "What has been tried so far",
        "What the caller did; referring is not itself an answer.", [494, 510] under "What has been tried";
    HubOffered = "hub-offered", History, Call, Kind::One(YES_NO), Nice, professionals, "Early Help Hub offered for advice",
        "The hub advises on support that needs no referral.", [533] under "What has been tried";

    LeadSpoken = "lead-spoken", History, Call, Kind::One(LEAD), Ask, professionals, "Spoken to the safeguarding lead",
        "Their manager, named nurse or doctor, or designated person. Those without a lead can always ring us.",
        [79, 329, 345, 346, 531] under "In the caller's agency";
    LeadName = "lead-name", History, Call, Kind::Line, Ask, lead_spoken, "Name and job of the lead",
        "Whom to ask when the caller is away.", [329] under "In the caller's agency";
    OwnPolicy = "own-policy", History, Call, Kind::One(YES_NO), Nice, professionals_referring, "Own safeguarding policy followed",
        "The agency's own steps come first, where there is time.", [531] under "In the caller's agency";
    ReasonClear = "reason-clear", History, Call, Kind::One(YES_NO), Nice, professionals_referring, "Analysis good, reason clear",
        "Every referral received is checked; what is not clear is asked now.", [500] under "In the caller's agency";
    Consulted = "consulted", History, Call, Kind::Line, Nice, professionals_referring, "Professionals spoken with, and their view",
        "Differences of opinion are discussed and recorded.", [69, 434] under "In the caller's agency";
    Navigator = "navigator", History, Call, Kind::Line, Nice, consultations, "Agency navigator asked",
        "Navigators can find lower-level involvement.", [351] under "In the caller's agency";

    } };
}
