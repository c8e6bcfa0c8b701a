//! Reading a contact from JSON. Nothing is passed over: an unknown key or value is a mistake.

use crate::domain::calendar::Zone;
use crate::domain::codes::ContactKind;
use crate::domain::intake::{Answer, Answers, Basis, Intake, NarrativeLine, NoteLine, State, Unanswered};
use crate::domain::schema::{Kind, Per, QUESTIONS, Question, QuestionId};
use crate::domain::when::Moment;

use super::FORMAT;
use super::raw::{Mistake, Place};
use super::times::instant;
use super::{links, marks};

/// A contact as given from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// When it was received, if that was said.
    pub received: Option<Moment>,
    /// When the call ended, if that was said.
    pub ended: Option<Moment>,
    /// What was told.
    pub intake: Intake,
}

/// Reads a contact. Local times are read in `zone`; a note without a time of its own gets `now`.
///
/// # Errors
/// The first [`Mistake`] in the order of the text.
pub fn read(text: &str, zone: Zone, now: Moment) -> Result<Given, Mistake> {
    let reader = Reader { zone, now };
    let top = Place::top(text)?;
    let mut given = Given { received: None, ended: None, intake: Intake::new(ContactKind::Referral) };
    given.intake.children.clear();
    let (mut kind, mut whereabouts, mut linked) = (None, None, None);
    for (key, place) in top.object()? {
        match key.as_str() {
            "format" => {
                if place.number()? != FORMAT {
                    return Err(place.wrong(format!("this dutydesk reads format {FORMAT}")));
                }
            }
            "kind" => kind = Some(one_of(&place, ContactKind::ALL, ContactKind::code)?),
            "received" => given.received = Some(reader.moment(&place)?),
            "ended" => given.ended = Some(reader.moment(&place)?),
            "answers" => given.intake.answers = answers(&place, Per::Call)?,
            "children" => given.intake.children = people(&place, Per::Child)?,
            "family" => given.intake.family = people(&place, Per::Person)?,
            "shares" => given.intake.shares = people(&place, Per::Share)?,
            "narrative" => {
                given.intake.narrative = place.list()?.iter().map(narrative).collect::<Result<_, _>>()?;
            }
            "notes" => {
                given.intake.notes =
                    place.list()?.iter().map(|line| reader.note(line)).collect::<Result<_, _>>()?;
            }
            "marks" => {
                given.intake.marks = place.list()?.iter().map(marks::mark).collect::<Result<_, _>>()?;
                whereabouts = Some(place);
            }
            "links" => {
                let read = |one: &Place<'_>| links::link(one, |time| reader.moment(time));
                given.intake.links = place.list()?.iter().map(read).collect::<Result<_, _>>()?;
                linked = Some(place);
            }
            // What the desk made of the contact belongs to the desk that made it.
            "record" => {}
            _ => return Err(place.wrong("there is no such key; \"dutydesk take --schema\" lists them")),
        }
    }
    if let (Some(place), Some(n)) = (whereabouts, marks::astray(&given.intake)) {
        return Err(place.wrong(format!("mark {n} (from 0) is of a child that is not under \"children\"")));
    }
    if let (Some(place), Some(n)) = (linked, links::astray(&given.intake)) {
        return Err(place.wrong(format!("link {n} (from 0) is of somebody whom the call does not name")));
    }
    given.intake.kind = kind
        .ok_or_else(|| top.missing("kind", "this key is missing: it is \"referral\" or \"consultation\""))?;
    Ok(given)
}

struct Reader {
    zone: Zone,
    now: Moment,
}

impl Reader {
    fn moment(&self, place: &Place<'_>) -> Result<Moment, Mistake> {
        instant(self.zone, &place.text()?).map_err(|doubt| place.wrong(doubt))
    }

    fn note(&self, place: &Place<'_>) -> Result<NoteLine, Mistake> {
        if !place.is_object() {
            return Ok(NoteLine { at: self.now, text: place.text()?, used: false });
        }
        let (mut at, mut text, mut used) = (self.now, None, false);
        for (key, value) in place.object()? {
            match key.as_str() {
                "at" => at = self.moment(&value)?,
                "text" => text = Some(value.text()?),
                "used" => used = value.flag()?,
                _ => return Err(value.wrong("a note has only \"at\", \"text\" and \"used\"")),
            }
        }
        Ok(NoteLine { at, text: text.ok_or_else(|| place.missing("text", "this key is missing"))?, used })
    }
}

fn unanswered(place: &Place<'_>) -> Result<Answer, Mistake> {
    let (mut state, mut reason) = (None, String::new());
    for (key, value) in place.object()? {
        match key.as_str() {
            "state" => state = Some(one_of(&value, State::ALL, State::code)?),
            "reason" => reason = value.text()?,
            _ => return Err(value.wrong("an answer without a value has only \"state\" and \"reason\"")),
        }
    }
    let state = state.ok_or_else(|| place.missing("state", "this key is missing"))?;
    Ok(Answer::State(Unanswered { state, reason }))
}

fn narrative(place: &Place<'_>) -> Result<NarrativeLine, Mistake> {
    let (mut text, mut basis, mut told_by) = (None, None, String::new());
    for (key, value) in place.object()? {
        match key.as_str() {
            "text" => text = Some(value.text()?),
            "basis" => basis = Some(one_of(&value, Basis::ALL, Basis::code)?),
            "told_by" => told_by = value.text()?,
            _ => return Err(value.wrong("a line has only \"text\", \"basis\" and \"told_by\"")),
        }
    }
    Ok(NarrativeLine {
        text: text.ok_or_else(|| place.missing("text", "this key is missing"))?,
        basis: basis.ok_or_else(|| {
            place.missing("basis", "this key is missing: how the caller knows (seen, told, opinion)")
        })?,
        told_by,
    })
}

/// One of a closed list, by its code.
pub(super) fn one_of<T: Copy>(
    place: &Place<'_>,
    all: &[T],
    code: fn(T) -> &'static str,
) -> Result<T, Mistake> {
    let text = place.text()?;
    let found = all.iter().copied().find(|value| code(*value).eq_ignore_ascii_case(&text));
    let codes: Vec<&str> = all.iter().map(|value| code(*value)).collect();
    found.ok_or_else(|| place.wrong(not_one_of(&codes)))
}

/// The list under which the questions about somebody stand.
pub(super) const fn list_of(per: Per) -> &'static str {
    match per {
        Per::Call => "answers",
        Per::Child => "children",
        Per::Person => "family",
        Per::Share => "shares",
    }
}

fn code(place: &Place<'_>, question: &Question) -> Result<String, Mistake> {
    choice(question.id, &place.text()?).map_err(|what| place.wrong(what))
}

/// The code of a choice as it is stored.
///
/// # Errors
/// In words, with every code there is.
pub fn choice(question: QuestionId, text: &str) -> Result<String, String> {
    let choices = question.question().kind.choices();
    let found = choices.iter().find(|choice| choice.code.eq_ignore_ascii_case(text.trim()));
    let codes: Vec<&str> = choices.iter().map(|choice| choice.code).collect();
    found.map(|choice| choice.code.to_owned()).ok_or_else(|| not_one_of(&codes))
}

fn not_one_of(codes: &[&str]) -> String {
    format!("it is not one of {}", codes.join(", "))
}

fn people(place: &Place<'_>, per: Per) -> Result<Vec<Answers>, Mistake> {
    place.list()?.iter().map(|person| answers(person, per)).collect()
}

fn answers(place: &Place<'_>, per: Per) -> Result<Answers, Mistake> {
    let mut answers = Answers::default();
    for (name, place) in place.object()? {
        let question = QUESTIONS
            .iter()
            .find(|question| question.id.code() == name)
            .ok_or_else(|| place.wrong("there is no such question; \"dutydesk take --schema\" lists them"))?;
        if question.per != per {
            return Err(place.wrong(format!("this question belongs under \"{}\"", list_of(question.per))));
        }
        answers.set(question.id, answer(&place, question)?);
    }
    Ok(answers)
}

fn answer(place: &Place<'_>, question: &Question) -> Result<Answer, Mistake> {
    if place.is_object() {
        return unanswered(place);
    }
    match question.kind {
        Kind::One(_) | Kind::SourceCode => code(place, question).map(Answer::Text),
        Kind::Any(_) => {
            let mut codes: Vec<String> = Vec::new();
            for entry in place.list()? {
                let chosen = code(&entry, question)?;
                if codes.contains(&chosen) {
                    return Err(entry.wrong("this value stands here twice"));
                }
                codes.push(chosen);
            }
            Ok(Answer::Many(codes))
        }
        Kind::Narrative => Err(place.wrong("what happened is told line by line under \"narrative\"")),
        Kind::Line
        | Kind::Lines
        | Kind::Phone
        | Kind::Postcode
        | Kind::Birth
        | Kind::When
        | Kind::Time
        | Kind::Stamp
        | Kind::Nhs
        | Kind::Upn => place.text().map(Answer::Text),
    }
}
