//! How a typed line becomes an answer.

use crate::domain::intake::{Answer, Basis};
use crate::domain::schema::{Choice, Kind};

/// A teller's name is at most this long; anything longer before a colon is part of the sentence.
const LONGEST_NAME: usize = 40;
const MOST_NAME_WORDS: usize = 4;

/// Reads the answer to a question with choices: numbers of the list, codes, or words that begin exactly one of them.
///
/// # Errors
/// What is wrong, in a sentence. Nothing is guessed.
pub(super) fn choose(kind: Kind, typed: &str) -> Result<Answer, String> {
    let choices = kind.choices();
    let many = matches!(kind, Kind::Any(_));
    let chosen = match numbers(typed) {
        Some(numbers) => numbers.into_iter().map(|n| numbered(&choices, n)).collect::<Result<Vec<_>, _>>()?,
        None if many => split(typed).map(|word| worded(&choices, word)).collect::<Result<Vec<_>, _>>()?,
        None => vec![worded(&choices, typed)?],
    };
    let mut codes: Vec<String> = Vec::with_capacity(chosen.len());
    for choice in chosen {
        if !codes.iter().any(|code| code == choice.code) {
            codes.push(choice.code.to_owned());
        }
    }
    if many {
        return Ok(Answer::Many(codes));
    }
    match <[String; 1]>::try_from(codes) {
        Ok([code]) => Ok(Answer::Text(code)),
        Err(_) => Err("Only one of them can be chosen here: give one number.".to_owned()),
    }
}

/// The numbers in `1 4` or `1, 4 and 5`; none if anything else is said.
fn numbers(typed: &str) -> Option<Vec<usize>> {
    let words = typed.split([' ', ',', ';', '\t', '.']).filter(|word| !word.is_empty() && *word != "and");
    let numbers: Vec<usize> = words.map(|word| word.parse().ok()).collect::<Option<_>>()?;
    Some(numbers).filter(|numbers| !numbers.is_empty())
}

fn split(typed: &str) -> impl Iterator<Item = &str> {
    typed.split([',', ';']).map(str::trim).filter(|word| !word.is_empty())
}

fn numbered(choices: &[Choice], n: usize) -> Result<Choice, String> {
    let choice = n.checked_sub(1).and_then(|at| choices.get(at));
    choice.copied().ok_or_else(|| format!("There is no number {n}: the last one is {}.", choices.len()))
}

fn worded(choices: &[Choice], typed: &str) -> Result<Choice, String> {
    let typed = typed.trim().to_lowercase();
    let whole =
        |choice: &&Choice| choice.code.to_lowercase() == typed || choice.label.to_lowercase() == typed;
    if let Some(choice) = choices.iter().find(whole) {
        return Ok(*choice);
    }
    let begin: Vec<&Choice> =
        choices.iter().filter(|choice| choice.label.to_lowercase().starts_with(&typed)).collect();
    match begin.as_slice() {
        [one] => Ok(**one),
        [] => Err("That is none of the choices.".to_owned()),
        several => {
            let labels: Vec<&str> = several.iter().map(|choice| choice.label).collect();
            Err(format!("Several begin like that: {}.", labels.join("; ")))
        }
    }
}

/// The mark at the beginning of a line of the narrative (`s:`, `t Mum:`, `o:`), and the words after it: how the caller
/// knows, and by whom it was told.
pub(super) fn marked(line: &str) -> (Option<(Basis, String)>, &str) {
    let Some((head, words)) = line.split_once(':') else { return (None, line) };
    let head = head.trim();
    let lower = head.to_lowercase();
    let mark = match lower.as_str() {
        "s" | "seen" => Some((Basis::Seen, String::new())),
        "t" | "told" => Some((Basis::Told, String::new())),
        "o" | "opinion" => Some((Basis::Opinion, String::new())),
        _ => teller(head, &lower).map(|name| (Basis::Told, name.to_owned())),
    };
    match mark {
        Some(mark) => (Some(mark), words.trim()),
        None => (None, line),
    }
}

/// The name in `t Mum` or `told by Mum`.
fn teller<'a>(head: &'a str, lower: &str) -> Option<&'a str> {
    let lead = ["t ", "told by "].into_iter().find(|lead| lower.starts_with(lead))?;
    let name = head.get(lead.len()..)?.trim();
    let fits = !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && name.split_whitespace().count() <= MOST_NAME_WORDS
        && !name.chars().any(|c| c.is_numeric() || ".!?;\"".contains(c));
    fits.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::schema::QuestionId;

    fn chosen(question: QuestionId, typed: &str) -> Result<Answer, String> {
        choose(question.question().kind, typed)
    }

    fn many(codes: &[&str]) -> Answer {
        Answer::Many(codes.iter().map(|code| (*code).to_owned()).collect())
    }

    #[test]
    fn choices_are_taken_by_number_code_label_or_a_beginning_that_fits_one() {
        assert_eq!(chosen(QuestionId::Danger, "2"), Ok(Answer::text("no")));
        assert_eq!(chosen(QuestionId::Danger, "YES"), Ok(Answer::text("yes")));
        assert_eq!(chosen(QuestionId::Danger, "n"), Ok(Answer::text("no")));
        assert_eq!(chosen(QuestionId::CallerSource, "2a"), Ok(Answer::text("2A")));
        assert_eq!(
            chosen(QuestionId::CallerSource, "scho"),
            Err("Several begin like that: School; School nurse.".into())
        );
        assert_eq!(chosen(QuestionId::CallerSource, "School"), Ok(Answer::text("2A")), "a whole label wins");
        // A bare number is a number of the list, even where the codes are numbers, too.
        assert_eq!(chosen(QuestionId::CallerSource, "6"), Ok(Answer::text("2B")));
    }

    #[test]
    fn several_are_taken_where_several_may_be_and_refused_where_not() {
        assert_eq!(chosen(QuestionId::Harm, "1 4"), Ok(many(&["physical", "neglect"])));
        assert_eq!(chosen(QuestionId::Harm, "4, 1 and 4"), Ok(many(&["neglect", "physical"])));
        assert_eq!(chosen(QuestionId::Harm, "neg, online"), Ok(many(&["neglect", "online"])));
        assert!(chosen(QuestionId::Danger, "1 2").is_err());
        assert_eq!(chosen(QuestionId::Harm, "10"), Err("There is no number 10: the last one is 9.".into()));
        assert_eq!(chosen(QuestionId::Danger, "0"), Err("There is no number 0: the last one is 2.".into()));
        assert_eq!(chosen(QuestionId::Danger, "perhaps"), Err("That is none of the choices.".into()));
    }

    #[test]
    fn a_mark_says_how_the_caller_knows() {
        let told = |name: &str| Some((Basis::Told, name.to_owned()));
        assert_eq!(marked("s: bruise on arm"), (Some((Basis::Seen, String::new())), "bruise on arm"));
        assert_eq!(marked("T Mum: he fell"), (told("Mum"), "he fell"));
        assert_eq!(marked("told by the class teacher: quiet"), (told("the class teacher"), "quiet"));
        assert_eq!(marked("o:"), (Some((Basis::Opinion, String::new())), ""), "a mark alone");
        for sentence in ["at 15:15 he cried", "t 9:15 he cried", "Mum said: no", "no colon"] {
            assert_eq!(marked(sentence), (None, sentence));
        }
    }
}
