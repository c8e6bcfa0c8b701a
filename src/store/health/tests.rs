//! A lock's holder is read from the kernel's list.

use super::outside::holder;

#[test]
fn the_holder_of_a_lock_is_found_by_the_file_it_is_on() {
    let line = "2: FLOCK  ADVISORY  READ 4711 08:01:131 0 EOF";
    assert_eq!(holder(line, "08:01:131"), Some(4711));
    assert_eq!(holder(line, "08:01:13"), None);
    assert_eq!(holder("2: POSIX  ADVISORY  READ 4711 08:01:131 0 EOF", "08:01:131"), None);
    assert_eq!(holder("2: -> FLOCK ADVISORY READ 4711 08:01:131 0 EOF", "08:01:131"), None);
    assert_eq!(holder("2: FLOCK  ADVISORY  READ -1 08:01:131 0 EOF", "08:01:131"), None);
}
