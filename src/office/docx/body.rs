//! The parts of the file that differ from letter to letter.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::domain::letter::Part;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

type Xml = Writer<Vec<u8>>;

/// A4, 2.2 cm of margin, in twentieths of a point.
const PAGE: [(&str, &str); 2] = [("w:w", "11906"), ("w:h", "16838")];
const MARGINS: [(&str, &str); 7] = [
    ("w:top", "1247"),
    ("w:right", "1247"),
    ("w:bottom", "1247"),
    ("w:left", "1247"),
    ("w:header", "624"),
    ("w:footer", "624"),
    ("w:gutter", "0"),
];

/// The letter itself.
pub(super) fn document(parts: &[Part]) -> io::Result<Vec<u8>> {
    whole(|xml| {
        let root =
            xml.create_element("w:document").with_attributes([("xmlns:w", MAIN), ("xmlns:r", RELATED)]);
        root.write_inner_content(|xml| {
            xml.create_element("w:body").write_inner_content(|xml| {
                for part in parts {
                    self::part(xml, part)?;
                }
                section(xml)
            })?;
            Ok(())
        })?;
        Ok(())
    })
}

/// The foot of every page: the title, and which page of how many.
pub(super) fn footer(title: &str) -> io::Result<Vec<u8>> {
    whole(|xml| {
        xml.create_element("w:ftr").with_attribute(("xmlns:w", MAIN)).write_inner_content(|xml| {
            paragraph(xml, Some("Footer"), |xml| {
                run(xml, &[format!("{title} · page ")])?;
                field(xml, "PAGE")?;
                run(xml, &[" of ".to_owned()])?;
                field(xml, "NUMPAGES")
            })
        })?;
        Ok(())
    })
}

/// The properties of the file: its title, and nobody as its author.
pub(super) fn properties(title: &str) -> io::Result<Vec<u8>> {
    whole(|xml| {
        xml.create_element("cp:coreProperties")
            .with_attributes([
                ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
                ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ])
            .write_inner_content(|xml| {
                xml.create_element("dc:title").write_text_content(BytesText::new(&plain(title)))?;
                xml.create_element("dc:language").write_text_content(BytesText::new("en-GB"))?;
                Ok(())
            })?;
        Ok(())
    })
}

fn whole(inner: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
    inner(&mut xml)?;
    Ok(xml.into_inner())
}

fn part(xml: &mut Xml, part: &Part) -> io::Result<()> {
    let (style, lines) = match part {
        Part::Heading(words) => (Some("Heading1"), std::slice::from_ref(words)),
        Part::Paragraph(words) => (None, std::slice::from_ref(words)),
        Part::Item(words) => (Some("ListBullet"), std::slice::from_ref(words)),
        Part::Address(lines) => (None, lines.as_slice()),
        Part::Signature(lines) => (Some("Signature"), lines.as_slice()),
    };
    paragraph(xml, style, |xml| run(xml, lines))
}

fn paragraph(
    xml: &mut Xml,
    style: Option<&str>,
    inner: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.create_element("w:p").write_inner_content(|xml| {
        if let Some(style) = style {
            xml.create_element("w:pPr").write_inner_content(|xml| {
                xml.create_element("w:pStyle").with_attribute(("w:val", style)).write_empty()?;
                Ok(())
            })?;
        }
        inner(xml)
    })?;
    Ok(())
}

/// Lines under each other in one paragraph.
fn run(xml: &mut Xml, lines: &[String]) -> io::Result<()> {
    xml.create_element("w:r").write_inner_content(|xml| {
        for (n, line) in lines.iter().enumerate() {
            if n > 0 {
                xml.create_element("w:br").write_empty()?;
            }
            let text = xml.create_element("w:t").with_attribute(("xml:space", "preserve"));
            text.write_text_content(BytesText::new(&plain(line)))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn field(xml: &mut Xml, code: &str) -> io::Result<()> {
    xml.create_element("w:fldSimple")
        .with_attribute(("w:instr", code))
        .write_inner_content(|xml| run(xml, &["1".to_owned()]))?;
    Ok(())
}

/// The page, and what stands at its foot.
fn section(xml: &mut Xml) -> io::Result<()> {
    xml.create_element("w:sectPr").write_inner_content(|xml| {
        let foot = [("w:type", "default"), ("r:id", "rId3")];
        xml.create_element("w:footerReference").with_attributes(foot).write_empty()?;
        xml.create_element("w:pgSz").with_attributes(PAGE).write_empty()?;
        xml.create_element("w:pgMar").with_attributes(MARGINS).write_empty()?;
        Ok(())
    })?;
    Ok(())
}

/// Text without what XML 1.0 cannot hold: controls and the two characters that are none.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}
