//! The screens' own state, one file each; `ui/screens` mirrors them.

pub mod access;
pub mod board;
pub mod body;
pub mod contact;
pub mod handover;
pub mod horizon;
pub mod intake;
pub mod lock;
pub mod looked;
pub mod retention;
