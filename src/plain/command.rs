//! What can be said at any prompt instead of an answer: one table of dot commands, read by the parser and by `.help`.

/// What a command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Does {
    Help,
    Again,
    Why,
    NotKnown,
    Refused,
    NotAsked,
    NotApplicable,
    Clear,
    Next,
    Back,
    Skip,
    Steps,
    Go,
    Child,
    Person,
    Another,
    Note,
    Notes,
    Use,
    Gaps,
    Emergency,
    Clocks,
    Aids,
    Review,
    File,
    Park,
    End,
}

/// One command.
#[derive(Debug)]
pub(super) struct Command {
    /// The word after the dot.
    pub(super) word: &'static str,
    /// What may follow the word.
    pub(super) rest: &'static str,
    /// The key of the full-screen program that does the same, where texts of the domain name it.
    key: Option<&'static str>,
    /// What it is for.
    pub(super) about: &'static str,
    pub(super) does: Does,
}

const fn command(
    word: &'static str,
    rest: &'static str,
    key: Option<&'static str>,
    does: Does,
    about: &'static str,
) -> Command {
    Command { word, rest, key, about, does }
}

/// Every command, those needed most first.
pub(super) const COMMANDS: [Command; 27] = [
    command("999", "", Some("F9"), Does::Emergency, "what to say when a child is in danger now"),
    command("help", "", Some("F1"), Does::Help, "this list"),
    command("again", "", None, Does::Again, "say the question again, with everything that belongs to it"),
    command("why", "", None, Does::Why, "why this question is asked"),
    command("unknown", "", Some("F8"), Does::NotKnown, "asked, not known yet"),
    command("refused", "REASON", None, Does::Refused, "the caller would not say"),
    command("notasked", "REASON", None, Does::NotAsked, "deliberately not asked"),
    command("na", "REASON", None, Does::NotApplicable, "does not apply to this call"),
    command("clear", "", None, Does::Clear, "open the question again; what stood there goes to the notes"),
    command("next", "", None, Does::Next, "the next question, as a blank line does"),
    command("back", "", None, Does::Back, "the question before"),
    command("skip", "", None, Does::Skip, "the next step, leaving the rest of this one for later"),
    command("steps", "", None, Does::Steps, "every step, with what is open in it"),
    command(
        "go",
        "NUMBER or WORD",
        Some("Ctrl-G"),
        Does::Go,
        "to a step by its number, or to a question by a word of it",
    ),
    command("gaps", "NUMBER", None, Does::Gaps, "what is still open; with a number, go there"),
    command("child", "", None, Does::Child, "another child"),
    command("person", "", None, Does::Person, "another person of the family or household"),
    command("another", "", Some("Ctrl-N"), Does::Another, "one more of whatever this step asks about"),
    command("note", "TEXT", Some("F4"), Does::Note, "note something now, sort it later"),
    command("notes", "", None, Does::Notes, "every note, with its number"),
    command("use", "NUMBER", Some("F7"), Does::Use, "put a note into this answer"),
    command("clocks", "", None, Does::Clocks, "the clocks that will start, and the suggested rating"),
    command(
        "aids",
        "",
        Some("Ctrl-L"),
        Does::Aids,
        "what to weigh before deciding; nothing asks for an answer",
    ),
    command("review", "", None, Does::Review, "read back what was told, and what is open"),
    command("file", "", Some("Ctrl-S"), Does::File, "review; said at the review, file the call"),
    command("park", "", Some("Esc"), Does::Park, "keep the call and leave"),
    command("end", "REASON", Some("Ctrl-X"), Does::End, "end the call without filing it"),
];

/// A typed line, understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// Nothing, or only blanks.
    Blank,
    /// A single dot: the end of a text of several lines.
    Dot,
    /// A command with what follows it.
    Command(Does, &'a str),
    /// A dot and a word that is no command.
    Unknown(&'a str),
    /// An answer.
    Text(&'a str),
}

/// Understands a typed line. A word is a command only right after the dot, so that `.5 ml` and `... he said` are answers; an
/// answer that begins with a dot and a word gets a second dot, which is taken away again.
pub(super) fn read(line: &str) -> Line<'_> {
    let line = line.trim();
    if line.is_empty() {
        return Line::Blank;
    }
    let Some(rest) = line.strip_prefix('.') else { return Line::Text(line) };
    if rest.is_empty() {
        return Line::Dot;
    }
    if let Some(word) = rest.strip_prefix('.') {
        return Line::Text(if word.starts_with(char::is_alphanumeric) { rest } else { line });
    }
    let (word, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let known = COMMANDS.iter().find(|command| command.word.eq_ignore_ascii_case(word));
    match known {
        Some(command) => Line::Command(command.does, rest.trim()),
        None if word.starts_with(char::is_alphabetic) => Line::Unknown(line),
        None => Line::Text(line),
    }
}

/// A text of the domain with the keys of the full-screen program put into commands: `F9 has the words` becomes `.999 has
/// the words`.
pub(super) fn for_lines(text: &str) -> String {
    let mut text = text.to_owned();
    for command in &COMMANDS {
        let Some(key) = command.key else { continue };
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|rest| rest.find(key)).map(|at| from + at) {
            let end = at + key.len();
            let alone = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
            let before = text.get(..at).and_then(|head| head.chars().next_back());
            let after = text.get(end..).and_then(|tail| tail.chars().next());
            if alone(before) && alone(after) {
                let said = format!(".{}", command.word);
                text.replace_range(at..end, &said);
                from = at + said.len();
            } else {
                from = end;
            }
        }
    }
    text
}

/// Whether a text of the domain points to the words for an emergency.
pub(super) fn names_emergency(text: &str) -> bool {
    let key = COMMANDS.iter().find(|command| command.does == Does::Emergency).and_then(|command| command.key);
    key.is_some_and(|key| text.contains(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_an_answer_unless_a_word_follows_the_dot() {
        assert_eq!(read("  \t"), Line::Blank);
        assert_eq!(read(" . "), Line::Dot);
        assert_eq!(read("Siân Mockford "), Line::Text("Siân Mockford"));
        assert_eq!(read(".5 ml of it"), Line::Text(".5 ml of it"));
        assert_eq!(read("..why"), Line::Text(".why"), "two dots stand for one");
        assert_eq!(read("... he said"), Line::Text("... he said"));
        assert_eq!(read(".NA  no father known"), Line::Command(Does::NotApplicable, "no father known"));
        assert_eq!(read(".999"), Line::Command(Does::Emergency, ""));
        assert_eq!(read(".nonsense"), Line::Unknown(".nonsense"));
    }

    #[test]
    fn no_two_commands_share_a_word() {
        let mut words: Vec<_> = COMMANDS.iter().map(|command| command.word).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), COMMANDS.len());
    }

    #[test]
    fn keys_in_texts_of_the_domain_become_commands() {
        assert_eq!(
            for_lines("Yes means 999 now: F9 has the words."),
            "Yes means 999 now: .999 has the words."
        );
        assert_eq!(for_lines("F8 says so, and F8 again."), ".unknown says so, and .unknown again.");
        assert_eq!(for_lines("the F90 and RAF9"), "the F90 and RAF9");
        assert!(names_emergency("F9 has the words.") && !names_emergency("F8"));
    }
}
