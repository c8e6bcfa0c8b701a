//! What to say and do when a child is in danger now (L94, L112). One text for every way of taking a call.

/// What the script is called.
pub const TITLE: &str = "999: a child in danger now";

/// What to do, step by step. `stamp` is how the worker notes the time here, if there is a quick way to.
#[must_use]
pub fn steps(stamp: Option<&str>) -> [String; 6] {
    let stamp = stamp.map_or_else(String::new, |stamp| format!(" ({stamp})"));
    [
        "Is the child in danger now, or is anyone hurt?".to_owned(),
        "With the child: \"Hang up, dial 999, then ring me back.\"".to_owned(),
        "Not there: stay on the line, a colleague dials 999.".to_owned(),
        "Tell 999 where the child is, who is there, the way in.".to_owned(),
        format!("Write down the incident number and the time{stamp}."),
        "Tell a manager now. Then go on with the call.".to_owned(),
    ]
}
