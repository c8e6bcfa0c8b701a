//! What a decision and a talk with the referrer say beyond the first words.

use super::one_of;
use crate::cli::stop::Stop;
use crate::domain::codes::Route;
use crate::domain::outcome;

/// What a decision says beyond its route.
#[derive(Debug, clap::Args)]
pub(super) struct More {
    /// To whom: worker, team, agency, or who answers for it while it waits.
    #[arg(long, value_name = "NAME", default_value = "")]
    to: String,
    /// Who weighed it with you: the second name. Without one a manager's agreement is awaited.
    #[arg(long, value_name = "NAME", default_value = "")]
    with: String,
    /// The lead professional.
    #[arg(long, value_name = "NAME", default_value = "")]
    lead: String,
    /// The lead professional's job: social-worker or other.
    #[arg(long, value_name = "JOB", requires = "lead")]
    lead_job: Option<String>,
    /// A child whose outcome is another: 2=early-help.
    #[arg(long, value_name = "N=ROUTE")]
    child: Vec<String>,
    /// At no further action: unsubstantiated, malicious, below-threshold or other.
    #[arg(long, value_name = "GROUND")]
    because: Option<String>,
    /// At no further action: what need remains, and what was offered for it.
    #[arg(long, value_name = "TEXT", default_value = "")]
    remaining: String,
    /// Why it was decided without partner agencies.
    #[arg(long, value_name = "TEXT", default_value = "")]
    alone: String,
}

impl More {
    pub(super) fn read(self) -> Result<outcome::More, Stop> {
        let jobs = outcome::LeadJob::ALL;
        let grounds = outcome::Ground::ALL;
        Ok(outcome::More {
            to: self.to,
            with: self.with,
            lead: self.lead,
            lead_job: self
                .lead_job
                .map(|job| one_of("--lead-job", &job, jobs, outcome::LeadJob::code))
                .transpose()?,
            apart: self.child.iter().map(|text| apart(text)).collect::<Result<_, _>>()?,
            ground: self
                .because
                .map(|ground| one_of("--because", &ground, grounds, outcome::Ground::code))
                .transpose()?,
            remaining: self.remaining,
            alone: self.alone,
        })
    }
}

/// `2=early-help`: the second child goes elsewhere.
fn apart(text: &str) -> Result<outcome::Apart, Stop> {
    let wrong = || {
        Stop::bad_input("--child is written as 2=early-help: the number of the child, from 1, and its route.")
    };
    let (child, route) = text.split_once('=').ok_or_else(wrong)?;
    let child: usize = child.trim().parse().map_err(|_| wrong())?;
    let child = child.checked_sub(1).ok_or_else(wrong)?;
    Ok(outcome::Apart { child, route: one_of("route", route.trim(), Route::ALL, Route::code)? })
}

/// What a talk with the referrer brought.
#[derive(Debug, clap::Args)]
pub(super) struct Talk {
    /// What they asked, and what was answered.
    #[arg(long, value_name = "TEXT", default_value = "")]
    asked: String,
    /// What they added: it is kept as information of its own.
    #[arg(long, value_name = "TEXT", default_value = "")]
    added: String,
    /// A letter follows, with the reason.
    #[arg(long, value_name = "WHY")]
    letter: Option<String>,
    /// No letter follows, with the reason.
    #[arg(long, value_name = "WHY", conflicts_with = "letter")]
    no_letter: Option<String>,
}

impl Talk {
    pub(super) fn read(self) -> outcome::Talk {
        let (letter, letter_reason) = match (self.letter, self.no_letter) {
            (Some(why), _) => (Some(true), why),
            (None, Some(why)) => (Some(false), why),
            (None, None) => (None, String::new()),
        };
        outcome::Talk { asked: self.asked, added: self.added, letter, letter_reason }
    }
}
