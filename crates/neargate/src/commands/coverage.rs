//! `neargate coverage`: which operations there are, from the registrations themselves.

use neargate_seal::{Keyring, MasterKeys};
use neargate_store::Store;

use super::{Failure, on_one_thread};
use crate::control::services;

pub(crate) fn run() -> Result<(), Failure> {
    on_one_thread(async {
        let store = Store::in_memory().map_err(|error| Failure(error.to_string()))?;
        let (_, services) = services(&store, &Keyring::new(MasterKeys::generate()));
        println!("# API coverage\n");
        println!(
            "Printed by `neargate coverage` from the operations that are registered. What isn't here answers 501.\n"
        );
        println!("| service | operations | of AWS's |\n|---|---|---|");
        for service in &services {
            let here = service.model.operations.iter().filter(|name| service.implements(name)).count();
            println!("| {} | {here} | {} |", service.name, service.model.operations.len());
        }
        for service in &services {
            println!("\n## {} ({})\n", service.name, service.model.api_version);
            for name in service.model.operations.iter().filter(|name| service.implements(name)) {
                println!("- {name}");
            }
        }
        Ok(())
    })
}
