//! The view: values in, cells out. Nothing here changes state, reads the clock or does input and output.

pub mod glyphs;
pub mod palettes;
pub mod parts;
pub mod size;
pub mod text;
pub mod theme;

/// temp
pub fn draw(_f: &mut ratatui::Frame<'_>, _a: &crate::app::App, _l: &theme::Look) {}
