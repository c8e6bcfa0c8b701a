//! The local rules as typed data.

/// A council's rules: hours, calendars, clocks, routes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protocol {
    /// `general`, `rotherham`, `cambridgeshire`, or a council's own.
    pub id: String,
}
