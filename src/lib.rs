//! dutydesk: a live triage board and telephone referral desk for an English children's front door.

pub mod app;
pub mod cli;
pub mod clock;
pub mod demo;
pub mod domain;
pub mod exchange;
pub mod office;
pub mod paths;
pub mod plain;
pub mod port;
pub mod protocols;
pub mod store;
pub mod term;
pub mod ui;
