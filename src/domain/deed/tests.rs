use std::collections::BTreeSet;

use super::*;

#[test]
fn every_letter_of_the_menu_means_one_thing() {
    let letters: BTreeSet<char> = DEEDS.iter().map(|deed| deed.letter).collect();
    assert_eq!(letters.len(), DEEDS.len());
    assert!(letters.iter().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit()));
}

#[test]
fn a_deed_asks_each_thing_once_and_names_it_in_a_line() {
    for deed in DEEDS {
        let ids: BTreeSet<FieldId> = deed.fields.iter().map(|field| field.id).collect();
        assert_eq!(ids.len(), deed.fields.len(), "{}", deed.id);
        assert!(deed.fields.iter().any(|field| field.must), "{} records nothing", deed.id);
        assert!(!deed.ledger.is_empty(), "{} serves no line", deed.id);
        for field in deed.fields {
            assert!(field.label.len() <= 68, "{}: {}", deed.id, field.label);
            if let Kind::One(choices) = field.kind {
                let codes: BTreeSet<&str> = choices.iter().map(|choice| choice.code).collect();
                assert_eq!(codes.len(), choices.len(), "{}", deed.id);
            }
        }
    }
}

#[test]
fn only_a_manager_records_what_is_for_a_manager() {
    let oversight = DeedId::Oversight.deed();
    assert!(oversight.is_for(Role::Manager));
    assert!(!oversight.is_for(Role::Worker));
    assert!(DeedId::AskAgency.deed().is_for(Role::Worker));
    assert!(DEEDS.iter().all(|deed| !deed.is_for(Role::Viewer)));
}

#[test]
fn what_is_blank_is_not_kept() {
    let filled = Filled::default().with(FieldId::Why, "  ").with(FieldId::By, " Kit Exemplar ");
    assert_eq!(filled.get(FieldId::Why), "");
    assert_eq!(filled.get(FieldId::By), "Kit Exemplar");
    assert_eq!(serde_json::to_string(&filled).unwrap(), r#"{"by":"Kit Exemplar"}"#);
}

#[test]
fn a_deed_is_told_under_the_labels_of_its_form() {
    let filled = Filled::default()
        .with(FieldId::Risk, "high")
        .with(FieldId::Present, "Police, health")
        .with(FieldId::Marac, "yes");
    let told = DeedId::DaReview.deed().told(&filled);
    assert_eq!(told, "Who took part: Police, health\nRisk: High\nReferred to MARAC? (if high): Yes");
}
