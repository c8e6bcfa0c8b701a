//! local
use std::sync::Arc;
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let protocol = Arc::new(dutydesk::protocols::built_in("general").unwrap());
    let paths = dutydesk::store::desk::Paths::new(dir);
    let clock: Arc<dyn dutydesk::clock::Clock> = Arc::new(dutydesk::clock::SystemClock);
    let t = dutydesk::demo::desk::open(&paths, Default::default(), &protocol, clock, &mut |_| {}).unwrap();
    let clock = t.day.clock();
    let opening = dutydesk::term::desk::Opening {
        store: Some(t.store),
        clock: Arc::new(clock),
        setting: dutydesk::app::Setting {
            actor: dutydesk::demo::actor(dutydesk::domain::codes::Role::Worker),
            team: dutydesk::demo::team(),
            protocol: Arc::clone(&protocol),
            training: true,
            desk_number: dutydesk::demo::DESK_NUMBER.into(),
        },
    };
    let _a = dutydesk::demo::desk::Arrivals::start(&paths, t.day, protocol).unwrap();
    dutydesk::term::desk::open(opening).unwrap();
}
