//! What the names of a template stand for.

use super::super::calendar::Zone;
use super::super::check;
use super::super::clocks::ClockId;
use super::super::codes::Route;
use super::super::contact::{Contact, Decision};
use super::super::deed::{Done, FieldId, read};
use super::super::intake::{Answer, Answers, Subject};
use super::super::outcome::Apart;
use super::super::protocol::{DESK_LINE, Letters, Phrase, Protocol, Sourced};
use super::super::schema::{self, Place, QuestionId as Q};
use super::super::story;
use super::super::when::Moment;
use super::{Addressee, LetterKind, Part, guard, record, text};

/// Everything a letter is filled from.
pub(super) struct Filling<'a> {
    pub(super) contact: &'a Contact,
    pub(super) kind: LetterKind,
    pub(super) to: &'a Addressee,
    pub(super) protocol: &'a Protocol,
    pub(super) now: Moment,
}

impl Filling<'_> {
    /// Whether a condition of a template holds.
    pub(super) fn holds(&self, condition: &str) -> bool {
        let professional = schema::is_professional(self.contact.intake());
        let route = self.contact.route();
        match condition {
            "professional" => professional,
            "public" => !professional,
            "decided" => route.is_some(),
            "undecided" => route.is_none(),
            // Whether something is done, as far as anybody outside may know.
            "action" => route.is_some_and(|route| !matches!(route, Route::Nfa | Route::Stage2)),
            "consented" => self.is_consented(),
            "unconsented" => !self.is_consented(),
            code => route.is_some_and(|route| route.code() == code),
        }
    }

    /// What a name stands for, line by line; nothing where there is nothing to say.
    pub(super) fn value(&self, name: &str) -> Vec<String> {
        // Whatever a template says: a letter to the family has nothing of the caller's.
        if *self.to == Addressee::Family && (name.starts_with("caller") || name == "received") {
            return Vec::new();
        }
        let values = match name {
            "letterhead" => of(self.letters().letterhead.as_ref()),
            "team" => self.team(),
            "signed_by" => self.letters().signed_by.iter().map(|signed| signed.value.clone()).collect(),
            "service" => self.service(),
            "guidance" => vec![self.protocol.guidance.value.clone()],
            "date" => vec![day(self.zone(), self.now)],
            "ref" => vec![self.contact.id.to_string()],
            "received" => vec![day(self.zone(), self.contact.received.receipt())],
            "decided" => {
                self.contact.decision().map(|decision| day(self.zone(), decision.at)).into_iter().collect()
            }
            "rationale" => self.decided(|decision| &decision.rationale),
            "remaining" => self.decided(|decision| &decision.more.remaining),
            "apart" => self.apart(),
            "children" => vec![self.children()],
            "parents" => vec![match self.names() {
                Some(names) => format!("To the parents or carers of {names}"),
                None => "To the parents or carers".to_owned(),
            }],
            "family_address" => self.home(),
            "caller" => vec![self.salutation()],
            "caller_lines" => self.caller_lines(),
            "agency" => self.agency(),
            "question" => {
                self.asked().map(|asked| lines(asked.filled.get(FieldId::Question))).unwrap_or_default()
            }
            "return_by" => self.return_by().into_iter().collect(),
            "earlier" => self.earlier(),
            "concern" => lines(self.answers().text(Q::Concern)),
            "consent_reason" => self.consent_reason(),
            "child_lines" => self.child_lines(),
            "family_lines" => self.family_lines(),
            "wanted" => lines(self.answers().text(Q::ConsultWanted)),
            "discussed" => self.discussed(),
            "agreed" => lines(self.answers().text(Q::ConsultAgreed)),
            phrase => self.phrase(phrase),
        };
        values
            .iter()
            .map(|value| text::clean(value).trim().replace('\n', " "))
            .filter(|v| !v.is_empty())
            .collect()
    }

    /// The record of the contact, where a template asks for it.
    pub(super) fn record(&self) -> Vec<Part> {
        record::of(self.contact, self.zone())
    }

    fn answers(&self) -> &Answers {
        &self.contact.intake().answers
    }

    const fn zone(&self) -> Zone {
        self.protocol.zone
    }

    const fn letters(&self) -> &Letters {
        &self.protocol.letters
    }

    fn phrase(&self, name: &str) -> Vec<String> {
        let words = Phrase::from_code(name).and_then(|phrase| self.letters().phrase(phrase));
        words.into_iter().map(str::to_owned).collect()
    }

    /// The team's address, with the desk's own number where the protocol's directory has one.
    fn team(&self) -> Vec<String> {
        let mut team = of(self.letters().address.as_ref());
        let number = self.protocol.number(DESK_LINE).filter(|n| !team.iter().any(|line| line.contains(n)));
        team.extend(number.map(|number| format!("Telephone {number}")));
        team
    }

    /// The service that signs: the last line of the letterhead.
    fn service(&self) -> Vec<String> {
        of(self.letters().letterhead.as_ref()).pop().into_iter().collect()
    }

    /// Words of the decision; to the family only if they do not give the caller away.
    fn decided(&self, words: impl Fn(&Decision) -> &String) -> Vec<String> {
        let Some(written) = self.contact.decision().map(words) else { return Vec::new() };
        match self.to {
            Addressee::Family => {
                guard::for_family(self.contact, written).iter().flat_map(|w| lines(w)).collect()
            }
            _ => lines(written),
        }
    }

    /// Each child whose outcome is another than the contact's.
    fn apart(&self) -> Vec<String> {
        let apart =
            self.contact.decision().map(|decision| decision.more.apart.as_slice()).unwrap_or_default();
        let named = |one: &Apart| {
            let child = self.contact.intake().children.get(one.child).map(name).filter(|n| !n.is_empty());
            let child = child.unwrap_or_else(|| format!("child {}", one.child.saturating_add(1)));
            format!("{child}: {}", one.route.label())
        };
        apart.iter().map(named).collect()
    }

    /// The children by name, `Ash Sampleton and Bo Sampleton`.
    fn names(&self) -> Option<String> {
        let intake = self.contact.intake();
        let identified = intake.kind.names_people();
        let names: Vec<String> =
            intake.children.iter().filter(|_| identified).map(name).filter(|n| !n.is_empty()).collect();
        match names.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            [many @ .., last] => Some(format!("{} and {last}", many.join(", "))),
        }
    }

    /// The children inside a sentence, also where no name is known.
    fn children(&self) -> String {
        let unnamed = if *self.to == Addressee::Family { "your child" } else { "a child" };
        self.names().unwrap_or_else(|| unnamed.to_owned())
    }

    /// Where the first child with an address lives.
    fn home(&self) -> Vec<String> {
        let children = &self.contact.intake().children;
        let Some(child) = children.iter().find(|child| !child.text(Q::ChildAddress).trim().is_empty()) else {
            return Vec::new();
        };
        let mut home = address(child.text(Q::ChildAddress));
        let postcode = child.text(Q::ChildPostcode).trim();
        if !home.iter().any(|line| line.contains(postcode)) {
            home.push(postcode.to_owned());
        }
        home
    }

    fn salutation(&self) -> String {
        match self.answers().text(Q::CallerName).trim() {
            "" if schema::is_professional(self.contact.intake()) => "colleague".to_owned(),
            "" => "caller".to_owned(),
            name => name.to_owned(),
        }
    }

    /// Name, role, organisation and address of whoever rang.
    fn caller_lines(&self) -> Vec<String> {
        let told = [Q::CallerName, Q::CallerRole, Q::CallerOrganisation]
            .map(|id| self.answers().text(id).to_owned());
        let at_work = schema::is_professional(self.contact.intake());
        let own = told.into_iter().take(if at_work { 3 } else { 1 });
        own.chain(address(self.answers().text(Q::CallerEmail))).collect()
    }

    /// The last request to this agency that was recorded.
    fn asked(&self) -> Option<&Done> {
        read::asked(self.contact)
            .into_iter()
            .rfind(|asked| asked.agency == self.to.label())
            .map(|asked| asked.request)
    }

    /// The agency, and whose attention is asked for.
    fn agency(&self) -> Vec<String> {
        let mut agency = vec![self.to.label().to_owned()];
        if let Some(asked) = self.asked() {
            let person = [asked.filled.get(FieldId::Person), asked.filled.get(FieldId::Post)];
            let person: Vec<&str> = person.into_iter().filter(|words| !words.is_empty()).collect();
            agency
                .extend((!person.is_empty()).then(|| format!("For the attention of {}", person.join(", "))));
        }
        agency
    }

    /// Whether consent is the ground: as recorded with the request, else as told on the call.
    fn is_consented(&self) -> bool {
        match self.asked().map(|asked| asked.filled.get(FieldId::Ground)).filter(|ground| !ground.is_empty())
        {
            Some(ground) => ground == "consent",
            None => self.answers().has_code(Q::Consent, "given"),
        }
    }

    fn consent_reason(&self) -> Vec<String> {
        let recorded = self.asked().map(|asked| lines(asked.filled.get(FieldId::Why))).unwrap_or_default();
        if recorded.is_empty() { lines(self.answers().text(Q::ConsentReason)) } else { recorded }
    }

    /// When this agency's answer is due, as its clock says.
    fn return_by(&self) -> Option<String> {
        let clocks = self.contact.running();
        let own = clocks.iter().find(|clock| clock.is(ClockId::AgencyReturn, Some(self.to.label())))?;
        Some(self.zone().long(own.deadline.due()?))
    }

    /// When this agency was asked before: by letter, or in an earlier request (L221).
    fn earlier(&self) -> Vec<String> {
        let letters =
            self.contact.letters.iter().filter(|letter| letter.what == self.kind && letter.to == *self.to);
        let posted = letters.filter(|letter| letter.posted.is_some()).map(|letter| letter.at);
        let now = self.asked().map(|asked| asked.seq);
        let requests = read::asked(self.contact);
        let before = requests
            .iter()
            .filter(|asked| asked.agency == self.to.label() && Some(asked.request.seq) != now)
            .map(|asked| asked.at);
        let mut at: Vec<Moment> = posted.chain(before).collect();
        at.sort_unstable();
        let mut days: Vec<String> = at.into_iter().map(|at| day(self.zone(), at)).collect();
        days.dedup();
        if days.is_empty() { days } else { vec![days.join(", ")] }
    }

    /// Each child in one line: name, birth, address, school.
    fn child_lines(&self) -> Vec<String> {
        let ids = [Q::ChildAddress, Q::ChildPostcode, Q::ChildSchool];
        self.contact
            .intake()
            .children
            .iter()
            .map(|child| self.person(&name(child), child, Q::ChildBirth, &ids))
            .collect()
    }

    /// Each other person in one line: name, relation, birth, address.
    fn family_lines(&self) -> Vec<String> {
        let ids = [Q::PersonRelation, Q::PersonAddress];
        let people = self.contact.intake().family.iter();
        people.map(|person| self.person(person.text(Q::PersonName), person, Q::PersonBirth, &ids)).collect()
    }

    fn person(&self, name: &str, answers: &Answers, birth: Q, more: &[Q]) -> String {
        let name = if name.trim().is_empty() { "name not known" } else { name.trim() };
        let typed = answers.text(birth).trim();
        let born = check::reading(birth, typed, self.contact.received.received, self.zone());
        let born = born.unwrap_or_else(|| typed.to_owned());
        let rest = more.iter().map(|id| answers.text(*id).trim().to_owned());
        let told: Vec<String> =
            [name.to_owned(), born].into_iter().chain(rest).filter(|part| !part.is_empty()).collect();
        if told.len() == 1 && answers.is_empty() { String::new() } else { told.join(", ") }
    }

    /// What a consultation was about, each under its question.
    fn discussed(&self) -> Vec<String> {
        let ids = [Q::ConsultEvidence, Q::ConsultDone, Q::ConsultKnown, Q::ConsultClarified];
        let said = |id: Q| {
            let words = self.answers().get(id).and_then(Answer::as_text)?;
            let place = Place { question: id, subject: Subject::Call };
            Some(format!("{}: {}", id.label(), story::answer(place, &Answer::text(lines(words).join("; ")))))
        };
        ids.into_iter().filter_map(said).collect()
    }
}

/// The lines of a text.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// The lines of an address as people type it, with commas.
fn address(typed: &str) -> Vec<String> {
    typed.split([',', '\n']).map(|line| line.trim().to_owned()).collect()
}

fn of(lines: Option<&Sourced<Vec<String>>>) -> Vec<String> {
    lines.map(|lines| lines.value.clone()).unwrap_or_default()
}

fn name(child: &Answers) -> String {
    let parts = [child.text(Q::ChildForename).trim(), child.text(Q::ChildSurname).trim()];
    parts.join(" ").trim().to_owned()
}

/// A day as letters have it: `24 November 2026`.
fn day(zone: Zone, at: Moment) -> String {
    zone.local(at).format("%-d %B %Y").to_string()
}

/// Every condition that templates may name, beside the codes of routes.
#[cfg(test)]
pub(super) const CONDITIONS: [&str; 7] =
    ["professional", "public", "decided", "undecided", "action", "consented", "unconsented"];

/// Every name that templates may use: a slip of the pen would silently leave a paragraph out.
#[cfg(test)]
pub(super) const NAMES: [&str; 34] = [
    "letterhead",
    "team",
    "signed_by",
    "service",
    "guidance",
    "date",
    "ref",
    "received",
    "decided",
    "rationale",
    "remaining",
    "apart",
    "children",
    "parents",
    "family_address",
    "caller",
    "caller_lines",
    "agency",
    "question",
    "return_by",
    "earlier",
    "concern",
    "consent_reason",
    "child_lines",
    "family_lines",
    "wanted",
    "discussed",
    "agreed",
    "record",
    "help",
    "disagree",
    "complaint",
    "privacy",
    "return",
];
