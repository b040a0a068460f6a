//! `neargate coverage`: which operations there are, from the registrations themselves.

use neargate_store::Store;

use super::output::say;
use super::{Failure, on_one_thread};
use crate::services::{ServiceOptions, Services};

pub(crate) fn run() -> Result<(), Failure> {
    on_one_thread(async {
        let store = Store::in_memory().map_err(|error| Failure(error.to_string()))?;
        let services = Services::new(&store, &ServiceOptions::default()).operations();
        say!("# API coverage\n");
        say!(
            "Printed by `neargate coverage` from the operations that are registered. What isn't here answers 501.\n"
        );
        say!("| service | operations | of AWS's |\n|---|---|---|");
        for service in &services {
            let here = service.model.operations.iter().filter(|name| service.implements(name)).count();
            say!("| {} | {here} | {} |", service.name, service.model.operations.len());
        }
        for service in &services {
            say!("\n## {} ({})\n", service.name, service.model.api_version);
            for name in service.model.operations.iter().filter(|name| service.implements(name)) {
                say!("- {name}");
            }
        }
        Ok(())
    })
}
