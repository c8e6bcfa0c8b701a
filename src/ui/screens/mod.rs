//! The screens, one file each; `app/screens` holds their state.

pub(in crate::ui) mod access;
pub(in crate::ui) mod board;
mod board_columns;
mod board_list;
mod board_preview;
pub(in crate::ui) mod contact;
mod contact_after;
mod contact_letters;
mod contact_tabs;
pub(in crate::ui) mod handover;
pub(in crate::ui) mod horizon;
pub(in crate::ui) mod intake;
pub(in crate::ui) mod lock;
pub(in crate::ui) mod looked;
pub(in crate::ui) mod retention;
mod upcoming;
pub(in crate::ui) mod welcome;
