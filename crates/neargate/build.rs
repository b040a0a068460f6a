//! Links neargate at a fixed address, so that a shim has nothing to relocate: see docs/decisions/0019.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-link-arg-bins=-no-pie");
}
