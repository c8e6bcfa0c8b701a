//! temp
/// t
pub fn sentence(_e: &super::event::Event) -> (String, String) {
    (String::new(), String::new())
}
