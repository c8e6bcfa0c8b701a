//! Desks of every released schema climb to the newest one, with a copy before that can be restored.

use dutydesk::store::backup::shelf::{self, Kept};
use dutydesk::store::migrate::STEPS;

use crate::ladder::desk_at;
use crate::support::*;
use crate::work::*;

#[test]
fn a_desk_of_every_released_schema_climbs_and_the_copy_before_can_be_restored() {
    let newest = u32::try_from(STEPS.len()).unwrap();
    for step in 1..STEPS.len() {
        let (dir, last) = desk_at(step);
        let desk = paths(dir.path());
        let mut store = open_desk(&desk).unwrap_or_else(|e| panic!("from schema {step}: {e}"));
        let report = store.verify().unwrap();
        assert!(report.is_good(), "from schema {step}: {report:?}");
        assert_eq!(tip(&store), last, "from schema {step}");
        assert_eq!(store.findings(), [], "from schema {step}");
        let contacts: Vec<u32> = (1001..=1003).map(|contact| version(&store, contact)).collect();
        assert_eq!(contacts, [3, 3, 3], "from schema {step}");
        work(&mut store, &mut vec![], 1);
        drop(store);

        let copies = shelf::list(&desk).unwrap();
        assert_eq!(copies.len(), 1, "from schema {step}: {copies:?}");
        assert_eq!((copies[0].kept, copies[0].seq), (Kept::BeforeSchema(newest), last));
        let (beyond, _) = restore(&desk, &desk.backups().join(&copies[0].name), &mut |_| {}).unwrap();
        assert_eq!(beyond.missing.unwrap().first, last.unsigned_abs() + 1, "from schema {step}");
        let mut store = open_desk(&desk).unwrap();
        assert!(store.verify().unwrap().is_good(), "from schema {step}");
        assert_eq!(tip(&store), last + 1, "from schema {step}");
    }
}
