//! Boxes over a screen. The top one gets the keys.

use std::collections::BTreeSet;

use super::action::Action;
use super::form::edit::Editor;
use super::screens::body::BodyMap;
use crate::domain::clocks::ClockId;
use crate::domain::contact::Contact;
use crate::domain::deed::DeedId;
use crate::domain::event::{Ending, Recorded};
use crate::domain::ids::ContactId;
use crate::domain::intake::Subject;
use crate::domain::letter::{Addressee, Letter, LetterKind};
use crate::domain::way::Way;

/// A box over the screen.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// Every command, found by a few letters.
    Palette(Palette),
    /// Help on the screen below.
    Help(Help),
    /// The form of an action on a contact, or of a weighty action: Esc keeps what is typed, Ctrl-S sends it.
    Form(Box<FormBox>),
    /// A few things, each chosen by one key.
    Menu(Menu),
    /// A letter that was issued.
    Letter(LetterView),
    /// Why a clock falls due when it does.
    Why(Why),
    /// What to say when a child is in danger now.
    Script,
    /// What to weigh before deciding: the first line shown.
    Aids(usize),
    /// What to say to the caller, after filing.
    Promise(Promise),
    /// Someone else was faster: both texts side by side.
    Compare(Box<Compare>),
    /// Known people who may be meant, beside the call on screen.
    Matches(Matches),
    /// The body map of the call on screen.
    Body(BodyMap),
    /// Deadlines that changed rules would move.
    Moves(MovesList),
    /// Leave the program?
    Quit,
}

/// The list of deadlines that changed rules would move.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MovesList {
    /// The highlighted row.
    pub selected: usize,
    /// Contacts chosen to be confirmed; all if none is.
    pub marked: BTreeSet<ContactId>,
}

/// The list of known people who may be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matches {
    /// Whom of the call.
    pub subject: Subject,
    /// The highlighted one.
    pub selected: usize,
}

/// The list of commands.
#[derive(Debug, Clone)]
pub struct Palette {
    /// What is typed.
    pub query: Editor,
    /// What matches, best first.
    pub found: Vec<Entry>,
    /// The highlighted one.
    pub selected: usize,
}

/// One thing the palette can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it does.
    pub target: Target,
    /// What people read.
    pub title: String,
    /// The key, or where it leads.
    pub key: String,
    /// Why it is off now; shown instead of running it.
    pub off: Option<String>,
}

/// What an entry of the palette leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// An action.
    Action(Action),
    /// A contact.
    Contact(ContactId),
    /// A deed on the selected contact.
    Deed(DeedId),
}

/// Help.
#[derive(Debug, Clone)]
pub struct Help {
    /// What is typed: a key or a word.
    pub query: Editor,
    /// What matches: actions of this screen first.
    pub found: Vec<Entry>,
    /// The highlighted one.
    pub selected: usize,
    /// The question the cursor is in, with its reason, when help was asked during a call.
    pub question: Option<crate::domain::schema::QuestionId>,
}

/// A few things to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Menu {
    /// The heading.
    pub title: String,
    /// What choosing means, a sentence a line.
    pub about: Vec<String>,
    /// What can be chosen.
    pub rows: Vec<MenuRow>,
    /// The highlighted one.
    pub selected: usize,
}

/// One thing of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuRow {
    /// The key that chooses it.
    pub letter: char,
    /// What people read.
    pub label: String,
    /// What it does.
    pub pick: Pick,
    /// Why it cannot be chosen now; said when it is tried.
    pub off: Option<String>,
}

impl MenuRow {
    /// A row that can be chosen.
    #[must_use]
    pub fn new(letter: char, label: impl Into<String>, pick: Pick) -> Self {
        Self { letter, label: label.into(), pick, off: None }
    }
}

/// What a row of a menu does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// Starts a contact.
    Start(Way),
    /// Ends the call without filing it.
    End(Ending),
    /// Files what was told before the call broke off.
    File(Ending),
    /// Asks which contact the call is about.
    Attach,
    /// Goes on with a call.
    GoTo(ContactId),
    /// Opens a contact from the page of who looked.
    Show(ContactId),
    /// Makes the consultation on screen a referral.
    Convert,
    /// Records a deed on the selected contact.
    Deed(DeedId),
    /// Starts an action on the selected contact.
    Do(Action),
    /// Marks a deadline that a person added as done.
    OwnDuty,
    /// Drafts a letter; for a request, asks first which agency.
    Letter(LetterKind),
    /// Drafts a request to the protocol's agency of this number, from 0.
    Request(usize),
}

/// The form of an action.
#[derive(Debug, Clone)]
pub struct FormBox {
    /// The action.
    pub action: Action,
    /// The contact or call it is about; none for a call without a number.
    pub contact: Option<ContactId>,
    /// The contacts it is about, if it is about several.
    pub many: Vec<ContactId>,
    /// The contact's version when the box was opened: what its writer had seen.
    pub seen: u32,
    /// The deed it records, if it is a deed's.
    pub deed: Option<DeedId>,
    /// The answer that an amendment is about.
    pub place: Option<crate::domain::schema::Place>,
    /// The letter being written: its box fills the window.
    pub letter: Option<Box<Writing>>,
    /// The heading, without a person's name.
    pub title: String,
    /// What this will do and what it will not, a sentence a line.
    pub consequences: Vec<String>,
    /// The fields, in order.
    pub fields: Vec<BoxField>,
    /// The field that has the cursor.
    pub focus: usize,
    /// Why it was not accepted.
    pub error: Option<String>,
    /// Whether it is being saved.
    pub sending: bool,
    /// Whether it changed since it was last kept as a draft.
    pub dirty: bool,
}

/// A letter being written in a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    /// As it was drafted.
    pub draft: Letter,
    /// How many decisions the draft knows of: a text kept from before the last one says so.
    pub decisions: usize,
}

/// An issued letter being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LetterView {
    /// The contact.
    pub contact: ContactId,
    /// The letter's number.
    pub letter: u32,
    /// The first line shown.
    pub top: usize,
}

/// One field of a box.
#[derive(Debug, Clone)]
pub struct BoxField {
    /// What people read.
    pub label: String,
    /// What it holds.
    pub input: BoxInput,
    /// Shown only while another field holds one of these codes.
    pub when: Option<When>,
}

/// The condition under which a field of a box is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The other field's place.
    pub field: usize,
    /// The codes it may hold.
    pub codes: Vec<&'static str>,
}

/// What a field of a box holds.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "a box has three fields; another allocation would buy nothing")]
pub enum BoxInput {
    /// Text.
    Text(Editor),
    /// One of a list: code and label each, and the chosen one.
    Choice {
        /// Code and label.
        options: Vec<(String, String)>,
        /// The chosen one, if any yet.
        chosen: Option<usize>,
    },
}

impl FormBox {
    /// A box about no contact yet, as it opens: at its first field, nothing typed.
    #[must_use]
    pub fn fresh(action: Action, title: String, consequences: Vec<String>, fields: Vec<BoxField>) -> Self {
        Self {
            action,
            contact: None,
            many: Vec::new(),
            seen: 0,
            deed: None,
            place: None,
            letter: None,
            title,
            consequences,
            fields,
            focus: 0,
            error: None,
            sending: false,
            dirty: false,
        }
    }

    /// The name under which its text is kept: the action's, the deed's, and of a letter also which one.
    #[must_use]
    pub fn name(&self) -> String {
        let action = self.action.row().id;
        match (self.deed, self.letter.as_ref().map(|writing| (&writing.draft.kind, &writing.draft.to))) {
            (Some(deed), _) => format!("deed:{deed}"),
            (None, None) => action.to_owned(),
            (None, Some((kind, Addressee::Agency(name)))) => format!("{action}/{kind}/{name}"),
            (None, Some((kind, _))) => format!("{action}/{kind}"),
        }
    }

    /// What is kept of it: every field as typed, and of a letter how many decisions it knows of.
    #[must_use]
    pub fn kept(&self) -> Vec<String> {
        let typed = self.fields.iter().map(BoxField::value);
        typed.chain(self.letter.as_ref().map(|writing| writing.decisions.to_string())).collect()
    }

    /// Whether a field is shown, by what another holds.
    #[must_use]
    pub fn shows(&self, field: usize) -> bool {
        let when = self.fields.get(field).and_then(|field| field.when.as_ref());
        when.is_none_or(|when| {
            let holds = self.fields.get(when.field).map(BoxField::value).unwrap_or_default();
            when.codes.contains(&holds.as_str())
        })
    }

    /// The value of a field; empty where it is not shown.
    #[must_use]
    pub fn value(&self, field: usize) -> String {
        let shown = self.fields.get(field).filter(|_| self.shows(field));
        shown.map(BoxField::value).unwrap_or_default()
    }
}

impl BoxField {
    /// The typed text or the chosen code.
    #[must_use]
    pub fn value(&self) -> String {
        match &self.input {
            BoxInput::Text(editor) => editor.text(),
            BoxInput::Choice { options, chosen } => {
                chosen.and_then(|at| options.get(at)).map(|(code, _)| code.clone()).unwrap_or_default()
            }
        }
    }
}

/// The explanation of one clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// The contact.
    pub contact: Box<Contact>,
    /// The clock, and which of several.
    pub clock: ClockId,
    /// Which of several.
    pub subject: Option<String>,
    /// Lines scrolled by, where not all of it fits.
    pub top: usize,
}

/// What to say to the caller once a call is filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The contact's number.
    pub id: ContactId,
    /// Sentences to say, in order.
    pub say: Vec<String>,
    /// What is still missing, for the worker alone.
    pub missing: Vec<String>,
    /// Lines scrolled by, where not all of it fits.
    pub top: usize,
}

/// A conflict: what was typed here, and what someone else recorded meanwhile.
#[derive(Debug, Clone)]
pub struct Compare {
    /// The box with what was typed; nothing of it is lost.
    pub mine: FormBox,
    /// What was recorded meanwhile.
    pub theirs: Vec<Recorded>,
}
