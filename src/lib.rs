//! dutydesk: a live triage board and telephone referral desk for an English children's front door.

pub mod app;
pub mod domain;
pub mod port;
pub mod protocols;
pub mod store;
