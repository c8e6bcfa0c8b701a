//! Names that one person may go by: short forms, and the spellings of one name in different languages. Data, not code.

use std::collections::HashMap;
use std::sync::LazyLock;

const GROUPS: &str = include_str!("../../../assets/names/variants.csv");

static VARIANTS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut variants: HashMap<_, Vec<_>> = HashMap::new();
    for group in GROUPS.lines().filter(|line| !line.starts_with('#')) {
        for name in group.split(',') {
            let others = group.split(',').filter(|other| *other != name);
            variants.entry(name).or_default().extend(others);
        }
    }
    variants
});

/// Every name that somebody called so may also go by. The name is folded (`fold::words`).
pub(super) fn of(name: &str) -> &'static [&'static str] {
    VARIANTS.get(name).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_form_leads_to_each_of_its_names_and_back() {
        assert!(of("bill").contains(&"william") && of("william").contains(&"bill"));
        assert!(of("chris").contains(&"christopher") && of("chris").contains(&"christina"));
        assert!(!of("christopher").contains(&"christina"), "two names with one short form are two names");
        assert!(of("mohammed").contains(&"muhammad"));
        assert!(of("mockford").is_empty());
    }

    #[test]
    fn the_list_is_written_in_folded_letters() {
        for line in GROUPS.lines().filter(|line| !line.starts_with('#')) {
            let mut names: Vec<_> = line.split(',').collect();
            assert!(names.len() > 1, "{line:?} is no group");
            assert!(
                names.iter().all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_lowercase())),
                "{line:?}"
            );
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), line.split(',').count(), "{line:?} has a name twice");
        }
    }
}
