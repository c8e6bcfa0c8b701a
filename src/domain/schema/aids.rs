//! Aids for the decision: questions to weigh, never gates. They stand beside the review and in help; nothing asks for an
//! answer to them.

/// One thing to weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aid {
    /// The heading it stands under.
    pub group: &'static str,
    /// The question or the reminder.
    pub text: &'static str,
    /// The ledger lines it comes from.
    pub ledger: &'static [u16],
}

const fn aid(group: &'static str, text: &'static str, ledger: &'static [u16]) -> Aid {
    Aid { group, text, ledger }
}

const COURSE: &str = "Deciding what to do";
const FAIR: &str = "Checking ourselves";
const HARM: &str = "Is it significant harm";
const IMPACT: &str = "The effect on this child";
const CONTEXT: &str = "The context";
const NOTES: &str = "Writing it down";

/// Every aid, in the order of reading.
pub const AIDS: &[Aid] = &[
    aid(COURSE, "Is the child at risk of serious harm?", &[38]),
    aid(COURSE, "What, or who, is the danger?", &[39]),
    aid(COURSE, "How serious is it?", &[40]),
    aid(COURSE, "How urgent is it?", &[41]),
    aid(COURSE, "Are the parents or carers asking for help?", &[42]),
    aid(COURSE, "Can they be worked with, and what would it take?", &[43]),
    aid(COURSE, "What does the child want?", &[44]),
    aid(COURSE, "Who else may be at risk?", &[45]),
    aid(COURSE, "Level of need and risk, against the threshold document.", &[145, 153, 341]),
    aid(COURSE, "Additional needs, or a child in need? Early help and statutory help are different.", &[342]),
    aid(FAIR, "If nothing more is done: what need remains, and what was offered for it?", &[51]),
    aid(FAIR, "Is what we saw painful, or told to us by one adult only? Talk it over.", &[52, 434]),
    aid(FAIR, "What did I assume about this family?", &[53]),
    aid(FAIR, "What hard evidence is there for it, and against it?", &[54]),
    aid(HARM, "The nature of the harm: ill-treatment, or care that failed.", &[455]),
    aid(HARM, "Its effect on health and development.", &[456]),
    aid(HARM, "Development within family and wider surroundings.", &[457]),
    aid(HARM, "Needs from a medical condition or an impairment.", &[458]),
    aid(HARM, "The parents' capacity to meet those needs.", &[459]),
    aid(HARM, "The wider family and its surroundings.", &[460]),
    aid(HARM, "Likely significant harm is always referred; it may be one event or a build-up.", &[335, 454]),
    aid(IMPACT, "How accurate is what is alleged or reported?", &[461]),
    aid(IMPACT, "A pattern or once, and likely to happen again?", &[462]),
    aid(IMPACT, "How severe, and how did the child react?", &[463]),
    aid(IMPACT, "The child's wellbeing and robustness as a whole.", &[464]),
    aid(IMPACT, "Young age or an impairment that makes the child more vulnerable.", &[465]),
    aid(IMPACT, "The child's own view.", &[466]),
    aid(CONTEXT, "Is all earlier information at hand? What is missing, and does it matter?", &[467]),
    aid(
        CONTEXT,
        "Is it because of the care given, measured against a reasonable parent of this child?",
        &[468],
    ),
    aid(CONTEXT, "How did the parents react, at once and since?", &[469]),
    aid(CONTEXT, "What and who protects the child?", &[470]),
    aid(CONTEXT, "Engagement, insight, capacity and will to change.", &[471]),
    aid(NOTES, "Names, addresses and birth dates are kept up to date.", &[430]),
    aid(NOTES, "A chronology, up to date.", &[431]),
    aid(
        NOTES,
        "All concerns, discussions, decisions and their reasons are written down, signed and dated.",
        &[436, 442],
    ),
    aid(NOTES, "Whom to contact: own organisation, police, health, education, social care.", &[433]),
];
