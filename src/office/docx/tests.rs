use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::bytes;

const TEXT: &str = "Testshire Council\n1 Test Street\n\nOUR REFERENCE R-1001\n\nDear Pat <Mockford> & \"others\",\n\n- one\n- two\n\nYours sincerely,\n\nDuty manager\nThe hub";

fn part(file: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_same_text_makes_the_same_bytes_and_another_text_others() {
    assert_eq!(bytes("A", TEXT).unwrap(), bytes("A", TEXT).unwrap());
    assert_ne!(bytes("A", TEXT).unwrap(), bytes("A", "another").unwrap());
    assert_ne!(bytes("A", TEXT).unwrap(), bytes("B", TEXT).unwrap());
}

#[test]
fn every_part_is_well_formed_and_is_named_in_the_list_of_types() {
    let file = bytes("Outcome & <more>", TEXT).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(&file)).unwrap();
    assert_eq!(zip.by_index(0).unwrap().name(), "[Content_Types].xml");
    let names: Vec<String> = zip.file_names().map(str::to_owned).collect();
    let types = part(&file, "[Content_Types].xml");
    for name in &names {
        let text = part(&file, name);
        let mut reader = Reader::from_str(&text);
        reader.config_mut().check_end_names = true;
        while reader.read_event().unwrap_or_else(|e| panic!("{name}: {e}")) != Event::Eof {}
        let by_ending = name.contains("_rels/") || name == "[Content_Types].xml";
        assert!(by_ending || types.contains(&format!("/{name}\"")), "{name}");
    }
}

#[test]
fn what_the_text_means_stands_in_the_document() {
    let document = part(&bytes("A", TEXT).unwrap(), "word/document.xml");
    for wanted in [
        "Testshire Council</w:t><w:br/>",
        "<w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t xml:space=\"preserve\">OUR REFERENCE R-1001",
        "Dear Pat &lt;Mockford&gt; &amp; ",
        "<w:pStyle w:val=\"ListBullet\"/></w:pPr><w:r><w:t xml:space=\"preserve\">two</w:t>",
        "<w:pStyle w:val=\"Signature\"/></w:pPr><w:r><w:t xml:space=\"preserve\">Duty manager</w:t><w:br/>",
    ] {
        assert!(document.contains(wanted), "{wanted}\n{document}");
    }
}

#[test]
fn no_control_character_reaches_the_file() {
    let controls: String = (0..=0x9f_u32).filter_map(char::from_u32).filter(|c| c.is_control()).collect();
    let file = bytes(&format!("t{controls}"), &format!("a{controls}b\u{fffe}\u{ffff}c")).unwrap();
    for name in ["word/document.xml", "word/footer1.xml", "docProps/core.xml"] {
        let text = part(&file, name);
        let bad = text.chars().find(|c| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
        assert_eq!(bad, None, "{name}");
    }
}
