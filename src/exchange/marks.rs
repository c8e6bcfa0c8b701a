//! Reading the marks of the body maps.

use super::raw::{Mistake, Place};
use super::read::one_of;
use crate::domain::body::{COLUMNS, Mark, ROWS, Side, Spot};
use crate::domain::intake::Intake;

/// Reads one mark.
pub(super) fn mark(place: &Place<'_>) -> Result<Mark, Mistake> {
    let (mut child, mut spot) = (0, None);
    let mut words: [String; 4] = Default::default();
    let [size, colour, seen_by, said] = &mut words;
    for (key, value) in place.object()? {
        match key.as_str() {
            "child" => {
                child =
                    usize::try_from(value.number()?).map_err(|_| value.wrong("there is no such child"))?;
            }
            "spot" => spot = Some(read_spot(&value)?),
            "size" => *size = value.text()?,
            "colour" => *colour = value.text()?,
            "seen_by" => *seen_by = value.text()?,
            "said" => *said = value.text()?,
            _ => {
                return Err(value.wrong(
                    "a mark has only \"child\", \"spot\", \"size\", \"colour\", \"seen_by\" and \"said\"",
                ));
            }
        }
    }
    let spot = spot.ok_or_else(|| place.missing("spot", "this key is missing: where the mark is"))?;
    let [size, colour, seen_by, said] = words;
    Ok(Mark { child, spot, size, colour, seen_by, said })
}

fn read_spot(place: &Place<'_>) -> Result<Spot, Mistake> {
    let (mut side, mut row, mut column) = (None, None, None);
    for (key, value) in place.object()? {
        match key.as_str() {
            "side" => side = Some(one_of(&value, Side::ALL, Side::code)?),
            "row" => row = Some(cell(&value, ROWS)?),
            "column" => column = Some(cell(&value, COLUMNS)?),
            _ => return Err(value.wrong("a place on the body has only \"side\", \"row\" and \"column\"")),
        }
    }
    let spot = Spot {
        side: side.ok_or_else(|| place.missing("side", "this key is missing"))?,
        row: row.ok_or_else(|| place.missing("row", "this key is missing"))?,
        column: column.ok_or_else(|| place.missing("column", "this key is missing"))?,
    };
    if spot.part().is_none() {
        return Err(place.wrong("this place lies beside the outline of the body"));
    }
    Ok(spot)
}

fn cell(place: &Place<'_>, end: u8) -> Result<u8, Mistake> {
    let number = u8::try_from(place.number()?).ok().filter(|number| *number < end);
    number.ok_or_else(|| place.wrong(format!("it is not a number from 0 to {}", end.saturating_sub(1))))
}

/// A mark of a child that is not there.
pub(super) fn astray(intake: &Intake) -> Option<usize> {
    intake.marks.iter().position(|mark| mark.child >= intake.children.len())
}
