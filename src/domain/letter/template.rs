//! Templates: the words of letters as data, with a few signs.
//!
//! Blocks are separated by blank lines. `[route professional]` before a block says when it stands: every word of it must
//! hold (`conditions`). Lines of a block begin with a sign, or belong to one paragraph:
//!
//! | sign | what it is |
//! | --- | --- |
//! | `#` | a remark, no part of the letter |
//! | `=` | a heading |
//! | `-` | an entry of a list |
//! | `\|` | an address line |
//! | `~` | a line of the signature |
//!
//! `{name}` is filled in. What has nothing to be filled with is left out: the line, the entry, the paragraph. A block whose
//! heading has nothing left under it goes too. A name that stands for several lines makes as many lines or entries.

use super::fill::Filling;
use super::{LetterKind, Part};

/// The template of a kind of letter.
pub(super) const fn of(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::FollowUp => include_str!("../../../assets/letters/follow-up.txt"),
        LetterKind::OutcomeReferrer => include_str!("../../../assets/letters/outcome-referrer.txt"),
        LetterKind::OutcomeFamily => include_str!("../../../assets/letters/outcome-family.txt"),
        LetterKind::ConsultationSummary => include_str!("../../../assets/letters/consultation-summary.txt"),
        LetterKind::AgencyRequest => include_str!("../../../assets/letters/agency-request.txt"),
        LetterKind::Record => include_str!("../../../assets/letters/record.txt"),
    }
}

/// The parts of a letter from its template.
pub(super) fn render(template: &str, filling: &Filling<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    let lines: Vec<&str> = template.lines().filter(|line| !line.starts_with('#')).collect();
    for block in lines.split(|line| line.trim().is_empty()) {
        block_of(block, filling, &mut parts);
    }
    parts
}

fn block_of(block: &[&str], filling: &Filling<'_>, parts: &mut Vec<Part>) {
    let (wanted, lines) = match block {
        [first, rest @ ..] => match first.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(wanted) => (wanted, rest),
            None => ("", block),
        },
        [] => return,
    };
    if !wanted.split_whitespace().all(|condition| filling.holds(condition)) {
        return;
    }
    if lines == ["{record}"] {
        parts.extend(filling.record());
        return;
    }
    let mut made = Vec::new();
    let (mut address, mut signature, mut paragraph) = (Vec::new(), Vec::new(), Vec::new());
    for line in lines {
        match line.split_once(' ') {
            Some(("=", words)) => made.extend(filled(words, filling).into_iter().map(Part::Heading)),
            Some(("-", words)) => made.extend(filled(words, filling).into_iter().map(Part::Item)),
            Some(("|", words)) => address.extend(filled(words, filling)),
            Some(("~", words)) => signature.extend(filled(words, filling)),
            _ => paragraph.push(*line),
        }
    }
    // A paragraph goes over several lines of the template, and a value of several lines into one of the letter.
    let words = filled(&paragraph.join(" "), filling).join("; ");
    if !words.is_empty() {
        made.push(Part::Paragraph(words));
    }
    if !address.is_empty() {
        made.push(Part::Address(address));
    }
    if !signature.is_empty() {
        made.push(Part::Signature(signature));
    }
    let headings = lines.iter().filter(|line| line.starts_with("= ")).count();
    let only_headings = made.iter().all(|part| matches!(part, Part::Heading(_)));
    if headings == lines.len() || !only_headings {
        parts.extend(made);
    }
}

/// The lines that a line of the template makes: none if a name in it has no value.
fn filled(words: &str, filling: &Filling<'_>) -> Vec<String> {
    if let Some(name) = words.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
        && !name.contains(['{', '}'])
    {
        return filling.value(name);
    }
    let mut line = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        let value = filling.value(name).join("; ");
        if value.is_empty() {
            return Vec::new();
        }
        line.push_str(before);
        line.push_str(&value);
        rest = after;
    }
    line.push_str(rest);
    if line.trim().is_empty() { Vec::new() } else { vec![line] }
}
