//! The JSON Schema of a contact, made from the question schema.

use serde_json::{Map, Value, json};

use crate::domain::body;
use crate::domain::codes::ContactKind;
use crate::domain::intake::{Basis, State};
use crate::domain::schema::{Kind, Per, QUESTIONS, Question};

use super::FORMAT;

/// The JSON Schema (draft 2020-12) of what `take --from` reads.
#[must_use]
pub fn json_schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A contact with the front door",
        "type": "object",
        "required": ["kind"],
        "additionalProperties": false,
        "properties": {
            "format": { "const": FORMAT },
            "kind": { "enum": codes(ContactKind::ALL, ContactKind::code) },
            "received": { "$ref": "#/$defs/time", "description": "When the contact was received; now if left out." },
            "ended": { "$ref": "#/$defs/time", "description": "When the call ended." },
            "answers": answers(Per::Call, "About the call as a whole."),
            "children": { "type": "array", "items": answers(Per::Child, "About one child.") },
            "family": { "type": "array", "items": answers(Per::Person, "About one other person.") },
            "shares": { "type": "array", "items": answers(Per::Share, "About one decision to share information, or not.") },
            "narrative": { "type": "array", "items": narrative() },
            "notes": { "type": "array", "items": { "anyOf": [{ "type": "string" }, note()] } },
            "marks": { "type": "array", "items": mark() },
            "links": { "type": "array", "items": link() },
            "record": {
                "type": "object",
                "readOnly": true,
                "description": "What the desk made of the contact: printed by show, ignored by take."
            }
        },
        "$defs": {
            "time": {
                "type": "string",
                "description": "2026-11-24T14:10, or with its offset 2026-11-24T14:10:00+00:00.",
                "examples": ["2026-11-24T14:10", "2026-11-24T14:10:00+00:00"]
            },
            "unanswered": {
                "type": "object",
                "description": "An answer without a value.",
                "required": ["state"],
                "additionalProperties": false,
                "properties": {
                    "state": { "enum": codes(State::ALL, State::code) },
                    "reason": { "type": "string" }
                }
            }
        }
    })
}

fn narrative() -> Value {
    json!({
        "type": "object",
        "required": ["text", "basis"],
        "additionalProperties": false,
        "properties": {
            "text": { "type": "string" },
            "basis": { "enum": codes(Basis::ALL, Basis::code), "description": "How the caller knows." },
            "told_by": { "type": "string", "description": "By whom it was told." }
        }
    })
}

fn note() -> Value {
    json!({
        "type": "object",
        "required": ["text"],
        "additionalProperties": false,
        "properties": {
            "at": { "$ref": "#/$defs/time" },
            "text": { "type": "string" },
            "used": { "type": "boolean", "description": "Whether it has been put into an answer." }
        }
    })
}

fn link() -> Value {
    let texts = |description: &str| json!({ "type": "array", "items": { "type": "string" }, "description": description });
    json!({
        "type": "object",
        "description": "Somebody of the call whom a person linked with somebody known.",
        "required": ["whom", "id", "at"],
        "additionalProperties": false,
        "properties": {
            "whom": { "type": "string", "pattern": "^(child|person) [1-9][0-9]*$" },
            "id": { "type": "string", "description": "The number in the register." },
            "reasons": texts("Why they were taken for the same."),
            "known": texts("What was known at that moment."),
            "by": { "type": "string", "description": "Who linked them." },
            "at": { "$ref": "#/$defs/time" }
        }
    })
}

fn mark() -> Value {
    let text = |description: &str| json!({ "type": "string", "description": description });
    json!({
        "type": "object",
        "description": "A mark on the body map of a child.",
        "required": ["spot"],
        "additionalProperties": false,
        "properties": {
            "child": { "type": "integer", "minimum": 0, "description": "Which child, from 0." },
            "spot": {
                "type": "object",
                "description": "A cell of the outline that belongs to the body; column 8 is the middle.",
                "required": ["side", "row", "column"],
                "additionalProperties": false,
                "properties": {
                    "side": { "enum": codes(body::Side::ALL, body::Side::code) },
                    "row": { "type": "integer", "minimum": 0, "maximum": body::ROWS - 1 },
                    "column": { "type": "integer", "minimum": 0, "maximum": body::COLUMNS - 1 }
                }
            },
            "size": text("How large, as told."),
            "colour": text("Colour and shape, as told."),
            "seen_by": text("Who saw it, and when."),
            "said": text("What was said about it.")
        }
    })
}

fn codes<T: Copy>(all: &[T], code: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|value| code(*value)).collect()
}

/// The questions asked about one subject.
fn answers(per: Per, description: &str) -> Value {
    let asked = QUESTIONS.iter().filter(|question| question.per == per);
    let properties: Map<String, Value> =
        asked.map(|question| (question.id.code().to_owned(), property(question))).collect();
    json!({
        "type": "object",
        "description": description,
        "additionalProperties": false,
        "properties": properties
    })
}

fn property(question: &Question) -> Value {
    let unanswered = json!({ "$ref": "#/$defs/unanswered" });
    let choices = || -> Vec<Value> {
        let choices = question.kind.choices();
        choices.iter().map(|choice| json!({ "const": choice.code, "title": choice.label })).collect()
    };
    let value = match question.kind {
        Kind::One(_) | Kind::SourceCode => Some(json!({ "oneOf": choices() })),
        Kind::Any(_) => {
            Some(json!({ "type": "array", "uniqueItems": true, "items": { "oneOf": choices() } }))
        }
        // Told line by line under "narrative"; here only that it is not known, or was refused.
        Kind::Narrative => None,
        Kind::Time => Some(json!({ "type": "string", "examples": ["15:15", "3.15pm"] })),
        Kind::Stamp => {
            Some(json!({ "type": "string", "examples": ["2026-11-21T22:40:00+00:00", "Sat 22:40", "08:10"] }))
        }
        Kind::Birth => Some(json!({ "type": "string", "examples": ["2016-03-12", "12/3/2016", "about 10"] })),
        Kind::Nhs => Some(json!({ "type": "string", "examples": ["999 000 0018"] })),
        Kind::Upn => Some(json!({ "type": "string", "examples": ["R201100018042"] })),
        Kind::Line | Kind::Lines | Kind::Phone | Kind::Postcode | Kind::When => {
            Some(json!({ "type": "string" }))
        }
    };
    let either: Vec<Value> = value.into_iter().chain([unanswered]).collect();
    json!({ "title": question.label, "description": question.why, "anyOf": either })
}
