//! The terminal shell.
