//! The boxes of giving a contact to somebody and of taking it back.

use super::super::super::App;
use super::fields::{Parts, choice, lines, text};
use crate::domain::command::Command;
use crate::domain::contact::Contact;
use crate::domain::load;

/// What the code of a team begins with: a person may have the same name.
const TEAM: &str = "team\n";

/// Everybody with their load now, and room for a name that is not listed.
pub(super) fn allocate(app: &App, reason: &str) -> Parts {
    let setting = &app.setting;
    let mut people = setting.team.clone();
    if !people.contains(&setting.actor.name) {
        people.push(setting.actor.name.clone());
    }
    let teams = setting.protocol.teams.iter().map(|team| &*team.value);
    let rows = app.board.rows.values().map(|card| &card.row);
    let everybody = load::everybody(&people, teams, rows, app.now);
    let longest = everybody.iter().map(|(who, _)| who.name.chars().count()).max().unwrap_or(0);
    let me = everybody.iter().position(|(who, _)| !who.team && who.name == setting.actor.name);
    let options = everybody
        .into_iter()
        .map(|(who, load)| {
            let code = if who.team { format!("{TEAM}{}", who.name) } else { who.name.clone() };
            (code, format!("{:longest$}   {load}", who.name))
        })
        .collect();
    let checks = &setting.protocol.allocation.value;
    let consequences = if checks.is_empty() {
        vec!["Gives the contact an owner: a person, or a team.".to_owned()]
    } else {
        vec![format!("Check first: {}.", checks.join("; "))]
    };
    let fields = vec![
        choice("To", options, me),
        text(reason, ""),
        text("Or somebody who is not listed (a name here goes before the list)", ""),
    ];
    (consequences, fields)
}

/// What the fields of that box ask for: a name that was typed goes before the list.
pub(in crate::app::update) fn command(chosen: &str, reason: &str, typed: String) -> Result<Command, String> {
    let to = match typed.trim() {
        "" => chosen.strip_prefix(TEAM).unwrap_or(chosen).to_owned(),
        _ => typed,
    };
    if to.trim().is_empty() {
        return Err("Choose to whom, or type a name.".to_owned());
    }
    Ok(Command::Allocate { to, reason: reason.to_owned() })
}

/// Why it comes back.
pub(super) fn hand_back(contact: &Contact) -> Parts {
    let owner = contact.owner.as_ref().map_or("nobody", |owner| owner.name.as_str());
    let consequences = vec![
        format!("Now with {owner}, who could not be reached or cannot go on. Then nobody has it, and its row says so."),
        "A family visit and an oversight that run from the allocation stop; they start anew when somebody has it."
            .to_owned(),
    ];
    (consequences, vec![lines("Why: who was tried, when, or what stands in the way")])
}
