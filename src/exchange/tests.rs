use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::domain::body::{COLUMNS, Mark, ROWS, Side, Spot};
use crate::domain::intake::{Answer, Basis, NoteLine, State, Unanswered};
use crate::domain::schema::{Kind, Per, QUESTIONS, Question, QuestionId};

const NOW: Moment = Moment::from_millis(1_795_529_400_000);
const TEACHER: &str = include_str!("tests/teacher.json");

fn given(text: &str) -> Given {
    read(text, Zone::LONDON, NOW).unwrap_or_else(|mistake| panic!("{mistake}"))
}

fn refusal(text: &str) -> String {
    read(text, Zone::LONDON, NOW).map(|_| ()).unwrap_err().to_string()
}

#[test]
fn a_teachers_call_is_read_as_it_stands() {
    let given = given(TEACHER);
    assert_eq!(given.received, Some(Moment::from_millis(1_795_529_400_000)));
    assert_eq!(given.intake.answers.text(QuestionId::CallerSource), "2A");
    assert!(given.intake.answers.has_code(QuestionId::Harm, "physical"));
    assert_eq!(given.intake.children.len(), 2);
    assert_eq!(given.intake.children[0].text(QuestionId::ChildCollection), "15:15");
    assert_eq!(given.intake.children[1].get(QuestionId::ChildBirth), Some(&Answer::not_known()));
    assert_eq!(given.intake.narrative[1].basis, Basis::Told);
    assert_eq!(given.intake.notes[0].at, NOW, "a note without a time of its own was made now");
}

#[test]
fn a_body_map_goes_out_and_comes_back() {
    let spot = r#"{"side": "front", "row": 6, "column": 13}"#;
    let text = format!(
        r#"{{"kind": "referral", "children": [{{}}], "marks": [{{"spot": {spot}, "size": "2 cm"}}]}}"#
    );
    let read = given(&text).intake;
    assert_eq!(read.marks[0].spot.part().unwrap(), "left upper arm, front");
    let received = Received::new(NOW, None, read.clone());
    let out = serde_json::to_string(&Shape::told(&received, Zone::LONDON)).unwrap();
    assert_eq!(given(&out).intake.marks, read.marks);
}

#[test]
fn a_mark_beside_the_body_or_of_a_missing_child_is_refused() {
    let with =
        |mark: &str| refusal(&format!(r#"{{"kind": "referral", "children": [{{}}], "marks": [{mark}]}}"#));
    let beside = with(r#"{"spot": {"side": "front", "row": 0, "column": 0}}"#);
    assert!(beside.contains("marks[0].spot") && beside.contains("beside the outline"), "{beside}");
    let outside = with(r#"{"spot": {"side": "back", "row": 18, "column": 8}}"#);
    assert!(outside.contains("not a number from 0 to 17"), "{outside}");
    let astray = with(r#"{"child": 1, "spot": {"side": "front", "row": 6, "column": 8}}"#);
    assert!(astray.contains("mark 0 (from 0) is of a child"), "{astray}");
}

#[test]
fn a_mistake_names_its_line_its_key_and_its_value() {
    let cases = [
        ("\"2A\"", "\"2Z\"", "line 5: answers.caller-source = \"2Z\": it is not one of 1A, 1B"),
        (
            "\"physical\"",
            "\"phisical\"",
            "line 8: answers.harm[0] = \"phisical\": it is not one of physical, ",
        ),
        (
            "\"concern\"",
            "\"concerns\"",
            "line 7: answers.concerns = \"Bruise on the arm\": there is no such question",
        ),
        (
            "\"kind\": \"referral\"",
            "\"kind\": \"call\"",
            "line 2: kind = \"call\": it is not one of referral, consultation",
        ),
        (
            "\"basis\": \"told\"",
            "\"basis\": \"rumour\"",
            "line 17: narrative[1].basis = \"rumour\": it is not one of seen, told, opinion",
        ),
        ("\"notes\"", "\"note\"", "line 19: note = [\"rings off at 15:00\"]: there is no such key"),
        ("2026-11-24T14:10", "2026-10-25T01:30", "line 3: received = \"2026-10-25T01:30\": happens twice"),
        (
            "\"not-known\"",
            "\"unknown\"",
            "line 13: children[1].child-birth.state = \"unknown\": it is not one of not-known",
        ),
        (
            "\"child-sex\": \"F\"",
            "\"person-name\": \"F\"",
            "line 12: children[0].person-name = \"F\": this question belongs under \"family\"",
        ),
    ];
    for (right, wrong, says) in cases {
        assert!(TEACHER.contains(right), "{right}");
        let refusal = refusal(&TEACHER.replacen(right, wrong, 1));
        assert!(refusal.starts_with(says), "{refusal}\nnot {says}");
    }
}

#[test]
fn a_key_that_stands_twice_is_a_mistake() {
    let refusal = refusal("{\"kind\":\"referral\",\n\"kind\":\"consultation\"}");
    assert_eq!(refusal, "line 2: kind = \"consultation\": this key stands here twice");
}

#[test]
fn what_is_not_json_is_said_with_its_line() {
    let refusal = refusal("{\"kind\":\"referral\",\n\"answers\": {]}");
    assert!(refusal.starts_with("line 2: this is not JSON (column 13): "), "{refusal}");
}

#[test]
fn a_wrong_type_says_what_belongs_there() {
    for (text, says) in [
        ("{\"kind\": 5}", "line 1: kind = 5: a text in quotation marks belongs here"),
        ("[]", "line 1: an object in braces belongs here"),
        ("{}", "line 1: kind: this key is missing: it is \"referral\" or \"consultation\""),
        ("{\"kind\":\"referral\",\"children\":{}}", "line 1: children = {}: a list in brackets belongs here"),
        ("{\"kind\":\"referral\",\"format\":2}", "line 1: format = 2: this dutydesk reads format 1"),
        (
            "{\"kind\":\"referral\",\"answers\":{\"harm\":\"neglect\"}}",
            "line 1: answers.harm = \"neglect\": a list in brackets belongs here",
        ),
    ] {
        assert_eq!(refusal(text), says);
    }
}

#[test]
fn a_collection_time_that_no_clock_can_count_with_is_pointed_out() {
    let given = given(&TEACHER.replacen("15:15", "after clubs", 1));
    let doubts = doubts(&given.intake, NOW, Zone::LONDON);
    assert_eq!(doubts.len(), 1, "{doubts:?}");
    assert!(doubts[0].starts_with("children[0].child-collection = \"after clubs\": "), "{doubts:?}");
}

#[test]
fn the_json_schema_has_every_question_once_and_every_choice() {
    let schema = json_schema();
    let properties = |pointer: &str| schema.pointer(pointer).unwrap().as_object().unwrap();
    let all = [
        properties("/properties/answers/properties"),
        properties("/properties/children/items/properties"),
        properties("/properties/family/items/properties"),
        properties("/properties/shares/items/properties"),
    ];
    assert_eq!(all.iter().map(|p| p.len()).sum::<usize>(), QUESTIONS.len());
    for question in QUESTIONS {
        let property = all.iter().find_map(|p| p.get(question.id.code())).unwrap().to_string();
        for choice in question.kind.choices() {
            assert!(property.contains(&format!("\"{}\"", choice.code)), "{}", choice.code);
        }
    }
}

/// Any text a person can type, not blank.
fn text() -> impl Strategy<Value = String> {
    "[\\PC\n]{0,20}[a-zâ\"\\\\]"
}

fn state() -> impl Strategy<Value = Answer> {
    (select(State::ALL), "|[a-z ]{1,8}")
        .prop_map(|(state, reason)| Answer::State(Unanswered { state, reason }))
}

fn answer(question: &'static Question) -> BoxedStrategy<Answer> {
    let codes: Vec<String> = question.kind.choices().iter().map(|c| c.code.to_owned()).collect();
    match question.kind {
        Kind::One(_) | Kind::SourceCode => prop_oneof![select(codes).prop_map(Answer::Text), state()].boxed(),
        Kind::Any(_) => {
            let count = codes.len();
            prop_oneof![subsequence(codes, 1..=count).prop_map(Answer::Many), state()].boxed()
        }
        Kind::Narrative => state().boxed(),
        _ => prop_oneof![text().prop_map(Answer::Text), state()].boxed(),
    }
}

fn answers(per: Per) -> BoxedStrategy<Answers> {
    let each: Vec<_> = QUESTIONS
        .iter()
        .filter(|question| question.per == per)
        .map(|question| (Just(question.id), option::of(answer(question))))
        .collect();
    each.prop_map(|given| {
        let mut answers = Answers::default();
        for (id, answer) in given {
            if let Some(answer) = answer {
                answers.set(id, answer);
            }
        }
        answers
    })
    .boxed()
}

fn instant() -> impl Strategy<Value = Moment> {
    (1_600_000_000_000_i64..1_900_000_000_000).prop_map(Moment::from_millis)
}

/// Marks of so many children, each on the body.
fn marks(children: usize) -> BoxedStrategy<Vec<Mark>> {
    if children == 0 {
        return Just(Vec::new()).boxed();
    }
    let spots: Vec<Spot> = [Side::Front, Side::Back]
        .into_iter()
        .flat_map(|side| (0..ROWS).map(move |row| (side, row)))
        .flat_map(|(side, row)| (0..COLUMNS).map(move |column| Spot { side, row, column }))
        .filter(|spot| spot.part().is_some())
        .collect();
    let words = || "|[\\PC]{0,8}[a-z]";
    let mark = (0..children, select(spots), words(), words(), words(), words()).prop_map(
        |(child, spot, size, colour, seen_by, said)| Mark { child, spot, size, colour, seen_by, said },
    );
    vec(mark, 0..3).boxed()
}

fn received() -> impl Strategy<Value = Received> {
    let narrative = (text(), select(Basis::ALL), "|[a-z]{1,6}")
        .prop_map(|(text, basis, told_by)| NarrativeLine { text, basis, told_by });
    let note = (instant(), text(), any::<bool>()).prop_map(|(at, text, used)| NoteLine { at, text, used });
    let intake = (
        select(ContactKind::ALL),
        answers(Per::Call),
        vec(answers(Per::Child), 0..3),
        vec(answers(Per::Person), 0..2),
        vec(answers(Per::Share), 0..2),
        vec(narrative, 0..3),
        vec(note, 0..3),
    )
        .prop_flat_map(|(kind, answers, children, family, shares, narrative, notes)| {
            marks(children.len()).prop_map(move |marks| Intake {
                kind,
                answers: answers.clone(),
                children: children.clone(),
                family: family.clone(),
                shares: shares.clone(),
                narrative: narrative.clone(),
                notes: notes.clone(),
                marks,
                links: Vec::new(),
            })
        });
    (instant(), option::of(instant()), intake)
        .prop_map(|(received, ended, intake)| Received::new(received, ended, intake))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_contact_written_and_read_again_is_the_same(received in received()) {
        let text = serde_json::to_string_pretty(&Shape::told(&received, Zone::LONDON)).unwrap();
        let given = read(&text, Zone::LONDON, NOW).map_err(|e| TestCaseError::fail(e.to_string()))?;
        prop_assert_eq!(given.received, Some(received.received));
        prop_assert_eq!(given.ended, received.ended);
        prop_assert_eq!(given.intake, received.intake);
    }
}
