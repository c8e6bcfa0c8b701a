//! The table of questions. One row a question; the order is the order of asking within a step.

use super::super::codes::coded;
use super::super::intake::Intake;
use super::{Choice, Kind, Need, Per, Question, Step, is_professional, names_people};

const fn choice(code: &'static str, label: &'static str) -> Choice {
    Choice { code, label }
}

const YES_NO: &[Choice] = &[choice("yes", "Yes"), choice("no", "No")];
const SEX: &[Choice] = &[choice("F", "Female"), choice("M", "Male"), choice("U", "Unknown")];
const NAME_USE: &[Choice] = &[
    choice("open", "May be named to the family"),
    choice("confidential", "Not to be named to the family"),
    choice("withheld", "Would not give a name"),
];
const HARM: &[Choice] = &[
    choice("physical", "Physical"),
    choice("emotional", "Emotional"),
    choice("sexual", "Sexual"),
    choice("neglect", "Neglect"),
    choice("domestic-abuse", "Domestic abuse"),
    choice("exploitation", "Exploitation"),
    choice("online", "Online"),
    choice("support", "Needs support"),
    choice("other", "Other"),
];
const INJURY: &[Choice] = &[
    choice("seen", "Yes, seen by the caller"),
    choice("reported", "Reported only"),
    choice("none", "No injury"),
];
const MEDICAL: &[Choice] = &[
    choice("needed", "Needed now, not yet sought"),
    choice("sought", "Already sought"),
    choice("none", "Not needed"),
];
const CONSENT: &[Choice] =
    &[choice("given", "Given"), choice("refused", "Refused"), choice("not-sought", "Not sought")];

fn always(_: &Intake) -> bool {
    true
}

fn professionals(intake: &Intake) -> bool {
    is_professional(intake)
}

fn injury_told(intake: &Intake) -> bool {
    let id = QuestionId::Injury;
    intake.answers.has_code(id, "seen") || intake.answers.has_code(id, "reported")
}

fn consent_not_given(intake: &Intake) -> bool {
    let id = QuestionId::Consent;
    names_people(intake) && intake.answers.get(id).is_some() && !intake.answers.has_code(id, "given")
}

fn parents_not_told(intake: &Intake) -> bool {
    names_people(intake) && intake.answers.has_code(QuestionId::ParentsInformed, "no")
}

/// Declares ids and rows together, so that neither can exist without the other.
macro_rules! questions {
    ($($variant:ident = $code:literal, $step:ident, $per:ident, $kind:expr, $need:ident, $applies:ident,
        $label:literal, $why:literal, [$($line:literal),*];)+) => {
        coded! {
            /// A question by its stable name.
            QuestionId { $(#[doc = $label] $variant = $code, $label;)+ }
        }

        /// Every question, in the order of asking.
        pub const QUESTIONS: &[Question] = &[$(Question {
            id: QuestionId::$variant,
            step: Step::$step,
            per: Per::$per,
            label: $label,
            kind: $kind,
            need: Need::$need,
            why: $why,
            ledger: &[$($line),*],
            applies: $applies,
        },)+];
    };
}

questions! {
    CallerSource = "caller-source", Caller, Call, Kind::SourceCode, Must, always, "Who is ringing",
        "The source decides which promises we owe: a teacher is told by 3pm, a professional owes us a written referral.",
        [18, 133, 368];
    CallerName = "caller-name", Caller, Call, Kind::Line, Must, always, "Name",
        "We ring this person back. Someone who will not give a name is still heard.", [89, 390];
    CallerPhone = "caller-phone", Caller, Call, Kind::Phone, Must, always, "Number to ring back",
        "Feedback is given by telephone. Without a number we can promise nothing.", [9, 90];
    CallerRole = "caller-role", Caller, Call, Kind::Line, Ask, professionals, "Role",
        "Tells how the caller knows the child.", [89];
    CallerOrganisation = "caller-organisation", Caller, Call, Kind::Line, Ask, professionals, "School, agency or team",
        "The written referral and the letters go there.", [89, 90];
    CallerNameUse = "caller-name-use", Caller, Call, Kind::One(NAME_USE), Ask, always, "May the family know who rang",
        "A caller's name may be kept from the family; what was said may still have to be shared.", [91, 92, 390, 394];
    CallerReach = "caller-reach", Caller, Call, Kind::Line, Nice, always, "Best way and time to reach you",
        "A teacher in class cannot answer; a neighbour may not be able to talk at home.", [392];
    WrittenPromised = "written-promised", Caller, Call, Kind::One(YES_NO), Ask, professionals,
        "Will send the written referral within 24 hours",
        "A professional's telephone referral is confirmed in writing within 24 hours.", [133, 368];

    ChildForename = "child-forename", Child, Child, Kind::Line, Must, names_people, "First name",
        "With surname and birth date, finds what is already known.", [58, 424];
    ChildSurname = "child-surname", Child, Child, Kind::Line, Must, names_people, "Surname",
        "Ask for other surnames the child has used.", [58, 424];
    ChildBirth = "child-birth", Child, Child, Kind::Birth, Must, names_people, "Birth date or age",
        "An age or a due date will do: \"about 10\", \"due 3 March\".", [59, 74];
    ChildSex = "child-sex", Child, Child, Kind::One(SEX), Nice, names_people, "Sex", "Needed for the returns.", [424];
    ChildAddress = "child-address", Child, Child, Kind::Line, Ask, names_people, "Home address",
        "Where we would visit, and how brothers and sisters are found.", [60, 74];
    ChildPostcode = "child-postcode", Child, Child, Kind::Postcode, Ask, names_people, "Postcode",
        "Says which authority is responsible.", [60, 74];
    ChildSchool = "child-school", Child, Child, Kind::Line, Ask, names_people, "School or nursery",
        "They see the child every day.", [75];
    ChildOpen = "child-open", Child, Child, Kind::One(YES_NO), Ask, names_people, "Open to a social worker",
        "An open child goes to the named worker at once.", [158];
    ChildWorker = "child-worker", Child, Child, Kind::Line, Nice, names_people, "Social worker, if open",
        "The contact is passed to this person.", [158];
    ChildElsewhere = "child-elsewhere", Child, Child, Kind::One(YES_NO), Nice, names_people, "Lives in another authority",
        "The other authority must accept in writing within 24 hours.", [312];

    Concern = "concern", Concern, Call, Kind::Line, Must, always, "In a few words",
        "The one line colleagues see on the board.", [136];
    Narrative = "narrative", Concern, Call, Kind::Narrative, Must, always, "What happened",
        "In the caller's words. Mark for each line whether it was seen, told by someone, or is an opinion.",
        [62, 77, 136, 383];
    ChildWords = "child-words", Concern, Call, Kind::Lines, Ask, names_people, "Said by the child, word for word",
        "The child's own words matter later. Do not ask the caller to question the child.", [435, 507];
    Harm = "harm", Concern, Call, Kind::Any(HARM), Must, always, "Kind of harm",
        "Domestic abuse starts the daily review; the kinds shape the rating.", [106, 108, 110];
    When = "when", Concern, Call, Kind::When, Ask, always, "When",
        "\"Sat evening\", \"3 weeks ago\" will do.", [88, 111];
    Where = "where", Concern, Call, Kind::Line, Nice, always, "Where", "Places and people involved.", [88];
    Injury = "injury", Concern, Call, Kind::One(INJURY), Ask, names_people, "Injury",
        "Decides whether a medical is needed today.", [128, 437];
    InjuryDetail = "injury-detail", Concern, Call, Kind::Line, Must, injury_told, "Body part, size, colour",
        "Use what the adult saw. The child is not asked again.", [437];
    WhyNow = "why-now", Concern, Call, Kind::Line, Ask, always, "Why now",
        "How it has arisen and what made you ring today.", [137, 493];

    ChildWhere = "child-where", Safety, Child, Kind::Line, Must, names_people, "Where is the child now",
        "We must know where to go.", [16, 385];
    ChildWith = "child-with", Safety, Child, Kind::Line, Must, names_people, "Who is with the child",
        "Whether the child is safe at this moment.", [16, 385];
    ChildCollector = "child-collector", Safety, Child, Kind::Line, Must, names_people, "Who collects the child",
        "Whether the child goes home to the danger.", [21];
    ChildCollection = "child-collection", Safety, Child, Kind::Time, Must, names_people, "Collected at",
        "The caller must be told before the child is collected.", [20, 21];
    Medical = "medical", Safety, Call, Kind::One(MEDICAL), Must, names_people, "Emergency medical attention",
        "If it is needed and not sought, it must be arranged at once.", [128, 129];
    Danger = "danger", Safety, Call, Kind::One(YES_NO), Must, always, "In danger at this moment",
        "Yes means 999 now: F9 has the words.", [94, 112];
    OthersAtRisk = "others-at-risk", Safety, Call, Kind::Lines, Must, names_people, "Other children at risk",
        "In the household, or in contact with the person alleged to have harmed.", [45, 142, 143];

    PersonName = "person-name", Family, Person, Kind::Line, Ask, names_people, "Name", "Who lives with the child.", [428];
    PersonRelation = "person-relation", Family, Person, Kind::Line, Ask, names_people, "Relation to the child",
        "Mother, stepfather, brother, lodger.", [428];
    PersonBirth = "person-birth", Family, Person, Kind::Birth, Nice, names_people, "Birth date or age",
        "Finds what is already known.", [428];
    PersonResponsibility = "person-responsibility", Family, Person, Kind::One(YES_NO), Nice, names_people,
        "Holds parental responsibility", "Says whose consent counts.", [429];
    Household = "household", Family, Call, Kind::Lines, Ask, names_people, "Who else matters",
        "Others in the household, visitors, significant adults elsewhere.", [428, 505];
    Needs = "needs", Family, Call, Kind::Lines, Nice, always, "What the child and family need",
        "What would help, in the caller's eyes.", [138, 512];
    History = "history", Family, Call, Kind::Lines, Nice, names_people, "Earlier involvement",
        "Social care or early help for this child or others in the household.", [140, 152];

    ParentsInformed = "parents-informed", Consent, Call, Kind::One(YES_NO), Must, names_people,
        "Do the parents know of this call", "Parents are told unless telling them adds risk.", [130];
    ParentsReason = "parents-reason", Consent, Call, Kind::Line, Must, parents_not_told, "Why they were not told",
        "The reason is part of the record.", [47, 130];
    Consent = "consent", Consent, Call, Kind::One(CONSENT), Must, names_people, "Consent to share information",
        "Consent, or the reason to go without it, is recorded for every referral.", [337, 477];
    ConsentReason = "consent-reason", Consent, Call, Kind::Line, Must, consent_not_given, "Reason to go without consent",
        "Sharing without consent needs a reason that can be read back years later.", [337, 477];
    CallerTold = "caller-told", Consent, Call, Kind::One(YES_NO), Ask, always, "Told the caller what we will do",
        "Before hanging up the caller hears what happens next and who rings back.", [132];
}
