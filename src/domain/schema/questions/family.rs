//! The family: each person with their own answers, then what is asked outright about the household.

macro_rules! family {
    ($next:ident $($then:ident)* => $($rows:tt)*) => { $next! { $($then)* => $($rows)*

    PersonName = "person-name", Family, Person, Kind::Line, Ask, names_people, "Name", "Who lives with the child.",
        [428, 496, 501] @own;
    PersonRelation = "person-relation", Family, Person, Kind::Line, Ask, names_people, "Relation to the child",
        "Mother, stepfather, brother, lodger.", [428, 496] @own;
    PersonBirth = "person-birth", Family, Person, Kind::Birth, Nice, names_people, "Birth date or age",
        "Finds what is already known.", [501] @own;
    PersonResponsibility = "person-responsibility", Family, Person, Kind::One(YES_NO), Nice, names_people,
        "Holds parental responsibility", "Says whose consent counts.", [428] @own;
    PersonCarer = "person-carer", Family, Person, Kind::One(YES_NO), Nice, names_people, "Main carer",
        "May be someone other than the parents.", [429];
    PersonRole = "person-role", Family, Person, Kind::One(ROLE), Nice, names_people, "Kind of relation",
        "Brothers and sisters are children to think of too; an unborn child is found by its mother.", [505, 506];
    PersonSex = "person-sex", Family, Person, Kind::One(SEX), Nice, names_people, "Sex", "Finds what is already known.", [501];
    PersonLives = "person-lives", Family, Person, Kind::One(LIVES), Nice, names_people, "Lives with the child",
        "Household and people elsewhere are different circles of risk.", [16, 505, 506];
    PersonAddress = "person-address", Family, Person, Kind::Line, Nice, names_people, "Address, if elsewhere",
        "Where to find them, and whom else they live with.", [503] only lives_elsewhere;
    PersonPhone = "person-phone", Family, Person, Kind::Phone, Nice, names_people, "Telephone", "To reach the family.", [502];
    PersonSchool = "person-school", Family, Person, Kind::Line, Nice, names_people, "School, or work",
        "Brothers and sisters may be seen there today.", [501, 505];
    PersonAlleged = "person-alleged", Family, Person, Kind::One(YES_NO), Nice, names_people, "Alleged to have harmed",
        "Children in contact with this person may need action today.", [143, 290]
        hint always "Say \"alleged\": nothing is decided." [65];
    PersonContact = "person-contact", Family, Person, Kind::Line, Must, names_people, "Contact with other children",
        "Children in the household or in contact with the person alleged to have harmed.", [143, 290] only alleged;

    Household = "household", Family, Call, Kind::Lines, Ask, names_people, "Who else matters",
        "Others in the household, visitors, significant adults elsewhere.", [428, 501, 506] @own
        hint always "Ctrl-N adds a person with answers of their own." [501];
    SiblingsElsewhere = "siblings-elsewhere", Family, Call, Kind::Lines, Nice, names_people, "Brothers and sisters elsewhere",
        "They may be at risk from the same person, or know more.", [142, 505];
    Needs = "needs", Family, Call, Kind::Lines, Nice, always, "What the child and family need",
        "What would help, in the caller's eyes.", [138, 512];

    AskDomesticAbuse = "ask-domestic-abuse", Family, Call, Kind::One(EVIDENCE), Ask, names_people, "Domestic abuse at home",
        "Asked outright on every referral: callers seldom offer it.", [395, 401] under "Asked outright"
        hint always "Ask in plain words. Do not ask with the person alleged listening." [401];
    AskMentalHealth = "ask-mental-health", Family, Call, Kind::One(EVIDENCE), Ask, names_people, "Mental ill health of a parent",
        "Asked outright on every referral.", [110, 396, 402] under "Asked outright";
    AskSubstances = "ask-substances", Family, Call, Kind::One(EVIDENCE), Ask, names_people, "Drug or alcohol use of a parent",
        "Asked outright on every referral.", [108, 397, 403] under "Asked outright";
    AskLearning = "ask-learning", Family, Call, Kind::One(EVIDENCE), Ask, names_people, "Learning disability of a parent",
        "Asked outright on every referral.", [398, 404] under "Asked outright";
    AskImpairment = "ask-impairment", Family, Call, Kind::One(EVIDENCE), Ask, names_people, "Impairment of the child or a carer",
        "Asked outright on every referral: it changes what care is reasonable.", [399, 458, 465] under "Asked outright";
    AskConvictions = "ask-convictions", Family, Call, Kind::One(EVIDENCE), Ask, names_people, "Convictions or earlier suspected abuse",
        "Against children, by anyone in contact with the child.", [400] under "Asked outright";
    AskDetail = "ask-detail", Family, Call, Kind::Lines, Ask, outright_told, "What was told of these",
        "Who, what, since when, and how the caller knows.", [395, 396, 397, 398, 399, 400] under "Asked outright";

    } };
}
