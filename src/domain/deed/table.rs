//! The table of deeds.
//!
//! A row reads: name = "code", letter, group, who, title => the title once it is done, sentence, other words, `[ledger lines]`, then its fields: `must` or
//! `may`, name, kind, label. The code is stored and never changes; the names of fields are shared between rows.

use super::super::codes::coded;
use super::super::schema::Choice;
use super::names::FieldId;
use super::{Deed, Field, Group, Kind, Who};

const fn choice(code: &'static str, label: &'static str) -> Choice {
    Choice { code, label }
}

const YES_NO: &[Choice] = &[choice("yes", "Yes"), choice("no", "No")];
const METHOD: &[Choice] = &[
    choice("form", "The form, electronically"),
    choice("email", "Secure email"),
    choice("telephone", "Telephone"),
    choice("hub", "In the hub"),
    choice("other", "Another way"),
];
/// The lawful grounds for asking (L201, L409).
const GROUND: &[Choice] = &[
    choice("consent", "With consent"),
    choice("evidence", "Without: evidence of significant harm, or its likelihood"),
    choice("reasonable-cause", "Without: reasonable cause to believe there may be"),
    choice("prevention", "Without: to prevent serious harm to child or adult"),
];
const AGREES: &[Choice] = &[choice("agree", "I agree"), choice("disagree", "I do not agree")];
const UP_DOWN: &[Choice] = &[
    choice("up", "Up: from locality services to social care"),
    choice("down", "Down: from social care to locality services"),
];
const ASSESSMENT: &[Choice] = &[
    choice("new", "A new single assessment"),
    choice("update", "The single assessment is brought up to date"),
    choice("none", "No assessment"),
];
const STRATEGY: &[Choice] = &[
    choice("joint", "Section 47 enquiry, with the police"),
    choice("single", "Section 47 enquiry, social care alone"),
    choice("s17", "Section 17 assessment"),
    choice("other", "Another outcome"),
    choice("none", "No further enquiry"),
];
const LEADS: &[Choice] = &[
    choice("police", "The police investigate"),
    choice("joint", "Police and social care together"),
    choice("social-care", "Social care alone, agreed after discussion"),
    choice("undecided", "The police have not said yet"),
];
const POWER: &[Choice] = &[
    choice("epo", "Emergency Protection Order"),
    choice("police", "Police powers: no time for an order"),
    choice("agreed", "Agreed with those who have parental responsibility"),
    choice("planned", "Planned: a strategy discussion comes first"),
];
const LEGAL: &[Choice] =
    &[choice("taken", "Legal advice was taken"), choice("no-time", "There was no time for legal advice")];
const RISK: &[Choice] = &[choice("high", "High"), choice("medium", "Medium"), choice("standard", "Standard")];
const MISSING: &[Choice] = &[
    choice("worker", "Open case: to the allocated worker"),
    choice("screening", "More vulnerable: screened in the hub"),
    choice("strategy", "Significant harm: strategy meeting on section 47"),
    choice("meeting", "Vulnerable, below the threshold: multi-agency meeting"),
    choice("none", "Nothing more is needed"),
];
const SPOKEN: &[Choice] = &[choice("telephone", "By telephone"), choice("in-person", "In person")];
const MEANS: &[Choice] = &[
    choice("telephone", "By telephone"),
    choice("in-person", "In person"),
    choice("email", "By secure email"),
    choice("letter", "By letter"),
];
const WHOM: &[Choice] = &[choice("family", "The family"), choice("referrer", "The referrer")];
const STEPS: &[Choice] = &[
    choice("referrer", "The referrer was contacted, to understand more"),
    choice("health", "Health was contacted"),
    choice("education", "Education was contacted"),
    choice("professional", "Another professional was contacted"),
    choice("supervision", "Case supervision: direction is recorded"),
];

macro_rules! must {
    (must) => {
        true
    };
    (may) => {
        false
    };
}

/// Declares names and rows together, so that neither can exist without the other.
macro_rules! deeds {
    ($($variant:ident = $code:literal, $letter:literal, $group:ident, $who:ident, $title:literal => $past:literal, $doc:literal,
        $words:literal, [$($line:literal),*] { $($need:ident $field:ident $kind:expr, $label:literal;)* })+) => {
        coded! {
            /// A deed by its stable name.
            DeedId { $(#[doc = $doc] $variant = $code, $title;)+ }
        }

        /// Every deed, in the order of the menu.
        pub const DEEDS: &[Deed] = &[$(Deed {
            id: DeedId::$variant,
            letter: $letter,
            group: Group::$group,
            who: Who::$who,
            title: $title,
            past: $past,
            doc: $doc,
            words: $words,
            ledger: &[$($line),*],
            fields: &[$(Field { id: FieldId::$field, label: $label, kind: $kind, must: must!($need) },)*],
        },)+];
    };
}

deeds! {
    AskAgency = "ask-agency", 'a', Sharing, Anyone, "Ask an agency" => "Agency asked",
        "Asks an agency for what it knows. Its time to answer runs from now, by the rating.",
        "request information partner MARA stage 2", [199, 200, 201, 208, 209, 210, 211, 221, 222] {
        must Agency Kind::Agency, "Agency";
        must Question Kind::Lines, "What is asked";
        must Means Kind::One(METHOD), "How";
        may Person Kind::Line, "Person awaited";
        may Post Kind::Line, "Their post";
        must At Kind::Past, "Asked at";
        must Ground Kind::One(GROUND), "On what ground";
        may Why Kind::Lines, "Without consent: why";
        may Earlier Kind::Line, "Shared before (when)";
    }
    AgencyReturn = "agency-return", 'r', Sharing, Anyone, "An agency answered" => "Agency answered",
        "Records what an agency told, and what it means for this child. Its clock stops.",
        "return information partner MARA so what nothing known", [203, 204, 205, 206, 207, 212, 223] {
        must Agency Kind::Asked, "Agency";
        may By Kind::Line, "Who answered";
        must At Kind::Past, "Answered at";
        must Information Kind::Lines, "What they told (only what is new, if they told before)";
        must Meaning Kind::Lines, "So what: what it means for this child";
        must Heightens Kind::One(YES_NO), "Does it make the concern more serious?";
    }
    AgencyChased = "agency-chased", 'c', Sharing, Anyone, "Chase an agency" => "Agency chased",
        "Logs that an agency was reminded, or asked to hurry. Its clock goes on.",
        "remind expedite partner", [266] {
        must Agency Kind::Asked, "Agency";
        may To Kind::Line, "Spoken with";
        must Said Kind::Lines, "What was said";
    }
    Sensitive = "sensitive", 'v', Sharing, Anyone, "Sensitive material exists" => "Sensitive material exists",
        "Records that there is more than may be written here, and who has it. Nothing of it is recorded.",
        "secret confidential surveillance national security", [217, 218, 219, 220] {
        must Agency Kind::Agency, "Agency";
        must Access Kind::Lines, "Who has access to it";
    }
    Heightened = "heightened", 'h', Sharing, Anyone, "Concern is more serious" => "Concern became more serious",
        "Raises the rating. Every agency still awaited has less time, and is to be told.",
        "raise upgrade escalate rating expedite", [213, 214, 215] {
        must Rating Kind::Raise, "Raised to";
        must By Kind::Line, "Who said so";
        must Why Kind::Lines, "Why, without sensitive detail";
        must Manager Kind::Line, "Manager told";
        must Protection Kind::Lines, "Protective action at once, or why none";
    }
    Recommended = "recommend", 'n', Deciding, Anyone, "Recommend a route" => "Route recommended",
        "The worker's analysis and recommendation, for a manager to agree or not.",
        "analysis recommendation social worker", [31, 33, 37, 38, 39, 40, 41, 42, 43, 44, 45, 224, 225, 226, 227, 228] {
        must Analysis Kind::Lines, "Analysis of all that is known";
        may Harm Kind::Lines, "Is the child at risk of serious harm?";
        may Danger Kind::Lines, "What, or who, is the danger?";
        may Serious Kind::Line, "How serious is it?";
        may Urgent Kind::Line, "How urgent is it?";
        may Asking Kind::Line, "Are the parents or carers asking for help?";
        may Work Kind::Lines, "Can they be worked with, and what would it take?";
        may Views Kind::Lines, "What does the child want?";
        may Others Kind::Line, "Who else may be at risk?";
        must Route Kind::Route, "Recommended route";
        must Rationale Kind::Lines, "Rationale";
    }
    Agreement = "agree", 'g', Deciding, Manager, "Agree, or not" => "Manager's answer",
        "A manager agrees with the decision or the recommendation, or does not, and says why.",
        "sign off manager review disagree", [37, 229, 230, 231, 232, 233, 263, 273] {
        must Agrees Kind::One(AGREES), "Your answer";
        must NotesCurrent Kind::One(YES_NO), "Are the case notes up to date?";
        must AnalysisClear Kind::One(YES_NO), "Is the analysis clear?";
        must Why Kind::Lines, "Why";
        may To Kind::Line, "Passed to (team that completes the actions)";
    }
    NextSteps = "next-steps", 'w', Deciding, Manager, "Next steps after the written referral" => "Next steps decided",
        "A manager decides what follows from the written referral.", "manager form MARF", [405] {
        must Why Kind::Lines, "What happens next, and why";
    }
    OpenCase = "open-case-review", 'y', Deciding, Anyone, "Concern on an open case" => "Concern on an open case weighed",
        "A concern raised inside social care: is a strategy discussion needed, and an assessment?",
        "internal allocated strategy single assessment", [374, 375] {
        must Strategy Kind::One(YES_NO), "Start a strategy discussion?";
        must Assessment Kind::One(ASSESSMENT), "Assessment";
        must Why Kind::Lines, "Why";
    }
    Stepped = "step", 'u', Deciding, Anyone, "Step up or down" => "Stepped up or down",
        "Moves between locality services and social care after the decision.", "locality early help", [126] {
        must Direction Kind::One(UP_DOWN), "Which way";
        must To Kind::Line, "To which service or team";
        must Why Kind::Lines, "Why";
    }
    MeetingConvened = "meeting-convened", 'm', Meeting, Anyone, "Convene a meeting" => "Meeting convened",
        "Convenes a Stage 3 meeting for the next slot. A manager chairs.",
        "stage 3 multi-agency MASH complex", [245, 246, 247, 248, 268] {
        must Why Kind::Lines, "Why: what is complex";
        may Agenda Kind::Lines, "Agenda";
        must Invited Kind::Lines, "Invited";
        must Chair Kind::Line, "Chair";
    }
    MeetingHeld = "meeting-held", 'i', Meeting, Anyone, "The meeting was held" => "Meeting held",
        "Records who came, the minutes and what is recommended. Its clock stops.",
        "minutes attendance stage 3", [246, 249, 250, 251, 269] {
        must At Kind::Past, "Held at";
        must Present Kind::Lines, "Who took part";
        must Minutes Kind::Lines, "Minutes";
        must Analysis Kind::Lines, "Analysis";
        must Recommendation Kind::Lines, "Recommendation";
        must Agreed Kind::One(YES_NO), "Did all agree?";
        may Copies Kind::Lines, "Copies sent to";
    }
    DisputeRaised = "dispute", 'd', Meeting, Anyone, "A decision is disputed" => "Decision disputed",
        "Starts the ladder: it is resolved within one working day.",
        "disagree escalate professional differences challenge", [252, 255, 257] {
        must By Kind::Line, "Who disagrees";
        must Why Kind::Lines, "With what, and why";
        must Tried Kind::Lines, "What was tried between you first";
        must Rung Kind::Rung, "Who resolves it now";
        must Person Kind::Line, "By name";
    }
    DisputeEscalated = "dispute-up", 'e', Meeting, Anyone, "Take the dispute up" => "Dispute taken up",
        "To the next rung of the ladder. The clock goes on.", "escalate service manager head", [253, 255, 259, 260] {
        must Rung Kind::Rung, "To";
        must Person Kind::Line, "By name";
        must Why Kind::Lines, "Why it was not resolved";
    }
    DisputeSettled = "dispute-settled", 'f', Meeting, Anyone, "The dispute is resolved" => "Dispute resolved",
        "Says how, and by whom. Its clock stops.", "agreed final", [257, 261] {
        must By Kind::Line, "By whom";
        must How Kind::Lines, "How";
    }
    StrategyArranged = "strategy-arranged", 's', Protecting, Anyone, "Arrange a strategy discussion" => "Strategy discussion arranged",
        "Sets the time and invites every professional involved.",
        "section 47 invitation police health", [161, 174, 241, 292, 293, 528] {
        must At Kind::Coming, "When it is held";
        must Invited Kind::Lines, "Invited: every professional involved";
        may Chair Kind::Line, "Chair";
    }
    StrategyHeld = "strategy-held", 'o', Protecting, Anyone, "The strategy discussion was held" => "Strategy discussion held",
        "Records who took part, and what the chair decided. Its clock stops.",
        "section 47 outcome chair", [294, 298, 311, 527, 529, 530] {
        must At Kind::Past, "Held at";
        must Present Kind::Lines, "Who took part";
        must Chair Kind::Line, "Chair";
        must Outcome Kind::One(STRATEGY), "Outcome";
        must Why Kind::Lines, "What was decided, who does it, by when";
    }
    S47Action = "s47-action", 'k', Protecting, Anyone, "Section 47: action today" => "Protective action taken",
        "Records the protective action. The clock stops once a strategy discussion is arranged too.",
        "protective same day", [175, 242] {
        must Protection Kind::Lines, "What was done to protect the child";
        must Seen Kind::One(YES_NO), "Was the child seen?";
        may By Kind::Line, "Seen by";
        may Others Kind::Lines, "Other children considered";
    }
    PoliceInformed = "police-informed", 'l', Protecting, Anyone, "The police were informed" => "Police informed",
        "A possible offence against a child is always told to the police, at the earliest.",
        "crime offence", [281, 282, 283] {
        must Offence Kind::Lines, "What offence it may be";
        must At Kind::Past, "Informed at";
        may Reference Kind::Line, "Their reference";
        may By Kind::Line, "Spoken with";
        must Lead Kind::One(LEADS), "Who leads";
    }
    Protected = "protection", 'q', Protecting, Anyone, "Immediate protection" => "Immediate protection",
        "Records emergency action: the power used, who saw the child, and the other children thought of.",
        "EPO order police powers removal danger", [285, 286, 287, 289, 290, 291, 295, 296, 310] {
        must Power Kind::One(POWER), "By what power";
        must Why Kind::Lines, "Why it could not wait; what was done";
        must Legal Kind::One(LEGAL), "Legal advice";
        must By Kind::Line, "Who saw the child";
        must Others Kind::Lines, "Other children: same household, and the alleged perpetrator's";
        must Host Kind::Line, "Authority where the child was found (it acts)";
    }
    DaReview = "da-review", 'b', Special, Anyone, "Domestic abuse review" => "Domestic abuse reviewed",
        "The daily review by social care, advocates, health, police and probation. Its clock stops.",
        "IDVA MARAC alert", [299, 300, 301, 302, 303] {
        must Present Kind::Lines, "Who took part";
        must Risk Kind::One(RISK), "Risk";
        may Plan Kind::Lines, "Safety or protection plan (if high)";
        may Marac Kind::One(YES_NO), "Referred to MARAC? (if high)";
        may Alerted Kind::Lines, "Alerted: school, GP, health visitor, others (if high)";
    }
    MissingReview = "missing-review", 'x', Special, Anyone, "Missing child: review" => "Missing child reviewed",
        "The missing coordinator's review of a child missing from care or home.",
        "runaway absent coordinator", [304, 305, 306, 307, 308] {
        must By Kind::Line, "Missing coordinator";
        must Outcome Kind::One(MISSING), "Outcome";
        must Why Kind::Lines, "Why";
    }
    AuthorityAccepts = "authority-accepts", 'z', Special, Anyone, "The other authority accepts" => "Other authority accepted",
        "Records who accepted. The host is relieved only when it is confirmed in writing: then the clock stops.",
        "cross boundary responsible home host", [309, 311, 313, 314, 315] {
        must Agency Kind::Line, "Responsible authority";
        must By Kind::Line, "Accepted by";
        must At Kind::Past, "Accepted at";
        may Written Kind::PastOrNone, "Confirmed in writing at (empty: not yet)";
        may Why Kind::Lines, "What was agreed";
    }
    AuthorityEscalated = "authority-senior", '1', Special, Anyone, "No agreement: to senior managers" => "Taken to senior managers",
        "Two authorities do not agree: senior managers of both have it. The clock stops.",
        "cross boundary escalate", [312, 314] {
        must Agency Kind::Line, "The other authority";
        must To Kind::Lines, "Senior managers told, by name";
        must Why Kind::Lines, "What is not agreed";
    }
    FamilyTold = "family-told", 'j', Telling, Anyone, "Tell the family" => "Family told",
        "Records that the family was spoken with: who, how, what was said and what they answered.",
        "parents telephone outcome", [25, 46, 176, 180, 243] {
        must Whom Kind::Line, "Who was told";
        must Means Kind::One(SPOKEN), "How";
        must Said Kind::Lines, "What was said";
        may Response Kind::Lines, "What they answered or asked";
    }
    FamilyTried = "family-tried", '2', Telling, Anyone, "The family was not reached" => "Family tried, not reached",
        "Logs an attempt. It stops nothing.", "parents attempt no answer", [180] {
        must Said Kind::Lines, "What happened";
    }
    OtherTold = "other-told", '3', Telling, Anyone, "Tell somebody else" => "Somebody else told",
        "Records that somebody else was told: a worker, a school, an agency.",
        "inform notify professional", [30, 48, 158, 305] {
        must Whom Kind::Line, "Who was told, and their part in it";
        must Means Kind::One(MEANS), "How";
        must Said Kind::Lines, "What was said";
    }
    NoticeHeld = "notice-held", '4', Telling, Anyone, "Hold a notice" => "Notice held back",
        "Telling them now would add risk. The duty waits until a manager lets it go.",
        "withhold family risk not tell", [47, 337] {
        must Whom Kind::One(WHOM), "Who is not told now";
        must Why Kind::Lines, "Why telling them would add risk";
    }
    NoticeReleased = "notice-released", '5', Telling, Manager, "Let a held notice go" => "Held notice let go",
        "A manager says that they can be told now. The duty runs again.", "release family", [47] {
        must Whom Kind::One(WHOM), "Who can be told now";
        must Why Kind::Lines, "Why it is safe now";
    }
    ConsultationCall = "consultation-call", 't', Telling, Anyone, "The consultation call was made" => "Consultation call made",
        "The social worker rang: advice and agreed actions go into the summary. Its clock stops.",
        "advice professional", [331, 332, 350, 351, 362, 363, 365] {
        must Said Kind::Lines, "Advice given";
        must Recommendation Kind::Lines, "Actions agreed, and who does them";
        may Response Kind::Lines, "Not content with the advice: to their safeguarding lead";
    }
    VisitArranged = "visit-arranged", '6', Working, Anyone, "The family visit is arranged" => "Family visit arranged",
        "Says when the family is visited. Its clock stops.", "home visit", [522] {
        must At Kind::Coming, "When";
        may By Kind::Line, "By whom";
        may Why Kind::Lines, "What was agreed";
    }
    Oversight = "oversight", '7', Working, Manager, "Manager's oversight" => "Manager's oversight recorded",
        "A manager has looked at the work and records the direction. Its clock stops.",
        "supervision 10 day", [525] {
        must Why Kind::Lines, "What you saw, and the direction";
    }
    AssessmentStep = "assessment-step", '8', Working, Anyone, "A step of the assessment" => "Step of the assessment",
        "Referrer and professionals contacted, supervision held.",
        "health education supervision", [523, 524, 526] {
        must Step Kind::One(STEPS), "Which step";
        must Why Kind::Lines, "What came of it";
    }
}
