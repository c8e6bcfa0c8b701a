//! Actions on several marked contacts: which commands go to many, and why the others do not.

use super::super::super::domain::command::Doing;
use super::TABLE;

/// Whether a command may be given to several contacts at once: the table of actions says so.
#[must_use]
pub fn goes_to_many(doing: Doing) -> bool {
    TABLE.iter().any(|row| row.many && row.doing == Some(doing))
}

/// Why a command is given to one contact at a time.
#[must_use]
pub const fn why_one(doing: Doing) -> &'static str {
    match doing {
        Doing::Rate | Doing::Decide | Doing::KeepDecision => {
            "each child is judged by what is known of that child"
        }
        Doing::GiveFeedback
        | Doing::TryFeedback
        | Doing::GiveUpFeedback
        | Doing::LogChase
        | Doing::RecordWritten
        | Doing::WaiveWritten => "each referrer is a person of their own",
        Doing::Undo => "what is taken back is another thing on each",
        Doing::MeetDuty => "each has duties of its own",
        Doing::Record => "what was done is another thing on each",
        _ => "what is told belongs to one contact",
    }
}
