//! temp
/// t
pub fn promise(
    _c: &super::contact::Contact,
    _p: &super::protocol::Protocol,
    _n: &str,
) -> (Vec<String>, Vec<String>) {
    (vec![], vec![])
}
