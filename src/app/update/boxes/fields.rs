//! The fields of each action's box.

use super::super::super::App;
use super::super::super::action::Action;
use super::super::super::form::edit::Editor;
use super::super::super::keymap::Keymap;
use super::super::super::overlay::{BoxField, BoxInput, FormBox, When};
use super::super::super::screens::contact::{ContactScreen, Tab};
use super::allocation;
use crate::domain::codes::{ContactKind, Route};
use crate::domain::contact::{Contact, LetterState, Written};
use crate::domain::decide;
use crate::domain::deed::{FieldId, read};
use crate::domain::intake::Answer;
use crate::domain::outcome::{Ground, LeadJob};
use crate::domain::schema::{Kind, Place, QuestionId};
use crate::domain::suggest;

/// The value of a choice whose letter was typed: the next one that begins with it.
pub(super) fn by_letter(options: &[(String, String)], chosen: Option<usize>, letter: char) -> Option<usize> {
    let from = chosen.map_or(0, |at| at + 1);
    let letter = letter.to_lowercase().to_string();
    let n = options.len();
    (0..n)
        .map(|k| (from + k) % n)
        .find(|at| options.get(*at).is_some_and(|(_, label)| label.to_lowercase().starts_with(&letter)))
}

pub(super) fn text(label: &str, value: &str) -> BoxField {
    BoxField { label: label.to_owned(), input: BoxInput::Text(Editor::line(value)), when: None }
}

pub(super) fn lines(label: &str) -> BoxField {
    BoxField { label: label.to_owned(), input: BoxInput::Text(Editor::lines("")), when: None }
}

pub(super) fn choice(label: &str, options: Vec<(String, String)>, chosen: Option<usize>) -> BoxField {
    BoxField { label: label.to_owned(), input: BoxInput::Choice { options, chosen }, when: None }
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(code, label)| ((*code).to_owned(), (*label).to_owned())).collect()
}

/// The box of an action, empty.
pub(super) fn form(app: &App, screen: &ContactScreen, action: Action) -> Result<FormBox, String> {
    let contact = &screen.contact;
    let (consequences, fields) = match action {
        Action::Allocate => {
            let reason =
                if contact.owner.is_some() { "Why the owner changes" } else { "Note (may stay empty)" };
            allocation::allocate(app, reason)
        }
        Action::HandBack => allocation::hand_back(contact),
        Action::Rate => rate(app, contact),
        Action::Decide => decide(app, contact),
        Action::Feedback => feedback(contact),
        Action::Written => written(app, contact),
        Action::Note => note(),
        Action::Amend => return amend(screen, action),
        Action::AddDuty => add_duty(),
        Action::MeetDuty => meet(contact),
        Action::Acknowledge => acknowledge(app),
        Action::Information => information(app, contact),
        Action::KeepDecision => keep_decision(contact),
        Action::Chased => chased(contact),
        Action::PostLetter | Action::WithdrawLetter => letter(screen, action),
        Action::ConfirmMoves => confirm_moves(app, contact),
        Action::Hold => hold(),
        Action::LiftHold => lift(contact),
        Action::Undo => undo(app, contact)?,
        _ => return Err("This action has no box.".to_owned()),
    };
    Ok(boxed(action, contact, consequences, fields))
}

pub(super) fn boxed(
    action: Action,
    contact: &Contact,
    consequences: Vec<String>,
    fields: Vec<BoxField>,
) -> FormBox {
    FormBox {
        action,
        contact: Some(contact.id),
        many: Vec::new(),
        seen: contact.version,
        deed: None,
        place: None,
        letter: None,
        title: format!("{} · {}", action.row().title, contact.id),
        consequences,
        fields,
        focus: 0,
        error: None,
        sending: false,
        dirty: false,
    }
}

pub(super) type Parts = (Vec<String>, Vec<BoxField>);

fn note() -> Parts {
    (vec!["Kept in the timeline with your name and the time.".to_owned()], vec![lines("Note")])
}

fn restrict(app: &App) -> Parts {
    let me = app.setting.actor.user.0.as_str();
    (
        Vec::new(),
        vec![text("Who may open it (short names: j.testerby, s.placeham)", me), lines("Why only they")],
    )
}

fn hold() -> Parts {
    let kept = "It is kept beyond its time, and cannot be erased, until a manager lifts the hold.";
    (vec![kept.to_owned()], vec![lines("Why it must be kept")])
}

fn lift(contact: &Contact) -> Parts {
    let placed = contact.held.as_ref().map(|hold| format!("Placed by {}: {}", hold.by.name, hold.reason));
    let then = "Its time runs as if it had never been held.".to_owned();
    (placed.into_iter().chain([then]).collect(), vec![lines("Why it need not be kept any more")])
}

fn add_duty() -> Parts {
    (
        vec!["The deadline shows on the board like any other.".to_owned()],
        vec![text("What must be done", ""), text("By when (15:30, 24/11/2026 15:30)", ""), text("Why", "")],
    )
}

fn confirm_moves(app: &App, contact: &Contact) -> Parts {
    let zone = app.setting.protocol.zone;
    let shifts = app.moves.get(&contact.id).map_or(&[][..], Vec::as_slice);
    let moves = shifts.iter().map(|shift| {
        let (was, now) = shift.times(zone);
        format!("{}: {was}, then {now} ({}).", shift.title(), shift.difference())
    });
    (moves.collect(), vec![lines("Why, or on whose word")])
}

/// The fields of an action on several contacts; none where it goes to one at a time.
pub(in crate::app::update) fn for_many(app: &App, action: Action) -> Option<Vec<BoxField>> {
    let (_, fields) = match action {
        Action::Allocate => {
            allocation::allocate(app, "Why, where the owner changes (may stay empty elsewhere)")
        }
        Action::Note => note(),
        Action::AddDuty => add_duty(),
        Action::Acknowledge => acknowledge(app),
        Action::Restrict => restrict(app),
        Action::Unrestrict => (Vec::new(), vec![lines("Why everybody may open it again")]),
        Action::ConfirmMoves => (Vec::new(), vec![lines("Why, or on whose word")]),
        _ => return None,
    };
    Some(fields)
}

fn rate(app: &App, contact: &Contact) -> Parts {
    let options = app
        .setting
        .protocol
        .ratings
        .iter()
        .map(|rule| {
            (rule.rating.code().to_owned(), format!("{} — {}", rule.rating.label(), rule.meaning.value))
        })
        .collect();
    let mut consequences = vec![match suggest::suggest(contact.intake()) {
        Some(s) => format!("Suggested: {} ({}). You decide.", s.rating.label(), s.reasons.join("; ")),
        None => "The answers suggest no rating. You decide.".to_owned(),
    }];
    if let Some(rating) = contact.rating() {
        consequences
            .push(format!("Rated {} now. Clocks that go by rating are worked out again.", rating.label()));
    }
    (consequences, vec![choice("Rating", options, None), text("Why", "")])
}

fn decide(app: &App, contact: &Contact) -> Parts {
    let consultation = contact.intake().kind == ContactKind::Consultation;
    let usable = |route: &&Route| {
        (**route == Route::Consultation) == consultation && app.setting.protocol.route(**route).is_some()
    };
    let options =
        Route::ALL.iter().filter(usable).map(|r| (r.code().to_owned(), r.label().to_owned())).collect();
    let mut consequences = vec!["The rationale is what family and referrer can be told later.".to_owned()];
    if let Some(decision) = contact.decision() {
        consequences.push(format!("Decided now: {}. That decision is kept.", decision.route.label()));
    }
    if let Some(waiting) = read::recommendation(contact) {
        let route = Route::from_code(waiting.filled.get(FieldId::Route)).map_or("", Route::label);
        consequences.push(format!(
            "Recommended by {}: {route}. {}",
            waiting.by.name,
            waiting.filled.get(FieldId::Rationale)
        ));
    }
    consequences.push(format!("{} shows what to weigh.", Keymap::shown(Action::Aids)));
    (consequences, decision_fields(app, contact, options))
}

/// The fields of the decision card, in the order of [`decision_more`](super::super::send).
fn decision_fields(app: &App, contact: &Contact, routes: Vec<(String, String)>) -> Vec<BoxField> {
    let of =
        |routes: &[Route]| Some(When { field: 0, codes: routes.iter().map(|route| route.code()).collect() });
    let to: Vec<Route> = Route::ALL.iter().copied().filter(|route| route.to_label().is_some()).collect();
    let leads = [Route::S47, Route::S17, Route::LeadProfessional];
    let with = read::recommendation(contact).map_or("", |waiting| waiting.by.name.as_str());
    let with = if with == app.setting.actor.name { "" } else { with };
    let named = contact
        .intake()
        .children
        .iter()
        .map(|child| child.text(QuestionId::ChildWorker))
        .find(|w| !w.is_empty());
    let mut fields = vec![
        choice("Route", routes, None),
        lines("Rationale"),
        text("Weighed with (the second name; empty: a manager agrees later)", with),
        BoxField {
            when: of(&to),
            ..text("To whom (team, worker, agency, or who answers for it)", named.unwrap_or_default())
        },
        BoxField { when: of(&leads), ..text("Lead professional (empty: not named yet)", "") },
        BoxField {
            when: of(&leads),
            ..choice("The lead professional is", codes(LeadJob::ALL, LeadJob::code, LeadJob::label), None)
        },
        BoxField {
            when: of(&[Route::Nfa]),
            ..choice("Because", codes(Ground::ALL, Ground::code, Ground::label), None)
        },
        BoxField { when: of(&[Route::Nfa]), ..lines("What need remains, and what was offered for it?") },
        text("Decided without partner agencies? Why (urgent)", ""),
    ];
    let children = contact.intake().children.len();
    if children > 1 && contact.intake().kind == ContactKind::Referral {
        fields.extend((1..=children).map(|n| {
            let own = Route::ALL.iter().filter(|route| {
                **route != Route::Consultation && app.setting.protocol.route(**route).is_some()
            });
            let mut options = vec![(String::new(), "As above".to_owned())];
            options.extend(own.map(|route| (route.code().to_owned(), route.label().to_owned())));
            choice(&format!("Child {n} of {children}"), options, Some(0))
        }));
    }
    fields
}

fn codes<T: Copy>(
    all: &[T],
    code: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
) -> Vec<(String, String)> {
    all.iter().map(|one| (code(*one).to_owned(), label(*one).to_owned())).collect()
}

fn reached() -> When {
    When { field: 0, codes: vec!["decided", "undecided"] }
}

fn feedback(contact: &Contact) -> Parts {
    let answers = &contact.intake().answers;
    let mut options = Vec::new();
    if contact.feedback.impossible.is_none() {
        options.push(("undecided", "Reached, told that nothing is decided yet"));
        if contact.decision().is_some() {
            options.insert(0, ("decided", "Reached, told the decision"));
        }
        options.push(("attempt", "Not reached (the clock goes on)"));
    }
    if !contact.feedback.is_settled() {
        options.push(("impossible", "Can never be told (say why)"));
    }
    let number = match answers.text(QuestionId::CallerPhone) {
        "" => "No number was given.".to_owned(),
        number => format!("Ring {number}. {}", answers.text(QuestionId::CallerReach)),
    };
    let consequences =
        vec![number.trim().to_owned(), "Invite questions, and ask whether there is more.".to_owned()];
    (
        consequences,
        vec![
            choice("Outcome", pairs(&options), None),
            lines("What was said; or what happened, or why"),
            BoxField { when: Some(reached()), ..lines("What they asked, and the answer") },
            BoxField { when: Some(reached()), ..lines("What they added (kept as information)") },
            BoxField {
                when: Some(reached()),
                ..choice("Does a letter follow?", pairs(&[("yes", "Yes"), ("no", "No")]), None)
            },
            BoxField { when: Some(reached()), ..text("Why a letter, or why not", "") },
        ],
    )
}

fn written(app: &App, contact: &Contact) -> Parts {
    let mut options = vec![("arrived", "It arrived")];
    if contact.written == Written::Awaited {
        options.push(("waived", "It will not come: waive it (say why)"));
    }
    let now = app.setting.protocol.zone.short_time(app.now);
    (
        vec![
            "Stops the clocks of the written referral. A manager then decides next steps within 24 hours."
                .to_owned(),
        ],
        vec![
            choice("Written referral", pairs(&options), Some(0)),
            text("Arrived at (today 09:40, 23/11/2026 16:00)", &now),
            text("How it came, or why it is waived", ""),
        ],
    )
}

fn meet(contact: &Contact) -> Parts {
    let options: Vec<(String, String)> = contact
        .running()
        .into_iter()
        .filter(|clock| decide::is_met_by_hand(clock))
        .map(|clock| {
            let subject = clock.deadline.subject.clone().unwrap_or_default();
            let label =
                if subject.is_empty() { clock.deadline.clock.label().to_owned() } else { subject.clone() };
            (format!("{}\n{subject}", clock.deadline.clock.code()), label)
        })
        .collect();
    (
        vec!["The clock stops with what you write.".to_owned()],
        vec![choice("Duty", options, Some(0)), lines("What was done")],
    )
}

/// The clock time of now, as a field is filled with it.
fn clock(app: &App) -> String {
    app.setting.protocol.zone.short_time(app.now)
}

fn acknowledge(app: &App) -> Parts {
    let team = &app.setting.team;
    let me = team.iter().position(|name| *name == app.setting.actor.name);
    let options = team.iter().map(|name| (name.clone(), name.clone())).collect();
    (
        vec![
            "Says by name who has it now. The clocks run from the emergency duty team's own receipt."
                .to_owned(),
        ],
        vec![choice("Taken over by", options, me)],
    )
}

fn information(app: &App, contact: &Contact) -> Parts {
    let mut consequences =
        vec!["Added to what was told; the contact as filed stays as it is. Each line is marked.".to_owned()];
    if contact.decision().is_some() {
        consequences.push("A decision exists: it is marked to be looked at again, and is kept.".to_owned());
    }
    (
        consequences,
        vec![
            text("From whom", ""),
            text("When it came (14:10, Sat 22:40)", &clock(app)),
            lines("Seen or heard by them"),
            lines("Told to them by someone else"),
            text("Who told them", ""),
            lines("Their opinion"),
        ],
    )
}

fn keep_decision(contact: &Contact) -> Parts {
    let route = contact.decision().map_or("", |decision| decision.route.label());
    (
        vec![format!("Decided: {route}. You have looked at what is new, and it stands.")],
        vec![lines("Why it stands")],
    )
}

fn chased(contact: &Contact) -> Parts {
    let so_far = match contact.feedback.chased {
        0 => String::new(),
        1 => " Once so far.".to_owned(),
        n => format!(" {n} times so far."),
    };
    (
        vec![
            format!("A referrer who has to ask is a sign that we failed: it is counted.{so_far}"),
            "It stops no clock. Tell them now what is known, decided or not, and record that with c."
                .to_owned(),
        ],
        vec![lines("What was asked and answered")],
    )
}

/// Which letter that waits, and how it left or why it does not: the one selected on the tab, else the newest.
fn letter(screen: &ContactScreen, action: Action) -> Parts {
    let waiting: Vec<&LetterState> =
        screen.letters().into_iter().filter(|letter| letter.is_unposted()).collect();
    let options = waiting
        .iter()
        .map(|letter| {
            (letter.letter.to_string(), format!("{} · {}", letter.letter, letter.what.name(&letter.to)))
        })
        .collect();
    let wanted =
        screen.letters().get(screen.selected).filter(|_| screen.tab == Tab::Letters).map(|l| l.letter);
    let chosen = waiting.iter().position(|letter| Some(letter.letter) == wanted).or(Some(0));
    let (consequences, label) = match action {
        Action::PostLetter => (
            vec![
                "Posting the letter that tells an outcome stops its clock, where the route is told by letter."
                    .to_owned(),
            ],
            "How it left (first class, by hand, secure e-mail)",
        ),
        _ => (
            vec![
                "The letter is kept and marked as withdrawn. Its files stay in the folder exports."
                    .to_owned(),
            ],
            "Why",
        ),
    };
    (consequences, vec![choice("Letter", options, chosen), text(label, "")])
}

fn undo(app: &App, contact: &Contact) -> Result<Parts, String> {
    let last = decide::undoable(contact, &app.setting.actor, app.now).map_err(|no| no.0)?;
    let what = crate::domain::story::sentence(&last.event, app.setting.protocol.zone).0;
    Ok((
        vec![format!("Takes back: {what}."), "Nothing is deleted: a reversing entry is added.".to_owned()],
        vec![text("Why", "")],
    ))
}

/// The box that changes one answer: the selected one on the referral tab.
fn amend(screen: &ContactScreen, action: Action) -> Result<FormBox, String> {
    if screen.tab != Tab::Referral {
        return Err("Choose the answer on the Referral tab first (key 2), then press i.".to_owned());
    }
    let Some(place) = screen.answers().get(screen.selected).copied() else {
        return Err("Select an answer first.".to_owned());
    };
    let question = place.question.question();
    if question.kind == Kind::Narrative {
        return Err("What was told stands as it was told. Add a note (e) with what is new.".to_owned());
    }
    let answer = screen.contact.intake().about(place.subject).and_then(|answers| answers.get(place.question));
    let input = answer_input(question.kind, answer);
    let fields =
        vec![BoxField { label: question.label.to_owned(), input, when: None }, text("Why, or from whom", "")];
    let mut form =
        boxed(action, &screen.contact, vec!["The old answer is kept in the timeline.".to_owned()], fields);
    form.place = Some(place);
    Ok(form)
}

fn answer_input(kind: Kind, answer: Option<&Answer>) -> BoxInput {
    let value = answer.and_then(Answer::as_text).unwrap_or_default();
    match kind {
        Kind::One(_) | Kind::SourceCode => {
            let options: Vec<(String, String)> =
                kind.choices().iter().map(|c| (c.code.to_owned(), c.label.to_owned())).collect();
            let chosen = options.iter().position(|(code, _)| code == value);
            BoxInput::Choice { options, chosen }
        }
        // Several values are typed as their codes, with commas: rare enough here, and nothing is lost.
        Kind::Any(_) => {
            BoxInput::Text(Editor::line(&answer.map(|a| a.codes().join(", ")).unwrap_or_default()))
        }
        Kind::Lines => BoxInput::Text(Editor::lines(value)),
        _ => BoxInput::Text(Editor::line(value)),
    }
}

/// What an amended field says, as an answer of its question's kind.
pub(in crate::app::update) fn amended(place: Place, value: &str) -> Result<Option<Answer>, String> {
    let kind = place.question.question().kind;
    let value = value.trim();
    if value.is_empty() {
        return Ok(None);
    }
    if let Kind::Any(choices) = kind {
        let codes: Vec<String> =
            value.split(',').map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()).collect();
        if let Some(wrong) = codes.iter().find(|code| !choices.iter().any(|c| c.code == code.as_str())) {
            let known: Vec<&str> = choices.iter().map(|c| c.code).collect();
            return Err(format!("{wrong} is not one of: {}.", known.join(", ")));
        }
        return Ok(Some(Answer::Many(codes)));
    }
    Ok(Some(Answer::text(value)))
}
