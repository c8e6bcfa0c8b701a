//! The values of every choice: code and words. A code never changes once it has been stored.

use super::Choice;

const fn choice(code: &'static str, label: &'static str) -> Choice {
    Choice { code, label }
}

pub(super) const YES_NO: &[Choice] = &[choice("yes", "Yes"), choice("no", "No")];
/// `DfE` Sex, N00783: an unborn child is `U`.
pub(super) const SEX: &[Choice] = &[choice("F", "Female"), choice("M", "Male"), choice("U", "Unknown")];
pub(super) const NAME_USE: &[Choice] = &[
    choice("open", "May be named to the family"),
    choice("confidential", "Not to be named to the family"),
    choice("withheld", "Would not give a name"),
];
pub(super) const FEEDBACK: &[Choice] = &[
    choice("telephone", "By telephone"),
    choice("telephone-letter", "Telephone, then a letter"),
    choice("safe-way", "Only in the safe way agreed"),
    choice("none", "None wanted"),
];
pub(super) const HARM: &[Choice] = &[
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
pub(super) const CONCERN_TYPE: &[Choice] = &[
    choice("protection", "Suffering or at risk of significant harm"),
    choice("safeguarding", "Risk of harm below that"),
    choice("support", "Needs care or support"),
];
pub(super) const INJURY: &[Choice] = &[
    choice("seen", "Yes, seen by the caller"),
    choice("reported", "Reported only"),
    choice("none", "No injury"),
];
pub(super) const MEDICAL: &[Choice] = &[
    choice("needed", "Needed now, not yet sought"),
    choice("sought", "Already sought"),
    choice("none", "Not needed"),
];
pub(super) const OFFENCE: &[Choice] =
    &[choice("yes", "Yes"), choice("possible", "Possibly"), choice("no", "No")];
pub(super) const POLICE: &[Choice] = &[
    choice("yes", "Yes, already"),
    choice("by-us", "We tell them now"),
    choice("by-caller", "The caller tells them now"),
];
pub(super) const MISSING_FROM: &[Choice] = &[
    choice("home", "Home"),
    choice("care", "Care"),
    choice("education", "School or education"),
    choice("other", "Elsewhere"),
];
pub(super) const ROLE: &[Choice] = &[
    choice("mother", "Mother"),
    choice("father", "Father"),
    choice("step-parent", "Step-parent"),
    choice("partner", "Partner of a parent"),
    choice("grandparent", "Grandparent"),
    choice("sibling", "Brother or sister"),
    choice("relative", "Other relative"),
    choice("carer", "Foster or other carer"),
    choice("other", "Other adult"),
];
pub(super) const LIVES: &[Choice] =
    &[choice("yes", "Yes"), choice("sometimes", "Sometimes"), choice("no", "No, elsewhere")];
pub(super) const EVIDENCE: &[Choice] =
    &[choice("yes", "Yes"), choice("suspected", "Suspected"), choice("no", "No")];
pub(super) const CONSENT: &[Choice] =
    &[choice("given", "Given"), choice("refused", "Refused"), choice("not-sought", "Not sought")];
pub(super) const PURPOSES: &[Choice] = &[
    choice("referral", "This referral"),
    choice("sharing", "Sharing with other agencies"),
    choice("assessment", "An assessment"),
    choice("early-help", "Early help"),
];
pub(super) const GILLICK: &[Choice] = &[
    choice("discussed", "Yes, and spoken with"),
    choice("not-discussed", "Yes, not spoken with"),
    choice("no", "No"),
];
pub(super) const SHARED: &[Choice] = &[choice("shared", "Shared"), choice("not-shared", "Not shared")];
/// The lawful grounds (L409, L420-L422).
pub(super) const GROUNDS: &[Choice] = &[
    choice("consent", "With consent"),
    choice("evidence", "Evidence of significant harm, or its likelihood"),
    choice("reasonable-cause", "Reasonable cause to believe there may be"),
    choice("prevention", "To prevent serious harm to child or adult"),
];
pub(super) const CONFIDENTIAL: &[Choice] = &[
    choice("no", "No"),
    choice("yes-agreed", "Yes, sharing agreed"),
    choice("yes-public-interest", "Yes, public interest outweighs it"),
];
pub(super) const RECORDS: &[Choice] = &[
    choice("no-trace", "Looked: no trace"),
    choice("known", "Looked: known"),
    choice("not-looked", "Not looked yet"),
];
/// Prior involvement (L325-L328).
pub(super) const PRIOR: &[Choice] = &[
    choice("universal", "No earlier concerns, universal services only"),
    choice("early-help", "Early Help Assessment and plan in place"),
    choice("allocated", "Allocated to a social care worker"),
    choice("previous", "Not involved now, earlier referrals"),
];
pub(super) const EARLY_HELP: &[Choice] = &[
    choice("none", "None"),
    choice("offered", "Offered, not taken up"),
    choice("refused", "Refused by the family"),
    choice("under-way", "Under way"),
    choice("done", "Done, plan in place"),
];
pub(super) const LEAD: &[Choice] =
    &[choice("yes", "Yes"), choice("not-yet", "Not yet"), choice("no-lead", "Has none")];
/// `DfE` Disability, N00099.
pub(super) const DISABILITY: &[Choice] = &[
    choice("NONE", "None"),
    choice("MOB", "Mobility"),
    choice("HAND", "Hand function"),
    choice("PC", "Personal care"),
    choice("INC", "Incontinence"),
    choice("COMM", "Communication"),
    choice("LD", "Learning"),
    choice("HEAR", "Hearing"),
    choice("VIS", "Vision"),
    choice("BEH", "Behaviour"),
    choice("CON", "Consciousness"),
    choice("AUT", "Autism, diagnosed"),
    choice("DDA", "Other"),
];
pub(super) const SEN: &[Choice] =
    &[choice("none", "None"), choice("support", "School support"), choice("ehc", "EHC plan")];
pub(super) const INTERPRETER: &[Choice] =
    &[choice("no", "No"), choice("spoken", "Spoken language"), choice("sign", "Sign language")];
pub(super) const PLAN: &[Choice] = &[
    choice("none", "None"),
    choice("cin", "Child in need plan"),
    choice("cp", "Child protection plan"),
    choice("care", "Looked after"),
    choice("leaver", "Care leaver"),
];
/// `DfE` Ethnicity, N00177. Nothing is a default: nobody's answer is guessed.
pub(super) const ETHNICITY: &[Choice] = &[
    choice("NOBT", "Not yet obtained"),
    choice("REFU", "Refused"),
    choice("WBRI", "White British"),
    choice("WIRI", "White Irish"),
    choice("WIRT", "Traveller of Irish heritage"),
    choice("WROM", "Gypsy or Roma"),
    choice("WOTH", "Any other White"),
    choice("MWBC", "White and Black Caribbean"),
    choice("MWBA", "White and Black African"),
    choice("MWAS", "White and Asian"),
    choice("MOTH", "Any other mixed"),
    choice("AIND", "Indian"),
    choice("APKN", "Pakistani"),
    choice("ABAN", "Bangladeshi"),
    choice("AOTH", "Any other Asian"),
    choice("BCRB", "Caribbean"),
    choice("BAFR", "African"),
    choice("BOTH", "Any other Black"),
    choice("CHNE", "Chinese"),
    choice("OOTH", "Any other ethnic group"),
];
/// `DfE` UPN unknown, N00135, as far as its meaning is known. `UN7` is set when a referral is closed, not on a call.
pub(super) const UPN_UNKNOWN: &[Choice] = &[
    choice("UN1", "Not of school age, none assigned"),
    choice("UN2", "Never at a maintained school in England"),
    choice("UN3", "Educated outside England"),
    choice("UN4", "Newly in need, not yet known"),
    choice("UN5", "Sources disagree"),
];
