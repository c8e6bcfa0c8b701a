//! The names of what is filled in. They are stored and never change meaning; rows of the table share them.

use super::super::codes::coded;

coded! {
    /// What is filled in, by its stable name.
    FieldId {
        /// An agency.
        Agency = "agency", "Agency";
        /// What is asked.
        Question = "question", "Question";
        /// By what way.
        Means = "means", "Means";
        /// Who is awaited.
        Person = "person", "Person";
        /// The post of who is awaited.
        Post = "post", "Post";
        /// When it happened, or is to happen.
        At = "at", "Time";
        /// The lawful ground.
        Ground = "ground", "Ground";
        /// Why.
        Why = "why", "Why";
        /// When it was asked before.
        Earlier = "earlier", "Asked before";
        /// What was told.
        Information = "information", "Information";
        /// What it means for this child.
        Meaning = "meaning", "Meaning";
        /// By whom.
        By = "by", "By";
        /// Whether it makes the concern more serious.
        Heightens = "heightens", "More serious";
        /// To whom.
        To = "to", "To";
        /// What was said.
        Said = "said", "Said";
        /// Who has access.
        Access = "access", "Access";
        /// Which manager.
        Manager = "manager", "Manager";
        /// The rating.
        Rating = "rating", "Rating";
        /// Protective action.
        Protection = "protection", "Protection";
        /// An analysis.
        Analysis = "analysis", "Analysis";
        /// At risk of serious harm.
        Harm = "harm", "Serious harm";
        /// What or who is the danger.
        Danger = "danger", "Danger";
        /// How serious.
        Serious = "serious", "How serious";
        /// How urgent.
        Urgent = "urgent", "How urgent";
        /// Whether the parents ask for help.
        Asking = "asking", "Asking for help";
        /// Whether they can be worked with.
        Work = "work", "Worked with";
        /// What the child wants.
        Views = "views", "Child's views";
        /// Who else may be at risk.
        Others = "others", "Others at risk";
        /// A route.
        Route = "route", "Route";
        /// The rationale.
        Rationale = "rationale", "Rationale";
        /// Whether the notes are up to date.
        NotesCurrent = "notes-current", "Notes up to date";
        /// Whether the analysis is clear.
        AnalysisClear = "analysis-clear", "Clear analysis";
        /// Agreement.
        Agrees = "agrees", "Agreement";
        /// Up or down.
        Direction = "direction", "Direction";
        /// About a strategy discussion.
        Strategy = "strategy", "Strategy discussion";
        /// About a single assessment.
        Assessment = "assessment", "Assessment";
        /// What a meeting is to deal with.
        Agenda = "agenda", "Agenda";
        /// Who is invited.
        Invited = "invited", "Invited";
        /// Who chairs.
        Chair = "chair", "Chair";
        /// Who took part.
        Present = "present", "Present";
        /// The minutes.
        Minutes = "minutes", "Minutes";
        /// What is recommended.
        Recommendation = "recommendation", "Recommendation";
        /// Whether all agreed.
        Agreed = "agreed", "All agreed";
        /// Who has a copy.
        Copies = "copies", "Copies to";
        /// A rung of the ladder.
        Rung = "rung", "Rung";
        /// What was tried.
        Tried = "tried", "Tried first";
        /// How it ended.
        How = "how", "How";
        /// The outcome.
        Outcome = "outcome", "Outcome";
        /// A possible offence.
        Offence = "offence", "Offence";
        /// Who leads.
        Lead = "lead", "Lead";
        /// A reference number.
        Reference = "reference", "Reference";
        /// Whether the child was seen.
        Seen = "seen", "Child seen";
        /// The power used.
        Power = "power", "Power";
        /// Legal advice.
        Legal = "legal", "Legal advice";
        /// The authority where the child was found.
        Host = "host", "Host authority";
        /// The risk.
        Risk = "risk", "Risk";
        /// A safety or protection plan.
        Plan = "plan", "Plan";
        /// Whether it goes to MARAC.
        Marac = "marac", "MARAC";
        /// Who was alerted.
        Alerted = "alerted", "Alerted";
        /// When it was confirmed in writing.
        Written = "written", "In writing";
        /// Who was told.
        Whom = "whom", "Whom";
        /// What they answered.
        Response = "response", "Response";
        /// Which step.
        Step = "step", "Step";
    }
}
